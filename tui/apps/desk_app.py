"""The app: wires the desk, its screens and the actions; nothing of what they do is here.

Each screen but the first is imported when it is first asked for, which starting need not wait for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

from textual import events, work
from textual.actions import SkipAction
from textual.screen import Screen

from store.desk.desk import Desk
from store.errors import DeskError
from store.secret.roles import Right
from store.text import _
from store.tips.tip import Tip
from tui.actions.actions import actions_at, bindings_at
from tui.apps.secrecy import Secrecy
from tui.screens.desk_screen import DeskScreen
from tui.screens.refusal import is_allowed, say_refusal
from tui.terminal.key_queue import READ
from tui.terminal.settings import DEFAULTS, Settings
from tui.terminal.terminal_app import TerminalApp
from tui.terminal.themes import STYLE_SHEETS, put_on_themes
from tui.widgets.messages import KeyWanted, TipChosen, TipsChanged


class DeskApp(TerminalApp[str]):
    """The desk on screen. The desk is open before it starts and is closed by whoever opened it.

    `is_remote`: whoever is here is to reach no file of the desk's account.

    `run` returns the sentence that is to be said once it ended: why it did, or that a draft stayed.
    """

    CSS_PATH = STYLE_SHEETS
    BINDINGS = bindings_at("everywhere")
    ENABLE_COMMAND_PALETTE = False
    anywhere: ClassVar[tuple[str, ...]] = ("everywhere",)

    def __init__(
        self,
        desk: Desk,
        settings: Settings = DEFAULTS,
        key_file: bytes | None = None,
        *,
        is_remote: bool = False,
    ) -> None:
        super().__init__(settings)
        self._is_remote = is_remote
        self.desk = desk
        self.secrecy = Secrecy(self, desk, key_file)
        self.title = desk.notice.team
        self._asked_about: dict[str, Any] | None = None
        put_on_themes(self, settings.theme)

    def on_mount(self) -> None:
        self.secrecy.watch_for_idleness()
        self.secrecy.tell_of_unlocking()
        for sentence in self.settings.faults:
            self.notify(sentence, severity="warning", timeout=10)

    def get_default_screen(self) -> DeskScreen:
        return DeskScreen(self.desk)

    # The desk, and what lies over it

    @property
    def desk_screen(self) -> DeskScreen:
        """The main screen, whatever lies over it."""
        return next(screen for screen in self.screen_stack if isinstance(screen, DeskScreen))

    def _to_desk(self) -> DeskScreen:
        """Back to the main screen, unless one in between asks about what was typed there; what one
        keeps comes back with it."""
        while not isinstance(self.screen, DeskScreen):
            if not _may_be_left(self.screen):
                raise SkipAction
            self.pop_screen()
        return self.desk_screen

    def _open(self, right: Right, screen: Callable[[Desk], Screen[None]]) -> None:
        if is_allowed(self, self.desk, right):
            self._to_desk()
            self.push_screen(screen(self.desk))

    async def action_new_tip(self) -> None:
        if is_allowed(self, self.desk, "record"):
            await self._to_desk().show_form()

    async def action_open_tip_on(self) -> None:
        if is_allowed(self, self.desk, "record"):
            is_there = self.screen is self.desk_screen and self.desk_screen.form.is_typed_in
            await self._to_desk().show_open_tip(onward=is_there)

    def action_overview(self) -> None:
        self._to_desk().show_overview()

    def action_latest(self) -> None:
        if is_allowed(self, self.desk, "list"):
            self._to_desk().show_latest()

    async def action_all_tips(self) -> None:
        """To the list of all tips; what is typed then is looked for instead of what was last."""
        from tui.screens.tips_screen import list_of_all

        if is_allowed(self, self.desk, "list"):
            self._to_desk()
            screen = await list_of_all(self, self.desk)
            self.push_screen(screen)
            screen.search.select_all()

    def action_show_dues(self) -> None:
        from tui.screens.due_screen import DueScreen

        self._open("list", DueScreen)

    def action_show_report(self) -> None:
        from tui.screens.report_screen import ReportScreen

        self._open("count", ReportScreen)

    def action_show_duty(self) -> None:
        from tui.screens.duty_screen import DutyScreen

        self._open("list", DutyScreen)

    def action_import_register(self) -> None:
        from tui.screens.import_screen import ImportScreen, refuse_remote

        if self._is_remote:
            refuse_remote(self)
        else:
            self._open("manage", ImportScreen)

    def action_show_notice(self) -> None:
        from tui.screens.public_notice_screen import PublicNoticeScreen

        self._open("count", PublicNoticeScreen)

    # What goes on paper

    def action_show_papers(self) -> None:
        """Every paper that the role may have, that of where one is first."""
        from tui.screens.papers_screen import show_papers

        show_papers(self, self.desk, self._is_remote)

    def action_put_out(self, name: str) -> None:
        """One paper, of what is shown where it can be."""
        from tui.screens.papers_screen import of_what, put_out

        _first, wanted = of_what(self)
        put_out(self, self.desk, name, wanted, self._is_remote)

    # What is done with tips

    def on_tip_chosen(self, message: TipChosen) -> None:
        from tui.screens.tip_screen import TipScreen

        screen = TipScreen(self.desk, message.number, is_remote=self._is_remote)
        self.push_screen(screen, self._amend)

    async def _amend(self, tip: Tip | None) -> None:
        if tip and not self.secrecy.is_behind_curtain:
            await self._to_desk().edit(tip)

    async def on_tips_changed(self, message: TipsChanged) -> None:
        from tui.screens.tip_screen import TipScreen
        from tui.screens.tips_screen import TipsScreen

        if message.said:
            self.notify(message.said)
        await self.desk_screen.show_news()
        if isinstance(self.screen, TipScreen):
            await self.screen.show_tip()
        if isinstance(self.screen, TipsScreen):
            self.screen.unmark(tip.number for tip in message.tips)

    async def on_register_taken_in(self) -> None:
        await self.desk_screen.show_news()

    def action_pass_through(self) -> None:
        from tui.screens.ask_screen import ask
        from tui.screens.asking import ask_pass_through

        if is_allowed(self, self.desk, "record"):
            ask(self, ask_pass_through(self.desk))

    @work(group=READ)
    async def action_undo_last(self) -> None:
        from tui.screens.ask_screen import ask
        from tui.screens.asking import ask_undo

        try:
            ask(self, await asyncio.to_thread(ask_undo, self.desk))
        except DeskError as error:
            say_refusal(self, error)

    # Who may see and do what

    async def on_event(self, event: events.Event) -> None:
        self.secrecy.note(event)
        await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.secrecy.keeps_from(action):
            return False
        return super().check_action(action, parameters)

    def offers(self, right: Right) -> bool:
        """Whether the role includes that right; all of them before it is known."""
        return not self.desk.is_loaded or self.desk.access.may(right)

    def action_draw_curtain(self) -> None:
        """The curtain. Its key pressed once more, or held down, does not draw it back."""
        self.secrecy.draw_curtain()

    def action_unlock_or_lock(self) -> None:
        """Asks for the key; or forgets it, if it is at hand."""
        self.secrecy.unlock_or_lock()

    def on_key_wanted(self, _message: KeyWanted) -> None:
        # Nobody else has one; whose it is was said.
        if self.desk.access.may("open"):
            self.secrecy.ask_for_key()

    def action_redraw(self) -> None:
        """What the key for a garbled screen does; a desk that is away is asked for at once."""
        super().action_redraw()
        self.desk_screen.reaching.try_now()

    # Help, and the end

    @property
    def place(self) -> str:
        """Where one is, as the actions name it."""
        return str(getattr(self.screen, "place", self.desk_screen.keys.place))

    def action_show_help(self) -> None:
        from tui.screens.help_screen import show_help

        show_help(self, self.place)

    def action_command_palette(self) -> None:
        """Every command that works where one is, by its name."""
        from tui.screens.palette_screen import ask_for_command

        actions = actions_at(*dict.fromkeys((self.place, *self.anywhere, "papers")))
        ask_for_command(self, [action for action in actions if self.offers(action.right)])

    @property
    def last_word(self) -> str:
        """What is said to whom leaves with a tip not yet saved, or a dialogue not yet done."""
        form = self.desk_screen.form
        said = [getattr(screen, "set_aside_word", "") for screen in self.screen_stack]
        if form.is_mounted and form.waiting:
            said.append(_("没有登记完的内容已留作草稿，下次打开值班台按 Ctrl+E 续填。"))
        return "\n".join(filter(None, said))

    async def action_quit(self) -> None:
        """Ends the app; what is in the form stays as a draft, and that is said. Asks first where
        the disk does not take it, or a screen keeps nothing of what was typed there; and again
        once more was typed."""
        if not all(map(_may_be_left, self.screen_stack)):
            return
        form = self.desk_screen.form
        is_kept = form.keep_draft()
        typed = None if is_kept else form.typed().values
        if typed and typed != self._asked_about:
            self._asked_about = typed
            said = _("草稿没有存下，退出后所填内容将丢失。确要退出，请再按一次 Ctrl+Q。")
            self.notify(said, severity="error")
            return
        self.exit((is_kept and self.last_word) or None)

    def end(self, number: int) -> None:
        """Ends the app because the line dropped or the machine goes down; what was typed stays."""
        self.desk_screen.form.keep_draft()
        for screen in self.screen_stack:
            if set_aside := getattr(screen, "set_aside", None):
                set_aside()
        super().end(number)


def _may_be_left(screen: Screen[Any]) -> bool:
    """Whether nothing is lost with it."""
    may_be_left = getattr(screen, "may_be_left", None)
    return not may_be_left or bool(may_be_left())
