"""Which days are working days: the statutory calendar of the People's Republic where it is known."""

from __future__ import annotations

from datetime import date
from typing import Final

import chinese_calendar

from store.text import N_

_YEARS: Final = frozenset(day.year for day in chinese_calendar.holidays)
_SATURDAY: Final = 5
_NAMES: Final = {
    "New Year's Day": N_("元旦"),
    "Spring Festival": N_("春节"),
    "Tomb-sweeping Day": N_("清明节"),
    "Labour Day": N_("劳动节"),
    "Dragon Boat Festival": N_("端午节"),
    "Mid-autumn Festival": N_("中秋节"),
    "National Day": N_("国庆节"),
}


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


def holiday_name(day: date) -> str:
    """What the statutory holiday of `day` is called in Chinese, "" if it is none or has no common name."""
    return _NAMES.get(chinese_calendar.holidays.get(day, ""), "")


def is_made_up(day: date) -> bool:
    """Whether `day` is worked although it lies on a weekend, in return for a day off (调休)."""
    return day.weekday() >= _SATURDAY and is_working_day(day)
