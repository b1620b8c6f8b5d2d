"""The database's server as a desk's sessions reach it: connections, how long one waits for an answer, and
what to say when there is none."""

from __future__ import annotations

import atexit
import os
import re
import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, LiteralString, Protocol, TypeVar

import psycopg
from psycopg import errors, generators
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

from store.database.address import Address
from store.database.rows import Row, checked_row, other_tables
from store.errors import CannotReach, CannotRead, CannotWrite, DeskBusy, DeskError, NoDesk
from store.frozen import frozen
from store.printable import printable
from store.text import _

Value = TypeVar("Value")

_ANSWER_SECONDS: Final = 3.0
LONG_ANSWER_SECONDS: Final = 600.0
"""How long one waits for what goes through all lines of a desk."""
_LOCK_WAIT: Final = "2s"
# After this a host that stands still with the desk's row in its hands no longer keeps it from others.
_IDLE_IN_TRANSACTION: Final = "10s"
_SETTINGS: Final = (
    f"SET lock_timeout = '{_LOCK_WAIT}';"
    f" SET idle_in_transaction_session_timeout = '{_IDLE_IN_TRANSACTION}'"
)
_BEGINNING: Final = f"{_SETTINGS}; SELECT pg_backend_pid()"
# Behind a pooler what was set for a connection may be set for another.
_BEGIN: Final = f"BEGIN; {_SETTINGS.replace('SET ', 'SET LOCAL ')}"
_USUAL: Final[dict[str, str | int]] = {
    "connect_timeout": 3,
    "tcp_user_timeout": 3000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "application_name": "dutydesk",
    "client_encoding": "UTF8",
}
_MOST_SHOWN: Final = 200

# What libpq, or the server, says of an address that gets no better by waiting.
_OF_ADDRESS: Final = (
    "connection is bad: invalid ",
    "failed: invalid ",
    "FATAL:  invalid command-line argument",
    "FATAL:  invalid value for parameter",
    "FATAL:  unrecognized configuration parameter",
    "definition of service ",
    "service file ",
    "could not match ",
    "could not parse network address ",
)

# What libpq says where the server, or whoever passes on what it says, went before a key was agreed on.
_WENT: Final = ("SSL SYSCALL error", "SSL error: unexpected eof while reading")

# How a server begins what it says, in whatever language: libpq itself puts one space there.
_REPLIED: Final = re.compile(r"failed: [^\s:]+:  (.*)")

# Of a server that stops, or is none that may be written to: another of the address's hosts may be by now.
_AWAY: Final = (
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.ReadOnlySqlTransaction,
    errors.TooManyConnections,
    errors.QueryCanceled,
    errors.IdleInTransactionSessionTimeout,
)
OVERTAKEN: Final = (
    errors.UniqueViolation,
    errors.SerializationFailure,
    errors.DeadlockDetected,
)
"""Another session was faster; nothing was written."""


class Unconfirmed(Exception):
    """Of a commit nobody knows whether it was done, or whether it will last."""


@frozen
class Repeated:
    """A statement that is said again and again over one connection, and the only such; `types` are those of its
    values, as the server numbers them, `formats` whether each is in its binary form."""

    name: bytes
    text: bytes
    types: list[int]
    formats: list[int]


class Link(psycopg.Connection[Row]):
    """A connection that does not wait for ever for a server that stands still. It is `direct` where no pooler
    stands between, by which the next statement may get to another of the server's connections."""

    answer_seconds = _ANSWER_SECONDS
    is_warned = False
    is_direct = False
    _was_repeated = False
    _is_planned = False

    def wait(self, gen: PQGen[Value], *how: Any, **named: Any) -> Value:
        return super().wait(self._patiently(gen), *how, **named)

    def _patiently(self, gen: PQGen[Value]) -> PQGen[Value]:
        deadline = time.monotonic() + self.answer_seconds
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    deadline = time.monotonic() + self.answer_seconds
                elif time.monotonic() > deadline:
                    gen.close()
                    self.pgconn.finish()
                    raise psycopg.OperationalError("no answer")
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]

    def repeat(self, said: Repeated, *values: bytes) -> int:
        """How many rows were written by what is said with every tip, where the link is `direct`. It is planned
        the second time, and known by its name from then on. psycopg's own way, which takes any values, takes
        longer than the server does. Raises psycopg's errors."""
        pgconn = self.pgconn
        if self._was_repeated and not self._is_planned:
            pgconn.send_prepare(said.name, said.text, said.types)
            self._answer()
            self._is_planned = True
        if self._is_planned:
            pgconn.send_query_prepared(said.name, list(values), said.formats)
        else:
            pgconn.send_query_params(said.text, list(values), said.types, said.formats)
        answer = self._answer()
        self._was_repeated = True
        return answer.command_tuples or 0

    def _answer(self) -> PGresult:
        answers: list[PGresult] = self.wait(generators.execute(self.pgconn))
        for answer in answers:
            if answer.status != ExecStatus.COMMAND_OK:
                raise errors.error_from_result(answer)
        return answers[0]

    @contextmanager
    def long(self) -> Iterator[None]:
        """Waits longer for what goes through all lines of a desk."""
        self.answer_seconds = LONG_ANSWER_SECONDS
        try:
            yield
        finally:
            self.answer_seconds = _ANSWER_SECONDS


