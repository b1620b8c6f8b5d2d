"""Numbers in the characters that nobody alters unseen (大写), as papers that are signed have them."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_MYRIAD: Final = 10_000


def capitals(number: int) -> str:
    """`number`, from 0 to 99 999 999, in capitals: 壹拾陆 for 16, 叁佰零壹 for 301."""
    high, low = divmod(number, _MYRIAD)
    if not high:
        return _below(low) or _DIGITS[0]
    between = _DIGITS[0] if 0 < low < _MYRIAD // 10 else ""
    return f"{_below(high)}万{between}{_below(low)}"


def _below(number: int) -> str:
    said = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            said = _DIGITS[int(digit)] + _PLACES[place] + said
        elif said and said[0] != _DIGITS[0]:
            said = _DIGITS[0] + said
    return said
