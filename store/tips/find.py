"""Which tips are wanted and in what order, as values that screen and command line share."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final, Literal, TypeVar

from store.frozen import frozen
from store.tips.disposition import REGISTERED, STATUSES, awaits_completion
from store.tips.names import InCommon
from store.tips.tip import HOUR_UNKNOWN, ReporterKind, Tip, kind_of, order_of_receipt

Column = Literal[
    "number",
    "received",
    "channel",
    "subject",
    "group",
    "discipline",
    "reporter",
    "officer",
    "handler",
    "enclosures",
    "status",
]
_Said = Mapping[str, Any]
_Test = Callable[[_Said], bool]
Chosen = TypeVar("Chosen", bound=_Said)


@frozen
class Filter:
    """A tip is wanted if it has, of each part that is not empty, one of the values named there.

    `lines` are the notice's lines by their values, of which several may be of one kind. `since` and
    `until` are days of receipt by the notice's clocks, both included. `late` and
    `out_of_hours` want those marks, `to_complete` what is still to be completed. Each word of `text` must
    stand somewhere in the tip, or be the pinyin initials of a name in it.
    """

    disciplines: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    reporters: tuple[ReporterKind, ...] = ()
    officers: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    late: bool = False
    out_of_hours: bool = False
    to_complete: bool = False
    text: str = ""

    @property
    def chooses(self) -> bool:
        """Whether it leaves any out, whatever `text` says."""
        return replace(self, text="") != Filter()

    @property
    def keys(self) -> frozenset[str]:
        """What of a document it looks at."""
        return frozenset(key for keys, _test in self._tests() for key in keys)

    def choose(self, documents: Iterable[Chosen]) -> list[Chosen]:
        """Those of `documents` that are wanted, whatever `text` says."""
        tests = [test for _keys, test in self._tests()]
        if not tests:
            return list(documents)
        if len(tests) == 1:
            return list(filter(tests[0], documents))
        return [document for document in documents if all(test(document) for test in tests)]

    def _tests(self) -> Iterator[tuple[tuple[str, ...], _Test]]:
        if self.channels:
            yield ("channel",), lambda document: document["channel"] in self.channels
        if self.lines:
            yield ("line",), lambda document: document["line"] in self.lines
        if self.disciplines:
            of_disciplines = _any_of(self.disciplines, lambda document: document["disciplines"])
            yield ("disciplines",), of_disciplines
        if self.groups:
            yield (
                ("subjects",),
                _any_of(self.groups, lambda document: [s["group"] for s in document["subjects"]]),
            )
        if self.reporters:
            yield ("reporter",), lambda document: kind_of(document["reporter"]) in self.reporters
        if self.officers:
            yield ("officer",), lambda document: document["officer"] in self.officers
        if self.handlers:
            yield (
                ("handled_by",),
                lambda document: (document.get("handled_by") or "") in self.handlers,
            )
        if self.statuses:
            yield ("status",), lambda document: _status(document) in self.statuses
        if self.since:
            first = self.since.isoformat()
            yield ("received_at",), lambda document: document["received_at"][:10] >= first
        if self.until:
            last = self.until.isoformat()
            yield ("received_at",), lambda document: document["received_at"][:10] <= last
        if self.late:
            yield ("marks",), lambda document: "late" in document["marks"]
        if self.out_of_hours:
            yield ("marks",), lambda document: "out_of_hours" in document["marks"]
        if self.to_complete:
            yield ("to_complete", "status"), awaits_completion


def _any_of(wanted: Collection[str], of: Callable[[_Said], list[str]]) -> _Test:
    return lambda document: any(value in wanted for value in of(document))


def _status(document: _Said) -> str:
    return str(document.get("status", REGISTERED))


@frozen
class Order:
    """By which column the tips stand, and from which end; equal ones by number in the same way."""

    column: Column = "number"
    descending: bool = True

    @property
    def keys(self) -> frozenset[str]:
        """What of a document it looks at."""
        return frozenset(_KEYS[self.column][0] if self.column in _KEYS else ())

    def sort(self, documents: list[Chosen]) -> list[Chosen]:
        """`documents`, given by number, in this order."""
        said = {key: [document.get(key) for document in documents] for key in self.keys}
        places: Sequence[int] = range(len(documents))
        return [documents[place] for place in self.sort_places(places, self.ranks(said))]

    def ranks(self, said: Mapping[str, Sequence[Any]]) -> list[int]:
        """Which place each would have by the column alone, equal ones the same: `said` is what they have under
        each of the `keys`, None where that is missing. By number none has any."""
        if self.column not in _KEYS:
            return []
        keys, of_all = _KEYS[self.column]
        found = list(of_all(*(said[key] for key in keys)))
        # Among very many few differ, and numbers are compared sooner than what they stand for; what came in order
        # is sorted soonest.
        ordered = sorted(dict.fromkeys(found))
        ranks = dict(zip(ordered, range(len(ordered)), strict=True))
        return list(map(ranks.__getitem__, found))

    def sort_places(self, places: Sequence[int], ranks: Sequence[int]) -> Sequence[int]:
        """These places of documents, which stand by number, in this order."""
        if self.descending:
            places = places[::-1]
        if self.column not in _KEYS:
            return places
        # Sorting is stable backwards too, so that equal ones keep the way they came in.
        return sorted(places, key=ranks.__getitem__, reverse=self.descending)


def _by_receipt(instants: Sequence[str], marks: Sequence[Collection[str]]) -> Iterable[Any]:
    """As `order_of_receipt`. What was written by the same clocks throughout is in order as it is written, once those
    whose hour is not known come last of their day."""
    if not _BY_SAME_CLOCKS.fullmatch("\n".join(instants)):
        return map(order_of_receipt, instants, marks)
    return [
        f"{at[:10]}~{at[10:]}" if HOUR_UNKNOWN in of_one else at
        for at, of_one in zip(instants, marks, strict=True)
    ]


def _by_pinyin(texts: Iterable[str]) -> Sequence[bytes]:
    """GB 18030 has the characters in common use in the order of their pinyin."""
    texts = list(texts)
    # Of very many each call is felt: all at once, but where one goes over a line's end.
    found = "\n".join(texts).encode("gb18030", "replace").split(b"\n")
    if len(found) == len(texts):
        return found
    return [text.encode("gb18030", "replace") for text in texts]


def _first_subject(subjects: Sequence[Mapping[str, str]]) -> str:
    get = subjects[0].get if subjects else _NOBODY.get
    # Nothing printable comes before what parts them.
    return f"{get('unit', '')}\0{get('person', '')}\0{get('post', '')}"


def _first_group(subjects: Sequence[Mapping[str, str]]) -> str:
    return subjects[0]["group"] if subjects else ""


_NOBODY: Final[Mapping[str, str]] = {}
_INSTANT: Final = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
_BY_SAME_CLOCKS: Final = re.compile(rf"{_INSTANT}([+-]\d\d:\d\d)(?:\n{_INSTANT}\1)*+", re.ASCII)
_STATUSES_IN_ORDER: Final = tuple(STATUSES)
# What of a document each column goes by, and how, of all of them at once.
_KEYS: Final[dict[Column, tuple[tuple[str, ...], Callable[..., Any]]]] = {
    "received": (("received_at", "marks"), _by_receipt),
    "channel": (("channel", "line"), zip),
    "subject": (("subjects",), lambda every: _by_pinyin(map(_first_subject, every))),
    "group": (("subjects",), partial(map, _first_group)),
    "discipline": (("disciplines",), lambda every: _by_pinyin(map("\0".join, every))),
    "reporter": (("reporter",), partial(map, kind_of)),
    "officer": (("officer",), _by_pinyin),
    "handler": (("handled_by",), lambda every: _by_pinyin(name or "" for name in every)),
    "enclosures": (("enclosures",), lambda every: (len(rows or ()) for rows in every)),
    "status": (
        ("status",),
        lambda every: (_STATUSES_IN_ORDER.index(status or REGISTERED) for status in every),
    ),
}


UNFINISHED: Final = (Filter(to_complete=True), Order(descending=False))
"""What is still to be completed, the first one first."""


@frozen
class Similar:
    """An earlier tip that may concern the same matter (重复件), and what the two have in common."""

    tip: Tip
    in_common: tuple[InCommon, ...]
