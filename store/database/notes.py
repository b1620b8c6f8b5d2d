"""Notes as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from store.database.server import Link, Server
from store.errors import DeskError
from store.journal.place import Notes, PutInPlace

# A note of that key, which is none of any note, is held by those who must not be disturbed.
_GATE: Final = ""
_LOOK: Final = "SELECT data FROM dutydesk.notes WHERE desk = %s AND kind = %s AND key = %s"
_KEEP: Final = """
    INSERT INTO dutydesk.notes (desk, kind, key, data) VALUES (%s, %s, %s, %s)
    ON CONFLICT (desk, kind, key) DO UPDATE SET data = excluded.data"""
# Who has not done within a minute what is to be done once has died on the way.
_BEGIN: Final = """
    INSERT INTO dutydesk.notes (desk, kind, key, data, until)
    VALUES (%s, %s, %s, '', now() + interval '1 minute')
    ON CONFLICT (desk, kind, key) DO UPDATE SET until = excluded.until
    WHERE notes.data = '' AND notes.until < now()
    RETURNING 1"""


class DatabaseNotes(Notes):
    """The notes of one `kind` of the desk named `desk`. What is kept within a `shared` block is durable
    at its end."""

    def __init__(self, server: Server, desk: str, kind: str) -> None:
        self._server = server
        self._desk = desk
        self._kind = kind

    def kept(self) -> list[str]:
        with suppress(DeskError), self._server.link() as link:
            rows = link.execute(
                "SELECT key FROM dutydesk.notes WHERE desk = %s AND kind = %s AND key <> %s",
                (self._desk, self._kind, _GATE),
            ).fetchall()
            return [row[0] for row in rows]
        return []

    def read(self, key: str) -> bytes:
        found = self._server.row(
            _LOOK,
            *self._named(key),
        )
        if not found:
            raise FileNotFoundError(key)
        return bytes(found[0])

    def keep(self, key: str, data: bytes) -> None:
        self._server.write(_KEEP, *self._named(key), data)

    def drop(self, key: str) -> None:
        self._server.write(
            "DELETE FROM dutydesk.notes WHERE desk = %s AND kind = %s AND key = %s",
            *self._named(key),
        )

    @contextmanager
    def shared(self) -> Iterator[None]:
        with self._server.transaction() as link:
            self._hold(link, "FOR SHARE")
            yield

    def _hold(self, link: Link, how: str) -> None:
        link.execute(f"{_LOOK} {how}", self._named(_GATE))

    @contextmanager
    def replacing(self, changes: Iterable[tuple[str, bytes, bytes]]) -> Iterator[PutInPlace]:
        with self._server.transaction() as link:
            self._hold(link, "FOR UPDATE")
            made = list(changes)

            def put_in_place() -> None:
                with self._server.telling():
                    for key, before, after in made:
                        link.execute(
                            "UPDATE dutydesk.notes SET data = %s"
                            " WHERE desk = %s AND kind = %s AND key = %s AND data = %s",
                            (after, *self._named(key), before),
                        )

            yield put_in_place

    @contextmanager
    def once(self, key: str, data: bytes) -> Iterator[bool]:
        try:
            is_ours = bool(self._server.write(_BEGIN, *self._named(key)))
        except DeskError:
            yield True
            return
        try:
            yield is_ours
        except BaseException:
            if is_ours:
                with suppress(DeskError):
                    self.drop(key)
            raise
        if is_ours:
            with suppress(DeskError):
                self.keep(key, data)

    def make_gate(self, link: Link) -> None:
        """Has what the blocks are held by, of a desk that is being made."""
        link.execute(_KEEP, (*self._named(_GATE), b""))

    def _named(self, key: str) -> tuple[str, str, str]:
        return self._desk, self._kind, key
