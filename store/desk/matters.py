"""Which tips belong together: those that are one matter, and those on one person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from store import json_bytes
from store.desk.access import AccessControl
from store.desk.ground import Ground
from store.document import TABLE, Document
from store.errors import Sealed
from store.journal.lines import Lines
from store.secret.change import no_key
from store.text import _
from store.tips.disposition import DUPLICATE
from store.tips.matters import first_of
from store.tips.numbering import order_of
from store.tips.tip import Subject, Tip

if TYPE_CHECKING:
    from store.tips.patterns import Pattern


class Matters:
    """Finds what belongs together; `Acts.link` and `Acts.unlink` change it."""

    def __init__(self, ground: Ground, access: AccessControl) -> None:
        self._ground = ground
        self._access = access

    def of(self, number: str) -> Sequence[Tip]:
        """The tips that are one matter with it, itself included, by number; without those that are
        for a lead alone."""
        self._ground.viewer.require("list")
        with self._ground.storage.reading:
            return [*self._of(number, self._ground.viewer.shown)]

    def _of(self, number: str, view: Callable[[Document], Document]) -> Iterator[Tip]:
        ground = self._ground
        if ground.viewer.keeps_back(own := ground.tip(number)):
            # What it is linked with would tell what it says.
            return iter((Tip.from_json(view(own)),))
        first = first_of(ground.shown(number))
        tips = ground.listed_tips()
        found = (tip for tip in _linked_to(first, tips) if not ground.viewer.keeps_back(tip))
        return map(Tip.from_json, map(view, chain((tips[ground.id_of(first)],), found)))

    def duplicates_of(self, number: str) -> tuple[list[str], bool]:
        """The numbers of its duplicates, where it is the first of its matter, and whether there are others
        that are for a lead alone."""
        ground = self._ground
        with ground.storage.reading:
            linked = _linked_to(number, ground.listed_tips())
            found = [one for one in linked if one.get("status") == DUPLICATE]
            seen = [one["number"] for one in found if not ground.viewer.keeps_back(one)]
            return seen, len(seen) < len(found)

    def made_duplicates_of(self, tip: Tip) -> list[str]:
        """The numbers of the duplicates in the matter of `tip` that were made those of `tip`, as the first of
        theirs then, to whatever it was linked since."""
        from store.tips.history import disposed_as

        ground = self._ground
        with ground.storage.reading:
            linked = _linked_to(first_of(tip), ground.listed_tips())
            found = [one["number"] for one in linked if one.get("status") == DUPLICATE]
        if not found:
            return found
        ids = {ground.id_of(number) for number in found}
        made = disposed_as(ground.storage.journal_pieces(), TABLE, ids, DUPLICATE)
        numbers = {one["number"] for one in made.values() if one.get("matter") == tip.number}
        return [number for number in found if number in numbers]

    def size(self, tip: Tip) -> int:
        """How many tips are one matter with it, as `of` has them; costs nothing to ask."""
        ground = self._ground
        ground.viewer.require("list")
        with ground.storage.state:
            tally = ground.index.tally(ground.notice)
            size = tally.matter_size(first_of(tip), but_inspectors=not ground.viewer.may("open"))
            return 1 if size > 1 and ground.viewer.keeps_back(tip.as_json()) else size

    def pattern(self, number: str) -> Pattern:
        """Who else reported on the same person or matter: reporters apart from repeats."""
        from store.tips.patterns import Pattern, Report, same_subject

        ground = self._ground
        ground.viewer.require("list")
        view = ground.viewer.findable
        tip = Tip.from_json(view(ground.tip(number)))
        persons = [subject.person for subject in tip.subjects]
        with ground.storage.reading:
            stored = ground.listed_tips()
            alike = ground.texts.names(stored, view).similar(persons, (), "")["person"]
            found = same_subject(tip, map(view, stored.picked(set().union(*alike))))
            reports = {one.number: Report.of(one) for one in chain(found, self._of(number, view))}
        subject = tip.subjects[0] if tip.subjects else Subject()
        in_order = sorted(reports.values(), key=lambda one: order_of(one.number))
        return Pattern.of(subject, in_order, first_of(tip))

    def patterns(self) -> list[Pattern]:
        """Everyone on whom more than one tip came, most independent reporters first. On a sealed
        desk nobody is known before it is unlocked: raises `Sealed`."""
        from store.tips.patterns import patterns

        ground = self._ground
        ground.viewer.require("dispose")
        if self._access.is_sealed and not self._access.is_unlocked:
            raise Sealed(no_key())
        with ground.storage.reading:
            found = patterns(map(ground.viewer.findable, ground.tips().values()))
        if self._access.hides:
            self._access.note("open", note=_("多件举报反映同一人"))
        return found


def _linked_to(first: str, tips: Lines) -> Iterator[Document]:
    """The other tips of the matter of which that number is the first."""
    said = b'"matter":%b' % json_bytes.dumps(first)
    linked = tips.picked(sorted(tips.holding(said)))
    return (tip for tip in linked if tip.get("matter") == first)
