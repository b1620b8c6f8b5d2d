"""A table of any number of rows, of which one is pointed at and only those on the screen are made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import var

from tui.terminal.styled_line import StyledLine
from tui.widgets.sheet import Sheet

_HEAD: Final = 1
_ROWS_A_TURN: Final = 3

POINTING: Final[list[BindingType]] = [
    Binding(keys, f"point('{keys.partition(',')[0]}')", show=False, priority=True)
    for keys in ("down", "up", "pagedown", "pageup", "home,ctrl+home", "end,ctrl+end")
]
"""The keys by which a screen has its sheet point elsewhere."""

Row = TypeVar("Row")


class PointedSheet(Generic[Row], Sheet):
    """Rows below one line of titles. Keys come from the screen, so that typing can go on in a search
    line meanwhile. A subclass makes its lines of the rows `on_screen`, and says in `open_pointed`
    what a click on one does, and in `sorts_by` which of its columns they can be sorted by."""

    pointer: var[int] = var(0, init=False)

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()
        self._top = 0

    def open_pointed(self) -> None:
        """Asks for the row pointed at to be shown in full."""
        raise NotImplementedError

    @property
    def sorts_by(self) -> list[Any]:
        """What its columns sort by, of those for which it is wide enough."""
        raise NotImplementedError

    def column_after(self, column: Any) -> Any:
        """The next column to be sorted by, the first one behind the last."""
        shown = self.sorts_by
        return shown[(shown.index(column) + 1) % len(shown)] if column in shown else shown[0]

    def point(self, key: str) -> None:
        """Points where one of `POINTING` leads."""
        by = {"down": 1, "up": -1, "pagedown": self.room, "pageup": -self.room}
        rows = len(self.rows)
        self.pointer += by.get(key, rows if key == "end" else -rows)

    def put(self, rows: Sequence[Row], pointer: int) -> None:
        """Shows other rows, and points at that one, or at the nearest that there is."""
        self.rows = rows
        self.set_reactive(PointedSheet.pointer, self.validate_pointer(pointer))
        self._follow_pointer()
        self.repaint()

    @property
    def pointed(self) -> Row | None:
        """The row pointed at."""
        return self.rows[self.pointer] if self.pointer < len(self.rows) else None

    @property
    def room(self) -> int:
        """How many rows there is room for."""
        return max(self.content_size.height - _HEAD, 1)

    @property
    def on_screen(self) -> Sequence[Row]:
        """The rows that are to be seen."""
        return self.rows[self._top : self._top + self.room]

    def pointed_out(self, lines: list[StyledLine]) -> list[StyledLine]:
        """The lines of the rows `on_screen`, with that of the one pointed at in one colour."""
        pointed = self.pointer - self._top
        if pointed < len(lines):
            lines[pointed] = [("".join(text for text, _role in lines[pointed]), "selected")]
        return lines

    def validate_pointer(self, pointer: int) -> int:
        return max(0, min(pointer, len(self.rows) - 1))

    def watch_pointer(self) -> None:
        self._follow_pointer()
        self.repaint()

    def _follow_pointer(self) -> None:
        top = min(self._top, self.pointer)
        top = max(top, self.pointer - self.room + 1)
        self._top = max(0, min(top, len(self.rows) - self.room))

    def on_resize(self, _event: events.Resize) -> None:
        # The sheet paints itself after this.
        self._follow_pointer()

    def on_mouse_scroll_down(self) -> None:
        self.pointer += _ROWS_A_TURN

    def on_mouse_scroll_up(self) -> None:
        self.pointer -= _ROWS_A_TURN

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset and _HEAD <= offset.y < _HEAD + len(self.rows) - self._top:
            self.pointer = self._top + offset.y - _HEAD
            self.open_pointed()
