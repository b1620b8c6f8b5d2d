"""The tip (举报): what one letter, call or visit brought to the desk, as a value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final, Literal

from pendulum import DateTime, Timezone

from store.document import Document
from store.frozen import frozen
from store.instant import as_text, from_text, midnight
from store.notice.notice import INSPECTORS, is_in_scope, is_out_of_scope
from store.printable import half_width
from store.tips.disposition import REGISTERED, WITHDRAWN, Disposition, Earlier, Told
from store.tips.enclosure import Enclosure
from store.tips.fields import DATES
from store.tips.follow_up import Appointment, Note
from store.tips.nobody import names_nobody, says_nothing

HOUR_UNKNOWN: Final = "hour_unknown"
"""The mark of a tip of whose receipt the day alone is known: `received_at` is the first instant of it,
which is how a version that does not know the mark shows it."""

# Of an instant in millionths of a second.
_MOST_BITS: Final = 60

ReporterKind = Literal["anonymous", "named", "unverified", "number_only"]


@frozen
class Reporter:
    """Who reported: a name and a way to reach them, as far as given; `verified` makes it 实名.

    `sealed_as` is the kind of one whose name and contact are sealed.
    """

    name: str = ""
    contact: str = ""
    verified: bool = False
    sealed_as: ReporterKind | None = None

    @property
    def kind(self) -> ReporterKind:
        """实名, named but still to be verified (待核实), or no more than a way to reach them: 匿名 and 群众
        are no names."""
        if self.sealed_as:
            return self.sealed_as
        if not self.name or names_nobody(self.name):
            is_reached = self.contact and not says_nothing(self.contact)
            return "number_only" if is_reached else "anonymous"
        return "named" if self.verified else "unverified"


GAVE_NAME: Final = frozenset({"named", "unverified"})
"""The kinds of those who gave a name."""


def kind_of(reporter: Mapping[str, Any] | None) -> ReporterKind:
    """The kind of the reporter in a document, which before version 0.6 was that of a name for 匿名 too."""
    if not reporter:
        return "anonymous"
    kind: ReporterKind = reporter["kind"]
    if names_nobody(reporter["name"] if kind in GAVE_NAME else reporter["contact"]):
        return _reporter(dict(reporter)).kind
    return kind


@frozen
class Subject:
    """Whom a tip concerns; `group` is the key of one of the notice's `all_groups`."""

    unit: str = ""
    person: str = ""
    post: str = ""
    group: str = ""


