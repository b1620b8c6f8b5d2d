"""What lists, dues and figures go by of a tip, without what it says in words: it is kept of every tip once
anyone asked, while the whole of each is read when it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from store import json_bytes
from store.document import Document
from store.tips.disposition import REGISTERED
from store.tips.enclosure import Enclosure
from store.tips.tip import kind_of

# By what tips are chosen, ordered, owed and counted, but for what most are without.
_ALWAYS: Final = (
    "number",
    "channel",
    "line",
    "received_at",
    "reporter",
    "subjects",
    "disciplines",
    "officer",
    "saved_at",
    "marks",
)
_IF_ANY: Final = (
    "to_complete",
    "status",
    "disposition",
    "matter",
    "told",
    "reported",
    "handled_by",
    "appointments",
    "postmarked_on",
    "registration_mark",
    "earlier",
    "sealed",
)
_WORDS: Final = {
    "reporter": ("name", "contact"),
    "disposition": ("why", "to", "letter"),
    "told": ("note",),
    "reported": ("note",),
}
_SEALED: Final[Document] = {"age": "", "prints": []}
# What many tips have alike.
_TEXTS: Final = ("channel", "line", "officer", "saved_at", "handled_by", "status", "matter")
_PARTS: Final = ("reporter", "subjects", "disciplines", "marks")

_DAY: Final = len("2016-10-01")

Once = Callable[[Any, Any], Any]


class Brief(dict[str, Any]):
    """A tip's document as `brief` leaves it, and where the tip is stored."""

    __slots__ = ("doc_id",)

    def __init__(self, document: Document, doc_id: int) -> None:
        super().__init__(document)
        self.doc_id = doc_id


def brief_of(document: Document, doc_id: int, once: Once) -> Brief:
    """What is kept of a tip; `once` gives what is equal to a value and was given for that key first."""
    found: Document = {name: document[name] for name in _ALWAYS}
    for name in _IF_ANY:
        if value := document.get(name):
            found[name] = value
    if found.get("status") == REGISTERED:
        # A tip that does not say is so.
        del found["status"]
    if reporter := found["reporter"]:
        found["reporter"] = reporter | {"kind": kind_of(reporter)}
    for name, words in _WORDS.items():
        if part := found.get(name):
            found[name] = part | dict.fromkeys(words, "")
    if rows := document.get("enclosures"):
        kinds = tuple(one["kind"] for one in rows)
        # Whole rows, since what may be seen of a tip is worked out of them.
        found["enclosures"] = once(kinds, [Enclosure(kind).as_json() for kind in kinds])
    if "sealed" in found:
        found["sealed"] = _SEALED
    # Of when it was saved the day counts.
    found["saved_at"] = (document["saved_at"] or "")[:_DAY]
    for name in _TEXTS:
        if value := found.get(name):
            found[name] = once(value, value)
    for name in _PARTS:
        found[name] = once(json_bytes.dumps_to_keep(found[name]), found[name])
    return Brief(found, doc_id)
