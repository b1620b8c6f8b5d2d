"""Days of the work on tips as people write them: one without a year is that of the period."""

from __future__ import annotations

import contextlib
from datetime import date

from pendulum import DateTime

from store.errors import BadInstant
from store.instant import read_day, read_when
from store.notice.notice import Notice
from store.written_date import WrittenDate, take_apart


def day_in_period(written: WrittenDate, notice: Notice, now: DateTime) -> date | None:
    """The day of the period that is meant where no year is written; None if it has no such day.

    A period whose last day is not announced lasts until `now`. Raises nothing.
    """
    end = notice.last_day or now.date()
    for year in range(notice.first_open_day.year, end.year + 1):
        with contextlib.suppress(ValueError):
            day = written.date_in(year)
            if day and notice.first_open_day <= day <= end:
                return day
    return None


def read_received(text: str, notice: Notice, now: DateTime) -> date:
    """The instant that `text` names, or the day alone where it names no hour; without a year that
    of the period, else of `now`. Raises as `store.instant.read_instant` does."""
    return read_when(text, notice.zone, _in_year_meant(text, notice, now))


def read_day_dealt_with(text: str, notice: Notice, now: DateTime) -> date:
    """The day that `text` names, alone or with a time; without a year that of the period, or of this
    year where it came round again since the period was over: tips are dealt with for long. Raises as
    `store.instant.read_instant` does."""
    day = read_day(text, notice.zone, _in_year_meant(text, notice, now))
    with contextlib.suppress(BadInstant):
        this_year = read_day(text, notice.zone, now)
        if notice.last_day and day <= notice.last_day < this_year <= now.date():
            return this_year
    return day


def _in_year_meant(text: str, notice: Notice, now: DateTime) -> DateTime:
    """`now`, or a time in the year in which the period has the day that is written without one."""
    with contextlib.suppress(ValueError):
        written = take_apart(text)
        if written and written.year is None and written.month is not None:
            day = day_in_period(written, notice, now)
            if day and day.year != now.year:
                return now.set(year=day.year, month=1, day=1)
    return now
