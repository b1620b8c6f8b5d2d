"""A report with its register as one page for printing on A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from store.duty.report import Report
from store.notice.notice import Notice
from store.text import _
from store.tips.tip import Tip
from tui.papers import page, report_words
from tui.papers.register import MOST_LINES, WHOLE, Column, columns_and_rows, goes_on, that_go_on
from tui.words import words

# All of a content stands in its cell, so that a copied table has it; only its beginning is shown there.
# The figures stand in two columns, under each other in the same places, so that a day's are two pages.
_STYLE: Final = """
.figures { columns: 2; column-gap: 8mm; }
.figures table { break-inside: avoid; margin: 0 0 4mm; }
.figures th:first-child { text-align: left; } .figures th.n { white-space: normal; }
h1.register { break-before: page; }
td.on > div { max-height: %dlh; overflow: hidden; }
td.on::after { content: "%s"; }
h3 { font-size: 10.5pt; margin: 4mm 0 1mm; break-after: avoid; }
p.whole { white-space: pre-wrap; overflow-wrap: anywhere; }
"""

# The shares of a table of figures that a label and each number have.
_LABEL: Final = 5
_NUMBER: Final = 2


def report_html(notice: Notice, report: Report, tips: Iterable[Tip] | None) -> str:
    """The tables of figures, then the register of the `tips`, if it is to be there."""
    title = report_words.title(notice, report)
    style = _STYLE % (MOST_LINES, _("（全文附后）"))
    return page.page(title, _body(notice, report, tips), "landscape", style)


def _body(notice: Notice, report: Report, tips: Iterable[Tip] | None) -> Iterator[str]:
    yield f"<h1>{page.text(report_words.title(notice, report))}</h1>"
    about = f"{report_words.days(report)}　{report_words.as_of(notice, report)}"
    yield f'<p class="about">{page.text(about)}</p>'
    tables = report_words.tables(notice, report)
    most = max(len(found.columns) for found in tables)
    yield '<div class="figures">'
    for found in tables:
        heads = [(found.title, ""), *((name, "n") for name in found.columns)]
        rows = ([(label, ""), *((str(n), "n") for n in numbers)] for label, numbers in found.rows)
        few = most - len(found.columns)
        yield page.table(heads, rows, (_LABEL + _NUMBER * few, *[_NUMBER] * len(found.columns)))
    yield "</div>"
    yield f'<p class="about">{page.text(words.anchor(report.anchor))}</p>'
    if tips is None:
        return
    yield f'<h1 class="register">{page.text(_("台账"))}</h1><p class="about">{page.text(about)}</p>'
    columns, tip_rows = columns_and_rows(notice, tips)
    heads = [(_(column.label), "") for column in columns]
    widths = [column.width for column in columns]
    cells_of = (
        [(cell, _kind(column, cell)) for column, cell in zip(columns, cells, strict=True)]
        for cells in tip_rows
    )
    yield page.table(heads, cells_of, widths)
    if whole := [*that_go_on(columns, tip_rows)]:
        yield f"<h2>{page.text(_(WHOLE))}</h2>"
        for number, text in whole:
            yield f'<h3>{page.text(number)}</h3><p class="whole">{page.text(text)}</p>'


def _kind(column: Column, cell: str) -> str:
    if not column.is_long:
        return ""
    return "long on" if goes_on(cell) else "long"
