"""Day by day through the period of a notice: when the lines are answered, or why they are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final, Literal

from store.instant import in_zone, midnight
from store.notice import calendar
from store.notice.hours import goes_by_working_days, windows
from store.notice.notice import Notice

WhyClosed = Literal["", "named", "holiday", "rest_day", "ended"]
MOST_DAYS: Final = 366
# How far one looks ahead where neither the last day nor the end of taking tips is announced.
_WITHOUT_END_DAYS: Final = 60
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day of the period. `windows` are from and until when the lines are answered, 00:00 at the
    end of one being 24:00; none on a day that is closed, and then `closed` says why.

    `name` is what the notice or the statutory calendar calls a closed day. `made_up`: worked on a
    weekend in return for a day off, and answered only for that.
    """

    day: date
    windows: tuple[tuple[time, time], ...]
    closed: WhyClosed = ""
    name: str = ""
    made_up: bool = False

    def as_json(self) -> dict[str, Any]:
        """The day for scripts."""
        return {
            "day": self.day.isoformat(),
            "windows": [{"from": str(start), "to": str(until)} for start, until in self.windows],
            "closed": self.closed,
            "name": self.name,
            "made_up": self.made_up,
        }


def last_known_day(notice: Notice) -> date:
    """The last day of the period; of one whose end is not announced, the last that is looked at."""
    last = notice.last_day
    if last is None and notice.tips_end:
        last = in_zone(notice.tips_end.subtract(microseconds=1), notice.zone).date()
    return last or notice.first_day + _ONE_DAY * (_WITHOUT_END_DAYS - 1)


def open_days(notice: Notice) -> Iterator[OpenDay]:
    """The days from the first to the last known one, at most `MOST_DAYS`.

    Source: the notice's hours and closed days, and for working days the statutory calendar.
    """
    by_working_days = goes_by_working_days(notice)
    days = last_known_day(notice).toordinal() - notice.first_day.toordinal() + 1
    for n in range(min(days, MOST_DAYS)):
        yield _open_day(notice, notice.first_day + _ONE_DAY * n, by_working_days)


def _open_day(notice: Notice, day: date, by_working_days: bool) -> OpenDay:
    if found := tuple(_until_the_end(notice, day)):
        return OpenDay(day, found, made_up=by_working_days and calendar.is_made_up(day))
    if notice.tips_end and midnight(day, notice.zone) >= notice.tips_end:
        return OpenDay(day, (), "ended")
    if day in notice.closed:
        return OpenDay(day, (), "named", notice.closed[day])
    if by_working_days and calendar.is_holiday(day):
        return OpenDay(day, (), "holiday", calendar.holiday_name(day))
    return OpenDay(day, (), "rest_day")


def _until_the_end(notice: Notice, day: date) -> Iterator[tuple[time, time]]:
    """The windows of `day`; tips are no longer taken from `tips_end` on, in a window or not."""
    end = in_zone(notice.tips_end, notice.zone).naive() if notice.tips_end else None
    cut = end.time() if end and end.date() == day else None
    for window in windows(notice, day):
        if cut is None or (window.until <= cut and window.until != time(0)):
            yield window.start, window.until
        elif window.start < cut:
            yield window.start, time(cut.hour, cut.minute, cut.second)
