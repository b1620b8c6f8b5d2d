"""Reads the rows of a workbook or a CSV file as texts, whoever wrote it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

from store.disk import cannot_read
from store.errors import CannotRead
from store.text import _

Row = tuple[int, list[str]]
"""The row's number in the file, from 1, and its cells."""

_MOST_BYTES: Final = 64 << 20
_SEPARATORS: Final = ",\t;，"


def read_rows(path: Path) -> list[Row]:
    """The rows that are not blank. Raises `CannotRead`."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise CannotRead(_("{path} 超过 64 MB，请拆成几份。", path=path))
        content = path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from error
    rows = _workbook(content, path) if content[:2] == b"PK" else _csv(content, path)
    return [(n, cells) for n, cells in enumerate(rows, 1) if any(cells)]


def _csv(content: bytes, path: Path) -> Iterator[list[str]]:
    text = _decoded(content, path)
    head = text[:4096]
    separator = max(_SEPARATORS, key=head.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            yield [_plain(cell) for cell in row]
    except csv.Error as error:
        raise CannotRead(
            _("{path} 不是完好的 CSV 文件，请检查引号是否成对。", path=path)
        ) from error


def _decoded(content: bytes, path: Path) -> str:
    """What offices write: UTF-8 with or without its mark, UTF-16 with it, else GB 18030."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CannotRead(
        _("{path} 不是 xlsx，也不是 UTF-8 或 GB 18030 编码的 CSV，请另存为其中一种。", path=path)
    )


def _workbook(content: bytes, path: Path) -> Iterator[list[str]]:
    """The first sheet, formulas by the values they last had."""
    from openpyxl import load_workbook

    # The library raises whatever its parsers raise, of several kinds, while reading too.
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # What a program wrote about the size of the sheet may be wrong.
        sheet.reset_dimensions()
        rows = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except Exception as error:
        raise CannotRead(_("{path} 不是完好的 xlsx 文件，请重新另存一份。", path=path)) from error
    yield from rows


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _plain(str(value))


def _plain(cell: str) -> str:
    """A cell without the mark that keeps it from being a formula."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and len(cell) > 1 else cell
