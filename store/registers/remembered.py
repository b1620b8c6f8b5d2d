"""Which columns somebody named for registers of one shape, so that the next one need not be explained."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import orjson

from store.journal.place import Notes
from store.registers.headings import Columns


def remembered(notes: Notes) -> Iterator[tuple[str, dict[str, str]]]:
    """Each shape, and the fields by headings that were named for it; a note that says nothing of use
    is passed over."""
    for key in sorted(notes.kept()):
        try:
            found = orjson.loads(notes.read(key))
            shape, columns = found["shape"], found["columns"]
        except (OSError, ValueError, LookupError, TypeError):
            continue
        if isinstance(columns, dict) and all(isinstance(field, str) for field in columns.values()):
            yield shape, columns


def remember(notes: Notes, columns: Columns, given: Mapping[str, str]) -> None:
    """Keeps what was named. Raises `CannotWrite`."""
    key = hashlib.sha256(columns.shape.encode()).hexdigest()[:32]
    notes.keep(key, orjson.dumps({"shape": columns.shape, "columns": {**given}}))
