"""The desk's own books in the dialogue: shifts, the duty log, figures and reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, cast

from store.desk.desk import Desk
from store.duty.books import is_form_number
from store.duty.report import Kind, Report
from store.errors import DeskError
from store.text import _
from tui.linear.menu import DUTY, FIGURES, require_right
from tui.linear.talk import Talk, comparable, labelled
from tui.papers import report_words
from tui.papers.duty_text import closing_text, form_line, forms_sentence, handover_text, log_line
from tui.words import disposition_words, words

_MOST_OF_LOG: Final = 10


class DutyTalk:
    """Each method raises `Back`, `Ended` and `DeskError`."""

    def __init__(self, talk: Talk, desk: Desk) -> None:
        self._talk = talk
        self._desk = desk

    # Figures

    def figures(self) -> None:
        """Tells the counters, then the reports that are chosen."""
        counts = self._desk.counts()
        found = (*words.counters(counts), *disposition_words.counters(counts))
        self._talk.say(*(labelled(label, number) for label, number in found))
        while (chosen := self._talk.choose(FIGURES, _("报表"), default="return")) != "return":
            if chosen == "show_closing":
                self._talk.say(closing_text(self._desk.notice, self._desk.figures.closing()))
            else:
                kind = cast(Kind, chosen.removeprefix("report_"))
                self._talk.say(*self._report(self._desk.figures.report(kind)))

    def _report(self, report: Report) -> Iterator[str]:
        """A report without columns to look along: each number with what it counts."""
        notice = self._desk.notice
        yield report_words.title(notice, report)
        yield f"{report_words.days(report)}  {report_words.as_of(notice, report)}"
        for table in report_words.tables(notice, report):
            yield labelled(table.title, "")
            for label, numbers in table.rows:
                if not any(numbers):
                    continue
                named = zip(table.columns, numbers, strict=True)
                told = _("，").join(f"{column} {number}".strip() for column, number in named)
                yield labelled(label, told)
        yield words.anchor(report.anchor)

    # Shifts

    def shifts(self) -> None:
        """Tells the sheet of the shift that is on, then does what is chosen."""
        back = 0
        self._tell_sheet(back)
        acts: dict[str, Callable[[], None]] = {
            "take_over": self._take_over,
            "hand_over": self._hand_over,
            "settle_form": self._settle_form,
        }
        while (chosen := self._talk.choose(DUTY, _("交接班"), default="return")) != "return":
            try:
                if chosen == "earlier_sheet":
                    self._tell_sheet(back + 1)
                    back += 1
                else:
                    require_right(self._desk, chosen)
                    acts[chosen]()
            except DeskError as error:
                self._talk.say(str(error))

    def _tell_sheet(self, back: int) -> None:
        self._talk.say(handover_text(self._desk.notice, self._desk.shifts.handover(back)))

    def _take_over(self) -> None:
        self._desk.shifts.take_over()
        self._talk.say(_("已接班。"))

    def _hand_over(self) -> None:
        self._desk.shifts.own()
        helps = _("交班后，此刻的交接班单留存，不再改动。")
        notes = self._talk.ask_text(_("交班事项（回车没有）"), lambda: [helps])
        if self._talk.confirm(_("确要交班吗？"), helps):
            self._desk.shifts.hand_over(notes)
            self._talk.say(_("已交班。"))

    def _settle_form(self) -> None:
        forms = self._desk.forms.all()
        self._talk.say(forms_sentence(forms))
        self._talk.say(*(form_line(n, form) for n, form in forms.items() if form.is_out))
        answers = self._talk.fill(self._about_form, ("form", "tip", "void"))
        number = comparable(answers["form"])
        if not is_form_number(number):
            self._talk.say(_("“{text}”不是表号，表号为数字。", text=number[:40]))
            return
        self._desk.forms.settle(int(number), tip=answers["tip"], void=answers["void"])
        self._talk.say(_("已核销。"))

    def _about_form(self, name: str) -> str:
        asked = {"form": _("表号"), "tip": _("补录后的编号"), "void": _("作废的理由")}
        helps = _("已补录的写编号，作废的写理由，两者写一项。")
        return self._talk.ask(asked[name], lambda: [helps])

    # Duty log

    def log(self) -> None:
        """Tells the last lines of the log and asks for another."""
        self._talk.say(*map(log_line, self._desk.duty_log.all()[-_MOST_OF_LOG:]))
        helps = _("线路中断、来访劝离等不属举报的事项。")
        if text := self._talk.ask_text(_("记一条（回车不记）"), lambda: [helps]):
            self._desk.duty_log.write(text)
            self._talk.say(_("已记入值班日志。"))
