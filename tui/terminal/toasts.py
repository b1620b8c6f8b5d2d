"""What is said over the screen: broken into lines as in print, and never cut by what lies below."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from typing import Any, Final

from textual.await_remove import AwaitRemove
from textual.css.query import NoMatches
from textual.errors import NoWidget
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets._toast import Toast, ToastHolder, ToastRack

from tui.terminal.stacked import Stacked
from tui.terminal.wrapping import wrapped

# Of the screen's width, what edge and padding take.
_AROUND: Final = 3
_NOTHING: Final = Strip([])
# The line of keys below everything, which is left to be read.
_KEYS: Final = 1


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


def _remove_with_place(toast: Toast) -> AwaitRemove:
    return Widget.remove(toast.parent if isinstance(toast.parent, ToastHolder) else toast)


def keep_toasts_whole() -> None:
    """Has Textual's own toasts do so, and leave no row behind when they are taken away before their
    time: it makes them itself, and of no other class."""
    Toast.render_lines = whole_lines  # type: ignore[assignment, method-assign]
    Toast.remove = _remove_with_place  # type: ignore[assignment, method-assign]


def take_toasts_away(screen: Screen[Any]) -> None:
    """Has nothing that was said stand there any more: Textual takes away alone what stands on the screen
    on top, and through a dialogue one sees what lies under it."""
    for toast in screen.query(Toast):
        toast.remove()


def keep_off_toasts(screen: Screen[Any], cursor: Offset) -> None:
    """Has what is said over that screen stand at its other end, if it would cover where one types or
    the name of what one types there."""
    # The rack is not shown itself, and stands nowhere.
    with contextlib.suppress(NoMatches, NoWidget):
        rack = screen.get_child_by_type(ToastRack)
        said = [screen.find_widget(toast).visible_region for toast in rack.query(Toast)]
        height = sum(region.height for region in said)
        row = screen.focused.parent if screen.focused else None
        first = row.region.y if isinstance(row, Stacked) else cursor.y
        is_covered = any(cursor.y in region.line_range for region in said)
        is_below = rack.has_class("-below")
        lines = (first, cursor.y, height, screen.size.height)
        rack.set_class(belongs_below(*lines, is_below=is_below, is_covered=is_covered), "-below")


def belongs_below(
    first: int, line: int, height: int, rows: int, *, is_below: bool, is_covered: bool
) -> bool:
    """Whether what is said, `height` lines of it, belongs to the lower end of a screen of so many
    `rows`, where one types in `line` and the name of that begins at `first`. It stays where it is as
    long as it is in nobody's way there, or would be at the other end too."""
    above, below = first >= height, line < rows - _KEYS - height
    if above != below:
        return below
    return line < rows // 2 if is_covered and not above else is_below


def toast_lines(message: str, width: int) -> str:
    """`message` in lines for a screen of that width."""
    room = width - _AROUND
    return "\n".join(row for line in message.split("\n") for row in wrapped(line, room))
