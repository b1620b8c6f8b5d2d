"""What is to become of a tip: the steps that are allowed, and what each of them needs."""

from __future__ import annotations

from typing import Any

from textual.widgets import Input

from store.desk.desk import Desk
from store.errors import BadInstant, step_refused
from store.instant import read_day
from store.text import _
from store.tips.disposing import steps_from
from store.tips.disposition import REFERRED, URGENT
from store.tips.referral import why_not
from store.tips.tip import Tip
from tui.entering.choices import Option
from tui.entering.disposing_questions import ASKED, earlier_like
from tui.screens.ask_screen import AskScreen, Question
from tui.widgets.choice import Choice
from tui.widgets.field_row import take_turns
from tui.widgets.text_field import TextField
from tui.words import words
from tui.words.disposition_words import status_label


class DisposeScreen(AskScreen):
    """Dismissed with the tip as it then stands."""

    def __init__(self, desk: Desk, tip: Tip) -> None:
        self._desk = desk
        self._tip = tip
        on = TextField()
        on.placeholder = _("留空为今天")
        steps = [Option(name, status_label(name)) for name in steps_from(tip)]
        questions: list[Question] = [
            ("status", _("处理方式"), Choice(steps)),
            ("to", _("送交何处"), TextField()),
            ("of", _("与哪件重复"), TextField(earlier_like(desk, tip))),
            ("letter", _("文号"), TextField()),
            ("on", _("发出日期"), on),
            ("why", _("理由"), TextField()),
        ]
        title = _("处理 {number}：现为{status}", number=tip.number, status=status_label(tip.status))
        super().__init__(title, [words.subjects(tip)], questions, self._dispose)
        self._ask_for("")

    def _dispose(self, answers: dict[str, Any]) -> tuple[Tip, ...]:
        if not answers["status"]:
            raise step_refused("status", _("请选择处理方式。"))
        on = answers.get("on", "").strip()
        try:
            notice, now = self._desk.notice, self._desk.now()
            day = read_day(on, notice.zone, now) if on else None
        except BadInstant as error:
            raise step_refused("on", str(error)) from error
        tip = self._desk.acts.dispose(
            self._tip.number,
            answers["status"],
            why=answers.get("why", ""),
            to=answers.get("to", ""),
            letter=answers.get("letter", ""),
            on=day,
            duplicate_of=answers.get("of", ""),
            revision=self._tip.revision,
        )
        return (tip,)

    def _ask_for(self, status: str) -> None:
        for name, row in self.rows.items():
            row.display = name == "status" or name in ASKED.get(status, ())
        take_turns(self.rows.values())

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Asks what the step chosen needs; a referral goes by default where it was recorded to."""
        status = event.choice.content
        self._ask_for(status)
        to = self.rows["to"]
        if status == REFERRED and not to.value:
            to.value = self._tip.referred_to
        self._guard()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input is self.rows["to"].control:
            self._guard()

    def _guard(self) -> None:
        """Says at once where the tip may not go (处理检举控告工作规则 art. 47)."""
        to = self.rows["to"]
        guarded = self.rows["status"].value in (REFERRED, URGENT)
        to.show_fault(why_not(self._tip.subjects, to.value) if guarded else "")
