"""Breaks a text into lines of so many cells, as it would be set in print."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from rich.cells import cell_len, chop_cells

from store.plain import printable

# A line begins with no closing mark and ends with no opening one.
_UNBROKEN: Final = re.compile(r"[（《“‘]*(?:[!-~]+|.)[、，。；：！？）》”’]*", re.DOTALL)


def wrapped(text: str, width: int, measured: Callable[[str], int] = cell_len) -> list[str]:
    """`text` made printable, in as many lines of at most `width` cells, as `measured`, as it needs.

    A number or an address is broken only where it is longer than a line."""
    width = max(width, 2)
    lines = [""]
    for piece in _UNBROKEN.findall(printable(text)):
        if measured(lines[-1] + piece) <= width:
            lines[-1] += piece
            continue
        first, *more = chop_cells(piece.lstrip(), width) or [""]
        lines[-1:] = [line for line in (lines[-1].rstrip(), first) if line]
        lines += more
    return lines
