"""What helps while a form fills: the call guide, where a tip may not go, and what is said once it is saved."""

from __future__ import annotations

from store.guide import Point, guide
from store.plain import printable
from store.referral import why_not
from store.text import _
from store.tip import Subject, Tip
from tui.form_values import SUBJECTS, Values


def points_of(values: Values) -> tuple[Point, ...]:
    """What the tip in the form tells already and what it lacks."""
    names = (row.get("person", "") or row.get("unit", "") for row in values[SUBJECTS])
    return guide(values["summary"], names)


def referral_warning(values: Values) -> str:
    """Why the tip in the form may not go where it says, "" if it may.

    It is recorded all the same, and stopped when it is to be sent. Source: 处理检举控告工作规则
    art. 47.
    """
    parts = ("unit", "person", "post", "group")
    subjects = [Subject(*(row.get(part, "") for part in parts)) for row in values[SUBJECTS]]
    return why_not(subjects, values["referred_to"])


def saved_words(tip: Tip, amended: bool) -> str:
    """What is said of a tip once it is on disk."""
    number = printable(tip.number)
    if tip.to_complete:
        return _("已先存：{number}，待补录（Ctrl+G 可查）", number=number)
    return _("已修改：{number}", number=number) if amended else _("已登记：{number}", number=number)
