"""The sessions at a desk: each holds a lock on a small file of its own.

The lock goes with the process, however it ends, so no clock decides who is still there.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Final

from store import disk
from store.folder import reach
from store.journal.place import Sessions

_LONGEST_FILE: Final = 4096


class FolderSessions(Sessions):
    """The sessions whose files lie in `folder`, and one more."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""
        self._fd = -1

    def say(self, data: bytes) -> None:
        with reach.writing_to(self._folder):
            if self._fd < 0:
                self._come()
            os.pwrite(self._fd, data, 0)
            os.ftruncate(self._fd, len(data))

    def others(self) -> list[bytes]:
        found = []
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name != self._name and (said := _said_in(entry.path)):
                    found.append(said)
        return found

    def close(self) -> None:
        if self._fd >= 0:
            with contextlib.suppress(OSError):
                (self._folder / self._name).unlink()
            os.close(self._fd)
            self._fd = -1

    def _come(self) -> None:
        self._folder.mkdir(mode=disk.FOLDER_MODE, exist_ok=True)
        self._name = secrets.token_hex(8)
        self._fd = disk.create(self._folder / self._name)
        disk.try_lock(self._fd)


def _said_in(path: str) -> bytes | None:
    """What the holder of that file says; the file of a dead process is removed. Raises nothing."""
    try:
        fd = disk.open_only_file(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        data = os.read(fd, _LONGEST_FILE)
        if not data:
            # Made a moment ago, and not locked yet.
            return None
        if not disk.try_lock(fd, shared=True):
            return data
        Path(path).unlink(missing_ok=True)
    except OSError:
        return None
    finally:
        os.close(fd)
    return None
