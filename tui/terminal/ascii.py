"""Terminals that draw no lines and know no modern sequences, and what they are shown instead."""

from __future__ import annotations

import os
from typing import Final

from store.late_pattern import late_pattern

_ASCII_TERMINALS: Final = late_pattern(r"linux|vt\d+.*|dumb|unknown|")
_DRAWN: Final = {
    "─╴╶╌—": "-",
    "━╸╺": "=",
    "│╵╷┃▎": "|",
    "▁▂": "_",
    "▃▄▅": "-",
    "▆▇": "=",
    "█": "#",
    "●•": "*",
    "○◦": "o",
    "▫": "-",
    "◐": "!",
    "✓": "v",
    "✕×": "x",
    "←": "<",
    "→▶": ">",
    "↑▲": "^",
    "↓▼": "v",
    "…": "~",
    "·": ".",
    "“”": '"',
    "‘’": "'",
}


class _Table(dict[int, str]):
    """For `str.translate`; of what is drawn, what it does not name is a corner or a block."""

    def __missing__(self, code: int) -> str:
        if 0x2500 <= code < 0x2580:
            return "+"
        if 0x2580 <= code < 0x2600:
            return "#"
        raise LookupError(code)


ASCII: Final = _Table({ord(char): text for chars, text in _DRAWN.items() for char in chars})
"""Each character for lines, bars and marks, and each that some terminals draw two cells wide, as
one of ASCII."""


def is_ascii_terminal() -> bool:
    """Whether `TERM` names such a terminal: the Linux console, a DEC terminal, or none at all."""
    return bool(_ASCII_TERMINALS.fullmatch(os.environ.get("TERM", "")))
