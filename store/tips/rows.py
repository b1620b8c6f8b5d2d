"""What lists are chosen and ordered by, a column at a time: read from the bytes of the tips when first asked
for, so that a list of very many reads no whole document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any, Final

from store import json_bytes
from store.document import Document
from store.journal.lines import Lines

Column = list[Any]

_MISSING: Final = object()
# As `Tip.as_json` writes them: a quote within a text has a backslash before it, so that none of these keys
# stands anywhere but where it is one. What is written in any other way is read as a whole document.
_TEXT: Final = rb'"[^"\\]*"'
_LIST: Final = rb'\[.*?\](?=,"|\})'
_VALUES: Final[Mapping[str, bytes]] = {
    "channel": _TEXT,
    "line": _TEXT,
    "received_at": _TEXT,
    "reporter": rb'null|\{.*?\}(?=,"|\})',
    "subjects": _LIST,
    "disciplines": _LIST,
    "officer": _TEXT,
    "handled_by": _TEXT,
    "status": _TEXT,
    "marks": _LIST,
    "to_complete": b"true|false",
    "enclosures": _LIST,
}
_PATTERNS: Final = {
    key: re.compile(b',"%b":(%b)' % (key.encode(), value)) for key, value in _VALUES.items()
}
_IS_AS_READ: Final[Mapping[str, Callable[[Any], object]]] = {
    "reporter": lambda value: value is None or "".join(value["kind"]),
    "subjects": lambda value: [
        "".join(s[part] for part in ("unit", "person", "post", "group")) for s in value
    ],
    "disciplines": "".join,
    "marks": "".join,
}
"""Raise what a wrong type raises, or a missing key."""


class Row(Mapping[str, Any]):
    """Some values of a tip's document, and where the tip is stored."""

    __slots__ = ("_at", "_columns", "doc_id")

    def __init__(self, doc_id: int, columns: Mapping[str, Column], at: int) -> None:
        self.doc_id = doc_id
        self._columns = columns
        self._at = at

    def __getitem__(self, key: str) -> Any:
        value = self._columns[key][self._at]
        if value is _MISSING:
            raise KeyError(key)
        return value

    def get(self, key: str, default: Any = None) -> Any:
        value = self._columns[key][self._at]
        return default if value is _MISSING else value

    def __iter__(self) -> Iterator[str]:
        return (key for key, column in self._columns.items() if column[self._at] is not _MISSING)

    def __len__(self) -> int:
        return sum(1 for _key in self)


class Rows:
    """The columns of all tips, each from when it was first asked for."""

    def __init__(self) -> None:
        self._ids: list[int] = []
        self._columns: dict[str, Column] = {}
        # Those that were last asked for, as long as nothing changes.
        self._made: tuple[Set[str], Sequence[Row]] = (frozenset(), ())

    def of(self, tips: Lines, keys: Set[str]) -> Sequence[Row]:
        """A row of each tip with the values of these keys, by number, as they stand now."""
        if self._made[0] == keys:
            return self._made[1]
        if not self._columns:
            self._ids = tips.ids()
        for key in keys - self._columns.keys():
            self._columns[key] = _read(tips, key)
        columns = {key: self._columns[key][:] for key in keys}
        self._made = keys, [Row(doc_id, columns, at) for at, doc_id in enumerate(self._ids)]
        return self._made[1]

    def changed(self, doc_id: int, after: Document | None) -> None:
        """One tip is as it is there from now on, None if it is gone."""
        if not self._columns:
            return
        self._made = frozenset(), ()
        at = bisect_left(self._ids, doc_id)
        is_there = at < len(self._ids) and self._ids[at] == doc_id
        here, new = slice(at, at + is_there), [] if after is None else [after]
        self._ids[here] = [doc_id] * len(new)
        for key, column in self._columns.items():
            column[here] = [tip.get(key, _MISSING) for tip in new]


def _read(tips: Lines, key: str) -> Column:
    """What each tip has there, by number."""
    pattern, parts, alike = _PATTERNS[key], list[Column](), dict[bytes, Any]()
    for block in tips.blocks():
        part: Column = []
        for doc_id, line in zip(block.ids, block.lines, strict=True):
            found = pattern.search(line)
            raw = found[1] if found else b""
            value = alike.get(raw, _MISSING)
            if value is _MISSING:
                try:
                    value = json_bytes.loads(raw)
                    _IS_AS_READ.get(key, bool)(value)
                    alike[raw] = value
                except (json_bytes.JSONDecodeError, LookupError, TypeError):
                    value = tips[str(doc_id)].get(key, _MISSING)
            part.append(value)
        parts.append(part)
    return [value for part in reversed(parts) for value in part]
