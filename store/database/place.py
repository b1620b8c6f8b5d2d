"""A desk in a database: of which rows it is made, how it comes to be, and how it goes."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import IO, Any, Final

import platformdirs
import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from store import disk
from store.database.address import Address
from store.database.files import DatabaseBlob, DatabaseFiles, put_file
from store.database.lock import LOOK
from store.database.log import DatabaseLog, new_epoch, put_lines
from store.database.notes import DatabaseNotes
from store.database.overview import READ, OverviewBlob
from store.database.server import LONG_ANSWER_SECONDS, Link, OneLink, Server, server_at
from store.database.sessions import DatabaseSessions
from store.disk import Piece
from store.errors import CannotWrite, DeskDamaged, DeskError, DeskExists, NoDesk
from store.folder.blob import FileBlob
from store.journal.place import (
    CHECKPOINT,
    FILES,
    JOURNAL,
    NOTICE,
    Blob,
    Ended,
    Place,
    PutInPlace,
    file_in_part,
)
from store.text import _

_PORT: Final = "5432"
_MOST_IN_MEMORY: Final = 16 * 1024 * 1024
# No file takes a day to be written.
_SWEEP: Final = """
    DELETE FROM dutydesk.pieces WHERE desk = %s AND made < now() - interval '1 day'
    AND blob NOT IN (SELECT blob FROM dutydesk.files WHERE desk = %s)"""


class Database(Place):
    """The desk that `address` names, which need not be there yet."""

    drafts: DatabaseNotes
    reminders: DatabaseNotes
    columns: DatabaseNotes
    is_checkpoint_ours_alone = True

    def __init__(self, address: Address, server: Server | None = None) -> None:
        self.name = str(address)
        self._address = address
        self._server = server = server or server_at(address)
        self._desk = desk = address.desk
        self._cache = _cache_of(self.kept_as)
        self.notice = DatabaseBlob(server, desk, NOTICE)
        self.checkpoint: Blob = _HostBlob(self._cache / CHECKPOINT)
        self.overview = OverviewBlob(server, desk)
        self.drafts = DatabaseNotes(server, desk, "drafts")
        self.reminders = DatabaseNotes(server, desk, "reminders")
        self.columns = DatabaseNotes(server, desk, "columns")
        self.files = DatabaseFiles(server, desk)

    @classmethod
    def all_beside(cls, one: Address) -> list[Database]:
        """All desks in the database of that address, whichever it names. Raises a `DeskError`."""
        with server_at(one).link() as link:
            names = link.execute("SELECT desk FROM dutydesk.desks ORDER BY desk").fetchall()
        return [cls(replace(one, desk=name)) for (name,) in names]

    @property
    def address(self) -> str:
        return self.name

    @property
    def kept_as(self) -> str:
        return _kept_as(self._address)

    @property
    def away_sentence(self) -> str:
        return _("数据库暂时连不上，已填内容留在本机，正在重连")

    def log(self) -> DatabaseLog:
        return DatabaseLog(self._server, self._desk, self.name)

    def sessions(self) -> DatabaseSessions:
        return DatabaseSessions(self._server, self._desk)

    def glance(self) -> tuple[int, object]:
        found = self._server.row(
            f"SELECT size, ended, {READ} FROM dutydesk.desks"  # noqa: S608
            " LEFT JOIN dutydesk.overviews USING (desk) WHERE desk = %s",
            self._desk,
        )
        if not found:
            raise FileNotFoundError(self.name)
        return int(found[0]), found[1:]

    def _row(self) -> tuple[int, bytes | None] | None:
        found = self._server.row(LOOK, self._desk)
        return (int(found[1]), found[2]) if found else None

    def check_has_desk(self) -> None:
        found = self._row()
        if not found or found[1]:
            raise NoDesk(
                _(
                    "{folder} 没有值班台；请先运行 dutydesk init --example（用随附公告）"
                    "或 dutydesk init --notice 文件（用本组公告）。",
                    folder=self.name,
                )
            )
        if not found[0]:
            raise DeskDamaged(
                _(
                    "{folder} 中缺少 {journal}，未作改动。请找回该文件，或用备份恢复。",
                    folder=self.name,
                    journal=JOURNAL,
                )
            )

    # Set up

    def check_can_found(self) -> None:
        self._row()

    def found(self, notice: bytes, line: bytes, checkpoint: Iterable[Piece]) -> None:
        with self._founding() as link:
            put_lines(link, self._desk, [line])
            self._set_size(link, len(line))
            put_file(link, self._desk, NOTICE, notice)
        with suppress(CannotWrite):
            self.checkpoint.replace(checkpoint)

    @contextmanager
    def _founding(self) -> Iterator[Link]:
        """A transaction in which the desk is there, as yet without anything. Raises `DeskExists`."""
        server = self._server
        try:
            with server.link() as link:
                server.begin(link)
                try:
                    self._make_desk(link)
                    yield link
                except BaseException:
                    server.roll_back(link)
                    raise
                server.commit(link)
        except _Exists:
            raise self._exists() from None

    def _exists(self) -> DeskExists:
        if self.ended():
            return DeskExists(
                _(
                    "{folder} 的值班台已结束或已移走，未作改动；请另取一个名称（desk=…）。",
                    folder=self.name,
                )
            )
        return DeskExists(_("{folder} 已有值班台，未作改动；请直接打开它。", folder=self.name))

    def _make_desk(self, link: Link) -> None:
        try:
            link.execute(
                "INSERT INTO dutydesk.desks (desk, epoch, size) VALUES (%s, %s, 0)",
                (self._desk, new_epoch()),
            )
        except errors.UniqueViolation:
            raise _Exists from None
        for notes in (self.drafts, self.reminders, self.columns):
            notes.make_gate(link)

    def _set_size(self, link: Link, size: int) -> None:
        link.execute("UPDATE dutydesk.desks SET size = %s WHERE desk = %s", (size, self._desk))

    @contextmanager
    def restoring(self, parts: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[Database]:
        with ExitStack() as looked_at, self._founding() as link:
            new = Database(self._address, OneLink(self._address, link))
            for name, pieces in parts:
                if name == CHECKPOINT:
                    new.checkpoint = looked_at.enter_context(self._looked_at(pieces))
                else:
                    new._put_part(link, name, pieces)
            yield new
            # The commit is of all that was put there.
            link.answer_seconds = LONG_ANSWER_SECONDS

    @contextmanager
    def _looked_at(self, pieces: Iterable[bytes]) -> Iterator[Blob]:
        """A checkpoint as long as it is held against the journal: each host makes its own."""
        with disk.writing_to(self._cache):
            disk.make_folder(self._cache)
            with disk.temporary_in(self._cache) as (fd, path):
                for piece in pieces:
                    disk.write_all(fd, piece)
                yield FileBlob(path)

    def _put_part(self, link: Link, name: str, pieces: Iterable[bytes]) -> None:
        if file_id := file_in_part(name):
            with self.files.writing() as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                file.keep(file_id)
        elif name == JOURNAL:
            self._set_size(link, put_lines(link, self._desk, pieces))
        else:
            put_file(link, self._desk, name, b"".join(pieces))

    def scratch(self) -> IO[bytes]:
        with disk.writing_to(self._cache):
            disk.make_folder(self._cache)
            return tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY, dir=str(self._cache))

    # The end

    def names_put_aside(self) -> tuple[str, ...]:
        with self._server.link() as link:
            rows = link.execute(
                "SELECT name FROM dutydesk.files WHERE desk = %s", (self._desk,)
            ).fetchall()
        here = [path.name for path in self._cache.glob(f"{CHECKPOINT}.damaged-*")]
        there = [name for (name,) in rows if name != NOTICE and not name.startswith(f"{FILES}/")]
        return tuple(sorted((*here, *there)))

    def ended(self) -> Ended | None:
        # Of the journal an office that sees figures alone reads nothing.
        found = self._server.row("SELECT ended FROM dutydesk.desks WHERE desk = %s", self._desk)
        return Ended.read(bytes(found[0])) if found and found[0] else None

    def mark_ended(self, mark: Ended) -> None:
        self._mark(mark.said())

    def forget_end(self) -> None:
        self._mark(None)

    def _mark(self, said: bytes | None) -> None:
        epoch = new_epoch()
        self._server.begin_anew(
            self._desk,
            epoch,
            lambda link: link.execute(
                "UPDATE dutydesk.desks SET ended = %s, epoch = %s WHERE desk = %s",
                (said, epoch, self._desk),
            ),
        )

    def remove_rest(self) -> None:
        epoch = new_epoch()
        self._server.begin_anew(self._desk, epoch, lambda link: self._remove(link, epoch))
        self.drop_copies()

    def drop_copies(self) -> None:
        # Where versions before 0.6 kept them, too, by the address as it was written.
        for cache in (self._cache, _cache_of(self.name)):
            with disk.writing_to(cache):
                for path in cache.glob(f"{CHECKPOINT}*"):
                    path.unlink(missing_ok=True)

    def rest(self) -> tuple[str, ...]:
        # All goes at once.
        found = self._server.row("SELECT size FROM dutydesk.desks WHERE desk = %s", self._desk)
        return (JOURNAL,) if found and found[0] else ()

    def _remove(self, link: Link, epoch: str) -> None:
        with link.long():
            for table in ("notes", "presence", "overviews", "pieces", "files", "journal"):
                link.execute(f"DELETE FROM dutydesk.{table} WHERE desk = %s", (self._desk,))  # noqa: S608
            link.execute(
                "UPDATE dutydesk.desks SET epoch = %s, size = 0 WHERE desk = %s",
                (epoch, self._desk),
            )

    def sweep(self, lock: AbstractContextManager[Any]) -> None:
        disk.sweep(self._cache)
        with suppress(DeskError):
            self._server.write(_SWEEP, self._desk, self._desk)

    # Who may read it

    def loose(self) -> tuple[str, ...]:
        try:
            with self._server.link() as link:
                if link.pgconn.ssl_in_use or _is_on_this_host(link):
                    return ()
        except DeskError:
            return ()
        return (
            _(
                "与数据库的连接没有加密，途中可能被他人读到；请在地址中加上 sslmode=verify-full：{where}",
                where=self.name,
            ),
        )

    def holds(self, file: Path) -> bool:
        return file.resolve().is_relative_to(self._cache.resolve())


class _Exists(Exception):
    """There is a desk of that name."""


class _HostBlob(FileBlob):
    """A file of this host alone, in a folder that is made with the first."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._folder = path.parent

    @contextmanager
    def replacing(self, pieces: Iterable[Piece]) -> Iterator[PutInPlace]:
        with disk.writing_to(self._folder):
            disk.make_folder(self._folder)
        with super().replacing(pieces) as put_in_place:
            yield put_in_place


def _kept_as(address: Address) -> str:
    """The desk by its hosts, its database and its name: with another role in the address, or another way to
    connect, it is the same."""
    try:
        given = conninfo_to_dict(address.server)
    except (psycopg.ProgrammingError, UnicodeError):
        # It cannot be connected to either, and that is told.
        return str(address)
    hosts = str(given.get("host") or given.get("hostaddr") or "").split(",")
    ports = str(given.get("port") or "").split(",")
    ports *= len(hosts) if len(ports) == 1 else 1
    servers = sorted(f"{host}:{port or _PORT}" for host, port in zip(hosts, ports, strict=False))
    database = given.get("dbname") or given.get("user") or ""
    return f"postgresql://{','.join(servers)}/{database}?desk={address.desk}"


def _cache_of(kept_as: str) -> Path:
    """Where this host keeps its copy of the tables of the desk that goes by that name here."""
    name = hashlib.sha256(kept_as.encode()).hexdigest()[:32]
    return platformdirs.user_state_path("dutydesk") / "checkpoints" / name


def _is_on_this_host(link: Link) -> bool:
    """Whether what is said to the server stays on this host."""
    address = link.info.hostaddr
    return not address or ip_address(address).is_loopback
