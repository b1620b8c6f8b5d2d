"""The counters: today and in all, in scope and out of it, each discipline with its trend, each channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from rich.cells import cell_len

from store.duty.counts import Counts
from store.notice.notice import Notice
from store.text import _
from tui.terminal.styled_line import StyledLine, spread, width_of
from tui.terminal.wrapping import fitted
from tui.widgets.bars import spark
from tui.widgets.sheet import Painted, Sheet
from tui.words import words

_BAR: Final = "━"
_HALF: Final = "╸"
_NO_TIP: Final = "·"
_NUMBER_WIDTH: Final = 6
_GAP: Final = "  "
_SHORTEST_BAR: Final = 4
# How wide the panel must be for trends, how long they are at most, and what follows them.
_ROOM_FOR_TRENDS: Final = 44
_LONGEST_TREND: Final = 30
_TODAY_WIDTH: Final = 5


class CountersPanel(Sheet):
    """All counters of the desk, None while the store is still being read; `today` is where the
    trends end. Where there are rows for them, a blank line stands before each heading."""

    counts: Painted[Counts | None] = Painted(None)
    today: Painted[date | None] = Painted(None)

    def __init__(self, notice: Notice, today: date) -> None:
        super().__init__()
        self._notice = notice
        self.set_reactive(CountersPanel.today, today)

    def lines(self, width: int) -> list[StyledLine]:
        counts = self.counts
        if counts is None:
            return [[(_("统计"), "title")], [(_("正在读取……"), "muted")]]
        by_discipline = {words.discipline(k): n for k, n in counts.by_discipline.items()}
        sources = counts.by_channel | counts.by_other_source
        by_channel = {words.channel_label(k): n for k, n in sources.items()}
        if counts.about_inspectors:
            by_channel[_("反映{inspection}干部")] = counts.about_inspectors
        labels = [*by_discipline, *by_channel]
        room = min(max(map(cell_len, labels)) + 1, width - _NUMBER_WIDTH - _SHORTEST_BAR)
        trends = self._trends(counts, width, width - room - _NUMBER_WIDTH)
        head: StyledLine = [(_("问题类别"), "title")]
        if trends:
            head = spread(head, [(self._head_of(trends), "muted")], width)
        totals = _beside_each_other(_totals(counts), width)
        disciplines = [head, *_bars(by_discipline, room, width, trends)]
        title: StyledLine = [(_("来源"), "title")]
        channels = [title, *_bars(by_channel, room, width, {})]
        rows = self.content_size.height
        if len([*totals, *disciplines, *channels]) > rows:
            # Every number is seen, though some then stand beside each other, without their bars.
            channels = [title, *_beside_each_other(by_channel, width)]
        high = len([*totals, [], *disciplines, [], *channels])
        gap: list[StyledLine] = [[]] if high <= rows else []
        return [*totals, *gap, *disciplines, *gap, *channels]

    @property
    def _last(self) -> date:
        """Where the trends end: today, or with the period."""
        assert self.today is not None
        return min(self.today, self._notice.last_day or self.today)

    def _head_of(self, trends: dict[str, list[int]]) -> str:
        days = len(next(iter(trends.values())))
        if self._last == self.today:
            return _("近 {days} 日 今日", days=days)
        return _("近 {days} 日 末日", days=days)

    def _trends(self, counts: Counts, width: int, rest: int) -> dict[str, list[int]]:
        """What came in on each of the last days, for each discipline; {} where there is no room
        beside the numbers, or no day of the period yet."""
        first, last = self._notice.first_open_day, self._last
        with_bars = rest - _TODAY_WIDTH - 1 - _SHORTEST_BAR
        most = with_bars if with_bars >= _LONGEST_TREND // 2 else rest - _TODAY_WIDTH
        length = min((last - first).days + 1, most, _LONGEST_TREND)
        if width < _ROOM_FOR_TRENDS or length < 1:
            return {}
        days = [str(last - timedelta(days=ago)) for ago in reversed(range(length))]
        return {
            words.discipline(name): [found.get(day, 0) for day in days]
            for name, found in counts.by_discipline_and_day.items()
        }


def _totals(counts: Counts) -> dict[str, int]:
    return {
        _("今日"): counts.today,
        _("总计"): counts.total,
        _("受理"): counts.in_scope,
        _("受理范围外"): counts.out_of_scope,
        _("转办"): counts.referred,
    }


def _beside_each_other(counts: dict[str, int], width: int) -> list[StyledLine]:
    """Numbers, each behind its label, on as few lines as they fill."""
    lines: list[StyledLine] = [[]]
    for label, number in counts.items():
        one: StyledLine = [(f"{label} ", "muted"), (str(number), "strong")]
        gap: StyledLine = [(_GAP, "")] if lines[-1] else []
        if gap and width_of([*lines[-1], *gap, *one]) > width:
            lines.append(one)
        else:
            lines[-1] += [*gap, *one]
    return lines


def _bars(
    counts: dict[str, int], room: int, width: int, trends: dict[str, list[int]]
) -> list[StyledLine]:
    """A line for each counter: its number, its bar measured against the largest, its trend."""
    highest = max(counts.values(), default=0) or 1
    most = max((n for trend in trends.values() for n in trend), default=0)
    length = max(map(len, trends.values()), default=0)
    longest = max(width - room - _NUMBER_WIDTH - 1, 0)
    if trends:
        longest -= length + _TODAY_WIDTH
    lines: list[StyledLine] = []
    for label, number in counts.items():
        line: StyledLine = [
            (fitted(label, room), ""),
            (f"{number:>{_NUMBER_WIDTH - 1}} ", "strong" if number else "muted"),
        ]
        if longest >= _SHORTEST_BAR - 1:
            halves = -(-number * longest * 2 // highest)
            line.append(
                ((_BAR * (halves // 2) + _HALF * (halves % 2)).ljust(longest + 1), "accent")
            )
        lines.append(line + (_trend(trends[label], most) if trends else []))
    return lines


def _trend(days: Sequence[int], most: int) -> StyledLine:
    """The days one after the other, and what the last of them brought."""
    line: StyledLine = []
    for is_some, group in groupby(days, bool):
        line.append((spark(list(group), most, _NO_TIP), "muted" if is_some else "track"))
    came = f"+{days[-1]}" if days[-1] else _NO_TIP
    return [*line, (f"{came:>{_TODAY_WIDTH}}", "strong" if days[-1] else "track")]
