"""Reads texts parted by commas or the like (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.errors import CannotRead
from store.registers.cells import untyped
from store.registers.headings import recognised
from store.registers.sheet import Book, Row, Sheet, sheet_of
from store.text import _

_SEPARATORS: Final = ",\t;，；|"


def read_separated(text: str, path: Path) -> Book:
    """The one sheet, parted where its headings are found, else where most is parted. Raises
    `CannotRead`."""
    found = list[tuple[int, int, int, Sheet]]()
    for place, separator in enumerate(_SEPARATORS):
        if separator not in text:
            continue
        try:
            sheet = sheet_of(path.stem, _rows(text, separator))
        except csv.Error:
            continue
        widest = max((len(cells) for _n, cells in sheet.rows[:20]), default=0)
        found.append((recognised(sheet), widest, -place, sheet))
    if not found and any(char in text for char in _SEPARATORS):
        raise CannotRead(_("{path} 不是完好的 CSV 文件，请检查引号是否成对。", path=path))
    if not found:
        return Book((sheet_of(path.stem, _rows(text, ",")),))
    return Book((max(found, key=lambda one: one[:3])[3],))


def _rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for n, row in enumerate(reader, 1):
        yield n, [untyped(text) for text in row]
