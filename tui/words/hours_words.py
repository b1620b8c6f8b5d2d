"""What the days and hours of a notice are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Final

from store.notice.notice import EVERY_DAY, WEEKDAYS, WORKING_DAYS, Hours, Notice
from store.text import N_, _, listed
from tui.words import words

DAY_NAMES: Final = {
    EVERY_DAY: N_("每天"),
    WORKING_DAYS: N_("工作日"),
    "mon": N_("周一"),
    "tue": N_("周二"),
    "wed": N_("周三"),
    "thu": N_("周四"),
    "fri": N_("周五"),
    "sat": N_("周六"),
    "sun": N_("周日"),
}
_ONE_DAY: Final = timedelta(days=1)
# Two days of the week stand beside each other, more of them are from the first to the last.
_A_RUN: Final = 3


def days(named: str | tuple[str, ...]) -> str:
    """The days that a window is for: `每天`, `工作日`, `周一至周五`."""
    if isinstance(named, str):
        return _(DAY_NAMES[named])
    places = sorted(WEEKDAYS.index(day) for day in named)
    labels = [_(DAY_NAMES[WEEKDAYS[place]]) for place in places]
    if len(places) >= _A_RUN and all(after - before == 1 for before, after in pairwise(places)):
        return _("{first}至{last}", first=labels[0], last=labels[-1])
    return listed(labels)


def clock(at: time) -> str:
    """A time of day as a notice prints it."""
    return f"{at.hour}:{at.minute:02}" + (f":{at.second:02}" if at.second else "")


def window(start: time, until: time) -> str:
    """From when until when; 00:00 at the end is 24:00."""
    return _(
        "{first}至{last}", first=clock(start), last=clock(until) if until != time(0) else "24:00"
    )


def hours(found: Sequence[Hours]) -> str:
    """All windows of a notice or a line, those for the same days of the same season together."""
    by_days: dict[str, list[Hours]] = {}
    for one in sorted(found, key=lambda one: (one.first_day or date.min, one.start)):
        by_days.setdefault(f"{season(one)}{days(one.days)}", []).append(one)
    return _("；").join(
        f"{named} {listed(window(one.start, one.until) for one in windows)}"
        for named, windows in by_days.items()
    )


def season(found: Hours) -> str:
    """From when until when in the period a window holds, "" for all of it; before what it is."""
    if found.first_day and found.last_day:
        return _("{span}，", span=day_or_span(found.first_day, found.last_day))
    if found.first_day:
        return _("{day}起，", day=words.month_day(found.first_day))
    return _("{day}前，", day=words.month_day(found.last_day + _ONE_DAY)) if found.last_day else ""


def hours_by_lines(notice: Notice) -> Iterator[tuple[str, tuple[Hours, ...]]]:
    """The lines that have the same hours, by their labels, with these."""
    by_hours: dict[tuple[Hours, ...], list[str]] = {}
    for line in notice.lines:
        if found := notice.hours_of(line):
            by_hours.setdefault(found, []).append(_(line.label))
    for found, labels in by_hours.items():
        yield listed(dict.fromkeys(labels)), found


def whole_day(day: date) -> str:
    """A day with its year."""
    return _("{year}年{day}", year=day.year, day=words.month_day(day))


def span(first: date, last: date) -> str:
    """From a day to a day, without the year of the first; of the second only what differs."""
    if (first.year, first.month) == (last.year, last.month):
        month = words.month(first)
        return _("{month}{first}日至{last}日", month=month, first=first.day, last=last.day)
    end = words.month_day(last) if last.year == first.year else whole_day(last)
    return _("{first}至{last}", first=words.month_day(first), last=end)


def whole_span(first: date, last: date) -> str:
    """From a day to a day, with the year."""
    if first.year == last.year:
        return _("{year}年{day}", year=first.year, day=span(first, last))
    return _("{first}至{last}", first=whole_day(first), last=whole_day(last))


def spans(found: Iterable[date]) -> list[tuple[date, date]]:
    """Days in order, those that follow each other as one span."""
    runs: list[tuple[date, date]] = []
    for day in sorted(found):
        if runs and day - runs[-1][1] == _ONE_DAY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def day_or_span(first: date, last: date) -> str:
    """A span of days, a single one as such."""
    return words.month_day(first) if first == last else span(first, last)


def named_days(found: dict[date, str]) -> list[str]:
    """Days with what each is called: `10月1日至7日（国庆节）`; those of one name together."""
    texts: list[tuple[date, str]] = []
    for name in dict.fromkeys(found.values()):
        for first, last in spans(day for day, called in found.items() if called == name):
            text = day_or_span(first, last)
            named = _("{days}（{name}）", days=text, name=name) if name else text
            texts.append((first, named))
    return [text for _day, text in sorted(texts)]
