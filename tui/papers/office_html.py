"""What the office sees of its desks as a page for printing on A4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pendulum import DateTime

from tui.papers import page
from tui.words import office_words
from tui.words.office_words import OfficeTable


def office_html(tables: Sequence[OfficeTable], now: DateTime) -> str:
    """The tables one under the other."""
    return page.page(office_words.title(), _body(tables, now), "landscape")


def _body(tables: Sequence[OfficeTable], now: DateTime) -> Iterator[str]:
    yield f"<h1>{page.text(office_words.title())}</h1>"
    yield f'<p class="about">{page.text(office_words.as_of(now))}</p>'
    for found in tables:
        heads = [(head, _kind(found, n)) for n, head in enumerate(found.heads)]
        rows = ([(cell, _kind(found, n)) for n, cell in enumerate(row)] for row in found.rows)
        yield f"<h2>{page.text(found.title)}</h2>"
        yield page.table(heads, rows)


def _kind(table: OfficeTable, column: int) -> str:
    return "n" if column in table.numbers else ""
