"""What follows on a tip in words: its notes, its call-backs and appointments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from store.notice.notice import Notice
from store.text import _
from store.tips.follow_up import APPOINTMENT_KINDS, NOTE_KINDS, Appointment, Note
from store.tips.tip import Tip
from tui.words import words

_BEGINNING: Final = 24
MOST_TOLD: Final = 3
"""Of so many tips each is told of once something was done with them together."""


def kind(name: str) -> str:
    """A kind of note, call-back or appointment."""
    return _((NOTE_KINDS | APPOINTMENT_KINDS).get(name, name))


def note(notice: Notice, found: Note) -> str:
    """A note with its day, and who wrote it down."""
    at = words.local_minute(notice, found.at)
    return _("{day}　{text}（{by} {at} 记）", day=found.on, text=found.text, by=found.by, at=at)


def own_notes(tip: Tip, officer: str) -> dict[int, str]:
    """The beginning of each note of a tip that the officer wrote, by its place."""
    return {
        place: f"{one.on} {one.text[:_BEGINNING]}{'…' * (len(one.text) > _BEGINNING)}".strip()
        for place, one in enumerate(tip.notes, 1)
        if one.by == officer
    }


def when(notice: Notice, found: Appointment) -> str:
    """What is to take place when."""
    return f"{kind(found.kind)} {words.local_minute(notice, found.when)}"


def appointment(notice: Notice, found: Appointment) -> str:
    """When it is to take place, what it is about, and whether it did."""
    parts = [words.local_minute(notice, found.when), found.text]
    if found.done_at:
        at = words.local_minute(notice, found.done_at)
        parts.append(_("已办（{by} {at}）", by=found.done_by, at=at))
    return _("，").join(part for part in parts if part)


def to_come(notice: Notice, tip: Tip) -> list[str]:
    """A tip's call-backs and appointments that are still to come, the earliest first."""
    return [when(notice, one) for one in tip.appointments if one.is_open]


def assigned(tips: Sequence[Tip]) -> str:
    """Who deals with tips that were given to one together."""
    name = tips[0].handled_by or _("（空）")
    if len(tips) > MOST_TOLD:
        return _("{n} 件：承办人{name}", n=len(tips), name=name)
    return "\n".join(_("{number}：承办人{name}", number=tip.number, name=name) for tip in tips)


def facts(notice: Notice, tip: Tip) -> Iterator[tuple[str, str]]:
    """All that followed on a tip, each with its label."""
    if tip.handled_by:
        yield _("承办人"), tip.handled_by
    for written in tip.notes:
        yield kind(written.kind), note(notice, written)
    for made in tip.appointments:
        yield kind(made.kind), appointment(notice, made)
