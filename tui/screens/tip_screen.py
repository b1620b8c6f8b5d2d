"""One tip in full, with the history of its changes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
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
from tui.screens.ask_screen import ask
from tui.screens.asking import ask_link, ask_tell
from tui.screens.dispose_screen import DisposeScreen
from tui.screens.paper_screen import PaperScreen
from tui.screens.refusal import is_allowed, say_refusal
from tui.terminal.key_queue import ACT
from tui.terminal.wrapping import fitted, wrapped
from tui.widgets.key_bar import KeyBar
from tui.widgets.messages import KeyWanted
from tui.widgets.presence_lines import ElsewhereLine
from tui.words import disposition_words, words
from tui.words.history_words import history_head, history_lines

_WIDEST_LABEL: Final = 18
# Of the screen's width, what padding, scrollbar and a blank before it take.
_AROUND: Final = 6
# From here on what became of the tip has room beside it, and what is between the two.
_WIDE: Final = 150
_WIDTHS: Final = [(0, "-narrow"), (_WIDE, "-wide")]
_BETWEEN: Final = 6
_Facts = Sequence[tuple[str, str]]


class TipScreen(Screen[Tip | None]):
    """Shows a tip; dismissed with the tip if it is to be amended, else with None."""

    place = "tip"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS = bindings_at("tip")

    def __init__(self, desk: Desk, number: str) -> None:
        super().__init__()
        self.desk = desk
        self.number = number
        self.tip: Tip | None = None
        self._is_revealed = False
        self._found: tuple[_Facts, list[Change]] | None = None
        self._said = Static()
        self._since = Static(classes="since")
        self._elsewhere = ElsewhereLine()

    def compose(self) -> ComposeResult:
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
            shown = disposition_words.shown_fields(self.tip)
            values = list(words.filled_fields(self.desk.notice, self.tip, shown))
            room = max(cell_len(label) for label, _value in (*values, *facts, ("", "")))
            room = min(room, _WIDEST_LABEL) + 2
            parts = [*self._head(self.tip), *self._rows(values, room)]
            if self.tip.sealed:
                parts.append((_("按 V 显示姓名和内容，查看有记录。") + "\n", "$text-warning"))
            self._said.update(Content.assemble(*parts))
            since = [*self._rows(facts, room), ("\n", "")] if facts else []
            self._since.update(Content.assemble(*since, *self._history(history)))

    def _read(self, whole: bool) -> tuple[Tip, list[tuple[str, str]], list[Change]]:
        tip = self.desk.access.open_tip(self.number) if whole else self.desk.tip(self.number)
        facts = disposition_words.facts(self.desk, tip)
        pattern = self.desk.matters.pattern(self.number)
        if len(pattern.numbers) > 1:
            facts.append((_("同一对象"), disposition_words.pattern(pattern)))
        return tip, facts, self.desk.history(self.number, whole=whole)

    def _head(self, tip: Tip) -> list[tuple[str, str]]:
        marks, status = words.marks(tip), disposition_words.status(tip)
        return [
            (printable(tip.number), "bold $text-primary"),
            (f"  {printable(status)}", "bold"),
            (f"  {marks}\n\n", "$text-warning"),
        ]

    def _rows(self, facts: _Facts, room: int) -> list[tuple[str, str]]:
        """Labels in one column of `room` cells, what they say in another."""
        parts: list[tuple[str, str]] = []
        width = max(self._width - room, _WIDEST_LABEL)
        for label, value in facts:
            for at, line in enumerate(_wrapped_lines(printable(value, lines=True), width)):
                parts.append((fitted("" if at else label, room), "$text-muted"))
                parts.append((f"{line}\n", ""))
        return parts

    def _history(self, history: list[Change]) -> list[tuple[str, str]]:
        parts = [(_("修改记录") + "\n", "bold $text-primary")]
        for change in history:
            parts.append((f"{history_head(self.desk.notice, change)}\n", "$text-muted"))
            for line in history_lines(self.desk.notice, change):
                first, *more = _wrapped_lines(line, self._width - len("    "))
                parts += [(f"  {first}\n", ""), *((f"    {row}\n", "") for row in more)]
        return parts

    def _refuse(self, error: DeskError) -> None:
        """Says why it is not done; who may open the desk is asked for the key that it takes."""
        say_refusal(self, error)
        if isinstance(error, Sealed) and self.desk.access.may("open"):
            self.post_message(KeyWanted())

    def hide_texts(self) -> None:
        """Forgets what was revealed."""
        if self._is_revealed:
            self._is_revealed = False
            self.tip = None
            self._said.update("")
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
        if self.tip and is_allowed(self, self.desk, "dispose"):
            ask(self.app, ask_tell(self.desk, self.tip))

    @work(group=ACT)
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
        if self.tip and self.tip.status == PASSED_THROUGH:
            self.notify(_("径送件没有登记内容，不能修改。"), severity="warning")
        elif self.tip:
            self.run_worker(self._amend(), group=ACT)

    async def _amend(self) -> None:
        try:
            tip = await asyncio.to_thread(self.desk.access.open_tip, self.number)
        except DeskError as error:
            self._refuse(error)
            return
        # Behind the curtain, not this screen would go but the curtain.
        if self.app.screen is self:
            self.dismiss(tip)


def _wrapped_lines(text: str, width: int) -> list[str]:
    """Each line of `text` in as many as it needs."""
    return [line for paragraph in text.split("\n") for line in wrapped(paragraph, width)]
