"""Nobody types blind: the line with the cursor is on the screen, and the label of its field."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App
from textual.errors import NoWidget
from textual.events import MouseScrollUp, Paste
from textual.geometry import Offset

from tests.store.desks import tip_of
from tests.tui.seat import Seat, seated
from tests.tui.sitting import Sitting, a_desk, all_dealt_with, sitting
from tui.widgets.field_row import FieldRow, Label
from tui.widgets.tip_fields import TipFields

pytestmark = pytest.mark.whole

SENTENCE = "某县国土局局长李四在二〇一六年春节前后收受开发商礼金三万元并为其办理土地手续"
KEYS = ("enter", "tab", "shift+tab", "up", "down", "f2", "f6", "f7", "f8", "ctrl+r", "ctrl+s")
STEPS = st.one_of(
    st.sampled_from(KEYS),
    st.sampled_from((SENTENCE, "3", "某县国土局")),
    st.builds(lambda lines: "\n".join([SENTENCE] * lines), st.integers(2, 12)),
    st.tuples(st.integers(60, 200), st.integers(20, 60)),
)
"""A key, a text to be typed, several lines to be pasted, the size of the window."""


def unseen(app: App[Any]) -> str:
    """What of the field that is typed in is not on the screen, "" if all that has room is."""
    focused = app.focused
    above = focused.ancestors if focused else []
    row = next((node for node in above if isinstance(node, FieldRow)), None)
    if focused is None or row is None:
        return ""
    fields = next(node for node in above if isinstance(node, TipFields))
    cursor, label = row.cursor, row.query_one(Label).region.offset
    if at(app, *cursor) is not focused:
        return f"the cursor of {row.field} at {tuple(cursor)}, behind {at(app, *cursor)}"
    has_room = cursor.y - label.y < fields.scrollable_content_region.height
    if has_room and not isinstance(at(app, *label), Label):
        return f"the label of {row.field} at {tuple(label)}"
    window = fields.scrollable_content_region
    if row.fault and row.region.height <= window.height and row.region.bottom > window.bottom:
        return f"what is wrong with {row.field}"
    return ""


def at(app: App[Any], x: int, y: int) -> object:
    try:
        return app.screen.get_widget_at(x, y)[0]
    except NoWidget:
        return None


async def take(step: str | tuple[int, int], desk: Sitting) -> None:
    if not isinstance(step, str):
        await desk.pilot.resize_terminal(*step)
    elif step in KEYS:
        await desk.send(step)
    elif "\n" in step:
        desk.app.post_message(Paste(step))
        await all_dealt_with(desk.app)
    else:
        await desk.send(*step)
    await desk.pilot.pause(0.02)


@settings(max_examples=2)
@given(
    st.sampled_from([(60, 20), (80, 24), (100, 24), (110, 34), (120, 40), (200, 60)]),
    st.lists(STEPS, min_size=8, max_size=24),
)
async def test_whatever_opens_closes_wraps_is_pasted_or_resized_the_cursor_is_in_sight(
    size: tuple[int, int], steps: list[str | tuple[int, int]]
) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        with a_desk(Path(folder) / "desk") as stored:
            stored.record(tip_of())
        async with sitting(Path(folder) / "desk", size) as desk:
            await desk.send("f2")
            for step in steps:
                await take(step, desk)
                assert unseen(desk.app) == "", f"after {step!r} in {desk.app.size}:\n{desk.seen}"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_line_that_is_typed_is_on_the_terminal(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with seated(tmp_path / "desk", size) as seat:
        seat.type("F2", "某县国土局", *["Enter"] * 3, "3", "Enter")
        for line in range(8):
            seat.type("Enter" if line else "", f"{SENTENCE}{line}")
            assert await cursor_follows(seat, str(line))
        seat.paste(f"\n{SENTENCE}" * 3)
        assert await cursor_follows(seat, SENTENCE[-1])
        assert await seat.wrong_rows() == []


async def test_a_field_with_less_room_than_before_is_scrolled_to_its_cursor(tmp_path: Path) -> None:
    async with seated(tmp_path / "desk", (80, 30)) as seat:
        seat.type("F2", "Ctrl+D")
        seat.paste(SENTENCE * 20)
        seat.type("了")
        assert await cursor_follows(seat, "了")
        await seat.resize(80, 24)
        assert await cursor_follows(seat, "了")


async def cursor_follows(seat: Seat, text: str) -> bool:
    """Whether the terminal's cursor stands right behind that text."""
    await seat.settled()
    cursor, rows = seat.terminal.screen.cursor, seat.terminal.screen.buffer
    cells = [rows[cursor.y][x].data for x in range(cursor.x)]
    return "".join(cells).endswith(text)


async def test_who_reads_elsewhere_with_the_mouse_is_left_there_until_the_next_key(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.send("f2")
        await desk.go_to("reporter.contact")
        await desk.pilot.pause()
        fields = desk.app.screen.query_one(TipFields)
        scrolled = fields.scroll_offset.y
        assert scrolled
        where = fields.region.offset + Offset(2, 2)
        await desk.pilot._post_mouse_events([MouseScrollUp] * 8, offset=where)
        await desk.pilot.pause()
        assert fields.scroll_offset.y == 0 and unseen(desk.app)
        await desk.send("西")
        await desk.pilot.pause()
        assert not unseen(desk.app)


async def test_what_is_wrong_with_a_field_is_in_sight_of_who_comes_to_it(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (60, 20)) as desk:
        await desk.press("f2", "ctrl+s")
        await desk.until(lambda: len(desk.app.screen.query(".fault")) > 1)
        for _field in range(14):
            await desk.press("tab")
            assert unseen(desk.app) == "", desk.seen
