"""Notes as files of their own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from store import disk
from store.folder import reach
from store.folder.lock import PATIENCE_SECONDS, busy
from store.journal.place import Notes, PutInPlace

_MOST_BYTES: Final = 16 * 1024 * 1024


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
        return disk.read_file(self._path(key), _MOST_BYTES)

    def keep(self, key: str, data: bytes) -> None:
        path = self._path(key)
        with reach.writing_to(path):
            self._folder.mkdir(mode=disk.FOLDER_MODE, exist_ok=True)
            disk.replace_file(path, [data])

    def drop(self, key: str) -> None:
        path = self._path(key)
        with reach.writing_to(path):
            path.unlink(missing_ok=True)

    def shared(self) -> AbstractContextManager[None]:
        return self._locked(shared=True)

    @contextmanager
    def _locked(self, *, shared: bool = False) -> Iterator[None]:
        with reach.writing_to(self._folder):
            self._folder.mkdir(mode=disk.FOLDER_MODE, exist_ok=True)
            fd = os.open(self._folder, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY)
        try:
            is_held = False
            # Where there are no locks no desk is written to, nor sealed anew.
            with suppress(OSError):
                is_held = not disk.wait_for_lock(fd, PATIENCE_SECONDS, shared=shared)
            if is_held:
                raise busy(PATIENCE_SECONDS)
            yield
        finally:
            os.close(fd)

    @contextmanager
    def replacing(self, changes: Iterable[tuple[str, bytes, bytes]]) -> Iterator[PutInPlace]:
        made: dict[Path, tuple[Path, bytes]] = {}

        def put_in_place() -> None:
            with reach.writing_to(self._folder):
                for new, (path, before) in made.items():
                    with suppress(FileNotFoundError):
                        if disk.read_file(path, _MOST_BYTES) == before:
                            disk.put_in_place(new, path)

        with ExitStack() as beside:
            beside.enter_context(self._locked())
            with reach.writing_to(self._folder):
                for key, before, after in changes:
                    path = self._path(key)
                    new = beside.enter_context(disk.beside(path, disk.in_order([after])))
                    made[new] = path, before
            yield put_in_place

    @contextmanager
    def once(self, key: str, data: bytes) -> Iterator[bool]:
        # The file is locked by the session that does it, and not empty once it was done.
        try:
            self._folder.mkdir(mode=disk.FOLDER_MODE, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
            fd = disk.open_only_file(self._path(key), flags)
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
        return True
