"""What is in memory of a desk: when the place is asked, what is read meanwhile, what a checkpoint is for."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

import orjson
import pytest

from store.disk import Piece
from store.errors import CannotReach, MaybeSaved
from store.journal.checkpoint import read_sealed_head
from store.journal.line import write_line
from store.journal.place import PutInPlace
from store.journal.replay import Replay, is_shaped, most_after
from store.journal.storage import JournalStorage
from tests.store.desks import journal_in
from tests.store.memory_place import MemoryBlob, MemoryLog, MemoryPlace
from tests.store.test_table import STAMP, NoIndex, storage_in


class Remembering(NoIndex):
    """Has a checkpoint remember what is in `known`."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, Any] = {}

    def remember(self) -> dict[str, Any]:
        return self.known


class Believing(NoIndex):
    """Takes each change for one that can be."""

    def is_plausible(self, *_change: Any) -> bool:
        return True


def note(storage: JournalStorage, doc_id: int) -> None:
    with storage.writing:
        storage.change({"x": {str(doc_id): {"n": doc_id}}})


def seen(storage: JournalStorage) -> list[str]:
    return [*storage.table("x")]


def test_a_checkpoint_is_written_for_what_is_new_or_newly_remembered_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place, index = MemoryPlace("desk"), Remembering()
    storage_in(place).close()
    storage = JournalStorage(place, index, lambda: STAMP)
    written: list[str] = []
    replacing = MemoryBlob.replacing

    def noted(blob: MemoryBlob, pieces: Iterable[Piece]) -> AbstractContextManager[PutInPlace]:
        written.append(blob.name)
        return replacing(blob, pieces)

    monkeypatch.setattr(MemoryBlob, "replacing", noted)

    def is_written() -> bool:
        before = len(written)
        storage.checkpoint()
        return len(written) > before

    assert not is_written(), "it is as the desk was founded"
    note(storage, 1)
    assert is_written() and not is_written()
    index.known = {"tally": 1}
    assert is_written() and not is_written()
    note(storage, 2)
    storage.close()
    assert not is_written(), "who is gone puts nothing there any more"
    again = JournalStorage(place, index, lambda: STAMP)
    assert seen(again) == ["1", "2"] and again.last_id("x") == 2
    assert again.load().kept >= {"tally", "desk", "journal_bytes", "journal_format", "last_ids"}


def test_what_others_stored_is_taken_in_when_one_asks_and_not_under_who_reads_or_writes() -> None:
    place = MemoryPlace("desk")
    storage, other = storage_in(place), storage_in(place)
    storage.load()
    note(other, 1)
    assert seen(storage) == [] and storage.news == 0
    with storage.reading:
        assert seen(storage) == ["1"], "all that is there as it begins"
        note(other, 2)
        with storage.reading:
            assert not storage.catch_up()
        assert not storage.catch_up() and seen(storage) == ["1"], "nothing changes within"
    storage.writer = threading.get_ident() + 1
    assert not storage.catch_up() and seen(storage) == ["1"], "nor under a thread that writes"
    storage.writer = 0
    assert storage.catch_up() and not storage.catch_up()
    assert (seen(storage), storage.news) == (["1", "2"], 2)
    note(other, 3)
    storage.never_wait()
    assert not storage.catch_up() and seen(storage) == ["1", "2"]
    new = storage_in(place)
    new.never_wait()
    assert seen(new) == ["1", "2", "3"] and not new.catch_up(), "what is not read yet is waited for"


