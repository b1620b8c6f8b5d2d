"""What was answered in a dialogue and not done: a draft, from when one went elsewhere, or the desk was locked,
until the same is asked again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from store.desk.desk import Desk
from store.errors import CannotReach, DeskError
from store.frozen import frozen
from store.text import _
from store.tips.draft import AMENDS
from store.tips.tip import Tip

# Of which tips it is, where it says nothing that they say.
_ABOUT: Final = "about"


@frozen
class SetAside:
    """Keeps the answers to `what` is asked of a tip, or of several, seen at that `revision`, or of none:
    sealed, for the officer; those that have an opened tip's texts in them for whoever may read the tip."""

    desk: Desk
    what: str
    number: str = ""
    revision: int = 0
    has_texts: bool = False

    @classmethod
    def of(cls, desk: Desk, what: str, *tips: Tip) -> SetAside:
        """Holds no tip, only which they are as they were seen."""
        numbers = ",".join(str(tip.number) for tip in tips)
        return cls(desk, what, numbers, sum(tip.revision for tip in tips))

    @property
    def with_texts(self) -> SetAside:
        """What is kept of the same where it has the texts of an opened tip in it."""
        return replace(self, has_texts=True)

    @property
    def _name(self) -> str:
        # Neither takes the place of the other: they are not for the same to read.
        return f"{'ask' if self.has_texts else 'answers'}-{self.what}-{self.number}"

    @property
    def _about(self) -> str:
        return AMENDS if self.has_texts else _ABOUT

    def keep(self, answers: Mapping[str, Any]) -> str:
        """Keeps them; why it could not, "" if it could."""
        about = {"number": self.number, "revision": self.revision}
        try:
            self.desk.drafts.keep(self._name, {"answers": {**answers}, self._about: about})
        except CannotReach:
            # It is kept as soon as the place is there.
            return ""
        except DeskError as error:
            return _("草稿没有存下：{reason}", reason=error)
        return ""

    def take(self) -> tuple[dict[str, str], bool]:
        """What was answered, none if nothing was, and whether the tip was changed since; it is no draft any
        more."""
        try:
            left = self.desk.drafts.named(self._name)
        except DeskError:
            left = None
        if not left:
            return {}, False
        self.drop()
        answers, about = left.values.get("answers"), left.values.get(self._about)
        if not (isinstance(answers, dict) and isinstance(about, dict)):
            # Whoever can write there may have put it there.
            return {}, False
        told = {name: text for name, text in answers.items() if isinstance(text, str)}
        return told, about.get("revision") != self.revision

    def drop(self) -> None:
        """Forgets it: it is done, or asked again."""
        with suppress(DeskError):
            self.desk.drafts.drop(self._name)
