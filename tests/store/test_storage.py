"""What is in memory of a desk: when the place is asked, what is read meanwhile, what a checkpoint is for."""

from __future__ import annotations

import errno
import gc
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import orjson
import pytest

from store.disk import Piece
from store.errors import CannotReach, DeskDamaged, MaybeSaved, NewerFormat
from store.journal.checkpoint import (
    Checkpoint,
    checkpoint_pieces,
    read_checkpoint,
    read_sealed_head,
)
from store.journal.line import write_line
from store.journal.opening import (
    check_format,
    found_checkpoint,
    is_of,
    is_of_another,
    refuse_emptiness,
)
from store.journal.place import JOURNAL, Ended, PutInPlace
from store.journal.replay import Replay, is_shaped, most_after
from store.journal.storage import JournalStorage
from tests.store.desks import journal_in, new_desk, open_desk, tip_of
from tests.store.memory_place import MemoryBlob, MemoryLog, MemoryPlace
from tests.store.test_table import STAMP, NoIndex, storage_in

MEGABYTE = 1024 * 1024


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
    looks = threading.Thread(target=storage.catch_up)
    looks.start()
    looks.join()
    assert seen(storage) == ["1", "2", "3"], "another thread waits, and takes in what there is"
    new = storage_in(place)
    new.never_wait()
    assert seen(new) == ["1", "2", "3"] and not new.catch_up(), "what is not read yet is waited for"


def test_who_writes_within_a_change_holds_it_to_the_end_of_the_outermost() -> None:
    storage = storage_in(MemoryPlace("desk"))
    for held in (storage.writing, storage.presuming):
        with held:
            with storage.writing:
                assert storage.writer == threading.get_ident()
            assert storage.writer == threading.get_ident(), "no other thread takes anything in yet"
        assert storage.writer == 0


def test_who_stored_something_leaves_a_checkpoint_of_it_and_who_only_looked_none() -> None:
    place = MemoryPlace("desk")
    new_desk(place).close()
    for stores in (True, False):
        place.checkpoint.replace([(0, b"none")])
        desk = open_desk(place)
        if stores:
            desk.record(tip_of())
        assert len(desk.tips()) == 1
        desk.close()
        if stores:
            assert read_sealed_head(place.checkpoint)["journal_bytes"] == len(journal_in(place))
        else:
            with place.checkpoint.open() as file:
                assert file.read() == b"none"


def put_tip(storage: JournalStorage, doc_id: int) -> None:
    with storage.writing:
        storage.change({"tips": {str(doc_id): {"n": doc_id}}})


def test_the_checkpoint_that_another_session_put_there_just_then_takes_no_tip_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = MemoryPlace("desk")
    storage = storage_in(place)
    put_tip(storage, 1)
    storage.checkpoint()
    with place.checkpoint.open() as file:
        theirs = file.read()
    put_tip(storage, 2)
    replacing = MemoryBlob.replacing

    @contextmanager
    def overtaken(blob: MemoryBlob, pieces: Iterable[Piece]) -> Iterator[PutInPlace]:
        with replacing(blob, pieces) as put_in_place:
            yield put_in_place
        with replacing(blob, [(0, theirs)]) as put_theirs_in_place:
            put_theirs_in_place()

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(MemoryBlob, "replacing", overtaken)
        storage.checkpoint()
    assert read_checkpoint(place.checkpoint).tables["tips"].keys() == {"1"}
    assert [*storage.tips()] == ["1", "2"]


def test_the_checkpoint_of_another_desk_keeps_nobody_from_writing_the_own_one() -> None:
    place, elsewhere = MemoryPlace("desk"), MemoryPlace("elsewhere")
    longer = storage_in(elsewhere)
    for n in range(1, 9):
        put_tip(longer, n)
    longer.checkpoint()
    storage = storage_in(place)
    put_tip(storage, 1)
    with elsewhere.checkpoint.open() as file:
        place.checkpoint.replace([(0, file.read())])
    storage.checkpoint()
    assert read_sealed_head(place.checkpoint)["journal_bytes"] == storage.position


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
    assert storage.away.__traceback__ is None, "nothing is to be reached from it of who was refused"
    with storage.reading:
        assert seen(storage) == ["1"] and len(asked) == 4
    with pytest.raises(CannotReach):
        storage.look()
    monkeypatch.setattr(MemoryLog, "size", size)
    storage.away = None
    note(storage, 2)
    assert seen(storage) == ["1", "2"]
    # Who looks after it asks whether the desk is still there, and hears at once where it is not.
    with monkeypatch.context() as away:
        away.setattr(MemoryLog, "check_in_place", gone)
        with pytest.raises(CannotReach):
            storage.look()
        assert str(storage.away) == "网断了"
    storage.away = None
    assert storage.look() is False
    place.mark_ended(Ended("", "", "", "", 0, 0, ""))
    with pytest.raises(DeskDamaged):
        storage.look()


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
        assert (storage.away is None) is (raised is MaybeSaved)
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


