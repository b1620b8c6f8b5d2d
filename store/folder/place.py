"""A desk in a folder: which files it is made of, how it comes to be, and how it goes."""

from __future__ import annotations

import codecs
import errno
import os
import pwd
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final

from store import disk, reasons
from store.disk import Piece
from store.errors import CannotWrite, DeskDamaged, DeskExists, NoDesk
from store.folder import leftovers, reach
from store.folder.blob import FileBlob
from store.folder.files import FolderFiles
from store.folder.lock import LOCK_NAME, DeskLock
from store.folder.log import TORN_NAME, FileLog
from store.folder.notes import FolderNotes
from store.folder.removal import Removal, holds_anything
from store.folder.sessions import FolderSessions
from store.journal.place import (
    CHECKPOINT,
    ENDED,
    FILES,
    JOURNAL,
    NOTICE,
    OVERVIEW,
    Ended,
    Files,
    Notes,
    Place,
)
from store.text import _

_DRAFTS: Final = "drafts"
_REMINDERS: Final = "reminders"
_COLUMNS: Final = "columns"
_SESSIONS: Final = "presence"
_LONGEST_MARK: Final = 64 * 1024
_LONGEST_NOTICE: Final = 1024 * 1024
# Of most archives without files nothing is on the disk in clear, not for a moment either.
_MOST_IN_MEMORY: Final = 16 * 1024 * 1024
# Beside the journal, which goes last.
_KEPT: Final = (
    f"{TORN_NAME}-*",
    CHECKPOINT,
    f"{CHECKPOINT}.*",
    OVERVIEW,
    _DRAFTS,
    _SESSIONS,
    _REMINDERS,
    _COLUMNS,
    FILES,
    LOCK_NAME,
    NOTICE,
    f"{disk.TEMPORARY}*",
    # What a program of version 0.2 that was killed left unfinished.
    f"{JOURNAL}.new",
    f"{NOTICE}.new",
)


