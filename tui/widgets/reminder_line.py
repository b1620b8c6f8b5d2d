"""The reminders that hold at this moment, in one line, as many as there is room for; nothing while there
are none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from pendulum import DateTime
from rich.cells import cell_len
from textual.reactive import var

from store.text import _
from tui.terminal.styled_line import StyledLine, width_of
from tui.terminal.wrapping import fitted
from tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tui.words.reminding import Said


class ReminderLine(Sheet):
    """Shows those of `said`, the newest first, that hold at `now`."""

    said: var[Sequence[Said]] = var((), init=False)
    now: var[DateTime | None] = var(None, init=False)

    def watch_said(self) -> None:
        self.display = bool(self.said)
        self.repaint()

    def watch_now(self, now: DateTime) -> None:
        if any(one.until and now >= one.until for one in self.said):
            self.said = [one for one in self.said if one.until and now < one.until]
        elif self.said:
            self.repaint()

    def lines(self, width: int) -> list[StyledLine]:
        head: StyledLine = [(_("提醒"), "title"), ("  ", "")]
        room = max(width - width_of(head), 0)
        text = ""
        for sentence in self._nearest_first():
            longer = f"{text} {sentence}".lstrip()
            if not text or cell_len(longer) <= room:
                text = longer
        return [[*head, (fitted(text, room), "warning")]]

    def _nearest_first(self) -> Iterable[str]:
        """What they say, each sentence once, first what ends first."""
        ending = sorted(self.said, key=attrgetter("until"))
        return dict.fromkeys(one.at(self.now) if self.now else one.sentence for one in ending)
