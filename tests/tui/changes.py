"""Tells whether anything was to be drawn since the screen was looked at: who waits for a text looks a
hundred times a second, and to draw all of the screen each time took longer than what was waited for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from textual._compositor import Compositor
from textual.app import App
from textual.widget import Widget

from tui.terminal.compositor import DeskCompositor

_changes = 0


@cache
def _count_changes() -> None:
    for drawn, names in (
        (Widget, ("_set_dirty",)),
        (Compositor, ("update_widgets",)),
        (DeskCompositor, ("reflow", "reflow_visible", "clear")),
    ):
        for name in names:
            setattr(drawn, name, _counted(getattr(drawn, name)))


def _counted(change: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*what: Any, **how: Any) -> Any:
        global _changes
        _changes += 1
        return change(*what, **how)

    return counted


def last_change(app: App[Any]) -> object:
    """What is another thing once anything was to be drawn, and the same thing until then."""
    _count_changes()
    return _changes, app.size, *map(id, app.screen_stack)
