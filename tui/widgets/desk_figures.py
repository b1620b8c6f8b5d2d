"""The figures of one desk, or of all together: counts by kind, days, hours, and rounds by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from pendulum import DateTime
from rich.cells import cell_len

from store.notice.deadlines import MOST_DAYS
from store.office.row import Row
from store.office.sums import Sums, Year
from store.printable import printable
from store.text import _
from tui.terminal.styled_line import StyledLine
from tui.terminal.wrapping import fitted, wrapped
from tui.widgets.bars import bars
from tui.widgets.sheet import Painted, Sheet
from tui.words import office_words

_HEIGHT: Final = 4
_AXIS: Final = 5
_NUMBER: Final = 8
_BETWEEN: Final = 4
_PAIR: Final = 36
_HOURS: Final = 24


class DeskFigures(Sheet):
    """Shows `row`, or `sums` and `years` where there is none."""

    now: Painted[DateTime | None] = Painted(None)
    row: Painted[Row | None] = Painted(None)
    sums: Painted[Sums | None] = Painted(None)
    years: Painted[tuple[Year, ...]] = Painted(())

    def lines(self, width: int) -> list[StyledLine]:
        if self.row and self.now:
            return [*self._desk(self.row, self.now, width)]
        if self.sums:
            return [*self._together(self.sums, width)]
        return [[]]

    def _desk(self, row: Row, now: DateTime, width: int) -> Iterator[StyledLine]:
        yield [(fitted(office_words.name(row), width).rstrip(), "title")]
        for text, role in (
            (printable(row.unit), "strong"),
            (office_words.remark(row), "warning"),
            (printable(_("位置：{place}", place=row.place)), "muted"),
            (
                printable(_("也在：{places}", places="、".join(row.also_in)))
                if row.also_in
                else "",
                "muted",
            ),
        ):
            for line in wrapped(text, width) if text else ():
                yield [(line, role)]
        if row.total is None:
            return
        yield []
        facts = {
            _("天数"): office_words.day(row),
            _("距开始") if row.phase == "before" else _("还剩"): office_words.left(row, now),
            _("受理状态"): office_words.service(row, now),
            _("今日"): office_words.number(row.today),
            _("累计"): office_words.number(row.total),
            _("受理范围内"): office_words.number(row.in_scope),
            _("受理范围外"): office_words.number(row.out_of_scope),
            _("逾期"): office_words.number(row.overdue),
            _("今日到期"): office_words.number(row.due_today),
            _("最近一件"): office_words.minute(row.last_tip_at),
            _("当班"): office_words.duty(row) or _("无人"),
        }
        label_room = max(map(cell_len, facts)) + 2
        for label, text in facts.items():
            if text:
                # As a heading, of what stands in sentences too.
                head = fitted(label[:1].upper() + label[1:], label_room)
                yield [(head, "muted"), (fitted(text, width - label_room), "")]
        yield from self._kinds(row, width)

    def _together(self, sums: Sums, width: int) -> Iterator[StyledLine]:
        yield [(office_words.title(), "title")]
        for line in wrapped(office_words.sum_sentence(sums), width):
            yield [(line, "")]
        yield from self._years(width)
        yield from self._kinds(sums, width)

    def _years(self, width: int) -> Iterator[StyledLine]:
        if not self.years:
            return
        yield []
        yield [(_("已结束的各轮，按年度"), "title")]
        for year in self.years:
            for line in wrapped(office_words.year_sentence(year), width):
                yield [(line, "")]

    def _kinds(self, found: Row | Sums, width: int) -> Iterator[StyledLine]:
        first = [*_counted(_("问题类别"), office_words.by_discipline(found.by_discipline), width)]
        others = [
            [*_counted(_("来源"), office_words.by_channel(found.by_channel), width)],
            [*_counted(_("处理情况"), office_words.by_status(found.by_status), width)],
        ]
        if width < 2 * _PAIR + _BETWEEN:
            # What is looked for most is seen without scrolling.
            yield from first
            yield from _hours(found.by_hour, width)
            yield from _beside(others, width)
        else:
            yield from _beside([first, *others], width)
            yield from _hours(found.by_hour, width)
        yield from _days(found.by_day, width)


def _counted(title: str, counted: Mapping[str, int], width: int) -> Iterator[StyledLine]:
    yield []
    yield [(title, "title")]
    room = min(width, _PAIR) - _NUMBER
    for label, n in counted.items():
        number = f"{n:>{_NUMBER}}"
        yield [(fitted(f"  {label}", room), ""), (number, "strong" if n else "muted")]


def _beside(blocks: Sequence[Sequence[StyledLine]], width: int) -> Iterator[StyledLine]:
    """The blocks beside each other as far as there is room."""
    columns = max((width + _BETWEEN) // (_PAIR + _BETWEEN), 1)
    for at in range(0, len(blocks), columns):
        some = blocks[at : at + columns]
        for n in range(max(map(len, some))):
            line: StyledLine = []
            for place, block in enumerate(some):
                part = list(block[n]) if n < len(block) else []
                gap = place * (_PAIR + _BETWEEN) - sum(cell_len(text) for text, _role in line)
                if part and gap:
                    line.append((" " * gap, ""))
                line += part
            yield line


def _hours(by_hour: Sequence[int], width: int) -> Iterator[StyledLine]:
    if not any(by_hour):
        return
    cells = 3 if width >= _AXIS + 3 * _HOURS else 2 if width >= _AXIS + 2 * _HOURS else 1
    yield []
    yield [(_("各时段收件"), "title")]
    yield from _plot(by_hour, cells)
    labels = "".join(f"{hour:<{cells * 4}}" for hour in range(0, _HOURS, 4))
    yield [(" " * _AXIS, ""), (labels, "muted")]


def _days(by_day: Mapping[str, int], width: int) -> Iterator[StyledLine]:
    days = _days_of(by_day)
    if len(days) < 2:
        return
    cells = min(max((width - _AXIS) // len(days), 1), 3)
    days = days[-((width - _AXIS) // cells) :]
    yield []
    yield [(_("各日收件"), "title")]
    yield from _plot([by_day.get(day, 0) for day in days], cells)
    yield [(" " * _AXIS, ""), (_("{first} 至 {last}", first=days[0], last=days[-1]), "muted")]


def _days_of(by_day: Mapping[str, int]) -> list[str]:
    """Each day from the first to the last, those too on which nothing came, as far as that is a round."""
    days = sorted(by_day)
    if not days:
        return days
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    apart = (last - first).days
    return (
        [str(first + timedelta(days=n)) for n in range(apart + 1)] if apart <= MOST_DAYS else days
    )


def _plot(counts: Sequence[int], cells: int) -> Iterator[StyledLine]:
    """The bars, with the highest count beside their top."""
    for row, text in enumerate(bars(counts, _HEIGHT, cells)):
        axis = f"{max(counts)}" if row == 0 else ""
        yield [(f"{axis:>{_AXIS - 1}} ", "muted"), (text, "accent")]
