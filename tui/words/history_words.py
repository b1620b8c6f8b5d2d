"""A tip's history in words: who did what and when, and what that changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from store.instant import as_text, from_text, in_zone, shown_second
from store.notice.notice import Notice
from store.printable import printable
from store.text import N_, _
from store.tips.fields import FIELDS
from store.tips.history import Change
from store.tips.tip import Tip
from store.tips.undo import ACTS
from tui.words import disposition_words, enclosure_words, follow_up_words, words

_DONE: Final = {**ACTS, "write": N_("改写"), "restate": N_("补记"), "notice": N_("公告更正")}


def history_head(notice: Notice, change: Change) -> str:
    """When, who and what of one change."""
    at = in_zone(from_text(change.at), notice.zone)
    done = _(_DONE.get(change.what, change.what))
    return printable(f"{shown_second(as_text(at))}  {change.by}  {done}")


def history_lines(notice: Notice, change: Change) -> list[str]:
    """Each field that a change touched: before and after."""
    before = Tip.from_json(change.document | {f.field: f.before for f in change.fields})
    after = Tip.from_json(change.document)
    blank = _("（空）")
    lines = []
    for (label, old), (_label, new) in zip(
        _values(notice, before), _values(notice, after), strict=True
    ):
        if old != new:
            line = _("{label}：{old} → {new}", label=label, old=old or blank, new=new or blank)
            lines.append(printable(line, lines=True))
    for label, rows in _ROWS.items():
        was, stands = rows(notice, before), rows(notice, after)
        gone, come = (
            "\n".join(row for row in some if row not in others)
            for some, others in ((was, stands), (stands, was))
        )
        if gone or come:
            line = _("{label}：{old} → {new}", label=_(label), old=gone or blank, new=come or blank)
            lines.append(printable(line, lines=True))
    if before.sealed and after.sealed and before.sealed.age != after.sealed.age:
        lines.append(_("密封的姓名、内容有改动"))
    return lines


def _values(notice: Notice, tip: Tip) -> Iterator[tuple[str, str]]:
    """All that a tip's history tells of it, each with its label."""
    for field in FIELDS:
        if field.kind == "enclosures":
            continue
        yield _(field.label), words.field_value(notice, tip, field)
    yield _("处理方式"), disposition_words.status(tip)
    yield _("处理"), disposition_words.disposition(notice, tip)
    yield _("关联情况"), tip.matter
    yield _("告知情况"), disposition_words.told(notice, tip)
    yield _("报送情况"), disposition_words.reported(notice, tip)
    yield _("承办人"), tip.handled_by


def _noted(notice: Notice, tip: Tip) -> list[str]:
    said = ((note.kind, follow_up_words.note(notice, note)) for note in tip.notes)
    return [_labelled(kind, value) for kind, value in said]


def _appointed(notice: Notice, tip: Tip) -> list[str]:
    said = ((one.kind, follow_up_words.appointment(notice, one)) for one in tip.appointments)
    return [_labelled(kind, value) for kind, value in said]


def _labelled(kind: str, value: str) -> str:
    return _("{label}：{value}", label=follow_up_words.kind(kind), value=value)


# Of these a change tells what came or went, not all that was there before.
_ROWS: Final = {
    N_("附件"): enclosure_words.rows,
    N_("加记"): _noted,
    N_("回电、约谈"): _appointed,
}
