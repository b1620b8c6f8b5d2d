"""The tips that are begun and neither saved nor discarded, but for the one that is typed now."""

from __future__ import annotations

from store.desk.desk import Desk
from store.errors import CannotReach, DeskDamaged
from tui.entering.draft import Left, left_drafts
from tui.entering.tip_entry import TipEntry


class OpenTips:
    """Those set aside here, and the drafts that were left by other sessions of the officer.

    What is set aside is a draft that any of these sessions can go on with; here it is the entry that
    it was, with the time of its call.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._aside: list[TipEntry] = []

    def set_aside(self, entry: TipEntry) -> str:
        """Leaves `entry` for later, unless nothing is in it; why no draft of it could be kept, ""
        if one could."""
        not_kept = entry.keep()
        # What was opened of a sealed tip is not to be had here once that is sealed again.
        if entry.is_dirty and not (entry.amends and self._desk.access.hides):
            self._aside.append(entry)
        return not_kept

    def keep(self) -> str:
        """Keeps what no draft could be kept of before; why it could not, "" if it could."""
        found = [entry.keep() for entry in self._aside if not entry.is_kept]
        return next(filter(None, found), "")

    def all(self, *own: str) -> list[Left]:
        """What can be gone on with, that which was set aside first before all, but for the drafts
        that are one's `own`, by their names."""
        try:
            left = {draft.name: draft for draft in left_drafts(self._desk, *own)}
        except (CannotReach, DeskDamaged):
            # What others left is looked for once it can be.
            left = {}
        else:
            # Another session may go on with it by now.
            self._aside = [one for one in self._aside if one.name in left or not one.is_kept]
        here = [Left(one.name, "", one.begun_at, one.values, one.amends) for one in self._aside]
        names = {one.name for one in here}
        return [*here, *(draft for draft in left.values() if draft.name not in names)]

    def take(self, left: Left, line: str) -> TipEntry:
        """Goes on with one of `all`."""
        for entry in self._aside:
            if entry.name == left.name:
                self._aside.remove(entry)
                # Before another session looks what can be gone on with.
                self._desk.presence.show_draft(entry.name)
                return entry
        return TipEntry.of_draft(self._desk, left, line)
