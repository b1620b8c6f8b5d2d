"""What of a tip may be sought, folded: all of it, and what of that is not found by its own bytes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from store.document import Document
from store.late_pattern import late_pattern
from store.tips.fields import TEXTS
from store.tips.names import digits_of, folded, phones

_WIDE: Final = late_pattern("[０-９Ａ-Ｚａ-ｚ]")
_DOTS: Final = "·‧•・･∙⋅●.．"
# A full stop before a Chinese character parts a name: elsewhere it is that of a number.
_PARTING: Final = late_pattern("[·‧•・･∙⋅●]|[.．](?=[\u3400-\u9fff])")
_GROUPED: Final = late_pattern(r"\d(?:[-－\u2010-\u2015 ]?\d){6,}")
_NUMBER: Final = late_pattern(r"(?:[+＋]|00)?(?:86(?=1))?(\d(?:[-－\u2010-\u2015]?\d){6,})[-－]?")
_DIGIT: Final = late_pattern(r"\d")
_KEYS: Final = (*TEXTS, "number", "line", "officer")
_FROM_WIDE_TO_NARROW: Final = ord("０") - ord("0")

# What has neither case nor width nor parts a name: it is sought as it is written, in UTF-8. Of the marks of
# a width of their own those alone that fold to themselves.
_SAME: Final = "\u3001-\u30fa\u30fc-\u9fff\uff01-\uff0d\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff64\u2014\u2018-\u201f\u2026"
_RUN: Final = late_pattern(f"[{_SAME}]+")
_RUNS: Final = late_pattern(f"[{_SAME}\n]+")
_PARTED: Final = late_pattern(f"[{_SAME}]+(?:[{_DOTS}]+[{_SAME}]+)+")


def fold(text: str) -> str:
    """`text` in small letters, letters and digits at half their width."""
    return _WIDE.sub(lambda wide: chr(ord(wide[0]) - _FROM_WIDE_TO_NARROW), text).lower()


def search_text(document: Document) -> str:
    """Everything in a tip that a person may look for, a line each, folded; numbers of telephones also
    by their digits alone."""
    return undotted("\n".join((fold("\n".join(_texts(document))), *_names_as_folded(document))))


def apart_from_bytes(document: Document) -> str:
    """What of `search_text` is not found by seeking a `longest_run` in the document as it is written:
    letters and digits, for their case and width, and what parts or folds away there."""
    text = fold("\n".join(_texts(document)))
    parted: list[str] = []
    if (joined := undotted(text)) != text:
        parted = list(map(undotted, _PARTED.findall(text)))
    return "\n".join((_RUNS.sub("\n", joined), *parted, *_names_as_folded(document)))


def longest_run(text: str) -> str:
    """The longest part of a folded text that is sought as it is written, "" if there is none."""
    return max(_RUN.findall(text), key=len, default="")


def longest_rest(text: str) -> str:
    """The longest part of a folded text that is not in one of its runs, "" if there is none."""
    return max(_RUN.split(text), key=len)


def undotted(text: str) -> str:
    """A text without the dots that part names."""
    # Most texts have none, and a pattern takes ten times as long to see that.
    for dot in _DOTS:
        if dot in text:
            return _PARTING.sub("", text)
    return text


def _numbers_in(text: str) -> list[str]:
    """The digits of numbers that are written in groups."""
    return [digits_of(n) for n in _GROUPED.findall(text) if not n.isdecimal()]


def ways_to_write(word: str) -> list[str]:
    """What a folded word may stand as in what `search_text` gives, the likeliest first; nothing for
    one that only parts names."""
    ways = [undotted(word)]
    if number := _NUMBER.fullmatch(word):
        ways += [digits_of(number[1]), *phones(word)]
    elif not _DIGIT.search(word):
        ways.append(folded(word))
    return list(dict.fromkeys(filter(None, ways)))


def _texts(document: Document) -> Iterator[str]:
    # An older version of this program knew fewer fields.
    yield from map(document.get, _KEYS, itertools.repeat(""))
    yield from _numbers_in(document["summary"])
    if reporter := document["reporter"]:
        yield reporter["name"]
        yield reporter["contact"]
        yield from _numbers_in(reporter["contact"])
    for subject in document["subjects"]:
        yield from (subject["unit"], subject["person"], subject["post"])
        # A group of a notice's own is called what it is.
        name = subject["group"].rpartition(":")[2]
        yield "" if name.isascii() else name
    yield from document["disciplines"]
    yield from document["tags"]
    if disposition := document.get("disposition"):
        yield disposition["to"]
        yield disposition["letter"]
        yield disposition["why"]
        yield disposition["by"]
    for told in (document.get("told"), document.get("reported")):
        if told:
            yield from (told["note"], told["by"])
    yield document.get("handled_by") or ""
    for written in (*(document.get("notes") or ()), *(document.get("appointments") or ())):
        yield from (written["text"], written["by"], written.get("done_by") or "")
        yield from _numbers_in(written["text"])
    for one in document.get("enclosures") or ():
        yield from (one["name"], one["kept_at"], one["file_number"], one["by"])


def _names_as_folded(document: Document) -> Iterator[str]:
    """The names that are written otherwise than `folded` has them, and not found by what they fold to."""
    names = [name for s in document["subjects"] for name in (s["unit"], s["person"])]
    if reporter := document["reporter"]:
        names.append(reporter["name"])
    for name in names:
        plain = folded(name)
        if plain != name and (plain := fold(plain)) != undotted(fold(name)):
            yield plain
