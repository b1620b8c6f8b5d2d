"""Takes an existing register (台账) in: each row as a tip, or why it is none, and what was guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pendulum import DateTime

from store.document import Document
from store.errors import BadInstant, Fault, TipRefused
from store.frozen import frozen
from store.instant import read_when
from store.notice.notice import INSPECTORS, Notice, is_out_of_scope
from store.registers import persons, receipt, terms
from store.registers.cells import (
    Uncalculated,
    is_same_as_above,
    known,
    not_a_value,
    of_verbatim,
    parts,
)
from store.registers.handling import Handling, applied, handling, is_said_by
from store.registers.headings import (
    DISPOSITION,
    DUPLICATE,
    INTO_SUMMARY,
    JOINED,
    NUMBER,
    OFFICER,
    RECEIVED,
    TIME,
    Columns,
    label,
)
from store.registers.sheet import Row, Sheet
from store.text import _, listed
from store.tips import entry
from store.tips.disposition import DUPLICATE as DUPLICATED
from store.tips.disposition import PASSED_THROUGH, REFERRED, REGISTERED, WITHDRAWN
from store.tips.enclosure_line import NotRead, line_of, read_line
from store.tips.fields import BY_NAME, DATES, TEXTS
from store.tips.matters import first_of
from store.tips.nobody import names_nobody, says_nothing
from store.tips.referral import without_reporter
from store.tips.rules import check
from store.tips.tip import Tip
from store.tips.tip import receipt as receipt_of

_TO_THE_MINUTE: Final = len("2016-09-21T09:05")
# What stands below a register or between its pages, and is no tip.
_TOTAL: Final = re.compile(
    r"(?:本[页月年周日]|全[年月]|以上)?(?:合|总|小|累|共)\s*计.{0,20}|共\s*\d+\s*[件条行封次].{0,10}|以下(?:为)?空白|(?:填|制|审|报|统计|负责|经办)[表报核批人]{1,2}(?:人|单位|日期)?\s*[:：].*|(?:备注|注|说明)\s*[:：].*",
    re.DOTALL,
)
# Before what a paper says that is made without the reporter.
_WITHOUT_REPORTER: Final = "without reporter"
# What stands between several in one cell.
_BETWEEN: Final = "；;\n、，,"
_COUNT: Final = re.compile(r"\d+\s*[件条封次行人]?")
_SAY_NOTHING: Final = frozenset({NUMBER, OFFICER, DISPOSITION, DUPLICATE})
_TOLD: Final = (DISPOSITION, DUPLICATE, OFFICER, "enclosures")
# Who or what a tip came from and is about; what is counted or signed there (来信3件, 签字：) is neither.
_OF_TIPS: Final = ("line", "reporter.name", "subjects.person")
_NAMED: Final = re.compile(r"[^\d:：]+")


@frozen
class Wanted:
    """What whoever imports says about the whole file: the group of subjects whose row has none, the
    kind of line or the line (in the words of a register) of rows that name none; the headings of columns that go into the summary; whether what a tip must have may be missing, to
    be completed later."""

    group: str = ""
    channel: str = ""
    into_summary: frozenset[str] = frozenset()
    half_done: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """One row of a sheet, or one letter: the tip it is, or why it is none (`faults`), and what was
    left out or guessed (`remarks`).

    `is_none`: a total, a heading or the like, which is no tip and no fault. `values` are what was
    read, also of a row with faults; `cells` what stood there. `number` is what the tip is called
    there, `name` what the letter is and `letter` all of it, `of` what that of which it is a duplicate is; `reporter_kind` is that
    of a reporter whom the row does not name; `summary` what it says and `guessed` what is remarked on
    it, both but for what became of it; `told` are the cells of what may become of a tip after it is
    on the desk; `known_as` is the number under which the desk has it already, "" if it has not.
    """

    sheet: str
    row: int
    tip: Tip | None = None
    faults: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()
    is_none: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    number: str = ""
    of: str = ""
    reporter_kind: str = ""
    summary: str = ""
    guessed: tuple[str, ...] = ()
    told: dict[str, str] = field(default_factory=dict)
    known_as: str = ""
    name: str = ""
    letter: bytes = field(default=b"", repr=False)

    @property
    def is_known(self) -> bool:
        """Whether the desk has it already."""
        return bool(self.known_as)


def take_in(
    sheet: Sheet,
    columns: Columns,
    wanted: Wanted,
    notice: Notice,
    now: DateTime,
    on_desk: OnDesk,
) -> Iterator[Taken]:
    """Each row below the headings in turn, those that one tip takes together as one."""
    above: list[str] = []
    reader = _Rows(sheet, columns, wanted, notice, now)
    numbers = set[str]()
    for n, cells in _together(sheet, columns):
        filled = _below(cells, above)
        one = as_known(reader.row(n, cells, filled), on_desk)
        if one.number in numbers:
            # Numbers begin anew: nobody can tell which of them a duplicate is of.
            reader.numbers.discard(one.number)
        elif on_desk.takes_duplicates(one):
            reader.numbers.add(one.number)
        numbers.add(one.number)
        if not one.is_none:
            above = filled
            if n in sheet.unseen_rows:
                one = replace(one, remarks=(*one.remarks, _("这一行在原表中是隐藏的")))
        yield one


class OnDesk:
    """The tips on the desk, by all that a row or a letter may say by which it is known to be one.
    `at_first` tells of those of these numbers what they said when they were recorded."""

    def __init__(
        self,
        tips: Iterable[Tip] = (),
        at_first: Callable[[Collection[str]], Mapping[str, Tip]] = lambda _numbers: {},
    ) -> None:
        self._at_first = at_first
        self._recorded: Mapping[str, Tip] | None = None
        self._letters = dict[str, list[Tip]]()
        self._numbers = dict[Any, list[str]]()
        self._known = set[str]()
        # By the minute in which they came: few of them are looked for as a paper has them.
        self._not_yet = dict[str, list[Tip]]()
        self._firsts = dict[str, str]()
        self._withdrawn = set[str]()
        self._tips = dict[str, Tip]()
        self.add(tips)

    def add(self, tips: Iterable[Tip]) -> None:
        """What is on the desk, too."""
        self._recorded = None
        for tip in tips:
            document = tip.as_json()
            self._tips[tip.number] = tip
            if tip.message_id:
                self._letters.setdefault(tip.message_id, []).append(tip)
            self._add(identity(document), tip)
            if tip.reporter:
                self._add(_unnamed(document, tip.reporter.kind), tip)
            self._not_yet.setdefault(_minute(document), []).append(tip)
            self._firsts[tip.number] = first_of(tip)
            if tip.status == WITHDRAWN:
                self._withdrawn.add(tip.number)

    def _add(self, said: Any, tip: Tip) -> None:
        self._numbers.setdefault(said, []).append(tip.number)

    def known_as(self, said: Any) -> str:
        """The number of a tip of which that is said, "" for none. Each is given once: what a
        register has twice is there only if the desk has it twice."""
        numbers = self._numbers.get(said, [])
        while numbers:
            if (number := numbers.pop(0)) not in self._known:
                self._known.add(number)
                return number
        return ""

    def __getitem__(self, number: str) -> Tip:
        """The tip of that number."""
        return self._tips[number]

    def takes_duplicates(self, one: Taken) -> bool:
        """Whether a tip may be a duplicate of that row, as far as it is one: what is withdrawn, or was on
        the desk meanwhile, nobody would deal with."""
        if not (one.number and one.tip):
            return False
        if one.known_as:
            return self._firsts[one.known_as] not in self._withdrawn
        return one.tip.status != WITHDRAWN

    def letters(self, message_id: str) -> Iterator[tuple[str, str]]:
        """The numbers of the tips that were made of letters with that number of their sender, and what
        each of these said: as it stands now, and then as it came."""
        found = self._letters.get(message_id, [])
        yield from ((tip.number, tip.summary) for tip in found)
        if not any(tip.revision > 1 for tip in found):
            return
        if self._recorded is None:
            amended = [one for some in self._letters.values() for one in some if one.revision > 1]
            self._recorded = self._at_first([tip.number for tip in amended])
        recorded = (self._recorded.get(tip.number) for tip in found)
        yield from ((tip.number, tip.summary) for tip in recorded if tip)

    def known_without_reporter(self, said: Any, minute: str) -> str:
        """The same of a tip of which that is said by a paper that is made without the reporter."""
        for tip in self._not_yet.pop(minute, ()):
            without = without_reporter(tip).as_json()
            kind = tip.reporter.kind if tip.reporter else ""
            same = _unnamed(without, kind) if kind else identity(without)
            self._add((_WITHOUT_REPORTER, same), tip)
        return self.known_as((_WITHOUT_REPORTER, said))


def as_known(one: Taken, on_desk: OnDesk) -> Taken:
    """The row with the number that it has on the desk already: by all that it says, as the desk's own
    registers have it, with what became of it in no summary, of the reporter no more than the kind,
    and then without what may tell who that is."""
    if one.tip is None:
        return one
    document = one.tip.as_json()
    minute = _minute(document)
    for summary in _as_before(one, one.tip.summary):
        document["summary"] = summary
        same = _unnamed(document, one.reporter_kind) if one.reporter_kind else identity(document)
        number = on_desk.known_as(same) or on_desk.known_without_reporter(same, minute)
        if not number:
            continue
        before = summary.split("\n")
        added = [line for line in one.tip.summary.split("\n") if line and line not in before]
        if not_there := [*added, *_not_there(one.tip, one.told, on_desk[number])]:
            remark = _("在册的处理情况不变，没有记入：{written}", written=listed(not_there))
            return replace(one, known_as=number, remarks=(*one.guessed, remark))
        return replace(one, known_as=number)
    return one


def _as_before(one: Taken, summary: str) -> Iterable[str]:
    """What a row's summary is, or was before there were words on what became of it, on what came with
    it, or on either."""
    enclosed = _enclosed(one.told.get("enclosures", ""))
    lines, bare = summary.split("\n"), one.summary.strip()
    without = "\n".join(line for line in lines if line != enclosed)
    handled_since = f"{bare}\n{enclosed}" if enclosed in lines else bare
    return dict.fromkeys((summary, handled_since, without, bare))


def _not_there(tip: Tip, told: Mapping[str, str], there: Tip) -> Iterator[str]:
    """What a row tells that became of its tip, or came with it, and did not so far on the desk."""
    names = list[str]()
    how, done = tip.disposition, there.disposition
    if tip.status == there.status and how and done:
        sent = ((how.to, done.to), (how.letter, done.letter), (how.on, done.on))
        is_there = all(said in (None, "", other) for said, other in sent)
    else:
        is_there = tip.status in (REGISTERED, there.status, *(e.status for e in there.earlier))
    if not is_there:
        names += [DISPOSITION, DUPLICATE] if tip.status == DUPLICATED else [DISPOSITION]
    if tip.handled_by != there.handled_by:
        names.append(OFFICER)
    if line_of(tip.enclosures) != line_of(there.enclosures):
        names.append("enclosures")
    for name in names:
        if told[name]:
            yield _("{label}：{value}", label=label(name), value=told[name])


def _minute(document: Document) -> str:
    """When it came, as a row says it."""
    return str(document["received_at"])[:_TO_THE_MINUTE]


def _unnamed(document: Document, kind: str) -> tuple[Any, ...]:
    """All that a row says, but for who reported: of that the kind."""
    return (kind, *identity({**document, "reporter": None}))


def identity(document: Document) -> tuple[Any, ...]:
    """All that a row can say, which is no seconds: two tips are the same one only if it is the same."""
    reporter = document["reporter"] or {}
    name, contact = (reporter.get(part) or "" for part in ("name", "contact"))
    subjects = ((s["unit"], s["person"], s["post"], s["group"]) for s in document["subjects"])
    return (
        *(document[name] for name in ("channel", "line")),
        _minute(document),
        # Earlier versions recorded 白沙村村民 as a name.
        "" if names_nobody(name) else name,
        "" if says_nothing(contact) else contact,
        reporter.get("verified", False),
        tuple(subjects),
        tuple(document["disciplines"]),
        tuple(document["tags"]),
        *(document.get(name) or "" for name in (*TEXTS, *DATES) if name != "message_id"),
    )


def _together(sheet: Sheet, columns: Columns) -> Iterator[Row]:
    """The rows below the headings; those over which one number is merged, or else one summary, are one
    row, whose cells of subjects have a part for each."""
    rows = [(n, cells) for n, cells in sheet.under_merged() if n > columns.rows[-1]]
    numbered, ends = (
        {
            first: last
            for first, left, last, _right in sheet.merged
            if left in columns.places(name) and last > first
        }
        for name in (NUMBER, "summary")
    )
    at = 0
    while at < len(rows):
        n, cells = rows[at]
        one, many = None, 1
        for spans in (numbered, ends):
            end = spans.get(n, n)
            here = [row for _n, row in rows[at : at + 1 + end - n] if _n <= end]
            if one is None and len(here) > 1:
                one, many = _as_one(here, columns, goes_on=spans is numbered), len(here)
        at += many if one else 1
        yield n, one or cells


def _as_one(rows: Sequence[Sequence[str]], columns: Columns, *, goes_on: bool) -> list[str] | None:
    """Several rows as one tip's; None if they say different things of it. Where what it says
    `goes_on` from row to row, they are one but for different days, lines or reporters."""
    made = list[str]()
    subjects = _of_subjects(rows, columns)
    for place, name in enumerate(columns.fields):
        cells = [row[place] if place < len(row) else "" for row in rows]
        if name.startswith("subjects."):
            cells = [row[place] for row in subjects]
            several = [len(parts(cell, _BETWEEN)) for cell in cells]
            if not goes_on and name != "subjects.post" and len(cells) > 1 and max(several) > 1:
                return None
            if goes_on and len(cells) > 1:
                persons = (_persons(row, columns) for row in subjects)
                each = zip(cells, persons, strict=True)
                cells = [part for cell, many in each for part in _of_each(name, cell, many)]
            made.append("；".join(cell or "—" for cell in cells) if any(cells) else "")
            continue
        said = list(dict.fromkeys(filter(None, cells)))
        must_be_one = not goes_on or name in (RECEIVED, TIME, "line", "reporter.name")
        if len(said) > 1 and must_be_one and name not in ("", INTO_SUMMARY):
            return None
        made.append(("\n" if name == "summary" else _("；")).join(said))
    return made


def _persons(row: Sequence[str], columns: Columns) -> int:
    """How many a row names."""
    return max(
        (len(parts(row[place], _BETWEEN)) for place in columns.places("subjects.person")), default=0
    )


def _of_each(name: str, cell: str, persons: int) -> list[str]:
    """What a row says of each of so many whom it names: one unit is that of all. Where it has not as
    many parts, nor have all rows together, and that is a fault."""
    found, is_post = parts(cell, _BETWEEN), name == "subjects.post"
    if not found or (len(found) == 1 and not is_post):
        return [cell] * max(persons, 1)
    return found if len(found) == persons or not (persons or is_post) else [cell]


def _of_subjects(rows: Sequence[Sequence[str]], columns: Columns) -> list[tuple[str, ...]]:
    """Those of several rows that name a subject, each once, blank but for that."""
    named = (
        tuple(
            row[place] if name.startswith("subjects.") and place < len(row) else ""
            for place, name in enumerate(columns.fields)
        )
        for row in rows
    )
    return [row for row in dict.fromkeys(named) if any(row)]


def _below(cells: Sequence[str], above: Sequence[str]) -> list[str]:
    """The cells, each that stands for the one above with what that says."""
    return [
        above[place] if is_same_as_above(cell) and place < len(above) else cell
        for place, cell in enumerate(cells)
    ]


class _Rows:
    """Reads the rows of one sheet."""

    def __init__(
        self, sheet: Sheet, columns: Columns, wanted: Wanted, notice: Notice, now: DateTime
    ) -> None:
        self._sheet = sheet.name
        self._columns = columns
        self._wanted = wanted
        self._notice = notice
        self._now = now
        # Those of the rows above, of which a tip may be a duplicate.
        self.numbers = set[str]()
        heads = (cells for n, cells in sheet.rows if n in columns.rows)
        self._headings = [[cell for cell in cells if cell] for cells in heads]
        of_receipt = (
            heading
            for heading, name in zip(columns.headings, columns.fields, strict=True)
            if name in (RECEIVED, TIME, "reporter.name")
        )
        has_line = "line" in columns.fields
        self._said = "" if has_line else terms.said_by_headings(of_receipt, sheet.name)

    def row(self, n: int, cells: Sequence[str], filled: Sequence[str]) -> Taken:
        """What a row is; `filled` are its cells with those of the row above where they refer to it."""
        one = Taken(self._sheet, n, cells=tuple(cells))
        if reason := self._why_none(cells):
            return replace(one, is_none=True, remarks=(reason,))
        given, faults = self._given(filled)
        kind = persons.kind_alone(given.get("reporter.name", ""))
        of_later = {name: known(given.get(name, "")) for name in _TOLD}
        one = replace(one, number=given.get(NUMBER, ""), reporter_kind=kind, told=of_later)
        values, more, remarks = self._values(given, filled)
        one = replace(one, summary=values["summary"], guessed=tuple(remarks))
        _came_with(values, of_later["enclosures"], remarks)
        handled = self._handled(given, values, remarks)
        told = {fault.field for fault in faults}
        faults = (*faults, *(fault for fault in more if fault.field not in told))
        one = replace(one, values=values, remarks=tuple(remarks))
        return self._read(one, faults, handled)

    def _why_none(self, cells: Sequence[str]) -> str:
        """Why a row is no tip; "" if it may be one."""
        said = {
            name: cell
            for name, cell in zip(self._columns.fields, cells, strict=False)
            if name and cell and name not in _SAY_NOTHING
        }
        written = [cell for cell in cells if cell]
        if written in self._headings:
            return _("重复的表头")
        day, summary = said.get(RECEIVED, ""), said.get("summary", "")
        may_be = not receipt.is_day_in_figures(day) and all(map(_says_no_more, (day, summary)))
        # The contents of a tip, which names somebody, may speak of a total or explain something.
        names_one = any(_NAMED.fullmatch(said.get(name, "")) for name in _OF_TIPS)
        said_by = [cell for cell in written if not (names_one and cell == summary)]
        if may_be and any(map(_TOTAL.fullmatch, said_by)):
            return _("合计或说明")
        return "" if said else _("没有内容")

    def _given(self, cells: Sequence[str]) -> tuple[dict[str, str], tuple[Fault, ...]]:
        """The cells by their fields, and what is wrong with them as cells."""
        given, faults = dict[str, str](), list[Fault]()
        for place, (name, heading) in enumerate(
            zip(self._columns.fields, self._columns.headings, strict=True)
        ):
            cell = cells[place] if place < len(cells) else ""
            if isinstance(cell, Uncalculated) and name == NUMBER:
                continue
            if not name or not cell or name == INTO_SUMMARY:
                continue
            if sentence := not_a_value(cell):
                faults.append(
                    Fault(name, _("{label}：{problem}", label=label(name), problem=sentence))
                )
            elif name in given and name in JOINED:
                given[name] = _("；").join(dict.fromkeys((given[name], cell)))
            elif given.get(name, cell) != cell:
                sentence = _(
                    "{label}：表中有几列是这一项，写的不同（“{heading}”等），请指明用哪一列。",
                    label=label(name),
                    heading=heading,
                )
                faults.append(Fault(name, sentence))
            else:
                given[name] = cell
        return given, tuple(faults)

    def _values(
        self, given: dict[str, str], cells: Sequence[str]
    ) -> tuple[dict[str, Any], tuple[Fault, ...], list[str]]:
        """The entry as `store.tips.entry.read` takes it, faults in the words of the register, and
        what was guessed or left out."""
        notice, remarks = self._notice, list[str]()
        for name in [n for n, cell in given.items() if not known(cell) and _is_of_few(n)]:
            del given[name]
        received, faults, said = receipt.received(
            given.get(RECEIVED, ""), given.get(TIME, ""), notice, self._now
        )
        remarks += said
        written = known(given.get("line", "")) or self._wanted.channel
        if not written and self._said:
            written = self._said
            remarks.append(_("来源按表头或表名，为“{kind}”", kind=written))
        line, more, guessed = terms.line(written, notice)
        faults, remarks = (*faults, *more), [*remarks, *filter(None, [guessed])]
        reporter, more, said = persons.reporter(
            given.get("reporter.name", ""),
            given.get("reporter.contact", ""),
            given.get("reporter.verified", ""),
        )
        faults, remarks = (*faults, *more), [*remarks, *said]
        of_subjects = {
            name.removeprefix("subjects."): cell
            for name, cell in given.items()
            if name.startswith("subjects.")
        }
        subjects, more = persons.subjects(of_subjects, self._wanted.group, notice)
        faults = (*faults, *more)
        disciplines, more = terms.disciplines(given.get("disciplines", ""), notice)
        tags, others = terms.tags(given.get("tags", ""), notice)
        faults = (*faults, *more, *others)
        values: dict[str, Any] = {
            **{name: of_verbatim(cell := given.get(name, "")) or known(cell) for name in TEXTS},
            **{name: receipt.day(given.get(name, ""), notice, self._now) for name in DATES},
            **line,
            "received_at": received,
            "reporter": reporter,
            "subjects": subjects,
            "disciplines": disciplines,
            "tags": tags,
        }
        values["summary"] = "\n".join(filter(None, [values["summary"], *self._further(cells)]))
        return values, faults, remarks

    def _handled(
        self, given: dict[str, str], values: dict[str, Any], remarks: list[str]
    ) -> Handling:
        """What became of the tip; what the desk has no place for goes into the summary."""
        written, marked = known(given.get(DISPOSITION, "")), known(given.get(DUPLICATE, ""))
        by = given.get(OFFICER, "")
        found = handling(written, by, marked, values["received_at"], self._notice, self._now)
        if found is None:
            found = Handling(written, by=known(by), is_whole=False)
        elif found.status == DUPLICATED and found.of not in self.numbers:
            kept = {name: getattr(found, name) for name in ("by", "referred_to", "to_complete")}
            found = Handling(written, is_whole=False, **kept)
        remarks += filter(None, [found.guessed])
        sent_to = found.to if found.status == REFERRED else found.referred_to
        elsewhere = values["referred_to"]
        if sent_to and self._goes_on(values):
            values["referred_to"] = sent_to if found.status == REFERRED else elsewhere or sent_to
        not_kept = {
            DISPOSITION: ""
            if found.is_whole and sent_to in ("", values["referred_to"])
            else written,
            "referred_to": "" if elsewhere == values["referred_to"] else elsewhere,
            DUPLICATE: "" if is_said_by(marked, found) else marked,
        }
        for name, said in not_kept.items():
            if said and found.status == PASSED_THROUGH:
                remarks.append(
                    _(
                        "{label}“{written}”没有记入：径送件不登记内容",
                        label=label(name),
                        written=said,
                    )
                )
            elif said:
                _into_summary(values, name, said)
                remarks.append(
                    _(
                        "{label}“{written}”没有完全对应的，原文记入主要内容",
                        label=label(name),
                        written=said,
                    )
                )
        return found

    def _goes_on(self, values: dict[str, Any]) -> bool:
        """Whether a tip on those subjects is one that goes elsewhere."""
        groups = {subject["group"] for subject in values["subjects"]}
        return not groups or any(group == INSPECTORS or is_out_of_scope(group) for group in groups)

    def _further(self, cells: Sequence[str]) -> Iterator[str]:
        """The columns that are wanted in the summary though they mean nothing here."""
        for heading, name, cell in zip(
            self._columns.headings, self._columns.fields, cells, strict=False
        ):
            is_wanted = not name and heading in self._wanted.into_summary
            if cell and (is_wanted or name == INTO_SUMMARY):
                yield _("{label}：{value}", label=heading, value=cell)

    def _read(self, one: Taken, faults: tuple[Fault, ...], handled: Handling) -> Taken:
        """The row as the desk's rules see it; half-done where that is wanted and enough."""
        if handled.status == PASSED_THROUGH:
            return self._passed_through(one, faults, handled)
        try:
            tip = self._entry(one, handled.to_complete)
        except TipRefused as refusal:
            missing = [f for f in refusal.faults if not _is_covered(f, faults)]
            if not self._wanted.half_done or handled.to_complete:
                return replace(one, faults=(*faults, *missing))
            try:
                tip = self._entry(one, to_complete=True)
            except TipRefused as again:
                wrong = (f for f in again.faults if not _is_covered(f, faults))
                return replace(one, faults=(*faults, *wrong))
            said = "".join(fault.sentence for fault in missing)
            half_done = (_("未写全，按待补录导入：{what}", what=said),) if not faults else ()
            one = replace(one, remarks=(*one.remarks, *half_done))
        if faults:
            return replace(one, faults=faults)
        return self._disposed(one, tip, handled)

    def _entry(self, one: Taken, to_complete: bool) -> Tip:
        return entry.read(one.values | {"to_complete": to_complete}, self._notice, self._now)

    def _disposed(self, one: Taken, tip: Tip, handled: Handling) -> Taken:
        """With what became of it, or with that in its summary where the rules do not allow it."""
        tip, problem = applied(tip, handled, self._now)
        if not problem:
            return replace(one, tip=tip, of=handled.of)
        remark = _(
            "处理方式“{written}”记入主要内容：{problem}", written=handled.written, problem=problem
        )
        one = replace(one, remarks=(*one.remarks, remark))
        _into_summary(one.values, DISPOSITION, handled.written)
        tip = self._entry(one, tip.to_complete)
        return replace(one, tip=applied(tip, Handling(by=handled.by), self._now)[0])

    def _passed_through(self, one: Taken, faults: tuple[Fault, ...], handled: Handling) -> Taken:
        """Number, time, line and receiver; whatever else stands there is a fault."""
        values = {name: one.values[name] for name in ("channel", "line", "received_at")}
        try:
            received = read_when(values["received_at"], self._notice.zone, self._now)
            when = receipt_of(received, self._notice.zone)
            tip = Tip(channel=values["channel"], line=values["line"], **when)
            tip, _problem = applied(tip, handled, self._now)
            content = (one.values[name] for name in ("reporter", "subjects", *TEXTS))
            if any(content):
                tip = replace(tip, summary=one.values["summary"] or "—")
            tip = check(tip, self._notice, self._now)
        except BadInstant as error:
            fault = Fault(RECEIVED, _("{label}：{problem}", label=label(RECEIVED), problem=error))
            return replace(one, faults=faults if _is_covered(fault, faults) else (*faults, fault))
        except TipRefused as refusal:
            rest = (f for f in refusal.faults if not _is_covered(f, faults))
            return replace(one, faults=(*faults, *rest))
        return replace(one, faults=faults) if faults else replace(one, tip=tip)


