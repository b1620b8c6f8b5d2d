"""Which reminders were given, so that each comes once to a desk and not to each of its sessions."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from dataclasses import asdict
from datetime import timedelta
from typing import Final

from pendulum import DateTime

from store import json_bytes
from store.errors import CannotWrite
from store.frozen import frozen
from store.instant import as_text
from store.journal.place import Notes
from store.late_pattern import late_pattern
from store.notice.reminders import Reminder

_KEPT: Final = timedelta(days=2)
_OURS: Final = late_pattern(r"\d{8}T\d{6}Z-[a-z_]+")


@frozen
class Given:
    """To whom a reminder was given, and when (ISO 8601)."""

    by: str
    at: str


class GivenReminders:
    """A note for each reminder that was given; a session that dies on the way leaves it to the next.

    It is a courtesy: where the place does not take it, each session gives it. Raises nothing.
    """

    def __init__(self, notes: Notes, officer: str) -> None:
        self._notes = notes
        self._officer = officer

    def giving(self, reminder: Reminder, now: DateTime) -> AbstractContextManager[bool]:
        """Whether this session is to give it; after the block it is given."""
        given = Given(self._officer, as_text(now))
        return self._notes.once(reminder.key, json_bytes.dumps(asdict(given)))

    def of(self, reminder: Reminder) -> Given | None:
        """To whom it was given, None if not yet, or longer ago than is kept."""
        try:
            values = json_bytes.loads(self._notes.read(reminder.key))
            return Given(str(values["by"]), str(values["at"]))
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def clear(self, now: DateTime) -> None:
        """Removes what no longer matters."""
        before = (now - _KEPT).in_timezone("UTC").strftime("%Y%m%d")
        for key in self._notes.kept():
            if _OURS.fullmatch(key) and key[:8] < before:
                with suppress(CannotWrite):
                    self._notes.drop(key)