def test_while_the_place_is_away_who_looks_after_it_reads_and_nobody_writes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = MemoryPlace("desk")
    storage = storage_in(place)
    note(storage, 1)
    size, asked = MemoryLog.size, list[bool]()

    def gone(_log: MemoryLog) -> int:
        asked.append(threading.get_ident() in storage.asking)
        raise CannotReach("网断了")

    monkeypatch.setattr(MemoryLog, "size", gone)
    for ask in (storage.catch_up, storage.look, lambda: note(storage, 2)):
        with pytest.raises(CannotReach, match="网断了"):
            ask()
        assert storage.away is None, "nobody looks whether it comes back"
    storage.is_looked_after = True
    storage.refuse_if_away()
    assert not storage.catch_up() and str(storage.away) == "网断了"
    assert asked == [True, True, False, True], "who waits for an answer is known"
    assert storage.asking == set()
    assert not storage.catch_up() and len(asked) == 4, "nobody else tries"
    with pytest.raises(CannotReach, match=r"^没有保存：网断了$"):
        note(storage, 2)
    with pytest.raises(CannotReach):
        storage.refuse_if_away()
    with storage.reading:
        assert seen(storage) == ["1"] and len(asked) == 4
    with pytest.raises(CannotReach):
        storage.look()
    monkeypatch.setattr(MemoryLog, "size", size)
    storage.away = None
    note(storage, 2)
    assert seen(storage) == ["1", "2"]


def test_of_what_had_no_answer_nobody_says_that_it_was_not_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    storage = storage_in(MemoryPlace("desk"))
    storage.is_looked_after = True
    storage.load()
    append = MemoryLog.append
    for raised, told in ((MaybeSaved, r"^谁也不知道$"), (CannotReach, r"^没有保存：谁也不知道$")):

        def unanswered(_log: MemoryLog, _line: bytes, _at: int, raised: Any = raised) -> None:
            raise raised("谁也不知道")

        monkeypatch.setattr(MemoryLog, "append", unanswered)
        with pytest.raises(raised, match=told):
            note(storage, 1)
        storage.away = None
        assert seen(storage) == [] and storage.writer == 0
    monkeypatch.setattr(MemoryLog, "append", append)
    note(storage, 1)
    assert seen(storage) == ["1"] and storage.catch_up() is False


def test_a_line_says_its_format_where_the_journal_has_not_said_so_much_yet() -> None:
    place = MemoryPlace("desk")
    storage = storage_in(place)
    for n, newest in enumerate((1, 2, 2, 1, 3, 2, 3), 1):
        with storage.writing:
            storage.change({"x": {str(n): {}}}, format=newest)
    said = [orjson.loads(line).get("format") for line in journal_in(place).splitlines()]
    assert said == [1, None, 2, None, None, 3, None, None]
    storage.checkpoint()
    head = read_sealed_head(place.checkpoint)
    assert head["journal_format"] == head["format"] == 3, "by either an older program leaves it"
    # Whoever opens it again by either knows it too.
    for again in (storage_in(place), storage_in(place)):
        with again.writing:
            again.change({"x": {"1": {"n": 1}}}, format=3)
        assert "format" not in orjson.loads(journal_in(place).splitlines()[-1])
        place.checkpoint.drop()


ENTRY = {"n": 3, "hash": "a" * 64, "prev": "", "tables": {"x": {"1": {"revision": 1}, "2": None}}}


@pytest.mark.parametrize(
    ("changed", "is_one"),
    [
        ({}, True),
        ({"format": 3}, True),
        ({"tables": {}}, True),
        ({"tables": {"x": {}}}, True),
        ({"n": most_after(1)}, True),
        ({"tables": {"x": {str(most_after(1)): {"revision": most_after(1)}}}}, True),
        ({"tables": {"x": {"1": {"revision": "many"}}}}, True),
        ({"n": most_after(1) + 1}, False),
        ({"n": 0}, False),
        ({"n": -1}, False),
        ({"n": True}, False),
        ({"n": "3"}, False),
        ({"n": 3.0}, False),
        ({"n": None}, False),
        ({"hash": None}, False),
        ({"hash": 1}, False),
        ({"format": "3"}, False),
        ({"format": None}, False),
        ({"tables": None}, False),
        ({"tables": []}, False),
        ({"tables": {"x": None}}, False),
        ({"tables": {"x": [{"1": {}}]}}, False),
        ({"tables": {"x": {str(most_after(1) + 1): {}}}}, False),
        ({"tables": {"x": {"1": {"revision": most_after(1) + 1}}}}, False),
        ({"tables": {"y": {"1": {}}}}, False),
        *(
            ({"tables": {"x": {written: {}}}}, False)
            for written in ("0", "-1", "01", "+1", " 1", "1_0", "１", "a", "", "1.0", "9" * 5000)
        ),
    ],
)
def test_a_line_is_one_only_as_the_desk_writes_it(changed: dict[str, Any], is_one: bool) -> None:
    class OfX(NoIndex):
        def are_shaped(self, table: str, _documents: Any) -> bool:  # type: ignore[override]
            return table == "x"

    assert is_shaped(ENTRY | changed, OfX(), most_after(1)) is is_one


