"""The sessions at a desk: each has a row that it renews while it lives."""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from typing import Final

from store.database.server import Server
from store.errors import DeskError
from store.journal.place import Sessions

# Of a host that died nothing tells; its clock says nothing either: the times are the server's.
_RENEWED_EACH_SECONDS: Final = 15.0
_SAY: Final = """
    INSERT INTO dutydesk.presence (desk, session, said, seen) VALUES (%s, %s, %s, now())
    ON CONFLICT (desk, session) DO UPDATE SET said = excluded.said, seen = now()"""
# No session says so much; each asks for it twice a second.
_OTHERS: Final = """
    SELECT said FROM dutydesk.presence
    WHERE desk = %s AND session <> %s AND seen > now() - interval '45 seconds'
    AND octet_length(said) < 65536"""

_GO: Final = """
    DELETE FROM dutydesk.presence
    WHERE desk = %s AND (session = %s OR seen < now() - interval '45 seconds')"""


class DatabaseSessions(Sessions):
    """The sessions at the desk named `desk`, and one more."""

    def __init__(self, server: Server, desk: str) -> None:
        self._server = server
        self._desk = desk
        self._session = ""
        self._said = b""
        self._renewed = 0.0

    def say(self, data: bytes) -> None:
        if not self._session:
            self._session = secrets.token_hex(8)
        self._said = data
        self._server.write(_SAY, self._desk, self._session, data)
        self._renewed = time.monotonic()

    def others(self) -> list[bytes]:
        with suppress(DeskError):
            if self._said and time.monotonic() - self._renewed > _RENEWED_EACH_SECONDS:
                self.say(self._said)
            with self._server.link() as link:
                rows = link.execute(_OTHERS, (self._desk, self._session)).fetchall()
            return [row[0] for row in rows]
        return []

    def close(self) -> None:
        if self._session:
            with suppress(DeskError):
                self._server.write(_GO, self._desk, self._session)
            self._session, self._said = "", b""
