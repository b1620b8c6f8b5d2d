"""The TinyDB storage of a desk: tables in memory, every change in the journal, a checkpoint now and then."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from tinydb.storages import Storage

from store import checkpoint
from store.checkpoint import Head, Tables
from store.counts import Tally
from store.errors import CannotWrite, DeskBusy, DeskDamaged
from store.journal import Damage, Entry, Journal, set_aside
from store.lock import DeskLock
from store.table import Document, Touched
from store.text import _

JOURNAL: Final = "journal.jsonl"
CHECKPOINT: Final = "tips.json"
LOCK: Final = "desk.lock"
TIPS: Final = "tips"
# The journal may grow by this much past the checkpoint: little to read again when the desk opens,
# and so large a part of what is stored that writing the checkpoint costs each change little.
LEAST_TAIL_BYTES: Final = 4 << 20
TAIL_PART: Final = 16

Watcher = Callable[[str, str, Document | None], None]


class JournalStorage(Storage):
    """A desk folder's tables. Reading never waits for a writer; writing holds the desk's lock.

    `stamp` is what each line of the journal carries beside the change (who, when, what); `watch`
    is told of each document changed since, by whomever.
    """

    def __init__(self, folder: Path, tally: Tally, watch: Watcher) -> None:
        self._folder = folder
        self._checkpoint_path = folder / CHECKPOINT
        self.stamp: Document = {}
        self._watch = watch
        self._lock = DeskLock(folder / LOCK)
        self._guard = threading.RLock()
        self._journal = Journal(folder / JOURNAL)
        self._tables: Tables = {TIPS: {}}
        self._loaded = False
        self._checkpoint_bytes = 0
        self._checkpointed_to = 0
        self._checkpoint_bad = False
        self._unreadable = 0
        self.tally = tally
        self.repairs: list[str] = []
        self.damages: list[Damage] = []

    def read(self) -> dict[str, dict[str, Any]]:
        """All tables, as TinyDB asks for them."""
        self.load()
        return self._tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Never called by `JournalTable`; whole tables are not what a journal takes."""
        raise NotImplementedError("changes go through the desk's tables")

    def close(self) -> None:
        """Writes the checkpoint if anything is new, and closes the files."""
        if self._loaded:
            # The journal has it all; where this fails the next to close writes the checkpoint.
            with contextlib.suppress(CannotWrite, DeskBusy):
                self.checkpoint()
        self._journal.close()
        self._lock.close()

    # What tables ask for

    def rows(self, table: str) -> dict[str, Document]:
        """The live documents of `table`, by their id as text."""
        self.load()
        return self._tables.setdefault(table, {})

    def next_id(self, table: str) -> int:
        """The id after the highest in `table`, leaving out those that unreadable lines may hold.

        Ids are given in order and documents never removed, so the last is the highest.
        """
        rows = self.rows(table)
        return (int(next(reversed(rows))) if rows else 0) + 1 + self._unreadable

    def change(self, table: str, updater: Callable[[Touched], None]) -> None:
        """Runs `updater` on the newest state of `table` and appends what it changed."""
        with self.writing():
            touched = Touched(self.rows(table))
            updater(touched)
            if changed := touched.changed():
                self.append({"tables": {table: changed}})

    # Reading

    def load(self) -> None:
        """Reads the checkpoint and what the journal has beyond it; once, and only when needed."""
        if self._loaded:
            return
        self._read_all()
        # Never with the guard held: a writer takes the lock first and the guard second.
        if self._journal.tail():
            self._mend()

    def _read_all(self) -> None:
        with self._guard:
            if self._loaded:
                return
            self._loaded = True
            self._read_checkpoint()
            self.catch_up()
            if not self._journal.lines:
                raise DeskDamaged(
                    _("{file} 中没有一行可读，文件未动；请用备份恢复。", file=self._journal.path)
                )

    def _read_checkpoint(self) -> None:
        try:
            found = checkpoint.read(self._checkpoint_path)
        except checkpoint.Damaged:
            self._checkpoint_bad = True
            self.repairs.append(
                _("{file} 已损坏，内容已由日志恢复；原文件保留备查。", file=CHECKPOINT)
            )
            return
        if found is None:
            return
        head, tables, size = found
        self._tables = {TIPS: {}} | tables
        if self._journal.go_to(head.journal_bytes, head.journal_lines, head.journal_hash):
            self.tally.sums.update(head.tally)
            self._checkpoint_bytes, self._checkpointed_to = size, head.journal_bytes
        else:
            # What the checkpoint has is kept; what the journal has is laid over it.
            for document in self._tables[TIPS].values():
                self.tally.add(document)
            self.damages.append(
                Damage(
                    JOURNAL,
                    0,
                    _(
                        "{file} 与 {other} 对不上，日志曾被截短或替换。",
                        file=JOURNAL,
                        other=CHECKPOINT,
                    ),
                )
            )

    def catch_up(self) -> bool:
        """Applies what was appended since by anyone; True if there was anything."""
        with self._guard:
            before = self._journal.end
            for entry in self._journal.read_new():
                self._apply(entry)
            return self._journal.end != before

    def _apply(self, entry: Entry) -> None:
        if entry.fault:
            place = _(
                "{file} 第 {line} 行：{fault}。", file=JOURNAL, line=entry.line, fault=entry.fault
            )
            self.damages.append(Damage(JOURNAL, entry.line, place))
        if entry.content is None:
            self._unreadable += entry.holds
            return
        for table, documents in entry.content.get("tables", {}).items():
            for key, document in documents.items():
                self._put(table, key, document)

    def _put(self, table: str, key: str, document: Document | None) -> None:
        rows = self._tables.setdefault(table, {})
        old = rows.pop(key, None) if document is None else rows.get(key)
        if document is not None:
            if old is None:
                self._unreadable = 0
            rows[key] = document
        if table == TIPS:
            if old:
                self.tally.remove(old)
            if document:
                self.tally.add(document)
        self._watch(table, key, document)

    def _mend(self) -> None:
        # Where this fails, whoever writes next puts it right.
        with contextlib.suppress(CannotWrite, DeskBusy), self.writing():
            pass

    # Writing

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the lock, with everything that others appended read and a torn end put right."""
        with self._lock.held() as just_now, self._guard:
            if just_now:
                self._read_all()
                self.catch_up()
                if sentence := self._journal.mend_tail():
                    self.repairs.append(sentence)
                    self.catch_up()
            yield

    def append(self, content: Document) -> None:
        """Appends one line, durable when this returns, and applies it. Raises `CannotWrite`."""
        with self.writing():
            content = self.stamp | content
            self._journal.append(content)
            for table, documents in content.get("tables", {}).items():
                for key, document in documents.items():
                    self._put(table, key, document)
            tail = self._journal.end - self._checkpointed_to
            if tail > max(LEAST_TAIL_BYTES, self._checkpoint_bytes // TAIL_PART):
                self._checkpoint_if_possible()

    def _checkpoint_if_possible(self) -> None:
        try:
            self.checkpoint()
        except CannotWrite as error:
            self.repairs.append(str(error))

    def checkpoint(self) -> None:
        """Writes the tables as the TinyDB file, if anything is new. Raises `CannotWrite`."""
        with self.writing():
            if self._checkpointed_to == self._journal.end and not self._checkpoint_bad:
                return
            if self._checkpoint_bad:
                set_aside(self._checkpoint_path, "damaged")
            head = Head(
                self._journal.end, self._journal.lines, self._journal.hash, self.tally.as_json()
            )
            self._checkpoint_bytes = checkpoint.write(self._checkpoint_path, head, self._tables)
            self._checkpointed_to = self._journal.end
            self._checkpoint_bad = False