FOUNDING = write_line({"n": 1, "format": 3, "tables": {}})[0]


def test_a_journal_is_left_alone_where_its_first_line_is_of_a_newer_format_and_no_bit_flipped() -> (
    None
):
    def check(journal: bytes) -> None:
        place = MemoryPlace("desk")
        place.held[JOURNAL] = journal
        check_format(place.log())

    newer = write_line({"n": 1, "format": 4, "tables": {}})[0]
    spoilt = FOUNDING.replace(b'"tables"', b'"tablet"')
    for left in (
        newer,
        # More than one bit, or no bit of a line that was sound.
        FOUNDING.replace(b'"format":3', b'"format":4'),
        spoilt.replace(b'"format":3', b'"format":7'),
    ):
        with pytest.raises(NewerFormat, match=r"journal\.jsonl"):
            check(left + FOUNDING)
    oldest = write_line({"n": 1, "format": 1, "tables": {}})[0]
    older = write_line({"n": 1, "format": 2, "tables": {}})[0]
    for own in (
        FOUNDING,
        FOUNDING.replace(b'"format":3', b'"format":7'),
        oldest.replace(b'"format":1', b'"format":9'),
        older.replace(b'"format":2', b'"format":6'),
        write_line({"n": 1, "format": "4"})[0],
        write_line({"n": 1})[0],
        b"\n",
        b"[4]\n",
    ):
        check(own + newer)


@pytest.mark.parametrize(
    ("more", "covered", "at"),
    [
        (bytes(MEGABYTE), len(FOUNDING), 0),
        (bytes(MEGABYTE + 1), len(FOUNDING), len(FOUNDING) + 1),
        (bytes(100) + b"x" + bytes(MEGABYTE), len(FOUNDING), 0),
        (b"x" + bytes(MEGABYTE + 1), len(FOUNDING), 0),
        (bytes(MEGABYTE) + b"x", len(FOUNDING), len(FOUNDING) + 1),
        (bytes(MEGABYTE - 1) + b"xx", len(FOUNDING), 0),
        # What a checkpoint says to cover and is not there covers nothing.
        (bytes(MEGABYTE + 1), 2 * MEGABYTE, 0),
        (bytes(MEGABYTE + 1), len(FOUNDING) - 1, 0),
    ],
)
def test_a_journal_that_goes_on_in_zeros_for_longer_than_a_line_is_refused(
    more: bytes, covered: int, at: int
) -> None:
    place = MemoryPlace("desk")
    place.held[JOURNAL] = FOUNDING + more
    if at:
        with pytest.raises(DeskDamaged, match=f"第 {at} 字节"):
            refuse_emptiness(place.log(), covered)
    else:
        refuse_emptiness(place.log(), covered)
    # Where there is nothing but zeros it begins with them.
    place.held[JOURNAL] = bytes(MEGABYTE + 1)
    with pytest.raises(DeskDamaged, match="第 1 字节"):
        refuse_emptiness(place.log(), 3 * MEGABYTE)


def test_a_checkpoint_is_of_the_journal_that_has_its_line_where_it_says() -> None:
    first, second = (write_line({"n": n, "tables": {}}) for n in (1, 2))
    place = MemoryPlace("desk")
    place.held[JOURNAL] = first[0] + second[0]
    log, at, end = place.log(), len(first[0]), len(first[0] + second[0])
    for position, seal in ((at, first[1]), (end, second[1])):
        assert is_of({"journal_bytes": position, "journal_hash": seal}, log)
    for position, seal in ((at, second[1]), (end + 1, second[1]), (at - 1, first[1]), (0, "")):
        assert not is_of({"journal_bytes": position, "journal_hash": seal}, log)
    # A desk is known by its first line; one of version 0.2 says nothing, nor does one that is damaged.
    assert not is_of_another({"desk": first[1]}, log) and not is_of_another({}, log)
    assert is_of_another({"desk": second[1]}, log) and is_of_another({"desk": None}, log)
    place.held[JOURNAL] = b"x" + first[0][1:]
    assert not is_of_another({"desk": second[1]}, place.log())


