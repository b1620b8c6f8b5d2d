"""Threads that look somewhere and may hang there: one that does keeps no other waiting."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

_AT_ONE_TIME: Final = 4
PATIENCE_SECONDS: Final = 3.0
# Each that hangs costs a thread: with more disks away than these the rest waits.
_MOST_THREADS: Final = 64

_Found = TypeVar("_Found")


class Readers(Generic[_Found]):
    """Does what it is asked to in threads that end with the program. Each thing has a key, and is done
    once at a time. Only the thread that made it asks it."""

    def __init__(self, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience_seconds = patience_seconds
        self._asked: queue.SimpleQueue[tuple[Hashable, Callable[[], _Found]]] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[Hashable, _Found]] = queue.SimpleQueue()
        self._waiting: set[Hashable] = set()
        self._begun: dict[Hashable, float] = {}
        self._threads = 0

    @property
    def are_busy(self) -> bool:
        """Whether anything is asked for that may still come soon."""
        return len(self._waiting) > len(self.hanging())

    def ask(self, key: Hashable, work: Callable[[], _Found]) -> None:
        """Has `work` done, which raises nothing, unless what has that key still is."""
        if key in self._waiting:
            return
        self._waiting.add(key)
        self._asked.put((key, work))
        self._begin_threads()

    def hanging(self) -> list[Hashable]:
        """The keys of what takes longer than anyone waits."""
        too_long = time.monotonic() - self._patience_seconds
        return [key for key, begun in list(self._begun.items()) if begun < too_long]

    def found(self, seconds: float = 0.0) -> list[tuple[Hashable, _Found]]:
        """What was done since, waiting so many seconds for the first of it."""
        self._begin_threads()
        found = []
        try:
            found.append(self._done.get(timeout=seconds) if seconds else self._done.get_nowait())
            while True:
                found.append(self._done.get_nowait())
        except queue.Empty:
            pass
        self._waiting.difference_update(key for key, _found in found)
        return found

    def _begin_threads(self) -> None:
        """For what nobody took on yet, as many as may be: others take over from those that hang."""
        most = min(_AT_ONE_TIME + len(self.hanging()), _MOST_THREADS)
        for _thread in range(min(self._asked.qsize(), most - self._threads)):
            self._threads += 1
            threading.Thread(target=self._work, name="office", daemon=True).start()

    def _work(self) -> None:
        while True:
            key, work = self._asked.get()
            self._begun[key] = time.monotonic()
            made = work()
            del self._begun[key]
            self._done.put((key, made))
