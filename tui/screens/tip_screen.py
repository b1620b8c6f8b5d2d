"""One tip in full, with the history of its changes."""

from __future__ import annotations

import asyncio
from typing import Final

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from store.desk.desk import Desk
from store.errors import DeskError, NotAllowed, Sealed
from store.printable import printable
from store.text import _
from store.tips.disposition import PASSED_THROUGH
from store.tips.history import Change
from store.tips.tip import Tip
from tui.actions.actions import bindings_at
from tui.papers.referral_paper import READ_FIRST, referral_text
from tui.printing.wanted import Wanted
from tui.screens.ask_screen import ask
from tui.screens.asking import (
    ask_assign,
    ask_link,
    ask_report_up,
    ask_tell,
)
from tui.screens.dispose_screen import DisposeScreen
from tui.screens.follow_up_screens import AppointScreen, NoteScreen
from tui.screens.paper_screen import PaperScreen
from tui.screens.refusal import is_allowed, say_refusal
from tui.terminal.key_queue import ACT, READ
from tui.widgets import tip_text
from tui.widgets.key_bar import KeyBar
from tui.widgets.messages import KeyWanted
from tui.widgets.presence_lines import ElsewhereLine
from tui.widgets.tip_text import Facts
from tui.widgets.top_line import top_line
from tui.words import disposition_words

# Of the screen's width, what padding, scrollbar and a blank before it take.
_AROUND: Final = 6
# From here on what became of the tip has room beside it, and what is between the two.
_WIDE: Final = 110
_WIDTHS: Final = [(0, "-narrow"), (_WIDE, "-wide")]
_BETWEEN: Final = 4


