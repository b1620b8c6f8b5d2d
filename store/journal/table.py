"""A TinyDB table whose every change is one line of the journal, and whose reading copies nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document as TinyDocument
from tinydb.table import Table

from store import json_bytes
from store.document import Document
from store.journal.storage import JournalStorage


class JournalTable(Table):
    """`tinydb.table.Table` on a `JournalStorage`."""

    _cached_at = -1
    _last_given = 0

    def search(self, cond: QueryLike) -> list[TinyDocument]:
        """As TinyDB's; what it has cached is of use only until anyone changes anything."""
        storage = self._journaled
        storage.catch_up()
        if self._cached_at != storage.position:
            self.clear_cache()
            self._cached_at = storage.position
        return super().search(cond)

    def insert(self, document: Mapping[str, Any]) -> int:
        """As TinyDB's; the id is given under the lock, so that no other process gives it too."""
        with self._journaled.writing:
            return super().insert(document)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """As TinyDB's, with nothing of another process between looking and writing."""
        with self._journaled.writing:
            return super().upsert(document, cond)

    @property
    def _journaled(self) -> JournalStorage:
        return cast(JournalStorage, self.storage)

    def _get_next_id(self) -> int:
        self._last_given = (self._last_given or self._journaled.last_id(self.name)) + 1
        return self._last_given

    def _read_table(self) -> dict[str, Any]:
        return cast(dict[str, Any], self._journaled.read().get(self.name, {}))

    def _update_table(self, updater: Callable[[dict[int, Any]], None]) -> None:
        storage = self._journaled
        with storage.writing:
            overlay = _Overlay(storage.table(self.name))
            try:
                updater(cast(dict[int, Any], overlay))
            finally:
                # The next id is asked for anew each time: another process may give one meanwhile.
                self._last_given = 0
            if changes := overlay.changes():
                storage.change({self.name: changes})


class JournalDB(TinyDB):
    """TinyDB with `JournalTable`s."""

    table_class = JournalTable


class _Overlay(MutableMapping[int, Document]):
    """A table as an updater sees it: what it reads is a copy, what it does stays here."""

    def __init__(self, table: Mapping[str, Document]) -> None:
        self._table = table
        self._touched: dict[int, Document | None] = {}

    def __getitem__(self, doc_id: int) -> Document:
        if doc_id not in self._touched:
            self._touched[doc_id] = _copy(self._table[str(doc_id)])
        document = self._touched[doc_id]
        if document is None:
            raise KeyError(doc_id)
        return document

    def __setitem__(self, doc_id: int, document: Document) -> None:
        self._touched[doc_id] = document

    def __delitem__(self, doc_id: int) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._touched[doc_id] = None

    def __contains__(self, doc_id: object) -> bool:
        if isinstance(doc_id, int) and doc_id in self._touched:
            return self._touched[doc_id] is not None
        return str(doc_id) in self._table

    def __iter__(self) -> Iterator[int]:
        yield from (key for key in map(int, self._table) if key in self)
        yield from (key for key in self._touched if key in self and str(key) not in self._table)

    def __len__(self) -> int:
        return sum(1 for _doc_id in self)

    def clear(self) -> None:
        """Removes all."""
        self._touched = {int(doc_id): None for doc_id in self._table}

    def changes(self) -> dict[str, Document | None]:
        """What differs from the table, None for what is to be removed."""
        return {
            str(doc_id): None if document is None else _copy(document)
            for doc_id, document in self._touched.items()
            if self._table.get(str(doc_id)) != document
        }


def _copy(document: Mapping[str, Any]) -> Document:
    """The document as it will be read back from the disk, shared with nobody."""
    return cast(Document, json_bytes.loads(json_bytes.dumps(document)))
