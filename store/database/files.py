"""Bytes of any length by their names, in pieces: the notice, and what came with tips.

A name stands for a blob; what is in a blob never changes, so whoever reads one reads it to its end.
"""

from __future__ import annotations

import io
import itertools
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, Final

from psycopg import errors

from store import disk
from store.database.server import Link, Server
from store.disk import Piece
from store.errors import DeskError
from store.journal.place import FILES, Blob, Files, NewFile, PutInPlace, part_of_file

PIECE_BYTES: Final = 1024 * 1024
_FOLDER: Final = f"{FILES}/"
_NEW_PIECE: Final = """
    INSERT INTO dutydesk.pieces (desk, blob, part, data) VALUES (%s, %s, %s, %s)"""
_IS_THERE: Final = "SELECT 1 FROM dutydesk.files WHERE desk = %s AND name = %s"
_NAME: Final = """
    INSERT INTO dutydesk.files (desk, name, blob, bytes) VALUES (%s, %s, %s, %s)"""


class DatabaseBlob(Blob):
    """The bytes under one name."""

    def __init__(self, server: Server, desk: str, name: str) -> None:
        self.name = name
        self._server = server
        self._desk = desk

    def open(self) -> IO[bytes]:
        found = self._server.row(
            "SELECT p.data FROM dutydesk.files f, dutydesk.pieces p WHERE f.desk = %s AND f.name = %s"
            " AND p.desk = f.desk AND p.blob = f.blob AND p.part = 0",
            self._desk,
            self.name,
        )
        if not found:
            raise FileNotFoundError(self.name)
        return io.BytesIO(found[0])

    @contextmanager
    def replacing(self, pieces: Iterable[Piece]) -> Iterator[PutInPlace]:
        data = disk.joined(pieces)

        def put_in_place() -> None:
            with self._server.transaction() as link:
                drop_file(link, self._desk, self.name)
                put_file(link, self._desk, self.name, data)

        yield put_in_place

    def put_aside(self) -> None:
        with self._server.transaction() as link:
            link.execute(
                "UPDATE dutydesk.files SET name = %s WHERE desk = %s AND name = %s",
                (free_name(link, self._desk, f"{self.name}.damaged"), self._desk, self.name),
            )

    def drop(self) -> None:
        with self._server.transaction() as link:
            drop_file(link, self._desk, self.name)


def put_file(link: Link, desk: str, name: str, data: bytes) -> None:
    """Stores the bytes of a small file under a name that nothing has."""
    blob = secrets.token_hex(16)
    link.execute(_NEW_PIECE, (desk, blob, 0, data))
    link.execute(_NAME, (desk, name, blob, len(data)))


def drop_file(link: Link, desk: str, name: str) -> None:
    """Nothing has that name any more. Raises psycopg's error where that is not this account's to do."""
    link.execute(
        "DELETE FROM dutydesk.pieces WHERE desk = %s AND blob IN"
        " (SELECT blob FROM dutydesk.files WHERE desk = %s AND name = %s)",
        (desk, desk, name),
    )
    gone = link.execute("DELETE FROM dutydesk.files WHERE desk = %s AND name = %s", (desk, name))
    if not gone.rowcount and link.execute(_IS_THERE, (desk, name)).fetchone():
        # Rows that a policy keeps are left out without a word.
        raise errors.InsufficientPrivilege


def free_name(link: Link, desk: str, name: str) -> str:
    """The first of `name`-1, `name`-2, … that nothing has."""
    rows = link.execute("SELECT name FROM dutydesk.files WHERE desk = %s", (desk,)).fetchall()
    taken = {row[0] for row in rows}
    return next(made for n in itertools.count(1) if (made := f"{name}-{n}") not in taken)


class DatabaseFiles(Files):
    """The files of the desk named `desk`."""

    def __init__(self, server: Server, desk: str) -> None:
        self._server = server
        self._desk = desk

    @contextmanager
    def writing(self) -> Iterator[_NewFile]:
        new = _NewFile(self._server, self._desk)
        try:
            yield new
        finally:
            new.drop_unless_kept()

    def open(self, file_id: str) -> IO[bytes]:
        found = self._server.row(
            "SELECT blob, bytes FROM dutydesk.files WHERE desk = %s AND name = %s",
            self._desk,
            part_of_file(file_id),
        )
        if not found:
            raise FileNotFoundError(file_id)
        return io.BufferedReader(_Pieces(self._server, self._desk, *found), PIECE_BYTES)

    def kept(self) -> dict[str, int]:
        with self._server.link() as link:
            rows = link.execute(
                "SELECT name, bytes FROM dutydesk.files WHERE desk = %s", (self._desk,)
            ).fetchall()
        return {name.removeprefix(_FOLDER): size for name, size in rows if name.startswith(_FOLDER)}

    def drop(self, file_id: str) -> None:
        with self.dropping([file_id]):
            pass

    @contextmanager
    def dropping(self, file_ids: Iterable[str]) -> Iterator[None]:
        with self._server.transaction() as link:
            for file_id in file_ids:
                drop_file(link, self._desk, part_of_file(file_id))
            yield


class _NewFile(NewFile):
    """Pieces that nothing names before they are kept."""

    def __init__(self, server: Server, desk: str) -> None:
        self._server = server
        self._desk = desk
        self._blob = secrets.token_hex(16)
        self._rest = bytearray()
        self._parts = 0
        self._bytes = 0
        self._is_kept = False

    def write(self, data: bytes) -> None:
        self._rest += data
        self._bytes += len(data)
        while len(self._rest) >= PIECE_BYTES:
            self._put(bytes(self._rest[:PIECE_BYTES]))
            del self._rest[:PIECE_BYTES]

    def flush(self) -> None:
        if self._rest:
            self._put(bytes(self._rest))
            self._rest.clear()

    def keep(self, file_id: str) -> None:
        self.flush()
        self._server.write(_NAME, self._desk, part_of_file(file_id), self._blob, self._bytes)
        self._is_kept = True

    def _put(self, piece: bytes) -> None:
        self._server.write(_NEW_PIECE, self._desk, self._blob, self._parts, piece)
        self._parts += 1

    def drop_unless_kept(self) -> None:
        if self._parts and not self._is_kept:
            # What cannot be removed now is swept later.
            with suppress(DeskError):
                self._server.write(
                    "DELETE FROM dutydesk.pieces WHERE desk = %s AND blob = %s",
                    self._desk,
                    self._blob,
                )


class _Pieces(io.RawIOBase):
    """A file read piece by piece."""

    def __init__(self, server: Server, desk: str, blob: str, size: int) -> None:
        self._server = server
        self._desk = desk
        self._blob = blob
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begins = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, begins + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        part, skipped = divmod(self._at, PIECE_BYTES)
        if self._at >= self._size:
            return 0
        found = self._server.row(
            "SELECT data FROM dutydesk.pieces WHERE desk = %s AND blob = %s AND part = %s",
            self._desk,
            self._blob,
            part,
        )
        if not found:
            raise FileNotFoundError(self._blob)
        data = found[0][skipped : skipped + len(buffer)]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
