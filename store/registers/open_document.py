"""Reads the visible sheets of an OpenDocument spreadsheet (ods).

It is read here, since in it one cell may stand for a thousand million: libraries make that many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import ZipFile

from store.errors import CannotRead
from store.registers.cells import plain, text_of
from store.registers.sheet import (
    MOST_COLUMNS,
    Area,
    Book,
    Row,
    Sheet,
    sheet_of,
)
from store.text import _

_NAMES: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
_TABLE, _ROW, _CELL, _COVERED = (
    _NAMES % ("table", name) for name in ("table", "table-row", "table-cell", "covered-table-cell")
)
_COLUMN: Final = _NAMES % ("table", "table-column")
_VISIBILITY: Final = _NAMES % ("table", "visibility")
_PARAGRAPH: Final = _NAMES % ("text", "p")
_TIME: Final = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


def read_open_document(archive: ZipFile, path: Path) -> Book:
    """Raises `CannotRead`."""
    visible, hidden, invisible = list[Sheet](), list[str](), set[str]()
    try:
        with archive.open("content.xml") as file:
            # What XML can do to its reader is kept out where the archive is opened.
            events = iterparse(file, events=("start", "end"))  # noqa: S314
            for event, element in events:
                if event == "end" and element.tag == _NAMES % ("style", "style"):
                    invisible |= _styles_of_hidden(element)
                elif event == "start" and element.tag == _TABLE:
                    name = element.get(_NAMES % ("table", "name"), "")
                    sheet = _sheet(name, events)
                    if element.get(_NAMES % ("table", "style-name")) in invisible:
                        hidden.append(name)
                    else:
                        visible.append(sheet)
    except (KeyError, ParseError, OSError, ValueError) as error:
        raise CannotRead(_("{path} 不是完好的表格文件，请重新另存一份。", path=path)) from error
    return Book(tuple(visible), tuple(hidden))


def _styles_of_hidden(style: Element) -> set[str]:
    displays = (
        properties.get(_NAMES % ("table", "display"))
        for properties in style.iter(_NAMES % ("style", "table-properties"))
    )
    return {style.get(_NAMES % ("style", "name"), "")} if "false" in displays else set()


def _sheet(name: str, events: Iterator[tuple[str, Element]]) -> Sheet:
    merged, unseen_rows, unseen_columns = list[Area](), set[int](), set[int]()
    rows = _rows(events, merged, unseen_rows, unseen_columns)
    found = sheet_of(name, rows, merged)
    return replace(
        found, unseen_rows=frozenset(unseen_rows), unseen_columns=frozenset(unseen_columns)
    )


def _rows(
    events: Iterator[tuple[str, Element]],
    merged: list[Area],
    unseen_rows: set[int],
    unseen_columns: set[int],
) -> Iterator[Row]:
    n, column = 1, 0
    for event, element in events:
        if event == "start":
            continue
        if element.tag == _TABLE:
            return
        if element.tag == _COLUMN:
            many = int(element.get(_NAMES % ("table", "number-columns-repeated"), 1))
            if element.get(_VISIBILITY, "visible") != "visible":
                unseen_columns |= {*range(column, min(column + many, MOST_COLUMNS))}
            column += many
        if element.tag != _ROW:
            continue
        cells = _cells(element, n, merged)
        times = int(element.get(_NAMES % ("table", "number-rows-repeated"), 1))
        is_unseen = element.get(_VISIBILITY, "visible") != "visible"
        element.clear()
        if any(cells):
            for at in range(times):
                if is_unseen:
                    unseen_rows.add(n + at)
                yield n + at, list(cells)
        n += times


def _cells(row: Element, n: int, merged: list[Area]) -> list[str]:
    found = list[str]()
    for cell in row:
        if cell.tag not in (_CELL, _COVERED):
            continue
        rows, columns = (
            int(cell.get(_NAMES % ("table", f"number-{what}-spanned"), 1))
            for what in ("rows", "columns")
        )
        if rows * columns > 1:
            merged.append((n, len(found), n + rows - 1, len(found) + columns - 1))
        times = int(cell.get(_NAMES % ("table", "number-columns-repeated"), 1))
        found += [_text(cell)] * min(times, MOST_COLUMNS - len(found))
    return found


def _text(cell: Element) -> str:
    def value(name: str) -> str:
        return cell.get(_NAMES % ("office", name), "")

    match value("value-type"):
        case "float" | "percentage" | "currency":
            return text_of(float(value("value")))
        case "boolean":
            return text_of(value("boolean-value") == "true")
        case "date":
            return text_of(datetime.fromisoformat(value("date-value")))
        case "time":
            return ":".join(f"{int(part):02}" for part in _time(value("time-value")))
    return plain("\n".join(_paragraph(part) for part in cell if part.tag == _PARAGRAPH))


def _time(written: str) -> tuple[str, ...]:
    match = _TIME.fullmatch(written)
    if match is None:
        raise ValueError(written)
    return match.groups()


def _paragraph(element: Element) -> str:
    said = element.text or ""
    for part in element:
        if part.tag == _NAMES % ("text", "s"):
            said += " " * min(int(part.get(_NAMES % ("text", "c"), 1)), MOST_COLUMNS)
        elif part.tag == _NAMES % ("text", "line-break"):
            said += "\n"
        elif part.tag != _NAMES % ("office", "annotation"):
            said += _paragraph(part)
        said += part.tail or ""
    return said
