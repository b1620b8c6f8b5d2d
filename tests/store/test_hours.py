"""Whether the lines are open, why, and when that changes."""

from dataclasses import replace
from datetime import date, timedelta

import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.notice.hours import Reason, is_open_at, service_status, windows
from store.notice.reading import parse_notice
from tests.builders import at, example, notice_text, read_notice
from tests.store.test_notice import NOTICES

WORKING_HOURS = (
    '[[hours]]\ndays = "working days"\nfrom = 08:30:00\nto = 12:00:00\n'
    '[[hours]]\ndays = "working days"\nfrom = 14:30:00\nto = 18:00:00'
)


@pytest.mark.parametrize(
    ("instant", "is_open", "reason", "changes_at"),
    [
        ("2014-09-19T23:59:59", False, "not_started", "2016-09-20T08:00:00"),
        ("2016-09-19T23:59:59", False, "not_started", "2016-09-20T08:00:00"),
        ("2016-09-20T00:00:00", False, "before_hours", "2016-09-20T08:00:00"),
        ("2016-09-20T07:59:59", False, "before_hours", "2016-09-20T08:00:00"),
        ("2016-09-20T08:00:00", True, "open", "2016-09-20T17:30:00"),
        ("2016-10-01T16:59:30", True, "open", "2016-10-01T17:30:00"),
        ("2016-10-01T17:29:59", True, "open", "2016-10-01T17:30:00"),
        ("2016-10-01T17:30:00", False, "after_hours", "2016-10-02T08:00:00"),
        ("2016-10-19T17:30:00", False, "after_hours", None),
        ("2016-10-20T00:00:00", False, "ended", None),
        ("2017-03-01T09:00:00", False, "ended", None),
    ],
)
def test_the_shipped_notice(
    instant: str, is_open: bool, reason: Reason, changes_at: str | None
) -> None:
    status = service_status(example(), at(instant))
    assert (status.open, status.reason) == (is_open, reason)
    assert status.changes_at == (at(changes_at) if changes_at else None)


@pytest.mark.parametrize(
    ("instant", "reason", "changes_at"),
    [
        ("2022-06-09T12:00:00", "break", "2022-06-09T14:30:00"),
        ("2022-06-09T18:00:00", "after_hours", "2022-06-10T08:30:00"),
        ("2022-06-11T09:00:00", "rest_day", "2022-06-13T08:30:00"),
        ("2022-08-16T18:00:00", "after_hours", None),
        ("2022-08-17T09:00:00", "ended", None),
    ],
)
def test_working_hours_with_a_lunch_break(
    instant: str, reason: Reason, changes_at: str | None
) -> None:
    status = service_status(read_notice(NOTICES / "qindu-2022.toml"), at(instant))
    assert (status.open, status.reason) == (False, reason)
    assert status.changes_at == (at(changes_at) if changes_at else None)


def test_statutory_holidays_are_closed_and_make_up_days_are_open() -> None:
    notice = parse_notice(notice_text(hours=WORKING_HOURS))
    national_day = service_status(notice, at("2016-10-03T09:00:00"))
    assert (national_day.reason, national_day.changes_at) == ("holiday", at("2016-10-08T08:30:00"))
    make_up_saturday = at("2016-10-08T09:00:00")
    assert make_up_saturday.isoweekday() == 6 and is_open_at(notice, make_up_saturday)


def test_a_year_without_a_published_calendar_goes_by_monday_to_friday_and_says_so() -> None:
    period = "[period]\nfirst_day = 2031-09-20\nlast_day = 2031-10-19"
    notice = parse_notice(notice_text(period=period, hours=WORKING_HOURS))
    wednesday = service_status(notice, at("2031-10-01T09:00:00"))
    assert wednesday.open and not wednesday.calendar_known
    assert service_status(notice, at("2031-10-04T09:00:00")).reason == "rest_day"


def test_windows_count_by_the_clock_in_whatever_order_the_notice_has_them() -> None:
    texts = [
        f'[[hours]]\ndays = "every day"\nfrom = {start}:00\nto = {until}:00'
        for start, until in (("19:00", "20:00"), ("08:30", "12:00"), ("14:30", "18:00"))
    ]
    notice = parse_notice(notice_text(hours="\n".join(texts)))
    instant, found = at("2016-10-01T00:00:00"), []
    for _ in range(6):
        status = service_status(notice, instant)
        assert status.changes_at
        found.append((status.reason, status.changes_at.format("HH:mm")))
        instant = status.changes_at
    assert found == [
        ("before_hours", "08:30"),
        ("open", "12:00"),
        ("break", "14:30"),
        ("open", "18:00"),
        ("break", "19:00"),
        ("open", "20:00"),
    ]
    assert service_status(notice, instant).reason == "after_hours"


