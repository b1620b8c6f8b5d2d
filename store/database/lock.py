"""The lock of a desk in a database: its row, held by the transaction that writes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Final

import psycopg
from psycopg import errors, sql
from psycopg.postgres import types

from store.database.rows import Row
from store.database.server import (
    OVERTAKEN,
    Link,
    Repeated,
    Server,
    Unconfirmed,
    busy,
    is_unknown,
)
from store.errors import DeskDamaged, DeskError, MaybeSaved, Overtaken
from store.journal.place import was_overtaken
from store.text import _

PATIENCE_SECONDS: Final = 30.0
# How long one looks for what became of a line to which there was no answer.
_FINDING_OUT_SECONDS: Final = 3.0
_PAUSE_SECONDS: Final = 0.1

# What `desks.size` says is for those who see figures alone, and older programs: whoever holds the desk's row
# could write there what hides lines. The journal itself says how long it is.
_SIZE: Final = """coalesce((
    SELECT j.at + octet_length(j.line) FROM dutydesk.journal j
    WHERE j.desk = d.desk ORDER BY j.at DESC LIMIT 1), 0)"""
LOOK: Final = f"SELECT epoch, {_SIZE} AS size, ended FROM dutydesk.desks d WHERE desk = %s"  # noqa: S608
_HOLD: Final = "SELECT 1 FROM dutydesk.desks WHERE desk = %s FOR UPDATE"
_APPEND: Final = """
    WITH grown AS (UPDATE dutydesk.desks SET size = %(end)s WHERE desk = %(desk)s)
    INSERT INTO dutydesk.journal (desk, at, token, line)
    VALUES (%(desk)s, %(at)s, %(token)s, %(line)s)"""
_TEXT, _NUMBER, _BYTES = (types[name].oid for name in ("text", "int8", "bytea"))
# It holds the row for itself alone. Who waited for that sees the row as it is by then, but the journal as it was
# before: therefore the size counts too, and where that was forged the row is held as usual. What is left to
# chance by all of it the primary key refuses.
_APPEND_AT_ONCE: Final = Repeated(
    b"dutydesk append",
    f"""
    WITH grown AS (
        UPDATE dutydesk.desks d SET size = $4
        WHERE d.desk = $1 AND d.epoch = $2 AND d.size = $3 AND {_SIZE} = $3
        RETURNING d.desk)
    INSERT INTO dutydesk.journal (desk, at, token, line)
    SELECT desk, $3, $5, $6 FROM grown""".encode(),  # noqa: S608
    [_TEXT, _TEXT, _NUMBER, _NUMBER, _TEXT, _BYTES],
    [0, 0, 0, 0, 0, 1],
)
# What does not begin where another ends is no part of the journal: somebody put it there.
KNOWN: Final = """
    SELECT line FROM dutydesk.journal j WHERE desk = %s AND token = %s AND at = coalesce((
        SELECT b.at + octet_length(b.line) FROM dutydesk.journal b
        WHERE b.desk = j.desk AND b.at < j.at ORDER BY b.at DESC LIMIT 1), 0)"""
"""Finds the line of that token."""
_AFTER: Final = "UPDATE dutydesk.desks SET size = size WHERE desk = %s"
# Whoever waits for the row asks once more.
_NOT_YET: Final = (errors.LockNotAvailable, errors.SerializationFailure, errors.DeadlockDetected)


class DeskRow:
    """Held in a `with` block, again within it by the same thread.

    The row goes free with each commit, and where the connection is lost: whatever is appended after
    that within the block is `Overtaken` unless the journal ends where the block began or last wrote.
    """

    def __init__(self, server: Server, desk: str, epoch: str) -> None:
        self._server = server
        self._desk = desk
        self.epoch = epoch
        # The size by a statement of its own: it sees what was committed while the row was waited for.
        statements = "; ".join((server.beginning, _HOLD, LOOK)).replace("%s", "{desk}")
        self._holding = sql.SQL(statements).format(desk=desk).as_bytes()
        self._threads = threading.RLock()
        self._depth = 0
        self._owner = 0
        self._link: Link | None = None
        self._size = 0
        self._knows_size = False
        self._has_rivals = False

    def __enter__(self) -> DeskRow:
        self._enter(self._begin)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if not self._depth:
            self._owner = 0
            self._server.hold(self._desk, None)
            self._let_go()
        self._threads.release()

    def _enter(self, begin: Callable[[], None]) -> None:
        if not self._threads.acquire(timeout=PATIENCE_SECONDS):
            raise busy()
        try:
            if not self._depth:
                begin()
                self._owner = threading.get_ident()
                self._server.hold(self._desk, self)
        except BaseException:
            self._threads.release()
            raise
        self._depth += 1

    def presume(self, size: Callable[[], int]) -> None:
        """Enters it as `Log.presuming` does. The row is held only while a line is written."""

        def begin() -> None:
            self._size = known = size()
            self._knows_size = True
            # Whoever was overtaken would be again: they take turns, until nobody else writes.
            if known < 0 or self._has_rivals:
                self._begin()
                self._has_rivals = self._size != known

        self._enter(begin)

    def close(self) -> None:
        """Lets go of the connection; what another thread is writing is not taken from it."""
        if self.is_ours:
            self._let_go()

    @property
    def is_ours(self) -> bool:
        """Whether this thread holds it."""
        return self._owner == threading.get_ident()

    @property
    def held(self) -> Link | None:
        """The connection that holds it, for the thread that does."""
        return self._link if self.is_ours else None

    @property
    def size(self) -> int:
        """How many bytes the journal has, for the thread that holds it: with the row in its hands, once
        something was not written or nobody knows. Raises as entering it."""
        if not (self._knows_size or self._link):
            self._begin()
        return self._size

    def look(self, link: Link) -> int:
        """How many bytes the journal has. Raises `DeskDamaged` where it is another by now, or psycopg's
        errors."""
        return self._size_in(link.execute(LOOK, (self._desk,)))

    def _hold(self, link: Link) -> int:
        """As `look`, and nobody else writes there for the transaction that this begins: in one message,
        since each takes as long as the server is far away or busy."""
        answers = link.execute(self._holding)
        while answers.nextset():
            pass
        return self._size_in(answers)

    def _size_in(self, looked: psycopg.Cursor[Row]) -> int:
        found = looked.fetchone()
        if not found or found[0] != self.epoch:
            raise DeskDamaged(_("值班台的文件被移走或替换了，请关闭后重新打开。"))
        return int(found[1])

    def append(self, line: bytes, at: int, token: str) -> None:
        """The line is in the journal, durably, under that token. Raises as `Log.append`."""
        end = at + len(line)
        values = {"desk": self._desk, "at": at, "token": token, "line": line, "end": end}
        self._knows_size = False
        # What it was decided by is not what the block began with: then it is decided anew.
        if at != self._size:
            raise was_overtaken()
        try:
            if self._link or not self._append_at_once(line, at, token):
                self.write(at, lambda link: link.execute(_APPEND, values))
        except Unconfirmed:
            self._find_out(values)
        except Overtaken as overtaken:
            # A server that orders all transactions asks for one to be done again, with no row in the way.
            if isinstance(overtaken.__cause__, errors.UniqueViolation):
                self._check_was_overtaken(at, token)
            raise
        self._size, self._knows_size = end, True

    def _append_at_once(self, line: bytes, at: int, token: str) -> bool:
        """Stores the line by one statement, which is a transaction of its own. Whether it was done: where it
        was not, nothing is written, and the row is to be held first. Raises as `write`."""
        with self._server.telling():
            link = self._server.take()
        try:
            if not link.is_direct:
                # It would wait for the row as long as another client's settings say.
                return False
            where = self._desk.encode(), self.epoch.encode(), b"%d" % at, b"%d" % (at + len(line))
            is_done = link.repeat(_APPEND_AT_ONCE, *where, token.encode(), line)
            if link.is_warned:
                raise Unconfirmed
        except errors.LockNotAvailable:
            return False
        except (errors.InvalidSqlStatementName, errors.DuplicatePreparedStatement):
            # Somebody has the server forget what was planned, or passes on to another of its connections.
            link.close()
            return False
        except OVERTAKEN as error:
            self._has_rivals = True
            raise was_overtaken() from error
        except psycopg.Error as error:
            if is_unknown(error):
                raise Unconfirmed from None
            raise self._server.told(error) from None
        finally:
            self._server.give_back(link)
        if not is_done:
            self._has_rivals = True
            raise was_overtaken()
        return True

    def flush(self) -> None:
        """What is there by now will last. Raises `MaybeSaved` where nobody knows, or as `write`."""
        try:
            self._commit_after()
        except Unconfirmed:
            raise _nobody_knows() from None

    def write(self, at: int, work: Callable[[Link], object], end: int | None = None) -> None:
        """Does the `work` and commits it, if the journal ends `at` that byte; it has its `end` there then, if that
        is another. Raises `Unconfirmed`, `Overtaken`, or another `DeskError`."""
        if self._link is None:
            self._begin()
        link = self._link
        assert link is not None
        try:
            if self._size != at:
                raise was_overtaken()
            work(link)
        except OVERTAKEN as error:
            self._let_go()
            raise was_overtaken() from error
        except psycopg.Error as error:
            # Nothing is committed before the end.
            self._let_go()
            raise self._server.told(error) from None
        except BaseException:
            self._let_go()
            raise
        self._link = None
        try:
            self._server.commit(link)
        except OVERTAKEN as error:
            raise was_overtaken() from error
        except psycopg.Error as error:
            raise self._server.told(error) from None
        finally:
            self._server.give_back(link)
        self._size = at if end is None else end

    def _check_was_overtaken(self, at: int, token: str) -> None:
        """Raises `DeskDamaged` where the journal still ends `at` that byte, and has no line of that token:
        whoever is faster has it grow, and a row in the way that nobody wrote so would be in it for ever."""
        with self._server.link() as link:
            is_there = link.execute(KNOWN, (self._desk, token)).fetchone()
            if self.look(link) == at and not is_there:
                raise DeskDamaged(
                    _(
                        "数据库中该值班台的日志在第 {at} 字节之后还有不属于日志的行，没有保存。"
                        "请管理员核对。",
                        at=at,
                    )
                )

    def _begin(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Takes the row. Raises `DeskBusy` after so long, `DeskDamaged` or `CannotReach`."""
        deadline = time.monotonic() + seconds
        while True:
            with self._server.telling():
                link = self._server.take()
            try:
                self._size, self._knows_size = self._hold(link), True
            except psycopg.Error as error:
                self._give_up(link)
                if not isinstance(error, _NOT_YET):
                    raise self._server.told(error) from None
                if time.monotonic() > deadline:
                    raise busy() from None
            except BaseException:
                self._give_up(link)
                raise
            else:
                self._link = link
                return

    def _let_go(self) -> None:
        link, self._link = self._link, None
        if link:
            self._give_up(link)

    def _give_up(self, link: Link) -> None:
        self._server.roll_back(link)
        self._server.give_back(link)

    def _find_out(self, values: dict[str, object]) -> None:
        """Whether the line was stored, to which there was no answer; else it is stored now. Raises
        `Overtaken` where another is in its place, `DeskDamaged`, or `MaybeSaved`."""
        deadline = time.monotonic() + _FINDING_OUT_SECONDS
        while True:
            with suppress(Unconfirmed):
                try:
                    self._server.close()
                    self._begin(_FINDING_OUT_SECONDS)
                    self._store_unless_stored(values)
                    return
                except Overtaken as overtaken:
                    # Who is asked to do it again does not know by that whether it is there.
                    if not isinstance(overtaken.__cause__, _NOT_YET):
                        raise
                except DeskDamaged:
                    raise
                except DeskError:
                    # Who is not let in, or not yet, does not know either.
                    pass
                finally:
                    self._let_go()
                    self._knows_size = False
            if time.monotonic() > deadline:
                raise _nobody_knows()
            time.sleep(_PAUSE_SECONDS)

    def _store_unless_stored(self, values: dict[str, object]) -> None:
        link = self._link
        assert link is not None
        with self._server.telling():
            found = link.execute(
                "SELECT token FROM dutydesk.journal WHERE desk = %(desk)s AND at = %(at)s", values
            ).fetchone()
        if found and found[0] != values["token"]:
            raise was_overtaken()
        if found:
            self._commit_after()
        else:
            at = values["at"]
            assert isinstance(at, int)
            self.write(at, lambda link: link.execute(_APPEND, values))

    def _commit_after(self) -> None:
        """What is there may be on this host alone: what is committed after it bears out that it is
        not."""
        self.write(self._size, lambda link: link.execute(_AFTER, (self._desk,)))


class Presuming:
    """A `with` block in which the row is as `DeskRow.presume` has it."""

    def __init__(self, row: DeskRow, size: Callable[[], int]) -> None:
        self._row = row
        self._size = size

    def __enter__(self) -> None:
        self._row.presume(self._size)

    def __exit__(self, *error: Any) -> None:
        self._row.__exit__(*error)


def _nobody_knows() -> MaybeSaved:
    return MaybeSaved(
        _("保存时与数据库失去联系，还不知道是否已经保存。重新连上后请再保存一次，不会登记两次。")
    )
