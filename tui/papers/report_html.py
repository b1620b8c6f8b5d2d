"""A report with its register as one page for printing on A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.duty.report import Report
from store.notice.notice import Notice
from store.text import _
from store.tips.tip import Tip
from tui.papers import page, report_words
from tui.papers.register import COLUMNS, row
from tui.words import words


def report_html(notice: Notice, report: Report, tips: Iterable[Tip] | None) -> str:
    """The tables of figures, then the register of the `tips`, if it is to be there."""
    title = report_words.title(notice, report)
    return page.page(title, _body(notice, report, tips), "landscape")


def _body(notice: Notice, report: Report, tips: Iterable[Tip] | None) -> Iterator[str]:
    yield f"<h1>{page.text(report_words.title(notice, report))}</h1>"
    about = f"{report_words.days(report)}　{report_words.as_of(notice, report)}"
    yield f'<p class="about">{page.text(about)}</p>'
    for found in report_words.tables(notice, report):
        heads = [(found.title, ""), *((name, "n") for name in found.columns)]
        rows = ([(label, ""), *((str(n), "n") for n in numbers)] for label, numbers in found.rows)
        yield f"<h2>{page.text(found.title)}</h2>"
        yield page.table(heads, rows)
    yield f'<p class="about">{page.text(words.anchor(report.anchor))}</p>'
    if tips is None:
        return
    yield f"<h2>{page.text(_('台账'))}</h2>"
    heads = [(_(column.label), "") for column in COLUMNS]
    kinds = ["long" if column.is_long else "" for column in COLUMNS]
    yield page.table(heads, (zip(row(notice, tip), kinds, strict=True) for tip in tips))
