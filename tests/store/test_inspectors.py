"""A tip about the inspectors themselves is for the lead alone, by whatever line it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from store.desk import founding
from store.desk.desk import Desk
from store.desk.places import Where
from store.duty.report import Span
from store.errors import NotAllowed, Sealed, TipRefused
from store.notice.notice import INSPECTORS
from store.notice.reading import example_text
from store.tips.find import Filter, Order
from store.tips.tip import Tip, is_about_inspectors
from tests.builders import CALL, at
from tests.store.desks import clock, new_desk, open_desk, opened, tip_of
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import DUTY, KEY, LEAD, planted, sealed_desk

SUBJECT = {"unit": "某巡视组", "person": "周某某", "post": "联络员", "group": INSPECTORS}
MARKED = tip_of(
    CALL,
    subjects=[SUBJECT],
    disciplines=["廉洁纪律"],
    tags=["重点人"],
    summary="反映周某某收受土特产。",
)
WORDS = ("周某某", "某巡视组", "联络员", "土特产", "王某某", "13800000000", "廉洁纪律", "重点人")


@pytest.fixture(params=["open", "sealed"])
def officer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """An officer's desk with two tips that the officer recorded, the second about the inspectors."""
    if request.param == "sealed":
        desk = sealed_desk(tmp_path / "desk", DUTY)
    else:
        new_desk(tmp_path / "desk", LEAD).access.set_role(DUTY, "officer")
        desk = open_desk(tmp_path / "desk", DUTY)
    desk.shifts.take_over()
    desk.record(tip_of(CALL, disciplines=["工作纪律"]))
    desk.record(MARKED)
    yield desk


def lead_of(desk: Desk) -> Desk:
    """The lead at that desk, with the key where it is sealed."""
    lead = open_desk(desk.place, LEAD)
    if lead.access.is_sealed:
        lead.access.unlock(KEY)
    return lead


