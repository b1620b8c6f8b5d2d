"""What is said over the screen: broken into lines as in print, and never cut by what lies below."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from typing import Any, Final

from textual.css.query import NoMatches
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets._toast import Toast, ToastRack

from tui.terminal.wrapping import wrapped

# Of the screen's width, what edge and padding take.
_AROUND: Final = 3
_NOTHING: Final = Strip([])


class _Whole(Strip):
    """A line that stays in one piece. The compositor cuts each line wherever anything on the screen
    begins or ends, and of a wide character that is cut nothing is left; on top nothing need be cut."""

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        cuts = list(cuts)
        if self.cell_length < max(cuts, default=0):
            # A widget that is gone draws nothing, though its place is not laid out anew yet. Taken as
            # whole, that nothing would have the rest of the line stand where it was.
            return super().divide(cuts)
        return [self, *(_NOTHING for _cut in cuts[1:])]


def whole_lines(widget: Widget, crop: Region) -> list[Strip]:
    """The lines of a widget that lies over others, each in one piece. To be called where nothing
    lies over it in turn."""
    strips = Widget.render_lines(widget, crop)
    return [_Whole(strip, strip.cell_length) for strip in strips]


def is_under_toasts(widget: Widget) -> bool:
    """Whether what is said over the screen covers some of a widget."""
    return any(toast.region.overlaps(widget.region) for toast in widget.screen.query(Toast))


def keep_toasts_whole() -> None:
    """Has Textual's own toasts do so: it makes them itself, and of no other class."""
    Toast.render_lines = whole_lines  # type: ignore[assignment, method-assign]


def keep_off_toasts(screen: Screen[Any], cursor: Offset) -> None:
    """Has what is said over that screen stand at its other end, if it would cover where one types."""
    with contextlib.suppress(NoMatches):
        rack = screen.get_child_by_type(ToastRack)
        # It is not shown itself, and stands nowhere.
        if rack.display and any(cursor.y in toast.region.line_range for toast in rack.query(Toast)):
            rack.set_class(cursor.y < screen.size.height // 2, "-below")


def toast_lines(message: str, width: int) -> str:
    """`message` in lines for a screen of that width."""
    room = width - _AROUND
    return "\n".join(row for line in message.split("\n") for row in wrapped(line, room))
