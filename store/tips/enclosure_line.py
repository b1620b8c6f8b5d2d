"""What came with a tip as one short line (“信件3页2份、照片5张”): written so, and read again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from store.late_pattern import late_pattern
from store.printable import printable
from store.text import _, listed
from store.tips.enclosure import ENCLOSURE_KINDS, PHOTOGRAPHS, RECORDING, Enclosure

_LETTER: Final = "letter"
_OTHER: Final = "other"
_BROUGHT_AS_LETTERS: Final = frozenset({"post", "email"})
# As people write them, beside the desk's own words in the language that is on.
_WORDS: Final = {
    _LETTER: ("信件", "来信", "举报信", "信", "letters", "letter"),
    PHOTOGRAPHS: ("照片", "相片", "图片", "photographs", "photos", "photograph", "photo"),
    RECORDING: ("录音录像", "录音", "录像", "视频", "recordings", "recording"),
    "statement": ("银行流水", "流水", "bank statements", "statements", "statement"),
    _OTHER: ("其他材料", "其它材料", "复印件", "材料", "其他", "其它", "documents", "other"),
}
_PAGES: Final = ("页", "张", "分钟", "分", "pages", "page", "p", "minutes", "minute", "min")
_COPIES: Final = ("份", "套", "件", "copies", "copy")
_OF_KIND: Final = {"张": PHOTOGRAPHS, "分钟": RECORDING, "分": RECORDING}
_SEPARATORS: Final = late_pattern(r"[、,;\n]+")
_AMOUNT: Final = late_pattern(
    rf"\s*(?:[x×*]\s*(?P<times>\d+)|(?P<n>\d+)\s*(?P<unit>{'|'.join((*_PAGES, *_COPIES))})?)\s*",
    re.ASCII,
)
_MOST_DIGITS: Final = 6
_MOST_TOLD: Final = 20


class NotRead(ValueError):
    """A line that says something else; `str()` tells what of it, and how it is written."""


def read_line(text: str, channel: str) -> tuple[Enclosure, ...]:
    """The enclosures that a line names; what came with a letter is one where no kind is named, else
    other material. Raises `NotRead`."""
    usual = _LETTER if channel in _BROUGHT_AS_LETTERS else _OTHER
    found: list[Enclosure] = []
    plain = unicodedata.normalize("NFKC", text).lower()
    for part in filter(None, map(str.strip, _SEPARATORS.split(plain))):
        one, has_kind = _read_one(part, usual)
        if not has_kind and not one.pages and found and found[-1].copies == 1:
            # “信件 3 页，2 份” is one.
            found[-1] = replace(found[-1], copies=one.copies)
        else:
            found.append(one)
    return tuple(found)


def _read_one(part: str, usual: str) -> tuple[Enclosure, bool]:
    """One enclosure, and whether its kind was named."""
    kind, rest = _kind_in(part)
    pages, copies, is_counted = 0, 1, bool(kind)
    rest = rest.lstrip(" :")
    while rest:
        amount = _AMOUNT.match(rest)
        if not amount or len(amount["times"] or amount["n"]) > _MOST_DIGITS:
            raise NotRead(_not_read(part))
        unit, number = amount["unit"], int(amount["times"] or amount["n"])
        if amount["times"] or unit in _COPIES:
            copies = number
        elif unit or kind == PHOTOGRAPHS:
            pages, usual = number, _OF_KIND.get(unit or "", usual)
        else:
            raise NotRead(_not_read(part))
        is_counted, rest = True, rest[amount.end() :]
    if not is_counted:
        raise NotRead(_not_read(part))
    return Enclosure(kind or usual, pages, copies), bool(kind)


def _kind_in(part: str) -> tuple[str, str]:
    """The kind with which a part begins, "" for none, and what comes after it."""
    words = {word: kind for kind, known in _WORDS.items() for word in known}
    words |= {_(label).lower(): kind for kind, label in ENCLOSURE_KINDS.items()}
    begun = max((word for word in words if part.startswith(word)), key=len, default="")
    return words.get(begun, ""), part[len(begun) :]


def _not_read(part: str) -> str:
    told = part if len(part) <= _MOST_TOLD else f"{part[:_MOST_TOLD]}…"
    return _(
        "附件：“{part}”看不懂，请写成“信件3页2份、照片5张、录音12分钟”这样，种类为{kinds}。",
        part=printable(told),
        kinds=listed(map(_, ENCLOSURE_KINDS.values())),
    )


def line_of(enclosures: Iterable[Enclosure]) -> str:
    """These as one line, which `read_line` reads again."""
    return listed(_told(one) for one in enclosures)


def _told(one: Enclosure) -> str:
    copies = _("{n}份", n=one.copies) if one.copies != 1 else ""
    return _(ENCLOSURE_KINDS.get(one.kind, one.kind)) + amount(one) + copies


def amount(one: Enclosure) -> str:
    """How many pages, photographs or minutes it has, "" where nobody counted."""
    if not one.pages:
        return ""
    if one.kind == RECORDING:
        return _("{n}分钟", n=one.pages)
    if one.kind == PHOTOGRAPHS:
        return _("{n}张", n=one.pages)
    return _("{n}页", n=one.pages)


def amended(before: Sequence[Enclosure], line: Sequence[Enclosure]) -> tuple[Enclosure, ...]:
    """The enclosures `before` as the line has them by now. One of which more is noted down than a
    line says keeps that: where only amounts are corrected, it is where it was; else where the line says
    the same, or another amount of that kind between the same others. Raises `NotRead` where it cannot be
    told which that is."""
    if _only_amounts_differ(before, line):
        return tuple(map(_with_said, before, line))
    places = _said_alike(before, line)
    alike = [*places.items()]
    for kind in dict.fromkeys(one.kind for one in before):
        was = [n for n, one in enumerate(before) if one.kind == kind and n not in places]
        now = _free(line, places, kind)
        if len(was) > len(now) and any(_has_more(before[n]) for n in was):
            # Which of them went and which was typed over, nobody knows.
            now = []
        for n, place in zip(was, now, strict=False):
            if all((n < other) is (place < its) for other, its in alike):
                places[n] = place
    left = [n for n in range(len(before)) if n not in places]
    for n in filter(lambda n: _has_more(before[n]), left):
        raise NotRead(
            _(
                "附件：第 {n} 项登记了文件或存放处，不能在此去掉或改种类，请先保存，再在本件的附件里更正。",
                n=n + 1,
            )
        )
    places |= zip(left, _free(line, places), strict=False)
    made = list(line)
    for n, place in places.items():
        made[place] = _with_said(before[n], line[place])
    return tuple(made)


def _only_amounts_differ(before: Sequence[Enclosure], line: Sequence[Enclosure]) -> bool:
    """Whether the line has the same kinds in the same order, and not the same enclosures in another."""
    return [one.kind for one in before] == [one.kind for one in line] and (
        sorted(map(_said, before)) != sorted(map(_said, line))
    )


def _said(one: Enclosure) -> tuple[str, int, int]:
    """What a line says of it."""
    return one.kind, one.pages, one.copies


def _with_said(one: Enclosure, now: Enclosure) -> Enclosure:
    return replace(one, kind=now.kind, pages=now.pages, copies=now.copies)


def _said_alike(before: Sequence[Enclosure], line: Sequence[Enclosure]) -> dict[int, int]:
    """The places in the line at which it says of those `before`, by their own, what it said; where it has
    fewer that are alike, of those of which more is noted down."""
    found: dict[int, int] = {}
    amounts = [*map(_said, line)]
    for amount in dict.fromkeys(amounts):
        now = [place for place, said in enumerate(amounts) if said == amount]
        was = [n for n, one in enumerate(before) if _said(one) == amount]
        kept = sorted(was, key=lambda n: not _has_more(before[n]))[: len(now)]
        found |= zip(sorted(kept), now, strict=False)
    return found


def _free(line: Sequence[Enclosure], places: dict[int, int], kind: str = "") -> list[int]:
    """The places in the line that are nobody's yet, of one kind or of any."""
    taken = {*places.values()}
    return [n for n, one in enumerate(line) if n not in taken and kind in ("", one.kind)]


def _has_more(one: Enclosure) -> bool:
    """Whether more is noted down of it than a line says."""
    return bool(one.file or one.name or one.kept_at or one.file_number)
