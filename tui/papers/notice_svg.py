"""The public notice as a poster: one picture of the size of A4 with its QR code."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len

from store.frozen import frozen
from store.printable import printable
from store.text import page_tag
from tui.papers import page
from tui.papers.notice_qr import Code, as_path
from tui.papers.public_notice import PublicNotice
from tui.terminal.wrapping import wrapped

# All lengths in millimetres.
WIDTH: Final = 210
HEIGHT: Final = 297
_BESIDE: Final = 24
_TOP: Final = 32
_BOTTOM: Final = 20
_TITLE: Final = 10.5
_SIZES: Final = (5.6, 5.3, 5.0, 4.7, 4.4, 4.1, 3.8, 3.5, 3.2, 2.9, 2.6)
_LEADING: Final = 1.6
# Lines down from the last of a part.
_AFTER_A_PART: Final = 1.35
# A terminal shows them in one cell, Chinese print in two.
_WIDE: Final = "“”‘’—…"
_SQUARE: Final = 0.42
_CODE_LEAST: Final = 32.0
_CAPTION: Final = 3.6
# How far in, in cells, ways to reach the team begin, and what is between name and number.
_INDENT: Final = 4
_GAP: Final = 3
# More ways than these would make the print small.
_MANY: Final = 8
RED: Final = "#b3241c"
FONTS: Final = "'Noto Serif CJK SC','Source Han Serif SC','Songti SC',SimSun,serif"

Rows = tuple[tuple[str, str], ...]


@frozen
class _Text:
    """A line of text: where it starts (or ends, if `at_end`; or its middle) and how it looks."""

    x: float
    y: float
    size: float
    text: str
    style: str = ""


def notice_svg(found: PublicNotice, code: Code | None) -> str:
    """The poster; it is higher than A4 only where the smallest print is not small enough."""
    size = body_size(found, code)
    lines = list(_lines(found, size))
    foot = _foot_height(size, code)
    height = max(HEIGHT, lines[-1].y + foot + _BOTTOM)
    body = [
        f'<rect width="{WIDTH}" height="{height:.1f}" fill="#fff"/>',
        *map(_as_svg, lines),
        *_rule(found),
        *_foot(found, code, size, height - _BOTTOM),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="{page_tag()}" font-family="{FONTS}" '
        f'width="{WIDTH}mm" height="{height:.1f}mm" viewBox="0 0 {WIDTH} {height:.1f}">'
    )
    return "\n".join((head, f"<title>{page.text(found.title)}</title>", *body, "</svg>\n"))


def body_size(found: PublicNotice, code: Code | None) -> float:
    """The largest print in which the notice stays on one page; the smallest there is otherwise."""
    for size in _SIZES:
        *_before, last = _lines(found, size)
        if last.y + _foot_height(size, code) + _BOTTOM <= HEIGHT:
            return size
    return _SIZES[-1]


def code_side(code: Code) -> float:
    """How wide the code is printed; the paper around it is its margin."""
    return max(code.size * _SQUARE, _CODE_LEAST)


def _cells(size: float) -> int:
    """How many cells of text, half as wide as it is high, fit beside each other."""
    return int((WIDTH - 2 * _BESIDE) / (size / 2))


def _measured(text: str) -> int:
    return cell_len(text) + sum(text.count(char) for char in _WIDE)


def _wrapped(text: str, width: int) -> list[str]:
    return wrapped(text, width, _measured)


def _titled(found: PublicNotice) -> list[str]:
    lines = _wrapped(found.title, _cells(_TITLE))
    if len(lines) == 1:
        return lines
    return [line for part in found.title_parts for line in _balanced(part)]


def _balanced(part: str) -> list[str]:
    """Lines of a title about as long as each other, to a character of two cells."""
    many = len(_wrapped(part, _cells(_TITLE)))
    return _wrapped(part, -(-_measured(part) // many) + 1)


def _lines(found: PublicNotice, size: float) -> Iterator[_Text]:
    """All lines but those at the foot, from top to bottom."""
    y = float(_TOP)
    for text in _titled(found):
        yield _Text(WIDTH / 2, y, _TITLE, text, "title")
        y += _TITLE * 1.4
    step = size * _LEADING
    y += step * 0.6
    for text, x, style, gap in _body(found, size):
        y += step * gap
        yield _Text(x, y, size, text, style)


def _body(found: PublicNotice, size: float) -> Iterator[tuple[str, float, str, float]]:
    """Each line below the title: text, place from the left, look, and lines down from the one above."""
    yield from _paragraph(found.opening, size)
    for heading, section in found.numbered:
        yield heading, _BESIDE, "strong", _AFTER_A_PART
        for sentence in section.sentences:
            yield from _paragraph(sentence, size)
        yield from _rows(section.rows, size)
    for n, sentence in enumerate(found.ending):
        yield from _paragraph(sentence, size, 1 if n else _AFTER_A_PART)


def _paragraph(text: str, size: float, gap: float = 1) -> Iterator[tuple[str, float, str, float]]:
    """A paragraph begins two characters in."""
    for n, part in enumerate(_wrapped("\u3000\u3000" + text, _cells(size))):
        yield part.lstrip("\u3000"), _BESIDE + (0 if n else 2 * size), "", 1 if n else gap


def in_pairs(rows: Rows, size: float) -> bool:
    """Whether ways to reach the team are so many, and so short, that two stand beside each other."""
    widest = sum(max(map(_measured, column)) for column in zip(*rows, strict=True))
    return len(rows) > _MANY and widest + _GAP + _GAP <= (_cells(size) - _INDENT) // 2


def _rows(rows: Rows, size: float) -> Iterator[tuple[str, float, str, float]]:
    if not rows:
        return
    cells, left = _cells(size) - _INDENT, _BESIDE + _INDENT * size / 2
    columns = 2 if in_pairs(rows, size) else 1
    room = min(max(_measured(printable(label)) for label, _value in rows), cells * 2 // 5) + _GAP
    for n, (label, value) in enumerate(rows):
        x = left + n % columns * (cells // columns) * size / 2
        down = 0 if n % columns else 1
        for part, found in zip_longest(
            _wrapped(label, room - 1), _wrapped(value, cells // columns - room)
        ):
            if part:
                yield part, x, "", down
            if found:
                yield found, x + room * size / 2, "strong", 0 if part else down
            down = 1


def _as_svg(line: _Text) -> str:
    look = {
        "title": f' text-anchor="middle" font-weight="bold" fill="{RED}" letter-spacing=".4"',
        "strong": ' font-weight="bold"',
        "end": ' text-anchor="end"',
    }.get(line.style, "")
    return (
        f'<text x="{line.x:.2f}" y="{line.y:.2f}" font-size="{line.size}"{look}>'
        f"{page.text(line.text)}</text>"
    )


def _rule(found: PublicNotice) -> Iterator[str]:
    """The double line below the title."""
    y = _TOP + (len(_titled(found)) - 1) * _TITLE * 1.4 + _TITLE * 0.75
    for down, width in ((0.0, 0.9), (1.3, 0.3)):
        yield (
            f'<path d="M{_BESIDE} {y + down:.2f}H{WIDTH - _BESIDE}" stroke="{RED}" '
            f'stroke-width="{width}"/>'
        )


# Code on the left, team and date on the right


def _foot_height(size: float, code: Code | None) -> float:
    signed = 3 * size * _LEADING
    return max(signed, code_side(code) + 2.4 * _CAPTION if code else 0.0) + size


def _foot(found: PublicNotice, code: Code | None, size: float, bottom: float) -> Iterator[str]:
    if code:
        side = code_side(code)
        top = bottom - side - 2 * _CAPTION
        yield (
            f'<path transform="translate({_BESIDE} {top:.2f}) scale({side / code.size:.4f})" '
            f'shape-rendering="crispEdges" d="{as_path(code)}"/>'
        )
        yield _as_svg(_Text(_BESIDE, bottom - _CAPTION * 0.6, _CAPTION, code.caption))
    step = size * _LEADING
    right = WIDTH - _BESIDE
    room = _cells(size) - (int((code_side(code) + 4) / (size / 2)) if code else 0)
    signed = [*_wrapped(found.signed, room), *_wrapped(found.dated, room)]
    for n, text in enumerate(reversed(signed)):
        yield _as_svg(_Text(right, bottom - _CAPTION * 0.6 - n * step, size, text, "end"))
