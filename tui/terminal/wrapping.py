"""Fits a text into so many cells: breaks it into lines as in print, or cuts it short."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from rich.cells import cell_len, chop_cells, set_cell_size

from store.late_pattern import late_pattern
from store.printable import printable

_ELLIPSIS: Final = "…"
_TAB: Final = " " * 4
# A line begins with no closing mark and ends with no opening one.
_UNBROKEN: Final = late_pattern(r"[（《“‘]*(?:[!-~]+|.)[、，。；：！？）》”’]*", re.DOTALL)


def wrapped(text: str, width: int, measured: Callable[[str], int] = cell_len) -> list[str]:
    """`text` made printable, in as many lines of at most `width` cells, as `measured`, as it needs.

    A number or an address is broken only where it is longer than a line; a tab is some blanks."""
    width = max(width, 2)
    lines = [""]
    for piece in _UNBROKEN.findall(printable(text.replace("\t", _TAB))):
        if measured(lines[-1] + piece) <= width:
            lines[-1] += piece
            continue
        first, *more = chop_cells(piece.lstrip(), width) or [""]
        lines[-1:] = [line for line in (lines[-1].rstrip(), first) if line]
        lines += more
    return lines


def line_ends(text: str, width: int, fold: bool = True) -> list[int]:
    """The places in `text` where a line of at most `width` cells ends, broken as `wrapped` does;
    a piece longer than a line is broken anywhere if it is to `fold`."""
    if cell_len(text) <= width:
        return []
    ends: list[int] = []
    used = 0
    for piece in _UNBROKEN.finditer(text):
        at, needed = piece.start(), cell_len(piece[0])
        if used + cell_len(piece[0].rstrip()) <= width:
            used += needed
            continue
        for part in chop_cells(piece[0], width) if fold and needed > width else [piece[0]]:
            if at:
                ends.append(at)
            at += len(part)
            used = cell_len(part)
    return ends


def fitted(text: str, width: int) -> str:
    """`text` made printable, in exactly `width` cells, cut with an ellipsis where it is longer."""
    text = printable(text)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, max(width - 1, 0)).rstrip() + _ELLIPSIS, width)
