"""The desk against a plain dict: any sequence of what officers do, in two sessions at once."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tinydb import where

from store.errors import NoSuchTip, StepRefused, TipRefused
from store.notice.notice import OTHER
from store.tips.disposition import (
    DUPLICATE,
    REFERRED,
    REGISTERED,
    STATUSES,
    STEPS,
    WITHDRAWN,
    Earlier,
)
from store.tips.revision import StaleRevision
from store.tips.tip import Tip
from tests.store.conftest import NewPlace, fewer
from tests.store.desks import NOTICE, new_desk, open_desk, tip_of

pytestmark = pytest.mark.whole

TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)
DISCIPLINES = st.lists(
    st.sampled_from([*NOTICE.disciplines, OTHER]), min_size=1, max_size=3, unique=True
).map(tuple)
SESSIONS = st.integers(0, 1)
SAMPLE = tip_of()


class DeskModel(RuleBasedStateMachine):
    """Two sessions of one desk, and a dict of what must be on it."""

    tips = Bundle("tips")
    _numbers = itertools.count(1)

    def __init__(self, new_place: NewPlace) -> None:
        super().__init__()
        self.place = new_place(f"desk-{next(self._numbers)}")

    @initialize()
    def begin(self) -> None:
        self.desks = [new_desk(self.place), open_desk(self.place, officer="值班员乙")]
        self.model: dict[str, Tip] = {}
        self.past: dict[str, list[Tip]] = {}

    def teardown(self) -> None:
        for desk in self.desks:
            desk.close()

    @rule(target=tips, session=SESSIONS, summary=TEXTS, disciplines=DISCIPLINES)
    def record(self, session: int, summary: str, disciplines: tuple[str, ...]) -> Tip:
        desk = self.desks[session]
        tip = desk.record(replace(SAMPLE, summary=summary, disciplines=disciplines))
        assert tip.number == f"2016-{len(self.model) + 1:04d}"
        assert (tip.summary, tip.disciplines) == (summary, disciplines)
        assert (tip.revision, tip.officer) == (1, desk.officer)
        self._stored(tip)
        return tip

    @rule(target=tips, session=SESSIONS, seen=tips, summary=TEXTS, disciplines=DISCIPLINES)
    def amend(self, session: int, seen: Tip, summary: str, disciplines: tuple[str, ...]) -> Tip:
        current = self.model[seen.number]
        wanted = replace(seen, summary=summary, disciplines=disciplines)
        if seen.revision != current.revision:
            with pytest.raises(StaleRevision) as stale:
                self.desks[session].amend(wanted)
            assert stale.value.current == current
            self._changes_are_those_between(seen, stale.value)
            return current
        if current.status == WITHDRAWN:
            with pytest.raises(StepRefused):
                self.desks[session].amend(wanted)
            return current
        tip = self.desks[session].amend(wanted)
        assert tip == replace(wanted, revision=current.revision + 1)
        self._stored(tip)
        return tip

    def _changes_are_those_between(self, seen: Tip, stale: StaleRevision) -> None:
        old, new = seen.as_json(), stale.current.as_json()
        told = {change.field: (change.before, change.after) for change in stale.changes}
        assert told == {
            key: (old[key], new[key]) for key in old if key != "revision" and old[key] != new[key]
        }

    @rule(target=tips, session=SESSIONS, seen=tips, status=st.sampled_from(sorted(STATUSES)))
    def dispose(self, session: int, seen: Tip, status: str) -> Tip:
        desk, current = self.desks[session], self.model[seen.number]
        try:
            tip = desk.acts.dispose(seen.number, status, why="有理由", revision=seen.revision)
        except StaleRevision:
            assert seen.revision != current.revision
            return current
        except StepRefused:
            assert status not in STEPS[current.status] or status in (REFERRED, DUPLICATE)
            return current
        assert status in STEPS[current.status]
        assert tip.disposition and tip.disposition.by == desk.officer
        earlier = current.earlier
        if current.disposition and current.status not in (REGISTERED, WITHDRAWN):
            earlier += (Earlier(current.status, current.disposition.at.date()),)
        assert tip == replace(
            current,
            status=status,
            disposition=tip.disposition,
            earlier=earlier,
            revision=current.revision + 1,
        )
        self._stored(tip)
        return tip

    def _stored(self, tip: Tip) -> None:
        self.model[tip.number] = tip
        self.past.setdefault(tip.number, []).append(tip)

    @rule(session=SESSIONS)
    def refuse(self, session: int) -> None:
        with pytest.raises(TipRefused):
            self.desks[session].record(replace(SAMPLE, summary=""))

    @rule(session=SESSIONS)
    def checkpoint(self, session: int) -> None:
        self.desks[session].checkpoint()

    @rule(session=SESSIONS, cleanly=st.booleans())
    def open_again(self, session: int, cleanly: bool) -> None:
        if cleanly:
            self.desks[session].close()
        self.desks[session] = open_desk(self.place, officer=f"{session}")
        assert self.desks[session].repairs == ()

    @rule(session=SESSIONS, tip=tips)
    def look_at_one(self, session: int, tip: Tip) -> None:
        desk = self.desks[session]
        assert desk.tip(tip.number) == self.model[tip.number]
        past = self.past[tip.number]
        assert [Tip.from_json(change.document) for change in desk.history(tip.number)] == past
        query = where("summary") == tip.summary
        same = [t for t in self.model.values() if t.summary == tip.summary]
        assert desk.find(query) == same

    @rule(session=SESSIONS, text=TEXTS.map(lambda text: text[:1]))
    def search(self, session: int, text: str) -> None:
        found = self.desks[session].finding.search(text)
        numbers = {tip.number for tip in found}
        for tip in self.model.values():
            if text.lower() in tip.summary.lower():
                assert tip.number in numbers

    @rule(session=SESSIONS)
    def look_for_one_that_is_not_there(self, session: int) -> None:
        with pytest.raises(NoSuchTip):
            self.desks[session].tip(f"{len(self.model) + 1}")

    @invariant()
    def every_session_sees_all(self) -> None:
        wanted = list(self.model.values())
        for desk in self.desks:
            assert desk.tips() == wanted
            assert desk.finding.latest(3) == wanted[:-4:-1]
            counts = desk.counts()
            statuses = Counter(tip.status for tip in wanted)
            assert {k: n for k, n in counts.by_status.items() if n} == statuses
            standing = [tip for tip in wanted if tip.status != WITHDRAWN]
            assert (counts.total, counts.in_scope) == (len(standing), len(standing))
            disciplines = Counter(name for tip in standing for name in tip.disciplines)
            assert {k: v for k, v in counts.by_discipline.items() if v} == disciplines


EXAMPLES = 40


def test_two_sessions_do_whatever_officers_do(new_place: NewPlace) -> None:
    how = settings(max_examples=fewer(new_place("desk"), EXAMPLES), stateful_step_count=25)
    run_state_machine_as_test(lambda: DeskModel(new_place), settings=how)
