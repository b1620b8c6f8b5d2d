"""By when the desk owes what (期限): pure functions of a rule of the notice, a day and a tip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, Literal

from store.calendar import is_working_day
from store.disposition import DUPLICATE, OPEN, PASSED_THROUGH, REGISTERED, WITHDRAWN
from store.text import N_

ACCEPTANCE: Final = "acceptance"
REFERRAL: Final = "referral"
DUTIES: Final = {
    ACCEPTANCE: N_("告知实名反映人受理情况"),
    REFERRAL: N_("转办不属受理范围的事项"),
}
MOST_DAYS: Final = 366
_ONE_DAY: Final = timedelta(days=1)

State = Literal["overdue", "today", "before_end", "later"]


@dataclass(frozen=True, slots=True)
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
    DeadlineRule(REFERRAL, 15, False, N_("《信访工作条例》第二十二条")),
)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing the desk owes: for which tip, until the end of which day."""

    number: str
    duty: str
    received_on: date
    due_on: date
    state: State
    source: str

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self) | {
            "received_on": self.received_on.isoformat(),
            "due_on": self.due_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class DueCounts:
    """How many things are owed: late already, today, and after today before the period ends."""

    overdue: int = 0
    today: int = 0
    before_end: int = 0
    later: int = 0


def due_on(rule: DeadlineRule, received_on: date) -> date:
    """The last day on which the duty is done in time; the day of receipt does not count."""
    return _due_on(rule.within, rule.in_working_days, received_on)


@lru_cache(maxsize=4096)
def _due_on(within: int, in_working_days: bool, day: date) -> date:
    if not in_working_days:
        return day + timedelta(days=within)
    while within:
        day += _ONE_DAY
        within -= is_working_day(day)
    return day


def state(due: date, today: date, last_day: date | None) -> State:
    """Whether what is due on `due` is late, due today, or due before the period's `last_day` is over."""
    if due < today:
        return "overdue"
    if due == today:
        return "today"
    return "before_end" if last_day is None or due <= last_day else "later"


def open_duties(document: Mapping[str, Any]) -> list[str]:
    """What is still owed on a tip's document.

    A reporter who gave a name is told whether a report in scope is accepted, unless it repeats an
    earlier one (source: 处理检举控告工作规则, on named reports). What is out of scope is passed on
    (source: 信访工作条例 art. 22).
    """
    status = document.get("status", REGISTERED)
    if status in (DUPLICATE, PASSED_THROUGH, WITHDRAWN):
        return []
    groups = {subject["group"] for subject in document["subjects"]}
    in_scope = bool(groups - {"", "out_of_scope"})
    reporter = document["reporter"]
    owed = []
    gave_name = reporter and reporter["kind"] in ("named", "unverified")
    if in_scope and gave_name and not document.get("told"):
        owed.append(ACCEPTANCE)
    if "out_of_scope" in groups and not in_scope and status in OPEN:
        owed.append(REFERRAL)
    return owed


def dues_of(
    document: Mapping[str, Any],
    rules: tuple[DeadlineRule, ...],
    today: date,
    last_day: date | None,
) -> list[Due]:
    """What is owed on one tip and by when, by those `rules` that say so."""
    owed = open_duties(document)
    if not owed:
        return []
    received = date.fromisoformat(document["received_at"][:10])
    found = []
    for rule in rules:
        if rule.duty in owed:
            due = due_on(rule, received)
            how = state(due, today, last_day)
            found.append(Due(document["number"], rule.duty, received, due, how, rule.source))
    return found


def count_dues(
    open_by_day: Mapping[tuple[str, date], int],
    rules: tuple[DeadlineRule, ...],
    today: date,
    last_day: date | None,
) -> DueCounts:
    """How many things are owed, from how many tips of each day still await each duty."""
    found: dict[str, int] = {}
    for rule in rules:
        for (duty, received), n in open_by_day.items():
            if duty == rule.duty:
                how = state(due_on(rule, received), today, last_day)
                found[how] = found.get(how, 0) + n
    return DueCounts(**found)
