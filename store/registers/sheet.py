"""A sheet of a register: its rows as texts, and which cells stand for several."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from store.errors import CannotRead
from store.frozen import frozen
from store.text import _

Row = tuple[int, list[str]]
"""The row's number in the file, from 1, and its cells."""
Area = tuple[int, int, int, int]
"""Cells merged into one: its first row and column, its last row and column, rows from 1 and columns
from 0."""

MOST_BYTES: Final = 64 << 20
"""Of a file."""
MOST_ROW_NUMBER: Final = 1 << 20
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 1_000
MOST_CELLS: Final = 2_000_000
MOST_CHARACTERS: Final = 64 << 20
_MOST_BLANK: Final = 20_000_000


@frozen
class Sheet:
    """The rows of a sheet that are not blank; `merged` are its areas of several rows or columns.
    `unseen_rows` and `unseen_columns` are those that whoever opens it does not see."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Area, ...] = ()
    unseen_rows: frozenset[int] = frozenset()
    unseen_columns: frozenset[int] = frozenset()

    def under_merged(self) -> tuple[Row, ...]:
        """The rows, each cell under a merged one with what that says."""
        rows = {n: list(cells) for n, cells in self.rows}
        numbers = [n for n, _cells in self.rows]
        filled = 0
        for first, left, last, _right in self.merged:
            text = _at(rows.get(first, ()), left)
            if not text:
                continue
            for n in numbers[bisect_left(numbers, first + 1) : bisect_right(numbers, last)]:
                filled += 1
                if filled > MOST_CELLS:
                    raise too_large(self.name)
                _put(rows[n], left, text)
        return tuple(rows.items())

    def top(self, most: int) -> list[Row]:
        """The first rows, with what is merged over several columns or rows in each cell of it."""
        rows = {n: list(cells) for n, cells in self.rows[:most]}
        filled = 0
        for first, left, last, right in self.merged:
            text = _at(rows.get(first, ()), left)
            columns = range(left, min(right + 1, MOST_COLUMNS))
            for n in rows if text else ():
                if first <= n <= last:
                    filled += len(columns)
                    for column in columns:
                        _put(rows[n], column, text)
            if filled > MOST_CELLS:
                raise too_large(self.name)
        return list(rows.items())


@frozen
class Book:
    """A file of sheets; `hidden` are the names of those that are not read, because whoever opens the
    file does not see them."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


def sheet_of(name: str, rows: Iterable[Row], merged: Iterable[Area] = ()) -> Sheet:
    """A sheet of what a reader found, as far as anyone would write one. Raises `CannotRead` for one
    that is larger."""
    kept: list[Row] = []
    cell_count = characters = looked_at = 0
    for n, cells in rows:
        if n > MOST_ROW_NUMBER:
            raise CannotRead(
                _(
                    "“{sheet}”的行号超过 {most}，不像是台账，请检查后另存。",
                    sheet=name,
                    most=MOST_ROW_NUMBER,
                )
            )
        looked_at += len(cells)
        if looked_at > _MOST_BLANK:
            raise too_large(name)
        if not any(cells):
            continue
        while not cells[-1]:
            cells.pop()
        cell_count += len(cells)
        characters += sum(map(len, cells))
        kept.append((n, cells))
        if len(kept) > MOST_ROWS or cell_count > MOST_CELLS or characters > MOST_CHARACTERS:
            raise too_large(name)
    areas = tuple(islice(merged, MOST_ROWS + 1))
    if len(areas) > MOST_ROWS:
        raise too_large(name)
    return Sheet(name, tuple(kept), areas)


def too_large(name: str) -> CannotRead:
    """What to say of more than a register holds."""
    return CannotRead(
        _(
            "“{name}”内容过多（最多 {rows} 行、{cells} 格），请拆成几份。",
            name=name,
            rows=MOST_ROWS,
            cells=MOST_CELLS,
        )
    )


def _at(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _put(cells: list[str], column: int, text: str) -> None:
    """Fills a cell that is blank."""
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = cells[column] or text
