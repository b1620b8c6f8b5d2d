"""What is kept beside the tips, so that counting and finding them does not go through them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from store.document import TABLE, Document, Tables
from store.duty.books import RECORDS, ROSTER, SEAL, SHIFTS, has_its_types, is_record
from store.duty.counts import TALLY_VERSION, Tally, are_sums
from store.duty.handover import Sheet
from store.journal import checkpoint
from store.journal.lines import Lines
from store.journal.opening import is_of_another
from store.journal.place import Blob, Log
from store.notice.notice import Notice
from store.secret.roles import RIGHTS
from store.tips.brief import Brief, brief_of
from store.tips.numbering import number_of
from store.tips.rows import Rows
from store.tips.search import SearchIndex
from store.tips.shape import ALWAYS, is_tip
from store.tips.tip import Tip

_APART: Final = "apart_1"
"""The key in a checkpoint's head of `SearchIndex.apart`, as this version of the program tells it."""
_MOST_APART: Final = 1000
_PART_APART: Final = 10
"""Of more, and of more than this part of all, to read them takes as long as to go through all tips."""


class TipIndex:
    """The tally of the tips, and how to find them."""

    def __init__(self) -> None:
        self._tally = Tally()
        self._tables: Tables = {}
        self.texts = SearchIndex()
        # What changed since the tally was last asked for: an officer who saves does not wait for it.
        self._uncounted: list[tuple[int, Document | None, Document | None]] = []
        # None before anyone asks for them.
        self._briefs: dict[int, Brief] | None = None
        self._alike: dict[Any, Any] = {}
        self.rows = Rows()

    def begin(self, tables: Tables, remembered: Mapping[str, Any] | None, notice: Notice) -> None:
        """Starts from `tables`, with the tally that a checkpoint remembers if it still applies."""
        self._tables = tables
        self.texts = SearchIndex(apart=_apart(remembered or {}, tables))
        self._briefs = None
        self._alike.clear()
        self.rows = Rows()
        self._uncounted.clear()
        self._tally = Tally(notice.inspector_lines)
        if remembered and _counts_alike(remembered, self._tally):
            self._tally.sums = Counter(remembered["tally"])
        else:
            self._count_anew(notice)

    def _count_anew(self, notice: Notice) -> None:
        self._uncounted.clear()
        self._tally = tally_of(self._tables, notice)

    def search_anew(self, *, by_bytes: bool = False) -> None:
        """Forgets what the tips say, as what may be found of them changed; `by_bytes` as `SearchIndex`."""
        self.texts = SearchIndex(by_bytes=by_bytes, apart=self.texts.apart)

    def tally(self, notice: Notice) -> Tally:
        """The counters of all tips by `notice`, whose lines on the inspectors count apart."""
        if notice.inspector_lines != self._tally.inspector_lines:
            self._count_anew(notice)
        for number, before, after in self._uncounted:
            if before:
                self._tally.remove(before)
            if after:
                self._tally.add(after)
            self.texts.look_at(number, after)
        self._uncounted.clear()
        return self._tally

    def changed(self, doc_id: str, before: Document | None, after: Document | None) -> None:
        """One tip changed."""
        number = int(doc_id)
        self._uncounted.append((number, before, after))
        self.texts.changed(number, before, after)
        self.rows.changed(number, after)
        if self._briefs is None:
            return
        if after:
            self._briefs[number] = brief_of(after, number, self._once)
        else:
            self._briefs.pop(number, None)

    def briefs(self, tips: Lines) -> list[Brief]:
        """What lists, dues and figures go by of each tip, in the order of the tips."""
        if self._briefs is None:
            every = zip(tips.ids(), tips.documents(), strict=True)
            self._briefs = {n: brief_of(tip, n, self._once) for n, tip in every}
        return list(self._briefs.values())

    def _once(self, key: Any, value: Any) -> Any:
        """What stands in many tips, held once."""
        return self._alike.setdefault(key, value)

    def remember(self, notice: Notice) -> dict[str, Any]:
        """The tally, for the checkpoint; and the tips in which something is found apart."""
        tally, apart = self.tally(notice), self.texts.apart
        most = max(_MOST_APART, len(self._tables.get(TABLE, ())) // _PART_APART)
        return {
            **({_APART: sorted(apart)} if apart is not None and len(apart) <= most else {}),
            "tally": tally.as_json(),
            "tally_version": TALLY_VERSION,
            "inspector_lines": sorted(tally.inspector_lines),
            "on_roster": on_roster(self._tables),
        }


def _apart(remembered: Mapping[str, Any], tables: Tables) -> set[int] | None:
    """The ids of the tips in which something is found otherwise than it is written, as a checkpoint
    remembers them; None where that is not known, and of a sealed desk, where nothing is sought so."""
    if SEAL in tables:
        return None
    apart = remembered.get(_APART, None if tables.get(TABLE) else [])
    return {n for n in apart if type(n) is int} if isinstance(apart, list) else None


def tally_of(tables: Tables, notice: Notice) -> Tally:
    """The tally of the tips in `tables`, counted one by one."""
    tally = Tally(notice.inspector_lines)
    for document in tables.get(TABLE, {}).values():
        tally.add(document)
    return tally


def contradicts(remembered: Mapping[str, Any], tables: Tables, notice: Notice) -> bool:
    """Whether the tally that a checkpoint remembers is not that of the tips in `tables`."""
    tally = tally_of(tables, notice)
    return _counts_alike(remembered, tally) and remembered.get("tally") != tally.as_json()


class DocumentJudge:
    """Knows what the documents of a desk are (`store.journal.replay.Judge`); `notice` gives the notice
    in force, by which tips are numbered."""

    def __init__(self, notice: Callable[[], Notice]) -> None:
        self._notice = notice

    def is_plausible(
        self, table: str, doc_id: str, before: Document | None, after: Document | None
    ) -> bool:
        """Whether `after` is a whole record, or a tip with its number, that may follow `before`. May
        raise what a wrong type raises."""
        if table in RECORDS:
            return after is not None and is_record(table, after)
        if table != TABLE or after is None:
            return False
        whole = Tip.from_json(after).as_json()
        return (
            after["number"] == number_of(int(doc_id), self._notice().series)
            and after["revision"] > (before["revision"] if before else 0)
            and after.keys() >= ALWAYS
            and whole | after == whole
        )

    def are_shaped(self, table: str, documents: Collection[Any]) -> bool:
        """Whether what is stored in `table` can be read as what that table holds. Of a table that a
        newer version may have, nothing is known."""
        if table == TABLE:
            return all(map(is_tip, documents))
        return all(_is_shaped(table, document) for document in documents)


def _is_shaped(table: str, document: Any) -> bool:
    if type(document) is not dict or (table in RECORDS and not has_its_types(table, document)):
        return False
    sheet = document.get("sheet") if table == SHIFTS else None
    return not isinstance(sheet, dict) or Sheet.from_json(sheet) is not None


def on_roster(tables: Tables) -> list[str]:
    """Who may see the counters; empty where everyone may."""
    roster = tables.get(ROSTER, {}).values()
    return sorted(member["officer"] for member in roster if member["role"] in RIGHTS)


def tally_at_checkpoint(blob: Blob, log: Log, officer: str) -> Tally | None:
    """The tally that the checkpoint of the desk with that journal remembers, if there is one and
    `officer` may see it."""
    try:
        head = checkpoint.read_sealed_head(blob)
        if not _tells_sums(head) or is_of_another(head, log):
            return None
        if head["on_roster"] and officer not in head["on_roster"]:
            return None
        return Tally(sums=Counter(head["tally"]))
    except (checkpoint.Unreadable, OSError, LookupError, TypeError):
        return None


def _counts_alike(remembered: Mapping[str, Any], tally: Tally) -> bool:
    """Whether what a checkpoint remembers was counted as `tally` counts."""
    lines = sorted(tally.inspector_lines)
    return _tells_sums(remembered) and remembered.get("inspector_lines") == lines


def _tells_sums(head: Mapping[str, Any]) -> bool:
    """Whether a checkpoint with that head remembers sums as this program makes them."""
    return head.get("tally_version") == TALLY_VERSION and are_sums(head.get("tally"))
