"""The duty log (值班日志): what happened at the desk and is no tip."""

from __future__ import annotations

from store.desk.ground import Ground
from store.duty.books import LOG, TEXT_LIMIT, EntryKind, LogEntry, record_of
from store.errors import Fault, StepRefused
from store.text import _
from store.tips.rules import text_faults


class DutyLog:
    """The book of what happened. Each act is a line of the journal, so that who did it and when
    stays; all may raise `NotAllowed`, `StepRefused`, `CannotWrite` or `DeskBusy`."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def write(self, text: str, kind: EntryKind = "note") -> LogEntry:
        """Writes down what happened and is no tip: a line down, a visitor turned away."""
        self._ground.viewer.require("record")
        text = text.strip()
        faults = tuple(text_faults("text", _("事项"), text, TEXT_LIMIT, lines=True))
        if not text:
            faults = (Fault("text", _("事项：请写明发生了什么。")),)
        if faults:
            raise StepRefused(faults)
        with self._ground.writing("record"):
            entry = LogEntry(self._ground.stamp(), self._ground.officer, text, kind)
            self._ground.keep(LOG, {self._ground.next_id(LOG): entry}, "log")
            return entry

    def all(self) -> list[LogEntry]:
        """All of the duty log, oldest first."""
        return list(self.by_id().values())

    def by_id(self) -> dict[int, LogEntry]:
        """Every entry by its number, oldest first."""
        self._ground.viewer.require("list")
        return {
            int(n): record_of(LogEntry, document)
            for n, document in self._ground.records(LOG).items()
        }
