"""Completes the name of a unit or post from those that were written before."""

from __future__ import annotations

import asyncio

from textual.suggester import Suggester

from store.desk.desk import Desk
from store.errors import DeskError
from store.tips.names import NameKind


class NameSuggester(Suggester):
    """The most used name of its kind that begins as typed."""

    def __init__(self, desk: Desk, kind: NameKind) -> None:
        # What others record is to be suggested at once.
        super().__init__(use_cache=False, case_sensitive=True)
        self.desk = desk
        self.kind: NameKind = kind

    async def get_suggestion(self, value: str) -> str | None:
        try:
            found = await asyncio.to_thread(self.desk.finding.names_beginning, self.kind, value, 2)
        except DeskError:
            return None
        return next((name for name in found if name != value), None)
