"""The desk: the one door to everything that outlives the screen."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Self

from pendulum import DateTime
from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from store import rules
from store.clock import Clock
from store.counts import Counts, Tally
from store.drafts import Draft, Drafts
from store.errors import CannotWrite, DeskExists, FieldChange, NoDesk, NoSuchTip, StaleRevision
from store.history import Change, changes_of, differences
from store.journal import Damage, Journal, sync_folder
from store.notice import Notice
from store.search import Haystacks
from store.storage import JOURNAL, TIPS, JournalStorage
from store.table import JournalTable
from store.text import _
from store.tip import Tip

NOTICE: Final = "notice.toml"
_NUMBER: Final = re.compile(r"(?:(\d{4})-)?0*(\d{1,9})", re.ASCII)


class _Database(TinyDB):
    """A TinyDB whose tables write to the journal."""

    table_class: type[Table] = JournalTable


class Desk:
    """An open desk folder. Made by `create` or `open`; closing it writes the checkpoint.

    Whatever is said to be recorded is on the disk. Several processes may have one desk open:
    `refresh` brings in what the others did. `officer` is who acts, `clock` what "now" is.
    """

    def __init__(self, folder: Path, notice: Notice, clock: Clock, officer: str) -> None:
        self.folder = folder
        self.notice = notice
        self.clock = clock
        self.officer = officer
        inspectors = (line.value for line in notice.lines if line.about_inspectors)
        self._haystacks = Haystacks()
        self._drafts = Drafts(folder / "drafts", officer)
        self._storage = JournalStorage(folder, Tally(frozenset(inspectors)), self._noticed)
        self._database = _Database(storage=lambda: self._storage)
        self._table = self._database.table(TIPS)

    # Opening and closing

    @classmethod
    def create(
        cls,
        folder: Path,
        notice_text: str,
        *,
        clock: Clock,
        officer: str = "",
        source: str = NOTICE,
    ) -> Desk:
        """Sets up a desk from a notice's TOML; `source` names that text in faults.

        Raises `NoticeRefused`, `DeskExists` or `CannotWrite`; then nothing is left behind.
        """
        notice = Notice.parse(notice_text, source)
        if (folder / JOURNAL).exists():
            raise DeskExists(_("{folder} 已有值班台，未作改动；请直接打开它。", folder=folder))
        now = clock.now().in_timezone(notice.zone)
        digest = hashlib.sha256(notice_text.encode()).hexdigest()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fd = os.open(folder / NOTICE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(fd, "w", encoding="utf-8") as file:
                file.write(notice_text)
                file.flush()
                os.fsync(file.fileno())
            first = {
                "at": now.isoformat(timespec="seconds"),
                "by": officer,
                "what": "init",
                "notice": digest,
            }
            Journal.create(folder / JOURNAL, first)
            sync_folder(folder)
        except OSError as error:
            raise CannotWrite(
                _("不能在 {folder} 设立值班台（{reason}）。", folder=folder, reason=error.strerror)
            ) from error
        return cls.open(folder, clock=clock, officer=officer)

    @classmethod
    def open(cls, folder: Path, *, clock: Clock, officer: str = "") -> Desk:
        """Opens a desk; what is stored is read when first asked for, or by `load`.

        Raises `NoDesk`, `NoticeRefused`, `NewerFormat` or `DeskDamaged`.
        """
        try:
            there = (folder / JOURNAL).is_file()
        except OSError as error:
            raise NoDesk(
                _(
                    "{folder} 不能打开（{reason}），请检查路径和权限。",
                    folder=folder,
                    reason=error.strerror,
                )
            ) from error
        if not there:
            raise NoDesk(
                _(
                    "{folder} 没有值班台；请先运行 dutydesk init --example（用随附公告）"
                    "或 dutydesk init --notice 文件（用本组公告）。",
                    folder=folder,
                )
            )
        return cls(folder, Notice.load(folder / NOTICE), clock, officer)

    def load(self) -> None:
        """Reads what is stored, once; may be called from another thread to do it early."""
        self._storage.load()

    def refresh(self) -> bool:
        """Brings in what others appended since; True if there was anything."""
        return self._storage.catch_up()

    def checkpoint(self) -> None:
        """Writes `tips.json` anew if anything changed. Raises `CannotWrite`."""
        self._storage.checkpoint()

    def close(self) -> None:
        """Writes the checkpoint if anything changed, and closes the files."""
        self._storage.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def repairs(self) -> tuple[str, ...]:
        """A sentence for each thing put right, or found damaged, since the desk was opened."""
        self.load()
        return (*self._storage.repairs, *(damage.sentence for damage in self._storage.damages))

    def now(self) -> DateTime:
        """The current instant by the desk's clock, in the notice's zone."""
        return self.clock.now().in_timezone(self.notice.zone)

    # Recording

    def record(self, tip: Tip) -> Tip:
        """Stores a new tip and returns it with its number; it is on the disk when this returns.

        Raises `TipRefused` with every fault, `CannotWrite` or `DeskBusy`; then nothing is stored.
        """
        now = self.now()
        tip = rules.check(tip, self.notice, now)
        with self._doing("record", now):
            row = self._storage.next_id(TIPS)
            tip = replace(
                tip,
                number=f"{self.notice.first_day.year}-{row:04d}",
                revision=1,
                officer=self.officer,
                saved_at=now,
            )
            self._table.insert(Document(tip.as_json(), row))
        return tip

    def amend(self, tip: Tip) -> Tip:
        """Stores a changed tip in place of the revision it was made from, keeping the history.

        Raises `StaleRevision` if someone else amended it meanwhile, else as `record` does.
        """
        now = self.now()
        with self._doing("amend", now):
            current = self.tip(tip.number)
            if tip.revision != current.revision:
                raise StaleRevision(
                    _("{number} 已被他人修改，请核对后再保存。", number=tip.number),
                    current,
                    self._changed_since(current, tip.revision),
                )
            tip = replace(
                tip,
                revision=current.revision + 1,
                received_at=tip.received_at or current.received_at,
                officer=current.officer,
                saved_at=current.saved_at,
            )
            tip = rules.check(tip, self.notice, now)
            self._table.update(_replaced_by(tip.as_json()), doc_ids=[self._row(tip.number)])
        return tip

    def _changed_since(self, current: Tip, revision: int) -> tuple[FieldChange, ...]:
        for change in self.history(current.number):
            if change.document.get("revision") == revision:
                return differences(change.document, current.as_json())
        return ()

    @contextlib.contextmanager
    def _doing(self, what: str, now: DateTime) -> Iterator[None]:
        """Holds the lock; what is appended meanwhile is told to be done now, by this officer."""
        with self._storage.writing():
            at = now.isoformat(timespec="seconds")
            self._storage.stamp = {"at": at, "by": self.officer, "what": what}
            yield

    # Finding and counting

    def tip(self, number: str) -> Tip:
        """The tip of that number, as `2016-0042` or `42`. Raises `NoSuchTip`."""
        found = self._storage.rows(TIPS).get(str(self._row(number)))
        if found is None:
            raise self._no_such(number)
        return Tip.from_json(found)

    def _row(self, number: str) -> int:
        match = _NUMBER.fullmatch(number.strip())
        if not match or match[1] not in (None, str(self.notice.first_day.year)):
            raise self._no_such(number)
        return int(match[2])

    def _no_such(self, number: str) -> NoSuchTip:
        return NoSuchTip(_("没有编号为 {number} 的举报。", number=number[:40]))

    def tips(self) -> list[Tip]:
        """Every tip, by number."""
        return [Tip.from_json(document) for document in self._storage.rows(TIPS).values()]

    def latest(self, most: int) -> list[Tip]:
        """The `most` tips recorded last, newest first."""
        rows = reversed(self._storage.rows(TIPS).values())
        return [Tip.from_json(document) for document in itertools.islice(rows, most)]

    def find(self, query: QueryLike) -> list[Tip]:
        """The tips that a TinyDB query matches; its fields are those of `Tip.as_json`."""
        return [Tip.from_json(document) for document in self._table.search(query)]

    def search(self, text: str) -> list[Tip]:
        """The tips with `text` in any of their text fields, without regard to case."""
        rows = self._storage.rows(TIPS)
        return [Tip.from_json(rows[key]) for key in self._haystacks.find(text, rows)]

    def counts(self) -> Counts:
        """The counters as of now."""
        self.load()
        return self._storage.tally.counts(
            self.now().date(), self.notice.disciplines, self.notice.channels
        )

    def _noticed(self, table: str, key: str, document: dict[str, Any] | None) -> None:
        if table == TIPS:
            self._haystacks.changed(key, document)
            self._table.clear_cache()

    # History

    def history(self, number: str) -> list[Change]:
        """Who changed a tip, when and what, oldest first. Raises `NoSuchTip`."""
        row = self._row(number)
        found = changes_of(self.folder / JOURNAL, TIPS, str(row))
        if not found:
            raise self._no_such(number)
        return found

    def verify(self) -> list[Damage]:
        """Walks journal and checkpoint; every place that does not fit, by file and line."""
        from store.verify import verify

        return verify(self.folder)

    # Drafts

    def keep_draft(self, name: str, values: dict[str, Any]) -> None:
        """Keeps what was typed so far, so that a crash does not take it. Raises `CannotWrite`."""
        self._drafts.keep(name, values, self.now())

    def drafts(self) -> list[Draft]:
        """This officer's drafts, oldest first."""
        return self._drafts.all()

    def drop_draft(self, name: str) -> None:
        """Forgets a draft."""
        self._drafts.drop(name)


def _replaced_by(document: dict[str, Any]) -> Any:
    def transform(old: dict[str, Any]) -> None:
        old.clear()
        old.update(document)

    return transform
