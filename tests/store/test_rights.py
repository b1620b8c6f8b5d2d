"""Each method of each part of the desk asks for a right, or says why it need not: none is forgotten."""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final, get_args

import orjson
import pytest
from tinydb import Query

from store.desk.desk import Desk
from store.duty.report import Span
from store.errors import NotAllowed, Sealed, StepRefused
from store.notice.notice import INSPECTORS
from store.secret.keyring import Keyring, of_officer
from store.secret.roles import RIGHTS, Right, Role
from store.secret.seal import unseal
from store.secret.viewer import make_seal
from store.tips.draft import LeftDraft
from store.tips.find import Filter
from tests.store.desks import journal_in, new_desk, open_desk, tip_of
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import DUTY, FIRST, KEY, LEAD, WORDS, planted, sealed_desk

PUBLIC_KEY: Final = str(FIRST.to_public())
LEFT: Final = LeftDraft("0", "登记", "李明", "2016-10-01T16:59:30+08:00")
OFFICERS: Final[dict[str, Role | None]] = {
    "组长": "lead",
    "李明": "officer",
    "统计": "viewer",
    "外人": None,
}


@dataclass(frozen=True)
class Asks:
    """The right without which `call` is refused."""

    right: Right
    call: Callable[[Desk], object]


OWN = "tells officers of themselves alone"
KEPT_OPEN = "opens and closes files, gives nothing of what is stored"
PUBLIC = "the notice is public, and so is the time"
COURTESY = "names who is there and no text of any tip"

