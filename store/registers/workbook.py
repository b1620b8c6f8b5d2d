"""Reads the visible sheets of an xlsx workbook, formulas by the values they last had."""

from __future__ import annotations

import html
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from store.errors import CannotRead
from store.registers.cells import Uncalculated, text_of
from store.registers.sheet import MOST_COLUMNS, Area, Book, Row, Sheet, sheet_of, too_large
from store.text import _

# The library does not say of a sheet that it reads row by row what is merged in it.
_MERGED: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\""
)


# A formula whose value the program that wrote it did not work out, as it is where no cell says so;
# one that comes to a blank text has a type.
_UNCALCULATED: Final = re.compile(
    rb"<(?:\w+:)?c\b((?:\s+\w+=\"[^\"]*\")*)\s*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_COLUMNS: Final = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_HIDDEN: Final = re.compile(rb"\bhidden=\"(?:1|true)\"")
_NUMBER: Final = re.compile(rb"\br=\"(\d{1,7})\"")
_CELL: Final = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
# Behind a blank: office programs name the namespace of their relations r, too.
_TOO_FAR: Final = re.compile(rb"\sr=[\"'](?:[A-Za-z]{4,}|[A-Za-z]*\d{8,})")


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
    found = sheet_of(sheet.title, _rows(sheet, _uncalculated(part)), _merged(part))
    return replace(found, unseen_rows=_unseen_rows(part), unseen_columns=_unseen_columns(part))


def _unseen_rows(part: bytes) -> frozenset[int]:
    tags = (match[0] for match in _ROW.finditer(part) if _HIDDEN.search(match[0]))
    return frozenset(int(found[1]) for tag in tags if (found := _NUMBER.search(tag)))


def _unseen_columns(part: bytes) -> frozenset[int]:
    columns = set[int]()
    for match in _COLUMNS.finditer(part):
        first, last = (
            re.search(rb"\b%b=\"(\d{1,5})\"" % name, match[0]) for name in (b"min", b"max")
        )
        if _HIDDEN.search(match[0]) and first and last:
            columns |= {*range(int(first[1]) - 1, min(int(last[1]), MOST_COLUMNS))}
    return frozenset(columns)


def _rows(sheet: Any, formulas: dict[tuple[int, int], Uncalculated]) -> Iterator[Row]:
    for n, values in enumerate(sheet.iter_rows(values_only=True), 1):
        # Of a wide row nearly all is blank.
        texts = ["" if value is None else text_of(value) for value in values[:MOST_COLUMNS]]
        if formulas:
            texts = [formulas.get((n, place), text) for place, text in enumerate(texts)]
        yield n, texts


def _uncalculated(part: bytes) -> dict[tuple[int, int], Uncalculated]:
    """The formulas without a value, by row and column."""
    from openpyxl.utils import column_index_from_string

    found = dict[tuple[int, int], Uncalculated]()
    for match in _UNCALCULATED.finditer(part):
        cell = _CELL.search(match[1])
        if cell and b't="str"' not in match[1]:
            place = column_index_from_string(cell[1].decode()) - 1
            formula = html.unescape((match[2] or b"").decode("utf-8", "replace"))
            found[int(cell[2]), place] = Uncalculated(f"={formula}")
    return found


def _merged(part: bytes) -> Iterator[Area]:
    from openpyxl.utils import range_boundaries

    for match in _MERGED.finditer(part):
        left, first, right, last = range_boundaries(match[1].decode())
        yield first, left - 1, last, right - 1
