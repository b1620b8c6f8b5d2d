"""Reads the tables of a page of HTML, which many programs write and call xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from store.registers.cells import untyped
from store.registers.sheet import MOST_COLUMNS, MOST_ROWS, Area, Book, Row, sheet_of
from store.text import _

_BREAKS: Final = frozenset({"br", "p", "div", "li"})
# Of which class, by the page's style, cells are whose lines are as they are written.
_AS_WRITTEN: Final = re.compile(r"\btd\.([\w-]+) *\{[^{}]*white-space: *pre-wrap")
_UNSEEN: Final = frozenset({"script", "style", "title", "xml"})


def read_page(text: str) -> Book:
    """Each table that is in no other, in the order of the page; none if there is none."""
    reader = _Tables({*_AS_WRITTEN.findall(text)})
    reader.feed(text)
    reader.close()
    tables = [table for table in reader.tables if table.rows]
    return Book(
        tuple(
            sheet_of(_("表 {n}", n=n), table.placed(), table.merged)
            for n, table in enumerate(tables, 1)
        )
    )


class _Table:
    """Rows of cells, each with its text and how many columns and rows it takes."""

    def __init__(self) -> None:
        self.rows: list[list[tuple[str, int, int]]] = []
        self.merged: list[Area] = []

    def placed(self) -> Iterator[Row]:
        """The rows with each cell in its column; what a cell takes of others is blank."""
        taken: dict[int, int] = {}
        for n, row in enumerate(self.rows, 1):
            cells: list[str] = []
            for text, columns, rows in row:
                while taken.get(len(cells), 0) >= n:
                    cells.append("")
                left = len(cells)
                right = min(left + columns, MOST_COLUMNS)
                for column in range(left, right):
                    cells.append(text if column == left else "")
                    taken[column] = n + rows - 1
                if (columns > 1 or rows > 1) and left < right:
                    self.merged.append((n, left, n + rows - 1, right - 1))
            yield n, cells


class _Tables(HTMLParser):
    def __init__(self, as_written: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._as_written = as_written
        self._is_as_written = False
        self._depth = 0
        self._unseen = 0
        self._cell: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table())
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.tables[-1].rows.append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self._spans = (_span(given.get("colspan")), _span(given.get("rowspan")))
            classes = (given.get("class") or "").split()
            self._is_as_written = not self._as_written.isdisjoint(classes)
            self._cell = []
        elif tag in _BREAKS and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "table":
            if self._depth == 1:
                self._end_cell()
            self._depth = max(self._depth - 1, 0)
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._unseen:
            self._cell.append(data if self._is_as_written else " ".join(data.split()))

    def close(self) -> None:
        super().close()
        if self._depth:
            self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        table = self.tables[-1]
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append((untyped("".join(self._cell)), *self._spans))
        self._cell = None


def _span(written: str | None) -> int:
    """0 and what is no number are 1."""
    digits = (written or "").strip()
    most = max(MOST_COLUMNS, MOST_ROWS)
    return min(max(int(digits), 1), most) if digits.isdecimal() and len(digits) < 7 else 1
