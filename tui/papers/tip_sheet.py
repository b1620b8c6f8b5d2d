"""One tip on one A4 page (登记单), for whoever is to sign it; and the receipt of a visitor, which tells
nothing of what was reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from store.notice.notice import INSPECTORS, Notice
from store.text import N_, _
from store.tips.enclosure_line import line_of
from store.tips.fields import BY_NAME, fields_of
from store.tips.tip import Tip
from tui.papers.form_page import Row, Value, form_page, forms_page, in_pairs, to_be_signed
from tui.papers.register import no_formula
from tui.words import disposition_words, enclosure_words, follow_up_words, words

_HEADINGS: Final = {
    "landline": N_("来电登记单"),
    "mobile": N_("来电登记单"),
    "post": N_("来信登记单"),
    "email": N_("来信登记单"),
    "visit": N_("来访登记单"),
}
_OTHER_HEADING: Final = N_("举报登记单")
# What has a row of its own, or is told with it.
_APART: Final = frozenset(
    {
        "summary",
        "disciplines",
        "tags",
        "subjects.group",
        "reporter.name",
        "enclosures",
    }
)


def sheets_html(notice: Notice, tips: Iterable[Tip]) -> str:
    """A form for each tip; a longer content goes on on further pages under the same number."""
    return forms_page(_(_OTHER_HEADING), ((tip.number, _sheet(notice, tip)) for tip in tips))


def _sheet(notice: Notice, tip: Tip) -> str:
    heading = _(_HEADINGS.get(tip.channel, _OTHER_HEADING))
    about = _("编号 {number}　{team}", number=tip.number, team=notice.team)
    return form_page(heading, about, _rows(notice, tip), ())


def _rows(notice: Notice, tip: Tip) -> Iterator[Row]:
    fields = [field for field in fields_of(tip.channel) if field.name not in _APART]
    if len(tip.subjects) > 1:
        fields = [field for field in fields if not field.name.startswith("subjects.")]
    told = [
        (_(field.label), no_formula(words.field_value(notice, tip, field)))
        for field in fields
        if field.name in ("line", "received_at") or words.field_value(notice, tip, field)
    ]
    told.append((_("反映人"), no_formula(words.reporter(tip))))
    yield from in_pairs(told)
    if len(tip.subjects) > 1:
        for place, subject in enumerate(tip.subjects, 1):
            said = no_formula(words.subject(notice, subject))
            yield ((_("被反映人 {place}", place=place), said, ""),)
    for name in ("subjects.group", "disciplines", "tags"):
        if name == "subjects.group" and len(tip.subjects) > 1:
            continue
        if value := words.field_value(notice, tip, BY_NAME[name]):
            yield ((_(BY_NAME[name].label), no_formula(value), ""),)
    content = no_formula(tip.summary) or words.hidden(tip)
    summary = BY_NAME["summary"]
    yield ((_(summary.label), content, "content"),)
    if tip.enclosures:
        listed = "\n".join(map(enclosure_words.enclosure, tip.enclosures))
        yield ((_("附件"), no_formula(listed), "long"),)
        yield ((_("处理情况"), _status(tip), ""),)
    else:
        yield from in_pairs(((_("附件"), _("　　　件　　　页")), (_("处理情况"), _status(tip))))
    for label, value in follow_up_words.facts(notice, tip):
        yield ((label, no_formula(value), ""),)
    saved = words.local_minute(notice, tip.saved_at)
    yield from in_pairs(((_("登记人"), no_formula(tip.officer)), (_("登记时间"), saved)))
    yield from to_be_signed()


def _status(tip: Tip) -> str:
    return no_formula(disposition_words.status(tip))


def receipts_html(notice: Notice, tips: Iterable[Tip]) -> str:
    """A receipt for each tip: its number, when it came, who took it and what was handed in with it, by
    kind and pages, and nothing else."""
    return forms_page(_("登记回执"), ((tip.number, _receipt(notice, tip)) for tip in tips))


def _receipt(notice: Notice, tip: Tip) -> str:
    # What came with a tip about the inspectors is not shown to whoever received it.
    is_kept_back = tip.sealed and any(one.group == INSPECTORS for one in tip.subjects)
    came = line_of(tip.enclosures) or (_("　　　件　　　页") if is_kept_back else "")
    told: tuple[Value, ...] = (
        (_("编号"), tip.number),
        (_("收到时间"), words.received(notice, tip)),
        (_("来源"), no_formula(words.channel(notice, tip))),
        (_("登记人"), no_formula(tip.officer)),
        *([(_("附件"), came)] if came else []),
    )
    signed = (_("登记单位（章）："), _("日期：　　　　年　　月　　日"))
    said = _("您反映的情况已经登记，请保存本回执。再次联系时，请告知编号。")
    rows = (*in_pairs(told), ((_("说明"), said, ""),))
    return form_page(_("登记回执"), notice.team, rows, signed)
