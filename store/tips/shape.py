"""Whether documents have the shape of tips, whatever wrote them and whatever hash they bear."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import MAXYEAR, MINYEAR, date, datetime
from itertools import chain, groupby, islice, repeat
from operator import attrgetter, itemgetter
from types import NoneType
from typing import Any, Final

from store.document import Document
from store.tips.fields import DATES, TEXTS
from store.tips.tip import HOUR_UNKNOWN

# What every version of this program wrote of a tip; an older one wrote fewer keys than there are.
_TEXTS_ALWAYS: Final = (
    "number",
    "channel",
    "line",
    "received_at",
    "summary",
    "referred_to",
    "registration_mark",
    "visit_place",
    "visit_receiver",
    "officer",
)
_LISTS: Final = ("subjects", "disciplines", "tags", "marks")
ALWAYS: Final = frozenset(
    (*_TEXTS_ALWAYS, *_LISTS, "revision", "reporter", "postmarked_on", "saved_at")
)
"""The keys of every tip that was ever written."""
# What came later, or may be nothing.
_MAY_BE_TEXTS: Final = (
    "saved_at",
    "status",
    "matter",
    *(name for name in TEXTS if name not in _TEXTS_ALWAYS),
    *DATES,
)
_SUBJECT: Final = frozenset({"unit", "person", "post", "group"})
_DISPOSITION: Final = frozenset({"by", "at", "why", "to", "on", "letter"})
_TOLD: Final = frozenset({"by", "at", "note"})
_SEALED: Final = frozenset({"age", "prints"})
_TEXT_OR_NOTHING: Final = frozenset({str, NoneType})
_NUMBER: Final = re.compile(r"(?=.{1,24}\Z)(?:.*-)?\d+", re.DOTALL)
# So many stay in the processor's cache while they are gone through column by column.
_AT_ONCE: Final = 100

_texts_of = itemgetter(*_TEXTS_ALWAYS)
_lists_of = itemgetter(*_LISTS)


def would_lose_some(document: Document) -> bool:
    """Whether a program of version 0.2 would leave something out of a tip that is changed there."""
    return bool(document.get("message_id")) or HOUR_UNKNOWN in document["marks"]


def is_tip(document: Any) -> bool:
    """Whether all that reads a stored tip can read this one. Raises nothing."""
    return are_tips((document,))


def are_tips(documents: Iterable[Any]) -> bool:
    """As `is_tip`, of all of them: column by column, which takes half the time."""
    rest = iter(documents)
    while some := [*islice(rest, _AT_ONCE)]:
        if {*map(type, some)} != {dict}:
            return False
        try:
            for names, alike in groupby(some, tuple):
                columns = zip(*map(dict.values, alike), strict=True)
                if not _are_of_tips(dict(zip(names, columns, strict=True))):
                    return False
        except (LookupError, TypeError, ValueError):
            return False
    return True


def _are_of_tips(columns: dict[str, Sequence[Any]]) -> bool:
    """Whether the columns are those of tips. May raise what a wrong type raises, or a missing key."""
    subjects, *others = lists = _lists_of(columns)
    days = chain.from_iterable(map(columns.get, DATES, repeat(())))
    may_be_texts = map(columns.get, _MAY_BE_TEXTS, repeat(()))
    return (
        columns.keys() >= ALWAYS
        and _are_texts(chain.from_iterable(_texts_of(columns)))
        and _TEXT_OR_NOTHING.issuperset(map(type, chain.from_iterable(may_be_texts)))
        and {*map(type, chain.from_iterable(lists))} == {list}
        and {*map(type, columns["revision"])} == {int}
        and {*map(type, columns.get("to_complete", ()))} <= {bool, NoneType}
        and all(map(_NUMBER.fullmatch, columns["number"]))
        and _are_instants((*columns["received_at"], *filter(None, columns["saved_at"])))
        and _are_texts(chain.from_iterable(chain.from_iterable(others)))
        and _are_subjects([*chain.from_iterable(subjects)])
        and all(map(date.fromisoformat, filter(None, days)))
        and all(
            part is None or is_one(part)
            for name, is_one in _PARTS.items()
            for part in columns.get(name, ())
        )
    )


def _are_texts(values: Iterable[Any]) -> bool:
    # Joining refuses what is none, and tells it many times sooner than asking each for its type.
    "".join(values)
    return True


def _are_instants(texts: Iterable[str]) -> bool:
    found = [*map(datetime.fromisoformat, texts)]
    # In the first and the last year there is no room for another zone's clocks.
    years = {*map(attrgetter("year"), found)}
    return all(map(attrgetter("tzinfo"), found)) and years.isdisjoint((MINYEAR, MAXYEAR))


def _are_subjects(subjects: Collection[Any]) -> bool:
    return (
        {*map(type, subjects)} <= {dict}
        and {*map(frozenset, subjects)} <= {_SUBJECT}
        and _are_texts(chain.from_iterable(map(dict.values, subjects)))
    )


def _is_reporter(reporter: Any) -> bool:
    return (
        type(reporter) is dict
        and type(reporter.get("kind")) is str
        and type(reporter.get("name", "")) is str
        and type(reporter.get("contact", "")) is str
        and type(reporter.get("verified", False)) is bool
    )


def _is_disposition(act: Any) -> bool:
    return _is_act(act, _DISPOSITION) and (not act["on"] or bool(date.fromisoformat(act["on"])))


def _is_act(act: Any, names: frozenset[str]) -> bool:
    return (
        type(act) is dict
        and act.keys() == names
        and _are_instants((act["at"],))
        and _are_texts(act[name] for name in names - {"on"})
    )


def _is_told(act: Any) -> bool:
    return _is_act(act, _TOLD)


def _is_sealed(sealed: Any) -> bool:
    return (
        type(sealed) is dict
        and sealed.keys() == _SEALED
        and type(sealed["age"]) is str
        and type(sealed["prints"]) is list
        and _are_texts(sealed["prints"])
    )


_PARTS: Final = {
    "reporter": _is_reporter,
    "disposition": _is_disposition,
    "told": _is_told,
    "sealed": _is_sealed,
}
