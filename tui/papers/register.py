"""The register (台账): one row a tip, in the columns that an office expects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from rich.cells import cell_len

from store.frozen import frozen
from store.notice.notice import Notice
from store.printable import cleaned
from store.registers.cells import is_read_as_it_is, verbatim
from store.registers.handling import letter_number, receiver, to_be_referred
from store.registers.headings import REGISTER
from store.registers.persons import reporter_cell, subject_cell
from store.text import N_, _
from store.tips.disposition import DUPLICATE
from store.tips.fields import BY_NAME
from store.tips.nobody import says_nothing
from store.tips.tip import Reporter, Subject, Tip
from tui.words import words
from tui.words.disposition_words import status

# What a spreadsheet, or a table made from it, would take for the beginning of a formula.
_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠|]")

# What a line may be short of: no line begins with a closing mark, and no number is broken.
_LOST_AT_ENDS: Final = 2
MOST_LINES: Final = 28
"""The lines of the highest row that a workbook may have, and that leaves a page room for others."""
WHOLE: Final = N_("主要内容全文")
"""What is over the contents that are more than their rows hold."""


@frozen
class Column:
    """One column: what stands over it, its width in half-width characters of nine points, and a
    tip's cell in it in words. `is_long`: a text of many lines. `if_any`: it is left out where no
    tip has anything there, which gives the others its room."""

    label: str
    width: int
    value: Callable[[Notice, Tip], str]
    is_long: bool = False
    if_any: bool = False


def no_formula(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula, whatever it is saved as later."""
    plain = cleaned(text, lines=True)
    return f"'{plain}" if _FORMULA.match(plain) else plain


def row(notice: Notice, tip: Tip) -> list[str]:
    """A tip's cells, in the order of `COLUMNS`. Tables are copied into spreadsheets, from a page
    too: in none does a text become a formula."""
    return [no_formula(column.value(notice, tip)) for column in COLUMNS]


def columns_and_rows(notice: Notice, tips: Iterable[Tip]) -> tuple[list[Column], list[list[str]]]:
    """The columns of a register of those tips, and the cells of each tip in them."""
    rows = [row(notice, tip) for tip in tips]
    shown = [
        place
        for place, column in enumerate(COLUMNS)
        if not column.if_any or any(cells[place] for cells in rows)
    ]
    return [COLUMNS[place] for place in shown], [[cells[n] for n in shown] for cells in rows]


def lines_in(text: str, width: int) -> int:
    """How many lines a text takes in a column, if not in fewer."""
    room = width - _LOST_AT_ENDS
    return sum(max(-(-cell_len(line) // room), 1) for line in text.split("\n"))


def goes_on(text: str) -> bool:
    """Whether a content is more than a row holds, so that the whole of it stands behind the register
    too."""
    return max(lines_in(text, c.width) for c in COLUMNS if c.is_long) > MOST_LINES


def that_go_on(
    columns: Sequence[Column], rows: Iterable[Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """Of those rows, the number of each tip whose content is more than its row holds, and all of it."""
    for cells in rows:
        for column, cell in zip(columns, cells, strict=True):
            if column.is_long and goes_on(cell):
                yield cells[0], cell


def _reporter(_notice: Notice, tip: Tip) -> str:
    """All that is known; of a tip without its reporter, and of a sealed one, the kind."""
    given, kind = tip.reporter or Reporter(), words.reporter_kind_of(tip)
    name, contact = ("" if says_nothing(text) else text for text in (given.name, given.contact))
    who = Reporter(name, contact, bool(name) and given.verified)
    return reporter_cell(who, kind) if who.name or who.contact else kind


def _of_each(part: Callable[[Notice, Subject], str]) -> Callable[[Notice, Tip], str]:
    """A cell with a part for each subject."""
    return lambda notice, tip: _("；").join(part(notice, s) or "—" for s in tip.subjects)


def _of_subjects(name: str) -> Callable[[Notice, Tip], str]:
    """The same, of what is written of each."""
    return _of_each(lambda _notice, subject: subject_cell(getattr(subject, name), name))


def _line(notice: Notice, tip: Tip) -> str:
    """The line by its label, with its number where that does not tell which it is."""
    label = words.channel(notice, tip)
    alike = [one.value for one in notice.sources if _(one.label) == label]
    is_told = alike == [tip.line] or not tip.line
    return label if is_told else f"{label} {tip.line}"


def _text(name: str) -> Callable[[Notice, Tip], str]:
    """A text of the tip, so that it is read again as it is."""

    def value(_notice: Notice, tip: Tip) -> str:
        text: str = getattr(tip, name)
        return text if is_read_as_it_is(text) else verbatim(text)

    return value


def _disposition(_notice: Notice, tip: Tip) -> str:
    how = tip.disposition
    parts = [status(tip), tip.matter if tip.status == DUPLICATE else ""]
    if how:
        parts += [how.to and receiver(how.to), letter_number(how.letter), str(how.on or "")]
    if tip.referred_to and not (how and how.to == tip.referred_to):
        parts.append(to_be_referred(tip.referred_to))
    return " ".join(filter(None, parts))


def _of_field(name: str) -> Callable[[Notice, Tip], str]:
    """What a field of the tip says."""
    return lambda notice, tip: words.field_value(notice, tip, BY_NAME[name])


# What an import reads again is called there, in the store.
COLUMNS: Final = (
    Column(REGISTER["number"], 12, lambda _notice, tip: tip.number),
    Column(REGISTER["received_at"], 12, words.received),
    Column(REGISTER["line"], 10, _line),
    Column(REGISTER["reporter.name"], 10, _reporter),
    Column(REGISTER["subjects.person"], 10, _of_subjects("person")),
    Column(REGISTER["subjects.unit"], 12, _of_subjects("unit")),
    Column(REGISTER["subjects.post"], 10, _of_subjects("post")),
    Column(
        REGISTER["subjects.group"], 10, _of_each(lambda notice, s: words.group(notice, s.group))
    ),
    Column(REGISTER["disciplines"], 10, lambda _notice, tip: words.disciplines(tip)),
    Column(BY_NAME["tags"].label, 8, _of_field("tags"), if_any=True),
    Column(REGISTER["summary"], 29, _text("summary"), is_long=True),
    Column(BY_NAME["postmarked_on"].label, 8, _of_field("postmarked_on"), if_any=True),
    *(
        Column(BY_NAME[name].label, 8, _text(name), if_any=True)
        for name in ("registration_mark", "visit_place", "visit_receiver")
    ),
    Column(BY_NAME["enclosures"].label, 8, _of_field("enclosures"), if_any=True),
    Column(REGISTER["disposition"], 10, _disposition),
    Column(N_("登记人"), 8, lambda _notice, tip: tip.officer),
    Column(REGISTER["officer"], 8, lambda _notice, tip: tip.handled_by),
)
