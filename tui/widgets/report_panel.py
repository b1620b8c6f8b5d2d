"""A report to be read on screen: days across the period, hours of the day, then every table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len

from store.duty.report import Report
from store.notice.notice import Notice
from store.text import _
from tui.papers import report_words
from tui.terminal.styled_line import StyledLine, spread, width_of
from tui.terminal.wrapping import fitted
from tui.widgets.bars import bars
from tui.widgets.sheet import Painted, Sheet
from tui.words import words

_HEIGHT: Final = 4
_AXIS: Final = 5
_NUMBER: Final = 10
_WIDEST: Final = 92
_BETWEEN: Final = 4
_LEAST_OF_PLOT: Final = _AXIS + 2 * 24


class ReportPanel(Sheet):
    """Shows `report`; `days` are the tips of each day of the whole period."""

    report: Painted[Report | None] = Painted(None)
    days: Painted[dict[str, int]] = Painted(dict)

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._notice = notice

    def lines(self, width: int) -> list[StyledLine]:
        found = self.report
        if found is None:
            return [[(_("正在统计…"), "muted")]]
        title: StyledLine = [(report_words.title(self._notice, found), "title")]
        as_of: StyledLine = [(report_words.as_of(self._notice, found), "muted")]
        fits = width_of([*title, *as_of]) < width
        own = found.figures
        total = _("{days}：收到 {n} 件", days=report_words.days(found), n=own.received)
        return [
            *([spread(title, as_of, width)] if fits else [title, as_of]),
            [(total, "strong")],
            *self._blocks(found, width),
        ]

    def _blocks(self, found: Report, width: int) -> Iterator[StyledLine]:
        """The plots, then the tables, beside each other where there is room for them."""
        tables = list(self._tables(found, width))
        columns = _columns(max(width_of(line) for table in tables for line in table), width)
        for_plots = max(columns, _columns(_LEAST_OF_PLOT, width, most=2))
        room = (width + _BETWEEN) // for_plots - _BETWEEN
        plots = (self._across_the_period(found, room), self._hours_of_the_day(found, room))
        yield from _in_columns([plot for plot in map(list, plots) if plot], for_plots, width)
        yield from _in_columns(tables, columns, width)
        yield []
        yield [(words.anchor(found.anchor), "muted")]

    def _across_the_period(self, found: Report, width: int) -> Iterator[StyledLine]:
        room = width - _AXIS
        days = list(self.days)[-room:]
        # One day beside no other says no more than its sum above, and none nothing.
        if len(days) < 2 or not any(self.days.values()):
            return
        cells = min(max(room // len(days), 1), 3)
        span = found.figures.span
        first, last = span.first.isoformat(), span.last.isoformat()
        yield []
        yield [(_("各日收件"), "title")]
        yield from _plot([self.days[day] for day in days], cells)
        inside = [first <= day <= last for day in days]
        yield [(" " * _AXIS, ""), *(("━" * cells, "accent" if yes else "track") for yes in inside)]
        ends = (words.month_day(date.fromisoformat(day)) for day in (days[0], days[-1]))
        left, right = ends
        room = max(len(days) * cells, cell_len(left) + cell_len(right) + 1)
        yield [(" " * _AXIS, ""), *spread([(left, "muted")], [(right, "muted")], room)]

    def _hours_of_the_day(self, found: Report, width: int) -> Iterator[StyledLine]:
        cells = 3 if width >= _AXIS + 72 else 2
        yield []
        yield [(_("各时段收件"), "title"), ("  " + _("粗线为受理时间"), "muted")]
        if any(found.figures.by_hour):
            yield from _plot(found.figures.by_hour, cells)
        yield [
            (" " * _AXIS, ""),
            *(
                ("━" * cells, "accent") if hour in found.open_hours else ("─" * cells, "track")
                for hour in range(24)
            ),
        ]
        labels = "".join(f"{hour:<{cells * 4}}" for hour in range(0, 24, 4))
        yield [(" " * _AXIS, ""), (labels, "muted")]
        if unknown := found.figures.hour_unknown:
            told = _("另有 {n} 件未写几时", n=unknown)
            yield [(" " * _AXIS, ""), (told, "muted")]

    def _tables(self, found: Report, width: int) -> Iterator[list[StyledLine]]:
        tables = report_words.tables(self._notice, found)
        labels = (label for table in tables for label, _numbers in table.rows)
        # One column for all tables, and the numbers near enough to be read across.
        label_room = max(map(cell_len, labels)) + len("    ")
        for table in tables:
            widths = [max(_NUMBER, cell_len(column) + 2) for column in table.columns]
            label_width = min(label_room, max(min(width, _WIDEST) - sum(widths), 20))
            heads = "".join(
                " " * (room - cell_len(head)) + head
                for head, room in zip(table.columns, widths, strict=True)
            )
            yield [
                [],
                [(fitted(table.title, label_width), "title"), (heads, "muted")],
                *(
                    [
                        (fitted(f"  {label}", label_width), ""),
                        (numbers[0], "strong" if int(numbers[0]) else "muted"),
                        ("".join(numbers[1:]), "muted"),
                    ]
                    for label, numbers in (
                        (label, [f"{n:>{room}}" for n, room in zip(row, widths, strict=True)])
                        for label, row in table.rows
                    )
                ),
            ]


def _columns(widest: int, width: int, most: int = 3) -> int:
    """How many columns of what is `widest` cells wide at most there is room for."""
    return min(max((width + _BETWEEN) // (widest + _BETWEEN), 1), most)


def _in_columns(blocks: list[list[StyledLine]], columns: int, width: int) -> Iterator[StyledLine]:
    """The blocks beside each other, the width shared among them, then those below."""
    pitch = (width + _BETWEEN) // columns
    empty: StyledLine = []
    for at in range(0, len(blocks), columns):
        for row in zip_longest(*blocks[at : at + columns], fillvalue=empty):
            line: StyledLine = []
            for place, part in enumerate(row):
                if part:
                    gap = place * pitch - width_of(line)
                    line += [(" " * gap, "")] * bool(gap) + part
            yield line


def _plot(counts: tuple[int, ...] | list[int], cells: int) -> Iterator[StyledLine]:
    """The bars, with the highest count beside their top."""
    for row, text in enumerate(bars(counts, _HEIGHT, cells)):
        axis = f"{max(counts)}" if row == 0 else ""
        yield [(f"{axis:>{_AXIS - 1}} ", "muted"), (text, "accent")]
