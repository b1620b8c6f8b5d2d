"""Why the lines are answered now or not, the day's windows, and the lines."""

from __future__ import annotations

from datetime import time
from itertools import zip_longest
from typing import Final

from pendulum import DateTime

from store.instant import in_zone
from store.notice.hours import ServiceStatus, is_open_at, windows
from store.notice.notice import Notice
from store.text import _, listed
from tui.terminal.styled_line import StyledLine, width_of
from tui.terminal.wrapping import fitted, wrapped
from tui.widgets.sheet import Painted, Sheet
from tui.words import hours_words, words

CLOSING_SOON_SECONDS: Final = 30 * 60
_OPEN: Final = "━"
_CLOSED: Final = "─"
_NOW: Final = "┃"
_DAY_MINUTES: Final = 24 * 60
_MOST_CELLS: Final = 60
_STEP_CELLS: Final = 4


class ServicePanel(Sheet):
    """The service status at `now`."""

    now: Painted[DateTime | None] = Painted(None)

    def __init__(self, notice: Notice, now: DateTime, status: ServiceStatus) -> None:
        super().__init__()
        self._notice = notice
        self.status = status
        self.set_reactive(ServicePanel.now, now)

    def lines(self, width: int) -> list[StyledLine]:
        assert self.now is not None
        lines = [self._state(width), *self._band(width)]
        if remark := words.calendar_remark(self.status):
            lines += [[(part, "warning")] for part in wrapped(remark, width)]
        gap: list[StyledLine] = [[]] if self.is_high else []
        return lines + gap + self._contacts(width)

    def _contacts(self, width: int) -> list[StyledLine]:
        """Where the team is reached. A long label leaves the greater part to what one dials."""
        assert self.now is not None
        notice = self._notice
        labels = [_(line.label) for line in notice.lines]
        widest = max(width_of([(label, "")]) for label in labels)
        room = min(widest, width * 2 // 5) + 1
        lines: list[StyledLine] = []
        for heading, line in zip(labels, notice.lines, strict=True):
            state = words.line_state(notice, line, self.now)
            told = _("{label}（{remark}）", label=line.text, remark=state) if state else line.text
            is_open = is_open_at(notice, self.now, line) if state else self.status.open
            role = "strong" if is_open else ""
            for label, text in zip_longest(
                wrapped(heading, room - 1), wrapped(told, width - room), fillvalue=""
            ):
                lines.append([(fitted(label, room), "muted"), (text, role)])
        return lines

    def _state(self, width: int) -> StyledLine:
        """Why the lines are answered or not, and the day's windows; until when stands in the line
        over everything."""
        assert self.now is not None
        role = role_of(self.status, self.now) or "strong"
        day = in_zone(self.now, self._notice.zone).date()
        hours = listed(
            hours_words.window(window.start, window.until) for window in windows(self._notice, day)
        )
        said = words.reason(self.status)
        why: StyledLine = [(said[:1].upper() + said[1:], role)]
        when: StyledLine = [(f"  {hours}", "muted")] if hours else []
        return [*why, *when] if width_of([*why, *when]) <= width else why

    def _band(self, width: int) -> list[StyledLine]:
        """The day from midnight to midnight, its windows, and now."""
        # In steps, so that each quarter of the day has its number where it begins.
        cells = max(min(width, _MOST_CELLS) // _STEP_CELLS, 1) * _STEP_CELLS
        assert self.now is not None
        local = in_zone(self.now, self._notice.zone)
        open_cells = set[int]()
        for window in windows(self._notice, local.date()):
            start, end = _minute(window.start), _minute(window.until) or _DAY_MINUTES
            open_cells |= set(range(start * cells // _DAY_MINUTES, -(-end * cells // _DAY_MINUTES)))
        at = _minute(local.time()) * cells // _DAY_MINUTES
        band: StyledLine = []
        for cell in range(cells):
            is_open = cell in open_cells
            if cell == at:
                band.append((_NOW, "strong"))
            else:
                band.append((_OPEN if is_open else _CLOSED, "good" if is_open else "track"))
        step = cells // 4
        scale = "".join(f"{hour:<{step}}" for hour in ("0", "6", "12", "18"))
        return [band, [(scale, "muted")]]


def role_of(status: ServiceStatus, now: DateTime) -> str:
    """What the status looks like: open, about to close, or closed."""
    if not status.open:
        return ""
    return "warning" if _closes_soon(status, now) else "good"


def mark_of(status: ServiceStatus, now: DateTime) -> str:
    """The same as a sign, for who sees no colours."""
    if not status.open:
        return "○"
    return "◐" if _closes_soon(status, now) else "●"


def _closes_soon(status: ServiceStatus, now: DateTime) -> bool:
    closes = status.changes_at
    return closes is not None and words.seconds_until(closes, now) <= CLOSING_SOON_SECONDS


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
