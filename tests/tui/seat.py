"""A seat at a real terminal in the test's own process: the app with its driver on a pty, what it
sends taken in by an emulator, and a way to know when all that was typed is on the screen."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import struct
import sys
import termios
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pyte
import pytest
from pendulum import DateTime
from pyte.modes import LNM
from textual import events, screen
from textual.dom import DOMNode

from store.desk.desk import Desk
from tests.builders import DURING, StillClock
from tests.store.desks import OFFICER
from tests.terminal import KEYS
from tests.tui.sitting import a_desk
from tui.apps.desk_app import DeskApp
from tui.entering.tip_entry import TipEntry
from tui.terminal.key_queue import ACT, SAVE
from tui.widgets.field_row import FieldRow

Cells = list[list[tuple[object, ...]]]
PATIENCE_SECONDS: Final = 60.0
_QUIET_ROUNDS: Final = 3
# As the entry point has it: painted that often, more is asked between two paints.
_FRAMES_A_SECOND: Final = 1000
_IGNORED: Final = ("\x1b[>1u", "\x1b[<u")


class Emulator:
    """What a terminal of that size shows of what it was sent."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.screen.reset_mode(LNM)
        self._stream = pyte.ByteStream(self.screen)
        # As the app has each terminal, which says so only once: the end of a line is the end.
        self._stream.feed(b"\x1b[?7l")

    def feed(self, data: bytes) -> None:
        for sequence in _IGNORED:
            data = data.replace(sequence.encode(), b"")
        self._stream.feed(data)

    @property
    def lines(self) -> list[str]:
        """The text, a row each."""
        buffer, across = self.screen.buffer, range(self.screen.columns)
        return ["".join(buffer[y][x].data for x in across) for y in range(self.screen.lines)]

    @property
    def cells(self) -> Cells:
        """Each cell as it looks: of a blank, what shows on a blank."""
        buffer, across = self.screen.buffer, range(self.screen.columns)
        return [[_look(buffer[y][x]) for x in across] for y in range(self.screen.lines)]


def _look(cell: Any) -> tuple[object, ...]:
    if cell.data == " " and not cell.underscore and not cell.reverse:
        return (" ", cell.bg)
    return tuple(cell)


class WatchedApp(DeskApp):
    """Counts what came in from the terminal."""

    came_in = 0

    async def on_event(self, event: events.Event) -> None:
        # It is marked as handed on once it is.
        is_from_outside = not event.is_forwarded
        await super().on_event(event)
        if isinstance(event, events.Key | events.Paste | events.MouseUp) and is_from_outside:
            self.came_in += 1


