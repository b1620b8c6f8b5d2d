"""The command that says how long the period runs on, and whether the lines are answered now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from pendulum import DateTime

from store.instant import as_text
from store.notice.hours import is_open_at, service_status
from store.notice.notice import Line, Notice
from store.notice.period import countdown
from store.printable import json_text
from store.text import _
from tui.cli.manual import command
from tui.cli.options import as_json, common, open_desk
from tui.cli.output import say
from tui.words import words


@command(help=_("{inspection}期还剩多久，此刻是否受理，何时改变"))
@common
@as_json
def status(folder: Path | None, at: str | None, json_wanted: bool) -> None:
    with open_desk(folder, at) as desk:
        _say(desk.notice, desk.now(), json_wanted)


def _say(notice: Notice, now: DateTime, json_wanted: bool) -> None:
    """The period and the service hours at `now`."""
    period, service = countdown(notice, now), service_status(notice, now)
    if json_wanted:
        click.echo(
            json_text(
                {
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
                    "changes_at": _iso(service.changes_at),
                    "calendar_known": service.calendar_known,
                    "period_in_words": period.in_words,
                    "lines": [_line(notice, line, now) for line in notice.lines],
                }
            )
        )
        return
    say(f"{notice.team} · {notice.unit}")
    sentences = words.status_sentences(notice, now, period, service)
    for sentence in (*sentences, *words.line_sentences(notice, now)):
        say(sentence)


def _line(notice: Notice, line: Line, now: DateTime) -> dict[str, Any]:
    """A line, and whether it is answered; null for one that has no hours."""
    is_open = is_open_at(notice, now, line) if notice.hours_of(line) else None
    return {"kind": line.kind, "value": line.value, "open": is_open}


def _iso(instant: DateTime | None) -> str | None:
    return as_text(instant) if instant else None
