"""Which reminders were given, so that each comes once to a desk and not to each of its sessions."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import orjson
from pendulum import DateTime

from store import disk
from store.instant import as_text
from store.notice.reminders import Reminder

NAME: Final = "reminders"
_LONGEST_FILE: Final = 4096
_KEPT: Final = timedelta(days=2)
_OURS: Final = re.compile(r"\d{8}T\d{6}Z-[a-z_]+")


@dataclass(frozen=True, slots=True)
class Given:
    """To whom a reminder was given, and when (ISO 8601)."""

    by: str
    at: str


class GivenReminders:
    """One file for each reminder, in `folder`: locked by the session that gives it, and not empty
    once it was given. A session that dies on the way leaves it to the next.

    It is a courtesy: where the disk does not take it, each session gives it. Raises nothing.
    """

    def __init__(self, folder: Path, officer: str) -> None:
        self._folder = folder
        self._officer = officer

    @contextlib.contextmanager
    def giving(self, reminder: Reminder, now: DateTime) -> Iterator[bool]:
        """Whether this session is to give it; after the block it is given."""
        try:
            fd = self._open(reminder.key)
        except OSError:
            yield True
            return
        try:
            is_ours = self._is_free(fd)
            yield is_ours
            if is_ours:
                given = Given(self._officer, as_text(now))
                with contextlib.suppress(OSError):
                    disk.write_all(fd, orjson.dumps(asdict(given)))
        finally:
            os.close(fd)

    def of(self, reminder: Reminder) -> Given | None:
        """To whom it was given, None if not yet, or longer ago than is kept."""
        try:
            with (self._folder / reminder.key).open("rb") as file:
                values = orjson.loads(file.read(_LONGEST_FILE))
            return Given(str(values["by"]), str(values["at"]))
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def clear(self, now: DateTime) -> None:
        """Removes what no longer matters."""
        before = (now - _KEPT).in_timezone("UTC").format("YYYYMMDD")
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                if _OURS.fullmatch(entry.name) and entry.name[:8] < before:
                    Path(entry.path).unlink(missing_ok=True)

    def _open(self, key: str) -> int:
        self._folder.mkdir(mode=disk.FOLDER_MODE, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        return os.open(self._folder / key, flags, disk.FILE_MODE)

    def _is_free(self, fd: int) -> bool:
        try:
            return disk.try_lock(fd) and not os.fstat(fd).st_size
        except OSError:
            return False
