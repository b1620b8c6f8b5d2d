"""The one source of "now": the system's time, or a given instant from which time runs on."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pendulum
from pendulum import DateTime

from store.instant import of_pendulum


class Clock:
    """Tells the current instant; made once at the entry point and passed to whoever needs it."""

    def __init__(self, start: DateTime | None = None) -> None:
        self._zone = start.tzinfo if start else None
        # Pendulum takes longer to add to its own than the rules take to look at a tip.
        self._start = datetime.fromisoformat(start.isoformat()) if start else None
        self._started_at_seconds: float | None = None

    @classmethod
    def system(cls) -> Clock:
        """The clock of the computer."""
        return cls()

    @classmethod
    def at(cls, start: DateTime) -> Clock:
        """A clock whose first answer is exactly `start`, and which runs on from there."""
        return cls(start)

    def now(self) -> DateTime:
        """The current instant, with a zone."""
        if self._start is None:
            return pendulum.now("UTC")
        elapsed_from = time.monotonic()
        if self._started_at_seconds is None:
            self._started_at_seconds = elapsed_from
        elapsed = timedelta(seconds=elapsed_from - self._started_at_seconds)
        return of_pendulum((self._start + elapsed).astimezone(self._zone))
