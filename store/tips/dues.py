"""What the desk owes on a tip (期限), and until when: by the rules of the notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from store.frozen import frozen
from store.notice.deadlines import (
    ACCEPTANCE,
    REFERRAL,
    REPORTING,
    State,
    due_on,
    is_certain,
    state,
)
from store.notice.notice import INSPECTORS, Notice, is_in_scope
from store.tips.disposition import DUPLICATE, OPEN, PASSED_THROUGH, REGISTERED, WITHDRAWN
from store.tips.follow_up import is_open
from store.tips.tip import GAVE_NAME, kind_of


@frozen
class Due:
    """One thing the desk owes: for which tip, until the end of which day.

    `calendar_known` is False where working days were counted in a year whose holidays are not known
    here, so that Monday to Friday stand in for them. A call-back or an appointment is due `at` an
    instant (ISO 8601), by no rule; all else "" and by the rule that `source` names.
    """

    number: str
    duty: str
    received_on: date
    due_on: date
    state: State
    source: str
    calendar_known: bool = True
    at: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self) | {
            "received_on": self.received_on.isoformat(),
            "due_on": self.due_on.isoformat(),
        }


def open_by_day(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is still owed on a tip's document, each with the day from which it is reckoned: that of
    receipt, of a call-back or an appointment its own."""
    received = document["received_at"][:10]
    for duty in open_duties(document):
        yield duty, received
    for appointment in open_appointments(document):
        yield appointment["kind"], appointment["when"][:10]


def open_appointments(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The call-backs and appointments of a tip's document that are still to come."""
    if document.get("status") == WITHDRAWN:
        return []
    return [one for one in document.get("appointments") or () if is_open(one)]


def open_duties(document: Mapping[str, Any]) -> list[str]:
    """What is still owed on a tip's document.

    A reporter who gave a name is told whether a report in scope is accepted, unless it repeats an
    earlier one (source: 处理检举控告工作规则, on named reports). What is out of scope is passed on
    (source: 信访工作条例, on receiving petitions). What was passed through is reported up by whom it
    was handed to (source: 处理检举控告工作规则 art. 15).
    """
    status = document.get("status", REGISTERED)
    if status == PASSED_THROUGH and not document.get("reported"):
        return [REPORTING]
    if status in (DUPLICATE, PASSED_THROUGH, WITHDRAWN):
        return []
    groups = {subject["group"] for subject in document["subjects"]} - {"", INSPECTORS}
    in_scope = any(map(is_in_scope, groups))
    gave_name = kind_of(document["reporter"]) in GAVE_NAME
    owed = []
    if in_scope and gave_name and not document.get("told"):
        owed.append(ACCEPTANCE)
    if groups and not in_scope and status in OPEN:
        owed.append(REFERRAL)
    return owed


def dues_of(document: Mapping[str, Any], notice: Notice, today: date) -> list[Due]:
    """What is owed on one tip and by when, by the rules of the notice that say so, and its
    call-backs and appointments."""
    owed, appointed = open_duties(document), open_appointments(document)
    if not (owed or appointed):
        return []
    number = document["number"]
    received = date.fromisoformat(document["received_at"][:10])
    found = []
    for one in appointed:
        day = date.fromisoformat(one["when"][:10])
        how = state(day, today, notice.last_day)
        found.append(Due(number, one["kind"], received, day, how, "", at=one["when"]))
    for rule in notice.deadlines:
        if rule.duty in owed:
            due = due_on(rule, received, notice.calendar)
            how = state(due, today, notice.last_day)
            known = is_certain(rule, received, due, notice.calendar)
            found.append(Due(number, rule.duty, received, due, how, rule.source, known))
    return found
