"""A report as plain text, for a terminal or a message."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

from store.duty.report import Report
from store.notice.notice import Notice
from store.text import _
from tui.papers import report_words
from tui.words import words

_LABEL_WIDTH = 34
_NUMBER_WIDTH = 12


def report_text(notice: Notice, report: Report) -> str:
    """All tables, one under the other."""
    return "\n".join(_lines(notice, report))


def _lines(notice: Notice, report: Report) -> Iterator[str]:
    yield report_words.title(notice, report)
    yield f"{report_words.days(report)}  {report_words.as_of(notice, report)}"
    for table in report_words.tables(notice, report):
        yield ""
        yield _row(_("【{title}】", title=table.title), table.columns)
        for label, numbers in table.rows:
            yield _row(f"  {label}", tuple(map(str, numbers)))
    yield ""
    yield words.anchor(report.anchor)


def _row(label: str, cells: tuple[str, ...]) -> str:
    right = "".join(" " * (_NUMBER_WIDTH - cell_len(cell)) + cell for cell in cells)
    return set_cell_size(label, max(_LABEL_WIDTH, cell_len(label))) + right
