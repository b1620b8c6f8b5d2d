"""The calendar of open hours: week by week through a notice's period, with what each mark means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, time
from typing import Final

from rich.cells import set_cell_size

from store.notice.notice import Notice
from store.notice.open_days import OpenDay, open_days
from store.text import N_, _, listed
from tui.terminal.styled_line import StyledLine
from tui.terminal.wrapping import wrapped
from tui.words import hours_words, words

WIDTH: Final = 42
_MONTH: Final = 7
_DAYS_OF_WEEK: Final = (N_("一"), N_("二"), N_("三"), N_("四"), N_("五"), N_("六"), N_("日"))
_USUAL: Final = "●"
_OTHERS: Final = "ABCDEFGHIJ"
_REST, _NAMED, _ENDED, _BEFORE = "○", "×", "–", "·"
_MARKS: Final = {
    "rest_day": _REST,
    "named": _NAMED,
    "holiday": _NAMED,
    "ended": _ENDED,
    "not_started": _BEFORE,
}
_ROLES: Final = {_REST: "muted", _NAMED: "strong", _ENDED: "track", _BEFORE: "track"}
_UNCERTAIN: Final = "?"
_Windows = tuple[tuple[time, time], ...]


def summary(days: list[OpenDay]) -> str:
    """On how many days the lines are answered, in one sentence."""
    count = sum(not day.closed for day in days)
    return _("受理日历：{days} 天中受理 {open} 天", days=len(days), open=count)


def calendar_lines(notice: Notice, width: int, today: date | None = None) -> Iterator[StyledLine]:
    """The calendar in lines of at most `width` cells, at least `WIDTH`; `today` stands out."""
    days = list(open_days(notice))
    marks = _marks_of(days)
    for text in wrapped(summary(days), width):
        yield [(text, "title")]
    heads = "".join(set_cell_size(_(name), 4) for name in _DAYS_OF_WEEK)
    yield [(" " * _MONTH + heads, "muted")]
    yield from _weeks(days, marks, today)
    for mark, text in _meanings(notice, days, marks):
        for n, part in enumerate(wrapped(text, width - 2)):
            yield [(f"{mark} " if n == 0 else "  ", _ROLES.get(mark, "good")), (part, "")]


def calendar_text(notice: Notice, width: int) -> str:
    """The same as one text."""
    lines = ("".join(text for text, _role in line) for line in calendar_lines(notice, width))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _marks_of(days: list[OpenDay]) -> dict[_Windows, str]:
    """A mark for each set of hours that days have, the usual one first; all of too many share one."""
    usual = Counter(day.windows for day in days if not day.closed)
    marks = (_USUAL, *_OTHERS)
    return {
        windows: marks[min(place, len(marks) - 1)]
        for place, (windows, _count) in enumerate(usual.most_common())
    }


def _mark(day: OpenDay, marks: dict[_Windows, str]) -> str:
    return _MARKS[day.closed] if day.closed else marks[day.windows]


def _weeks(
    days: list[OpenDay], marks: dict[_Windows, str], today: date | None
) -> Iterator[StyledLine]:
    """A line for each week from Monday to Sunday, the month before the one in which it begins."""
    before = days[0].day.weekday()
    week: StyledLine = [(" " * 4 * before, "")]
    label = _month(days[0].day)
    for day in days:
        if day.day.weekday() == 0 and day is not days[0]:
            yield [(label, "muted"), *week]
            week, label = [], " " * _MONTH
        if day.day.day == 1:
            label = _month(day.day)
        mark = _mark(day, marks)
        role = "selected" if day.day == today else _ROLES.get(mark, "good")
        beside = " " if day.calendar_known else _UNCERTAIN
        week += [(f"{day.day.day:>2}{mark}", role), (beside, "warning")]
    yield [(label, "muted"), *week]


def _month(day: date) -> str:
    """A month's name; January with its year."""
    name = _("{year}年", year=day.year) if day.month == 1 else words.month(day)
    return set_cell_size(name, _MONTH)


def _meanings(
    notice: Notice, days: list[OpenDay], marks: dict[_Windows, str]
) -> Iterator[tuple[str, str]]:
    """Each mark that is there with what it says."""
    for windows, mark in marks.items():
        yield mark, listed(hours_words.window(*one) for one in windows)
    by_mark: dict[str, list[OpenDay]] = {}
    for day in days:
        by_mark.setdefault(_mark(day, marks), []).append(day)
    if _REST in by_mark:
        yield _REST, _("不受理")
    if named := by_mark.get(_NAMED):
        names = {day.day: _(day.name) for day in named}
        yield _NAMED, _("{days}不受理", days=listed(hours_words.named_days(names)))
    if before := by_mark.get(_BEFORE):
        yield _BEFORE, _("{day}及以前尚未开始受理", day=words.month_day(before[-1].day))
    if ended := by_mark.get(_ENDED):
        yield _ENDED, _("{day}起受理已截止", day=words.month_day(ended[0].day))
    if made_up := [day.day for day in days if day.made_up]:
        spans = (hours_words.day_or_span(*one) for one in hours_words.spans(made_up))
        yield " ", _("{days}调休上班，照常受理", days=listed(spans))
    if not all(day.calendar_known for day in days):
        yield _UNCERTAIN, _(words.CALENDAR_UNKNOWN)
    if notice.have_lines_hours_of_their_own:
        for lines, hours in hours_words.hours_by_lines(notice):
            yield " ", _("{lines}：{hours}。", lines=lines, hours=hours_words.hours(hours))
    if days[-1].day != notice.last_day:
        yield " ", _("列至{day}", day=hours_words.whole_day(days[-1].day))
