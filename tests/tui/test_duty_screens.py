"""Reports and the hand-over on the screen: by keyboard alone, in both languages, at both sizes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import at
from tests.store.desks import OFFICER, tip_of
from tests.tui.sitting import a_desk, enter_call, sitting
from tui.printing.wanted import Wanted
from tui.screens.duty_screen import DutyScreen
from tui.screens.report_screen import ReportScreen
from tui.widgets.paper_text import hung

pytestmark = pytest.mark.whole

SMALL = (80, 24)


@pytest.fixture(params=[(120, 40), SMALL], ids=["large", "small"])
def size(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The desk that commands are for where they name none."""
    monkeypatch.setenv("DUTYDESK_HOME", str(tmp_path / "desk"))
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
        desk.record(tip_of(received_at="2016-09-30T08:30:00+08:00"))
        desk.record(tip_of(received_at="2016-09-28T08:30:00+08:00"))
    return tmp_path / "desk"


async def test_the_figures_are_turned_over_by_keys(folder: Path, size: tuple[int, int]) -> None:
    async with sitting(folder, size) as desk:
        await desk.press("ctrl+b")
        await desk.see("2016-10-01：收到 1 件")
        assert "各时段收件" in desk.seen
        # By the day stand all days, of whatever it is a report.
        panel = desk.app.screen.panel  # type: ignore[attr-defined]
        assert sum(panel.days.values()) == 3 and len(panel.days) > 1
        await desk.press("left")
        await desk.see("2016-09-30：收到 1 件")
        await desk.press("right", "right")
        await desk.see("2016-10-01：收到 1 件")
        await desk.press("w")
        await desk.see("2016-09-26 至 2016-10-01：收到 3 件")
        await desk.press("p")
        await desk.see("2016-09-20 至 2016-10-01：收到 3 件")
        await desk.press("c")
        await desk.see("未办结（3 件）")
        await desk.press("escape", "escape")
        await desk.see("今日")


async def test_a_report_on_screen_counts_what_was_just_recorded(folder: Path) -> None:
    async with sitting(folder, SMALL) as desk:
        with a_desk(folder, officer="乙") as other:
            other.record(tip_of())
        await desk.press("ctrl+b")
        await desk.see("2016-10-01：收到 2 件")


