"""A desk's overview is its figures, there a moment after they changed, and nothing of any tip."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.clock import Clock
from store.desk import overview
from store.desk.desk import Desk
from store.disk import Piece
from store.duty.counts import TALLY_VERSION
from store.duty.overview import Overview, is_counted_alike, is_overview, read_overview
from store.errors import DeskDamaged, NewerFormat
from store.folder.blob import FileBlob
from store.journal.place import Place, PutInPlace
from store.notice.notice import INSPECTORS
from store.tips.tip import Subject
from tests.builders import DURING, REFERRAL
from tests.store.desks import NOTICE, OFFICER, new_desk, open_desk, opened, tip_of
from tests.store.memory_place import MemoryLog, MemoryPlace
from tests.store.sealed import FIRST, KEY, LEAD, WORDS, planted, sealed_desk


def overview_at(place: Place) -> Overview:
    with place.overview.open() as file:
        said = json.loads(file.read())
    assert is_overview(said)
    return read_overview(said, "overview.json")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(overview, "_PATIENCE_SECONDS", 0)
    yield
    let_them_write()


def let_them_write() -> None:
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join()


ACTS = st.lists(st.sampled_from(["tip", "referral", "handed", "withdrawn", "linked"]), max_size=8)


@settings(max_examples=15)
@given(ACTS)
def test_the_overview_says_what_the_desk_counts(acts: list[str]) -> None:
    place = MemoryPlace("overview")
    with new_desk(place) as desk:
        desk.load()
        for act in acts:
            do(desk, act)
        counts, dues = desk.counts(), desk.dues.counts()
    found = overview_at(place)
    tally, today = found.counted(), desk.now().date()
    counted = tally.counts(today, NOTICE.disciplines, NOTICE.channels)
    assert replace(counted, by_discipline_and_day=counts.by_discipline_and_day) == counts
    assert sum(tally.by_hour()) == counts.total
    owed = sum(n for (_duty, _day), n in tally.open_by_day().items())
    assert owed == dues.overdue + dues.today + dues.before_end + dues.later


def do(desk: Desk, act: str) -> None:
    tip = desk.record(tip_of(REFERRAL) if act == "referral" else tip_of())
    if act == "handed":
        desk.acts.dispose(tip.number, "handed_to_team")
    if act == "withdrawn":
        desk.acts.dispose(tip.number, "withdrawn", why="重复录入")
    if act == "linked" and tip.number != "2016-0001" and desk.tip("1").status != "withdrawn":
        desk.acts.link(tip.number, "1")


@pytest.mark.usefixtures("at_once")
def test_the_overview_is_there_though_the_desk_stays_open(place: Place) -> None:
    with new_desk(place) as desk:
        desk.load()
        desk.record(tip_of())
        let_them_write()
        first = overview_at(place)
        desk.shifts.take_over()
        let_them_write()
        second = overview_at(place)
    assert (first.tally["total"], first.on_duty) == (1, ())
    assert second.on_duty == (OFFICER,) and second.last_tip_at.startswith("2016-10-01T")
    with open_desk(place) as desk:
        desk.shifts.hand_over()
    assert overview_at(place).on_duty == ()


def test_whoever_opens_a_desk_puts_down_what_a_session_that_died_did_not(place: Place) -> None:
    with new_desk(place) as desk:
        desk.access.set_role("统计", "viewer")
        desk.record(tip_of())
    died = open_desk(place)
    died.record(tip_of())
    died.ground.overview.forget()
    assert overview_at(place).tally["total"] == 1
    with open_desk(place, "统计") as viewer:
        viewer.load()
    assert overview_at(place).tally["total"] == 1, "who only looks writes nothing"
    open_desk(place).close()
    assert overview_at(place).tally["total"] == 2


def test_the_overview_tells_when_the_last_tip_was_saved_and_is_of_that_desk_alone() -> None:
    place, other = MemoryPlace("one"), MemoryPlace("other")
    for desk_at in (place, other):
        new_desk(desk_at).close()
        open_desk(desk_at).close()
    # Put there past the desk: as long a journal, and the same notice.
    place.held["overview.json"] = other.held["overview.json"]
    open_desk(place).close()
    assert overview_at(place).desk != overview_at(other).desk
    for now in (DURING, DURING.add(days=1)):
        with opened(Desk.open(place, clock=Clock.at(now), officer=OFFICER)) as desk:
            desk.record(tip_of())
    assert overview_at(place).last_tip_at == "2016-10-02T16:59:30+08:00"


def test_nothing_of_a_tip_is_in_the_overview_not_its_number_either(tmp_path: Path) -> None:
    """On an open desk too, and of whom the tip is about."""
    place = MemoryPlace("sealed")
    marked = replace(planted(), subjects=(Subject(unit="密县水利局", group=INSPECTORS),))
    with sealed_desk(place) as desk:
        desk.record(planted())
        desk.acts.link(desk.record(marked).number, "1")
    sealed = place.held["overview.json"].decode()
    with new_desk(open_place := MemoryPlace("open")) as desk:
        desk.record(planted())
        desk.acts.link(desk.record(marked).number, "1")
    in_clear = open_place.held["overview.json"].decode()
    for said in (sealed, in_clear):
        assert '"total":2' in said
        assert not [word for word in (*WORDS, "2016-0001", "2016-0002") if word in said]


def test_a_desk_that_was_ended_or_sealed_anew_leaves_no_overview_of_before(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    with sealed_desk(folder) as desk:
        desk.record(planted())
    was = json.loads((folder / "overview.json").read_bytes())
    with open_desk(folder, LEAD) as desk:
        desk.access.unlock(KEY)
        desk.keeping.rekey([str(FIRST.to_public())])
    now = json.loads((folder / "overview.json").read_bytes())
    assert now["desk"] != was["desk"] and now["tally"] == was["tally"]
    with open_desk(folder, LEAD) as desk:
        archive = tmp_path / "handed" / "archive.age"
        archive.parent.mkdir(mode=0o700)
        desk.keeping.seal_archive(archive, [], KEY)
        desk.keeping.purge(archive, KEY, desk.notice.unit)
    assert [path.name for path in folder.iterdir()] == ["ended.json"]


def sealed_anew(desk: Desk, _elsewhere: Path) -> None:
    desk.keeping.rekey([str(FIRST.to_public())])


def ended(desk: Desk, elsewhere: Path) -> None:
    desk.keeping.seal_archive(elsewhere / "archive.age", [], KEY)
    desk.keeping.purge(elsewhere / "archive.age", KEY, desk.notice.unit)


def moved(desk: Desk, elsewhere: Path) -> None:
    desk.keeping.move_to(elsewhere / "desk")


@pytest.mark.parametrize("becomes", [sealed_anew, ended, moved])
def test_of_a_desk_that_is_no_more_no_overview_waits_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, becomes: Callable[[Desk, Path], None]
) -> None:
    def waiting() -> set[threading.Thread]:
        return {one for one in threading.enumerate() if isinstance(one, threading.Timer)}

    monkeypatch.setattr(overview, "_PATIENCE_SECONDS", 60)
    (tmp_path / "handed").mkdir(mode=0o700)
    sealed_desk(tmp_path / "desk").close()
    before = waiting()
    with open_desk(tmp_path / "desk", LEAD) as desk:
        desk.access.unlock(KEY)
        desk.record(tip_of())
        (soon,) = waiting() - before
        becomes(desk, tmp_path / "handed")
        soon.join(5)
        assert not soon.is_alive()


def test_an_overview_on_its_way_while_the_desk_is_ended_is_not_left_behind(tmp_path: Path) -> None:
    folder, archive = tmp_path / "desk", tmp_path / "handed" / "archive.age"
    archive.parent.mkdir(mode=0o700)
    sealed_desk(folder).close()

    class EndedBefore(FileBlob):
        def replacing(self, pieces: Iterable[Piece]) -> AbstractContextManager[PutInPlace]:
            with open_desk(folder, LEAD) as lead:
                lead.keeping.seal_archive(archive, [], KEY)
                lead.keeping.purge(archive, KEY, lead.notice.unit)
            return super().replacing(pieces)

    going_on = open_desk(folder, LEAD)
    going_on.place.overview = EndedBefore(folder / "overview.json")
    with pytest.raises(DeskDamaged):
        going_on.ground.overview.keep()
    assert [path.name for path in folder.iterdir()] == ["ended.json"]


def test_where_another_desk_is_no_overview_is_made_ready(tmp_path: Path) -> None:
    class MadeReady(FileBlob):
        def replacing(self, pieces: Iterable[Piece]) -> AbstractContextManager[PutInPlace]:
            raise AssertionError

    going_on = new_desk(tmp_path / "desk")
    new_desk(tmp_path / "other").close()
    (tmp_path / "desk").rename(tmp_path / "was")
    (tmp_path / "other").rename(tmp_path / "desk")
    going_on.place.overview = MadeReady(tmp_path / "desk" / "overview.json")
    with pytest.raises(DeskDamaged):
        going_on.ground.overview.keep()


def test_a_place_that_does_not_answer_keeps_the_overview_of_no_other_desk_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hanging, other = new_desk(MemoryPlace("hanging")), new_desk(MemoryPlace("other"))
    other_log, first_line = other.ground.storage.log, MemoryLog.first_line
    is_asked, answers = threading.Event(), threading.Event()

    def hangs(log: MemoryLog) -> bytes:
        if log is not other_log:
            is_asked.set()
            answers.wait(60)
        return first_line(log)

    monkeypatch.setattr(MemoryLog, "first_line", hangs)
    waiting, going_on = (
        threading.Thread(target=desk.ground.overview.keep) for desk in (hanging, other)
    )
    waiting.start()
    assert is_asked.wait(60)
    going_on.start()
    going_on.join(10)
    is_done = not going_on.is_alive()
    answers.set()
    for thread in (waiting, going_on):
        thread.join()
    assert is_done


def test_one_of_a_newer_program_is_left_alone_and_one_that_is_none_is_damaged() -> None:
    for version in (TALLY_VERSION + 1, 10_000):
        newer = {"dutydesk_overview": version}
        assert is_overview(newer) and not is_counted_alike(newer)
        with pytest.raises(NewerFormat):
            read_overview(newer, "overview.json")
    assert is_counted_alike({"dutydesk_overview": TALLY_VERSION}) and not is_counted_alike({})
    whole = json.loads(Overview("a", "", 0, {}, "").as_bytes())
    broken: list[dict[str, Any]] = [
        {"tally": []},
        {"tally": {"total": "1"}},
        {"on_duty": [1]},
        {"notice": None},
        *({name: 5} for name in ("desk", "at", "last_tip_at", "tally", "on_duty")),
        {"journal_bytes": True},
        *({"dutydesk_overview": version} for version in ("8", None, True)),
    ]
    lacking = [{name: whole[name] for name in whole if name != left_out} for left_out in whole]
    for said in (*({**whole, **values} for values in broken), *lacking, {}):
        with pytest.raises(DeskDamaged, match=r"^overview\.json 已损坏"):
            read_overview(said, "overview.json")


def test_an_overview_is_read_as_it_was_written() -> None:
    at = "2016-10-01T17:00:00+08:00"
    made = Overview("a", at, 7, {"total": 3}, "team = 1", ("甲", "乙"), at)
    assert read_overview(json.loads(made.as_bytes()), "overview.json") == made
    assert made.counted().sums["total"] == 3
