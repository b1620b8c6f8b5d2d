"""A real terminal for the tests: the installed command in a pty, its screen read by an emulator."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

_PATIENCE_SECONDS = 30.0
_LOOK_SECONDS = 0.05


class Terminal:
    """A command in a pty of its own, and what it has painted so far."""

    def __init__(
        self, *command: str, size: tuple[int, int] = (120, 40), **environment: str
    ) -> None:
        width, height = size
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = b""
        # What a login over SSH has, and nothing of this shell's own.
        env = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
        } | environment
        self.pid, self._fd = pty.fork()
        if not self.pid:
            os.execvpe(command[0], command, env)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def type(self, text: str) -> None:
        """Text or keys, as the terminal sends them, all at once."""
        os.write(self._fd, text.encode())

    def read(self) -> bool:
        """Takes in what was painted meanwhile; False once the command is gone."""
        if not select.select([self._fd], [], [], _LOOK_SECONDS)[0]:
            return True
        try:
            painted = os.read(self._fd, 65_536)
        except OSError:
            return False
        self.sent += painted
        self._stream.feed(painted)
        return bool(painted)

    @property
    def seen(self) -> str:
        """The text on the screen."""
        return "\n".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """The text of each row; the emulator keeps an empty cell behind each wide character."""
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))
        return ["".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in rows]

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's own cursor, from 0."""
        return self.screen.cursor.x, self.screen.cursor.y

    def until(self, holds: Callable[[], bool]) -> None:
        """Reads until `holds`; says what was on the screen if it never does."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not holds():
            if not self.read() or time.monotonic() > deadline:
                if holds():
                    return
                raise AssertionError(self.seen)

    def see(self, *texts: str) -> None:
        """Waits until all `texts` are on the screen at once."""
        self.until(lambda: all(text in self.seen for text in texts))

    def wait(self) -> int:
        """Reads until the command has ended, and returns its status."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while self.read():
            if time.monotonic() > deadline:
                raise AssertionError(self.seen)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Sends the command a signal."""
        os.kill(self.pid, number)


def dutydesk(folder: Path, *arguments: str, **options: object) -> Terminal:
    """The installed command on one desk folder."""
    command = str(Path(sys.executable).with_name("dutydesk"))
    return Terminal(command, *arguments, "--desk", str(folder), **options)
