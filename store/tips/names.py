"""Which tips name a person, unit, post or telephone number, kept up to date one tip at a time."""

from __future__ import annotations

import heapq
import itertools
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, cast, get_args

from store.document import Document
from store.late_pattern import late_pattern
from store.tips.nobody import NOT_KNOWN
from store.tips.pinyin import initials_pattern

NameKind = Literal["person", "unit", "post", "reporter", "officer", "handler"]
InCommon = Literal["phone", "person", "unit", "like_unit"]
Ids = Sequence[int]
"""The ids of tips, in their order."""

_LEAST: Final = 2
_LEAST_WITHIN: Final = 3
_MOST_LOOKED_AT: Final = 500
_WEIGHTS: Final[dict[InCommon, int]] = {"phone": 8, "person": 4, "unit": 2, "like_unit": 1}
PARTING: Final = r"[\s·‧•・∙⋅●.\-_\u2010-\u2015\u2212()\[\]【】〔〕《》“”\"']"
"""What sets the parts of a name apart, as a pattern: 阿卜杜拉·热合曼 is written with any of these dots,
or with none."""
_PARTING: Final = late_pattern(f"{PARTING}+")
_DASHES: Final = late_pattern("[\u2010-\u2015\u2212]")
_NO_DIGIT: Final = late_pattern(r"\D")
_PHONE: Final = late_pattern(
    r"""(?<!\d)(?:
        (?:(?:\+|00)?86[-. ]?)? (?P<mobile>1[3-9](?:[-. ]?\d){9})
      | (?:(?:\+|00)86[- ]?)? (?:\(?0?(?:10|2\d|[3-9]\d\d)\)?[- ]?)? (?P<local>[2-9](?:[- ]?\d){6,7})
      | (?P<other>\d{7,})
    )(?!\d)""",
    re.ASCII | re.VERBOSE,
)


@lru_cache(10_000)
def folded(name: str) -> str:
    """A name without what makes no difference to whom it means: width, case, what parts it."""
    return folded_once(name)


def folded_once(text: str) -> str:
    """The same of a text that is not to be kept in mind."""
    return _PARTING.sub("", unblanked(text))


def forget_names() -> None:
    """Keeps in mind no name that was compared."""
    folded.cache_clear()


def unblanked(name: str) -> str:
    """As `folded`, with all that parts it but blanks: by that, version 0.2 compared names."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_a_name(text: str) -> bool:
    """Whether `text`, folded, names someone, and does not say that the name is not known: what stands
    there joins nothing."""
    return bool(text) and text not in NOT_KNOWN


def phones(text: str) -> list[str]:
    """The telephone numbers in a text as digits, without country and area code."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    found = (match[match.lastgroup or 0] for match in _PHONE.finditer(plain))
    return list(dict.fromkeys(map(digits_of, found)))


def digits_of(number: str) -> str:
    """A number without what sets its digits apart."""
    return number if number.isdecimal() else _NO_DIGIT.sub("", number)


@dataclass(slots=True)
class _Name:
    """A name as it was last written, and the tips that have it."""

    written: str
    ids: array[int] = field(default_factory=lambda: array("q"))