class Seat:
    """The app, its desk, and the terminal at which an officer types."""

    def __init__(self, app: WatchedApp, desk: Desk, clock: StillClock, fd: int) -> None:
        self.app = app
        self.desk = desk
        self.clock = clock
        self._fd = fd
        self._typed = 0
        self._marks = 0
        self._sent = b""
        size = fcntl.ioctl(fd, termios.TIOCGWINSZ, b"\0" * 8)
        rows, columns = struct.unpack("HHHH", size)[:2]
        self.terminal = Emulator(columns, rows)

    # The officer's hands

    def type(self, *keys: str) -> None:
        """Types text, or the keys that `KEYS` names, all in one write."""
        self._typed += sum(1 if key in KEYS else len(key) for key in keys)
        os.write(self._fd, "".join(KEYS.get(key, key) for key in keys).encode())

    def paste(self, text: str) -> None:
        """Pastes, as a terminal does where that is asked for."""
        self._typed += 1
        os.write(self._fd, f"\x1b[200~{text}\x1b[201~".encode())

    def click(self, x: int, y: int) -> None:
        """Presses and lets go of the mouse's button on that cell, the first of which is 0, 0."""
        self._typed += 1
        place = f"{x + 1};{y + 1}"
        os.write(self._fd, f"\x1b[<0;{place}M\x1b[<0;{place}m".encode())

    async def resize(self, columns: int, rows: int) -> None:
        """Changes the window's size."""
        await self.settled()
        set_size(self._fd, columns, rows)
        self.terminal = Emulator(columns, rows)
        # The pty is not the terminal that this process belongs to.
        signal.raise_signal(signal.SIGWINCH)
        await self.until(lambda: self.app.size == (columns, rows), "the other size")
        await self.settled()

    # The officer's eyes

    async def settled(self) -> None:
        """Returns once all that was typed has had its effect, and that is on the screen."""
        __tracebackhide__ = True
        await self._at_rest()
        self.terminal.feed(await self.sent())

    async def sent(self) -> bytes:
        """What the app has sent since one looked last."""
        return await self._sent_until(self._mark())

    async def _at_rest(self) -> None:
        """Returns once nothing is to be done or painted, before anything else happens."""
        __tracebackhide__ = True
        await self.until(lambda: self.app.came_in >= self._typed, "what was typed")
        await self.app.key_queue.all_dealt_with()
        quiet = 0
        deadline = time.monotonic() + PATIENCE_SECONDS
        while quiet < _QUIET_ROUNDS:
            assert time.monotonic() < deadline, f"no end of {[*_busy(self.app)]}"
            await asyncio.sleep(0 if quiet else 0.001)
            quiet = 0 if any(_busy(self.app)) else quiet + 1

    async def until(self, holds: Callable[[], object], what: str) -> None:
        """Goes on looking until it `holds`."""
        __tracebackhide__ = True
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert not self.app._exception, self.app._exception
            assert time.monotonic() < deadline, f"{what} did not come:\n{self.seen}"
            await asyncio.sleep(0.001)

    @property
    def seen(self) -> str:
        """The text on the terminal."""
        return "\n".join(line.rstrip() for line in self.terminal.lines)

    async def wrong_rows(self) -> list[tuple[int, str, str]]:
        """The rows that show something else than if the screen were painted in full: their number,
        what they show, and what they should."""
        await self._at_rest()
        # Nothing comes between what is shown and what is painted anew.
        begin = self._mark()
        with self.app._context():
            self.app.repaint()
            self.app.screen._on_timer_update()
        end = self._mark()
        self.terminal.feed(await self._sent_until(begin))
        whole = Emulator(self.terminal.screen.columns, self.terminal.screen.lines)
        anew = await self._sent_until(end)
        whole.feed(anew)
        seen, right = self.terminal, whole
        found = [
            (y, seen.lines[y], right.lines[y])
            for y, (is_, should) in enumerate(zip(seen.cells, right.cells, strict=True))
            if is_ != should
        ]
        self.terminal.feed(anew)
        return found

    # What is typed, and where

    @property
    def entry(self) -> TipEntry:
        """What is in the form, with all that was typed."""
        return self.app.desk_screen.form.typed()

    @property
    def field(self) -> FieldRow | None:
        """The field with the focus."""
        focused = self.app.focused
        above = focused.ancestors_with_self if focused else ()
        return next((node for node in above if isinstance(node, FieldRow)), None)

    def _mark(self) -> bytes:
        """Writes what no terminal shows, behind all that the app has written by now."""
        self._marks += 1
        mark = f"\x1b]7770;{self._marks}\x07"
        assert self.app._driver
        self.app._driver.write(mark)
        return mark.encode()

    async def _sent_until(self, mark: bytes) -> bytes:
        await self.until(lambda: mark in self._sent, "what the app had written")
        sent, _mark, self._sent = self._sent.partition(mark)
        return sent

    def receive(self) -> None:
        """Takes what the app has sent, which would wait for it, or be left out, else."""
        self._sent += os.read(self._fd, 65_536)


def _busy(app: WatchedApp) -> Iterator[object]:
    """What has still something to do or to paint."""
    yield from (w for w in app.workers if w.group in (ACT, SAVE) and not w.is_finished)
    nodes: list[DOMNode] = [app]
    for at in app.screen_stack:
        nodes += at.walk_children(with_self=True)
        # What was taken away is shown until the next layout.
        yield from (gone for gone in at._compositor.widgets if not gone.is_attached)
        is_due = at._layout_required or at._scroll_required or at._repaint_required
        if at is app.screen and (is_due or at._dirty_widgets or at._callbacks):
            yield at
    yield from (node for node in nodes if node.message_queue_size or node._next_callbacks)


def set_size(fd: int, columns: int, rows: int) -> None:
    """Gives the pty that size."""
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


@asynccontextmanager
async def seated(
    folder: Path,
    size: tuple[int, int] = (80, 24),
    at: DateTime = DURING,
    officer: str = OFFICER,
) -> AsyncIterator[Seat]:
    """An officer at the desk in `folder`, at a terminal of that size."""
    clock = StillClock(at)
    ours, end = os.openpty()
    set_size(end, *size)
    with (
        pytest.MonkeyPatch.context() as patch,
        os.fdopen(end, "r+b", buffering=0) as pty,
        a_desk(folder, clock, officer) as desk,
    ):
        # Where these are set, nobody asks the terminal for its size.
        patch.delenv("COLUMNS", raising=False)
        patch.delenv("LINES", raising=False)
        patch.setattr(screen, "UPDATE_PERIOD", 1 / _FRAMES_A_SECOND)
        patch.setattr(sys, "__stdin__", pty)
        patch.setattr(sys, "__stdout__", pty)
        app = WatchedApp(desk)
        running = asyncio.create_task(app.run_async())
        seat = Seat(app, desk, clock, ours)
        asyncio.get_running_loop().add_reader(ours, seat.receive)
        try:
            await seat.until(
                lambda: app.is_running and app.desk_screen.latest.tips is not None, "the desk"
            )
            await seat.settled()
            yield seat
            assert app.is_running, app._exception
        finally:
            app.exit()
            await asyncio.wait([running])
            asyncio.get_running_loop().remove_reader(ours)
            os.close(ours)
        running.result()
