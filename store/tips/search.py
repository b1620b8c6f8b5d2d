"""What the tips say, for looking them up while typing: their texts and the names in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from store.document import Document
from store.journal.lines import Lines
from store.tips.fields import TEXTS
from store.tips.names import Names, digits_of, folded, phones
from store.tips.pinyin import are_initials

_AT_ONCE: Final = 64

View = Callable[[Document], Document]

_WIDE: Final = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_DOTS: Final = "·‧•・･∙⋅●.．"
# A full stop before a Chinese character parts a name: elsewhere it is that of a number.
_PARTING: Final = re.compile("[·‧•・･∙⋅●]|[.．](?=[\u3400-\u9fff])")
_GROUPED: Final = re.compile(r"\d(?:[-－\u2010-\u2015 ]?\d){6,}")
_NUMBER: Final = re.compile(r"(?:[+＋]|00)?(?:86(?=1))?(\d(?:[-－\u2010-\u2015]?\d){6,})[-－]?")
_DIGIT: Final = re.compile(r"\d")
_KEYS: Final = (*TEXTS, "number", "line", "officer")
_FROM_WIDE_TO_NARROW: Final = ord("０") - ord("0")


class _Gathering:
    """Goes through the tips when first needed: all at once for whoever asks, or some at a time by `grow`
    before anyone does; and through what changes from then on. `take` gets each as it was and as it is,
    as far as may be found of it."""

    def __init__(self, take: Callable[[str, Document | None, Document | None], None]) -> None:
        self._take = take
        self._ahead: Iterator[str] | None = None
        # What changed since anyone last looked: an officer who saves does not wait for it.
        self._waiting: list[tuple[str, Document | None, Document | None]] = []

    @property
    def has_begun(self) -> bool:
        """Whether any was asked for yet."""
        return self._ahead is not None

    def grow(self, tips: Lines, view: View, most: int | None = None) -> bool:
        """Takes what changed and up to `most` further tips; whether any may be left."""
        if self._ahead is None:
            self._ahead = iter(list(tips))
        for doc_id, before, after in self._waiting:
            self._take(doc_id, before and view(before), after and view(after))
        self._waiting.clear()
        took = 0
        while some := list(itertools.islice(self._ahead, _AT_ONCE)):
            took += len(some)
            there = [doc_id for doc_id in some if doc_id in tips]
            for doc_id, document in zip(there, tips.picked(there), strict=True):
                self._take(doc_id, None, view(document))
            if most is not None and took >= most:
                return True
        return False

    def changed(self, doc_id: str, before: Document | None, after: Document | None) -> None:
        """One tip changed."""
        if self._ahead is not None:
            self._waiting.append((doc_id, before, after))


class SearchIndex:
    """The texts and the names of the tips, each read from them when first needed. `view` is what may be
    found of each, the same one each time."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._names = Names()
        self._of_texts = _Gathering(self._take_text)
        self._of_names = _Gathering(self._take_names)

    def grow(self, tips: Lines, view: View, most: int) -> bool:
        """Takes in what changed and some `most` further tips; whether any may be left."""
        return self._grow_texts(tips, view, most) or self._of_names.grow(tips, view, most)

    def _grow_texts(self, tips: Lines, view: View, most: int | None = None) -> bool:
        if not self._of_texts.has_begun:
            # In the order of the tips, whichever comes first.
            self._texts = dict.fromkeys(tips, "")
        return self._of_texts.grow(tips, view, most)

    def changed(self, doc_id: str, before: Document | None, after: Document | None) -> None:
        """One tip changed."""
        self._of_texts.changed(doc_id, before, after)
        self._of_names.changed(doc_id, before, after)

    def _take_text(self, doc_id: str, _before: Document | None, after: Document | None) -> None:
        if after:
            self._texts[doc_id] = search_text(after)
        else:
            self._texts.pop(doc_id, None)

    def _take_names(self, doc_id: str, before: Document | None, after: Document | None) -> None:
        if before:
            self._names.remove(doc_id, before)
        if after:
            self._names.add(doc_id, after)

    def names(self, tips: Lines, view: View) -> Names:
        """The names in `tips`."""
        self._of_names.grow(tips, view)
        return self._names

    def search(self, text: str, tips: Lines, view: View) -> Iterator[str]:
        """The ids of the tips that hold each word of `text`, or a name with these initials, the
        newest first. Width and case make no difference, nor what parts a name or a number."""
        self._grow_texts(tips, view)
        found: Iterable[tuple[str, str]] = reversed(self._texts.items())
        for word in dict.fromkeys(fold(text).split()):
            named = self.names(tips, view).with_initials(word) if are_initials(word) else set()
            found = _holding(word, named, found)
        return (doc_id for doc_id, _text in found)


def _holding(
    word: str, named: set[str], texts: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    first, *others = _ways_to_write(word) or [""]
    if named or others:
        return (
            one
            for one in texts
            if first in one[1] or one[0] in named or any(way in one[1] for way in others)
        )
    return (one for one in texts if first in one[1])


def fold(text: str) -> str:
    """`text` in small letters, letters and digits at half their width."""
    return _WIDE.sub(lambda wide: chr(ord(wide[0]) - _FROM_WIDE_TO_NARROW), text).lower()


def search_text(document: Document) -> str:
    """Everything in a tip that a person may look for, a line each, folded; numbers of telephones also
    by their digits alone."""
    return _undotted(fold("\n".join(_texts(document))))


def _undotted(text: str) -> str:
    # Most texts have none, and a pattern takes ten times as long to see that.
    for dot in _DOTS:
        if dot in text:
            return _PARTING.sub("", text)
    return text


def _numbers_in(text: str) -> list[str]:
    """The digits of numbers that are written in groups."""
    return [digits_of(n) for n in _GROUPED.findall(text) if not n.isdecimal()]


def _ways_to_write(word: str) -> list[str]:
    """What a folded word may stand as in what `search_text` gives, the likeliest first; nothing for
    one that only parts names."""
    ways = [_undotted(word)]
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
        yield from _ways_to_name(reporter["name"])
        yield reporter["contact"]
        yield from _numbers_in(reporter["contact"])
    for subject in document["subjects"]:
        yield from _ways_to_name(subject["unit"])
        yield from _ways_to_name(subject["person"])
        yield subject["post"]
    yield from document["disciplines"]
    yield from document["tags"]
    if disposition := document.get("disposition"):
        yield disposition["to"]
        yield disposition["letter"]
        yield disposition["why"]
    yield document.get("handled_by") or ""
    for written in (*(document.get("notes") or ()), *(document.get("appointments") or ())):
        yield written["text"]
        yield from _numbers_in(written["text"])
    for one in document.get("enclosures") or ():
        yield from (one["name"], one["kept_at"], one["file_number"])


def _ways_to_name(name: str) -> tuple[str, ...]:
    plain = folded(name)
    return (name,) if plain == name else (name, plain)
