"""Asks the desk's place from a thread of its own, again and again while it is away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

from store.desk.desk import Desk
from store.errors import CannotReach
from tui.terminal.own_thread import in_own_thread

Found = TypeVar("Found")

_FIRST_PAUSE_SECONDS: Final = 0.5
_LONGEST_PAUSE_SECONDS: Final = 5.0
# A place that takes longer is told to be away, though it may still answer.
_ANSWERS_WITHIN_SECONDS: Final = 2.0


class Reaching:
    """Has the place asked without anyone on the screen waiting for it; calls `tell` each time that it is
    known whether it is away."""

    def __init__(self, desk: Desk, tell: Callable[[], None]) -> None:
        self._desk = desk
        self._tell = tell
        self._is_wanted_now = asyncio.Event()

    def try_now(self) -> None:
        """Asks at once, rather than after the pause."""
        self._is_wanted_now.set()

    async def ask(self, what: Callable[[], Found]) -> Found:
        """What `what` gives once the place can be reached. Raises a `DeskError` that is for good."""
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                return await self._answer(what)
            except CannotReach:
                self._tell()
            self._is_wanted_now.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_wanted_now.wait(), pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    async def _answer(self, what: Callable[[], Found]) -> Found:
        def ask() -> Found:
            self._desk.reach.look()
            return what()

        asking = asyncio.ensure_future(in_own_thread(ask))
        while not asking.done():
            await asyncio.wait([asking], timeout=_ANSWERS_WITHIN_SECONDS)
            if not asking.done() and self._desk.is_loaded:
                self._desk.reach.give_up_waiting()
                self._tell()
        found = await asking
        self._tell()
        return found