class Holder(Protocol):
    """Whoever holds a desk's row, as long as its journal is of that `epoch`."""

    epoch: str

    @property
    def size(self) -> int:
        """How many bytes the journal has."""

    def write(self, at: int, work: Callable[[Link], object]) -> None:
        """Does the work and commits it, if the journal ends `at` that byte."""


class _OfThread(threading.local):
    """Which desks' rows this thread holds, by the names of the desks, and the connections of the
    transactions it is in."""

    def __init__(self) -> None:
        self.rows: dict[str, Holder] = {}
        self.inside: list[Link] = []


class Server:
    """What is at the address of a database, of which this process keeps few connections.

    Whatever it gives out commits each statement unless a transaction is begun. Calling again is all it
    takes to reach it anew. Which desk `address` names is nothing to it: others share it. `beginning` is
    what begins a transaction.
    """

    beginning: LiteralString = _BEGIN

    def __init__(self, address: Address) -> None:
        self._address = address
        self._idle: Link | None = None
        self._guard = threading.Lock()
        self._threads = _OfThread()

    def take(self) -> Link:
        """A connection, for `give_back`. Raises psycopg's errors, or `DeskError`."""
        with self._guard:
            found, self._idle = self._idle, None
        if found:
            if not found.closed and not _has_news(found):
                found.is_warned, found.answer_seconds = False, _ANSWER_SECONDS
                return found
            found.close()
        return self._connect()

    def give_back(self, link: Link) -> None:
        """Has it kept for the next, if it can be used and none is."""
        is_usable = not link.closed and link.info.transaction_status == TransactionStatus.IDLE
        with self._guard:
            if is_usable and not self._idle:
                self._idle = link
                return
        link.close()

    @contextmanager
    def link(self) -> Iterator[Link]:
        """A connection for the block, that of the `transaction` that the block is a part of. What fails
        there raises `CannotReach`, or what else `told` tells."""
        with self.telling():
            if self._threads.inside:
                yield self._threads.inside[-1]
                return
            link = self.take()
            try:
                yield link
            finally:
                self.give_back(link)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Where the block raises one of psycopg's errors, or `Unconfirmed`, that is told in a
        sentence."""
        try:
            yield
        except psycopg.Error as error:
            raise self.told(error) from None
        except Unconfirmed:
            raise CannotReach(
                _(
                    "与数据库失去联系，尚不能确定是否已经完成。请稍后核实，再决定是否重做：{where}",
                    where=self._address.server,
                )
            ) from None

    @contextmanager
    def transaction(self) -> Iterator[Link]:
        """As `link`; what the block does is done as a whole, durably, at its end, or not at all."""
        with self.telling():
            link = self.take()
            try:
                self.begin(link)
                self._threads.inside.append(link)
                try:
                    yield link
                except BaseException:
                    self.roll_back(link)
                    raise
                finally:
                    self._threads.inside.pop()
                self.commit(link)
            finally:
                self.give_back(link)

    def row(self, query: str, *values: object) -> Row | None:
        """The first row that a query finds. Raises as `link`."""
        with self.link() as link:
            return link.execute(query, values).fetchone()

    def write(self, statement: str, *values: object) -> Row | None:
        """Does what one statement says, durably; the first row that it returns. Raises as `link`."""
        with self.link() as link:
            cursor = link.execute(statement, values)
            if link.is_warned:
                raise Unconfirmed
            return cursor.fetchone() if cursor.description else None

    def begin_anew(self, desk: str, epoch: str, work: Callable[[Link], object]) -> None:
        """As `transaction`, for `work` that gives the desk another `epoch`: whoever holds its row, this
        thread alone, holds it on; every other session is at another desk by now."""
        if held := self._threads.rows.get(desk):
            with self.telling():
                held.write(held.size, work)
            held.epoch = epoch
        else:
            with self.transaction() as link:
                work(link)

    def hold(self, desk: str, holder: Holder | None) -> None:
        """Says who holds that desk's row in this thread."""
        if holder:
            self._threads.rows[desk] = holder
        else:
            self._threads.rows.pop(desk, None)

    def begin(self, link: Link) -> None:
        """Begins a transaction."""
        link.execute(self.beginning)

    def commit(self, link: Link) -> None:
        """Ends it. Raises `Unconfirmed` where there is no answer, or the server warns that the others
        may not have it, or psycopg's errors."""
        link.is_warned = False
        try:
            link.commit()
        except psycopg.Error as error:
            if is_unknown(error):
                raise Unconfirmed from None
            raise
        if link.is_warned:
            raise Unconfirmed

    def roll_back(self, link: Link) -> None:
        """Ends it as if it had not been. Raises nothing."""
        with suppress(psycopg.Error):
            link.rollback()

    def forget(self) -> None:
        """Begins without connections, and leaves those there are to whoever has them."""
        self._guard, self._threads, self._idle = threading.Lock(), _OfThread(), None

    def close(self) -> None:
        """Lets go of the connection that nobody uses."""
        with self._guard:
            link, self._idle = self._idle, None
        if link:
            link.close()

    def _connect(self) -> Link:
        try:
            given = conninfo_to_dict(self._address.server)
            wanted: dict[str, Any] = {**_USUAL, **given}
            # Behind a pooler the server's connection is another each time, where another client's statement
            # may stand under the name of one that was prepared.
            link = Link.connect(
                **wanted, autocommit=True, prepare_threshold=None, row_factory=checked_row
            )
        except psycopg.OperationalError as error:
            raise self._not_reached(error) from None
        except (psycopg.ProgrammingError, UnicodeError) as error:
            # A name that can be no host's fails as it is looked up.
            raise _no_address(error) from None

        def notice(diagnostic: errors.Diagnostic) -> None:
            if diagnostic.sqlstate == "01000":
                link.is_warned = True

        link.add_notice_handler(notice)
        begun = link.execute(_BEGINNING)
        while begun.nextset():
            pass
        # A pooler gives its own number to whoever connects.
        link.is_direct = begun.fetchone() == (link.info.backend_pid,)
        return link

    def _not_reached(self, error: psycopg.Error) -> DeskError:
        """What to say when there was no connection. Before there is one no error has a code, and what the
        server says is in its own language."""
        said, where = str(error), self._address.server

        def says(*words: str) -> bool:
            return any(word in said for word in words)

        if says(*_OF_ADDRESS):
            return _no_address(error)
        if says("no password supplied"):
            return CannotRead(
                _(
                    "数据库要求密码。请在 ~/.pgpass 里写一行 主机:端口:数据库:账户:密码，并 chmod 600：{where}",
                    where=where,
                )
            )
        if says(*_WENT):
            return self.away()
        if says("SSL", "certificate", "pg_hba.conf"):
            return CannotRead(
                _(
                    "与数据库没有建立起可信的加密连接，没有发送任何内容。"
                    "请核对地址里的 sslmode、sslrootcert 和服务器的证书（{reason}）。",
                    reason=_reason(error),
                )
            )
        if says("password authentication failed", "Password 认证失败"):
            return CannotRead(
                _("数据库不接受所给的账户或密码，请核对 ~/.pgpass：{where}", where=where)
            )
        name = f'"{self._address.database}"'
        if says(f"database {name} does not exist", f"数据库 {name} 不存在"):
            return NoDesk(
                _(
                    "没有名为“{database}”的数据库，请核对地址：{where}",
                    database=self._address.database,
                    where=where,
                )
            )
        if says('FATAL:  role "', '致命错误:  角色 "'):
            return CannotRead(_("数据库没有这个账户，请核对地址里的账户：{where}", where=where))
        if replies := _REPLIED.findall(said):
            reason = printable(replies[-1][:_MOST_SHOWN])
            return CannotReach(
                _(
                    "数据库没有接受连接（{reason}）。请稍后再试，或请管理员查看：{where}",
                    reason=reason,
                    where=where,
                )
            )
        return self.away()

    def away(self) -> CannotReach:
        """What to say when there is no answer."""
        return CannotReach(
            _(
                "数据库暂时连不上。请稍后再试，或请管理员查看：{where}",
                where=self._address.server,
            )
        )

    def told(self, error: psycopg.Error) -> DeskError:
        """What to say of an error."""
        where = self._address.server
        if is_away(error):
            return self.away()
        match error:
            case (
                errors.LockNotAvailable()
                | errors.SerializationFailure()
                | errors.DeadlockDetected()
            ):
                return busy()
            case errors.UndefinedTable() | errors.InvalidSchemaName():
                return NoDesk(
                    _(
                        "数据库里还没有值班台的表。请管理员先运行 dutydesk database-setup 给出的语句：{where}",
                        where=where,
                    )
                )
            case errors.UndefinedColumn() | errors.UndefinedFunction() | errors.DatatypeMismatch():
                return other_tables()
            case errors.InsufficientPrivilege():
                return CannotWrite(
                    _(
                        "数据库账户没有做这件事的权限，没有保存。"
                        "请管理员按 dutydesk database-setup 给出的语句授权：{where}",
                        where=where,
                    )
                )
            case errors.DiskFull():
                return CannotWrite(
                    _("磁盘已满，没有保存。请腾出空间后再保存一次：{path}", path=where)
                )
        return CannotWrite(
            _(
                "数据库未能执行（{reason}），没有保存：{where}",
                reason=_reason(error),
                where=where,
            )
        )


