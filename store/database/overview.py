"""The figures of a desk as a row of their own: who may see no more is let to these alone."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Final

from store import disk
from store.database.server import Server
from store.disk import Piece
from store.journal.place import OVERVIEW, Blob, PutInPlace

MOST_BYTES: Final = 1024 * 1024
"""More than any has: whoever sees all desks takes no more of one that somebody blew up."""
READ: Final = f"substr(data, 1, {MOST_BYTES}) AS figures"
"""What is read of it."""
_LOOK: Final = f"SELECT {READ} FROM dutydesk.overviews WHERE desk = %s"  # noqa: S608
_PUT: Final = """
    INSERT INTO dutydesk.overviews (desk, data) VALUES (%s, %s)
    ON CONFLICT (desk) DO UPDATE SET data = excluded.data"""


class OverviewBlob(Blob):
    """The overview of the desk named `desk`."""

    def __init__(self, server: Server, desk: str) -> None:
        self.name = OVERVIEW
        self._server = server
        self._desk = desk

    def open(self) -> IO[bytes]:
        found = self._server.row(_LOOK, self._desk)
        if not found:
            raise FileNotFoundError(self.name)
        return io.BytesIO(found[0])

    @contextmanager
    def replacing(self, pieces: Iterable[Piece]) -> Iterator[PutInPlace]:
        data = disk.joined(pieces)

        def put_in_place() -> None:
            self._server.write(_PUT, self._desk, data)

        yield put_in_place

    def put_aside(self) -> None:
        """It is made anew at any time."""
        self.drop()

    def drop(self) -> None:
        self._server.write("DELETE FROM dutydesk.overviews WHERE desk = %s", self._desk)
