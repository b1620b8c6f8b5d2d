"""Which tips belong together: those that are one matter, and those on one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.desk.access import AccessControl
from store.desk.ground import Ground
from store.errors import Sealed
from store.secret.seal import no_key
from store.text import _
from store.tips.matters import first_of
from store.tips.tip import Subject, Tip

if TYPE_CHECKING:
    from store.tips.patterns import Pattern


class Matters:
    """Finds what belongs together; `Acts.link` and `Acts.unlink` change it."""

    def __init__(self, ground: Ground, access: AccessControl) -> None:
        self._ground = ground
        self._access = access

    def of(self, number: str) -> Sequence[Tip]:
        """The tips that are one matter with it, itself included, by number."""
        first = first_of(self._ground.shown(number))
        with self._ground.storage.state:
            documents = self._ground.listed_tips()
            head = self._ground.id_of(first)
            found = [d for d in documents.values() if d.get("matter") == first]
            shown = map(self._ground.viewer.shown, (documents[head], *found))
            return [Tip.from_json(document) for document in shown]

    def size(self, tip: Tip) -> int:
        """How many tips are one matter with it, itself included; costs nothing to ask."""
        with self._ground.storage.state:
            return self._ground.index.tally(self._ground.notice).matter_size(first_of(tip))

    def pattern(self, number: str) -> Pattern:
        """Who else reported on the same person or matter: reporters apart from repeats."""
        from store.tips.patterns import Pattern, same_subject

        self._ground.viewer.require("list")
        view = self._ground.viewer.findable
        tip = Tip.from_json(view(self._ground.tip(number)))
        first = first_of(tip)
        persons = [subject.person for subject in tip.subjects]
        with self._ground.storage.state:
            documents = self._ground.listed_tips()
            alike = self._ground.index.search.names(documents, view).similar(persons, (), "")[
                "person"
            ]
            found = same_subject(tip, (view(documents[i]) for i in set().union(*alike)))
        tips = {t.number: t for t in (*found, *self.of(number))}
        subject = tip.subjects[0] if tip.subjects else Subject()
        in_order = sorted(tips.values(), key=lambda t: (len(t.number), t.number))
        return Pattern.of(subject, in_order, first)

    def patterns(self) -> list[Pattern]:
        """Everyone on whom more than one tip came, most independent reporters first. On a sealed
        desk nobody is known before it is unlocked: raises `Sealed`."""
        from store.tips.patterns import patterns

        self._ground.viewer.require("dispose")
        if self._access.is_sealed and not self._access.is_unlocked:
            raise Sealed(no_key())
        with self._ground.storage.state:
            found = patterns(map(self._ground.viewer.findable, self._ground.tips().values()))
        if self._access.hides:
            self._access.note("open", note=_("多件举报反映同一人"))
        return found
