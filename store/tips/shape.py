"""Whether a document has the shape of a tip, whatever wrote it and whatever hash it bears."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, datetime
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
_MAY_BE_NOTHING: Final = ALWAYS - {*_TEXTS_ALWAYS, *_LISTS, "revision"}
_NAMES: Final = (*_TEXTS_ALWAYS, *_LISTS, "revision")
_TYPES: Final = [*(str for _name in _TEXTS_ALWAYS), *(list for _name in _LISTS), int]
# What came later, or may be nothing.
_LATER: Final = {
    "status": str,
    "matter": str,
    "to_complete": bool,
    "saved_at": str,
    **dict.fromkeys((*(name for name in TEXTS if name not in _TEXTS_ALWAYS), *DATES), str),
}
_SUBJECT: Final = frozenset({"unit", "person", "post", "group"})
_DISPOSITION: Final = frozenset({"by", "at", "why", "to", "on", "letter"})
_TOLD: Final = frozenset({"by", "at", "note"})
_NOTHING: Final = type(None)
_LONGEST_NUMBER: Final = 24


def would_lose_some(document: Document) -> bool:
    """Whether a program of version 0.2 would leave something out of a tip that is changed there."""
    return bool(document.get("message_id")) or HOUR_UNKNOWN in document["marks"]


def is_tip(document: Any) -> bool:
    """Whether all that reads a stored tip can read this one. Raises nothing."""
    if type(document) is not dict:
        return False
    get = document.get
    if list(map(type, map(get, _NAMES))) != _TYPES or not document.keys() >= _MAY_BE_NOTHING:
        return False
    try:
        return (
            all(type(get(name)) in (kind, _NOTHING) for name, kind in _LATER.items())
            and all(map(_is_day, map(get, DATES)))
            and _is_number(document["number"])
            and _is_instant(document["received_at"])
            and (not get("saved_at") or _is_instant(document["saved_at"]))
            and all(map(_is_subject, document["subjects"]))
            and all(type(text) is str for name in _LISTS[1:] for text in document[name])
            and _is_reporter(get("reporter"))
            and _is_act(get("disposition"), _DISPOSITION)
            and _is_act(get("told"), _TOLD)
            and _is_sealed(get("sealed"))
        )
    except (TypeError, ValueError):
        return False


def _is_number(text: str) -> bool:
    return len(text) <= _LONGEST_NUMBER and text.rpartition("-")[2].isdecimal()


def _is_instant(text: str) -> bool:
    found = datetime.fromisoformat(text)
    # In the first and the last year there is no room for another zone's clocks.
    return found.tzinfo is not None and MINYEAR < found.year < MAXYEAR


def _is_day(text: str | None) -> bool:
    return not text or bool(date.fromisoformat(text))


def _is_subject(subject: Any) -> bool:
    return (
        type(subject) is dict
        and subject.keys() == _SUBJECT
        and all(type(text) is str for text in subject.values())
    )


def _is_reporter(reporter: Any) -> bool:
    return reporter is None or (
        type(reporter) is dict
        and type(reporter.get("kind")) is str
        and type(reporter.get("name", "")) is str
        and type(reporter.get("contact", "")) is str
        and type(reporter.get("verified", False)) is bool
    )


def _is_act(act: Any, names: frozenset[str]) -> bool:
    return act is None or (
        type(act) is dict
        and act.keys() == names
        and _is_instant(act["at"])
        and _is_day(act.get("on"))
        and all(type(act[name]) is str for name in names - {"on"})
    )


def _is_sealed(sealed: Any) -> bool:
    return sealed is None or (
        type(sealed) is dict
        and sealed.keys() == {"age", "prints"}
        and type(sealed["age"]) is str
        and type(sealed["prints"]) is list
        and all(type(text) is str for text in sealed["prints"])
    )
