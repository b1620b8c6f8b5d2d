"""The public notice as it reads on a wall, in the middle of the space there is."""

from __future__ import annotations

from typing import Final

from store.notice import Notice
from tui.papers.notice_text import notice_lines
from tui.papers.public_notice import public_notice
from tui.widgets.sheet import Line, Sheet

# Longer lines are hard to read.
_WIDEST: Final = 72


class NoticePanel(Sheet):
    """What `notice` says."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._found = public_notice(notice)

    def lines(self, width: int) -> list[Line]:
        used = min(width, _WIDEST)
        left = " " * ((width - used) // 2)
        return [[(left, ""), *line] for line in notice_lines(self._found, used)]
