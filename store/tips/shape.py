"""Whether documents have the shape of tips, whatever wrote them and whatever hash they bear."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, datetime
from operator import itemgetter
from types import NoneType
from typing import Any, Final

from store.document import Document
from store.journal.place import is_file_id
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
    "handled_by",
    *(name for name in TEXTS if name not in _TEXTS_ALWAYS),
    *DATES,
)
_SUBJECT: Final = frozenset({"unit", "person", "post", "group"})
_DISPOSITION: Final = frozenset({"by", "at", "why", "to", "on", "letter"})
_TOLD: Final = frozenset({"by", "at", "note"})
_SEALED: Final = frozenset({"age", "prints"})
_NOTE: Final = frozenset({"kind", "on", "text", "by", "at"})
_APPOINTMENT: Final = frozenset({"kind", "when", "text", "by", "at", "done_by", "done_at"})
# What version 0.2 did not know, and what version 0.3 did not.
_SINCE_0_3: Final = ("message_id", "notes", "appointments", "handled_by", "reported")
_SINCE_0_4: Final = ("enclosures", "earlier")
_ENCLOSURE_TEXTS: Final = frozenset({"kind", "kept_at", "file_number", "name", "by", "at", "key"})
_ENCLOSURE_COUNTS: Final = frozenset({"pages", "copies", "size"})
_ENCLOSURE: Final = _ENCLOSURE_TEXTS | _ENCLOSURE_COUNTS | {"file"}
_FILE: Final = frozenset({"id", "bytes", "sha256"})
_TEXT_OR_NOTHING: Final = frozenset({str, NoneType})
_FLAG_OR_NOTHING: Final = frozenset({bool, NoneType})
_LONGEST_NUMBER: Final = 24

_texts_of = itemgetter(*_TEXTS_ALWAYS)
_others_of = itemgetter(*_LISTS, "revision", "reporter", "postmarked_on", "saved_at")


def is_cut_by_0_2(document: Document) -> bool:
    """Whether a program of version 0.2 would leave something out of a tip that is changed there."""
    return HOUR_UNKNOWN in document["marks"] or any(map(document.get, _SINCE_0_3))


def is_cut_by_0_3(document: Document) -> bool:
    """As `is_cut_by_0_2`, of version 0.3."""
    return any(map(document.get, _SINCE_0_4))


def is_tip(document: Any) -> bool:
    """Whether all that reads a stored tip can read this one. Raises nothing."""
    # What is no document at all, or no list of them, has no keys, and raises for want of those.
    try:
        return _is_tip(document)
    except (AttributeError, LookupError, TypeError, ValueError):
        return False


def _is_tip(document: Document) -> bool:
    """As `is_tip`; may raise what a wrong type raises, or a missing key. It is asked of every tip at
    each opening, and so makes few calls."""
    get = document.get
    # Joining refuses what is no text, and tells it many times sooner than asking each for its type.
    "".join(_texts_of(document))
    subjects, disciplines, tags, marks, revision, reporter, _postmark, saved_at = _others_of(
        document
    )
    if not (
        type(revision) is int
        and type(subjects) is type(disciplines) is type(tags) is type(marks) is list
        and _TEXT_OR_NOTHING.issuperset(map(type, map(get, _MAY_BE_TEXTS)))
        and type(get("to_complete")) in _FLAG_OR_NOTHING
    ):
        return False
    "".join(disciplines + tags + marks)
    for subject in subjects:
        if subject.keys() != _SUBJECT:
            return False
        "".join(subject.values())
    number = document["number"]
    return (
        len(number) <= _LONGEST_NUMBER
        and number.rpartition("-")[2].isdecimal()
        and _is_instant(document["received_at"])
        and (not saved_at or _is_instant(saved_at))
        and all(map(date.fromisoformat, filter(None, map(get, DATES))))
        and (reporter is None or _is_reporter(reporter))
        and ((act := get("disposition")) is None or _is_disposition(act))
        and ((act := get("told")) is None or _is_act(act, _TOLD))
        and ((act := get("reported")) is None or _is_act(act, _TOLD))
        and (not (rows := get("notes")) or _are_notes(rows))
        and (not (rows := get("appointments")) or _are_appointments(rows))
        and (not (rows := get("enclosures")) or _are_enclosures(rows))
        and (not (rows := get("earlier")) or _are_earlier(rows))
        and ((sealed := get("sealed")) is None or _is_sealed(sealed))
    )


def _is_instant(text: str) -> bool:
    found = datetime.fromisoformat(text)
    # In the first and the last year there is no room for another zone's clocks.
    return MINYEAR < found.year < MAXYEAR and found.tzinfo is not None


def _is_reporter(reporter: Any) -> bool:
    return (
        type(reporter.get("kind")) is str
        and type(reporter.get("name", "")) is str
        and type(reporter.get("contact", "")) is str
        and type(reporter.get("verified", False)) is bool
    )


def _is_disposition(act: Any) -> bool:
    return _is_act(act, _DISPOSITION) and (not act["on"] or bool(date.fromisoformat(act["on"])))


def _is_act(act: Any, names: frozenset[str]) -> bool:
    return (
        act.keys() == names
        and _is_instant(act["at"])
        and all(type(act[name]) is str for name in names - {"on"})
    )


def _are_notes(notes: Any) -> bool:
    return all(
        note.keys() == _NOTE
        and all(type(text) is str for text in note.values())
        and _is_instant(note["at"])
        and bool(date.fromisoformat(note["on"]))
        for note in notes
    )


def _are_appointments(appointments: Any) -> bool:
    return all(
        one.keys() == _APPOINTMENT
        and all(type(one[name]) is str for name in _APPOINTMENT - {"done_at"})
        and _is_instant(one["when"])
        and _is_instant(one["at"])
        and (not one["done_at"] or _is_instant(one["done_at"]))
        for one in appointments
    )


def _are_enclosures(enclosures: Any) -> bool:
    return all(
        one.keys() == _ENCLOSURE
        and all(type(one[name]) is str for name in _ENCLOSURE_TEXTS)
        and all(type(one[name]) is int and one[name] >= 0 for name in _ENCLOSURE_COUNTS)
        and _is_instant(one["at"])
        and (one["file"] is None or _is_file(one["file"]))
        for one in enclosures
    )


def _are_earlier(steps: Any) -> bool:
    return all(
        one.keys() == {"status", "on"}
        and type(one["status"]) is str
        and bool(date.fromisoformat(one["on"]))
        for one in steps
    )


def _is_file(kept: Any) -> bool:
    return (
        kept.keys() == _FILE
        and type(kept["bytes"]) is int
        and type(kept["sha256"]) is str
        and is_file_id(kept["id"])
    )


def _is_sealed(sealed: Any) -> bool:
    return (
        sealed.keys() == _SEALED
        and type(sealed["age"]) is str
        and type(sealed["prints"]) is list
        and all(type(text) is str for text in sealed["prints"])
    )
