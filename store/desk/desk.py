"""The desk: the one door to everything that outlives the screen."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, cast

from pendulum import DateTime

from store.clock import Clock
from store.desk import founding
from store.desk.drafts import NAME as DRAFTS_NAME
from store.desk.drafts import Drafts
from store.desk.given_reminders import NAME as REMINDERS_NAME
from store.desk.given_reminders import GivenReminders
from store.desk.index import TipIndex, tally_at_checkpoint
from store.desk.keeping import Keeping
from store.desk.notice_book import NAME as NOTICE_NAME
from store.desk.notice_book import NoticeBook
from store.desk.shifts import Duty
from store.document import TABLE, Document, Tables
from store.duty.books import ROSTER, SEAL, Member, as_document
from store.duty.counts import Counts, Tally
from store.instant import in_seconds, in_zone
from store.journal.presence import NAME as PRESENCE_NAME
from store.journal.presence import Presence
from store.journal.storage import JournalStorage
from store.journal.table import JournalDB, JournalTable
from store.notice.notice import Notice
from store.notice.reading import parse_notice
from store.secret.keyring import Keyring
from store.secret.viewer import Viewer, make_seal
from store.text import _
from store.tips import rules
from store.tips.disposition import REGISTERED
from store.tips.draft import Draft
from store.tips.numbering import Numbering, no_such_tip
from store.tips.tip import Tip

if TYPE_CHECKING:
    from store.tips.history import Change

# What the desk gives a tip beside its number and revision, and an amendment leaves as it is.
_KEPT: Final = ("officer", "saved_at", "status", "disposition", "matter", "told")
_NEW: Final = {"status": REGISTERED, "disposition": None, "matter": "", "told": None}


class Desk(Duty, Keeping):
    """An open desk folder. Made by `create` or `open`; closing it writes the checkpoint.

    Several processes may have one desk open: each method looks for what the others appended, and
    may be called from any thread. `officer` is who acts, `clock` what "now" is. What is stored is
    read when first asked for, or by `load`, which may raise `NewerFormat`, `DeskDamaged` or
    `CannotRead`.
    """

    def __init__(self, folder: Path, clock: Clock, officer: str) -> None:
        self.folder = folder
        self.clock = clock
        self.officer = officer
        # First, since it may be refused: then no file is left open.
        self._book = NoticeBook(folder, lambda: self._storage)
        self._numbering = Numbering(lambda: self.notice.first_day.year)
        # What the index finds is asked of the viewer, which asks the storage, which fills the index.
        self._index = TipIndex(
            lambda: self.notice.inspector_lines,
            self._numbering.number_of,
            lambda tip: self._viewer.findable(tip),
        )
        self._storage = JournalStorage(folder, self._index, self._stamp)
        self._viewer = Viewer(self._storage, officer, Keyring(folder), self._numbering.id_of)
        self._drafts = Drafts(folder / DRAFTS_NAME, officer, self._viewer)
        self.presence = Presence(folder / PRESENCE_NAME, officer)
        self.given = GivenReminders(folder / REMINDERS_NAME, officer)
        self._database = JournalDB(storage=lambda: self._storage)
        self._table = cast(JournalTable, self._database.table(TABLE))
        self._news = 0
        self._wrote = False

    # Opening and closing

    @classmethod
    def create(
        cls,
        folder: str | os.PathLike[str],
        notice_text: str,
        *,
        clock: Clock,
        officer: str = "",
        source: str = NOTICE_NAME,
        seal_to: Sequence[str] = (),
    ) -> Self:
        """Sets up a desk from a notice's TOML; `source` names that text in faults. With age public
        keys in `seal_to` it is a sealed one, with the officer as its lead.

        Raises `NoticeRefused`, `BadKey`, `DeskExists` or `CannotWrite`; then no desk is left behind.
        """
        notice = parse_notice(notice_text, source)
        at = clock.now().in_timezone(notice.zone).isoformat(timespec="seconds")
        tables: Tables = {}
        if seal_to:
            made, key = make_seal(seal_to)
            lead = as_document(Member(officer, "lead"))
            tables = {SEAL: {"1": as_document(made)}, ROSTER: {"1": lead}}
        founding.found_desk(Path(folder), notice_text, at, officer, tables)
        desk = cls.open(folder, clock=clock, officer=officer)
        if seal_to:
            desk._viewer.keep(key)
        return desk

    @classmethod
    def open(cls, folder: str | os.PathLike[str], *, clock: Clock, officer: str = "") -> Self:
        """Opens a desk, without reading what is stored: see `load`.

        Raises `NoDesk`, `NoticeRefused`, `DeskDamaged`, `NewerFormat` or `CannotRead`.
        """
        path = Path(folder)
        founding.look_at_desk(path)
        return cls(path, clock, officer)

    def load(self) -> None:
        """Reads what is stored, once; a screen calls it from a thread and paints meanwhile."""
        self._storage.load()
        self._book.put_right()

    @property
    def notice(self) -> Notice:
        """The notice as it stands: anyone's correction is in force at once."""
        return self._book.notice

    @property
    def is_loaded(self) -> bool:
        """Whether what is stored has been read, so that no method has to wait for that."""
        return self._storage.is_loaded

    def refresh(self) -> bool:
        """Whether others changed anything since the last call; one look at the journal if not."""
        self._storage.catch_up()
        before, self._news = self._news, self._storage.news
        return self._news != before

    def checkpoint(self) -> None:
        """Writes `tips.json` anew if anything changed. Raises `CannotWrite` or `DeskBusy`."""
        self._storage.checkpoint()

    def close(self) -> None:
        """Writes the checkpoint if this desk changed anything, and closes the files."""
        if self._wrote:
            self._storage.checkpoint_if_possible()
        self._storage.close()
        self.presence.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def repairs(self) -> tuple[str, ...]:
        """A sentence for each thing put right, or found damaged, since the desk was opened."""
        self.load()
        found = (*self._storage.repairs, *(damage.sentence for damage in self._storage.damages))
        return (*founding.loose(self.folder), *found)

    def now(self) -> DateTime:
        """The current instant by the desk's clock, in the notice's zone."""
        return in_zone(self.clock.now(), self.notice.zone)

    # Recording

    def record(self, tip: Tip) -> Tip:
        """Stores a new tip and returns it as stored; it is on the disk when this returns.

        Raises `TipRefused` with every fault, `CannotWrite` or `DeskBusy`; then nothing is stored.
        """
        self._viewer.require("record")
        now, notice = self.now(), self.notice
        by_desk = _NEW | {"revision": 1, "officer": self.officer, "saved_at": in_seconds(now)}
        # The number is certain only under the lock, which nobody shall wait for a tip with faults.
        doc_id = self._storage.last_id(TABLE) + 1
        number = self._numbering.number_of(doc_id)
        stored = rules.check(tip, notice, now, number=number, **by_desk)
        with self._storage.writing:
            if self.notice is not notice:
                stored = rules.check(tip, self.notice, now, number=number, **by_desk)
            if self._storage.last_id(TABLE) >= doc_id or self.notice is not notice:
                doc_id = self._storage.last_id(TABLE) + 1
                stored = replace(stored, number=self._numbering.number_of(doc_id))
            document = stored.as_json()
            self._store({str(doc_id): document}, "record", document["saved_at"])
        return stored

    def amend(self, tip: Tip) -> Tip:
        """Stores a changed tip in place of the revision it was made from, keeping the history.

        Who took it, when it was first saved and what became of it stay. Raises `StaleRevision` if
        someone else changed it meanwhile, `Sealed` or `NotAllowed` if this officer may not read
        it, else as `record` does.
        """
        self._viewer.require("record")
        now = self.now()
        with self._storage.writing:
            current = self._current(tip.number, tip.revision)
            tip = replace(tip, received_at=tip.received_at or current.received_at)
            stored = rules.check(
                tip,
                self.notice,
                now,
                number=current.number,
                revision=current.revision + 1,
                **{name: getattr(current, name) for name in _KEPT},
            )
            doc_id, at = self._numbering.id_of(tip.number), now.isoformat(timespec="seconds")
            self._store({str(doc_id): stored.as_json()}, "amend", at)
        return stored

    def _store(
        self, documents: Mapping[str, Document], what: str, at: str, table: str = TABLE
    ) -> None:
        self._store_all({table: documents}, what, at)

    def _store_all(self, tables: Mapping[str, Mapping[str, Document]], what: str, at: str) -> None:
        sealed = {
            table: {n: self._viewer.sealed(table, d) for n, d in documents.items()}
            for table, documents in tables.items()
        }
        self._storage.change(sealed, what, at, self.officer)
        self._wrote = True
        if self._storage.is_checkpoint_due():
            self._storage.checkpoint_if_possible()

    def _stamp(self) -> tuple[str, str]:
        return self.now().isoformat(timespec="seconds"), self.officer

    # Counting

    def counts(self) -> Counts:
        """The counters as of now. Raises `NotAllowed` for one who is not on the roster."""
        self._viewer.require("count")
        with self._storage.state:
            self._storage.catch_up()
            return self._counts(self._index.tally())

    def counts_at_checkpoint(self) -> Counts | None:
        """The counters when `tips.json` was last written, at no cost: to paint with while loading."""
        tally = tally_at_checkpoint(self.folder)
        return self._counts(tally) if tally else None

    def _counts(self, tally: Tally) -> Counts:
        notice = self.notice
        return tally.counts(self.now().date(), notice.disciplines, notice.channels)

    # History

    def history(self, number: str, *, whole: bool = False) -> list[Change]:
        """Who changed a tip, when and what, oldest first; `whole` with the texts as far as they can
        be opened, which is recorded. Raises `NoSuchTip` or `NotAllowed`."""
        from store.tips.history import changes_of

        self._viewer.require("list")
        doc_id = str(self._numbering.id_of(number))
        view = self._viewer.readable if whole else self._viewer.shown
        found = changes_of(self._storage.journal_bytes(), TABLE, doc_id, view)
        if not found:
            raise no_such_tip(number)
        if whole and self.hides:
            self._note("open", (self._numbering.number_of(int(doc_id)),), _("修改记录"))
        return found

    # Drafts

    def keep_draft(self, name: str, values: dict[str, Any]) -> None:
        """Keeps what was typed so far, so that a crash does not take it. Raises `CannotWrite`."""
        self._drafts.keep(name, values, self.now())

    def drafts(self) -> list[Draft]:
        """This officer's drafts, oldest first."""
        return self._drafts.all()

    def drop_draft(self, name: str) -> None:
        """Forgets a draft. Raises `CannotWrite`."""
        self._drafts.drop(name)
