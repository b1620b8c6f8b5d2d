"""What the keys do, those of where one is first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from store.text import N_, _
from tui.actions import Action, actions_at

_ENTERING = (
    N_("回车、Tab、↓到下一项，Shift+Tab、↑回上一项；主要内容里回车换行，Tab离开。"),
    N_("选项按前面的数字或字母；可多选的再按一次取消。"),
    N_("输入的内容随时存为草稿，掉线、断电、误关后按 F2 续填。"),
    N_("屏幕显示“已登记”和编号时，举报已写入磁盘。"),
)
_AT_DESK: Final = {"desk": "", "form": N_("登记表的按键"), "latest": N_("最近登记的按键")}


class HelpScreen(ModalScreen[None]):
    """The keys of `place` and those that work everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter,q", "dismiss", show=False)]

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        parts: list[tuple[str, str]] = []
        for title, place in self._sections():
            if actions := [a for a in actions_at(place) if self.app.offers(a)]:
                parts.append((_(title) + "\n", "bold $text-primary"))
                for action in actions:
                    parts += _row(action)
                parts.append(("\n", ""))
        if self._place in _AT_DESK:
            parts.append((_("填表") + "\n", "bold $text-primary"))
            parts += [(f"{_(sentence)}\n", "") for sentence in _ENTERING]
            parts.append(("\n", ""))
        parts.append((_("按 Esc 关闭"), "$text-muted"))
        with VerticalScroll():
            yield Static(Content.assemble(*parts))

    def _sections(self) -> Iterator[tuple[str, str]]:
        """Titles and places, that of where one is first; the pieces of the desk after all else."""
        yield N_("此处按键"), self._place
        yield N_("各处按键"), "everywhere"
        for place, title in _AT_DESK.items() if self._place in _AT_DESK else ():
            if place != self._place:
                yield title, place


def _row(action: Action) -> list[tuple[str, str]]:
    label = _(action.label)
    return [
        (f"{action.key_label:<8}", "bold $accent"),
        (f"{label}{' ' * max(15 - cell_len(label), 1)}", "bold"),
        (f"{_(action.help)}\n", ""),
    ]
