"""Days and times as people write them, and what is said of those that are none."""

from __future__ import annotations

from datetime import date, datetime

import pendulum
import pytest

from store.clock import Clock
from store.errors import BadInstant, NoSuchInstant
from store.instant import (
    as_text,
    from_text,
    in_seconds,
    is_later,
    read_day,
    read_instant,
    shown_minute,
    shown_second,
)
from store.printable import printable
from store.written_date import take_apart
from tests.builders import at

NOW = at("2026-11-25T10:00:00")
ZONE = NOW.timezone
assert ZONE is not None


@pytest.mark.parametrize(
    "text",
    [
        "2016-10-01T16:59:30+08:00",
        "2016-10-01T16:59:30.250000+08:00",
        "2016-10-01T16:59:30Z",
        "2016-10-01T16:59:30+00:00",
        "2016-10-01T16:59:30-03:30",
        "2016-10-01T16:59:30+05:53:28",
        "2016-10-01T16:59:30",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_a_stored_instant_is_read_as_pendulum_reads_it(text: str) -> None:
    found, meant = from_text(text), pendulum.instance(datetime.fromisoformat(text))
    parts = ("utcoffset", "tzname", "isoformat", "__reduce__")
    assert [getattr(found, part)() for part in parts] == [getattr(meant, part)() for part in parts]


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
        ("2016年9月20日上午9时", "2016-09-20T09:00:00"),
        ("2016年9月20日下午3点", "2016-09-20T15:00:00"),
        ("2016年9月20日下午15:30", "2016-09-20T15:30:00"),
        ("2016/9/20 上午9:05", "2016-09-20T09:05:00"),
        ("2016年9月20日中午12点半", "2016-09-20T12:30:00"),
        ("2016年9月20日凌晨12:30", "2016-09-20T00:30:00"),
        ("9月20日晚上8点一刻", "2026-09-20T20:15:00"),
        ("9月20日9点3刻", "2026-09-20T09:45:00"),
        ("2016-09-20 3:05 PM", "2016-09-20T15:05:00"),
        ("2016年9月20日（周二）", "2016-09-20T00:00:00"),
        ("2016年9月20日星期二上午9时5分30秒", "2016-09-20T09:05:30"),
        ("2016 年 9 月 20 日", "2016-09-20T00:00:00"),
        ("2016.9.20.", "2016-09-20T00:00:00"),
        ("16.9.20", "2016-09-20T00:00:00"),
        ("2016—9—20", "2016-09-20T00:00:00"),
        ("2016―9―20", "2016-09-20T00:00:00"),
        ("2016年9月20日。", "2016-09-20T00:00:00"),
        ("20160920", "2016-09-20T00:00:00"),
        ("20160920T0905", "2016-09-20T09:05:00"),
        ("二〇一六年九月二十日", "2016-09-20T00:00:00"),
        ("二○一六年十月十一日上午九时三十分", "2016-10-11T09:30:00"),
        ("二零一六年十一月廿一日两点整", "2016-11-21T02:00:00"),
        ("十二月卅一号二十三点五十九分三十秒", "2026-12-31T23:59:30"),
        ("十一月三十号九点", "2026-11-30T09:00:00"),
        ("9月20號 9時", "2026-09-20T09:00:00"),
        ("9月20号 9點", "2026-09-20T09:00:00"),
        ("9月20号 9点钟", "2026-09-20T09:00:00"),
        ("[周二] 9月20日早9点正", "2026-09-20T09:00:00"),
        ("9月20日清晨6时一刻", "2026-09-20T06:15:00"),
        ("9月20日早晨6时1刻", "2026-09-20T06:15:00"),
        ("9月20日傍晚5点三刻", "2026-09-20T17:45:00"),
        ("9月20日晚间8点3刻", "2026-09-20T20:45:00"),
        ("9月20日夜间9点", "2026-09-20T21:00:00"),
        ("9月20日夜里9点", "2026-09-20T21:00:00"),
        ("9月20日夜晚9点", "2026-09-20T21:00:00"),
        ("2016-09-20 PM 3:05", "2016-09-20T15:05:00"),
        ("2016-09-20 am 3:05", "2016-09-20T03:05:00"),
        ("2016-09-20 3:05 am", "2016-09-20T03:05:00"),
        ("2016-10-01 16:59:30+09:00", "2016-10-01T15:59:30"),
        ("2016-10-01T16:59:30.5", "2016-10-01T16:59:30.500"),
        ("2016-10-01T16:59:30,5+0800", "2016-10-01T16:59:30.500"),
        ("2016-10-01T16:59:30.25", "2016-10-01T16:59:30.250"),
        ("2016-10-01T16:59+09:00", "2016-10-01T15:59:00"),
        ("20161001T165930+0900", "2016-10-01T15:59:30"),
        ("2016-10-01T9:05", "2016-10-01T09:05:00"),
        ("2016-10-01, 9 : 05", "2016-10-01T09:05:00"),
        ("10-01 9 :05 : 30 pm", "2026-10-01T21:05:30"),
        ("10-01 9: 05: 30PM", "2026-10-01T21:05:30"),
        ("10 月 1 日 上午 9 时 5 分 3 秒", "2026-10-01T09:05:03"),
        ("十 月 一 日 下午 三 点 半", "2026-10-01T15:30:00"),
        ("10月1日9时05", "2026-10-01T09:05:00"),
        ("10月1日9时05分30秒", "2026-10-01T09:05:30"),
        ("10月1日晨6时", "2026-10-01T06:00:00"),
        ("10月1日早6时", "2026-10-01T06:00:00"),
        ("10月1日晚8点", "2026-10-01T20:00:00"),
        ("（ 星期 六 ）2016-10-01", "2016-10-01T00:00:00"),
        ("2016-10-01 周 六", "2016-10-01T00:00:00"),
        ("2016年9月20日9时许", "2016-09-20T09:00:00"),
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


@pytest.mark.parametrize(
    "text",
    [
        "25:70",
        "11-20 24:30",
        "11-20 24:00:30",
        "9:60",
        "2016年9月20日上午15点",
        "上午12点",
        "凌晨8点",
        "晚上3点",
        "晚上12点半",
    ],
)
def test_a_time_that_there_is_not_is_told_as_such(text: str) -> None:
    with pytest.raises(NoSuchInstant, match=f"没有“{text}”这个时刻"):
        read_instant(text, ZONE, NOW)


def test_half_an_hour_after_the_end_of_a_day_is_no_time_of_it() -> None:
    with pytest.raises(ValueError):
        take_apart("9月20日晚上12点半")


HOURS = {
    "上午": {n: n for n in range(12)},
    "早上": {n: n for n in range(12)},
    "凌晨": {n: n for n in range(7)} | {12: 0},
    "中午": {1: 13, 2: 14} | {n: n for n in range(11, 15)},
    "下午": {n: n + 12 for n in range(1, 12)} | {n: n for n in range(12, 21)},
    "傍晚": {n: n + 12 for n in range(1, 12)} | {n: n for n in range(12, 21)},
    "晚上": {n: n + 12 for n in range(5, 13)} | {n: n for n in range(17, 25)},
    "夜里": {n: n + 12 for n in range(5, 13)} | {n: n for n in range(17, 25)},
    "AM": {n: n for n in range(12)} | {12: 0},
    "PM": {n: n + 12 for n in range(1, 12)} | {n: n for n in range(12, 24)},
}


@pytest.mark.parametrize("part", HOURS)
def test_an_hour_is_that_of_its_part_of_the_day_or_none(part: str) -> None:
    midnight = at("2016-09-20T00:00:00")
    for hour in range(27):
        meant = HOURS[part].get(hour)
        for written in (f"2016-09-20 {hour:02}:00 {part}", f"2016年9月20日{part}{hour}点"):
            if part.isascii() != written.endswith(part):
                continue
            if meant is None:
                with pytest.raises(NoSuchInstant):
                    read_instant(written, ZONE, NOW)
            else:
                assert read_instant(written, ZONE, NOW) == midnight.add(hours=meant), written


def test_an_hour_that_comes_twice_is_its_first_and_one_that_never_comes_the_moment_after() -> None:
    zone = pendulum.timezone("Europe/Berlin")
    for written, meant in (
        ("2016-10-30 02:30", "2016-10-30T02:30:00+02:00"),
        ("2016-10-30 03:00", "2016-10-30T03:00:00+01:00"),
        ("2016-03-27 02:30", "2016-03-27T03:00:00+02:00"),
        ("2016-03-27 01:59", "2016-03-27T01:59:00+01:00"),
    ):
        assert read_instant(written, zone).isoformat() == meant
    # Where the date line moved, a whole day never came.
    samoa = pendulum.timezone("Pacific/Apia")
    assert read_instant("2011-12-30 12:00", samoa).isoformat() == "2011-12-31T00:00:00+14:00"


def test_today_is_that_of_the_notices_clocks_wherever_one_sits() -> None:
    late = at("2026-11-25T20:00:00", "UTC")
    assert read_instant("9:05", ZONE, late) == at("2026-11-26T09:05:00")
    assert read_instant("1-2", ZONE, at("2026-12-31T16:00:00", "UTC")) == at("2027-01-02T00:00:00")


def test_twenty_four_hours_are_the_end_of_that_day() -> None:
    for text in ("2016-09-20 24:00", "2016年9月20日24时", "9月20日晚上12点"):
        now = at("2016-10-05T10:00:00")
        assert read_instant(text, ZONE, now) == at("2016-09-21T00:00:00")
        assert read_day(text, ZONE, now) == date(2016, 9, 20)


@pytest.mark.parametrize(
    "text",
    [
        "2016-09-20至22",
        "2016-09-20到22",
        "2016-9-20-2016-9-22",
        "2016-09-20~22",
        "2016-09-20、21",
        "20160920-22",
        "9月20日—22日",
        "9月20、21日",
        "二〇一六年九月二十日至二十二日",
        "9月20日 - 22日",
        "20160920 - 20160922",
        "2016-10-20 - 2016-10-22",
    ],
)
def test_a_range_is_no_hour_of_its_first_day(text: str) -> None:
    for read in (read_instant, read_day):
        with pytest.raises(BadInstant, match="不止一个日期，请只写一个"):
            read(text, ZONE, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "20160921001",
        "2016-W38",
        "2016-W38-2",
        "42633",
        "2016",
        "2016-09-20 22",
        "2016-09-20T22",
        "2016-09-20x09:05",
        "2016-10-19:05",
        "10-19:05",
        "2016年9月",
        "2016年9月20日上午",
        "20.9.2016",
        "9-200",
        "9-200:05",
        "123-4",
        "9.20.10:05",
        "201609209:05",
        "100:05",
        "9:5",
        "9:005",
        "9:05:5",
        "9点5",
        "9时5分300秒",
        "9时许5分",
        "9左右时",
        "9前后时",
        "9月约20日",
        "2016-09-20 1,0:05",
        "٢٠١٦-٠٩-٢٠",
        "٢٠١٦٠٩٢٠",
        "2016-09-20 ٩:٠٥",
        "٢٠١٦-٠٩-٢٠T٠٩:٠٥",
    ],
)
def test_what_only_contains_a_date_is_none(text: str) -> None:
    for read in (read_instant, read_day):
        with pytest.raises(BadInstant, match="无法识别"):
            read(text, ZONE, NOW)


def test_what_is_not_understood_is_told_with_today_as_the_example() -> None:
    with pytest.raises(BadInstant, match="“昨天”无法识别，请写成 11-25 9:05 这样的时间。"):
        read_instant("昨天", ZONE, NOW)
    with pytest.raises(BadInstant, match="“昨天”无法识别，请写成 11-25 这样的日期。"):
        read_day("昨天", ZONE, NOW)
    assert read_day("11-25", ZONE, NOW) == date(2026, 11, 25)


def test_another_day_of_the_week_alone_is_not_today() -> None:
    assert read_instant("周三上午9点", ZONE, NOW) == at("2026-11-25T09:00:00")
    with pytest.raises(BadInstant, match="没有写明哪一天"):
        read_instant("周二上午9点", ZONE, NOW)


def test_without_a_today_the_example_is_a_whole_instant() -> None:
    with pytest.raises(BadInstant, match=r"2016-10-01T16:59:30\+08:00"):
        read_instant("9:05", ZONE)


def test_the_clock_of_the_computer_tells_its_time() -> None:
    clock = Clock.system()
    before, said, after = pendulum.now("UTC"), clock.now(), pendulum.now("UTC")
    assert before <= said <= after and said.tzinfo is not None
    with pendulum.test_local_timezone(ZONE):
        assert clock.now().timezone_name == "UTC", "whatever zone the computer is in"


@pytest.mark.parametrize("fold", [0, 1])
def test_a_clock_begins_with_its_instant_also_in_an_hour_that_comes_twice(fold: int) -> None:
    zone = pendulum.timezone("Europe/Berlin")
    start = pendulum.DateTime(2016, 10, 30, 2, 30, 5, 123456, tzinfo=zone, fold=fold)
    clock = Clock.at(start)
    first, later = clock.now(), clock.now()
    assert (first.isoformat(), first.tzinfo) == (start.isoformat(), zone)
    assert 0 <= (later - start).total_seconds() < 3600


@pytest.mark.parametrize("fold", [0, 1])
def test_without_its_part_of_a_second_an_instant_stays_in_the_hour_that_comes_twice(
    fold: int,
) -> None:
    zone = pendulum.timezone("Europe/Berlin")
    start = pendulum.DateTime(2016, 10, 30, 2, 30, 5, 123456, tzinfo=zone, fold=fold)
    whole = in_seconds(start)
    assert whole.isoformat() == f"2016-10-30T02:30:05+0{2 - fold}:00"
    assert in_seconds(whole) == whole


def test_of_two_instants_one_is_later_also_in_an_hour_that_comes_twice() -> None:
    first, second = (
        pendulum.DateTime(2016, 10, 30, 2, 30, tzinfo=pendulum.timezone("Europe/Berlin"), fold=fold)
        for fold in (0, 1)
    )
    after, before = second.add(hours=1), first.subtract(hours=1)
    in_order = [before, first, second, after]
    for n, moment in enumerate(in_order):
        for m, other in enumerate(in_order):
            assert is_later(moment, other) == (n > m), (n, m)
            # Whatever clocks show it by.
            assert is_later(moment.in_timezone("Asia/Shanghai"), other) == (n > m), (n, m)


def test_a_stored_instant_is_shown_to_the_minute_and_to_the_second() -> None:
    stored = "2016-10-01T16:59:30+08:00"
    assert (shown_minute(stored), shown_second(stored)) == (
        "2016-10-01 16:59",
        "2016-10-01 16:59:30",
    )


def test_a_day_is_that_of_the_notices_clocks() -> None:
    for text, day in (
        ("2016-10-01T15:59:59Z", date(2016, 10, 1)),
        ("2016-10-01T16:00:00Z", date(2016, 10, 2)),
        ("2016-10-01T23:30:00-05:00", date(2016, 10, 2)),
        ("2016-10-01T23:30:00", date(2016, 10, 1)),
    ):
        assert read_day(text, ZONE, NOW) == read_instant(text, ZONE).date() == day, text


def test_a_time_is_read_that_has_up_to_forty_characters() -> None:
    for blanks, is_read in ((26, True), (27, False)):
        written = f"2016-10-01{' ' * blanks}9:05"
        if is_read:
            assert as_text(read_instant(f" {written} ", ZONE)) == "2016-10-01T09:05:00+08:00"
        else:
            with pytest.raises(BadInstant):
                read_instant(written, ZONE)


def test_what_is_no_date_is_told_so_short_and_inert_that_it_can_be_shown() -> None:
    for text in ("x" * 41, f"2016-10-01{' ' * 40}9:05", "\u202e" + "甲" * 40):
        for read in (read_instant, read_day):
            with pytest.raises(BadInstant) as told:
                read(text, ZONE, NOW)
            assert f"“{printable(text[:40])}”" in str(told.value)
    for text in ("9999-12-31 24:00", "9999-12-31T23:59:59-14:00", "2016-02-30"):
        with pytest.raises(NoSuchInstant, match=f"没有“{text}”"):
            read_instant(text, ZONE, NOW)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("9时许", True),
        ("大约9时", True),
        ("约9时", True),
        ("9点左右", True),
        ("9点前后", True),
        ("10月1日9时许", True),
        ("10月1日约9时", True),
        ("10月1号大约9时", True),
        ("10-1 约9:05", True),
        ("10月1日上午约9时", True),
        ("早上大约9点", True),
        ("9时", False),
        ("10月1日 9:05", False),
    ],
)
def test_a_time_that_is_only_about_right_is_known_for_one(text: str, about: bool) -> None:
    found = take_apart(text)
    assert found and (found.about, found.hour) == (about, 9)


