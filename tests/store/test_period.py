"""The countdown of the period."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.notice.period import Countdown, countdown
from store.notice.reading import parse_notice
from tests.builders import at, example, notice_text, read_notice
from tests.store.test_notice import NOTICES


@pytest.mark.parametrize(
    ("instant", "phase", "day", "remaining"),
    [
        ("2016-09-19T23:59:59", "before", None, 1),
        ("2016-09-20T00:00:00", "running", 1, 30 * 86_400),
        ("2016-10-01T16:59:30", "running", 12, 18 * 86_400 + 7 * 3600 + 30),
        ("2016-10-19T23:59:59", "running", 30, 1),
        ("2016-10-20T00:00:00", "ended", None, 0),
    ],
)
def test_the_shipped_notice(instant: str, phase: str, day: int | None, remaining: int) -> None:
    found = countdown(example(), at(instant))
    assert (found.phase, found.day, found.days) == (phase, day, 30)
    assert found.remaining_seconds == remaining
    # Whichever clocks say it.
    assert countdown(example(), at(instant).in_timezone("UTC")) == found


def test_after_the_end_it_says_how_long_ago() -> None:
    assert countdown(example(), at("2016-10-21T01:00:00")).ended_seconds == 25 * 3600


@pytest.mark.parametrize(
    ("instant", "share"),
    [
        ("2016-09-19T12:00:00", 0.0),
        ("2016-09-20T00:00:00", 0.0),
        ("2016-09-27T12:00:00", 0.25),
        ("2016-10-05T00:00:00", 0.5),
        ("2016-10-20T00:00:00", 1.0),
        ("2016-12-01T00:00:00", 1.0),
    ],
)
def test_how_much_of_the_period_is_gone(instant: str, share: float) -> None:
    assert countdown(example(), at(instant)).share == share


def test_each_phase_tells_these_and_nothing_else() -> None:
    first, end = at("2016-09-20T00:00:00"), at("2016-10-20T00:00:00")
    half, day = 15 * 86_400, 86_400
    for instant, told in (
        ("2016-09-19T00:00:00", Countdown("before", None, 30, first, day, None, 0.0, "")),
        ("2016-10-05T00:00:00", Countdown("running", 16, 30, end, half, None, 0.5, "")),
        ("2016-10-21T00:00:00", Countdown("ended", None, 30, None, 0, day, 1.0, "")),
    ):
        assert countdown(example(), at(instant)) == told
    until = at("2020-12-16T00:00:00")
    notice = read_notice(NOTICES / "xinjiang-2020.toml")
    for instant, told in (
        ("2020-12-15T00:00:00", Countdown("running", 64, None, until, day, None, None, "")),
        ("2020-12-17T00:00:00", Countdown("closed", None, None, None, None, None, None, "")),
    ):
        assert countdown(notice, at(instant)) == told


def test_parts_of_a_second_count_as_a_whole_one_until_it_is_over() -> None:
    assert countdown(example(), at("2016-10-19T23:59:59.100")).remaining_seconds == 1


def test_without_a_last_day_the_end_of_taking_tips_is_counted_to() -> None:
    notice = read_notice(NOTICES / "xinjiang-2020.toml")
    found = countdown(notice, at("2020-10-14T09:00:00"))
    assert (found.phase, found.day, found.days) == ("running", 2, None)
    assert found.target == at("2020-12-16T00:00:00")
    assert found.remaining_seconds == 62 * 86_400 + 15 * 3600
    closed = countdown(notice, at("2020-12-16T00:00:00"))
    assert (closed.phase, closed.day, closed.target) == ("closed", None, None)
    assert found.share is None and closed.share is None


def test_without_any_end_there_is_a_day_but_nothing_to_count_to() -> None:
    notice = replace(read_notice(NOTICES / "xinjiang-2020.toml"), tips_end=None)
    found = countdown(notice, at("2026-11-25T09:00:00"))
    assert (found.phase, found.day) == ("running", 2235)
    assert found.remaining_seconds is None and found.target is None


@pytest.mark.parametrize(
    ("ends", "target"),
    [
        ("", None),
        ("tips_until = 2016-10-10", "2016-10-11T00:00:00"),
        ("last_day = 2016-10-19", "2016-10-20T00:00:00"),
        ("last_day = 2016-10-19\ntips_until = 2016-10-10", "2016-10-20T00:00:00"),
    ],
)
def test_while_no_first_day_is_published_the_end_is_counted_to_and_no_day(
    ends: str, target: str | None
) -> None:
    period = f'[period]\nin_words = "九月下旬起"\ntips_from = 2016-09-20\n{ends}'
    notice = parse_notice(notice_text(period=period))
    # Tips may come before the period: of that nobody knows when it begins.
    for instant in (at("2016-09-01T09:00:00"), at("2016-10-01T09:00:00")):
        found = countdown(notice, instant)
        assert (found.phase, found.in_words) == ("unannounced", "九月下旬起")
        assert (found.day, found.days, found.share) == (None, None, None)
        assert found.target == (target and at(target))
        left = found.target and (found.target - instant).total_seconds()
        assert found.remaining_seconds == left
    if "last_day" in ends:
        over = countdown(notice, at("2016-10-20T01:00:00"))
        assert (over.phase, over.days, over.ended_seconds) == ("ended", None, 3600)


@pytest.mark.parametrize(
    ("zone", "first", "last", "hours"),
    [
        ("Europe/Berlin", "2016-10-30", "2016-10-30", 25),
        ("Europe/Berlin", "2016-03-27", "2016-03-27", 23),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04", 23),
        ("America/Havana", "2023-11-05", "2023-11-05", 25),
        ("Asia/Shanghai", "2016-02-28", "2016-03-01", 72),
    ],
)
def test_a_day_is_as_long_as_its_zone_makes_it(
    zone: str, first: str, last: str, hours: int
) -> None:
    period = f"[period]\nfirst_day = {first}\nlast_day = {last}"
    notice = parse_notice(notice_text(timezone=f'timezone = "{zone}"', period=period))
    assert countdown(notice, notice.starts_at).remaining_seconds == hours * 3600
    assert countdown(notice, notice.starts_at.subtract(seconds=1)).phase == "before"
    assert notice.ends_at is not None
    assert countdown(notice, notice.ends_at.subtract(seconds=1)).phase == "running"
    assert countdown(notice, notice.ends_at).phase == "ended"


@given(
    st.dates(date(2015, 1, 1), date(2040, 12, 31)),
    st.integers(0, 400),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/Havana", "Pacific/Apia"]),
    st.integers(-3 * 86_400, 403 * 86_400),
)
@settings(max_examples=100)
def test_phase_and_day_agree_with_the_date_on_the_wall(
    first: date, length: int, zone: str, seconds: int
) -> None:
    last = date.fromordinal(first.toordinal() + length)
    period = f"[period]\nfirst_day = {first}\nlast_day = {last}"
    notice = parse_notice(notice_text(timezone=f'timezone = "{zone}"', period=period))
    instant = notice.starts_at.add(seconds=seconds)
    found = countdown(notice, instant)
    wall = instant.in_timezone(zone).date()
    expected = "before" if wall < first else "ended" if wall > last else "running"
    assert found.phase == expected
    if expected == "running":
        assert found.day == (wall.toordinal() - first.toordinal()) + 1
        assert found.remaining_seconds is not None and found.remaining_seconds > 0
