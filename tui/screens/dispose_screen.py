"""What is to become of one tip or of several: the steps that are allowed, and what each of them needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.widgets import Input

from store.desk.desk import Desk
from store.errors import BadInstant, step_refused
from store.notice.receipt_day import read_day_dealt_with
from store.text import _
from store.tips.disposing import common_steps
from store.tips.disposition import REFERRED
from store.tips.referral import why_not
from store.tips.tip import Tip
from tui.entering.choices import Option
from tui.entering.disposing_questions import ASKED, earlier_like
from tui.entering.set_aside import SetAside
from tui.screens.ask_screen import AskScreen, Question
from tui.widgets.choice import Choice
from tui.widgets.field_row import take_turns
from tui.widgets.text_field import ExactField, TextField
from tui.words import words
from tui.words.disposition_words import rows_of, status_label


class DisposeScreen(AskScreen):
    """Dismissed with the tips as they then stand: one, or several that all take the same step."""

    def __init__(self, desk: Desk, tips: Sequence[Tip]) -> None:
        self._desk = desk
        self._tips = tips
        self._seen = {tip.number: tip.revision for tip in tips}
        first, *more = tips
        steps = [Option(name, status_label(name)) for name in common_steps(tips)]
        questions: list[Question] = [
            ("status", _("处理方式"), Choice(steps)),
            ("to", _("送交何处"), TextField()),
            ("of", _("与哪件重复"), TextField("" if more else earlier_like(desk, first))),
            ("letter", _("文号"), TextField()),
            ("on", _("发出日期"), ExactField(placeholder=_("留空为今天"))),
            ("why", _("理由"), TextField()),
        ]
        title = (
            _("处理所标记的 {n} 件", n=len(tips))
            if more
            else _(
                "处理 {number}：现为{status}",
                number=first.number,
                status=status_label(first.status),
            )
        )
        super().__init__(title, [_about(tips)], questions, self._dispose)
        self.aside = SetAside.of(desk, "dispose", *tips)
        self.has_texts = bool(first.referred_to and not more)
        self._ask_for("")

    def _dispose(self, answers: dict[str, Any]) -> tuple[Tip, ...]:
        if not answers["status"]:
            raise step_refused("status", _("请选择处理方式。"))
        on = answers.get("on", "").strip()
        try:
            notice, now = self._desk.notice, self._desk.now()
            day = read_day_dealt_with(on, notice, now) if on else None
        except BadInstant as error:
            raise step_refused("on", str(error)) from error
        how = {name: answers.get(name, "") for name in ("why", "to", "letter")}
        (number, revision), *more = self._seen.items()
        if more:
            return self._desk.acts.dispose_several(self._seen, answers["status"], on=day, **how)
        tip = self._desk.acts.dispose(
            number,
            answers["status"],
            on=day,
            duplicate_of=answers.get("of", ""),
            revision=revision,
            **how,
        )
        return (tip,)

    def hide_texts(self) -> None:
        """As any; where the tip may not go is told only once it is tried then."""
        if self.opened:
            self._tips = ()
        super().hide_texts()

    def _ask_for(self, status: str) -> None:
        for name, row in self.rows.items():
            row.display = name == "status" or name in ASKED.get(status, ())
            # What was wrong with another step is not with this one.
            row.show_fault("")
        take_turns(self.rows.values())

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Asks what the step chosen needs; a referral goes by default where it was recorded to."""
        status = event.choice.content
        self._ask_for(status)
        to = self.rows["to"]
        recorded = {tip.referred_to for tip in self._tips}
        if status == REFERRED and not to.value and len(recorded) == 1:
            to.value = recorded.pop()
        self._guard()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input is self.rows["to"].control:
            self._guard()

    def _guard(self) -> None:
        """Says at once where a tip may not go (处理检举控告工作规则 art. 47)."""
        to = self.rows["to"]
        asked = "to" in ASKED.get(self.rows["status"].value, ())
        said = (why_not(tip.subjects, to.value) for tip in self._tips) if asked else ()
        to.show_fault(next(filter(None, said), ""))


def _about(tips: Sequence[Tip]) -> str:
    """Whom the tips concern."""
    return words.subjects(tips[0]) if len(tips) == 1 else "\n".join(rows_of(tips))
