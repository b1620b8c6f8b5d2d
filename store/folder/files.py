"""The files that came with tips, each under its id, as files of a folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from store import disk
from store.folder import reach
from store.journal.place import Files, NewFile, is_file_id

# What is left to the journal: who attaches a large file is refused before nobody can record.
_LEFT_FREE_BYTES: Final = 16 * 1024 * 1024
_LOOKED_AT_EACH_BYTES: Final = 1024 * 1024


class FolderFiles(Files):
    """The files in `folder`, which is made with the first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def writing(self) -> Iterator[_NewFile]:
        with reach.writing_to(self._folder):
            disk.make_folder(self._folder)
            with disk.temporary_in(self._folder) as (fd, temporary):
                yield _NewFile(fd, temporary, self._folder)

    def open(self, file_id: str) -> IO[bytes]:
        return disk.open_file(self._folder / file_id, os.O_NOFOLLOW)

    def kept(self) -> dict[str, int]:
        found = {}
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    # What else has such a name, as a link to a file outside, is not the desk's.
                    if is_file_id(entry.name) and entry.is_file(follow_symlinks=False):
                        found[entry.name] = entry.stat(follow_symlinks=False).st_size
        except FileNotFoundError:
            pass
        except OSError as error:
            raise reach.cannot_read(self._folder, error) from error
        return found

    def drop(self, file_id: str) -> None:
        with reach.writing_to(self._folder / file_id):
            (self._folder / file_id).unlink(missing_ok=True)
            disk.flush_folder(self._folder)


class _NewFile(NewFile):
    def __init__(self, fd: int, temporary: Path, folder: Path) -> None:
        self._fd = fd
        self._temporary = temporary
        self._folder = folder
        self._unlooked_at = 0

    def write(self, data: bytes) -> None:
        with reach.writing_to(self._folder):
            self._unlooked_at -= len(data)
            if self._unlooked_at < 0:
                self._leave_room()
                self._unlooked_at = _LOOKED_AT_EACH_BYTES
            disk.write_all(self._fd, data)

    def _leave_room(self) -> None:
        there = os.fstatvfs(self._fd)
        if there.f_bavail * there.f_frsize < _LEFT_FREE_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def flush(self) -> None:
        with reach.writing_to(self._folder):
            os.fsync(self._fd)

    def keep(self, file_id: str) -> None:
        with reach.writing_to(self._folder):
            disk.put_in_new_place(self._temporary, self._folder / file_id)
