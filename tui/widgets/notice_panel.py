"""The public notice as it reads on a wall."""

from __future__ import annotations

from store.notice.notice import Notice
from tui.papers.notice_text import notice_lines
from tui.papers.public_notice import public_notice
from tui.terminal.styled_line import StyledLine
from tui.widgets.sheet import Sheet


class NoticePanel(Sheet):
    """What `notice` says."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._found = public_notice(notice)

    def lines(self, width: int) -> list[StyledLine]:
        return list(notice_lines(self._found, width))
