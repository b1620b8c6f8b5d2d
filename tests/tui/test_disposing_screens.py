"""What becomes of tips, on the screen: by keyboard alone, in both languages, at both sizes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from store.tips.disposition import URGENT
from tests.builders import REFERRAL, at
from tests.store.desks import OFFICER, open_desk, tip_of
from tests.tui.sitting import Sitting, a_desk, enter_call, sitting
from tui.screens.ask_screen import AskScreen
from tui.screens.due_screen import DueScreen
from tui.widgets.choice import Choice
from tui.widgets.pointed_list import PointedList

pytestmark = pytest.mark.whole

SMALL = (80, 24)
SIZES = [(120, 40), SMALL]
NAMED = {"name": "王某某", "contact": "13800000000", "verified": True}


@pytest.fixture(params=SIZES, ids=["large", "small"])
def size(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk with a call by a named reporter, a matter out of scope, and the call once more."""
    with a_desk(tmp_path / "desk") as desk:
        for tip in (tip_of(reporter=NAMED), tip_of(REFERRAL), tip_of(reporter=NAMED)):
            desk.record(tip)
    return tmp_path / "desk"


@pytest.fixture
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What others do is heard of at once."""
    monkeypatch.setattr("tui.screens.desk_screen._LOOK_EVERY_SECONDS", 0.02)


async def open_tip(at_desk: Sitting, number: int) -> None:
    """Opens one of the three tips from the list of the latest."""
    await at_desk.press("f4", "home", *["down"] * (3 - number), "enter")
    await at_desk.see("修改记录")
    assert f"2016-000{number}" in at_desk.seen


# Undo


async def test_whoever_did_nothing_has_nothing_to_undo(folder: Path) -> None:
    async with sitting(folder, SMALL, officer="值班员乙") as desk:
        await desk.press("f12")
        await desk.see("您还没有可以撤销的操作")


# Pass-through and half-done tips


async def test_a_pass_through_is_registered_without_content(folder: Path) -> None:
    async with sitting(folder, SMALL) as desk:
        await desk.press("ctrl+o", "3", "enter", "enter")
        await desk.press("ctrl+s")
        await desk.see("请写明径送何人")
        await desk.type("组长")
        # What asks is asked nothing over, and acts once however often its key is pressed.
        await desk.press("f12", "ctrl+o")
        assert len(desk.app.screen_stack) == 2 and "组长" in desk.seen
        for _time in range(2):
            desk.app.screen.action_do_it()
        await desk.see("2016-0004：径送")
        await desk.press("f3")
        tip = desk.desk.tip("4")
        assert len(desk.desk.tips()) == 4
    assert (tip.channel, tip.summary, tip.disposition and tip.disposition.to) == (
        "post",
        "",
        "组长",
    )


async def test_a_half_done_tip_is_saved_found_and_completed(
    folder: Path, size: tuple[int, int]
) -> None:
    async with sitting(folder, size) as desk:
        await enter_call(desk, "说到一半断线")
        await desk.go_to("referred_to")
        await desk.press("tab", "ctrl+l")
        await desk.see("已暂存：2016-0004")
        await desk.press("ctrl+g")
        await desk.see("  说到一半断线")
        await desk.press("end", "enter")
        await desk.see("修改记录")
        # What was said lies over the title in a small window.
        desk.app.clear_notifications()
        await desk.press("e")
        await desk.see("补录 2016-0004")
        await desk.press("ctrl+s")
        await desk.see("已修改：2016-0004")
        assert not desk.desk.tip("4").to_complete


async def test_a_half_done_tip_that_is_withdrawn_is_to_be_completed_no_more(folder: Path) -> None:
    async with sitting(folder, SMALL) as desk:
        desk.desk.record(tip_of(to_complete=True, subjects=[], disciplines=[], summary="断线"))
        await desk.press("f5")
        await desk.see("待补录")
        desk.desk.acts.dispose("4", "withdrawn", why="打错电话")
        await desk.press("enter")
        await desk.see("修改记录")
        await desk.press("escape")
        await desk.see("误录撤销")
        assert "待补录" not in desk.seen
        await desk.press("escape", "ctrl+g")
        await desk.see("待办事项")
        assert "断线" not in desk.seen and "待补录" not in desk.seen


async def test_an_empty_form_is_not_saved_half_done(folder: Path) -> None:
    async with sitting(folder, SMALL) as desk:
        await desk.press("f2", "ctrl+l")
        await desk.see("待补录的也至少要写一点")
        assert len(desk.desk.tips()) == 3


# What is due


async def test_what_is_due_stands_on_the_dashboard_and_in_a_list(
    folder: Path, size: tuple[int, int]
) -> None:
    async with sitting(folder, size, at("2016-10-16T09:00:00")) as desk:
        await desk.see("今日到期 1")
        await desk.press("ctrl+g")
        await desk.see("2016-0002 ◦ 2016-10-16  今日到期        转办不属受理范围的事项")
        # Where the terminal's cursor is, a magnifier or a braille display looks.
        assert desk.seen.splitlines()[desk.app.cursor_position.y].strip().startswith("2016-0002")
        await desk.press("enter")
        await desk.see("修改记录")
        await desk.press("d", "2", "ctrl+s")
        await desk.see("2016-0002：转办")
        await desk.press("escape")
        await desk.until(lambda: "转办不属" not in desk.seen)
        await desk.press("escape")
        # The day's reminder may have come meanwhile, which says what was due then.
        due = re.compile("^(?!.*提醒).*今日到期", re.MULTILINE)
        await desk.until(lambda: not due.search(desk.seen))


async def test_an_overdue_matter_is_told(folder: Path) -> None:
    async with sitting(folder, SMALL, at("2016-10-18T09:00:00")) as desk:
        await desk.see("逾期 1")


# The call guide


async def test_the_guide_ticks_off_what_the_summary_tells(
    folder: Path, size: tuple[int, int]
) -> None:
    async with sitting(folder, size) as desk:
        await enter_call(desk, "")
        await desk.press("shift+tab")
        await desk.see("✓何人  ○何事")
        await desk.see("可问：做了什么事")
        await desk.type("收受三万元")
        await desk.see("✓何事  ○何时  ○何地  ✓涉及数额")
        await desk.see("可问：什么时候的事")


async def test_on_coming_back_to_what_is_due_one_goes_on_where_one_was(folder: Path) -> None:
    async with sitting(folder, SMALL) as desk:
        await desk.press("ctrl+g")
        await desk.see("待办事项 3 项")
        await desk.press("down", "enter")
        await desk.see("修改记录")
        desk.desk.record(tip_of(reporter=NAMED))
        await desk.press("escape")
        await desk.see("待办事项 4 项")
        assert desk.app.screen.query_one(PointedList).highlighted == 1


async def test_what_is_due_is_followed_while_it_is_looked_at(
    folder: Path, looks_often: None
) -> None:
    async with sitting(folder, SMALL) as desk:
        await desk.press("ctrl+g", "down")
        await desk.see("待办事项 3 项")
        dues = desk.app.screen
        assert isinstance(dues, DueScreen)
        (first, _owed), pointed_at, _last = dues._rows
        with a_desk(folder, desk.clock, "乙") as other:
            other.acts.dispose(first, "referred")
        await desk.see("待办事项 2 项")
        assert dues._rows[dues.query_one(PointedList).highlighted or 0] == pointed_at
        desk.clock.instant = desk.clock.instant.add(days=30)
        await desk.see("已逾期")


async def test_once_the_one_pointed_at_is_done_one_goes_on_with_that_in_its_place(
    folder: Path, looks_often: None
) -> None:
    async with sitting(folder, SMALL) as desk:
        await desk.press("ctrl+g", "down")
        await desk.see("待办事项 3 项")
        with a_desk(folder, desk.clock, "乙") as other:
            other.acts.dispose("1", "withdrawn", why="打错电话")
        await desk.see("待办事项 2 项")
        assert desk.app.screen.query_one(PointedList).highlighted == 1


async def test_of_two_things_owed_of_one_tip_that_stays_pointed_at_which_is(
    folder: Path, looks_often: None
) -> None:
    async with sitting(folder, SMALL) as desk:
        desk.desk.follow_ups.appoint("1", "call_back", desk.clock.instant.add(hours=1))
        await desk.press("ctrl+g")
        await desk.see("待办事项 4 项")
        dues = desk.app.screen
        assert isinstance(dues, DueScreen)
        _call, last = (n for n, (number, _owed) in enumerate(dues._rows) if number == "2016-0001")
        await desk.press(*["down"] * last)
        with a_desk(folder, desk.clock, "乙") as other:
            other.record(tip_of(reporter=NAMED))
        await desk.see("待办事项 5 项")
        assert dues.query_one(PointedList).highlighted == last


async def test_the_guard_speaks_too_of_what_is_handed_over_to_be_put_right_at_once(
    folder: Path,
) -> None:
    async with sitting(folder, SMALL) as desk:
        await open_tip(desk, 2)
        await desk.press("d")
        asked = desk.app.screen.query_one(Choice)
        urgent = [option.value for option in asked.options].index(URGENT) + 1
        await desk.press(str(urgent))
        await desk.fill("to", "某街道办")
        await desk.see("第四十七条")


async def test_what_is_due_today_is_amber_and_from_the_next_day_on_red(folder: Path) -> None:
    with open_desk(folder) as made:
        day = at(min(due.due_on for due in made.dues.all()).isoformat() + "T10:00:00")
    async with sitting(folder, SMALL, day) as desk:
        for now, colour in ((day, "$text-warning"), (day.add(days=1), "$text-error")):
            desk.clock.instant = now
            await desk.press("ctrl+g")
            await desk.see("待办事项")
            rows = desk.app.screen.query_one(PointedList)._rows
            found = {str(span.style) for row in rows for span in row.spans}
            assert found & {"$text-warning", "$text-error"} == {colour}
            await desk.press("escape")


async def test_in_english_too(folder: Path, english: None) -> None:
    async with sitting(folder, SMALL) as desk:
        await desk.press("f4", "home", "down", "enter", "d")
        await desk.see("Dispose of 2016-0002: now Registered")
        await desk.press("2", "ctrl+s")
        await desk.see("2016-0002: Referred")
        await desk.press("ctrl+g")
        await desk.see("2016-10-26  after the end  Tell reporter if accepted")
        await desk.press("f12")
        await desk.see("Undo your own last act")
    assert desk.desk.officer == OFFICER


async def test_a_further_tip_on_one_person_is_noticed_when_it_is_saved(folder: Path) -> None:
    async with sitting(folder) as desk:
        await enter_call(desk)
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0004")
        assert "注意" not in desk.seen
        await enter_call(desk)
        await desk.press("ctrl+s")
        await desk.see("注意 某县国土局 李四：共 2 件")


async def test_a_receiver_that_will_be_stopped_is_told_when_the_tip_is_entered(
    folder: Path,
) -> None:
    async with sitting(folder) as desk:
        await desk.press("f2")
        await desk.fill("subjects.unit", "某街道办")
        await desk.fill("subjects.group", "4")
        await desk.fill("summary", "反映噪声")
        await desk.fill("referred_to", "某街道办")
        # What is found similar takes rows from the fields, not the warning out of sight.
        await desk.see("可能重复")
        await desk.see("第四十七条")
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0004")


async def test_what_is_typed_right_after_tab_reaches_the_next_answer(folder: Path) -> None:
    async with sitting(folder, SMALL) as desk:
        await desk.press("ctrl+o")
        await desk.see("径送登记")
        await desk.send("tab", "tab", "组", "长")
        await desk.see("交给何人 ▎组长")


async def test_only_a_referral_goes_by_itself_where_the_tip_was_recorded_to(folder: Path) -> None:
    async with sitting(folder, SMALL) as desk:
        await open_tip(desk, 2)
        await desk.press("d", "1")
        await desk.see("送交何处")
        rows = desk.app.screen.rows  # type: ignore[attr-defined]
        assert (rows["status"].value, rows["to"].value) == ("handed_to_team", "")
        await desk.press("2")
        await desk.see("文号")
        assert (rows["status"].value, rows["to"].value) == ("referred", "区环境保护局")


async def test_the_day_of_a_note_that_was_looked_at_is_not_that_of_a_new_one(folder: Path) -> None:
    with open_desk(folder) as desk:
        desk.follow_ups.note("1", "请第二组办理", "instruction")
    async with sitting(folder, SMALL) as seat:
        await open_tip(seat, 1)
        await seat.press("n")
        rows = seat.app.screen.rows  # type: ignore[attr-defined]
        await seat.fill("own", "1")
        await seat.until(lambda: rows["on"].value != "")
        await seat.fill("own", "2")
        await seat.until(lambda: rows["on"].value == "")


async def test_all_that_is_wrong_as_a_whole_is_seen_below_the_questions(folder: Path) -> None:
    async with sitting(folder, SMALL) as desk:
        await open_tip(desk, 1)
        await desk.press("t")
        await desk.see("如何告知")
        asked = desk.app.screen
        assert isinstance(asked, AskScreen)
        asked.say("第一处不对。\n第二处不对。")
        await desk.see("第一处不对。")
        await desk.see("第二处不对。")


async def test_what_was_wrong_before_is_not_said_beside_what_is_and_cancelled_it_is_seen_anew(
    folder: Path,
) -> None:
    async with sitting(folder, SMALL) as desk:
        await open_tip(desk, 2)
        await desk.press("d", "2")
        await desk.see("发出日期")
        asked = desk.app.screen
        assert isinstance(asked, AskScreen)
        await desk.fill("on", "99-99")
        await desk.press("ctrl+s")
        await desk.until(lambda: asked.rows["on"].fault != "")
        with a_desk(folder) as other:
            other.follow_ups.assign({"2016-0002": 1}, "王芳")
        asked.rows["on"].value = ""
        await desk.press("ctrl+s")
        await desk.see("2016-0002 已被他人修改")
        assert asked.rows["on"].fault == ""
        with open_desk(folder, "组长") as lead:
            lead.access.set_role(OFFICER, "officer")
        await desk.press("ctrl+s")
        await desk.until(lambda: "已被他人修改" not in desk.seen)
        await desk.press("escape")
        await desk.see("王芳")


async def test_where_a_tip_is_to_go_as_typed_stays_whatever_step_is_chosen_after(
    folder: Path,
) -> None:
    async with sitting(folder, SMALL) as desk:
        await open_tip(desk, 2)
        await desk.press("d", "1")
        await desk.see("送交何处")
        await desk.fill("to", "市信访局")
        await desk.fill("status", "2")
        await desk.see("文号")
        rows = desk.app.screen.rows  # type: ignore[attr-defined]
        assert (rows["status"].value, rows["to"].value) == ("referred", "市信访局")
