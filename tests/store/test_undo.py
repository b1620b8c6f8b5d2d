"""The last own act is taken back by a further entry, within the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store.clock import Clock
from store.desk.desk import Desk
from store.document import TABLE
from store.errors import NotAllowed, NothingToUndo
from store.tips.history import changes_of, differences
from store.tips.revision import FieldChange
from store.tips.undo import ACTS, Act, Journal, _since, last_act
from tests.builders import REFERRAL, at
from tests.store.desks import OFFICER, journal_in, new_desk, open_desk, tip_of
from tests.store.memory_place import MemoryPlace


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    with new_desk(tmp_path / "desk") as desk:
        yield desk


def test_a_tip_just_recorded_becomes_one_withdrawn_as_entered_by_mistake(desk: Desk) -> None:
    number = desk.record(tip_of()).number
    (tip,) = desk.acts.undo()
    assert (tip.number, tip.status, tip.revision) == (number, "withdrawn", 2)
    assert tip.disposition and (tip.disposition.by, tip.disposition.why) == (OFFICER, "撤销登记")
    assert [change.what for change in desk.history(number)] == ["record", "undo"]
    assert desk.counts().total == 0


def test_an_amendment_and_a_disposition_are_taken_back_to_what_was_before(desk: Desk) -> None:
    first = desk.record(tip_of(REFERRAL))
    desk.amend(replace(first, summary="改错了"))
    (tip,) = desk.acts.undo()
    assert tip == replace(first, revision=3)
    desk.acts.dispose(tip.number, "referred", to="另一单位")
    (tip,) = desk.acts.undo()
    assert (tip.status, tip.disposition, tip.referred_to) == ("registered", None, "区环境保护局")
    assert [c.what for c in desk.history(tip.number)] == [
        "record", "amend", "undo", "dispose", "undo",
    ]  # fmt: skip


def test_each_act_is_called_so_and_is_taken_back_to_what_was_before() -> None:
    desk = new_desk(MemoryPlace("each act"))
    for _n in range(2):
        desk.record(tip_of())
    desk.acts.pass_through("post", "组长")
    later = at("2016-10-03T09:00:00")
    desk.follow_ups.note("1", "甲")
    desk.follow_ups.appoint("1", "call_back", later)
    desk.enclosures.add("1", "letter")
    acts: dict[str, Callable[[], object]] = {
        "登记": lambda: desk.record(tip_of()),
        "修改": lambda: desk.amend(replace(desk.tip("1"), summary="改过")),
        "处理": lambda: desk.acts.dispose("1", "handed_to_team"),
        "关联举报": lambda: desk.acts.link("2", "1"),
        "告知反映人": lambda: desk.acts.tell("1"),
        "径送": lambda: desk.acts.pass_through("post", "组长"),
        "报送径送件": lambda: desk.follow_ups.report_up("3"),
        "加记": lambda: desk.follow_ups.note("1", "乙"),
        "更改加记": lambda: desk.follow_ups.correct_note("1", 1, "丙"),
        "撤回加记": lambda: desk.follow_ups.withdraw_note("1", 1),
        "改承办人": lambda: desk.follow_ups.assign({"1": None, "2": None}, "甲"),
        "约定回电、约谈": lambda: desk.follow_ups.appoint("1", "interview", later),
        "回电、约谈已办": lambda: desk.follow_ups.done("1"),
        "登记附件": lambda: desk.enclosures.add("1", "photographs"),
        "更正附件": lambda: desk.enclosures.correct("1", 1, pages=3),
        "去掉附件": lambda: desk.enclosures.remove("1", 1),
    }
    for name, act in acts.items():
        before = dict(desk.ground.tips())
        act()
        done = desk.acts.act_to_undo()
        assert (ACTS[done.what], [*done.before.values()]) == (
            name,
            [before.get(doc_id) for doc_id in done.after],
        )
        desk.acts.undo()
        for doc_id, tip in desk.ground.tips().items():
            if was := before.get(doc_id):
                twice = 2 * (doc_id in done.after)
                assert tip == was | {"revision": was["revision"] + twice}, name
            else:
                assert tip["status"] == "withdrawn", name
    assert [*acts, "撤销上一步"] == [*ACTS.values()]


def test_what_a_lead_does_is_taken_back_by_a_lead_alone() -> None:
    desk = new_desk(MemoryPlace("a lead's act"))
    lead = open_desk(desk.place, "组长")
    for _n in range(2):
        desk.record(tip_of())
    desk.acts.pass_through("post", "组长")
    desk.access.set_role("组长", "lead")
    acts: dict[Callable[[], object], bool] = {
        lambda: desk.acts.dispose("1", "handed_to_team"): True,
        lambda: desk.acts.link("2", "1"): True,
        lambda: desk.acts.tell("1"): True,
        lambda: desk.follow_ups.report_up("3"): True,
        lambda: desk.follow_ups.assign({"1": None}, "甲"): True,
        lambda: desk.amend(replace(desk.tip("1"), summary="改过")): False,
        lambda: desk.follow_ups.note("1", "甲"): False,
        lambda: desk.record(tip_of()): False,
    }
    for act, is_leads in acts.items():
        act()
        lead.access.set_role(OFFICER, "officer")
        for undo in (desk.acts.act_to_undo, desk.acts.undo):
            with (
                pytest.raises(NotAllowed, match="处理举报由组长办理") if is_leads else nullcontext()
            ):
                undo()
        lead.access.set_role(OFFICER, "lead")
        if is_leads:
            desk.acts.undo()


def test_each_change_is_told_with_its_place_in_the_journal(desk: Desk) -> None:
    number = desk.record(tip_of()).number
    desk.record(tip_of())
    desk.acts.dispose(number, "handed_to_team")
    desk.acts.undo()
    journal, history = journal_in(desk.place), desk.history(number)
    lines = journal.splitlines(keepends=True)
    for change in history:
        assert f'"what":"{change.what}"'.encode() in lines[change.line - 1]
    # Each tells what is otherwise than just before, as the undo does of what it took back.
    disposed = ["status", "disposition"]
    assert [[one.field for one in c.fields] for c in history] == [[], disposed, disposed]
    for pieces in (lines, [b"".join(lines[:2]), b"".join(lines[2:])]):
        assert changes_of(pieces, TABLE, "1") == history


def test_what_a_tip_says_no_longer_is_a_change_and_its_revision_is_none() -> None:
    before = {"revision": 1, "summary": "甲", "sealed": {"age": "", "prints": []}}
    after = {"revision": 2, "summary": "乙"}
    assert differences(before, after) == (
        FieldChange("summary", "甲", "乙"),
        FieldChange("sealed", before["sealed"], None),
    )


def test_linked_tips_are_taken_apart_together(desk: Desk) -> None:
    for _ in range(4):
        desk.record(tip_of())
    desk.acts.link("4", "3")
    desk.acts.link("3", "1")
    desk.acts.undo()
    assert [tip.matter for tip in desk.tips()] == ["", "", "", "2016-0003"]


def test_what_passed_through_by_mistake_is_withdrawn(desk: Desk) -> None:
    desk.acts.pass_through("post", "组长")
    (tip,) = desk.acts.undo()
    assert tip.status == "withdrawn"


def test_only_ones_own_last_act_is_undone(desk: Desk, tmp_path: Path) -> None:
    mine = desk.record(tip_of()).number
    with open_desk(tmp_path / "desk", officer="值班员乙") as other:
        with pytest.raises(NothingToUndo):
            other.acts.undo()
        other.record(tip_of())
    assert [tip.number for tip in desk.acts.undo()] == [mine]


def test_what_someone_changed_since_is_not_undone(desk: Desk, tmp_path: Path) -> None:
    tip = desk.record(tip_of())
    with open_desk(tmp_path / "desk", officer="值班员乙") as other:
        other.acts.dispose(tip.number, "handed_to_team")
    with pytest.raises(NothingToUndo, match="之后又有改动"):
        desk.acts.undo()
    assert desk.tip(tip.number).status == "handed_to_team"


def test_of_several_none_is_taken_back_once_someone_changed_one(desk: Desk, tmp_path: Path) -> None:
    for _n in range(3):
        desk.record(tip_of())
    desk.acts.dispose_several({"1": 1, "2": 1, "3": 1}, "handed_to_team")
    with open_desk(tmp_path / "desk", officer="值班员乙") as other:
        other.follow_ups.note("2", "补充")
    with pytest.raises(NothingToUndo, match="2016-0002 之后又有改动"):
        desk.acts.undo()
    assert {tip.status for tip in desk.tips()} == {"handed_to_team"}


def test_an_undo_is_not_undone(desk: Desk) -> None:
    desk.record(tip_of())
    desk.record(tip_of())
    desk.acts.undo()
    with pytest.raises(NothingToUndo):
        desk.acts.undo()
    assert desk.tip("1").status == "registered"


def test_what_was_done_on_another_day_is_not_undone(desk: Desk, tmp_path: Path) -> None:
    desk.record(tip_of())
    for another in ("2016-10-02T08:30:00", "2017-10-01T16:59:30"):
        clock = Clock.at(at(another))
        with (
            Desk.open(tmp_path / "desk", clock=clock, officer=OFFICER) as later,
            pytest.raises(NothingToUndo, match="不是今天办的"),
        ):
            later.acts.undo()


def test_what_another_system_sent_has_its_history_and_is_taken_back_too(desk: Desk) -> None:
    number = desk.record(tip_of(), reference="7").number
    assert [change.what for change in desk.history(number)] == ["record"]
    (tip,) = desk.acts.undo()
    assert (tip.number, tip.status) == (number, "withdrawn")


def test_the_last_act_is_found_in_whatever_pieces_the_journal_is_read(
    desk: Desk, tmp_path: Path
) -> None:
    desk.amend(replace(desk.record(tip_of()), summary="改了"))
    with open_desk(tmp_path / "desk", officer="值班员乙") as other:
        other.record(tip_of())
        other.record(tip_of())
    lines = journal_in(desk.place).splitlines(keepends=True)

    def pieces_of(many: int) -> Journal:
        def pieces(until: int | None) -> Iterator[bytes]:
            before = b"".join(lines)[:until].splitlines(keepends=True)
            for first in range(0, len(before), many):
                yield b"".join(before[first : first + many])

        return pieces

    def found(many: int) -> Act | None:
        return last_act(pieces_of(many), OFFICER, TABLE)

    for many in (1, 2, 3, len(lines)):
        act = found(many)
        assert act and (act.what, act.numbers) == ("amend", ("2016-0001",))
        ((_id, before),) = act.before.items()
        assert before and before["summary"] == tip_of().summary
        assert [line.line for line in _since(act, pieces_of(many))] == [len(lines) - 1, len(lines)]


@pytest.mark.parametrize("officer", ['甲"乙', "a\\b", "甲\n乙", ""])
def test_whatever_the_officer_is_called(tmp_path: Path, officer: str) -> None:
    with new_desk(tmp_path / "desk", officer=officer) as desk:
        desk.record(tip_of(summary='"by":"甲","what":"record"'))
        assert desk.acts.undo()[0].status == "withdrawn"
