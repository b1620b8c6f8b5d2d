"""A place in the memory of one process, for tests: all that a second kind of place has to be.

Its sessions are threads and desks of that process; what it keeps ends with it.
"""

from __future__ import annotations

import io
import itertools
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

from store.disk import Piece, joined
from store.errors import DeskBusy, DeskDamaged, DeskExists, NoDesk
from store.journal.place import (
    CHECKPOINT,
    JOURNAL,
    NOTICE,
    OVERVIEW,
    Blob,
    Ended,
    Files,
    Log,
    NewFile,
    Notes,
    Place,
    PutInPlace,
    Sessions,
    file_in_part,
)

PATIENCE_SECONDS = 30.0


class MemoryBlob(Blob):
    """The bytes under one name."""

    def __init__(self, held: dict[str, bytes], name: str) -> None:
        self.name = name
        self._held = held

    def open(self) -> IO[bytes]:
        if self.name not in self._held:
            raise FileNotFoundError(self.name)
        return io.BytesIO(self._held[self.name])

    @contextmanager
    def replacing(self, pieces: Iterable[Piece]) -> Iterator[PutInPlace]:
        new = joined(pieces)
        yield lambda: self._held.update({self.name: new})

    def put_aside(self) -> None:
        if self.name in self._held:
            self._held[_free_name(self._held, f"{self.name}.damaged")] = self._held.pop(self.name)

    def drop(self) -> None:
        self._held.pop(self.name, None)


class MemoryLog(Log):
    """The journal under its name, as one session has it open."""

    def __init__(
        self, held: dict[str, bytes], exclusive: threading.Lock, is_over: Callable[[], bool]
    ) -> None:
        self._is_over = is_over
        self.name = JOURNAL
        self._lock = MemoryLock(exclusive)
        self._held = held
        # As with a file: whoever puts another in its place does not change this one.
        self._first_line = self._journal.partition(b"\n")[0]

    @property
    def lock(self) -> MemoryLock:
        return self._lock

    @property
    def _journal(self) -> bytes:
        return self._held.get(JOURNAL, b"")

    def size(self) -> int:
        self._check_same()
        return len(self._journal)

    def check_in_place(self) -> None:
        if self._is_over():
            raise DeskDamaged("值班台已结束。")
        self._check_same()

    def _check_same(self) -> None:
        if self._journal.partition(b"\n")[0] != self._first_line:
            raise DeskDamaged("值班台的文件被移走或替换了，请关闭后重新打开。")

    def read(self, start: int, end: int) -> bytes:
        return self._journal[start:end]

    def append(self, line: bytes, at: int) -> None:
        assert at == len(self._journal)
        self._held[JOURNAL] = self._journal + line

    def put_aside(self, start: int, end: int) -> str:
        name = _free_name(self._held, "journal.torn")
        self._held[name] = self.read(start, end)
        self._held[JOURNAL] = self.read(0, start)
        return name

    def flush(self) -> None:
        pass

    @contextmanager
    def replacing(self, lines: Iterable[bytes]) -> Iterator[PutInPlace]:
        new = b"".join(lines)
        yield lambda: self._held.update({JOURNAL: new})

    def close(self) -> None:
        pass


class MemoryLock:
    """One session's way to be the only one."""

    def __init__(self, exclusive: threading.Lock) -> None:
        self._exclusive = exclusive
        self._threads = threading.RLock()
        self._depth = 0

    def __enter__(self) -> None:
        self._threads.acquire()
        if not self._depth and not self._exclusive.acquire(timeout=PATIENCE_SECONDS):
            self._threads.release()
            raise DeskBusy("另一个程序占用值班台，没有保存。请稍后再试。")
        self._depth += 1

    def __exit__(self, *_error: object) -> None:
        self._depth -= 1
        if not self._depth:
            self._exclusive.release()
        self._threads.release()


class MemoryNotes(Notes):
    """Notes in a dict."""

    def __init__(self) -> None:
        self._notes: dict[str, bytes] = {}
        self._being_done: set[str] = set()
        self._exclusive = threading.Lock()

    def kept(self) -> list[str]:
        return list(self._notes)

    def read(self, key: str) -> bytes:
        if key not in self._notes:
            raise FileNotFoundError(key)
        return self._notes[key]

    def keep(self, key: str, data: bytes) -> None:
        self._notes[key] = data

    def drop(self, key: str) -> None:
        self._notes.pop(key, None)

    def shared(self) -> AbstractContextManager[object]:
        return self._exclusive

    @contextmanager
    def replacing(self, changes: Iterable[tuple[str, bytes, bytes]]) -> Iterator[PutInPlace]:
        with self._exclusive:
            made = list(changes)

            def put_in_place() -> None:
                for key, before, after in made:
                    if self._notes.get(key) == before:
                        self._notes[key] = after

            yield put_in_place

    @contextmanager
    def once(self, key: str, data: bytes) -> Iterator[bool]:
        is_ours = key not in self._notes and key not in self._being_done
        if not is_ours:
            yield False
            return
        self._being_done.add(key)
        try:
            yield True
            self._notes[key] = data
        finally:
            self._being_done.remove(key)


