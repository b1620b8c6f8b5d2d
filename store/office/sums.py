"""All desks together, and rounds of inspection beside those of other years."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from store.frozen import frozen
from store.office.row import Row


@frozen
class Sums:
    """Of how many `desks` there are figures, how many are `open` now and have somebody `on_duty`, and
    the sums of their figures; `unsure` are those of which the figures are not all, or missing."""

    desks: int
    open: int
    on_duty: int
    unsure: int
    today: int
    total: int
    in_scope: int
    out_of_scope: int
    overdue: int
    due_today: int
    by_discipline: dict[str, int]
    by_channel: dict[str, int]
    by_status: dict[str, int]
    by_day: dict[str, int]
    by_hour: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self) | {"by_hour": list(self.by_hour)}


def sums_of(rows: Iterable[Row]) -> Sums:
    """The sums over these rows. Figures that were sent of a round that is over stand among the years
    alone."""
    return _added_up([row for row in rows if not (row.state == "sent" and _year_of(row))])


def _year_of(row: Row) -> int | None:
    """The year in which its round began, None while that is not over, or where nobody knows."""
    is_over = row.phase in ("ended", "closed")
    return row.first_day.year if row.first_day and is_over else None


def _added_up(rows: Sequence[Row]) -> Sums:
    counted = [row for row in rows if row.total is not None]
    return Sums(
        desks=len(counted),
        open=sum(row.service == "open" for row in rows),
        on_duty=sum(bool(row.on_duty) for row in rows),
        unsure=sum(row.state in ("behind", "unreadable") for row in rows),
        today=sum(row.today or 0 for row in rows),
        total=sum(row.total or 0 for row in rows),
        in_scope=sum(row.in_scope or 0 for row in rows),
        out_of_scope=sum(row.out_of_scope or 0 for row in rows),
        overdue=sum(row.overdue or 0 for row in rows),
        due_today=sum(row.due_today or 0 for row in rows),
        by_discipline=_added(row.by_discipline for row in rows),
        by_channel=_added(row.by_channel for row in rows),
        by_status=_added(row.by_status for row in rows),
        by_day=dict(sorted(_added(row.by_day for row in rows).items())),
        by_hour=tuple(map(sum, zip([0] * 24, *(row.by_hour for row in counted), strict=True))),
    )


def _added(counted: Iterable[dict[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for numbers in counted:
        found.update(numbers)
    return dict(found)


@frozen
class Year:
    """The rounds that began in a year and are over: how many teams, the days of all of them together,
    and what came in, a day too where the days are known."""

    year: int
    teams: int
    days: int
    received: int
    per_day: float | None
    in_scope: int
    out_of_scope: int
    by_discipline: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def years_of(rows: Iterable[Row]) -> list[Year]:
    """The rounds that are over, by the year in which they began, the last first."""
    by_year = defaultdict(list)
    for row in rows:
        if year := _year_of(row):
            by_year[year].append(row)
    return [_year(year, found) for year, found in sorted(by_year.items(), reverse=True)]


def _year(year: int, rows: Sequence[Row]) -> Year:
    sums, days = _added_up(rows), sum(row.days or 0 for row in rows)
    in_days = sum(row.total or 0 for row in rows if row.days)
    return Year(
        year=year,
        teams=len(rows),
        days=days,
        received=sums.total,
        per_day=round(in_days / days, 1) if days else None,
        in_scope=sums.in_scope,
        out_of_scope=sums.out_of_scope,
        by_discipline=sums.by_discipline,
    )
