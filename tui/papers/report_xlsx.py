"""A report with its register as a workbook to be printed on A4, in which no text is ever a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from store.duty.report import Report
from store.notice.notice import Notice
from store.text import _
from store.tips.tip import Tip
from tui.papers import page, report_words
from tui.papers.register import WHOLE, Column, columns_and_rows, lines_in, no_formula, that_go_on
from tui.words import words

# What a spreadsheet would take for a character, a control one among them.
_CODE: Final = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_A4: Final = 9  # as the format numbers paper sizes
_MOST_IN_CELL: Final = 32_000
_HEADINGS_AT: Final = 3
# As LibreOffice sets Noto and other fonts that are higher than those of Excel.
_POINTS_A_LINE: Final = 15
_HIGHEST_ROW: Final = 408
_MARGIN_INCHES: Final = 0.5
_SIDE: Final = Side("thin")
_BORDER: Final = Border(_SIDE, _SIDE, _SIDE, _SIDE)
_PLAIN: Final = Font(size=10)
BOLD: Final = Font(size=10, bold=True)
_TITLE: Final = Font(size=16, bold=True)
_TEXT: Final = Alignment(wrap_text=True, vertical="top")
_MIDDLE: Final = Alignment("center", "center", wrap_text=True)
# Characters in half width: of a label of the figures, of each number, and of a whole content.
_LABEL_WIDTH: Final = 40
_NUMBER_WIDTH: Final = 14
# Wider, LibreOffice prints the ends of the lines beside the page.
_WHOLE_WIDTH: Final = 76
_LINES_A_PIECE: Final = 12


def report_xlsx(notice: Notice, report: Report, tips: Iterable[Tip]) -> bytes:
    """The workbook: register first, then the figures, then what is longer than a row can be high."""
    book = Workbook(write_only=True)
    columns, rows = columns_and_rows(notice, tips)
    sheet = new_sheet(book, _("台账"), [c.width for c in columns], is_lying=True)
    _register(sheet, notice, report, columns, rows)
    _figures(book, notice, report)
    if whole := [*that_go_on(columns, rows)]:
        _whole(new_sheet(book, _(WHOLE), [_WHOLE_WIDTH]), whole)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def new_sheet(book: Any, title: str, widths: Sequence[int], *, is_lying: bool = False) -> Any:
    """A new sheet, as wide as an A4 page, which may be lying."""
    sheet = book.create_sheet(title)
    for n, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.page_setup.orientation = "landscape" if is_lying else "portrait"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for side in ("left", "right", "top"):
        setattr(sheet.page_margins, side, _MARGIN_INCHES)
    sheet.oddFooter.center.text = page.page_of("&P", "&N")
    return sheet


def _register(
    sheet: Any,
    notice: Notice,
    report: Report,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
) -> None:
    sheet.freeze_panes = f"A{_HEADINGS_AT + 1}"
    sheet.print_title_rows = f"{_HEADINGS_AT}:{_HEADINGS_AT}"
    about = f"{report_words.days(report)}　{report_words.as_of(notice, report)}"
    last = get_column_letter(len(columns))
    for n, (text, font, points) in enumerate(
        ((f"{notice.team} {_('台账')}", _TITLE, 28), (about, _PLAIN, 16)), 1
    ):
        sheet.merged_cells.add(f"A{n}:{last}{n}")
        sheet.row_dimensions[n].height = points
        sheet.append([text_cell(sheet, text, font, _MIDDLE)])
    labels = [_(column.label) for column in columns]
    _set_height(sheet, _HEADINGS_AT, columns, labels)
    sheet.append([text_cell(sheet, label, BOLD, _MIDDLE, _BORDER) for label in labels])
    for n, cells in enumerate(rows, _HEADINGS_AT + 1):
        _set_height(sheet, n, columns, cells)
        sheet.append([text_cell(sheet, cell, border=_BORDER) for cell in cells])


def _set_height(sheet: Any, n: int, columns: Sequence[Column], cells: Sequence[str]) -> None:
    """Spreadsheets do not measure a row until somebody writes into it."""
    lines = max(lines_in(cell, c.width) for c, cell in zip(columns, cells, strict=True))
    sheet.row_dimensions[n].height = min(lines * _POINTS_A_LINE, _HIGHEST_ROW)


def _figures(book: Any, notice: Notice, report: Report) -> None:
    tables = report_words.tables(notice, report)
    numbers = max(len(table.columns) for table in tables)
    sheet = new_sheet(book, _("统计"), [_LABEL_WIDTH, *[_NUMBER_WIDTH] * numbers])
    sheet.append([text_cell(sheet, report_words.title(notice, report), BOLD)])
    sheet.append([text_cell(sheet, report_words.days(report))])
    sheet.append([text_cell(sheet, report_words.as_of(notice, report))])
    for table in tables:
        sheet.append([])
        heads = (table.title, *table.columns)
        sheet.append([text_cell(sheet, name, BOLD, border=_BORDER) for name in heads])
        for label, figures in table.rows:
            counted = [_number(sheet, figure) for figure in figures]
            sheet.append([text_cell(sheet, label, border=_BORDER), *counted])
    sheet.append([])
    sheet.append([text_cell(sheet, words.anchor(report.anchor))])


def _whole(sheet: Any, texts: Iterable[tuple[str, str]]) -> None:
    """Each content in rows, of which a page holds several: a higher one would be cut."""
    n = 0
    for number, text in texts:
        for piece, font in ((number, BOLD), *((part, _PLAIN) for part in _pieces(text))):
            n += 1
            lines = lines_in(piece, _WHOLE_WIDTH)
            sheet.row_dimensions[n].height = lines * _POINTS_A_LINE
            sheet.append([text_cell(sheet, piece, font)])


def _pieces(text: str) -> Iterable[str]:
    """A text in parts that are no higher than a row is to be."""
    most = _WHOLE_WIDTH // 2 * _LINES_A_PIECE
    for line in text.split("\n"):
        for at in range(0, max(len(line), 1), most):
            yield line[at : at + most]


def _number(sheet: Any, number: int) -> Any:
    cell = WriteOnlyCell(sheet, value=number)
    cell.border, cell.font = _BORDER, _PLAIN
    return cell


def text_cell(
    sheet: Any,
    text: str,
    font: Font = _PLAIN,
    alignment: Alignment = _TEXT,
    border: Border | None = None,
) -> Any:
    """A cell that no spreadsheet takes for anything but text."""
    plain = _CODE.sub(r"_x005F\g<0>", no_formula(text)[:_MOST_IN_CELL])
    cell = WriteOnlyCell(sheet, value=plain)
    cell.data_type = "s"
    cell.font, cell.alignment = font, alignment
    if border:
        cell.border = border
    return cell
