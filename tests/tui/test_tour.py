"""The tour of the demo: it points at each thing, gets in no one's way, and ends with a first tip."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region, Size

from tests.builders import StillClock
from tests.tui.sitting import Sitting, a_desk, enter_call
from tui.apps.demo_app import DemoApp
from tui.widgets.tour_panel import TourPanel, beside
from tui.words.tour import STEPS

SMALLEST = (60, 20)
SIZES = [(80, 24), (120, 40), SMALLEST]


@asynccontextmanager
async def shown_round(folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Sitting]:
    """An officer who has just opened the demo."""
    clock = StillClock()
    with a_desk(folder, clock) as desk:
        app = DemoApp(desk)
        async with app.run_test(size=size, notifications=True) as pilot:
            at_desk = Sitting(app, pilot, desk, clock)
            await at_desk.see(f"1/{len(STEPS)}")
            yield at_desk


@pytest.mark.whole
@pytest.mark.parametrize("size", SIZES)
async def test_each_step_is_read_whole_beside_what_it_is_about(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with shown_round(tmp_path / "desk", size) as desk:
        for place, step in enumerate(STEPS, start=1):
            await desk.see(f"{place}/{len(STEPS)}  {step.title}")
            await desk.see("Esc 离开")
            tour = desk.app.screen.query_one("TourPanel").region
            target = desk.app.screen.query_one(step.at).region
            assert size == SMALLEST or not tour.overlaps(target)
            await desk.press("pagedown")
        await desk.until(lambda: "Esc 离开" not in desk.seen)


@pytest.mark.whole
@pytest.mark.parametrize("size", SIZES)
async def test_no_character_of_it_is_lost_over_the_form(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with shown_round(tmp_path / "desk", size) as desk:
        await desk.press("f2")
        await desk.see("被反映单位")
        tour = desk.app.screen.query_one(TourPanel)
        for place in range(1, len(STEPS) + 1):
            await desk.see(f"{place}/{len(STEPS)}")
            for line in tour.lines(tour.content_size.width):
                await desk.see("".join(text for text, _role in line).rstrip())
            await desk.press("pagedown")


@pytest.mark.whole
async def test_what_is_said_over_it_moves_nothing(tmp_path: Path) -> None:
    async with shown_round(tmp_path / "desk") as desk:
        await desk.press("f2")
        for place in range(1, len(STEPS) + 1):
            await desk.see(f"{place}/{len(STEPS)}")
            desk.app.notify("说在上面的一句")
            await desk.see("说在上面的一句")
            assert {cell_len(row) for row in desk.seen.split("\n")} <= set(range(81))
            desk.app.clear_notifications()
            await desk.until(lambda: "说在上面的一句" not in desk.seen)
            await desk.press("pagedown")


@pytest.mark.whole
async def test_one_goes_back_leaves_and_is_shown_round_again(tmp_path: Path) -> None:
    async with shown_round(tmp_path / "desk") as desk:
        await desk.press("pageup")
        await desk.see(f"1/{len(STEPS)}")
        await desk.press("pagedown", "pagedown", "pageup")
        await desk.see(f"2/{len(STEPS)}")
        await desk.press("escape")
        await desk.until(lambda: "Esc 离开" not in desk.seen)
        await desk.press("f5", "ctrl+p")
        await desk.type("daolan")
        await desk.press("enter")
        await desk.see(f"1/{len(STEPS)}")


@pytest.mark.whole
async def test_the_desk_is_used_under_it_and_the_first_tip_ends_it(tmp_path: Path) -> None:
    async with shown_round(tmp_path / "desk") as desk:
        await desk.press(*["pagedown"] * (len(STEPS) - 1))
        await desk.see("登记第一件")
        await enter_call(desk)
        await desk.press("ctrl+s")
        await desk.see("导览结束")
        assert desk.desk.counts().total == 1
        await desk.until(lambda: "登记第一件" not in desk.seen)
        # Of what is typed then nothing stays, and nothing is said of a draft.
        await desk.press("f2", "1", "ctrl+q")
        assert not desk.app.is_running and not desk.app.return_value


@pytest.mark.whole
async def test_whoever_left_it_has_the_keys_to_themselves_and_is_told_of_no_end(
    tmp_path: Path,
) -> None:
    async with shown_round(tmp_path / "desk") as desk:
        await desk.press(*["pagedown"] * (len(STEPS) - 1), "escape")
        await desk.until(lambda: "Esc 离开" not in desk.seen)
        await enter_call(desk)
        field = desk.app.focused
        await desk.press("pageup", "pagedown")
        assert desk.app.focused is field
        await desk.press("escape")
        assert desk.app.focused is None
        await desk.press("f2")
        await enter_call(desk)
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0001")
        assert "导览结束" not in desk.seen


@given(st.integers(0, 79), st.integers(1, 22), st.integers(1, 80), st.integers(1, 22))
def test_the_panel_covers_not_what_it_points_at(x: int, y: int, width: int, height: int) -> None:
    room, size = Region(0, 1, 80, 22), Size(38, 7)
    target = Region(x, y, width, height).intersection(room)
    if found := beside(target, size, room):
        panel = Region.from_offset(found[0], size)
        assert room.contains_region(panel) and not panel.overlaps(target)
