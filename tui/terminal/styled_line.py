"""A line of text, each piece with what it is, as a sheet paints it and a paper says it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len

Piece = tuple[str, str]
"""Text and what it is: a role that whoever paints it has a colour for, "" for plain text."""
StyledLine = list[Piece]


def width_of(line: Iterable[Piece]) -> int:
    """The cells that a line takes."""
    return sum(cell_len(text) for text, _role in line)


def spread(left: StyledLine, right: StyledLine, width: int) -> StyledLine:
    """`left` and `right` at the two ends of a line."""
    gap = width - width_of(left) - width_of(right)
    return [*left, (" " * max(gap, 1), ""), *right]
