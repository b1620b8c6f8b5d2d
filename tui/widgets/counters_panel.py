"""The counters: today and in all, in scope and referred, each discipline and each channel."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len
from textual.reactive import var

from store.counts import Counts
from store.text import _
from tui import words
from tui.widgets.sheet import Line, Sheet, fitted

_BAR: Final = "━"
_HALF: Final = "╸"
_NUMBER_WIDTH: Final = 6
_SHORTEST_BAR: Final = 4


class CountersPanel(Sheet):
    """All counters of the desk; None while the store is still being read."""

    counts: var[Counts | None] = var(None, init=False)

    def watch_counts(self) -> None:
        self.repaint()

    def lines(self, width: int) -> list[Line]:
        counts = self.counts
        if counts is None:
            return [[(_("统计"), "title")], [(_("正在读取……"), "muted")]]
        by_discipline = {words.discipline(k): n for k, n in counts.by_discipline.items()}
        by_channel = {words.channel_label(k): n for k, n in counts.by_channel.items()}
        labels = [*by_discipline, *by_channel]
        room = min(max(map(cell_len, labels)) + 1, width - _NUMBER_WIDTH - _SHORTEST_BAR)
        lines: list[Line] = [*_totals(counts, width), [(_("问题类别"), "title")]]
        lines += _bars(by_discipline, room, width)
        lines.append([(_("来源"), "title")])
        lines += _bars(by_channel, room, width)
        if counts.about_inspectors:
            label = fitted(_("反映巡视干部"), room)
            lines.append(
                [(label, "muted"), (f"{counts.about_inspectors:>{_NUMBER_WIDTH}}", "strong")]
            )
        return lines


def _totals(counts: Counts, width: int) -> list[Line]:
    """The four sums, in columns under their labels."""
    sums = (
        (_("今日"), counts.today),
        (_("总计"), counts.total),
        (_("受理"), counts.in_scope),
        (_("转办"), counts.referred),
    )
    column = width // len(sums)
    labels: Line = [(fitted(label, column), "muted") for label, _number in sums]
    numbers: Line = [(fitted(str(number), column), "strong") for _label, number in sums]
    return [labels, numbers]


def _bars(counts: dict[str, int], room: int, width: int) -> list[Line]:
    """A line for each counter, its bar measured against the largest."""
    longest = max(width - room - _NUMBER_WIDTH - 1, 0)
    highest = max(counts.values(), default=0) or 1
    lines: list[Line] = []
    for label, number in counts.items():
        halves = -(-number * longest * 2 // highest)
        bar = _BAR * (halves // 2) + _HALF * (halves % 2)
        lines.append(
            [
                (fitted(label, room), ""),
                (f"{number:>{_NUMBER_WIDTH - 1}} ", "strong" if number else "muted"),
                (bar, "accent"),
            ]
        )
    return lines
