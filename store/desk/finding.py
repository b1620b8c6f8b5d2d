"""The desk's reading side: tips by number, by filter, by what is being typed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from tinydb.queries import QueryLike

from store.desk.index import TipIndex
from store.document import TABLE, Document
from store.journal.storage import JournalStorage
from store.journal.table import JournalTable
from store.secret.viewer import Viewer
from store.tips.names import NameKind, ranked
from store.tips.numbering import Numbering, no_such_tip
from store.tips.tip import Tip
from store.tips.tip_list import TipList

if TYPE_CHECKING:
    from store.tips.find import Filter, Order, Similar

_AT_ONCE: Final = 500


class Finding:
    """The part of `store.desk.desk.Desk` that finds tips; it changes nothing."""

    _storage: JournalStorage
    _table: JournalTable
    _index: TipIndex
    _numbering: Numbering
    _viewer: Viewer

    def tip(self, number: str) -> Tip:
        """The tip of that number, as `2016-0042` or `42`, without what is sealed. Raises
        `NoSuchTip`, as all that find tips raise `NotAllowed`."""
        self._viewer.require("list")
        return Tip.from_json(self._viewer.shown(self._document(number)))

    def tips(self) -> Sequence[Tip]:
        """Every tip, by number."""
        with self._storage.state:
            return TipList(self._all().values(), self._viewer.shown)

    def latest(self, most: int) -> Sequence[Tip]:
        """The `most` tips recorded last, newest first."""
        with self._storage.state:
            newest = itertools.islice(reversed(self._all().values()), most)
            return TipList(newest, self._viewer.shown)

    def find(self, query: QueryLike) -> Sequence[Tip]:
        """The tips that a TinyDB query matches; its fields are those of `Tip.as_json`. What is not
        shown to this officer is not found either."""
        self._viewer.require("list")
        with self._storage.state:
            found = self._table.search(lambda document: query(self._viewer.shown(document)))
            return TipList(found, self._viewer.shown)

    def search(self, text: str, most: int | None = None) -> Sequence[Tip]:
        """The tips with each word of `text` in any of their texts, or as the pinyin initials of a
        name, whatever case and width, newest first."""
        with self._storage.state:
            tips = self._all()
            ids = itertools.islice(self._index.search.search(text, tips), most)
            return TipList((tips[doc_id] for doc_id in ids), self._viewer.shown)

    def filtered(self, wanted: Filter, order: Order | None = None) -> TipList:
        """The tips that `wanted` lets through, as `order` says, by default newest first."""
        from store.tips.find import Order

        shown = self._viewer.shown
        with self._storage.state:
            tips = self._all()
            if wanted.text.strip():
                ids = list(self._index.search.search(wanted.text, tips))
                found = [tips[doc_id] for doc_id in reversed(ids)]
            else:
                found = list(tips.values())
        # No document is changed in place: what takes its time here keeps nobody waiting.
        order = order or Order()
        if order.column == "subject" and not self._viewer.may("open"):
            # Whoever is not shown the names does not learn their order either.
            found = list(map(shown, found))
        return TipList(order.sort(wanted.choose(found)), shown)

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
        """
        from store.tips.find import Similar

        persons, units = list(persons), list(units)
        with self._storage.state:
            tips = self._all()
            prints = self._viewer.prints(persons, units, phone)
            found = self._index.search.names(tips).similar(persons, units, phone, prints)
            best = [(tips[doc_id], in_common) for doc_id, in_common in ranked(found, most + 1)]
        return [
            Similar(Tip.from_json(self._viewer.shown(document)), in_common)
            for document, in_common in best
            if document["number"] != but
        ][:most]

    def names_beginning(self, kind: NameKind, typed: str, most: int = 1) -> list[str]:
        """The names of persons, units or posts already written that begin as `typed`, the most
        used first."""
        with self._storage.state:
            return self._index.search.names(self._all()).beginning(kind, typed, most)

    def position(self) -> int:
        """A number that is another one whenever anyone has changed anything meanwhile."""
        self._storage.catch_up()
        return self._storage.position

    def get_ready_to_find(self) -> None:
        """Reads all that finding needs, a little at a time: to be called from a thread of its own,
        so that whoever searches first does not wait."""
        more = True
        while more:
            with self._storage.state:
                more = self._index.search.grow(self._documents(), _AT_ONCE)

    def _all(self) -> dict[str, Document]:
        self._viewer.require("list")
        return self._documents()

    def _document(self, number: str) -> Document:
        """A tip as it is stored. Raises `NoSuchTip`."""
        if found := self._documents().get(str(self._numbering.id_of(number))):
            return found
        raise no_such_tip(number)

    def _documents(self) -> dict[str, Document]:
        return self._storage.read().get(TABLE, {})
