"""How the notice in force is corrected: what follows from it is asked about first."""

from __future__ import annotations

from collections.abc import Iterator

from store.desk.desk import Desk
from store.text import _
from tui.notice_form.entry import NoticeEntry
from tui.words.notice_words import what_follows


class Correcting:
    """The notice of `desk` as it is being corrected: `entry` is what is typed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.entry = NoticeEntry(_("更正公告"), desk.notices.text(), desk.now)

    def correct(self, text: str, how_to_confirm: str) -> str:
        """Puts the notice that `text` says in force, and returns "". Where stored tips change with
        it, or somebody else corrected it meanwhile, it is put off until asked a second time: the
        question is returned, which ends with `how_to_confirm`; so is why there is nothing to do.

        Raises `NoticeRefused`, `NotAllowed`, and what writing raises. Reads and writes the disk.
        """
        if text == self.entry.base:
            return _("公告没有改动。")
        if not self.entry.question(text):
            follows = what_follows(self._desk.notices.correction(text, ""))
            if said := [*self._meanwhile(), *follows]:
                self.entry.ask(text, "\n".join([*said, how_to_confirm]))
                return self.entry.question(text)
        self._desk.notices.correct(text, "")
        return ""

    def _meanwhile(self) -> Iterator[str]:
        if self._desk.notices.text() != self.entry.base:
            yield _("填写期间公告已由他人更正；按所填更正，那次更正即不保留。")

    def before_leaving(self) -> str:
        """What is to be agreed to before one leaves, since what is typed is not kept; "" if nothing
        is lost with it."""
        if self.entry.read().text == self.entry.base:
            return ""
        return _("所填更正不会保留。确要离开，请再按一次。")
