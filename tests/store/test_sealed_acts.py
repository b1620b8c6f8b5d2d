"""Whatever is done at a sealed desk: nothing stands in clear, and the key reads what was written."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pyrage
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from tinydb import where as field

from store.desk.desk import Desk
from store.document import TABLE, Document
from store.duty.books import LOG, SEAL
from store.errors import (
    DeskError,
    NoSuchTip,
    NotAllowed,
    NothingToUndo,
    NotSealed,
    Refused,
    Sealed,
)
from store.journal.place import Place
from store.notice.notice import INSPECTORS
from store.secret.change import AsStored, Whole
from store.secret.keyring import Keyring, of_officer
from store.tips.disposition import STATUSES, Disposition
from store.tips.revision import StaleRevision
from store.tips.tip import Tip
from tests.builders import DURING, REFERRAL, at
from tests.store.desks import OFFICER, journal_in, new_desk, open_desk, tip_of
from tests.store.sealed import DUTY, KEY, LEAD, planted, sealed_desk, where

# What the desk may refuse; that it was to store anything in clear is none of it.
REFUSALS = (Refused, NoSuchTip, NotAllowed, NothingToUndo, Sealed, StaleRevision)
WHY = "密语：与前一件反映同一人"
AMENDING = "修改"


def unlocked(folder: Path) -> Desk:
    """The desk opened by its lead, with the key at hand."""
    lead = open_desk(folder, LEAD)
    lead.access.unlock(KEY)
    return lead


def two_tips(folder: Path) -> Desk:
    """A sealed desk with two planted tips of its officer, unlocked by its lead."""
    officer = sealed_desk(folder, DUTY)
    for _ in range(2):
        officer.record(planted())
    officer.close()
    return unlocked(folder)


def test_the_reason_for_a_duplicate_is_sealed_and_read_again(tmp_path: Path) -> None:
    lead = two_tips(tmp_path)
    lead.acts.dispose("2", "duplicate", why=WHY, duplicate_of="1")
    told = lead.access.open_tip("2")
    assert told.disposition and told.disposition.why == WHY
    assert (told.status, told.matter, told.summary) == (
        "duplicate",
        "2016-0001",
        planted().summary,
    )
    shown = open_desk(tmp_path, DUTY).tip("2").disposition
    assert shown and (shown.by, shown.why) == (LEAD, "")
    lead.close()
    assert where(tmp_path) == []


def test_an_earlier_tip_of_the_matter_keeps_its_own_reason(tmp_path: Path) -> None:
    lead = two_tips(tmp_path)
    lead.acts.dispose("1", "kept_for_reference", why="密语：甲")
    lead.acts.dispose("2", "duplicate", why=WHY, duplicate_of="1")
    found = [lead.access.open_tip(number).disposition for number in ("1", "2")]
    assert [how and how.why for how in found] == ["密语：甲", WHY]


@pytest.mark.parametrize("opened_again", [False, True])
def test_an_undone_passing_through_is_withdrawn_in_its_own_words(
    tmp_path: Path, opened_again: bool
) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    number = desk.acts.pass_through("visit", "密语组长").number
    if opened_again:
        desk.close()
        desk = open_desk(tmp_path, DUTY)
    desk.acts.undo()
    how = unlocked(tmp_path).access.open_tip(number).disposition
    assert how and (how.why, how.to, how.by) == ("撤销登记", "", DUTY)
    desk.close()
    assert where(tmp_path) == []


def test_what_was_recorded_and_taken_back_is_read_as_it_was(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    number = desk.record(planted()).number
    desk.acts.undo()
    tip = unlocked(tmp_path).access.open_tip(number)
    assert (tip.status, tip.summary) == ("withdrawn", planted().summary)
    assert tip.disposition and tip.disposition.why == "撤销登记"


def test_whom_an_old_register_names_as_handling_it_is_sealed(tmp_path: Path) -> None:
    lead = two_tips(tmp_path)
    for by, stored in (("密语：承办人甲", LEAD), ("王芳", "王芳"), ("王 芳", "王 芳")):
        how = Disposition(by, DURING, "内容空泛")
        tip = lead.take_in(replace(planted(), status="kept_for_reference", disposition=how))
        shown = open_desk(tmp_path, DUTY).tip(tip.number).disposition
        assert shown and (shown.by, shown.why) == (stored, "")
    nobody = lead.take_in(replace(tip, disposition=replace(how, by="")))
    for by, kept in (("密语：承办人甲", ""), ("王芳", "王芳")):
        merely = lead.take_in(replace(planted(), handled_by=by))
        assert lead.tip(merely.number).handled_by == kept
        how_of = lead.access.open_tip(merely.number).disposition
        assert (how_of.why if how_of else "") == ("" if kept else f"承办人：{by}")
    whys = [lead.access.open_tip(n).disposition for n in ("3", "4", "5", nobody.number)]
    assert [told and told.why for told in whys] == [
        "承办人：密语：承办人甲、内容空泛",
        "内容空泛",
        "内容空泛",
        "内容空泛",
    ]
    lead.close()
    assert where(tmp_path) == []


def test_a_text_that_looks_sealed_is_not_taken_for_it(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    with pytest.raises(Sealed):
        desk.duty_log.write("-----BEGIN AGE ENCRYPTED FILE-----\n密语")
    desk.close()
    assert where(tmp_path) == []


def test_a_sealed_tip_cannot_be_given_as_an_opened_one(tmp_path: Path) -> None:
    lead = two_tips(tmp_path)
    with pytest.raises(Sealed):
        Whole(lead.tip("1").as_json())
    with pytest.raises(DeskError):
        lead.amend(replace(lead.tip("1"), summary="密语：改写"))
    stored = lead.ground.tip("1")
    (subject,) = stored["subjects"]
    for changes in (
        {"summary": "密语"},
        {"handled_by": "李明", "sealed": None},
        {"disposition": {"why": "密语"}},
        {"sealed": None},
        {"subjects": [subject, subject]},
        {"subjects": []},
        {"subjects": [subject | {"person": "密语"}]},
    ):
        with pytest.raises(NotSealed):
            lead.ground.store({TABLE: {"1": AsStored(stored, changes)}}, "amend")
    assert lead.access.open_tip("1").revision == 1


def test_of_an_open_tip_no_text_is_changed_as_if_it_stood_in_clear_on_any_desk(
    place: Place,
) -> None:
    desk = new_desk(place)
    desk.record(tip_of())
    stored = desk.follow_ups.appoint("1", "call_back", at("2016-10-03T15:00:00"), "核对").as_json()
    (subject,), (appointment,) = stored["subjects"], stored["appointments"]
    for changes in (
        {"subjects": [subject | {"person": "钱某"}]},
        {"appointments": [appointment | {"text": "约谈"}]},
        {"summary": "甲"},
    ):
        with pytest.raises(NotSealed):
            desk.ground.store({TABLE: {"1": AsStored(stored, changes)}}, "amend")
    assert desk.tip("1").as_json() == stored
    changed = {"appointments": [appointment | {"done_by": OFFICER}]}
    desk.ground.store({TABLE: {"1": AsStored(stored, changed | {"revision": 3})}}, "done")
    assert desk.tip("1").appointments[0].done_by == OFFICER


CLEAR_WRITES: dict[str, Callable[[Desk], object]] = {
    "a tip by TinyDB": lambda desk: desk._table.insert(planted().as_json()),
    "a change by TinyDB": lambda desk: desk._table.update(
        {"summary": "密语"}, field("number") == "2016-0001"
    ),
    "a table of nobody's": lambda desk: desk.ground.storage.write({"x": {"1": {"x": "密语"}}}),
    "a part that no list has": lambda desk: desk._table.update(
        {"x": {"y": ["密语"]}}, field("number") == "2016-0001"
    ),
    "a line of the log": lambda desk: put(desk, LOG, {"at": "", "by": "", "text": "密语"}),
    "a line of the log beside a tip that is sealed": lambda desk: put_all(
        desk,
        {TABLE: {"1": desk.ground.tip("1")}, LOG: {"1": {"at": "", "by": "", "text": "密语"}}},
    ),
    "a second line of the log": lambda desk: put_all(
        desk, {LOG: {"1": {"at": "", "by": ""}, "2": {"at": "", "by": "", "text": "密语"}}}
    ),
    "what only begins as if sealed": lambda desk: put(
        desk, LOG, {"text": "-----BEGIN AGE ENCRYPTED FILE-----\n密语"}
    ),
    "what only ends otherwise than sealed": lambda desk: put(
        desk, LOG, {"text": f"{desk.ground.tip('1')['sealed']['age']}密语"}
    ),
    "what is no print of a name": lambda desk: desk._table.update(
        {"sealed": desk.ground.tip("1")["sealed"] | {"prints": ["密语"]}},
        field("number") == "2016-0001",
    ),
    "another seal": lambda desk: put(desk, SEAL, {"recipients": [], "desk": "", "secret": ""}),
    "no seal": lambda desk: desk.ground.storage.write({}),
}


def put(desk: Desk, table: str, document: dict[str, Any]) -> None:
    """Writes past the ground."""
    put_all(desk, {table: {"1": document}})


def put_all(desk: Desk, changes: dict[str, dict[str, Document | None]]) -> None:
    """As `put`, of several at once."""
    with desk.ground.storage.writing:
        desk.ground.storage.change(changes)


@pytest.mark.parametrize("what", CLEAR_WRITES)
def test_nothing_is_written_in_clear_whatever_the_path(tmp_path: Path, what: str) -> None:
    lead = two_tips(tmp_path)
    before = journal_in(lead.place)
    with pytest.raises(NotSealed):
        CLEAR_WRITES[what](lead)
    assert journal_in(lead.place) == before
    lead.close()
    assert where(tmp_path) == []


def test_a_tip_that_was_handed_over_gets_no_key_of_a_shift_again(tmp_path: Path) -> None:
    folder, seen = tmp_path, []
    desk = sealed_desk(folder, DUTY)
    desk.shifts.take_over()
    for base in (None, REFERRAL):
        desk.record(planted() if base is None else tip_of(base))
    desk.shifts.hand_over()
    desk.record(planted())  # The next shift has a key of its own by now.
    own = Keyring(desk.place.address).get(of_officer("shift", DUTY))
    assert own
    lead = unlocked(folder)
    acts: list[Callable[[], object]] = [
        lambda: lead.amend(replace(lead.access.open_tip("1"), summary="密语：补记")),
        lambda: lead.acts.tell("1", "密语"),
        lambda: lead.acts.dispose("1", "kept_for_reference", why=WHY),
        lambda: lead.acts.undo(),
        lambda: lead.acts.link("1", "2"),
        lambda: lead.acts.unlink("1"),
        lambda: lead.acts.dispose("2", "duplicate", why=WHY, duplicate_of="1"),
    ]
    for act in acts:
        act()
        for number in ("1", "2"):
            age = lead.ground.tip(number)["sealed"]["age"]
            seen.append(age)
            with pytest.raises(pyrage.DecryptError):
                pyrage.decrypt(age.encode(), [own])
    assert len(set(seen)) > 4
    assert desk.access.open_tip("3").summary == planted().summary, "the own key opens the own tip"


def test_an_officer_takes_nothing_back_that_was_handed_over(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.shifts.take_over()
    desk.record(planted())
    desk.shifts.hand_over()
    with pytest.raises(NotAllowed):
        desk.acts.undo()
    assert desk.tip("1").status == "registered"


def in_group(tip: Tip, group: str) -> Tip:
    """The tip with its subjects in that group."""
    return replace(tip, subjects=tuple(replace(one, group=group) for one in tip.subjects))


class SealedDesk(RuleBasedStateMachine):
    """An officer and a lead with the key at one sealed desk; every text of theirs has a planted word.

    `written` is what the key must read of each tip.
    """

    _numbers = itertools.count(1)
    numbers = st.integers(1, 4).map(str)
    officer_acts = st.booleans()
    groups = st.sampled_from(["leadership", INSPECTORS])

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder / f"desk-{next(self._numbers)}"
        self.written: dict[str, Tip] = {}
        self.texts: list[str] = []
        self.words = (f"密语{n}" for n in itertools.count(1))

    @initialize()
    def begin(self) -> None:
        self.officer = sealed_desk(self.folder, DUTY)
        self.lead = unlocked(self.folder)

    def word(self) -> str:
        """A further planted text."""
        return next(self.words)

    def desk(self, is_officer: bool) -> Desk:
        return self.officer if is_officer else self.lead

    def took(self, act: Callable[[], Tip]) -> None:
        """Does it, if the desk lets it."""
        with suppress(*REFUSALS):
            tip = act()
            self.written[tip.number] = tip

    @rule(is_officer=officer_acts, half_done=st.booleans(), group=groups)
    def record(self, is_officer: bool, half_done: bool, group: str) -> None:
        tip = in_group(replace(planted(), summary=self.word(), to_complete=half_done), group)
        self.took(lambda: self.desk(is_officer).record(tip))

    @rule(status=st.sampled_from(["kept_for_reference", "handed_to_team", "withdrawn"]))
    def take_in(self, status: str) -> None:
        how = Disposition(self.word(), DURING, self.word(), self.word())
        tip = replace(planted(), summary=self.word(), status=status, disposition=how)
        tip = replace(tip, handled_by=self.word())
        self.took(lambda: self.lead.take_in(tip))

    @rule(is_officer=officer_acts)
    def refer(self, is_officer: bool) -> None:
        tip = replace(tip_of(REFERRAL), summary=self.word(), referred_to=self.word())
        self.took(lambda: self.desk(is_officer).record(tip))

    @rule(is_officer=officer_acts, number=numbers, opened=st.booleans(), group=groups)
    def amend(self, is_officer: bool, number: str, opened: bool, group: str) -> None:
        desk, word = self.desk(is_officer), self.word()
        look = desk.access.open_tip if opened else desk.tip
        self.took(lambda: desk.amend(in_group(replace(look(number), summary=word), group)))

    @rule(is_officer=officer_acts, number=numbers, has_file=st.booleans())
    def attach(self, is_officer: bool, number: str, has_file: bool) -> None:
        desk, word = self.desk(is_officer), self.word()
        file = BytesIO(word.encode() * 99) if has_file else None
        self.took(lambda: desk.enclosures.add(number, "other", name=word, kept_at=word, file=file))

    @rule(is_officer=officer_acts, number=numbers, goes=st.booleans())
    def correct_enclosure(self, is_officer: bool, number: str, goes: bool) -> None:
        desk, word = self.desk(is_officer), self.word()
        if goes:
            self.took(lambda: desk.enclosures.remove(number, 1))
        else:
            self.took(lambda: desk.enclosures.correct(number, 1, file_number=word))

    @rule(is_officer=officer_acts, number=numbers)
    def amend_half(self, is_officer: bool, number: str) -> None:
        desk, word = self.desk(is_officer), self.word()
        with suppress(*REFUSALS):
            tip = desk.access.open_tip(number)
            desk.drafts.keep(AMENDING + number, {"amends": tip.as_json(), "summary": word})

    @rule(number=numbers, status=st.sampled_from(sorted(STATUSES)), of=st.none() | numbers)
    def dispose(self, number: str, status: str, of: str | None) -> None:
        why, to, letter = self.word(), self.word(), self.word()
        with suppress(*REFUSALS):
            told = self.lead.acts.dispose(
                number, status, why=why, to=to, letter=letter, duplicate_of=of or ""
            )
            assert told.disposition
            assert (told.disposition.why, told.disposition.to) == (why, to)
            self.written[told.number] = told
            self.matters_are_anyones()

    @rule(numbers=st.sets(numbers, min_size=2), status=st.sampled_from(sorted(STATUSES)))
    def dispose_several(self, numbers: set[str], status: str) -> None:
        why, to = self.word(), self.word()
        with suppress(*REFUSALS):
            seen = {number: self.lead.tip(number).revision for number in sorted(numbers)}
            for told in self.lead.acts.dispose_several(seen, status, why=why, to=to):
                self.written[told.number] = told

    @rule(number=numbers)
    def tell(self, number: str) -> None:
        self.took(lambda: self.lead.acts.tell(number, self.word()))

    @rule(number=numbers, to=numbers)
    def link(self, number: str, to: str) -> None:
        with suppress(*REFUSALS):
            self.lead.acts.link(number, to)
            self.matters_are_anyones()

    @rule(number=numbers)
    def unlink(self, number: str) -> None:
        with suppress(*REFUSALS):
            self.lead.acts.unlink(number)
            self.matters_are_anyones()

    def matters_are_anyones(self) -> None:
        """Which tips are one matter stands in clear; of it nothing else may change."""
        for number, tip in self.written.items():
            now = self.lead.tip(number)
            self.written[number] = replace(tip, matter=now.matter, revision=now.revision)

    @rule(is_officer=officer_acts)
    def pass_through(self, is_officer: bool) -> None:
        desk, word = self.desk(is_officer), self.word()
        self.took(lambda: desk.acts.pass_through("visit", word))

    @rule(is_officer=officer_acts)
    def undo(self, is_officer: bool) -> None:
        desk = self.desk(is_officer)
        with suppress(*REFUSALS):
            act = desk.acts.act_to_undo()
            desk.acts.undo()
            for doc_id, number in zip(act.after, act.numbers, strict=True):
                found = self.lead.access.open_tip(number)
                history = self.lead.history(number, whole=True)
                if act.before[doc_id] is None:
                    assert found.disposition
                    assert (found.disposition.why, found.disposition.to) == ("撤销登记", "")
                else:
                    before = Tip.from_json(history[-3].document)
                    assert replace(found, revision=before.revision) == before
                self.written[number] = found

    @rule(is_officer=officer_acts)
    def log(self, is_officer: bool) -> None:
        word = self.word()
        self.desk(is_officer).duty_log.write(word)
        self.texts.append(word)

    @rule(is_officer=officer_acts)
    def take_over(self, is_officer: bool) -> None:
        with suppress(*REFUSALS):
            self.desk(is_officer).shifts.take_over()

    @rule(is_officer=officer_acts)
    def hand_over(self, is_officer: bool) -> None:
        word = self.word()
        with suppress(*REFUSALS):
            self.desk(is_officer).shifts.hand_over(word)
            assert self.lead.shifts.all()[-1].notes == word
            self.nothing_in_memory_opens_what_was_handed_over()

    def nothing_in_memory_opens_what_was_handed_over(self) -> None:
        keys = Keyring(self.lead.place.address)
        names = [of_officer(kind, name) for kind in ("shift", "draft") for name in (DUTY, LEAD)]
        found = [key for key in map(keys.get, ("desk", *names)) if key]
        drafts = self.lead.place.drafts
        kept = (orjson.loads(drafts.read(key)) for key in drafts.kept())
        sealed = [draft["sealed"] for draft in kept if draft["name"].startswith(AMENDING)]
        sealed += [tip["sealed"]["age"] for tip in self.lead.ground.every_tip()]
        for text in sealed:
            with pytest.raises(pyrage.DecryptError):
                pyrage.decrypt(text.encode(), found)

    @rule(is_officer=officer_acts)
    def forms(self, is_officer: bool) -> None:
        desk, word = self.desk(is_officer), self.word()
        (number,) = desk.forms.give_out(1)
        desk.forms.settle(number, void=word)
        assert self.lead.forms.all()[number].void == word

    @rule()
    def draft(self) -> None:
        self.officer.drafts.keep("登记", {"summary": self.word()})

    @rule()
    def correct(self) -> None:
        text = self.lead.notices.text()
        old, new = ("廉洁纪律", "廉洁") if "廉洁纪律" in text else ("廉洁", "廉洁纪律")
        self.lead.notices.correct(text.replace(f'"{old}"', f'"{new}"'))
        for number, tip in self.written.items():
            now = self.lead.tip(number)
            self.written[number] = replace(
                tip, disciplines=now.disciplines, revision=now.revision, marks=now.marks
            )

    def no_officer_is_told_what_is_for_a_lead_alone(self) -> None:
        """Nor of what else it is one matter with."""
        desk = self.officer
        desk.refresh()
        seen = [desk.shifts.all(), desk.shifts.handover(), desk.drafts.all()]
        stood: list[Document] = []
        for number in self.written:
            history = desk.history(number, whole=True)
            stood += [desk.tip(number).as_json(), *(change.document for change in history)]
            seen += [history, desk.matters.of(number), desk.matters.pattern(number)]
        apart = [tip for tip in self.written.values() if tip.about_inspectors]
        said = repr((seen, stood))
        assert [tip for tip in apart if repr(tip.summary) in said] == []
        assert not {tip.number for tip in apart} & {str(tip.get("matter")) for tip in stood}

    def teardown(self) -> None:
        self.no_officer_is_told_what_is_for_a_lead_alone()
        self.officer.close()
        with unlocked(self.folder) as reader:
            for number, tip in self.written.items():
                assert reader.access.open_tip(number) == tip
                for n, one in enumerate(tip.enclosures, 1):
                    if one.file:
                        out = BytesIO()
                        reader.enclosures.take_out(number, n, out)
                        assert out.getvalue() == one.name.encode() * 99
            assert [entry.text for entry in reader.duty_log.all()] == self.texts
            assert reader.keeping.verify().is_sound
        self.lead.close()
        assert where(self.folder) == []


SETTINGS = settings(max_examples=25, stateful_step_count=20)


@pytest.mark.whole
def test_whatever_is_done_no_planted_word_is_on_the_disk_and_the_key_reads_all(
    tmp_path: Path,
) -> None:
    run_state_machine_as_test(lambda: SealedDesk(tmp_path), settings=SETTINGS)
