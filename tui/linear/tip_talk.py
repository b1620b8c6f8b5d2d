"""One tip that is on the desk: told in full, amended, disposed of, linked, its reporter told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from store.desk.desk import Desk
from store.errors import DeskError
from store.text import _
from store.tips.disposition import PASSED_THROUGH
from tui.entering.disposing_questions import earlier_like
from tui.entering.tip_entry import TipEntry
from tui.linear.disposing_talk import DisposingTalk
from tui.linear.enclosure_talk import EnclosureTalk
from tui.linear.entry_talk import enter
from tui.linear.follow_up_talk import FOLLOW_UPS
from tui.linear.menu import REVEAL, TIP, require_right
from tui.linear.talk import Back, Talk
from tui.linear.tip_words import elsewhere, history, whole
from tui.papers.referral_paper import READ_FIRST, referral_text
from tui.words.disposition_words import how_they_stand, matter, replaced, told, why_not_amended

# What is done with the texts of a tip, or only before it is withdrawn.
_TAKE_ALL: Final = ("add_note", "tell_reporter", "assign_tip")


class TipTalk:
    """Talks about the tip `number`. `is_remote`: whoever talks reaches no file. Methods raise `Back`, `Ended` and `DeskError`."""

    def __init__(self, talk: Talk, desk: Desk, number: str, *, is_remote: bool) -> None:
        self._talk = talk
        self._is_remote = is_remote
        self._desk = desk
        self._tip = desk.tip(number)

    def run(self) -> None:
        """Tells it, then does with it what is chosen until one goes back."""
        number = self._tip.number
        self._desk.presence.show(number)
        acts: dict[str, Callable[[], None]] = {
            "amend_tip": self._amend,
            "dispose_tip": self._dispose,
            "link_tip": self._link,
            "tell_reporter": self._tell,
            **{name: partial(self._follow_up, name) for name in FOLLOW_UPS},
            "show_referral": self._show_referral,
            "show_enclosures": EnclosureTalk(
                self._talk, self._desk, number, is_remote=self._is_remote
            ).run,
            "history": lambda: self._talk.say(*history(self._desk, number)),
            "reveal_tip": lambda: self._talk.say(
                *whole(self._desk, self._desk.access.open_tip(number))
            ),
        }
        offered = (REVEAL, *TIP) if self._desk.access.hides else TIP
        try:
            self._talk.say(*elsewhere(self._desk, number), *whole(self._desk, self._tip))
            while (chosen := self._talk.choose(offered, number, default="return")) != "return":
                try:
                    self._check_may(chosen)
                    acts[chosen]()
                except Back:
                    pass
                except DeskError as error:
                    self._talk.say(str(error))
                self._tip = self._desk.tip(number)
                self._desk.presence.show(number)
        finally:
            self._desk.presence.show()

    def _check_may(self, name: str) -> None:
        """Says what is lacking before anything is asked: that an appointment took place, whoever is on
        duty may say."""
        takes_all = name in _TAKE_ALL or (name == "appoint" and not self._tip.is_awaited)
        require_right(self._desk, name, self._tip.number if takes_all else "")

    def _amend(self) -> None:
        if why_not := why_not_amended(self._tip):
            self._talk.say(why_not)
        else:
            tip = self._desk.access.open_tip(self._tip.number)
            enter(self._talk, TipEntry(self._desk, tip))

    def _dispose(self) -> None:
        DisposingTalk(self._talk, self._desk, [self._tip]).run()

    # The smaller acts

    def _follow_up(self, name: str) -> None:
        FOLLOW_UPS[name](self._talk, self._desk, self._tip)

    def _link(self) -> None:
        tip = self._tip
        size = self._desk.matters.size(tip)
        self._talk.say(matter(tip, size))
        suggested = "" if size > 1 else earlier_like(self._desk, tip)
        to = self._talk.ask_or(_("与哪件关联"), suggested)
        if to:
            linked = self._desk.acts.link(tip.number, to, revision=tip.revision)
            self._talk.say(matter(linked, self._desk.matters.size(linked)))
        elif size > 1 and self._talk.confirm(_("解除本件与其他各件的关联吗？"), ""):
            self._desk.acts.unlink(tip.number, revision=tip.revision)
            self._talk.say(_("{number}：不再与其他举报关联", number=tip.number))

    def _tell(self) -> None:
        if self._tip.status == PASSED_THROUGH:
            self._follow_up("report_up")
            return
        before = replaced(told(self._desk.notice, self._tip))
        self._talk.say(_("已告知反映人是否受理的，在此记下；不得透露办理内容。"), before)
        note = self._talk.ask_or(_("如何告知"))
        tip = self._desk.acts.tell(self._tip.number, note, revision=self._tip.revision)
        self._talk.say(how_they_stand((tip,)))

    def _show_referral(self) -> None:
        copy = self._desk.acts.referral(self._tip.number)
        self._talk.say(referral_text(self._desk.notice, copy), _(READ_FIRST))
