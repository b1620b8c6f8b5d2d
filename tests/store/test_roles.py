"""What each role may do is the store's to say, whatever the screen offers."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from tinydb import Query

from store.clock import Clock
from store.desk.desk import Desk
from store.document import Document
from store.duty.books import ROSTER, Member
from store.errors import NotAllowed, Sealed, StepRefused
from store.secret.roles import RIGHTS, Right
from store.tips.find import Filter, Order
from tests.builders import DURING, REFERRAL
from tests.store.desks import folder_of, let_first, new_desk, open_desk, tip_of
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import KEY, sealed_desk
from tests.store.test_rights import SAID

LISTS: dict[str, Callable[[Desk], object]] = {
    "tip": lambda desk: desk.tip("1"),
    "tips": lambda desk: desk.tips(),
    "latest": lambda desk: desk.finding.latest(3),
    "search": lambda desk: desk.finding.search("工程"),
    "filtered": lambda desk: desk.finding.filtered(Filter()),
    "find": lambda desk: desk.find(Query().number == "2016-0001"),
    "similar": lambda desk: desk.finding.similar(["赵某某"]),
    "names": lambda desk: desk.finding.names_beginning("person", "赵"),
    "history": lambda desk: desk.history("1"),
    "matter": lambda desk: desk.matters.of("1"),
    "pattern": lambda desk: desk.matters.pattern("1"),
    "dues": lambda desk: desk.dues.all(),
    "duty log": lambda desk: desk.duty_log.all(),
    "hand-over": lambda desk: desk.shifts.handover(),
}
RECORDS: dict[str, Callable[[Desk], object]] = {
    "record": lambda desk: desk.record(tip_of()),
    "amend": lambda desk: desk.amend(tip_of(number="2016-0001", revision=1)),
    "pass through": lambda desk: desk.acts.pass_through("visit", "组长"),
    "undo": lambda desk: desk.acts.undo(),
    "log": lambda desk: desk.duty_log.write("一行"),
    "take over": lambda desk: desk.shifts.take_over(),
    "forms": lambda desk: desk.forms.give_out(1),
}
LEADS: dict[str, Callable[[Desk], object]] = {
    "open": lambda desk: desk.access.open_tip("1"),
    "dispose": lambda desk: desk.acts.dispose("1", "handed_to_team"),
    "tell": lambda desk: desk.acts.tell("1"),
    "link": lambda desk: desk.acts.link("1", "2"),
    "unlink": lambda desk: desk.acts.unlink("1"),
    "referral": lambda desk: desk.acts.referral("1"),
    "patterns": lambda desk: desk.matters.patterns(),
    "register": lambda desk: desk.figures.register(desk.figures.report("day").figures.span),
    "backup": lambda desk: desk.keeping.backup(folder_of(desk) / "b.zip"),
    "audit": lambda desk: desk.access.accesses(),
    "drafts": lambda desk: desk.access.drafts_of_all(),
    "notice": lambda desk: desk.notices.correct(desk.notices.text()),
    "roles": lambda desk: desk.access.set_role("王芳", "lead"),
}


FIGURES: tuple[Callable[[Desk], object], ...] = (
    lambda desk: desk.counts(),
    lambda desk: desk.figures.report("day"),
    lambda desk: desk.access.roster(),
    lambda desk: desk.keeping.verify(),
)


def desk_of(folder: Path, officer: str) -> Desk:
    """A desk with two tips of its lead, opened by one of its roster."""
    desk = new_desk(folder, "组长")
    desk.access.set_role("李明", "officer")
    desk.access.set_role("统计", "viewer")
    desk.record(tip_of())
    desk.record(tip_of())
    return open_desk(folder, officer)


@pytest.mark.parametrize("asked", [*LISTS, *RECORDS, *LEADS])
def test_a_viewer_gets_figures_only(tmp_path: Path, asked: str) -> None:
    desk = desk_of(tmp_path / "desk", "统计")
    assert desk.counts().total == 2 and desk.figures.report("day").figures.received == 2
    with pytest.raises(NotAllowed):
        (LISTS | RECORDS | LEADS)[asked](desk)


@pytest.mark.parametrize("asked", LEADS)
def test_an_officer_does_nothing_that_is_a_leads(tmp_path: Path, asked: str) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    with pytest.raises(NotAllowed):
        LEADS[asked](desk)


def test_an_officer_does_nothing_that_is_a_leads_with_the_own_tips_either(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    own = desk.record(tip_of(reporter={"name": "王某某", "contact": "13800000000"})).number
    passed = desk.acts.pass_through("visit", "组长").number
    seen = {own: 1}
    for ask in (
        lambda: desk.acts.dispose(own, "handed_to_team"),
        lambda: desk.acts.dispose_several(seen, "handed_to_team"),
        lambda: desk.acts.tell(own, "电话"),
        lambda: desk.acts.link(own, "1"),
        lambda: desk.acts.unlink(own),
        lambda: desk.follow_ups.assign(seen, "李明"),
        lambda: desk.follow_ups.report_up(passed, "当面"),
    ):
        with pytest.raises(NotAllowed, match="处理举报由组长办理"):
            ask()
    assert (desk.tip(own).revision, desk.tip(passed).revision) == (1, 1)


def test_the_history_of_anothers_tip_is_told_without_its_texts(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    open_desk(tmp_path / "desk", "组长").acts.dispose("1", "kept_for_reference", why="内容空泛")
    found = desk.history("1", whole=True)
    assert [(one.by, one.what) for one in found] == [("组长", "record"), ("组长", "dispose")]
    assert not any(one.document["summary"] for one in found) and "空泛" not in repr(found)


def test_who_becomes_a_viewer_does_not_open_even_the_own_tips(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    number = desk.record(tip_of()).number
    lead, saving = open_desk(desk.place, "组长"), open_desk(desk.place, "李明")
    lead.access.set_role("李明", "viewer")
    # Neither session has looked at the desk since.
    with pytest.raises(NotAllowed):
        saving.record(tip_of())
    for ask in (desk.access.open_tip, lambda _n: desk.enclosures.take_out(_n, 1, io.BytesIO())):
        with pytest.raises(NotAllowed, match="只看统计数字"):
            ask(number)
    assert [tip.number for tip in lead.tips()][-1] == number and not desk.access.reads(number)


# Of tips 1 to 4: an own one that was handed over, an own one of this shift, a colleague's, an own one
# about the inspectors. "-" is what a list hides, "o" no more than that there is one, "w" all of it.
SEEN: dict[str, tuple[str, str, str]] = {
    # Who asks: as lists show them, as they are opened ("x" refused, "k" for want of a key) and found.
    "组长": ("wwww", "wwww", "wwww"),
    "李明": ("---o", "xwxx", "---o"),
    "王芳": ("---o", "xxwx", "---o"),
    "统计": ("---o", "xxxx", "---o"),
    "外人": ("---o", "xxxx", "---o"),
}
SEEN_SEALED = SEEN | {
    "组长": ("----", "kkkk", "----"),
    "组长 with a key": ("----", "wwww", "wwww"),
}


@pytest.mark.parametrize("is_sealed", [False, True])
def test_who_reads_what_of_a_tip_goes_by_the_role_the_shift_and_whom_it_is_about(
    is_sealed: bool,
) -> None:
    place = MemoryPlace("seen")
    if is_sealed:
        sealed_desk(place)
    else:
        desk = new_desk(place, "组长")
        for name, role in (("李明", "officer"), ("王芳", "officer"), ("统计", "viewer")):
            desk.access.set_role(name, role)
    officer, other = open_desk(place, "李明"), open_desk(place, "王芳")
    inspectors = [
        {"unit": "巡视组", "person": "某人", "group": "inspectors"},
        {"unit": "某局", "person": "", "group": "leadership"},
    ]
    for_a_lead = tip_of(subjects=inspectors, disciplines=["廉洁纪律"])
    officer.shifts.take_over()
    officer.record(tip_of())
    officer.shifts.hand_over()
    officer.shifts.take_over()
    officer.record(tip_of())
    other.record(tip_of())
    officer.record(for_a_lead)

    def kind(tip: Document) -> str:
        if tip["summary"]:
            return "w"
        is_outline = tip["subjects"] == [
            {"unit": "", "person": "", "post": "", "group": "inspectors"}
        ]
        return "o" if is_outline and not tip["disciplines"] else "-"

    def opened(desk: Desk, tip: Document) -> str:
        try:
            return kind(desk.ground.viewer.opened(tip))
        except NotAllowed:
            return "x"
        except Sealed:
            return "k"

    for who, expected in (SEEN_SEALED if is_sealed else SEEN).items():
        name, _with, key = who.partition(" with ")
        desk = open_desk(place, name)
        if key:
            desk.access.unlock(KEY)
        viewer, tips = desk.ground.viewer, [*desk.ground.tips().values()]
        shown, found = (
            "".join(kind(view(tip)) for tip in tips) for view in (viewer.shown, viewer.findable)
        )
        by_opening = "".join(opened(desk, tip) for tip in tips)
        assert (shown, by_opening, found) == expected, who
        reads = [viewer.reads(tip) for tip in tips]
        assert reads == [one == "w" for one in by_opening], who
        assert [viewer.keeps_back(tip) for tip in tips] == [one == "o" for one in shown], who
        listed = [viewer.listed(tip)["disciplines"] for tip in tips]
        assert [not one for one in listed] == [one == "o" for one in shown], who


def test_who_is_not_on_the_roster_gets_nothing(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "外人")
    for ask in (*LISTS.values(), *RECORDS.values(), *LEADS.values(), *FIGURES):
        with pytest.raises(NotAllowed, match="外人"):
            ask(desk)
    lead = open_desk(tmp_path / "desk", "组长")
    lead.checkpoint()
    assert lead.counts_at_checkpoint() and desk.counts_at_checkpoint() is None


def test_an_officer_sees_of_others_tips_what_no_text_tells(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    (tip,) = desk.finding.filtered(Filter(), Order("subject"))[:1]
    assert (tip.summary, tip.subjects[0].person, tip.subjects[0].group) == ("", "", "leadership")
    assert tip.reporter and (tip.reporter.name, tip.reporter.kind) == ("", "unverified")
    assert all("赵某某" not in str(change) for change in desk.history("1"))


def test_what_an_officer_looks_for_and_how_it_is_filtered_both_hold(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    for summary, channel in (
        ("另有录音", "landline"),
        ("另有录音", "visit"),
        ("收受礼金", "visit"),
    ):
        desk.record(tip_of(summary=summary, channel=channel))
    # On an open desk an officer finds nothing by what tips say, the own ones neither: by numbers.
    for text, numbers in (
        ("2016-0004", ["2016-0004"]),
        ("2016-0003", []),
        ("", ["2016-0005", "2016-0004"]),
    ):
        found = desk.finding.filtered(Filter(text=text, channels=("visit",)))
        assert [tip.number for tip in found] == numbers, text


WAYS_OF_FINDING: dict[str, Callable[[Desk], object]] = {
    "search": lambda desk: desk.finding.search("工程"),
    "search for a name": lambda desk: desk.finding.search("赵某某"),
    "search for initials": lambda desk: desk.finding.search("zmm"),
    "search for a number": lambda desk: desk.finding.search("13800000000"),
    "filter": lambda desk: desk.finding.filtered(Filter(text="工程")),
    "query": lambda desk: desk.find(Query().summary.search("工程")),
    "query for a name": lambda desk: desk.find(Query().subjects.any(Query().person == "赵某某")),
    "names": lambda desk: desk.finding.names_beginning("person", "赵"),
    "units": lambda desk: desk.finding.names_beginning("unit", "示范区"),
    "posts": lambda desk: desk.finding.names_beginning("post", "副"),
    "repeats": lambda desk: desk.finding.similar(["赵某某"]),
    "repeats by a number": lambda desk: desk.finding.similar(phone="13800000000"),
}


@pytest.mark.parametrize("way", WAYS_OF_FINDING)
def test_no_way_of_finding_leads_an_officer_to_what_is_not_shown(tmp_path: Path, way: str) -> None:
    # Each at a desk where nobody has looked for anything yet.
    assert not WAYS_OF_FINDING[way](desk_of(tmp_path / "desk", "李明"))
    assert WAYS_OF_FINDING[way](open_desk(tmp_path / "desk", "组长"))


def test_whoever_is_not_shown_the_names_does_not_learn_their_order(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    lead = open_desk(tmp_path / "desk", "组长")
    for person in ("张某某", "白某某"):
        lead.amend(replace(lead.tip("1" if person[0] == "张" else "2"), subjects=(
            replace(tip_of().subjects[0], person=person),
        )))  # fmt: skip
    for order in (Order("subject", descending=False), Order("group", descending=False)):
        assert [tip.number[-1] for tip in desk.finding.filtered(Filter(), order)] == ["1", "2"]
    by_name = lead.finding.filtered(Filter(), Order("subject", descending=False))
    assert [tip.number[-1] for tip in by_name] == ["2", "1"]


def test_an_officer_takes_in_no_tip_that_something_became_of(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    with pytest.raises(NotAllowed):
        desk.take_in(replace(tip_of(), status="handed_to_team"))
    assert desk.take_in(tip_of()).status == "registered"


def test_nobody_but_a_lead_takes_out_a_copy_even_of_the_own_tip(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    desk.record(tip_of(REFERRAL))
    assert desk.access.open_tip("3").summary
    with pytest.raises(NotAllowed):
        desk.acts.referral("3")
    with pytest.raises(NotAllowed):
        desk.access.open_tips([desk.tip("3")], "台账")


def test_who_opens_a_hidden_tip_is_recorded_and_a_lead_hides_none_from_himself(
    tmp_path: Path,
) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    lead = open_desk(tmp_path / "desk", "组长")
    desk.access.open_tip(desk.record(tip_of()).number)
    lead.access.open_tip("1")
    assert (desk.access.hides, lead.access.hides, desk.access.is_sealed) == (True, False, False)
    assert [(a.what, a.by, a.numbers) for a in lead.access.accesses()] == [
        ("open", "李明", ("2016-0003",))
    ]


def test_who_reads_all_that_a_tip_said_before_is_recorded(tmp_path: Path) -> None:
    officer = desk_of(tmp_path / "desk", "李明")
    number = officer.record(tip_of()).number
    officer.history(number)
    assert [one.document["summary"] for one in officer.history(number, whole=True)] == [
        tip_of().summary
    ]
    lead = open_desk(officer.place, "组长")
    lead.history(number, whole=True)
    (noted,) = lead.access.accesses()
    assert (noted.by, noted.what, noted.numbers) == ("李明", "open", (number,))
    assert noted.note == "修改记录"


@pytest.mark.parametrize(
    ("officer", "rights"),
    [
        ("统计", {"count"}),
        ("李明", {"count", "list", "record"}),
        ("组长", {"count", "list", "record", "open", "dispose", "export", "manage"}),
        ("外人", set()),
    ],
)
def test_the_desk_says_what_each_may_and_who_may_not_whose_it_is(
    tmp_path: Path, officer: str, rights: set[str]
) -> None:
    desk = desk_of(tmp_path / "desk", officer)
    stranger = "本值班台的名册上没有“外人”，请组长用 dutydesk role 登记后再打开。"
    for right in get_args(Right):
        assert desk.access.may(right) == (right in rights)
        if right in rights:
            desk.access.require(right)
        else:
            with pytest.raises(NotAllowed) as refusal:
                desk.access.require(right)
            assert str(refusal.value) == (SAID[right] if rights else stranger)


def test_who_takes_a_backup_is_recorded_where_there_is_a_roster(tmp_path: Path) -> None:
    alone = new_desk(tmp_path / "alone")
    alone.keeping.backup(tmp_path / "a.zip")
    assert alone.access.accesses() == []
    desk = desk_of(tmp_path / "desk", "组长")
    assert desk.counts().total == 2
    desk.keeping.backup(tmp_path / "b.zip")
    (access,) = desk.access.accesses()
    assert (access.what, access.by, access.note) == ("backup", "组长", "b.zip")
    assert len(access.at) == len("2016-10-01T16:59:30+08:00")


def test_an_officer_opens_and_amends_the_own_tips_until_the_hand_over(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    desk.shifts.take_over()
    number = desk.record(tip_of(summary="我收的")).number
    tip = desk.access.open_tip(number)
    assert desk.amend(tip).summary == "我收的"
    desk.shifts.hand_over()
    with pytest.raises(NotAllowed):
        desk.access.open_tip(number)
    desk.shifts.take_over()
    with pytest.raises(NotAllowed, match="交班以后，本件由组长查看"):
        desk.access.open_tip(number)
    assert not desk.access.reads(number) and desk.access.reads(desk.record(tip_of()).number)


def test_a_draft_of_the_own_tip_is_read_no_longer_than_the_tip(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    desk.shifts.take_over()
    own = desk.record(tip_of(REFERRAL))
    desk.drafts.keep("登记", {"summary": "另一件"})
    desk.drafts.keep("修改", {"amends": own.as_json()})
    assert {draft.name for draft in desk.drafts.all()} == {"登记", "修改"}
    open_desk(desk.place, "李明").shifts.hand_over()
    assert [draft.name for draft in desk.drafts.all()] == ["登记"]
    assert len(open_desk(desk.place, "组长").access.drafts_of_all()) == 2


def test_a_sheet_that_a_lead_handed_over_names_nobody_to_an_officer(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    lead = open_desk(desk.place, "组长")
    lead.shifts.take_over()
    lead.shifts.hand_over()
    desk.shifts.take_over()
    seen = [desk.shifts.handover(1).as_json(), desk.shifts.handover().as_json()]
    assert "赵某某" not in repr([*seen, desk.shifts.all()])
    assert all(tip.is_hidden for tip in desk.shifts.handover(1).sheet.open)
    assert "赵某某" in repr(lead.shifts.handover(1).as_json())


def test_who_is_a_lead_no_longer_finds_nothing_by_what_was_read_as_one(tmp_path: Path) -> None:
    lead = desk_of(tmp_path / "desk", "组长")
    desk = open_desk(lead.place, "李明")
    lead.access.set_role("李明", "lead")
    assert len(desk.finding.search("赵某某")) == 2
    assert desk.finding.names_beginning("person", "赵") == ["赵某某"]
    lead.access.set_role("李明", "officer")
    assert not desk.finding.search("赵某某")
    assert desk.finding.names_beginning("person", "赵") == []


def test_names_that_only_look_different_are_of_one_officer(tmp_path: Path) -> None:
    with open_desk(new_desk(tmp_path / "desk").place.address, "李明") as desk:
        desk.access.set_role("李　明", "lead")
        for name in ("ｄｕｔｙ１", "duty1", " duty1"):
            desk.access.set_role(name, "officer")
        assert [(one.officer, one.role) for one in desk.access.roster()] == [
            ("李明", "lead"),
            ("duty1", "officer"),
        ]
        where = desk.place.address
    for name in ("李 明", "李　明"):
        assert open_desk(where, name).access.role == "lead"
    assert open_desk(where, "ｄuty1").access.role == "officer"
    assert open_desk(where, "duty 1").access.role is None, "that looks different"
    with open_desk(where, "李明") as desk:
        # As version 0.2 kept them.
        desk.ground.keep(ROSTER, {3: Member("ｗａｎｇ", "officer")}, "role")
    assert open_desk(where, "wang").access.role == "officer"
    with open_desk(where, "李明") as desk:
        desk.ground.keep(ROSTER, {4: Member("wang", "")}, "role")
        assert [one.officer for one in desk.access.roster()] == ["李明", "duty1"]
    assert open_desk(where, "wang").access.role is None, "what was said of that name last"


def test_who_is_the_only_lead_stays_one_however_the_name_was_written(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk", "组长")
    # As version 0.2 kept them.
    names = {1: Member("组 长", "lead"), 2: Member("Ｌｉ", "officer")}
    desk.ground.keep(ROSTER, names, "role")
    for role in ("officer", ""):
        with pytest.raises(StepRefused, match="至少要有一名组长"):
            desk.access.set_role("组长", role)
    desk.access.set_role("Li", "lead")
    desk.access.set_role("组长", "")
    assert desk.access.role is None
    with open_desk(desk.place, "Li") as lead:
        assert lead.access.roster() == [Member("Li", "lead")]
        assert len(lead.ground.table(ROSTER)) == 2, "each name is in its own line still"


def test_a_name_that_hides_something_gets_no_role_and_can_be_taken_off(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "组长")
    hiding = "王\u202e芳"
    with pytest.raises(StepRefused):
        desk.access.set_role(hiding, "officer")
    # As a version kept it that did not look at names.
    desk.ground.keep(ROSTER, {4: Member(hiding, "officer")}, "role")
    assert hiding in [member.officer for member in desk.access.roster()]
    desk.access.set_role(hiding, "")
    assert hiding not in [member.officer for member in desk.access.roster()]


def test_a_role_that_only_a_newer_version_knows_gives_no_right_here(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "组长")
    desk.ground.keep(ROSTER, {4: Member("王芳", "auditor")}, "role")
    desk.checkpoint()
    with open_desk(desk.place, "王芳") as other:
        assert other.counts_at_checkpoint() is None
        assert other.access.role is None and not other.access.may("count")
        with pytest.raises(NotAllowed, match="名册上没有“王芳”"):
            other.tips()


def test_what_is_refused_over_ssh_is_recorded_a_few_times_on_each_day(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "desk", "李明")
    for day in (DURING, DURING.add(days=1)):
        with Desk.open(desk.place, clock=Clock.at(day), officer="李明") as asked:
            for _time in range(4):
                asked.access.note_refused("backup")
    lead = open_desk(desk.place, "组长")
    for _time in range(3):
        lead.access.note("drafts")
    lead.access.note_refused("restore")
    seen = [one for one in lead.access.accesses() if one.what == "refused"]
    noted = [(one.by, one.at[:10], one.note) for one in seen]
    of_one = [("李明", f"2016-10-0{day}", "backup") for day in (1, 1, 1, 2, 2, 2)]
    assert noted == [*of_one, ("组长", "2016-10-01", "restore")], "those of each, and those alone"


def test_the_first_role_makes_its_giver_a_lead_and_one_lead_stays(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk", "组长")
    # Nobody is locked out by taking off who is not there.
    for name in ("李明", "组长"):
        with pytest.raises(StepRefused, match=f"名册上没有“{name}”"):
            desk.access.set_role(name, "")
    assert desk.access.roster() == [] and desk.access.role == "lead"
    desk.access.set_role("李明", "officer")
    assert {m.officer: m.role for m in desk.access.roster()} == {"组长": "lead", "李明": "officer"}
    for role in ("viewer", ""):
        with pytest.raises(StepRefused):
            desk.access.set_role("组长", role)
    with pytest.raises(StepRefused):
        desk.access.set_role("王芳", "boss")
    desk.access.set_role("李明", "lead")
    desk.access.set_role(" 组长\u3000", "")
    lead = open_desk(tmp_path / "desk", "李明")
    assert [m.officer for m in lead.access.roster()] == ["李明"]
    assert desk.access.role is None
    assert lead.access.audit()[-1].note == "组长 —", "who was taken off is in the audit too"
    lead.checkpoint()
    assert lead.counts_at_checkpoint() and desk.counts_at_checkpoint() is None


def test_of_two_leads_at_once_one_stays_and_who_was_taken_off_gives_no_role() -> None:
    desk = new_desk(place := MemoryPlace("roster"))
    desk.access.set_role("另一名", "lead")
    other = open_desk(place, "另一名")
    let_first(desk, lambda: other.access.set_role("另一名", "officer"))
    with pytest.raises(StepRefused, match="至少要有一名组长"):
        desk.access.set_role(desk.officer, "officer")
    desk.access.set_role("另一名", "lead")
    let_first(desk, lambda: other.access.set_role(desk.officer, "officer"))
    with pytest.raises(NotAllowed):
        desk.access.set_role(desk.officer, "lead")
    assert [(m.officer, m.role) for m in other.access.roster()] == [
        (desk.officer, "officer"),
        ("另一名", "lead"),
    ]


def test_what_each_role_may_is_what_the_manual_says_of_it() -> None:
    # Written out: all else that asks for rights goes by the table itself.
    assert {role: {*rights} for role, rights in RIGHTS.items()} == {
        "viewer": {"count"},
        "officer": {"count", "list", "record"},
        "lead": {"count", "list", "record", "open", "dispose", "export", "manage"},
    }
