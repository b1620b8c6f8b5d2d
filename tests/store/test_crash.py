"""A writer killed at any point loses nothing that it acknowledged and leaves nothing half-written."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from store.desk import overview
from store.desk.desk import Desk
from store.errors import NoDesk
from store.journal.place import Place
from store.tips.fields import SUMMARY_LIMIT
from store.tips.tip import Tip
from tests.store.conftest import NewPlace, fewer
from tests.store.desks import clock, new_desk, open_desk, summaries, tip_of
from tests.store.faults import FLUSHES, Boundary, Fault, in_child

ROUNDS = int(os.environ.get("DUTYDESK_CRASH_ROUNDS", "30"))
SAMPLE = tip_of()
Say = Callable[[str], None]


def day_of_work(place: Place, say: Say) -> None:
    """What a duty officer does, each thing said once the desk said it is done."""
    desk = new_desk(place)
    say("desk")
    stored: list[Tip] = []
    for n in range(3):
        stored.append(desk.record(replace(SAMPLE, summary=f"第 {n} 件")))
        say(f"1 {stored[-1].summary}")
    desk.checkpoint()
    say(f"2 {desk.amend(replace(stored[0], summary='第 0 件，改')).summary}")
    desk.record(replace(SAMPLE, summary="第 3 件"))
    say("1 第 3 件")
    desk.close()


# Everything that the work may have stored when it was killed, in order: each is a line acknowledged.
STATES = [
    [],
    ["第 0 件"],
    ["第 0 件", "第 1 件"],
    ["第 0 件", "第 1 件", "第 2 件"],
    ["第 0 件，改", "第 1 件", "第 2 件"],
    ["第 0 件，改", "第 1 件", "第 2 件", "第 3 件"],
]


def boundaries(place: Place) -> list[str]:
    """The calls that the work makes, in order."""
    calls: list[str] = []

    def work(say: Say) -> None:
        boundary = Boundary("none", -1)
        boundary.install()
        day_of_work(place, lambda _line: None)
        for name in boundary.calls:
            say(name)

    child = in_child(work)
    calls += child.said()
    assert child.wait() == 0
    return calls


def killed(place: Place, fault: Fault, at: int) -> list[str]:
    """What the work acknowledged before it was killed at its call number `at`."""

    def work(say: Say) -> None:
        Boundary(fault, at).install()
        day_of_work(place, say)

    child = in_child(work)
    said = list(child.said())
    assert child.wait() == -9
    return said


def must_hold(place: Place, said: list[str]) -> None:
    """All that was acknowledged is there, at most the one thing under way besides, and work goes on."""
    try:
        desk = open_desk(place)
    except NoDesk:
        assert not said
        desk = new_desk(place)
    done = max(0, len(said) - 1)
    assert summaries(desk) in STATES[done : done + 2]
    before = summaries(desk)
    number = len(before) + 1
    assert desk.record(SAMPLE).number == f"2016-{number:04d}"
    desk.close()
    with open_desk(place) as again:
        assert summaries(again) == [*before, SAMPLE.summary]
        assert again.repairs == ()
        assert again.keeping.verify().is_sound


@pytest.mark.whole
@pytest.mark.parametrize("fault", ["kill before", "kill after", "kill half-way"])
def test_killed_at_every_write_flush_and_rename(new_place_of_files: NewPlace, fault: Fault) -> None:
    calls = boundaries(new_place_of_files("count"))
    assert len(calls) > 30 and {"write", "fdatasync", "replace"} <= set(calls)
    for at in range(1, len(calls) + 1):
        place = new_place_of_files(f"{at}")
        must_hold(place, killed(place, fault, at))


@pytest.mark.whole
def test_killed_at_any_moment(new_shared_place: NewPlace) -> None:
    chance = random.Random(20160920)
    for n in range(fewer(new_shared_place("0"), ROUNDS)):
        place = new_shared_place(f"{n}")
        new_desk(place).close()

        def work(say: Say, place: Place = place) -> None:
            desk = open_desk(place)
            for k in range(10_000):
                tip = desk.record(replace(SAMPLE, summary=f"第 {k} 件"))
                say(tip.summary)
                if k % 5 == 0:
                    say(desk.amend(replace(tip, summary=tip.summary + "，改")).summary)
                if k % 7 == 0:
                    desk.checkpoint()

        child = in_child(work)
        said = []
        last = chance.randrange(1, 30)
        for line in child.said():
            said.append(line)
            if len(said) == last:
                child.kill()
        assert child.wait() == -9
        expected: dict[str, str] = {}
        for summary in said:
            expected[summary.partition("，")[0]] = summary
        found = summaries(open_desk(place))
        kept = found[: len(expected)]
        assert len(found) <= len(expected) + 1
        for summary, wanted in zip(kept, expected.values(), strict=True):
            assert summary == wanted or summary == f"{wanted}，改"
        assert kept[:-1] == list(expected.values())[:-1]
        must_go_on(place)


def must_go_on(place: Place) -> None:
    desk = open_desk(place)
    desk.record(SAMPLE)
    desk.close()
    assert open_desk(place).keeping.verify().is_sound


def test_what_was_acknowledged_was_flushed_before(tmp_path: Path) -> None:
    """A power cut: of the journal only what was flushed is left."""
    folder = tmp_path / "desk"
    new_desk(folder).close()
    journal = folder / "journal.jsonl"
    flushed = [journal.stat().st_size]
    real = os.fdatasync

    def flush(fd: int) -> None:
        real(fd)
        flushed.append(os.fstat(fd).st_size)

    desk = open_desk(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fdatasync", flush)
        for n in range(3):
            desk.record(replace(SAMPLE, summary=f"第 {n} 件"))
            assert flushed[-1] == journal.stat().st_size
    assert len(flushed) == 4


def test_a_checkpoint_takes_its_place_after_what_it_knows_of_the_journal_is_flushed(
    tmp_path: Path,
) -> None:
    """Else a power cut leaves a checkpoint that knows more than the journal."""
    desk = new_desk(tmp_path / "desk")
    desk.record(SAMPLE)
    boundary = Boundary("none", 0, among=(*FLUSHES, "replace"))
    with pytest.MonkeyPatch.context() as patch:
        for name in boundary.among:
            patch.setattr(os, name, getattr(os, name))
        patch.setattr(overview, "_PATIENCE_SECONDS", overview._PATIENCE_SECONDS)
        boundary.install()
        desk.checkpoint()
    assert boundary.calls[0] == "fdatasync" and "replace" in boundary.calls[1:]


def test_what_was_recorded_for_long_is_in_the_checkpoint_before_the_desk_is_closed(
    tmp_path: Path,
) -> None:
    desk = new_desk(tmp_path / "desk")
    long = replace(SAMPLE, summary="长" * SUMMARY_LIMIT)
    checkpoint = tmp_path / "desk" / "tips.json"
    before = checkpoint.read_bytes()
    written = 0
    while checkpoint.read_bytes() == before:
        written += len(desk.record(long).summary.encode())
        # It is written beside: how much is recorded meanwhile is up to the machine.
        desk.ground.storage.let_checkpoint_end()
        assert written < 8 * 1024 * 1024
    assert written > 1024 * 1024


def test_a_writer_that_dies_with_the_lock_blocks_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    desk = new_desk(folder)

    def work(say: Say) -> None:
        Boundary("kill before", 1, among=("fdatasync",)).install()
        open_desk(folder).record(SAMPLE)

    assert in_child(work).wait() == -9
    assert desk.record(SAMPLE).number == "2016-0002"


def test_what_was_put_right_is_said_in_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    new_desk(folder).close()

    def work(say: Say) -> None:
        Boundary("kill half-way", 1, among=("write",)).install()
        open_desk(folder).record(SAMPLE)

    assert in_child(work).wait() == -9
    desk = Desk.open(folder, clock=clock(), officer="甲")
    assert desk.tips() == [] and desk.repairs == ()
    assert desk.keeping.verify().damages[0].line == 2
    assert desk.record(SAMPLE).number == "2016-0001"
    (sentence,) = desk.repairs
    assert "journal.torn-1" in sentence
    assert (folder / "journal.torn-1").read_bytes().startswith(b'{"n":2,')
    assert desk.keeping.verify().is_sound
