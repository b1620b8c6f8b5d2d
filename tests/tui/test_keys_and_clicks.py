"""An arrow, a click, a clock: each does what it is there for, and not what stands beside it."""

from __future__ import annotations

from pathlib import Path

from pendulum import DateTime
from rich.cells import cell_len
from textual.events import Paste
from textual.geometry import Offset

from tests.builders import at
from tests.store.desks import open_desk, tip_of
from tests.tui.sitting import Sitting, sitting
from tui.screens.desk_screen import DeskScreen
from tui.screens.help_screen import HelpScreen
from tui.screens.palette_screen import PaletteScreen
from tui.screens.tips_screen import TipsScreen
from tui.widgets.choice import Choice
from tui.widgets.field_row import FieldRow
from tui.widgets.latest_panel import LatestPanel
from tui.widgets.pointed_list import PointedList


def place_of(desk: Sitting, text: str) -> tuple[int, int]:
    """Where a text of the last line stands on the screen, for a click."""
    rows = desk.seen.split("\n")
    return cell_len(rows[-1][: rows[-1].index(text)]), len(rows) - 1


def focused_field(desk: Sitting) -> str:
    return str(desk.app.focused.parent.field)  # type: ignore[union-attr]


async def test_down_in_the_palette_goes_down(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("ctrl+p")
        assert isinstance(desk.app.screen, PaletteScreen)
        rows = desk.app.screen.query_one(PointedList)
        for key, there in (("down", 1), ("down", 2), ("up", 1)):
            await desk.press(key)
            assert rows.highlighted == there


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
        await desk.press("down")
        after = focused_field(desk)
        await desk.go_to("summary")
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


async def test_a_click_on_a_key_of_the_last_line_does_what_that_key_does(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        for key, there in (("F5 ", TipsScreen), ("Esc ", DeskScreen), ("F1 ", HelpScreen)):
            await desk.pilot.click(offset=place_of(desk, key))
            await desk.until(lambda there=there: isinstance(desk.app.screen, there))


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


async def test_the_clock_of_a_call_goes_on(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.see("已通话 00:00")
        desk.clock.instant = DateTime.instance(at("2016-10-01T17:00:35"))
        await desk.see("已通话 01:05")
