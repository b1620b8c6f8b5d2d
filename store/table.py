"""TinyDB on a journal: a table whose every change is one append, whatever is stored already."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any, Protocol, cast

from tinydb.table import Table

Document = dict[str, Any]


class Journaled(Protocol):
    """What a journaled table asks of its storage."""

    def rows(self, table: str) -> dict[str, Document]:
        """The live documents of a table by their id."""

    def next_id(self, table: str) -> int:
        """The id after the highest ever given in a table."""

    def change(self, table: str, updater: Callable[[Touched], None]) -> None:
        """Runs `updater` under the lock and appends what it changed."""


class Touched(MutableMapping[int, Document]):
    """A table as an updater sees it: what it takes out is a copy, what it changes is noted."""

    def __init__(self, rows: dict[str, Document]) -> None:
        self._rows = rows
        self._noted: dict[int, Document | None] = {}

    def __getitem__(self, key: int) -> Document:
        if key not in self._noted:
            self._noted[key] = copy.deepcopy(self._rows[str(key)])
        document = self._noted[key]
        if document is None:
            raise KeyError(key)
        return document

    def __setitem__(self, key: int, document: Document) -> None:
        self._noted[key] = document

    def __delitem__(self, key: int) -> None:
        if key not in self:
            raise KeyError(key)
        self._noted[key] = None

    def __contains__(self, key: object) -> bool:
        if isinstance(key, int) and key in self._noted:
            return self._noted[key] is not None
        return str(key) in self._rows

    def __iter__(self) -> Iterator[int]:
        there = (int(key) for key in self._rows)
        yield from (key for key in there if self._noted.get(key, ...) is not None)
        yield from (k for k, d in self._noted.items() if d is not None and str(k) not in self._rows)

    def __len__(self) -> int:
        return sum(1 for _key in self)

    def changed(self) -> dict[str, Document | None]:
        """What differs from the table now: whole documents, None for those removed."""
        return {
            str(key): document
            for key, document in self._noted.items()
            if self._rows.get(str(key)) != document
        }


class JournalTable(Table):
    """A TinyDB table that reads the live documents and writes only what a change touched."""

    @property
    def _journaled(self) -> Journaled:
        return cast(Journaled, self._storage)

    def _get_next_id(self) -> int:
        return self._journaled.next_id(self.name)

    def _read_table(self) -> dict[str, Any]:
        return cast(dict[str, Any], self._journaled.rows(self.name))

    def _update_table(self, updater: Callable[[dict[int, Any]], None]) -> None:
        self._journaled.change(self.name, cast(Callable[[Touched], None], updater))
        self.clear_cache()
