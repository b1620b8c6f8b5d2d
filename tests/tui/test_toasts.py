"""What is said over the screen can be read whole, whatever lies below it."""

import asyncio
from pathlib import Path

import pytest
from textual.widgets._toast import Toast

from tests.tui.seat import seated
from tests.tui.sitting import sitting
from tests.tui.test_never_blind import unseen
from tui.terminal.toasts import belongs_below, toast_lines

SMALL = (80, 24)
# More lines than are shown of it at once.
SUMMARY = "某县国土局局长李四收受开发商礼金三万元。" * 30


@pytest.mark.parametrize("view", ["f2", "f3"])
@pytest.mark.parametrize("shift", ["", "x"])
async def test_no_character_is_lost_where_what_lies_below_begins_or_ends(
    tmp_path: Path, view: str, shift: str
) -> None:
    said = shift + "汉" * 37
    async with sitting(tmp_path / "desk", SMALL) as desk:
        await desk.press(view)
        # Whatever is asked for, none of it is markup.
        desk.app.notify(f"[b]一[/b]\n{said}\n{said}", markup=True)
        await desk.see(f"{said}")
        assert "[b]一[/b]" in desk.seen
        assert desk.seen.count(said) == 2


def test_a_long_sentence_is_broken_as_in_print() -> None:
    assert toast_lines("说" * 38 + "，匿名 2 件", 80) == "说" * 37 + "\n说，匿名 2 件"


@pytest.mark.parametrize(
    ("first", "line", "wanted"),
    [
        # Of 24 rows, the last of which are keys, 7 are said.
        (0, 0, (True, True)),
        (6, 6, (True, True)),
        (6, 15, (True, True)),
        (7, 7, (False, True)),
        (7, 15, (False, True)),
        (7, 16, (False, False)),
        (16, 16, (False, False)),
        # A text so long that its name or its line is covered: its line is not to be.
        (6, 16, (False, False)),
        (-3, 22, (False, False)),
        (-3, 5, (True, True)),
    ],
)
def test_what_is_said_goes_to_the_other_end_only_where_it_is_in_the_way(
    first: int, line: int, wanted: tuple[bool, bool]
) -> None:
    at_top, at_bottom = range(7), range(16, 23)
    found = tuple(
        belongs_below(first, line, 7, 24, is_below=is_below, is_covered=line in covered)
        for is_below, covered in ((False, at_top), (True, at_bottom))
    )
    assert found == wanted


def test_what_fills_the_screen_is_on_the_half_in_which_nobody_types() -> None:
    for line, is_below in ((0, True), (11, True), (12, False), (22, False)):
        for was_below in (True, False):
            how = {"is_below": was_below, "is_covered": True}
            assert belongs_below(0, line, 23, 24, **how) is is_below


async def test_its_lines_stay_as_they_were_broken(tmp_path: Path) -> None:
    said = "注意 " + "某局 李四, 4 reporters, 0 repeats by the same " * 4
    async with sitting(tmp_path / "desk", SMALL) as desk:
        desk.app.notify(said, markup=False)
        await desk.see("4 reporters")
        shown = [line.removeprefix("▌ ").rstrip() for line in desk.seen.split("\n")]
        lines = [line.rstrip() for line in toast_lines(said, SMALL[0]).split("\n")]
        assert [row[: len(line)] for row, line in zip(shown, lines, strict=False)] == lines


@pytest.mark.whole
@pytest.mark.parametrize("size", [(60, 20), SMALL])
async def test_what_is_said_covers_neither_the_line_that_is_typed_in_nor_its_name(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with sitting(tmp_path / "desk", size) as desk:
        await desk.press("f2")
        await desk.fill("summary", SUMMARY)
        for _time in range(3):
            desk.app.notify("一\n二\n三", timeout=60, markup=False)
        await desk.see("▌ 三")
        for key in ["up"] * 10 + ["tab", "shift+tab"] * 2 + ["tab"] * 14:
            await desk.press(key)
            await desk.until(lambda: unseen(desk.app) == "", "the field that is typed in")


async def test_the_whole_screen_painted_as_a_toast_goes_stands_in_its_place(tmp_path: Path) -> None:
    async with seated(tmp_path / "desk", SMALL) as seat:
        seat.app.notify("甲", timeout=60)
        await seat.settled()
        toast = seat.app.screen.query_one(Toast)
        assert toast.parent
        toast.parent.remove()
        # It is gone, and its place is not laid out anew yet.
        while toast.is_attached:
            await asyncio.sleep(0)
        with seat.app._context():
            seat.app.repaint()
            seat.app.screen._on_timer_update()
        assert await seat.wrong_rows() == []


async def test_what_is_taken_away_before_its_time_leaves_no_row_behind(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", SMALL) as desk:
        for said in ("甲", "乙"):
            desk.app.notify(said)
            await desk.see(f"▌ {said}")
            assert desk.app.screen.query_one(Toast).region.y == 0
            desk.app.clear_notifications()
            await desk.until(lambda: not desk.app.screen.query(Toast), "its end")