class OneLink(Server):
    """The server as one transaction sees it, of which nobody else sees anything until it is
    committed: each of its own is a part of that."""

    beginning = "SAVEPOINT part"

    def __init__(self, address: Address, link: Link) -> None:
        super().__init__(address)
        self._link = link

    def take(self) -> Link:
        return self._link

    def give_back(self, link: Link) -> None:
        """It is kept."""

    def commit(self, link: Link) -> None:
        link.execute("RELEASE SAVEPOINT part")

    def roll_back(self, link: Link) -> None:
        with suppress(psycopg.Error):
            link.execute("ROLLBACK TO SAVEPOINT part")


def busy() -> DeskBusy:
    """What to say when another session held the desk, or was faster."""
    return DeskBusy(_("另一个程序占用值班台，没有保存。请稍后再试。"))


def is_away(error: psycopg.Error) -> bool:
    """Whether the server cannot be reached, or was lost on the way."""
    if isinstance(error, _AWAY):
        return True
    # What the server itself said has a code; that of a pooler which lost the server begins with 08.
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and (
        not error.sqlstate or error.sqlstate.startswith("08")
    )


def is_unknown(error: psycopg.Error) -> bool:
    """Whether nobody knows, after that error, if what was to be committed was."""
    if isinstance(error, errors.ReadOnlySqlTransaction):
        return False
    if isinstance(error, errors.StatementCompletionUnknown) or is_away(error):
        return True
    # A refusal has a code; 58 is said of what failed around a server.
    return not error.sqlstate or error.sqlstate.startswith("58")


def _no_address(error: psycopg.Error | UnicodeError) -> NoDesk:
    return NoDesk(_("数据库地址不能识别：{reason}", reason=_reason(error)))


def _reason(error: psycopg.Error | UnicodeError) -> str:
    """What the server or a library said, shortened, on one line."""
    said = (isinstance(error, psycopg.Error) and error.diag.message_primary) or str(error)
    return printable(" ".join(said.split())[:_MOST_SHOWN])


def _has_news(link: Link) -> bool:
    """Whether the server said something to nobody: that it goes."""
    ready = select.poll()
    ready.register(link.fileno(), select.POLLIN)
    return bool(ready.poll(0))


_servers: dict[str, Server] = {}


def server_at(address: Address) -> Server:
    """The server of that address, one for this process."""
    return _servers.setdefault(address.server, Server(address))


def _begin_child() -> None:
    """The connections of a process that forks are its own: what the child would say there goes in
    between."""
    for server in _servers.values():
        server.forget()


def close_all() -> None:
    """Lets go of all connections of this process that nobody uses."""
    for server in _servers.values():
        server.close()


atexit.register(close_all)
os.register_at_fork(after_in_child=_begin_child)
