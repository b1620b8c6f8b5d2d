"""Prints what the desk knows, as text for people or JSON for scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click
from pendulum import DateTime
from rich.cells import cell_len, set_cell_size

from store.desk.desk import Desk
from store.duty.counts import Counts
from store.notice.hours import service_status
from store.notice.notice import Notice
from store.notice.period import countdown
from store.printable import json_text, printable
from store.secret.seal import printed
from store.text import _
from store.tips.find import Similar
from store.tips.tip import Tip
from tui.terminal.wrapping import fitted
from tui.words import disposition_words, words


def say(text: str) -> None:
    """One or more lines for a person."""
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
    say(f"{notice.team} · {notice.unit}")
    for sentence in words.status_sentences(notice, now, period, service):
        say(sentence)


def _iso(instant: DateTime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None


def tip_saved(tip: Tip) -> None:
    """The answer to one tip recorded."""
    say(_("已登记：{number}", number=tip.number))


def received(notice: Notice, instant: DateTime) -> None:
    """How a time of receipt that was written was read."""
    said = words.full_minute(notice, instant)
    say(_("{label}：{value}", label=_("收到时间"), value=said))


def tips(notice: Notice, found: Iterable[Tip], json_wanted: bool) -> None:
    """A line for each tip, without the reporter; as JSON, all there is, in one array."""
    if json_wanted:
        array(printed(tip.as_json()) for tip in found)
        return
    lines((_row(notice, tip) for tip in found), _("没有符合条件的举报。"))


def lines(found: Iterable[str], none: str) -> None:
    """A line for each, or the sentence that there is `none`."""
    text = ""
    for text in found:
        say(text)
    if not text:
        say(none)


def similar(notice: Notice, found: Iterable[Similar], json_wanted: bool) -> None:
    """A line for each earlier tip, what it has in common before it; as JSON, one array."""
    if json_wanted:
        tips = ((one.in_common, printed(one.tip.as_json())) for one in found)
        click.echo(json_text([{"in_common": list(parts), "tip": tip} for parts, tip in tips]))
        return
    listed = (f"{fitted(words.in_common(one), 26)} {_row(notice, one.tip)}" for one in found)
    lines(listed, _("没有可能反映同一问题的在册举报。"))


def _row(notice: Notice, tip: Tip) -> str:
    cells = (
        (tip.number, 10),
        (words.local_minute(notice, tip.received_at), 17),
        (words.channel(notice, tip), 10),
        (words.subjects(tip), 24),
        (words.disciplines(tip), 18),
    )
    summary = disposition_words.in_row(tip)
    row = " ".join(fitted(text, width) for text, width in cells)
    room = 100 - cell_len(row)
    return f"{row} {summary if cell_len(summary) <= room else fitted(summary, room)}"


def tip(desk: Desk, found: Tip, json_wanted: bool) -> None:
    """Everything about one tip, and what is still owed on it."""
    if json_wanted:
        click.echo(json_text(printed(found.as_json())))
        return
    notice = desk.notice
    status = disposition_words.status(found)
    say("  ".join(part for part in (found.number, status, words.marks(found)) if part))
    for label, value in words.filled_fields(notice, found, disposition_words.shown_fields(found)):
        say(_("{label}：{value}", label=label, value=value))
    for label, value in disposition_words.facts(desk, found):
        say(_("{label}：{value}", label=label, value=value))
    saved = words.local_minute(notice, found.saved_at)
    say(_("登记人：{officer}，{saved}", officer=found.officer, saved=saved))


def stored(desk: Desk, found: Tip) -> None:
    """A tip as it is stored now, as JSON. To record or dispose of one is not to open it."""
    shown = desk.tip(found.number) if desk.hides else found
    click.echo(json_text(printed(shown.as_json())))


def done(desk: Desk, tip: Tip, sentence: str, json_wanted: bool) -> None:
    """The answer to what was done with a tip."""
    if json_wanted:
        stored(desk, tip)
    else:
        say(sentence)


def counts(found: Counts, json_wanted: bool) -> None:
    """The counters."""
    if json_wanted:
        click.echo(json_text(found.as_json()))
        return
    for label, number in (*words.counters(found), *disposition_words.counters(found)):
        say(f"{set_cell_size(label, 20)}{number:>7}")


def array(values: Iterable[dict[str, Any]]) -> None:
    """One JSON array, an element a line."""
    rows = ",\n".join(map(json_text, values))
    click.echo(f"[\n{rows}\n]" if rows else "[]")


def rows(values: Iterable[dict[str, Any]]) -> None:
    """JSON lines."""
    for value in values:
        click.echo(json_text(value))
