"""What was typed and not yet saved, kept for its officer with each keystroke."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from store import json_bytes
from store.desk.ground import Ground
from store.errors import CannotReach, DeskError, NotSealed, Sealed
from store.journal.place import Notes, PutInPlace
from store.text import _
from store.tips.draft import Draft, LeftDraft

if TYPE_CHECKING:
    from store.secret.rekey import Rekeying

# What a draft raises that is none: it may be anyone's who can write there.
_MALFORMED: Final = (ValueError, LookupError, TypeError, AttributeError)
# For so long who types waits for a place that does not answer, where the place is looked after.
_PATIENCE_SECONDS: Final = 1.0


@dataclass(eq=False, slots=True)
class _Handed:
    """What a draft is to hold from then on, None if it is to go, and what comes before that; `done` tells
    what came of it."""

    at: str
    content: Callable[[], bytes] | None
    first: Callable[[], None] | None = None
    done: Future[bool] = field(default_factory=Future)


class Drafts:
    """The drafts of one officer at a desk.

    They outlive program and power. One is kept with each keystroke, which is not to wait for the
    disk: a thread of their own writes, of each draft what was handed over last. Whoever reads them
    here, or closes, waits for it. What the place cannot be reached for stays in memory until
    `try_again`, if the place is looked after, and is otherwise refused.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._notes = ground.place.drafts
        self._viewer = ground.viewer
        self._writer = ThreadPoolExecutor(1, "drafts")
        self._newest: dict[str, _Handed] = {}
        self._waiting: dict[str, _Handed] = {}
        self._here: Notes | None = None
        self._last: Future[None] | None = None

    def keep(self, name: str, values: dict[str, Any]) -> None:
        """Keeps `values` under `name`, in place of what was kept there. Raises `CannotWrite`,
        `NotAllowed`, `NotSealed`, or `DeskDamaged` where another desk is by now."""
        self.outcome(self.keep_soon(name, values))

    def outcome(self, handed: Future[bool]) -> bool:
        """What comes of what was handed over, once it is written. Raises `CannotReach` if it is not,
        and waits for the place: then it is still in memory."""
        if self._last:
            wait([self._last], self._patience)
        if not handed.done():
            raise CannotReach(_("草稿暂留在本机内存中，连上后写入。"))
        return handed.result()

    @property
    def _patience(self) -> float | None:
        return _PATIENCE_SECONDS if self._ground.storage.is_looked_after else None

    def keep_soon(
        self, name: str, values: dict[str, Any], first: Callable[[], None] | None = None
    ) -> Future[bool]:
        """As `keep`, as they are now, without waiting: what is returned tells when it is done, or
        what `keep` raises. If more is kept under that name by then, that is kept alone, and False is
        what this comes to. `first` is called by the thread that writes."""
        self._viewer.require("record")
        content = {"officer": self._ground.officer, "name": name, "at": self._stamp()}
        said = json_bytes.dumps(values)
        own = self._viewer.draft_keys(self._ground.officer, values)

        def kept() -> bytes:
            sealed = self._viewer.seal_draft(json_bytes.loads(said), own)
            return json_bytes.dumps(content | sealed)

        return self._hand_over(name, _Handed(content["at"], kept, first))

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
        """The officer's drafts, oldest first; one that cannot be read is left where it is. Raises
        `CannotReach`, or `DeskDamaged` where another desk is by now."""
        return [draft for draft in self._readable() if draft.officer == self._ground.officer]

    def named(self, name: str) -> Draft | None:
        """The officer's of that name, if it is there and can be read. Raises as `all`."""
        found = self._readable(_key(self._ground.officer, name))
        return next((draft for draft in found if draft.officer == self._ground.officer), None)

    def of_all(self) -> list[Draft]:
        """Every officer's, as far as they can be read. Raises `NotAllowed`."""
        self._viewer.require("export")
        return self._readable()

    def _readable(self, *keys: str) -> list[Draft]:
        """All, or what is kept under these keys alone."""
        self._ground.storage.refuse_if_away()
        # What they amend may be another's to read by now.
        self._ground.storage.catch_up()
        found = [draft for key in self._kept(*keys) if (draft := self._read(key))]
        # Of a place that went away, though nobody found out yet, there is none to be read.
        self._ground.storage.log.check_in_place()
        return sorted(found, key=lambda draft: draft.kept_at)

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
        self.outcome(self.drop_soon(name))

    def drop_soon(self, name: str) -> Future[bool]:
        """As `drop`, without waiting: as `keep_soon`."""
        return self._hand_over(name, _Handed(self._stamp(), None))

    def settle(self) -> None:
        """Returns once nothing is left to be written. Raises `CannotReach` if that waits for the
        place."""
        is_done = not self._last or wait([self._last], self._patience).done
        if self._waiting or not is_done:
            raise CannotReach(self._ground.place.away_sentence)

    def _hand_over(self, name: str, handed: _Handed) -> Future[bool]:
        key = _key(self._ground.officer, name)
        self._newest[key] = handed
        self._last = self._writer.submit(self._do, key, handed)
        return handed.done

    def _do(self, key: str, handed: _Handed) -> None:
        if handed.done.done():
            # It waited, and what was typed since came first.
            return
        before = self._waiting.pop(key, handed)
        if before is not handed:
            before.done.set_result(False)
        if handed.first:
            handed.first()
        if self._newest.get(key) is not handed:
            handed.done.set_result(False)
            return
        storage = self._ground.storage
        try:
            storage.refuse_if_away()
            with self._at_this_desk():
                _write(self._notes, key, handed.content and handed.content())
            if self._here:
                self._here.drop(key)
        except Exception as error:
            if isinstance(error, CannotReach) and storage.is_looked_after:
                storage.note_away(error)
                self._waiting[key] = handed
            else:
                handed.done.set_exception(error)
        else:
            handed.done.set_result(True)
        if handed.done.done():
            # What was typed is not to be found in memory once it is sealed.
            handed.content = handed.first = None

    @contextmanager
    def _at_this_desk(self) -> Iterator[None]:
        """Raises `DeskDamaged` where the place is another desk's by now, or this one was sealed
        anew: what was typed here is not to be put there under the keys of before."""
        check_in_place = self._ground.storage.log.check_in_place
        # Nothing is made in the folder on which its disk will be.
        check_in_place()
        with self._notes.shared():
            check_in_place()
            yield

    # While the place is away

    def seal_what_waits(self) -> None:
        """Seals what is not written yet, as it will be: on a sealed desk nothing of it is to be read in
        memory from then on."""
        for handed in [*self._newest.values(), *self._waiting.values()]:
            # First: it is let go of once it is written, which may be now.
            content = handed.content
            if content and not handed.done.done():
                with suppress(DeskError):
                    handed.content = partial(bytes, content())

    def try_again(self) -> None:
        """Writes what waited for the place, which can be reached by now."""
        for key, handed in list(self._waiting.items()):
            self._last = self._writer.submit(self._do, key, handed)

    def put_by(self, here: Notes) -> bool:
        """Keeps what is not written, as the place does not answer, in `here` on this machine, for
        `bring_back`; sealed as drafts are. Whether all of it is kept."""
        self._here = here
        try:
            for key, handed in list(self._newest.items()):
                # First: it is let go of once it is written, which may be now.
                content = handed.content
                if not handed.done.done():
                    here.keep(key, content() if content else json_bytes.dumps({"at": handed.at}))
        except DeskError:
            return False
        return True

    def bring_back(self, here: Notes) -> None:
        """Puts into the place what was `put_by` when it could not be reached; what another session
        kept there since stays beside it. Raises `CannotWrite`."""
        for key in here.kept():
            try:
                data = here.read(key)
            except OSError:
                continue
            with suppress(*_MALFORMED):
                content = json_bytes.loads(data)
                is_dropped, is_newer_there = "name" not in content, self._at(key) > content["at"]
                if not is_dropped and is_newer_there:
                    content["name"] = f"{content['name']}-{content['at']}"
                if "sealed" in content:
                    # Somebody may have changed the keys meanwhile. What only a lead can open stays as it is.
                    with suppress(Sealed, NotSealed):
                        values = self._viewer.open_draft(content)
                        own = self._viewer.draft_keys(content["officer"], values)
                        content |= self._viewer.seal_draft(values, own)
                with self._at_this_desk():
                    if not is_dropped:
                        kept_as = _key(content["officer"], content["name"])
                        self._notes.keep(kept_as, json_bytes.dumps(content))
                    elif not is_newer_there:
                        self._notes.drop(key)
            here.drop(key)

    def _at(self, key: str) -> str:
        """When what is in the place under that key was kept, "" if nothing is."""
        with suppress(OSError, *_MALFORMED):
            return str(json_bytes.loads(self._notes.read(key))["at"])
        return ""

    def _stamp(self) -> str:
        return self._ground.now().isoformat(timespec="microseconds")

    def _kept(self, *keys: str) -> list[str]:
        self.settle()
        return [*keys] or self._notes.kept()

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


def _key(officer: str, name: str) -> str:
    # Names of officers and drafts are of any length and any characters; keys are not.
    return hashlib.sha256(json_bytes.dumps([officer, name])).hexdigest()[:32]


def _write(notes: Notes, key: str, content: bytes | None) -> None:
    """Keeps what a draft is to hold, or drops it."""
    if content:
        notes.keep(key, content)
    else:
        notes.drop(key)