def test_each_number_in_words_is_that_number() -> None:
    digits = "零一二三四五六七八九"
    for n in range(60):
        tens, ones = divmod(n, 10)
        word = (digits[tens] if tens > 1 else "") + "十" * bool(tens)
        word += digits[ones] if ones or not tens else ""
        found = take_apart(f"十月一日十点{word}分")
        assert found and (found.hour, found.minute) == (10, n), word
        if n < 32:
            found = take_apart(f"二〇一六年十月{word}日")
            assert found and found.day == n, word
    for n, year in enumerate(f"二〇一{digit}年十月一日" for digit in "〇一二三四五六七八九"):
        found = take_apart(year)
        assert found and found.year == 2010 + n, year


def test_weekdays_and_short_years_are_read_as_people_mean_them() -> None:
    for day, names in enumerate(("一", "二", "三", "四", "五", "六", "日天")):
        for name in names:
            for text in (f"9月20日（周{name}）", f"星期{name} 9月20日", f"9-20 礼拜{name}"):
                found = take_apart(text)
                assert found and (found.weekday, found.month, found.day) == (day, 9, 20), text
    found = take_apart("16-9-20")
    assert found
    for this_year, meant in ((2026, 2016), (1999, 1916), (None, 2016)):
        assert found.date_in(this_year) == date(meant, 9, 20)


