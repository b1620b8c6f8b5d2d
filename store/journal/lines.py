"""The documents of a table as lines: in a checkpoint that stays open, and as bytes what came since.

One is read, held against what it was at the opening, and parsed when it is asked for: a session holds
thirty bytes of each, whatever it says.
"""

from __future__ import annotations

import threading
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import (
    Callable,
    ItemsView,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    Sequence,
    Set,
    ValuesView,
)
from contextlib import suppress
from functools import cached_property
from itertools import accumulate, repeat
from operator import sub
from typing import IO, Final, TypeVar, overload

from store import json_bytes
from store.document import Document
from store.errors import DeskDamaged
from store.journal.place import CHECKPOINT, JOURNAL
from store.text import _

Default = TypeVar("Default")

_AT_ONCE: Final = 64
# What stays in a processor's own cache, and is given back without asking the system.
_IN_A_BLOCK: Final = 128
_COMMA: Final = ord(",")

IsSound = Callable[[Document], bool]
Heal = Callable[[], Mapping[str, Document]]
"""Gives the documents of the checkpoint from elsewhere, where one can no longer be read there."""


class Unsound(Exception):
    """A line is not as it was at the opening, or says no document of its table."""


class Laid:
    """Where the lines of one table lie in `file`, by the order of their ids, each as `"1":{…}`; their sums
    tell whether each is as it was."""

    def __init__(self, file: IO[bytes]) -> None:
        self.ids = array("q")
        self._file = file
        self._starts = array("q")
        self._lengths = array("I")
        self._sums = array("I")
        self._lock = threading.Lock()

    @property
    def last_id(self) -> int:
        """The id of the last of them, 0 before there is any."""
        return self.ids[-1] if self.ids else 0

    def add(self, doc_id: int, start: int, line: bytes) -> None:
        """The line of that document, which begins at `start` with its id. Ids only grow."""
        self.ids.append(doc_id)
        self._starts.append(start)
        self._lengths.append(len(line))
        self._sums.append(zlib.crc32(line))

    def add_following(self, said: bytes, start: int, at: int) -> int:
        """Adds the lines from `start` on whose ids are the next ones, none missing, as long as their ends
        are in what is `said`, which lies at `at`. Where the last of them ends."""
        find, begins_with, ends = said.find, said.startswith, list[int]()
        doc_id, begin = self.last_id + 1, start
        # Of very many lines each call is felt: what can be done of all at once is done below.
        while (end := find(b"\n", begin)) >= 0 and begins_with(b'"%d":' % doc_id, begin):
            ends.append(end)
            doc_id += 1
            begin = end + 1
        if ends:
            begins = [start, *(end + 1 for end in ends[:-1])]
            ends = [end - (said[end - 1] == _COMMA) for end in ends]
            lines = map(said.__getitem__, map(slice, begins, ends))
            self.ids.extend(range(doc_id - len(ends), doc_id))
            self._starts.extend(map(at.__add__, begins))
            self._lengths.extend(map(sub, ends, begins))
            self._sums.extend(map(zlib.crc32, lines))
        return begin

    def block(self, first: int, last: int) -> bytes:
        """What lies there from the place `first` up to `last`: each line with its id. Raises `Unsound`
        where that cannot be read; what is read is not looked at."""
        begin, size = self._starts[first], self._starts[last] + self._lengths[last]
        size -= begin
        try:
            with self._lock:
                self._file.seek(begin)
                block = self._file.read(size)
        except (OSError, ValueError) as error:
            raise Unsound from error
        if len(block) < size:
            raise Unsound
        return block

    def starts(self, first: int, last: int) -> Sequence[int]:
        """Where in the file each line of that block begins."""
        return self._starts[first : last + 1]

    def raws(self, first: int, last: int) -> Iterator[bytes]:
        """The lines from the place `first` up to `last`, as they were, without their ids. Raises `Unsound`."""
        block, begin = self.block(first, last), self._starts[first]
        some = slice(first, last + 1)
        of_each = zip(self._starts[some], self._lengths[some], self._sums[some], strict=True)
        for start, length, was in of_each:
            line = block[start - begin : start - begin + length]
            if zlib.crc32(line) != was:
                raise Unsound
            yield line[line.index(b":") + 1 :]


