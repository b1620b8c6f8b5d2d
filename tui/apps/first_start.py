"""The first start: leads from an empty folder to the notice that the desk is set up with."""

from __future__ import annotations

from store.errors import CannotWrite
from store.text import _
from tui.actions.actions import bindings_at
from tui.notice_form.entry import NoticeEntry
from tui.notice_form.founding import Founding
from tui.notice_form.values import Values
from tui.screens.notice_file_screen import NoticeFileScreen
from tui.screens.notice_screen import NoticeScreen
from tui.screens.welcome_screen import WelcomeScreen
from tui.terminal.settings import DEFAULTS, Settings
from tui.terminal.terminal_app import TerminalApp
from tui.terminal.themes import STYLE_SHEETS, put_on_themes


class SetupApp(TerminalApp[str]):
    """Asks what is to be known for `founding` a desk. `run` returns the TOML of its notice, or None
    if the officer left. Whether the folder takes a desk is tried at once, so that it is said at once.
    """

    CSS_PATH = STYLE_SHEETS
    BINDINGS = bindings_at("setup")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, founding: Founding, settings: Settings = DEFAULTS) -> None:
        super().__init__(settings)
        self.founding = founding
        self._asked_about: dict[str, Values] = {}
        self.title = _("设立值班台")
        put_on_themes(self, settings.theme)

    def on_mount(self) -> None:
        self.push_screen(WelcomeScreen(self.founding))
        self.call_after_refresh(self._can_found)

    def _can_found(self) -> bool:
        """Whether a desk can be made in the folder; if not, the screen says so."""
        try:
            self.founding.check_place()
        except CannotWrite as error:
            if isinstance(self.screen, WelcomeScreen | NoticeScreen):
                self.screen.say(str(error))
            return False
        return True

    def on_welcome_screen_chosen(self, message: WelcomeScreen.Chosen) -> None:
        if message.way == "own_notice":
            self._to_form(self.founding.own_notice())
        elif message.way == "open_file":
            self.push_screen(NoticeFileScreen(self.founding.open_file), self._to_form)
        elif message.way == "seal":
            self._ask_seal()
        elif self._can_found():
            self.exit(self.founding.example)

    def _ask_seal(self) -> None:
        from tui.screens.seal_asking import ask_seal

        def say(_done: object) -> None:
            if isinstance(self.screen, WelcomeScreen):
                self.screen.say_seal()

        self.push_screen(ask_seal(self.founding.sealing), say)

    def _to_form(self, entry: NoticeEntry | None) -> None:
        if entry:
            self.push_screen(NoticeScreen(entry))

    def on_notice_screen_found(self, message: NoticeScreen.Found) -> None:
        if self._can_found():
            self.exit(message.text)

    def action_show_help(self) -> None:
        from tui.screens.help_screen import show_help

        show_help(self, str(getattr(self.screen, "place", "setup")), "setup")

    async def action_quit(self) -> None:
        """Leaves without a desk; asks first where a notice was typed, since it is not kept, and
        again once more was typed."""
        self._take_in()
        typed = self.founding.typed
        if typed != self._asked_about:
            self._asked_about = typed
            self.notify(_("所填公告不会保留。确要退出，请再按一次 Ctrl+Q。"))
            return
        self.founding.forget_typed()
        self.exit(None)

    def end(self, number: int) -> None:
        """Ends the app because the line dropped; what was typed is there at the next start."""
        self._take_in()
        self.founding.keep_typed()
        super().end(number)

    def _take_in(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, NoticeScreen):
                screen.take_in()
