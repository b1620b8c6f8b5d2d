"""A file that is replaced as a whole."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from store import disk
from store.disk import Piece
from store.folder import reach
from store.journal.place import Blob, PutInPlace


class FileBlob(Blob):
    """The file `path`."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path

    def open(self) -> IO[bytes]:
        # What replaces it is a new file: the bytes of this one stay as they are.
        return disk.open_file(self._path)

    @contextmanager
    def replacing(self, pieces: Iterable[Piece]) -> Iterator[PutInPlace]:
        with reach.writing_to(self._path), disk.beside(self._path, pieces) as new:

            def put_in_place() -> None:
                with reach.writing_to(self._path):
                    disk.put_in_place(new, self._path)

            yield put_in_place

    def put_aside(self) -> None:
        with reach.writing_to(self._path):
            if os.path.lexists(self._path):
                self._path.rename(
                    disk.free_name(self._path.with_name(f"{self._path.name}.damaged"))
                )

    def drop(self) -> None:
        with reach.writing_to(self._path):
            self._path.unlink(missing_ok=True)
