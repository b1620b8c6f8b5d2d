"""A person at a terminal: a real program in a real pty, seen through a terminal emulator."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte
from pyte.modes import LNM

from store.tips.fields import fields_of
from tests import warm

PATIENCE_SECONDS = 60.0
_KITTY_KEYS = re.compile(rb"\x1b\[[<>]\d*u")
KEYS = {
    "F1": "\x1bOP",
    "F2": "\x1bOQ",
    "F3": "\x1bOR",
    "F4": "\x1bOS",
    "F5": "\x1b[15~",
    "F6": "\x1b[17~",
    "F7": "\x1b[18~",
    "F8": "\x1b[19~",
    "F9": "\x1b[20~",
    "F11": "\x1b[23~",
    "Esc": "\x1b",
    "Enter": "\r",
    "Tab": "\t",
    "Shift+Tab": "\x1b[Z",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
    "Ctrl+C": "\x03",
    "Ctrl+D": "\x04",
    "Ctrl+E": "\x05",
    "Ctrl+F": "\x06",
    "Ctrl+]": "\x1d",
    "Ctrl+P": "\x10",
    "Ctrl+Q": "\x11",
    "Ctrl+\\": "\x1c",
    "Ctrl+S": "\x13",
    "Ctrl+T": "\x14",
    "Ctrl+Z": "\x1a",
}


FIRST_FIELD = "subjects.unit"
"""Where the focus is in a form that was just opened."""


def to_field(name: str, after: str = FIRST_FIELD, channel: str = "landline") -> tuple[str, ...]:
    """The keys that lead from one field of a tip on `channel` to another."""
    names = [field.name for field in fields_of(channel)]
    fields_down = names.index(name) - names.index(after)
    return ("Tab" if fields_down > 0 else "Shift+Tab",) * abs(fields_down)


class Terminal:
    """Starts `command` in a pty of that size.

    If it is the desk, a Python that has it imported is forked, unless it is to start `anew` or in
    an environment that what is imported may go by.
    """

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 120,
        rows: int = 40,
        cwd: Path | None = None,
        anew: bool = False,
        **environment: str,
    ) -> None:
        env = warm.basic_environment() | environment
        self.fd, end = os.openpty()
        _set_size(end, columns, rows)
        is_desk = list(command[:3]) == warm.COMMAND and command[3:4] != ["session"]
        is_warm = is_desk and not anew and warm.is_asked_late(environment)
        self._python = warm.warm_python() if is_warm else None
        if self._python:
            self.pid = self._python.fork(command[3:], env, cwd, end)
        else:
            self.pid = _started(command, env, cwd, end)
        os.close(end)
        self.screen = pyte.Screen(columns, rows)
        self.screen.reset_mode(LNM)
        self._stream = pyte.ByteStream(self.screen)
        self.output = b""
        self.status: int | None = None

    def read(self, seconds: float) -> bool:
        """Takes in what the program sends, waiting up to `seconds`; whether there was anything."""
        poll = select.poll()
        poll.register(self.fd, select.POLLIN)
        if not poll.poll(1000 * seconds):
            return False
        try:
            data = os.read(self.fd, 65_536)
        except OSError:
            data = b""
        self.output += data
        # What it does not know it would print.
        self._stream.feed(_KITTY_KEYS.sub(b"", data))
        return bool(data)

    @property
    def text(self) -> str:
        """What is on the screen, without the blanks that fill it up."""
        screen = self.screen
        rows = [
            [screen.buffer[y][x].data for x in range(screen.columns)] for y in range(screen.lines)
        ]
        return "\n".join("".join(row).rstrip() for row in rows)

    def until(self, seen: str | Callable[[str], object], what: str = "") -> str:
        """The screen once `seen` is on it, or true of it."""
        __tracebackhide__ = True
        holds = seen if callable(seen) else lambda text: seen in text.replace(" ", "")
        if isinstance(seen, str):
            seen = seen.replace(" ", "")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds(self.text):
            left = deadline - time.monotonic()
            assert left > 0 and (self.read(left) or not self.is_over), (
                f"{what or seen} did not come, exit status {self.status}; the screen is\n{self.text.rstrip()}"
            )
        return self.text

    def type(self, *keys: str) -> None:
        """Types text, or the keys that `KEYS` names."""
        for key in keys:
            os.write(self.fd, KEYS.get(key, key).encode())

    def fill(self, field: str, text: str, after: str = FIRST_FIELD) -> None:
        """Types into a field of the form by its name: `fill("summary", "…")`. The focus is in the
        field `after`; where a call begins unless it is named."""
        self.type(*to_field(field, after), text)

    def resize(self, columns: int, rows: int) -> None:
        """Changes the terminal's size, as dragging its window does."""
        self.screen.resize(rows, columns)
        _set_size(self.fd, columns, rows)

    @property
    def is_over(self) -> bool:
        """Whether the program has ended; `status` is then its exit status."""
        if self.status is None and self._python:
            self.status = self._python.status(self.pid)
        elif self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def until_over(self, *, reads: bool = True) -> int:
        """The exit status, once the program has ended; a line that stalls `reads` nothing."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.is_over:
            assert time.monotonic() < deadline, f"still running:\n{self.text}"
            if not reads or self.fd < 0 or not self.read(0.02):
                time.sleep(0.005)
        while self.fd >= 0 and self.read(0):
            pass
        assert self.status is not None
        return self.status

    def hang_up(self) -> None:
        """Closes the terminal's window, or cuts the line."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def close(self) -> None:
        """Ends whatever is left."""
        if not self.is_over:
            os.kill(self.pid, signal.SIGKILL)
            self.until_over(reads=False)
        self.hang_up()


def _started(command: Sequence[str], env: Mapping[str, str], cwd: Path | None, end: int) -> int:
    """Runs `command` on the terminal whose end is `end`; its process id."""
    if pid := os.fork():
        return pid
    try:
        if cwd:
            os.chdir(cwd)
        os.login_tty(end)
        # `nohup pytest` has its children ignore it.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        os.execvpe(command[0], list(command), dict(env))
    finally:
        os._exit(127)


def _set_size(fd: int, columns: int, rows: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
