"""The QR code of a notice: of its address, or of as much of its text as there is room for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from store.frozen import frozen
from store.notice.notice import Notice
from store.text import N_, _
from tui.papers.public_notice import public_notice, rows_of
from tui.terminal.lazy_import import empty, import_without
from tui.words import hours_words

# What writes XML takes along what reads it from other hosts: 2 MB, mail and TLS among them.
import_without("urllib.request", "xml.sax.saxutils", empty("urllib.request"))
import segno  # noqa: E402

# Printed as large as there is room for beside the text, more squares would be too small for phones.
MOST_ON_PAPER: Final = 125
# Light squares all round, without which a code is not found; phones do with two of the standard's four.
_MARGIN: Final = 2
_DIALLED: Final = ("landline", "mobile", "sms", "email")
_DIAL: Final = re.compile(r"\+?\d[\d-]+")


@frozen
class Code:
    """A code: what it says, what that is, and its squares, dark ones True, without a margin."""

    text: str
    caption: str
    squares: tuple[tuple[bool, ...], ...]

    @property
    def size(self) -> int:
        """How many squares it has on a side."""
        return len(self.squares)

    @property
    def png_address(self) -> str:
        """The code as a picture that is its own address (`data:`)."""
        return _made(self.text).png_data_uri(scale=4)


def notice_code(notice: Notice, most: int = MOST_ON_PAPER) -> Code | None:
    """The code that says most of those with at most `most` squares a side; None if none is so small."""
    for text, caption in _texts(notice):
        try:
            made = _made(text)
        except segno.DataOverflowError:
            continue
        squares = tuple(tuple(map(bool, row)) for row in made.matrix)
        if len(squares) <= most:
            return Code(text, _(caption), squares)
    return None


# The screen asks at each change of its size, for texts from the longest down.
@lru_cache(maxsize=16)
def _made(text: str) -> segno.QRCode:
    # Byte by byte in UTF-8: phones do not agree on the modes for Chinese and Japanese.
    return segno.make_qr(text, error="L", encoding="utf-8")


def _texts(notice: Notice) -> Iterator[tuple[str, str]]:
    """What the code may say, from most to least."""
    if notice.address:
        yield notice.address, N_("扫码查看公告")
        return
    found = public_notice(notice)
    yield found.as_text, N_("扫码保存公告全文")
    rows = [" ".join(row) for row in rows_of(notice.lines)]
    hours = [hours_words.hours(notice.hours)]
    if notice.have_lines_hours_of_their_own:
        hours = [
            f"{lines} {hours_words.hours(h)}" for lines, h in hours_words.hours_by_lines(notice)
        ]
    yield "\n".join((found.title, *rows, *hours)), N_("扫码保存联系方式")
    lines = [line for line in notice.lines if not line.about_inspectors]
    numbers = [*dict.fromkeys(line.text for line in lines if line.kind in _DIALLED)]
    yield "\n".join((notice.team, *(numbers or rows))), N_("扫码保存电话号码")
    if dialled := next(filter(_DIAL.fullmatch, numbers), None):
        yield f"tel:{dialled}", N_("扫码拨打值班电话")


# In a terminal


def room_for(columns: int, rows: int, in_ascii: bool = False) -> int:
    """How many squares a side fit into so many columns and rows, margin included."""
    across, down = (columns // 2, rows) if in_ascii else (columns, rows * 2)
    return min(across, down) - 2 * _MARGIN


def in_blocks(code: Code, in_ascii: bool = False) -> list[str]:
    """The code as lines of text, dark on light, with a margin: half blocks, two squares above each
    other in one cell; `in_ascii`: two cells of ASCII to a square."""
    side = code.size + 2 * _MARGIN
    blank = (False,) * side
    beside = (False,) * _MARGIN
    margin = [blank] * _MARGIN
    rows = [*margin, *((*beside, *row, *beside) for row in code.squares), *margin]
    if in_ascii:
        return ["".join("##" if dark else "  " for dark in row) for row in rows]
    rows += [blank] * (len(rows) % 2)
    return [
        "".join(" ▄▀█"[2 * above + below] for above, below in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    ]


# On paper


def as_path(code: Code) -> str:
    """The dark squares as the `d` of an SVG path, a unit to a square, from 0 without a margin."""
    return "".join(
        f"M{start} {y}h{stop - start}v1h{start - stop}z"
        for y, row in enumerate(code.squares)
        for start, stop in _runs(row)
    )


def _runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    start = -1
    for x, dark in enumerate((*row, False)):
        if dark and start < 0:
            start = x
        elif not dark and start >= 0:
            yield start, x
            start = -1
