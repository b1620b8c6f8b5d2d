"""What is shown in a window too small for the desk; the desk stays as it is behind it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import Final

from rich.cells import chop_cells
from rich.segment import Segment
from textual._compositor import LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from store.text import _

LEAST: Final = Size(60, 20)


def is_too_small(size: Size) -> bool:
    """Whether a window of that size has no room for the desk."""
    return size.width < LEAST.width or size.height < LEAST.height


def too_small(size: Size) -> LayoutUpdate:
    """The screen that says which size is needed, however few cells there are for saying it."""
    sentence = _(
        "窗口太小：至少 {width}×{height}，现为 {now_width}×{now_height}。请放大窗口。",
        width=LEAST.width,
        height=LEAST.height,
        now_width=size.width,
        now_height=size.height,
    )
    lines = chop_cells(sentence, size.width)[: size.height]
    rows = zip_longest(lines, range(size.height), fillvalue="")
    strips: list[Iterable[Strip]] = [
        [Strip([Segment(line)]).adjust_cell_length(size.width)] for line, _y in rows
    ]
    return LayoutUpdate(strips, size.region)