@frozen
class SealedPart:
    """The texts of a tip as an age file (`age`), "" where they are only not shown to this officer;
    `prints` are fingerprints of its names and numbers, by which repeats are found."""

    age: str = ""
    prints: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tip:
    """One tip, its fields in the order in which its document has them. The desk itself gives `number`,
    `revision` and all from `officer` on.

    `channel` is the kind of one of the notice's `sources` and `line` its value. `to_complete`: saved
    half-done, to be completed (待补录) unless it was withdrawn. `marks` says what was unusual about
    the time: "early" (before the first day), "late" (after tips were taken), "out_of_hours",
    `HOUR_UNKNOWN`. `status` is one of `store.tips.disposition.STATUSES`, `disposition` how it came
    by it, None if it is as recorded. `matter` is the number of the first tip of the matter to which this one was linked, "" if it
    is none's or is itself the first. `told`: that a named reporter was told of the acceptance;
    `reported`: that what was passed through was reported up. `handled_by` is who deals with it (承办人),
    "" for nobody yet; `notes`, `appointments` and `enclosures` are in the order in which they were made;
    `earlier` is what had become of it before.
    `sealed`: its names and texts are blank here, and why.
    """

    number: str = ""
    revision: int = 0
    channel: str
    line: str = ""
    received_at: DateTime | None = None
    reporter: Reporter | None = None
    subjects: tuple[Subject, ...] = ()
    disciplines: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str = ""
    referred_to: str = ""
    postmarked_on: date | None = None
    registration_mark: str = ""
    message_id: str = ""
    visit_place: str = ""
    visit_receiver: str = ""
    to_complete: bool = False
    officer: str = ""
    saved_at: DateTime | None = None
    marks: tuple[str, ...] = ()
    status: str = REGISTERED
    disposition: Disposition | None = None
    matter: str = ""
    told: Told | None = None
    reported: Told | None = None
    handled_by: str = ""
    notes: tuple[Note, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    sealed: SealedPart | None = None

    @property
    def received(self) -> date | None:
        """The instant of receipt, the day alone where its hour is not known."""
        if self.received_at is None or HOUR_UNKNOWN not in self.marks:
            return self.received_at
        return self.received_at.date()

    @property
    def awaits_completion(self) -> bool:
        """As `store.tips.disposition.awaits_completion`."""
        return self.to_complete and self.status != WITHDRAWN

    @property
    def is_awaited(self) -> bool:
        """Whether a call-back or an appointment on it is still to come."""
        return self.status != WITHDRAWN and any(one.is_open for one in self.appointments)

    @property
    def in_scope(self) -> bool:
        """Whether the desk takes it itself: one subject in an in-scope group is enough."""
        return any(is_in_scope(subject.group) for subject in self.subjects)

    @property
    def about_inspectors(self) -> bool:
        """Whether it was marked as concerning the inspectors themselves."""
        return any(subject.group == INSPECTORS for subject in self.subjects)

    @property
    def is_to_be_referred(self) -> bool:
        """Whether someone whom it concerns is out of scope."""
        return any(is_out_of_scope(subject.group) for subject in self.subjects)

    def but(self, values: Mapping[str, Any]) -> Tip:
        """As `dataclasses.replace`, which sets one field after the other: each tip that is recorded goes
        through here."""
        found = object.__new__(Tip)
        held = vars(found)
        held.update(vars(self))
        held.update(values)
        if len(held) != len(_FIELD_NAMES):
            raise TypeError(values.keys() - _FIELD_NAMES)
        return found

    def as_json(self) -> dict[str, Any]:
        """The tip as plain JSON values: the document on disk, and but for its seal that of `--json`."""
        # What stands in a document as it is, and the order of all, is that of the fields.
        document = dict(vars(self))
        for name in ("disciplines", "tags", "marks"):
            document[name] = list(document[name])
        for name in ("received_at", "saved_at"):
            if instant := document[name]:
                document[name] = as_text(instant)
        for name in DATES:
            if day := document[name]:
                document[name] = day.isoformat()
        for name, row_json in _ROWS.items():
            document[name] = [*map(row_json, document[name])]
        if self.reporter:
            document["reporter"] = _reporter_json(self.reporter)
        if self.disposition:
            document["disposition"] = _disposition_json(self.disposition)
        for name in ("told", "reported"):
            if told := document[name]:
                document[name] = _told_json(told)
        if sealed := document.pop("sealed"):
            document["sealed"] = {"age": sealed.age, "prints": list(sealed.prints)}
        return document

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Tip:
        """The tip that `as_json` wrote. For what a person or a script wrote, see `rules.read`."""
        tip = object.__new__(cls)
        held = vars(tip)
        # An older version of this program knew fewer fields, a newer one knows more.
        held.update(_BLANK)
        held.update(document)
        if len(held) > len(_BLANK):
            for name in held.keys() - _BLANK.keys():
                del held[name]
        held["channel"] = document["channel"]
        for name, read, blank in _READ:
            value = held[name]
            held[name] = read(value) if value else blank
        if tip.sealed and tip.reporter:
            held["reporter"] = replace(tip.reporter, sealed_as=document["reporter"]["kind"])
        return tip


def receipt(when: date | None, zone: Timezone) -> dict[str, Any]:
    """The fields of a tip that was received at an instant, or on a day whose hour is not known."""
    if when is None or isinstance(when, DateTime):
        return {"received_at": when}
    return {"received_at": midnight(when, zone), "marks": (HOUR_UNKNOWN,)}


def received_text(document: Document) -> str:
    """When the tip of a document was received, as people outside the desk are told: an instant, or
    a day whose hour is not known."""
    at = str(document["received_at"])
    return at[:10] if HOUR_UNKNOWN in document["marks"] else at


def by_receipt(document: Mapping[str, Any]) -> int:
    """What documents of tips are sorted by: on each day those whose hour is not known come last."""
    return order_of_receipt(document["received_at"], document["marks"])


def order_of_receipt(at: str, marks: Collection[str]) -> int:
    """As `by_receipt`, of what a document says; one number, since very many are compared."""
    found = datetime.fromisoformat(at)
    day = 2 * found.toordinal() + (HOUR_UNKNOWN in marks)
    return (day << _MOST_BITS) + round(found.timestamp() * 1_000_000)


def is_about_inspectors(document: Document, lines: Collection[str]) -> bool:
    """Whether a tip's document is marked as concerning the inspectors themselves, or came by one of
    the notice's `lines` for that."""
    return half_width(document["line"]) in lines or any(
        subject["group"] == INSPECTORS for subject in document["subjects"]
    )


_FIELD_NAMES: Final = frozenset(field.name for field in fields(Tip))


def _reporter_json(reporter: Reporter) -> dict[str, Any]:
    return {
        "name": reporter.name,
        "contact": reporter.contact,
        "verified": reporter.verified,
        "kind": reporter.kind,
    }


def _subject_json(subject: Subject) -> dict[str, Any]:
    return {
        "unit": subject.unit,
        "person": subject.person,
        "post": subject.post,
        "group": subject.group,
    }


def _earlier_json(step: Earlier) -> dict[str, Any]:
    return {"status": step.status, "on": step.on.isoformat()}


_ROWS: Final[Mapping[str, Callable[[Any], Document]]] = {
    "subjects": _subject_json,
    "notes": Note.as_json,
    "appointments": Appointment.as_json,
    "enclosures": Enclosure.as_json,
    "earlier": _earlier_json,
}


def _disposition_json(how: Disposition) -> dict[str, Any]:
    return {
        "by": how.by,
        "at": _instant_text(how.at),
        "why": how.why,
        "to": how.to,
        "on": how.on and how.on.isoformat(),
        "letter": how.letter,
    }


def _told_json(told: Told) -> dict[str, Any]:
    return {"by": told.by, "at": _instant_text(told.at), "note": told.note}


def _reporter(values: Document) -> Reporter:
    get = values.get
    return Reporter(get("name", ""), get("contact", ""), get("verified", False))


def _subjects(rows: list[Document]) -> tuple[Subject, ...]:
    return tuple([Subject(**row) for row in rows])


def _disposition(values: Document) -> Disposition:
    on = values["on"] and date.fromisoformat(values["on"])
    return Disposition(**{**values, "at": _instant(values["at"]), "on": on})


def _told(values: Document) -> Told:
    return Told(**{**values, "at": _instant(values["at"])})


def _notes(rows: list[Document]) -> tuple[Note, ...]:
    return tuple(
        Note(**{**row, "on": date.fromisoformat(row["on"]), "at": _instant(row["at"])})
        for row in rows
    )


def _appointments(rows: list[Document]) -> tuple[Appointment, ...]:
    names = ("when", "at", "done_at")
    return tuple(
        Appointment(**{**row, **{name: _instant(row[name]) for name in names}}) for row in rows
    )


def _enclosures(rows: list[Document]) -> tuple[Enclosure, ...]:
    return tuple(map(Enclosure.from_json, rows))


def _earlier(rows: list[Document]) -> tuple[Earlier, ...]:
    return tuple(Earlier(row["status"], date.fromisoformat(row["on"])) for row in rows)


def _sealed(values: Document) -> SealedPart:
    return SealedPart(values["age"], tuple(values["prints"]))


def _instant(text: str | None) -> DateTime | None:
    return from_text(text) if text else None


def _instant_text(instant: DateTime | None) -> str | None:
    return as_text(instant) if instant else None


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(DATES, date.fromisoformat),
    **dict.fromkeys(("received_at", "saved_at"), from_text),
    **dict.fromkeys(("disciplines", "tags", "marks"), tuple),
    "reporter": _reporter,
    "subjects": _subjects,
    "disposition": _disposition,
    **dict.fromkeys(("told", "reported"), _told),
    "notes": _notes,
    "appointments": _appointments,
    "enclosures": _enclosures,
    "earlier": _earlier,
    "sealed": _sealed,
}
_BLANK: Final = vars(Tip(channel=""))
# What has to be read, how, and what it is where there is nothing.
_READ: Final = tuple((name, read, _BLANK[name]) for name, read in _READERS.items())
