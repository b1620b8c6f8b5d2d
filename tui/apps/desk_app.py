"""The app: wires the desk, its screens and the actions; nothing of what they do is here.

Each screen but the first is imported when it is first asked for, which starting need not wait for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.widget import Widget

from store.desk.desk import Desk
from store.errors import DeskError
from store.printable import printable
from store.text import _
from store.tips.tip import Tip
from tui.actions.action import Action
from tui.actions.actions import actions_at, bindings_at
from tui.apps.sealing_app import SealingApp
from tui.screens.desk_screen import DeskScreen
from tui.terminal.key_queue import ACT
from tui.terminal.settings import DEFAULTS, Settings
from tui.terminal.themes import STYLE_SHEETS, other_theme, put_on_themes
from tui.widgets.messages import TipChosen, TipsChanged
from tui.words.disposition_words import how_they_stand

if TYPE_CHECKING:
    from tui.screens.ask_screen import AskScreen


class DeskApp(SealingApp):
    """The desk on screen. The desk is open before it starts and is closed by whoever opened it.

    `run` returns the sentence that is to be said once it ended: why it did, or that a draft stayed.
    """

    CSS_PATH = STYLE_SHEETS
    BINDINGS: ClassVar[list[BindingType]] = bindings_at("everywhere")
    ENABLE_COMMAND_PALETTE = False
    anywhere: ClassVar[tuple[str, ...]] = ("everywhere",)

    def __init__(
        self, desk: Desk, settings: Settings = DEFAULTS, key_file: bytes | None = None
    ) -> None:
        super().__init__(desk, settings, key_file)
        self.title = desk.notice.team
        self._asked_to_quit = False
        put_on_themes(self, settings.theme)

    def on_mount(self) -> None:
        self.watch_for_idleness()
        for sentence in self.settings.faults:
            self.notify(sentence, severity="warning", timeout=10, markup=False)

    def get_default_screen(self) -> DeskScreen:
        return DeskScreen(self.desk)

    @property
    def last_word(self) -> str:
        """What is said to whom leaves with a tip not yet saved."""
        return _("没有登记完的内容已留作草稿，下次打开值班台按 F2 续填。")

    @property
    def desk_screen(self) -> DeskScreen:
        """The main screen, whatever lies over it."""
        return next(screen for screen in self.screen_stack if isinstance(screen, DeskScreen))

    def _to_desk(self) -> DeskScreen:
        """Back to the main screen, unless one in between asks about what was typed there."""
        while not isinstance(self.screen, DeskScreen):
            may_be_left = getattr(self.screen, "may_be_left", None)
            if may_be_left and not may_be_left():
                raise SkipAction
            self.pop_screen()
        return self.desk_screen

    async def action_new_tip(self) -> None:
        """To the form."""
        if not self.is_allowed("record"):
            return
        await self._to_desk().show_form()

    def action_overview(self) -> None:
        """To countdown and counters."""
        self._to_desk().show_overview()

    def action_latest(self) -> None:
        """To the latest tips."""
        if not self.is_allowed("list"):
            return
        self._to_desk().show_latest()

    async def action_all_tips(self) -> None:
        """To the list of all tips, as it was left; made anew once the notice is corrected."""
        from tui.screens.tips_screen import TipsScreen

        if not self.is_allowed("list"):
            return
        self._to_desk()
        if self.is_screen_installed("tips"):
            screen = self.get_screen("tips", TipsScreen)
            if screen.notice is not self.desk.notice:
                self.uninstall_screen("tips")
                await screen.remove()
        if not self.is_screen_installed("tips"):
            self.install_screen(TipsScreen(self.desk), "tips")
        self.push_screen("tips")
        screen = self.get_screen("tips", TipsScreen)
        # What is typed now is looked for instead of what was looked for last.
        screen.search.select_all()

    def on_tip_chosen(self, message: TipChosen) -> None:
        from tui.screens.tip_screen import TipScreen

        self.push_screen(TipScreen(self.desk, message.number), self._amend)

    async def _amend(self, tip: Tip | None) -> None:
        if tip:
            await self._to_desk().edit(tip)

    async def on_tips_changed(self, message: TipsChanged) -> None:
        from tui.screens.tip_screen import TipScreen

        self.notify(printable(how_they_stand(message.tips), lines=True), markup=False)
        await self.desk_screen.show_news()
        if isinstance(self.screen, TipScreen):
            await self.screen.show_tip()

    def action_show_dues(self) -> None:
        """To what is due."""
        from tui.screens.due_screen import DueScreen

        if not self.is_allowed("list"):
            return
        self._to_desk()
        self.push_screen(DueScreen(self.desk))

    def action_show_report(self) -> None:
        """To the figures."""
        from tui.screens.report_screen import ReportScreen

        self._to_desk()
        self.push_screen(ReportScreen(self.desk))

    def action_show_duty(self) -> None:
        """To the hand-over sheet."""
        from tui.screens.duty_screen import DutyScreen

        if not self.is_allowed("list"):
            return
        self._to_desk()
        self.push_screen(DutyScreen(self.desk))

    def action_show_notice(self) -> None:
        """To the public notice."""
        from tui.screens.public_notice_screen import PublicNoticeScreen

        self._to_desk()
        self.push_screen(PublicNoticeScreen(self.desk, self.is_allowed))

    def action_pass_through(self) -> None:
        """Asks to whom a matter was passed through."""
        from tui.screens.asking import ask_pass_through

        if not self.is_allowed("record"):
            return
        self._ask(ask_pass_through(self.desk))

    @work(group=ACT)
    async def action_undo_last(self) -> None:
        """Asks whether the last own act is to be undone."""
        from tui.screens.asking import ask_undo

        try:
            self._ask(await asyncio.to_thread(ask_undo, self.desk))
        except DeskError as error:
            self.notify(printable(str(error)), severity="warning", markup=False)

    def _ask(self, screen: AskScreen) -> None:
        from tui.screens.ask_screen import AskScreen

        if not isinstance(self.screen, AskScreen):
            self.push_screen(screen, self._tell)

    def _tell(self, tips: tuple[Tip, ...] | None) -> None:
        if tips:
            self.post_message(TipsChanged(tips))

    @property
    def place(self) -> str:
        """Where one is, as the actions name it."""
        return str(getattr(self.screen, "place", self.desk_screen.keys.place))

    def action_show_help(self) -> None:
        """The keys."""
        from tui.screens.help_screen import show_help

        show_help(self, self.place)

    def action_command_palette(self) -> None:
        """Every command that works where one is, by its name."""
        from tui.screens.palette_screen import PaletteScreen

        if isinstance(self.screen, PaletteScreen):
            self.screen.dismiss(None)
            return
        focused = self.focused
        found = actions_at(*dict.fromkeys((self.place, *self.anywhere)))
        actions = [action for action in found if self.offers(action.right)]

        async def run(action: Action | None) -> None:
            if action:
                await self.run_action(action.id, default_namespace=self._who_does(action, focused))

        self.push_screen(PaletteScreen(actions), run)

    def _who_does(self, action: Action, focused: Widget | None) -> DOMNode:
        """The nearest around the focus that knows the action."""
        nodes: Iterable[DOMNode] = (focused or self.screen).ancestors_with_self
        return next((n for n in nodes if hasattr(n, f"action_{action.id}")), self)

    def action_change_theme(self) -> None:
        """Dark, light or high contrast."""
        self.theme = other_theme(self.theme)

    def action_help_quit(self) -> None:
        """What Ctrl+C does: it must not end a call's entry by accident."""
        self.notify(_("退出请按 Ctrl+Q。"), markup=False)

    async def action_quit(self) -> None:
        """Ends the app; what is in the form stays as a draft, and that is said. Asks first where
        the disk does not take it."""
        form = self.desk_screen.form
        is_kept = form.keep_draft()
        if not is_kept and not self._asked_to_quit:
            self._asked_to_quit = True
            said = _("草稿没有存下，退出后所填内容将丢失。确要退出，请再按一次 Ctrl+Q。")
            self.notify(said, severity="error", markup=False)
            return
        self.exit(self.last_word if is_kept and form.is_mounted and form.is_dirty else None)

    def end(self, number: int) -> None:
        """Ends the app because the line dropped or the machine goes down; the draft stays."""
        self.desk_screen.form.keep_draft()
        super().end(number)
