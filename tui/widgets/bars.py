"""Counts as upright bars of text, a fixed number of cells wide each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

HEIGHTS: Final = "▁▂▃▄▅▆▇█"
_EIGHTHS: Final = f" {HEIGHTS}"


def bars(counts: Sequence[int], height: int, width: int) -> list[str]:
    """`height` lines from the top down; the highest bar is full, and none that counts is empty."""
    most = max(counts, default=0)
    parts = [-(-count * height * 8 // most) if most else 0 for count in counts]
    return [
        "".join(_EIGHTHS[min(max(part - 8 * row, 0), 8)] * (width - 1) + " " for part in parts)
        if width > 1
        else "".join(_EIGHTHS[min(max(part - 8 * row, 0), 8)] for part in parts)
        for row in reversed(range(height))
    ]


def spark(counts: Sequence[int], most: int, none: str = " ") -> str:
    """A cell for each count, as high as it is beside `most`; `none` stands where there is none."""
    return "".join(HEIGHTS[-(-n * len(HEIGHTS) // most) - 1] if n else none for n in counts)
