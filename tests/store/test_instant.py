"""Days and times as people write them, and what is said of those that are none."""

from __future__ import annotations

from datetime import date

import pytest

from store.errors import BadInstant, NoSuchInstant
from store.instant import read_day, read_instant
from tests.builders import at

NOW = at("2026-11-25T10:00:00")
ZONE = NOW.timezone
assert ZONE is not None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("11-20 10点", "2026-11-20T10:00:00"),
        ("11月20日10时", "2026-11-20T10:00:00"),
        ("11-20 10点半", "2026-11-20T10:30:00"),
        ("10点整", "2026-11-25T10:00:00"),
        ("１０：０５", "2026-11-25T10:05:00"),
        ("10点05分", "2026-11-25T10:05:00"),
        ("2016年10月1日 9:05", "2016-10-01T09:05:00"),
    ],
)
def test_what_people_write_is_read(written: str, meant: str) -> None:
    assert read_instant(written, ZONE, NOW) == at(meant)
    assert read_day(written, ZONE, NOW) == at(meant).date()


@pytest.mark.parametrize("text", ["2026-13-40", "02-30", "2月30日 9:05", "2026-00-10"])
def test_a_day_that_there_is_not_is_told_as_such(text: str) -> None:
    for read in (read_instant, read_day):
        with pytest.raises(NoSuchInstant, match=f"没有“{text}”这一天"):
            read(text, ZONE, NOW)


@pytest.mark.parametrize("text", ["25:70", "11-20 24:30", "9:60"])
def test_a_time_that_there_is_not_is_told_as_such(text: str) -> None:
    with pytest.raises(NoSuchInstant, match=f"没有“{text}”这个时刻"):
        read_instant(text, ZONE, NOW)


def test_what_is_not_understood_is_told_with_today_as_the_example() -> None:
    with pytest.raises(BadInstant, match="“昨天”无法识别，请写成 11-25 9:05 这样的时间。"):
        read_instant("昨天", ZONE, NOW)
    with pytest.raises(BadInstant, match="“昨天”无法识别，请写成 11-25 这样的日期。"):
        read_day("昨天", ZONE, NOW)
    assert read_day("11-25", ZONE, NOW) == date(2026, 11, 25)


def test_without_a_today_the_example_is_a_whole_instant() -> None:
    with pytest.raises(BadInstant, match=r"2016-10-01T16:59:30\+08:00"):
        read_instant("9:05", ZONE)
