"""The notice is corrected on the screen, and every session of the desk goes by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.notice.reading import example_text
from tests.builders import REFERRAL, at
from tests.store.desks import OFFICER, new_desk, open_desk, tip_of
from tests.store.test_correction import LATER, MOBILE, RIGHT_NUMBER
from tests.tui.sitting import Sitting, a_desk, enter_call, sitting
from tests.tui.test_locked_meanwhile import slowly
from tui.screens.correction_screen import CorrectionScreen
from tui.screens.public_notice_screen import PublicNoticeScreen
from tui.widgets import tip_form
from tui.widgets.field_row import FieldRow
from tui.words.reminding import Said

pytestmark = pytest.mark.whole

RIGHT = "18073127510"


def row(desk: Sitting, path: str) -> FieldRow:
    """A field of the form of the notice."""
    assert isinstance(desk.app.screen, CorrectionScreen)
    found = desk.app.screen.form.row_at(path)
    assert found is not None
    return found


async def to_form(desk: Sitting) -> None:
    await desk.press("ctrl+y", "e")
    await desk.until(lambda: isinstance(desk.app.screen, CorrectionScreen), "the form")


async def write(desk: Sitting, path: str, text: str) -> None:
    desk.app.screen.set_focus(row(desk, path).control)
    await desk.press("ctrl+u")
    await desk.type(text)


def screen_is_notice(desk: Sitting) -> bool:
    return isinstance(desk.app.screen, PublicNoticeScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_lead_corrects_the_notice_and_sees_it_at_once(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with sitting(tmp_path / "desk", size) as desk:
        await to_form(desk)
        assert row(desk, "lines[1].value").value == MOBILE
        await write(desk, "lines[1].value", RIGHT)
        await desk.press("ctrl+s")
        await desk.until(lambda: screen_is_notice(desk), "the notice")
        if size[1] < 30:
            await desk.press(*["down"] * 6)
        await desk.see(RIGHT)
        assert desk.desk.notices.text() == RIGHT_NUMBER
    assert [one.by for one in open_desk(tmp_path / "desk").notices.corrections()] == [OFFICER]


async def test_where_tips_change_with_it_it_asks_first(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as before:
        before.record(tip_of(REFERRAL))
    async with sitting(tmp_path / "desk") as desk:
        await to_form(desk)
        await write(desk, "lines[1].value", RIGHT)
        await desk.press("ctrl+s")
        asked = f"1 件举报的“{MOBILE}”随之改为“{RIGHT}”"
        await desk.see(asked)
        assert desk.desk.notices.corrections() == []
        # As long as it is agreed to by the next key it stands there.
        await desk.press("1")
        await desk.until(lambda: asked not in desk.seen, "the end of the question")
        await desk.press("backspace")
        await desk.see(asked)
        await desk.press("ctrl+s")
        await desk.until(lambda: screen_is_notice(desk), "the notice")
        assert desk.desk.tip("1").line == RIGHT


async def test_what_tips_go_by_cannot_be_taken_away_and_the_field_says_so(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as before:
        before.record(tip_of())
        before.record(tip_of(REFERRAL))
    async with sitting(tmp_path / "desk") as desk:
        await to_form(desk)
        await write(desk, "period.first_day", "2016-10-02")
        await desk.press("ctrl+s")
        await desk.until(lambda: "2016-0001" in row(desk, "period.first_day").fault, "the fault")
        assert desk.app.focused is row(desk, "period.first_day").control
        await write(desk, "period.first_day", "2016-09-20")
        desk.app.screen.set_focus(row(desk, "lines[1].value").control)
        await desk.press("f7", "f7", "ctrl+s")
        await desk.see(f"不能去掉“{MOBILE}”")
    assert open_desk(tmp_path / "desk").notices.text() == example_text()


async def test_what_was_typed_in_a_section_is_asked_about_before_it_is_checked_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await to_form(desk)
        desk.app.screen.set_focus(row(desk, "lines[1].value").control)
        await desk.press("f7")
        # What is typed is checked with the next frame, which may come after the next key.
        monkeypatch.setattr(desk.app.screen, "call_after_refresh", lambda check: None)
        await desk.press("1", "f7")
        assert row(desk, "lines[1].value").value == f"{MOBILE}1"


async def test_a_key_that_leads_elsewhere_asks_first_too(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await to_form(desk)
        await write(desk, "team", "区委巡察组")
        for key in ("f2", "f3", "f5", "ctrl+g"):
            await desk.press("甲", "f1", key)
            await desk.see("所填更正不会保留")
            assert isinstance(desk.app.screen, CorrectionScreen)
        await desk.press("ctrl+g")
        await desk.until(lambda: not isinstance(desk.app.screen, CorrectionScreen), "elsewhere")


async def test_quitting_asks_first_and_again_once_more_was_typed(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await to_form(desk)
        await write(desk, "team", "区委巡察组")
        for more in (("甲",), ("乙", "f1")):
            await desk.press(*more, "ctrl+q")
            await desk.see("所填更正不会保留")
            assert desk.app.is_running
        await desk.press("ctrl+q")
        assert not desk.app.is_running


async def test_what_is_asked_stays_though_what_was_typed_before_is_still_to_be_checked(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await to_form(desk)
        await write(desk, "team", "区委巡察组")
        await desk.until(lambda: not desk.app.screen._is_checking, "the check")
        desk.app.screen._changed()
        assert not desk.app.screen.may_be_left()
        for _frame in range(3):
            await desk.pilot.pause(0.05)
            assert "所填更正不会保留" in desk.seen


async def test_leaving_asks_first_once_something_was_typed(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await to_form(desk)
        await desk.press("ctrl+s")
        await desk.see("公告没有改动")
        await desk.press("escape")
        await desk.until(lambda: screen_is_notice(desk), "the notice")
        await desk.press("e")
        await desk.until(lambda: isinstance(desk.app.screen, CorrectionScreen), "the form")
        await write(desk, "team", "区委巡察组")
        await desk.press("escape")
        await desk.see("所填更正不会保留")
        await desk.press("tab")
        await desk.until(lambda: "所填更正不会保留" not in desk.seen, "the end of the question")
        await desk.press("escape")
        await desk.see("所填更正不会保留")
        await desk.press("escape")
        await desk.until(lambda: screen_is_notice(desk), "the notice")
    assert open_desk(tmp_path / "desk").notices.text() == example_text()


async def test_who_is_no_lead_any_more_is_told_so_and_what_was_typed_stays(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await to_form(desk)
        await write(desk, "lines[1].value", RIGHT)
        with open_desk(tmp_path / "desk", "组长") as lead:
            lead.access.set_role(OFFICER, "officer")
        for _again in range(2):
            await desk.press("ctrl+s")
            await desk.see("公告更正、导入和结束巡视由组长办理")
            desk.app.screen.say("")  # type: ignore[attr-defined]
        assert row(desk, "lines[1].value").value == RIGHT


async def test_an_officer_is_told_that_it_is_a_leads(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk", "组长") as before:
        before.access.set_role(OFFICER, "officer")
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("ctrl+y")
        await desk.see("省委巡视第一组巡视公告")
        assert "更正" not in desk.seen
        await desk.press("e")
        await desk.see("公告更正、导入和结束巡视由组长办理")
        assert screen_is_notice(desk)


async def test_the_palette_finds_it(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        for wanted in ("更正", "gz", "correct"):
            await desk.press("ctrl+p")
            await desk.type(wanted)
            await desk.press("enter")
            await desk.until(lambda: screen_is_notice(desk), f"the notice by {wanted}")
            await desk.press("ctrl+p")
            await desk.type(wanted)
            await desk.press("enter")
            await desk.until(lambda: isinstance(desk.app.screen, CorrectionScreen), "the form")
            await desk.press("escape", "escape")
            assert len(desk.app.screen_stack) == 1


async def test_another_session_shows_the_corrected_notice_by_itself(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f5")
        list_before = desk.app.screen
        await desk.press("f3")
        desk.clock.instant = at("2016-10-01T17:00:00")
        await desk.see("17:30 结束受理，还有 30 分钟。")
        reminders = desk.app.desk_screen.reminders
        holds, by_the_former = (
            reminders.said[0],
            Said("18:00 结束受理。", at("2016-10-01T17:45:00"), lambda _now: "18:00 结束受理。"),
        )
        reminders.said = [by_the_former, holds]
        with open_desk(tmp_path / "desk", "组长") as other:
            other.notices.correct(LATER)
        await desk.see("公告已由 组长 更正，各处随即按新公告")
        await desk.until(lambda: "共 42 天" in desk.seen, "the longer period")
        await desk.until(lambda: desk.app.desk_screen.reminders.said == [holds], "what still holds")
        assert desk.app.focused is None, "who looks at the figures is led nowhere"
        await desk.press("f5")
        await desk.see("输入任何文字查找")
        assert desk.app.screen is not list_before
        assert not list_before.is_running, "nor does what was searched for there stay"
        with open_desk(tmp_path / "desk", "组长乙") as other:
            other.notices.correct(LATER.replace("省委巡视第一组", "省委巡视第二组"))
        form = desk.app.desk_screen.form
        await desk.see("公告已由 组长乙 更正")
        assert desk.app.desk_screen.form is form, "under what lies over it nothing is made anew"
        await desk.press("escape")
        await desk.until(lambda: desk.app.desk_screen.form is not form, "a new form")
        await desk.pilot.pause()
        assert desk.seen.count("公告已由 组长乙 更正") == 1, "which is said once"
        # It lies over the name of the team, for twenty seconds.
        desk.app.clear_notifications()
        await desk.see("省委巡视第二组")
        assert desk.app.title == "省委巡视第二组"


async def test_a_blank_form_takes_the_new_line_and_keeps_the_focus(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        began = desk.app.desk_screen.form.timer.began
        assert began is not None
        old = desk.app.desk_screen.form
        with open_desk(tmp_path / "desk", "组长") as other:
            other.notices.correct(RIGHT_NUMBER)
        await desk.until(lambda: desk.app.desk_screen.form is not old, "a new form")
        form = desk.app.desk_screen.form
        await desk.until(lambda: form.is_mounted and form.timer.began == began, "its timer")
        await desk.press("ctrl+f", "2")
        assert form.fields.values["line"] == f"mobile {RIGHT}"


async def test_what_is_being_typed_stays_and_the_form_follows_once_it_is_set_aside(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await enter_call(desk)
        old = desk.app.desk_screen.form
        with open_desk(tmp_path / "desk", "组长") as other:
            other.notices.correct(RIGHT_NUMBER)
        await desk.see("登记表里的这件保存或搁置后，登记表即按新公告")
        assert desk.app.desk_screen.form is old
        assert old.fields.values["summary"] == "收受开发商礼金三万元"
        await desk.press("f8")
        await desk.until(lambda: desk.app.desk_screen.form is not old, "a new form")
        await desk.until(lambda: desk.app.desk_screen.form.waiting == 1, "the draft")
        await desk.press("ctrl+e")
        form = desk.app.desk_screen.form
        await desk.until(lambda: form.fields.values["summary"] != "", "what was typed")
        await desk.press("ctrl+s")
        await desk.until(lambda: len(desk.desk.tips()) == 1, "the tip")


async def test_a_notice_that_is_corrected_while_a_tip_is_amended_is_followed_once_that_is_left(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f4", "enter")
        await desk.see("修改记录")
        await desk.press("e")
        await desk.see("修改 2016-0001")
        old = desk.app.desk_screen.form
        with open_desk(tmp_path / "desk", "组长") as other:
            other.notices.correct(LATER)
        await desk.see("公告已由 组长 更正。登记表里的这件保存或搁置后，登记表即按新公告")
        assert "修改 2016-0001" in desk.seen and "共 30 天" in desk.seen, (
            "though nothing is changed"
        )
        await desk.press("ctrl+s")
        await desk.until(lambda: desk.app.desk_screen.form is not old, "a new form")
        await desk.see("共 42 天")


async def test_a_notice_that_is_corrected_while_a_tip_is_saved_is_followed_once_its_number_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tip_form, "_SAVES_WITHIN_SECONDS", 0.05)
    async with sitting(tmp_path / "desk") as desk:
        await enter_call(desk)
        old = desk.app.desk_screen.form
        saving = slowly(desk.desk, "record", monkeypatch)
        await desk.press("ctrl+s")
        await desk.see("刚才一件还在保存")
        with open_desk(tmp_path / "desk", "组长") as other:
            other.notices.correct(LATER)
        await desk.see("公告已由 组长 更正。登记表里的这件保存或搁置后，登记表即按新公告")
        assert desk.app.desk_screen.form is old, "which is to tell the number"
        desk.app.clear_notifications()
        saving.go_on()
        await desk.see("已登记：2016-0001")
        await desk.until(lambda: desk.app.desk_screen.form is not old, "a new form")
        form = desk.app.desk_screen.form
        await desk.until(lambda: form.is_mounted, "its fields")
        await desk.see("共 42 天")


async def test_who_reads_the_latest_is_not_led_into_the_form_by_a_correction(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f4")
        old = desk.app.desk_screen.form
        with open_desk(tmp_path / "desk", "组长") as other:
            other.notices.correct(LATER)
        await desk.until(lambda: desk.app.desk_screen.form is not old, "a new form")
        await desk.see("共 42 天")
        form = desk.app.desk_screen.form
        await desk.until(lambda: form.is_mounted, "its fields")
        assert not form.has_pseudo_class("focus-within")


async def test_who_leaves_as_the_screen_is_made_anew_leaves_without_an_error(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        screen = desk.app.desk_screen
        screen.run_worker(screen.take_notice())
        desk.app.exit()
