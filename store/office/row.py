"""A desk as the office sees it at an instant: pure functions of what was found and of the time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final, Literal

from pendulum import DateTime

from store.duty.overview import Overview
from store.instant import as_text, in_zone, midnight, stored_instant
from store.notice.deadlines import count_dues
from store.notice.hours import service_status
from store.notice.notice import Notice
from store.notice.period import Countdown, Phase, countdown
from store.office.sent import Sent
from store.office.sources import Seen
from store.text import INSPECTIONS

State = Literal["current", "behind", "sent", "ended", "unreadable"]
"""How sure the figures are: of all that was recorded; of what was before a session that died; as they
were sent; none, since the desk was ended; none, since it cannot be read."""

_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One desk, or the figures of one. What is not known is None, of texts "".

    `place` is where it was found, `also_in` where else; `problem` why there are no figures. `phase`,
    `day`, `days`, `until` and `remaining_seconds` are those of its `Countdown`, `service` whether
    its lines are answered now, which changes at `changes_at`. The figures are as of `counted_at`:
    `today` by the desk's own clocks, `overdue` and `due_today` as `DueCounts` has them, certain where
    `calendar_known`. `on_duty` are the officers of the shift that is on. `by_hour` has the 24 hours.
    """

    place: str
    state: State
    problem: str = ""
    also_in: tuple[str, ...] = ()
    team: str = ""
    code: str = ""
    unit: str = ""
    first_day: date | None = None
    last_day: date | None = None
    phase: Phase | Literal[""] = ""
    day: int | None = None
    days: int | None = None
    until: DateTime | None = None
    remaining_seconds: int | None = None
    service: Literal["open", "closed", ""] = ""
    changes_at: DateTime | None = None
    counted_at: DateTime | None = None
    today: int | None = None
    total: int | None = None
    in_scope: int | None = None
    out_of_scope: int | None = None
    overdue: int | None = None
    due_today: int | None = None
    calendar_known: bool = True
    last_tip_at: DateTime | None = None
    on_duty: tuple[str, ...] = ()
    by_discipline: dict[str, int] = field(default_factory=dict)
    by_channel: dict[str, int] = field(default_factory=dict)
    by_status: dict[str, int] = field(default_factory=dict)
    by_day: dict[str, int] = field(default_factory=dict)
    by_hour: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            name: as_text(value)
            if isinstance(value, DateTime)
            else str(value)
            if isinstance(value, date)
            else list(value)
            if isinstance(value, tuple)
            else value
            for name, value in asdict(self).items()
        }


def row_of(seen: Seen, now: DateTime) -> Row:
    """What was found, as it stands `now`."""
    if seen.overview and seen.notice:
        return _of_desk(seen, seen.overview, seen.notice, now)
    if seen.sent:
        return _of_sent(seen.name, seen.sent, now)
    if seen.problem:
        return Row(seen.name, "unreadable", seen.problem)
    return Row(seen.name, "ended", counted_at=seen.ended_at)


def stands_until(row: Row, seen: Seen, now: DateTime) -> DateTime:
    """Until when the row made `now` stands so, but for the seconds that remain."""
    notice = seen.notice or (seen.sent and seen.sent.notice)
    zone = notice.zone if notice else now.timezone
    at = now.in_timezone(zone)  # type: ignore[arg-type]  # a clock's instant has a zone
    next_day = midnight(at.date() + _ONE_DAY, zone)  # type: ignore[arg-type]
    return min(one for one in (next_day, row.until, row.changes_at) if one)


def _of_desk(seen: Seen, overview: Overview, notice: Notice, now: DateTime) -> Row:
    at = in_zone(now, notice.zone)
    today, tally = at.date(), overview.counted()
    counts = tally.counts(today, notice.disciplines, notice.channels)
    dues = count_dues(
        tally.open_by_day(), notice.deadlines, today, notice.last_day, notice.calendar
    )
    service = service_status(notice, at)
    return replace(
        _of_period(seen.name, notice, countdown(notice, at)),
        state="behind" if seen.is_behind else "current",
        service="open" if service.open else "closed",
        changes_at=service.changes_at,
        counted_at=stored_instant(overview.at),
        today=counts.today,
        total=counts.total,
        in_scope=counts.in_scope,
        out_of_scope=counts.out_of_scope,
        overdue=dues.overdue,
        due_today=dues.today,
        calendar_known=dues.calendar_known,
        last_tip_at=stored_instant(overview.last_tip_at),
        on_duty=overview.on_duty,
        by_discipline=counts.by_discipline,
        by_channel=counts.by_channel | counts.by_other_source,
        by_status=counts.by_status,
        by_day=counts.by_day,
        by_hour=tally.by_hour(),
    )


def _of_sent(name: str, sent: Sent, now: DateTime) -> Row:
    notice = sent.notice
    at = in_zone(now, notice.zone)
    today = at.date()
    is_todays = in_zone(sent.at, notice.zone).date() == today
    return replace(
        _of_period(name, notice, countdown(notice, at)),
        state="sent",
        counted_at=sent.at,
        today=sent.by_day.get(str(today), 0) if is_todays else None,
        total=sent.received,
        in_scope=sent.in_scope,
        out_of_scope=sent.out_of_scope,
        overdue=sent.overdue,
        by_discipline=sent.by_discipline,
        by_channel=sent.by_channel,
        by_status=sent.by_status,
        by_day=sent.by_day,
        by_hour=sent.by_hour,
    )


