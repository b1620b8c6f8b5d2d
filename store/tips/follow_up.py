"""What follows on a tip once it is registered: notes with a date, and call-backs and appointments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pendulum import DateTime

from store.frozen import frozen
from store.instant import as_text
from store.notice.deadlines import CALL_BACK, INTERVIEW
from store.text import N_

NOTE_KINDS: Final = {
    "supplement": N_("补充反映"),
    "instruction": N_("领导批示"),
    "remark": N_("备注"),
    "follow_up": N_("回访"),
}
APPOINTMENT_KINDS: Final = {CALL_BACK: N_("回电"), INTERVIEW: N_("约谈")}
NOTE_LIMIT: Final = 2_000
"""How many letters a note may have."""
MOST_NOTES: Final = 100
"""How many notes, and how many call-backs and appointments, a tip may have."""


@frozen
class Note:
    """A note: what was added, said or ordered on the day `on`; written down by whom and when."""

    kind: str
    on: date
    text: str
    by: str
    at: DateTime

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "kind": self.kind,
            "on": self.on.isoformat(),
            "text": self.text,
            "by": self.by,
            "at": as_text(self.at),
        }


@frozen
class Appointment:
    """A call-back (回电) or an interview (约谈) at `when`; `by` made it `at`, and `done_by` says that
    it took place, None while that is still to come."""

    kind: str
    when: DateTime
    text: str
    by: str
    at: DateTime
    done_by: str = ""
    done_at: DateTime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.done_at is None

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "kind": self.kind,
            "when": as_text(self.when),
            "text": self.text,
            "by": self.by,
            "at": as_text(self.at),
            "done_by": self.done_by,
            "done_at": self.done_at and as_text(self.done_at),
        }


def is_open(appointment: Mapping[str, Any]) -> bool:
    """As `Appointment.is_open`, of its JSON."""
    return not appointment["done_at"]
