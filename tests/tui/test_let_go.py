"""What was left is let go of: no screen, and nothing that one drew, stays in memory."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen
from textual.strip import Strip

from tests.store.desks import tip_of
from tests.tui.sitting import a_desk, sitting

# A key that leads to a screen from the latest tips, of which one is pointed at.
SCREENS = ("enter", "f1", "f5", "ctrl+g", "f10", "ctrl+p")
TIMES = 5


def strips() -> int:
    gc.collect()
    return sum(isinstance(one, Strip) for one in gc.get_objects())


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