def _of_period(name: str, notice: Notice, period: Countdown) -> Row:
    return Row(
        place=name,
        state="current",
        team=notice.team,
        code=notice.code,
        unit=notice.unit,
        first_day=notice.first_day if notice.is_first_day_announced else None,
        last_day=notice.last_day,
        phase=period.phase,
        day=period.day,
        days=period.days,
        until=period.target,
        remaining_seconds=period.remaining_seconds,
    )


def one_of_each(found: Iterable[tuple[Seen, Row]]) -> list[Row]:
    """The rows, of several places that are the same desk that which knows most, with the names of the
    others; and of a desk's figures that were sent, the last, unless the desk itself is there."""
    found = list(found)
    rounds = _rounds(found)
    best: dict[object, tuple[tuple[int, str], Row]] = {}
    for seen, row in found:
        key, knows = _identity(seen, row, rounds), _knows(seen, row)
        if key not in best:
            best[key] = (knows, row)
            continue
        known, other = best[key]
        better, worse = (row, other) if knows > known else (other, row)
        if better.place != worse.place:
            better = replace(better, also_in=(*better.also_in, worse.place, *worse.also_in))
        best[key] = (max(knows, known), better)
    there = {
        rounds[_of_whom(seen, row)] for seen, row in found if row.state in ("current", "behind")
    }
    return [row for key, (_knows, row) in best.items() if key not in there]


_Round = tuple[str, str, date]


def _identity(seen: Seen, row: Row, rounds: Mapping[_Round, _Round]) -> object:
    if seen.overview and seen.overview.desk:
        return seen.overview.desk
    return rounds[_of_whom(seen, row)] if seen.sent else seen.name


def _of_whom(seen: Seen, row: Row) -> _Round:
    """Whose it is, and when the round began: as long as that is not announced, what stands in for it."""
    notice = seen.notice or (seen.sent and seen.sent.notice)
    return row.team, row.unit, row.first_day or (notice.first_day if notice else date.min)


def _rounds(found: Iterable[tuple[Seen, Row]]) -> dict[_Round, _Round]:
    """By what each says of whose it is, which is the same of one round: its first day may have been announced
    or corrected since, though not to another year, and no team begins another before that is over."""
    rounds: dict[_Round, _Round] = {}
    known, over = ("", "", date.min), date.min
    for of, last_day in sorted({(_of_whom(*one), one[1].last_day or date.max) for one in found}):
        *whose, begun = of
        if [*known[:2], known[2].year] != [*whose, begun.year] or begun > over:
            known, over = of, last_day
        rounds[of], over = known, max(over, last_day)
    return rounds


def _knows(seen: Seen, row: Row) -> tuple[int, str]:
    at = as_text(row.counted_at.in_timezone("UTC")) if row.counted_at else ""
    return seen.overview.journal_bytes if seen.overview else 0, at


def inspection_of(rows: Sequence[Row]) -> str:
    """What the desks call the inspection, as `Notice.inspection`; where they differ, the province's word."""
    provincial, county = INSPECTIONS
    named = [row.team for row in rows if row.team]
    return county if named and all(county in team for team in named) else provincial


# Sorting and filtering

Column = Literal["team", "left", "service", "today", "total", "overdue", "last_tip", "duty"]
Which = Literal["all", "running", "open", "owing", "nobody", "unsure"]
"""All rows; whose period runs; whose lines are answered now; with something overdue or due today; open
with nobody on duty; of which the figures are not certain."""


def narrowed(rows: Iterable[Row], which: Which, text: str = "") -> list[Row]:
    """Those rows, of which team, unit or place have each word of `text` in them."""
    wanted = text.casefold().split()
    return [row for row in rows if _is_of(row, which) and _has(row, wanted)]


def _has(row: Row, words: Sequence[str]) -> bool:
    said = f"{row.team} {row.unit} {row.code} {row.place}".casefold()
    return all(word in said for word in words)


def _is_of(row: Row, which: Which) -> bool:
    match which:
        case "running":
            return row.phase in ("running", "unannounced")
        case "open":
            return row.service == "open"
        case "owing":
            return bool(row.overdue or row.due_today)
        case "nobody":
            return row.service == "open" and not row.on_duty
        case "unsure":
            return row.state in ("behind", "unreadable")
    return True


def ordered(rows: Iterable[Row], column: Column, *, descending: bool) -> list[Row]:
    """The rows by that column, then by team; those of which it is not known come last either way."""
    by_name = sorted(rows, key=lambda row: (row.team, row.unit, row.place))
    known = [row for row in by_name if _value(row, column) is not None]
    rest = [row for row in by_name if _value(row, column) is None]
    return [*sorted(known, key=lambda row: _value(row, column), reverse=descending), *rest]


def _value(row: Row, column: Column) -> Any:
    match column:
        case "team":
            return row.team or None
        case "left":
            return row.until if row.phase in ("running", "unannounced") else None
        case "service":
            return row.service or None
        case "overdue":
            return None if row.overdue is None else (row.overdue, row.due_today or 0)
        case "last_tip":
            return row.last_tip_at
        case "duty":
            return row.on_duty or None
        case "today":
            return row.today
    return row.total
