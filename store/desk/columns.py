"""Which columns somebody named for registers of one shape: headings of other people's sheets, in which a
name may stand, so that a sealed desk seals them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING

from store.desk.ground import Ground
from store.errors import Sealed
from store.journal.place import PutInPlace

if TYPE_CHECKING:
    from store.secret.rekey import Rekeying


class NamedColumns:
    """What `store.registers.remembered` keeps, by the key of a shape."""

    def __init__(self, ground: Ground) -> None:
        self._notes = ground.place.columns
        self._viewer = ground.viewer
        self._log = ground.storage.log

    def kept(self) -> list[str]:
        """The keys of all there are. Raises `NotAllowed`."""
        self._viewer.require("record")
        return self._notes.kept()

    def read(self, key: str) -> bytes:
        """What was kept. Raises OSError, also where no key at hand opens it, or `NotAllowed`."""
        self._viewer.require("record")
        try:
            return self._viewer.open_note(self._notes.read(key))
        except Sealed as error:
            raise PermissionError from error

    def keep(self, key: str, data: bytes) -> None:
        """Keeps `data`, durably. Raises `CannotWrite`, `DeskBusy`, `NotSealed` or `NotAllowed`, or
        `DeskDamaged` at a desk that was sealed anew by now."""
        self._viewer.require("record")
        with self._notes.shared():
            self._log.size()
            self._notes.keep(key, self._viewer.seal_note(data))

    def sealed_anew(self, work: Rekeying) -> AbstractContextManager[PutInPlace]:
        """As `Drafts.sealed_anew`; of what the old keys do not open, nothing stays. Raises
        `CannotWrite` or `NotAllowed`."""
        self._viewer.require("manage")
        return self._notes.replacing(self._changes_by(work))

    def _changes_by(self, work: Rekeying) -> Iterator[tuple[str, bytes, bytes]]:
        for key in self._notes.kept():
            with suppress(FileNotFoundError):
                before = self._notes.read(key)
                yield key, before, work.note(before)
