"""What helps while a tip is entered: the call guide, where it may not go, a number that lacks a digit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from pendulum import DateTime

from store.errors import BadInstant
from store.notice.notice import Notice
from store.notice.receipt_day import read_received
from store.printable import unspaced
from store.text import _, listed
from store.tips.guide import Point, guide
from store.tips.nobody import names_nobody
from store.tips.referral import why_not
from store.tips.tip import Subject
from tui.entering.values import SUBJECTS, Values

_NEARLY_MOBILE: Final = re.compile(r"1(?:\d{9}|\d{11})", re.ASCII)


def points_of(values: Values) -> tuple[Point, ...]:
    """What the tip being entered tells already and what it lacks."""
    names = (row.get("person", "") or row.get("unit", "") for row in values[SUBJECTS])
    return guide(values["summary"], names)


def subjects_of(values: Values) -> str:
    """Whom the tip being entered is about, in few words."""
    names = (f"{one.unit} {one.person or one.post}".strip() for one in _subjects(values))
    return listed(filter(None, names))


def referral_warning(values: Values) -> str:
    """Why the tip being entered may not go where it says, "" if it may.

    It is recorded all the same, and stopped when it is to be sent. Source: 处理检举控告工作规则
    art. 47.
    """
    return why_not(_subjects(values), values["referred_to"])


def _subjects(values: Values) -> list[Subject]:
    parts = ("unit", "person", "post", "group")
    return [Subject(*(row.get(part, "") for part in parts)) for row in values[SUBJECTS]]


def time_meant(text: str, notice: Notice, now: DateTime) -> date | None:
    """The time that was written, to be told back in full; None if that cannot be told."""
    try:
        return read_received(text, notice, now) if text.strip() else None
    except BadInstant:
        return None


def name_warning(name: str) -> str:
    """That what stands for the reporter's name is none, "" where it is one."""
    if not (name.strip() and names_nobody(name)):
        return ""
    return _("“{name}”不是姓名，按未署名登记。", name=name.strip())


def contact_warning(contact: str) -> str:
    """That a number is one digit short of a mobile's or one too long, "" for all else: people give
    all sorts of contacts."""
    digits = unspaced(contact)
    if not _NEARLY_MOBILE.fullmatch(digits):
        return ""
    return _("现有 {count} 位数字，手机号码应为 11 位，请核对。", count=len(digits))


WARNINGS: Final[dict[str, Callable[[str], str]]] = {
    "reporter.name": name_warning,
    "reporter.contact": contact_warning,
}
"""What is to be looked at, of a field once it is typed to its end."""
