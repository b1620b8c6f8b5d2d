"""Every day of a notice's period: when it is open, or why it is not."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from store.instant import at_wall
from store.notice.hours import is_open_at
from store.notice.open_days import MOST_DAYS, OpenDay, open_days, unknown_years
from store.notice.reading import parse_notice
from tests.builders import example, notice_text, read_notice
from tests.store.test_notice import NOTICES

MORNING_AND_AFTERNOON = (
    '[[hours]]\ndays = "working days"\nfrom = 08:30:00\nto = 12:00:00\n'
    '[[hours]]\ndays = "working days"\nfrom = 14:30:00\nto = 18:00:00'
)


def days_of(**changes: str) -> dict[date, OpenDay]:
    return {day.day: day for day in open_days(parse_notice(notice_text(**changes)))}


@pytest.mark.parametrize("path", [*sorted(NOTICES.glob("*.toml")), None])
def test_the_calendar_says_of_each_half_hour_what_the_status_says(path: Path | None) -> None:
    notice = read_notice(path) if path else example()
    for found in open_days(notice):
        for half in range(48):
            clock = time(half // 2, half % 2 * 30)
            is_open = any(
                start <= clock and (clock < until or until == time(0))
                for start, until in found.windows
            )
            assert is_open == is_open_at(notice, at_wall(found.day, clock, notice.zone))


def test_a_holiday_has_its_name_and_the_weekend_worked_for_it_is_marked() -> None:
    days = days_of(hours=MORNING_AND_AFTERNOON)
    assert (days[date(2016, 10, 3)].closed, days[date(2016, 10, 3)].name) == ("holiday", "国庆节")
    assert days[date(2016, 9, 24)].closed == "rest_day"
    assert days[date(2016, 10, 8)].made_up and len(days[date(2016, 10, 8)].windows) == 2
    assert not days[date(2016, 10, 10)].made_up


def test_a_day_that_the_notice_closes_has_the_notices_name_for_it() -> None:
    days = days_of(closed='[[closed]]\nday = 2016-10-01\nname = "国庆节"')
    assert (days[date(2016, 10, 1)].closed, days[date(2016, 10, 1)].name) == ("named", "国庆节")
    assert not days[date(2016, 10, 2)].closed
    # So it is called where the calendar has another name for it.
    days = days_of(
        hours=MORNING_AND_AFTERNOON, closed='[[closed]]\nday = 2016-10-03\nname = "换届"'
    )
    assert (days[date(2016, 10, 3)].closed, days[date(2016, 10, 3)].name) == ("named", "换届")


def test_the_day_on_which_tips_end_is_open_until_then_and_those_after_it_are_ended() -> None:
    period = (
        "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19\ntips_until = 2016-10-17T12:00:00"
    )
    days = days_of(period=period)
    assert days[date(2016, 10, 17)].windows == ((time(8), time(12)),)
    days = days_of(period=period, hours=MORNING_AND_AFTERNOON)
    assert days[date(2016, 10, 17)].windows == ((time(8, 30), time(12)),)
    until_the_afternoon = days_of(
        period=period.replace("12:00", "14:30"), hours=MORNING_AND_AFTERNOON
    )
    assert until_the_afternoon[date(2016, 10, 17)].windows == ((time(8, 30), time(12)),)
    to_the_second = days_of(
        period=period.replace("12:00:00", "11:45:30"), hours=MORNING_AND_AFTERNOON
    )
    assert to_the_second[date(2016, 10, 17)].windows == ((time(8, 30), time(11, 45, 30)),)
    assert days[date(2016, 10, 18)].closed == days[date(2016, 10, 19)].closed == "ended"
    late = '[[hours]]\ndays = "every day"\nfrom = 10:00:00\nto = 00:00:00'
    assert days_of(period=period, hours=late)[date(2016, 10, 17)].windows == ((time(10), time(12)),)


def test_the_day_on_which_tips_begin_is_open_from_then_on() -> None:
    period = "[period]\nfirst_day = 2016-09-22\nlast_day = 2016-10-19\ntips_from = 2016-09-20T{}:00"
    for since, windows in (
        ("09:00", ((time(9), time(12)), (time(14, 30), time(18)))),
        ("12:00", ((time(14, 30), time(18)),)),
        ("15:00", ((time(15), time(18)),)),
    ):
        days = days_of(period=period.format(since), hours=MORNING_AND_AFTERNOON)
        assert next(iter(days.items())) == (date(2016, 9, 20), days[date(2016, 9, 20)])
        assert days[date(2016, 9, 20)].windows == windows
    late = '[[hours]]\ndays = "every day"\nfrom = 10:00:00\nto = 00:00:00'
    for since, begins in (("09:00", 10), ("12:00", 12)):
        days = days_of(period=period.format(since), hours=late)
        assert days[date(2016, 9, 20)].windows == ((time(begins), time(0)),)


def test_days_of_the_period_before_tips_are_taken_are_not_started_and_say_nothing_else() -> None:
    hours = '[[hours]]\ndays = ["mon", "tue", "wed", "fri"]\nfrom = 08:00:00\nto = 17:30:00'
    period = "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19\ntips_from = 2016-09-22"
    days = days_of(period=period, hours=hours)
    # The first day on which they are taken is one on which nobody is there.
    assert [(one.closed, len(one.windows)) for one in [*days.values()][:4]] == [
        ("not_started", 0),
        ("not_started", 0),
        ("rest_day", 0),
        ("", 1),
    ]


def test_a_day_on_which_tips_begin_after_its_hours_or_end_before_them_is_no_day_of_rest() -> None:
    days = days_of(
        period="[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19\n"
        "tips_from = 2016-09-20T18:00:00\ntips_until = 2016-10-18T08:30:00",
        hours=MORNING_AND_AFTERNOON,
    )
    for day, closed in ((date(2016, 9, 20), "not_started"), (date(2016, 10, 18), "ended")):
        assert (days[day].closed, days[day].windows) == (closed, ())


def test_where_no_line_goes_by_working_days_a_holiday_is_a_day_as_its_weekday_is() -> None:
    days = days_of(hours='[[hours]]\ndays = ["tue", "sat"]\nfrom = 08:00:00\nto = 17:30:00')
    for day, closed in ((3, "rest_day"), (4, ""), (8, "")):
        found = days[date(2016, 10, day)]
        assert (found.closed, found.name, found.made_up) == (closed, "", False)


def test_a_script_is_told_of_each_day_when_it_is_open_or_why_not() -> None:
    days = days_of(
        hours='[[hours]]\ndays = "working days"\nfrom = 08:00:00\nto = 00:00:00',
        closed='[[closed]]\nday = 2016-10-13\nname = "搬家"',
    )
    told = {"closed": "", "name": "", "made_up": False, "calendar_known": True}
    day = {"windows": [{"from": "08:00:00", "to": "00:00:00"}]}
    for n, said in (
        (8, day | {"made_up": True}),
        (15, {"windows": [], "closed": "rest_day"}),
        (10, day),
        (13, {"windows": [], "closed": "named", "name": "搬家"}),
    ):
        found = days[date(2016, 10, n)]
        assert found.as_json() == told | said | {"day": f"2016-10-{n:02}"}
    far = days_of(
        period="[period]\nfirst_day = 2031-09-20",
        hours='[[hours]]\ndays = "working days"\nfrom = 08:00:00\nto = 00:00:00',
    )
    assert far[date(2031, 9, 22)].as_json()["calendar_known"] is False


def test_a_period_without_a_known_end_is_listed_as_far_as_tips_are_taken_or_some_weeks() -> None:
    until_tips_end = list(open_days(read_notice(NOTICES / "xinjiang-2020.toml")))
    assert until_tips_end[-1].day == date(2020, 12, 15)
    days = days_of(period="[period]\nfirst_day = 2016-09-20")
    assert max(days) == date(2016, 9, 20) + timedelta(days=59)


def test_a_last_day_that_is_far_away_does_not_make_a_calendar_without_end() -> None:
    days = days_of(period="[period]\nfirst_day = 2016-09-20\nlast_day = 2999-10-19")
    assert len(days) == MOST_DAYS == 366


def test_years_without_a_calendar_are_those_of_the_period_and_of_what_is_due_after_it() -> None:
    def unknown(first: str, last: str, **changes: str) -> list[int]:
        period = f"[period]\nfirst_day = {first}\nlast_day = {last}"
        return unknown_years(parse_notice(notice_text(period=period, **changes)))

    assert unknown("2026-12-01", "2026-12-31") == [2027]
    assert unknown("2026-12-01", "2028-02-01") == [2027, 2028]
    assert unknown("2026-12-01", "2999-02-01") == [2027, 2028, 2029, 2030, 2031]
    none_owed = '[[deadlines]]\nduty = "referral"\nwithin = 5\ndays = "days"'
    assert unknown("2026-12-01", "2026-12-31", deadlines=none_owed) == []
    assert unknown("2027-01-01", "2027-01-31", deadlines=none_owed) == []
    by_working_days = '[[hours]]\ndays = "working days"\nfrom = 08:00:00\nto = 17:30:00'
    for last, years in (("2026-12-31", []), ("2027-01-31", [2027])):
        assert unknown("2026-12-01", last, deadlines=none_owed, hours=by_working_days) == years
