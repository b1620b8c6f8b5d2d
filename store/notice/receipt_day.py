"""The time of receipt as people write it: a day without a year is that of the period."""

from __future__ import annotations

import contextlib
from datetime import date

from pendulum import DateTime

from store.instant import read_when
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
    with contextlib.suppress(ValueError):
        written = take_apart(text)
        if written and written.year is None and written.month is not None:
            day = day_in_period(written, notice, now)
            if day and day.year != now.year:
                now = now.set(year=day.year, month=1, day=1)
    return read_when(text, notice.zone, now)
