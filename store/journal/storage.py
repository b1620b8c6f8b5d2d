"""TinyDB's storage over journal and checkpoint: tables in memory, each change one durable line."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import AbstractContextManager, contextmanager, suppress
from types import TracebackType
from typing import Any, Final

from tinydb.storages import Storage

from store.document import TABLE, Document, Table, Tables
from store.errors import (
    CannotReach,
    CannotWrite,
    DeskBusy,
    DeskDamaged,
    DeskError,
    MaybeSaved,
    NewerFormat,
)
from store.journal.checkpoint import (
    Checkpoint,
    Unreadable,
    checkpoint_pieces,
    read_checkpoint,
    read_sealed_head,
)
from store.journal.line import PLAIN_FORMAT, Damage, pieces, write_line
from store.journal.lines import Lines
from store.journal.opening import (
    Index,
    Opened,
    as_lines,
    found_checkpoint,
    is_of,
    open_tables,
    watch_over,
)
from store.journal.place import JOURNAL, Log, Place, was_overtaken
from store.journal.replay import is_shaped, most_after
from store.text import _

# The journal's tail is read line by line at the next opening: past this much, or this part of the
# checkpoint, a new checkpoint saves more than it costs.
_TAIL_BYTES: Final = 4 * 1024 * 1024
_TAIL_PART: Final = 16

Stamp = Callable[[], tuple[str, str]]
"""Tells when and who, for a change made through TinyDB."""

Changes = Mapping[str, Document | None]
"""Documents after a change by their id, None for one that was removed."""


class JournalStorage(Storage):
    """The tables of the desk in one place, for TinyDB and for the desk itself.

    Nothing is read before it is asked for. Documents in memory are never changed in place: a
    change puts a new one there. Every method may be called from any thread. `news` counts how
    often something of other processes was taken in after loading.

    `writing` is held for a change. So is `presuming`, for one that is made anew when `Overtaken`: then the place
    need not be asked before that whether others were first. `writer` is the thread that holds one of them, 0 if
    none does: meanwhile no other takes in what others stored, since by what is in memory it decides what it writes.

    `away` is why the place cannot be reached, None while it can. Where it `is_looked_after`, readers
    meanwhile go by what is in memory, nobody else tries, and whoever would write is refused with that.
    `asking` are the threads that wait for an answer of the place.
    """

    def __init__(self, place: Place, index: Index, stamp: Stamp) -> None:
        self.log: Log = place.log()
        self.writing = _Writing(self, self._lock)
        self.presuming = _Writing(self, self._presuming, presumes=True)
        self.writer = 0
        self.state = threading.RLock()
        self._reader = 0
        self._index = index
        self._stamp = stamp
        self._place = place
        self._opened: Opened | None = None
        self._checkpointing = threading.Lock()
        self._is_closed = False
        self._beside: threading.Thread | None = None
        # Odd while a line is on its way to the disk.
        self._appends = 0
        self.is_looked_after = False
        self._never_waits = 0
        self.asking: set[int] = set()
        self.away: CannotReach | None = None
        self.news = 0

    def load(self) -> Opened:
        """Reads what is stored, once. Raises `NewerFormat`, `DeskDamaged` or `CannotRead`."""
        if not self._opened:
            with self.state:
                if not self._opened:
                    self._opened = open_tables(self._place, self.log, self._index)
        return self._opened

    @property
    def is_loaded(self) -> bool:
        """Whether the tables are in memory."""
        return self._opened is not None

    @property
    def repairs(self) -> list[str]:
        """What was put right since opening, a sentence each."""
        return self.load().repairs

    @property
    def damages(self) -> list[Damage]:
        """What was found damaged in the journal since opening."""
        return self.load().replay.damages

    def table(self, name: str) -> Table:
        """The live documents of a table: to be read, not changed."""
        return self.load().replay.tables.get(name, {})

    def tips(self) -> Lines:
        """The table of the tips."""
        return as_lines(self.load().replay.tables[TABLE])

    @property
    def position(self) -> int:
        """How many bytes of the journal are in the tables: it tells two states apart."""
        return self.load().replay.position

    def last_id(self, table: str) -> int:
        """The highest id given out in `table`, 0 if none."""
        return self.load().replay.last_ids.get(table, 0)

    def read(self) -> Tables:  # type: ignore[override]  # TinyDB takes what is read for dicts
        """The tables, as TinyDB asks for them."""
        with self.reading:
            return dict(self.load().replay.tables)

    def write(self, data: Mapping[str, Mapping[str, Document]]) -> None:
        """All tables as they shall be, as TinyDB drops one: what differs is one change."""
        with self.writing:
            tables = self.load().replay.tables
            changes: dict[str, Changes] = {}
            for name in tables.keys() | data.keys():
                old, new = tables.get(name, {}), data.get(name, {})
                if old is new:
                    continue
                gone = dict.fromkeys(old.keys() - new.keys())
                put = {doc_id: d for doc_id, d in new.items() if old.get(doc_id) != d}
                if gone or put:
                    changes[name] = {**gone, **put}
            if changes:
                self.change(changes)

    def change(
        self,
        tables: Mapping[str, Changes],
        what: str = "write",
        at: str = "",
        by: str = "",
        format: int = PLAIN_FORMAT,  # noqa: A002
        once: str = "",
    ) -> None:
        """Makes one change, of one table or several, durable, then visible. `writing` must be held.
        From this line on the journal is of that `format` at least: an older program leaves it alone.

        Raises `CannotWrite`, and then nothing has changed here.
        """
        if not at:
            at, by = self._stamp()
        self._index.check(tables)
        try:
            self._append(what, tables, at, by, format, once)
        except MaybeSaved:
            raise
        except CannotReach as error:
            raise self.not_saved(error) from error

    # A place that is away

    def never_wait(self) -> None:
        """From now on the thread that calls this reads what is in memory, whatever the place has."""
        self._never_waits = threading.get_ident()

    def refuse_if_away(self) -> None:
        """Raises `CannotReach` while the place is taken to be away."""
        # Another thread may find it there again at any moment.
        if away := self.away:
            raise CannotReach(str(away))

    def look(self) -> bool:
        """As `catch_up`, also while the place is taken to be away. Raises `CannotReach`, or
        `DeskDamaged` also where another desk is by now."""
        try:
            with self._waiting_for_answer():
                self.log.check_in_place()
            return self._take_in()
        except CannotReach as error:
            self.note_away(error)
            raise

    def note_away(self, error: CannotReach) -> None:
        """The place did not answer."""
        if self.is_looked_after:
            # Not the error itself, from which all is to be reached that was about to be saved.
            self.away = CannotReach(str(error))

    def not_saved(self, error: CannotReach) -> CannotReach:
        """What to say to who was to save something: the place did not answer. Who only reads is told no more
        than that."""
        self.note_away(error)
        return CannotReach(_("没有保存：{reason}", reason=error))

    def catch_up(self) -> bool:
        """Takes in what other processes appended, with one look at the file if that is nothing.

        Raises `DeskDamaged` if the journal is shorter than it was.
        """
        if self.away or self._reader == threading.get_ident():
            return False
        if self._never_waits == threading.get_ident() and self._opened:
            return False
        try:
            return self._take_in()
        except CannotReach as error:
            self.note_away(error)
            if self.away:
                return False
            raise

    @property
    @contextmanager
    def reading(self) -> Iterator[None]:
        """All that others stored by now, and nothing of it changes for a `with` block. The place is asked
        before that, since it may take long to answer, and by this thread not again within the block."""
        self.catch_up()
        with self.state:
            before, self._reader = self._reader, threading.get_ident()
            try:
                yield
            finally:
                self._reader = before

    @contextmanager
    def _waiting_for_answer(self) -> Iterator[None]:
        self.asking.add(threading.get_ident())
        try:
            yield
        finally:
            self.asking.discard(threading.get_ident())

    def _take_in(self) -> bool:
        # While the place is asked, which may take long, nobody who reads what is in memory waits.
        while True:
            replay = self.load().replay
            with self.state:
                position, unfinished = replay.position, replay.unfinished
                before = self._appends
            if before % 2 or self._is_in_other_hands():
                # What this program is writing is not taken for another's, nor is anything moved under a writer.
                return False
            with self._waiting_for_answer():
                size = self.log.size()
                if size == position and not unfinished:
                    return False
                data = self.log.read(position - unfinished, size)
            with self.state:
                now = self._appends, replay.position
                if now != (before, position) or self._is_in_other_hands():
                    continue
                if size < position - unfinished:
                    raise DeskDamaged(
                        _("{file} 比先前读到的短，请关闭后重新打开。", file=self.log.name)
                    )
                if data[:unfinished] == b"\n":
                    replay.unfinished = False
                took = replay.take(
                    data[unfinished:], JOURNAL, self._index.judge, self._index.changed
                )
                self.news += took
                return took

    def whole_bytes(self) -> int:
        """How many bytes of the journal are whole lines by now."""
        self.catch_up()
        return self.position

    def journal_pieces(self, end: int | None = None) -> Iterator[bytes]:
        """The journal as far as it is in the tables, or up to the end of the line that ends there, in
        `pieces`."""
        whole = self.whole_bytes()
        return pieces(self.log.read, 0, whole if end is None else min(end, whole))

    def checkpoint(self) -> None:
        """Writes the checkpoint anew if there is anything new, or more to be remembered than it has. Raises
        `CannotWrite`.

        Nobody waits for the writing of it: what the desk holds is kept still for the moments that begin and
        end it alone. To be called while `writing` is not held.
        """
        with self._checkpointing:
            if self._is_closed:
                return
            with self.writing:
                opened = self.load()
                is_new = opened.checkpointed != opened.replay.position
                with self.state:
                    head = self._head()
                    if not is_new and head.keys() <= opened.kept:
                        return
                    tables = _as_they_stand(opened.replay.tables)
            if not self._place.is_checkpoint_ours_alone:
                self.log.flush()
            pieces = checkpoint_pieces(head, tables)
            with self._place.checkpoint.replacing(pieces) as put_in_place, self.writing:
                if not opened.spoilt and self._is_outrun(head):
                    return
                if opened.spoilt:
                    self._place.checkpoint.put_aside()
                put_in_place()
                opened.spoilt = False
                opened.checkpointed, opened.kept = head["journal_bytes"], frozenset(head)
            self._read_from_checkpoint(head, tables)

    def _is_outrun(self, head: Mapping[str, Any]) -> bool:
        """Whether another session put a checkpoint there meanwhile that knows more."""
        return bool(self._head_there().get("journal_bytes", -1) > head["journal_bytes"])

    def _head_there(self) -> Mapping[str, Any]:
        """The head of the checkpoint that is there by now, nothing where that is none of this journal."""
        try:
            there = read_sealed_head(self._place.checkpoint)
            return there if is_of(there, self.log) else {}
        except (OSError, Unreadable, LookupError, TypeError, AttributeError):
            return {}

    def _read_from_checkpoint(self, head: Mapping[str, Any], tables: Tables) -> None:
        """Has the tips read from the checkpoint with that head, of `tables`: that lets go of the one before
        it, and of what came before it."""
        try:
            found = read_checkpoint(self._place.checkpoint)
        except (OSError, Unreadable):
            # What they are read from now is as good.
            return
        if found.head.get("journal_hash") == head["journal_hash"]:
            self._read_from(found, as_lines(tables[TABLE]))

    def _read_from(self, found: Checkpoint, then: Lines) -> None:
        """Has the tips read from that checkpoint, and what of them came since they stood as `then`."""
        new, covered = found.tables.get(TABLE), found.head["journal_bytes"]
        with self.state:
            opened = self.load()
            if not isinstance(new, Lines) or covered > opened.replay.position:
                return
            watch_over(new, covered, opened, self.log, self._index.judge)
            new.take_in_what_came(self.tips(), then)
            opened.replay.tables[TABLE] = new
            opened.checkpointed, opened.kept = covered, frozenset(found.head)

    def follow_checkpoint(self) -> None:
        """Has the tips read from a checkpoint that another session put there, once much came since that
        from which they are read: a session that only looks on lets go of what came too."""
        if not self.is_checkpoint_due():
            return
        with self._checkpointing, suppress(NewerFormat, CannotReach):
            if not self._is_outrun({"journal_bytes": self.load().checkpointed}):
                return
            found = found_checkpoint(self._place, self.log, self._index, [])
            if found and is_of(found.head, self.log):
                self._read_from(found, Lines())

    def checkpoint_if_possible(self) -> None:
        """As `checkpoint`; where that fails the journal has it all, and the next may succeed."""
        try:
            self.checkpoint()
        except (CannotWrite, DeskBusy, DeskDamaged) as error:
            self.repairs.append(str(error))

    def checkpoint_beside(self) -> None:
        """As `checkpoint_if_possible`, in a thread of its own, unless one is being written."""
        self._write_beside(self.checkpoint_if_possible)

    def complete_checkpoint_beside(self) -> None:
        """As `checkpoint_beside`, where the checkpoint lacks something that is to be remembered and is known by
        now. Nobody is told where that fails: nobody stored anything, and the next session tries it again."""
        with self.state:
            known = self._index.remember().keys()
            # Who only looks puts nothing right.
            lacks = self._presumed() >= 0 and not known <= self.load().kept
        if lacks:
            self._write_beside(lambda: self._complete_checkpoint(known))

    def _complete_checkpoint(self, known: Set[str]) -> None:
        with suppress(DeskError):
            # Of many sessions that begin at once one is enough.
            if not known <= self._head_there().keys():
                self.checkpoint()

    def _write_beside(self, write: Callable[[], None]) -> None:
        if not (self._beside and self._beside.is_alive()):
            beside = threading.Thread(target=write, daemon=True)
            # What was stored is stored where no thread is to be had.
            with suppress(RuntimeError):
                beside.start()
                self._beside = beside

    def let_checkpoint_end(self) -> None:
        """Returns once what `checkpoint_beside` began is done."""
        if self._beside:
            self._beside.join()

    def is_checkpoint_due(self) -> bool:
        """Whether the journal has grown so far past the checkpoint that opening suffers."""
        opened = self.load()
        covered = max(opened.checkpointed, 0)
        return opened.replay.position - covered > max(_TAIL_BYTES, covered // _TAIL_PART)

    def close(self) -> None:
        """Lets go of the files, once no checkpoint is being written; writes nothing, nor does from then on who
        was about to."""
        self.let_checkpoint_end()
        with self._checkpointing:
            self._is_closed = True
        if self._opened:
            self._opened.replay.tables[TABLE] = Lines()
        self.log.close()

    def _is_in_other_hands(self) -> bool:
        """Whether another thread of this session is about to write."""
        return self.writer not in {0, threading.get_ident()}

    def _lock(self) -> AbstractContextManager[object]:
        return self.log.lock

    def _presuming(self) -> AbstractContextManager[object]:
        return self.log.presuming(self._presumed)

    def _presumed(self) -> int:
        """How many bytes the journal has unless others wrote, -1 where there is something to put right."""
        opened = self.load()
        return -1 if opened.replay.unfinished or opened.owed else opened.replay.position

    def be_current(self, *, presumes: bool = False) -> None:
        """Takes in all there is and puts right, under the lock, what a writer that died left. Raises
        `Overtaken` where another thread took in more than one `presumes`."""
        size = self.log.size_in_place()
        opened = self.load()
        replay = opened.replay
        if size == replay.position and not (replay.unfinished or opened.owed):
            return
        if presumes and size < replay.position - replay.unfinished:
            raise was_overtaken()
        self._take_in()
        end = replay.position - replay.unfinished
        if size > end:
            self._put_aside(end, size)
        if replay.unfinished:
            self.log.append(b"\n", end)
            replay.unfinished = False
            opened.repairs.append(_("{file} 最后一行缺换行符，已补上。", file=JOURNAL))
        if opened.owed:
            owed, opened.owed = opened.owed, {}
            # They were checked when they were first written, and are on the disk already.
            self._append("restate", owed, *self._stamp())

    def _put_aside(self, start: int, end: int) -> None:
        aside = self.log.put_aside(start, end)
        self.load().repairs.append(
            _(
                "{file} 末尾有未写完的内容（从未确认已登记），已移到 {aside}。",
                file=JOURNAL,
                aside=aside,
            )
        )

    def _append(
        self,
        what: str,
        tables: Mapping[str, Changes],
        at: str,
        by: str,
        least: int = PLAIN_FORMAT,
        once: str = "",
    ) -> None:
        replay = self.load().replay
        entry: dict[str, Any] = {
            "n": replay.n + 1,
            "at": at,
            "by": by,
            "what": what,
            "tables": tables,
            "prev": replay.hash,
        }
        if once:
            entry["once"] = once
        if least > replay.format:
            entry["format"] = least
        line, entry["hash"] = write_line(entry)
        if not is_shaped(entry, self._index.judge, most_after(replay.lines + 1)):
            # Nobody is told that it is saved, and finds it passed over at the next opening.
            raise CannotWrite(
                _("其中有重新打开后读不出的内容（如年份），没有保存。请检查本机时钟和所填的日期。")
            )
        # Whoever reads meanwhile does not wait for the disk.
        with self.state:
            self._appends += 1
        try:
            self.log.append(line, replay.position)
            with self.state:
                replay.apply(entry, self._index.changed)
                replay.position += len(line)
                replay.lines += 1
                replay.after_damage = False
        finally:
            self._appends += 1

    def _head(self) -> dict[str, Any]:
        replay = self.load().replay
        first = self.log.founding()
        return {
            **({"desk": first["hash"]} if first else {}),
            "journal_bytes": replay.position,
            "journal_lines": replay.lines,
            "journal_n": replay.n,
            "journal_hash": replay.hash,
            "journal_format": replay.format,
            "last_ids": replay.last_ids,
            **self._index.remember(),
        }


def _as_they_stand(tables: Tables) -> Tables:
    """The tables as they are at this moment, whatever is put into them later."""
    return {
        name: table.as_it_stands() if isinstance(table, Lines) else dict(table)
        for name, table in tables.items()
    }


class _Writing:
    """Holds a desk for a change: lock taken, caught up, put right. May be entered again within. What `lock` gives is
    entered each time."""

    def __init__(
        self,
        storage: JournalStorage,
        lock: Callable[[], AbstractContextManager[object]],
        *,
        presumes: bool = False,
    ) -> None:
        self._storage = storage
        self._lock = lock
        self._presumes = presumes
        # Of the one thread that holds it, and who held it before.
        self._held: list[tuple[AbstractContextManager[object], int]] = []

    def __enter__(self) -> None:
        storage = self._storage
        try:
            storage.refuse_if_away()
            lock = self._lock()
            # What is in memory stays to be read by others meanwhile.
            lock.__enter__()
            with storage.state:
                before, storage.writer = storage.writer, threading.get_ident()
            self._held.append((lock, before))
            try:
                storage.be_current(presumes=self._presumes)
            except BaseException:
                self.__exit__(None, None, None)
                raise
        except CannotReach as error:
            raise storage.not_saved(error) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        lock, self._storage.writer = self._held.pop()
        lock.__exit__(kind, error, traceback)
