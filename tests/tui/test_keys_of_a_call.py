"""How many keys a tip takes beside its text, and that they lead where they are said to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.events import Paste

from store.tips.tip import Reporter, Subject
from tests.tui.sitting import Sitting, a_desk, all_dealt_with, key_event, sitting


class Told(str):
    """What a caller tells: typed, and no key of the program's."""


class Pasted(str):
    """What is pasted from elsewhere."""


STORY = "去年中秋收受开发商礼金三万元，有转账记录，同事赵某知情。"
ONE_SUBJECT = (Told("某县国土局"), "enter", Told("李四"), "enter", Told("局长"), "enter", "1")
ANONYMOUS_CALL = ("f2", *ONE_SUBJECT, Told(STORY), "tab", "3", "ctrl+s")
NAMED_CALL = (
    *ANONYMOUS_CALL[:-1],
    *("enter", "enter", Told("张三"), "enter", Told("13900001111"), "ctrl+s"),
)
LETTER = (
    *("f2", "ctrl+f", "3", *ONE_SUBJECT, "f6", *ONE_SUBJECT, "f6", *ONE_SUBJECT),
    *(Pasted("来信反映三人\r\n合伙套取补贴"), "tab", "3", "ctrl+s"),
)
OUT_OF_SCOPE = (
    *("f2", Told("某街道"), "ctrl+f", "f", "4", Told("小区噪声扰民"), "tab", "enter", "enter"),
    *(Told("区环境保护局"), "ctrl+s"),
)
PASSED_THROUGH = ("ctrl+o", "tab", "tab", Told("组长王某"), "ctrl+s")


def keys_in(pressed: Sequence[str]) -> int:
    """How many keys that is, beside text."""
    return sum(not isinstance(key, Told | Pasted) for key in pressed)


async def give(desk: Sitting, pressed: Sequence[str]) -> None:
    """All of it at once, as fast as a line brings it."""
    for key in pressed:
        if isinstance(key, Pasted):
            desk.app.post_message(Paste(key))
        for name in () if isinstance(key, Pasted) else key if isinstance(key, Told) else (key,):
            desk.app.post_message(key_event(name))
    await all_dealt_with(desk.app)


@pytest.mark.parametrize(
    ("pressed", "most"),
    [
        (ANONYMOUS_CALL, 8),
        (NAMED_CALL, 12),
        (LETTER, 20),
        (OUT_OF_SCOPE, 12),
        (PASSED_THROUGH, 5),
    ],
    ids=["anonymous call", "named call", "letter", "out of scope", "passed through"],
)
async def test_a_tip_takes_no_more_keys_beside_its_text(
    tmp_path: Path, pressed: Sequence[str], most: int
) -> None:
    assert keys_in(pressed) <= most
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await give(desk, pressed)
        await desk.until(lambda: len(desk.desk.tips()) == 1, "the tip")
        (tip,) = desk.desk.tips()
    subject = Subject("某县国土局", "李四", "局长", "leadership")
    if pressed == PASSED_THROUGH:
        assert tip.disposition and tip.disposition.to == "组长王某"
    elif pressed == OUT_OF_SCOPE:
        assert (tip.summary, tip.referred_to) == ("小区噪声扰民", "区环境保护局")
    elif pressed == LETTER:
        assert (tip.channel, tip.subjects) == ("post", (subject,) * 3)
        assert tip.summary == "来信反映三人\n合伙套取补贴"
    else:
        assert (tip.subjects, tip.summary) == ((subject,), STORY)
        assert tip.disciplines == ("廉洁纪律",)
        wanted = Reporter("张三", "13900001111") if pressed == NAMED_CALL else None
        assert tip.reporter == wanted


async def test_the_next_tip_is_on_the_line_that_was_used_last(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        form = desk.app.desk_screen.form
        await give(desk, LETTER)
        await desk.see("已登记：2016-0001")
        assert form.fields.values["line"].startswith("post ")
        # A tip that is looked into again has a line of its own.
        with a_desk(tmp_path / "desk") as other:
            form.edit(other.tip("1"))
        await desk.press("f2")
        assert form.fields.values["line"].startswith("post ")
        await give(desk, ("ctrl+f", "1"))
        await give(desk, ANONYMOUS_CALL[1:])
        await desk.see("已登记：2016-0002")
        assert desk.desk.tip("2").channel == "landline"
        assert not form.typed().is_dirty


async def test_one_key_leads_back_to_the_summary_from_wherever_one_is(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await give(desk, ("f2", "ctrl+d", Told("甲")))
        for field in ("line", "subjects.group", "reporter.name", "reporter.verified"):
            await desk.go_to(field)
            await give(desk, ("ctrl+d", Told("乙")))
        form = desk.app.desk_screen.form
        assert form.fields.values["summary"] == "甲乙乙乙乙"
        assert form.fields.values["reporter.name"] == ""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_field_is_led_to_by_the_letter_shown_beside_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with sitting(tmp_path / "desk", size) as desk:
        await give(desk, ("f2", "f6"))
        form = desk.app.desk_screen.form
        wanted = [row for row in form.fields.rows() if row.display]
        led_to = []
        for letter in "abcdefghijklmnopqrstuvwxyz"[: len(wanted)]:
            await give(desk, ("ctrl+d", "ctrl+f"))
            await desk.see("按字母到该项")
            await give(desk, (letter.upper(),))
            led_to.append(desk.app.focused.parent)
            assert "按字母到该项" not in desk.seen
        seen = [row for row in led_to if row.field == "summary"]
        assert len(seen) == 1 + len(led_to) - len(set(led_to))
        assert set(form.fields.subjects.subjects[0].rows.values()) <= set(led_to)


async def test_what_is_no_letter_of_a_field_is_typed_where_one_was(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await give(desk, ("f2", Told("某"), "ctrl+f", Told("局"), "ctrl+f", "escape", Told("长")))
        form = desk.app.desk_screen.form
        assert form.fields.values["subjects"][0]["unit"] == "某局长"
        assert form.fields.values["summary"] == ""
        await give(desk, ("escape", "ctrl+f", Told("c")))
        assert desk.app.focused is None
