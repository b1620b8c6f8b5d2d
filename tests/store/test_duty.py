"""The desk's own books: shifts, the duty log, paper forms."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import pytest

from store.desk.desk import Desk
from store.document import TABLE
from store.duty.books import (
    RECORDS,
    SHIFTS,
    Access,
    CorrectedNotice,
    Form,
    Limits,
    LogEntry,
    Member,
    Paper,
    Record,
    Seal,
    Sent,
    Shift,
    UnitsAndPosts,
    as_document,
    has_its_types,
    is_form_number,
    is_of_its_type,
    is_record,
    record_of,
)
from store.duty.handover import Sheet, ToCome, draw_up
from store.errors import StepRefused
from store.tips.tip import HOUR_UNKNOWN
from tests.builders import CALL, REFERRAL, at
from tests.store.desks import NOTICE, clock, let_first, new_desk, open_desk, tip_of
from tests.store.memory_place import MemoryPlace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_desk(tmp_path / "desk").close()
    return tmp_path / "desk"


def test_what_came_in_between_two_shifts_is_in_the_sheet_of_the_next(folder: Path) -> None:
    with open_desk(folder, "甲") as desk:
        desk.shifts.take_over()
        desk.record(tip_of())
        # Not as many as there are tips: each book is handed over up to its own last line.
        desk.duty_log.write("固定电话不通")
        desk.duty_log.write("领出登记表十张")
        desk.shifts.hand_over("固定电话请催修")
        desk.record(tip_of())
        desk.duty_log.write("来访人改日再来")
    with open_desk(folder, "乙") as desk:
        desk.shifts.take_over()
        desk.record(tip_of())
        desk.drafts.keep("登记", {})
        sheet = desk.shifts.handover()
        assert [entry.text for entry in sheet.sheet.log] == ["来访人改日再来"]
        assert sheet.sheet.drafts == tuple(draft.kept_at for draft in desk.drafts.all()) != ()
        assert sheet.sheet.received == 2
        assert (sheet.sheet.first, sheet.sheet.last) == ("2016-0002", "2016-0003")
        assert sheet.before and sheet.before.notes == "固定电话请催修"
        assert (sheet.before.handed_by, sheet.before.received_by) == ("甲", "乙")
        assert [shift.officers for shift in desk.shifts.all()] == [("甲",), ("乙",)]
        assert sheet.shift and sheet.shift.taken_at == sheet.before.received_at
        for at in (sheet.shift.taken_at, desk.duty_log.write("固定电话已修好").at):
            assert re.fullmatch(r"2016-10-01T\d\d:\d\d:\d\d\+08:00", at)
        told = sheet.as_json()
        assert told["shift"]["officers"] == ("乙",) and told["before"]["handed_by"] == "甲"
        assert "sheet" not in told["before"] and told["sheet"]["received"] == 2
        assert desk.shifts.handover(back=1).as_json()["before"] is None
        for back in (-1, 2):
            with pytest.raises(StepRefused, match="没有更早的班次"):
                desk.shifts.handover(back)


def test_a_sheet_handed_over_stays_as_it_was(folder: Path) -> None:
    with open_desk(folder) as desk:
        desk.shifts.take_over()
        tip = desk.record(tip_of())
        assert desk.duty_log.write(" 来访人醉酒，劝离\n").text == "来访人醉酒，劝离"
        anchor = desk.keeping.anchor()
        shift = desk.shifts.hand_over(" 请催修\n")
        assert shift == desk.shifts.all()[-1] and shift.notes == "请催修"
        desk.acts.dispose(tip.number, "handed_to_team")
    with open_desk(folder) as desk:
        sheet = desk.shifts.handover(back=1).sheet
        assert sheet.anchor == anchor and desk.keeping.verify(anchor).is_sound
        assert [open_tip.number for open_tip in sheet.open] == [tip.number]
        assert [entry.text for entry in sheet.log] == ["来访人醉酒，劝离"]
        assert desk.shifts.handover().sheet.open == ()


def test_what_is_open_is_handed_over_with_the_urgent_first_then_the_half_done(
    folder: Path,
) -> None:
    with open_desk(folder) as desk:
        desk.shifts.take_over()
        withdrawn = desk.record(tip_of())
        desk.record(tip_of())
        desk.record(tip_of(subjects=[], disciplines=[], to_complete=True))
        desk.acts.dispose(desk.record(tip_of()).number, "urgent")
        desk.acts.dispose(desk.record(tip_of()).number, "handed_to_team")
        desk.acts.dispose(withdrawn.number, "withdrawn", why="误录")
        sheet = desk.shifts.handover().sheet
        assert [(tip.number, tip.status, tip.to_complete, tip.what) for tip in sheet.open] == [
            ("2016-0004", "urgent", False, "示范区管委会 赵某某"),
            ("2016-0003", "registered", True, ""),
            ("2016-0002", "registered", False, "示范区管委会 赵某某"),
        ]
        assert (sheet.open_count, sheet.to_complete, sheet.received) == (3, 1, 4)
        assert (sheet.first, sheet.last) == ("2016-0002", "2016-0005")


def document(n: int, **changes: Any) -> dict[str, Any]:
    return tip_of().as_json() | {"number": f"2016-{n:04}"} | changes


def sheet_of(*tips: dict[str, Any]) -> Sheet:
    return draw_up(tips, tips, (), (), NOTICE)


def test_a_sheet_lists_no_more_than_it_has_room_for_and_says_how_many_are_open() -> None:
    sheet = sheet_of(*(document(n) for n in range(1, 202)))
    assert (len(sheet.open), sheet.open_count, sheet.to_complete) == (200, 201, 0)
    others = draw_up([], [document(1, to_complete=True), document(2)], (), (), NOTICE)
    assert (others.received, others.open_count, others.to_complete) == (0, 2, 1)
    half_done = sheet_of(*(document(n, to_complete=True) for n in range(1, 202)))
    assert (len(half_done.open), half_done.to_complete) == (200, 201)


def test_an_open_tip_is_told_by_whom_it_concerns_first_and_by_its_day_where_no_more_is_known() -> (
    None
):
    first = {"unit": "甲局", "person": "", "post": "局长", "group": "leadership"}
    second = first | {"unit": "乙局", "person": "赵某"}
    day = {"received_at": "2016-10-01T00:00:00+08:00", "marks": [HOUR_UNKNOWN]}
    found = sheet_of(
        document(1, subjects=[first, second]),
        document(2, subjects=[second, first], **day),
        document(3, subjects=[]),
    )
    assert [tip.what for tip in found.open] == ["甲局 局长", "乙局 赵某", ""]
    assert found.open[1].received_at == "2016-10-01"


def test_a_sheet_is_kept_as_older_programs_read_it_unless_there_is_what_they_do_not_know() -> None:
    with new_desk(MemoryPlace("sheets")) as desk:
        for kept in (False, True):
            desk.shifts.take_over()
            if kept:
                desk.record(tip_of())
                desk.follow_ups.appoint("1", "call_back", at("2016-10-02T09:00:00"))
            desk.shifts.hand_over()
            shift = [*desk.ground.table(SHIFTS).values()][-1]
            sheet = shift["sheet"]
            assert shift["team"] == desk.notice.team
            assert ("appointments" in sheet) is kept and "team" not in sheet
            assert desk.shifts.handover(back=1).sheet.as_kept() == sheet


def test_what_is_no_sheet_in_any_of_its_parts_is_none() -> None:
    log = [LogEntry("2016-10-01T09:00:00+08:00", "甲", "来访一人")]
    made = draw_up([document(1)], [document(1)], (), log, NOTICE)
    come = ToCome("2016-0001", "call_back", "2016-10-02T09:00:00+08:00")
    sheet = replace(made, drafts=("2016",), recipients=("甲",), appointments=(come,))
    said = sheet.as_json()
    assert Sheet.from_json(said) == sheet
    # An earlier version knew less.
    older = {name: said[name] for name in said if name not in ("recipients", "appointments")}
    assert Sheet.from_json(older) == replace(sheet, recipients=(), appointments=())
    for name, value in said.items():
        assert Sheet.from_json(said | {name: None}) is None, name
        if isinstance(value, dict):
            assert Sheet.from_json(said | {name: value | {"廉洁纪律": "1"}}) is None, name
        for wrong in (5, None, True):
            if name in ("drafts", "recipients"):
                assert Sheet.from_json(said | {name: [wrong]}) is None, name
        for row in value if name in ("open", "log", "appointments") else ():
            for key, was in row.items():
                wrong = True if type(was) is str else 5
                assert Sheet.from_json(said | {name: [row | {key: wrong}]}) is None, (name, key)


def test_whoever_may_not_read_whom_a_tip_concerns_sees_that_it_is_hidden_and_no_more() -> None:
    sheet = sheet_of(document(1), document(2, sealed={"age": "", "prints": []}))
    inspectors = [{"unit": "巡视组", "person": "某", "post": "", "group": "inspectors"}]
    (for_a_lead,) = sheet_of(document(1, subjects=inspectors)).open
    assert (for_a_lead.what, for_a_lead.is_hidden) == ("", True)
    nobody = sheet_of(document(3, subjects=[], to_complete=True))
    shown = replace(sheet, open=(*sheet.open, *nobody.open))
    assert [(one.what, one.is_hidden) for one in shown.open] == [
        ("示范区管委会 赵某某", False),
        ("", True),
        ("", False),
    ]
    masked = shown.masked(lambda _number: False)
    assert [(one.what, one.is_hidden) for one in masked.open] == [
        ("", True),
        ("", True),
        ("", False),
    ]
    assert replace(masked, open=shown.open) == shown


def test_a_sheet_counts_what_came_by_no_line_of_the_notice_too() -> None:
    found = sheet_of(document(1), document(2, channel="assigned")).by_channel
    assert (found["landline"], found["assigned"]) == (1, 1)


def test_who_has_a_post_alone_is_named_by_it() -> None:
    subject = {"unit": "某局", "person": "", "post": "局长", "group": "leadership"}
    (tip,) = sheet_of(document(1, subjects=[subject])).open
    assert tip.what == "某局 局长"


def test_what_is_to_come_stands_by_when_it_is_to_be_whichever_tip_it_is_of() -> None:
    def call(when: str) -> list[dict[str, Any]]:
        return [{"kind": "call_back", "when": f"2016-10-{when}T09:00:00+08:00", "done_at": None}]

    sheet = sheet_of(document(1, appointments=call("05")), document(2, appointments=call("03")))
    assert [one.number[-1] for one in sheet.appointments] == ["2", "1"]
    # Of a shift before, too.
    handed = draw_up([], [document(1, appointments=call("05"))], (), (), NOTICE)
    assert [one.number for one in handed.appointments] == ["2016-0001"]
    # A program of version 0.2 knows no such key, and is to read what it can.
    assert "appointments" in sheet.as_kept()
    assert "appointments" not in sheet_of(document(1)).as_kept()


def test_two_officers_may_share_a_shift_and_neither_takes_it_twice(folder: Path) -> None:
    with open_desk(folder, "甲") as first, open_desk(folder, "乙") as second:
        first.shifts.take_over()
        assert second.shifts.take_over().officers == ("甲", "乙")
        for again in (first, second):
            with pytest.raises(StepRefused, match="已经接班"):
                again.shifts.take_over()
        assert second.shifts.hand_over().handed_by == "乙"
        with pytest.raises(StepRefused, match="请先接班"):
            first.shifts.hand_over()
        first.shifts.take_over()
        with pytest.raises(StepRefused, match="请先接班"):
            second.shifts.hand_over()
        first.shifts.hand_over()
        let_first(first, second.shifts.take_over)
        assert first.shifts.take_over().officers == ("乙", "甲"), "of those at once, too"


@pytest.mark.parametrize(
    ("book", "act"),
    [
        ("log", lambda desk: desk.duty_log.write("停电")),
        ("forms", lambda desk: desk.forms.give_out(1)),
        ("papers", lambda desk: desk.papers.transfer(desk.tips(), "第二组")),
        ("access", lambda desk: desk.access.note("verify")),
        ("roster", lambda desk: desk.access.set_role(f"{desk.officer}的徒弟", "officer")),
        ("papers", lambda desk: desk.papers.letter("2")),
        ("notices", lambda desk: desk.notices.correct(desk.notices.text() + "\n")),
        (TABLE, lambda desk: desk.record(tip_of())),
        (TABLE, lambda desk: desk.acts.pass_through("visit", "组长")),
        ("sent", lambda desk: desk.record(tip_of(), reference=desk.officer)),
    ],
)
def test_of_what_two_write_in_one_book_at_once_both_stand_there(
    book: str, act: Callable[[Desk], object]
) -> None:
    def held() -> int:
        return len({one.get("serial", n) for n, one in desk.ground.table(book).items()})

    desk = new_desk(place := MemoryPlace("books"))
    for base in (CALL, REFERRAL):
        desk.record(tip_of(base))
    desk.acts.dispose("2", "referred")
    desk.access.set_role("乙", "lead")
    other, before = open_desk(place, "乙"), held()
    let_first(desk, lambda: act(other))
    act(desk)
    assert held() == before + 2


@pytest.mark.parametrize(
    ("theirs", "mine", "why"),
    [
        (lambda desk: desk.forms.settle(1, void="写坏"), {"tip": "1"}, "已核销：写坏"),
        (lambda desk: desk.forms.settle(2, tip="1"), {"tip": "1"}, "已对应 2 号登记表"),
        (lambda desk: desk.acts.dispose("1", "withdrawn", why="误录"), {"tip": "1"}, "误录撤销"),
    ],
)
def test_a_form_is_settled_by_what_another_did_while_one_waited(
    theirs: Callable[[Desk], object], mine: dict[str, str], why: str
) -> None:
    desk = new_desk(place := MemoryPlace("forms"))
    desk.record(tip_of())
    desk.forms.give_out(2)
    other = open_desk(place, "乙")
    let_first(desk, lambda: theirs(other))
    with pytest.raises(StepRefused, match=why):
        desk.forms.settle(1, **mine)


def test_a_form_is_out_again_once_the_tip_that_was_entered_from_it_is_withdrawn(
    folder: Path,
) -> None:
    with open_desk(folder) as desk:
        desk.record(tip_of())
        desk.forms.give_out(2)
        settled = desk.forms.settle(1, tip="1")
        desk.forms.settle(2, void="写坏")
        desk.acts.dispose("1", "withdrawn", why="误录")
        assert [form.is_out for form in desk.forms.all().values()] == [True, False]
        desk.acts.dispose("1", "registered", why="并非误录")
        assert desk.forms.all()[1] == settled
        desk.acts.undo()
        assert desk.forms.settle(1, tip=desk.record(tip_of()).number).tip == "2016-0002"


def test_no_form_has_a_number_twice_and_each_is_settled_once(folder: Path) -> None:
    with open_desk(folder) as desk:
        tip = desk.record(tip_of())
        assert list(desk.forms.give_out(2)) == [1, 2]
        for pages in (0, 501):
            with pytest.raises(StepRefused, match="1 至 500"):
                desk.forms.give_out(pages)
    with open_desk(folder) as desk:
        assert list(desk.forms.give_out(2)) == [3, 4]
        by_mistake = desk.record(tip_of())
        desk.acts.dispose(by_mistake.number, "withdrawn", why="误录")
        assert desk.forms.settle(2, tip="1").tip == tip.number
        desk.forms.settle(3, void=" 写坏 ")
        with open_desk(folder, "乙") as other:
            given = other.forms.give_out(1)[5]
            settled = other.forms.settle(5, void="污损")
            lent = desk.forms.give_out(1)
            assert other.forms.settle(*lent, void="污损").settled_by == "乙"
            assert desk.forms.all()[6].printed_by != "乙"
        assert (
            settled
            == desk.forms.all()[5]
            == Form(
                given.printed_at, "乙", void="污损", settled_at=settled.settled_at, settled_by="乙"
            )
        )
        for at in (given.printed_at, settled.settled_at):
            assert re.fullmatch(r"2016-10-01T\d\d:\d\d:\d\d\+08:00", at)
        for number, given, why in (
            (2, {"tip": "1"}, "已核销：2016-0001"),
            (3, {"tip": "1"}, "已核销：写坏"),
            (4, {"tip": "1"}, "2016-0001 已对应 2 号登记表"),
            (4, {"tip": "9"}, "没有编号"),
            (4, {"tip": by_mistake.number}, "误录撤销"),
            (4, {}, "作废的理由"),
            (7, {"void": "写坏"}, "没有发出过"),
            (4, {"tip": "3", "void": "写坏"}, "作废的理由"),
            (4, {"void": "字" * 2_001}, "理由"),
        ):
            with pytest.raises(StepRefused, match=why):
                desk.forms.settle(number, **given)
        assert [n for n, form in desk.forms.all().items() if form.is_out] == [1, 4]


@pytest.mark.parametrize("text", ["", "  \n", "字" * 2_001])
def test_a_line_of_the_log_says_something_and_not_too_much(folder: Path, text: str) -> None:
    with open_desk(folder) as desk, pytest.raises(StepRefused):
        desk.duty_log.write(text)


def test_a_line_of_the_log_may_be_as_long_as_is_said(folder: Path) -> None:
    with open_desk(folder) as desk:
        assert desk.duty_log.write("字" * 2_000).text == "字" * 2_000


def test_a_line_of_the_log_after_a_damaged_one_is_not_lost(folder: Path) -> None:
    with open_desk(folder) as desk:
        desk.duty_log.write("第一条")
        desk.duty_log.write("第二条")
        desk.duty_log.write("第三条")
    journal, checkpoint = folder / "journal.jsonl", folder / "tips.json"
    checkpoint.unlink()
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[-2] = lines[-2].replace("第二条".encode(), b"\xff" * 9)
    journal.write_bytes(b"".join(lines))
    with open_desk(folder) as desk:
        assert [entry.text for entry in desk.duty_log.all()] == ["第一条", "第三条"]


RECORDED: dict[str, tuple[Record, str]] = {
    # Of each book one with something in each place, and what there must be.
    "shifts": (
        Shift(("甲", "乙"), "1", "丙", "2", "事项", 3, 4, {"open": []}, "丁", "5", "某组"),
        "officers taken_at",
    ),
    "log": (LogEntry("1", "甲", "停电", "import"), "at by text"),
    "forms": (Form("1", "甲", "2016-0001", "写坏", "2", "乙"), "printed_at printed_by"),
    "roster": (Member("甲", "lead"), "officer role"),
    "access": (Access("1", "甲", "open", ("2016-0001",), "办案"), "at by what"),
    "seal": (Seal(("age1a", "age1b"), "age1c", "密"), "recipients desk secret"),
    "notices": (CorrectedNotice("1", "甲", "2", "3", "文"), "at by sha256 was text"),
    "directory": (UnitsAndPosts("1", "甲", "[]"), "at by text"),
    "papers": (
        Paper("letter", 1, "2", "甲", ("2016-0001",), {"due": None}),
        "kind serial at by numbers",
    ),
    "limits": (Limits("1", "甲", 2, 3), ""),
    "sent": (Sent("甲", "1", "2016-0001"), "by digest tip"),
}


@pytest.mark.parametrize("table", RECORDED)
def test_what_a_book_holds_is_read_as_it_was_written_and_is_known_by_its_types(table: str) -> None:
    record, required = RECORDED[table]
    document = json.loads(json.dumps(as_document(record)))
    assert RECORDS[table] is type(record) and len(RECORDS) == len(RECORDED)
    assert record_of(type(record), document | {"more": 1}) == record  # type: ignore[type-var]
    assert is_record(table, document) and is_record(table, document | {"mark": "m"})
    assert not is_record(table, document | {"more": 1}) and not is_record(table, {})
    assert has_its_types(table, document | {"more": 1, "mark": "m"})
    assert not has_its_types(table, document | {"mark": 1})
    for name, value in document.items():
        wrong = [1.5, True, ["甲", 1], 1 if type(value) is str else "1"]
        if isinstance(value, dict):
            # It may be nothing, or sealed in its place.
            wrong = [1.5, True, ["甲"]]
            assert is_of_its_type(table, name, None) and is_of_its_type(table, name, "密")
        else:
            wrong += [None, {}]
        wrong += [] if isinstance(value, str | dict) else ["密"]
        assert is_of_its_type(table, name, value) and is_of_its_type(table, "more", 1.5)
        for other in wrong:
            assert not is_of_its_type(table, name, other), (name, other)
            assert not has_its_types(table, document | {name: other}), (name, other)
        less = {key: document[key] for key in document if key != name}
        assert has_its_types(table, less) == (name not in required.split()), name
        # An earlier version did not keep it.
        assert is_record(table, less) == (name == "team"), name


def test_what_is_not_said_in_a_book_is_blank() -> None:
    shift, form = Shift(("甲",), "1"), Form("1", "甲")
    assert astuple(shift) == (("甲",), "1", "", "", "", 0, 0, None, "", "", "") and shift.is_on
    assert not replace(shift, handed_at="2").is_on
    assert astuple(form) == ("1", "甲", "", "", "", "") and form.is_out
    assert not (replace(form, tip="2016-0001").is_out or replace(form, void="写坏").is_out)
    assert LogEntry("1", "甲", "停电").kind == "note"
    assert astuple(Access("1", "甲", "open")) == ("1", "甲", "open", (), "")
    assert Paper("letter", 1, "2", "甲", ()).content is None
    assert astuple(Limits()) == ("", "", 50, 2048)
    assert [is_form_number(text) for text in ("7", "9" * 9, "9" * 10, "", "７", "-1")] == [
        *(True, True, False, False, False, False)
    ]


def test_a_record_of_a_newer_version_with_more_in_it_is_read() -> None:
    known = LogEntry("2016-10-01T09:00:00+08:00", "甲", "电话中断", "note")
    assert record_of(LogEntry, as_document(known) | {"added": 1}) == known


def test_undo_leaves_the_desks_own_books_alone(folder: Path) -> None:
    with open_desk(folder) as desk:
        tip = desk.record(tip_of())
        desk.duty_log.write("线路中断")
        assert [t.number for t in desk.acts.undo()] == [tip.number]
        assert len(desk.duty_log.all()) == 1


def test_the_desks_own_books_are_read_from_the_checkpoint_too(folder: Path) -> None:
    with open_desk(folder) as desk:
        desk.shifts.take_over()
        desk.duty_log.write("线路中断")
    with Desk.open(folder, clock=clock(), officer="乙") as desk:
        assert desk.keeping.verify().is_sound
        assert (len(desk.shifts.all()), len(desk.duty_log.all())) == (1, 1)
