"""What is to become of one tip or of several, asked a line at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store.desk.desk import Desk
from store.errors import BadInstant, StepRefused
from store.notice.receipt_day import read_day_dealt_with
from store.text import _
from store.tips.disposing import common_steps
from store.tips.disposition import REFERRED
from store.tips.referral import why_not
from store.tips.tip import Tip
from tui.entering.choices import Option
from tui.entering.disposing_questions import ASKED, earlier_like
from tui.linear.talk import Talk
from tui.words.disposition_words import how_they_stand, rows_of, status_label


class DisposingTalk:
    """Talks about `tips`, which are all to take the same step. Raises `Back`, `Ended` and `DeskError`."""

    def __init__(self, talk: Talk, desk: Desk, tips: Sequence[Tip]) -> None:
        self._talk = talk
        self._desk = desk
        self._tips = tips

    def run(self) -> None:
        """Asks what is to become of them, and what that needs."""
        n = len(self._tips)
        self._talk.say(self._title, *(rows_of(self._tips) if n > 1 else ()))
        steps = common_steps(self._tips)
        if not steps:
            self._talk.say(_("这 {n} 件没有一种共同的处理方式，请分开处理。", n=n))
            return
        status = self._talk.one_of(
            _("处理方式"), [Option(name, status_label(name)) for name in steps]
        )
        answers = self._talk.fill(lambda name: self._detail(status, name), ASKED[status])
        while True:
            try:
                self._talk.say(how_they_stand(self._disposed(status, answers)))
                return
            except StepRefused as refusal:
                self._talk.say(str(refusal))
                wrong = {fault.field for fault in refusal.faults}
                again = [name for name in ASKED[status] if name in wrong]
                if not again:
                    return
                answers |= self._talk.fill(lambda name: self._detail(status, name), again)

    @property
    def _title(self) -> str:
        first, *more = self._tips
        if more:
            return _("一并处理 {n} 件：", n=len(self._tips))
        stands = status_label(first.status)
        return _("处理 {number}：现为{status}", number=first.number, status=stands)

    def _disposed(self, status: str, answers: dict[str, Any]) -> tuple[Tip, ...]:
        how = {name: answer for name, answer in answers.items() if name != "of"}
        first, *more = self._tips
        if more:
            seen = {tip.number: tip.revision for tip in self._tips}
            return self._desk.acts.dispose_several(seen, status, **how)
        done = self._desk.acts.dispose(
            first.number,
            status,
            duplicate_of=answers.get("of", ""),
            revision=first.revision,
            **how,
        )
        return (done,)

    def _detail(self, status: str, name: str) -> Any:
        """One of the answers that a step needs."""
        if name == "on":
            return self._day(_("发出日期（回车为今天）"))
        if name == "of":
            earlier = earlier_like(self._desk, self._tips[0])
            return self._talk.ask_or(_("与哪件重复"), earlier)
        if name == "to":
            recorded = {tip.referred_to for tip in self._tips} if status == REFERRED else {""}
            default = recorded.pop() if len(recorded) == 1 else ""
            to = self._talk.ask_or(_("送交何处"), default)
            warnings = (why_not(tip.subjects, to) for tip in self._tips)
            self._talk.say(next(filter(None, warnings), ""))
            return to
        return self._talk.ask_or(_("文号") if name == "letter" else _("理由"))

    def _day(self, question: str) -> Any:
        notice = self._desk.notice
        while True:
            text = self._talk.ask_or(question)
            try:
                return read_day_dealt_with(text, notice, self._desk.now()) if text else None
            except BadInstant as error:
                self._talk.say(str(error))
