"""Reports and the closing day's reconciliation agree with what is on the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.desk.desk import Desk
from store.duty.closing import LateTip, closing
from store.duty.counts import Tally
from store.duty.report import Kind, Span, figures, last_of, report
from store.notice.deadlines import DeadlineRule
from store.notice.reading import example_text, parse_notice
from store.tips import entry
from tests.builders import (
    DURING,
    REFERRAL,
    StillClock,
    at,
    entry_of,
    example,
    notice_text,
    read_notice,
)
from tests.store.desks import new_desk, opened, tip_of
from tests.store.memory_place import MemoryPlace
from tests.store.test_counts import STATES
from tests.store.test_notice import NOTICES

NOTICE = example()
DAY = date(2016, 10, 1)
WEEK = timedelta(days=7)


def documents(*received: str) -> list[dict[str, object]]:
    return [
        tip_of(received_at=text).as_json() | {"number": f"2016-{n:04}"}
        for n, text in enumerate(received, 1)
    ]


def test_a_day_stands_beside_the_day_before_and_the_same_day_a_week_before() -> None:
    found = report(
        documents(
            "2016-09-24T09:00", "2016-09-30T23:59:59", "2016-09-30T12:00", "2016-10-01T00:00"
        ),
        NOTICE,
        "day",
        DAY,
        DURING,
    )
    assert found.figures.received == 1
    beside = {name: figures.received for name, figures in found.beside.items()}
    assert beside == {"day_before": 2, "week_before": 1, "so_far": 4}


def test_a_week_runs_from_monday_and_is_compared_with_as_many_days() -> None:
    found = report(documents("2016-09-26T09:00", "2016-09-25T09:00"), NOTICE, "week", DAY, DURING)
    assert found.figures.span.first == date(2016, 9, 26)
    assert found.figures.received == 1
    assert found.beside["week_before"].span.last == date(2016, 9, 24)
    assert found.beside.keys() == {"week_before", "so_far"}


def test_the_whole_period_has_what_came_too_early_too() -> None:
    found = report(documents("2016-09-18T09:00"), NOTICE, "period", DAY, DURING)
    assert found.figures.received == 1


def test_each_enclosure_is_counted_and_each_tip_that_has_any_once() -> None:
    two, none = documents("2016-10-01T09:00", "2016-10-01T09:00")
    two |= {"enclosures": [{"kind": "letter"}, {"kind": "letter"}]}
    found = report([two, none], NOTICE, "day", DAY, DURING).figures
    assert (found.with_enclosures, found.by_enclosure["letter"]) == (1, 2)


def test_days_stand_in_order_and_what_is_counted_out_again_is_no_day_at_all() -> None:
    tips, tally = documents("2016-10-01T09:00", "2016-09-29T09:00", "2016-09-30T09:00"), Tally()
    for tip in tips:
        tally.add(tip)
    tally.remove(tips[2])
    found = tally.counts(DAY, NOTICE.disciplines, NOTICE.channels)
    assert [*found.by_day] == ["2016-09-29", "2016-10-01"]
    for tip in tips[:2]:
        tally.remove(tip)
    found = tally.counts(DAY, NOTICE.disciplines, NOTICE.channels)
    assert (found.by_day, found.by_group, found.total) == ({}, {}, 0)


def test_the_whole_period_has_what_came_too_late_too_and_what_is_done_after_its_end() -> None:
    (late,) = documents("2016-10-01T09:00")
    late |= {"received_at": "2016-10-21T09:00:00+08:00", "status": "handed_to_team"}
    late |= {"disposition": {"by": "a", "at": "2016-10-25T10:00:00+08:00", "on": None}}
    found = report([late], NOTICE, "period", date(2016, 10, 25), DURING).figures
    assert (found.received, found.span.last) == (1, date(2016, 10, 21))
    assert found.done["handed_to_team"] == 1


def test_all_so_far_has_what_came_before_the_first_day_on_each_day_and_in_each_week() -> None:
    tips = documents("2016-08-30T09:00", "2016-09-20T09:00", "2016-09-30T09:00", "2016-10-01T09:00")
    for day, so_far in (
        (date(2016, 9, 20), 2),
        (date(2016, 9, 25), 2),
        (DAY - timedelta(days=1), 3),
    ):
        for kind in ("day", "week"):
            found = report(tips, NOTICE, kind, day, DURING).beside["so_far"]
            assert (found.received, sum(found.by_day.values())) == (so_far, so_far)


def test_what_was_done_counts_on_the_day_on_which_it_was_done() -> None:
    early, other = documents("2016-09-28T09:00", "2016-09-29T09:00")
    at_ten = "2016-10-01T10:00:00+08:00"
    tips = [
        early
        | {"status": "referred", "disposition": {"by": "a", "at": at_ten, "on": "2016-09-30"}},
        other | {"status": "handed_to_team", "disposition": {"by": "a", "at": at_ten, "on": None}},
        other | {"told": {"by": "a", "at": at_ten, "note": ""}, "saved_at": at_ten},
        other | {"saved_at": "2016-09-29T09:01:00+08:00"},
        other
        | {"status": "withdrawn", "disposition": {"by": "a", "at": at_ten}, "saved_at": at_ten},
        # What it was first counts on its day, whatever it is since,
        # and what comes back and goes there again on one day is done once.
        early
        | {
            "earlier": [
                {"status": status, "on": "2016-09-30"}
                for status in ("kept_for_reference", "urgent", "urgent")
            ]
        },
        # Saved on the day of its receipt it is entered in time.
        other | {"received_at": at_ten, "saved_at": at_ten},
    ]
    found = report(tips, NOTICE, "day", DAY, DURING)
    assert found.figures.received == 1
    done = {name: n for name, n in found.figures.done.items() if n}
    assert done == {"handed_to_team": 1, "told": 1, "entered_later": 1}
    assert found.beside["day_before"].done["referred"] == 1
    before = {name: n for name, n in found.beside["day_before"].done.items() if n}
    assert before == {"referred": 1, "kept_for_reference": 1, "urgent": 1}


def test_a_day_on_which_nothing_was_done_says_none_of_each() -> None:
    found = figures([], NOTICE, Span(DAY, DAY), DAY)
    done = "handed_to_team|urgent|referred|kept_for_reference|duplicate|passed_through|told|entered_later"
    for counted, names in (
        (found.done, done),
        (found.told, "in_time|late|owed|overdue"),
        (found.by_enclosure, "letter|photographs|recording|statement|other"),
        (found.by_day, "2016-10-01"),
    ):
        assert counted == dict.fromkeys(names.split("|"), 0)
    assert found.by_hour == (0,) * 24


def test_each_thing_that_was_done_is_counted_by_what_it_was() -> None:
    (tip,) = documents("2016-10-01T09:00")
    for status in ("handed_to_team", "urgent", "referred", "kept_for_reference", "duplicate"):
        how = {"by": "a", "at": "2016-10-01T10:00:00+08:00", "on": None}
        done = figures(
            [tip | {"status": status, "disposition": how}], NOTICE, Span(DAY, DAY), DAY
        ).done
        assert {name for name, n in done.items() if n} == {status}
    passed = tip | {"status": "passed_through", "disposition": how | {"on": "2016-10-02"}}
    assert not any(figures([passed], NOTICE, Span(DAY, DAY), DAY).done.values())
    next_day = Span(DAY + timedelta(days=1), DAY + timedelta(days=1))
    assert figures([passed], NOTICE, next_day, DAY).done["passed_through"] == 1


def test_who_gave_a_name_was_told_in_time_or_late_or_is_still_to_be_told() -> None:
    def tip(received: str, told: str = "", **values: Any) -> dict[str, Any]:
        given = {"told": {"by": "a", "at": f"{told}T09:00:00+08:00", "note": ""}} if told else {}
        reporter = {"name": "张三", "contact": "", "verified": True, "kind": "named"}
        document = tip_of(received_at=f"{received}T09:00").as_json()
        return document | {"number": "2016-0001", "reporter": reporter} | given | values

    # Fifteen working days from 20 September 2016, over the National Day's week, end on 14 October.
    tips = [
        tip("2016-09-20", "2016-10-14"),
        tip("2016-09-20", "2016-10-15"),
        tip("2016-09-20"),
        tip("2016-09-21"),
        tip("2016-09-20", reporter=None),
        tip("2016-09-20", status="duplicate"),
    ]
    span = Span(date(2016, 9, 20), date(2016, 10, 19))
    found = figures(tips, NOTICE, span, date(2016, 10, 15))
    assert found.told == {"in_time": 1, "late": 1, "owed": 1, "overdue": 1}
    on_the_day = figures(tips, NOTICE, span, date(2016, 10, 14))
    assert on_the_day.told == {"in_time": 1, "late": 1, "owed": 2, "overdue": 0}


def test_each_line_is_counted_by_itself() -> None:
    (tip,) = documents("2016-10-01T09:00")
    lines = [line.value for line in NOTICE.lines]
    tips = [tip | {"line": lines[1]}, tip, tip | {"status": "withdrawn"}]
    found = figures(tips, NOTICE, Span(DAY, DAY), DAY).by_line
    assert list(found) == lines and found[lines[1]] == 1 and sum(found.values()) == 2


def test_the_period_is_reported_to_its_end_and_while_it_runs_to_the_day() -> None:
    for day, last in ((DAY, DAY), (date(2016, 11, 1), date(2016, 10, 19))):
        assert report([], NOTICE, "period", day, DURING).figures.span == Span(
            date(2016, 9, 20), last
        )


@pytest.mark.parametrize(
    ("kind", "day", "last"),
    [
        ("day", 22, 22),
        ("week", 19, 25),
        ("week", 25, 25),
        ("week", 26, 29),
        ("week", 29, 29),
        ("week", 30, 30),
        ("period", 22, 29),
    ],
)
def test_a_week_that_is_over_is_turned_to_as_a_whole_and_the_period_as_of_today(
    kind: Kind, day: int, last: int
) -> None:
    today = date(2016, 9, 29)
    assert last_of(kind, today.replace(day=day), today) == today.replace(day=last)


def test_while_no_last_day_is_announced_the_period_is_reported_to_the_day() -> None:
    running = parse_notice(notice_text(period="[period]\nfirst_day = 2016-09-20"))
    for kind in ("day", "week", "period"):
        found = report([], running, kind, DAY, DURING)
        whole = found.figures if kind == "period" else found.beside["so_far"]
        assert whole.span == Span(date(2016, 9, 20), DAY)


def test_a_report_says_as_of_which_second_it_is() -> None:
    found = report([], NOTICE, "day", DAY, DURING.add(microseconds=5))
    assert found.as_json()["at"] == "2016-10-01T16:59:30+08:00"


def test_each_hour_of_the_day_is_counted_by_itself() -> None:
    tips = documents("2016-10-01T03:05", "2016-10-01T13:05", "2016-10-01T10:05")
    by_hour = report(tips, NOTICE, "day", DAY, DURING).figures.by_hour
    assert [hour for hour, n in enumerate(by_hour) if n] == [3, 10, 13]


def test_an_hour_counts_as_open_if_the_lines_are_answered_in_any_part_of_it() -> None:
    assert report([], NOTICE, "day", DAY, DURING).open_hours == tuple(range(8, 18))
    hours = '[[hours]]\ndays = "every day"\nfrom = 20:45:00\nto = 00:00:00'
    until_midnight = parse_notice(notice_text(hours=hours))
    assert report([], until_midnight, "day", DAY, DURING).open_hours == (20, 21, 22, 23)
    hours = '[[hours]]\ndays = "every day"\nfrom = 09:00:00\nto = 11:00:00'
    on_the_hour = parse_notice(notice_text(hours=hours))
    assert report([], on_the_hour, "day", DAY, DURING).open_hours == (9, 10)


def test_a_report_of_a_day_before_the_period_stands_beside_that_day_alone() -> None:
    before = NOTICE.first_day - timedelta(days=2)
    found = report(documents("2016-09-25T09:00"), NOTICE, "day", before, DURING)
    assert (found.figures.span, found.beside["so_far"].span) == 2 * (Span(before, before),)


def test_what_is_owed_on_the_day_of_a_report_goes_by_the_notices_clocks() -> None:
    reporter = {"name": "张三", "contact": "", "verified": True, "kind": "named"}
    tips = [document | {"reporter": reporter} for document in documents("2016-09-20T09:00")]
    # In Shanghai the fourteenth of October, on which it is due, is over by then.
    for instant, told in (("15:59:59", "owed"), ("16:00:00", "overdue")):
        at_that = at(f"2016-10-14T{instant}", "UTC")
        assert report(tips, NOTICE, "period", DAY, at_that).figures.told[told] == 1, instant
    of_its_own = replace(NOTICE, deadlines=(DeadlineRule("referral", 15, False),))
    for tip in (*tips, tips[0] | {"told": {"at": "2016-10-01T09:00:00+08:00"}}):
        assert not any(report([tip], of_its_own, "period", DAY, DURING).figures.told.values())


@given(st.lists(st.tuples(st.sampled_from(STATES), st.dates(DAY - WEEK, DAY))))
@settings(max_examples=40)
def test_a_report_counts_of_its_days_what_the_counters_count(
    received: list[tuple[dict[str, Any], date]],
) -> None:
    tips = [tip | {"received_at": f"{day}T09:12:00+08:00"} for tip, day in received]
    span = Span(DAY - WEEK, DAY - timedelta(days=1))
    found, tally = figures(tips, NOTICE, span, DAY), Tally()
    for tip, (_kind, day) in zip(tips, received, strict=True):
        if day <= span.last:
            tally.add(tip)
    counts = tally.counts(DAY, NOTICE.disciplines, NOTICE.channels)
    assert (found.received, found.in_scope, found.out_of_scope) == (
        counts.total,
        counts.in_scope,
        counts.out_of_scope,
    )
    same = ("about_inspectors", "to_complete", "late", "out_of_hours")
    for name in (*same, "by_discipline", "by_channel", "by_group", "by_status"):
        assert getattr(found, name) == getattr(counts, name), name
    assert found.passed_through == counts.by_status["passed_through"]
    assert found.withdrawn == counts.by_status["withdrawn"]
    assert list(found.by_day) == [str(day) for day in span.days()]
    assert {day: n for day, n in found.by_day.items() if n} == counts.by_day
    assert found.by_hour == (0,) * 9 + (counts.total,) + (0,) * 14


def test_the_register_has_what_was_received_from_the_first_to_the_last_day_by_number() -> None:
    desk = new_desk(MemoryPlace("register"))
    for received in ("09-30T23:59:59", "10-01T00:00:00", "09-28T23:59:59", "09-29T00:00:00"):
        desk.record(tip_of(received_at=f"2016-{received}"))
    found = desk.figures.register(Span(date(2016, 9, 29), date(2016, 9, 30)))
    assert [tip.number for tip in found] == ["2016-0001", "2016-0004"]
    assert [tip.reporter and tip.reporter.name for tip in found] == ["", ""]
    (one,) = desk.figures.register(Span(DAY, DAY), with_reporter=True)
    assert one.reporter and (one.number, one.reporter.name) == ("2016-0002", "王某某")


def test_a_report_counts_tips_on_the_inspectors_themselves_apart() -> None:
    notice = read_notice(NOTICES / "qindu-2022.toml")
    values = entry_of(line="33229182", received_at="2022-07-01T09:00:00+08:00")
    tip = entry.read(values, notice, at("2022-07-01T10:00:00")).as_json()
    found = figures([tip], notice, Span(date(2022, 7, 1), date(2022, 7, 1)), DAY)
    assert (found.received, found.in_scope, found.about_inspectors) == (1, 0, 1)


def test_the_days_of_a_span_are_each_of_them_in_order() -> None:
    days = Span(date(2016, 9, 29), date(2016, 10, 1)).days()
    assert days == [date(2016, 9, 29), date(2016, 9, 30), date(2016, 10, 1)]


@given(st.lists(st.datetimes(at("2016-09-20").naive(), at("2016-10-01").naive())))
def test_days_and_hours_add_up_to_what_was_received(times: list[object]) -> None:
    found = report(documents(*map(str, times)), NOTICE, "period", DAY, DURING).figures
    assert sum(found.by_day.values()) == sum(found.by_hour) == found.received == len(times)


def test_the_reconciliation_comes_out_once_nothing_is_open(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        for base in ({}, {}, {}, {}):
            desk.record(tip_of(**base))
        desk.record(tip_of(REFERRAL))
        desk.acts.pass_through("landline", "组长")
        desk.acts.dispose("1", "handed_to_team")
        desk.acts.dispose("2", "kept_for_reference", why="线索不具体")
        desk.acts.dispose("3", "duplicate", duplicate_of="1")
        desk.acts.dispose("4", "withdrawn", why="误录")
        before = desk.figures.closing()
        assert not before.comes_out
        assert before.open == ("2016-0005",)
        desk.acts.dispose("5", "referred")
        found = desk.figures.closing()
    assert found.comes_out
    assert (found.received, found.handed_to_team, found.referred) == (5, 1, 1)
    assert (found.kept_for_reference, found.duplicates, found.passed_through) == (2, 1, 1)
    assert found.withdrawn == 1


WENT_ON_THE_CLOSING_DAY = {
    "registered": ("received", "open"),
    "urgent": ("received", "open"),
    "handed_to_team": ("received", "handed_to_team"),
    "referred": ("received", "referred"),
    "kept_for_reference": ("received", "kept_for_reference"),
    "duplicate": ("received", "kept_for_reference", "duplicates"),
    "passed_through": ("received", "passed_through"),
    "withdrawn": ("withdrawn",),
}


@pytest.mark.parametrize("status", WENT_ON_THE_CLOSING_DAY)
def test_each_tip_went_somewhere_or_is_still_open_on_the_closing_day(status: str) -> None:
    one = documents("2016-10-01T09:00")[0] | {"status": status}
    told = closing([one], NOTICE, DURING).as_json()
    went = WENT_ON_THE_CLOSING_DAY[status]
    counted = ("received", "handed_to_team", "referred", "kept_for_reference", "duplicates")
    for name in (*counted, "passed_through", "withdrawn"):
        assert told[name] == (name in went), name
    assert list(told["open"]) == (["2016-0001"] if "open" in went else [])
    assert told["comes_out"] is ("open" not in went)


def test_a_letter_is_late_from_the_minute_of_the_cut_off_on() -> None:
    now = at("2016-10-25T09:00")
    just, late = "2016-10-19T23:59:59+08:00", "2016-10-20T00:00:00+08:00"
    marks = {just: [], late: ["late", "out_of_hours"]}
    found = closing(
        [
            tip_of(channel="post", registration_mark="XA1", postmarked_on="2016-09-30").as_json()
            | {"number": when, "received_at": when, "marks": marks[when], "status": status}
            for when, status in (
                (just, "registered"),
                (late, "registered"),
                (late, "handed_to_team"),
                (late, "withdrawn"),
            )
        ],
        NOTICE,
        now,
    )
    assert found.late == tuple(
        LateTip(late, "post", late, "2016-09-30", "XA1", status)
        for status in ("registered", "handed_to_team")
    )


def test_the_number_of_a_late_letter_is_told_to_whoever_may_know_who_wrote_it_alone() -> None:
    place, later = MemoryPlace("late"), StillClock(at("2016-10-25T09:00"))
    lead = opened(Desk.create(place, example_text(), clock=later, officer="组长"))
    lead.access.set_role("李明", "officer")
    lead.record(replace(tip_of(channel="post", registration_mark="XA1"), received_at=None))
    officer = opened(Desk.open(place, clock=later, officer="李明"))
    told = [[one.registration_mark for one in d.figures.closing().late] for d in (lead, officer)]
    assert told == [["XA1"], [""]]


def test_late_letters_stand_by_when_they_came_not_by_when_they_were_entered() -> None:
    marks = {"marks": ["late"]}
    tips = [
        tip | marks | {"received_at": f"2016-10-{day}T09:00:00+08:00"}
        for tip, day in zip(
            documents("2016-10-01T09:00", "2016-10-01T09:00"), (22, 21), strict=True
        )
    ]
    assert [one.number[-1] for one in closing(tips, NOTICE, DURING).late] == ["2", "1"]


def test_while_no_end_is_announced_there_is_no_cut_off() -> None:
    open_end = replace(NOTICE, tips_end=None)
    found = closing([], open_end, DURING)
    assert found.as_json()["cut_off"] is None
    assert closing([], NOTICE, DURING).as_json()["cut_off"] == "2016-10-20T00:00:00+08:00"
    assert found.as_json()["comes_out"] is True


def test_a_tip_as_an_older_version_wrote_it_is_open_until_it_is_disposed_of() -> None:
    older = documents("2016-10-01T09:00")
    for name in ("status", "registration_mark", "postmarked_on"):
        del older[0][name]
    older[0] |= {"marks": ["late"]}
    found = closing(older, NOTICE, DURING)
    assert found.late == (
        LateTip("2016-0001", "landline", "2016-10-01T09:00:00+08:00", None, "", "registered"),
    )
    assert (found.received, found.open, found.comes_out) == (1, ("2016-0001",), False)
