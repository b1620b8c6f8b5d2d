"""A screen that is left before it has read what it shows is simply gone, and so is one that comes as
the app ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import MountError
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


class Coming(Screen[None]):
    """Does that to its place as soon as it is made."""

    def __init__(self, act: Callable[[Screen[None]], object]) -> None:
        super().__init__()
        self._act = act

    def compose(self) -> ComposeResult:
        yield Place()

    def on_mount(self) -> None:
        self._act(self)


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda screen: screen.query_one(Place), id="looks for its place"),
        pytest.param(lambda screen: Vertical().mount(Place()), id="adds to what is not there"),
    ],
)
async def test_a_screen_that_comes_as_the_app_ends_is_dropped(
    act: Callable[[Screen[None]], object],
) -> None:
    app: TerminalApp[None] = TerminalApp()
    async with app.run_test():
        app.push_screen(Coming(act))
        app.exit(return_code=3)
    assert app.return_code == 3


async def test_any_other_error_is_told_though_the_app_ends() -> None:
    app: TerminalApp[None] = TerminalApp()
    with pytest.raises(ZeroDivisionError):
        async with app.run_test():
            app.push_screen(Coming(lambda _screen: 1 // 0))
            app.exit()


async def test_what_is_added_to_what_is_not_there_ends_the_app() -> None:
    app: TerminalApp[None] = TerminalApp()
    with pytest.raises(MountError):
        async with app.run_test() as pilot:
            await app.push_screen(Coming(lambda _screen: Vertical().mount(Place())))
            await pilot.pause()
