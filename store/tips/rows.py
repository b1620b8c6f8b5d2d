"""What lists are chosen and ordered by, a column at a time: read from the bytes of the tips when first asked
for, so that a list of very many reads no whole document."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from operator import add
from typing import TYPE_CHECKING, Any, Final

from store import json_bytes
from store.document import Document
from store.journal.lines import Block, Lines
from store.late_pattern import late_pattern

if TYPE_CHECKING:
    from store.tips.find import Filter, Order

_MISSING: Final = object()
# As `Tip.as_json` writes them: a quote within a text has a backslash before it, so that none of these keys
# stands anywhere but where it is one. What is written in any other way is read as a whole document.
_TEXT: Final = rb'"[^"\\]*"'
# To where something else follows, from one end of what may be one to the next.
_LIST: Final = rb'\[(?:[^]]*\])+?(?=,"|\})'
_VALUES: Final[Mapping[str, bytes]] = {
    "channel": _TEXT,
    "line": _TEXT,
    "received_at": _TEXT,
    "reporter": rb'null|\{(?:[^}]*\})+?(?=,"|\})',
    "subjects": _LIST,
    "disciplines": _LIST,
    "officer": _TEXT,
    "handled_by": _TEXT,
    "status": _TEXT,
    "marks": _LIST,
    "to_complete": b"true|false",
    "enclosures": _LIST,
}
_KEYS: Final = {key: b',"%b":' % key.encode() for key in _VALUES}
_PATTERNS: Final = {key: late_pattern(_KEYS[key] + b"(%b)" % _VALUES[key]) for key in _VALUES}
# What is written after the summary, and stands in no part of a tip under the same name: sought from the end.
_LATE: Final = frozenset(("to_complete", "officer", "marks", "handled_by", "enclosures"))
_IS_AS_READ: Final[Mapping[str, Callable[[Any], object]]] = {
    "reporter": lambda value: value is None or "".join(value["kind"]),
    "subjects": lambda value: [s["unit"] + s["person"] + s["post"] + s["group"] for s in value],
    "disciplines": "".join,
    "marks": "".join,
}
"""Raise what a wrong type raises, or a missing key."""


class _Column:
    """What the tips have under one key: the `values`, and of each tip `which` that is. What stands alike in the
    bytes is there once; what changed since is there anew."""

    def __init__(self) -> None:
        self.values: list[Any] = [_MISSING]
        self.which = array("I")

    def as_it_stands(self) -> _Column:
        """The column as it is now, whatever changes later."""
        found = _Column()
        found.values, found.which = self.values, self.which[:]
        return found

    def said_at(self, places: Iterable[int]) -> list[Any]:
        """What the tips at these places have there, None for nothing."""
        values, which = self.values, self.which
        return [values[which[at]] if which[at] else None for at in places]

    def take(self, values: Sequence[Any]) -> list[int]:
        """Which of the values each of these is from now on."""
        begin = len(self.values)
        self.values.extend(values)
        return [0 if value is _MISSING else n for n, value in enumerate(values, begin)]


class Row(Mapping[str, Any]):
    """Some values of a tip's document."""

    __slots__ = ("_at", "_columns")

    def __init__(self, columns: Mapping[str, _Column], at: int) -> None:
        self._columns = columns
        self._at = at

    def __getitem__(self, key: str) -> Any:
        column = self._columns[key]
        which = column.which[self._at]
        if not which:
            raise KeyError(key)
        return column.values[which]

    def get(self, key: str, default: Any = None) -> Any:
        column = self._columns[key]
        which = column.which[self._at]
        return column.values[which] if which else default

    def __iter__(self) -> Iterator[str]:
        return (key for key, column in self._columns.items() if column.which[self._at])

    def __len__(self) -> int:
        return sum(1 for _key in self)


@dataclass(frozen=True)
class Alike:
    """Tips by what they have under some keys: of each by its id `which` of the `rows` that is, of which
    there is one for all that were read alike. At which place the first of each is tell the `firsts`."""

    ids: Sequence[int] = ()
    which: Sequence[int] = ()
    columns: Mapping[str, _Column] = field(default_factory=dict)
    firsts: Sequence[int] = ()
    _ranks: dict[str, Sequence[int]] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[Row]:
        """What each has there; only who chooses needs them, and of very many they take their time."""
        return [Row(self.columns, at) for at in self.firsts]

    def chosen(self, wanted: Filter, order: Order, among: Set[int] | None = None) -> list[int]:
        """The ids of those that are `wanted`, whatever its text says, or of those `among` them, in this order."""
        ids, which = self.ids, self.which
        places: Sequence[int] = range(len(ids))
        if wanted.chooses:
            # Asked for once: another thread may make them at the same time, and theirs are others.
            rows = self.rows
            kept = {*map(id, wanted.choose(rows))}
            fits = [id(row) in kept for row in rows]
            places = [at for at, kind in enumerate(which) if fits[kind]]
        if among is not None:
            places = [at for at in places if ids[at] in among]
        return [ids[at] for at in order.sort_places(places, self._ranked_by(order))]

    def _ranked_by(self, order: Order) -> Sequence[int]:
        """Of each the rank that `order` gives it, which stays for whoever asks again."""
        if order.column not in self._ranks:
            ranks = order.ranks({key: self.columns[key].said_at(self.firsts) for key in order.keys})
            self._ranks[order.column] = array(
                "I", map(ranks.__getitem__, self.which if ranks else ())
            )
        return self._ranks[order.column]