def _says_no_more(cell: str) -> bool:
    """Whether it says nothing, or no more than below a register: how many, or who signs."""
    return not cell or bool(_TOTAL.fullmatch(cell) or _COUNT.fullmatch(cell))


def _came_with(values: dict[str, Any], written: str, remarks: list[str]) -> None:
    """What came with a letter, as the desk writes it; what is written otherwise goes into the summary."""
    try:
        read_line(written, "")
        values["enclosures"] = written
    except NotRead:
        values["summary"] = "\n".join(filter(None, [values["summary"], _enclosed(written)]))
        remarks.append(_("附件“{written}”记入主要内容", written=written))


def _enclosed(written: str) -> str:
    return _("附件：{written}", written=written)


def _into_summary(values: dict[str, Any], name: str, written: str) -> None:
    """Keeps what a column says of which the desk has no place, once."""
    said = _("{label}：{value}", label=label(name), value=written)
    if said not in values["summary"]:
        values["summary"] = "\n".join(filter(None, [values["summary"], said]))


def _is_of_few(name: str) -> bool:
    """Whether only some kinds of line bring it: a register has a dash there for the others."""
    return name in BY_NAME and bool(BY_NAME[name].channels)


def _is_covered(fault: Fault, others: Iterable[Fault]) -> bool:
    """Whether a fault is about what another says already."""
    seen = {_whole(other.field) for other in others}
    return _whole(fault.field) in seen


def _whole(path: str) -> str:
    whole = re.split(r"[.\[]", path)[0]
    return "channel" if whole == "line" else whole
