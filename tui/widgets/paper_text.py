"""A text that is to go on paper, on screen: its headings set off, long lines hung under their start.

Where it is longer than the screen and there is room, its sections stand in two columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, zip_longest
from types import MappingProxyType
from typing import Final

from rich.cells import cell_len

from tui.terminal.styled_line import StyledLine, width_of
from tui.terminal.wrapping import wrapped
from tui.widgets.sheet import Painted, Sheet

_BETWEEN_COLUMNS = "  "
# From here on two sections have room beside each other, and what is between them.
_WIDE: Final = 150
_GAP: Final = 4
# Of the screen's height, what padding and the line of keys take.
_AROUND: Final = 3


class PaperText(Sheet):
    """Shows `text`. Its first line is the title; a heading is what stands over indented lines.

    `marked` are words that are coloured where they stand in such a line, and the role of each.
    """

    text: Painted[str] = Painted("")
    marked: Mapping[str, str] = MappingProxyType({})

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.set_reactive(PaperText.text, text)

    def lines(self, width: int) -> list[StyledLine]:
        whole = list(self._lines(width))
        room = self.screen.size.height - _AROUND
        if width < _WIDE or len(whole) <= room:
            return whole
        return self._beside_each_other(width, room) or whole

    def _beside_each_other(self, width: int, room: int) -> list[StyledLine]:
        """The sections in two columns of about the same height; [] where they do not fit so either."""
        half = (width - _GAP) // 2
        lines = list(self._lines(half))
        starts = [at for at, line in enumerate(lines) if not line]
        if not starts:
            return []
        at = min(starts, key=lambda at: max(at, len(lines) - at - 1))
        left, right = lines[:at], lines[at + 1 :]
        if max(len(left), len(right)) > room:
            return []
        empty: StyledLine = []
        return [
            [*one, (" " * (half + _GAP - width_of(one)), ""), *other] if other else one
            for one, other in zip_longest(left, right, fillvalue=empty)
        ]

    def _lines(self, width: int) -> Iterator[StyledLine]:
        texts = self.text.split("\n")
        for at, (text, below) in enumerate(pairwise([*texts, ""])):
            is_heading = not text.startswith(" ") and below.startswith(" ")
            if is_heading and at:
                yield []
            role = "title" if is_heading or not at else ""
            yield from (self._coloured(row, role) for row in hung(text, width))

    def _coloured(self, row: str, role: str) -> StyledLine:
        for word, its_role in self.marked.items() if row.startswith(" ") else ():
            before, found, after = row.partition(word)
            if found:
                return [(before, role), (found, its_role), (after, role)]
        return [(row, role)]


def hung(text: str, width: int) -> list[str]:
    """`text` in lines of `width` cells, the further ones under the start of its last column, or
    of the whole where that leaves them too little room."""
    indent = cell_len(text) - cell_len(text.lstrip())
    before, between, _last = text.rpartition(_BETWEEN_COLUMNS)
    column = cell_len(before + between)
    start = column if indent < column <= width // 2 else indent
    kept = next(at for at in range(len(text) + 1) if cell_len(text[:at]) >= start)
    first, *more = wrapped(text[kept:], width - start)
    return [text[:kept] + first, *(" " * start + line for line in more)]
