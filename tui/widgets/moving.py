"""How Enter and the arrow keys lead from one field of a form to the next."""

from __future__ import annotations

from typing import Final, cast

from textual.binding import Binding
from textual.widget import Widget

MOVES: Final = (
    Binding("enter,down", "move_on", show=False),
    Binding("up", "move_back", show=False),
)


class Moving:
    """Mixed into a widget with `MOVES` among its bindings."""

    def action_move_on(self) -> None:
        """To the next field, as Tab does."""
        cast(Widget, self).screen.focus_next()

    def action_move_back(self) -> None:
        """To the field before, as Shift+Tab does."""
        cast(Widget, self).screen.focus_previous()
