"""Numbered blank forms (登记表) to be filled in by hand while the machine is down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from store.notice.notice import Notice
from store.text import _
from store.tips.fields import BY_NAME, FIELDS, OTHER_LABEL
from tui.papers.duty_text import form_number
from tui.papers.form_page import Row, Value, form_page, forms_page, in_pairs, to_be_signed

# What the officer ticks instead of writing, what has a row of its own, and what no hand writes.
_LEFT_OUT: Final = frozenset({"line", "received_at", "message_id", "reporter.verified", "summary"})


def forms_html(notice: Notice, numbers: Iterable[int]) -> str:
    """A page for each number."""
    return forms_page(_("登记表"), (_form(notice, number) for number in numbers))


def _form(notice: Notice, number: int) -> Value:
    heading = _("举报登记表 {number} 号", number=form_number(number))
    signed = (_("登记人："), _("补录人：　　　　"), _("补录编号：　　　　　　"))
    return heading, form_page(heading, notice.team, _rows(notice), signed)


def _rows(notice: Notice) -> Iterator[Row]:
    boxes: dict[str, Sequence[str]] = {
        "disciplines": [*map(_, notice.disciplines), _(OTHER_LABEL)],
        "tags": notice.all_tags,
        "subjects.group": [*map(_, notice.all_groups.values())],
    }
    lines = (
        _(one.label) if one.value == one.label else f"{_(one.label)} {one.value}"
        for one in notice.sources
    )
    yield ((_("来源"), _boxes(lines), ""),)
    yield ((_("收到时间"), _("　　　　年　　月　　日　　时　　分"), "blank"),)
    written = [field for field in FIELDS if field.name not in _LEFT_OUT | {*boxes}]
    yield from in_pairs(((_(field.label), "") for field in written), "blank")
    for name, choices in boxes.items():
        if choices:
            yield ((_(BY_NAME[name].label), _boxes(choices), ""),)
    summary = BY_NAME["summary"]
    yield ((_(summary.label), _(summary.hint), "content"),)
    yield from to_be_signed()


def _boxes(choices: Iterable[str]) -> str:
    return "　".join(f"□ {choice}" for choice in choices)
