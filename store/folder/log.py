"""The journal as a file that only grows, each line on the disk before anyone is told."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from store import disk
from store.errors import CannotWrite, DeskDamaged
from store.folder.lock import LOCK_NAME, DeskLock
from store.journal.place import JOURNAL, Log, PutInPlace
from store.text import _

TORN_NAME: Final = "journal.torn"


class FileLog(Log):
    """The journal of the desk in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._path = path = folder / JOURNAL
        self.name = str(path)
        self._lock = DeskLock(folder / LOCK_NAME)
        self._fd, self._writable = _open(path)
        self._failed = False

    @property
    def lock(self) -> DeskLock:
        return self._lock

    def size(self) -> int:
        found = self._stat()
        if not found.st_nlink:
            raise self._taken_away()
        return found.st_size

    def check_in_place(self) -> None:
        try:
            there = self._path.stat()
        except OSError as error:
            raise self._taken_away() from error
        if not os.path.samestat(self._stat(), there):
            raise self._taken_away()

    def _stat(self) -> os.stat_result:
        try:
            return os.fstat(self._fd)
        except OSError as error:
            raise disk.cannot_read(self._path, error) from error

    def _taken_away(self) -> DeskDamaged:
        return DeskDamaged(
            _("值班台的文件被移走或替换了，请关闭后重新打开：{path}", path=self._path)
        )

    def read(self, start: int, end: int) -> bytes:
        try:
            return disk.read_range(self._fd, start, end)
        except OSError as error:
            raise disk.cannot_read(self._path, error) from error

    def append(self, line: bytes, at: int) -> None:
        self._must_take_writes()
        try:
            written = os.write(self._fd, line)
        except OSError as error:
            self._take_back(at)
            raise disk.cannot_write(self._path, error) from error
        if written != len(line):
            self._take_back(at)
            raise CannotWrite(
                _("磁盘已满，没有保存。请腾出空间后再保存一次：{path}", path=self._path)
            )
        self._flush()

    def put_aside(self, start: int, end: int) -> str:
        aside = disk.free_name(self._path.with_name(TORN_NAME))
        with disk.writing_to(aside):
            disk.replace_file(aside, [self.read(start, end)])
        self._must_take_writes()
        with disk.writing_to(self._path):
            os.ftruncate(self._fd, start)
        self._flush()
        return aside.name

    def flush(self) -> None:
        if self._writable:
            self._must_take_writes()
            self._flush()

    @contextmanager
    def replacing(self, lines: Iterable[bytes]) -> Iterator[PutInPlace]:
        path = self._path
        with disk.writing_to(path), disk.beside(path, disk.in_order(lines)) as new:

            def put_in_place() -> None:
                new.replace(path)

            yield put_in_place
            disk.flush_folder(path.parent)

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
        self._lock.close()

    def _must_take_writes(self) -> None:
        if self._failed:
            raise CannotWrite(
                _(
                    "先前写入磁盘失败，本次打开期间不再保存。请关闭后重新打开：{path}",
                    path=self._path,
                )
            )
        if not self._writable:
            raise CannotWrite(_("没有写入权限，没有保存。请联系管理员：{path}", path=self._path))

    def _take_back(self, size: int) -> None:
        """Undoes a write that did not fit. If even that fails, no later line may follow it."""
        try:
            os.ftruncate(self._fd, size)
        except OSError:
            self._failed = True

    def _flush(self) -> None:
        try:
            disk.flush(self._fd)
        except OSError as error:
            # The kernel may have dropped the pages: a second flush that succeeds says nothing.
            self._failed = True
            raise CannotWrite(
                _(
                    "写入磁盘失败，这次的内容不能确定已经保存。请关闭后重新打开，查看最近的举报再决定是否重录：{path}",
                    path=self._path,
                )
            ) from error


def _open(path: Path) -> tuple[int, bool]:
    try:
        try:
            return disk.open_only_file(path, os.O_APPEND | os.O_RDWR), True
        except OSError as error:
            # Whatever else it is may be over in a moment: the desk is then opened again.
            if error.errno not in disk.FORBIDDEN:
                raise
            return disk.open_only_file(path, os.O_RDONLY), False
    except OSError as error:
        raise disk.cannot_read(path, error) from error
