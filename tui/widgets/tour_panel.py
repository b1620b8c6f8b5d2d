"""One step of the tour, beside the piece of the screen that it is about."""

from __future__ import annotations

from typing import Final

from textual.geometry import Offset, Region, Size
from textual.strip import Strip

from store.text import _
from tui.actions.actions import actions_at
from tui.terminal.styled_line import StyledLine, width_of
from tui.terminal.toasts import is_under_toasts, whole_lines
from tui.terminal.wrapping import wrapped
from tui.widgets.sheet import Painted, Sheet
from tui.words.tour import STEPS

_GAP: Final = 1
_FRAME: Final = Size(4, 2)


class TourPanel(Sheet):
    """Shows the step `at`. It takes no focus: whatever it is about can be used meanwhile."""

    at: Painted[int] = Painted(0)

    def lines(self, width: int) -> list[StyledLine]:
        step = STEPS[self.at]
        place = f"{self.at + 1}/{len(STEPS)}"
        keys: list[StyledLine] = [[]]
        for action in actions_at("tour"):
            key: StyledLine = [(action.key_label, "key"), (f" {_(action.label)}  ", "muted")]
            if keys[-1] and width_of([*keys[-1], *key]) - len("  ") > width:
                keys.append([])
            keys[-1] += key
        return [
            [(f"{place}  ", "muted"), (_(step.title), "title")],
            *([(part, "")] for part in wrapped(_(step.text), width)),
            *keys,
        ]

    def render_lines(self, crop: Region) -> list[Strip]:
        return super().render_lines(crop) if is_under_toasts(self) else whole_lines(self, crop)

    def point_at(self, target: Region, room: Region, width: int) -> bool:
        """Goes beside `target`, `width` cells wide and within `room`; False, with nothing done,
        where it does not fit."""
        size = Size(width, len(self.lines(width - _FRAME.width)) + _FRAME.height)
        found = beside(target, size, room)
        if found is None:
            return False
        offset, arrow = found
        self.border_title = arrow
        self.styles.offset, self.styles.width = offset, width
        return True


def beside(target: Region, size: Size, room: Region) -> tuple[Offset, str] | None:
    """Where in `room` a panel of that `size` stands without covering `target`, and the arrow from
    it to there."""
    y = max(min(target.y, room.bottom - size.height), room.y)
    places = (
        (Offset(target.x - _GAP - size.width, y), "→"),
        (Offset(target.x, target.bottom), "↑"),
        (Offset(target.x, target.y - size.height), "↓"),
    )
    for offset, arrow in places:
        if room.contains_region(Region.from_offset(offset, size)):
            return offset, arrow
    return None