def test_where_no_end_is_announced_the_lines_are_answered_on() -> None:
    notice = replace(read_notice(NOTICES / "xinjiang-2020.toml"), tips_end=None)
    found = [service_status(notice, at(f"2026-11-25T{hour:02}:30:00")) for hour in range(24)]
    assert {status.open for status in found} == {True, False}
    assert "ended" not in {status.reason for status in found}


def test_the_calendar_is_known_where_it_matters_or_its_year_is_published() -> None:
    every_day, working_days = (
        parse_notice(notice_text(period="[period]\nfirst_day = 2016-09-20", **hours))
        for hours in ({}, {"hours": WORKING_HOURS})
    )
    for year in ("2016", "2031"):
        assert service_status(every_day, at(f"{year}-10-10T09:00:00")).calendar_known
    assert service_status(working_days, at("2016-10-10T09:00:00")).calendar_known
    assert not service_status(working_days, at("2031-10-10T09:00:00")).calendar_known
    # Of the last day of the years that are known the next opening is in one that is not.
    known = service_status(working_days, at("2026-12-30T20:00:00"))
    assert known.calendar_known and known.changes_at == at("2026-12-31T08:30:00")
    assert not service_status(working_days, at("2026-12-31T20:00:00")).calendar_known
    of_january = parse_notice(
        notice_text(period="[period]\nfirst_day = 2027-01-04", hours=WORKING_HOURS)
    )
    before = service_status(of_january, at("2026-12-20T09:00:00"))
    assert (before.reason, before.changes_at) == ("not_started", at("2027-01-04T08:30:00"))
    assert not before.calendar_known
    # Nor is what is known now, of a year that is not, before one that is.
    of_2004 = parse_notice(
        notice_text(period="[period]\nfirst_day = 2004-01-05", hours=WORKING_HOURS)
    )
    assert not service_status(of_2004, at("2003-12-20T09:00:00")).calendar_known


@pytest.mark.parametrize(
    ("begins", "ends", "since", "changes"),
    [
        ("02:30", "02:45", "2016-10-30T00:00:00Z", ["00:30", "00:45", "01:30", "01:45"]),
        # No edge of it is at the time to which they are set back.
        ("01:00", "02:15", "2016-10-29T22:00:00Z", ["23:00", "00:15", "01:00", "01:15"]),
    ],
)
def test_a_window_that_clocks_set_back_show_twice_is_answered_twice(
    begins: str, ends: str, since: str, changes: list[str]
) -> None:
    notice = parse_notice(
        notice_text(
            timezone='timezone = "Europe/Berlin"',
            hours=f'[[hours]]\ndays = "every day"\nfrom = {begins}:00\nto = {ends}:00',
            period="[period]\nfirst_day = 2016-10-01\nlast_day = 2016-11-30",
        )
    )
    instant, found = at(since), []
    for _ in changes:
        changes_at = service_status(notice, instant).changes_at
        assert changes_at
        found.append(changes_at.in_timezone("UTC").format("HH:mm"))
        instant = changes_at
    assert found == changes


def test_a_closed_date_is_closed_whatever_the_hours_say() -> None:
    notice = parse_notice(notice_text(closed="[[closed]]\nday = 2016-10-01"))
    status = service_status(notice, at("2016-10-01T09:00:00"))
    assert (status.reason, status.changes_at) == ("holiday", at("2016-10-02T08:00:00"))


def test_a_letter_comes_on_a_closed_day_as_on_any_other() -> None:
    lines = '[[lines]]\nkind = "post"\nvalue = "1"\n[[lines]]\nkind = "landline"\nvalue = "2"'
    notice = parse_notice(notice_text(closed="[[closed]]\nday = 2016-10-01", lines=lines))
    taken = [is_open_at(notice, at("2016-10-01T09:00:00"), line) for line in notice.lines]
    assert taken == [True, False]


def test_between_two_windows_of_a_day_is_a_break_though_the_last_goes_on_until_midnight() -> None:
    hours = "".join(
        f'[[hours]]\ndays = "every day"\nfrom = {start}:00:00\nto = {until}:00:00\n'
        for start, until in (("08", "12"), ("20", "00"))
    )
    status = service_status(parse_notice(notice_text(hours=hours)), at("2016-10-01T13:00:00"))
    assert (status.reason, status.changes_at) == ("break", at("2016-10-01T20:00:00"))


