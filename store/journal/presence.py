"""Who is at the desk at this moment, and which tip they have open: nothing that outlives them.

Each session holds a lock on a small file of its own; the lock goes with the process, however it
ends, so no clock decides who is still there.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import orjson

from store import disk

NAME: Final = "presence"
_LONGEST_FILE: Final = 4096


@dataclass(frozen=True, slots=True, order=True)
class Present:
    """A session at the desk: the tip it has open, if any, and the draft it is typing."""

    officer: str
    number: str = ""
    is_editing: bool = False
    draft: str = ""


class Presence:
    """Tells the other sessions of a desk about this one, and of them.

    It is a courtesy: where the disk does not take it, nobody is told, and nothing is raised. May
    be called from any thread.
    """

    def __init__(self, folder: Path, officer: str) -> None:
        self._folder = folder
        self._own = Present(officer)
        self._name = ""
        self._fd = -1
        self._threads = threading.Lock()

    def show(self, number: str = "", *, is_editing: bool = False, draft: str = "") -> None:
        """Tells the others that this session is there, and what it has open."""
        shown = Present(self._own.officer, number, is_editing, draft)
        with self._threads:
            if shown == self._own and self._fd >= 0:
                return
            with contextlib.suppress(OSError):
                if self._fd < 0:
                    self._come()
                data = orjson.dumps(asdict(shown))
                os.pwrite(self._fd, data, 0)
                os.ftruncate(self._fd, len(data))
                self._own = shown

    def show_draft(self, draft: str) -> None:
        """Tells the others in which draft this session types, and that it is there."""
        self.show(self._own.number, is_editing=self._own.is_editing, draft=draft)

    def others(self) -> tuple[Present, ...]:
        """The other sessions, by officer; what dead ones left is cleared away."""
        found = []
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name != self._name and (present := _look_at(entry.path)):
                    found.append(present)
        return tuple(sorted(found))

    def close(self) -> None:
        """This session is there no more."""
        with self._threads:
            if self._fd >= 0:
                with contextlib.suppress(OSError):
                    (self._folder / self._name).unlink()
                os.close(self._fd)
                self._fd = -1

    def _come(self) -> None:
        self._folder.mkdir(mode=disk.FOLDER_MODE, exist_ok=True)
        self._name = secrets.token_hex(8)
        self._fd = disk.create_anew(self._folder / self._name)
        disk.try_lock(self._fd)


def _look_at(path: str) -> Present | None:
    """Who holds that file; the file of a dead process is removed. Raises nothing."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        data = os.read(fd, _LONGEST_FILE)
        if not data:
            # Made a moment ago, and not locked yet.
            return None
        if not disk.try_lock(fd, shared=True):
            return _read(data)
        Path(path).unlink(missing_ok=True)
    except OSError:
        return None
    finally:
        os.close(fd)
    return None


def _read(data: bytes) -> Present | None:
    try:
        values = orjson.loads(data)
        texts = (values["officer"], values["number"], values["draft"])
        if not all(isinstance(text, str) for text in texts):
            return None
        return Present(texts[0], texts[1], values["is_editing"] is True, texts[2])
    except (ValueError, LookupError, TypeError):
        return None
