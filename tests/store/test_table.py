"""TinyDB's own operations, each one line of the journal; and stock TinyDB on the checkpoint."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import orjson
import pytest
from tinydb import Query, TinyDB, where
from tinydb.operations import increment
from tinydb.table import Document, Table

from store.desk.founding import found_desk
from store.errors import DeskExists
from store.journal.place import Place
from store.journal.storage import JournalStorage
from store.journal.table import JournalDB
from tests.store.desks import held, journal_in, new_desk, tip_of
from tests.store.memory_place import MemoryLock, MemoryPlace

STAMP = ("2016-10-01T00:00:00+08:00", "甲")


class NoIndex:
    """Keeps nothing beside the tables."""

    def __init__(self) -> None:
        self.judge = self

    def begin(self, tables: Any, remembered: Any) -> None: ...

    def changed(self, *_change: Any) -> None: ...

    def is_plausible(self, *_change: Any) -> bool:
        return False

    def are_shaped(self, *_documents: Any) -> bool:
        return True

    def check(self, _changes: Any) -> None: ...

    def remember(self) -> dict[str, Any]:
        return {}


def storage_in(place: Place) -> JournalStorage:
    with contextlib.suppress(DeskExists):
        found_desk(place, "", "2016-10-01T00:00:00+08:00", "", {})
    return JournalStorage(place, NoIndex(), lambda: STAMP)


def database_in(place: Place) -> JournalDB:
    storage = storage_in(place)
    return JournalDB(storage=lambda: storage)


def lines(place: Place) -> int:
    return journal_in(place).count(b"\n")


def operations(table: Table) -> Any:
    """Every way in which TinyDB changes a table; the result of each."""
    even = Query().n.test(lambda n: n % 2 == 0)
    yield lambda: table.insert({"n": 1})
    yield lambda: table.insert_multiple([{"n": 2}, {"n": 3}, {"n": 4}])
    yield lambda: table.insert(Document({"n": 9}, doc_id=20))
    yield lambda: table.insert({"n": 10})
    yield lambda: table.update({"seen": True}, even)
    yield lambda: table.update(increment("n"), where("n") == 1)
    yield lambda: table.update({"all": [1, {"deep": 2}]})
    yield lambda: table.update(lambda d: d["all"][1].update(deep=3), doc_ids=[1, 99])
    yield lambda: table.update_multiple([({"x": 1}, where("n") == 3), ({"x": 2}, even)])
    yield lambda: table.upsert({"n": 4, "up": True}, where("n") == 4)
    yield lambda: table.upsert({"n": 77}, where("n") == 77)
    yield lambda: table.remove(where("n") == 3)
    yield lambda: table.remove(doc_ids=[20])
    yield lambda: table.insert_multiple([{"n": 100}, Document({"n": 101}, doc_id=40), {"n": 102}])
    yield lambda: table.truncate()


def test_every_operation_does_what_stock_tinydb_does(place: Place, tmp_path: Path) -> None:
    ours = database_in(place).table("t")
    with TinyDB(tmp_path / "stock.json") as stock:
        theirs = stock.table("t")
        for n, (mine, other) in enumerate(zip(operations(ours), operations(theirs), strict=True)):
            assert mine() == other(), n
            assert {d.doc_id: dict(d) for d in ours} == {d.doc_id: dict(d) for d in theirs}, n
            again = database_in(place).table("t")
            assert list(again) == list(ours), n


def test_every_operation_is_one_line_of_the_journal(place: Place) -> None:
    table = database_in(place).table("t")
    for operation in operations(table):
        before = lines(place)
        operation()
        assert lines(place) == before + 1


def test_every_operation_says_who_and_when(place: Place) -> None:
    database = database_in(place)
    database.table("t").insert({"n": 1})
    database.drop_table("t")
    for line in journal_in(place).splitlines()[1:]:
        entry = orjson.loads(line)
        assert (entry["what"], entry["at"], entry["by"]) == ("write", *STAMP)


def test_what_is_written_past_the_tables_is_one_change_of_what_differs(place: Place) -> None:
    database = database_in(place)
    database.table("t").insert_multiple([{"n": 1}, {"n": 2}])
    before = lines(place)
    kept = database.storage.read()["t"]["1"]
    database.storage.write({"t": {"1": kept, "3": {"n": 3}}, "u": {"1": {"n": 4}}})
    assert lines(place) == before + 1
    said = orjson.loads(journal_in(place).splitlines()[-1])["tables"]
    assert said == {"t": {"2": None, "3": {"n": 3}}, "u": {"1": {"n": 4}}}
    again = database_in(place)
    assert [d.doc_id for d in again.table("t")] == [1, 3] and again.table("u").all() == [{"n": 4}]
    database.storage.write(database.storage.read())
    assert lines(place) == before + 1


def test_an_operation_that_changes_nothing_writes_nothing(place: Place) -> None:
    table = database_in(place).table("t")
    table.insert({"n": 1})
    before = lines(place)
    table.update({"n": 1})
    table.remove(where("n") == 5)
    table.update({"n": 5}, doc_ids=[7])
    assert lines(place) == before


def test_an_operation_that_fails_changes_nothing(place: Place) -> None:
    table = database_in(place).table("t")
    table.insert_multiple([{"n": 1}, {"n": 0}])

    def divide(document: dict[str, Any]) -> None:
        document["n"] = 1 // document["n"]
        document["done"] = True

    with pytest.raises(ZeroDivisionError):
        table.update(divide)
    with pytest.raises(ValueError):
        table.insert(Document({"n": 5}, doc_id=1))
    assert [dict(d) for d in table] == [{"n": 1}, {"n": 0}]


def test_what_changes_a_table_sees_its_own_changes_and_no_one_else_does(place: Place) -> None:
    table = database_in(place).table("t")
    table.insert_multiple([{"n": 1}, {"n": 2}, {"n": 3}])

    def change(tables: dict[int, Any]) -> None:
        tables[9] = {"n": 9}
        tables[2] = {"n": 20}
        del tables[3]
        tables[1]["n"] = 10
        assert list(tables) == [1, 2, 9] and len(tables) == 3
        assert [n in tables for n in (1, 2, 3, 4, 9)] == [True, True, False, False, True]
        assert tables[1] == {"n": 10} and tables.get(3) is None
        for gone in (3, 4):
            with pytest.raises(KeyError):
                tables[gone]
            with pytest.raises(KeyError):
                del tables[gone]
        assert [d["n"] for d in table] == [1, 2, 3]

    table._update_table(change)
    assert {d.doc_id: d["n"] for d in table} == {1: 10, 2: 20, 9: 9}

    def put_and_clear(tables: dict[int, Any]) -> None:
        tables[12] = {"n": 12}
        tables.clear()
        assert not tables and 12 not in tables

    table._update_table(put_and_clear)
    assert len(table) == 0


def test_an_id_is_not_given_again_after_its_document_is_removed(place: Place) -> None:
    database = database_in(place)
    table = database.table("t")
    table.insert({"n": 1})
    table.insert({"n": 2})
    table.remove(doc_ids=[2])
    database.storage.checkpoint()  # type: ignore[attr-defined]
    assert database_in(place).table("t").insert({"n": 3}) == 3
    assert table.insert({"n": 4}) == 4


def test_what_tinydb_caches_does_not_hide_another_process(place: Place) -> None:
    mine, other = (database_in(place).table("t") for _n in range(2))
    query = where("n") == 1
    assert mine.search(query) == []
    other.insert({"n": 1})
    assert len(mine.search(query)) == 1
    other.update({"n": 2})
    assert mine.count(query) == 0


def test_between_looking_and_writing_nobody_else_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    storage = storage_in(MemoryPlace("desk"))
    table = JournalDB(storage=lambda: storage).table("x")
    let_go, leave = list[int](), MemoryLock.__exit__

    def noted(lock: MemoryLock, *error: object) -> None:
        leave(lock, *error)
        let_go.append(lock._depth)

    monkeypatch.setattr(MemoryLock, "__exit__", noted)
    for n, work in enumerate(
        (
            lambda: table.insert({"n": 1}),
            lambda: table.upsert({"n": 2}, where("n") == 2),
            lambda: table.upsert({"n": 2, "m": 1}, where("n") == 2),
            lambda: table.update({"n": 3}, where("n") == 1),
            lambda: table.remove(where("n") == 3),
        ),
        1,
    ):
        work()
        assert let_go.count(0) == n, "once, at the end"
    assert [dict(document) for document in table] == [{"n": 2, "m": 1}]


def test_what_was_handed_in_may_be_changed_afterwards_and_nothing_stored_is() -> None:
    storage = storage_in(MemoryPlace("desk"))
    table = JournalDB(storage=lambda: storage).table("x")
    given: dict[str, Any] = {"n": [1]}
    changed: dict[str, Any] = {"m": [1]}
    table.insert(given)
    table.update(changed)
    given["n"].append(2)
    changed["m"].append(2)
    for document in (table.get(doc_id=1), storage.table("x")["1"]):
        assert document == {"n": [1], "m": [1]}


def test_tables_can_be_dropped(place: Place) -> None:
    database = database_in(place)
    database.table("t").insert({"n": 1})
    database.table("u").insert({"n": 2})
    database.drop_table("t")
    again = database_in(place)
    assert len(again.table("t")) == 0 and len(again.table("u")) == 1
    database.drop_tables()
    assert len(again.table("u")) == 0


def test_stock_tinydb_reads_the_checkpoint(place: Place, tmp_path: Path) -> None:
    def stock() -> Table:
        (tmp_path / "tips.json").write_bytes(held(place.checkpoint))
        return TinyDB(tmp_path / "tips.json").table("tips")

    with new_desk(place) as desk:
        stored = [desk.record(tip_of(summary=f"第 {n} 件")) for n in range(3)]
        assert len(stock()) == 0
        desk.checkpoint()
        assert stock().all() == [tip.as_json() for tip in stored]
        stored.append(desk.record(tip_of()))
    assert stock().get(doc_id=4) == stored[3].as_json()
