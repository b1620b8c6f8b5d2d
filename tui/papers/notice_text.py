"""The public notice as lines of text, for a terminal or a text file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len, set_cell_size

from store.printable import printable
from store.text import N_, _
from tui.papers.public_notice import PublicNotice
from tui.terminal.styled_line import StyledLine
from tui.terminal.wrapping import wrapped

# How far in a paragraph begins.
_INDENT: Final = N_("　　")


def notice_lines(found: PublicNotice, width: int) -> Iterator[StyledLine]:
    """The notice in lines of at most `width` cells; each piece with its role in `Sheet`."""
    for text in wrapped(found.title, width):
        yield [(" " * ((width - cell_len(text)) // 2) + text, "title")]
    yield []
    yield from _paragraph(found.opening, width)
    for heading, section in found.numbered:
        yield []
        yield [(heading, "strong")]
        for sentence in section.sentences:
            yield from _paragraph(sentence, width)
        yield from _rows(section.rows, width)
    yield []
    for sentence in found.ending:
        yield from _paragraph(sentence, width)
    yield []
    for text in (found.signed, found.dated):
        for part in wrapped(text, width):
            yield [(" " * (width - cell_len(part)) + part, "")]


def notice_text(found: PublicNotice, width: int) -> str:
    """The same as one text."""
    lines = ("".join(text for text, _role in line) for line in notice_lines(found, width))
    return "\n".join(line.rstrip() for line in lines)


def _paragraph(text: str, width: int) -> Iterator[StyledLine]:
    """A paragraph begins two characters in."""
    for part in wrapped(_(_INDENT) + text, width):
        yield [(part, "")]


def _rows(rows: tuple[tuple[str, str], ...], width: int) -> Iterator[StyledLine]:
    """Names of ways beside their values; a long name leaves the greater part to what one dials."""
    widest = max((cell_len(printable(label)) for label, _value in rows), default=0)
    room = min(widest, width * 2 // 5) + 2
    indent = _(_INDENT)
    beside = width - cell_len(indent) - room
    for label, value in rows:
        for left, right in zip_longest(
            wrapped(label, room - 2), wrapped(value, beside), fillvalue=""
        ):
            yield [(indent + set_cell_size(left, room), "muted"), (right, "strong")]
