"""Tips as sentences: one line in a list, or all there is, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from store.desk.desk import Desk
from store.notice.notice import Notice
from store.text import _
from store.tips.find import Similar
from store.tips.tip import Tip
from tui.linear.talk import labelled
from tui.words import disposition_words, presence_words, words
from tui.words.history_words import history_head, history_lines

_MOST_OF_SUMMARY = 60


def row(notice: Notice, tip: Tip) -> str:
    """A tip in one line, without the reporter."""
    summary = words.summary(tip)
    parts = (
        tip.number,
        words.received_in_year(notice, tip),
        words.channel(notice, tip),
        words.subjects(tip),
        words.disciplines(tip),
        disposition_words.status(tip),
        summary if len(summary) <= _MOST_OF_SUMMARY else f"{summary[:_MOST_OF_SUMMARY]}…",
    )
    return _("，").join(part for part in parts if part)


def similar_row(notice: Notice, found: Similar) -> str:
    """An earlier tip in one line, what it has in common with the one at hand first."""
    return labelled(words.in_common(found), row(notice, found.tip))


def whole(desk: Desk, tip: Tip) -> Iterator[str]:
    """Everything about a tip but its history."""
    notice = desk.notice
    head = (tip.number, disposition_words.status(tip), words.marks(tip))
    yield _("，").join(part for part in head if part)
    values = words.filled_fields(notice, tip, disposition_words.shown_fields(tip))
    facts = disposition_words.facts_and_pattern(desk, tip)
    for label, value in (*values, *facts):
        yield labelled(label, value)
    saved = words.local_minute(notice, tip.saved_at)
    yield _("登记人：{officer}，{saved}", officer=tip.officer, saved=saved)


def history(desk: Desk, number: str) -> Iterator[str]:
    """Who changed a tip, when and what."""
    for change in desk.history(number):
        yield history_head(desk.notice, change)
        yield from history_lines(desk.notice, change)


def elsewhere(desk: Desk, number: str) -> Iterator[str]:
    """That others have a tip open."""
    return (said for said, _is_editing in presence_words.elsewhere(desk.presence.others(), number))