@pytest.mark.parametrize(
    ("part", "hours"),
    [
        ("上午", {h: h for h in range(12)}),
        ("凌晨", {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 12: 0}),
        ("早上", {h: h for h in range(12)}),
        ("清晨", {h: h for h in range(12)}),
        ("中午", {1: 13, 2: 14, 11: 11, 12: 12, 13: 13, 14: 14}),
        ("下午", {h: h if h >= 12 else h + 12 for h in range(1, 21)}),
        ("傍晚", {h: h if h >= 12 else h + 12 for h in range(1, 21)}),
        (
            "晚上",
            {h: h + 12 for h in range(5, 12)} | {12: 24} | {h: h for h in range(17, 25)},
        ),
        ("AM", {h: h % 12 for h in range(13)}),
        ("PM", {h: h if h >= 12 else h + 12 for h in range(1, 24)}),
    ],
)
def test_each_part_of_the_day_has_its_hours_and_no_others(part: str, hours: dict[int, int]) -> None:
    for hour in range(25):
        text = f"{part}{hour}点" if part not in ("AM", "PM") else f"{hour}:00 {part}"
        if hour in hours:
            found = take_apart(text)
            assert found and found.hour == hours[hour], text
        else:
            with pytest.raises(ValueError, match=part):
                take_apart(text)
    if part == "晚上":
        with pytest.raises(ValueError, match=part):
            take_apart("晚上12点半")
