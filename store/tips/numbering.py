"""How tips are numbered: the year of the inspection and a running number, as 2016-0042; before both the
short code of the team, where its notice has one, as 湘一-2016-0042."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from store.errors import NoSuchTip
from store.late_pattern import late_pattern
from store.printable import printable
from store.text import _

_NUMBER: Final = late_pattern(r"(?:(.+)-)?0*([0-9]{1,9})")
_BETWEEN: Final = late_pattern(r"[\s,、;]")
_SPAN: Final = late_pattern(r"0*(\d{1,9})[-~–—至到]0*(\d{1,9})", re.ASCII)


def number_of(doc_id: int, series: str) -> str:
    """The number of the tip stored under `doc_id`; `series` is `Notice.series`."""
    return f"{series}-{doc_id:04d}"


def id_of(number: str, series: str) -> int:
    """Where the tip of that number, as `2016-0042` or `42`, is stored; the team's code may be left out,
    and so may the year. Raises `NoSuchTip`."""
    match = _NUMBER.fullmatch(number.strip())
    code, _dash, year = series.rpartition("-")
    if not match or (match[1] and _compared(match[1]) not in map(_compared, (series, year, code))):
        raise no_such_tip(number)
    return int(match[2])


def order_of(number: str) -> tuple[int, str]:
    """By which the numbers of one desk follow each other, those too that have a digit more."""
    return len(number), number


def _compared(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def ids_in(written: str, series: str) -> Iterator[int]:
    """Where the tips are stored that are written as `2 3 5-9` or `2016-0042、43`, as they are written.
    Raises `NoSuchTip` once it comes to what is no number."""
    for part in filter(None, _BETWEEN.split(unicodedata.normalize("NFKC", written))):
        match = _SPAN.fullmatch(part)
        if match and match[1] != series.rpartition("-")[2]:
            first, last = sorted((int(match[1]), int(match[2])))
            yield from range(first, last + 1)
        else:
            yield id_of(part, series)


def no_such_tip(number: str) -> NoSuchTip:
    """What to say of a number that no tip has, or that was left out."""
    if not number.strip():
        return NoSuchTip(_("请写举报编号。"))
    return NoSuchTip(_("没有编号为 {number} 的举报。", number=printable(number[:40])))
