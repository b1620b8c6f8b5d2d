"""The statutory calendar: holidays, days made up for them (调休), and years it does not know."""

from __future__ import annotations

from datetime import date

import pytest

from store.notice.calendar import STATUTORY, Holiday, WorkingCalendar

NEW_YEAR = date(2031, 1, 1)


@pytest.mark.parametrize(
    ("day", "is_working", "is_holiday", "is_made_up", "name"),
    [
        (date(2016, 1, 1), False, True, False, "元旦"),
        (date(2016, 2, 8), False, True, False, "春节"),
        (date(2016, 4, 4), False, True, False, "清明节"),
        (date(2016, 5, 2), False, True, False, "劳动节"),
        (date(2016, 6, 9), False, True, False, "端午节"),
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
    assert STATUTORY.covers(day) == (day.year == 2016)
    assert STATUTORY.is_working_day(day) == is_working
    assert STATUTORY.is_holiday(day) == is_holiday
    assert STATUTORY.is_made_up(day) == is_made_up
    assert STATUTORY.holiday_name(day) == name


def test_what_a_notice_gives_is_called_so_and_makes_a_known_year_no_year_of_its_own() -> None:
    given = (
        Holiday("本市放假", date(2016, 10, 7), date(2016, 10, 10)),
        Holiday("元旦", *[NEW_YEAR] * 2),
    )
    calendar = WorkingCalendar(given)
    assert calendar.holiday_name(date(2016, 10, 7)) == "本市放假"
    assert calendar.holiday_name(date(2016, 10, 6)) == "国庆节"
    assert calendar.given_years == {2031}
    assert calendar.covers_all(NEW_YEAR, date(2031, 12, 31)) and calendar.covers(date(2016, 1, 1))
    for other in (date(2030, 12, 31), date(2032, 1, 1)):
        assert not calendar.covers(other)
        assert not calendar.covers_all(*sorted((NEW_YEAR, other)))
    # The day that is worked for it lies in the next year.
    over = WorkingCalendar((Holiday("元旦", *[date(2030, 12, 31)] * 2, (date(2031, 1, 5),)),))
    assert over.given_years == {2030, 2031}
    worked = WorkingCalendar((Holiday("", *[date(2016, 10, 1)] * 2, (date(2016, 10, 7),)),))
    assert worked.is_working_day(date(2016, 10, 7)) and not worked.is_holiday(date(2016, 10, 7))
    # What one holiday is worked for lies in another that is longer.
    both = WorkingCalendar(
        (
            Holiday("本市放假", date(2031, 10, 1), date(2031, 10, 9)),
            Holiday("国庆节", *[date(2031, 10, 1)] * 2, (date(2031, 10, 8),)),
        )
    )
    assert both.is_working_day(date(2031, 10, 8)) and not both.is_working_day(date(2031, 10, 9))
