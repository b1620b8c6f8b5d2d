"""The QR code of the notice, black on white whatever the theme."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from rich.cells import cell_len
from textual import getters
from textual.geometry import Size

from store.notice.notice import Notice
from store.text import _
from tui.papers.notice_qr import in_blocks, notice_code, room_for
from tui.terminal.styled_line import StyledLine, width_of
from tui.terminal.terminal_app import TerminalApp
from tui.terminal.wrapping import wrapped
from tui.widgets.sheet import Sheet

# What the notice's text has beside the code at least, and what a code that phones read well needs.
_BESIDE: Final = 48
_WIDEST: Final = 66
_PIECES: Final = re.compile("#+|[^#]+")


class QrPanel(Sheet):
    """The code with as much of `notice` as can be seen at once in the window."""

    app = getters.app(TerminalApp)
    ROLES: ClassVar[tuple[str, ...]] = (*Sheet.ROLES, "code", "ink")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--code", "sheet--ink"}

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._notice = notice

    def on_mount(self) -> None:
        self.watch(self.app, "in_ascii", self.repaint, init=False)

    @property
    def _in_ascii(self) -> bool:
        return self.app.in_ascii

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return max(map(width_of, self.lines(min(container.width - _BESIDE, _WIDEST))))

    def lines(self, width: int) -> list[StyledLine]:
        # Below it are its caption and the line of keys, above it what belongs to neither.
        rows = self.app.size.height - 4
        code = notice_code(self._notice, room_for(width, rows, self._in_ascii))
        if code is None:
            sentence = _("窗口太小，放不下二维码。请放大窗口，或用 dutydesk notice 打印。")
            return [[(part, "muted")] for part in wrapped(sentence, width)]
        blocks = in_blocks(code, self._in_ascii)
        left = " " * ((width - cell_len(blocks[0])) // 2)
        caption = left + " " * ((cell_len(blocks[0]) - cell_len(code.caption)) // 2) + code.caption
        return [*([(left, ""), *_in_black(line)] for line in blocks), [(caption, "muted")]]


def _in_black(line: str) -> StyledLine:
    """Half blocks are black on white; ASCII in black on black can be told where there are no colours."""
    return [(piece, "ink" if piece[0] == "#" else "code") for piece in _PIECES.findall(line)]