def test_what_is_taken_in_line_by_line_is_what_was_stored_and_each_change_is_told() -> None:
    changes: list[tuple[object, ...]] = []
    replay = Replay(tables={})
    one, two = {"revision": 1}, {"revision": 2}
    for n, tables in enumerate(
        ({"x": {"5": one}}, {"x": {"2": one, "5": two}, "y": {"1": one}}, {"x": {"5": None}}), 1
    ):
        entry = {"n": n, "hash": f"{n}", "tables": tables} | ({"format": 3} if n == 2 else {})
        replay.apply(entry, lambda *change: changes.append(change))
    assert replay.tables == {"x": {"2": one}, "y": {"1": one}}
    assert replay.last_ids == {"x": 5, "y": 1}, "no id is given again, whatever is gone"
    assert (replay.n, replay.hash, replay.format) == (3, "3", 3)
    assert changes == [
        ("x", "5", None, one),
        ("x", "2", None, one),
        ("x", "5", one, two),
        ("y", "1", None, one),
        ("x", "5", two, None),
    ]


@pytest.mark.parametrize("cut", [0, 1, 2, 3])
def test_a_damage_is_told_by_the_line_of_the_file_on_which_it_stands(cut: int) -> None:
    lines = six_lines()
    lines[1] = lines[1][:-1] + b"x"  # Its end was lost: the next stands on the same line.
    lines[3] = b"#" + lines[3][1:]
    replay = Replay(tables={"x": {}})
    data = b"".join(lines).splitlines(keepends=True)
    for part in (b"".join(data[:cut]), b"".join(data[cut:])):
        replay.take(part, "journal.jsonl", Believing(), lambda *_change: None)
    told = [(one.file, one.line) for one in replay.damages]
    assert told == [("journal.jsonl", 2), ("journal.jsonl", 3)]
    assert (replay.lines, replay.position, replay.n) == (5, sum(map(len, lines)), 6)
    assert [*replay.tables["x"]] == ["1", "2", "3", "5", "6"] and not replay.after_damage


def replayed(*lines: bytes) -> Replay:
    replay = Replay(tables={"x": {}})
    replay.take(b"".join(lines), "journal.jsonl", Believing(), lambda *_change: None)
    return replay


def six_lines() -> list[bytes]:
    lines, before = list[bytes](), ""
    for n in range(1, 7):
        line, before = write_line({"n": n, "prev": before, "tables": {"x": {str(n): {}}}})
        lines.append(line)
    return lines


def test_what_lines_that_cannot_be_read_may_have_given_out_is_not_given_again() -> None:
    one, two, three, *_rest = six_lines()
    found = replayed(one, b"#" + two[1:])
    assert (found.n, found.last_ids, found.after_damage) == (2, {"x": 2}, True)
    # Of two that were lost as one it shows how they began.
    found = replayed(one, b"#" + two[:-80] + three[:-80] + b"\n")
    assert (found.n, found.last_ids, len(found.damages)) == (3, {"x": 3}, 1)


def test_each_gap_is_told_where_it_is() -> None:
    one, _two, three, four, _five, six = six_lines()
    found = replayed(one, three, four, six)
    assert [(told.line, "不衔接" in told.sentence) for told in found.damages] == [
        (2, True),
        (4, True),
    ]
    assert [*found.tables["x"]] == ["1", "3", "4", "6"] and not found.after_damage
