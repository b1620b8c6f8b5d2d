"""Whether the lines are answered at an instant, why, and when that changes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

import pendulum
from pendulum import DateTime

from store.frozen import frozen
from store.instant import at_wall, in_zone, midnight, offset_changes
from store.notice.notice import EVERY_DAY, WEEKDAYS, WORKING_DAYS, Hours, Line, Notice

Reason = Literal[
    "open",
    "before_hours",
    "break",
    "after_hours",
    "holiday",
    "rest_day",
    "not_started",
    "ended",
]
# How far ahead a next opening is looked for: no team's lines stay closed for longer.
_HORIZON_DAYS: Final = 400
_ONE_DAY: Final = timedelta(days=1)
_WHOLE_DAY: Final = Hours(EVERY_DAY, time(0), time(0))


@frozen
class ServiceStatus:
    """Whether the lines are open, why (not), and the instant at which that changes, if ever.

    `calendar_known` is False where the hours go by working days and the statutory calendar of a
    year between now and that instant is not known here, so that Monday to Friday stand in for it.
    """

    open: bool
    reason: Reason
    changes_at: DateTime | None
    calendar_known: bool


def service_status(notice: Notice, at: DateTime) -> ServiceStatus:
    """The status at `at`. Source: the notice's hours; a window includes its first second and
    excludes its last, by the clocks of the notice's zone."""
    is_open = is_open_at(notice, at)
    changes_at = _next_change(notice, at, is_open)
    first = in_zone(at, notice.zone).date()
    last = in_zone(changes_at, notice.zone).date() if changes_at else first
    return ServiceStatus(
        open=is_open,
        reason="open" if is_open else _why_closed(notice, at),
        changes_at=changes_at,
        calendar_known=is_calendar_known(notice, first, last),
    )


def is_calendar_known(notice: Notice, first: date, last: date) -> bool:
    """Whether the hours from one day to another go by no calendar that is not known here."""
    return not goes_by_working_days(notice) or notice.calendar.covers_all(first, last)


def is_open_at(notice: Notice, at: DateTime, line: Line | None = None) -> bool:
    """Whether a line is answered at `at`, or any, where none is given. One that has no hours takes
    what comes as long as tips are taken."""
    if at < notice.tips_start or (notice.tips_end and at >= notice.tips_end):
        return False
    wall = in_zone(at, notice.zone)
    # Pendulum's own make another time and another day of theirs.
    clock, day = datetime.time(wall), datetime.date(wall)
    return any(_within(window, clock) for window in _windows_by_day(notice, day, line))


def is_answered_on(notice: Notice, day: date, line: Line | None = None) -> bool:
    """Whether a line is answered at any hour of `day` of a period without end, or any, where none
    is given."""
    return bool(_windows_by_day(notice, day, line))


def windows(notice: Notice, day: date) -> tuple[Hours, ...]:
    """The windows that apply on `day`, by their start; none on a closed day or while no tips are
    taken. Those of several lines that overlap are one."""
    if midnight(day + _ONE_DAY, notice.zone) <= notice.tips_start:
        return ()
    if notice.tips_end and midnight(day, notice.zone) >= notice.tips_end:
        return ()
    return tuple(_together(_windows_by_day(notice, day)))


def _windows_by_day(notice: Notice, day: date, line: Line | None = None) -> list[Hours]:
    """The windows that apply on `day` of a period without end."""
    found = notice.hours if line is None else notice.hours_of(line)
    if not found:
        return [_WHOLE_DAY]
    if day in notice.closed:
        return []
    return [window for window in found if _applies(notice, window, day)]


def _together(found: Iterable[Hours]) -> Iterator[Hours]:
    """Windows by their start; those that overlap as one."""
    last: Hours | None = None
    for window in sorted(found, key=lambda window: window.start):
        if last and (last.until == time(0) or window.start < last.until):
            ends = [one.until for one in (last, window)]
            last = replace(last, until=time(0) if time(0) in ends else max(ends))
            continue
        if last:
            yield last
        last = window
    if last:
        yield last


def _applies(notice: Notice, window: Hours, day: date) -> bool:
    if not window.is_in_season(day):
        return False
    if window.days == EVERY_DAY:
        return True
    if window.days == WORKING_DAYS:
        return notice.calendar.is_working_day(day)
    return WEEKDAYS[day.weekday()] in window.days


def _within(window: Hours, at: time) -> bool:
    return window.start <= at and (at < window.until or window.until == time(0))


def _why_closed(notice: Notice, at: DateTime) -> Reason:
    if at < notice.tips_start:
        return "not_started"
    if notice.tips_end and at >= notice.tips_end:
        return "ended"
    wall = at.in_timezone(notice.zone)
    day = wall.date()
    today = windows(notice, day)
    if not today:
        off_by_holiday = goes_by_working_days(notice) and notice.calendar.is_holiday(day)
        return "holiday" if day in notice.closed or off_by_holiday else "rest_day"
    if wall.time() < today[0].start:
        return "before_hours"
    return "break" if any(wall.time() < window.start for window in today) else "after_hours"


def goes_by_working_days(notice: Notice) -> bool:
    """Whether any window of the notice is for working days."""
    return any(window.days == WORKING_DAYS for window in notice.hours)


def _next_change(notice: Notice, at: DateTime, is_open: bool) -> DateTime | None:
    if notice.tips_end and at >= notice.tips_end:
        return None
    first = max(at, notice.tips_start).in_timezone(notice.zone).date()
    days = (first + _ONE_DAY * n for n in range(_HORIZON_DAYS))
    instants = itertools.chain.from_iterable(_boundaries(notice, day) for day in days)
    # Two of one zone are compared by what its clocks show.
    later = (i for i in instants if i.timestamp() > at.timestamp())
    return next((i for i in later if is_open_at(notice, i) != is_open), None)


def _boundaries(notice: Notice, day: date) -> Iterator[DateTime]:
    """Every instant of `day` at which the status might change, in order."""
    zone = notice.zone
    start, end = midnight(day, zone), midnight(day + _ONE_DAY, zone)
    moments: list[datetime] = [start, *offset_changes(start, end, zone)]
    for window in windows(notice, day):
        for at in (window.start, window.until):
            # Clocks set back show the time a second time; `fold` names that second showing.
            again = datetime.combine(day, at, tzinfo=zone).replace(fold=1)
            moments += (at_wall(day, at, zone), again)
    for edge in (notice.tips_start, notice.tips_end):
        if edge and start <= edge < end:
            moments.append(edge)
    # By the instants: both showings of a time are equal, and one that clocks leave out is put at one
    # place by pendulum, at two by datetime.
    for timestamp in sorted({moment.timestamp() for moment in moments}):
        yield pendulum.from_timestamp(timestamp, tz=zone)
