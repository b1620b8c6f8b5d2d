"""Tips by filter, by what they say, by what is being typed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from store.desk.ground import Ground
from store.tips.names import NameKind, ranked
from store.tips.tip import Tip
from store.tips.tip_list import TipList

if TYPE_CHECKING:
    from store.tips.find import Filter, Order, Similar

_AT_ONCE: Final = 500


class Finding:
    """Finds tips; changes nothing. All raise `NotAllowed` for one who may not list them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def latest(self, most: int) -> Sequence[Tip]:
        """The `most` tips recorded last, newest first."""
        with self._ground.storage.state:
            newest = itertools.islice(reversed(self._ground.listed_tips().values()), most)
            return TipList(newest, self._ground.viewer.shown)

    def search(self, text: str, most: int | None = None) -> Sequence[Tip]:
        """The tips with each word of `text` in any of their texts, or as the pinyin initials of a
        name, whatever case and width, newest first."""
        with self._ground.storage.state:
            tips = self._ground.listed_tips()
            ids = itertools.islice(
                self._ground.index.search.search(text, tips, self._ground.viewer.findable), most
            )
            return TipList((tips[doc_id] for doc_id in ids), self._ground.viewer.shown)

    def filtered(self, wanted: Filter, order: Order | None = None) -> TipList:
        """The tips that `wanted` lets through, as `order` says, by default newest first."""
        from store.tips.find import Order

        shown = self._ground.viewer.shown
        with self._ground.storage.state:
            tips = self._ground.listed_tips()
            if wanted.text.strip():
                ids = list(
                    self._ground.index.search.search(
                        wanted.text, tips, self._ground.viewer.findable
                    )
                )
                found = [tips[doc_id] for doc_id in reversed(ids)]
            else:
                found = list(tips.values())
        # No document is changed in place: what takes its time here keeps nobody waiting.
        order = order or Order()
        if order.column == "subject" and not self._ground.viewer.may("open"):
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
        with self._ground.storage.state:
            tips = self._ground.listed_tips()
            prints = self._ground.viewer.prints(persons, units, phone)
            found = self._ground.index.search.names(tips, self._ground.viewer.findable).similar(
                persons, units, phone, prints
            )
            best = [(tips[doc_id], in_common) for doc_id, in_common in ranked(found, most + 1)]
        return [
            Similar(Tip.from_json(self._ground.viewer.shown(document)), in_common)
            for document, in_common in best
            if document["number"] != but
        ][:most]

    def names_beginning(self, kind: NameKind, typed: str, most: int = 1) -> list[str]:
        """The names of persons, units or posts already written that begin as `typed`, the most
        used first."""
        with self._ground.storage.state:
            return self._ground.index.search.names(
                self._ground.listed_tips(), self._ground.viewer.findable
            ).beginning(kind, typed, most)

    def position(self) -> int:
        """A number that is another one whenever anyone has changed anything meanwhile."""
        self._ground.storage.catch_up()
        return self._ground.storage.position

    def get_ready_to_find(self) -> None:
        """Reads all that finding needs, a little at a time: to be called from a thread of its own,
        so that whoever searches first does not wait."""
        more = True
        while more:
            with self._ground.storage.state:
                more = self._ground.index.search.grow(
                    self._ground.tips(), self._ground.viewer.findable, _AT_ONCE
                )
