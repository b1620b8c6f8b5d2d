"""The list of units and posts (名录) that the desk keeps, to complete what is typed of a subject."""

from __future__ import annotations

from collections.abc import Iterable

from store.desk.ground import Ground
from store.duty.books import DIRECTORY, UnitsAndPosts, record_of
from store.tips.directory import Directory, Listed

_ONE = 1


class Listing:
    """The newest list. Sealed to the desk's own key as the duty log is: where that is not at hand,
    nothing is completed."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._read: tuple[object, Directory] = (None, Directory())

    def take_in(self, rows: Iterable[Listed]) -> int:
        """Keeps these rows instead of any before; how many they are. Raises `NotAllowed`, `CannotWrite`
        or `DeskBusy`."""
        made = Directory(rows)
        with self._ground.writing("manage"):
            record = UnitsAndPosts(self._ground.stamp(), self._ground.officer, made.as_text())
            self._ground.keep(DIRECTORY, {_ONE: record}, "directory")
        return len(made.rows)

    def all(self) -> Directory:
        """All of it, of no rows where there is none or no key opens it. Raises `NotAllowed`."""
        self._ground.viewer.require("record")
        stored = self._ground.table(DIRECTORY).get(str(_ONE))
        if stored is None:
            return Directory()
        if self._read[0] is not stored:
            opened = self._ground.records(DIRECTORY)[str(_ONE)]
            try:
                read = Directory.from_text(record_of(UnitsAndPosts, opened).text)
            except (ValueError, TypeError):
                # It stays sealed, or is what no desk wrote.
                return Directory()
            self._read = (stored, read)
        return self._read[1]
