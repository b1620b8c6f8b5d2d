"""Prints what the desk knows, as text for people or JSON for scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import click
import orjson
from pendulum import DateTime
from rich.cells import cell_len, set_cell_size

from store.counts import Counts
from store.fields import fields_of
from store.find import Similar
from store.hours import service_status
from store.notice import Notice
from store.period import countdown
from store.plain import printable
from store.text import _
from store.tip import Tip
from tui import words

# JSON lets these stand as they are, but a terminal would act on them.
_UNSAFE: Final = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def json_text(value: object) -> str:
    """`value` as one line of JSON that is inert on a terminal."""
    text = orjson.dumps(value).decode()
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _say(text: str) -> None:
    click.echo(printable(text, lines=True))


def status(notice: Notice, now: DateTime, json_wanted: bool) -> None:
    """The period and the service hours at `now`."""
    period, service = countdown(notice, now), service_status(notice, now)
    if json_wanted:
        click.echo(
            json_text(
                {
                    "at": now.in_timezone(notice.zone).isoformat(timespec="seconds"),
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
                }
            )
        )
        return
    _say(f"{notice.team} · {notice.unit}")
    for sentence in words.status_sentences(notice, now, period, service):
        _say(sentence)


def _iso(instant: DateTime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None


def tip_saved(tip: Tip) -> None:
    """The answer to one tip recorded."""
    _say(_("已登记：{number}", number=tip.number))


def tips(notice: Notice, found: Iterable[Tip], json_wanted: bool) -> None:
    """A line for each tip, without the reporter; as JSON, all there is, in one array."""
    if json_wanted:
        rows = ",\n".join(json_text(tip.as_json()) for tip in found)
        click.echo(f"[\n{rows}\n]" if rows else "[]")
        return
    for tip in found:
        _say(_row(notice, tip))


def similar(notice: Notice, found: Iterable[Similar], json_wanted: bool) -> None:
    """A line for each earlier tip, what it has in common before it; as JSON, one array."""
    if json_wanted:
        rows = [{"in_common": list(one.in_common), "tip": one.tip.as_json()} for one in found]
        click.echo(json_text(rows))
        return
    for one in found:
        _say(f"{set_cell_size(words.in_common(one), 26)} {_row(notice, one.tip)}")


def _row(notice: Notice, tip: Tip) -> str:
    cells = (
        (tip.number, 10),
        (words.local_minute(notice, tip.received_at), 17),
        (words.channel(notice, tip), 10),
        (words.subjects(tip), 24),
        (words.disciplines(tip), 18),
    )
    # A line break in a summary would break the list.
    summary = " ".join(tip.summary.split())
    row = " ".join(set_cell_size(printable(text), width) for text, width in cells)
    room = 100 - cell_len(row)
    return f"{row} {summary if cell_len(summary) <= room else set_cell_size(summary, room)}"


def tip(notice: Notice, found: Tip, json_wanted: bool) -> None:
    """Everything about one tip."""
    if json_wanted:
        click.echo(json_text(found.as_json()))
        return
    _say(f"{found.number}  {words.marks(found)}".rstrip())
    for field in fields_of(found.channel):
        if value := words.field_value(notice, found, field):
            _say(f"{_(field.label)}：{value}")
    saved = words.local_minute(notice, found.saved_at)
    _say(_("登记人：{officer}，{saved}", officer=found.officer, saved=saved))


def counts(found: Counts, json_wanted: bool) -> None:
    """The counters."""
    if json_wanted:
        click.echo(json_text(found.as_json()))
        return
    for label, number in words.counters(found):
        _say(f"{set_cell_size(label, 20)}{number:>7}")


def rows(values: Iterable[dict[str, Any]]) -> None:
    """JSON lines."""
    for value in values:
        click.echo(json_text(value))
