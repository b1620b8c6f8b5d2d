"""Finds a command by its Chinese name, its pinyin or its English, and runs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.text import _
from tui.actions.action import Action
from tui.widgets.pointed_list import PointedList
from tui.widgets.text_field import TextField


def ask_for_command(app: App[Any], actions: Sequence[Action]) -> None:
    """Asks which of `actions` is meant, and has the nearest around the focus do it; asked once more,
    it closes."""
    if isinstance(app.screen, PaletteScreen):
        app.screen.dismiss(None)
        return
    from_here: list[DOMNode] = list((app.focused or app.screen).ancestors_with_self)

    async def run(action: Action | None) -> None:
        if action:
            doer = (node for node in from_here if hasattr(node, f"action_{action.id}"))
            await app.run_action(action.id, default_namespace=next(doer, app))

    app.push_screen(PaletteScreen(actions), run)


class PaletteScreen(ModalScreen[Action | None]):
    """Dismissed with the action chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("enter", "choose", show=False, priority=True),
    ]

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self._actions = actions
        self._found: list[Action] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield TextField(placeholder=_("输入名称、拼音首字母或英文"))
            # A click on a row runs it; one beside them leaves who types where they type.
            options = PointedList()
            options.can_focus = False
            yield options

    def on_mount(self) -> None:
        self._show("")
        self.query_one(TextField).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, typed: str) -> None:
        self._found = matching(self._actions, typed)
        options = self.query_one(PointedList)
        options.show_rows([_row(action) for action in self._found])
        if not self._found:
            options.add_option(Option(_("没有这样的命令"), disabled=True))

    def action_move(self, by: int) -> None:
        """Up or down the list while typing goes on."""
        options = self.query_one(PointedList)
        if self._found:
            options.highlighted = ((options.highlighted or 0) + by) % len(self._found)

    def action_choose(self) -> None:
        highlighted = self.query_one(PointedList).highlighted
        if self._found and highlighted is not None:
            self.dismiss(self._found[highlighted])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if self._found:
            self.dismiss(self._found[event.option_index])


def matching(actions: Sequence[Action], typed: str) -> list[Action]:
    """The actions in which each word typed begins a word or stands in the Chinese name."""
    wanted = typed.casefold().split()

    def is_meant(action: Action) -> bool:
        names = (action.label, _(action.label), action.help, action.key_label.casefold())
        beginnings = (*action.also.split(), *_(action.label).casefold().split())
        return all(
            any(word in name.casefold() for name in names)
            or any(start.startswith(word) for start in beginnings)
            for word in wanted
        )

    return [action for action in actions if is_meant(action)]


def _row(action: Action) -> Content:
    label = _(action.label)
    return Content.assemble(
        (f"{label}{' ' * max(17 - cell_len(label), 1)}", "bold"),
        (f"{action.key_label:<9}", "$accent"),
        (_(action.help), "$text-muted"),
    )
