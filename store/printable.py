"""Which characters are text, and which could steer a terminal, turn a line round or hide in it."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterator
from typing import Final

from store import json_bytes
from store.late_pattern import late_pattern

# Cf holds the direction overrides and isolates; the two joiners in it are part of real names.
_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"})
_JOINERS: Final = frozenset("\u200c\u200d")
_MARKS: Final = frozenset({"Mn", "Me", "Mc"})
# The vowels and finals of Korean syllables written in their parts.
_JAMO: Final = frozenset(map(chr, (*range(0x1160, 0x1200), *range(0xD7B0, 0xD800))))
TO_FULL_WIDTH: Final = ord("Ａ") - ord("A")
"""What the code of a character of ASCII, and that of the same in full width, differ by."""
# Letters, digits and what stands between them in a number or an address; brackets and commas are
# those of Chinese text and stay.
_HALF_WIDTH: Final = {
    ord(char) + TO_FULL_WIDTH: char for char in string.ascii_letters + string.digits + "+-.@_#*/"
}
# Forms set the two characters of a short name apart.
_BESIDE_CHINESE: Final = late_pattern("(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_BLANKS: Final = late_pattern(r"[\s-]+")
UNREAD: Final = "\ufffd"
"""What stands for bytes that are no character, as a terminal with another charset sends them."""
MOST_MARKS: Final = 4
"""How many marks may be on one character: a Tibetan stack has so many, no script has more, and a
flood of them would climb over other lines."""
# What a text without anything suspect is made of, to spare the look at each character.
_SURELY_PRINTABLE: Final = late_pattern(
    r"[ -~\u3000-\u3029\u3030-\u303f\u4e00-\u9fa5\uff01-\uff5e“”‘’—…·]*"
)
_SURELY_PRINTABLE_LINES: Final = late_pattern(
    r"[\n\t -~\u3000-\u3029\u3030-\u303f\u4e00-\u9fa5\uff01-\uff5e“”‘’—…·]*"
)


def is_printable(char: str) -> bool:
    """Whether `char` prints as itself: no control, direction override, surrogate or separator."""
    return unicodedata.category(char) not in _UNPRINTABLE or char in _JOINERS


def first_unprintable(text: str, lines: bool = False) -> int | None:
    """The index of the first character that is not printable; `lines` allows line breaks and tabs."""
    if _is_surely_printable(text, lines):
        return None
    return next((i for i, (_char, prints) in enumerate(_judged(text, lines)) if not prints), None)


def printable(text: str, lines: bool = False) -> str:
    """`text` with every character that is not printable shown by its code, fit for any terminal."""
    if _is_surely_printable(text, lines):
        return text
    return "".join(c if prints else f"\\u{ord(c):04x}" for c, prints in _judged(text, lines))


def cleaned(text: str, lines: bool = False) -> str:
    """`text` without the characters that are not printable, as for what was pasted into a form."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _is_surely_printable(text, lines):
        return text
    return "".join(char for char, prints in _judged(text, lines) if prints)


def half_width(text: str) -> str:
    """`text` with its full-width letters and digits as a telephone, a letter box or mail has them."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def unspaced(text: str) -> str:
    """`text` in half width without blanks and hyphens: a number is the same however it is grouped."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def as_one_name(text: str) -> str:
    """A name as everyone has it that looks like it: without compatibility characters, and without
    blanks but single ones inside what is not written in Chinese."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    return _BESIDE_CHINESE.sub("", name) if " " in name else name


def json_text(value: object) -> str:
    """`value` as one line of JSON that is inert on a terminal."""
    return json_inert(json_bytes.dumps(value).decode())


def json_inert(text: str) -> str:
    """JSON as `text` with every character that is not printable written as an escape: the same
    values, fit for any terminal."""
    if _is_surely_printable(text, lines=True):
        return text
    return "".join(c if prints else _escaped(c) for c, prints in _judged(text, lines=True))


def _is_surely_printable(text: str, lines: bool = False) -> bool:
    """Whether one quick look finds nothing suspect in `text`; if not, it may still be printable."""
    return bool((_SURELY_PRINTABLE_LINES if lines else _SURELY_PRINTABLE).fullmatch(text))


def _judged(text: str, lines: bool) -> Iterator[tuple[str, bool]]:
    """Each character, and whether it is printable where it stands: of marks on one, only the first
    few."""
    allowed = "\n\t" if lines else ""
    marks = 0
    for char in text:
        marks = marks + 1 if _is_mark(char) else 0
        yield char, char in allowed or (is_printable(char) and marks <= MOST_MARKS)


def _is_mark(char: str) -> bool:
    """Whether `char` is drawn onto the one before it."""
    return unicodedata.category(char) in _MARKS or char in _JOINERS or char in _JAMO


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
