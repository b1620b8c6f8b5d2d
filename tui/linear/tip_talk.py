"""One tip that is on the desk: told in full, amended, disposed of, linked, its reporter told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store.desk.desk import Desk
from store.errors import BadInstant, DeskError, StepRefused
from store.instant import read_day
from store.text import _
from store.tips.disposing import steps_from
from store.tips.disposition import PASSED_THROUGH, REFERRED, URGENT
from store.tips.referral import why_not
from store.tips.tip import Tip
from tui.entering.choices import Option
from tui.entering.disposing_questions import ASKED, earlier_like
from tui.entering.tip_entry import TipEntry
from tui.linear.entry_talk import enter
from tui.linear.menu import REVEAL, TIP
from tui.linear.talk import Back, Talk, comparable, no_such
from tui.linear.tip_words import elsewhere, history, whole
from tui.papers.referral_paper import READ_FIRST, referral_text
from tui.words.disposition_words import how_they_stand, matter, status_label


class TipTalk:
    """Talks about the tip `number`. Methods raise `Back`, `Ended` and `DeskError`."""

    def __init__(self, talk: Talk, desk: Desk, number: str) -> None:
        self._talk = talk
        self._desk = desk
        self._tip = desk.tip(number)

    def run(self) -> None:
        """Tells it, then does with it what is chosen until one goes back."""
        number = self._tip.number
        self._desk.presence.show(number)
        acts: dict[str, Callable[[], None]] = {
            "amend_tip": self._amend,
            "dispose_tip": self.dispose,
            "link_tip": self._link,
            "tell_reporter": self._tell,
            "show_referral": self._show_referral,
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
                    acts[chosen]()
                except Back:
                    pass
                except DeskError as error:
                    self._talk.say(str(error))
                self._tip = self._desk.tip(number)
                self._desk.presence.show(number)
        finally:
            self._desk.presence.show()

    def _amend(self) -> None:
        if self._tip.status == PASSED_THROUGH:
            self._talk.say(_("径送件没有登记内容，不能修改。"))
        else:
            tip = self._desk.access.open_tip(self._tip.number)
            enter(self._talk, TipEntry(self._desk, tip))

    # Disposing

    def dispose(self) -> None:
        """Asks what is to become of it, and what that needs."""
        tip = self._tip
        title = _("处理 {number}：现为{status}", number=tip.number, status=status_label(tip.status))
        steps = [Option(name, status_label(name)) for name in steps_from(tip)]
        self._talk.say(title)
        status = self._one_of(_("处理方式"), steps)
        answers = self._talk.fill(lambda name: self._detail(status, name), ASKED[status])
        while True:
            try:
                self._said((self._disposed(status, answers),))
                return
            except StepRefused as refusal:
                self._talk.say(str(refusal))
                wrong = {fault.field for fault in refusal.faults}
                again = [name for name in ASKED[status] if name in wrong]
                if not again:
                    return
                answers |= self._talk.fill(lambda name: self._detail(status, name), again)

    def _disposed(self, status: str, answers: dict[str, Any]) -> Tip:
        return self._desk.acts.dispose(
            self._tip.number,
            status,
            why=answers.get("why", ""),
            to=answers.get("to", ""),
            letter=answers.get("letter", ""),
            on=answers.get("on"),
            duplicate_of=answers.get("of", ""),
            revision=self._tip.revision,
        )

    def _one_of(self, question: str, options: list[Option]) -> str:
        listed = _("，").join(f"{n} {option.label}" for n, option in enumerate(options, 1))
        self._talk.say(listed)
        while True:
            text = self._talk.ask(question, lambda: [listed])
            word = comparable(text)
            for number, option in enumerate(options, 1):
                if word in (str(number), comparable(option.label)):
                    return option.value
            self._talk.say(no_such(text) if text else listed)

    def _detail(self, status: str, name: str) -> Any:
        """One of the answers that a step needs."""
        tip = self._tip
        if name == "on":
            return self._day(_("发出日期（回车为今天）"))
        if name == "of":
            return self._with_default(_("与哪件重复"), earlier_like(self._desk, tip))
        if name == "to":
            asked = _("送交何处")
            to = self._with_default(asked, tip.referred_to if status == REFERRED else "")
            if status in (REFERRED, URGENT) and (warning := why_not(tip.subjects, to)):
                self._talk.say(warning)
            return to
        return self._talk.ask(_("文号") if name == "letter" else _("理由"), self._help)

    def _with_default(self, question: str, default: str) -> str:
        if default:
            question = _("{label}（回车为 {value}）", label=question, value=default)
        return self._talk.ask(question, self._help) or default

    def _day(self, question: str) -> Any:
        notice = self._desk.notice
        while True:
            text = self._talk.ask(question, self._help)
            try:
                return read_day(text, notice.zone, self._desk.now()) if text else None
            except BadInstant as error:
                self._talk.say(str(error))

    @staticmethod
    def _help() -> list[str]:
        return [_("留空直接回车；“<”退回上一项。")]

    # The smaller acts

    def _link(self) -> None:
        tip = self._tip
        size = self._desk.matters.size(tip)
        self._talk.say(matter(tip, size))
        if size > 1:
            asked = _("与哪件关联（填编号；回车解除本件与其他各件的关联）")
            to = self._talk.ask(asked, self._help)
        else:
            to = self._with_default(_("与哪件关联"), earlier_like(self._desk, tip))
        if to:
            linked = self._desk.acts.link(tip.number, to, revision=tip.revision)
            self._talk.say(matter(linked, self._desk.matters.size(linked)))
        elif size > 1:
            self._desk.acts.unlink(tip.number, revision=tip.revision)
            self._talk.say(_("{number}：不再与其他举报关联", number=tip.number))

    def _tell(self) -> None:
        self._talk.say(_("已告知反映人是否受理的，在此记下；不得透露办理内容。"))
        note = self._talk.ask(_("如何告知"), self._help)
        self._said((self._desk.acts.tell(self._tip.number, note, revision=self._tip.revision),))

    def _show_referral(self) -> None:
        copy = self._desk.acts.referral(self._tip.number)
        self._talk.say(referral_text(self._desk.notice, copy), _(READ_FIRST))

    def _said(self, tips: tuple[Tip, ...]) -> None:
        self._talk.say(how_they_stand(tips))
