"""What the desk keeps beside the tips, each kind in a table of the same journal: shifts, the duty
log, the blank forms given out on paper, who has which role, who looked at what, the seal, each
correction of the notice, the list of units and posts, each list and letter that left the desk, how
much of what comes with tips is kept, what other systems sent."""

from __future__ import annotations

from dataclasses import MISSING, asdict, fields
from typing import Any, Final, Literal, TypeVar

from store.document import Document
from store.frozen import frozen

SHIFTS: Final = "shifts"
LOG: Final = "log"
FORMS: Final = "forms"
ROSTER: Final = "roster"
ACCESS: Final = "access"
SEAL: Final = "seal"
NOTICES: Final = "notices"
DIRECTORY: Final = "directory"
PAPERS: Final = "papers"
LIMITS: Final = "limits"
SENT: Final = "sent"

MARK: Final = "mark"
"""Beside a line of a sealed desk's roster: that who wrote it had the desk's own key."""

# Of these an earlier version wrote nothing.
_SINCE_0_6: Final = frozenset({"team"})
TEXT_LIMIT: Final = 2_000
_LONGEST_FORM_NUMBER: Final = 9
"""How many letters an officer may write in one field of a book."""

EntryKind = Literal["note", "reporters_shown", "import"]


@frozen
class Shift:
    """A shift (班): who took the desk over, and how it was handed on. Instants are ISO 8601.

    `officers` are those who took it over, in that order. `upto` and `log_upto` are the last ids of
    tips and log when it was handed over: what came after those of the shift before belongs to it,
    whatever the clock says. `sheet` is the hand-over sheet as it
    was handed over, `team` what the team was called then ("" from a version before 0.6);
    `received_by` the next officer, who acknowledged it.
    """

    officers: tuple[str, ...]
    taken_at: str
    handed_by: str = ""
    handed_at: str = ""
    notes: str = ""
    upto: int = 0
    log_upto: int = 0
    sheet: dict[str, Any] | None = None
    received_by: str = ""
    received_at: str = ""
    # Not in the sheet, of which an earlier version takes nothing that it does not know.
    team: str = ""

    @property
    def is_on(self) -> bool:
        """Whether it is not handed over yet."""
        return not self.handed_at


@frozen
class LogEntry:
    """A line of the duty log (值班日志): what happened and is no tip.

    `kind`: a "note" by the officer, or that the desk itself noted that reporters were shown in a
    paper, or that a register was imported.
    """

    at: str
    by: str
    text: str
    kind: EntryKind = "note"


@frozen
class Form:
    """A numbered blank form on paper, for when the machine is down: given out, then entered as the
    tip `tip`, or void for the reason `void`."""

    printed_at: str
    printed_by: str
    tip: str = ""
    void: str = ""
    settled_at: str = ""
    settled_by: str = ""

    @property
    def is_out(self) -> bool:
        """Whether nobody knows yet what became of it."""
        return not (self.tip or self.void)


def is_form_number(text: str) -> bool:
    """Whether a text can be the number of a form."""
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_FORM_NUMBER


@frozen
class Member:
    """That an officer, by login or by the name of the key, has a role; "" for none any more."""

    officer: str
    role: str


AccessKind = Literal[
    "unlock",
    "open",
    "export",
    "print",
    "backup",
    "archive",
    "drafts",
    "discard",
    "clear",
    "rekey",
    "match",
    "role",
    "seal",
    "refused",
]


@frozen
class Access:
    """That someone saw what is sealed or took it out: which tips, and how; or that a paper was printed
    or put into a file ("print"), `note` which one, where it went and whether it names reporters; or
    looked for tips with the same name or number ("match"), `note` how often; or asked over SSH for what is
    not done there ("refused"), `note` for which command of the desk, if for any."""

    at: str
    by: str
    what: AccessKind
    numbers: tuple[str, ...] = ()
    note: str = ""


