"""Many processes and threads at one desk: nothing lost, no number twice."""

from __future__ import annotations

import itertools
import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from store.errors import StaleRevision
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.faults import in_child

PROCESSES, EACH = 8, int(os.environ.get("DUTYDESK_TIPS_EACH", "250"))
SAMPLE = tip_of()
Say = Callable[[str], None]


def test_eight_processes_record_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    watching = new_desk(folder)

    def work(say: Say, who: int) -> None:
        with open_desk(folder, officer=f"{who}") as desk:
            for n in range(EACH):
                tip = desk.record(replace(SAMPLE, summary=f"{who} 的第 {n} 件"))
                say(f"{tip.number} {tip.summary}")
                if n % 100 == 50:
                    desk.checkpoint()

    children = [in_child(lambda say, who=who: work(say, who)) for who in range(PROCESSES)]
    said = [line.split(" ", 1) for child in children for line in child.said()]
    assert [child.wait() for child in children] == [0] * PROCESSES
    assert sorted(number for number, _s in said) == [
        f"2016-{n:04d}" for n in range(1, PROCESSES * EACH + 1)
    ]
    for desk in (watching, open_desk(folder)):
        assert {tip.number: tip.summary for tip in desk.tips()} == dict(map(tuple, said))
        assert desk.counts().total == PROCESSES * EACH
    assert desk.verify().is_sound and desk.repairs == ()


def test_processes_that_amend_one_tip_never_undo_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    new_desk(folder).record(replace(SAMPLE, tags=()))

    def work(say: Say, who: int) -> None:
        desk = open_desk(folder, officer=f"{who}")
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
    tip = open_desk(folder).tip("1")
    assert tip.revision == 81
    added = Counter(tip.summary.split("\n")[1:])
    assert added == Counter(f"{who} 补充 {n}" for who in range(4) for n in range(20))
    assert len(open_desk(folder).history("1")) == 81


def test_threads_of_one_program_share_a_desk(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    numbers: list[str] = []
    failures: list[BaseException] = []
    recording = threading.Event()

    def write() -> None:
        try:
            numbers.extend(desk.record(SAMPLE).number for _n in range(60))
        except BaseException as error:
            failures.append(error)

    def read() -> None:
        try:
            while not recording.is_set():
                total = desk.counts().total
                assert len(desk.tips()) >= total
                assert len(desk.search("转账")) >= total
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
    assert sorted(numbers) == [f"2016-{n:04d}" for n in range(1, 241)]


def test_a_reader_needs_no_lock(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    desk = new_desk(folder)
    other = open_desk(folder)
    with desk._storage.writing:
        desk._storage.change("tips", {"1": replace(SAMPLE, number="2016-0001").as_json()})
        assert [tip.number for tip in other.tips()] == ["2016-0001"]
        assert other.counts().total == 1
        assert list(itertools.islice(other.search("转账"), 1))
        assert open_desk(folder).tip("1").summary == SAMPLE.summary
