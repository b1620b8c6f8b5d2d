"""How fields stand under each other: their grounds in turn, their labels, the one with the focus."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widget import Widget

from store.text import use_language
from tests.store.desks import tip_of
from tests.tui.sitting import Sitting, a_desk, sitting
from tui.widgets.field_row import FieldRow, HintLine
from tui.widgets.text_field import TextField


def rows_shown(at_desk: Sitting) -> list[FieldRow]:
    """The rows on the screen, from the top down."""
    rows = at_desk.app.screen.query(FieldRow).results(FieldRow)
    return sorted((row for row in rows if row.region), key=lambda row: row.region.y)


def alike(at_desk: Sitting) -> list[tuple[str, str]]:
    """The fields right under each other that have the same ground."""
    return [
        (upper.label, lower.label)
        for upper, lower in pairwise(rows_shown(at_desk))
        if isinstance(upper.control, TextField)
        and isinstance(lower.control, TextField)
        and upper.region.bottom == lower.region.y
        and not (upper.control.has_focus or lower.control.has_focus)
        and upper.control.styles.background == lower.control.styles.background
    ]


@pytest.mark.parametrize("channel", "1234")
async def test_fields_under_each_other_are_told_apart_whatever_the_channel_hides(
    tmp_path: Path, channel: str
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2", "ctrl+f", channel, "f6")
        await desk.see("被反映人 2")
        assert alike(desk) == []


@pytest.mark.whole
async def test_questions_under_each_other_are_told_apart_whatever_the_step_asks(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
    async with sitting(tmp_path / "desk") as at_desk:
        await at_desk.press("f4", "enter", "d")
        await at_desk.see("误录撤销")
        for step in "123456":
            await at_desk.press(step)
            assert alike(at_desk) == []


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_no_label_touches_the_edge_of_its_field(tmp_path: Path, language: str) -> None:
    use_language(language)
    try:
        async with sitting(tmp_path / "desk") as desk:
            await desk.press("f2", "ctrl+f", "3")
            for row in rows_shown(desk):
                label = next(iter(row.query(".label")))
                # One that takes two lines is broken between words.
                lines = [row.label] if label.region.height == 1 else row.label.split()
                assert label.region.width > max(map(cell_len, lines)), row.label
    finally:
        use_language("zh")


def set_off(at_desk: Sitting) -> list[Widget]:
    """The controls whose labels are set off."""
    return [row.control for row in rows_shown(at_desk) if row.has_class("-current")]


async def test_only_the_label_of_the_field_with_the_focus_is_set_off(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f5", "f6")
        await desk.see("收到自")
        for _field in range(8):
            await desk.press("tab")
            await desk.until(lambda: set_off(desk) == [desk.app.focused], "the label at the focus")


async def test_the_label_of_a_faulty_field_can_be_read_while_it_has_the_focus(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2", "ctrl+s")
        await desk.see("对象类别：请选定一类。")
        await desk.until(lambda: len(set_off(desk)) == 1)
        colors = {
            row.control: next(iter(row.query(".label"))).styles.color
            for row in rows_shown(desk)
            if row.fault
        }
        (current,) = set_off(desk)
        assert list(colors.values()).count(colors[current]) == 1


@pytest.mark.whole
async def test_what_belongs_in_each_field_is_said_in_as_many_lines_as_that_takes(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (60, 24)) as desk:
        await desk.press("f2")
        form = desk.app.desk_screen.form
        lines = set()
        rows = [*form.query(FieldRow).results(FieldRow)]
        for _row in rows:
            at = next((row for row in rows if desk.app.focused in [*row.children]), None)
            if not at:
                break
            said, shown = "".join(at.hint_and_keys.split()), form.query_one(HintLine)
            if at.field != "summary":
                assert said in "".join(desk.seen.split())
                needed = 1 + (cell_len(at.hint_and_keys) > shown.size.width)
                assert shown.size.height == needed
                lines.add(needed)
            await desk.press("tab")
        assert lines == {1, 2}
