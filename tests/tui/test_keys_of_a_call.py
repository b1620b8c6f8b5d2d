"""How many keys a tip takes beside its text, and that they lead where they are said to."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste

from store.notice.notice import OUT_OF_SCOPE
from tests.calls import (
    Call,
    Pasted,
    Told,
    anonymous,
    letter,
    named,
    out_of_scope,
    stored_of,
    two_at_once,
    typed_where_one_chooses,
)
from tests.tui.sitting import Sitting, a_desk, all_dealt_with, key_event, sitting
from tui.entering.values import SUBJECTS
from tui.terminal.moving import SELDOM


async def give(desk: Sitting, *typed: str) -> None:
    """All of it at once, as fast as a line brings it."""
    for key in typed:
        if isinstance(key, Pasted):
            desk.app.post_message(Paste(key))
        for name in () if isinstance(key, Pasted) else key if isinstance(key, Told) else (key,):
            desk.app.post_message(key_event(name.lower() if len(name) > 1 else name))
    await all_dealt_with(desk.app)


@pytest.mark.whole
@pytest.mark.parametrize(
    ("call", "most"),
    [
        (anonymous(0), 8),
        (named(0), 12),
        (letter(), 20),
        (out_of_scope(), 12),
        (two_at_once(), 17),
        (typed_where_one_chooses(), 12),
    ],
    ids=lambda value: value.name if isinstance(value, Call) else "",
)
async def test_a_tip_takes_no_more_keys_beside_its_text(
    tmp_path: Path, call: Call, most: int
) -> None:
    assert call.keys <= most
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await give(desk, *call.typed)
        await desk.until(lambda: len(desk.desk.tips()) == len(call.stored), "what was told")
        tips = sorted(desk.desk.tips(), key=lambda tip: tip.number)
    assert [stored_of(tip) for tip in tips] == [*call.stored]


async def test_enter_leads_to_where_it_goes_once_one_of_several_is_out_of_scope(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f2")
        fields = desk.app.desk_screen.form.fields

        def is_led_to() -> bool:
            (row,) = (row for row in fields.rows() if row.field == "referred_to")
            return not row.control.has_class(SELDOM)

        for groups, asked in (
            (["leadership"], False),
            (["leadership", OUT_OF_SCOPE], True),
            (["leadership", "key_post"], False),
        ):
            fields.put(SUBJECTS, [{"group": group} for group in groups])
            await desk.until(lambda asked=asked: is_led_to() is asked)


async def test_what_is_passed_through_takes_five(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await give(desk, "Ctrl+O", "Tab", "Tab", Told("组长王某"), "Ctrl+S")
        await desk.until(lambda: len(desk.desk.tips()) == 1, "what was passed through")
        (tip,) = desk.desk.tips()
        assert tip.disposition and tip.disposition.to == "组长王某"


@pytest.mark.whole
async def test_the_next_tip_is_on_the_line_that_was_used_last(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        form = desk.app.desk_screen.form
        await give(desk, *letter().typed)
        await desk.see("已登记：2016-0001")
        assert form.fields.values["line"].startswith("post ")
        # A tip that is looked into again has a line of its own.
        with a_desk(tmp_path / "desk") as other:
            form.edit(other.tip("1"))
        await desk.press("f2")
        assert form.fields.values["line"].startswith("post ")
        await give(desk, "Ctrl+F", "1", *anonymous(0).typed[1:])
        await desk.see("已登记：2016-0002")
        assert desk.desk.tip("2").channel == "landline"
        assert not form.typed().is_dirty


async def test_one_key_leads_back_to_the_summary_from_wherever_one_is(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await give(desk, "f2", "ctrl+d", Told("甲"))
        for field in ("line", "subjects.group", "reporter.name", "reporter.verified"):
            await desk.go_to(field)
            await give(desk, "ctrl+d", Told("乙"))
        form = desk.app.desk_screen.form
        assert form.fields.values["summary"] == "甲乙乙乙乙"
        assert form.fields.values["reporter.name"] == ""


@pytest.mark.whole
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_field_is_led_to_by_the_letter_shown_beside_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with sitting(tmp_path / "desk", size) as desk:
        await give(desk, "f2", "f6")
        form = desk.app.desk_screen.form
        wanted = [row for row in form.fields.rows() if row.display]
        led_to = []
        for letter in "abcdefghijklmnopqrstuvwxyz"[: len(wanted)]:
            await give(desk, "ctrl+d", "ctrl+f")
            await desk.see("按字母到该项")
            # Of a further subject those fields alone have one that are to be seen.
            shown = form.fields._lettered.get(letter)
            await give(desk, letter.upper())
            await desk.until(lambda: "按字母到该项" not in desk.seen)
            led_to.append(desk.app.focused.parent)
            assert led_to[-1] is shown or (shown is None and led_to[-1].field == "summary")
        assert set(form.fields.subjects.subjects[0].rows.values()) <= set(led_to)


async def test_what_is_no_letter_of_a_field_is_typed_where_one_was(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await give(desk, "f2", Told("某"), "ctrl+f", Told("局"), "ctrl+f", "escape", Told("长"))
        form = desk.app.desk_screen.form
        assert form.fields.values["subjects"][0]["unit"] == "某局长"
        assert form.fields.values["summary"] == ""
        await give(desk, "escape", "ctrl+f", Told("c"))
        assert desk.app.focused is None


async def test_a_command_is_the_one_that_was_typed_however_fast_enter_comes(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        told = (Told("甲"), "ctrl+p", Told("xinjubao"), "enter", "ctrl+d", Told("乙"))
        await give(desk, "f2", "ctrl+d", *told)
        form = desk.app.desk_screen.form
        assert form.fields.values["summary"] == "乙"
        await give(desk, "ctrl+p", Told("daibulu"), "down", "up", "enter")
        await desk.see("已暂存：2016-0001")
        assert desk.desk.tip("1").summary == "乙"