class MemoryFile(NewFile):
    """Bytes that become one of `files` when they are kept."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files
        self._written = bytearray()

    def write(self, data: bytes) -> None:
        self._written += data

    def flush(self) -> None:
        pass

    def keep(self, file_id: str) -> None:
        assert file_id not in self._files
        self._files[file_id] = bytes(self._written)


class MemoryFiles(Files):
    """Files in a dict."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    @contextmanager
    def writing(self) -> Iterator[NewFile]:
        yield MemoryFile(self._files)

    def open(self, file_id: str) -> IO[bytes]:
        if file_id not in self._files:
            raise FileNotFoundError(file_id)
        return io.BytesIO(self._files[file_id])

    def kept(self) -> dict[str, int]:
        return {file_id: len(data) for file_id, data in self._files.items()}

    def drop(self, file_id: str) -> None:
        self._files.pop(file_id, None)


class MemorySessions(Sessions):
    """One of the sessions in a list."""

    def __init__(self, everyone: dict[int, bytes]) -> None:
        self._everyone = everyone

    def say(self, data: bytes) -> None:
        self._everyone[id(self)] = data

    def others(self) -> list[bytes]:
        return [said for who, said in self._everyone.items() if who != id(self)]

    def close(self) -> None:
        self._everyone.pop(id(self), None)


class MemoryPlace(Place):
    """A place that is found by nobody but whoever has this object."""

    def __init__(self, named: object) -> None:
        # The keys of its desk lie where all processes see them: of two that run one test each has its own.
        self.name = f"memory:{os.getpid()}:{named}"
        self.held: dict[str, bytes] = {}
        self.notice = MemoryBlob(self.held, NOTICE)
        self.checkpoint = MemoryBlob(self.held, CHECKPOINT)
        self.overview = MemoryBlob(self.held, OVERVIEW)
        self.drafts = MemoryNotes()
        self.reminders = MemoryNotes()
        self.columns = MemoryNotes()
        self.files = MemoryFiles()
        self._sessions: dict[int, bytes] = {}
        self._exclusive = threading.Lock()
        self._ended: Ended | None = None

    @property
    def address(self) -> str:
        return self.name

    def log(self) -> MemoryLog:
        return MemoryLog(self.held, self._exclusive, lambda: self._ended is not None)

    def sessions(self) -> MemorySessions:
        return MemorySessions(self._sessions)

    def check_has_desk(self) -> None:
        if JOURNAL not in self.held:
            raise (DeskDamaged if CHECKPOINT in self.held else NoDesk)(self.name)

    def check_can_found(self) -> None:
        pass

    def found(self, notice: bytes, line: bytes, checkpoint: Iterable[Piece]) -> None:
        with self._exclusive:
            if {JOURNAL, CHECKPOINT} & self.held.keys() or self._ended:
                raise DeskExists(self.name)
            self.held |= {NOTICE: notice, JOURNAL: line}
            self.checkpoint.replace(checkpoint)

    @contextmanager
    def restoring(self, parts: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[Place]:
        if self.held:
            raise DeskExists(self.name)
        new = MemoryPlace(f"new {self.name}")
        for name, pieces in parts:
            if file_id := file_in_part(name):
                with new.files.writing() as file:
                    file.write(b"".join(pieces))
                    file.keep(file_id)
            else:
                new.held[name] = b"".join(pieces)
        yield new
        self.held |= new.held
        self.files, self.columns, self.reminders = new.files, new.columns, new.reminders

    def scratch(self) -> IO[bytes]:
        return io.BytesIO()

    def names_put_aside(self) -> tuple[str, ...]:
        return tuple(sorted(self.held.keys() - {NOTICE, JOURNAL, CHECKPOINT, OVERVIEW}))

    def ended(self) -> Ended | None:
        return self._ended

    def mark_ended(self, mark: Ended) -> None:
        self._ended = mark

    def forget_end(self) -> None:
        self._ended = None

    def remove_rest(self) -> None:
        self.held.clear()
        self._sessions.clear()
        for notes in (self.drafts, self.reminders, self.columns):
            for key in notes.kept():
                notes.drop(key)
        for file_id in self.files.kept():
            self.files.drop(file_id)

    def rest(self) -> tuple[str, ...]:
        return tuple(sorted(self.held))

    def sweep(self, lock: AbstractContextManager[object]) -> None:
        pass

    def loose(self) -> tuple[str, ...]:
        return ()

    def holds(self, file: Path) -> bool:
        return False


def _free_name(held: dict[str, bytes], name: str) -> str:
    return next(f"{name}-{n}" for n in itertools.count(1) if f"{name}-{n}" not in held)
