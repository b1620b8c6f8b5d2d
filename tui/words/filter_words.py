"""A filter in words: each thing it asks for is a token, which can be taken out of it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from store.frozen import frozen
from store.notice.notice import Notice
from store.text import N_, _
from store.tips.find import Filter
from tui.words import words
from tui.words.disposition_words import TO_COMPLETE, status_label

FLAGS: Final = {
    "late": N_("截止后收到"),
    "out_of_hours": N_("受理时间外"),
    "to_complete": TO_COMPLETE,
}


@frozen
class Token:
    """One thing that a filter asks for: a value of one of its parts."""

    part: str
    value: Any
    label: str


def tokens(wanted: Filter, notice: Notice) -> list[Token]:
    """All that `wanted` asks for but its text, which stands in the search line."""
    return list(_tokens(wanted, notice))


def _tokens(wanted: Filter, notice: Notice) -> Iterator[Token]:
    said: dict[str, Callable[[Any], str]] = {
        "disciplines": words.discipline,
        "channels": words.channel_label,
        "lines": lambda value: words.line_in_full(notice, value),
        "groups": lambda key: words.group(notice, key),
        "reporters": words.reporter_kind,
        "statuses": status_label,
        "handlers": _handler,
        "officers": lambda officer: _("登记人 {officer}", officer=officer),
    }
    for part, say in said.items():
        for value in getattr(wanted, part):
            yield Token(part, value, say(value))
    if wanted.since:
        yield Token("since", wanted.since, _("{day}起", day=words.month_day(wanted.since)))
    if wanted.until:
        yield Token("until", wanted.until, _("到{day}", day=words.month_day(wanted.until)))
    for part, label in FLAGS.items():
        if getattr(wanted, part):
            yield Token(part, True, _(label))


def _handler(name: str) -> str:
    return _("承办人 {name}", name=name) if name else _("没有承办人")


def without(wanted: Filter, token: Token) -> Filter:
    """`wanted` without what `token` stands for."""
    held = getattr(wanted, token.part)
    if isinstance(held, tuple):
        left: Any = tuple(value for value in held if value != token.value)
    else:
        left = False if isinstance(held, bool) else None
    return replace(wanted, **{token.part: left})
