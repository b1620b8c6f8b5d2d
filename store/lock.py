"""The lock that lets one process at a time write to a desk; a process that dies lets go of it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import portalocker

from store.errors import CannotWrite, DeskBusy
from store.text import _

PATIENCE_SECONDS: Final = 15.0
_PAUSE_SECONDS: Final = 0.001


class DeskLock:
    """Held across processes and threads; entered again by its holder it costs nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._depth = 0
        self._file: int | None = None

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Holds the lock; gives True where it was taken just now. Raises `DeskBusy`."""
        with self._threads:
            first = self._depth == 0
            if first:
                self._take()
            self._depth += 1
            try:
                yield first
            finally:
                self._depth -= 1
                if first and self._file is not None:
                    portalocker.unlock(self._file)

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            sentence = _(
                "不能写入 {file}（{reason}），未保存。", file=self._path, reason=error.strerror
            )
            raise CannotWrite(sentence) from error

    def close(self) -> None:
        """Closes the lock's file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _take(self) -> None:
        if self._file is None:
            self._file = self._open()
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                portalocker.lock(self._file, portalocker.LOCK_EX | portalocker.LOCK_NB)
            except portalocker.LockException as error:
                if time.monotonic() > give_up_at:
                    sentence = _("值班台正被另一个程序占用，未保存；请稍候再保存一次。")
                    raise DeskBusy(sentence) from error
                time.sleep(_PAUSE_SECONDS)
            else:
                return
