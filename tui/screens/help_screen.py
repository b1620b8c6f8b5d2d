"""What the keys do, those of where one is first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from store.text import N_, _
from tui.action import Action
from tui.actions import actions_at
from tui.line_app import LineApp
from tui.widgets.sheet import Line, Sheet, fitted
from tui.wrapping import wrapped

_ENTERING = (
    N_("回车、Tab、↓到下一项，Shift+Tab、↑回上一项；主要内容里回车换行，Tab离开。"),
    N_("选项按前面的数字或字母；可多选的再按一次取消。"),
    N_("输入的内容随时存为草稿，掉线、断电、误关后按 F2 续填。"),
    N_("屏幕显示“已登记”和编号时，举报已写入磁盘。"),
)
_SETTING_UP: Final = (
    N_("公告里写明巡视组、巡视时间、接访时间和举报渠道，倒计时、接访状态和登记表都以它为准。"),
    N_("光标所在的一项该怎样填，写在表单下方；填错的标红，改好即消失。标“必填”的之外可留空。"),
    N_("所填内容在按 Ctrl+S 设立之前不写入磁盘，退出即不保留。"),
)
_AT_DESK: Final = {"desk": "", "form": N_("登记表的按键"), "latest": N_("最近登记的按键")}


class HelpScreen(ModalScreen[None]):
    """The keys of `place` and those that work `everywhere`, which is the name of a place too."""

    app = getters.app(LineApp)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter,q", "dismiss", show=False)]

    def __init__(self, place: str, everywhere: str = "everywhere") -> None:
        super().__init__()
        self._place = place
        self._everywhere = everywhere

    def compose(self) -> ComposeResult:
        actions = [(_(title), self._offered(place)) for title, place in self._sections()]
        with VerticalScroll():
            yield _HelpSheet(
                [(title, found) for title, found in actions if found],
                [_(sentence) for sentence in self._entering],
            )

    @property
    def _entering(self) -> tuple[str, ...]:
        """What is to be known of the form, or of the notice that the desk is set up with."""
        if self._place in _AT_DESK:
            return _ENTERING
        return _SETTING_UP if self._everywhere == "setup" else ()

    def _offered(self, place: str) -> list[Action]:
        return [action for action in actions_at(place) if self.app.offers(action)]

    def _sections(self) -> Iterator[tuple[str, str]]:
        """Titles and places, that of where one is first; the pieces of the desk after all else."""
        yield N_("此处按键"), self._place
        yield N_("各处按键"), self._everywhere
        for place, title in _AT_DESK.items() if self._place in _AT_DESK else ():
            if place != self._place:
                yield title, place


class _HelpSheet(Sheet):
    """Titles with their actions, what an action does in a column of its own; then `entering`."""

    def __init__(self, sections: list[tuple[str, list[Action]]], entering: list[str]) -> None:
        super().__init__()
        self._sections = sections
        self._entering = entering
        actions = [action for _title, found in sections for action in found]
        self._key_room = max(len(action.key_label) for action in actions) + 2
        self._label_room = max(cell_len(_(action.label)) for action in actions) + 2

    def lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for title, actions in self._sections:
            lines.append([(title, "title")])
            for action in actions:
                lines += self._row(action, width)
            lines.append([])
        if self._entering:
            lines.append([(_("填表"), "title")])
            lines += [[(row, "")] for text in self._entering for row in wrapped(text, width)]
            lines.append([])
        return [*lines, [(_("按 Esc 关闭"), "muted")]]

    def _row(self, action: Action, width: int) -> Iterator[Line]:
        room = self._key_room + self._label_room
        first, *more = wrapped(_(action.help), width - room)
        yield [
            (fitted(action.key_label, self._key_room), "key"),
            (fitted(_(action.label), self._label_room), "strong"),
            (first, ""),
        ]
        yield from ([(" " * room, ""), (text, "")] for text in more)
