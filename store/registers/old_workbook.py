"""Reads the visible sheets of an xls workbook as Excel wrote them up to 2003."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from store.errors import CannotRead
from store.registers.cells import text_of
from store.registers.sheet import Book, Row, Sheet, sheet_of
from store.text import _

_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
_FIRST_DAY: Final = 1


def read_old_workbook(content: bytes, path: Path) -> Book:
    """Raises `CannotRead`."""
    import xlrd

    if _PROTECTED in content:
        raise _protected(path)
    # The library raises whatever its parsers raise, and prints what it finds odd.
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            logfile=io.StringIO(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
        visible, hidden = list[Sheet](), list[str]()
        for name in book.sheet_names():
            sheet = book.sheet_by_name(name)
            if sheet.visibility:
                hidden.append(name)
            else:
                merged = ((a, c, b - 1, d - 1) for a, b, c, d in sheet.merged_cells)
                areas = [(first + 1, left, last + 1, right) for first, left, last, right in merged]
                found = sheet_of(name, _rows(book, sheet), areas)
                rows = frozenset(n + 1 for n, row in sheet.rowinfo_map.items() if row.hidden)
                columns = frozenset(n for n, one in sheet.colinfo_map.items() if one.hidden)
                visible.append(replace(found, unseen_rows=rows, unseen_columns=columns))
            book.unload_sheet(name)
    except CannotRead:
        raise
    except Exception as error:
        if "encrypted" in str(error):
            raise _protected(path) from error
        raise CannotRead(
            _("{path} 无法读取，请在 Excel 或 WPS 中打开，另存为 xlsx 后再导入。", path=path)
        ) from error
    return Book(tuple(visible), tuple(hidden))


def _protected(path: Path) -> CannotRead:
    return CannotRead(_("{path} 设有密码，请去掉密码，另存为 xlsx 后再导入。", path=path))


def _rows(book: Any, sheet: Any) -> Iterator[Row]:
    for n in range(sheet.nrows):
        yield n + 1, [text_of(_value(book, cell)) for cell in sheet.row(n)]


def _value(book: Any, cell: Any) -> object:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        moment: datetime = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
        return moment.time() if cell.value < _FIRST_DAY else moment
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#VALUE!")
    return cell.value
