"""An arrow, a click, a clock: each does what it is there for, and not what stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pendulum import DateTime
from rich.cells import cell_len
from textual.events import Paste
from textual.geometry import Offset
from textual.screen import Screen

from tests.builders import REFERRAL, at
from tests.store.desks import open_desk, tip_of
from tests.tui.sitting import Sitting, a_desk, key_event, sitting
from tui.apps.desk_app import DeskApp
from tui.screens.calendar_screen import CalendarScreen
from tui.screens.desk_screen import DeskScreen
from tui.screens.help_screen import HelpScreen
from tui.screens.palette_screen import PaletteScreen
from tui.screens.paper_screen import PaperScreen
from tui.screens.tip_screen import TipScreen
from tui.screens.tips_screen import TipsScreen
from tui.terminal.settings import DEFAULTS
from tui.widgets.choice import Choice
from tui.widgets.field_row import FieldRow
from tui.widgets.latest_panel import LatestPanel
from tui.widgets.pointed_list import PointedList


def place_of(desk: Sitting, text: str) -> tuple[int, int]:
    """Where a text stands on the screen, the last of them, for a click."""
    rows = desk.seen.split("\n")
    assert text in desk.seen, f"{text} is not on the screen\n{desk.seen}"
    y = max(y for y, row in enumerate(rows) if text in row)
    return cell_len(rows[y][: rows[y].index(text)]), y


def focused_field(desk: Sitting) -> str:
    return str(desk.app.focused.parent.field)  # type: ignore[union-attr]


def told_of_unit(desk: Sitting) -> str:
    return str(desk.app.desk_screen.form.fields.values["subjects"][0]["unit"])


def tips_at(folder: Path, n: int) -> None:
    """A desk in `folder` with `n` tips."""
    with a_desk(folder) as desk:
        for _tip in range(n):
            desk.record(tip_of())


async def test_down_in_the_palette_goes_down(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("ctrl+p")
        assert isinstance(desk.app.screen, PaletteScreen)
        rows = desk.app.screen.query_one(PointedList)
        for key, there in (("down", 1), ("down", 2), ("up", 1)):
            await desk.press(key)
            assert rows.highlighted == there


@pytest.mark.whole
async def test_who_clicks_where_the_palette_found_nothing_types_on(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("ctrl+p", *"没有的")
        await desk.pilot.click(offset=place_of(desk, "没有这样的命令"))
        await desk.press(*["backspace"] * 3, *"帮助", "enter")
        assert isinstance(desk.app.screen, HelpScreen)


async def test_a_click_on_a_command_runs_it(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("ctrl+p", *"帮助")
        await desk.pilot.click(PointedList, offset=(5, 0))
        await desk.pilot.pause()
        assert isinstance(desk.app.screen, HelpScreen)


@pytest.mark.whole
@pytest.mark.parametrize("tips", [0, 1])
async def test_a_click_on_the_drafts_leads_to_them_whether_or_not_something_is_due_above(
    tmp_path: Path, tips: int
) -> None:
    with a_desk(tmp_path / "desk") as desk:
        for _due in range(tips):
            desk.record(tip_of(REFERRAL))
    async with sitting(tmp_path / "desk", (80, 24)) as seat:
        await seat.press("f2")
        await seat.fill("summary", "一句")
        await seat.press("escape")
        await seat.see("未登记完 1 件")
        assert ("待办 " in seat.seen) == bool(tips), seat.seen
        await seat.pilot.click(offset=place_of(seat, "未登记完 1 件"))
        await seat.until(lambda: bool(seat.app.focused), "the form")
        assert seat.app.screen is seat.app.desk_screen and focused_field(seat) == "summary"
        if tips:
            await seat.press("escape")
            await seat.pilot.click(offset=place_of(seat, "待办 "))
            await seat.see("待办事项 1 项")


async def test_right_chooses_what_stands_to_the_right(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.go_to("subjects.group")
        choice = desk.app.focused
        assert isinstance(choice, Choice)
        values = [option.value for option in choice.options]
        for key, chosen in (("right", 0), ("right", 1), ("right", 2), ("left", 1)):
            await desk.press(key)
            assert choice.content == values[chosen]


async def test_the_arrows_lead_out_of_the_summary_where_it_has_no_further_line(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.fill("summary", "一句")
        await desk.press("enter", "二")
        # To the first line and to the last is not out of it.
        for key in ("up", "down"):
            await desk.press(key)
            assert focused_field(desk) == "summary", key
        await desk.press("down")
        after = focused_field(desk)
        await desk.go_to("summary")
        await desk.press("up")
        await desk.press("home", "up")
        before = focused_field(desk)
        assert "summary" not in (before, after) and before != after


async def test_all_lines_that_are_pasted_are_in_the_summary(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.go_to("summary")
        desk.app.focused.post_message(Paste("一\n二\r\n三"))
        await desk.until(lambda: desk.app.focused.content == "一\n二\n三")


async def test_a_fault_elsewhere_takes_the_focus(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.fill("received_at", "明年")
        await desk.fill("summary", "一句")
        await desk.press("ctrl+s")
        await desk.see("无法识别")
        await desk.until(lambda: focused_field(desk) == "received_at")


@pytest.mark.whole
async def test_a_subject_about_whom_something_was_typed_goes_at_the_second_key(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2", "f6")
        await desk.fill("subjects.person", "李四", place=1)
        await desk.press("f7")
        await desk.see("请再按一次 F7")
        assert "李四" in desk.seen
        await desk.type("丰")
        assert "请再按一次 F7" not in desk.seen
        await desk.press("f7")
        await desk.see("请再按一次 F7")
        assert "李四丰" in desk.seen, "more was typed since it asked"
        await desk.press("f7")
        await desk.until(lambda: "李四" not in desk.seen)


async def test_a_click_below_the_label_of_a_field_leads_there_too(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        rows = desk.app.desk_screen.form.query(FieldRow).results(FieldRow)
        row = next(row for row in rows if row.field == "subjects.group")
        assert row.region.height > 1
        await desk.pilot.click(offset=row.region.bottom_left - Offset(0, 1))
        await desk.until(lambda: focused_field(desk) == "subjects.group")


async def test_who_clicks_set_aside_keeps_what_was_typed(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.fill("summary", "说到一半")
        await desk.pilot.click(".aside")
        await desk.until(lambda: len(desk.desk.drafts.all()) == 1)
        await desk.until(lambda: desk.app.desk_screen.form.fields.values["summary"] == "")
        (draft,) = desk.desk.drafts.all()
        assert draft.values["values"]["summary"] == "说到一半"


async def test_each_key_that_closes_what_is_only_read_closes_it(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        for made, keys in (
            (lambda: PaperScreen("一页"), ("escape", "enter", "q")),
            (lambda: HelpScreen("desk"), ("escape", "f1", "enter", "q")),
            (lambda: CalendarScreen(None, date(2016, 10, 1)), ("escape", "enter", "f8", "q")),
        ):
            for key in keys:
                screen: Screen[None] = made()  # type: ignore[no-untyped-call]
                await desk.app.push_screen(screen)
                await desk.press(key)
                await desk.until(lambda screen=screen: desk.app.screen is not screen, key)
                assert desk.app.screen is desk.app.desk_screen


async def test_who_clicks_half_done_has_what_there_is_saved(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.fill("summary", "说到一半")
        await desk.pilot.click(".half")
        await desk.see("已暂存：2016-0001")
        (tip,) = desk.desk.tips()
        assert (tip.summary, tip.to_complete) == ("说到一半", True)


@pytest.mark.whole
async def test_a_click_on_a_key_of_the_last_line_does_what_that_key_does(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        for key, there in (("F5 ", TipsScreen), ("Esc ", DeskScreen), ("F1 ", HelpScreen)):
            await desk.pilot.click(offset=place_of(desk, key))
            await desk.until(lambda there=there: isinstance(desk.app.screen, there))


async def test_where_the_keys_take_two_lines_a_click_does_what_that_line_says(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
    async with sitting(tmp_path / "desk", (80, 24)) as seat:
        await seat.press("f4", "home", "enter")
        await seat.see("F1 帮助  F2 登记")
        await seat.pilot.click(offset=place_of(seat, "F1 "))
        await seat.until(lambda: isinstance(seat.app.screen, HelpScreen), "the help")


async def test_the_cursor_stands_at_the_tip_that_is_pointed_at(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        with open_desk(tmp_path / "desk", "值班员乙") as other:
            for _tip in range(3):
                other.record(tip_of())
        await desk.see("2016-0003")
        panel = desk.app.desk_screen.latest
        assert isinstance(panel, LatestPanel)
        panel.focus()
        for number in ("2016-0003", "2016-0002", "2016-0001"):
            await desk.pilot.pause()
            assert number in desk.seen.split("\n")[panel.cursor_screen_offset.y]
            await desk.press("down")


async def test_what_is_pressed_right_after_one_went_to_the_latest_points_there_too(
    tmp_path: Path,
) -> None:
    tips_at(tmp_path / "desk", 30)
    for pressed in (2, 40):
        async with sitting(tmp_path / "desk", (80, 24)) as desk:
            panel = desk.app.desk_screen.latest
            desk.app.desk_screen.show_latest()
            for _key in range(pressed):
                panel.action_point(1)
            await desk.see("2016-0030")
            await desk.pilot.pause()
            rows = [line for line in desk.seen.split("\n") if line.strip().startswith("2016-")]
            assert 3 < len(rows) < 30
            pointed_at = desk.seen.split("\n")[panel.cursor_screen_offset.y]
            assert pointed_at == (rows[2] if pressed == 2 else rows[-1])


async def test_what_is_pressed_before_the_latest_have_been_read_goes_to_them_once_they_are(
    tmp_path: Path,
) -> None:
    tips_at(tmp_path / "desk", 3)
    async with sitting(tmp_path / "desk") as desk:
        panel = desk.app.desk_screen.latest
        read, panel.tips = panel.tips, None
        panel._read.clear()
        for key in ("f4", "down", "enter", "d"):
            desk.app.post_message(key_event(key))
        await desk.until(lambda: panel.has_focus)
        panel.tips = read
        await desk.see("处理 2016-0002")


@pytest.mark.whole
async def test_the_clock_of_a_call_goes_on(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.see("已通话 00:00")
        desk.clock.instant = DateTime.instance(at("2016-10-01T17:00:35"))
        await desk.see("已通话 01:05")


@pytest.mark.whole
async def test_a_click_on_an_option_chooses_that_and_a_click_beside_it_none(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        rows = desk.app.desk_screen.form.query(FieldRow).results(FieldRow)
        choice = next(row.control for row in rows if row.field == "subjects.group")
        assert isinstance(choice, Choice)
        values = [option.value for option in choice.options]
        for n, option in enumerate(choice.options):
            x, y = place_of(desk, f"{n + 1} {option.label}")
            for at in (x, x + cell_len(f"{n + 1} {option.label}") - 1):
                choice.choose(())
                await desk.pilot.click(offset=(at, y))
                await desk.until(lambda n=n: choice.content == values[n])
        below, right = choice.region.height - 1, choice.region.width - 1
        assert "公告以外" in desk.seen
        await desk.pilot.click(choice, offset=(right, below))
        await desk.pilot.click(offset=place_of(desk, "公告以外"))
        assert choice.content == values[-1]
        assert desk.app.desk_screen.form.typed().values["line"].startswith("landline ")


@pytest.mark.whole
async def test_a_click_on_one_of_the_latest_opens_it_and_one_below_them_none(
    tmp_path: Path,
) -> None:
    tips_at(tmp_path / "desk", 3)
    for size in ((80, 24), (120, 40)):
        async with sitting(tmp_path / "desk", size) as desk:
            await desk.press("f4")
            await desk.see("2016-0003")
            panel = desk.app.desk_screen.latest
            for y, number in ((1, "2016-0003"), (3, "2016-0001")):
                await desk.pilot.click(offset=panel.content_region.offset + Offset(2, y))
                await desk.until(lambda: isinstance(desk.app.screen, TipScreen))
                assert isinstance(desk.app.screen, TipScreen)
                assert desk.app.screen.number == number
                await desk.press("escape")
            for y in (0, 4):
                await desk.pilot.click(offset=panel.content_region.offset + Offset(2, y))
                await desk.pilot.pause()
                assert desk.app.screen is desk.app.desk_screen and panel.pointer == 2
    async with sitting(tmp_path / "desk", (120, 40)) as desk:
        await desk.press("f2")
        where = desk.app.desk_screen.latest.content_region.offset
        for letter, y in (("甲", 0), ("乙", 6), ("丙", 1)):
            await desk.pilot.click(offset=where + Offset(60, y))
            await desk.pilot.pause()
            await desk.press(*["escape"] * (y == 1), letter)
        assert desk.app.desk_screen.form.typed().values["subjects"][0]["unit"] == "甲乙丙"


async def test_what_is_to_be_done_is_listed_at_a_click(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as made:
        made.record(tip_of(REFERRAL))
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.see("待办")
        await desk.pilot.click(offset=place_of(desk, "待办"))
        await desk.see("待办事项 1 项")


async def test_enter_where_no_command_is_found_does_nothing(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("ctrl+p")
        await desk.type("没有的")
        await desk.see("没有这样的命令")
        await desk.press("down", "enter")
        assert isinstance(desk.app.screen, PaletteScreen)
        await desk.press("ctrl+u", *"daiban")
        await desk.pilot.click(offset=place_of(desk, "看逾期"))
        await desk.see("没有待办事项")


@pytest.mark.whole
async def test_the_subject_with_the_focus_goes_and_of_none_the_last(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.send("f2", *"甲局", "f6", *"乙局", "f6", *"丙局")
        form = desk.app.desk_screen.form

        def units() -> list[str]:
            return [row["unit"] for row in form.typed().values["subjects"]]

        await desk.go_to("subjects.unit", 1)
        await desk.press("f7", "f7")
        assert units() == ["甲局", "丙局"]
        assert desk.app.focused.value == "丙局", "which stands where the other stood"
        await desk.press("ctrl+d", "f7")
        await desk.see("被反映人 2 已有内容")
        await desk.press("f7")
        assert units() == ["甲局"]
        await desk.press("f7", "f7")
        assert units() == [""], "one there is always"


@pytest.mark.parametrize(
    ("at_field", "key", "leads_to"),
    [
        ("line", "enter", "subjects.unit"),
        ("subjects.unit", "up", "line"),
        ("line", "down", "received_at"),
        ("received_at", "down", "message_id"),
        ("message_id", "up", "received_at"),
        ("received_at", "up", "line"),
    ],
)
async def test_past_what_is_seldom_filled_in_enter_leads_and_an_arrow_to_it(
    tmp_path: Path, at_field: str, key: str, leads_to: str
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        # With a message come two such fields under each other.
        await desk.press("f2", "ctrl+f", "5")
        await desk.go_to(at_field)
        await desk.press(key)
        assert focused_field(desk) == leads_to


async def test_the_end_of_a_long_chinese_text_is_seen_in_a_field_of_one_line(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f2")
        desk.app.post_message(Paste("某市示范区管理委员会下属的" * 6 + "末"))
        await desk.until(lambda: told_of_unit(desk).endswith("末"), "what was pasted")
        await desk.see("末")
        await desk.pilot.resize_terminal(64, 24)
        await desk.see("末")
        await desk.press("f8", "ctrl+e")
        await desk.until(lambda: told_of_unit(desk).endswith("末"), "what was set aside")
        await desk.until(lambda: "管理委员会下属的末" in desk.seen, "its end")


async def test_who_comes_back_to_a_field_writes_on_behind_what_is_there(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.send("f2", *"某局", "tab", "shift+tab", *"长", "tab", *"甲", "up", *"办")
        assert desk.app.desk_screen.form.typed().values["subjects"][0]["unit"] == "某局长办"
        await desk.press("ctrl+f", "escape")
        await desk.until(lambda: "按字母到该项" not in desk.seen)
        assert focused_field(desk) == "subjects.unit" and "c被反映单位" not in desk.seen


async def test_a_key_that_is_no_letter_leads_nowhere_from_the_letters(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2", "ctrl+f", "down")
        await desk.until(lambda: "按字母到该项" not in desk.seen)
        assert focused_field(desk) == "subjects.unit"


@pytest.mark.whole
async def test_of_several_that_can_be_chosen_the_same_key_takes_one_back(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        form = desk.app.desk_screen.form
        for field, key, name in (
            ("disciplines", "3", "廉洁纪律"),
            ("reporter.verified", "1", True),
        ):
            await desk.go_to(field)
            await desk.press(key)
            assert name in (form.fields.values[field], *_some(form.fields.values[field]))
            await desk.press(key)
            assert not form.fields.values[field]
        await desk.go_to("disciplines")
        await desk.press("1", "right", "right", "space")
        assert list(form.fields.values["disciplines"]) == ["政治纪律", "廉洁纪律"]


def _some(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


async def test_who_set_that_nothing_is_locked_types_on(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as made:
        app = DeskApp(made, replace(DEFAULTS, idle_minutes=0))
        async with app.run_test() as pilot:
            await pilot.press("f5")
            await pilot.pause()
            assert isinstance(app.screen, TipsScreen) and app._exception is None
