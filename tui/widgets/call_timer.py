"""How long the call has lasted, since the form for a new tip was opened."""

from __future__ import annotations

from pendulum import DateTime

from store.text import _
from tui.terminal.styled_line import StyledLine
from tui.widgets.sheet import Painted, Sheet
from tui.words import words


class CallTimer(Sheet):
    """`began` is when the form was opened, None while no call is being taken."""

    began: Painted[DateTime | None] = Painted(None)
    now: Painted[DateTime | None] = Painted(None)

    def lines(self, width: int) -> list[StyledLine]:
        if self.began is None:
            return [[]]
        seconds = max(int(((self.now or self.began) - self.began).total_seconds()), 0)
        length = words.clock_text(seconds).removeprefix("00:")
        return [[(_("已通话 {length}", length=length), "accent")]]
