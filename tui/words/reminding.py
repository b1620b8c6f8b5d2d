"""Gives the reminders that are due at a desk and were given by no other session of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from pendulum import DateTime

from store.desk.desk import Desk
from store.frozen import frozen
from store.notice.deadlines import DueCounts
from store.notice.reminders import current, next_at
from tui.words.reminder_words import reminder


@frozen
class Said:
    """A reminder in words, until when it holds, None where a clock does not end it, and the words for it
    at any time until then."""

    sentence: str
    until: DateTime | None
    at: Callable[[DateTime], str]


class Reminding:
    """Knows when to look next, so that a clock that ticks costs one comparison."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._next: DateTime | None = desk.now()
        self._appointments: list[DateTime] = []

    def is_due(self, now: DateTime) -> bool:
        """Whether it is time to `give`, which is said once."""
        if self._next is None or now < self._next:
            return False
        self._next = next_at(self._desk.notice, now, self._appointments)
        return True

    def look_ahead(self) -> None:
        """Takes in the call-backs and appointments as they stand by now.

        Reads what is stored: not to be called on a screen's own thread.
        """
        if not self._desk.access.may("count"):
            return
        found = self._desk.dues.appointments()
        if found != self._appointments:
            self._appointments, self._next = found, self._desk.now()

    def holding(self, said: Iterable[Said]) -> list[Said]:
        """Those of `said` that hold by the notice as it is now, which may have been corrected since."""
        desk = self._desk
        found = current(desk.notice, desk.now(), DueCounts(), self._appointments)
        ends = {reminder.until for reminder in found}
        return [one for one in said if one.until in ends]

    def give(self, show: Callable[[Said], object]) -> None:
        """Shows those that this session is to give now; each counts as given once it was shown.

        Reads the disk: not to be called on a screen's own thread.
        """
        desk, now = self._desk, self._desk.now()
        if not desk.access.may("count"):
            return
        dues = desk.dues.counts()
        shown = set[str]()
        for found in current(desk.notice, now, dues, desk.dues.appointments()):
            with desk.given_reminders.giving(found, now) as is_ours:
                words = partial(reminder, desk.notice, found, dues=dues)
                sentence = words(now)
                # Of the end of taking tips there are two on its day, which say the same.
                if is_ours and sentence not in shown:
                    until = None if found.kind == "dues" else found.until
                    show(Said(sentence, until, words))
                    shown.add(sentence)
        desk.given_reminders.clear(now)
