"""The public notice as it reads on a wall."""

from __future__ import annotations

from store.notice import Notice
from tui.papers.notice_text import notice_lines
from tui.papers.public_notice import public_notice
from tui.widgets.sheet import Line, Sheet


class NoticePanel(Sheet):
    """What `notice` says."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._found = public_notice(notice)

    def lines(self, width: int) -> list[Line]:
        return list(notice_lines(self._found, width))
