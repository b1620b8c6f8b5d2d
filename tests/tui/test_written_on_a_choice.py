"""What is typed or pasted where one chooses, and is no choice, is kept in every dialogue."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from tests.builders import REFERRAL
from tests.store.desks import tip_of
from tests.tui.sitting import Sitting, a_desk, all_dealt_with, sitting
from tui.widgets.choice import Choice
from tui.widgets.field_row import FieldRow
from tui.widgets.text_field import LongField, TextField

SAID = "某局李四，收了礼金"
# The keys that lead from the page of a tip to each dialogue, and where what is written there goes.
FROM_A_TIP = {
    ("d", "2"): {"status": "to"},
    ("l",): {"way": "of"},
    ("n",): {"own": "text", "kind": "text"},
    ("y",): {"done": "text", "kind": "text"},
    ("a", "a"): {"kind": "name"},
    ("ctrl+r", "z"): {"agreed": "matter", "where": "matter"},
    ("ctrl+r", "y"): {"where": "receiver"},
}
FROM_THE_DESK = {
    ("ctrl+o",): {"line": "to"},
    # There are no words to be written there: that they are kept is seen all the same.
    ("f5", "f6"): {"disciplines": "since", "flags": "since"},
}


def choices(desk: Sitting) -> list[FieldRow]:
    """The fields of what is on the screen where one chooses."""
    rows = desk.app.screen.query(FieldRow).results(FieldRow)
    return [row for row in rows if row.display and isinstance(row.control, Choice)]


async def written_on(desk: Sitting, row: FieldRow) -> str:
    """The field in which one is after typing on a choice, and which then holds all of it."""
    before = row.value
    desk.app.screen.set_focus(row.control)
    await desk.type(SAID)
    field = desk.app.focused
    assert isinstance(field, TextField | LongField), f"{row.label}\n{desk.seen}"
    assert field.content.endswith(SAID) and row.value == before, row.label
    field.content = ""
    return next(r.field for r in desk.app.screen.query(FieldRow) if r.control is field)


async def written_in(desk: Sitting) -> dict[str, str]:
    """Where it goes that is written on the first choice of the dialogue on the screen, and on the last."""
    shown = choices(desk)
    return {row.field: await written_on(desk, row) for row in dict.fromkeys((shown[0], shown[-1]))}


@pytest.mark.whole
async def test_what_is_written_on_a_choice_goes_into_the_field_for_words_of_its_dialogue(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path / "desk") as desk:
        for tip in (tip_of(REFERRAL), tip_of(REFERRAL)):
            desk.record(tip)
        desk.acts.link("2", "1", revision=1)
        desk.follow_ups.note("2", "请第二组办理", "instruction")
        desk.follow_ups.appoint("2", "call_back", desk.now().add(days=1), "")
    found = {}
    async with sitting(tmp_path / "desk", (80, 40)) as seat:
        for keys in FROM_THE_DESK:
            await seat.press(*keys)
            found[keys] = await written_in(seat)
            await seat.press(*["escape"] * len(keys))
        await seat.press("f4", "home", "enter")
        await seat.see("修改记录")
        for keys in FROM_A_TIP:
            await seat.press(*keys)
            found[keys] = await written_in(seat)
            await seat.press(*["escape"] * (2 if keys[0] == "a" else 1))
            await seat.see("修改记录")
    assert found == FROM_THE_DESK | FROM_A_TIP


async def test_what_is_pasted_on_a_choice_goes_there_too(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("ctrl+o")
        desk.app.post_message(events.Paste("某局\n李四"))
        await all_dealt_with(desk.app)
        await desk.see("某局 李四")


@pytest.mark.whole
async def test_in_the_notice_it_stays_in_the_section_where_it_was_written(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("ctrl+y", "e")
        await desk.until(lambda: bool(choices(desk)), "the form of the notice")
        # The last field of its section, behind which others come.
        row = choices(desk)[-1]
        await written_on(desk, row)
        assert desk.app.focused and desk.app.focused.parent in row.siblings


@pytest.mark.whole
async def test_it_does_so_too_when_one_has_gone_on_to_another_section_meanwhile(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("ctrl+y", "e")
        await desk.until(lambda: bool(choices(desk)), "the form of the notice")
        first, *_others, last = choices(desk)
        desk.app.screen.set_focus(first.control)
        last.control.post_message(Choice.Written(last.control, SAID))  # type: ignore[arg-type]
        await all_dealt_with(desk.app)
        await desk.until(lambda: desk.app.focused is not first.control, "the field")
        assert desk.app.focused and desk.app.focused.parent in last.siblings


async def test_where_nothing_takes_words_one_is_told_once_which_keys_choose(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
    async with sitting(tmp_path / "desk", (80, 24)) as seat:
        await seat.press("f4", "home", "enter")
        await seat.see("修改记录")
        await seat.press("d")
        await seat.type("某局")
        await seat.see("这一项不写文字。数字键或 ← → 选一项。")
        assert len(seat.app._notifications) == 1
        await seat.type("\u3000")
        await seat.see("已呈组长   2")
