"""Which tips are wanted and in what order, as values that screen and command line share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, TypeVar

from store.document import Document
from store.tips.disposition import REGISTERED, STATUSES, awaits_completion
from store.tips.names import InCommon
from store.tips.tip import ReporterKind, Tip, by_receipt

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
_Test = Callable[[Document], bool]
Chosen = TypeVar("Chosen", bound=Document)


@dataclass(frozen=True, slots=True)
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

    def choose(self, documents: Iterable[Chosen]) -> list[Chosen]:
        """Those of `documents` that are wanted, whatever `text` says."""
        tests = list(self._tests())
        if len(tests) == 1:
            return list(filter(tests[0], documents))
        return [document for document in documents if all(test(document) for test in tests)]

    def _tests(self) -> Iterator[_Test]:
        if self.channels:
            yield lambda document: document["channel"] in self.channels
        if self.lines:
            yield lambda document: document["line"] in self.lines
        if self.disciplines:
            yield _any_of(self.disciplines, lambda document: document["disciplines"])
        if self.groups:
            yield _any_of(self.groups, lambda document: [s["group"] for s in document["subjects"]])
        if self.reporters:
            yield lambda document: _reporter_kind(document) in self.reporters
        if self.officers:
            yield lambda document: document["officer"] in self.officers
        if self.handlers:
            yield lambda document: (document.get("handled_by") or "") in self.handlers
        if self.statuses:
            yield lambda document: _status(document) in self.statuses
        if self.since:
            first = self.since.isoformat()
            yield lambda document: document["received_at"][:10] >= first
        if self.until:
            last = self.until.isoformat()
            yield lambda document: document["received_at"][:10] <= last
        if self.late:
            yield lambda document: "late" in document["marks"]
        if self.out_of_hours:
            yield lambda document: "out_of_hours" in document["marks"]
        if self.to_complete:
            yield awaits_completion


def _any_of(wanted: Collection[str], of: Callable[[Document], list[str]]) -> _Test:
    return lambda document: any(value in wanted for value in of(document))


def _reporter_kind(document: Document) -> ReporterKind:
    reporter = document["reporter"]
    return reporter["kind"] if reporter else "anonymous"


def _status(document: Document) -> str:
    return str(document.get("status", REGISTERED))


@dataclass(frozen=True, slots=True)
class Order:
    """By which column the tips stand, and from which end; equal ones by number in the same way."""

    column: Column = "number"
    descending: bool = True

    def sort(self, documents: list[Chosen]) -> list[Chosen]:
        """`documents`, given by number, in this order."""
        if self.descending:
            documents = documents[::-1]
        if key := _KEYS.get(self.column):
            # Sorting is stable backwards too, so that equal ones keep the way they came in.
            documents.sort(key=key, reverse=self.descending)
        return documents


def _by_pinyin(text: str) -> bytes:
    """GB 18030 has the characters in common use in the order of their pinyin."""
    return text.encode("gb18030", "replace")


def _first_subject(document: Document) -> list[bytes]:
    subject: dict[str, str] = next(iter(document["subjects"]), {})
    return [_by_pinyin(subject.get(part, "")) for part in ("unit", "person", "post")]


_STATUSES_IN_ORDER: Final = tuple(STATUSES)
_KEYS: Final[dict[Column, Callable[[Document], Any]]] = {
    "received": by_receipt,
    "channel": lambda document: (document["channel"], document["line"]),
    "subject": _first_subject,
    "group": lambda document: next((s["group"] for s in document["subjects"]), ""),
    "discipline": lambda document: [_by_pinyin(name) for name in document["disciplines"]],
    "reporter": _reporter_kind,
    "officer": lambda document: _by_pinyin(document["officer"]),
    "handler": lambda document: _by_pinyin(document.get("handled_by") or ""),
    "enclosures": lambda document: len(document.get("enclosures") or ()),
    "status": lambda document: _STATUSES_IN_ORDER.index(_status(document)),
}


UNFINISHED: Final = (Filter(to_complete=True), Order(descending=False))
"""What is still to be completed, the first one first."""


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier tip that may concern the same matter (重复件), and what the two have in common."""

    tip: Tip
    in_common: tuple[InCommon, ...]
