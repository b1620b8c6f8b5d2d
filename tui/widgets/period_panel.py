"""The countdown of the period, with the period as a line of days and what came in on each."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Final

from rich.cells import cell_len
from textual import getters

from store.notice.notice import Notice
from store.notice.period import Countdown
from store.text import _
from tui.terminal.styled_line import StyledLine, spread, width_of
from tui.terminal.terminal_app import TerminalApp
from tui.terminal.wrapping import fitted
from tui.widgets import big_digits
from tui.widgets.bars import bars, spark
from tui.widgets.sheet import Painted, Sheet
from tui.words import words

_GONE: Final = "━"
_TO_COME: Final = "─"
_LONGEST_LINE: Final = 62
_HEIGHT: Final = 4
_DAY_SECONDS: Final = 86_400
_LAST_DAYS: Final = 3


class PeriodPanel(Sheet):
    """Counts down to the start or the end of the inspection; `by_day` are the tips of each day,
    which are drawn unless it is `without_days`."""

    app = getters.app(TerminalApp)
    countdown: Painted[Countdown | None] = Painted(None)
    by_day: Painted[dict[str, int]] = Painted(dict)

    def __init__(self, notice: Notice, countdown: Countdown, *, without_days: bool = False) -> None:
        super().__init__()
        self._notice = notice
        self._is_without_days = without_days
        self.set_reactive(PeriodPanel.countdown, countdown)

    def on_mount(self) -> None:
        self.watch(self.app, "in_ascii", self.repaint, init=False)

    @property
    def _in_ascii(self) -> bool:
        return self.is_attached and self.app.in_ascii

    def lines(self, width: int) -> list[StyledLine]:
        found = self.countdown
        assert found is not None
        # Which day it is stands in the line over everything.
        head: StyledLine = [(words.countdown_title(found), "title")]
        return [head, *self._digits(found, width), *self._days(found, width)]

    def _digits(self, found: Countdown, width: int) -> list[StyledLine]:
        seconds = found.ended_seconds if found.phase == "ended" else found.remaining_seconds
        if seconds is None:
            open_end = words.period_in_words(found) or _("结束日期尚未公布")
            return [[], [(fitted(open_end, width), "muted")], []]
        role = "muted" if found.phase == "ended" else ""
        days, rest = divmod(seconds, _DAY_SECONDS)
        clock = words.clock_text(rest)
        big = partial(big_digits.big, in_ascii=self._in_ascii)
        if not days:
            return [[(row, role)] for row in big(clock)]
        unit = " " + _("天") + "  "
        blank = " " * cell_len(unit)
        forms = (
            (big(str(days)), (blank, blank, unit), big(clock)),
            (big(str(days), ""), (blank, blank, unit), big(clock, "")),
            # Where a window is too narrow for both, the days are large.
            (big(str(days), ""), (blank, blank, unit), ("", "", clock)),
        )
        found_rows: list[list[StyledLine]] = [
            [
                [(left, role), (middle, "muted"), (right, role)]
                for left, middle, right in zip(*form, strict=True)
            ]
            for form in forms
        ]
        return next(
            (rows for rows in found_rows if max(map(width_of, rows)) <= width), found_rows[-1]
        )

    def _days(self, found: Countdown, width: int) -> list[StyledLine]:
        """A cell for each day, or several days to a cell where the period is longer than the line."""
        notice = self._notice
        if notice.last_day is None or found.days is None:
            told = words.period_in_words(found)
            if found.phase != "unannounced":
                told = _("{day} 起", day=words.month_day(notice.first_day))
            return [[], [(fitted(told, width), "muted")]]
        cells = min(width, _LONGEST_LINE)
        ends = spread(
            [(words.month_day(notice.first_day), "muted")],
            [(words.month_day(notice.last_day), "muted")],
            cells,
        )
        gone = round((found.share or 0) * cells)
        track: StyledLine = [(_GONE * gone, "accent"), (_TO_COME * (cells - gone), "track")]
        return [*self._heights(found.days, cells), track, ends]

    def _heights(self, days: int, cells: int) -> list[StyledLine]:
        """How many tips came in on the days of each cell, as heights."""
        if self._is_without_days:
            return [[]]
        sums = [0] * cells
        for day, count in self.by_day.items():
            at = (date.fromisoformat(day) - self._notice.first_day) // timedelta(days=1)
            if 0 <= at < days:
                for cell in range(
                    at * cells // days, max((at + 1) * cells // days, at * cells // days + 1)
                ):
                    sums[cell] += count
        if self.is_high and any(sums):
            return [[], *([(row, "muted")] for row in bars(sums, _HEIGHT, 1))]
        return [[(spark(sums, max(sums, default=0)), "muted")]]


def day_role(found: Countdown) -> str:
    """What the day of the period looks like: the last ones stand out."""
    if found.day is None or found.days is None:
        return "strong"
    return "warning" if found.days - found.day < _LAST_DAYS else "strong"
