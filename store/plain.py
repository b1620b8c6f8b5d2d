"""Which characters are text, and which could steer a terminal, turn a line round or hide in it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Cf holds the direction overrides and isolates; the two joiners in it are part of real names.
_NOT_PLAIN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"})
_JOINERS: Final = frozenset("\u200c\u200d")
# What a text without anything suspect is made of, to spare the look at each character.
_SURELY_PLAIN: Final = re.compile(r"[ -~\u3000-\u303f\u4e00-\u9fa5\uff01-\uff5e“”‘’—…·]*")
_SURELY_PLAIN_LINES: Final = re.compile(r"[\n\t -~\u3000-\u303f\u4e00-\u9fa5\uff01-\uff5e“”‘’—…·]*")


def is_plain(char: str) -> bool:
    """Whether `char` prints as itself: no control, direction override, surrogate or separator."""
    return unicodedata.category(char) not in _NOT_PLAIN or char in _JOINERS


def first_unplain(text: str, lines: bool = False) -> int | None:
    """The index of the first character that is no plain text; `lines` allows line breaks and tabs."""
    if (_SURELY_PLAIN_LINES if lines else _SURELY_PLAIN).fullmatch(text):
        return None
    allowed = "\n\t" if lines else ""
    return next(
        (i for i, char in enumerate(text) if not is_plain(char) and char not in allowed), None
    )


def printable(text: str, lines: bool = False) -> str:
    """`text` with every character that is not plain shown by its code, fit for any terminal."""
    allowed = "\n\t" if lines else ""
    return "".join(
        char if is_plain(char) or char in allowed else f"\\u{ord(char):04x}" for char in text
    )


def cleaned(text: str, lines: bool = False) -> str:
    """`text` without the characters that are not plain, as for what was pasted into a form."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    allowed = "\n\t" if lines else ""
    return "".join(char for char in text if is_plain(char) or char in allowed)
