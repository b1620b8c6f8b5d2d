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
# No name has more characters. Each letter stands for hundreds, and to look for a whole line of them took
# seconds, in which no screen of the process went on.
_MOST_LETTERS: Final = 40
_LETTERS: Final = late_pattern(rf"[a-z]{{2,{_MOST_LETTERS}}}", re.ASCII)


def are_initials(text: str) -> bool:
    """Whether `text` is small letters, which may stand for a name: two or more, and no more than any has."""
    return bool(_LETTERS.fullmatch(text))


def initials_pattern(text: str) -> re.Pattern[str] | None:
    """What finds a name by `text` as the initials of its characters, in any of their readings.

    `zsf` finds 曾甦夫 as well as 赵书芳. None if `text` is no initials.
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
