"""Keeps the overview of a desk up to date, beside what its officers do and never in their way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

from store import json_bytes
from store.desk.index import TipIndex
from store.desk.notice_book import NoticeBook
from store.document import Document
from store.duty.books import SHIFTS, Shift, record_of
from store.duty.overview import Overview, figures_of, is_counted_alike, read_overview
from store.errors import DeskError
from store.journal.place import Place
from store.journal.storage import JournalStorage

# In so long many changes become one writing; an office that looks sees what is that old.
_PATIENCE_SECONDS: Final = 1.0


class OverviewKeeper:
    """Writes the overview a moment after something changed, in a thread of its own; `stamp` gives now as
    text. Where that fails nothing is lost: the next change writes it, or the next session."""

    def __init__(
        self,
        place: Place,
        storage: JournalStorage,
        book: NoticeBook,
        index: TipIndex,
        stamp: Callable[[], str],
    ) -> None:
        self._place = place
        self._storage = storage
        self._book = book
        self._index = index
        self._stamp = stamp
        self._waiting: threading.Timer | None = None
        self._starting = threading.Lock()
        self._writing = threading.Lock()

    def keep_soon(self) -> None:
        """Something changed."""
        with self._starting:
            if not self._waiting:
                waiting = threading.Timer(_PATIENCE_SECONDS, self._keep)
                waiting.daemon = True
                # What was stored is stored where no thread is to be had.
                with suppress(RuntimeError):
                    waiting.start()
                    self._waiting = waiting

    def see_to_it(self) -> None:
        """As `keep_soon`, if what is there is not of the desk as it was read: a session died, or an
        older program wrote."""
        if not self._is_there():
            self.keep_soon()

    def settle(self) -> None:
        """Writes at once what was to be written soon, and returns once nothing is being written."""
        self._keep()

    def forget(self) -> None:
        """Writes nothing of what was to be written soon: the desk is no more, or another."""
        self._call_off()
        with self._writing:
            # Whoever was writing has done.
            pass

    def _keep(self) -> None:
        # What a disk says that is full or away is said to whoever saves a tip there.
        with self._writing, suppress(DeskError, OSError):
            if self._call_off():
                self.keep()

    def _call_off(self) -> bool:
        """Whether it was to be written soon: whoever asks writes it, or nobody does."""
        with self._starting:
            waiting, self._waiting = self._waiting, None
        if waiting:
            waiting.cancel()
        return waiting is not None

    def keep(self) -> None:
        """Writes it. Raises `CannotWrite`, or `DeskDamaged` where another desk is by now."""
        made = self._made()
        self._storage.log.check_in_place()
        with self._place.overview.replacing([(0, made.as_bytes())]) as put_in_place:
            # Once more: the disk takes its time to have it ready.
            self._storage.log.check_in_place()
            put_in_place()

    def _made(self) -> Overview:
        storage, desk = self._storage, self._founding()
        with storage.reading:
            tips = storage.tips().documents()
            return Overview(
                desk=desk,
                at=self._stamp(),
                journal_bytes=storage.position,
                tally=figures_of(self._index.tally(self._book.notice)),
                notice=self._book.text,
                on_duty=_on_duty(storage.table(SHIFTS).values()),
                last_tip_at=str(tips[-1].get("saved_at") or "") if tips else "",
            )

    def _is_there(self) -> bool:
        """Whether one is there that this program made, of that journal, as far as it was read, and of
        the notice in force. Its sums are as sure as those of the checkpoint."""
        try:
            with self._place.overview.open() as file:
                said = json_bytes.loads(file.read())
            found = read_overview(said, "")
            known = found.journal_bytes, found.notice, found.desk
            now = self._storage.position, self._book.text, self._founding()
            return is_counted_alike(said) and known == now
        except (OSError, ValueError, TypeError, AttributeError, DeskError):
            return False

    def _founding(self) -> str:
        """The hash of the line with which the desk was set up, "" where that is damaged."""
        return str(self._storage.log.founding().get("hash", ""))


def _on_duty(shifts: Iterable[Document]) -> tuple[str, ...]:
    """Who is on the last shift, if it is not handed over yet."""
    last = next(reversed([*shifts]), None)
    shift = record_of(Shift, last) if last else None
    return shift.officers if shift and shift.is_on else ()
