"""The frame around every screen: the line over it stays, and nothing is told twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from tests.builders import at
from tests.store.desks import tip_of
from tests.tui.sitting import a_desk, enter_call, sitting
from tui.widgets.paper_text import PaperText
from tui.widgets.top_line import TopLine

pytestmark = pytest.mark.whole

SMALL, LARGE = (80, 24), (200, 60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk with two tips."""
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
        desk.record(tip_of())
    return tmp_path / "desk"


@pytest.mark.parametrize(
    "keys",
    [
        ("f2",),
        ("f5",),
        ("f5", "enter"),
        ("ctrl+g",),
        ("ctrl+b",),
        ("f10",),
        ("ctrl+y",),
        ("f11",),
        ("f11", "e"),
        ("f1",),
        ("f5", "f6"),
        ("f10", "n"),
        ("f10", "n", "ctrl+p"),
    ],
    ids="-".join,
)
async def test_the_line_over_everything_goes_on_over_every_screen(
    folder: Path, keys: tuple[str, ...]
) -> None:
    async with sitting(folder, SMALL) as desk:
        for key in keys:
            await desk.press(key)
            await desk.until(lambda: not desk.app.screen.query("LoadingIndicator"))
        first = desk.seen.split("\n")[0]
        assert "省委巡视第一组" in first and "受理中" in first and "16:59:30" in first
        desk.clock.instant = at("2016-10-01T17:30:00")
        await desk.until(lambda: "17:30:00" in desk.seen.split("\n")[0])
        assert "○ 非受理时间" in desk.seen.split("\n")[0]


@pytest.mark.parametrize("keys", [("f1",), ("f5", "f6")], ids="-".join)
async def test_what_lies_over_a_screen_does_not_lie_over_that_line(
    folder: Path, keys: tuple[str, ...]
) -> None:
    async with sitting(folder, (60, 20)) as desk:
        await desk.press(*keys)
        await desk.until(lambda: isinstance(desk.app.screen, ModalScreen), "what lies over it")
        top = desk.app.screen_stack[-2].query_one(TopLine)
        await desk.until(lambda: "16:59:30" in top.render_line(0).text)
        over = desk.app.screen.query_one(VerticalScroll)
        await desk.until(lambda: over.region.height > 1)
        assert over.region.y == top.region.bottom and over.region.bottom <= 20


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_day_and_the_time_left_stand_once_on_the_screen(
    folder: Path, size: tuple[int, int]
) -> None:
    async with sitting(folder, size) as desk:
        await desk.see("8:00至17:30")
        for text in ("第 12 天", "距结束", "距巡视结束", "受理中"):
            assert desk.seen.count(text) == 1


async def test_the_tip_pointed_at_is_read_beside_the_list_where_there_is_room(
    folder: Path,
) -> None:
    async with sitting(folder, LARGE) as desk:
        desk.desk.amend(replace(desk.desk.tip("1"), summary="一段只在第一件里的长话" * 4))
        await desk.press("f5")
        await desk.see("◦ 已登记")
        preview = desk.app.screen.preview
        await desk.until(lambda: "2016-0002" in str(preview._said.content))
        await desk.press("down")
        await desk.until(lambda: "2016-0001" in str(preview._said.content))
        assert desk.seen.count("一段只在第一件里的长话" * 2) >= 1
    async with sitting(folder, SMALL) as desk:
        await desk.press("f5")
        await desk.see("2016-0001")
        assert not desk.app.screen.preview.display


async def test_whom_a_tip_is_about_stays_readable_while_its_form_scrolls(folder: Path) -> None:
    async with sitting(folder, (60, 20)) as desk:
        await enter_call(desk)
        await desk.go_to("subjects.unit")
        assert desk.seen.count("某县国土局") == 1
        await desk.go_to("referred_to")
        await desk.until(lambda: "某县国土局 李四 · 登" in desk.seen)
        await desk.go_to("line")
        await desk.until(lambda: "李四 · 登" not in desk.seen)


async def test_what_became_of_a_tip_has_one_sign_wherever_it_is_told(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.record(replace(tip_of(), to_complete=True))
    async with sitting(folder, (120, 40)) as desk:
        await desk.press("ctrl+g")
        await desk.see("2016-0003 … 待补录")
        await desk.press("escape", "f10")
        await desk.see("2016-0003  … 待补录")
        await desk.see("2016-0001  ◦ 已登记")
        row = desk.seen.split("\n").index(
            next(line for line in desk.seen.split("\n") if "2016-0003  …" in line)
        )
        strip = desk.app.screen._compositor.render_strips()[row]
        amber = desk.app.screen.query_one(PaperText).get_component_styles("sheet--warning").color
        assert amber.rich_color in {s.style.color for s in strip if s.style and "待补录" in s.text}
        await desk.press("escape", "f2")
        await desk.fill("subjects.person", "赵某某")
        await desk.see("2016-0003  … 10-01")
        await desk.see("2016-0002  ◦ 10-01")