async def test_a_report_left_open_is_of_the_next_day_once_that_begins(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.desk_screen._LOOK_EVERY_SECONDS", 0.02)
    async with sitting(folder, SMALL) as desk:
        await desk.press("ctrl+b")
        await desk.see("2016-10-01：收到 1 件")
        with a_desk(folder, officer="乙") as other:
            other.record(tip_of())
        await desk.see("2016-10-01：收到 2 件")
        desk.clock.instant = desk.clock.instant.add(days=1)
        await desk.see("2016-10-02：收到 0 件")
        await desk.press("left")
        await desk.see("2016-10-01：收到 2 件")
        desk.clock.instant = desk.clock.instant.add(days=1)
        with a_desk(folder, officer="乙") as other:
            other.record(tip_of())
        await desk.see("2016-10-01：收到 3 件")


async def test_a_report_on_screen_ends_with_how_the_journal_ended(folder: Path) -> None:
    async with sitting(folder, (120, 120)) as desk:
        await desk.press("ctrl+b")
        await desk.see(f"核对码：{desk.desk.keeping.anchor()}")


async def test_a_shift_is_taken_over_and_handed_over(folder: Path, size: tuple[int, int]) -> None:
    async with sitting(folder, size) as desk:
        await desk.press("f10")
        await desk.see("当前无人值班")
        await desk.press("j")
        await desk.see(f"值班：{OFFICER}")
        await desk.press("n")
        await desk.see("来访劝离")
        await desk.type("固定电话中断")
        await desk.press("ctrl+s")
        await desk.see("已记入值班日志")
        await desk.press("h")
        await desk.see("交班后")
        await desk.type("请催修电话")
        await desk.press("ctrl+s")
        await desk.see("接班确认：尚未确认")
        await desk.press("right")
        await desk.see("请催修电话")
        await desk.press("j")
        await desk.see("已接班")
        await desk.press("left")
        await desk.see(f"接班确认：{OFFICER}")
        # There is none before this one.
        await desk.press("left", "right")
        await desk.until(lambda: desk.app.screen.back == 0)  # type: ignore[attr-defined]
        assert [shift.notes for shift in desk.desk.shifts.all()] == ["请催修电话", ""]  # type: ignore[attr-defined]


async def test_who_has_not_taken_over_is_told_before_the_notes_are_typed_and_they_stay(
    folder: Path,
) -> None:
    async with sitting(folder, SMALL) as desk:
        await desk.press("f10")
        await desk.see("当前无人值班")
        await desk.press("h")
        await desk.see("请先接班")
        assert isinstance(desk.app.screen, DutyScreen)
        desk.app.clear_notifications()
        desk.desk.shifts.take_over()
        await desk.press("h")
        await desk.see("交班后")
        await desk.type("请催修")
        desk.desk.shifts.hand_over("")
        await desk.press("ctrl+s")
        await desk.see("请先接班")
        assert "请催修" in desk.seen


async def test_what_goes_on_paper_is_the_sheet_or_the_report_that_is_shown(folder: Path) -> None:
    async with sitting(folder, SMALL) as desk:
        desk.desk.shifts.take_over()
        desk.desk.shifts.hand_over("")
        await desk.press("f10", "left")
        await desk.see("接班确认：尚未确认")
        sheet = desk.app.screen
        assert isinstance(sheet, DutyScreen)
        assert sheet.on_paper == ("handover", Wanted(back=1))
        day = desk.clock.now().date().subtract(days=7)
        for key, kind in (("d", "day"), ("w", "week"), ("p", "period")):
            # There is no whole before this one.
            await desk.press("ctrl+b", "w", "left", "p", "left", key)
            report = desk.app.screen
            assert isinstance(report, ReportScreen)
            assert report.on_paper == (kind, Wanted(day=day, kind=kind))


async def test_a_paper_form_is_settled(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.forms.give_out(2)
    async with sitting(folder, SMALL) as at_desk:
        await at_desk.press("f10", "f")
        await at_desk.see("未交回 2")
        await at_desk.type("一\n")
        await at_desk.press("ctrl+s")
        await at_desk.see("不是表号")
        await at_desk.press("backspace")
        await at_desk.type("2\n1")
        await at_desk.press("ctrl+s")
        await at_desk.see("已核销")
        assert at_desk.desk.forms.all()[2].tip == "2016-0001"


async def test_the_screens_speak_english(folder: Path, size: Any, english: None) -> None:
    async with sitting(folder, size) as desk:
        await desk.press("ctrl+b")
        await desk.see("2016-10-01: 1 received")
        await desk.press("pagedown")
        await desk.see("That day  Day before  Week before")
        await desk.press("escape", "f10")
        await desk.see("Nobody is on duty now.")


async def test_a_wide_screen_has_the_tables_of_a_report_in_two_columns(folder: Path) -> None:
    async with sitting(folder, (200, 60)) as desk:
        await desk.press("ctrl+b")
        await desk.see("2016-10-01：收到 1 件")
        row = next(line for line in desk.seen.splitlines() if line.strip().startswith("收件 "))
        assert "问题类别" in row


def test_a_long_line_of_a_paper_hangs_under_its_last_column_or_under_its_start() -> None:
    assert hung("  10-01  甲  电话中断，一直到下午", 26) == [
        "  10-01  甲  电话中断，一",
        "             直到下午",
    ]
    assert hung("  固定电话 18  手机 9  信箱 9", 20) == ["  固定电话 18  手机", "  9  信箱 9"]
    assert hung("收到多少件，办了多少件", 12) == ["收到多少件，", "办了多少件"]


async def test_the_closing_sheet_names_several_tips_a_line(folder: Path) -> None:
    async with sitting(folder, SMALL) as desk:
        await desk.press("ctrl+b", "c")
        await desk.see("2016-0001  2016-0002  2016-0003")


async def test_a_report_of_the_first_day_draws_no_empty_plots(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", SMALL, at("2016-09-20T09:00:00")) as desk:
        await desk.press("ctrl+b")
        await desk.see("各时段收件")
        assert "各日收件" not in desk.seen
        lines = desk.seen.splitlines()
        heading = next(y for y, line in enumerate(lines) if "各时段收件" in line)
        assert "━" in lines[heading + 1]


async def test_who_records_while_nobody_took_over_is_asked_once(tmp_path: Path) -> None:
    asked = "还没有人接班"
    async with sitting(tmp_path / "desk") as desk:
        await enter_call(desk)
        await desk.press("ctrl+s")
        await desk.see(asked)
        desk.app.clear_notifications()
        await enter_call(desk)
        await desk.press("ctrl+s")
        await desk.see("2016-0002")
        await desk.see("共 2 件，不同反映人 1 人")
        await desk.app.key_queue.all_dealt_with()
        await desk.pilot.pause()
        assert asked not in desk.seen


async def test_who_records_on_a_shift_is_not_asked_to_take_over(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as made:
        made.shifts.take_over()
    async with sitting(tmp_path / "desk") as desk:
        for number in ("2016-0001", "2016-0002"):
            await enter_call(desk)
            await desk.press("ctrl+s")
            await desk.see(f"已登记：{number}")
        await desk.see("共 2 件，不同反映人 1 人")
        await desk.pilot.pause()
        assert "还没有人接班" not in desk.seen