def test_it_needs_no_discipline_and_no_receiver_but_may_have_both(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        bare = desk.record(replace(MARKED, disciplines=()))
        assert bare.about_inspectors and not (bare.in_scope or bare.is_to_be_referred)
        sent = desk.record(replace(MARKED, referred_to="省委巡视办"))
        assert desk.acts.dispose(sent.number, "referred").status == "referred"
        assert desk.dues.all() == []
        with pytest.raises(TipRefused):
            desk.record(replace(MARKED, summary=""))


def test_it_counts_apart_by_whatever_line_it_came(officer: Desk) -> None:
    counts = officer.counts()
    assert (counts.total, counts.in_scope, counts.out_of_scope) == (2, 1, 0)
    assert counts.about_inspectors == 1
    assert not counts.by_discipline["廉洁纪律"] and INSPECTORS not in counts.by_group
    assert officer.figures.report("day").figures.about_inspectors == 1


def test_whoever_recorded_it_sees_no_more_of_it(officer: Desk) -> None:
    assert officer.access.open_tip("1").summary == CALL["summary"]
    for act in (
        lambda: officer.access.open_tip("2"),
        lambda: officer.amend(replace(MARKED, number="2016-0002", revision=1)),
        officer.acts.undo,
        officer.acts.act_to_undo,
    ):
        with pytest.raises(NotAllowed, match="只由组长查看"):
            act()
    assert lead_of(officer).access.open_tip("2").summary == MARKED.summary


def test_no_list_search_or_paper_tells_an_officer_what_it_says(officer: Desk) -> None:
    seen: list[object] = [
        officer.tip("2").as_json(),
        [tip.as_json() for tip in officer.tips() if tip.number == "2016-0002"],
        [tip.as_json() for tip in officer.finding.latest(1)],
        officer.history("2"),
        officer.history("2", whole=True),
        officer.dues.all(),
        officer.shifts.handover().sheet.as_json()["open"][1],
        [tip.as_json() for tip in officer.matters.of("2")],
        officer.matters.pattern("2"),
    ]
    said = repr(seen)
    for word in WORDS:
        assert word not in said, word
    for word in WORDS:
        assert not [t for t in officer.finding.search(word) if t.number == "2016-0002"], word
    assert not officer.finding.similar(["周某某"], ["某巡视组"])
    assert not officer.finding.filtered(Filter(disciplines=("廉洁纪律",)))
    found = officer.finding.filtered(Filter(groups=(INSPECTORS,)))
    assert [tip.number for tip in found] == ["2016-0002"]
    by_discipline = officer.finding.filtered(Filter(), Order("discipline", descending=False))
    assert [tip.number for tip in by_discipline] == ["2016-0002", "2016-0001"]


def test_what_is_appointed_on_it_is_owed_before_the_lead_alone(officer: Desk) -> None:
    lead = lead_of(officer)
    lead.follow_ups.appoint("2", "call_back", at("2016-10-01T18:00:00"))
    assert "2016-0002" in [due.number for due in lead.dues.all()]
    officer.refresh()
    assert [due.number for due in officer.dues.all()] == ["2016-0001"]
    assert officer.dues.appointments() == []
    lead.follow_ups.appoint("1", "interview", at("2016-10-02T09:00:00"))
    lead.shifts.take_over()
    lead.shifts.hand_over()
    for shown_to, numbers in ((lead, ["2016-0002", "2016-0001"]), (officer, ["2016-0001"])):
        (shift,) = shown_to.shifts.all()
        kept = shown_to.shifts.handover(1).sheet
        assert [one.number for one in kept.appointments] == numbers
        assert [one["number"] for one in shift.sheet["appointments"]] == numbers  # type: ignore[index]
    lead.follow_ups.assign({"2": None}, DUTY)
    lead.enclosures.add("2", "photographs", pages=3)
    officer.refresh()
    shown = [officer.tip("2"), officer.tips()[1], officer.finding.latest(1)[0]]
    shown += [Tip.from_json(officer.history("2")[-1].document)]
    for tip in shown:
        assert (tip.handled_by, tip.appointments, tip.enclosures) == ("", (), ())
    assert not officer.finding.filtered(Filter(handlers=(DUTY,)))
    assert lead.tip("2").handled_by == DUTY


@pytest.mark.parametrize("first", ["1", "2"])
def test_nobody_else_is_told_to_which_tips_a_lead_linked_it(tmp_path: Path, first: str) -> None:
    """What it says would be known by the other."""
    desk = sealed_desk(tmp_path / "desk", DUTY)
    marked = replace(planted(), subjects=MARKED.subjects)
    for tip in (planted(), marked) if first == "1" else (marked, planted()):
        desk.record(tip)
    own, apart = ("1", "2") if first == "1" else ("2", "1")
    lead = lead_of(desk)
    lead.acts.link("2", "1")
    mine = desk.access.open_tip(own)
    seen = [mine, desk.tip(own), desk.tip(apart), desk.history(own, whole=True)]
    assert "matter='2016" not in repr(seen) and "'matter': '2016" not in repr(seen)
    for tip in (mine, desk.tip(apart)):
        assert [one.number for one in desk.matters.of(tip.number)] == [tip.number]
        assert (desk.matters.size(tip), desk.matters.pattern(tip.number).numbers) == (
            1,
            (tip.number,),
        )
        assert [one.what for one in desk.history(tip.number)] == ["record"]
    days = Span(date(2016, 9, 20), date(2016, 10, 19))
    assert {tip.matter for tip in lead.figures.register(days)} <= {"", mine.number}
    assert desk.amend(replace(mine, summary="密语：补记")).matter == ""
    assert desk.follow_ups.note(own, "密语：再补").matter == ""
    assert lead.matters.size(lead.tip(own)) == 2
    assert [one.what for one in desk.history(own)] == ["record", "amend", "note"]
    assert [tip.matter for tip in lead.tips()] == ["", "2016-0001"]


def test_what_a_lead_hands_over_or_prints_does_not_say_it_either(officer: Desk) -> None:
    lead = lead_of(officer)
    assert any(tip.number == "2016-0002" for tip in lead.finding.search("土特产"))
    lead.shifts.take_over()
    sheet = lead.shifts.hand_over().sheet
    days = Span(date(2016, 9, 20), date(2016, 10, 19))
    (_first, row) = lead.figures.register(days)
    said = repr((sheet["open"], row.as_json()))  # type: ignore[index]
    for word in WORDS:
        assert word not in said, word
    assert sheet["by_discipline"]["廉洁纪律"] == 0  # type: ignore[index]
    (_first, row) = lead.figures.register(days, with_reporter=True)
    assert row.summary == MARKED.summary


def test_what_came_with_it_keeps_no_officer_from_lists_and_handing_over(officer: Desk) -> None:
    with lead_of(officer) as lead:
        lead.enclosures.add("2", "photographs", pages=3, name="周某某收礼.jpg", kept_at="密柜")
    by_discipline = officer.finding.filtered(Filter(), Order("discipline", descending=False))
    assert [tip.number for tip in by_discipline] == ["2016-0002", "2016-0001"]
    sheet = repr(officer.shifts.handover())
    assert "收礼" not in sheet and "密柜" not in sheet


def test_what_is_marked_afterwards_is_hidden_as_it_was_before_too(officer: Desk) -> None:
    first = officer.access.open_tip("1")
    officer.drafts.keep("修改", {"amends": first.as_json()})
    assert len(officer.drafts.all()) == 1
    officer.amend(replace(first, subjects=MARKED.subjects))
    with pytest.raises(NotAllowed):
        officer.access.open_tip("1")
    assert "转账记录" not in repr(officer.history("1", whole=True))
    assert officer.drafts.all() == []
    lead = lead_of(officer)
    lead.amend(replace(lead.access.open_tip("1"), subjects=first.subjects))
    assert officer.access.open_tip("1").summary == first.summary


def test_what_is_marked_once_somebody_sought_is_found_by_that_officer_no_more(
    officer: Desk,
) -> None:
    first = officer.access.open_tip("1")
    assert [tip.number for tip in officer.finding.search("工作纪律")] == ["2016-0001"]
    assert not officer.finding.similar(["周某某"], ["某巡视组"])
    officer.amend(replace(first, subjects=MARKED.subjects))
    officer.record(replace(MARKED, summary="也是周某某。"))
    for word in ("工作纪律", "转账记录", "赵某某", *WORDS):
        assert officer.finding.search(word) == [], word
    assert not officer.finding.similar(["周某某", "赵某某"], ["某巡视组", "示范区管委会"])


def test_no_key_of_a_shift_opens_it(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    desk.record(planted())
    subjects = tuple(replace(subject, group=INSPECTORS) for subject in planted().subjects)
    desk.record(replace(planted(), subjects=subjects))
    with pytest.raises(Sealed):
        _unsealed_by_the_shift(desk, "2")
    assert _unsealed_by_the_shift(desk, "1")["summary"] == planted().summary


def _unsealed_by_the_shift(desk: Desk, number: str) -> dict[str, object]:
    """The secret of a tip, by what is in memory of the officer's own tips."""
    return dict(desk.ground.viewer._own_text(desk.ground.tip(number), DUTY))


def with_a_line_for_it(where: Where) -> Desk:
    """A lead's desk, on whose roster an officer is too, with a telephone for the purpose."""
    text = example_text().replace('label = "固定电话"', 'label = "固定电话"\nabout = "inspectors"')
    desk = opened(Desk.create(where, text, clock=clock(), officer=LEAD))
    desk.access.set_role(DUTY, "officer")
    return desk


def test_the_size_of_a_matter_does_not_tell_what_came_by_the_line_for_it() -> None:
    lead = with_a_line_for_it(place := MemoryPlace("line"))
    for channel in ("post", "landline"):
        lead.record(tip_of(CALL, channel=channel))
    lead.acts.link("2", "1")
    officer = open_desk(place, DUTY)
    assert [desk.matters.size(desk.tip("1")) for desk in (lead, officer)] == [2, 1]


def test_what_comes_by_the_line_for_it_is_for_the_lead_alone_too(tmp_path: Path) -> None:
    with_a_line_for_it(tmp_path / "desk").close()
    with open_desk(tmp_path / "desk", DUTY) as officer:
        number = officer.record(tip_of(CALL)).number
        with pytest.raises(NotAllowed, match="只由组长查看"):
            officer.access.open_tip(number)
        assert officer.counts().about_inspectors == 1


def test_what_comes_by_the_line_for_it_is_on_papers_as_hidden_and_counts_apart() -> None:
    """Of the lead's own too, which goes from hand to hand."""
    lead = with_a_line_for_it(MemoryPlace("line"))
    lead.record(tip_of(CALL, disciplines=["廉洁纪律"]))
    lead.record(tip_of(CALL, channel="post", line="", disciplines=["工作纪律"]))
    sheet = lead.shifts.handover().sheet
    assert [(one.what, one.is_hidden) for one in sheet.open] == [
        ("", True),
        ("示范区管委会 赵某某", False),
    ]
    figures = lead.figures.report("day").figures
    for counted in (sheet.by_discipline, lead.counts().by_discipline, figures.by_discipline):
        assert (counted["廉洁纪律"], counted["工作纪律"]) == (0, 1)
    assert lead.counts().about_inspectors == figures.about_inspectors == 1
    days = Span(date(2016, 9, 20), date(2016, 10, 19))
    assert [row.summary for row in lead.figures.register(days)] == ["", CALL["summary"]]


@pytest.mark.parametrize("line", ["84404233", "８４４０４２３３"])
def test_a_line_for_it_is_one_in_whatever_digits_it_was_stored(line: str) -> None:
    document = tip_of(CALL).as_json() | {"line": line}
    assert is_about_inspectors(document, {"84404233"})
    assert not is_about_inspectors(document, {"84404234"})


@pytest.mark.parametrize("place", [0, 1])
def test_it_is_one_whichever_of_those_it_concerns_is_an_inspector(place: int) -> None:
    subjects = [*CALL["subjects"]]
    subjects.insert(place, SUBJECT)
    tip = tip_of(CALL, subjects=subjects)
    assert tip.about_inspectors and is_about_inspectors(tip.as_json(), ())
    assert not is_about_inspectors(tip_of(CALL).as_json(), ())


def test_a_desk_whose_notice_has_one_number_both_for_it_and_not_opens_and_hides_what_comes_by_it() -> (
    None
):
    """As earlier versions took it."""
    line = '\n[[lines]]\nkind = "sms"\nvalue = "84404233"\nabout = "inspectors"\n'
    founding.found_desk(place := MemoryPlace("line"), example_text() + line, "", LEAD, {})
    desk = opened(Desk.open(place, clock=clock(), officer=LEAD))
    desk.record(tip_of(CALL))
    assert desk.counts().about_inspectors == 1
