"""What a document of a sealed desk holds in clear: one list for each table. All else is sealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from store.document import TABLE, Document
from store.duty.books import (
    ACCESS,
    DIRECTORY,
    FORMS,
    LIMITS,
    LOG,
    MARK,
    NOTICES,
    PAPERS,
    ROSTER,
    SEAL,
    SENT,
    SHIFTS,
)
from store.errors import NotSealed
from store.late_pattern import late_pattern
from store.text import _
from store.tips.fields import FIELDS

ARMOUR: Final = "-----BEGIN AGE ENCRYPTED FILE-----"
_AGE_FILE: Final = late_pattern(
    ARMOUR + r"\n(?:[A-Za-z0-9+/=]{1,64}\n)+-----END AGE ENCRYPTED FILE-----\n?"
)
_PRINT: Final = late_pattern(r"[a-z]+:[0-9a-f]{16}")

# A name with a dot is that of a part: of a value, or of each row of several.
CLEAR: Final[Mapping[str, frozenset[str]]] = {
    TABLE: frozenset(
        {
            *(field.name for field in FIELDS if not field.sealed),
            "number",
            "revision",
            "channel",
            "reporter.kind",
            "to_complete",
            "officer",
            "saved_at",
            "marks",
            "status",
            "disposition.by",
            "disposition.at",
            "disposition.on",
            "matter",
            "earlier",
            "earlier.status",
            "earlier.on",
            "told.by",
            "told.at",
            "reported.by",
            "reported.at",
            "handled_by",
            *(
                f"appointments.{name}"
                for name in ("kind", "when", "by", "at", "done_by", "done_at")
            ),
            *(f"enclosures.{name}" for name in ("kind", "pages", "copies", "by", "at", "file")),
            # By these a file is checked, backed up and missed by whoever has no key.
            *(f"enclosures.file.{name}" for name in ("id", "bytes", "sha256")),
        }
    ),
    SHIFTS: frozenset(
        {
            "officers",
            "taken_at",
            "handed_by",
            "handed_at",
            "upto",
            "log_upto",
            "received_by",
            "received_at",
            "team",
        }
    ),
    LOG: frozenset({"at", "by", "kind"}),
    FORMS: frozenset({"printed_at", "printed_by", "tip", "settled_at", "settled_by"}),
    ROSTER: frozenset({"officer", "role", MARK}),
    ACCESS: frozenset({"at", "by", "what", "numbers", "note"}),
    SEAL: frozenset({"recipients", "desk"}),
    DIRECTORY: frozenset({"at", "by"}),
    LIMITS: frozenset({"at", "by", "file_megabytes", "desk_megabytes"}),
    SENT: frozenset({"by", "digest", "tip"}),
    PAPERS: frozenset({"kind", "serial", "at", "by", "numbers"}),
    NOTICES: frozenset({"at", "by", "sha256", "was", "text"}),
}


def is_sealed(value: object) -> bool:
    """Whether a value is what `store.secret.seal.seal` made, or looks so."""
    return holds_sealed((value,))


def holds_sealed(values: Iterable[object]) -> bool:
    """Whether any of some values is."""
    # Every tip asks: a list is made in less time than a generator takes to be asked.
    return True in [isinstance(value, str) and value.startswith(ARMOUR) for value in values]


def check_sealed(table: str, document: Document) -> None:
    """Raises `NotSealed` if a sealed desk would hold anything in clear by storing `document`."""
    clear = CLEAR.get(table, frozenset())
    for path, value in _leaves(document):
        if not (path in clear or not value or _is_sealed_part(table, path, value)):
            raise NotSealed(
                _("{table} 的 {name} 没有密封，没有保存。", table=table, name=path.split(".")[0])
            )


def _is_sealed_part(table: str, path: str, value: object) -> bool:
    if path == "sealed.prints":
        return table == TABLE and isinstance(value, str) and bool(_PRINT.fullmatch(value))
    if table == TABLE and path != "sealed.age":
        return False
    return isinstance(value, str) and bool(_AGE_FILE.fullmatch(value))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each value that has no parts, with its name."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _leaves(part, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for row in value:
            yield from _leaves(row, path)
    else:
        yield path, value
