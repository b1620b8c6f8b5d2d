"""Completes the name of a unit or post from those that were written before, and of a person too from the
list of units and posts."""

from __future__ import annotations

import asyncio

from textual.suggester import Suggester

from store.desk.desk import Desk
from store.errors import DeskError
from store.tips.names import NameKind


class NameSuggester(Suggester):
    """The most used name of its kind that begins as typed, else the first of the list. Who else is
    complained of is not told: no person is suggested that is not in the list."""

    def __init__(self, desk: Desk, kind: NameKind) -> None:
        # What others record is to be suggested at once.
        super().__init__(use_cache=False, case_sensitive=True)
        self.desk = desk
        self.kind: NameKind = kind

    async def get_suggestion(self, value: str) -> str | None:
        try:
            found = await asyncio.to_thread(self._beginning, value)
        except DeskError:
            return None
        return next((name for name in found if name != value), None)

    def _beginning(self, typed: str) -> list[str]:
        listed = self.desk.listing.all().beginning(self.kind, typed, 2)
        if self.kind == "person":
            return listed
        return [*self.desk.finding.names_beginning(self.kind, typed, 2), *listed]
