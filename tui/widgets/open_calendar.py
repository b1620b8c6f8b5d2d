"""The calendar of a notice's open hours, as far as they are known."""

from __future__ import annotations

from datetime import date

from store.notice.notice import Notice
from store.text import _
from tui.papers.open_calendar import calendar_lines
from tui.terminal.styled_line import StyledLine
from tui.terminal.wrapping import wrapped
from tui.widgets.sheet import Sheet


class OpenCalendar(Sheet):
    """The calendar of `notice`; `today` stands out in it. Without a notice it says what is missing."""

    def __init__(self, notice: Notice | None = None, today: date | None = None) -> None:
        super().__init__()
        self._notice = notice
        self._today = today
        self._is_behind = False

    def show(self, notice: Notice | None, today: date) -> None:
        """The calendar of `notice`; None where what was typed gives none: then the last one stays,
        and is said to be behind."""
        self._is_behind = notice is None
        self._notice, self._today = notice or self._notice, today
        self.repaint()

    def lines(self, width: int) -> list[StyledLine]:
        if self._notice is None:
            sentence = _("填好首日和受理时间，在此核对每一天的受理时间。")
            return [[(part, "muted")] for part in wrapped(sentence, width)]
        lines: list[StyledLine] = []
        if self._is_behind:
            sentence = _("日期或时间尚待改正，以下为改动之前的。")
            lines = [[(part, "warning")] for part in wrapped(sentence, width)]
        return [*lines, *calendar_lines(self._notice, width, self._today)]
