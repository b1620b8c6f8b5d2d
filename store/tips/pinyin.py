"""Names by the initials of their pinyin: which characters a letter may stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from store.late_pattern import late_pattern

INITIALS: Final = Path(__file__).with_name("initials.txt")
"""A line for each letter, followed by the characters that it may stand for. It is made when the package
is built: to read the dictionary itself takes 12 MB and sixty milliseconds."""
_FIRST: Final = 0x4E00
_LAST: Final = 0x9FFF
_LETTERS: Final = late_pattern(r"[a-z]{2,}", re.ASCII)


def are_initials(text: str) -> bool:
    """Whether `text` is two or more small letters, which may stand for a name."""
    return bool(_LETTERS.fullmatch(text))


def initials_pattern(text: str) -> re.Pattern[str] | None:
    """What finds a name by `text` as the initials of its characters, in any of their readings.

    `zsf` finds 曾甦夫 as well as 赵书芳. None if `text` is not two or more small letters.
    """
    if not are_initials(text):
        return None
    characters = _characters()
    return re.compile("".join(f"[{characters.get(letter, letter)}]" for letter in text))


@cache
def _characters() -> dict[str, str]:
    """Each letter, followed by the characters that it begins a reading of."""
    return {line[0]: line for line in INITIALS.read_text("utf-8").splitlines()}


def initials_in(readings: Mapping[int, str]) -> str:
    """The text of `INITIALS`, by the `readings` of each character, as a dictionary has them with their
    tones: `zēng,céng`."""
    found: dict[str, str] = {}
    for code, read in readings.items():
        if _FIRST <= code <= _LAST:
            for letter in sorted({unicodedata.normalize("NFD", r)[0] for r in read.split(",")}):
                found[letter] = found.get(letter, letter) + chr(code)
    return "".join(f"{line}\n" for _letter, line in sorted(found.items()))
