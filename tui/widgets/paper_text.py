"""A text that is to go on paper, on screen: its headings set off, long lines hung under their start."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rich.cells import cell_len
from textual.reactive import var

from tui.widgets.sheet import Line, Sheet
from tui.wrapping import wrapped

_BETWEEN_COLUMNS = "  "


class PaperText(Sheet):
    """Shows `text`. Its first line is the title; a heading is what stands over indented lines."""

    text: var[str] = var("", init=False)

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.set_reactive(PaperText.text, text)

    def watch_text(self) -> None:
        self.repaint()

    def lines(self, width: int) -> list[Line]:
        return list(self._lines(width))

    def _lines(self, width: int) -> Iterator[Line]:
        texts = self.text.split("\n")
        for at, (text, below) in enumerate(pairwise([*texts, ""])):
            is_heading = not text.startswith(" ") and below.startswith(" ")
            if is_heading and at:
                yield []
            role = "title" if is_heading or not at else ""
            yield from ([(row, role)] for row in hung(text, width))


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
