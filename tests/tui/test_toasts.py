"""What is said over the screen can be read whole, whatever lies below it."""

from pathlib import Path

import pytest

from tests.tui.sitting import sitting
from tui.toasts import in_lines

SMALL = (80, 24)


@pytest.mark.parametrize("view", ["f2", "f3"])
@pytest.mark.parametrize("shift", ["", "x"])
async def test_no_character_is_lost_where_what_lies_below_begins_or_ends(
    tmp_path: Path, view: str, shift: str
) -> None:
    said = shift + "汉" * 37
    async with sitting(tmp_path / "desk", SMALL) as desk:
        await desk.press(view)
        desk.app.notify(f"一\n{said}\n{said}", markup=False)
        await desk.see(f"{said}")
        assert desk.seen.count(said) == 2


def test_a_long_sentence_is_broken_as_in_print() -> None:
    assert in_lines("说" * 38 + "，匿名 2 件", 80) == "说" * 37 + "\n说，匿名 2 件"