class Rows:
    """The columns of all tips, each from when it was first asked for."""

    def __init__(self) -> None:
        self._ids: list[int] = []
        self._columns: dict[str, _Column] = {}
        # What was last asked for, as long as nothing changes.
        self._made: tuple[Set[str], Alike] = (frozenset(), Alike())

    def of(self, tips: Lines, keys: Set[str]) -> Alike:
        """All tips by what they have under these keys, one at least, by number, as they stand now."""
        if self._made[0] == keys:
            return self._made[1]
        if not self._columns:
            self._ids = tips.ids()
        if new := keys - self._columns.keys():
            self._columns |= _read(tips, new)
        columns = {key: self._columns[key].as_it_stands() for key in keys}
        first, *more = columns.values()
        # Of each one number, which is another where any of its values is.
        of_each = first.which.tolist()
        for column in more:
            of_each = list(map(add, map(len(column.values).__mul__, of_each), column.which))
        # The first of each kind stands for all.
        kinds = dict(zip(reversed(of_each), reversed(range(len(of_each))), strict=True))
        numbers = dict(zip(kinds, range(len(kinds)), strict=True))
        which = array("I", map(numbers.__getitem__, of_each))
        self._made = keys, Alike(self._ids[:], which, columns, list(kinds.values()))
        return self._made[1]

    def changed(self, doc_id: int, after: Document | None) -> None:
        """One tip is as it is there from now on, None if it is gone."""
        if not self._columns:
            return
        self._made = frozenset(), Alike()
        at = bisect_left(self._ids, doc_id)
        is_there = at < len(self._ids) and self._ids[at] == doc_id
        here, new = slice(at, at + is_there), [] if after is None else [after]
        self._ids[here] = [doc_id] * len(new)
        for key, column in self._columns.items():
            column.which[here] = array("I", column.take([tip.get(key, _MISSING) for tip in new]))


def _read(tips: Lines, keys: Set[str]) -> dict[str, _Column]:
    """What each tip has there, by number."""
    columns = {key: _Column() for key in keys}
    # What is not found is asked of the document.
    alike = {key: {b"": 0} for key in keys}
    parts: dict[str, list[array[int]]] = {key: [] for key in keys}
    for block in tips.blocks():
        for key, column in columns.items():
            parts[key].append(_read_block(block, key, column, alike[key], tips))
    for key, column in columns.items():
        for part in reversed(parts[key]):
            column.which.extend(part)
    return columns


def _read_block(
    block: Block, key: str, column: _Column, alike: dict[bytes, int], tips: Lines
) -> array[int]:
    """Which values of a column the tips of a block have; `alike` is which those are that stand in the
    bytes so."""
    find = block.rfind if key in _LATE else block.find
    # Of very many tips each call is felt.
    found = map(_PATTERNS[key].match, repeat(block.said), find(_KEYS[key]), block.ends)
    raws = [match[1] if match else b"" for match in found]
    new = [raw for raw in dict.fromkeys(raws) if raw not in alike]
    alike.update(zip(new, column.take(_values(key, new)), strict=True))
    which = array("I", map(alike.__getitem__, raws))
    if 0 in which:
        for at in (at for at, value in enumerate(which) if not value):
            which[at] = column.take([_said(tips, block.ids[at], key)])[0]
    return which


def _values(key: str, raws: Sequence[bytes]) -> Sequence[Any]:
    """What each says, `_MISSING` for one that says nothing which could be there."""
    check = _IS_AS_READ.get(key, bool)
    with suppress(json_bytes.JSONDecodeError, LookupError, TypeError):
        # No text goes over a line's end: of two that are cut within one none is made.
        values: list[Any] = json_bytes.loads(b"[%b]" % b",\n".join(raws))
        if len(values) == len(raws):
            for value in values:
                check(value)
            return values
    return [_value(key, raw) for raw in raws]


def _value(key: str, raw: bytes) -> Any:
    with suppress(json_bytes.JSONDecodeError, LookupError, TypeError):
        value = json_bytes.loads(raw)
        _IS_AS_READ.get(key, bool)(value)
        return value
    return _MISSING


def _said(tips: Lines, doc_id: int, key: str) -> Any:
    return tips[str(doc_id)].get(key, _MISSING)
