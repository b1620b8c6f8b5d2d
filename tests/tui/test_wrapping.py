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
from tui.terminal.wrapping import fitted, line_ends, wrapped

# Some of it longer than a line, and nowhere to be broken.
PIECES = st.sampled_from([*"字词句，。；：（）“”ab1…", "0731-85551234转8801"])
TEXT = st.lists(PIECES, min_size=1, max_size=60).map("".join)


@given(text=TEXT, width=st.integers(6, 20))
def test_the_ends_of_lines_are_those_of_print(text: str, width: int) -> None:
    ends = [0, *line_ends(text, width), len(text)]
    lines = [text[a:b] for a, b in pairwise(ends)]
    assert all(cell_len(line) <= width for line in lines)
    assert lines == wrapped(text, width)


@pytest.mark.parametrize("mark", "（《“‘")
def test_no_line_ends_with_an_opening_mark(mark: str) -> None:
    assert wrapped(f"一二三{mark}四", 6 + cell_len(mark)) == ["一二三", f"{mark}四"]


@pytest.mark.parametrize("mark", "、，。；：！？）》”’")
def test_no_line_begins_with_a_closing_mark(mark: str) -> None:
    assert wrapped(f"一二三四{mark}", 8) == ["一二三", f"四{mark}"]


def test_words_of_english_stay_whole() -> None:
    assert line_ends("one two three four", 9) == [8, 14]
    assert line_ends("one two", 7) == []
    # A blank that has no room stays where nobody sees it.
    assert line_ends("one two three", 7) == [8]
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert line_ends("to " + "o" * 9, 4) == [3, 7, 11]
    assert line_ends("to " + "o" * 9, 4, fold=False) == [3]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("值班", 1, ["值", "班"]),
        ("值班", 0, ["值", "班"]),
        ("", 4, [""]),
        ("abcdefgh", 4, ["abcd", "efgh"]),
        ("一abcdefghijklm", 4, ["一", "abcd", "efgh", "ijkl", "m"]),
        ("一\t二", 6, ["一", "二"]),
        ("一\t二", 8, ["一    二"]),
        ("电话0731-8555", 6, ["电话", "0731-8", "555"]),
        ("（一）。", 6, ["（一）", "。"]),
        ("a\x1bb", 8, ["a\\u001bb"]),
    ],
)
def test_a_text_takes_as_many_lines_as_it_needs(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("值班台", 6, "值班台"),
        ("值班台", 8, "值班台  "),
        ("值班台", 5, "值班…"),
        ("值班台", 4, "值… "),
        ("值班台", 1, "…"),
        ("值班台", 0, ""),
        ("ab cde", 4, "ab… "),
        ("a\x1bb", 8, "a\\u001bb"),
    ],
)
def test_a_text_that_is_longer_is_cut_with_an_ellipsis(text: str, width: int, shown: str) -> None:
    assert fitted(text, width) == shown


@pytest.mark.whole
async def test_no_line_on_the_screen_begins_with_a_closing_mark(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", size=(80, 24)) as desk:
        for length in range(60, 80):
            desk.app.push_screen(PaperScreen("题", "字" * length + "，" + "字" * 9 + "。"))
            await desk.see("字，")
            desk.app.pop_screen()
