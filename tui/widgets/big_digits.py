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
# Corners made of ASCII one by one would be no digits any more.
_IN_ASCII: Final = {
    "0": (" _ ", "| |", "|_|"),
    "1": ("   ", "  |", "  |"),
    "2": (" _ ", " _|", "|_ "),
    "3": (" _ ", " _|", " _|"),
    "4": ("   ", "|_|", "  |"),
    "5": (" _ ", "|_ ", " _|"),
    "6": (" _ ", "|_ ", "|_|"),
    "7": (" _ ", "  |", "  |"),
    "8": (" _ ", "|_|", "|_|"),
    "9": (" _ ", "|_|", " _|"),
    ":": (" ", ".", "."),
}


def big(text: str, gap: str = " ", *, in_ascii: bool = False) -> tuple[str, str, str]:
    """Digits and colons as three rows, with `gap` between them."""
    glyphs = _IN_ASCII if in_ascii else _GLYPHS
    top, middle, bottom = (gap.join(glyphs[char][row] for char in text) for row in range(HEIGHT))
    return top, middle, bottom
