"""How tips are found while one types: by words in their texts and by the names in them. What has no case
and no width is sought in the documents as they are written, and of the rest little is kept in memory."""

from __future__ import annotations

import itertools
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from store.document import Document
from store.frozen import frozen
from store.journal.lines import Block, Lines
from store.tips.names import Names
from store.tips.pinyin import are_initials
from store.tips.texts import (
    apart_from_bytes,
    fold,
    longest_rest,
    longest_run,
    search_text,
    undotted,
    ways_to_write,
)

_AT_ONCE: Final = 64
_IN_A_PART: Final = 512

View = Callable[[Document], Document]


class _Gathering:
    """Goes through the tips when first needed: all at once for whoever asks, or some at a time by `grow`
    before anyone does; and through what changes from then on. `come` gets each as it is and `change` as
    it was and is, as far as may be found of it."""

    def __init__(
        self,
        come: Callable[[int, Document], None],
        change: Callable[[int, Document | None, Document | None], None],
    ) -> None:
        self._come = come
        self._change = change
        self._ahead: list[int] | None = None
        self._took = 0
        self.is_through = False
        # What changed since anyone last looked: an officer who saves does not wait for it.
        self._waiting: list[tuple[int, Document | None, Document | None]] = []

    def grow(
        self, tips: Lines, view: View, most: int | None = None, among: Iterable[int] | None = None
    ) -> bool:
        """Takes what changed and up to `most` further tips, of all or of those `among` them when it began;
        whether any may be left."""
        if self._ahead is None:
            self._ahead = tips.ids() if among is None else sorted(among)
        for doc_id, before, after in self._waiting:
            self._change(doc_id, before and view(before), after and view(after))
        self._waiting.clear()
        took = 0
        while some := self._ahead[self._took : self._took + min(most or _AT_ONCE, _AT_ONCE)]:
            took += len(some)
            there = [doc_id for doc_id in some if str(doc_id) in tips]
            for doc_id, document in zip(there, tips.picked(there), strict=True):
                self._come(doc_id, view(document))
            # Last: what could not be read now is read by whoever asks next.
            self._took += len(some)
            if most is not None and took >= most:
                return True
        self._ahead, self._took = [], 0
        self.is_through = True
        return False

    def changed(self, doc_id: int, before: Document | None, after: Document | None) -> None:
        """One tip changed."""
        if self._ahead is not None:
            self._waiting.append((doc_id, before, after))


