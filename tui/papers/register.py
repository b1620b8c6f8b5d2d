"""The register (台账): one row a tip, in the columns that an office expects."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from store.notice.notice import Notice
from store.printable import cleaned
from store.registers.cells import is_read_as_it_is, verbatim
from store.registers.headings import REGISTER
from store.registers.persons import reporter_cell, subject_cell
from store.text import _
from store.tips.disposition import DUPLICATE
from store.tips.tip import Subject, Tip
from tui.words import words
from tui.words.disposition_words import status

# What a spreadsheet, or a table made from it, would take for the beginning of a formula.
_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠|]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what stands over it, its width in half-width characters, and a tip's cell in it
    in words. `is_long`: a text of many lines."""

    label: str
    width: int
    value: Callable[[Notice, Tip], str]
    is_long: bool = False


def no_formula(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula, whatever it is saved as later."""
    plain = cleaned(text, lines=True)
    return f"'{plain}" if _FORMULA.match(plain) else plain


def row(notice: Notice, tip: Tip) -> list[str]:
    """A tip's cells, in the order of `COLUMNS`. Tables are copied into spreadsheets, from a page
    too: in none does a text become a formula."""
    return [no_formula(column.value(notice, tip)) for column in COLUMNS]


def _reporter(_notice: Notice, tip: Tip) -> str:
    """All that is known; of a tip without its reporter, and of a sealed one, the kind."""
    if tip.reporter and (tip.reporter.name or tip.reporter.contact):
        return reporter_cell(tip.reporter, words.reporter_kind_of(tip))
    return words.reporter_kind_of(tip)


def _of_each(part: Callable[[Notice, Subject], str]) -> Callable[[Notice, Tip], str]:
    """A cell with a part for each subject."""
    return lambda notice, tip: _("；").join(part(notice, s) or "—" for s in tip.subjects)


def _of_subjects(name: str) -> Callable[[Notice, Tip], str]:
    """The same, of what is written of each."""
    return _of_each(lambda _notice, subject: subject_cell(getattr(subject, name), name))


def _summary(_notice: Notice, tip: Tip) -> str:
    return tip.summary if is_read_as_it_is(tip.summary) else verbatim(tip.summary)


def _disposition(_notice: Notice, tip: Tip) -> str:
    how = tip.disposition
    parts = [status(tip)]
    if tip.referred_to and not (how and how.to):
        parts.append(_("拟转{to}", to=tip.referred_to))
    if how:
        parts += [how.to, how.letter, str(how.on or "")]
    if tip.status == DUPLICATE:
        parts.append(tip.matter)
    return " ".join(filter(None, parts))


def _officer(_notice: Notice, tip: Tip) -> str:
    return tip.disposition.by if tip.disposition else tip.officer


# What an import reads again is called there, in the store.
COLUMNS: Final = (
    Column(REGISTER["number"], 12, lambda _notice, tip: tip.number),
    Column(REGISTER["received_at"], 17, words.received),
    Column(REGISTER["line"], 12, words.channel),
    Column(REGISTER["reporter.name"], 18, _reporter),
    Column(REGISTER["subjects.person"], 14, _of_subjects("person")),
    Column(REGISTER["subjects.unit"], 18, _of_subjects("unit")),
    Column(REGISTER["subjects.post"], 14, _of_subjects("post")),
    Column(
        REGISTER["subjects.group"], 16, _of_each(lambda notice, s: words.group(notice, s.group))
    ),
    Column(REGISTER["disciplines"], 18, lambda _notice, tip: words.disciplines(tip)),
    Column(REGISTER["summary"], 60, _summary, is_long=True),
    Column(REGISTER["disposition"], 24, _disposition),
    Column(REGISTER["officer"], 12, _officer),
)
