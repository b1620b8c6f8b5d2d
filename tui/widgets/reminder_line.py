"""The reminders that hold at this moment, in one line; nothing while there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pendulum import DateTime
from textual.reactive import var

from store.text import _
from tui.terminal.styled_line import StyledLine, width_of
from tui.terminal.wrapping import fitted
from tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tui.words.reminding import Said


class ReminderLine(Sheet):
    """Shows those of `said` that hold at `now`."""

    said: var[Sequence[Said]] = var((), init=False)
    now: var[DateTime | None] = var(None, init=False)

    def watch_said(self) -> None:
        self.display = bool(self.said)
        self.repaint()

    def watch_now(self, now: DateTime) -> None:
        if any(one.until and now >= one.until for one in self.said):
            self.said = [one for one in self.said if one.until and now < one.until]

    def lines(self, width: int) -> list[StyledLine]:
        head: StyledLine = [(_("提醒"), "title"), ("  ", "")]
        text = " ".join(one.sentence for one in self.said)
        return [[*head, (fitted(text, max(width - width_of(head), 0)), "warning")]]
