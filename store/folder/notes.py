"""Notes as files of their own, none of them flushed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store import disk
from store.journal.place import Notes, PutInPlace


class FolderNotes(Notes):
    """A file in `folder` for each, named by its key and `ending`."""

    def __init__(self, folder: Path, ending: str = "") -> None:
        self._folder = folder
        self._ending = ending

    def kept(self) -> list[str]:
        try:
            names = [path.name for path in self._folder.iterdir()]
        except OSError:
            return []
        return [name.removesuffix(self._ending) for name in names if name.endswith(self._ending)]

    def read(self, key: str) -> bytes:
        return self._path(key).read_bytes()

    def keep(self, key: str, data: bytes) -> None:
        path = self._path(key)
        # Two programs may keep the same note at once.
        new = path.with_suffix(f".{os.getpid()}")
        with disk.writing_to(path):
            try:
                self._folder.mkdir(mode=disk.FOLDER_MODE, exist_ok=True)
                _write(new, data)
                new.replace(path)
            except OSError:
                with suppress(OSError):
                    new.unlink(missing_ok=True)
                raise

    def drop(self, key: str) -> None:
        path = self._path(key)
        with disk.writing_to(path):
            path.unlink(missing_ok=True)

    @contextmanager
    def replacing(self, changes: Iterable[tuple[str, bytes, bytes]]) -> Iterator[PutInPlace]:
        made: dict[Path, tuple[Path, bytes]] = {}

        def put_in_place() -> None:
            with disk.writing_to(self._folder):
                for new, (path, before) in made.items():
                    with suppress(FileNotFoundError):
                        if path.read_bytes() == before:
                            new.replace(path)

        try:
            with disk.writing_to(self._folder):
                for key, before, after in changes:
                    path = self._path(key)
                    new = path.with_suffix(".anew")
                    made[new] = path, before
                    _write(new, after)
            yield put_in_place
        finally:
            for new in made:
                new.unlink(missing_ok=True)

    @contextmanager
    def once(self, key: str, data: bytes) -> Iterator[bool]:
        # The file is locked by the session that does it, and not empty once it was done.
        try:
            self._folder.mkdir(mode=disk.FOLDER_MODE, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            fd = os.open(self._path(key), flags, disk.FILE_MODE)
        except OSError:
            yield True
            return
        try:
            is_ours = _is_free(fd)
            yield is_ours
            if is_ours:
                with suppress(OSError):
                    disk.write_all(fd, data)
        finally:
            os.close(fd)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{self._ending}"


def _is_free(fd: int) -> bool:
    try:
        return disk.try_lock(fd) and not os.fstat(fd).st_size
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    fd = disk.create_anew(path)
    try:
        disk.write_all(fd, data)
    finally:
        os.close(fd)
