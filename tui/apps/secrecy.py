"""What hides and what opens the secrets of a desk on screen: the curtain, the idle time, the key."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any, Final

from textual import events

from store.desk.desk import Desk
from store.errors import DeskError
from store.text import _
from tui.actions.actions import actions_at
from tui.screens.refusal import is_allowed
from tui.terminal.drawn_lines import forget_drawn_lines
from tui.terminal.garbage import let_watchers_go
from tui.terminal.key_queue import READ
from tui.terminal.own_thread import in_own_thread
from tui.terminal.places import remembered_folder
from tui.terminal.terminal_app import TerminalApp
from tui.terminal.toasts import take_toasts_away
from tui.words.unlocking import told_on_unlocking

_BEHIND_CURTAIN: Final = frozenset(
    {"draw_curtain", "redraw", "draw_in_ascii", "change_theme", "quit"}
)
_ELSEWHERE: Final = frozenset(a.id for a in actions_at("everywhere")) - _BEHIND_CURTAIN
# The list of all tips stays as it was left, wherever one went from there.
_LIST: Final = "tips"
# Seconds: fingerprints are compared with what is on paper.
_LONG: Final = 30
_INPUT = (events.Key, events.Paste, events.MouseEvent)


class Secrecy:
    """Draws the curtain over the screens of `app` when it is told to, and when nobody has touched a
    key for some minutes; asks for the key of `desk`.

    `key_file` is what the file with a recipient's key holds, if the app was started with one.
    """

    def __init__(self, app: TerminalApp[str], desk: Desk, key_file: bytes | None) -> None:
        self._app = app
        self._desk = desk
        self.key_file = key_file
        self._idle_seconds = 0
        self._touched_at = 0.0

    # The idle time

    def watch_for_idleness(self) -> None:
        """From now on the minutes without a key are counted."""
        if minutes := self._app.settings.idle_minutes:
            self._idle_seconds = 60 * minutes
            self._touched_at = monotonic()
            self._app.set_timer(self._idle_seconds, self._draw_if_idle)

    def note(self, event: events.Event) -> None:
        """Takes note of whatever comes in: of a key or the mouse, that somebody is there."""
        if isinstance(event, _INPUT):
            self._touched_at = monotonic()

    def _draw_if_idle(self) -> None:
        # Not a timer that is set back: Textual's then begins anew once it has run down, and the
        # curtain came up to twice as late.
        left = self._touched_at + self._idle_seconds - monotonic()
        if left <= 0:
            self.draw_curtain()
            left = self._idle_seconds
        self._app.set_timer(left, self._draw_if_idle)

    # The curtain

    @property
    def is_behind_curtain(self) -> bool:
        """Whether nothing of any tip is shown. There is no screen any more while the app ends."""
        app = self._app
        return bool(app.screen_stack) and getattr(app.screen, "place", "") == "curtain"

    def draw_curtain(self) -> None:
        """Hides everything secret at once; what is in the form stays as a draft, and there."""
        from tui.screens.curtain_screen import CurtainScreen

        if not self._app.screen_stack or self.is_behind_curtain:
            return
        self._hide_texts()
        self._app.push_screen(CurtainScreen(self._desk))
        self._lock()

    def keeps_from(self, action: str) -> bool:
        """Whether an action would lead elsewhere from behind the curtain."""
        return action in _ELSEWHERE and self.is_behind_curtain

    def _hide_texts(self) -> None:
        """Has every screen forget what was revealed on it, and the list what was searched for; what was
        said, what was copied, and what is being read to be shown, is forgotten too."""
        app = self._app
        app.clear_notifications()
        # First: what is shown in the place of that is read without it.
        self._desk.access.forget_key()
        for worker in [worker for worker in app.workers if worker.group == READ]:
            worker.cancel()
        if self._desk.access.hides:
            app.copy_to_clipboard("")
        lists = [app.get_screen(_LIST)] if app.is_screen_installed(_LIST) else []
        for screen in dict.fromkeys((*app.screen_stack, *lists)):
            if hide := getattr(screen, "hide_texts", None):
                hide()
            # What lies under a dialogue is drawn on the dialogue's screen, too.
            take_toasts_away(screen)
            forget_drawn_lines(screen)
        let_watchers_go(app)

    def _lock(self) -> None:
        # Not behind all that may wait for a disk.
        self._app.run_worker(in_own_thread(self._desk.access.lock))

    # The key

    def unlock_or_lock(self) -> None:
        """Asks for the key; or forgets it, if it is at hand."""
        if not self._desk.access.is_unlocked:
            self.ask_for_key()
            return
        self._hide_texts()
        self._lock()
        self._app.notify(_("已重新密封。"))

    def ask_for_key(self) -> None:
        """Asks a lead for the key of a sealed desk, unless behind the curtain; anyone else is told
        that it is a lead's."""
        if self.is_behind_curtain:
            return
        if not self._desk.access.is_sealed:
            self._app.notify(_("本值班台没有密封，不需要密钥。"))
        elif is_allowed(self._app, self._desk, "open"):
            from tui.screens.unlocking import ask_unlock

            self._app.push_screen(ask_unlock(self._desk, self.key_file), self._told_of_key)

    def _told_of_key(self, done: Any) -> None:
        if done is not None:
            self.tell_of_unlocking()

    def tell_of_unlocking(self) -> None:
        """Tells a lead whose key is at hand what to compare, and what is wrong."""
        if self._desk.access.is_unlocked:
            self._app.run_worker(self._tell_of_unlocking())

    async def _tell_of_unlocking(self) -> None:
        desk, app = self._desk, self._app
        try:
            told = await asyncio.to_thread(told_on_unlocking, desk)
            alarms = await asyncio.to_thread(_alarms, desk)
        except DeskError as error:
            told, alarms = (), (str(error),)
        if desk.access.is_unlocked:
            said = _("已解封。在举报里按 V 显示内容；Ctrl+K 重新密封。")
            app.notify("\n".join((said, *told)), timeout=_LONG)
        for sentence in alarms:
            app.notify(sentence, severity="error", timeout=_LONG)


def _alarms(desk: Desk) -> tuple[str, ...]:
    return *desk.access.alarms(), *desk.last_seen.compare(remembered_folder())
