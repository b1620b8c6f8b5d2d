"""What the office sees of its desks as a workbook, in which figures are numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from pendulum import DateTime
from rich.cells import cell_len

from tui.papers.report_xlsx import BOLD, new_sheet, text_cell
from tui.words import office_words
from tui.words.office_words import OfficeTable

_WIDEST: Final = 40
_ROOM: Final = 2
_MOST_UPRIGHT: Final = 4


def office_xlsx(tables: Sequence[OfficeTable], now: DateTime) -> bytes:
    """A sheet for each table."""
    book = Workbook(write_only=True)
    for found in tables:
        widths = [
            min(max(map(cell_len, column)) + _ROOM, _WIDEST)
            for column in zip(found.heads, *found.rows, strict=True)
        ]
        sheet = new_sheet(book, found.title, widths, is_lying=len(widths) > _MOST_UPRIGHT)
        about = f"{office_words.title()}　{office_words.as_of(now)}"
        sheet.append([text_cell(sheet, about, BOLD)])
        sheet.append([text_cell(sheet, head, BOLD) for head in found.heads])
        for row in found.rows:
            sheet.append([_cell(sheet, found, n, cell) for n, cell in enumerate(row)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, table: OfficeTable, column: int, text: str) -> Any:
    if column in table.numbers and text:
        return WriteOnlyCell(sheet, value=float(text) if "." in text else int(text))
    return text_cell(sheet, text)
