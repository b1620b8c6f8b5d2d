"""The line above everything: whose desk it is, the day, the state of the lines, the clock."""

from __future__ import annotations

from pendulum import DateTime
from textual.reactive import var

from store.hours import ServiceStatus
from store.instant import in_zone
from store.notice import Notice
from store.period import Countdown
from tui import words
from tui.widgets.service_panel import mark_of, role_of
from tui.widgets.sheet import Line, Sheet, fitted, spread, width_of


class TopLine(Sheet):
    """One line that stays whatever else is shown, so that a form never hides the time left."""

    now: var[DateTime | None] = var(None, init=False)

    def __init__(
        self, notice: Notice, now: DateTime, period: Countdown, status: ServiceStatus
    ) -> None:
        super().__init__()
        self._notice = notice
        self.period = period
        self.status = status
        self.set_reactive(TopLine.now, now)

    def watch_now(self) -> None:
        self.repaint()

    def lines(self, width: int) -> list[Line]:
        assert self.now is not None
        local = in_zone(self.now, self._notice.zone)
        mark = mark_of(self.status, self.now)
        change = words.service_change(self._notice, self.now, self.status)
        state: Line = [
            (f"{mark} {words.service_word(self.status)}", role_of(self.status, self.now))
        ]
        right: Line = [
            *state,
            (f" {change}" if change else "", ""),
            (f"  {local.format('HH:mm:ss')}", "strong"),
        ]
        # What there is no room for goes, the least needed first.
        for part in (
            [(words.days_of_period(self.period), "strong"), ("  ", "")],
            [(words.month_day(local), "muted"), ("  ", "")],
        ):
            if width_of(part) + width_of(right) <= width:
                right = part + right
        name = f"{self._notice.team} · {self._notice.unit}"
        room = max(min(width - width_of(right) - 2, width_of([(name, "")])), 0)
        return [spread([(fitted(name, room), "title")], right, width)]
