"""A screen that is left before it has read what it shows is simply gone."""

from __future__ import annotations

import asyncio

import pytest
from textual import work
from textual.app import ComposeResult
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import WorkerFailed

from tui.terminal.terminal_app import TerminalApp


class Place(Static):
    """Where what was read is shown."""


class LastToGo(Static):
    """Has the reading end once the place for it is gone, and the screen is not yet."""

    async def on_unmount(self) -> None:
        reading = self.screen
        assert isinstance(reading, Reading)
        while reading.query(Place):
            await asyncio.sleep(0)
        reading.is_read.set()
        await reading.is_over.wait()


class Reading(Screen[None]):
    def __init__(self) -> None:
        super().__init__()
        self.is_read, self.is_over = asyncio.Event(), asyncio.Event()

    def compose(self) -> ComposeResult:
        yield Place()
        yield LastToGo()

    def on_mount(self) -> None:
        self.read()

    @work
    async def read(self) -> None:
        try:
            await self.is_read.wait()
            self.query_one(Place).update("x")
        finally:
            self.is_over.set()


async def test_what_comes_back_to_a_screen_that_is_gone_is_dropped() -> None:
    app: TerminalApp[None] = TerminalApp()
    async with app.run_test() as pilot:
        screen = Reading()
        await app.push_screen(screen)
        await app.pop_screen()
        assert screen.is_over.is_set()
        await pilot.pause()
        assert app.is_running


async def test_a_place_that_a_screen_never_had_ends_the_app() -> None:
    app: TerminalApp[None] = TerminalApp()
    with pytest.raises(WorkerFailed) as failed:
        async with app.run_test() as pilot:
            screen = Reading()
            await app.push_screen(screen)
            await screen.query_one(Place).remove()
            screen.is_read.set()
            await screen.is_over.wait()
            await pilot.pause()
    assert isinstance(failed.value.error, NoMatches)
