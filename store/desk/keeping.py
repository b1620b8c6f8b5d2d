"""What becomes of the desk's files: checked, backed up, sealed to other keys, handed over and gone."""

from __future__ import annotations

import contextlib
import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from store import disk
from store.clock import Clock
from store.desk import ending, founding, notice_book
from store.desk.access import Guarded
from store.desk.notice_book import NoticeBook, digest_of
from store.document import TABLE, Document
from store.duty.books import (
    ACCESS,
    NOTICES,
    Access,
    CorrectedNotice,
    as_document,
    corrected_notice_of,
)
from store.errors import CannotEnd, DeskDamaged
from store.journal import checkpoint, journal
from store.journal.presence import Presence
from store.notice.notice import Notice
from store.notice.reading import parse_notice, read_notice_text
from store.secret.viewer import make_seal
from store.text import _
from store.tips.tip import Tip

if TYPE_CHECKING:
    from store.desk.correction import Correction
    from store.desk.verify import Verification


class Keeping(Guarded, ABC):
    """The part of the desk that looks after its own folder."""

    clock: Clock
    presence: Presence
    _book: NoticeBook
    _wrote: bool

    @property
    @abstractmethod
    def notice(self) -> Notice: ...

    @abstractmethod
    def _store_all(
        self, tables: Mapping[str, Mapping[str, Document]], what: str, at: str
    ) -> None: ...

    @classmethod
    @abstractmethod
    def open(cls, folder: str | os.PathLike[str], *, clock: Clock, officer: str = "") -> Self: ...

    def verify(self) -> Verification:
        """Walks journal and checkpoint; every line that is not as it was written."""
        from store.desk.verify import verify_folder

        self._viewer.require("count")
        return verify_folder(self.folder, self._index.empty(), self._storage.lock)

    def backup(self, file: str | os.PathLike[str]) -> None:
        """Puts all but the drafts, as it stands now, into the new file `file`; others go on writing.

        Raises `DeskExists` if the file is there, or `CannotWrite`.
        """
        from store.desk import archive

        self._viewer.require("export")
        if self.is_sealed or self.roster():
            self._note("backup", note=Path(file).name)
        self._storage.checkpoint_if_possible()
        archive.write_archive(Path(file), self.folder, self._storage.whole_bytes, self._at())

    @classmethod
    def restore(
        cls,
        file: str | os.PathLike[str],
        folder: str | os.PathLike[str],
        *,
        clock: Clock,
        key: str = "",
    ) -> Verification:
        """Makes the new folder `folder` of what `backup` or `seal_archive` wrote, checked before it
        is there; for the latter with a recipient's private `key`.

        A file that is not as it was written is refused (`DeskDamaged`); damage that the desk had
        when it was backed up comes with it, and is told. Raises also what `open` raises, `BadKey`,
        `DeskExists` or `CannotWrite`.
        """
        from store.desk.archive import restoring
        from store.desk.verify import verify_folder

        with restoring(Path(file), Path(folder), key) as new:
            desk = cls.open(new, clock=clock)
            try:
                return verify_folder(new, desk._index.empty(), desk._storage.lock)
            finally:
                desk._storage.close()

    # Sealing to other keys

    def rekey(self, recipients: Sequence[str]) -> tuple[str, ...]:
        """Seals all there is anew to the public keys `recipients`, and to no other: a key that is
        left out opens nothing of the folder any more. The desk must be unlocked, and be opened
        anew afterwards; so must every other session.

        Returns the names of files put aside earlier, which stay sealed to the old keys. Raises
        `BadKey`, `Sealed`, `NotAllowed`, `DeskDamaged` or `CannotWrite`; then all is as it was, but
        where a disk breaks that had taken everything: there the next opening tells which keys hold.
        """
        self._viewer.require("manage")
        with self._storage.writing:
            work = self._viewer.rekeying(*make_seal(recipients))
            if not self.verify().is_sound:
                raise DeskDamaged(_("值班台有损坏之处，请先运行 dutydesk verify 核查，未作改动。"))
            lines = list(work.lines(self._storage.journal_bytes()))
            lines.append(self._rekeyed(lines[-1][1], len(work.new.recipients)))
            path = self.folder / journal.NAME
            try:
                with (
                    disk.beside(path, (line for line, _hash in lines)) as new,
                    self._drafts.sealed_anew(work) as put_drafts_in_place,
                ):
                    # Else what the old one holds would pass for news.
                    (self.folder / checkpoint.NAME).unlink(missing_ok=True)
                    new.replace(path)
                    self._viewer.keep(work.own)
                    put_drafts_in_place()
                    disk.flush_folder(self.folder)
            except OSError as error:
                raise disk.cannot_write(path, error) from error
        anew = self.open(self.folder, clock=self.clock, officer=self.officer)
        anew._storage.checkpoint_if_possible()
        anew._storage.close()
        self._wrote = False
        return tuple(sorted(path.name for path in self.folder.glob("*.*-[0-9]*")))

    def _rekeyed(self, before: str, recipients: int) -> tuple[bytes, str]:
        from store.journal.line import write_line

        replay = self._storage.load().replay
        access = Access(self._at(), self.officer, "rekey", note=str(recipients))
        doc_id = str(self._storage.last_id(ACCESS) + 1)
        entry = {
            "n": replay.n + 1,
            "at": access.at,
            "by": self.officer,
            "what": "rekey",
            "was": replay.hash,
            "tables": {ACCESS: {doc_id: as_document(access)}},
            "prev": before,
        }
        return write_line(entry)

    # The end of the inspection

    def seal_archive(self, file: Path, recipients: Sequence[str], key: str) -> ending.Archive:
        """Puts all there is into the new file `file`, sealed to the public keys `recipients` (by
        default the desk's own), reads it back with the private `key` and holds it against the desk.

        Raises `BadKey`, `CannotEnd`, `DeskExists`, `NotAllowed` or `CannotWrite`.
        """
        from store.desk import archive

        self._viewer.require("manage")
        made = self._viewer.seal
        to = recipients or (made.recipients if made else ())
        if not to:
            raise CannotEnd(_("请用 --seal-to 写明档案封给谁的公钥（age1…）。"))
        if self.folder.resolve() in file.resolve().parents:
            raise CannotEnd(_("档案不能放在值班台目录里，请另选一处：{folder}", folder=self.folder))
        self._note("archive", note=file.name)
        self._storage.checkpoint()
        data = archive.archive_bytes(self.folder, self._storage.whole_bytes, self._at())
        ending.write_sealed(file, data, to)
        return self.check_archive(file, key)

    def check_archive(self, file: Path, key: str) -> ending.Archive:
        """Whether the sealed archive holds all that the desk holds now. Raises `CannotEnd`,
        `BadKey` or `CannotRead`."""
        from store.desk import archive

        data = archive.unsealed(file, key)
        held = archive.journal_in(data, file)
        if held != self._storage.journal_bytes():
            raise CannotEnd(_("存档以后又有登记，请重新结束一次，未删除任何内容。"))
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        return ending.Archive(file, digest, len(self._documents()))

    def purge(self, file: Path, key: str, typed: str) -> None:
        """Removes all that the desk keeps, once the archive `file` is found to hold it and `typed`
        is the inspected unit as the notice writes it. What is left says where the archive went.

        Raises `CannotEnd`, and then nothing is removed, `NotAllowed`, `BadKey` or `CannotWrite`.
        """
        self._viewer.require("manage")
        if typed.strip() != self.notice.unit:
            raise CannotEnd(_("所输单位名称与公告不符，未删除任何内容。"))
        if others := self.presence.others():
            names = _("、").join(sorted({other.officer for other in others}))
            raise CannotEnd(_("还有人在值班台：{names}。请都退出后再结束。", names=names))
        if typing := self._drafts.officers():
            names = _("、").join(typing)
            raise CannotEnd(_("还有未保存的草稿：{names}。请先登记或丢弃，再结束。", names=names))
        with self._storage.writing:
            found = self.check_archive(file, key)
            try:
                ending.mark_ended(self.folder, found, self._at(), self.officer)
                founding.remove_rest(self.folder)
            except OSError as error:
                raise disk.cannot_write(self.folder, error) from error
            self._viewer.forget_all()
        self._wrote = False

    # The notice

    def notice_text(self) -> str:
        """The TOML of the notice as it stands."""
        return self._book.text

    def correction(self, text: str, source: str = notice_book.NAME) -> Correction:
        """What comes with `text` as the corrected notice; nothing is changed. Raises
        `NoticeRefused` with every fault, also where a stored tip would not be true to it any more,
        or `NotAllowed`."""
        from store.desk.correction import correction

        self._viewer.require("manage")
        with self._storage.state:
            documents = list(self._documents().values())
        tips = (Tip.from_json(self._viewer.shown(document)) for document in documents)
        return correction(tips, self.notice, parse_notice(text, source))

    def correct_notice(self, text: str, source: str = notice_book.NAME) -> Correction:
        """Puts a corrected notice in force, for every session of the desk, and has the stored tips
        follow it: one line of the journal that says who, when, and what the notice was and is.

        Raises what `correction` does, `CannotWrite` or `DeskBusy`; then the notice is as it was.
        """
        with self._storage.writing:
            found = self.correction(text, source)
            path, at = self.folder / notice_book.NAME, self._at()
            before = digest_of(read_notice_text(path))
            record = CorrectedNotice(at, self.officer, digest_of(text), before, text)
            tables = {NOTICES: {str(self._storage.last_id(NOTICES) + 1): as_document(record)}}
            if found.tips:
                tips = (replace(tip, revision=tip.revision + 1) for tip in found.tips)
                by_id = {str(self._numbering.id_of(tip.number)): tip.as_json() for tip in tips}
                tables[TABLE] = by_id
            try:
                with disk.beside(path, [text.encode()]) as new:
                    self._store_all(tables, "notice", at)
                    # From here on it is in force. What the file lacks, the next opening puts right.
                    with contextlib.suppress(OSError):
                        disk.put_in_place(new, path)
            except OSError as error:
                raise disk.cannot_write(path, error) from error
            return found

    def corrections(self) -> list[CorrectedNotice]:
        """Every correction of the notice, oldest first."""
        return [corrected_notice_of(document) for document in self._table_of(NOTICES).values()]

    def _at(self) -> str:
        return self.now().isoformat(timespec="seconds")
