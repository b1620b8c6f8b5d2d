"""What was typed and not yet saved, kept for its officer with each keystroke."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any

import orjson

from store.desk.ground import Ground
from store.errors import Sealed
from store.journal.place import PutInPlace
from store.tips.draft import Draft

if TYPE_CHECKING:
    from store.secret.rekey import Rekeying


class Drafts:
    """The drafts of one officer at a desk.

    They are to outlive the program, not the power: nothing is flushed, so that keeping one with
    each keystroke costs no wait.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._notes = ground.place.drafts
        self._viewer = ground.viewer

    def keep(self, name: str, values: dict[str, Any]) -> None:
        """Keeps `values` under `name`, in place of what was kept there. Raises `CannotWrite`."""
        content = {
            "officer": self._ground.officer,
            "name": name,
            "at": self._ground.now().isoformat(timespec="microseconds"),
            **self._viewer.seal_draft(values),
        }
        self._notes.keep(self._key(name), orjson.dumps(content))

    def sealed_anew(self, work: Rekeying) -> AbstractContextManager[PutInPlace]:
        """Every draft sealed to other keys, beside what it was; what this gives puts them in its
        place. One that the old keys do not open, or that is typed on meanwhile, stays. Raises
        `CannotWrite`."""
        return self._notes.replacing(self._changes_by(work))

    def _changes_by(self, work: Rekeying) -> Iterator[tuple[str, bytes, bytes]]:
        for key in self._notes.kept():
            with suppress(FileNotFoundError, Sealed, ValueError, LookupError, TypeError):
                before = self._notes.read(key)
                content = orjson.loads(before)
                own = self._viewer.draft_key(content["officer"])
                content |= {"sealed": work.value(content["sealed"], own)}
                yield key, before, orjson.dumps(content)

    def all(self) -> list[Draft]:
        """The officer's drafts, oldest first; one that cannot be read is left where it is."""
        return [draft for draft in self.of_all() if draft.officer == self._ground.officer]

    def of_all(self) -> list[Draft]:
        """Every officer's, as far as they can be read."""
        found = map(self._read, self._notes.kept())
        return sorted((draft for draft in found if draft), key=lambda draft: draft.kept_at)

    def officers(self) -> list[str]:
        """Who has a draft here, whether or not it can be read."""
        found = set()
        for key in self._notes.kept():
            try:
                found.add(str(orjson.loads(self._notes.read(key))["officer"]))
            except (OSError, ValueError, LookupError, TypeError):
                found.add(key)
        return sorted(found)

    def drop(self, name: str) -> None:
        """Removes a draft, if it is there. Raises `CannotWrite`."""
        self._notes.drop(self._key(name))

    def _key(self, name: str) -> str:
        # Names of officers and drafts are of any length and any characters; keys are not.
        return hashlib.sha256(orjson.dumps([self._ground.officer, name])).hexdigest()[:32]

    def _read(self, key: str) -> Draft | None:
        try:
            content = orjson.loads(self._notes.read(key))
            values = self._viewer.open_draft(content)
            return Draft(content["name"], content["at"], values, content["officer"])
        except (Sealed, OSError, ValueError, LookupError, TypeError):
            return None
