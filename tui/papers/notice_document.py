"""A notice's values for scripts, named as in its file, with every day of its period."""

from __future__ import annotations

from typing import Any

from store.notice.notice import Notice
from store.notice.open_days import open_days


def document(notice: Notice) -> dict[str, Any]:
    """The values; what the file leaves out stands as what it means then."""
    return {
        "team": notice.team,
        "unit": notice.unit,
        "timezone": notice.timezone,
        "issued_on": str(notice.issued_on or notice.first_day),
        "address": notice.address,
        "period": {
            "first_day": str(notice.first_day),
            "last_day": str(notice.last_day) if notice.last_day else None,
            "tips_end": notice.tips_end.isoformat() if notice.tips_end else None,
        },
        "groups": notice.groups,
        "disciplines": notice.disciplines,
        "tags": notice.tags,
        "out_of_scope": notice.out_of_scope,
        "hours": [
            {"days": window.days, "from": str(window.start), "to": str(window.until)}
            for window in notice.hours
        ],
        "closed": [{"day": str(day), "name": name} for day, name in notice.closed.items()],
        "lines": [
            {
                "kind": line.kind,
                "value": line.value,
                "label": line.label,
                "area_code": line.area_code,
                "postcode": line.postcode,
                "note": line.note,
                "about": "inspectors" if line.about_inspectors else "tips",
            }
            for line in notice.lines
        ],
        "days": [day.as_json() for day in open_days(notice)],
    }
