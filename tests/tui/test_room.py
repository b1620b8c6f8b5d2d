"""What the room of a window is used for, large or small: nothing lost in a corner, nothing cut in vain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from store.notice.deadlines import DueCounts
from store.text import use_language
from tests.builders import REFERRAL
from tests.store.desks import tip_of
from tests.store.sealed import sealed_desk
from tests.tui.sitting import Sitting, a_desk, sitting
from tui.widgets.due_panel import DuePanel

LARGE, SMALL = (200, 60), (80, 24)
NAMED = {"name": "王某某", "contact": "13800000000", "verified": True}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk with a call by a named reporter, and a matter out of scope."""
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of(reporter=NAMED))
        desk.record(tip_of(REFERRAL))
    return tmp_path / "desk"


@pytest.fixture
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh")


def line_with(at_desk: Sitting, text: str) -> int:
    """The first line on the screen in which `text` stands."""
    return next(y for y, line in enumerate(at_desk.seen.split("\n")) if text in line)


@pytest.mark.whole
async def test_what_became_of_a_tip_stands_beside_it_where_there_is_room(folder: Path) -> None:
    async with sitting(folder, LARGE) as desk:
        await desk.press("f4", "home", "enter")
        await desk.see("修改记录")
        assert line_with(desk, "期限") == line_with(desk, "来源")
    async with sitting(folder, (120, 40)) as desk:
        await desk.press("f4", "home", "enter")
        await desk.see("修改记录")
        assert line_with(desk, "期限") == line_with(desk, "来源")
    async with sitting(folder, SMALL) as desk:
        await desk.press("f4", "home", "enter")
        await desk.see("修改记录")
        assert line_with(desk, "转办单位") < line_with(desk, "期限") < line_with(desk, "修改记录")


async def test_the_rule_by_which_the_one_pointed_at_is_due_is_told_whole(
    folder: Path, english: None
) -> None:
    async with sitting(folder, SMALL) as desk:
        await desk.press("ctrl+g")
        await desk.see("By: Regulations on Petition Work, on receiving")
        assert "Tell reporter if accepted" in desk.seen
        await desk.press("down")
        await desk.see("By: Rules on Handling Reports and Accusations, on named reports")


async def test_the_plots_and_tables_of_a_report_share_the_width(folder: Path) -> None:
    async with sitting(folder, LARGE) as desk:
        await desk.press("ctrl+b", "p")
        await desk.see("2016-09-20 至 2016-10-01：收到 2 件")
        assert line_with(desk, "各日收件") == line_with(desk, "各时段收件")
        tables = desk.seen.split("\n")[line_with(desk, "问题类别")]
        assert tables.split()[::2] == ["收件", "问题类别", "来源"]


@pytest.mark.whole
async def test_a_hand_over_sheet_longer_than_the_screen_stands_in_two_columns(folder: Path) -> None:
    with a_desk(folder) as desk:
        for _one in range(45):
            desk.record(tip_of())
    async with sitting(folder, LARGE) as at_desk:
        await at_desk.press("f10")
        await at_desk.see("【未办结（47 件）】")
        assert line_with(at_desk, "【未办结") == line_with(at_desk, "交接班单")
        assert "2016-0047" in at_desk.seen
    async with sitting(folder, (200, 30)) as at_desk:
        await at_desk.press("f10")
        await at_desk.see("【未办结（47 件）】")
        assert line_with(at_desk, "【未办结") > line_with(at_desk, "【值班日志】")


@pytest.mark.parametrize("width", [24, 36, 46])
def test_no_number_of_what_is_to_be_done_is_cut(english: None, width: int) -> None:
    panel = DuePanel()
    panel.dues, panel.to_complete = DueCounts(overdue=10, today=2, before_end=3), 4
    lines = ["".join(text for text, _role in line) for line in panel.lines(width)]
    assert max(map(cell_len, lines)) <= width
    assert re.findall(r"\d+", " ".join(lines)) == ["10", "2", "3", "4"]


@pytest.mark.whole
@pytest.mark.parametrize("width", [60, 80])
async def test_nothing_that_is_chosen_or_pressed_in_the_form_is_cut(
    english: None, folder: Path, width: int
) -> None:
    async with sitting(folder, (width, 60)) as desk:
        await desk.press("f2")
        await desk.see("Save Ctrl+S")
        seen = " ".join(desk.seen.split())
        assert "…" not in "".join(line for line in desk.seen.split("\n")[1:])
        for words in (
            "organisation",
            "7 From the petition office",
            "5 The inspectors",
            "Discard F9",
        ):
            assert words in seen


async def test_the_curtain_hangs_in_the_middle(folder: Path) -> None:
    async with sitting(folder, LARGE) as desk:
        await desk.press("ctrl+x")
        await desk.see("屏幕已锁定")
        curtain = desk.app.screen.query_one("#curtain").region
        assert abs(curtain.x - (LARGE[0] - curtain.right)) <= 1
        assert abs(curtain.y - (LARGE[1] - curtain.bottom)) <= 2


async def test_the_palette_shows_every_command_where_there_is_room(folder: Path) -> None:
    async with sitting(folder, LARGE) as desk:
        await desk.press("ctrl+p")
        await desk.see("锁屏")
        await desk.see("解封")


async def test_a_question_about_a_tip_that_concerns_nobody_has_no_empty_line(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of(subjects=[], to_complete=True))
    async with sitting(folder, SMALL) as at_desk:
        await at_desk.press("f4", "home", "enter", "d")
        await at_desk.see("现为已登记")
        assert line_with(at_desk, "处理方式") == line_with(at_desk, "现为已登记") + 2


async def test_who_sees_figures_only_has_them_across_the_screen(tmp_path: Path) -> None:
    with sealed_desk(tmp_path / "desk"):
        pass
    async with sitting(tmp_path / "desk", LARGE, officer="统计") as desk:
        await desk.see("统计员只看统计数字，不看举报。")
        screen = desk.app.desk_screen
        await desk.until(lambda: screen.counters.region.right == LARGE[0])
        assert screen.counters.region.y == screen.period.region.y
