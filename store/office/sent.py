"""The figures that a desk put into a file for whoever puts several together (统计.json), read again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from pendulum import DateTime

from store.errors import DeskDamaged
from store.frozen import frozen
from store.instant import from_text
from store.notice.notice import Notice
from store.text import _

_DAYS: Final = ("first_day", "last_day")
# Of others nothing can be reckoned: there is no day after the last that Python knows.
_YEARS: Final = range(1970, 2200)


@frozen
class Sent:
    """Of whom they are and `at` which instant they were counted; `notice` says the period and no more.
    What is counted is as `store.duty.report.Figures` counts it; `overdue` as
    `store.notice.deadlines.DueCounts`, None in a file of a version before 0.6, which does not say
    it."""

    notice: Notice
    at: DateTime
    received: int
    in_scope: int
    out_of_scope: int
    overdue: int | None
    by_discipline: dict[str, int]
    by_channel: dict[str, int]
    by_status: dict[str, int]
    by_day: dict[str, int]
    by_hour: tuple[int, ...]


def read_sent(said: Any, name: str) -> Sent:
    """What the JSON of the file called `name` says. Raises `DeskDamaged` where it is no such file."""
    try:
        return _read(said)
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise no_figures(name) from error


def no_figures(name: str) -> DeskDamaged:
    """What to say of a file that holds none."""
    return DeskDamaged(_("{file} 不是统计数字：应为 dutydesk figures 写出的 JSON。", file=name))


def _read(said: Any) -> Sent:
    at = from_text(_text(said["at"]))
    period, figures = said["period"], said["figures"]
    first, last = (period[name] and date.fromisoformat(period[name]) for name in _DAYS)
    tips_start = datetime.fromisoformat(period["tips_start"])
    notice = Notice(
        team=_text(said["team"]),
        unit=_text(said["unit"]),
        timezone=_zone(at),
        first_day=first or tips_start.date(),
        last_day=last,
        tips_end=period["tips_end"] and from_text(period["tips_end"]),
        hours=(),
        lines=(),
        code=_text(said["code"]),
        is_first_day_announced=first is not None,
        period_in_words=_text(period["in_words"]),
    )
    if max(notice.first_day, last or notice.first_day).year not in _YEARS:
        raise ValueError(last)
    by_hour = tuple(map(_number, figures["by_hour"]))
    if len(by_hour) != 24:
        raise ValueError(by_hour)
    by_day = _numbers(figures["by_day"])
    for day in by_day:
        date.fromisoformat(day)
    return Sent(
        notice=notice,
        at=at,
        received=_number(figures["received"]),
        in_scope=_number(figures["in_scope"]),
        out_of_scope=_number(figures["out_of_scope"]),
        overdue=_number(said["overdue"]) if "overdue" in said else None,
        by_discipline=_numbers(figures["by_discipline"]),
        by_channel=_numbers(figures["by_channel"]) | _numbers(figures["by_other_source"]),
        by_status=_numbers(figures["by_status"]),
        by_day=by_day,
        by_hour=by_hour,
    )


def _zone(at: DateTime) -> str:
    """A zone whose clocks stand as where it was written: the file says no more."""
    hours, rest = divmod(int(at.utcoffset().total_seconds()), 3600)  # type: ignore[union-attr]
    # As these are named, what is east of Greenwich is less.
    return f"Etc/GMT{-hours:+d}" if not rest and -12 <= hours <= 14 else "UTC"


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(value)
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def _numbers(values: Mapping[Any, Any]) -> dict[str, int]:
    return {_text(name): _number(n) for name, n in values.items()}