class Refusing(NoIndex):
    """Takes no document for one in which it is said to be none."""

    def are_shaped(self, table: str, documents: Iterable[Any]) -> bool:  # type: ignore[override]
        return not any("none" in document for document in documents)


def checkpointed() -> tuple[MemoryPlace, Checkpoint]:
    """A place whose journal has three lines, and the checkpoint of all of it."""
    place = MemoryPlace("desk")
    storage = storage_in(place)
    for doc_id in (1, 2):
        with storage.writing:
            tips = {str(doc_id): {"n": doc_id, "revision": 1}}
            storage.change({"x": {str(doc_id): {"n": doc_id}}, "tips": tips})
    storage.checkpoint()
    return place, read_checkpoint(place.checkpoint)


MOST = most_after(3)


@pytest.mark.parametrize(
    ("said", "tables"),
    [
        ({"journal_lines": 10**9}, {}),
        ({"journal_lines": 3.0}, {}),
        ({"journal_bytes": "9"}, {}),
        ({"journal_n": None}, {}),
        ({"journal_n": MOST + 1}, {}),
        ({"journal_hash": 5}, {}),
        ({"last_ids": {"x": MOST + 1}}, {}),
        ({"last_ids": {"x": True}}, {}),
        ({"last_ids": []}, {}),
        ({}, {"x": {"01": {}}}),
        ({}, {"x": {str(MOST + 1): {}}}),
        ({}, {"x": {"1": {"revision": MOST + 1}}}),
        ({}, {"x": {"1": {"none": 1}}}),
        ({}, {"x": {"1": {"n": 1}}, "y": {"1": {"none": 1}}}),
        ({}, {"tips": {str(MOST + 1): {}}}),
    ],
)
def test_a_checkpoint_that_says_what_none_says_is_not_taken(
    said: dict[str, Any], tables: dict[str, Any]
) -> None:
    place, was = checkpointed()
    told: list[str] = []
    for change, is_taken in (({"last_ids": {"x": MOST}, "journal_n": MOST}, True), (said, False)):
        head = {name: value for name, value in (was.head | change).items() if "sha256" not in name}
        of = was.tables | ({} if is_taken else tables)
        place.checkpoint.replace(checkpoint_pieces(head, of))
        found = found_checkpoint(place, place.log(), Refusing(), told)
        assert (found is not None) is is_taken, told
    assert told == ["tips.json 已损坏，已由 journal.jsonl 重建。"]


def test_of_a_checkpoint_that_is_none_of_the_desk_it_is_told_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place, was = checkpointed()

    def told(**change: Any) -> list[str]:
        sentences: list[str] = []
        head = {name: value for name, value in (was.head | change).items() if "sha256" not in name}
        place.checkpoint.replace(checkpoint_pieces(head, was.tables))
        assert found_checkpoint(place, place.log(), NoIndex(), sentences) is None
        return sentences

    assert told(desk="0" * 64) == ["tips.json 是另一个值班台的，未采用，已由 journal.jsonl 重建。"]
    with pytest.raises(NewerFormat, match=r"tips\.json"):
        told(format=4)
    place.checkpoint.drop()
    missing: list[str] = []
    assert found_checkpoint(place, place.log(), NoIndex(), missing) is None
    assert missing == ["tips.json 不在，已由 journal.jsonl 重建。"]

    def broken(_blob: MemoryBlob) -> Any:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(MemoryBlob, "open", broken)
    failed: list[str] = []
    assert found_checkpoint(place, place.log(), NoIndex(), failed) is None
    assert failed == ["tips.json 无法读取（磁盘读写出错），已由 journal.jsonl 重建。"]


