"""A report with its register as a workbook, in which no text is ever a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from store.duty.report import Report
from store.notice.notice import Notice
from store.text import _
from store.tips.tip import Tip
from tui.papers import report_words
from tui.papers.register import COLUMNS, no_formula, row
from tui.words import words

# What a spreadsheet would take for a character, a control one among them.
_CODE: Final = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_A4: Final = 9  # as the format numbers paper sizes
_MOST_IN_CELL: Final = 32_000


def report_xlsx(notice: Notice, report: Report, tips: Iterable[Tip]) -> bytes:
    """The workbook: register first, then the figures."""
    book = Workbook(write_only=True)
    _register(book.create_sheet(_("台账")), notice, tips)
    _figures(book.create_sheet(_("统计")), notice, report)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _register(sheet: Any, notice: Notice, tips: Iterable[Tip]) -> None:
    for n, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(n)].width = column.width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.append([text_cell(sheet, _(column.label), bold=True) for column in COLUMNS])
    for tip in tips:
        sheet.append([text_cell(sheet, value) for value in row(notice, tip)])


def _figures(sheet: Any, notice: Notice, report: Report) -> None:
    sheet.column_dimensions["A"].width = 34
    sheet.append([text_cell(sheet, report_words.title(notice, report), bold=True)])
    sheet.append([text_cell(sheet, report_words.days(report))])
    sheet.append([text_cell(sheet, report_words.as_of(notice, report))])
    for table in report_words.tables(notice, report):
        sheet.append([])
        sheet.append([text_cell(sheet, name, bold=True) for name in (table.title, *table.columns)])
        for label, numbers in table.rows:
            sheet.append([text_cell(sheet, label), *numbers])
    sheet.append([])
    sheet.append([text_cell(sheet, words.anchor(report.anchor))])


def text_cell(sheet: Any, text: str, bold: bool = False) -> Any:
    """A cell that no spreadsheet takes for anything but text."""
    plain = _CODE.sub(r"_x005F\g<0>", no_formula(text)[:_MOST_IN_CELL])
    cell = WriteOnlyCell(sheet, value=plain)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