@frozen
class Seal:
    """To which age keys (`recipients`) this desk seals. `desk` is its own public key, and `secret`
    the private one to it, sealed to them: it reads the duty log and makes fingerprints."""

    recipients: tuple[str, ...]
    desk: str
    secret: str


@frozen
class CorrectedNotice:
    """That the notice was corrected: its whole TOML, the SHA-256 of that, and of the one before."""

    at: str
    by: str
    sha256: str
    was: str
    text: str


@frozen
class UnitsAndPosts:
    """The list of units and posts (名录) as it was taken in: `text` is what
    `store.tips.directory.Directory.as_text` gives."""

    at: str
    by: str
    text: str


PaperKind = Literal["transfer", "letter"]


@frozen
class Paper:
    """A paper that left the desk to be signed, as it was: a list of what was handed over ("transfer",
    移交清单) or a letter of referral ("letter", 转办函), which of its kind (`serial`, from 1), on which
    tips (`numbers`). `content` is what it says; on a sealed desk it is sealed as tips are, to the
    recipients alone."""

    kind: PaperKind
    serial: int
    at: str
    by: str
    numbers: tuple[str, ...]
    content: dict[str, Any] | None = None


@frozen
class Limits:
    """How many megabytes (2²⁰ bytes) a file that came with a tip may have, and all files together."""

    at: str = ""
    by: str = ""
    file_megabytes: int = 50
    desk_megabytes: int = 2048


@frozen
class Sent:
    """That a tip was sent by the system for which `by` stands: `digest` tells by which number it is
    known there and by which (`tip`) here."""

    by: str
    digest: str
    tip: str


Record = (
    Shift
    | LogEntry
    | Form
    | Member
    | Access
    | Seal
    | CorrectedNotice
    | UnitsAndPosts
    | Paper
    | Limits
    | Sent
)
_Record = TypeVar(
    "_Record",
    Shift,
    LogEntry,
    Form,
    Member,
    Access,
    Seal,
    CorrectedNotice,
    UnitsAndPosts,
    Paper,
    Limits,
    Sent,
)
RECORDS: Final[dict[str, type[Record]]] = {
    SHIFTS: Shift,
    LOG: LogEntry,
    FORMS: Form,
    ROSTER: Member,
    ACCESS: Access,
    SEAL: Seal,
    NOTICES: CorrectedNotice,
    DIRECTORY: UnitsAndPosts,
    PAPERS: Paper,
    LIMITS: Limits,
    SENT: Sent,
}


def as_document(record: Record) -> Document:
    """A record as it is stored."""
    found = asdict(record).items()
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found}


def record_of(kind: type[_Record], document: Document) -> _Record:
    """The record of that kind in a document."""
    # A newer version of this program may have written more.
    values: dict[str, Any] = {}
    for name in (field.name for field in fields(kind) if field.name in document):
        value = document[name]
        values[name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)


def is_record(table: str, document: Document) -> bool:
    """Whether a document read from a damaged journal is a whole one of its table."""
    blank = {field.name: field for field in fields(RECORDS[table])}
    return blank.keys() - _SINCE_0_6 <= document.keys() - {MARK} <= blank.keys()


def has_its_types(table: str, document: Document) -> bool:
    """Whether a document's values are of the types that a record of its table has; what a newer
    version wrote more is let through, and so is a text that is sealed in its place."""
    for field in fields(RECORDS[table]):
        if field.name not in document:
            if field.default is MISSING:
                return False
        elif not _is_of(str(field.type), document[field.name]):
            return False
    return type(document.get(MARK, "")) is str


def is_of_its_type(table: str, name: str, value: object) -> bool:
    """Whether it can be the value of that name in a record of `table`."""
    kinds = {field.name: str(field.type) for field in fields(RECORDS[table])}
    return name not in kinds or _is_of(kinds[name], value)


def _is_of(kind: str, value: object) -> bool:
    if kind == "int":
        return type(value) is int
    if kind.startswith("tuple"):
        return type(value) is list and all(type(text) is str for text in value)
    if kind.startswith("dict"):
        return value is None or type(value) in (dict, str)
    return type(value) is str
