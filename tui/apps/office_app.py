"""The office's app: wires its screens and the actions; it opens no desk and writes nowhere."""

from __future__ import annotations

from collections.abc import Callable

from pendulum import DateTime

from store.office.office import Office
from store.text import _
from tui.actions.actions import actions_at, bindings_at
from tui.screens.office_screen import OfficeScreen
from tui.terminal.settings import DEFAULTS, Settings
from tui.terminal.terminal_app import TerminalApp
from tui.terminal.themes import STYLE_SHEETS, put_on_themes


class OfficeApp(TerminalApp[None]):
    """All desks of `office` on screen; `now` tells the time that stands above them."""

    CSS_PATH = STYLE_SHEETS
    BINDINGS = bindings_at("office")
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, office: Office, now: Callable[[], DateTime], settings: Settings = DEFAULTS
    ) -> None:
        super().__init__(settings)
        self._office = office
        self._now = now
        self.title = _("各值班台汇总")
        put_on_themes(self, settings.theme)

    def on_mount(self) -> None:
        for sentence in self.settings.faults:
            self.notify(sentence, severity="warning", timeout=10)

    def get_default_screen(self) -> OfficeScreen:
        return OfficeScreen(self._office, self._now)

    @property
    def place(self) -> str:
        """Where one is, as the actions name it."""
        return str(getattr(self.screen, "place", "desks"))

    def action_show_help(self) -> None:
        from tui.screens.help_screen import show_help

        show_help(self, self.place, "office")

    def action_command_palette(self) -> None:
        """Every command that works where one is, by its name."""
        from tui.screens.palette_screen import ask_for_command

        ask_for_command(self, actions_at(*dict.fromkeys((self.place, "office"))))
