"""The line above everything: whose desk it is, the day, the state of the lines, the clock."""

from __future__ import annotations

from typing import Final

from pendulum import DateTime

from store.desk.desk import Desk
from store.instant import in_zone
from store.notice.hours import ServiceStatus, service_status
from store.notice.notice import Notice
from store.notice.period import Countdown, countdown
from store.text import _
from tui.terminal.styled_line import StyledLine, spread, width_of
from tui.terminal.wrapping import fitted
from tui.widgets.period_panel import day_role
from tui.widgets.service_panel import mark_of, role_of
from tui.widgets.sheet import Painted, Sheet
from tui.words import words

_GAP: Final = 2
# Of a name, fewer cells say nothing.
_LEAST_OF_UNIT: Final = 10
_LEAST_OF_NAME: Final = 5


def top_line(desk: Desk) -> TopLine:
    """The line as it is at this moment; the main screen's clock goes on with it."""
    notice, now = desk.notice, desk.now()
    made = TopLine(notice, now, countdown(notice, now), service_status(notice, now))
    made.set_reactive(TopLine.seal, words.seal(desk) if desk.is_loaded else "")
    made.set_reactive(TopLine.away, away_sentence(desk))
    return made


def away_sentence(desk: Desk) -> str:
    """That the desk's place cannot be reached, "" while it can."""
    if not desk.reach.is_away:
        return ""
    return _("{sentence}（Alt+R 立即重连）", sentence=desk.place.away_sentence)


class TopLine(Sheet):
    """One line that stays whatever else is shown, so that nothing ever hides the time left.

    `seal` says whether a sealed desk is open now, "" for one that is not sealed; `away` is a second line
    while the desk's place cannot be reached."""

    now: Painted[DateTime | None] = Painted(None)
    seal: Painted[str] = Painted("")
    away: Painted[str] = Painted("")

    def __init__(
        self, notice: Notice, now: DateTime, period: Countdown, status: ServiceStatus
    ) -> None:
        super().__init__()
        self._notice = notice
        self.period = period
        self.status = status
        self.set_reactive(TopLine.now, now)

    def lines(self, width: int) -> list[StyledLine]:
        assert self.now is not None
        local = in_zone(self.now, self._notice.zone)
        mark = mark_of(self.status, self.now)
        change = words.service_change(self._notice, self.now, self.status)
        state: StyledLine = [
            (f"{mark} {words.service_word(self.status)}", role_of(self.status, self.now))
        ]
        right: StyledLine = [
            *state,
            (f" {change}" if change else "", ""),
            (f"  {local.strftime('%H:%M:%S')}", "strong"),
        ]
        # What there is no room for goes, the least needed first: the unit, the date, the team.
        team = width_of([(self._notice.team, "")])
        for part, least in (
            ([(self.seal, "warning"), (" ", "")] if self.seal else [], 0),
            ([(words.days_of_period(self.period), day_role(self.period)), ("  ", "")], 0),
            ([(words.month_day(local), "muted"), ("  ", "")], team + _GAP),
        ):
            if least + width_of(part) + width_of(right) <= width:
                right = part + right
        name = f"{self._notice.team} · {self._notice.unit}"
        room = max(width - width_of(right) - _GAP, 0)
        if width_of([(name, "")]) > room and team <= room < team + _LEAST_OF_UNIT:
            name = self._notice.team
        room = min(room, width_of([(name, "")])) if room >= _LEAST_OF_NAME else 0
        first = spread([(fitted(name, room), "title")], right, width)
        return [first, [(fitted(self.away, width), "warning")]] if self.away else [first]
