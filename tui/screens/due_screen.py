"""What the desk still has to do, by when: deadlines, and tips to be completed."""

from __future__ import annotations

import asyncio
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from tinydb import where

from store.deadlines import Due
from store.desk import Desk
from store.errors import DeskError
from store.plain import printable
from store.text import _
from store.tip import Tip
from tui import disposition_words, words
from tui.actions import bindings_at
from tui.messages import TipChosen
from tui.widgets.key_bar import KeyBar
from tui.widgets.pointed_list import PointedList

_MOST: Final = 500
_COLOURS: Final = {"overdue": "$text-error", "today": "$text-warning"}


class DueScreen(Screen[None]):
    """A list to be worked off from the top; Enter opens the tip."""

    place: ClassVar = "due"
    BINDINGS: ClassVar[list[BindingType]] = bindings_at("due")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._numbers: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static(classes="due-title")
        yield PointedList()
        yield KeyBar("due")

    async def on_screen_resume(self) -> None:
        await self.show_dues()

    async def show_dues(self) -> None:
        """What is to be done as of now; the one pointed at stays pointed at."""
        title, options = self.query_one(".due-title", Static), self.query_one(PointedList)
        try:
            dues, tips = await asyncio.to_thread(self._read)
        except DeskError as error:
            title.update(Content(printable(str(error))))
            return
        pointed = options.highlighted or 0
        self._numbers = [due.number for due in dues] + [tip.number for tip in tips]
        rows = [self._due(due) for due in dues] + [self._to_complete(tip) for tip in tips]
        title.update(Content(_("待办事项 {n} 项", n=len(rows)) if rows else _("没有待办事项。")))
        options.show_rows(rows[:_MOST], pointed)
        options.focus()

    def _read(self) -> tuple[list[Due], list[Tip]]:
        unfinished = self.desk.find(where("to_complete") == True)  # noqa: E712  # as TinyDB asks
        return self.desk.dues(), [tip for tip in unfinished if tip.status != "withdrawn"]

    def _due(self, due: Due) -> Content:
        return Content.assemble(
            (f"{printable(due.number)}  ", "bold"),
            (disposition_words.due(due), _COLOURS.get(due.state, "")),
            (f"  {_(due.source)}", "$text-muted"),
        )

    def _to_complete(self, tip: Tip) -> Content:
        what = " ".join(tip.summary.split()) or words.subjects(tip)
        return Content.assemble(
            (f"{printable(tip.number)}  ", "bold"),
            (_(disposition_words.TO_COMPLETE), "$text-warning"),
            (f"  {printable(what)[:60]}", "$text-muted"),
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.post_message(TipChosen(self._numbers[event.option_index]))

    def action_close_dues(self) -> None:
        """Back to the desk."""
        self.dismiss(None)
