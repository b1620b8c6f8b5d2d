"""What is kept beside the tips, so that counting and finding them does not go through them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from store.document import TABLE, Document, Tables
from store.duty.books import RECORDS, is_record
from store.duty.counts import TALLY_VERSION, Tally
from store.journal import checkpoint
from store.tips.search import SearchIndex, View
from store.tips.tip import Tip

# What every version of this program wrote of a tip; an older one wrote fewer keys than there are.
_ALWAYS: Final = frozenset(
    [
        "number",
        "revision",
        "channel",
        "line",
        "received_at",
        "reporter",
        "subjects",
        "disciplines",
        "tags",
        "summary",
        "referred_to",
        "postmarked_on",
        "registration_mark",
        "visit_place",
        "visit_receiver",
        "officer",
        "saved_at",
        "marks",
    ]
)


class TipIndex:
    """The tally of the tips, how to find them, and what a tip must look like to be one.

    `inspector_lines` tells the notice's lines on the inspectors themselves, which count apart;
    `view` is what may be found of a tip.
    """

    def __init__(
        self,
        inspector_lines: Callable[[], frozenset[str]],
        number_of: Callable[[int], str],
        view: View,
    ) -> None:
        self._inspector_lines = inspector_lines
        self._tally = Tally()
        self._tables: Tables = {}
        self._number_of = number_of
        self._view = view
        self.search = SearchIndex(view)
        # What changed since the tally was last asked for: an officer who saves does not wait for it.
        self._uncounted: list[tuple[Document | None, Document | None]] = []

    def empty(self) -> TipIndex:
        """One for the same desk, of no tips."""
        return TipIndex(self._inspector_lines, self._number_of, self._view)

    def begin(self, tables: Tables, remembered: Mapping[str, Any] | None) -> None:
        """Starts from `tables`, with the tally that a checkpoint remembers if it still applies."""
        self._tables = tables
        self.search_anew()
        self._uncounted.clear()
        self._tally = Tally(self._inspector_lines())
        if remembered and _counts_alike(remembered, self._tally):
            self._tally.sums = Counter(remembered["tally"])
        else:
            self._count_anew()

    def _count_anew(self) -> None:
        self._uncounted.clear()
        self._tally = Tally(self._inspector_lines())
        for document in self._tables.get(TABLE, {}).values():
            self._tally.add(document)

    def search_anew(self) -> None:
        """Forgets what the tips say, as what may be found of them changed."""
        self.search = SearchIndex(self._view)

    def tally(self) -> Tally:
        """The counters of all tips, by the notice as it stands."""
        if self._inspector_lines() != self._tally.inspector_lines:
            self._count_anew()
        for before, after in self._uncounted:
            if before:
                self._tally.remove(before)
            if after:
                self._tally.add(after)
        self._uncounted.clear()
        return self._tally

    def changed(
        self, table: str, doc_id: str, before: Document | None, after: Document | None
    ) -> None:
        """One document changed."""
        if table != TABLE:
            return
        self._uncounted.append((before, after))
        self.search.changed(doc_id, before, after)

    def is_plausible(
        self, table: str, doc_id: str, before: Document | None, after: Document | None
    ) -> bool:
        """Whether `after` is a whole tip that may follow `before`. May raise what a wrong type raises."""
        if table in RECORDS:
            return after is not None and is_record(table, after)
        if table != TABLE or after is None:
            return False
        whole = Tip.from_json(after).as_json()
        return (
            after["number"] == self._number_of(int(doc_id))
            and after["revision"] > (before["revision"] if before else 0)
            and after.keys() >= _ALWAYS
            and whole | after == whole
        )

    def contradicts(self, remembered: Mapping[str, Any]) -> bool:
        """Whether a checkpoint's tally is not that of the tips."""
        tally = self.tally()
        alike = _counts_alike(remembered, tally)
        return alike and remembered.get("tally") != tally.as_json()

    def remember(self) -> dict[str, Any]:
        """The tally, for the checkpoint."""
        tally = self.tally()
        return {
            "tally": tally.as_json(),
            "tally_version": TALLY_VERSION,
            "inspector_lines": sorted(tally.inspector_lines),
        }


def tally_at_checkpoint(folder: Path) -> Tally | None:
    """The tally that the checkpoint in `folder` remembers, if there is one."""
    try:
        head = checkpoint.read_head(folder / checkpoint.NAME)
        if head["tally_version"] != TALLY_VERSION:
            return None
        return Tally(sums=Counter(head["tally"]))
    except (checkpoint.Unreadable, OSError, LookupError, TypeError):
        return None


def _counts_alike(remembered: Mapping[str, Any], tally: Tally) -> bool:
    """Whether what a checkpoint remembers was counted as `tally` counts."""
    return remembered.get("tally_version") == TALLY_VERSION and remembered.get(
        "inspector_lines"
    ) == sorted(tally.inspector_lines)