class Folder(Place):
    """The folder `path`, which need not be there yet."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self.notice = FileBlob(path / NOTICE)
        self.checkpoint = FileBlob(path / CHECKPOINT)
        self.overview = FileBlob(path / OVERVIEW)
        self.drafts = FolderNotes(path / _DRAFTS, ".json")
        self.reminders = FolderNotes(path / _REMINDERS)
        self.columns = FolderNotes(path / _COLUMNS)
        self.files = FolderFiles(path / FILES)

    @property
    def address(self) -> str:
        return str(self._path.resolve())

    @property
    def away_sentence(self) -> str:
        return _("值班台所在的磁盘暂时读不到，已填内容留在本机，正在重连")

    def log(self) -> FileLog:
        return FileLog(self._path)

    def sessions(self) -> FolderSessions:
        return FolderSessions(self._path / _SESSIONS)

    def glance(self) -> tuple[int, object]:
        looked = [self._looked_at(name) for name in (JOURNAL, OVERVIEW, ENDED)]
        if not any(looked):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self.name)
        return (looked[0].st_size if looked[0] else 0), [
            found and (found.st_ino, found.st_size, found.st_mtime_ns) for found in looked
        ]

    def _looked_at(self, name: str) -> os.stat_result | None:
        try:
            return (self._path / name).stat()
        except FileNotFoundError:
            return None

    def check_has_desk(self) -> None:
        self._refuse_root(self._path)
        try:
            (self._path / JOURNAL).stat()
        except FileNotFoundError as error:
            if self._has_desk():
                raise DeskDamaged(
                    _(
                        "{folder} 中缺少 {journal}，未作改动。请找回该文件，或用备份恢复。",
                        folder=self._path,
                        journal=JOURNAL,
                    )
                ) from error
            raise NoDesk(
                _(
                    "{folder} 没有值班台；请先运行 dutydesk init --example（用随附公告）"
                    "或 dutydesk init --notice 文件（用本组公告）。",
                    folder=self._path,
                )
            ) from error
        except OSError as error:
            if reach.is_away(error):
                raise reach.cannot_reach(self._path) from error
            raise NoDesk(
                _(
                    "{folder} 不能打开（{reason}），请检查路径和权限。",
                    folder=self._path,
                    reason=reasons.of_system(error),
                )
            ) from error

    def _has_desk(self) -> bool:
        """Whether it holds a desk, sound or not. Raises OSError."""
        return any(os.path.lexists(self._path / name) for name in (JOURNAL, CHECKPOINT))

    # Set up

    def check_can_found(self) -> None:
        path = self._path
        try:
            nearest = _nearest(path)
            self._refuse_root(nearest)
            with tempfile.TemporaryFile(dir=nearest):
                pass
        except OSError as error:
            raise self._cannot_found(error) from error

    def _refuse_root(self, path: Path) -> None:
        """Raises `NoDesk` for root where `path` is another account's: what root made there, that
        account could neither read nor go on with."""
        try:
            owner = path.stat().st_uid
        except OSError:
            return
        if os.geteuid() or not owner:
            return
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = f"#{owner}"
        raise NoDesk(
            _(
                "{folder} 属于账户 {account}，不能由 root 打开；请用：sudo -u {account} dutydesk …",
                folder=self._path,
                account=name,
            )
        )

    def found(self, notice: bytes, line: bytes, checkpoint: Iterable[Piece]) -> None:
        path = self._path
        try:
            self._refuse_root(_nearest(path))
            disk.make_folder(path)
            if not any(path.iterdir()):
                path.chmod(disk.FOLDER_MODE)
            lock = DeskLock(path / LOCK_NAME)
            with lock:
                if self._has_desk() or self.ended():
                    raise DeskExists(
                        _("{folder} 已有值班台，未作改动；请直接打开它。", folder=path)
                    )
                self._check_notice(notice)
                disk.replace_file(path / NOTICE, [notice])
                disk.replace_file(path / JOURNAL, [line])
                with disk.beside(path / CHECKPOINT, checkpoint) as new:
                    disk.put_in_place(new, path / CHECKPOINT)
            lock.close()
        except OSError as error:
            raise self._cannot_found(error) from error

    def _check_notice(self, notice: bytes) -> None:
        """Raises `DeskExists` for another notice that somebody put there: it is written nowhere else.
        Of one to which holidays were added, every line is in the new one."""
        try:
            found = disk.read_file(self._path / NOTICE, _LONGEST_NOTICE)
        except FileNotFoundError:
            return
        lines = found.removeprefix(codecs.BOM_UTF8).rstrip(b"\n") + b"\n"
        if not (notice + b"\n").startswith(lines):
            raise DeskExists(
                _(
                    "{file} 已存在，与所用的公告不同，未作改动；请先移走它，或用 --notice 采用它。",
                    file=self._path / NOTICE,
                )
            )

    def _cannot_found(self, error: OSError) -> CannotWrite:
        reason = reasons.of_system(error)
        return CannotWrite(
            _("不能在 {folder} 设立值班台（{reason}）。", folder=self._path, reason=reason)
        )

    @contextmanager
    def restoring(self, parts: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[Folder]:
        with disk.writing_to(self._path):
            self._check_is_free()
            # What is put in the place of an empty folder goes where a link to it leads.
            path = self._path.resolve() if self._path.is_symlink() else self._path
            self._refuse_root(_nearest(path))
            disk.make_folder(path.parent)
            with disk.temporary_folder_in(path.parent) as temporary:
                for name, pieces in parts:
                    if (folder := (temporary / name).parent) != temporary:
                        folder.mkdir(disk.FOLDER_MODE, exist_ok=True)
                    _write(temporary / name, pieces)
                if (temporary / FILES).is_dir():
                    disk.flush_folder(temporary / FILES)
                disk.flush_folder(temporary)
                yield Folder(temporary)
                # What came there meanwhile is told as what was there before.
                self._check_is_free()
                disk.put_in_place(temporary, path)

    def _check_is_free(self) -> None:
        """Raises `DeskExists` where anything is but an empty folder, as a link that leads nowhere."""
        path = self._path
        if os.path.lexists(path) and (not path.is_dir() or any(path.iterdir())):
            raise DeskExists(_("{folder} 不是空文件夹，未作改动；请另选一个。", folder=path))
        for parent in path.absolute().resolve().parents:
            if Folder(parent)._has_desk():
                # Whoever removes that one would remove this one with it.
                raise DeskExists(
                    _(
                        "{folder} 在另一个值班台的目录 {desk} 里，未作改动；请另选一处。",
                        folder=path,
                        desk=parent,
                    )
                )

    def scratch(self) -> IO[bytes]:
        with disk.writing_to(self._path):
            return tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY, dir=str(_nearest(self._path)))

    # The end

    def names_put_aside(self) -> tuple[str, ...]:
        return tuple(sorted(path.name for path in self._path.glob("[!.]*.*-[0-9]*")))

    def ended(self) -> Ended | None:
        try:
            said = disk.read_file(self._path / ENDED, _LONGEST_MARK)
        except OSError:
            return None
        if found := Ended.read(said):
            return found
        raise DeskDamaged(
            _(
                "{folder} 里有结束或移动的标记 ended.json，但读不出，未作改动。"
                "请核实是否已结束或移走；没有的，移走 ended.json 再打开。",
                folder=self._path,
            )
        )

    def mark_ended(self, mark: Ended) -> None:
        with disk.writing_to(self._path):
            disk.replace_file(self._path / ENDED, [mark.said()])

    def forget_end(self) -> None:
        with disk.writing_to(self._path):
            (self._path / ENDED).unlink(missing_ok=True)
            disk.flush_folder(self._path)

    def remove_rest(self) -> None:
        removal = Removal()
        held: dict[str, Files | Notes] = {FILES: self.files, _DRAFTS: self.drafts}
        held |= {_REMINDERS: self.reminders, _COLUMNS: self.columns}
        for name, kept in held.items():
            if (self._path / name).is_symlink():
                # Where they lie on another disk, the link alone would go; what else is there stays.
                with removal.trying():
                    for one in kept.kept():
                        with removal.trying():
                            kept.drop(one)
        for path in self._named(*_KEPT):
            if path.name == NOTICE and path.is_symlink():
                # It is no secret, and where it lies it is somebody else's.
                removal.remove_name(path)
            else:
                removal.remove(path)
        with removal.trying():
            disk.flush_folder(self._path)
        removal.remove(self._path / JOURNAL)
        with removal.trying():
            disk.flush_folder(self._path)
        if removal.failed and (left := self.rest()):
            raise CannotWrite(f"{self._path}: {left}") from removal.failed

    def rest(self) -> tuple[str, ...]:
        found = filter(holds_anything, self._named(*_KEPT, JOURNAL))
        return tuple(sorted({path.name for path in found}))

    def _named(self, *patterns: str) -> Iterator[Path]:
        return chain.from_iterable(map(self._path.glob, patterns))

    def sweep(self, lock: AbstractContextManager[Any]) -> None:
        leftovers.sweep(self._path, (_DRAFTS, _REMINDERS, _COLUMNS, FILES), lock)

    # Who may read it

    def loose(self) -> tuple[str, ...]:
        path = self._path
        try:
            mode = path.stat().st_mode & 0o077
            if not mode:
                return ()
            # Who may write to the folder puts other files in the place of these, whatever theirs say.
            if not mode & 0o022 and not any(
                entry.stat().st_mode & 0o077 for entry in os.scandir(path)
            ):
                return ()
        except OSError:
            return ()
        return (
            _(
                "{folder} 对其他账户开放，举报可能被他人读到；请运行：chmod -R go= {folder}",
                folder=path,
            ),
        )

    def holds(self, file: Path) -> bool:
        return file.resolve().is_relative_to(self._path.resolve())


def _nearest(path: Path) -> Path:
    """The path, or the first above it, that is there."""
    return next(there for there in (path, *path.absolute().parents) if os.path.exists(there))


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """A new file, flushed."""
    fd = disk.create(path)
    try:
        for piece in pieces:
            disk.write_all(fd, piece)
        os.fsync(fd)
    finally:
        os.close(fd)
