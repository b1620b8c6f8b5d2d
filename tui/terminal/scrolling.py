"""Scrolling that is done once it is asked for."""

from __future__ import annotations

from typing import Any

from textual.widget import Widget


def scroll_at_once() -> None:
    """Has Textual's widgets do so. Each move would be reckoned at once and done with a later frame:
    of two that are asked for in between, each from where the other had not been yet, both would be
    done, and where they end be a matter of the moment."""
    Widget.scroll_to = _scroll_to  # type: ignore[assignment, method-assign]
    Widget._scroll_to = _scroll_without_frames  # type: ignore[assignment, method-assign]


def _scroll_to(widget: Widget, x: float | None = None, y: float | None = None, **how: Any) -> None:
    _SCROLL_TO(widget, x, y, **how | {"immediate": True})


def _scroll_without_frames(
    widget: Widget, x: float | None = None, y: float | None = None, **how: Any
) -> bool:
    return _SCROLL(widget, x, y, **how | {"animate": False})


_SCROLL_TO, _SCROLL = Widget.scroll_to, Widget._scroll_to
