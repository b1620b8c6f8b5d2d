"""Which column of a register is which field: the headings, and for the one chosen the fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from store.printable import printable
from store.registers.headings import COLUMN_FIELDS, Heading, label
from store.text import _
from tui.actions.actions import bindings_at
from tui.terminal.wrapping import fitted
from tui.widgets.key_bar import KeyBar
from tui.widgets.pointed_list import PointedList

_HEADING_WIDTH = 18
_FIELD_WIDTH = 14


class ColumnsScreen(ModalScreen[dict[str, str]]):
    """Dismissed with the fields by the headings that were named, none if none was."""

    place = "columns"
    BINDINGS = bindings_at("columns")

    def __init__(self, headings: Sequence[Heading]) -> None:
        super().__init__()
        self._headings = headings
        self._named: dict[str, str] = {}
        self._asked: int | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(classes="title")
            yield PointedList()
            yield KeyBar("columns")

    def on_mount(self) -> None:
        self._list_headings(0)
        self.query_one(PointedList).focus()

    def _list_headings(self, pointed: int) -> None:
        self._asked = None
        self._say(_("表中哪一列是哪一栏：按 Enter 选定；下次同样的表照用"))
        rows = [self._row(heading) for heading in self._headings]
        self.query_one(PointedList).show_rows(rows, pointed)

    def _row(self, heading: Heading) -> Content:
        field = self._field_of(heading)
        return Content.assemble(
            (fitted(printable(heading.text), _HEADING_WIDTH), "bold"),
            f"  {fitted(label(field), _FIELD_WIDTH)}  ",
            (printable(heading.example), "$text-muted"),
        )

    def _field_of(self, heading: Heading) -> str:
        return self._named.get(heading.text, heading.field)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if self._asked is None:
            self._ask(event.option_index)
            return
        heading = self._headings[self._asked]
        self._named[heading.text] = COLUMN_FIELDS[event.option_index]
        self._list_headings(self._asked + 1)

    def _ask(self, place: int) -> None:
        """Shows the fields that a column may be, the one that it is pointed at."""
        self._asked = place
        heading = self._headings[place]
        self._say(_("“{heading}”是哪一栏？", heading=heading.text))
        rows = [Content(printable(label(field))) for field in COLUMN_FIELDS]
        at = COLUMN_FIELDS.index(self._field_of(heading))
        self.query_one(PointedList).show_rows(rows, at)

    def _say(self, sentence: str) -> None:
        self.query_one(".title", Static).update(Content(printable(sentence)))

    def hide_texts(self) -> None:
        """Leaves the headings alone: what stands below one may be what nobody else is to see."""
        self._headings = [replace(heading, example="") for heading in self._headings]
        if self._asked is None:
            self._list_headings(self.query_one(PointedList).highlighted or 0)

    def action_close_columns(self) -> None:
        if self._asked is not None:
            self._list_headings(self._asked)
            return
        self.dismiss(self._named)
