"""The tip (举报): what one letter, call or visit brought to the desk, as a value."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final, Literal

import pendulum
from pendulum import DateTime

IN_SCOPE_GROUPS: Final = ("leadership", "next_level_head", "key_post")
OUT_OF_SCOPE: Final = "out_of_scope"
GROUPS: Final = (*IN_SCOPE_GROUPS, OUT_OF_SCOPE)
OTHER: Final = "other"

ReporterKind = Literal["anonymous", "named", "unverified", "number_only"]


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reported: a name and a way to reach them, as far as given; `verified` makes it 实名."""

    name: str = ""
    contact: str = ""
    verified: bool = False

    @property
    def kind(self) -> ReporterKind:
        """实名, named but still to be verified (待核实), or no more than a number."""
        if not self.name:
            return "number_only" if self.contact else "anonymous"
        return "named" if self.verified else "unverified"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a tip concerns; `group` is one of `GROUPS`."""

    unit: str = ""
    person: str = ""
    post: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """One tip. The desk itself gives `number`, `revision`, `officer`, `saved_at` and `marks`.

    `channel` is the kind of a line of the notice and `line` its value. `marks` says what was
    unusual about the time: "early" (before the first day), "late" (after tips were taken),
    "out_of_hours".
    """

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
    visit_place: str = ""
    visit_receiver: str = ""
    number: str = ""
    revision: int = 0
    officer: str = ""
    saved_at: DateTime | None = None
    marks: tuple[str, ...] = ()

    @property
    def in_scope(self) -> bool:
        """Whether the desk takes it itself: one subject in an in-scope group is enough."""
        return any(subject.group in IN_SCOPE_GROUPS for subject in self.subjects)

    def as_json(self) -> dict[str, Any]:
        """The tip as plain JSON values: the document on disk and the output of `--json`."""
        reporter = self.reporter
        return {
            "number": self.number,
            "revision": self.revision,
            "channel": self.channel,
            "line": self.line,
            "received_at": _instant_text(self.received_at),
            "reporter": reporter
            and {
                "name": reporter.name,
                "contact": reporter.contact,
                "verified": reporter.verified,
                "kind": reporter.kind,
            },
            "subjects": [
                {"unit": s.unit, "person": s.person, "post": s.post, "group": s.group}
                for s in self.subjects
            ],
            "disciplines": list(self.disciplines),
            "tags": list(self.tags),
            "summary": self.summary,
            "referred_to": self.referred_to,
            "postmarked_on": self.postmarked_on and self.postmarked_on.isoformat(),
            "registration_mark": self.registration_mark,
            "visit_place": self.visit_place,
            "visit_receiver": self.visit_receiver,
            "officer": self.officer,
            "saved_at": _instant_text(self.saved_at),
            "marks": list(self.marks),
        }

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Tip:
        """The tip that `as_json` wrote. For what a person or a script wrote, see `rules.read`."""
        values = {name: document[name] for name in _FIELD_NAMES if name in document}
        for name in ("disciplines", "tags", "marks"):
            values[name] = tuple(values.get(name) or ())
        for name in ("received_at", "saved_at"):
            values[name] = _instant(values.get(name))
        if reporter := values.get("reporter"):
            values["reporter"] = Reporter(
                reporter.get("name", ""),
                reporter.get("contact", ""),
                reporter.get("verified", False),
            )
        if postmark := values.get("postmarked_on"):
            values["postmarked_on"] = date.fromisoformat(postmark)
        values["subjects"] = tuple(Subject(**subject) for subject in values.get("subjects") or ())
        return cls(**values)


_FIELD_NAMES: Final = frozenset(field.name for field in fields(Tip))


def _instant(text: str | None) -> DateTime | None:
    return pendulum.instance(datetime.fromisoformat(text)) if text else None


def _instant_text(instant: DateTime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None