def test_the_next_opening_is_known_though_it_is_most_of_a_year_away() -> None:
    period = "[period]\nfirst_day = 2016-09-20\nlast_day = 2017-10-19"
    hours = '[[hours]]\ndays = "every day"\nfrom = 08:00:00\nto = 17:30:00\nfirst_day = 2017-09-01'
    notice = parse_notice(notice_text(period=period, hours=hours))
    assert service_status(notice, at("2016-09-20T09:00:00")).changes_at == at("2017-09-01T08:00:00")


def test_a_list_of_weekdays() -> None:
    hours = '[[hours]]\ndays = ["mon", "sat"]\nfrom = 08:00:00\nto = 00:00:00'
    notice = parse_notice(notice_text(hours=hours))
    assert is_open_at(notice, at("2016-10-01T23:59:59"))  # a Saturday, until midnight
    # It is closed from 24:00 on, which no window of the Sunday says.
    saturday = service_status(notice, at("2016-10-01T09:00:00"))
    assert saturday.changes_at == at("2016-10-02T00:00:00")
    sunday = service_status(notice, at("2016-10-02T00:00:00"))
    assert (sunday.reason, sunday.changes_at) == ("rest_day", at("2016-10-03T08:00:00"))


def test_each_day_of_the_week_is_itself() -> None:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    for n, name in enumerate(names):
        hours = f'[[hours]]\ndays = ["{name}"]\nfrom = 08:00:00\nto = 17:30:00'
        notice = parse_notice(notice_text(hours=hours))
        # From a Monday on.
        week = [date(2016, 9, 26) + timedelta(days=ahead) for ahead in range(7)]
        assert [bool(windows(notice, day)) for day in week] == [m == n for m in range(7)], name


def test_lines_that_have_no_hours_take_what_comes_at_any_second_of_the_day() -> None:
    lines = '[[lines]]\nkind = "post"\nvalue = "长沙市A001信箱"'
    notice = parse_notice(notice_text(hours="", lines=lines))
    for clock in ("00:00:00", "00:30:00", "01:00:00", "12:00:00", "22:59:59", "23:59:59"):
        instant = at(f"2016-10-01T{clock}")
        assert is_open_at(notice, instant) and is_open_at(notice, instant, notice.lines[0]), clock
    assert not is_open_at(notice, at("2016-09-19T23:59:59"))
    assert not is_open_at(notice, at("2016-10-20T00:00:00"))


def test_windows_that_touch_are_one_opening() -> None:
    hours = (
        '[[hours]]\ndays = "every day"\nfrom = 08:00:00\nto = 12:00:00\n'
        '[[hours]]\ndays = "every day"\nfrom = 12:00:00\nto = 17:00:00'
    )
    status = service_status(parse_notice(notice_text(hours=hours)), at("2016-10-01T09:00:00"))
    assert status.changes_at == at("2016-10-01T17:00:00")


def test_lines_open_day_and_night_close_only_with_the_period() -> None:
    hours = '[[hours]]\ndays = "every day"\nfrom = 00:00:00\nto = 00:00:00'
    status = service_status(parse_notice(notice_text(hours=hours)), at("2016-09-20T00:00:00"))
    assert (status.open, status.changes_at) == (True, at("2016-10-20T00:00:00"))


def test_taking_tips_until_a_time_of_day_closes_the_lines_then() -> None:
    period = (
        "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19\ntips_until = 2016-10-18T12:00:00"
    )
    notice = parse_notice(notice_text(period=period))
    assert service_status(notice, at("2016-10-18T11:00:00")).changes_at == at("2016-10-18T12:00:00")
    assert service_status(notice, at("2016-10-18T12:00:00")).reason == "ended"


def test_tips_that_are_taken_from_a_time_of_day_on_open_the_lines_then() -> None:
    period = (
        "[period]\nfirst_day = 2016-09-21\nlast_day = 2016-10-19\ntips_from = 2016-09-20T09:30:00"
    )
    notice = parse_notice(notice_text(period=period))
    for instant in ("2016-09-19T12:00:00", "2016-09-20T08:30:00", "2016-09-20T09:29:59"):
        status = service_status(notice, at(instant))
        assert (status.reason, status.changes_at) == ("not_started", at("2016-09-20T09:30:00"))
    assert service_status(notice, at("2016-09-20T09:30:00")).open


def test_a_terminal_in_another_zone_sees_the_same() -> None:
    notice = parse_notice(notice_text(hours=WORKING_HOURS.replace("18:00", "21:00")))
    for zone in ("UTC", "America/Lima", "Pacific/Kiritimati", "Asia/Kolkata"):
        for day in ("2016-09-19", "2016-09-30"):
            for clock in ("00:00:00", "07:00:00", "13:00:00", "20:00:00", "23:00:00"):
                here = at(f"{day}T{clock}")
                status = service_status(notice, here)
                assert service_status(notice, here.in_timezone(zone)) == status, (zone, day, clock)