ASKED: Final[dict[str, Asks | str]] = {
    "place": KEPT_OPEN,
    "officer": OWN,
    "notice": PUBLIC,
    "now": PUBLIC,
    "create": KEPT_OPEN,
    "open": KEPT_OPEN,
    "load": KEPT_OPEN,
    "is_loaded": KEPT_OPEN,
    "refresh": KEPT_OPEN,
    "check_in_place": KEPT_OPEN,
    "checkpoint": KEPT_OPEN,
    "close": KEPT_OPEN,
    "repairs": "says what whoever opens the desk must see to",
    "record": Asks("record", lambda desk: desk.record(tip_of())),
    "sent_before": Asks("record", lambda desk: desk.sent_before("7")),
    "take_in": Asks("record", lambda desk: desk.take_in(tip_of())),
    "amend": Asks("record", lambda desk: desk.amend(tip_of(number="2016-0001", revision=1))),
    "tip": Asks("list", lambda desk: desk.tip("1")),
    "tips": Asks("list", lambda desk: desk.tips()),
    "tips_after": Asks("list", lambda desk: desk.tips_after(0)),
    "find": Asks("list", lambda desk: desk.find(Query().number == "2016-0001")),
    "as_recorded": Asks("list", lambda desk: desk.as_recorded(["1"])),
    "history": Asks("list", lambda desk: desk.history("1")),
    "counts": Asks("count", lambda desk: desk.counts()),
    "counts_at_checkpoint": "gives None to who may not count",
    # Who may see and do what
    "access.is_sealed": OWN,
    "access.hides": OWN,
    "access.may": OWN,
    "access.require": OWN,
    "access.role": OWN,
    "access.is_unlocked": OWN,
    "access.finds_repeats": OWN,
    "access.reads": OWN,
    "access.forget_key": OWN,
    "access.lock": OWN,
    "access.unlock": Asks("open", lambda desk: desk.access.unlock(KEY)),
    "access.open_tip": Asks("list", lambda desk: desk.access.open_tip("1")),
    "access.open_tips": Asks("export", lambda desk: desk.access.open_tips([], "")),
    "access.seal_export": Asks("export", lambda desk: desk.access.seal_export(b"")),
    "access.accesses": Asks("export", lambda desk: desk.access.accesses()),
    "access.drafts_of_all": Asks("export", lambda desk: desk.access.drafts_of_all()),
    "access.audit": Asks("export", lambda desk: desk.access.audit()),
    "access.alarms": "says what whoever opens the desk must see to",
    "access.recipients": Asks("list", lambda desk: desk.access.recipients()),
    "access.note": Asks("count", lambda desk: desk.access.note("open")),
    "access.note_refused": Asks("count", lambda desk: desk.access.note_refused("")),
    "access.roster": Asks("count", lambda desk: desk.access.roster()),
    "access.set_role": Asks("manage", lambda desk: desk.access.set_role("王芳", "lead")),
    # Finding
    "finding.latest": Asks("list", lambda desk: desk.finding.latest(3)),
    "finding.search": Asks("list", lambda desk: desk.finding.search("工程")),
    "finding.filtered": Asks("list", lambda desk: desk.finding.filtered(Filter())),
    "finding.similar": Asks("list", lambda desk: desk.finding.similar(["赵某某"])),
    "finding.names_beginning": Asks(
        "list", lambda desk: desk.finding.names_beginning("person", "赵")
    ),
    "finding.record_attempts": OWN,
    "finding.line_called_last": OWN,
    "finding.numbered": Asks("list", lambda desk: desk.finding.numbered("1")),
    "finding.position": Asks("list", lambda desk: desk.finding.position()),
    "finding.get_ready_to_find": "gives nothing",
    "matters.of": Asks("list", lambda desk: desk.matters.of("1")),
    "matters.duplicates_of": Asks("list", lambda desk: desk.matters.duplicates_of("1")),
    "matters.made_duplicates_of": Asks(
        "list", lambda desk: desk.matters.made_duplicates_of(tip_of())
    ),
    "matters.size": Asks("list", lambda desk: desk.matters.size(tip_of())),
    "matters.pattern": Asks("list", lambda desk: desk.matters.pattern("1")),
    "matters.patterns": Asks("dispose", lambda desk: desk.matters.patterns()),
    # Acts
    "acts.dispose": Asks("dispose", lambda desk: desk.acts.dispose("1", "handed_to_team")),
    "acts.dispose_several": Asks(
        "dispose", lambda desk: desk.acts.dispose_several({"1": 1}, "handed_to_team")
    ),
    "acts.tell": Asks("dispose", lambda desk: desk.acts.tell("1")),
    "acts.link": Asks("dispose", lambda desk: desk.acts.link("1", "2")),
    "acts.unlink": Asks("dispose", lambda desk: desk.acts.unlink("1")),
    "acts.pass_through": Asks("record", lambda desk: desk.acts.pass_through("visit", "组长")),
    "acts.undo": Asks("record", lambda desk: desk.acts.undo()),
    "acts.act_to_undo": Asks("record", lambda desk: desk.acts.act_to_undo()),
    "acts.current": Asks("record", lambda desk: desk.acts.current("1", None)),
    "acts.must_be_as_seen": Asks(
        "list", lambda desk: desk.acts.must_be_as_seen(tip_of(number="2016-0001"), 1)
    ),
    "acts.referral": Asks("export", lambda desk: desk.acts.referral("1")),
    "follow_ups.note": Asks("record", lambda desk: desk.follow_ups.note("1", "批示")),
    "follow_ups.correct_note": Asks(
        "record", lambda desk: desk.follow_ups.correct_note("1", 1, "改")
    ),
    "follow_ups.withdraw_note": Asks("record", lambda desk: desk.follow_ups.withdraw_note("1", 1)),
    "follow_ups.assign": Asks("dispose", lambda desk: desk.follow_ups.assign({"1": None}, "")),
    "follow_ups.appoint": Asks(
        "record", lambda desk: desk.follow_ups.appoint("1", "call_back", date(2016, 10, 9))
    ),
    "follow_ups.done": Asks("record", lambda desk: desk.follow_ups.done("1")),
    "follow_ups.report_up": Asks("dispose", lambda desk: desk.follow_ups.report_up("1")),
    "enclosures.limits": Asks("list", lambda desk: desk.enclosures.limits),
    "enclosures.stowing": Asks("record", lambda desk: desk.enclosures.stowing({}).__enter__()),
    "enclosures.set_limits": Asks("manage", lambda desk: desk.enclosures.set_limits(1, 1)),
    "enclosures.kept": Asks("list", lambda desk: desk.enclosures.kept()),
    "enclosures.unused": Asks("manage", lambda desk: desk.enclosures.unused()),
    "enclosures.remove_unused": Asks("manage", lambda desk: desk.enclosures.remove_unused()),
    "enclosures.add": Asks("record", lambda desk: desk.enclosures.add("1", "letter")),
    "enclosures.correct": Asks("record", lambda desk: desk.enclosures.correct("1", 1, pages=2)),
    "enclosures.remove": Asks("record", lambda desk: desk.enclosures.remove("1", 1)),
    "enclosures.take_out": Asks("list", lambda desk: desk.enclosures.take_out("1", 1, BytesIO())),
    # The duty
    "dues.all": Asks("list", lambda desk: desk.dues.all()),
    "dues.appointments": Asks("count", lambda desk: desk.dues.appointments()),
    "dues.of": Asks("list", lambda desk: desk.dues.of(tip_of())),
    "dues.counts": Asks("count", lambda desk: desk.dues.counts()),
    "duty_log.write": Asks("record", lambda desk: desk.duty_log.write("")),
    "duty_log.all": Asks("list", lambda desk: desk.duty_log.all()),
    "duty_log.by_id": Asks("list", lambda desk: desk.duty_log.by_id()),
    "shifts.all": Asks("list", lambda desk: desk.shifts.all()),
    "shifts.is_on": Asks("list", lambda desk: desk.shifts.is_on()),
    "shifts.own": Asks("record", lambda desk: desk.shifts.own()),
    "shifts.take_over": Asks("record", lambda desk: desk.shifts.take_over()),
    "shifts.hand_over": Asks("record", lambda desk: desk.shifts.hand_over("长" * 9_999)),
    "shifts.handover": Asks("list", lambda desk: desk.shifts.handover()),
    "listing.take_in": Asks("manage", lambda desk: desk.listing.take_in([])),
    "listing.all": Asks("record", lambda desk: desk.listing.all()),
    "forms.give_out": Asks("record", lambda desk: desk.forms.give_out(0)),
    "forms.all": Asks("list", lambda desk: desk.forms.all()),
    "forms.settle": Asks("record", lambda desk: desk.forms.settle(1)),
    "figures.report": Asks("count", lambda desk: desk.figures.report("day")),
    "figures.register": Asks(
        "export", lambda desk: desk.figures.register(Span(date(2016, 10, 1), date(2016, 10, 2)))
    ),
    "figures.sheets": Asks("export", lambda desk: desk.figures.sheets(())),
    "figures.closing": Asks("list", lambda desk: desk.figures.closing()),
    "papers.transfer": Asks("export", lambda desk: desk.papers.transfer((), "第二组")),
    "papers.letter": Asks("export", lambda desk: desk.papers.letter("1")),
    "papers.all": Asks("export", lambda desk: desk.papers.all()),
    "papers.again": Asks("export", lambda desk: desk.papers.again("transfer", 1)),
    "notices.text": PUBLIC,
    "notices.correction": Asks("manage", lambda desk: desk.notices.correction("")),
    "notices.correct": Asks("manage", lambda desk: desk.notices.correct("")),
    "notices.corrections": Asks("count", lambda desk: desk.notices.corrections()),
    "drafts.keep": Asks("record", lambda desk: desk.drafts.keep("登记", {})),
    "drafts.all": OWN,
    "drafts.named": OWN,
    "drafts.drop": OWN,
    "drafts.of_all": Asks("export", lambda desk: desk.drafts.of_all()),
    "drafts.keep_soon": Asks("record", lambda desk: desk.drafts.keep_soon("登记", {})),
    "drafts.drop_soon": OWN,
    "drafts.settle": KEPT_OPEN,
    "drafts.outcome": OWN,
    "drafts.seal_what_waits": "keeps less of the own drafts in memory",
    "drafts.try_again": KEPT_OPEN,
    "drafts.put_by": KEPT_OPEN,
    "drafts.bring_back": KEPT_OPEN,
    "drafts.left": Asks("manage", lambda desk: desk.drafts.left()),
    "drafts.discard": Asks("manage", lambda desk: desk.drafts.discard(LEFT)),
    "drafts.sealed_anew": Asks(
        "manage",
        lambda desk: desk.drafts.sealed_anew(make_seal([PUBLIC_KEY])),  # type: ignore[arg-type]
    ),
    "columns.kept": Asks("record", lambda desk: desk.columns.kept()),
    "columns.read": Asks("record", lambda desk: desk.columns.read("0")),
    "columns.keep": Asks("record", lambda desk: desk.columns.keep("0", b"")),
    "columns.sealed_anew": Asks(
        "manage",
        lambda desk: desk.columns.sealed_anew(make_seal([PUBLIC_KEY])),  # type: ignore[arg-type]
    ),
    "presence.show": COURTESY,
    "presence.show_draft": COURTESY,
    "presence.others": COURTESY,
    "presence.close": COURTESY,
    "presence.come_back": COURTESY,
    "reach.keep_looking": KEPT_OPEN,
    "reach.never_wait": KEPT_OPEN,
    "reach.is_away": KEPT_OPEN,
    "reach.look": KEPT_OPEN,
    "reach.give_up_waiting": KEPT_OPEN,
    "reach.bring_back_drafts": KEPT_OPEN,
    "reach.put_drafts_by": KEPT_OPEN,
    "given_reminders.giving": COURTESY,
    "given_reminders.of": COURTESY,
    "given_reminders.clear": COURTESY,
    # The desk as a whole
    "last_seen.compare": Asks("open", lambda desk: desk.last_seen.compare(Path("/dev/null"))),
    "last_seen.keep": "keeps what `compare`, which asks, may tell",
    "last_seen.drop": "removes what `compare`, which asks, may tell",
    "keeping.verify": Asks("count", lambda desk: desk.keeping.verify()),
    "keeping.anchor": Asks("count", lambda desk: desk.keeping.anchor()),
    "keeping.backup": Asks("export", lambda desk: desk.keeping.backup("/nowhere/b.zip")),
    "keeping.unfinished": Asks("manage", lambda desk: desk.keeping.unfinished()),
    "keeping.check_can_end": Asks("manage", lambda desk: desk.keeping.check_can_end()),
    "keeping.check_named": Asks("manage", lambda desk: desk.keeping.check_named("")),
    "keeping.check_can_archive": Asks(
        "manage", lambda desk: desk.keeping.check_can_archive(Path("/nowhere/a"), [], KEY)
    ),
    "keeping.draft_left": Asks("manage", lambda desk: desk.keeping.draft_left("登记")),
    "keeping.discard_draft": Asks("manage", lambda desk: desk.keeping.discard_draft(LEFT)),
    "keeping.rekey": Asks("manage", lambda desk: desk.keeping.rekey([PUBLIC_KEY])),
    "keeping.seal_archive": Asks(
        "manage", lambda desk: desk.keeping.seal_archive(Path("/nowhere/a"), [PUBLIC_KEY], KEY)
    ),
    "keeping.check_archive": Asks(
        "manage", lambda desk: desk.keeping.check_archive(Path("/nowhere/a"), KEY)
    ),
    "keeping.move_to": Asks("manage", lambda desk: desk.keeping.move_to("/nowhere/desk")),
    "keeping.purge": Asks("manage", lambda desk: desk.keeping.purge(Path("/nowhere"), KEY, "")),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with two tips of its lead, which each test has copies of."""
    folder = tmp_path_factory.mktemp("made") / "desk"
    with new_desk(folder, "组长") as desk:
        desk.access.set_role("李明", "officer")
        desk.access.set_role("统计", "viewer")
        for _ in range(2):
            desk.record(tip_of())
    return folder


def desk_of(made: Path, folder: Path, officer: str) -> Desk:
    """A copy of that desk, opened by `officer`."""
    shutil.copytree(made, folder)
    return open_desk(folder, officer)


def _public(thing: object) -> Iterator[str]:
    """The names of what a thing's class offers to call or to look at."""
    for name, found in inspect.getmembers_static(type(thing)):
        is_offered = callable(found) or isinstance(found, (property, classmethod, staticmethod))
        if is_offered and not name.startswith("_"):
            yield name


def offered(desk: Desk) -> set[str]:
    """All that the desk and its parts offer, but for the ground that the parts stand on."""
    parts = {name: part for name, part in vars(desk).items() if name[0] != "_" and name != "ground"}
    return {*_public(desk)} | {
        f"{part}.{name}" for part, held in parts.items() for name in _public(held)
    }


def test_each_method_of_each_part_is_asked_for_here(made: Path, tmp_path: Path) -> None:
    assert offered(desk_of(made, tmp_path / "desk", "组长")) == ASKED.keys()


SAID: dict[Right, str] = {
    "count": "本值班台的名册上没有",
    "list": "统计员只看统计数字，不看举报。",
    "record": "统计员只看统计数字，不登记举报。",
    "open": "用密钥解锁由组长办理。",
    "dispose": "处理举报由组长办理。",
    "export": "导出和核查由组长办理。",
    "manage": "名册、密钥、公告更正、导入和结束巡视由组长办理。",
}
"""How what says why begins, by the right that is lacking."""


def _is_not_refused(call: Callable[[], object]) -> None:
    """Whatever else there is to say against a call that lacks what it would need."""
    try:
        call()
    except NotAllowed:
        raise
    except Exception:
        return


@pytest.mark.parametrize("officer", OFFICERS)
@pytest.mark.parametrize("name", [name for name, asks in ASKED.items() if isinstance(asks, Asks)])
def test_who_lacks_the_right_is_refused_and_who_has_it_is_not(
    made: Path, tmp_path: Path, name: str, officer: str
) -> None:
    asks: Any = ASKED[name]
    role = OFFICERS[officer]
    has_it = role is not None and asks.right in RIGHTS[role]
    if has_it and role != "lead":
        return
    desk = desk_of(made, tmp_path / "desk", officer)
    if has_it:
        _is_not_refused(lambda: asks.call(desk))
        return
    before = journal_in(desk.place)
    with pytest.raises(NotAllowed, match=f"^{SAID[asks.right if role else 'count']}"):
        asks.call(desk)
    assert journal_in(desk.place) == before


WAITS: Final[dict[str, Callable[[Desk], object]]] = {
    "take_in": lambda desk: desk.take_in(replace(tip_of(), status="handed_to_team")),
    "access.set_role": lambda desk: desk.access.set_role("王芳", "officer"),
    "duty_log.write": lambda desk: desk.duty_log.write("停电"),
    "enclosures.add": lambda desk: desk.enclosures.add("1", "letter", file=BytesIO(b"%PDF")),
    "forms.give_out": lambda desk: desk.forms.give_out(1),
    "papers.letter": lambda desk: desk.papers.letter("2"),
    "papers.transfer": lambda desk: desk.papers.transfer([desk.tip("1")], "第二组"),
    "shifts.hand_over": lambda desk: desk.shifts.hand_over(),
}
"""Calls that get as far as to wait for others, where those of `ASKED` do not."""


class Meanwhile:
    """Holds a desk as `held` does, once another did something first."""

    def __init__(self, held: AbstractContextManager[None], first: Callable[[], None]) -> None:
        self._held = held
        self._first: list[Callable[[], None]] = [first]

    def __enter__(self) -> None:
        while self._first:
            self._first.pop()()
        self._held.__enter__()

    def __exit__(self, *exception: Any) -> None:
        self._held.__exit__(*exception)


def test_whose_right_is_taken_while_they_wait_for_others_changes_nothing_any_more() -> None:
    desk, other = new_desk(place := MemoryPlace("desk"), "组长"), open_desk(place, "另一名组长")
    desk.access.set_role("另一名组长", "lead")
    out = [{"unit": "某局", "person": "周某", "post": "", "group": "out_of_scope"}]
    for tip in (tip_of(), tip_of(subjects=out, referred_to="某局")):
        desk.record(tip)
    desk.acts.dispose("2", "referred", to="某局", on=date(2016, 10, 1))
    desk.shifts.take_over()
    storage, waited = desk.ground.storage, set[str]()
    for name, asks in ASKED.items():
        if not isinstance(asks, Asks):
            continue
        # The role that has all but what it needs.
        less = {"count": "", "list": "viewer", "record": "viewer"}.get(asks.right, "officer")
        right = "dispose" if name == "take_in" else asks.right

        def taken(name: str = name, less: str = less) -> None:
            waited.add(name)
            other.access.set_role("组长", less)

        writing, presuming = storage.writing, storage.presuming
        storage.writing = Meanwhile(writing, taken)  # type: ignore[assignment]
        storage.presuming = Meanwhile(presuming, taken)  # type: ignore[assignment]
        lines = len(journal_in(place).splitlines())
        try:
            WAITS.get(name, asks.call)(desk)
            assert name not in waited, name
        except NotAllowed as error:
            assert str(error).startswith(SAID[right if less else "count"]), name
        except Exception as error:
            assert name not in waited, (name, error)
        finally:
            storage.writing, storage.presuming = writing, presuming
        assert len(journal_in(place).splitlines()) == lines + (name in waited), name
        if name in waited:
            other.access.set_role("组长", "lead")
    assert waited >= WAITS.keys() and len(waited) == 40, sorted(waited)


def test_no_part_waits_for_others_but_by_a_right() -> None:
    """A tip that is recorded asks for it itself, as it may presume that nobody else writes."""
    desk = Path(__file__).parents[2] / "store" / "desk"
    users = [path.name for path in desk.glob("*.py") if "storage.writing:" in path.read_text()]
    assert sorted(users) == ["desk.py", "ground.py"]


EVEN_WITHDRAWN: Final = {
    # It is taken back, or taken out of its matter; of `undo` see `test_undo.py`.
    *("acts.dispose", "acts.dispose_several", "acts.unlink", "acts.undo", "acts.act_to_undo"),
    # These change no tip that is there.
    *("acts.pass_through", "acts.must_be_as_seen", "enclosures.limits", "enclosures.set_limits"),
    *("enclosures.stowing", "enclosures.kept", "enclosures.unused", "enclosures.remove_unused"),
    "enclosures.take_out",
}


@pytest.mark.parametrize("is_passed_through", [False, True])
def test_nothing_is_done_with_what_was_withdrawn_before_it_is_taken_back(
    is_passed_through: bool,
) -> None:
    desk = new_desk(MemoryPlace("desk"), "组长")
    if is_passed_through:
        desk.acts.pass_through("visit", "组长")
    else:
        desk.record(planted())
        desk.follow_ups.appoint("1", "call_back", desk.now().add(days=1))
        desk.enclosures.add("1", "letter")
    desk.record(tip_of())
    desk.forms.give_out(1)
    desk.acts.dispose("1", "withdrawn", why="误录")
    journal, revision = journal_in(desk.place), desk.tip("1").revision
    calls: dict[str, Callable[[Desk], object]] = {
        name: asks.call
        for name, asks in ASKED.items()
        if isinstance(asks, Asks) and name.partition(".")[0] in ("acts", "follow_ups", "enclosures")
    }
    calls |= {
        "amend": lambda desk: desk.amend(replace(tip_of(), number="1", revision=revision)),
        "acts.link to it": lambda desk: desk.acts.link("2", "1"),
        "forms.settle": lambda desk: desk.forms.settle(1, tip="1"),
        "papers.letter": lambda desk: desk.papers.letter("1"),
        "papers.transfer": lambda desk: desk.papers.transfer([desk.tip("1")], "第二组"),
        "require": lambda desk: desk.access.require("record", "1"),
    }
    for name in calls.keys() - EVEN_WITHDRAWN:
        with pytest.raises(StepRefused, match="已误录撤销"):
            calls[name](desk)
    assert calls.keys() > EVEN_WITHDRAWN and journal_in(desk.place) == journal
    desk.access.require("list", "1")
    if not is_passed_through:
        desk.acts.dispose("1", "registered", why="并非误录")
        assert desk.follow_ups.note("1", "补充").notes and desk.dues.appointments()


@pytest.mark.parametrize("officer", ["李明", "统计"])
def test_whatever_is_asked_for_nobody_is_named_in_anothers_tip(
    tmp_path: Path, officer: str
) -> None:
    """Nor in one that was handed over, or is for a lead alone."""
    lead = new_desk(tmp_path / "desk", "组长")
    lead.access.set_role("李明", "officer")
    lead.access.set_role("统计", "viewer")
    for _ in range(2):
        lead.record(planted())
    lead.shifts.take_over()
    lead.acts.tell("1", "密语")
    lead.acts.dispose("2", "duplicate", why="密语", duplicate_of="1")
    lead.drafts.keep("修改", {"amends": lead.tip("1").as_json()})
    lead.shifts.hand_over()
    lead.close()
    with open_desk(tmp_path / "desk", "李明") as before:
        before.shifts.take_over()
        own = before.record(planted())
        before.drafts.keep("修改", {"amends": own.as_json()})
        before.shifts.hand_over()
        apart = tuple(replace(subject, group=INSPECTORS) for subject in own.subjects)
        before.record(replace(planted(), subjects=apart))
    desk = open_desk(tmp_path / "desk", officer)
    seen: list[object] = [desk.drafts.all()]
    for asks in ASKED.values():
        if isinstance(asks, Asks):
            try:
                found = asks.call(desk)
                seen.append(list(found) if isinstance(found, Sequence) else found)
            except Exception as error:
                seen.append((error, vars(error)))
    said = repr(seen)
    assert "2016-0001" in said or officer == "统计", "the search itself must be able to find"
    assert [word for word in WORDS if word in said] == []


def test_no_shifts_key_opens_anything_of_the_folder_whatever_is_done(tmp_path: Path) -> None:
    """Neither while the shift runs nor after the hand-over, by a lead without and with a key."""
    folder = tmp_path / "desk"
    officer = sealed_desk(folder, DUTY)
    keys = Keyring(officer.place.address)
    officer.shifts.take_over()
    for _ in range(2):
        officer.amend(replace(officer.record(planted()), summary="密语：补记"))
    copied = keys.get(of_officer("shift", DUTY))
    assert copied
    officer.shifts.hand_over()
    lead, seen = open_desk(folder, LEAD), set[str]()
    for unlocks in (False, True):
        if unlocks:
            lead.access.unlock(KEY)
        for name, asks in ASKED.items():
            if isinstance(asks, Asks) and name != "access.unlock":
                with suppress(Exception):
                    asks.call(lead)
                held = [key for key in (copied, keys.get(of_officer("shift", LEAD))) if key]
                for text in _sealed_texts(folder) - seen:
                    seen.add(text)
                    with pytest.raises(Sealed):
                        unseal(text, held)
    done = [orjson.loads(line)["what"] for line in (folder / "journal.jsonl").open()]
    assert {"link", "undo", "assign", "tell", "note", "rekey"} <= {*done}, done


def _sealed_texts(folder: Path) -> set[str]:
    """Each sealed text of the desk, wherever it is."""
    files = (path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())
    found = (re.findall(r"-----BEGIN AGE.*?END AGE ENCRYPTED FILE-----", text) for text in files)
    return {text.replace("\\n", "\n") for texts in found for text in texts}


def test_whoever_may_not_count_sees_no_counters_while_the_desk_is_read(
    made: Path, tmp_path: Path
) -> None:
    for officer, role in OFFICERS.items():
        desk = desk_of(made, tmp_path / officer, officer)
        found = desk.counts_at_checkpoint()
        assert (found and found.total) == (2 if role else None), officer


def test_the_screens_do_not_go_past_the_parts() -> None:
    """But for the clock of the tour, on a desk of its own."""
    tui = Path(__file__).parents[2] / "tui"
    users = [path.name for path in tui.rglob("*.py") if ".ground" in path.read_text("utf-8")]
    assert users == ["demo.py"]


def test_each_right_is_asked_for() -> None:
    asked = {asks.right for asks in ASKED.values() if isinstance(asks, Asks)}
    # That of opening the own tips too is asked of each tip: `test_roles.py`.
    assert asked == set(get_args(Right))
