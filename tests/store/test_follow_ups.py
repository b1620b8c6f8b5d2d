"""What follows on a tip: notes with a date, who deals with it, call-backs and appointments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from store.clock import Clock
from store.desk.desk import Desk
from store.duty.books import ROSTER, Member
from store.errors import NotAllowed, Sealed, StepRefused
from store.instant import as_text
from store.journal.line import scan
from store.notice.notice import INSPECTORS
from store.notice.reminders import current
from store.tips.find import Filter, Order
from store.tips.follow_up import MOST_NOTES, NOTE_KINDS, NOTE_LIMIT
from store.tips.referral import without_reporter
from store.tips.revision import StaleRevision
from store.tips.tip import Tip
from tests.builders import DURING, at, full_tip, notice_text
from tests.store.desks import OFFICER, journal_in, new_desk, open_desk, opened, tip_of
from tests.store.sealed import DUTY, KEY, LEAD, sealed_desk, where


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = new_desk(tmp_path / "desk")
    made.record(tip_of(reporter=None))
    return made


def test_a_note_has_its_kind_its_day_and_who_wrote_it_down(desk: Desk) -> None:
    for kind in NOTE_KINDS:
        desk.follow_ups.note("1", f"{kind} 如上", kind, on=date(2016, 9, 30))
    notes = desk.tip("1").notes
    assert [note.kind for note in notes] == [*NOTE_KINDS]
    assert {(note.on, note.by) for note in notes} == {(date(2016, 9, 30), OFFICER)}
    assert [change.what for change in desk.history("1")] == ["record", *["note"] * 4]
    assert open_desk(desk.place).tip("1").notes == notes


def test_a_note_is_of_today_unless_another_day_is_given_and_is_found_by_what_it_says(
    desk: Desk,
) -> None:
    assert desk.follow_ups.note("1", "补充：银行卡号").notes[0].on == desk.now().date()
    assert [tip.number for tip in desk.finding.search("银行卡号")] == ["2016-0001"]
    desk.acts.undo()
    assert desk.tip("1").notes == () and not desk.finding.search("银行卡号")


@pytest.mark.parametrize(
    ("text", "kind", "on"),
    [
        (" ", "remark", None),
        ("如上", "rumour", None),
        ("长" * (NOTE_LIMIT + 1), "remark", None),
        ("\x1b[2J", "remark", None),
        ("如上", "remark", date(2016, 10, 2)),
    ],
    ids=["blank", "of no kind", "too long", "unreadable", "of tomorrow"],
)
def test_a_note_that_is_none_is_refused(desk: Desk, text: str, kind: str, on: date | None) -> None:
    with pytest.raises(StepRefused):
        desk.follow_ups.note("1", text, kind, on=on)
    assert desk.tip("1").notes == ()


def test_who_wrote_a_note_says_it_otherwise_or_withdraws_it_and_the_history_keeps_both(
    desk: Desk,
) -> None:
    for text in ("第一条", "第二条"):
        desk.follow_ups.note("1", text, on=date(2016, 9, 30))
    changed = desk.follow_ups.correct_note("1", 1, "改过", "instruction").notes
    assert [(one.kind, one.text) for one in changed] == [
        ("instruction", "改过"),
        ("remark", "第二条"),
    ]
    assert changed[0].on == date(2016, 9, 30), "what is not given stays"
    kept = desk.follow_ups.correct_note("1", 1, "", on=date(2016, 9, 29)).notes[0]
    assert (kept.kind, kept.on, kept.text) == ("instruction", date(2016, 9, 29), "改过")
    assert [one.text for one in desk.follow_ups.withdraw_note("1", 1).notes] == ["第二条"]
    whats = [change.what for change in desk.history("1")]
    assert whats == ["record", "note", "note", "correct_note", "correct_note", "withdraw_note"]
    for place in (0, 2):
        with pytest.raises(StepRefused, match="没有第"):
            desk.follow_ups.withdraw_note("1", place)
    with pytest.raises(StepRefused, match="不能晚于今天"):
        desk.follow_ups.correct_note("1", 1, "改", on=date(2016, 10, 2))
    with open_desk(desk.place, "王芳") as other:
        with pytest.raises(StepRefused, match=f"{OFFICER}记的"):
            other.follow_ups.withdraw_note("1", 1)
        with pytest.raises(StepRefused, match=f"{OFFICER}记的"):
            other.follow_ups.correct_note("1", 1, "改")
    desk.acts.undo()
    assert [one.text for one in desk.tip("1").notes] == ["改过", "第二条"]


def test_of_two_notes_that_are_alike_one_is_changed_or_withdrawn(desk: Desk) -> None:
    for text in ("甲", "同样", "同样"):
        desk.follow_ups.note("1", text)

    def texts(tip: Tip) -> list[str]:
        return [note.text for note in tip.notes]

    assert texts(desk.follow_ups.correct_note("1", 2, "改过")) == ["甲", "改过", "同样"]
    assert texts(desk.follow_ups.correct_note("1", 2, "同样")) == ["甲", "同样", "同样"]
    assert texts(desk.follow_ups.withdraw_note("1", 3)) == ["甲", "同样"]


def test_what_is_to_come_stands_by_when_it_is_by_the_notices_clocks(desk: Desk) -> None:
    for when in ("2016-10-04T09:00:00", "2016-10-03T09:00:00"):
        desk.follow_ups.appoint("1", "call_back", at(when))
    tip = desk.follow_ups.appoint("1", "interview", at("2016-10-03T02:00:00", "UTC"))
    rows = desk.ground.tip("1")["appointments"]
    assert [one["when"] for one in rows] == [
        *("2016-10-03T09:00:00+08:00", "2016-10-03T10:00:00+08:00", "2016-10-04T09:00:00+08:00")
    ]
    assert [one.kind for one in tip.appointments] == ["call_back", "interview", "call_back"]


def test_of_two_call_backs_that_are_alike_one_took_place(desk: Desk) -> None:
    for _n in range(3):
        desk.follow_ups.appoint("1", "call_back", at("2016-10-03T15:00:00"), "核对")
    with pytest.raises(StepRefused, match="请指明第几项"):
        desk.follow_ups.done("1")
    for place, is_open in (
        (2, [True, False, True]),
        (2, [True, False, False]),
        (None, 3 * [False]),
    ):
        tip = desk.follow_ups.done("1", place)
        assert [one.is_open for one in tip.appointments] == is_open
    with pytest.raises(StepRefused, match="没有待办"):
        desk.follow_ups.done("1", 1)


def test_a_note_said_otherwise_is_as_of_when_it_was_said_so_and_the_others_are_as_they_were(
    desk: Desk,
) -> None:
    first, second = [desk.follow_ups.note("1", text).notes for text in ("一", "二")][-1]
    later = DURING.add(hours=2)
    with opened(Desk.open(desk.place, clock=Clock.at(later), officer=OFFICER)) as again:
        changed, same = again.follow_ups.correct_note("1", 1, "改").notes
        assert (changed.by, same) == (OFFICER, second) and changed.at >= later > first.at
        assert again.tip("1").notes == (changed, second)


def test_a_tip_takes_so_many_notes_and_no_more(desk: Desk) -> None:
    for n in range(MOST_NOTES):
        desk.follow_ups.note("1", f"第{n}条")
    with pytest.raises(StepRefused, match="最多"):
        desk.follow_ups.note("1", "再一条")
    tip = desk.follow_ups.appoint("1", "call_back", at("2016-10-03T15:00:00"))
    assert (len(tip.notes), len(tip.appointments)) == (100, 1), "call-backs are counted apart"


def test_what_is_no_appointment_is_refused_with_every_fault(desk: Desk) -> None:
    when = at("2016-10-03T15:00:00")
    for kind, text, faults in (
        ("拜访", "", ["kind"]),
        ("", "长" * (NOTE_LIMIT + 1), ["kind", "text"]),
        ("interview", "反映\0某领导", ["text"]),
    ):
        with pytest.raises(StepRefused) as refused:
            desk.follow_ups.appoint("1", kind, when, text)
        assert [fault.field for fault in refused.value.faults] == faults
    assert desk.tip("1").appointments == ()


# What stands on a tip by what was done with it, and not by what was typed of it.
BY_THE_DESK = (
    "officer",
    "saved_at",
    "status",
    "disposition",
    "matter",
    "told",
    "reported",
    "handled_by",
    "notes",
    "appointments",
    "earlier",
)


def test_who_amends_a_tip_changes_nothing_that_the_desk_put_on_it(desk: Desk) -> None:
    desk.record(tip_of())
    desk.acts.link("2", "1")
    desk.follow_ups.assign({"2": None}, "王芳")
    desk.follow_ups.note("2", "一条")
    desk.follow_ups.appoint("2", "call_back", at("2016-10-03T15:00:00"))
    desk.acts.dispose("2", "handed_to_team")
    stored, other = desk.tip("2"), replace(full_tip(), saved_at=DURING.add(days=1))
    said = {name: getattr(other, name) for name in BY_THE_DESK}
    desk.ground.clock = Clock.at(DURING.add(hours=1))
    amended = desk.amend(replace(stored, summary="改了", **said))
    assert (amended.summary, amended.revision) == ("改了", stored.revision + 1)
    for name in BY_THE_DESK:
        assert getattr(amended, name) == getattr(stored, name), name
    assert amended == open_desk(desk.place).tip("2")


def test_who_records_a_tip_says_nothing_of_what_becomes_of_it(desk: Desk) -> None:
    typed, other = tip_of(reporter=None), replace(full_tip(), saved_at=DURING.add(days=1))
    names = ("officer", "saved_at", "status", "disposition", "matter", "told", "revision", "marks")
    said = {name: getattr(other, name) for name in names}
    recorded = desk.record(replace(typed, number="2016-0077", **said | {"status": "referred"}))
    assert recorded == replace(desk.tip("1"), number="2016-0002")


def test_nothing_is_noted_on_what_was_passed_through(desk: Desk) -> None:
    number = desk.acts.pass_through("post", "组长").number
    with pytest.raises(StepRefused, match="径送件"):
        desk.follow_ups.note(number, "反映某领导")
    with pytest.raises(StepRefused, match="径送件"):
        desk.follow_ups.appoint(number, "call_back", at("2016-10-03T15:00:00"))


def test_who_saw_an_older_revision_changes_nothing_and_who_saw_the_last_makes_the_next(
    desk: Desk,
) -> None:
    follow, on = desk.follow_ups, at("2016-10-03T15:00:00")
    passed_through = desk.acts.pass_through("post", "组长").number
    follow.appoint("1", "call_back", on)
    follow.note("1", "甲")
    acts: tuple[tuple[str, Callable[[int], object]], ...] = (
        ("1", lambda seen: follow.note("1", "乙", revision=seen)),
        ("1", lambda seen: follow.correct_note("1", 1, "丙", revision=seen)),
        ("1", lambda seen: follow.withdraw_note("1", 1, revision=seen)),
        ("1", lambda seen: follow.assign({"1": seen}, "王芳")),
        ("1", lambda seen: follow.appoint("1", "interview", on, revision=seen)),
        ("1", lambda seen: follow.done("1", 1, revision=seen)),
        (passed_through, lambda seen: follow.report_up(passed_through, revision=seen)),
    )
    for n, (number, act) in enumerate(acts):
        before = desk.tip(number)
        with pytest.raises(StaleRevision):
            act(before.revision - 1)
        assert desk.tip(number) == before, n
        act(before.revision)
        assert desk.tip(number).revision == before.revision + 1, n


def test_an_amendment_leaves_what_followed_as_it_is(desk: Desk) -> None:
    desk.follow_ups.note("1", "批示", "instruction")
    desk.follow_ups.assign({"1": None}, "王芳")
    kept = desk.follow_ups.appoint("1", "interview", at("2016-10-03T15:00:00"))
    # A form knows nothing of it.
    as_entered = replace(kept, notes=(), handled_by="", appointments=())
    after = desk.amend(replace(as_entered, summary="改过"))
    assert (after.notes, after.handled_by, after.appointments) == (
        kept.notes,
        "王芳",
        kept.appointments,
    )


def test_several_are_given_to_one_with_one_line_and_that_is_undone_together(desk: Desk) -> None:
    for _ in range(3):
        desk.record(tip_of())
    lines = len(list(scan(journal_in(desk.place))))
    for nobody in ("字" * 41, "王\x1b[2J芳"):
        with pytest.raises(StepRefused, match="承办人"):
            desk.follow_ups.assign({"1": 1}, nobody)
    named = ("赵某某", " 赵 某某", "王芳、赵某某", "王芳 赵某某", "赵某某同志", "赵某某 副科长")
    for about in named:
        with pytest.raises(StepRefused, match=r"^不能送交“[^”]*赵 ?某某[^”]*”"):
            desk.follow_ups.assign({"1": 1, "2": 1}, about)
    for body in ("示范区管委会", "示范区管理委员会办公室"):
        with pytest.raises(StepRefused, match=f"^不能送交“{body}”"):
            desk.follow_ups.assign({"1": 1}, body)
    desk.follow_ups.assign({"1": 1, "2": 1, "4": 1}, "王芳")
    assert len(list(scan(journal_in(desk.place)))) == lines + 1
    mine = desk.finding.filtered(Filter(handlers=("王芳",)), Order("handler", descending=False))
    assert [tip.number[-1] for tip in mine] == ["1", "2", "4"]
    assert [t.number[-1] for t in desk.finding.filtered(Filter(handlers=("",)))] == ["3"]
    assert desk.finding.names_beginning("handler", "王") == ["王芳"]
    desk.acts.undo()
    assert not desk.finding.filtered(Filter(handlers=("王芳",)))
    # Another, whose name begins as that of whom it is about.
    assert desk.follow_ups.assign({"2": None}, "赵某某华")[0].handled_by == "赵某某华"


def test_a_call_back_is_due_on_its_day_and_hour_until_it_is_done(desk: Desk) -> None:
    desk.follow_ups.appoint("1", "interview", at("2016-10-05T09:00:00"), "带证据")
    desk.follow_ups.appoint("1", "call_back", at("2016-10-01T18:00:00"))
    first, second = desk.dues.all()
    assert (first.duty, first.at, first.state) == (
        "call_back",
        "2016-10-01T18:00:00+08:00",
        "today",
    )
    assert (second.duty, second.due_on) == ("interview", date(2016, 10, 5))
    assert [one.kind for one in desk.shifts.handover().sheet.appointments] == [
        "call_back",
        "interview",
    ]
    with pytest.raises(StepRefused, match="有 2 项"):
        desk.follow_ups.done("1")
    for nowhere in (3, -1):
        with pytest.raises(StepRefused, match="应为 1 至 2"):
            desk.follow_ups.done("1", nowhere)
    done = desk.follow_ups.done("1", 1)
    assert [one.done_by for one in done.appointments] == [OFFICER, ""]
    assert [one.done_at for one in done.appointments] == [DURING, None]
    with pytest.raises(StepRefused, match="应为 1 至 1。"):
        desk.follow_ups.done("1", 2)
    desk.follow_ups.done("1")
    assert desk.dues.all() == [] == desk.dues.appointments()
    with pytest.raises(StepRefused, match="没有待办"):
        desk.follow_ups.done("1")
    assert [one["done_by"] for one in desk.tip("1").as_json()["appointments"]] == [OFFICER, OFFICER]


@pytest.mark.parametrize(
    "when",
    [date(2016, 10, 5), at("2016-09-30T09:00:00")],
    ids=["without an hour", "in the past"],
)
def test_a_call_back_has_an_hour_that_is_to_come(desk: Desk, when: date) -> None:
    with pytest.raises(StepRefused, match="时间"):
        desk.follow_ups.appoint("1", "call_back", when)


def test_nobody_is_called_back_about_what_was_entered_by_mistake(desk: Desk) -> None:
    desk.follow_ups.appoint("1", "call_back", at("2016-10-01T18:00:00"))
    desk.acts.dispose("1", "withdrawn", why="误录")
    assert desk.dues.all() == [] == desk.dues.appointments()


def test_a_call_back_may_be_in_the_hour_to_which_clocks_are_set_back(tmp_path: Path) -> None:
    text = notice_text(timezone='timezone = "Europe/Berlin"')
    now = at("2016-10-30T02:50:00+02:00").in_timezone("Europe/Berlin")
    with Desk.create(tmp_path / "desk", text, clock=Clock.at(now), officer=OFFICER) as desk:
        desk.record(tip_of(reporter=None))
        when = at("2016-10-30T02:10:00+01:00").in_timezone(desk.notice.zone)
        (made,) = desk.follow_ups.appoint("1", "call_back", when).appointments
        assert as_text(made.when) == "2016-10-30T02:10:00+01:00"


def test_a_call_back_is_on_its_day_at_the_desk_by_whichever_clock_it_was_made(desk: Desk) -> None:
    when = at("2016-10-02T23:30:00+00:00")
    (made,) = desk.follow_ups.appoint("1", "call_back", when).appointments
    assert as_text(made.when) == "2016-10-03T07:30:00+08:00"
    (due,) = [due for due in desk.dues.all() if due.duty == "call_back"]
    assert due.due_on == date(2016, 10, 3)


def test_what_was_appointed_comes_in_the_order_in_which_it_takes_place(desk: Desk) -> None:
    other = desk.record(tip_of()).number
    hours = {"1": ("18:00", "20:00"), other: ("17:30", "19:00")}
    for number, some in hours.items():
        for hour in some:
            desk.follow_ups.appoint(number, "call_back", at(f"2016-10-01T{hour}:00"))
    found = [as_text(when)[11:16] for when in desk.dues.appointments()]
    assert found == ["17:30", "18:00", "19:00", "20:00"]


def test_one_is_reminded_of_a_call_back_a_quarter_of_an_hour_before(desk: Desk) -> None:
    desk.follow_ups.appoint("1", "call_back", at("2016-10-01T18:00:00"))
    found, dues = desk.dues.appointments(), desk.dues.counts()
    for instant, kinds in (("17:44:59", []), ("17:45:00", ["appointment"]), ("18:00:00", [])):
        given = current(desk.notice, at(f"2016-10-01T{instant}"), dues, found)
        assert [one.kind for one in given if one.kind == "appointment"] == kinds


def test_a_sheet_that_was_handed_over_keeps_what_was_to_come(desk: Desk) -> None:
    desk.follow_ups.appoint("1", "call_back", at("2016-10-01T18:00:00"))
    desk.shifts.take_over()
    desk.shifts.hand_over()
    desk.follow_ups.done("1")
    kept = open_desk(desk.place).shifts.handover(1).sheet
    assert [one.number for one in kept.appointments] == ["2016-0001"]


def test_an_older_program_reads_what_nothing_followed_on_and_no_more(desk: Desk) -> None:
    """Which would leave notes out of a tip that is changed there: it refuses the whole journal."""
    formats = []
    for act in (
        lambda: desk.record(tip_of()),
        lambda: desk.follow_ups.note("1", "批示"),
    ):
        act()
        (*_earlier, last) = scan(journal_in(desk.place))
        assert last.entry
        formats.append(last.entry.get("format", 1))
    assert formats == [1, 2]


def test_papers_without_the_reporter_mask_the_name_in_notes(desk: Desk) -> None:
    number = desk.record(tip_of(reporter={"name": "孙某某", "contact": "13800000000"})).number
    desk.follow_ups.note(number, "孙某某补充：13800000000 可联系", "supplement")
    tip = desk.follow_ups.appoint(number, "call_back", at("2016-10-03T15:00:00"), "打给孙某某")
    said = str(without_reporter(tip).as_json())
    assert "孙某某" not in said and "13800000000" not in said and "补充：" in said


# On a sealed desk


def test_notes_are_sealed_as_the_content_is_and_the_key_reads_them(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    desk.record(tip_of())
    desk.follow_ups.note("1", "密批示语", "instruction")
    desk.follow_ups.appoint("1", "call_back", at("2016-10-03T15:00:00"), "密约事由")
    assert where(tmp_path, ("密批示语", "密约事由")) == []
    shown = desk.tip("1")
    assert shown.notes == () and [one.text for one in shown.appointments] == [""]
    assert desk.access.open_tip("1").notes[0].text == "密批示语"
    desk.close()
    other = open_desk(tmp_path / "desk", LEAD)
    with pytest.raises(Sealed):
        other.follow_ups.note("1", "再批")
    other.access.unlock(KEY)
    opened = other.access.open_tip("1")
    assert (opened.notes[0].text, opened.appointments[0].text) == ("密批示语", "密约事由")
    other.follow_ups.note("1", "再批", "instruction")
    assert [note.text for note in other.access.open_tip("1").notes] == ["密批示语", "再批"]


def test_without_a_key_it_is_said_who_deals_with_it_and_that_a_call_back_took_place(
    tmp_path: Path,
) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    desk.record(tip_of())
    desk.follow_ups.appoint("1", "call_back", at("2016-10-03T15:00:00"), "密约事由")
    desk.close()
    other = open_desk(tmp_path / "desk", LEAD)
    other.follow_ups.assign({"1": None}, DUTY)
    assert other.follow_ups.done("1").appointments[0].done_by == LEAD
    with pytest.raises(StepRefused, match="名册"):
        other.follow_ups.assign({"1": None}, "密名")
    other.access.set_role("王芳", "")
    with pytest.raises(StepRefused, match=r"名册上的人：组长、李明、统计。$"):
        other.follow_ups.assign({"1": None}, "王芳")
    # As a version wrote it there that did not look at names.
    other.ground.keep(ROSTER, {5: Member("赵 六", "officer")}, "role")
    assert other.follow_ups.assign({"1": None}, "赵六")[0].handled_by == "赵六"
    assert other.follow_ups.assign({"1": None}, " 赵 六")[0].handled_by == "赵六"
    assert other.follow_ups.assign({"1": None}, "")[0].handled_by == ""
    other.follow_ups.assign({"1": None}, DUTY)
    other.access.unlock(KEY)
    opened = other.access.open_tip("1")
    assert (opened.handled_by, opened.appointments[0].text) == (DUTY, "密约事由")


def test_who_may_not_read_a_tip_adds_nothing_and_sees_no_note(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk", LEAD)
    desk.access.set_role(DUTY, "officer")
    about_us = [{"person": "某组员", "group": INSPECTORS}]
    desk.record(tip_of())
    desk.record(tip_of(subjects=about_us))
    for number in ("1", "2"):
        desk.follow_ups.note(number, "密批示语", "instruction")
        desk.follow_ups.appoint(number, "interview", at("2016-10-03T15:00:00"), "密约事由")
    desk.follow_ups.assign({"2": None}, LEAD)
    desk.close()
    officer = open_desk(tmp_path / "desk", DUTY)
    seen = [officer.tip("1"), officer.tip("2"), *officer.tips()]
    assert "密" not in str([tip.as_json() for tip in seen]) + str(officer.history("1"))
    assert officer.tip("2").handled_by == "" and officer.tip("2").appointments == ()
    assert {due.number for due in officer.dues.all()} == {"2016-0001"}
    assert not officer.finding.search("密批示语")
    assert not officer.finding.filtered(Filter(handlers=(LEAD,)))
    with pytest.raises(NotAllowed):
        officer.follow_ups.note("1", "再批")
    with pytest.raises(NotAllowed):
        officer.follow_ups.assign({"1": None}, DUTY)
    with pytest.raises(NotAllowed):
        officer.follow_ups.done("2")
