"""Day by day through the period of a notice: when the lines are answered, or why they are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any, Final, Literal

from pendulum import DateTime

from store.frozen import frozen
from store.instant import in_zone, midnight
from store.notice.deadlines import due_on
from store.notice.hours import goes_by_working_days, is_calendar_known, windows
from store.notice.notice import Notice

WhyClosed = Literal["", "named", "holiday", "rest_day", "not_started", "ended"]
MOST_DAYS: Final = 366
# How far one looks ahead where neither the last day nor the end of taking tips is announced.
_WITHOUT_END_DAYS: Final = 60
_MOST_YEARS: Final = 5
_ONE_DAY: Final = timedelta(days=1)


@frozen
class OpenDay:
    """A day of the period. `windows` are from and until when the lines are answered, 00:00 at the
    end of one being 24:00; none on a day that is closed, and then `closed` says why.

    `name` is what the notice or the statutory calendar calls a closed day. `made_up`: worked on a
    weekend in return for a day off, and answered only for that. `calendar_known` is False where the
    hours go by working days and the calendar of the day's year is not known here.
    """

    day: date
    windows: tuple[tuple[time, time], ...]
    closed: WhyClosed = ""
    name: str = ""
    made_up: bool = False
    calendar_known: bool = True

    def as_json(self) -> dict[str, Any]:
        """The day for scripts."""
        return {
            "day": self.day.isoformat(),
            "windows": [{"from": str(start), "to": str(until)} for start, until in self.windows],
            "closed": self.closed,
            "name": self.name,
            "made_up": self.made_up,
            "calendar_known": self.calendar_known,
        }


def last_known_day(notice: Notice) -> date:
    """The last day of the period; of one whose end is not announced, the last that is looked at."""
    last = notice.last_day
    if last is None and notice.tips_end:
        last = in_zone(notice.tips_end.subtract(microseconds=1), notice.zone).date()
    return last or notice.first_open_day + _ONE_DAY * (_WITHOUT_END_DAYS - 1)


def unknown_years(notice: Notice) -> list[int]:
    """The years by whose working days hours or deadlines of the notice go, from the first day until
    what came on the last is due, and whose holidays are not known."""
    first, last = notice.first_open_day, last_known_day(notice)
    rules = [rule for rule in notice.deadlines if rule.in_working_days]
    if not (rules or goes_by_working_days(notice)):
        return []
    last = max([last, *(due_on(rule, last, notice.calendar) for rule in rules)])
    years = range(first.year, min(last.year, first.year + _MOST_YEARS) + 1)
    return [year for year in years if not notice.calendar.covers(date(year, 1, 1))]


def open_days(notice: Notice) -> Iterator[OpenDay]:
    """The days from the first, also of taking tips before the period, to the last known one, at most
    `MOST_DAYS`.

    Source: the notice's hours and closed days, and for working days the statutory calendar.
    """
    by_working_days = goes_by_working_days(notice)
    first = notice.first_open_day
    days = last_known_day(notice).toordinal() - first.toordinal() + 1
    for n in range(min(days, MOST_DAYS)):
        day = _open_day(notice, first + _ONE_DAY * n, by_working_days)
        yield replace(day, calendar_known=is_calendar_known(notice, day.day, day.day))


def _open_day(notice: Notice, day: date, by_working_days: bool) -> OpenDay:
    if found := tuple(_until_the_end(notice, day)):
        return OpenDay(day, found, made_up=by_working_days and notice.calendar.is_made_up(day))
    # Of a day with hours none are left where tips are taken after them, or until before them.
    has_hours = bool(windows(notice, day))
    ends_today = has_hours and _time_on(notice, notice.tips_end, day)
    if ends_today or (notice.tips_end and midnight(day, notice.zone) >= notice.tips_end):
        return OpenDay(day, (), "ended")
    if has_hours or midnight(day + _ONE_DAY, notice.zone) <= notice.tips_start:
        return OpenDay(day, (), "not_started")
    if day in notice.closed:
        return OpenDay(day, (), "named", notice.closed[day])
    if by_working_days and notice.calendar.is_holiday(day):
        return OpenDay(day, (), "holiday", notice.calendar.holiday_name(day))
    return OpenDay(day, (), "rest_day")


def _until_the_end(notice: Notice, day: date) -> Iterator[tuple[time, time]]:
    """The windows of `day`; no tips are taken before `tips_start` nor from `tips_end` on, in a window
    or not."""
    start, end = _time_on(notice, notice.tips_start, day), _time_on(notice, notice.tips_end, day)
    for window in windows(notice, day):
        begins, until = window.start, window.until
        if start and (until == time(0) or start < until):
            begins = max(start, begins)
        elif start:
            continue
        if end is None or (until <= end and until != time(0)):
            yield begins, until
        elif begins < end:
            yield begins, end


def _time_on(notice: Notice, instant: DateTime | None, day: date) -> time | None:
    """The time of `day` that an instant is, None if it is on none or another."""
    at = in_zone(instant, notice.zone).naive() if instant else None
    return time(at.hour, at.minute, at.second) if at and at.date() == day else None
