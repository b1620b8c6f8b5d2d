"""Which days are working days: the statutory calendar of the People's Republic where it is known."""

from __future__ import annotations

from datetime import date
from typing import Final

import chinese_calendar

_YEARS: Final = frozenset(day.year for day in chinese_calendar.holidays)
_SATURDAY: Final = 5


def covers(day: date) -> bool:
    """Whether the calendar of this day's year (holidays and make-up working days) is known here."""
    return day.year in _YEARS


def is_working_day(day: date) -> bool:
    """Whether `day` is a statutory working day, 调休 included; Monday to Friday where not covered.

    Source: the State Council's yearly notice on holidays (国务院办公厅关于节假日安排的通知).
    """
    if covers(day):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < _SATURDAY


def is_holiday(day: date) -> bool:
    """Whether `day` is off work on account of a statutory holiday, not as a plain weekend."""
    return covers(day) and day in chinese_calendar.holidays