class Block:
    """Some lines as they are written, with their ids or without: whose they are is in `ids`, and `starts` is
    where each begins, counted from anywhere."""

    def __init__(self, said: bytes, starts: Sequence[int], ids: Sequence[int]) -> None:
        self.ids = ids
        self.said = said
        self._starts = starts

    # Of most blocks, which have nothing of what is sought, nobody asks where their lines are.

    @cached_property
    def begins(self) -> Sequence[int]:
        """Where in what is `said` each line begins."""
        first = self._starts[0]
        return [start - first for start in self._starts]

    @cached_property
    def ends(self) -> Sequence[int]:
        """And where each ends."""
        return [*self.begins[1:], len(self.said)]

    def line(self, at: int) -> bytes:
        """One of them."""
        return self.said[self.begins[at] : self.ends[at]]

    def find(self, sought: bytes) -> list[int]:
        """Where in what is `said` each of them has these bytes first, -1 for one that has not."""
        return list(map(self.said.find, repeat(sought), self.begins, self.ends))

    def rfind(self, sought: bytes) -> list[int]:
        """Where each has them last."""
        return list(map(self.said.rfind, repeat(sought), self.begins, self.ends))

    def holding(self, sought: bytes, places: Sequence[int] | None = None) -> Sequence[int]:
        """Which of them hold these bytes, in their order, or which of those at these `places`."""
        # Python looks faster from the end.
        if self.said.rfind(sought) < 0:
            return ()
        find, begins, ends = self.said.find, self.begins, self.ends
        if places is None or len(places) == len(begins):
            places = range(len(begins))
        else:
            begins, ends = [begins[at] for at in places], [ends[at] for at in places]
        # Where one has them, most others have them near: what is before that is looked through last.
        first = find(sought)
        skipped = first - self.begins[bisect_right(self.begins, first) - 1]
        found = list(map(find, repeat(sought), map(skipped.__add__, begins), ends))
        if -1 not in found:
            return places
        more = skipped + len(sought) - 1
        of_each = zip(places, found, begins, ends, strict=True)
        return [
            at
            for at, where, begin, end in of_each
            if where >= 0 or find(sought, begin, min(begin + more, end)) >= 0
        ]


