"""What helps while a form fills, from what it holds: the call guide, and where a tip may not go."""

from __future__ import annotations

from store.guide import Point, guide
from store.referral import why_not
from store.tip import Subject
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
