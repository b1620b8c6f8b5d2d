"""The part of the app that hides what is secret: the curtain, the key, what a role does not include."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from textual import events, work

from store.desk.desk import Desk
from store.errors import DeskError
from store.printable import printable
from store.secret.roles import Right
from store.text import _
from tui.actions.actions import actions_at
from tui.terminal.settings import DEFAULTS, Settings
from tui.terminal.terminal_app import TerminalApp
from tui.widgets.messages import KeyWanted

if TYPE_CHECKING:
    from textual.timer import Timer

_BEHIND_CURTAIN: Final = frozenset(
    {"draw_curtain", "redraw", "draw_plainly", "change_theme", "quit"}
)
_ELSEWHERE: Final = frozenset(a.id for a in actions_at("everywhere")) - _BEHIND_CURTAIN
_INPUT = (events.Key, events.Paste, events.MouseEvent)


class SealingApp(TerminalApp[str]):
    """Draws the curtain on a key, and when nobody has touched one for some minutes.

    `key_file` is what the file with a recipient's key holds, if the app was started with one.
    """

    def __init__(
        self, desk: Desk, settings: Settings = DEFAULTS, key_file: bytes | None = None
    ) -> None:
        super().__init__(settings)
        self.desk = desk
        self.key_file = key_file
        self._idle: Timer | None = None

    def watch_for_idleness(self) -> None:
        """From now on the minutes without a key are counted."""
        if minutes := self.settings.idle_minutes:
            self._idle = self.set_interval(60 * minutes, self.draw_curtain)

    async def on_event(self, event: events.Event) -> None:
        if self._idle and isinstance(event, _INPUT):
            self._idle.reset()
        await super().on_event(event)

    # The curtain

    @property
    def is_behind_curtain(self) -> bool:
        """Whether nothing of any tip is shown."""
        return getattr(self.screen, "place", "") == "curtain"

    def draw_curtain(self) -> None:
        """Hides everything secret at once; what is in the form stays as a draft, and there."""
        from tui.screens.curtain_screen import CurtainScreen

        # There is no screen any more while the app ends.
        if not self.screen_stack or self.is_behind_curtain:
            return
        self.clear_notifications()
        self.hide_texts()
        self.push_screen(CurtainScreen(self.desk))
        self._lock()

    def action_draw_curtain(self) -> None:
        """The curtain. Its key pressed once more, or held down, does not draw it back."""
        self.draw_curtain()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Behind the curtain no key leads elsewhere."""
        if action in _ELSEWHERE and self.screen_stack and self.is_behind_curtain:
            return False
        return super().check_action(action, parameters)

    def hide_texts(self) -> None:
        """Has every screen forget what was revealed on it."""
        for screen in self.screen_stack:
            if hide := getattr(screen, "hide_texts", None):
                hide()

    @work
    async def _lock(self) -> None:
        await asyncio.to_thread(self.desk.lock)

    # The key

    def action_unlock_or_lock(self) -> None:
        """Asks for the key; or forgets it, if it is at hand."""
        if not self.desk.is_unlocked:
            self.ask_for_key()
            return
        self.hide_texts()
        self._lock()
        self.notify(_("已重新密封。"), markup=False)

    def ask_for_key(self) -> None:
        """Asks a lead for the key of a sealed desk; anyone else is told that it is a lead's."""
        if not self.desk.is_sealed:
            self.notify(_("本值班台没有密封，不需要密钥。"), markup=False)
        elif self.is_allowed("open"):
            from tui.screens.unlocking import ask_unlock

            self.push_screen(ask_unlock(self.desk, self.key_file), self._told_of_key)

    def on_key_wanted(self, _message: KeyWanted) -> None:
        if not self.is_behind_curtain:
            self.ask_for_key()

    def _told_of_key(self, done: Any) -> None:
        if done is not None and self.desk.is_unlocked:
            self.notify(_("已解封。在举报里按 V 显示内容；Ctrl+K 重新密封。"), markup=False)

    # What the role includes

    def offers(self, right: Right) -> bool:
        """Whether the role includes that right; all of them before it is known."""
        return not self.desk.is_loaded or self.desk.may(right)

    def is_allowed(self, right: Right) -> bool:
        """Whether the officer's role includes it; says the reason where it does not."""
        try:
            self.desk.require(right)
        except DeskError as error:
            self.notify(printable(str(error)), severity="warning", markup=False)
            return False
        return True