ZONES = {
    "Asia/Shanghai": date(2016, 9, 28),
    "Europe/Berlin": date(2016, 10, 28),
    "America/Sao_Paulo": date(2018, 11, 2),  # clocks set forward at midnight
    "America/Havana": date(2023, 11, 3),  # clocks set back from 01:00 to midnight
    "Australia/Lord_Howe": date(2024, 4, 5),  # by half an hour
    "America/New_York": date(2024, 3, 8),  # set forward from 02:00 to 03:00
}
TIMES = st.sampled_from(["00:00:00", "00:30:00", "01:59:59", "02:15:00", "02:30:00", "08:00:00"])


@given(
    st.sampled_from(sorted(ZONES)),
    st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=3),
    st.integers(0, 5 * 24 * 60 - 1),
    st.integers(0, 59),
)
@settings(max_examples=40)
def test_the_status_agrees_with_a_walk_over_the_wall_clock(
    zone: str, spans: list[tuple[str, str]], minute: int, second: int
) -> None:
    first = ZONES[zone]
    last = first + timedelta(days=4)
    spans = [span for span in spans if span[0] < span[1]] or [("08:00:00", "17:30:00")]
    hours = "\n".join(f'[[hours]]\ndays = "every day"\nfrom = {a}\nto = {b}' for a, b in spans)
    text = notice_text(
        timezone=f'timezone = "{zone}"',
        period=f"[period]\nfirst_day = {first}\nlast_day = {last}",
        hours=hours,
    )
    notice = parse_notice(text)

    def open_by_the_wall(instant: pendulum.DateTime) -> bool:
        wall = instant.in_timezone(zone)
        shown = wall.format("HH:mm:ss")
        return first <= wall.date() <= last and any(a <= shown < b for a, b in spans)

    start = notice.starts_at.subtract(hours=12).add(minutes=minute, seconds=second)
    status = service_status(notice, start)
    assert status.open == open_by_the_wall(start)
    if status.changes_at is None:
        end = notice.starts_at.add(days=6)
    else:
        end = status.changes_at
        assert open_by_the_wall(end) != status.open
        assert open_by_the_wall(end.subtract(seconds=1)) == status.open
    # In between nothing changes: looked at each quarter of an hour, and a second before and after.
    walker = start.set(minute=start.minute // 15 * 15, second=0).add(minutes=15)
    while walker < end:
        for nearby in (walker.subtract(seconds=1), walker, walker.add(seconds=1)):
            if start <= nearby < end:
                assert open_by_the_wall(nearby) == status.open
        walker = walker.add(minutes=15)


def test_a_notice_whose_lines_never_open_has_no_next_opening() -> None:
    notice = replace(example(), closed={date(2016, 9, 20) + timedelta(n): "" for n in range(30)})
    assert service_status(notice, at("2016-09-25T09:00:00")).changes_at is None


def test_a_window_that_ends_in_an_hour_the_clocks_leave_out_ends_where_they_go_on() -> None:
    notice = parse_notice(
        notice_text(
            timezone='timezone = "Europe/Berlin"',
            period="[period]\nfirst_day = 2030-03-30\nlast_day = 2030-04-02",
            hours='[[hours]]\ndays = "every day"\nfrom = 00:00:00\nto = 02:30:00',
        )
    )
    status = service_status(notice, at("2030-03-31T01:59:59", "Europe/Berlin"))
    assert (status.open, status.changes_at) == (True, at("2030-03-31T01:00:00", "UTC"))


def test_windows_of_several_lines_that_overlap_are_one_and_those_that_meet_stay_two() -> None:
    """A window until 24:00 ends at 00:00, and one within another makes it no shorter."""
    given = (
        ("08", "12", 1),
        ("11", "15", 2),
        ("15", "17", 1),
        ("19", "00", 2),
        ("20", "23", 1),
    )
    hours = "".join(
        f'[[hours]]\ndays = "every day"\nfrom = {start}:00:00\nto = {until}:00:00\nlines = ["{line}"]\n'
        for start, until, line in given
    )
    lines = "".join(f'[[lines]]\nkind = "landline"\nvalue = "{line}"\n' for line in (1, 2))
    notice = parse_notice(notice_text(hours=hours, lines=lines))
    found = windows(notice, date(2016, 10, 1))
    assert [(one.start.hour, one.until.hour) for one in found] == [(8, 15), (15, 17), (19, 0)]
