"""The journal: one file that only grows, each change a line of it, on disk before anyone is told."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from store import disk
from store.errors import CannotWrite, DeskDamaged
from store.text import _

FORMAT: Final = 1
NAME: Final = "journal.jsonl"
_FIRST_LINE_BYTES: Final = 64 * 1024


class Journal:
    """The file as bytes; what they mean is for `store.journal.line` and `store.journal.replay`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd, self._writable = _open(path)
        self._failed = False

    def size(self) -> int:
        """Bytes in the file, by one look at it. Raises `DeskDamaged` if it was taken away."""
        found = os.fstat(self._fd)
        if not found.st_nlink:
            raise DeskDamaged(
                _("值班台的文件被移走或替换了，请关闭后重新打开：{path}", path=self.path)
            )
        return found.st_size

    def read(self, start: int, end: int) -> bytes:
        """The bytes from `start` up to `end`."""
        try:
            return disk.read_range(self._fd, start, end)
        except OSError as error:
            raise disk.cannot_read(self.path, error) from error

    def first_line(self) -> bytes:
        """The line with which the desk was set up."""
        return self.read(0, _FIRST_LINE_BYTES).partition(b"\n")[0]

    def append(self, line: bytes, at: int) -> None:
        """`line` at the end, which is `at`, and on the disk. Only under the desk's lock.

        Raises `CannotWrite`: either nothing was written, or, where flushing failed, nobody knows
        until the desk is opened again, and until then nothing more is taken.
        """
        self._must_take_writes()
        try:
            written = os.write(self._fd, line)
        except OSError as error:
            self._take_back(at)
            raise disk.cannot_write(self.path, error) from error
        if written != len(line):
            self._take_back(at)
            raise CannotWrite(
                _("磁盘已满，没有保存。请腾出空间后再保存一次：{path}", path=self.path)
            )
        self._flush()

    def cut(self, size: int) -> None:
        """Drops what is after `size`: a torn tail that was put aside before."""
        self._must_take_writes()
        try:
            os.ftruncate(self._fd, size)
        except OSError as error:
            raise disk.cannot_write(self.path, error) from error
        self._flush()

    def flush(self) -> None:
        """Makes sure of what other processes appended."""
        if self._writable:
            self._must_take_writes()
            self._flush()

    def close(self) -> None:
        """Lets go of the file."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _must_take_writes(self) -> None:
        if self._failed:
            raise CannotWrite(
                _(
                    "先前写入磁盘失败，本次打开期间不再保存。请关闭后重新打开：{path}",
                    path=self.path,
                )
            )
        if not self._writable:
            raise CannotWrite(_("没有写入权限，没有保存。请联系管理员：{path}", path=self.path))

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
                    path=self.path,
                )
            ) from error


def _open(path: Path) -> tuple[int, bool]:
    flags = os.O_APPEND | os.O_CLOEXEC
    try:
        try:
            return os.open(path, flags | os.O_RDWR), True
        except OSError:
            return os.open(path, flags | os.O_RDONLY), False
    except OSError as error:
        raise disk.cannot_read(path, error) from error
