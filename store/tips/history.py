"""The history of a tip, read from the journal: who changed what, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from store import json_bytes
from store.document import Document
from store.frozen import frozen
from store.journal.line import Found, scan, scan_pieces
from store.journal.replay import are_ids, have_room, most_after
from store.tips.enclosure import files_of
from store.tips.revision import FieldChange
from store.tips.search import View
from store.tips.shape import is_tip

# Given anew at each change, so no change themselves.
_NO_CHANGE = frozenset({"revision"})


@frozen
class Change:
    """One line of the journal that touched a tip.

    `line` is its place, `what` was done by whom (`by`) and when (`at`, ISO 8601 with offset);
    `fields` are those it changed, none for the first; `document` is the tip's JSON after it.
    """

    line: int
    at: str
    by: str
    what: str
    fields: tuple[FieldChange, ...]
    document: dict[str, Any]


def differences(before: Document, after: Document) -> tuple[FieldChange, ...]:
    """The fields in which two documents differ, in the order of the form."""
    return tuple(
        FieldChange(key, before.get(key), after.get(key))
        for key in {**before, **after}
        if key not in _NO_CHANGE and before.get(key) != after.get(key)
    )


def tips_in(found: Found, table: str) -> dict[str, Document]:
    """The tips that a line of the journal stores in `table`, by id: what is none was passed over when
    it was read."""
    tables = (found.entry or {}).get("tables")
    changes = tables.get(table) if isinstance(tables, dict) else None
    tips, most = changes.items() if isinstance(changes, dict) else (), most_after(found.line)
    return {
        n: tip for n, tip in tips if are_ids([n], most) and is_tip(tip) and have_room([tip], most)
    }


def changes_of(
    journal: Iterable[bytes], table: str, doc_id: str, view: View = lambda document: document
) -> list[Change]:
    """Every change of one document in the journal's pieces, oldest first, as far as readable, each
    document seen through `view`."""
    marker = b'"%b":{' % doc_id.encode()
    changes: list[Change] = []
    for found in _found_with((marker,), journal):
        stored = tips_in(found, table).get(doc_id)
        if found.entry is None or stored is None:
            continue
        after = view(stored)
        before = changes[-1].document if changes else after
        at, by, what = (str(found.entry.get(key, "")) for key in ("at", "by", "what"))
        changes.append(Change(found.line, at, by, what, differences(before, after), after))
    return changes


def recorded(
    journal: Iterable[bytes], table: str, ids: Collection[str], view: View
) -> dict[str, Document]:
    """The documents of those ids as they were recorded, each seen through `view`."""
    found: dict[str, Document] = {}
    for line in _found_with((b'"what":"record"',), journal):
        for doc_id, document in tips_in(line, table).items():
            if doc_id in ids and doc_id not in found:
                found[doc_id] = view(document)
    return found


def disposed_as(
    journal: Iterable[bytes], table: str, ids: Collection[str], status: str
) -> dict[str, Document]:
    """The documents of those ids as they came to that status last: an undo that brings one back to it is
    no step of its own."""
    found: dict[str, Document] = {}
    stood = set[str]()
    said = b'"status":%b' % json_bytes.dumps(status)
    for line in _found_with((said, b'"what":"dispose"', b'"what":"undo"'), journal):
        is_undo = line.entry is not None and line.entry.get("what") == "undo"
        for doc_id, document in tips_in(line, table).items():
            if document.get("status") != status:
                stood.discard(doc_id)
            elif doc_id in ids and doc_id not in stood:
                stood.add(doc_id)
                if not is_undo:
                    found[doc_id] = document
    return found


def ever_linked_to(first: str, journal: Iterable[bytes], table: str) -> set[str]:
    """The ids of all tips that were at any time of the matter of which that number is the first."""
    said = b'"matter":%b' % json_bytes.dumps(first)
    return {
        doc_id
        for line in _found_with((said,), journal)
        for doc_id, document in tips_in(line, table).items()
        if document.get("matter") == first
    }


def _found_with(markers: Collection[bytes], journal: Iterable[bytes]) -> Iterator[Found]:
    """What the lines say that hold any of `markers`."""
    at, lines = 0, 0
    for piece in journal:
        held = {one for marker in markers for one in _lines_with(marker, piece)}
        for line, start, end in sorted(held):
            yield from scan(piece[start:end], at + start, lines + line)
        at, lines = at + len(piece), lines + piece.count(b"\n")


def ids_of_day(journal: Iterable[bytes], table: str, day: date) -> set[str]:
    """The ids of all files to which tips referred at any moment of `day` or later: an undo may have
    them refer to these again."""
    stood: dict[str, set[str]] = {}
    found: set[str] = set()
    for line in scan_pieces(journal):
        for doc_id, tip in tips_in(line, table).items():
            ids = {kept.id for kept in files_of(tip)}
            if str((line.entry or {}).get("at"))[:10] >= day.isoformat():
                found |= ids | stood.get(doc_id, set())
            stood[doc_id] = ids
    return found.union(*stood.values())


def _lines_with(marker: bytes, journal: bytes) -> list[tuple[int, int, int]]:
    """Number, start and end of each line of a piece that holds `marker`, without going through the
    others."""
    lines = []
    number, counted = 1, 0
    at = journal.find(marker)
    while at >= 0:
        start = journal.rfind(b"\n", 0, at) + 1
        end = journal.find(b"\n", at) + 1 or len(journal)
        number, counted = number + journal.count(b"\n", counted, start), start
        lines.append((number, start, end))
        at = journal.find(marker, end)
    return lines
