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
    line says keeps that, and its place. Raises `NotRead`."""
    made = list(line)
    for place, was in enumerate(before):
        has_more = bool(was.file or was.name or was.kept_at or was.file_number)
        now = made[place] if place < len(made) else None
        if has_more and (now is None or now.kind != was.kind):
            raise NotRead(
                _(
                    "附件：第 {n} 项登记了文件或存放处，不能在此去掉或改种类，请先保存，再在本件的附件里更正。",
                    n=place + 1,
                )
            )
        if now:
            made[place] = replace(was, kind=now.kind, pages=now.pages, copies=now.copies)
    return tuple(made)
