"""The terminal at the other end of a line that may be slow, stalled or gone."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, Final

from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from store.late_pattern import late_pattern
from tui.terminal.ascii import is_ascii_terminal
from tui.terminal.checked_parser import CheckedParser
from tui.terminal.replies import typed_text

# More than a few screens: what is further behind is not worth sending, the next screen is.
_MOST_BEHIND: Final = 64 * 1024
_PATIENCE_AT_END_SECONDS: Final = 0.5
_KITTY_KEYS: Final = late_pattern(r"\x1b\[[<>]\d*u")
# Erases without having the terminal push what was there into its scrollback, as 2J does in some.
_ERASE: Final = "\x1b[0m\x1b[H\x1b[J"
LAST_WORDS: Final = (
    f"{_ERASE}\x1b[?2048l\x1b[?2004l\x1b[?1004l\x1b[?7h\x1b[?1006l\x1b[?1002l\x1b[?1000l"
    "\x1b[?1049l\x1b[?25h"
).encode()
"""What brings a terminal back to itself when the app cannot do it any more."""


class ScreenLost(Message):
    """To the app: what the terminal shows by now is not known."""


class Output(threading.Thread):
    """Writes to the terminal beside the screen, which never waits for it.

    A line that stalls leaves the newest screen to be sent, not all that were missed:
    `on_caught_up` is called, from this thread, once the line takes bytes again.
    """

    def __init__(self, fd: int, on_caught_up: Callable[[], None]) -> None:
        super().__init__(name="dutydesk-output", daemon=True)
        self._fd = fd
        self._on_caught_up = on_caught_up
        self._waiting: list[str] = []
        self._length = 0
        self._was_skipped = False
        self._is_closing = False
        self._changed = threading.Condition()

    def write(self, text: str) -> None:
        """Has `text` written soon, or left out if the line is far behind."""
        if not text:
            return
        with self._changed:
            if self._length > _MOST_BEHIND:
                self._waiting.clear()
                self._length = 0
                self._was_skipped = True
            self._waiting.append(text)
            self._length += len(text)
            self._changed.notify()

    def run(self) -> None:
        try:
            while text := self._next():
                data = memoryview(text.encode(errors="replace"))
                while data:
                    data = data[os.write(self._fd, data) :]
        except OSError:
            # The terminal is gone. Whoever watches the line ends the program.
            return

    def _next(self) -> str:
        """What is to be written now, "" once there is nothing more to come."""
        with self._changed:
            while not self._waiting and not self._is_closing:
                if self._was_skipped:
                    self._was_skipped = False
                    self._on_caught_up()
                self._changed.wait()
            text = "".join(self._waiting)
            self._waiting.clear()
            self._length = 0
            return text

    def close(self) -> None:
        """Waits a little for what is still to be written."""
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        self.join(_PATIENCE_AT_END_SECONDS)


# It is Textual's own import that is replaced, by what is called in the one way that Textual calls it.
linux_driver.getincrementaldecoder = typed_text  # type: ignore[attr-defined, assignment]
linux_driver.XTermParser = CheckedParser  # type: ignore[attr-defined]


def _fail(error: Exception) -> None:
    raise error


class TerminalDriver(LinuxDriver):
    """Textual's driver, with output that never blocks and no more asked of the terminal than
    it can do."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._is_ascii_terminal = is_ascii_terminal()
        self._output: Output | None = None

    def start_application_mode(self) -> None:
        assert sys.__stdout__
        # Standard error may be a log.
        self._output = Output(sys.__stdout__.fileno(), self._tell_lost)
        self._output.start()
        size = shutil.get_terminal_size()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's
        # Textual's handler reads the size itself. A signal that interrupts it there tells the newer
        # size first, and the older one, told last, would stay.
        signal.signal(signal.SIGWINCH, lambda *_: self._loop.call_soon_threadsafe(self._tell_size))
        if size != shutil.get_terminal_size():
            # Behind those that Textual has on their way.
            asyncio.run_coroutine_threadsafe(self._tell_newest_size(), self._loop)

    async def _tell_newest_size(self) -> None:
        self._tell_size()

    def _tell_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*shutil.get_terminal_size())
            self._app.post_message(Resize(size, size))

    def _sigcont_application(self, *_signal: object) -> None:
        if self._must_signal_resume:
            super()._sigcont_application()
        else:
            # Nobody hears of a SIGSTOP: it all still runs, and is not to be started twice.
            self._tell_lost()

    def _tell_lost(self) -> None:
        self._loop.call_soon_threadsafe(self._app.post_message, ScreenLost())

    def write(self, data: str) -> None:
        # Such terminals print what they do not know.
        if self._output and not (self._is_ascii_terminal and _KITTY_KEYS.fullmatch(data)):
            self._output.write(data)

    def _enable_mouse_support(self) -> None:
        # Without ?1003, which sends up the line each cell that the mouse passes over.
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1002h\x1b[?1006h")

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1006l\x1b[?1002l\x1b[?1000l")

    def _request_terminal_sync_mode_support(self) -> None:
        if not self._is_ascii_terminal:
            super()._request_terminal_sync_mode_support()

    def _query_in_band_window_resize(self) -> None:
        if not self._is_ascii_terminal:
            super()._query_in_band_window_resize()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:
            # The terminal is gone. Whoever watches the line ends the program.
            return
        except Exception as error:
            # Textual would show the error with what was typed in it.
            self._app.call_later(_fail, error)

    def stop_application_mode(self) -> None:
        # A terminal without a second screen would go on showing what was there.
        self.write(_ERASE)
        super().stop_application_mode()

    def close(self) -> None:
        super().close()
        if self._output:
            self._output.close()
