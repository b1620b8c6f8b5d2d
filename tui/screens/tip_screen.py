"""One tip in full, with the history of its changes."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from store.desk import Desk
from store.errors import DeskError
from store.fields import fields_of
from store.history import Change
from store.plain import printable
from store.text import _
from store.tip import Tip
from tui import words
from tui.actions import bindings_at
from tui.widgets.key_bar import KeyBar


class TipScreen(Screen[Tip | None]):
    """Shows a tip; dismissed with the tip if it is to be amended, else with None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_at("tip")

    def __init__(self, desk: Desk, number: str) -> None:
        super().__init__()
        self.desk = desk
        self.number = number
        self.tip: Tip | None = None
        self._said = Static()

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield self._said
        yield KeyBar("tip")

    async def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        await self.show_tip()

    async def show_tip(self) -> None:
        """Shows the tip as it is stored now."""
        try:
            tip, history = await asyncio.to_thread(self._read)
        except DeskError as error:
            self._said.update(Content(printable(str(error))))
            return
        self.tip = tip
        parts = [*self._head(tip), *self._values(tip), *self._history(history)]
        self._said.update(Content.assemble(*parts))

    def _read(self) -> tuple[Tip, list[Change]]:
        return self.desk.tip(self.number), self.desk.history(self.number)

    def _head(self, tip: Tip) -> list[tuple[str, str]]:
        marks = words.marks(tip)
        return [(printable(tip.number), "bold $text-primary"), (f"  {marks}\n\n", "$text-warning")]

    def _values(self, tip: Tip) -> list[tuple[str, str]]:
        parts: list[tuple[str, str]] = []
        for field in fields_of(tip.channel):
            if value := words.field_value(self.desk.notice, tip, field):
                parts.append((f"{_(field.label)}  ", "$text-muted"))
                parts.append((f"{printable(value, lines=True)}\n", ""))
        return parts

    def _history(self, history: list[Change]) -> list[tuple[str, str]]:
        parts = [("\n" + _("修改记录") + "\n", "bold $text-primary")]
        for change in history:
            parts.append((f"{words.history_head(self.desk.notice, change)}\n", "$text-muted"))
            parts += [(f"  {line}\n", "") for line in words.history_lines(self.desk.notice, change)]
        return parts

    def action_close_tip(self) -> None:
        """Back to the desk."""
        self.dismiss(None)

    def action_amend_tip(self) -> None:
        """To the form, with this tip in it."""
        if self.tip:
            self.dismiss(self.tip)
