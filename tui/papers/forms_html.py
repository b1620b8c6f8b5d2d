"""Numbered blank forms (登记表) to be filled in by hand while the machine is down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from store.notice.notice import Notice
from store.text import _
from store.tips.fields import BY_NAME, FIELDS, OTHER_LABEL
from tui.papers import page
from tui.papers.duty_text import form_number

# What the officer ticks instead of writing, and what has a row of its own below.
_LEFT_OUT: Final = frozenset({"line", "received_at", "reporter.verified", "summary"})


def forms_html(notice: Notice, numbers: Iterable[int]) -> str:
    """A page for each number."""
    return page.page(_("登记表"), (_form(notice, number) for number in numbers), "portrait")


def _form(notice: Notice, number: int) -> str:
    heading = _("举报登记表 {number} 号", number=form_number(number))
    rows = "".join(
        f'<tr><td class="label">{page.text(label)}</td><td class="{kind}">{page.text(given)}</td></tr>'
        for label, given, kind in _rows(notice)
    )
    signed = "".join(
        f"<span>{page.text(text)}</span>"
        for text in (_("登记人："), _("补录人：　　　　"), _("补录编号：　　　　　　"))
    )
    return (
        f'<div class="sheet"><h1>{page.text(heading)}</h1>'
        f'<p class="about">{page.text(notice.team)}</p>'
        f'<table>{rows}</table><div class="signed">{signed}</div></div>'
    )


def _rows(notice: Notice) -> Iterator[tuple[str, str, str]]:
    boxes: dict[str, Sequence[str]] = {
        "disciplines": [*map(_, notice.disciplines), _(OTHER_LABEL)],
        "tags": notice.all_tags,
        "subjects.group": [*map(_, notice.all_groups.values())],
    }
    lines = (
        _(one.label) if one.value == one.label else f"{_(one.label)} {one.value}"
        for one in notice.sources
    )
    yield _("来源"), _boxes(lines), ""
    yield _("收到时间"), _("　　　　年　　月　　日　　时　　分"), "blank"
    for field in FIELDS:
        if field.name not in _LEFT_OUT:
            if field.name in boxes and not boxes[field.name]:
                continue
            given = _boxes(boxes.get(field.name, ()))
            yield _(field.label), given, "" if given else "blank"
    summary = BY_NAME["summary"]
    yield _(summary.label), _(summary.hint), "large"


def _boxes(choices: Iterable[str]) -> str:
    return "　".join(f"□ {choice}" for choice in choices)