@pytest.mark.parametrize(
    ("tip", "is_used"),
    [
        ({"n": 2, "revision": 1}, True),
        ({"n": 2, "revision": most_after(2)}, True),
        ({"n": 2, "revision": MOST + 1}, False),
        ({"none": 2}, False),
    ],
)
def test_what_the_journal_lost_is_made_up_from_a_checkpoint_whose_every_tip_can_be_used(
    tip: dict[str, Any], is_used: bool
) -> None:
    place, was = checkpointed()
    head = {name: value for name, value in was.head.items() if "sha256" not in name}
    older = {"n": 0, "revision": 0}
    place.checkpoint.replace(checkpoint_pieces(head, was.tables | {"tips": {"1": older, "2": tip}}))
    lines = place.held[JOURNAL].splitlines(keepends=True)
    place.held[JOURNAL] = b"".join(lines[:2])
    storage = JournalStorage(place, Refusing(), lambda: STAMP)
    opened = storage.load()
    assert storage.tips().get("1") == {"n": 1, "revision": 1}
    assert storage.tips().get("2") == (tip if is_used else None)
    assert opened.owed == ({"x": {"2": {"n": 2}}, "tips": {"2": tip}} if is_used else {})
    assert opened.spoilt is not is_used and opened.checkpointed == -1
    (sentence,) = opened.repairs
    assert ("缺少的内容已由后者补足" if is_used else "tips.json 已损坏") in sentence
    assert storage.last_id("x") == storage.last_id("tips") == (2 if is_used else 1)
    assert opened.replay.n == (3 if is_used else 2)
    if is_used:
        with storage.writing:
            pass
        assert b'"what":"restate"' in place.held[JOURNAL].splitlines()[-1] and not opened.owed


def test_of_what_a_checkpoint_alone_has_each_number_leaves_room_and_all_is_in_its_order() -> None:
    place, was = checkpointed()
    head = {name: value for name, value in was.head.items() if "sha256" not in name}
    head |= {"last_ids": {"x": MOST, "tips": 2}, "journal_n": MOST}
    x = {"10": {}, "2": {}, str(MOST): {}, "3": {"revision": MOST}}
    place.checkpoint.replace(checkpoint_pieces(head, was.tables | {"x": x}))
    place.held[JOURNAL] = b"".join(place.held[JOURNAL].splitlines(keepends=True)[:2])
    storage = storage_in(place)
    opened, room = storage.load(), most_after(2)
    assert [*storage.table("x")] == ["1", "2", "10"] and opened.owed["x"] == {"10": {}, "2": {}}
    assert storage.last_id("x") == opened.replay.n == room
    assert opened.replay.hash == head["journal_hash"]


def test_a_desk_is_opened_from_its_checkpoint_and_what_came_since() -> None:
    place, was = checkpointed()
    other = storage_in(place)
    for change in ({"9": {"n": 9}}, {"9": None}, {"3": {"n": 3}}):
        with other.writing:
            other.change({"x": change, "tips": {"1": {"n": 7}}}, format=3)
    began: list[Any] = []

    class Begun(NoIndex):
        def begin(self, tables: Any, remembered: Any) -> None:
            began.append((remembered, len(tables["x"])))

    storage = JournalStorage(place, Begun(), lambda: STAMP)
    opened = storage.load()
    # Whoever keeps sums beside it starts from what those were then.
    assert began == [(was.head, 2)] and opened.repairs == [] and opened.owed == {}
    replay, whole = opened.replay, other.load().replay
    assert [*storage.table("x")] == ["1", "2", "3"] and storage.tips().get("1") == {"n": 7}
    for name in ("n", "lines", "position", "hash", "format", "last_ids"):
        assert getattr(replay, name) == getattr(whole, name), name
    assert replay.last_ids == {"x": 9, "tips": 2} and (replay.n, replay.lines) == (6, 6)
    assert opened.checkpointed == was.head["journal_bytes"] and opened.kept == was.head.keys()


@pytest.mark.parametrize("was_on", [True, False])
def test_who_opened_a_desk_has_the_collector_as_it_was(was_on: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        storage_in(MemoryPlace("desk")).load()
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if was else gc.disable)()
        gc.unfreeze()


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
        ({"tables": {"x": {"1": {}}, "y": {"1": {}}}}, False),
        ({"tables": {"y": {"1": {}}, "x": {"1": {}}}}, False),
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
