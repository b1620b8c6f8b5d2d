"""Which columns somebody named for registers of one shape, so that the next one need not be explained."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Protocol

from store import json_bytes
from store.registers.headings import Columns


class Shapes(Protocol):
    """What was named, by the key of a shape: notes of a place (`store.journal.place.Notes`), or what
    seals them."""

    def kept(self) -> list[str]: ...

    def read(self, key: str) -> bytes: ...

    def keep(self, key: str, data: bytes) -> None: ...


def remembered(notes: Shapes) -> Iterator[tuple[str, dict[str, str]]]:
    """Each shape, and the fields by headings that were named for it; a note that says nothing of use
    is passed over."""
    for key in sorted(notes.kept()):
        try:
            found = json_bytes.loads(notes.read(key))
            shape, columns = found["shape"], found["columns"]
        except (OSError, ValueError, LookupError, TypeError):
            continue
        if isinstance(columns, dict) and all(isinstance(field, str) for field in columns.values()):
            yield shape, columns


def remember(notes: Shapes, columns: Columns, given: Mapping[str, str]) -> None:
    """Keeps what was named. Raises `CannotWrite`."""
    key = hashlib.sha256(columns.shape.encode()).hexdigest()[:32]
    notes.keep(key, json_bytes.dumps({"shape": columns.shape, "columns": {**given}}))
