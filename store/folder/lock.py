"""The lock of a desk: one writer at a time, among processes and among the threads of each."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Final

from store import disk
from store.errors import CannotWrite, DeskBusy
from store.folder import reach
from store.text import _

LOCK_NAME: Final = "desk.lock"
PATIENCE_SECONDS: Final = 30.0


class DeskLock:
    """Held in a `with` block, again within it by the same thread; dies with its process.

    The file stays open between two holds: opening it anew each time costs half as much as flushing
    a tip to the disk.
    """

    def __init__(self, path: Path, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._path = path
        # As in `FileLog`, asked for with each tip.
        self._where = str(path)
        self._patience_seconds = patience_seconds
        self._threads = threading.RLock()
        self._depth = 0
        self._fd = -1
        self._inode = (0, 0)

    def __enter__(self) -> DeskLock:
        if not self._threads.acquire(blocking=False) and not self._threads.acquire(
            timeout=self._patience_seconds
        ):
            raise busy(self._patience_seconds)
        try:
            if not self._depth:
                self._take()
        except BaseException:
            self._threads.release()
            raise
        self._depth += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if not self._depth:
            disk.unlock(self._fd)
        self._threads.release()

    def close(self) -> None:
        """Lets go of the file."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _take(self) -> None:
        while True:
            if self._fd < 0:
                self._open()
            try:
                if not disk.wait_for_lock(self._fd, self._patience_seconds):
                    raise busy(self._patience_seconds)
                # Someone may have removed the file, or its disk is there anew: then the lock keeps
                # nobody out.
                there = os.lstat(self._where)
                if self._inode == (there.st_dev, there.st_ino):
                    return
            except FileNotFoundError:
                pass
            except OSError as error:
                self.close()
                raise self._cannot_lock(error) from error
            self.close()

    def _open(self) -> None:
        try:
            self._fd = disk.open_only_file(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW)
            found = os.fstat(self._fd)
            # No other file gets that number for as long as this one is open.
            self._inode = (found.st_dev, found.st_ino)
        except OSError as error:
            raise reach.cannot_write(self._path, error) from error

    def _cannot_lock(self, error: OSError) -> CannotWrite:
        if error.errno not in disk.WITHOUT_LOCKS:
            return reach.cannot_write(self._path, error)
        return CannotWrite(
            _(
                "此处的文件系统不支持文件锁，多人同用会互相覆盖，没有保存。"
                "请把值班台移到本机磁盘上：{folder}",
                folder=self._path.parent,
            )
        )


def busy(patience_seconds: float) -> DeskBusy:
    """What to say when another process held the desk for so long."""
    return DeskBusy(
        _(
            "另一个程序占用值班台已超过 {seconds} 秒，没有保存。请稍后再试。",
            seconds=round(patience_seconds),
        )
    )
