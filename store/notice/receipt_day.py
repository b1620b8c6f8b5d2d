"""Days of the work on tips as people write them: which year is meant where none is written."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from typing import Final

from pendulum import DateTime

from store.errors import BadInstant
from store.instant import read_day, read_when
from store.notice.notice import Notice
from store.written_date import WrittenDate, take_apart

_LAST_YEAR: Final = -1
_NEXT_YEAR: Final = 1
_HALF_A_YEAR: Final = timedelta(days=183)


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
    of the period, else the last such day, where it is nearer than the next. Raises as
    `store.instant.read_instant` does."""
    return read_when(text, notice.zone, _in_year_meant(text, notice, now))


def read_day_dealt_with(text: str, notice: Notice, now: DateTime) -> date:
    """The day that `text` names, alone or with a time; without a year as `read_received` has it, or of
    this year where it came round again since the period was over: tips are dealt with for long. Raises
    as `store.instant.read_instant` does."""
    day = read_day(text, notice.zone, _in_year_meant(text, notice, now))
    with contextlib.suppress(BadInstant):
        this_year = read_day(text, notice.zone, now)
        if notice.last_day and day <= notice.last_day < this_year <= now.date():
            return this_year
    return day


def read_to_come(text: str, notice: Notice, now: DateTime) -> date:
    """The instant of what is to come that `text` names, or the day alone where it names no hour;
    without a year this year's, or the next such day, where it is nearer. Raises as
    `store.instant.read_instant` does."""
    return read_when(text, notice.zone, _year_to_come(text, now))


def day_to_come(text: str, notice: Notice, now: DateTime) -> date:
    """As `read_to_come`, the day alone."""
    return read_day(text, notice.zone, _year_to_come(text, now))


def _year_to_come(text: str, now: DateTime) -> DateTime:
    written = _without_year(text)
    return _in_year_of(_near(written, now, _NEXT_YEAR) if written else None, now)


def _in_year_meant(text: str, notice: Notice, now: DateTime) -> DateTime:
    """`now`, or a time in the year in which the period has the day that is written without one, else
    in the last, if its day is nearer than this year's."""
    if not (written := _without_year(text)):
        return now
    return _in_year_of(day_in_period(written, notice, now) or _near(written, now, _LAST_YEAR), now)


def _without_year(text: str) -> WrittenDate | None:
    """The day that is written without a year, None where none is."""
    with contextlib.suppress(ValueError):
        written = take_apart(text)
        if written and written.year is None and written.month is not None:
            return written
    return None


def _near(written: WrittenDate, now: DateTime, year: int) -> date | None:
    """The day in the last or the next year, as `year` says, if that is the nearest there is: what is a
    few days off is rather a slip to be told of than a year ahead or behind."""
    with contextlib.suppress(ValueError):
        day = written.date_in(now.year + year)
        return day if day and abs(day - now.date()) < _HALF_A_YEAR else None
    return None


def _in_year_of(day: date | None, now: DateTime) -> DateTime:
    return now.set(year=day.year, month=1, day=1) if day and day.year != now.year else now
