"""What was typed and not yet saved, kept for its officer with each keystroke."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from store import json_bytes
from store.desk.ground import Ground
from store.errors import Sealed
from store.journal.place import PutInPlace
from store.tips.draft import Draft, LeftDraft

if TYPE_CHECKING:
    from store.secret.rekey import Rekeying

# What a draft raises that is none: it may be anyone's who can write there.
_MALFORMED: Final = (ValueError, LookupError, TypeError, AttributeError)


class Drafts:
    """The drafts of one officer at a desk.

    They outlive program and power. One is kept with each keystroke, which is not to wait for the
    disk: a thread of their own writes, of each draft what was handed over last. Whoever reads them
    here, or closes, waits for it.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._notes = ground.place.drafts
        self._viewer = ground.viewer
        self._writer = ThreadPoolExecutor(1, "drafts")
        self._newest: dict[str, object] = {}
        self._last: Future[bool] | None = None

    def keep(self, name: str, values: dict[str, Any]) -> None:
        """Keeps `values` under `name`, in place of what was kept there. Raises `CannotWrite`,
        `NotAllowed`, or `DeskDamaged` where another desk is by now."""
        self.keep_soon(name, values).result()

    def keep_soon(self, name: str, values: dict[str, Any]) -> Future[bool]:
        """As `keep`, as they are now, without waiting: what is returned tells when it is done, or
        what `keep` raises. If more is kept under that name by then, that is kept alone, and False is
        what this comes to."""
        self._viewer.require("record")
        content = {
            "officer": self._ground.officer,
            "name": name,
            "at": self._ground.now().isoformat(timespec="microseconds"),
        }
        said = json_bytes.dumps(values)
        own = self._viewer.draft_keys(self._ground.officer, values)

        def keep(key: str) -> None:
            sealed = self._viewer.seal_draft(json_bytes.loads(said), own)
            self._notes.keep(key, json_bytes.dumps(content | sealed))

        return self._hand_over(name, keep)

    def sealed_anew(self, work: Rekeying) -> AbstractContextManager[PutInPlace]:
        """Every draft sealed to other keys, beside what it was; what this gives puts them in its
        place, and meanwhile nothing is kept. One that the old keys do not open stays. Raises
        `CannotWrite`, `DeskBusy` or `NotAllowed`."""
        self._viewer.require("manage")
        self.settle()
        return self._notes.replacing(self._changes_by(work))

    def _changes_by(self, work: Rekeying) -> Iterator[tuple[str, bytes, bytes]]:
        for key in self._notes.kept():
            with suppress(FileNotFoundError, Sealed, *_MALFORMED):
                before = self._notes.read(key)
                content = json_bytes.loads(before)
                values = work.opened(content["sealed"])
                keys = self._viewer.draft_keys(content["officer"], values)
                content |= {"sealed": work.sealed(values, *keys)}
                yield key, before, json_bytes.dumps(content)

    def all(self) -> list[Draft]:
        """The officer's drafts, oldest first; one that cannot be read is left where it is."""
        return [draft for draft in self._readable() if draft.officer == self._ground.officer]

    def of_all(self) -> list[Draft]:
        """Every officer's, as far as they can be read. Raises `NotAllowed`."""
        self._viewer.require("export")
        return self._readable()

    def _readable(self) -> list[Draft]:
        # What they amend may be another's to read by now.
        self._ground.storage.catch_up()
        found = map(self._read, self._kept())
        return sorted((draft for draft in found if draft), key=lambda draft: draft.kept_at)

    def left(self) -> list[LeftDraft]:
        """All there are, whether or not they can be read, oldest first. Raises `NotAllowed`."""
        self._viewer.require("manage")
        return sorted(map(self._left, self._kept()), key=lambda left: (left.kept_at, left.key))

    def _left(self, key: str) -> LeftDraft:
        try:
            said = json_bytes.loads(self._notes.read(key))
            return LeftDraft(key, str(said["name"]), str(said["officer"]), str(said["at"]))
        except (OSError, ValueError, LookupError, TypeError):
            return LeftDraft(key, "", "", "")

    def discard(self, left: LeftDraft) -> None:
        """Removes one, whosever it is. Raises `CannotWrite` or `NotAllowed`."""
        self._viewer.require("manage")
        self.settle()
        with self._at_this_desk():
            self._notes.drop(left.key)

    def drop(self, name: str) -> None:
        """Removes a draft, if it is there. Raises `CannotWrite`."""
        self.drop_soon(name).result()

    def drop_soon(self, name: str) -> Future[bool]:
        """As `drop`, without waiting: as `keep_soon`."""
        return self._hand_over(name, self._notes.drop)

    def settle(self) -> None:
        """Returns once nothing is left to be written."""
        if self._last:
            wait([self._last])

    def _hand_over(self, name: str, work: Callable[[str], None]) -> Future[bool]:
        key = self._key(name)
        self._newest[key] = work
        self._last = self._writer.submit(self._do, key, work)
        return self._last

    def _do(self, key: str, work: Callable[[str], None]) -> bool:
        if self._newest.get(key) is not work:
            return False
        with self._at_this_desk():
            work(key)
        return True

    @contextmanager
    def _at_this_desk(self) -> Iterator[None]:
        """Raises `DeskDamaged` where the place is another desk's by now, or this one was sealed
        anew: what was typed here is not to be put there under the keys of before."""
        with self._notes.shared():
            self._ground.storage.log.check_in_place()
            yield

    def _kept(self) -> list[str]:
        self.settle()
        return self._notes.kept()

    def _key(self, name: str) -> str:
        # Names of officers and drafts are of any length and any characters; keys are not.
        return hashlib.sha256(json_bytes.dumps([self._ground.officer, name])).hexdigest()[:32]

    def _read(self, key: str) -> Draft | None:
        try:
            content = json_bytes.loads(self._notes.read(key))
            values = self._viewer.open_draft(content)
            texts = content["name"], content["at"], content["officer"]
            if not all(isinstance(text, str) for text in texts):
                return None
            return Draft(texts[0], texts[1], values, texts[2])
        except (Sealed, OSError, *_MALFORMED):
            return None
