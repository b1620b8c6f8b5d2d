"""By when the desk owes what (期限): pure functions of a rule of the notice and a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from store.frozen import frozen
from store.notice.calendar import STATUTORY, WorkingCalendar
from store.text import N_

ACCEPTANCE: Final = "acceptance"
REFERRAL: Final = "referral"
REPORTING: Final = "reporting"
DUTIES: Final = {
    ACCEPTANCE: N_("告知实名反映人受理情况"),
    REFERRAL: N_("转办不属受理范围的事项"),
    REPORTING: N_("报送径送件"),
}
CALL_BACK: Final = "call_back"
INTERVIEW: Final = "interview"
ON_THEIR_DAY: Final = frozenset({CALL_BACK, INTERVIEW})
"""What is owed on a day of its own, by no rule."""
MOST_DAYS: Final = 366
_ONE_DAY: Final = timedelta(days=1)

State = Literal["overdue", "today", "before_end", "later"]


@frozen
class DeadlineRule:
    """A duty is done within so many days, or working days, from the day after receipt.

    `source` is the text it comes from, as a person would cite it.
    """

    duty: str
    within: int
    in_working_days: bool
    source: str = ""


DEFAULT_RULES: Final = (
    DeadlineRule(
        ACCEPTANCE, 15, True, N_("《纪检监察机关处理检举控告工作规则》实名检举控告的处理")
    ),
    DeadlineRule(REFERRAL, 15, False, N_("《信访工作条例》信访事项的提出和受理")),
    DeadlineRule(REPORTING, 5, True, N_("《纪检监察机关处理检举控告工作规则》第十五条")),
)


@frozen
class DueCounts:
    """How many things are owed: late already, today, and after today before the period ends.

    `calendar_known` is False where working days of any of them were counted in a year whose holidays
    are not known here.
    """

    overdue: int = 0
    today: int = 0
    before_end: int = 0
    later: int = 0
    calendar_known: bool = True


@lru_cache(maxsize=4096)
def due_on(rule: DeadlineRule, received_on: date, calendar: WorkingCalendar = STATUTORY) -> date:
    """The last day on which the duty is done in time; the day of receipt does not count."""
    if not rule.in_working_days:
        return received_on + timedelta(days=rule.within)
    day, within = received_on, rule.within
    while within:
        day += _ONE_DAY
        within -= calendar.is_working_day(day)
    return day


def is_certain(rule: DeadlineRule, received_on: date, due: date, calendar: WorkingCalendar) -> bool:
    """Whether no day counted until `due` is of a year whose holidays are not known."""
    return not rule.in_working_days or calendar.covers_all(received_on, due)


def state(due: date, today: date, last_day: date | None) -> State:
    """Whether what is due on `due` is late, due today, or due before the period's `last_day` is over."""
    if due < today:
        return "overdue"
    if due == today:
        return "today"
    return "before_end" if last_day is None or due <= last_day else "later"


def count_dues(
    open_by_day: Mapping[tuple[str, date], int],
    rules: tuple[DeadlineRule, ...],
    today: date,
    last_day: date | None,
    calendar: WorkingCalendar,
) -> DueCounts:
    """How many things are owed, from how many tips of each day still await each duty; of call-backs
    and appointments that is the day on which they are to take place."""
    found: dict[State, int] = {}
    for (duty, day), n in open_by_day.items():
        if duty in ON_THEIR_DAY and n:
            how = state(day, today, last_day)
            found[how] = found.get(how, 0) + n
    is_known = True
    for rule in rules:
        for (duty, received), n in open_by_day.items():
            if duty == rule.duty and n:
                due = due_on(rule, received, calendar)
                how = state(due, today, last_day)
                found[how] = found.get(how, 0) + n
                is_known = is_known and is_certain(rule, received, due, calendar)
    return DueCounts(**found, calendar_known=is_known)