class Source:
    """What a table's lines are read from, by their places: those of `laid` from 0 on, and what came
    since from -1 down. It keeps the file open for as long as anyone has it."""

    def __init__(self, laid: Laid | None = None) -> None:
        self._laid = laid
        self._is_sound: IsSound | None = None
        self._heal: Heal | None = None
        self._healed: Mapping[str, Document] | None = None
        self._healing = threading.Lock()
        # Whether a line of the checkpoint was once found to be a document: the same bytes are again.
        self._known = bytearray(len(laid.ids) if laid else 0)
        self._came: list[bytes] = []
        self._came_ids = array("q")

    def watch(self, is_sound: IsSound, heal: Heal) -> None:
        """From now on what `is_sound` refuses, and what is not as it was, is asked of `heal`."""
        self._is_sound, self._heal = is_sound, heal

    def put(self, doc_id: int, document: Document) -> int:
        """The place of a document that came."""
        self._came.append(json_bytes.dumps_to_keep(document))
        self._came_ids.append(doc_id)
        return -len(self._came)

    def came_since(self, places: array[int]) -> list[str]:
        """Whose documents came after those that had these places."""
        known = -min(places, default=0)
        return list(map(str, dict.fromkeys(self._came_ids[max(known, 0) :])))

    def id_at(self, place: int) -> int:
        """Whose line is there."""
        return self._laid.ids[place] if self._laid and place >= 0 else self._came_ids[~place]

    def document(self, place: int) -> Document:
        """What the line there says."""
        return next(self.documents((place,)))

    def documents(self, places: Sequence[int]) -> Iterator[Document]:
        """What each line says, in that order."""
        loads = json_bytes.loads
        at = 0
        for raw in self.raws(places):
            place = places[at]
            at += 1
            if place < 0 or self._known[place]:
                yield loads(raw)
                continue
            try:
                document = loads(raw)
                if self._is_sound and not self._is_sound(document):
                    raise Unsound
            except (json_bytes.JSONDecodeError, Unsound):
                yield loads(self._from_elsewhere(place))
                continue
            self._known[place] = True
            yield document

    def raws(self, places: Sequence[int]) -> Iterator[bytes]:
        """Each line as it is written, without its id."""
        laid, at = self._laid, 0
        while at < len(places):
            first = last = places[at]
            at += 1
            if first < 0 or laid is None:
                yield self._came[~first]
                continue
            end = min(at + _AT_ONCE, len(places))
            # Lists go through them from either end.
            step = -1 if at < end and places[at] == first - 1 else 1
            while at < end and places[at] == last + step >= 0:
                last += step
                at += 1
            if self._healed is None:
                try:
                    # All of them before the first is given: else some would be given twice.
                    yield from [*laid.raws(min(first, last), max(first, last))][::step]
                    continue
                except Unsound:
                    pass
            for place in range(first, last + step, step):
                yield self._from_elsewhere(place)

    def block(self, places: array[int], ids: Sequence[int]) -> Block:
        """Lines of these growing ids as they are written, one after the other. They are not held against
        what they were, so that looking for something costs no more than reading."""
        first, last = places[0], places[-1]
        is_whole = first >= 0 and last - first == len(places) - 1 and min(places) == first
        if self._laid and is_whole and self._healed is None:
            with suppress(Unsound):
                said = self._laid.block(first, last)
                return Block(said, self._laid.starts(first, last), ids)
        lines = [*self.raws(places)]
        begins = accumulate((len(line) + 1 for line in lines[:-1]), initial=0)
        return Block(b"\n".join(lines), [*begins], ids)

    def _from_elsewhere(self, place: int) -> bytes:
        with self._healing:
            if self._healed is None:
                if self._heal is None:
                    raise Unsound
                self._healed = self._heal()
        try:
            return json_bytes.dumps(self._healed[str(self.id_at(place))])
        except KeyError as error:
            raise DeskDamaged(
                _(
                    "{file} 在打开以后损坏，{journal} 里也读不出所缺的内容，请关闭后重新打开。",
                    file=CHECKPOINT,
                    journal=JOURNAL,
                )
            ) from error


class Documents(Sequence[Document]):
    """Some documents of a table as they stood at one moment, each read when it is looked at."""

    __slots__ = ("_places", "_source")

    def __init__(self, source: Source, places: array[int]) -> None:
        self._source = source
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Document: ...

    @overload
    def __getitem__(self, index: slice) -> Documents: ...

    def __getitem__(self, index: int | slice) -> Document | Documents:
        if isinstance(index, slice):
            return Documents(self._source, self._places[index])
        return self._source.document(self._places[index])

    def __iter__(self) -> Iterator[Document]:
        return self._source.documents(self._places)

    def __reversed__(self) -> Iterator[Document]:
        return self._source.documents(self._places[::-1])

    def place_of(self, doc_id: int) -> int | None:
        """Where the document of that id stands, None if it is not among them."""
        id_at = self._source.id_at
        return next((n for n, place in enumerate(self._places) if id_at(place) == doc_id), None)


