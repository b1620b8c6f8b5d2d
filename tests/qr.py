"""Reads a QR code as a phone does: from the picture, by a decoder that knows nothing of this program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import zxingcpp

_MARGIN = 4
_SCALE = 3


def decoded(squares: Iterable[Sequence[bool]]) -> str:
    """What a code says; its dark squares are True. It says that in UTF-8, as every phone expects."""
    rows = [[False] * _MARGIN + list(row) + [False] * _MARGIN for row in squares]
    blank = [[False] * len(rows[0])] * _MARGIN
    pixels = bytearray()
    for row in (*blank, *rows, *blank):
        line = b"".join((b"\x00" if dark else b"\xff") * _SCALE for dark in row)
        pixels += line * _SCALE
    width = len(rows[0]) * _SCALE
    image = memoryview(bytes(pixels)).cast("B", [len(pixels) // width, width])
    (found,) = zxingcpp.read_barcodes(image)
    assert bytes(found.bytes).decode() == found.text
    return str(found.text)


def from_blocks(lines: Iterable[str]) -> list[list[bool]]:
    """The squares of half blocks, two above each other in each character."""
    squares = []
    for line in lines:
        squares.append([char in "▀█" for char in line])
        squares.append([char in "▄█" for char in line])
    return squares


def from_ascii(lines: Iterable[str]) -> list[list[bool]]:
    """The squares of a code in ASCII, two characters to each."""
    return [[char == "#" for char in line[::2]] for line in lines]


def from_path(path: str) -> list[list[bool]]:
    """The squares of an SVG path of runs, `M3 0h2v1h-2z`."""
    runs = [tuple(map(int, run)) for run in re.findall(r"M(\d+) (\d+)h(\d+)v1", path)]
    side = max(x + length for x, _y, length in runs)
    squares = [[False] * side for _row in range(side)]
    for x, y, length in runs:
        squares[y][x : x + length] = [True] * length
    return squares
