"""A tip as it is read: what it says, and what became of it, in lines as wide as there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from store.notice.notice import Notice
from store.printable import printable
from store.text import _
from store.tips.history import Change
from store.tips.tip import Tip
from tui.terminal.wrapping import fitted, wrapped
from tui.words import disposition_words, words
from tui.words.history_words import history_head, history_lines

_WIDEST_LABEL: Final = 21
STYLES: Final = {
    "good": "bold $text-success",
    "warning": "bold $text-warning",
    "muted": "bold $text-muted",
}
"""How a text looks whose role is that, as on a sheet."""

Facts = Sequence[tuple[str, str]]
"""What became of a tip and is still owed on it, each with its label."""


def said(notice: Notice, tip: Tip, facts: Facts, width: int, *, below: Facts = ()) -> Content:
    """The tip's number, what became of it at a glance, and its fields; then the facts that are to
    stand `below` them."""
    values = list(_values(notice, tip))
    room = _label_room((*values, *facts))
    parts = [*_head(tip), *_rows(values, room, width)]
    if below:
        parts += [("\n", ""), *_rows(below, room, width)]
    if tip.sealed:
        parts.append((_("按 V 显示姓名和内容，查看有记录。") + "\n", "$text-warning"))
    return Content.assemble(*parts)


def since(notice: Notice, tip: Tip, facts: Facts, history: Sequence[Change], width: int) -> Content:
    """What became of it, what is owed on it, and what was changed."""
    room = _label_room((*_values(notice, tip), *facts))
    about = [*_rows(facts, room, width), ("\n", "")] if facts else []
    return Content.assemble(*about, *_changes(notice, history, width))


def _values(notice: Notice, tip: Tip) -> Iterator[tuple[str, str]]:
    return words.filled_fields(notice, tip, disposition_words.shown_fields(tip))


def _label_room(facts: Facts) -> int:
    widest = max((cell_len(label) for label, _value in facts), default=0)
    return min(widest, _WIDEST_LABEL) + 2


def _head(tip: Tip) -> list[tuple[str, str]]:
    sign, role = disposition_words.sign_of(tip)
    return [
        (printable(tip.number), "bold $text-primary"),
        (f"  {sign} {printable(disposition_words.status(tip))}", STYLES.get(role, "bold")),
        (f"  {words.marks(tip)}\n\n", "$text-warning"),
    ]


def _rows(facts: Facts, room: int, width: int) -> list[tuple[str, str]]:
    """Labels in one column of `room` cells, what they say in another."""
    parts: list[tuple[str, str]] = []
    width = max(width - room, _WIDEST_LABEL)
    for label, value in facts:
        for at, line in enumerate(_wrapped_lines(printable(value, lines=True), width)):
            parts.append((fitted("" if at else label, room), "$text-muted"))
            parts.append((f"{line}\n", ""))
    return parts


def _changes(notice: Notice, history: Sequence[Change], width: int) -> list[tuple[str, str]]:
    parts = [(_("修改记录") + "\n", "bold $text-primary")]
    for change in history:
        parts.append((f"{history_head(notice, change)}\n", "$text-muted"))
        for line in history_lines(notice, change):
            first, *more = _wrapped_lines(line, width - len("    "))
            parts += [(f"  {first}\n", ""), *((f"    {row}\n", "") for row in more)]
    return parts


def _wrapped_lines(text: str, width: int) -> list[str]:
    """Each line of `text` in as many as it needs."""
    return [line for paragraph in text.split("\n") for line in wrapped(paragraph, width)]
