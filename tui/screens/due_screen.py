"""What the desk still has to do, by when: deadlines, and tips to be completed.

Below the list stands by what rule the one pointed at is due."""

from __future__ import annotations

import asyncio
from typing import Final
from weakref import WeakKeyDictionary

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from store.desk.desk import Desk
from store.errors import DeskError
from store.printable import printable
from store.text import _
from store.tips.dues import Due
from store.tips.find import UNFINISHED
from store.tips.tip import Tip
from tui.actions.actions import bindings_at
from tui.terminal.wrapping import fitted
from tui.widgets.key_bar import KeyBar
from tui.widgets.messages import TipChosen
from tui.widgets.pointed_list import PointedList
from tui.widgets.tip_text import STYLES
from tui.widgets.top_line import top_line
from tui.words import disposition_words, words

_MOST: Final = 500
_DAY_WIDTH: Final = len("2016-10-19  ")
_COLOURS: Final = {"overdue": "$text-error", "today": "$text-warning"}


class DueScreen(Screen[None]):
    """A list to be worked off from the top; Enter opens the tip."""

    place = "due"
    BINDINGS = bindings_at("due")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        # Each row by the number of its tip and what is owed on it.
        self._rows: list[tuple[str, str]] = []
        # What is chosen just as the rows become others is still what was pointed at.
        self._numbers: WeakKeyDictionary[Option, str] = WeakKeyDictionary()
        self._shown: list[Content] = []
        self._reasons: list[str] = []
        self._state_width = self._duty_width = 0

    def compose(self) -> ComposeResult:
        yield top_line(self.desk)
        yield Static(classes="due-title")
        yield PointedList()
        yield Static(classes="due-reason")
        yield KeyBar("due")

    async def on_screen_resume(self) -> None:
        await self.show_dues()

    async def on_news(self) -> None:
        await self.show_dues()

    async def show_dues(self) -> None:
        """What is to be done as of now. The one pointed at stays pointed at; once it is done, that in
        its place is."""
        title, options = self.query_one(".due-title", Static), self.query_one(PointedList)
        try:
            dues, about, tips = await asyncio.to_thread(self._read)
        except DeskError as error:
            title.update(Content(printable(str(error))))
            return
        pointed = options.highlighted or 0
        before = self._rows[pointed : pointed + 1]
        self._rows = [(due.number, _what(due)) for due in dues]
        self._rows += [(tip.number, "") for tip in tips]
        pointed = next((n for n, row in enumerate(self._rows) if [row] == before), pointed)
        self._reasons = [_reason(due) for due in dues]
        self._reasons += [_("按 Enter 打开，再按 E 补录。")] * len(tips)
        self._state_width = max(
            (cell_len(disposition_words.due_state(due)) for due in dues), default=0
        )
        duties = {_what(due) for due in dues}
        self._duty_width = max(map(cell_len, duties), default=0)
        rows = [self._due(due, about[due.number]) for due in dues[:_MOST]]
        rows += [self._to_complete(tip) for tip in tips]
        n = len(self._rows)
        title.update(
            Content(_("待办事项 {n} 项（到期日含当日）", n=n) if n else _("没有待办事项。"))
        )
        # The same stay where they were scrolled to.
        if (rows[:_MOST], pointed) != (self._shown, options.highlighted):
            self._shown = rows[:_MOST]
            options.show_rows(self._shown, pointed)
            numbers = (number for number, _owed in self._rows[:_MOST])
            self._numbers.update(zip(options.options, numbers, strict=True))
        self._show_reason()
        options.focus()

    def _read(self) -> tuple[list[Due], dict[str, Tip], list[Tip]]:
        """What is due, the tips of what is shown of it, and what is to be completed."""
        unfinished = self.desk.finding.filtered(*UNFINISHED)
        dues = self.desk.dues.all()
        about = {due.number: self.desk.tip(due.number) for due in dues[:_MOST]}
        return dues, about, list(unfinished)

    def _due(self, due: Due, tip: Tip) -> Content:
        state = disposition_words.due_state(due)
        what = fitted(_what(due), self._duty_width)
        by = (
            f"{due.due_on}{' ' if due.calendar_known else '?'} {fitted(state, self._state_width)}  "
        )
        return _row(tip, by, _COLOURS.get(due.state, ""), what, printable(words.subjects(tip)))

    def _to_complete(self, tip: Tip) -> Content:
        what = words.summary(tip) or words.subjects(tip)
        by = fitted(_(disposition_words.TO_COMPLETE), _DAY_WIDTH + self._state_width) + "  "
        return _row(tip, by, "$text-warning", printable(what)[:60])

    @on(OptionList.OptionHighlighted)
    def _show_reason(self) -> None:
        at = self.query_one(PointedList).highlighted
        reason = "" if at is None else self._reasons[at]
        self.query_one(".due-reason", Static).update(Content(reason))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.post_message(TipChosen(self._numbers[event.option]))


def _what(due: Due) -> str:
    """What is owed, of a call-back or an appointment with its hour."""
    duty = disposition_words.duty(due.duty)
    return f"{duty} {due.at[11:16]}" if due.at else duty


def _reason(due: Due) -> str:
    """By what rule it is due, and whether that day is certain."""
    if due.at:
        return _("按约定的时间；办了以后打开本件，按 Y 记下。")
    rule = _("依据：{source}", source=_(due.source))
    if due.calendar_known:
        return rule
    return _("{rule}（? {remark}）", rule=rule, remark=_(words.CALENDAR_UNKNOWN))


def _row(tip: Tip, by: str, colour: str, what: str, whom: str = "") -> Content:
    sign, role = disposition_words.sign_of(tip)
    return Content.assemble(
        (f"{printable(tip.number)} ", "bold"),
        (f"{sign} ", STYLES.get(role, "")),
        (by, colour),
        what,
        (f"  {whom}", "$text-muted"),
    )
