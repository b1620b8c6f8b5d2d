"""The journal as rows, each a line by the byte where it begins."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from store.database.files import free_name, put_file
from store.database.lock import KNOWN, DeskRow, Presuming
from store.database.server import Link, Server
from store.errors import CannotRead, DeskDamaged
from store.journal.line import SAYS_ONCE
from store.journal.place import Log, PutInPlace
from store.text import _

TORN_NAME: Final = "journal.torn"
_READ: Final = """
    SELECT at, line FROM dutydesk.journal
    WHERE desk = %(desk)s AND at < %(end)s AND at >= coalesce(
        (SELECT max(at) FROM dutydesk.journal WHERE desk = %(desk)s AND at <= %(start)s), 0)
    AND %(epoch)s = (SELECT epoch FROM dutydesk.desks WHERE desk = %(desk)s)
    ORDER BY at"""

_ONCE: Final = re.compile(SAYS_ONCE % b"([0-9a-f]{32})")
_PUT: Final = "INSERT INTO dutydesk.journal (desk, at, token, line) VALUES (%s, %s, %s, %s)"


class DatabaseLog(Log):
    """The journal of the desk named `desk`."""

    def __init__(self, server: Server, desk: str, name: str) -> None:
        self.name = name
        self._server = server
        self._desk = desk
        found = server.row("SELECT epoch FROM dutydesk.desks WHERE desk = %s", desk)
        if not found:
            raise CannotRead(_("数据库里没有这个值班台，请核对地址里的名称：{name}", name=name))
        self._lock = DeskRow(server, desk, found[0])

    @property
    def lock(self) -> DeskRow:
        return self._lock

    def presuming(self, size: Callable[[], int]) -> AbstractContextManager[object]:
        return Presuming(self._lock, size)

    def size(self) -> int:
        if self._lock.is_ours:
            return self._lock.size
        return self._look()

    def check_in_place(self) -> None:
        if not self._lock.is_ours:
            self._look()

    def _look(self) -> int:
        with self._server.link() as link:
            return self._lock.look(link)

    def read(self, start: int, end: int) -> bytes:
        with self._link() as link, link.long():
            values = {
                "desk": self._desk,
                "start": start,
                "end": end,
                "epoch": self._lock.epoch,
            }
            rows = link.execute(_READ, values, binary=True).fetchall()
        if not rows:
            # Pieces of two journals would be taken for damage, and backed up as that.
            self.check_in_place()
        if not rows or start >= end:
            return b""
        first = rows[0][0]
        at = first
        for begins, line in rows:
            if begins != at:
                raise DeskDamaged(
                    _(
                        "{name} 的日志在第 {at} 字节处缺少内容。请用备份恢复。",
                        name=self.name,
                        at=at + 1,
                    )
                )
            at += len(line)
        return b"".join(line for _begins, line in rows)[start - first : end - first]

    def append(self, line: bytes, at: int) -> None:
        with self._lock:
            self._lock.append(line, at, _token_of(line))

    def stored_once(self, once: str) -> bytes:
        with self._link() as link:
            found = link.execute(KNOWN, (self._desk, once)).fetchone()
        return bytes(found[0]).rstrip(b"\n") if found else b""

    def put_aside(self, start: int, end: int) -> str:
        data = self.read(start, end)
        name = ""

        def work(link: Link) -> None:
            nonlocal name
            name = free_name(link, self._desk, TORN_NAME)
            put_file(link, self._desk, name, data)
            self._cut(link, start)

        with self._server.telling():
            self._lock.write(end, work, start)
        return name

    def _cut(self, link: Link, at: int) -> None:
        """Nothing is in the journal from that byte on."""
        link.execute("DELETE FROM dutydesk.journal WHERE desk = %s AND at >= %s", (self._desk, at))
        link.execute(
            "UPDATE dutydesk.journal SET line = substr(line, 1, (%s - at)::integer)"
            " WHERE desk = %s AND at < %s AND at + length(line) > %s",
            (at, self._desk, at, at),
        )
        link.execute("UPDATE dutydesk.desks SET size = %s WHERE desk = %s", (at, self._desk))

    def flush(self) -> None:
        with self._lock:
            self._lock.flush()

    @contextmanager
    def replacing(self, lines: Iterable[bytes]) -> Iterator[PutInPlace]:
        made = list(lines)

        def work(link: Link) -> None:
            with link.long():
                link.execute("DELETE FROM dutydesk.journal WHERE desk = %s", (self._desk,))
                size = put_lines(link, self._desk, made)
                link.execute(
                    "UPDATE dutydesk.desks SET epoch = %s, size = %s WHERE desk = %s",
                    (new_epoch(), size, self._desk),
                )

        def put_in_place() -> None:
            with self._server.telling():
                self._lock.write(self._lock.size, work)

        yield put_in_place

    def close(self) -> None:
        self._lock.close()

    @contextmanager
    def _link(self) -> Iterator[Link]:
        if held := self._lock.held:
            with self._server.telling():
                yield held
        else:
            with self._server.link() as link:
                yield link


def new_epoch() -> str:
    """What tells a journal from any other that was or will be in its place."""
    return secrets.token_hex(8)


def put_lines(link: Link, desk: str, pieces: Iterable[bytes]) -> int:
    """Stores a whole journal that is not there yet; how many bytes it has."""
    size = 0

    def rows() -> Iterator[tuple[str, int, str, bytes]]:
        nonlocal size
        tokens: set[str] = set()
        for line in _lines_in(pieces):
            token = _token_of(line)
            if token in tokens:
                token = secrets.token_hex(16)
            tokens.add(token)
            yield desk, size, token, line
            size += len(line)

    # COPY would be faster, and is not taken where rows have owners.
    with link.cursor() as cursor:
        cursor.executemany(_PUT, rows())
    return size


def _token_of(line: bytes) -> str:
    """By what a line is known here: what it says itself, wherever it was appended first."""
    said = _ONCE.search(line)
    return said[1].decode() if said else secrets.token_hex(16)


def _lines_in(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of what comes in pieces, each with its end; the last may have none."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line + b"\n" for line in lines)
    if rest:
        yield rest
