"""Screens that are laid out for what changed, and no more often."""

from __future__ import annotations

from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget


def lay_out_once() -> None:
    """Has Textual's screens do so. A screen that was laid out would be told its size and be laid out
    by it once more, and again since what stands in it has a size now: half of the opening of a screen
    went into that."""
    Screen._screen_resized = _screen_resized  # type: ignore[method-assign, assignment]
    Widget._size_updated = _size_updated  # type: ignore[method-assign, assignment]


def _screen_resized(screen: Screen[object], size: Size) -> None:
    if size != screen._size:
        _RESIZED(screen, size)


def _size_updated(
    widget: Widget, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
) -> bool:
    # Where that shows or hides a bar beside it, the bar asks for a layout itself.
    return _UPDATED(widget, size, virtual_size, container_size, layout=False)


_RESIZED, _UPDATED = Screen._screen_resized, Widget._size_updated
