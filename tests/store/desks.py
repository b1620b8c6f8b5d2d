"""Desks for the tests of the store, on real folders or wherever else, and tips to put into them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from store.clock import Clock
from store.desk.desk import Desk
from store.desk.places import Where
from store.folder.place import Folder
from store.journal.place import Blob, Place, part_of_file
from store.notice.reading import example_text
from store.secret.keyring import Keyring
from store.tips import entry
from store.tips.tip import Tip
from tests.builders import CALL, DURING, StillClock, entry_of, example

OFFICER = "值班员甲"
NOTICE = example()
_OPENED: list[Desk] = []


def opened(desk: Desk) -> Desk:
    """That desk, whose files are let go when the test is over, closed by then or not."""
    _OPENED.append(desk)
    return desk


def let_go() -> None:
    """Lets go of the files of every desk `opened`: to the collector they are lost, as the store has
    it look at nothing that was there when a desk was read. The keys of one that is in no folder go too, which
    else nobody would look for."""
    while _OPENED:
        desk = _OPENED.pop()
        desk.ground.storage.close()
        desk.presence.close()
        if not isinstance(desk.place, Folder):
            Keyring(desk.place.kept_as).forget("")


def clock() -> Clock:
    """A clock that stands still during the period of the shipped notice."""
    return StillClock()


def new_desk(where: Where, officer: str = OFFICER) -> Desk:
    """A desk made there, with the shipped notice."""
    return opened(Desk.create(where, example_text(), clock=clock(), officer=officer))


def open_desk(where: Where, officer: str = OFFICER) -> Desk:
    """The desk there, opened and read."""
    desk = opened(Desk.open(where, clock=clock(), officer=officer))
    desk.load()
    return desk


def folder_of(desk: Desk) -> Path:
    """The folder of a desk that is in one."""
    return Path(desk.place.address)


def journal_in(place: Place) -> bytes:
    """All bytes of the journal."""
    with closing(place.log()) as log:
        return log.read(0, log.size())


def held(blob: Blob) -> bytes:
    """All bytes of it."""
    with blob.open() as file:
        return file.read()


def everything_in(place: Place) -> dict[str, bytes]:
    """All that is kept there, by name: of a folder each file, of another what it shows."""
    if isinstance(place, Folder):
        files = (path for path in Path(place.address).rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in files}
    found = {"journal": journal_in(place), "notice": held(place.notice)}
    with suppress(FileNotFoundError):
        found["checkpoint"] = held(place.checkpoint)
    for notes in (place.drafts, place.reminders, place.columns):
        found |= {key: notes.read(key) for key in notes.kept()}
    for file_id in place.files.kept():
        with place.files.open(file_id) as file:
            found[part_of_file(file_id)] = file.read()
    return found


def let_first(desk: Desk, act: Callable[[], object]) -> None:
    """As `desk` next waits to write, another is first, and does `act`."""
    lock = desk.ground.storage.log.lock
    enter = lock.__enter__

    def enter_after() -> object:
        del lock.__enter__  # type: ignore[attr-defined]
        act()
        return enter()

    lock.__enter__ = enter_after  # type: ignore[attr-defined, method-assign]


def tamper(place: Place, old: bytes, new: bytes) -> None:
    """Changes the journal past the desk."""
    changed = journal_in(place).replace(old, new, 1)
    with closing(place.log()) as log, log.lock, log.replacing([changed]) as put_in_place:
        put_in_place()


def tip_of(base: dict[str, Any] = CALL, **changes: Any) -> Tip:
    """A tip as an officer enters it."""
    return entry.read(entry_of(base, **changes), NOTICE, DURING)


def summaries(desk: Desk) -> list[str]:
    """The summaries of all tips on the desk, by number."""
    return [tip.summary for tip in desk.tips()]
