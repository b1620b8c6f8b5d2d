"""An app made for terminals at the end of a line: it sends what changed and outlives no terminal."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any, Final

from rich.console import COLOR_SYSTEMS
from textual import content, events, screen
from textual._compositor import CompositorUpdate
from textual.app import App, ReturnType
from textual.css.query import NoMatches
from textual.geometry import Size
from textual.reactive import var
from textual.screen import Screen
from textual.widget import MountError
from textual.worker import WorkerFailed, get_current_worker

from store.secret.roles import Right
from store.text import _
from tui.terminal.ascii import ASCII, is_ascii_terminal
from tui.terminal.compositor import DeskCompositor
from tui.terminal.drawn_lines import let_drawn_lines_go, let_lines_remember_nothing
from tui.terminal.driver import ScreenLost, TerminalDriver
from tui.terminal.key_queue import KeyQueue
from tui.terminal.laying_out import lay_out_once
from tui.terminal.notification import desktop_notification
from tui.terminal.painting import Painter
from tui.terminal.part_styles import DeskStylesheet
from tui.terminal.scrolling import scroll_at_once
from tui.terminal.settings import DEFAULTS, Settings
from tui.terminal.themes import other_theme
from tui.terminal.toasts import keep_off_toasts, keep_toasts_whole, toast_lines
from tui.terminal.too_large import clamped
from tui.terminal.too_small import is_too_small, too_small
from tui.terminal.wrapping import line_ends

_SYNC_START: Final = "\x1b[?2026h"
_SYNC_END: Final = "\x1b[?2026l"
# What fits into one packet comes onto the screen at once anyway.
_ONE_PACKET: Final = 1024
_LAST_KEYS_SECONDS: Final = 1.0


class Difference(CompositorUpdate):
    """What an update changes on the terminal."""

    def __init__(self, update: CompositorUpdate, app: TerminalApp[Any]) -> None:
        self._update = update
        self._app = app

    def render_segments(self, console: Any) -> str:
        colors = COLOR_SYSTEMS.get(console.color_system)
        text = self._app.painter.paint(self._update, colors)
        if self._app._sync_available and len(text) > _ONE_PACKET:
            return f"{_SYNC_START}{text}{_SYNC_END}"
        return text


class TerminalApp(App[ReturnType]):
    """Paints by difference, through a driver that never makes the app wait.

    What is drawn otherwise where it is `in_ascii` watches that.
    """

    stylesheet: DeskStylesheet
    in_ascii: var[bool] = var(False, init=False)

    def __init__(self, settings: Settings = DEFAULTS) -> None:
        super().__init__(driver_class=TerminalDriver)
        self.stylesheet = DeskStylesheet(self.get_css_variables())
        self.settings = settings
        self.set_reactive(TerminalApp.in_ascii, settings.ascii or is_ascii_terminal())
        self.painter = Painter(ASCII if self.in_ascii else None)
        self.animation_level = "none"
        keep_toasts_whole()
        let_drawn_lines_go()
        let_lines_remember_nothing()
        scroll_at_once()
        lay_out_once()
        # Textual knows of blanks alone, and would begin a line with the comma that did not fit.
        content.divide_line = line_ends  # type: ignore[attr-defined]
        screen.Compositor = DeskCompositor  # type: ignore[attr-defined]
        self.key_queue = KeyQueue(self, super().on_event)

    def run(self, **options: Any) -> ReturnType | None:
        """What the app was ended with. Raises what no handler foresaw, once the terminal is as it was."""
        # Where nobody listens, Python prints what asyncio says of an error, its message included.
        logging.getLogger("asyncio").addHandler(logging.NullHandler())
        found = super().run(**options)
        if isinstance(self._exception, WorkerFailed):
            raise self._exception.error
        if self._exception:
            raise self._exception
        return found

    def _handle_exception(self, error: Exception) -> None:
        # Textual takes a screen apart first, and cancels what works for it then: what comes back in
        # between finds no place to be shown in. So does what comes to a screen that was still to be
        # made as the app ends.
        cause = error.error if isinstance(error, WorkerFailed) else error
        is_leaving = self.return_code is not None or (
            cause is not error and get_current_worker().node._pruning
        )
        if not (is_leaving and isinstance(cause, NoMatches | MountError)):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual would show the values of all variables on the terminal, a tip's among them.
        self.panic()

    def copy_to_clipboard(self, text: str) -> None:
        """Keeps what was copied for pasting here. Textual would hand it to the terminal, whose
        clipboard outlives the desk and is on another machine."""
        self._clipboard = text

    def notify(self, message: str, **options: Any) -> None:
        """Says something over the screen, of which no character acts, nor is any of it markup."""
        super().notify(toast_lines(message, self.size.width), **options | {"markup": False})

    @property
    def size(self) -> Size:
        """The size of the window, or of as much of it as is drawn."""
        return clamped(super().size)

    def offers(self, _right: Right) -> bool:
        """Whether what needs that right is for whoever sits here."""
        return True

    def refresh_css(self, animate: bool = True) -> None:
        """Styles everything by the theme. Textual asks for it at the start too, when all was made
        by that theme just before: to parse every style sheet again takes 20 ms."""
        if self.stylesheet.variables != self.get_css_variables():
            super().refresh_css(animate)

    def repaint(self) -> None:
        """Sends the whole screen anew, whatever the terminal shows."""
        self.painter.forget()
        self.refresh()

    def action_redraw(self) -> None:
        """What the key for a garbled screen does."""
        self.repaint()

    def action_change_theme(self) -> None:
        self.theme = other_theme(self.theme)

    def action_help_quit(self) -> None:
        """What Ctrl+C does: it must not end what is being typed by accident."""
        self.notify(_("退出请按 Ctrl+Q。"))

    def action_draw_in_ascii(self) -> None:
        self.in_ascii = not self.in_ascii

    def watch_in_ascii(self) -> None:
        self.painter.ascii = ASCII if self.in_ascii else None
        self.repaint()

    def on_screen_lost(self, _message: ScreenLost) -> None:
        self.repaint()

    def call_attention(self, title: str, sentence: str) -> None:
        """Rings the bell and has the desktop show a notification, each where it was asked for."""
        if self.settings.bell:
            self.bell()
        if self.settings.desktop and self._driver and not (self.is_headless or is_ascii_terminal()):
            self._driver.write(desktop_notification(title, sentence))

    def told_to_end(self, number: int) -> None:
        """Has the app `end` as that signal tells it to. May be called from any thread."""
        self.call_later(lambda: self.run_worker(self._end(number)))

    async def _end(self, number: int) -> None:
        # What was typed before the line dropped belongs into the draft; nobody looks on any more.
        with contextlib.suppress(TimeoutError), self.batch_update():
            await asyncio.wait_for(self.key_queue.all_dealt_with(), _LAST_KEYS_SECONDS)
        self.end(number)

    def end(self, number: int) -> None:
        """Ends the app at that signal."""
        self.exit(return_code=128 + number)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.key_queue.take(event)
            return
        if isinstance(event, events.Resize):
            event.size = clamped(event.size)
        await super().on_event(event)
        if isinstance(event, events.Resize):
            # Textual sends nothing anew for a window that only had another size for a moment.
            self.repaint()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate) and screen._compositor.size != self.size:
            # It would come to stand in other places. What is laid out for the new size follows.
            return
        # Textual moves the terminal's cursor when one types, not when what is typed in moves.
        cursor = getattr(self.focused, "cursor_screen_offset", None)
        if cursor is not None:
            self.cursor_position = cursor
            keep_off_toasts(screen, cursor)
        if isinstance(renderable, CompositorUpdate):
            if is_too_small(self.size):
                renderable = too_small(self.size)
            renderable = Difference(renderable, self)
        super()._display(screen, renderable)
        is_painted = getattr(screen, "is_painted", None)
        if is_painted and renderable is not None and not self._batch_count:
            is_painted.set()

    def _begin_update(self) -> None:
        """Left to `Difference`, which knows how much there is to send."""

    def _end_update(self) -> None:
        """Left to `Difference`."""
