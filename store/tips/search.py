"""What the tips say, for looking them up while typing: their texts and the names in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from store.document import Document
from store.tips.fields import TEXTS
from store.tips.names import Names

View = Callable[[Document], Document]

_WIDE: Final = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_FROM_WIDE_TO_NARROW: Final = ord("０") - ord("0")


class SearchIndex:
    """The texts and names of the tips, read from them when first needed: all at once by whoever
    asks, or some at a time by `grow` before anyone does. `view` is what may be found of each, the
    same one each time."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._names = Names()
        self._ahead: Iterator[str] | None = None
        # What changed since anyone last looked: an officer who saves does not wait for it.
        self._waiting: list[tuple[str, Document | None, Document | None]] = []

    def grow(self, tips: dict[str, Document], view: View, most: int | None = None) -> bool:
        """Takes in what changed and up to `most` further tips; whether any may be left."""
        if self._ahead is None:
            self._ahead = iter(list(tips))
            # In the order of the tips, whichever comes first.
            self._texts = dict.fromkeys(tips, "")
        self._follow(view)
        took = 0
        for doc_id in itertools.islice(self._ahead, most):
            took += 1
            if document := tips.get(doc_id):
                self._put(doc_id, view(document))
        return took == most

    def changed(self, doc_id: str, before: Document | None, after: Document | None) -> None:
        """One tip changed."""
        if self._ahead is not None:
            self._waiting.append((doc_id, before, after))

    def _follow(self, view: View) -> None:
        for doc_id, before, after in self._waiting:
            if before:
                self._names.remove(doc_id, view(before))
            if after:
                self._put(doc_id, view(after))
            else:
                self._texts.pop(doc_id, None)
        self._waiting.clear()

    def _put(self, doc_id: str, document: Document) -> None:
        self._texts[doc_id] = search_text(document)
        self._names.add(doc_id, document)

    def names(self, tips: dict[str, Document], view: View) -> Names:
        """The names in `tips`."""
        self.grow(tips, view)
        return self._names

    def search(self, text: str, tips: dict[str, Document], view: View) -> Iterator[str]:
        """The ids of the tips that hold each word of `text`, or a name with these initials, the
        newest first; width and case make no difference."""
        self.grow(tips, view)
        found: Iterable[tuple[str, str]] = reversed(self._texts.items())
        for word in dict.fromkeys(fold(text).split()):
            found = self._holding(word, found)
        return (doc_id for doc_id, _text in found)

    def _holding(self, word: str, texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        if named := self._names.with_initials(word):
            return (one for one in texts if word in one[1] or one[0] in named)
        return (one for one in texts if word in one[1])


def fold(text: str) -> str:
    """`text` in small letters, letters and digits at half their width."""
    return _WIDE.sub(lambda wide: chr(ord(wide[0]) - _FROM_WIDE_TO_NARROW), text).lower()


def search_text(document: Document) -> str:
    """Everything in a tip that a person may look for, a line each, folded."""
    return fold("\n".join(_texts(document)))


def _texts(document: Document) -> Iterator[str]:
    for key in (*TEXTS, "number", "line", "officer"):
        # An older version of this program knew fewer fields.
        yield document.get(key, "")
    if reporter := document["reporter"]:
        yield reporter["name"]
        yield reporter["contact"]
    for subject in document["subjects"]:
        yield subject["unit"]
        yield subject["person"]
        yield subject["post"]
    yield from document["disciplines"]
    yield from document["tags"]
    if disposition := document.get("disposition"):
        yield disposition["to"]
        yield disposition["letter"]
        yield disposition["why"]
