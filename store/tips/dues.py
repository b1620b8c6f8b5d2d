"""What the desk owes on a tip (期限), and until when: by the rules of the notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from store.notice.deadlines import ACCEPTANCE, REFERRAL, DeadlineRule, State, due_on, state
from store.tips.disposition import DUPLICATE, OPEN, PASSED_THROUGH, REGISTERED, WITHDRAWN


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
