"""The hand-over sheet, and from it: taking over, handing over, the duty log, the paper forms."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen

from store.desk.desk import Desk
from store.duty.handover import Handover
from store.errors import DeskError
from store.printable import printable
from store.text import _
from store.tips.tip import Tip
from tui.actions.actions import bindings_at
from tui.papers.duty_text import handover_text
from tui.printing.wanted import Wanted
from tui.screens.ask_screen import AskScreen
from tui.screens.duty_asking import ask_form, ask_hand_over, ask_log
from tui.screens.refusal import say_refusal
from tui.terminal.key_queue import ACT, READ
from tui.widgets.key_bar import KeyBar
from tui.widgets.paper_text import PaperText
from tui.widgets.top_line import top_line
from tui.words.disposition_words import marked_as


class DutyScreen(Screen[None]):
    """Shows the sheet of the shift that is on, or of one before it."""

    place = "duty"
    BINDINGS = bindings_at("duty")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.back = 0

    def compose(self) -> ComposeResult:
        yield top_line(self.desk)
        with VerticalScroll():
            yield PaperText()
        yield KeyBar("duty")

    def on_screen_resume(self) -> None:
        self.show_sheet()

    def on_news(self) -> None:
        # By another shift another sheet would come in the place of an earlier one that is read.
        if not self.back:
            self.show_sheet()

    @property
    def on_paper(self) -> tuple[str, Wanted]:
        """Which paper is meant here, and of what."""
        return "handover", Wanted(back=self.back)

    @work(exclusive=True)
    async def show_sheet(self, back: int | None = None) -> None:
        """The sheet as of now; `back` how many shifts before the last, by default the one shown."""
        wanted = self.back if back is None else back
        found = await self._done(lambda: self.desk.shifts.handover(wanted))
        if isinstance(found, Handover):
            self.back = wanted
            text = printable(handover_text(self.desk.notice, found), lines=True)
            sheet = self.query_one(PaperText)
            sheet.marked = dict(
                marked_as(tip.status, to_complete=tip.to_complete) for tip in found.sheet.open
            )
            sheet.text = text

    async def _done(self, act: Callable[[], object]) -> object:
        """What `act` gives, done beside the screen; None if it was refused, which is said."""
        try:
            return await asyncio.to_thread(act)
        except DeskError as error:
            say_refusal(self, error)
            return None

    @work(group=ACT)
    async def action_take_over(self) -> None:
        if await self._done(self.desk.shifts.take_over):
            self.notify(_("已接班。"))
            self.show_sheet(0)

    @work(group=READ)
    async def action_hand_over(self) -> None:
        """Asks for notes to the next shift, then hands over; who has not taken over is told before."""
        if await self._done(self.desk.shifts.own):
            self._ask(ask_hand_over(self.desk), _("已交班。"), 1)

    def action_write_log(self) -> None:
        self._ask(ask_log(self.desk), _("已记入值班日志。"), 0)

    @work(group=READ)
    async def action_settle_form(self) -> None:
        forms = await self._done(self.desk.forms.all)
        if isinstance(forms, dict):
            self._ask(ask_form(self.desk, forms), _("已核销。"), 0)

    def _ask(self, screen: AskScreen, said: str, back: int) -> None:
        def show(done: tuple[Tip, ...] | None) -> None:
            if done is not None:
                self.notify(said)
                # The screen comes back to the front at the same time and shows its sheet anew.
                self.back = back
                self.show_sheet()

        self.app.push_screen(screen, show)

    def action_earlier_sheet(self) -> None:
        self.show_sheet(self.back + 1)

    def action_later_sheet(self) -> None:
        self.show_sheet(max(self.back - 1, 0))
