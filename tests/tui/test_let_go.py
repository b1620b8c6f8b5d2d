"""What was left is let go of: no screen, and nothing that one drew, stays in memory."""

from __future__ import annotations

import ctypes
import gc
import subprocess
import sys
import weakref
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.cache import FIFOCache
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from tests.store.desks import tip_of
from tests.tui.sitting import a_desk, sitting
from tui.terminal.drawn_lines import forget_drawn_lines
from tui.terminal.garbage import let_watchers_go
from tui.terminal.terminal_app import TerminalApp
from tui.widgets.text_field import LongField

# A key that leads to a screen from the latest tips, of which one is pointed at.
SCREENS = ("enter", "f1", "f5", "ctrl+g", "f10", "ctrl+p")
TIMES = 5
MANY = 100_000
# What the program does first, and then as many threads as it ever has: the C library tells of each heap.
STARTED = """
import contextlib, ctypes, sys, threading
from tui.__main__ import main
sys.argv = ["dutydesk", "--version"]
with contextlib.suppress(SystemExit):
    main()
together = threading.Barrier(8)
def work():
    together.wait()
    assert bytearray(10_000)
    together.wait()
threads = [threading.Thread(target=work) for _thread in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
library = ctypes.CDLL(None)
library.fdopen.restype = ctypes.c_void_p
said = ctypes.c_void_p(library.fdopen(1, b"w"))
library.malloc_info(0, said)
library.fflush(said)
"""


def strips() -> int:
    gc.collect()
    return sum(isinstance(one, Strip) for one in gc.get_objects())


def memories() -> int:
    gc.collect()
    return sum(isinstance(one, FIFOCache) for one in gc.get_objects())


async def test_a_field_that_is_gone_is_no_watcher_of_the_theme_any_more() -> None:
    app = App[None]()
    async with app.run_test():
        gone, there = LongField(), LongField()
        await app.screen.mount(gone, there)
        await gone.remove()
        let_watchers_go(app)
        watchers = [one for one, _tell in getattr(app, "__watchers")["theme"]]
    assert there in watchers and gone not in watchers


@pytest.mark.whole
@pytest.mark.parametrize("key", SCREENS)
async def test_a_screen_that_was_left_is_gone_with_all_that_it_drew(
    tmp_path: Path, key: str
) -> None:
    with a_desk(tmp_path / "desk") as stored:
        stored.record(tip_of())
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        left: list[weakref.ref[Screen[Any]]] = []
        drawn: list[int] = []
        for _time in range(TIMES):
            await desk.press("f4", key)
            await desk.until(lambda: len(desk.app.screen_stack) > 1, "the screen")
            left.append(weakref.ref(desk.app.screen))
            await desk.press("escape")
            await desk.until(lambda: len(desk.app.screen_stack) == 1, "the way back")
            drawn.append(strips())
        # One may be kept for the next time.
        assert len({screen() for screen in left} - {None}) <= 1
        assert drawn[-1] - drawn[1] < 10, drawn


def test_a_line_that_is_drawn_holds_no_memories_of_its_own() -> None:
    TerminalApp()
    before = memories()
    lines = [Strip.blank(80) for _line in range(100)]
    assert memories() == before
    assert lines[0].crop(3, 5) == Strip.blank(2)


@pytest.mark.whole
async def test_a_screen_that_was_open_for_long_is_let_go_of_once_much_else_was_made(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path / "desk") as stored:
        stored.record(tip_of())
    # As it is where no test keeps the garbage for later.
    gc.enable()
    frozen = gc.get_freeze_count()
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.until(lambda: gc.get_freeze_count() > frozen, "what stays to stand")
        # Whatever was told last to what is out of sight by now came from here.
        await desk.press("f4")
        await desk.press("enter")
        await desk.until(lambda: len(desk.app.screen_stack) > 1, "the screen")
        left = weakref.ref(desk.app.screen)
        # From here on it is among what Python looks at last.
        gc.collect()
        await desk.press("escape")
        made = [[] for _object in range(MANY)]  # type: ignore[var-annotated]
        await desk.until(lambda: left() is None, "its end")
        assert made


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="no GNU C library")
def test_what_one_thread_lets_go_of_is_there_for_any_other() -> None:
    said = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, check=True).stdout
    assert said.count(b"<heap nr=") == 1


async def test_of_a_screen_that_forgets_what_it_drew_no_line_stays() -> None:
    said = "".join(("密", "语"))

    def lines() -> list[str]:
        gc.collect()
        return [one.text for one in gc.get_objects() if isinstance(one, Strip) and said in one.text]

    app = TerminalApp[None]()
    async with app.run_test(size=(20, 5)) as pilot:
        await app.mount(Static(said))
        await pilot.pause()
        below = app.screen
        assert said in app.export_screenshot()
        assert lines() != []
        await app.push_screen(Screen[None]())
        await pilot.pause()
        forget_drawn_lines(below)
        assert lines() == []
