"""Turns what the compositor renders into the fewest bytes that bring a terminal up to date."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from string import ascii_uppercase
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from store.printable import MOST_MARKS, is_printable


class Look(NamedTuple):
    """How a cell looks, as SGR codes. None is a part that does not show on a blank."""

    attributes: frozenset[str] | None
    foreground: str | None
    background: str


Cell = tuple[str, Look]
"""A character with the combining ones after it; "" is the second half of a wide one."""

_PLAIN: Final = Look(frozenset(), "39", "49")
_OFF: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
_SHOWS_ON_BLANKS: Final = frozenset({"4", "7", "9", "21", "53"})
# The first of the characters that make others with their like.
_EMOJI: Final = "\U0001f000"
# Two make a flag, which takes two cells; how many one alone takes, terminals do not agree on.
_FLAGS: Final = {chr(0x1F1E6 + place): letter for place, letter in enumerate(ascii_uppercase)}
# Moving on costs as much as writing so many cells again.
_SHORT_GAP: Final = 5


class Painter:
    """Knows what the terminal shows, and says what must be sent to make it show something else.

    `ascii` are the characters to be shown as others.
    """

    def __init__(self, ascii_table: dict[int, str] | None = None) -> None:
        self.ascii = ascii_table
        self._rows: dict[int, list[Cell | None]] = {}
        self._look: Look | None = None

    def forget(self) -> None:
        """The terminal may show anything now: the next update is to paint all there is."""
        self._rows.clear()
        self._look = None

    def paint(self, update: CompositorUpdate, colors: ColorSystem | None) -> str:
        """What to send for `update`; it leaves the cursor anywhere."""
        out: list[str] = []
        for y, x, strip in _strips(update):
            cells = self._cells(strip, colors)
            if self.ascii:
                cells = [(text.translate(self.ascii), look) for text, look in cells]
            self._paint_cells(y, x, cells, out)
        return "".join(out)

    def _cells(self, strip: Strip, colors: ColorSystem | None) -> list[Cell]:
        cells: list[Cell] = []
        for text, style, _control in strip:
            look = _look_of(style, colors)
            blank = _on_blank(look)
            start, is_odd = len(cells), False
            for char in text:
                width = _width(char)
                if width == 1:
                    cells.append((_FLAGS.get(char, char), blank if char == " " else look))
                elif width == 2:
                    cells += [(char, look), ("", look)]
                elif width < 0:
                    cells += [("?", look)] * cell_len(char)
                else:
                    _add_mark(cells, char)
                is_odd |= width < 1 or char >= _EMOJI
            if is_odd:
                # Of what is cut off at the edge, more than there is room for may be left.
                _fit(cells, min(start + cell_len(text), strip.cell_length), blank)
        return cells

    def _paint_cells(self, y: int, x: int, cells: list[Cell], out: list[str]) -> None:
        row = self._rows.setdefault(y, [])
        end = x + len(cells)
        row += [None] * (end - len(row))
        if row[x:end] == cells:
            return
        # What is left of a wide character of which one half is painted over is a blank.
        if (cut := row[x]) and x and cut[0] == "":
            x, cells = x - 1, [(" ", _on_blank(cut[1])), *cells]
        if end < len(row) and (cut := row[end]) and cut[0] == "":
            end, cells = end + 1, [*cells, (" ", _on_blank(cut[1]))]
        at = -1
        for start, stop in _runs(row[x:end], cells):
            if at < 0:
                out.append(f"\x1b[{y + 1};{x + start + 1}H")
            elif 0 < start - at <= _SHORT_GAP and all(
                self._suits(look) for _text, look in cells[at:start]
            ):
                out += [text for text, _look in cells[at:start]]
            else:
                out.append(f"\x1b[{start - at}C")
            for place, (text, look) in enumerate(cells[start:stop], start):
                if not self._suits(look):
                    out.append(self._change(look))
                out.append(text)
                if len(text) > 1:
                    # How far the terminal went with it nobody knows.
                    out.append(f"\x1b[{y + 1};{x + place + 1 + cell_len(text[0])}H")
            at = stop
        row[x:end] = cells

    def _suits(self, look: Look) -> bool:
        """Whether a cell of that look can be written as the terminal stands."""
        now = self._look
        if now is None or now.background != look.background:
            return False
        if look.attributes is None:
            return not (now.attributes or frozenset()) & _SHOWS_ON_BLANKS
        return now.attributes == look.attributes and now.foreground == look.foreground

    def _change(self, look: Look) -> str:
        """Makes the terminal write in `look` from now on."""
        before = self._look
        codes = [] if before else ["0"]
        before = before or _PLAIN
        old = before.attributes or frozenset()
        new = look.attributes if look.attributes is not None else old - _SHOWS_ON_BLANKS
        if old - new:
            # What turns one off may turn another off with it.
            codes += sorted({_OFF.get(code, "0") for code in old - new})
            if "0" in codes:
                codes, before = ["0"], _PLAIN
            codes += sorted(new)
        else:
            codes += sorted(new - old)
        foreground = look.foreground or before.foreground
        if foreground and foreground != before.foreground:
            codes.append(foreground)
        if look.background != before.background:
            codes.append(look.background)
        self._look = Look(new, foreground, look.background)
        return f"\x1b[{';'.join(codes)}m"


@functools.lru_cache(8192)
def _width(char: str) -> int:
    """How many cells a character takes, 0 for one drawn onto another, -1 for one that must not
    reach a terminal, whatever let it come so far."""
    return cell_len(char) if is_printable(char) else -1


def _on_blank(look: Look) -> Look:
    """What of `look` shows on a blank."""
    is_seen = look.attributes and look.attributes & _SHOWS_ON_BLANKS
    return look if is_seen else Look(None, None, look.background)


def _fit(cells: list[Cell], length: int, blank: Look) -> None:
    """Makes them `length` cells: characters joined to one another are counted otherwise by who laid
    out the line, and what is not painted would go on showing what was there."""
    if len(cells) > length:
        if cells[length][0] == "":
            cells[length - 1] = (" ", blank)
        del cells[length:]
    cells += [(" ", blank)] * (length - len(cells))


def _add_mark(cells: list[Cell], mark: str) -> None:
    """Draws `mark` onto the last character, unless many are on it already."""
    place = len(cells) - 1
    if place > 0 and cells[place][0] == "":
        place -= 1
    if place >= 0 and len(cells[place][0]) <= MOST_MARKS:
        cells[place] = (cells[place][0] + mark, cells[place][1])


def _strips(update: CompositorUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The strips of an update with their places: row, column, strip."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield y, x, strip
                x += strip.cell_length
    elif isinstance(update, ChopsUpdate):
        for y, start, end in update.spans:
            for x, chop in update.chops[y].items():
                # Beside the span, what lies on top may not have been rendered.
                if chop is not None and x < end and x + chop.cell_length > start:
                    left, right = max(start - x, 0), min(end - x, chop.cell_length)
                    left, right = left - _is_split(chop, left), right + _is_split(chop, right)
                    yield y, x + left, chop.crop(left, right)


def _is_split(strip: Strip, at: int) -> bool:
    """Whether the cell `at` is the second half of a wide character, of which one is not shown
    without the other."""
    cell = 0
    for char in strip.text if 0 < at < strip.cell_length else "":
        if cell >= at:
            break
        cell += cell_len(char)
    return cell > at


# As many as are on a screen: a style says also where in a text it stands, so that they never end.
@functools.lru_cache(1024)
def _look_of(style: Style | None, colors: ColorSystem | None) -> Look:
    if style is None or colors is None:
        return _PLAIN
    bare = style.without_color.update_link(None).render("\0", color_system=colors)
    attributes = bare.partition("\0")[0].removeprefix("\x1b[").removesuffix("m")
    codes = ["39", "49"]
    for place, color in enumerate((style.color, style.bgcolor)):
        if color is not None:
            codes[place] = ";".join(color.downgrade(colors).get_ansi_codes(foreground=not place))
    return Look(frozenset(filter(None, attributes.split(";"))), codes[0], codes[1])


def _runs(before: list[Cell | None], after: list[Cell]) -> Iterator[tuple[int, int]]:
    """From and up to which cells two rows differ; never from the middle of a wide character."""
    start = -1
    for x, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new and start < 0:
            start = x - 1 if new[0] == "" and x else x
        elif old == new and start >= 0 and new[0] != "":
            yield start, x
            start = -1
    if start >= 0:
        yield start, len(after)
