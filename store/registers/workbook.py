"""Reads the visible sheets of an xlsx workbook, formulas by the values they last had."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from store.errors import CannotRead
from store.registers.cells import text_of
from store.registers.sheet import MOST_COLUMNS, Area, Book, Row, Sheet, sheet_of, too_large
from store.text import _

# The library does not say of a sheet that it reads row by row what is merged in it.
_MERGED: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\""
)


_TOO_FAR: Final = re.compile(rb"\br=[\"'](?:[A-Za-z]{4,}|[A-Za-z]*\d{8,})")


def read_workbook(archive: ZipFile, content: bytes, path: Path) -> Book:
    """Raises `CannotRead`."""
    from openpyxl import load_workbook

    # The library raises whatever its parsers raise, of several kinds, while reading too; and what it
    # warns of is no officer's business.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
            return Book(tuple(_sheet(sheet, archive) for sheet in visible), tuple(hidden))
    except CannotRead:
        raise
    except Exception as error:
        raise CannotRead(_("{path} 不是完好的表格文件，请重新另存一份。", path=path)) from error


def _sheet(sheet: Any, archive: ZipFile) -> Sheet:
    # What a program wrote about the size of the sheet may be wrong.
    sheet.reset_dimensions()
    part = archive.read(sheet._worksheet_path)
    # Excel has columns up to XFD and rows up to 1048576; the library would make as many as are said.
    if _TOO_FAR.search(part):
        raise too_large(sheet.title)
    return sheet_of(sheet.title, _rows(sheet), _merged(part))


def _rows(sheet: Any) -> Iterator[Row]:
    for n, values in enumerate(sheet.iter_rows(values_only=True), 1):
        yield n, [text_of(value) for value in values[:MOST_COLUMNS]]


def _merged(part: bytes) -> Iterator[Area]:
    from openpyxl.utils import range_boundaries

    for match in _MERGED.finditer(part):
        left, first, right, last = range_boundaries(match[1].decode())
        yield first, left - 1, last, right - 1
