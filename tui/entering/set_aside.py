"""What was answered in a dialogue that begins with what an opened tip says: a draft, from the lock until the
same is asked of the opened tip again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from store.desk.desk import Desk
from store.errors import CannotReach, DeskError
from store.frozen import frozen
from store.text import _
from store.tips.draft import AMENDS
from store.tips.tip import Tip


@frozen
class SetAside:
    """Keeps the answers to `what` is asked of a tip, seen at that `revision`: sealed, for whoever may read
    the tip."""

    desk: Desk
    what: str
    number: str
    revision: int

    @classmethod
    def of(cls, desk: Desk, what: str, tip: Tip) -> SetAside:
        """Holds no tip, only which it is as it was seen."""
        return cls(desk, what, str(tip.number), tip.revision)

    @property
    def _name(self) -> str:
        return f"ask-{self.what}-{self.number}"

    def keep(self, answers: Mapping[str, Any]) -> str:
        """Keeps them; why it could not, "" if it could."""
        amends = {"number": self.number, "revision": self.revision}
        try:
            self.desk.drafts.keep(self._name, {"answers": {**answers}, AMENDS: amends})
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
            left = next((d for d in self.desk.drafts.all() if d.name == self._name), None)
        except DeskError:
            left = None
        if not left:
            return {}, False
        self.drop()
        answers, amends = left.values.get("answers"), left.values.get(AMENDS)
        if not (isinstance(answers, dict) and isinstance(amends, dict)):
            # Whoever can write there may have put it there.
            return {}, False
        told = {name: text for name, text in answers.items() if isinstance(text, str)}
        return told, amends.get("revision") != self.revision

    def drop(self) -> None:
        """Forgets it: it is done, or asked again."""
        with suppress(DeskError):
            self.desk.drafts.drop(self._name)
