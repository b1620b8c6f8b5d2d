"""The line below everything: the keys that work where one is."""

from __future__ import annotations

from textual import events, getters

from store.text import _
from tui.actions.action import Action
from tui.actions.actions import actions_at
from tui.terminal.styled_line import StyledLine, width_of
from tui.terminal.terminal_app import TerminalApp
from tui.widgets.sheet import Painted, Sheet


class KeyBar(Sheet):
    """The keys of `place`, in as many lines as they need, and those that work everywhere as far as
    there is room beside them; the help has all.

    `everywhere` is the place that means everywhere in the app."""

    app = getters.app(TerminalApp)
    place: Painted[str] = Painted("")

    def __init__(self, place: str = "", everywhere: str = "everywhere") -> None:
        super().__init__()
        self._everywhere = everywhere
        self.set_reactive(KeyBar.place, place)

    def _rows(self, width: int) -> list[list[tuple[Action, StyledLine, int]]]:
        """Each key of each line with what it does and where it starts."""
        rows: list[list[tuple[Action, StyledLine, int]]] = [[]]
        at = 0
        for action in actions_at(self.place, self._everywhere):
            if not (action.in_footer and self.app.offers(action.right)):
                continue
            line: StyledLine = [(action.key_label, "key"), (f" {_(action.label)}  ", "")]
            if at + width_of(line) - 2 > width:
                if action.place != self.place:
                    continue
                # By one of them one leaves.
                rows, at = [*rows, []], 0
            rows[-1].append((action, line, at))
            at += width_of(line)
        return rows

    def lines(self, width: int) -> list[StyledLine]:
        return [
            [piece for _action, line, _at in row for piece in line] for row in self._rows(width)
        ]

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        rows = self._rows(self.content_size.width)
        if offset is None or offset.y >= len(rows):
            return
        for action, line, at in rows[offset.y]:
            if at <= offset.x < at + width_of(line):
                self.app.simulate_key(action.key)
