"""The one source of "now": the system's time, or a given instant from which time runs on."""

from __future__ import annotations

import time
from datetime import datetime

import pendulum
from pendulum import DateTime

from store.instant import of_pendulum


class Clock:
    """Tells the current instant; made once at the entry point and passed to whoever needs it."""

    def __init__(self, start: DateTime | None = None) -> None:
        self._start = start
        self._start_seconds = start.timestamp() if start else 0.0
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
        seconds = self._start_seconds + (elapsed_from - self._started_at_seconds)
        return of_pendulum(datetime.fromtimestamp(seconds, self._start.tzinfo))
