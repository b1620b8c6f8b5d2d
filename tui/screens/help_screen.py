"""What the keys do, those of where one is first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from store.text import N_, _
from tui.actions.action import Action
from tui.actions.actions import actions_at
from tui.terminal.styled_line import StyledLine
from tui.terminal.terminal_app import TerminalApp
from tui.terminal.wrapping import fitted, wrapped
from tui.widgets.sheet import Sheet

_ENTERING = (
    N_("回车、Tab、↓到下一项，Shift+Tab、↑回上一项；主要内容里回车换行，Tab离开。"),
    N_("回车越过空着的收到时间等少填的项；来源沿用上一件的，按 Ctrl+F 再按数字改。"),
    N_("选项按前面的数字或字母，可多选的再按一次取消；在选项上写的字，都写进主要内容。"),
    N_("两个电话同时来：按 F2 另登记一件，正在填的搁置，列在表单上方；按 Ctrl+E 换回。"),
    N_("输入的内容随时存为草稿，掉线、断电、误关后按 Ctrl+E 续填。"),
    N_("屏幕显示“已登记”和编号时，举报已写入磁盘。"),
)
_SETTING_UP: Final = (
    N_(
        "公告里写明{inspection}组、{inspection}时间、受理时间和举报渠道，倒计时、受理状态和登记表都以它为准。"
    ),
    N_("光标所在的一项该怎样填，写在表单下方；填错的标红，改好即消失。标“必填”的之外可留空。"),
    N_("所填内容在按 Ctrl+S 设立之前不写入磁盘，退出即不保留。"),
)
_WRITTEN: Final = N_(
    "按 Ctrl+R 打印，或存为文件，已有的文件不覆盖；何人何时打印了什么，留有记录。远程登录的，由值班台所在电脑的打印机打印。"
)
_PAPERS: Final = {
    "report": (_WRITTEN, N_("组长还可用命令 dutydesk report --format 写成 xlsx、json，均附台账。")),
    "duty": (_WRITTEN,),
    "public_notice": (_WRITTEN, N_("命令 dutydesk notice --format 还可写 md（上网）。")),
}
_TAKEN_KEYS: Final = (
    N_(
        "终端用掉 F1 至 F10 的，按 Alt 加数字代替，Alt+0 为 F10；没有 Alt 的，按 Esc 后立即按数字。"
    ),
    N_("用掉 Ctrl+P 的，按 Alt+P；命令里有每一项操作。"),
)
_AT_DESK: Final = {"desk": "", "form": N_("登记表的按键"), "latest": N_("最近登记的按键")}


def show_help(app: TerminalApp[Any], place: str, everywhere: str = "everywhere") -> None:
    """Opens the help of `place`; once more closes it."""
    if isinstance(app.screen, HelpScreen):
        app.pop_screen()
    else:
        app.push_screen(HelpScreen(place, everywhere))


class HelpScreen(ModalScreen[None]):
    """The keys of `place` and those that work `everywhere`, which is the name of a place too."""

    app = getters.app(TerminalApp)
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
                [*self._notes()],
            )

    def _notes(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Titles, and what is to be known of the form, of the notice that the desk is set up with,
        or of a paper, and of keys that do not come through."""
        if self._place in _AT_DESK:
            yield N_("填表"), _ENTERING
        elif self._everywhere == "setup":
            yield N_("填表"), _SETTING_UP
        elif self._place in _PAPERS:
            yield N_("打印"), _PAPERS[self._place]
        # The first start has no palette.
        yield N_("终端占用的键"), _TAKEN_KEYS[: 1 if self._everywhere == "setup" else None]

    def _offered(self, place: str) -> list[Action]:
        return [action for action in actions_at(place) if self.app.offers(action.right)]

    def _sections(self) -> Iterator[tuple[str, str]]:
        """Titles and places, that of where one is first; the pieces of the desk after all else."""
        yield N_("此处按键"), self._place
        yield N_("各处按键"), self._everywhere
        for place, title in _AT_DESK.items() if self._place in _AT_DESK else ():
            if place != self._place:
                yield title, place


class _HelpSheet(Sheet):
    """Titles with their actions, what an action does in a column of its own; then titles with `notes`."""

    def __init__(
        self,
        sections: list[tuple[str, list[Action]]],
        notes: list[tuple[str, tuple[str, ...]]],
    ) -> None:
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
        for title, notes in self._notes:
            lines.append([(_(title), "title")])
            lines += [[(row, "")] for text in notes for row in wrapped(_(text), width)]
            lines.append([])
        return [*lines, [(_("按 Esc 关闭"), "muted")]]

    def _row(self, action: Action, width: int) -> Iterator[StyledLine]:
        room = self._key_room + self._label_room
        first, *more = wrapped(_(action.help), width - room)
        yield [
            (fitted(action.key_label, self._key_room), "key"),
            (fitted(_(action.label), self._label_room), "strong"),
            (first, ""),
        ]
        yield from ([(" " * room, ""), (text, "")] for text in more)
