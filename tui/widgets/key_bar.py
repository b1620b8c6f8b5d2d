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
    """The keys of `place` and those that work everywhere, as far as there is room.

    `everywhere` is the place that means everywhere in the app."""

    app = getters.app(TerminalApp)
    place: Painted[str] = Painted("")

    def __init__(self, place: str = "", everywhere: str = "everywhere") -> None:
        super().__init__()
        self._everywhere = everywhere
        self.set_reactive(KeyBar.place, place)

    def _items(self, width: int) -> list[tuple[Action, StyledLine, int]]:
        """Each key with what it does and where it starts; what has no room is left to the help."""
        items: list[tuple[Action, StyledLine, int]] = []
        at = 0
        for action in actions_at(self.place, self._everywhere):
            if not (action.in_footer and self.app.offers(action.right)):
                continue
            line: StyledLine = [(action.key_label, "key"), (f" {_(action.label)}  ", "")]
            if at + width_of(line) - 2 <= width:
                items.append((action, line, at))
                at += width_of(line)
        return items

    def lines(self, width: int) -> list[StyledLine]:
        return [[piece for _action, line, _at in self._items(width) for piece in line]]

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for action, line, at in self._items(self.content_size.width):
            if offset is not None and at <= offset.x < at + width_of(line):
                self.app.simulate_key(action.key)