class TipScreen(Screen[Tip | None]):
    """Shows a tip; dismissed with the tip if it is to be amended, else with None. `is_remote`: whoever
    is here reaches no file."""

    place = "tip"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS = bindings_at("tip")

    def __init__(self, desk: Desk, number: str, *, is_remote: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self._is_remote = is_remote
        self.number = number
        self.tip: Tip | None = None
        self._is_revealed = False
        self._found: tuple[Facts, list[Change]] | None = None
        self._said = Static()
        self._since = Static(classes="since")
        self._elsewhere = ElsewhereLine()

    def compose(self) -> ComposeResult:
        yield top_line(self.desk)
        yield self._elsewhere
        with VerticalScroll(), Horizontal():
            yield self._said
            yield self._since
        yield KeyBar("tip")

    async def on_mount(self) -> None:
        self._elsewhere.number = self.number
        self._elsewhere.others = self.desk.presence.others()
        self.query_one(VerticalScroll).focus()
        await self.show_tip()

    async def show_tip(self) -> None:
        """Shows the tip as it is stored now."""
        whole = self._is_revealed
        try:
            tip, facts, history = await asyncio.to_thread(self._read, whole)
        except (Sealed, NotAllowed) as error:
            self._is_revealed = False
            self._refuse(error)
            return
        except DeskError as error:
            self._said.update(Content(printable(str(error))))
            return
        if whole != self._is_revealed:
            # It was hidden again meanwhile, which has shown it anew.
            return
        self.tip = tip
        self._found = facts, history
        self._set_out()

    def on_resize(self) -> None:
        self._set_out()

    @property
    def _width(self) -> int:
        """The cells that a line has."""
        width = self.size.width - _AROUND
        return (width - _BETWEEN) // 2 if self.size.width >= _WIDE else width

    def _set_out(self) -> None:
        """Writes what was read, in lines as wide as there is room; then what became of the tip,
        what is owed on it, and what was changed."""
        if self.tip and self._found:
            facts, history = self._found
            notice, width = self.desk.notice, self._width
            self._said.update(tip_text.said(notice, self.tip, facts, width))
            self._since.update(tip_text.since(notice, self.tip, facts, history, width))

    def _read(self, whole: bool) -> tuple[Tip, Facts, list[Change]]:
        tip = self.desk.access.open_tip(self.number) if whole else self.desk.tip(self.number)
        facts = disposition_words.facts_and_pattern(self.desk, tip)
        return tip, facts, self.desk.history(self.number, whole=whole)

    def _refuse(self, error: DeskError) -> None:
        """Says why it is not done; who may open the desk is asked for the key that it takes."""
        say_refusal(self, error)
        if isinstance(error, Sealed):
            self.post_message(KeyWanted())

    @property
    def opened(self) -> str:
        """The number of the tip whose texts are shown, "" while they are hidden."""
        is_shown = self._is_revealed and self.tip is not None and not self.tip.sealed
        return self.number if is_shown else ""

    @property
    def on_paper(self) -> tuple[str, Wanted]:
        """Which paper is meant here, and of what."""
        return "sheet", Wanted(numbers=self.number)

    def hide_texts(self) -> None:
        """Forgets what was revealed, and what was found of it while the desk was open."""
        if self._is_revealed or self.desk.access.hides:
            self._is_revealed = False
            self.tip = self._found = None
            self._said.update("")
            self._since.update("")
            self.run_worker(self.show_tip(), group=ACT)

    async def action_reveal_tip(self) -> None:
        """Shows what is hidden of it, or hides it again."""
        if self._is_revealed:
            self.hide_texts()
        elif self.tip and self.tip.sealed:
            self._is_revealed = True
            await self.show_tip()

    def action_dispose_tip(self) -> None:
        if self.tip and is_allowed(self, self.desk, "dispose"):
            ask(self.app, DisposeScreen(self.desk, (self.tip,)))

    def action_link_tip(self) -> None:
        if self.tip and is_allowed(self, self.desk, "dispose"):
            ask(self.app, ask_link(self.desk, self.tip))

    def action_tell_reporter(self) -> None:
        if self.tip and is_allowed(self, self.desk, "dispose", self.number):
            asked = ask_report_up if self.tip.status == PASSED_THROUGH else ask_tell
            ask(self.app, asked(self.desk, self.tip))

    def action_show_enclosures(self) -> None:
        if self.tip and is_allowed(self, self.desk, "list"):
            from tui.screens.enclosures_screen import EnclosuresScreen

            screen = EnclosuresScreen(
                self.desk, self.number, whole=self._is_revealed, is_remote=self._is_remote
            )
            self.app.push_screen(screen, self._show_again)

    async def _show_again(self, _done: None) -> None:
        await self.show_tip()

    def action_add_note(self) -> None:
        if self.tip and is_allowed(self, self.desk, "record", self.number):
            ask(self.app, NoteScreen(self.desk, self.tip))

    def action_assign_tip(self) -> None:
        if self.tip and is_allowed(self, self.desk, "dispose", self.number):
            ask(self.app, ask_assign(self.desk, (self.tip,)))

    def action_appoint(self) -> None:
        # That one took place, whoever is on duty then says.
        whole = "" if self.tip and self.tip.is_awaited else self.number
        if self.tip and is_allowed(self, self.desk, "record", whole):
            ask(self.app, AppointScreen(self.desk, self.tip))

    @work(group=READ)
    async def action_show_referral(self) -> None:
        """The copy that goes out, or why there is none."""
        try:
            copy = await asyncio.to_thread(self.desk.acts.referral, self.number)
        except DeskError as error:
            self._refuse(error)
        else:
            text = referral_text(self.desk.notice, copy)
            self.app.push_screen(PaperScreen(text, _(READ_FIRST)))

    def action_amend_tip(self) -> None:
        if self.tip and (why_not := disposition_words.why_not_amended(self.tip)):
            self.notify(why_not, severity="warning")
        elif self.tip:
            self.run_worker(self._amend(), group=READ)

    async def _amend(self) -> None:
        try:
            tip = await asyncio.to_thread(self.desk.access.open_tip, self.number)
        except DeskError as error:
            self._refuse(error)
            return
        # Behind the curtain, not this screen would go but the curtain.
        if self.app.screen is self:
            self.dismiss(tip)
