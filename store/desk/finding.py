"""Tips by filter, by what they say, by what is being typed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from store import json_bytes
from store.desk.access import AccessControl
from store.desk.ground import Ground
from store.document import Document
from store.journal.lines import Lines
from store.tips import numbering
from store.tips.brief import Brief
from store.tips.fields import CALLS
from store.tips.names import Ids, InCommon, NameKind, ranked
from store.tips.pinyin import are_initials
from store.tips.search import SearchIndex, View
from store.tips.texts import fold
from store.tips.tip import Tip
from store.tips.tip_list import TipList

if TYPE_CHECKING:
    from store.tips.find import Filter, Order, Similar

_AT_ONCE: Final = 500
_RECORDED_EVERY: Final = 20


class Finding:
    """Finds tips; changes nothing. All raise `NotAllowed` for one who may not list them."""

    def __init__(self, ground: Ground, access: AccessControl) -> None:
        self._ground = ground
        self._access = access
        self._looked_for: set[str] = set()

    def latest(self, most: int) -> Sequence[Tip]:
        """The `most` tips recorded last, newest first."""
        ground = self._ground
        with ground.storage.reading:
            newest = ground.listed_tips().documents()[::-1]
            return TipList(newest[:most], ground.viewer.shown)

    def search(self, text: str, most: int | None = None) -> Sequence[Tip]:
        """The tips with each word of `text` in any of their texts, or as the pinyin initials of a
        name, whatever case and width, newest first."""
        ground = self._ground
        self._know_names(text)
        with ground.storage.reading:
            tips = ground.listed_tips()
            ids = ground.texts.search(text, tips, ground.viewer.findable)
            return TipList(tips.picked(itertools.islice(ids, most)), ground.viewer.shown)

    def filtered(self, wanted: Filter, order: Order | None = None) -> TipList:
        """The tips that `wanted` lets through, as `order` says, by default newest first."""
        from store.tips.find import Order

        ground, order = self._ground, order or Order()
        shown = ground.viewer.shown
        self._know_names(wanted.text)
        with ground.storage.reading:
            tips = ground.listed_tips()
            ids = None
            if wanted.text.strip():
                ids = list(ground.texts.search(wanted.text, tips, ground.viewer.findable))[::-1]
            if not wanted.chooses and order.column == "number":
                found = tips.documents() if ids is None else tips.picked(ids)
                return TipList(found[::-1] if order.descending else found, shown)
            alike, briefs = None, list[Brief]()
            if ground.viewer.may("open"):
                alike = ground.index.rows.of(tips, wanted.keys | order.keys)
            else:
                briefs = ground.index.briefs(tips)
        # No document is changed in place: what takes its time here keeps nobody waiting.
        among = None if ids is None else set(ids)
        if alike:
            chosen = alike.chosen(wanted, order, among)
        else:
            # Whoever is not shown the names does not learn their order either.
            seen = shown if order.column == "subject" else ground.viewer.listed
            rows = [Brief(seen(b), b.doc_id) for b in briefs if among is None or b.doc_id in among]
            chosen = [row.doc_id for row in order.sort(wanted.choose(rows))]
        with ground.storage.state:
            return TipList(tips.picked(chosen), shown)

    def similar(
        self,
        persons: Iterable[str] = (),
        units: Iterable[str] = (),
        phone: str = "",
        *,
        but: str = "",
        most: int = 20,
    ) -> list[Similar]:
        """Earlier tips that may concern the same matter (重复件): the same person or unit is
        complained of, or a number in `phone` was left. Those with the most in common come first,
        the newest of equal ones before the others; `but` is the number of a tip to leave out.

        Only among those that the officer reads: else who types a number learns who left it. How
        often is recorded of whoever does not read all.
        """
        from store.tips.find import Similar

        ground = self._ground
        persons, units = list(persons), list(units)
        self._know_names()
        with ground.storage.reading:
            tips = ground.listed_tips()
            names = ground.texts.names(tips, ground.viewer.findable)
            prints = ground.viewer.prints(persons, units, phone)
            found = self._read_of(names.similar(persons, units, phone, prints), tips)
            best = [(tips[str(doc_id)], in_common) for doc_id, in_common in ranked(found, most + 1)]
        self._count((*persons, *units, phone))
        return [
            Similar(Tip.from_json(ground.viewer.shown(document)), in_common)
            for document, in_common in best
            if document["number"] != but
        ][:most]

    def _read_of(
        self, found: dict[InCommon, list[Ids]], tips: Mapping[str, Document]
    ) -> dict[InCommon, list[Ids]]:
        """Of the ids `found`, those of tips that the officer reads."""
        viewer = self._ground.viewer
        if viewer.reads_all:
            return found
        return {
            what: [[n for n in ids if viewer.reads(tips[str(n)])] for ids in alike]
            for what, alike in found.items()
        }

    def _count(self, typed: Iterable[str]) -> None:
        """Counts what an officer looked for who does not read all, and records it now and then."""
        if not self._ground.viewer.reads_all:
            self._looked_for |= {text for text in typed if text}
        if len(self._looked_for) >= _RECORDED_EVERY:
            self.record_attempts()

    def record_attempts(self) -> None:
        """Records how often this officer looked for repeats, since that was last recorded."""
        looked_for, self._looked_for = self._looked_for, set()
        if looked_for:
            self._access.note("match", note=str(len(looked_for)))

    def names_beginning(self, kind: NameKind, typed: str, most: int = 1) -> list[str]:
        """The names of persons, units or posts already written that begin as `typed`, the most
        used first."""
        ground = self._ground
        self._know_names()
        with ground.storage.reading:
            names = ground.texts.names(ground.listed_tips(), ground.viewer.findable)
            return names.beginning(kind, typed, most)

    def numbered(self, written: str) -> list[Tip]:
        """The tips of these numbers, as `2 3 5-9` or `2016-0042、43`, each once. Raises `NoSuchTip`."""
        ground = self._ground
        ground.viewer.require("list")
        found: dict[str, Tip] = {}
        for doc_id in numbering.ids_in(written, ground.notice.series):
            tip = ground.shown(ground.number_of(doc_id))
            found[tip.number] = tip
        return list(found.values())

    def line_called_last(self) -> tuple[str, str]:
        """The kind and the value of the line on which the call came that this officer recorded last,
        blank if there is none."""
        ground = self._ground
        with ground.storage.reading:
            said = b'"officer":%b' % json_bytes.dumps(ground.officer)
            tips = ground.tips()
            newest = (tips[str(doc_id)] for doc_id in tips.holding(said))
            calls = (tip for tip in newest if tip["channel"] in CALLS)
            last = next(calls, {"channel": "", "line": ""})
            return last["channel"], last["line"]

    def position(self) -> int:
        """A number that is another one whenever anyone has changed anything meanwhile."""
        self._ground.viewer.require("list")
        return self._ground.storage.position

    def get_ready_to_find(self) -> None:
        """Reads what finding needs beside the bytes of the tips, a little at a time: to be called from
        a thread of its own, so that whoever searches first does not wait; nor in the next session, if the
        officer may write."""
        self._grow(SearchIndex.grow)
        self._ground.keep_what_is_known()

    def _know_names(self, text: str | None = None) -> None:
        """As `get_ready_to_find`, for the names, if a word of `text` may be the initials of one; nobody
        else waits for it meanwhile."""
        if text is None or any(map(are_initials, fold(text).split())):
            self._grow(SearchIndex.grow_names)

    def _grow(self, grow: Callable[[SearchIndex, Lines, View, int], bool]) -> None:
        ground, more = self._ground, True
        while more:
            with ground.storage.state:
                # What others stored since comes with the search itself.
                tips = ground.storage.tips()
                more = grow(ground.texts, tips, ground.viewer.findable, _AT_ONCE)
