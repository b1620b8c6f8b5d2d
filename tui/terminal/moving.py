"""How Enter and the arrow keys lead from one field of a form to the next."""

from __future__ import annotations

from typing import Final, cast

from textual.binding import Binding
from textual.widget import Widget

# With priority, since keys come in faster than a field handles them over a slow line: what is typed
# after Enter must not reach the field before.
MOVES: Final = (
    Binding("enter", "pass_on", show=False, priority=True),
    Binding("down", "move_on", show=False, priority=True),
    Binding("up", "move_back", show=False, priority=True),
)

SELDOM: Final = "-seldom"
"""The class of a field over which Enter passes while it is blank; Tab and Down do not."""
KEYS_THAT_MOVE: Final = frozenset(("enter", "down", "up", "tab", "shift+tab"))

FOCUSING: Final = ("app.focus_next", "app.focus_previous")
"""The actions that lead to another field."""
TABS: Final = tuple(
    Binding(key, action, show=False, priority=True)
    for key, action in zip(("tab", "shift+tab"), FOCUSING, strict=True)
)
"""Tab and Shift+Tab of a screen with fields, with priority for the same reason."""


class Moving:
    """Mixed into a widget with `MOVES` among its bindings."""

    def action_move_on(self) -> None:
        """To the next field, as Tab does."""
        cast(Widget, self).screen.focus_next()

    def action_pass_on(self) -> None:
        """The same, past the fields that are seldom filled in and blank."""
        screen = cast(Widget, self).screen
        screen.focus_next()
        while _is_passed_over(screen.focused):
            screen.focus_next()

    def action_move_back(self) -> None:
        """To the field before, as Shift+Tab does; from where Enter led, to where it came from."""
        screen = cast(Widget, self).screen
        was_led = not _is_passed_over(screen.focused)
        screen.focus_previous()
        while was_led and _is_passed_over(screen.focused):
            screen.focus_previous()


def _is_passed_over(field: Widget | None) -> bool:
    return field is not None and field.has_class(SELDOM) and not getattr(field, "content", "")