class Lines(MutableMapping[str, Document]):
    """A table, by the order of its ids."""

    def __init__(self, laid: Laid | None = None) -> None:
        self._source = Source(laid)
        self._ids = laid.ids[:] if laid else array("q")
        self._places = array("q", range(len(self._ids)))

    def as_it_stands(self) -> Lines:
        """The table as it is at this moment, whatever is put into it later."""
        found = Lines()
        found._source, found._ids, found._places = self._source, self._ids[:], self._places[:]
        return found

    def take_in_what_came(self, now: Lines, then: Lines) -> None:
        """Of a table that lies anew as it stood `then`: takes in what makes it as it is `now`."""
        for doc_id in now._source.came_since(then._places):
            document = now.get(doc_id)
            if document is not None and document != self.get(doc_id):
                self[doc_id] = document
        if len(self) != len(now):
            for doc_id in {*self} - {*now}:
                del self[doc_id]

    def watch(self, is_sound: IsSound, heal: Heal) -> None:
        """As `Source.watch`."""
        self._source.watch(is_sound, heal)

    def ids(self) -> list[int]:
        """The ids in their order."""
        return self._ids.tolist()

    @property
    def last_id(self) -> int:
        """The highest of them, 0 where there is none."""
        return self._ids[-1] if self._ids else 0

    def documents(self) -> Documents:
        """All of them as they stand now."""
        return Documents(self._source, self._places[:])

    def picked(self, doc_ids: Iterable[int]) -> Documents:
        """Those of these ids that are there, in that order, as they stand now."""
        if self._ids and self._ids[-1] == len(self._ids):
            # None from 1 on is missing, and so many are spared to be looked for.
            places = array("q", [0]) + self._places
            with suppress(IndexError):
                at = places.__getitem__
                return Documents(self._source, array("q", map(at, doc_ids := [*doc_ids])))
        found = (self._at(str(doc_id)) for doc_id in doc_ids)
        there = (at for at in found if at is not None)
        return Documents(self._source, array("q", map(self._places.__getitem__, there)))

    def blocks(self, among: Set[int] | None = None) -> Iterator[Block]:
        """All lines as they are written, the newest first; or of those `among` them, with others."""
        ids, places = self._ids[:], self._places[:]
        for end in range(len(ids), 0, -_IN_A_BLOCK):
            some = slice(max(end - _IN_A_BLOCK, 0), end)
            if among is None or not among.isdisjoint(ids[some]):
                yield self._source.block(places[some], ids[some])

    def holding(self, sought: bytes) -> Iterator[int]:
        """The ids of those that hold these bytes as they are written, the newest first."""
        for block in self.blocks():
            yield from (block.ids[at] for at in reversed(block.holding(sought)))

    def raw_items(self) -> Iterator[tuple[int, bytes]]:
        """Each id with what its line says, as it is written. Raises `Unsound`."""
        return zip(self._ids, self._source.raws(self._places), strict=True)

    def _at(self, doc_id: object) -> int | None:
        """Where in the order that id is."""
        if not (isinstance(doc_id, str) and doc_id.isdecimal()):
            return None
        number, ids = int(doc_id), self._ids
        # Mostly none is missing.
        if 0 < number <= len(ids) and ids[number - 1] == number:
            found = number - 1
        else:
            found = bisect_left(ids, number)
        return found if found < len(ids) and doc_id == str(ids[found]) else None

    def __getitem__(self, doc_id: str) -> Document:
        at = self._at(doc_id)
        if at is None:
            raise KeyError(doc_id)
        return self._source.document(self._places[at])

    @overload
    def get(self, key: str, /) -> Document | None: ...

    @overload
    def get(self, key: str, default: Document | Default, /) -> Document | Default: ...

    def get(self, key: str, default: object = None, /) -> object:
        # A new tip is not there: what tells that by an error takes longer than to put it there.
        at = self._at(key)
        return default if at is None else self._source.document(self._places[at])

    def __contains__(self, doc_id: object) -> bool:
        return self._at(doc_id) is not None

    def __setitem__(self, doc_id: str, document: Document) -> None:
        number, at = int(doc_id), self._at(doc_id)
        place = self._source.put(number, document)
        if at is not None:
            self._places[at] = place
        else:
            at = bisect_left(self._ids, number)
            # First: another thread may look for the id as soon as it is there.
            self._places.insert(at, place)
            self._ids.insert(at, number)

    def __delitem__(self, doc_id: str) -> None:
        at = self._at(doc_id)
        if at is None:
            raise KeyError(doc_id)
        del self._ids[at], self._places[at]

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return map(str, self._ids)

    def values(self) -> ValuesView[Document]:
        return _Values(self)

    def items(self) -> ItemsView[str, Document]:
        return _Items(self)


class _Values(ValuesView[Document]):
    def __init__(self, lines: Lines) -> None:
        super().__init__(lines)
        self._documents = lines.documents()

    def __iter__(self) -> Iterator[Document]:
        return iter(self._documents)

    def __reversed__(self) -> Iterator[Document]:
        return reversed(self._documents)


class _Items(ItemsView[str, Document]):
    def __init__(self, lines: Lines) -> None:
        super().__init__(lines)
        self._keys = list(lines)
        self._documents = lines.documents()

    def __iter__(self) -> Iterator[tuple[str, Document]]:
        return zip(self._keys, self._documents, strict=True)
