"""What the keys do, those of where one is first, and the pages of the manual."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from store.secret.roles import Right
from store.text import N_, _
from tui.actions.action import Action
from tui.actions.actions import actions_at
from tui.manual.pages import PAGES, page_of, text_of, title_of
from tui.terminal.laid_out import with_tables_laid_out
from tui.terminal.styled_line import StyledLine
from tui.terminal.terminal_app import TerminalApp
from tui.terminal.wrapping import fitted, wrapped
from tui.widgets.sheet import Sheet

_TAKEN_KEYS: Final = (
    N_(
        "终端用掉 F1 至 F12 的，按 Alt 加数字行上对应的键代替：Alt+1 至 Alt+9 为 F1 至 F9，Alt+0 为 F10，Alt+- 为 F11，Alt+= 为 F12；没有 Alt 的，按 Esc 后立即按该键。"
    ),
    N_(
        "用掉 Ctrl 加字母的（tmux 的 Ctrl+B、screen 的 Ctrl+A），按 Ctrl+P 或 Alt+P 打开命令，里面有每一项操作。"
    ),
)
# What Markdown leaves blank on both sides of a block of text.
_ROOM_BESIDE_TEXT: Final = 8
_AT_DESK: Final[dict[str, tuple[str, Right]]] = {
    "desk": ("", "count"),
    "form": (N_("登记表的按键"), "record"),
    "latest": (N_("最近登记的按键"), "list"),
}
"""The pieces of the desk, what their keys are headed with, and what a role must include to get there."""


def show_help(app: TerminalApp[Any], place: str, everywhere: str = "everywhere") -> None:
    """Opens the help of `place`; once more closes it."""
    if isinstance(app.screen, HelpScreen):
        app.pop_screen()
    else:
        app.push_screen(HelpScreen(place, everywhere))


class HelpScreen(ModalScreen[None]):
    """The keys of `place` and those that work `everywhere`, which is the name of a place too; then
    the manual's page that belongs there, from which one turns to the others."""

    app = getters.app(TerminalApp)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter,q", "dismiss", show=False),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
    ]

    def __init__(self, place: str, everywhere: str = "everywhere") -> None:
        super().__init__()
        self._place = place
        self._everywhere = everywhere
        self._page = page_of("setup" if (place, everywhere) == ("ask", "setup") else place)

    def compose(self) -> ComposeResult:
        actions = [(_(title), self._offered(place)) for title, place in self._sections()]
        # The first start has no palette.
        notes = _TAKEN_KEYS[: 1 if self._everywhere == "setup" else None]
        with VerticalScroll() as frame:
            yield _HelpSheet([(title, found) for title, found in actions if found], notes)
        frame.border_subtitle = _("←→ 翻手册  Esc 关闭")

    def on_mount(self) -> None:
        # The keys are there at once; the page takes longer.
        self.call_after_refresh(self._show_page)

    async def action_turn(self, pages: int) -> None:
        """From the keys to the page alone, then so many pages on in the manual, round its end."""
        keys = self.query_one(_HelpSheet)
        if not keys.display:
            at = PAGES.index(self._page) + pages
            self._page = PAGES[at % len(PAGES)]
        keys.display = False
        self.query_one(VerticalScroll).scroll_home(animate=False)
        await self._show_page()

    async def _show_page(self) -> None:
        from tui.widgets.manual_page import ManualPage

        frame = self.query_one(VerticalScroll)
        frame.border_title = _(
            "手册 {page}/{pages} {title}",
            page=PAGES.index(self._page) + 1,
            pages=len(PAGES),
            title=title_of(self._page),
        )
        room = frame.scrollable_content_region.width - _ROOM_BESIDE_TEXT
        text = with_tables_laid_out(text_of(self._page), room)
        pages = self.query(ManualPage)
        if pages:
            await pages.first().update(text)
        else:
            frame.mount(ManualPage(text))

    def _offered(self, place: str) -> list[Action]:
        return [action for action in actions_at(place) if self.app.offers(action.right)]

    def _sections(self) -> Iterator[tuple[str, str]]:
        """Titles and places, that of where one is first; the pieces of the desk after all else."""
        yield N_("此处按键"), self._place
        yield N_("各处按键"), self._everywhere
        for place, (title, right) in _AT_DESK.items() if self._place in _AT_DESK else ():
            if place != self._place and self.app.offers(right):
                yield title, place


class _HelpSheet(Sheet):
    """Titles with their actions, what an action does in a column of its own; then `notes` on keys
    that do not come through."""

    def __init__(self, sections: list[tuple[str, list[Action]]], notes: tuple[str, ...]) -> None:
        super().__init__()
        self._sections = sections
        self._notes = notes
        actions = [action for _title, found in sections for action in found]
        self._key_room = max(len(action.key_label) for action in actions) + 2
        self._label_room = max(cell_len(_(action.label)) for action in actions) + 2

    def lines(self, width: int) -> list[StyledLine]:
        lines: list[StyledLine] = []
        for title, actions in self._sections:
            lines.append([(title, "title")])
            for action in actions:
                lines += self._row(action, width)
            lines.append([])
        lines.append([(_("终端占用的键"), "title")])
        lines += [[(row, "")] for text in self._notes for row in wrapped(_(text), width)]
        return [*lines, []]

    def _row(self, action: Action, width: int) -> Iterator[StyledLine]:
        room = self._key_room + self._label_room
        first, *more = wrapped(_help_of(action), width - room)
        yield [
            (fitted(action.key_label, self._key_room), "key"),
            (fitted(_(action.label), self._label_room), "strong"),
            (first, ""),
        ]
        yield from ([(" " * room, ""), (text, "")] for text in more)


def _help_of(action: Action) -> str:
    """What an action does, and its second key."""
    if not action.second_key:
        return _(action.help)
    return _("{help}（或 {key}）", help=_(action.help), key=action.second_key.title())
