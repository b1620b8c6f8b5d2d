"""Which days are working days: the statutory calendar of the People's Republic where it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import chinese_calendar

from store.frozen import frozen
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


@frozen
class Holiday:
    """A holiday as the State Council's yearly notice gives it: off from the first to the last day,
    both included, and the days of weekends `worked` in return (调休上班)."""

    name: str
    first_day: date
    last_day: date
    worked: tuple[date, ...] = ()

    @property
    def days(self) -> list[date]:
        """Each day that is off."""
        length = (self.last_day - self.first_day).days + 1
        return [self.first_day + timedelta(days=n) for n in range(length)]


@dataclass(frozen=True)
class WorkingCalendar:
    """The calendar that this machine knows, and the holidays that a notice gives beside it.

    Of a year that the machine does not know, what is `given` is the whole year's; in others it is
    added to what is known.
    """

    given: tuple[Holiday, ...] = ()

    @cached_property
    def _off(self) -> dict[date, str]:
        return {day: holiday.name for holiday in self.given for day in holiday.days}

    @cached_property
    def _worked(self) -> frozenset[date]:
        return frozenset(day for holiday in self.given for day in holiday.worked)

    @cached_property
    def given_years(self) -> frozenset[int]:
        """The years that are known by what was given alone."""
        return frozenset(day.year for day in (*self._off, *self._worked)) - _YEARS

    def covers(self, day: date) -> bool:
        """Whether the calendar of this day's year (holidays and make-up working days) is known."""
        return day.year in _YEARS or day.year in self.given_years

    def covers_all(self, first: date, last: date) -> bool:
        """Whether it is known for each day from the first to the last, both included."""
        return all(self.covers(date(year, 1, 1)) for year in range(first.year, last.year + 1))

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is a statutory working day, 调休 included; Monday to Friday where not covered.

        Source: the State Council's yearly notice on holidays (国务院办公厅关于节假日安排的通知).
        """
        if day in self._worked:
            return True
        if day in self._off:
            return False
        if day.year in _YEARS:
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < _SATURDAY

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is off work on account of a statutory holiday, not as a plain weekend."""
        return not self.is_working_day(day) and (
            day in self._off or day in chinese_calendar.holidays
        )

    def holiday_name(self, day: date) -> str:
        """What the holiday of `day` is called in Chinese, "" if it is none or has no common name."""
        return self._off.get(day) or _NAMES.get(chinese_calendar.holidays.get(day, ""), "")

    def is_made_up(self, day: date) -> bool:
        """Whether `day` is worked although it lies on a weekend, in return for a day off (调休)."""
        return day.weekday() >= _SATURDAY and self.is_working_day(day)


STATUTORY: Final = WorkingCalendar()
"""The calendar of this machine alone."""
