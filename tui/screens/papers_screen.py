"""Which paper is wanted, and then of what it is to be and where it goes."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from store.desk.desk import Desk
from store.text import _
from tui.actions.action import Action
from tui.actions.actions import actions_at, bindings_at
from tui.actions.paper_actions import name_of, named
from tui.printing.kinds import PAPERS
from tui.printing.wanted import Wanted
from tui.screens.print_screen import PrintScreen
from tui.screens.refusal import is_allowed
from tui.widgets.pointed_list import PointedList


def show_papers(app: App[Any], desk: Desk, is_remote: bool) -> None:
    """Offers the papers that the role may have, and asks for what is chosen."""
    if isinstance(app.screen, (PapersScreen, PrintScreen)):
        return
    first, wanted = of_what(app)

    def chosen(name: str | None) -> None:
        if name:
            put_out(app, desk, name, wanted, is_remote)

    may = [
        action
        for action in actions_at("papers")
        if action.key != "escape" and desk.access.may(action.right)
    ]
    app.push_screen(PapersScreen(may, first), chosen)


def of_what(app: App[Any]) -> tuple[str, Wanted]:
    """Which paper is likeliest to be meant where one is, and of what."""
    meant: tuple[str, Wanted] = getattr(app.screen, "on_paper", ("", Wanted()))
    return meant


def put_out(app: App[Any], desk: Desk, name: str, wanted: Wanted, is_remote: bool) -> None:
    """Asks of what the paper is to be and where it goes, then prints it or puts it there."""
    if not is_allowed(app, desk, PAPERS[name].right):
        return
    screen = PrintScreen(desk, name, wanted, is_remote=is_remote)

    def tell(done: object) -> None:
        if done is not None:
            app.notify(screen.said)

    app.push_screen(screen, tell)


class PapersScreen(ModalScreen[str | None]):
    """Dismissed with the name of the paper chosen, or None. `first` is pointed at."""

    place = "papers"
    BINDINGS: ClassVar[list[BindingType]] = bindings_at("papers")

    def __init__(self, actions: list[Action], first: str) -> None:
        super().__init__()
        self._actions = actions
        self._first = first

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(Content(_("打印，或存为文件")), classes="ask-title -alone")
            yield PointedList()
            yield Static(
                Content(_("按前面的数字或字母，或用方向键选定后回车；Esc 取消")), classes="ask-how"
            )

    def on_mount(self) -> None:
        ids = [action.id for action in self._actions]
        meant = named(self._first)
        options = self.query_one(PointedList)
        options.show_rows(
            [row_of(action) for action in self._actions], ids.index(meant) if meant in ids else 0
        )
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(name_of(self._actions[event.option_index].id))

    def action_put_out(self, name: str) -> None:
        if named(name) in (action.id for action in self._actions):
            self.dismiss(name)


def row_of(action: Action) -> Content:
    """A paper in the list: its key, its name, what it is."""
    return Content.assemble(
        (f"{action.key.upper()} ", "$accent"),
        (f"{_(action.label)}  ", "bold"),
        (_(action.help), "$text-muted"),
    )
