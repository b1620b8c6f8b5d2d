"""The one layout of what is written by hand and what is printed filled in: a form of labelled boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Final, TypeAlias

from store.text import _
from tui.papers import page

Value: TypeAlias = tuple[str, str]
"""A label and what stands beside it."""
Row: TypeAlias = tuple[tuple[str, str, str], ...]
"""One box as wide as the page, or two beside each other: label, value and class."""
_TWO: Final = '<col style="width: 13%"><col style="width: 37%">'
_COLUMNS: Final = f"<colgroup>{_TWO}{_TWO}</colgroup>"


def in_pairs(values: Iterable[Value], name: str = "") -> Iterator[Row]:
    """Short values, two in a row, each of class `name`."""
    given = list(values)
    for at in range(0, len(given), 2):
        yield tuple((label, value, name) for label, value in given[at : at + 2])


def to_be_signed() -> Iterator[Row]:
    """The boxes that whoever decides fills in and signs."""
    for label in (_("拟办意见"), _("领导批示"), _("办理结果")):
        yield ((label, _("签名：　　　　　　　　年　　月　　日"), "sign"),)


def forms_page(title: str, forms: Iterable[Value]) -> str:
    """Forms, each with what its pages are called, on pages that are numbered anew with each. Of how many
    only one that is alone tells: no browser counts the pages of a part."""
    given = list(forms)
    style = "" if len(given) == 1 else "".join(map(_numbered, count(1), given))
    return page.page(title, (form for _called, form in given), "portrait", style)


def _numbered(place: int, form: Value) -> str:
    own = f"form{place}"
    said = _("{form}　第 {page} 页", form=page.css_text(form[0]), page=f'" counter({own}) "')
    return (
        f".sheet:nth-child({place}) {{ page: {own}; }}\n@page {own} "
        f'{{ counter-increment: {own}; @bottom-center {{ content: "{said}"; }} }}\n'
    )


def form_page(heading: str, about: str, rows: Iterable[Row], signed: Iterable[str]) -> str:
    """A form; what is `about` stands again over each page that it takes."""
    inside = "".join(map(_row, rows))
    below = "".join(f"<span>{page.text(text)}</span>" for text in signed)
    return (
        f'<div class="sheet"><h1>{page.text(heading)}</h1>'
        f'<table class="form">{_COLUMNS}<thead><tr><th colspan="4">{page.text(about)}</th></tr></thead>'
        f'<tbody>{inside}</tbody></table><div class="signed">{below}</div></div>'
    )


def _row(row: Row) -> str:
    wide = ' colspan="3"' if len(row) == 1 else ""
    boxes = "".join(
        f'<td class="label">{page.text(label)}</td><td{wide} class="{name}">{page.text(value)}</td>'
        for label, value, name in row
    )
    return f'<tr class="{row[0][2]}">{boxes}</tr>'
