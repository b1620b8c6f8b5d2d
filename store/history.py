"""The history of a tip, read from the journal: who changed what, and when."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from store.errors import FieldChange


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the journal that touched a tip: its place, what was done by whom and when, the
    fields it changed, and the tip's document after it."""

    line: int
    at: str
    by: str
    what: str
    fields: tuple[FieldChange, ...]
    document: dict[str, Any]


def differences(before: dict[str, Any], after: dict[str, Any]) -> tuple[FieldChange, ...]:
    """The fields of two documents that differ, the revision itself left out."""
    keys = [*before, *(key for key in after if key not in before)]
    return tuple(
        FieldChange(key, before.get(key), after.get(key))
        for key in keys
        if key != "revision" and before.get(key) != after.get(key)
    )


def changes_of(journal: Path, table: str, key: str) -> list[Change]:
    """Every change of one document, oldest first; lines that cannot be read are passed over."""
    marker = b'"%b":{"%b":' % (table.encode(), key.encode())
    changes: list[Change] = []
    before: dict[str, Any] = {}
    with journal.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if marker not in line:
                continue
            try:
                content = orjson.loads(line)
                after = content["tables"][table][key] or {}
            except (orjson.JSONDecodeError, KeyError, TypeError):
                continue
            fields = differences(before, after) if before else ()
            at, by, what = (str(content.get(name, "")) for name in ("at", "by", "what"))
            changes.append(Change(number, at, by, what, fields, after))
            before = after
    return changes