class _Texts:
    """A text of each tip, many in one, since each of its own would take as much again."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, array[int], array[int]]] = []
        self._some: list[tuple[int, str]] = []
        self._changed: dict[int, str | None] = {}

    def add(self, doc_id: int, text: str) -> None:
        """The text of one that was not there."""
        self._some.append((doc_id, text))
        if len(self._some) == _IN_A_PART:
            self._put_together()

    def change(self, doc_id: int, text: str | None) -> None:
        """The text of one as it is from now on, None if it is gone."""
        self._changed[doc_id] = text

    def _put_together(self) -> None:
        ids, texts = zip(*self._some, strict=True)
        begins = itertools.accumulate((len(text) + 1 for text in texts[:-1]), initial=0)
        self._parts.append(("\n".join(texts), array("I", begins), array("q", ids)))
        self._some.clear()

    def holding(self, sought: str) -> set[int]:
        """Whose texts hold what is sought."""
        if self._some:
            self._put_together()
        found: set[int] = set()
        for said, begins, ids in self._parts:
            at = said.find(sought)
            while at >= 0:
                after = bisect_right(begins, at)
                found.add(ids[after - 1])
                at = said.find(sought, begins[after]) if after < len(ids) else -1
        found.difference_update(self._changed)
        changed = self._changed.items()
        return found.union(n for n, text in changed if text is not None and sought in text)


@frozen
class _Word:
    """A word that is sought: the tips that are known to have it; and as what it may be written, each with
    the longest run in that, by which the bytes of the others are looked through, and those that have the rest of
    it, None where that is not known."""

    known: set[int]
    written: list[tuple[bytes, str, set[int] | None]]

    def longest(self) -> int:
        """How long the longest of those runs is."""
        return max(len(run) for run, _way, _rest in self.written)


@frozen
class _Found:
    """Which tips had all of some words, the newest first, and which `changed` since."""

    words: tuple[str, ...]
    ids: array[int]
    changed: set[int]


class SearchIndex:
    """How to find tips by what may be found of them; `view` is what that is, the same one each time.

    `by_bytes`: that is all that each says, and stands so in its document. `apart` are the tips in
    which something is found otherwise than it is written, None where that is not known.
    """

    def __init__(self, *, by_bytes: bool = False, apart: set[int] | None = None) -> None:
        self._by_bytes = by_bytes
        self.apart = apart
        self._found_apart: set[int] = set()
        self._texts = _Texts()
        # Of those tips alone: who seeks before all are gone through looks into these.
        self._texts_apart = _Texts()
        self._names = Names()
        # What was sought last: who looks at a list again, or sorts it, seeks the same.
        self._found = _Found((), array("q"), set())
        self._of_texts = _Gathering(self._add_text, self._change_text)
        self._of_apart = _Gathering(self._add_apart, self._change_apart)
        self._of_names = _Gathering(self._names.add, self._change_names)

    def grow(self, tips: Lines, view: View, most: int | None = None) -> bool:
        """Takes in what changed of the texts and some `most` further tips; whether any may be left."""
        more = self._of_texts.grow(tips, view, most)
        if self._by_bytes and not more:
            self.apart = self._found_apart
            # Nobody looks into these any more, and what changes would wait in them for ever.
            self._texts_apart = _Texts()
            self._of_apart = _Gathering(self._add_apart, self._change_apart)
        return more

    def grow_names(self, tips: Lines, view: View, most: int | None = None) -> bool:
        """As `grow`, of the names."""
        return self._of_names.grow(tips, view, most)

    def changed(self, doc_id: int, before: Document | None, after: Document | None) -> None:
        """One tip changed."""
        if self._found.words:
            self._found.changed.add(doc_id)
        if self.apart is not None:
            # Until it is known better.
            self.apart.add(doc_id)
        self._of_texts.changed(doc_id, before, after)
        self._of_apart.changed(doc_id, before, after)
        self._of_names.changed(doc_id, before, after)

    def look_at(self, doc_id: int, after: Document | None) -> None:
        """Whether anything is found apart in one that changed, now that no officer waits for it."""
        if self.apart is not None:
            self._tell_apart(self.apart, doc_id, apart_from_bytes(after) if after else "")

    def _text_of(self, doc_id: int, document: Document) -> str:
        if not self._by_bytes:
            return search_text(document)
        text = apart_from_bytes(document)
        self._tell_apart(self._found_apart, doc_id, text)
        return text

    @staticmethod
    def _tell_apart(apart: set[int], doc_id: int, text: str) -> None:
        if longest_run(text):
            apart.add(doc_id)
        else:
            apart.discard(doc_id)

    def _add_text(self, doc_id: int, document: Document) -> None:
        self._texts.add(doc_id, self._text_of(doc_id, document))

    def _change_text(self, doc_id: int, _before: Document | None, after: Document | None) -> None:
        self._texts.change(doc_id, self._text_of(doc_id, after) if after else None)

    def _add_apart(self, doc_id: int, document: Document) -> None:
        self._texts_apart.add(doc_id, apart_from_bytes(document))

    def _change_apart(self, doc_id: int, _before: Document | None, after: Document | None) -> None:
        self._texts_apart.change(doc_id, apart_from_bytes(after) if after else None)

    def _change_names(self, doc_id: int, before: Document | None, after: Document | None) -> None:
        if before:
            self._names.remove(doc_id, before)
        if after:
            self._names.add(doc_id, after)

    def names(self, tips: Lines, view: View) -> Names:
        """The names in `tips`."""
        self.grow_names(tips, view)
        return self._names

    def search(self, text: str, tips: Lines, view: View) -> Iterator[int]:
        """The ids of the tips that hold each word of `text`, or a name with these initials, the
        newest first. Width and case make no difference, nor what parts a name or a number."""
        words = tuple(dict.fromkeys(fold(text).split()))
        last = self._found
        parts: Iterable[Sequence[int]]
        if not words or words != last.words:
            parts = self._sought(words, tips, view)
        elif not last.changed:
            parts = (last.ids,)
        else:
            anew = itertools.chain.from_iterable(self._sought(words, tips, view, last.changed))
            kept = (doc_id for doc_id in last.ids if doc_id not in last.changed)
            parts = (sorted({*anew, *kept}, reverse=True),)
        found = array("q")
        for part in parts:
            found.extend(part)
            yield from part
        if self._by_bytes:
            # Of what is not seen whole, more or less may be seen by now while it is the same.
            self._found = _Found(words, found, set())

    def _sought(
        self, sought: Iterable[str], tips: Lines, view: View, within: set[int] | None = None
    ) -> Iterator[Sequence[int]]:
        """The ids of the tips that hold each of these words, or of those `within`, the newest first."""
        words = [self._word(word, tips, view) for word in sought]
        known = [word.known for word in words if not word.written]
        if within is not None:
            known.append(within)
        among = set[int].intersection(*known) if known else None
        # Where the longest is not, which is mostly the rarest, no other is sought.
        written = sorted((word for word in words if word.written), key=_Word.longest, reverse=True)
        if written:
            for block in tips.blocks(among):
                yield self._in_block(block, among, written, tips)[::-1]
        else:
            newest = tips.ids()[::-1]
            yield newest if among is None else [n for n in newest if n in among]

    def _word(self, word: str, tips: Lines, view: View) -> _Word:
        ways = ways_to_write(word) or [""]
        named = self.names(tips, view).with_initials(word) if are_initials(word) else set()
        runs = [longest_run(way) if self._by_bytes else "" for way in ways]
        apart = self.apart if all(runs) and not self._of_texts.is_through else None
        if apart is None:
            self.grow(tips, view)
            texts = self._texts
        else:
            self._of_apart.grow(tips, view, among=apart)
            texts = self._texts_apart
        known = {*named}
        written: list[tuple[bytes, str, set[int] | None]] = []
        for way, run in zip(ways, runs, strict=True):
            held = texts.holding(run or way)
            if run not in ("", way):
                held = {n for n in held if way in search_text(view(tips[str(n)]))}
            known |= held
            # Of 第3000件 the number is in few, and stands in what is in memory.
            is_sure = run == way or apart is not None
            rest = None if is_sure else texts.holding(longest_rest(way))
            if run:
                written.append((run.encode(), way, rest))
        return _Word(known, written)

    def _in_block(
        self, block: Block, among: set[int] | None, words: Iterable[_Word], tips: Lines
    ) -> Sequence[int]:
        """Which of a block hold each of the words, by their ids."""
        ids = block.ids
        found: Sequence[int] = range(len(ids))
        if among is not None:
            found = [at for at in found if ids[at] in among]
        for word in words:
            held: Sequence[int] = ()
            if word.known:
                held = [at for at in found if ids[at] in word.known]
            for run, way, rest in word.written:
                there = found if rest is None else [at for at in found if ids[at] in rest]
                hits = block.holding(run, there)
                if len(run) < len(way.encode()):
                    hits = [at for at in hits if self._holds(block, at, way, tips)]
                held = sorted({*held, *hits}) if held else hits
            found = held
        return ids if len(found) == len(ids) else [ids[at] for at in found]

    @staticmethod
    def _holds(block: Block, at: int, way: str, tips: Lines) -> bool:
        """Whether the texts of one of a block, of which all may be found, hold that."""
        said = block.line(at)
        # The number of a matter is no text of the tip, though it may be written as one is.
        if b"\\" in said or b'"matter":"",' not in said or '"' in way or "\\" in way:
            return way in search_text(tips[str(block.ids[at])])
        return way in undotted(fold(said.decode(errors="replace")))
