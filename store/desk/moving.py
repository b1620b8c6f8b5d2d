"""How a desk comes to another place, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from store import disk
from store.errors import NoDesk
from store.journal.place import JOURNAL, NOTICE, Notes, Place, part_of_file

_PIECE_BYTES: Final = 1024 * 1024
_KEY: Final = re.compile("[A-Za-z0-9_-]+")


@contextmanager
def copied(source: Place, journal: Iterable[bytes], target: Place) -> Iterator[Place]:
    """A place with the notice and the files of `source`, that journal, and what was noted of columns and
    reminders, which becomes `target` at the end of the block. Raises as `Place.restoring`, or
    `CannotRead`."""
    with target.restoring(_parts(source, journal)) as new:
        _copy_notes(source.columns, new.columns)
        _copy_notes(source.reminders, new.reminders)
        yield new


def _copy_notes(source: Notes, target: Notes) -> None:
    for key in source.kept():
        # Whoever writes past the desk could give one a name that leads out of the new place. What stands
        # there while a reminder is given is nobody's there.
        if _KEY.fullmatch(key):
            with suppress(OSError):
                if data := source.read(key):
                    target.keep(key, data)


def _parts(source: Place, journal: Iterable[bytes]) -> Iterator[tuple[str, Iterable[bytes]]]:
    with source.notice.open() as notice:
        yield NOTICE, [notice.read()]
    yield JOURNAL, journal
    for file_id in source.files.kept():
        name = part_of_file(file_id)
        try:
            with source.files.open(file_id) as file:
                yield name, iter(lambda: file.read(_PIECE_BYTES), b"")
        except OSError as error:
            raise disk.cannot_read(name, error) from error


def open_again(source: Place, target: Place) -> None:
    """Where the desk at `source` is marked as moved to `target` and did not get there, as where the power
    went in between, it is open again."""
    mark = source.ended()
    if mark and mark.moved_to == target.address and not has_desk(target):
        source.forget_end()


def has_desk(place: Place) -> bool:
    """Whether a desk is there, or was."""
    try:
        place.check_has_desk()
    except NoDesk:
        return place.ended() is not None
    return True
