"""By when the desk owes what, and how that is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import Clock
from store.desk.desk import Desk
from store.errors import NoticeRefused, StepRefused
from store.notice.calendar import STATUTORY
from store.notice.deadlines import (
    ACCEPTANCE,
    DEFAULT_RULES,
    DUTIES,
    REFERRAL,
    REPORTING,
    DeadlineRule,
    DueCounts,
    count_dues,
    due_on,
    is_certain,
    state,
)
from store.notice.notice import Notice
from store.notice.reading import example_text, parse_notice
from store.tips.disposition import (
    DUPLICATE,
    PASSED_THROUGH,
    REGISTERED,
    STATUSES,
    URGENT,
    WITHDRAWN,
)
from store.tips.dues import dues_of, open_appointments, open_duties
from store.tips.tip import Tip
from tests.builders import REFERRAL as OUT_OF_SCOPE
from tests.builders import at, notice_text
from tests.store.desks import OFFICER, new_desk, tip_of

NAMED = {"name": "王某某", "contact": "13800000000", "verified": True}
ANNOUNCE, PASS_ON, REPORT_UP = DEFAULT_RULES


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    with new_desk(tmp_path / "desk") as desk:
        yield desk


def at_day(folder: Path, instant: str) -> Desk:
    return Desk.open(folder, clock=Clock.at(at(instant)), officer=OFFICER)


def test_fifteen_working_days_leave_out_the_national_holiday_and_count_the_days_made_up() -> None:
    # 2016-10-01 to 10-07 are off, 10-08 and 10-09 (a weekend) are worked instead.
    assert due_on(ANNOUNCE, date(2016, 9, 21)) == date(2016, 10, 17)


def test_fifteen_days_count_every_day_after_that_of_receipt() -> None:
    assert due_on(PASS_ON, date(2016, 9, 30)) == date(2016, 10, 15)


@given(st.dates(date(2015, 1, 1), date(2024, 12, 31)), st.integers(1, 60))
def test_working_days_agree_with_a_count_day_by_day(received: date, within: int) -> None:
    due = due_on(DeadlineRule(ACCEPTANCE, within, True), received)
    after = [received + timedelta(days=n) for n in range(1, (due - received).days + 1)]
    assert sum(map(STATUTORY.is_working_day, after)) == within and STATUTORY.is_working_day(due)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2016, 9, 30), "overdue"),
        (date(2016, 10, 1), "today"),
        (date(2016, 10, 2), "before_end"),
        (date(2016, 10, 19), "before_end"),
        (date(2016, 10, 20), "later"),
    ],
)
def test_what_is_due_is_late_today_before_the_end_or_after_it(due: date, expected: str) -> None:
    assert state(due, date(2016, 10, 1), date(2016, 10, 19)) == expected


def test_what_is_owed_on_one_tip_is_its_part_of_the_list(desk: Desk) -> None:
    for reporter in (NAMED, None, NAMED):
        desk.record(tip_of(reporter=reporter))
    desk.record(tip_of(OUT_OF_SCOPE))
    found = {tip.number: desk.dues.of(tip) for tip in desk.tips()}
    assert [len(dues) for dues in found.values()] == [1, 0, 1, 1]
    for number, dues in found.items():
        assert dues == [due for due in desk.dues.all() if due.number == number]


def test_while_no_last_day_is_announced_all_that_is_due_comes_before_the_end() -> None:
    assert state(date(2016, 12, 1), date(2016, 10, 1), None) == "before_end"


def test_a_named_reporter_in_scope_is_to_be_told_until_it_is_done(desk: Desk) -> None:
    number = desk.record(tip_of(reporter=NAMED)).number
    (due,) = desk.dues.all()
    assert (due.number, due.duty, due.due_on) == (number, ACCEPTANCE, date(2016, 10, 26))
    tip = desk.acts.tell(number, "电话告知")
    assert tip.told and (tip.told.by, tip.told.note) == (OFFICER, "电话告知")
    assert desk.dues.all() == [] and desk.history(number)[-1].what == "tell"


@pytest.mark.parametrize(
    "reporter", [None, {"contact": "13800000000"}], ids=["anonymous", "number only"]
)
def test_whoever_gave_no_name_is_owed_no_answer(desk: Desk, reporter: Any) -> None:
    number = desk.record(tip_of(reporter=reporter)).number
    assert desk.dues.all() == []
    with pytest.raises(StepRefused):
        desk.acts.tell(number)


def test_who_reported_what_is_out_of_scope_is_owed_its_referral_alone(desk: Desk) -> None:
    desk.record(tip_of(OUT_OF_SCOPE, reporter=NAMED))
    assert [due.duty for due in desk.dues.all()] == [REFERRAL]


def test_what_concerns_the_inspectors_alone_is_owed_to_nobody_by_a_rule(desk: Desk) -> None:
    subject = {"unit": "本组", "person": "李某", "post": "", "group": "inspectors"}
    desk.record(tip_of(subjects=[subject], reporter=NAMED))
    assert desk.dues.all() == []


def test_what_is_in_scope_in_part_is_answered_and_not_passed_on(desk: Desk) -> None:
    both = [*tip_of().as_json()["subjects"], *OUT_OF_SCOPE["subjects"]]  # type: ignore[misc]
    desk.record(tip_of(subjects=both, reporter=NAMED))
    assert [due.duty for due in desk.dues.all()] == [ACCEPTANCE]


def test_a_script_is_told_what_is_due_by_these_names(desk: Desk) -> None:
    number = desk.record(tip_of(reporter=NAMED)).number
    desk.follow_ups.appoint(number, "call_back", at("2016-10-06T15:00:00"))
    call_back, answer = sorted(
        (due.as_json() for due in desk.dues.all()), key=lambda due: due["due_on"]
    )
    assert call_back == {
        "number": number,
        "duty": "call_back",
        "received_on": "2016-10-01",
        "due_on": "2016-10-06",
        "state": "before_end",
        "source": "",
        "calendar_known": True,
        "at": "2016-10-06T15:00:00+08:00",
    }
    assert answer.keys() == call_back.keys() and (answer["duty"], answer["at"]) == (ACCEPTANCE, "")


def test_a_repeated_report_is_not_answered_again(desk: Desk) -> None:
    desk.record(tip_of(reporter=NAMED))
    again = desk.record(tip_of(reporter=NAMED)).number
    desk.acts.dispose(again, "duplicate", duplicate_of="1")
    assert [due.number for due in desk.dues.all()] == ["2016-0001"]


def test_what_is_out_of_scope_is_to_be_passed_on_until_it_is(desk: Desk) -> None:
    number = desk.record(tip_of(OUT_OF_SCOPE)).number
    (due,) = desk.dues.all()
    assert (due.duty, due.due_on, due.source) == (
        REFERRAL,
        date(2016, 10, 16),
        "《信访工作条例》信访事项的提出和受理",
    )
    desk.acts.dispose(number, "referred")
    assert desk.dues.all() == []


def test_what_was_passed_through_is_reported_up_within_five_working_days(desk: Desk) -> None:
    number = desk.acts.pass_through("post", "组长").number
    (due,) = desk.dues.all()
    assert (due.duty, due.due_on) == (REPORT_UP.duty, date(2016, 10, 12)), due
    assert "第十五条" in due.source
    reported = desk.follow_ups.report_up(number, "专人送达").reported
    assert reported and (reported.by, reported.note) == (OFFICER, "专人送达")
    assert desk.dues.all() == [] and desk.dues.counts() == DueCounts()
    desk.acts.undo()
    assert [due.duty for due in desk.dues.all()] == [REPORT_UP.duty]


def test_only_what_was_passed_through_is_reported_up(desk: Desk) -> None:
    desk.record(tip_of())
    with pytest.raises(StepRefused, match="径送件"):
        desk.follow_ups.report_up("1")


def test_who_told_a_reporter_or_reported_up_first_and_when_stays_whatever_is_noted_again(
    desk: Desk,
) -> None:
    named = desk.record(tip_of(reporter=NAMED)).number
    passed = desk.acts.pass_through("post", "组长").number
    told = desk.acts.tell(named, "电话").told
    reported = desk.follow_ups.report_up(passed, "专人").reported
    assert told and reported
    clock = Clock.at(at("2016-10-18 10:00"))
    with Desk.open(desk.place.address, clock=clock, officer="值班员乙") as later:
        assert later.acts.tell(named, " 又来电 ").told == replace(told, note="又来电")
        again = later.follow_ups.report_up(passed, " 机要 ").reported
        assert again == replace(reported, note="机要")


@pytest.mark.parametrize("status", STATUSES)
def test_what_is_still_owed_goes_by_what_became_of_the_tip(status: str) -> None:
    def owed(tip: Tip, **more: Any) -> list[str]:
        return open_duties(replace(tip, status=status).as_json() | more)

    named = tip_of(reporter=NAMED)
    is_out = status in (DUPLICATE, WITHDRAWN, PASSED_THROUGH)
    reported = [REPORTING] if status == PASSED_THROUGH else []
    assert owed(named) == (reported if is_out else [ACCEPTANCE])
    told = {"told": {"by": "甲", "at": "2016-10-01T09:00:00+08:00", "note": ""}}
    assert owed(named, **told) == reported
    assert owed(named, reported=told["told"]) == ([] if is_out else [ACCEPTANCE])
    assert owed(tip_of(reporter={"name": "张三"})) == owed(named), "verified or not"
    assert owed(tip_of(to_complete=True, subjects=[{"unit": "某局"}])) == reported, "no group yet"
    is_open = status in (REGISTERED, URGENT)
    assert owed(tip_of(OUT_OF_SCOPE, reporter=NAMED)) == ([REFERRAL] if is_open else reported)


def test_a_call_back_is_owed_until_it_took_place_or_its_tip_was_withdrawn() -> None:
    rows = [{"done_at": "2016-10-01T09:00:00+08:00"}, {"done_at": None}]
    assert open_appointments({"appointments": rows}) == rows[1:]
    assert open_appointments({"appointments": rows, "status": WITHDRAWN}) == []
    assert open_appointments({}) == []


def test_what_is_owed_goes_by_the_holidays_that_the_notice_gives_and_says_where_none_are() -> None:
    year = "[period]\nfirst_day = 2031-09-20"
    off = '\n[[holidays]]\nname = "国庆节"\nfirst_day = 2031-10-01\nlast_day = 2031-10-07\n'
    tip = replace(tip_of(reporter=NAMED), received_at=at("2031-09-22T09:00:00")).as_json()
    for holidays, due, is_known in (("", "2031-10-13", False), (off, "2031-10-20", True)):
        notice = parse_notice(notice_text(period=year) + holidays)
        (found,) = dues_of(tip, notice, date(2031, 9, 22))
        assert (found.due_on.isoformat(), found.calendar_known) == (due, is_known)
        of_day = {(found.duty, date(2031, 9, 22)): 1}
        day = date(2031, 10, 14)
        counted = count_dues(of_day, notice.deadlines, day, None, notice.calendar)
        assert (counted.overdue, counted.calendar_known) == (int(not is_known), is_known)


def test_the_counts_of_what_is_due_agree_with_the_list(desk: Desk, tmp_path: Path) -> None:
    for day in ("2016-09-20", "2016-09-21", "2016-09-28"):
        received = f"{day}T09:00:00+08:00"
        desk.record(tip_of(reporter=NAMED, received_at=received))
        desk.record(tip_of(OUT_OF_SCOPE, received_at=received))
    desk.acts.tell("1")
    desk.acts.pass_through("post", "组长")
    desk.follow_ups.appoint("2", "call_back", at("2016-10-06T15:00:00"))
    for today in ("2016-10-02", "2016-10-05", "2016-10-06", "2016-10-17", "2016-10-25"):
        with at_day(tmp_path / "desk", f"{today}T09:00:00") as later:
            found = [due.state for due in later.dues.all()]
            counts = later.dues.counts()
        assert [counts.overdue, counts.today, counts.before_end, counts.later] == [
            found.count(state) for state in ("overdue", "today", "before_end", "later")
        ]
        assert sum([counts.overdue, counts.today, counts.before_end, counts.later]) == 7


def test_call_backs_and_appointments_are_owed_on_their_day_by_no_rule() -> None:
    today = date(2016, 10, 1)
    appointed = {
        ("call_back", today): 2,
        ("interview", today): 3,
        ("interview", date(2016, 9, 30)): 1,
    }
    assert count_dues(appointed, (), today, None, STATUTORY) == DueCounts(1, 5, 0, 0, True)


def test_one_day_of_an_unknown_year_makes_all_that_is_owed_uncertain() -> None:
    owed = {(ACCEPTANCE, date(2031, 9, 1)): 1, (ACCEPTANCE, date(2016, 9, 1)): 1}
    for order in (owed, dict(reversed(owed.items()))):
        found = count_dues(order, (ANNOUNCE,), date(2016, 9, 1), None, STATUTORY)
        assert not found.calendar_known
    # It is so too where it lies between two years of which one is known.
    for received, is_known in (
        (date(2026, 12, 1), True),
        (date(2026, 12, 25), False),
        (date(2003, 12, 25), False),
        (date(2004, 1, 5), True),
    ):
        found = count_dues({(ACCEPTANCE, received): 1}, (ANNOUNCE,), received, None, STATUTORY)
        assert found.calendar_known is is_known, received


# In the notice


def with_deadlines(*rows: str) -> Notice:
    return parse_notice(notice_text() + "".join(f"\n[[deadlines]]\n{row}\n" for row in rows))


def test_a_deadline_is_certain_where_the_holidays_of_each_day_that_was_counted_are_known() -> None:
    in_days, in_working_days = (DeadlineRule(ACCEPTANCE, 15, works) for works in (False, True))
    known, unknown = date(2016, 10, 1), date(2031, 10, 1)
    for received, due, is_known in (
        (known, known, True),
        (known, unknown, False),
        (unknown, unknown, False),
        (date(2003, 12, 25), date(2004, 1, 15), False),
    ):
        assert is_certain(in_working_days, received, due, STATUTORY) is is_known
        assert is_certain(in_days, received, due, STATUTORY)
    none = {(ACCEPTANCE, unknown): 0, ("call_back", known): 0}
    assert count_dues(none, (in_working_days,), known, None, STATUTORY) == DueCounts(
        overdue=0, today=0, before_end=0, later=0, calendar_known=True
    )


def test_a_notice_that_says_nothing_has_the_deadlines_of_the_regulations() -> None:
    rules = "《纪检监察机关处理检举控告工作规则》"
    assert parse_notice(example_text()).deadlines == DEFAULT_RULES
    assert (
        DeadlineRule("acceptance", 15, True, f"{rules}实名检举控告的处理"),
        DeadlineRule("referral", 15, False, "《信访工作条例》信访事项的提出和受理"),
        DeadlineRule("reporting", 5, True, f"{rules}第十五条"),
    ) == DEFAULT_RULES
    assert DUTIES == {
        "acceptance": "告知实名反映人受理情况",
        "referral": "转办不属受理范围的事项",
        "reporting": "报送径送件",
    }


def test_a_notice_may_set_its_own_deadlines() -> None:
    notice = with_deadlines(
        'duty = "referral"\nwithin = 5\ndays = "working days"\nsource = "本组规定"'
    )
    assert notice.deadlines == (DeadlineRule(REFERRAL, 5, True, "本组规定"),)


def test_a_deadline_is_within_a_year() -> None:
    for within, is_fine in ((1, True), (366, True), (367, False)):
        row = f'duty = "referral"\nwithin = {within}\ndays = "days"'
        if is_fine:
            assert with_deadlines(row).deadlines[0].within == within
        else:
            with pytest.raises(NoticeRefused):
                with_deadlines(row)


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ('duty = "rest"\nwithin = 5\ndays = "days"', "deadlines[0].duty"),
        ('duty = "referral"\nwithin = 0\ndays = "days"', "deadlines[0].within"),
        ('duty = "referral"\nwithin = true\ndays = "days"', "deadlines[0].within"),
        ('duty = "referral"\nwithin = 5\ndays = "weeks"', "deadlines[0].days"),
    ],
)
def test_a_deadline_that_cannot_be_meant_is_a_fault_of_the_notice(row: str, key: str) -> None:
    with pytest.raises(NoticeRefused) as refusal:
        with_deadlines(row)
    assert [fault.field for fault in refusal.value.faults] == [key]


def test_a_notice_gives_each_deadline_once() -> None:
    row = 'duty = "referral"\nwithin = 5\ndays = "days"'
    with pytest.raises(NoticeRefused):
        with_deadlines(row, row)


def test_what_is_owed_first_stands_first_whichever_tip_it_is_of(desk: Desk) -> None:
    for received_at in ("2016-10-01T09:00:00", "2016-09-21T09:00:00"):
        desk.record(tip_of(reporter=NAMED, received_at=received_at))
    assert [due.number for due in desk.dues.all()] == ["2016-0002", "2016-0001"]
