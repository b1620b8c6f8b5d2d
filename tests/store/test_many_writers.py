"""Many processes and threads at one desk: nothing lost, no number twice."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from store.errors import DeskBusy
from store.journal.place import Place
from store.tips.revision import StaleRevision
from tests.store.conftest import fewer
from tests.store.desks import journal_in, new_desk, open_desk, summaries, tip_of
from tests.store.faults import WRITES, Boundary, Child, in_child

pytestmark = pytest.mark.whole

PROCESSES, EACH = 8, int(os.environ.get("DUTYDESK_TIPS_EACH", "100"))
SAMPLE = tip_of()
Say = Callable[[str], None]


def test_eight_processes_record_at_once(shared_place: Place) -> None:
    watching, each = new_desk(shared_place), fewer(shared_place, EACH)

    def work(say: Say, who: int) -> None:
        with open_desk(shared_place, officer=f"{who}") as desk:
            for n in range(each):
                tip = desk.record(replace(SAMPLE, summary=f"{who} 的第 {n} 件"))
                say(f"{tip.number} {tip.summary}")
                if n % 40 == 20:
                    desk.checkpoint()

    children = [in_child(lambda say, who=who: work(say, who)) for who in range(PROCESSES)]
    said = [line.split(" ", 1) for child in children for line in child.said()]
    assert [child.wait() for child in children] == [0] * PROCESSES
    assert sorted(number for number, _s in said) == [
        f"2016-{n:04d}" for n in range(1, PROCESSES * each + 1)
    ]
    for desk in (watching, open_desk(shared_place)):
        assert {tip.number: tip.summary for tip in desk.tips()} == dict(map(tuple, said))
        assert desk.counts().total == PROCESSES * each
    assert desk.keeping.verify().is_sound and desk.repairs == ()


def test_a_number_that_another_took_while_one_waited_for_the_desk_is_not_given_twice(
    place_of_files: Place,
) -> None:
    new_desk(place_of_files).close()

    def work(say: Say) -> None:
        desk = open_desk(place_of_files)
        # It knows its number, and now opens the lock's file to wait for its turn.
        Boundary("stop before", 1, among=("open",)).install()
        say(desk.record(replace(SAMPLE, summary="我的")).number)

    child = in_child(work)
    child.wait_until_stopped()
    with open_desk(place_of_files) as other:
        assert other.record(replace(SAMPLE, summary="他人的")).number == "2016-0001"
    os.kill(child.pid, signal.SIGCONT)
    assert list(child.said()) == ["2016-0002"] and child.wait() == 0
    assert summaries(open_desk(place_of_files)) == ["他人的", "我的"]


def test_processes_that_amend_one_tip_never_undo_each_other(shared_place: Place) -> None:
    new_desk(shared_place).record(replace(SAMPLE, tags=()))

    def work(say: Say, who: int) -> None:
        desk = open_desk(shared_place, officer=f"{who}")
        for n in range(20):
            tip = desk.tip("1")
            while True:
                try:
                    desk.amend(replace(tip, summary=f"{tip.summary}\n{who} 补充 {n}"))
                    break
                except StaleRevision as stale:
                    tip = stale.current

    children = [in_child(lambda say, who=who: work(say, who)) for who in range(4)]
    assert [child.wait() for child in children] == [0] * 4
    tip = open_desk(shared_place).tip("1")
    assert tip.revision == 81
    added = Counter(tip.summary.split("\n")[1:])
    assert added == Counter(f"{who} 补充 {n}" for who in range(4) for n in range(20))
    assert len(open_desk(shared_place).history("1")) == 81


def test_threads_of_one_program_share_a_desk(place: Place) -> None:
    desk, each = new_desk(place), fewer(place, 60)
    numbers: list[str] = []
    failures: list[BaseException] = []
    recording = threading.Event()

    def write() -> None:
        try:
            numbers.extend(desk.record(SAMPLE).number for _n in range(each))
        except BaseException as error:
            failures.append(error)

    def read() -> None:
        try:
            while not recording.is_set():
                total = desk.counts().total
                assert len(desk.tips()) >= total
                assert len(desk.finding.search("转账")) >= total
                desk.refresh()
        except BaseException as error:
            failures.append(error)

    writers = [threading.Thread(target=write) for _n in range(4)]
    reader = threading.Thread(target=read)
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    recording.set()
    reader.join()
    assert not failures
    assert sorted(numbers) == [f"2016-{n:04d}" for n in range(1, 4 * each + 1)]


def standing_writer(place: Place) -> Child:
    """A process that stands still in the midst of recording, the desk's lock in its hands."""

    def work(say: Say) -> None:
        Boundary("stop before", 1, among=("fdatasync",)).install()
        say(open_desk(place).record(SAMPLE).number)

    child = in_child(work)
    child.wait_until_stopped()
    return child


def test_a_writer_that_stands_still_keeps_no_reader_waiting(place_of_files: Place) -> None:
    desk = new_desk(place_of_files)
    first = desk.record(SAMPLE)
    child = standing_writer(place_of_files)
    for reader in (desk, open_desk(place_of_files)):
        assert reader.tip("1") == first
        assert reader.counts().total == len(reader.tips()) == len(reader.finding.search("转账"))
        assert len(reader.history("1")) == 1
    os.kill(child.pid, signal.SIGCONT)
    assert list(child.said()) == ["2016-0002"]
    assert child.wait() == 0


def test_a_writer_that_dies_lets_those_go_on_who_wait_for_it(place_of_files: Place) -> None:
    desk = new_desk(place_of_files)
    child = standing_writer(place_of_files)
    numbers: list[str] = []
    waiting = threading.Thread(target=lambda: numbers.append(desk.record(SAMPLE).number))
    waiting.start()
    child.kill()
    waiting.join()
    assert numbers == ["2016-0002"]
    assert child.wait() == -9


COUNTED = Path("/proc/self/io")


@pytest.mark.skipif(not COUNTED.exists(), reason="this system does not count what is read")
def test_a_reader_reads_only_what_was_appended(shared_place: Place) -> None:
    desk = new_desk(shared_place)
    for _n in range(200):
        desk.record(SAMPLE)
    reader = open_desk(shared_place)
    # Once it asks how the desk was set up.
    reader.counts()
    before = read_so_far()
    for n in range(10):
        desk.record(SAMPLE)
        assert reader.refresh()
        assert reader.counts().total == 201 + n
    read = read_so_far() - before
    bytes_per_tip = len(journal_in(shared_place)) / 210
    assert read / 10 < 2 * bytes_per_tip


def read_so_far() -> int:
    """How many bytes this process has read, from whatever file."""
    return int(COUNTED.read_text().split()[1])


def test_what_another_is_just_writing_is_waited_for_and_no_damage(
    place_of_files: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_desk(place_of_files).record(SAMPLE)

    def work(_say: Say) -> None:
        desk = open_desk(place_of_files)
        Boundary("stop half-way", 1, among=WRITES).install()
        desk.record(SAMPLE)

    child = in_child(work)
    child.wait_until_stopped()
    desk = open_desk(place_of_files)
    try:
        with monkeypatch.context() as at_once, pytest.raises(DeskBusy):
            at_once.setattr(desk.ground.storage.log.lock, "_patience_seconds", 0)
            desk.keeping.verify()
    finally:
        os.kill(child.pid, signal.SIGCONT)
    assert child.wait() == 0
    assert desk.keeping.verify().is_sound and desk.keeping.verify().tips == 2
