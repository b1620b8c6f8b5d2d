"""Names by the initials of their pinyin: which characters a letter may stand for."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache
from typing import Final

_FIRST: Final = 0x4E00
_LAST: Final = 0x9FFF
_LETTERS: Final = re.compile(r"[a-z]{2,}", re.ASCII)


def initials_pattern(text: str) -> re.Pattern[str] | None:
    """What finds a name by `text` as the initials of its characters, in any of their readings.

    `zsf` finds 曾甦夫 as well as 赵书芳. None if `text` is not two or more small letters.
    """
    if not _LETTERS.fullmatch(text):
        return None
    characters = _characters()
    return re.compile("".join(f"[{letter}{characters.get(letter, '')}]" for letter in text))


@cache
def _characters() -> dict[str, str]:
    """The characters that each letter begins a reading of."""
    # The library's phrases, which tell one reading from another in a text, take 40 MB.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.pinyin_dict import pinyin_dict

    found: dict[str, list[str]] = {}
    for code, readings in pinyin_dict.items():
        if _FIRST <= code <= _LAST:
            for letter in {unicodedata.normalize("NFD", r)[0] for r in readings.split(",")}:
                found.setdefault(letter, []).append(chr(code))
    return {letter: "".join(characters) for letter, characters in found.items()}
