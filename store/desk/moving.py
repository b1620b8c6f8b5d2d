"""How a desk comes to another place, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Final

from store import disk
from store.errors import NoDesk
from store.journal.place import JOURNAL, NOTICE, Place, part_of_file

_PIECE_BYTES: Final = 1024 * 1024


def copied(source: Place, journal: Iterable[bytes], target: Place) -> AbstractContextManager[Place]:
    """A place with the notice and the files of `source`, and that journal, which becomes `target` at the
    end of the block. Raises as `Place.restoring`, or `CannotRead`."""
    return target.restoring(_parts(source, journal))


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
    if mark and mark.moved_to == target.address and not _has_desk(target):
        source.forget_end()


def _has_desk(place: Place) -> bool:
    try:
        place.check_has_desk()
    except NoDesk:
        return place.ended() is not None
    return True
