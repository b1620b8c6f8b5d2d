"""The first start: leads from an empty folder to the notice that the desk is set up with."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pendulum import DateTime
from textual.binding import BindingType

from store.clock import Clock
from store.desk.founding import check_can_found
from store.errors import CannotWrite
from store.notice.reading import example_text
from store.text import _
from tui.actions.actions import bindings_at
from tui.notice_form.values import NEW, Values, values_of
from tui.screens.notice_file_screen import NoticeFileScreen
from tui.screens.notice_screen import NoticeScreen
from tui.screens.welcome_screen import WelcomeScreen
from tui.terminal.settings import DEFAULTS, Settings
from tui.terminal.terminal_app import TerminalApp
from tui.terminal.themes import STYLE_SHEETS, other_theme, put_on_themes


class SetupApp(TerminalApp[str]):
    """Asks for a notice. `run` returns its TOML, or None if the officer left; `seal_to` are then the
    public keys to which the desk is to be sealed, none if it stays open.

    Nothing is written but a new key where one is asked for: only whether `folder` can be is tried,
    so that this is said at once.
    """

    CSS_PATH = STYLE_SHEETS
    BINDINGS: ClassVar[list[BindingType]] = bindings_at("setup")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, folder: Path, clock: Clock, settings: Settings = DEFAULTS) -> None:
        super().__init__(settings)
        self._folder = folder
        self._clock = clock
        self._typed: dict[str, Values] = {}
        self._asked_to_quit = False
        self.seal_to: tuple[str, ...] = ()
        self.title = _("设立值班台")
        put_on_themes(self, settings.theme)

    def on_mount(self) -> None:
        self.push_screen(WelcomeScreen(self._folder, self._now()))
        self.call_after_refresh(self._can_found)

    def _now(self) -> DateTime:
        return self._clock.now()

    def _can_found(self) -> bool:
        """Whether a desk can be made in the folder; if not, the screen says so."""
        try:
            check_can_found(self._folder)
        except CannotWrite as error:
            if isinstance(self.screen, WelcomeScreen | NoticeScreen):
                self.screen.say(str(error))
            return False
        return True

    def on_welcome_screen_chosen(self, message: WelcomeScreen.Chosen) -> None:
        if message.way == "own_notice":
            self._to_form(_("填写本组公告"), NEW)
        elif message.way == "open_file":
            self.push_screen(NoticeFileScreen(), self._open)
        elif message.way == "seal":
            self._ask_seal()
        elif self._can_found():
            self.exit(example_text())

    def _ask_seal(self) -> None:
        from tui.entering.sealing import seal_sentence
        from tui.screens.seal_asking import ask_seal

        def keep(keys: tuple[str, ...]) -> None:
            self.seal_to = keys

        def say(_done: object) -> None:
            if isinstance(self.screen, WelcomeScreen):
                self.screen.say_seal(seal_sentence(self.seal_to))

        self.push_screen(ask_seal(self._folder, self.seal_to, keep), say)

    def _open(self, file: tuple[Path, str] | None) -> None:
        if file:
            path, text = file
            self._to_form(str(path), text)

    def _to_form(self, title: str, base: str) -> None:
        """The form; what was typed in it before is still there."""
        values = self._typed.get(base) or values_of(base, title)

        def keep(values: Values | None) -> None:
            if values:
                self._typed[base] = values

        self.push_screen(NoticeScreen(title, values, base, self._now), keep)

    def on_notice_screen_found(self, message: NoticeScreen.Found) -> None:
        if self._can_found():
            self.exit(message.text)

    def action_show_help(self) -> None:
        """The keys, and what is asked for."""
        from tui.screens.help_screen import show_help

        show_help(self, str(getattr(self.screen, "place", "setup")), "setup")

    def action_change_theme(self) -> None:
        """Dark or light."""
        self.theme = other_theme(self.theme)

    def action_help_quit(self) -> None:
        """What Ctrl+C does: it must not end what is being typed by accident."""
        self.notify(_("退出请按 Ctrl+Q。"), markup=False)

    async def action_quit(self) -> None:
        """Leaves without a desk; asks first where a notice was typed, since it is not kept."""
        typing = isinstance(self.screen, NoticeScreen) or self._typed
        if typing and not self._asked_to_quit:
            self._asked_to_quit = True
            self.notify(_("所填公告不会保留。确要退出，请再按一次 Ctrl+Q。"), markup=False)
            return
        self.exit(None)
