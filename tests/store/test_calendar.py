"""The statutory calendar: holidays, days made up for them (调休), and years it does not know."""

from __future__ import annotations

from datetime import date

import pytest

from store.notice import calendar


@pytest.mark.parametrize(
    ("day", "is_working", "is_holiday", "is_made_up", "name"),
    [
        (date(2016, 9, 30), True, False, False, ""),
        (date(2016, 10, 1), False, True, False, "国庆节"),
        (date(2016, 10, 7), False, True, False, "国庆节"),
        (date(2016, 10, 8), True, False, True, ""),
        (date(2016, 10, 15), False, False, False, ""),
        (date(2016, 9, 15), False, True, False, "中秋节"),
        (date(2031, 10, 1), True, False, False, ""),
        (date(2031, 10, 4), False, False, False, ""),
        (date(2031, 10, 5), False, False, False, ""),
    ],
)
def test_what_a_day_is(
    day: date, is_working: bool, is_holiday: bool, is_made_up: bool, name: str
) -> None:
    assert calendar.covers(day) == (day.year == 2016)
    assert calendar.is_working_day(day) == is_working
    assert calendar.is_holiday(day) == is_holiday
    assert calendar.is_made_up(day) == is_made_up
    assert calendar.holiday_name(day) == name
