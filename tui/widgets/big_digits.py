"""Digits three rows high, thin enough to be looked at all day."""

from __future__ import annotations

from typing import Final

HEIGHT: Final = 3
_GLYPHS: Final = {
    "0": ("╭─╮", "│ │", "╰─╯"),
    "1": ("╶┐ ", " │ ", "╶┴╴"),
    "2": ("╶─╮", "╭─╯", "╰─╴"),
    "3": ("╶─╮", "╶─┤", "╶─╯"),
    "4": ("╷ ╷", "╰─┤", "  ╵"),
    "5": ("╭─╴", "╰─╮", "╶─╯"),
    "6": ("╭─╴", "├─╮", "╰─╯"),
    "7": ("╶─╮", "  │", "  ╵"),
    "8": ("╭─╮", "├─┤", "╰─╯"),
    "9": ("╭─╮", "╰─┤", "╶─╯"),
    ":": (" ", ":", " "),
}


def big(text: str, gap: str = " ") -> tuple[str, str, str]:
    """Digits and colons as three rows, with `gap` between them."""
    top, middle, bottom = (gap.join(_GLYPHS[char][row] for char in text) for row in range(HEIGHT))
    return top, middle, bottom
