"""Several tips on one person (线索聚合): independent reporters told apart from one who reports again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from store.frozen import frozen
from store.late_pattern import late_pattern
from store.printable import half_width
from store.tips.disposition import DUPLICATE, PASSED_THROUGH, WITHDRAWN
from store.tips.names import folded, is_a_name, phones
from store.tips.nobody import names_nobody
from store.tips.tip import Reporter, Subject, Tip

_ADDRESS: Final = late_pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_UNCOUNTED: Final = frozenset({WITHDRAWN, PASSED_THROUGH})


@frozen
class Report:
    """What a pattern goes by of a tip: very many may concern one person, and all that they say take up much."""

    number: str
    status: str
    reporter: Reporter | None

    @classmethod
    def of(cls, tip: Tip) -> Report:
        """That of `tip`."""
        return cls(tip.number, tip.status, tip.reporter)


@frozen
class Pattern:
    """The tips on one person or matter, by number.

    `reporters` is how many different people reported, as far as name or number tell them apart,
    `repeats` how many tips came from one of them again or were found to be duplicates, which are
    kept for reference and count apart (source: 纪检监察机关处理检举控告工作规则 art. 14),
    `anonymous` how many came from nobody knows whom. `sealed` is how many came from those whose
    names and numbers are not shown, so that nobody can tell. Together they are all the tips.
    """

    unit: str
    person: str
    matter: str
    numbers: tuple[str, ...]
    reporters: int
    repeats: int
    anonymous: int
    sealed: int = 0

    @classmethod
    def of(cls, subject: Subject, reports: Iterable[Report], matter: str = "") -> Pattern:
        """What the tips on `subject` tell together."""
        tips = [report for report in reports if report.status not in _UNCOUNTED]
        first_hand = [tip for tip in tips if tip.status != DUPLICATE]
        given = [tip.reporter for tip in first_hand if tip.reporter]
        told = [reporter for reporter in given if reporter.kind != "anonymous"]
        known = [reporter for reporter in told if not reporter.sealed_as]
        reporters = count_reporters(known)
        anonymous = len(first_hand) - len(told)
        sealed = len(told) - len(known)
        return cls(
            unit=subject.unit,
            person=subject.person,
            matter=matter,
            numbers=tuple(tip.number for tip in tips),
            reporters=reporters,
            repeats=len(tips) - reporters - anonymous - sealed,
            anonymous=anonymous,
            sealed=sealed,
        )

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "unit": self.unit,
            "person": self.person,
            "matter": self.matter,
            "numbers": list(self.numbers),
            "tips": len(self.numbers),
            "reporters": self.reporters,
            "repeats": self.repeats,
            "anonymous": self.anonymous,
            "sealed": self.sealed,
        }


def count_reporters(reporters: Iterable[Reporter]) -> int:
    """How many people these are: who left one number in common is one person, and so is one name unless
    it comes with different numbers. Who left no number is taken for whoever else gave that name."""
    numberless, numbered = set[str](), set[str]()
    joined: dict[str, str] = {}
    for reporter in reporters:
        name = "" if names_nobody(reporter.name) else folded(reporter.name)
        if ways := _ways_to_reach(reporter.contact):
            numbered.add(name)
            first = _foremost(ways[0], joined)
            for way in ways:
                joined[_foremost(way, joined)] = first
        else:
            numberless.add(name)
    people = sum(way == first for way, first in joined.items())
    return people + len(numberless - numbered - {""})


def _foremost(way: str, joined: dict[str, str]) -> str:
    """The one of several ways to reach a person that stands for all that were `joined`."""
    while (first := joined.setdefault(way, way)) != way:
        way = first
    return way


def same_subject(tip: Tip, documents: Iterable[Mapping[str, Any]]) -> Iterator[Tip]:
    """The tips that concern a person whom `tip` concerns, itself included, one at a time."""
    wanted = set(_keys(tip.as_json()))
    found = (document for document in documents if not wanted.isdisjoint(_keys(document)))
    return map(_tip, found)


def patterns(documents: Iterable[Mapping[str, Any]]) -> list[Pattern]:
    """Everyone on whom more than one tip came, those with most independent reporters first."""
    of_person: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for document in documents:
        if document.get("status") not in _UNCOUNTED:
            for key in set(_keys(document)):
                of_person[key].append(document)
    found = [_pattern(key, few) for key, few in of_person.items() if len(few) > 1]
    return sorted(found, key=lambda p: (p.reporters, len(p.numbers)), reverse=True)


def _pattern(key: tuple[str, str], documents: Sequence[Mapping[str, Any]]) -> Pattern:
    subject = next(s for s in _tip(documents[0]).subjects if _key(s.unit, s.person) == key)
    return Pattern.of(subject, (Report.of(_tip(document)) for document in documents))


def _tip(document: Mapping[str, Any]) -> Tip:
    return Tip.from_json(dict(document))


def _keys(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Whom a tip concerns, as unit and person, however they are written."""
    keys = (_key(subject["unit"], subject["person"]) for subject in document["subjects"])
    return [key for key in keys if is_a_name(key[1])]


def _key(unit: str, person: str) -> tuple[str, str]:
    return folded(unit), folded(person)


def _ways_to_reach(contact: str) -> list[str]:
    """Each telephone number by its digits, and each address for mail; any other contact as a name is
    compared."""
    numbers, addresses = phones(contact), map(folded, _ADDRESS.findall(half_width(contact)))
    return [*numbers, *addresses] or list(filter(None, [folded(contact)]))
