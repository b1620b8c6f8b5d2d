"""Ends the program when its terminal is gone or it is told to, however busy it is."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Final

# What is stored and every draft are on the disk by then; only the checkpoint may be missing.
_GRACE_SECONDS: Final = 3.0
_DONE: Final = 0
_POLLED_GONE: Final = select.POLLHUP | select.POLLERR | select.POLLNVAL


@contextlib.contextmanager
def ending_when_told(leave: Callable[[int], None], last_words: bytes = b"") -> Iterator[None]:
    """Calls `leave` with the signal, from a thread, at SIGHUP or SIGTERM.

    A terminal that is gone counts as SIGHUP: the signal reaches only the one process that leads
    the terminal's session. A program that is still there three seconds later is ended, and the
    terminal sent `last_words`, if it takes any.
    """
    reading, writing = os.pipe()

    def told(number: int, _frame: FrameType | None) -> None:
        os.write(writing, bytes([number]))

    before = {number: signal.signal(number, told) for number in (signal.SIGHUP, signal.SIGTERM)}
    watch = threading.Thread(target=_watch, args=(reading, leave, last_words), daemon=True)
    watch.start()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        os.write(writing, bytes([_DONE]))
        watch.join()
        os.close(reading)
        os.close(writing)


def _watch(told: int, leave: Callable[[int], None], last_words: bytes) -> None:
    poll = select.poll()
    poll.register(told, select.POLLIN)
    terminal = sys.__stdin__.fileno() if sys.__stdin__ else -1
    if has_terminal := os.isatty(terminal):
        poll.register(terminal, 0)
    ready = [fd for fd, event in poll.poll() if fd == told or event & _POLLED_GONE]
    number = os.read(told, 1)[0] if told in ready else int(signal.SIGHUP)
    if number == _DONE:
        return
    leave(number)
    if has_terminal:
        poll.unregister(terminal)
    deadline = time.monotonic() + _GRACE_SECONDS
    while poll.poll(max(1000 * (deadline - time.monotonic()), 0)):
        if os.read(told, 1)[0] == _DONE:
            return
    if has_terminal:
        _say(terminal, last_words)
    os._exit(128 + number)


def _say(terminal: int, last_words: bytes) -> None:
    poll = select.poll()
    poll.register(terminal, select.POLLOUT)
    with contextlib.suppress(OSError):
        if poll.poll(0) == [(terminal, select.POLLOUT)]:
            os.write(terminal, last_words)
