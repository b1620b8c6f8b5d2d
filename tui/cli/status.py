"""The command that says how long the period runs on, and whether the lines are answered now."""

from __future__ import annotations

from typing import Any

from pendulum import DateTime

from store.desk.desk import Desk
from store.instant import as_text
from store.notice.hours import is_open_at, service_status
from store.notice.notice import Line, Notice
from store.notice.period import countdown
from store.text import _
from tui.cli.manual import command
from tui.cli.options import as_json, on_desk
from tui.cli.output import say, value
from tui.words import words


@command(help=_("{inspection}期还剩多久，此刻是否受理，何时改变"))
@on_desk
@as_json
def status(desk: Desk, json_wanted: bool) -> None:
    notice, now = desk.notice, desk.now()
    period, service = countdown(notice, now), service_status(notice, now)
    if json_wanted:
        told = {
            "at": as_text(now.in_timezone(notice.zone)),
            "team": notice.team,
            "unit": notice.unit,
            "phase": period.phase,
            "day": period.day,
            "days": period.days,
            "remaining_seconds": period.remaining_seconds,
            "ended_seconds": period.ended_seconds,
            "service": "open" if service.open else "closed",
            "reason": service.reason,
            "changes_at": service.changes_at and as_text(service.changes_at),
            "calendar_known": service.calendar_known,
            "period_in_words": period.in_words,
            "lines": [_line(notice, line, now) for line in notice.lines],
        }
        value(told)
        return
    say(f"{notice.team} · {notice.unit}")
    sentences = words.status_sentences(notice, now, period, service)
    for sentence in (*sentences, *words.line_sentences(notice, now)):
        say(sentence)


def _line(notice: Notice, line: Line, now: DateTime) -> dict[str, Any]:
    """A line, and whether it is answered; null for one that has no hours."""
    is_open = is_open_at(notice, now, line) if notice.hours_of(line) else None
    return {"kind": line.kind, "value": line.value, "open": is_open}
