"""Lines are broken as in print, whoever breaks them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.sitting import sitting
from tui.screens.paper_screen import PaperScreen
from tui.terminal.wrapping import line_ends, wrapped

TEXT = st.text(st.sampled_from("字词句，。；：（）“”ab1…"), min_size=1, max_size=60)


@given(text=TEXT, width=st.integers(6, 20))
def test_the_ends_of_lines_are_those_of_print(text: str, width: int) -> None:
    ends = [0, *line_ends(text, width), len(text)]
    lines = [text[a:b] for a, b in pairwise(ends)]
    assert all(cell_len(line) <= width for line in lines)
    assert lines == wrapped(text, width)


def test_words_of_english_stay_whole() -> None:
    assert line_ends("one two three four", 9) == [8, 14]
    assert line_ends("one two", 7) == []


@pytest.mark.whole
async def test_no_line_on_the_screen_begins_with_a_closing_mark(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", size=(80, 24)) as desk:
        for length in range(60, 80):
            desk.app.push_screen(PaperScreen("题", "字" * length + "，" + "字" * 9 + "。"))
            await desk.see("字，")
            desk.app.pop_screen()
