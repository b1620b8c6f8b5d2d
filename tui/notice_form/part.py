"""The part of a notice's form from which its open hours follow, read while the rest is still blank."""

from __future__ import annotations

from typing import Final

from pendulum import DateTime

from store.notice.notice import Notice
from tui.notice_form.fields import CLOSED, HOLIDAYS, HOURS, Section
from tui.notice_form.values import NEW, Values, read_form

# What a notice must have beside its period and hours.
_STAND_IN: Final = {"team": "—", "unit": "—", "lines": [{"kind": "visit", "value": "—"}]}
_MATTERS: Final = (
    "period.first_day",
    "period.last_day",
    "period.in_words",
    "period.tips_from",
    "period.tips_until",
    "issued_on",
    "timezone",
)


def notice_of_hours(values: Values, now: DateTime) -> Notice | None:
    """A notice with the period, hours, closed days and holidays that `values` say, and nothing else of them.

    Rows that are not yet complete are left out. None if there are no hours, or one of these values
    cannot be read.
    """
    rows: Values = {key: [{}] for key, value in values.items() if isinstance(value, list)}
    part: Values = dict.fromkeys(values, "") | rows | _STAND_IN
    part |= {key: values[key] for key in _MATTERS}
    sections = (HOURS, CLOSED, HOLIDAYS)
    part |= {section.key: _complete(section, values) or [{}] for section in sections}
    # Whichever lines they hold for: the calendar has the hours of all.
    part[HOURS.key] = [row | {"lines": ""} for row in part[HOURS.key]]
    return read_form(part, NEW, now).notice


def _complete(section: Section, values: Values) -> list[Values]:
    needed = [field.key for field in section.fields if field.required]
    return [
        {field.key: row.get(field.key) for field in section.fields}
        for row in values[section.key]
        if all(row.get(key) for key in needed)
    ]
