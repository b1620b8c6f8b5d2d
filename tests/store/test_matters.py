"""Tips on one matter, and one person on whom several people reported."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.desk.acts import Acts
from store.desk.desk import Desk
from store.errors import NothingToUndo, StepRefused
from store.notice.notice import INSPECTORS
from store.tips.disposition import DUPLICATE, PASSED_THROUGH, WITHDRAWN
from store.tips.matters import joined, parted
from store.tips.patterns import Pattern, Report, count_reporters, patterns, same_subject
from store.tips.tip import Reporter, Subject
from tests.bench.filled import fill, open_filled
from tests.builders import CALL, ONE_NAME, REFERRAL
from tests.store.desks import journal_in, new_desk, open_desk, tip_of
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import KEY, planted, sealed_desk


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    with new_desk(tmp_path / "desk") as desk:
        yield desk


def numbers(desk: Desk, number: str) -> list[str]:
    return [tip.number[-1] for tip in desk.matters.of(number)]


def test_a_linked_tip_is_one_matter_with_the_earlier_one_and_its_count(desk: Desk) -> None:
    for _ in range(3):
        desk.record(tip_of())
    tip = desk.acts.link("3", "1")
    assert tip.matter == "2016-0001"
    assert numbers(desk, "1") == numbers(desk, "3") == ["1", "3"]
    assert [desk.matters.size(found) for found in desk.tips()] == [2, 1, 2]
    before = journal_in(desk.place)
    assert desk.acts.link("1", "3").matter == "" and desk.acts.link("3", "1") == tip
    assert journal_in(desk.place) == before, "what is linked already leaves no line"


def test_who_amends_a_linked_tip_leaves_it_in_its_matter(desk: Desk) -> None:
    for _ in range(2):
        desk.record(tip_of())
    tip = desk.acts.link("2", "1")
    desk.amend(replace(tip, summary="另据反映", matter=""))
    assert desk.tip("2").summary == "另据反映" and numbers(desk, "1") == ["1", "2"]


def test_two_matters_linked_are_one_under_the_earliest_number(desk: Desk) -> None:
    for _ in range(4):
        desk.record(tip_of())
    desk.acts.link("4", "3")
    desk.acts.link("2", "1")
    desk.acts.link("4", "2")
    assert [tip.matter for tip in desk.tips()] == ["", *["2016-0001"] * 3]
    assert numbers(desk, "3") == ["1", "2", "3", "4"]
    assert desk.history("3")[-1].what == "link"


def test_the_ten_thousandth_tip_is_later_than_those_before() -> None:
    tips = [replace(tip_of(), number=f"2016-{n}") for n in ("10000", "9999", "10001")]
    assert {tip.number: tip.matter for tip in joined(tips)} == {
        "2016-10000": "2016-9999",
        "2016-10001": "2016-9999",
    }
    assert joined(reversed(tips)) == joined(tips)
    linked = [replace(tip, matter="2016-9999") for tip in joined(tips)]
    first = replace(tips[1], matter="")
    # What is as it was is not given.
    assert joined([first, *linked]) == parted([first], first.number) == []
    assert parted([first, *linked], "2016-10000") == [replace(linked[0], matter="")]


def test_a_tip_taken_out_of_its_matter_leaves_the_others_together(desk: Desk) -> None:
    for _ in range(3):
        desk.record(tip_of())
    with pytest.raises(StepRefused, match="2016-0001 没有与其他举报关联"):
        desk.acts.unlink("1")
    desk.acts.link("2", "1")
    desk.acts.link("3", "1")
    desk.acts.unlink("1")
    assert [tip.matter for tip in desk.tips()] == ["", "", "2016-0002"]
    assert [desk.matters.size(tip) for tip in desk.tips()] == [1, 2, 2]
    desk.acts.unlink("2")
    assert [tip.matter for tip in desk.tips()] == ["", "", ""], "of two neither stays linked"


def test_a_later_tip_taken_out_of_its_matter_leaves_the_others_as_they_were(desk: Desk) -> None:
    for _ in range(4):
        desk.record(tip_of())
    for number in ("2", "3", "4"):
        desk.acts.link(number, "1")
    desk.acts.unlink("3")
    assert [tip.matter for tip in desk.tips()] == ["", "2016-0001", "", "2016-0001"]
    assert [tip.revision for tip in desk.tips()] == [1, 2, 3, 2]


def test_a_tip_is_not_linked_to_itself_nor_to_one_without_content(desk: Desk) -> None:
    desk.record(tip_of())
    desk.acts.pass_through("post", "组长")
    for tip, other in (("1", "1"), ("1", "2"), ("2", "1")):
        with pytest.raises(StepRefused):
            desk.acts.link(tip, other)


def test_a_duplicate_names_an_earlier_tip_and_stays_with_it(desk: Desk) -> None:
    desk.record(tip_of())
    desk.record(tip_of())
    with pytest.raises(StepRefused):
        desk.acts.dispose("1", "duplicate", duplicate_of="2")
    kept = desk.acts.dispose("2", "kept_for_reference", why="内容空泛", duplicate_of="1")
    assert kept.matter == "", "which is said of a duplicate alone"
    desk.acts.undo()
    tip = desk.acts.dispose("2", "duplicate", duplicate_of="1")
    assert (tip.status, tip.matter) == ("duplicate", "2016-0001")
    with pytest.raises(StepRefused):
        desk.acts.unlink("2")
    assert desk.tip("2") == tip and desk.tip("1").status == "registered"


def test_what_has_duplicates_is_neither_withdrawn_nor_taken_out_of_its_matter(desk: Desk) -> None:
    for _n in range(4):
        desk.record(tip_of())
    desk.acts.link("4", "1")
    duplicate = desk.acts.dispose("2", "duplicate", duplicate_of="1")
    refused: tuple[Callable[[], object], ...] = (
        lambda: desk.acts.dispose("1", "withdrawn", why="误录"),
        lambda: desk.acts.dispose_several({"3": 1, "1": 1}, "withdrawn", why="误录"),
        lambda: desk.acts.unlink("1"),
    )
    for act in refused:
        with pytest.raises(StepRefused, match="2016-0002 是 2016-0001 的重复件"):
            act()
    assert desk.tip("2") == duplicate and desk.tip("3").revision == 1
    # Others of the matter go as they did, and the first once it has none.
    desk.acts.dispose("4", "withdrawn", why="误录")
    desk.acts.dispose("2", "registered", why="退回")
    assert desk.acts.dispose("1", "withdrawn", why="误录").status == "withdrawn"


def test_nothing_is_a_duplicate_of_what_was_withdrawn(desk: Desk) -> None:
    for _n in range(4):
        desk.record(tip_of())
    desk.acts.link("3", "1")
    desk.acts.link("4", "1")
    desk.acts.dispose("1", "withdrawn", why="误录")
    for number, of in (("2", "1"), ("2", "3"), ("3", "")):
        with pytest.raises(StepRefused, match="2016-0001 已误录撤销"):
            desk.acts.dispose(number, "duplicate", duplicate_of=of)
    desk.acts.unlink("3")
    assert desk.acts.dispose("3", "duplicate", duplicate_of="2").matter == "2016-0002"
    for of in ("1", "4"):
        with pytest.raises(StepRefused, match="2016-0001 已误录撤销"):
            desk.acts.link("2", of)


def test_no_undo_leaves_a_duplicate_of_what_is_withdrawn(desk: Desk, tmp_path: Path) -> None:
    desk.record(tip_of())
    with open_desk(tmp_path / "desk", officer="值班员乙") as other:
        other.record(tip_of())
        other.acts.dispose("2", "duplicate", duplicate_of="1")
        with pytest.raises(NothingToUndo, match="2016-0002 是 2016-0001 的重复件"):
            desk.acts.undo()
        other.acts.dispose("2", "registered", why="退回")
        desk.acts.undo()
        with pytest.raises(NothingToUndo, match="2016-0001 已误录撤销"):
            other.acts.undo()


@pytest.mark.parametrize(
    ("own", "others"),
    [
        # What was made one with two of a matter is not left with the other of them alone.
        ([("3", "2"), ("2", "1")], lambda acts: acts.dispose("4", "duplicate", duplicate_of="3")),
        # Nor is one whose first would be no first any more.
        (
            [("2", "1"), "1"],
            lambda acts: acts.dispose("4", "duplicate", duplicate_of="2"),
        ),
        ([("3", "2"), "3"], lambda acts: acts.link("2", "1")),
    ],
)
def test_no_undo_tears_apart_what_another_linked_since(
    desk: Desk, tmp_path: Path, own: list[Any], others: Callable[[Acts], object]
) -> None:
    for _n in range(4):
        desk.record(tip_of())
    for act in own:
        desk.acts.unlink(act) if isinstance(act, str) else desk.acts.link(*act)
    with open_desk(tmp_path / "desk", officer="值班员乙") as other:
        others(other.acts)
    before = [tip.matter for tip in desk.tips()]
    with pytest.raises(NothingToUndo, match=r"与 2016-000[23] 同一事项的举报之后又有变动"):
        desk.acts.undo()
    assert [tip.matter for tip in desk.tips()] == before


@pytest.mark.parametrize(
    ("own", "harmless", "others"),
    [
        # What was one with three of a matter does not come back to one of them alone.
        (lambda acts: acts.unlink("4"), lambda acts: acts.dispose("1", "handed_to_team"), "1"),
        # Nor is one a duplicate again beside what it was never said to repeat.
        (
            lambda acts: acts.dispose("3", "registered", why="退回"),
            lambda acts: acts.link("5", "3"),
            "2",
        ),
    ],
)
def test_no_undo_puts_back_into_a_matter_that_another_left_since(
    desk: Desk,
    tmp_path: Path,
    own: Callable[[Acts], object],
    harmless: Callable[[Acts], object],
    others: str,
) -> None:
    for _n in range(5):
        desk.record(tip_of())
    desk.acts.dispose("3", "duplicate", duplicate_of="2")
    desk.acts.link("2", "1")
    desk.acts.link("4", "1")
    own(desk.acts)
    with open_desk(tmp_path / "desk", officer="值班员乙") as other:
        harmless(other.acts)
        assert desk.acts.act_to_undo().what
        other.acts.unlink(others)
        with pytest.raises(NothingToUndo, match="同一事项的举报之后又有变动"):
            desk.acts.undo()


def test_what_others_did_since_to_tips_of_the_matter_but_link_them_leaves_the_undo(
    desk: Desk, tmp_path: Path
) -> None:
    for _n in range(6):
        desk.record(tip_of())
    desk.acts.link("2", "1")
    desk.acts.link("6", "5")
    desk.acts.link("3", "2")
    with open_desk(tmp_path / "desk", officer="值班员乙") as other:
        other.acts.dispose("1", "handed_to_team")
        other.follow_ups.note("2", "补充")
        other.record(tip_of())
        other.acts.unlink("6")
        other.acts.link("7", "5")
        other.acts.unlink("2")
    desk.acts.undo()
    assert [tip.matter for tip in desk.tips()] == [*[""] * 6, "2016-0005"]


def test_what_came_to_another_matter_with_its_duplicates_does_not_leave_them_there(
    desk: Desk,
) -> None:
    for _n in range(5):
        desk.record(tip_of())
    desk.acts.dispose("3", "duplicate", duplicate_of="2")
    desk.acts.dispose("4", "duplicate", duplicate_of="1")
    desk.acts.link("5", "2")
    desk.acts.link("2", "1")
    with pytest.raises(StepRefused, match="2016-0003 是 2016-0002 的重复件，"):
        desk.acts.unlink("2")
    desk.acts.unlink("5")
    desk.acts.dispose("4", "registered", why="退回")
    # Its duplicates go with it, whichever tip leaves the others.
    desk.acts.unlink("1")
    assert (numbers(desk, "1"), numbers(desk, "2")) == (["1"], ["2", "3", "4"])
    desk.acts.link("2", "1")
    desk.acts.dispose("3", "registered", why="退回")
    desk.acts.unlink("2")
    assert numbers(desk, "1") == ["1", "3", "4"]
    desk.acts.dispose("3", "duplicate", duplicate_of="1")
    with pytest.raises(StepRefused, match="2016-0003 是 2016-0001 的重复件，"):
        desk.acts.unlink("1")


def test_a_duplicate_that_an_undo_brings_back_is_one_of_what_it_was(desk: Desk) -> None:
    for _n in range(3):
        desk.record(tip_of())
    desk.acts.dispose("3", "duplicate", duplicate_of="2")
    desk.acts.link("2", "1")
    desk.acts.dispose("3", "registered", why="退回")
    desk.acts.undo()
    with pytest.raises(StepRefused, match="2016-0003 是 2016-0002 的重复件，"):
        desk.acts.unlink("2")
    desk.acts.unlink("1")
    assert numbers(desk, "2") == ["2", "3"]
    # Nor is it one of what that is made a duplicate of.
    desk.acts.dispose("2", "duplicate", duplicate_of="1")
    with pytest.raises(StepRefused, match=r"^2016-0002 是 2016-0001 的重复件，"):
        desk.acts.unlink("1")


def test_an_officer_does_not_take_back_what_has_a_duplicate_that_a_lead_alone_sees(
    tmp_path: Path,
) -> None:
    with new_desk(tmp_path / "other", "组长") as lead:
        lead.access.set_role("李明", "officer")
        with open_desk(tmp_path / "other", "李明") as officer:
            officer.record(tip_of())
            lead.record(tip_of(subjects=[{"unit": "某组", "group": INSPECTORS}]))
            lead.acts.dispose("2", "duplicate", duplicate_of="1")
            with pytest.raises(NothingToUndo) as told:
                officer.acts.undo()
            assert str(told.value) == "2016-0001 只能由组长撤销，请呈组长办理。"
            lead.acts.dispose("2", "registered", why="退回")
            assert officer.acts.undo()[0].status == "withdrawn"


def test_what_was_linked_to_a_duplicate_comes_to_its_matter_with_the_same_entry(desk: Desk) -> None:
    for _n in range(4):
        desk.record(tip_of())
    desk.acts.link("3", "2")
    desk.acts.link("4", "2")
    desk.acts.dispose("2", "duplicate", duplicate_of="1")
    assert [tip.matter for tip in desk.tips()] == ["", *["2016-0001"] * 3]
    assert [desk.tip(n).revision for n in "1234"] == [1, 2, 3, 3]
    assert {tip.number[-1] for tip in desk.acts.undo()} == set("234")
    assert [tip.matter for tip in desk.tips()] == ["", "", "2016-0002", "2016-0002"]


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.booleans()), max_size=12))
@settings(max_examples=30)
def test_any_links_agree_with_a_plain_partition(
    tmp_path_factory: pytest.TempPathFactory, links: list[tuple[int, int, bool]]
) -> None:
    matters = [{n} for n in range(1, 7)]
    with new_desk(tmp_path_factory.mktemp("links") / "desk") as desk:
        for _ in range(6):
            desk.record(tip_of())
        for one, other, apart in links:
            mine = next(m for m in matters if one in m)
            theirs = next(m for m in matters if other in m)
            if apart:
                with nullcontext() if len(mine) > 1 else pytest.raises(StepRefused):
                    desk.acts.unlink(str(one))
                mine.discard(one)
                matters.append({one})
            elif one != other:
                desk.acts.link(str(one), str(other))
                if mine is not theirs:
                    mine |= theirs
                    matters.remove(theirs)
            matters = [m for m in matters if m]
        for matter in matters:
            first = f"2016-{min(matter):04d}"
            for n in matter:
                tip = desk.tip(str(n))
                assert (tip.matter or tip.number) == first
                assert desk.matters.size(tip) == len(matter) == len(desk.matters.of(tip.number))


# Patterns


@pytest.mark.parametrize(
    ("reporters", "people"),
    [
        ([("王某某", "138"), ("王某某", "138")], 1),
        ([("王某某", "138"), ("", "138")], 1),
        ([("王某某", "138"), ("王某某", "")], 1),
        ([("王某某", "138-0000"), ("王 某某", "138 0000")], 1),
        ([("王某某", "138-0013-8000"), ("", "+86 13800138000")], 1),
        ([(name, "") for name in ONE_NAME], 1),
        ([("王某某", "138"), ("李某某", "138")], 1),
        ([("王某某", "138"), ("王某某", "139")], 2),
        ([("王某某", ""), ("李某某", "")], 2),
        ([("", "138"), ("", "139"), ("王某某", "")], 3),
        ([("张三", "13800001111、13900001111"), ("张三", "13900001111")], 1),
        ([("", "13800001111"), ("", "13900002222"), ("", "13900002222 13800001111")], 1),
        ([("", "13800001111，zs@qq.com"), ("张三", "ZS@qq.com"), ("", "ls@qq.com")], 2),
        ([("群众", "13800001111"), ("群众", "13900001111"), ("群众", "")], 2),
    ],
)
def test_one_number_is_one_reporter_and_so_is_one_name(
    reporters: list[tuple[str, str]], people: int
) -> None:
    assert count_reporters(Reporter(*each) for each in reporters) == people


def test_independent_reporters_on_one_person_are_told_from_one_who_calls_again(desk: Desk) -> None:
    for reporter in (
        {"name": "王某某", "contact": "13800000000"},
        {"contact": "13800000000"},
        {"name": "李某某", "contact": "13911111111"},
        None,
    ):
        desk.record(tip_of(reporter=reporter))
    desk.record(tip_of(REFERRAL))
    desk.acts.dispose(desk.record(tip_of()).number, "withdrawn", why="误录")
    (pattern,) = desk.matters.patterns()
    assert pattern == desk.matters.pattern("2").__class__(
        "示范区管委会", "赵某某", "", tuple(f"2016-000{n}" for n in (1, 2, 3, 4)), 2, 1, 1
    )
    assert (desk.matters.pattern("3").reporters, desk.matters.pattern("5").reporters) == (2, 0)


def test_who_else_reported_is_told_by_number_of_whoever_is_linked_and_of_each_person(
    desk: Desk,
) -> None:
    chief = {"unit": "某局", "person": "钱某某", "group": "leadership"}
    (head,) = CALL["subjects"]  # type: ignore[misc]
    for tip in (tip_of(REFERRAL), tip_of(), tip_of(subjects=[chief, head]), tip_of()):
        desk.record(tip)
    desk.acts.link("2", "1")
    found = [desk.matters.pattern(number) for number in ("2", "3", "1")]
    assert [[number[-1] for number in one.numbers] for one in found] == [
        ["1", "2", "3", "4"],
        ["2", "3", "4"],
        ["1", "2"],
    ]


def test_on_a_sealed_desk_they_are_told_to_whoever_opened_it_and_to_nobody_else() -> None:
    with sealed_desk(MemoryPlace("sealed")) as desk:
        for name in ("欧阳密言", "王某某"):
            desk.record(replace(planted(), reporter=Reporter(name, "")))
        desk.record(tip_of())
        sealed = desk.matters.pattern("1")
        assert (sealed.person, sealed.numbers) == ("", ("2016-0001",))
        desk.access.unlock(KEY)
        found = desk.matters.pattern("1")
        assert (found.person, found.numbers) == ("司徒某某", ("2016-0001", "2016-0002"))
        assert found.reporters == 2
        assert [one.numbers for one in desk.matters.patterns()] == [found.numbers]
        assert desk.access.accesses()[-1].what == "open"
        desk.acts.link("2", "1")
        linked = desk.matters.pattern("2")
        assert (linked.reporters, linked.repeats, linked.sealed) == (2, 0, 0)
        desk.access.lock()
        linked = desk.matters.pattern("2")
        assert (linked.reporters, linked.repeats, linked.sealed) == (0, 0, 2)


def test_one_tip_and_one_entered_by_mistake_are_not_several_on_one_person(desk: Desk) -> None:
    desk.record(tip_of())
    desk.acts.dispose(desk.record(tip_of()).number, "withdrawn", why="误录")
    assert desk.matters.patterns() == []


def test_tips_on_one_person_are_together_whatever_parts_the_name(desk: Desk) -> None:
    for name in ONE_NAME:
        desk.record(tip_of(subjects=[CALL["subjects"][0] | {"person": name}]))  # type: ignore[index]
    (pattern,) = desk.matters.patterns()
    assert len(pattern.numbers) == len(desk.matters.pattern("1").numbers) == len(ONE_NAME)


@pytest.mark.parametrize("person", ["", "某某", "不详", "—"])
def test_whoever_has_no_name_is_not_one_person_with_others_who_have_none(
    desk: Desk, person: str
) -> None:
    subject = {"unit": "某局", "person": person, "post": "", "group": "leadership"}
    for _ in range(2):
        desk.record(tip_of(subjects=[subject]))
    assert desk.matters.patterns() == []
    assert desk.matters.pattern("1").numbers == ("2016-0001",)


def test_a_half_done_tip_on_nobody_yet_is_no_pattern(desk: Desk) -> None:
    desk.record(tip_of(subjects=[], disciplines=[], to_complete=True))
    pattern = desk.matters.pattern("1")
    assert (pattern.unit, pattern.person, pattern.numbers) == ("", "", ("2016-0001",))


def test_several_on_one_person_are_those_on_who_has_the_name_in_that_unit_each_tip_once() -> None:
    first, second = {"contact": "13800000001"}, {"contact": "13800000002"}

    def tip(n: int, reporter: Any, *subjects: tuple[str, str], **more: Any) -> dict[str, Any]:
        given = [{"unit": u, "person": p, "post": "", "group": "leadership"} for u, p in subjects]
        return replace(
            tip_of(subjects=given, reporter=reporter), number=f"2016-000{n}", **more
        ).as_json()

    zhang, of_another, li = ("甲局", "张三"), ("乙局", "张三"), ("乙局", "李四")
    found = patterns(
        [
            tip(1, first, ("丙局", "王五"), zhang),
            tip(2, first, li, zhang, zhang),
            tip(3, second, of_another),
            tip(4, None, li),
            tip(5, second, li),
            tip(6, second, zhang, status=WITHDRAWN),
            tip(7, second, zhang, status=DUPLICATE),
            tip(8, None, zhang),
        ]
    )
    told = ("unit", "person", "numbers", "tips", "reporters", "repeats", "anonymous")
    assert [[one.as_json()[name] for name in told] for one in found] == [
        ["乙局", "李四", ["2016-0002", "2016-0004", "2016-0005"], 3, 2, 0, 1],
        ["甲局", "张三", ["2016-0001", "2016-0002", "2016-0007", "2016-0008"], 4, 1, 2, 1],
    ]
    # What is withdrawn or has no content counts for nobody, however it comes there.
    reports = [Report("1", status, None) for status in (WITHDRAWN, PASSED_THROUGH, DUPLICATE)]
    assert Pattern.of(Subject(), reports) == Pattern("", "", "", ("1",), 0, 1, 0)


def test_who_else_reported_is_asked_of_each_whom_a_tip_concerns() -> None:
    def in_scope(unit: str, person: str) -> dict[str, str]:
        return {"unit": unit, "person": person, "group": "leadership"}

    both = [in_scope("甲局", "赵某某"), in_scope("乙局", "钱某某")]
    tip = tip_of(subjects=both)
    documents = [
        tip_of(subjects=subjects).as_json() | {"number": f"2016-000{n}"}
        for n, subjects in enumerate((both[:1], both[1:], [in_scope("丙局", "钱某某")]), 1)
    ]
    assert [one.number[-1] for one in same_subject(tip, documents)] == ["1", "2"]


def test_whom_most_people_reported_on_comes_first(desk: Desk) -> None:
    for person, people in (("钱某某", 2), ("孙某某", 3), ("李某某", 2), ("周某某", 1)):
        subject = {"unit": "某局", "person": person, "post": "", "group": "leadership"}
        for n in range(people):
            desk.record(tip_of(subjects=[subject], reporter={"contact": f"138{n}"}))
    desk.record(tip_of(subjects=[subject | {"person": "李某某"}], reporter={"contact": "1380"}))
    assert [(pattern.person, pattern.reporters) for pattern in desk.matters.patterns()] == [
        ("孙某某", 3),
        ("李某某", 2),
        ("钱某某", 2),
    ]


def test_a_duplicate_counts_as_a_repeat_whoever_it_came_from(desk: Desk) -> None:
    desk.record(tip_of(reporter=None))
    desk.acts.dispose(desk.record(tip_of(reporter=None)).number, "duplicate", duplicate_of="1")
    (pattern,) = desk.matters.patterns()
    assert (pattern.reporters, pattern.repeats, pattern.anonymous) == (0, 1, 1)


def test_matters_are_counted_after_the_desk_was_closed_and_opened(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
        desk.acts.link(desk.record(tip_of()).number, "1")
    with open_desk(tmp_path / "desk") as again:
        assert again.matters.size(again.tip("1")) == 2


def test_of_many_tips_on_one_person_no_more_is_held_at_a_time_than_the_reporters(
    tmp_path: Path,
) -> None:
    many = 600
    fill(tmp_path / "desk", many)
    with open_filled(tmp_path / "desk") as desk:
        # The names are kept from then on.
        assert len(desk.matters.pattern("1").numbers) == many
        tracemalloc.start()
        try:
            desk.matters.pattern("1")
            _now, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most < 2_500 * many