class Names:
    """The names in the tips. Adding or removing one costs the same at any number of tips; looking
    one up goes with the number of different names."""

    def __init__(self) -> None:
        self._names: dict[NameKind, dict[str, _Name]] = {kind: {} for kind in get_args(NameKind)}
        self._phones: dict[str, array[int]] = {}
        self._prints: dict[str, array[int]] = {}

    def add(self, doc_id: int, document: Document) -> None:
        """A tip came; one that is known stays as it is."""
        for kind, written in _names_of(document):
            if name := folded(written):
                known = self._names[kind].setdefault(name, _Name(written))
                known.written = written
                _put(known.ids, doc_id)
        for phone in _phones_of(document):
            _put(self._phones.setdefault(phone, array("q")), doc_id)
        for fingerprint in _prints_of(document):
            _put(self._prints.setdefault(fingerprint, array("q")), doc_id)

    def remove(self, doc_id: int, document: Document) -> None:
        """A tip is no longer as in `document`; one that is not known changes nothing."""
        for kind, written in _names_of(document):
            names, name = self._names[kind], folded(written)
            if name in names:
                _take(names[name].ids, doc_id)
                if not names[name].ids:
                    del names[name]
        for numbers, gone in (
            (self._phones, _phones_of(document)),
            (self._prints, _prints_of(document)),
        ):
            for one in gone:
                if one in numbers:
                    _take(numbers[one], doc_id)
                    if not numbers[one]:
                        del numbers[one]

    def beginning(self, kind: NameKind, typed: str, most: int) -> list[str]:
        """The names of that kind that begin as `typed`, as they were written, the most used first."""
        found = (n for n in self._names[kind].values() if n.written.startswith(typed))
        return [n.written for n in heapq.nlargest(most, found, key=lambda n: len(n.ids))]

    def with_initials(self, text: str) -> set[int]:
        """The tips with a name of any kind whose pinyin has the initials `text`."""
        pattern = initials_pattern(text)
        if pattern is None:
            return set()
        names = itertools.chain.from_iterable(kind.items() for kind in self._names.values())
        return set().union(*(known.ids for name, known in names if pattern.search(name)))

    def similar(
        self,
        persons: Iterable[str],
        units: Iterable[str],
        phone: str,
        prints: Iterable[str] = (),
    ) -> dict[InCommon, list[Ids]]:
        """The tips that have one of the names or a number, by what they have in common.

        A person's name may be typed only in part, or with what the person is; a unit is alike if
        its name stands in the other or the other in it, as of a bureau and its office. Of sealed
        tips the whole name alone is found, by `prints`.
        """
        units = list(units)
        known_units = self._names["unit"]
        numbers = (self._phones.get(number) for number in phones(phone))
        found: dict[InCommon, list[Ids]] = {
            "phone": [ids for ids in numbers if ids],
            "person": [*self._same_person(persons)],
            "unit": [known_units[one].ids for one in _wanted(units) if one in known_units],
            "like_unit": [*self._like_unit(units)],
        }
        for one in prints:
            if ids := self._prints.get(one):
                found[cast(InCommon, one.partition(":")[0])].append(ids)
        return found

    def _same_person(self, typed: Iterable[str]) -> Iterator[Ids]:
        known = self._names["person"]
        for one in _wanted(typed):
            if one in known:
                # 张伟 is not the beginning of 张伟明 where there is a 张伟.
                yield known[one].ids
            else:
                yield from (
                    found.ids for name, found in known.items() if _is_same_person(one, name)
                )

    def _like_unit(self, typed: Iterable[str]) -> Iterator[Ids]:
        for one in _wanted(typed):
            for name, found in self._names["unit"].items():
                if name != one and _is_like_unit(one, name):
                    yield found.ids


def _put(ids: array[int], doc_id: int) -> None:
    if not _has(ids, doc_id):
        ids.insert(bisect_left(ids, doc_id), doc_id)


def _take(ids: array[int], doc_id: int) -> None:
    if _has(ids, doc_id):
        del ids[bisect_left(ids, doc_id)]


def _has(ids: Ids, doc_id: int) -> bool:
    at = bisect_left(ids, doc_id)
    return at < len(ids) and ids[at] == doc_id


def _wanted(typed: Iterable[str]) -> set[str]:
    """The names that are long enough to be looked for, and that are names."""
    return {name for name in map(folded, typed) if len(name) >= _LEAST and is_a_name(name)}


def _is_same_person(typed: str, name: str) -> bool:
    return name.startswith(typed) or (
        typed.startswith(name) and len(name) >= _LEAST and is_a_name(name)
    )


def _is_like_unit(typed: str, name: str) -> bool:
    return typed in name or (name in typed and len(name) >= _LEAST_WITHIN and is_a_name(name))


def ranked(found: dict[InCommon, list[Ids]], most: int) -> list[tuple[int, tuple[InCommon, ...]]]:
    """The `most` tips with the most in common, the newest of equal ones first, and what it is.

    Looks at the newest of each name alone, however many there are.
    """
    newest: set[int] = set()
    for every in found.values():
        of_each = itertools.chain.from_iterable(ids[-_MOST_LOOKED_AT:] for ids in every)
        newest.update(heapq.nlargest(_MOST_LOOKED_AT, of_each))
    in_common = {
        doc_id: tuple(
            what for what, every in found.items() if any(_has(ids, doc_id) for ids in every)
        )
        for doc_id in newest
    }
    best = heapq.nlargest(
        most, in_common, key=lambda i: (sum(_WEIGHTS[what] for what in in_common[i]), i)
    )
    return [(doc_id, in_common[doc_id]) for doc_id in best]


def _names_of(document: Document) -> Iterator[tuple[NameKind, str]]:
    for subject in document["subjects"]:
        yield "unit", subject["unit"]
        yield "person", subject["person"]
        yield "post", subject["post"]
    if document["reporter"]:
        yield "reporter", document["reporter"]["name"]
    yield "officer", document["officer"]
    yield "handler", document.get("handled_by") or ""


def _phones_of(document: Document) -> list[str]:
    return phones(document["reporter"]["contact"]) if document["reporter"] else []


def _prints_of(document: Document) -> Iterable[str]:
    sealed = document.get("sealed")
    return sealed["prints"] if sealed else ()
