"""Lines to and from whoever sits at the other end, be it a terminal, a pipe or a braille display."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Final

from store.printable import cleaned, printable
from store.text import _
from tui.terminal.hangup import ending_when_told

# What a terminal takes in as one line; it drops what is typed after that.
LONGEST_LINE_BYTES: Final = 4095
# So that the terminal rubs out a whole Chinese character; not named by Python's `termios`.
_IUTF8: Final = 0o40000
# What arrow keys and the like send, where a line is edited only from its end.
_KEYS: Final = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|O.)")
_DONE: Final = 0


class Ended(Exception):
    """Nothing more will be read: the input ended, or (`number` not 0) that signal came."""

    def __init__(self, number: int = _DONE) -> None:
        self.number = number
        super().__init__(number)


class Lines:
    """Writes and reads whole lines; sends nothing but text, so that nothing moves on a screen.

    Signals are heeded only while a line is awaited: what is being saved is saved.
    """

    def __init__(self) -> None:
        self._source = sys.stdin.fileno()
        self.is_terminal = os.isatty(self._source)
        self._told, self._tell = os.pipe()
        self._pending = b""
        self._idle_seconds: float | None = None
        self._on_idle: Callable[[], None] = lambda: None

    def when_idle(self, seconds: float, act: Callable[[], None]) -> None:
        """Has `act` done whenever nothing was typed for so long."""
        self._idle_seconds, self._on_idle = seconds, act

    def write(self, text: str, *, ends: bool = True) -> None:
        """Text of one or more lines; with `ends` false, the answer comes on the last of them."""
        self._send(printable(text, lines=True) + ("\n" if ends else ""))

    def ring(self) -> None:
        """Rings the bell of a terminal."""
        if self.is_terminal:
            self._send("\a")

    def _send(self, text: str) -> None:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            # What is left to be written is not tried again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise Ended(signal.SIGHUP) from error

    def read(self) -> str:
        """The next line, without what could steer a terminal and blanks around it. Raises `Ended`."""
        while b"\n" not in self._pending:
            if not (data := self._more()):
                break
            self._pending += data
        line, newline, self._pending = self._pending.partition(b"\n")
        if not (line or newline):
            raise Ended
        if not self.is_terminal:
            # Nobody sees there what was answered.
            self.write("")
        text = cleaned(_KEYS.sub("", line.decode(errors="replace"))).strip()
        if self.is_terminal and len(line) >= LONGEST_LINE_BYTES - len("字".encode()):
            text = text.removesuffix("\ufffd")
            self.write(_("这一行太长，只收到“…{end}”为止；请从此处接着写。", end=text[-12:]))
        return text

    def _more(self) -> bytes:
        """What has come, b"" at the end of it."""
        poll = select.poll()
        poll.register(self._told, select.POLLIN)
        poll.register(self._source, select.POLLIN)
        patience = self._idle_seconds and 1000 * self._idle_seconds
        if not (ready := dict(poll.poll(patience))):
            self._on_idle()
            ready = dict(poll.poll())
        if self._told in ready:
            raise Ended(os.read(self._told, 1)[0])
        try:
            data = os.read(self._source, 65_536)
        except OSError as error:
            raise Ended(signal.SIGHUP) from error
        if not data and self.is_terminal and ready.get(self._source, 0) & select.POLLHUP:
            raise Ended(signal.SIGHUP)
        return data

    def read_hidden(self, question: str) -> str:
        """The answer to `question`, which nobody is to see."""
        if not self.is_terminal:
            self.write(question, ends=False)
            return self.read()
        as_it_was = termios.tcgetattr(self._source)
        hidden = [*as_it_was[:3], as_it_was[3] & ~termios.ECHO, *as_it_was[4:]]
        termios.tcsetattr(self._source, termios.TCSANOW, hidden)
        try:
            self.write(question, ends=False)
            return self.read()
        finally:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._source, termios.TCSANOW, as_it_was)
            self.write("")

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """As long as it lasts, signals end what is read; the terminal knows of UTF-8 and suspends nothing."""

        def told(number: int) -> None:
            os.write(self._tell, bytes([number]))

        def interrupted(number: int, _frame: FrameType | None) -> None:
            told(number)

        ending = (signal.SIGINT, signal.SIGQUIT)
        before = {number: signal.signal(number, interrupted) for number in ending}
        try:
            with ending_when_told(told), self._terminal_as_needed():
                yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(self._told)
            os.close(self._tell)

    @contextlib.contextmanager
    def _terminal_as_needed(self) -> Iterator[None]:
        if not self.is_terminal:
            yield
            return
        as_it_was = termios.tcgetattr(self._source)
        told = [as_it_was[0] | _IUTF8, *as_it_was[1:6], list(as_it_was[6])]
        # Nothing is suspended: behind ssh there is no shell that would have it go on.
        told[6][termios.VSUSP] = bytes([os.fpathconf(self._source, "PC_VDISABLE") & 0xFF])
        termios.tcsetattr(self._source, termios.TCSANOW, told)
        try:
            yield
        finally:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._source, termios.TCSANOW, as_it_was)
