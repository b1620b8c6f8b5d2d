"""Notices as counties publish them now: lines, hours, groups and units of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from store.errors import NoticeRefused
from store.notice.hours import is_open_at, service_status, windows
from store.notice.notice import Line, Notice, Unit
from store.notice.open_days import open_days
from store.notice.period import countdown
from store.notice.reading import parse_notice
from store.tips import rules
from tests.builders import at, notice_text, read_notice
from tests.store.test_notice import NOTICES, faults_of

A, B = (read_notice(NOTICES / f"county-{name}-2024.toml") for name in "ab")
HOURS = '[[hours]]\ndays = "working days"\nfrom = 08:00:00\nto = 12:00:00\n'
LINES = "".join(
    f'[[lines]]\nkind = "{kind}"\nvalue = "{value}"\n'
    for kind, value in (("landline", "1"), ("landline", "2"), ("visit", "大厅"), ("email", "a@b"))
)
MONDAY = "2016-09-26T"


def line_of(notice: Notice, kind: str) -> Line:
    return next(line for line in notice.lines if line.kind == kind)


# Lines


def test_an_online_platform_is_a_line_and_so_is_any_other_by_its_name() -> None:
    assert A.channels == ("landline", "post", "email", "box", "web", "微信公众号")
    assert [line_of(A, kind).label for kind in ("web", "微信公众号")] == ["码上巡察", "微信公众号"]


def test_a_kind_of_line_may_be_called_as_the_screens_call_it() -> None:
    assert B.channels[-1] == "web"
    notice = parse_notice(notice_text(lines='[[lines]]\nkind = "固定电话"\nvalue = "1"'))
    assert notice.channels == ("landline",)


def test_a_kind_of_line_that_is_written_wrongly_is_none_by_its_name() -> None:
    faults = faults_of(notice_text(lines='[[lines]]\nkind = "landlin"\nvalue = "1"'))
    assert faults.keys() == {"lines[0].kind"} and "landline、" in faults["lines[0].kind"]


# Hours of some lines


@pytest.mark.parametrize(
    ("kind", "clock", "is_open"),
    [
        ("landline", "09:00", True),
        ("landline", "13:00", False),
        ("sms", "09:00", True),
        ("sms", "20:00", False),
        ("mobile", "20:00", True),
        ("email", "20:00", True),
        ("web", "03:00", True),
    ],
)
def test_hours_that_hold_for_some_lines_hold_for_no_others(
    kind: str, clock: str, is_open: bool
) -> None:
    assert is_open_at(B, at(f"2024-10-08T{clock}:00"), line_of(B, kind)) is is_open


def test_hours_that_name_no_line_hold_for_those_at_which_somebody_is_there() -> None:
    notice = parse_notice(notice_text(hours=HOURS, lines=LINES))
    found = {line.kind: bool(notice.hours_of(line)) for line in notice.lines}
    assert found == {"landline": True, "visit": True, "email": False}


def test_a_line_with_hours_of_its_own_goes_by_these_alone() -> None:
    own = '[[hours]]\ndays = ["mon"]\nfrom = 14:00:00\nto = 16:00:00\nlines = ["2"]\n'
    notice = parse_notice(notice_text(hours=HOURS + own, lines=LINES))
    first, second = notice.lines[:2]
    for clock, expected in (("09:00", (True, False)), ("15:00", (False, True))):
        instant = at(f"{MONDAY}{clock}:00")
        assert tuple(is_open_at(notice, instant, one) for one in (first, second)) == expected
        assert is_open_at(notice, instant)
    assert service_status(notice, at(f"{MONDAY}15:00:00")).changes_at == at(f"{MONDAY}16:00:00")


def test_windows_of_several_lines_that_overlap_are_one_in_the_days_calendar() -> None:
    own = '[[hours]]\ndays = ["mon"]\nfrom = 11:00:00\nto = 13:00:00\nlines = ["visit"]\n'
    notice = parse_notice(notice_text(hours=HOURS + own, lines=LINES))
    (window,) = windows(notice, date(2016, 9, 26))
    assert (window.start, window.until) == (time(8), time(13))


def test_hours_for_a_line_that_the_notice_does_not_have_are_a_fault() -> None:
    faults = faults_of(notice_text(hours=f'{HOURS}lines = ["短信", "sms"]', lines=LINES))
    said = "gonggao.toml：hours[0].lines：公告没有这样的渠道：短信、sms。"
    assert faults == {"hours[0].lines": said}, "as they are written"


def test_a_notice_without_a_line_that_is_answered_needs_no_hours() -> None:
    lines = '[[lines]]\nkind = "post"\nvalue = "1"'
    closed = "[[closed]]\nday = 2016-10-01"
    notice = parse_notice(notice_text(hours="", lines=lines, closed=closed))
    status = service_status(notice, at("2016-10-01T03:00:00"))
    assert status.open and status.changes_at == notice.tips_end
    assert len({day.windows for day in open_days(notice)}) == 1


# Seasons


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        ("2024-10-31T13:45:00", False),
        ("2024-10-31T17:15:00", True),
        ("2024-11-01T13:45:00", True),
        ("2024-11-01T17:15:00", False),
        ("2024-11-01T09:00:00", True),
    ],
)
def test_hours_change_within_the_period(instant: str, is_open: bool) -> None:
    assert is_open_at(A, at(instant)) is is_open


def test_the_next_opening_is_that_of_the_next_season() -> None:
    status = service_status(A, at("2024-10-31T17:30:00"))
    assert status.changes_at == at("2024-11-01T08:30:00")
    noon = service_status(A, at("2024-11-01T12:00:00"))
    assert noon.reason == "break" and noon.changes_at == at("2024-11-01T13:30:00")


def test_a_season_that_ends_before_it_begins_is_a_fault() -> None:
    season = f"{HOURS}first_day = 2016-10-02\nlast_day = 2016-10-01"
    assert list(faults_of(notice_text(hours=season))) == ["hours[0].last_day"]


# Before the period


def test_lines_may_be_answered_before_the_period() -> None:
    assert service_status(B, at("2024-09-12T09:00:00")).reason == "not_started"
    assert service_status(B, at("2024-09-13T09:00:00")).open
    assert countdown(B, at("2024-09-13T09:00:00")).phase == "before"
    assert next(iter(open_days(B))).day == date(2024, 9, 13)


def test_lines_may_be_answered_from_an_hour_of_a_day_on() -> None:
    notice = parse_notice(
        notice_text(
            period="[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19\n"
            "tips_from = 2016-09-21T10:00:00"
        )
    )
    before = service_status(notice, at("2016-09-21T09:59:59"))
    assert (before.open, before.reason) == (False, "not_started")
    assert before.changes_at == at("2016-09-21T10:00:00")
    first, second, *_rest = open_days(notice)
    assert first.closed == "not_started" and second.windows == ((time(10), time(17, 30)),)


def test_tips_are_not_taken_from_when_they_are_taken_no_longer() -> None:
    period = (
        "[period]\nfirst_day = 2016-09-20\ntips_from = 2016-10-02\ntips_until = 2016-10-01T08:00:00"
    )
    assert list(faults_of(notice_text(period=period))) == ["period.tips_from"]


# A period in words


def test_a_period_of_which_no_exact_day_is_published_is_told_in_the_notices_words() -> None:
    found = countdown(A, at("2024-10-20T09:00:00"))
    assert (found.phase, found.day, found.days) == ("unannounced", None, None)
    assert found.in_words == "2024年10月中旬至12月下旬"
    assert found.target == at("2024-12-11T00:00:00")
    assert countdown(A, at("2024-12-11T00:00:00")).phase == "closed"


def test_without_a_first_day_tips_are_numbered_from_when_they_are_taken_or_the_notices_date() -> (
    None
):
    assert A.first_day == date(2024, 10, 8) and not A.is_first_day_announced
    words = '[period]\nin_words = "近期"'
    issued = parse_notice(notice_text(team='team = "组"\nissued_on = 2024-09-13', period=words))
    assert issued.first_day == date(2024, 9, 13)
    assert list(faults_of(notice_text(period=words))) == ["period.first_day"]


# Units and groups


def test_several_units_are_called_by_the_first_of_them_and_how_many_they_are() -> None:
    assert B.unit == "县水利局、县交通局、县医保局等7个单位"
    for units, together in ((["甲"], "甲"), (["甲", "乙", "丙"], "甲、乙、丙")):
        assert parse_notice(notice_text(unit=f"units = {units}")).unit == together
    assert [unit.name for unit in B.units][-1] == "丙镇"
    assert A.units[-1] == Unit("8个学区和14所学校", "回头看")


def test_of_several_units_something_may_be_said_of_one_alone() -> None:
    notice = parse_notice(notice_text(unit='units = ["甲", {name = "乙", note = "回头看"}]'))
    assert notice.units == (Unit("甲"), Unit("乙", "回头看"))
    assert list(faults_of(notice_text(unit='units = ["甲", 1]'))) == ["units[1]"]
    nameless = notice_text(unit='units = ["甲", {note = "回头看"}]')
    assert list(faults_of(nameless)) == ["units[1].name"]


def test_a_unit_is_named_once() -> None:
    unit = 'units = ["甲", "甲"]'
    assert list(faults_of(notice_text(unit=unit))) == ["units"]


def test_a_notice_has_as_many_groups_as_it_says_each_in_scope_or_not() -> None:
    assert list(B.groups) == ["leadership", *list(B.groups.values())[1:]] and len(B.groups) == 4
    assert A.groups["镇领导班子及其成员"] == "镇领导班子及其成员" and len(A.groups) == 5
    assert A.groups["out_of_scope:个人诉求、涉法涉诉"] == "个人诉求、涉法涉诉"
    assert list(A.all_groups)[-2:] == ["out_of_scope", "inspectors"]


def test_a_group_of_the_usual_three_may_be_called_otherwise_and_stays_that() -> None:
    groups = '[[groups]]\nname = "镇领导班子"\nkey = "leadership"\n[[groups]]\nname = "甲"'
    assert parse_notice(notice_text(groups=groups)).groups == {
        "leadership": "镇领导班子",
        "甲": "甲",
    }


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        (('name = "甲"', 'name = "甲"'), "groups[1].name"),
        (('name = "甲"\nin_scope = "no"',), "groups[0].in_scope"),
        (('name = "甲"\nkey = "boss"',), "groups[0].key"),
        (('name = "甲"\nin_scope = false',), "groups"),
        (('name = "甲"', 'name = "不属受理范围"'), "groups[1].name"),
    ],
)
def test_a_group_that_cannot_be_meant_is_a_fault(rows: tuple[str, ...], key: str) -> None:
    groups = "".join(f"[[groups]]\n{row}\n" for row in rows)
    assert list(faults_of(notice_text(groups=groups))) == [key]


# Holidays


def test_holidays_in_the_notice_are_those_of_a_year_that_is_not_known() -> None:
    text = (
        notice_text(period="[period]\nfirst_day = 2031-09-20\nlast_day = 2031-10-19", hours=HOURS)
        + '[[holidays]]\nname = "国庆节"\nfirst_day = 2031-10-01\nlast_day = 2031-10-07\n'
        "worked = [2031-09-28, 2031-10-11]\n"
    )
    notice = parse_notice(text)
    off = service_status(notice, at("2031-10-01T09:00:00"))
    assert (off.reason, off.changes_at) == ("holiday", at("2031-10-08T08:00:00"))
    assert off.calendar_known and is_open_at(notice, at("2031-10-11T09:00:00"))
    days = {day.day: day for day in open_days(notice)}
    assert days[date(2031, 10, 7)].name == "国庆节" and days[date(2031, 9, 28)].made_up


def test_a_holiday_of_a_region_is_added_to_the_year_that_is_known() -> None:
    text = notice_text(hours=HOURS) + '[[holidays]]\nname = "古尔邦节"\nfirst_day = 2016-09-22\n'
    notice = parse_notice(text)
    assert not is_open_at(notice, at("2016-09-22T09:00:00"))
    assert service_status(notice, at("2016-10-03T09:00:00")).reason == "holiday"


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ('name = "甲"', "holidays[0].first_day"),
        ("first_day = 2031-10-01", "holidays[0].name"),
        ('name = "甲"\nfirst_day = 2031-10-01\nlast_day = 2031-09-01', "holidays[0].last_day"),
        ('name = "甲"\nfirst_day = 2031-10-01\nlast_day = 2032-09-01', "holidays[0].last_day"),
        ('name = "甲"\nfirst_day = 2031-10-01\nworked = [2031-10-01]', "holidays[0].worked"),
        ('name = "甲"\nfirst_day = 2031-10-01\nworked = 2031-10-08', "holidays[0].worked"),
        ('name = "甲"\nfirst_day = 2031-10-01\nworked = ["x"]', "holidays[0].worked[0]"),
    ],
)
def test_a_holiday_that_cannot_be_meant_is_a_fault(row: str, key: str) -> None:
    with pytest.raises(NoticeRefused) as refusal:
        parse_notice(notice_text() + f"[[holidays]]\n{row}\n")
    assert [fault.field for fault in refusal.value.faults] == [key]


def test_an_opening_in_a_year_that_is_not_known_is_uncertain_from_the_year_before_on() -> None:
    text = notice_text(period="[period]\nfirst_day = 2026-12-01", hours=HOURS)
    notice = parse_notice(text)
    assert service_status(notice, at("2026-12-30T09:00:00")).calendar_known
    eve = service_status(notice, at("2026-12-31T12:00:00"))
    assert eve.changes_at == at("2027-01-01T08:00:00") and not eve.calendar_known


# Marks


@pytest.mark.parametrize(
    ("kind", "instant", "expected"),
    [
        ("landline", "2024-10-08T20:00:00", ("out_of_hours",)),
        ("landline", "2024-10-08T09:00:00", ()),
        ("sms", "2024-10-08T20:00:00", ("out_of_hours",)),
        ("mobile", "2024-10-08T20:00:00", ()),
        ("email", "2024-10-06T03:00:00", ()),
        ("web", "2024-10-06T03:00:00", ()),
        ("email", "2024-11-22T17:30:00", ("late",)),
        ("landline", "2024-11-22T17:30:00", ("late", "out_of_hours")),
        ("email", "2024-09-12T09:00:00", ("early",)),
        ("email", "2024-09-13T09:00:00", ()),
    ],
)
def test_only_what_has_hours_comes_outside_them(
    kind: str, instant: str, expected: tuple[str, ...]
) -> None:
    assert rules.marks(B, at(instant), line_of(B, kind)) == expected


def test_a_text_message_has_no_hours_unless_the_notice_gives_it_some() -> None:
    lines = '[[lines]]\nkind = "mobile"\nvalue = "1"\n[[lines]]\nkind = "sms"\nvalue = "1"'
    notice = parse_notice(notice_text(lines=lines))
    marks = [rules.marks(notice, at("2016-10-01T20:00:00"), line) for line in notice.lines]
    assert marks == [("out_of_hours",), ()]


def test_what_comes_from_beside_the_notice_is_never_outside_its_hours() -> None:
    beside = {line.kind: line for line in B.sources if line not in B.lines}
    assert list(beside) == ["visit", "assigned", "petition_office", "interview", "found"]
    for line in beside.values():
        assert rules.marks(B, at("2024-10-06T03:00:00"), line) == ()
    with_visits = replace(B, lines=(*B.lines, Line("visit", "大厅", "来访")))
    assert [line.value for line in with_visits.sources if line.kind == "visit"] == ["大厅"]
