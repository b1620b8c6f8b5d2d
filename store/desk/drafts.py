"""What was typed and not yet saved, kept on disk for its officer with each keystroke."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from store import disk
from store.desk.ground import Ground
from store.errors import Sealed
from store.tips.draft import Draft

if TYPE_CHECKING:
    from store.secret.rekey import Rekeying

NAME = "drafts"


class Drafts:
    """The drafts of one officer in a desk folder.

    They are to outlive the program, not the power: nothing is flushed, so that keeping one with
    each keystroke costs no wait.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._folder = ground.folder / NAME
        self._viewer = ground.viewer

    def keep(self, name: str, values: dict[str, Any]) -> None:
        """Keeps `values` under `name`, in place of what was kept there. Raises `CannotWrite`."""
        content = {
            "officer": self._ground.officer,
            "name": name,
            "at": self._ground.now().isoformat(timespec="microseconds"),
            **self._viewer.seal_draft(values),
        }
        path = self._path(name)
        # Two programs may keep the same draft at once.
        new = path.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(mode=disk.FOLDER_MODE, exist_ok=True)
            _write(new, content)
            new.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
            raise disk.cannot_write(path, error) from error

    @contextlib.contextmanager
    def sealed_anew(self, work: Rekeying) -> Iterator[Callable[[], None]]:
        """Every draft sealed to other keys, beside what it was; what this gives puts them in its
        place. One that the old keys do not open, or that is typed on meanwhile, stays. Raises
        OSError."""
        made: dict[Path, bytes] = {}

        def put_in_place() -> None:
            for new, before in made.items():
                path = new.with_suffix(".json")
                with contextlib.suppress(FileNotFoundError):
                    if path.read_bytes() == before:
                        new.replace(path)

        try:
            for path in self._folder.glob("*.json"):
                with contextlib.suppress(
                    FileNotFoundError, Sealed, ValueError, LookupError, TypeError
                ):
                    before = path.read_bytes()
                    content = orjson.loads(before)
                    own = self._viewer.draft_key(content["officer"])
                    content |= {"sealed": work.value(content["sealed"], own)}
                    new = path.with_suffix(".anew")
                    made[new] = before
                    _write(new, content)
            yield put_in_place
        finally:
            for new in made:
                new.unlink(missing_ok=True)

    def all(self) -> list[Draft]:
        """The officer's drafts, oldest first; one that cannot be read is left where it is."""
        return [draft for draft in self.of_all() if draft.officer == self._ground.officer]

    def of_all(self) -> list[Draft]:
        """Every officer's, as far as they can be read."""
        found = (self._read(path) for path in self._folder.glob("*.json"))
        return sorted((draft for draft in found if draft), key=lambda draft: draft.kept_at)

    def officers(self) -> list[str]:
        """Who has a draft here, whether or not it can be read."""
        found = set()
        for path in self._folder.glob("*.json"):
            try:
                found.add(str(orjson.loads(path.read_bytes())["officer"]))
            except (OSError, ValueError, LookupError, TypeError):
                found.add(path.name)
        return sorted(found)

    def drop(self, name: str) -> None:
        """Removes a draft, if it is there. Raises `CannotWrite`."""
        path = self._path(name)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise disk.cannot_write(path, error) from error

    def _path(self, name: str) -> Path:
        # Names of officers and drafts are of any length and any characters; file names are not.
        key = hashlib.sha256(orjson.dumps([self._ground.officer, name])).hexdigest()[:32]
        return self._folder / f"{key}.json"

    def _read(self, path: Path) -> Draft | None:
        try:
            content = orjson.loads(path.read_bytes())
            values = self._viewer.open_draft(content)
            return Draft(content["name"], content["at"], values, content["officer"])
        except (Sealed, OSError, ValueError, LookupError, TypeError):
            return None


def _write(path: Path, content: dict[str, Any]) -> None:
    fd = disk.create_anew(path)
    try:
        disk.write_all(fd, orjson.dumps(content))
    finally:
        os.close(fd)
