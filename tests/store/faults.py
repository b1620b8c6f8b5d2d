"""A real process that dies, or meets a full or broken disk, at a chosen point of its work.

The child is forked, its own `os` functions are wrapped there, and nothing of the store is replaced;
no thread of its own comes in between.
"""

from __future__ import annotations

import errno
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from store.desk import overview
from store.desk.desk import Desk
from store.errors import CannotWrite
from tests.store.desks import new_desk, open_desk

Fault = Literal[
    "none",
    "kill before",
    "kill after",
    "kill half-way",
    "interrupt",
    "stop before",
    "stop half-way",
    "disk full",
    "disk broken",
]
WRITES = ("write", "pwrite")
FLUSHES = ("fsync", "fdatasync")
NAMES = ("rename", "replace", "unlink", "mkdir", "ftruncate")


@dataclass
class Boundary:
    """What the wrapped functions count, and what they do at the call number `at`.

    `at` counts the calls of the kinds in `among`. From then on a full or broken disk stays so,
    unless `heals`.
    """

    fault: Fault
    at: int
    among: tuple[str, ...] = (*WRITES, *FLUSHES, *NAMES)
    heals: bool = False
    calls: list[str] = field(default_factory=list)

    def install(self) -> None:
        """Wraps the functions of `os` in this process."""
        overview._PATIENCE_SECONDS = 600
        for name in self.among:
            setattr(os, name, self._wrapped(name, getattr(os, name)))

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.calls.append(name)
            now = len(self.calls)
            if self.fault in ("disk full", "disk broken"):
                if now == self.at or (now > self.at and not self.heals):
                    return self._fail(name, now, real, *arguments, **options)
            elif now == self.at:
                return self._die(name, real, *arguments, **options)
            return real(*arguments, **options)

        return call

    def _fail(
        self, name: str, now: int, real: Callable[..., Any], *arguments: Any, **options: Any
    ) -> Any:
        if self.fault == "disk full" and name in WRITES:
            if now > self.at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            half = len(arguments[1]) // 2
            real(arguments[0], arguments[1][:half], *arguments[2:], **options)
            return half
        if self.fault == "disk broken" and name in FLUSHES:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*arguments, **options)

    def _die(self, name: str, real: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        if self.fault in ("kill half-way", "stop half-way") and name in WRITES:
            half = len(arguments[1]) // 2
            real(arguments[0], arguments[1][:half], *arguments[2:], **options)
            if self.fault == "stop half-way":
                os.kill(os.getpid(), signal.SIGSTOP)
                return half + real(arguments[0], arguments[1][half:], *arguments[2:], **options)
        elif self.fault == "kill after":
            real(*arguments, **options)
        if self.fault != "none":
            how = {"stop before": signal.SIGSTOP, "interrupt": signal.SIGINT}
            os.kill(os.getpid(), how.get(self.fault, signal.SIGKILL))
        return real(*arguments, **options)


@dataclass(frozen=True)
class Child:
    """A forked process: `said` yields each line it acknowledged, as soon as it did."""

    pid: int
    pipe: int

    def said(self) -> Iterator[str]:
        """The lines the child said, until it ends."""
        rest = b""
        while data := os.read(self.pipe, 65_536):
            *lines, rest = (rest + data).split(b"\n")
            yield from (line.decode() for line in lines)

    def wait_until_stopped(self) -> None:
        """Returns once it stands still at its boundary."""
        os.waitid(os.P_PID, self.pid, os.WSTOPPED)

    def kill(self) -> None:
        """Ends it as SIGKILL does."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Its end: 0, or minus the signal that killed it."""
        os.close(self.pipe)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def in_child(work: Callable[[Callable[[str], None]], None]) -> Child:
    """Runs `work` in a forked process, giving it a way to say that something is acknowledged."""
    reading, writing = os.pipe()
    say_bytes = os.write
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, reading)
    try:
        os.close(reading)
        # As a program finds them: an app that ran in this process before left its own.
        for number in (signal.SIGCONT, signal.SIGTSTP):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        work(lambda line: say_bytes(writing, line.encode() + b"\n") and None)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def told_before_it_was_flushed(
    folder: Path, write: Callable[[Desk], object], tell: Callable[[Desk], object]
) -> None:
    """Has a program die at a new desk in `folder` once it wrote something that is not yet flushed; another
    may not `tell` of it where the disk takes no flush."""
    new_desk(folder).close()

    def die(_say: Callable[[str], None]) -> None:
        desk = open_desk(folder)
        Boundary("kill before", 1, FLUSHES).install()
        write(desk)

    def go_on(say: Callable[[str], None]) -> None:
        desk = open_desk(folder)
        Boundary("disk broken", 1).install()
        with pytest.raises(CannotWrite):
            tell(desk)
        say("refused")

    assert in_child(die).wait() == -9
    other = in_child(go_on)
    assert [*other.said()] == ["refused"] and other.wait() == 0
