"""A list of rows of several colours, of which the one pointed at is all of one."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Offset
from textual.widgets import OptionList


class PointedList(OptionList):
    """Shows `rows`. Their colours are made for the ground of the screen, not for that of the
    pointer."""

    def __init__(self) -> None:
        super().__init__(compact=True, markup=False)
        self._rows: Sequence[Content] = ()
        self._in_one_colour: int | None = None

    def show_rows(self, rows: Sequence[Content], pointed: int = 0) -> None:
        """Shows other rows, one of them pointed at."""
        self._rows, self._in_one_colour = (), None
        self.clear_options()
        self._rows = rows
        self.add_options(rows)
        if rows:
            self.highlighted = min(pointed, len(rows) - 1)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor belongs: at the row pointed at, as magnifiers and braille
        displays go by it."""
        line = (self.highlighted or 0) - round(self.scroll_y)
        return self.scrollable_content_region.offset + Offset(0, line)

    def watch_highlighted(self, highlighted: int | None) -> None:
        super().watch_highlighted(highlighted)
        if self._in_one_colour is not None:
            self.replace_option_prompt_at_index(
                self._in_one_colour, self._rows[self._in_one_colour]
            )
        if highlighted is not None:
            self.replace_option_prompt_at_index(highlighted, Content(self._rows[highlighted].plain))
        self._in_one_colour = highlighted
