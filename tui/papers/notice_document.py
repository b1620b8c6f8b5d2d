"""A notice's values for scripts, named as in its file, with every day of its period."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from store.notice.notice import Line, Notice
from store.notice.open_days import open_days


def document(notice: Notice) -> dict[str, Any]:
    """The values; what the file leaves out stands as what it means then."""
    return {
        "team": notice.team,
        "code": notice.code,
        "unit": notice.unit,
        "units": [asdict(unit) for unit in notice.units],
        "timezone": notice.timezone,
        "issued_on": str(notice.issued_on or notice.first_day),
        "address": notice.address,
        "period": period(notice),
        "groups": notice.groups,
        "disciplines": notice.disciplines,
        "tags": notice.tags,
        "out_of_scope": notice.out_of_scope,
        "hours": [
            {
                "days": window.days,
                "from": str(window.start),
                "to": str(window.until),
                "lines": window.lines,
                "first_day": str(window.first_day) if window.first_day else None,
                "last_day": str(window.last_day) if window.last_day else None,
            }
            for window in notice.hours
        ],
        "holidays": [
            {
                "name": holiday.name,
                "first_day": str(holiday.first_day),
                "last_day": str(holiday.last_day),
                "worked": list(map(str, holiday.worked)),
            }
            for holiday in notice.calendar.given
        ],
        "closed": [{"day": str(day), "name": name} for day, name in notice.closed.items()],
        "lines": [_line(line) for line in notice.lines],
        "days": [day.as_json() for day in open_days(notice)],
    }


def period(notice: Notice) -> dict[str, Any]:
    """Its days, and from when until when tips are taken."""
    return {
        "first_day": str(notice.first_day) if notice.is_first_day_announced else None,
        "last_day": str(notice.last_day) if notice.last_day else None,
        "in_words": notice.period_in_words,
        "tips_start": notice.tips_start.isoformat(),
        "tips_end": notice.tips_end.isoformat() if notice.tips_end else None,
    }


def _line(line: Line) -> dict[str, Any]:
    values = asdict(line)
    return values | {"about": "inspectors" if values.pop("about_inspectors") else "tips"}
