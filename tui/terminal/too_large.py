"""How much of a window is drawn: whoever is at the other end may say that it has any size."""

from __future__ import annotations

from typing import Final

from textual.geometry import Size

MOST: Final = Size(1000, 400)
"""No screen has more cells, and so many take a moment and some megabytes to lay out."""


def clamped(size: Size) -> Size:
    """As much of a window of that size as is drawn."""
    return Size(min(size.width, MOST.width), min(size.height, MOST.height))
