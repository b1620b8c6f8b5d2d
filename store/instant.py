"""Dates and times as people write them, and the instants at which a zone's clocks show them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final

import pendulum
from pendulum import DateTime, Timezone

from store.errors import BadInstant, NoSuchInstant
from store.late_pattern import late_pattern
from store.printable import printable
from store.text import _

_LONGEST: Final = 40
# `fromisoformat` takes any character between day and hour, and weeks: a range would become an hour.
_ISO: Final = late_pattern(
    r"(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?|\d{8}T\d{4}(?:\d\d)?)"
    r"(?:Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)


def in_zone(moment: DateTime, zone: Timezone) -> DateTime:
    """The same instant by the clocks of `zone`."""
    return moment if moment.tzinfo is zone else moment.in_timezone(zone)


def in_seconds(moment: DateTime) -> DateTime:
    """The instant without its part of a second, as the disk keeps it."""
    if not moment.microsecond:
        return moment
    # pendulum's own `replace` takes longer than all the rest of writing a tip.
    clock = (moment.hour, moment.minute, moment.second)
    zone = moment.tzinfo
    return DateTime(moment.year, moment.month, moment.day, *clock, tzinfo=zone, fold=moment.fold)


def is_later(moment: DateTime, other: DateTime) -> bool:
    """Whether it is the later of two instants."""
    # Two of one zone are compared by what its clocks show: of an hour that comes twice `fold` tells which.
    if moment.fold == other.fold:
        return moment > other
    return moment.timestamp() > other.timestamp()


def as_text(moment: DateTime) -> str:
    """The instant as the disk keeps it and files have it: ISO 8601 to the second, with its zone."""
    return moment.isoformat(timespec="seconds")


def from_text(text: str) -> DateTime:
    """The instant that `as_text` wrote. Raises ValueError for what is none."""
    return of_pendulum(datetime.fromisoformat(text))


def of_pendulum(found: datetime) -> DateTime:
    """The same instant, by the same clocks, as pendulum has it."""
    clock = (found.hour, found.minute, found.second, found.microsecond)
    # pendulum's own way from one to the other takes as long as to read all else of a tip.
    zone = _zone_of_pendulum(found.tzinfo)
    return DateTime(found.year, found.month, found.day, *clock, tzinfo=zone, fold=found.fold)


@lru_cache(maxsize=32)
def _zone_of_pendulum(zone: tzinfo | None) -> tzinfo | None:
    """The zone as pendulum has it, which takes what has none for UTC."""
    return pendulum.instance(datetime(2000, 1, 1, tzinfo=zone)).tzinfo


def stored_instant(text: str) -> DateTime | None:
    """As `from_text`, None for what is none."""
    try:
        return from_text(text)
    except ValueError:
        return None


def at_wall(day: date, at: time, zone: Timezone) -> DateTime:
    """The first instant at which clocks in `zone` show `at` or later on `day`.

    A time shown twice (clocks set back) is its first showing, one never shown (clocks set
    forward) the instant of the change.
    """
    naive = datetime.combine(day, at)
    instant = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != naive:
        instant = offset_changes(instant - timedelta(days=1), instant, zone)[-1]
    return pendulum.instance(instant).in_timezone(zone)


def midnight(day: date, zone: Timezone) -> DateTime:
    """The first instant of `day` in `zone`."""
    return at_wall(day, time(0), zone)


def offset_changes(start: datetime, end: datetime, zone: Timezone) -> list[datetime]:
    """The instant in (start, end], a day or so apart, at which `zone` changes its offset, if any."""

    def offset(timestamp: int) -> timedelta | None:
        return datetime.fromtimestamp(timestamp, zone).utcoffset()

    low, high = int(start.timestamp()), int(end.timestamp())
    if offset(low) == offset(high):
        return []
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
    return [datetime.fromtimestamp(high, UTC)]


def read_instant(text: str, zone: Timezone, now: DateTime | None = None) -> DateTime:
    """The instant that `text` names, in `zone` where it names no zone itself.

    Takes ISO 8601 (`2016-10-01T16:59:30+08:00`) and what people write (`2016-10-1 9:05`,
    `10月1日 下午3点半`, `二〇一六年十月一日`, `9点半`); a year or day left out is that of `now`, an
    hour left out 0. Raises `BadInstant`, or `NoSuchInstant` for one that there is not.
    """
    if found := _read(text, zone, now):
        return found[0]
    _refuse_several(text)
    example = f"{_short(now)} 9:05" if now else "2016-10-01T16:59:30+08:00"
    sentence = _(
        "“{text}”无法识别，请写成 {example} 这样的时间。", text=_cut(text), example=example
    )
    raise BadInstant(sentence)


def read_when(text: str, zone: Timezone, now: DateTime | None = None) -> date:
    """The instant that `text` names, or the day alone where it names no hour. Raises as
    `read_instant` does."""
    instant = read_instant(text, zone, now)
    found = _read(text, zone, now)
    return instant if found is None or found[2] else found[1]


def read_day(text: str, zone: Timezone, now: DateTime) -> date:
    """The day that `text` names, alone or with a time. Raises as `read_instant` does."""
    if found := _read(text, zone, now):
        return found[1]
    _refuse_several(text)
    sentence = _("“{text}”无法识别，请写成 {day} 这样的日期。", text=_cut(text), day=_short(now))
    raise BadInstant(sentence)


def _short(now: DateTime) -> str:
    """Today as one writes it down."""
    return f"{now:%m-%d}"


def _refuse_several(text: str) -> None:
    from store.written_date import is_several

    if len(text) <= _LONGEST and is_several(text):
        raise BadInstant(_("“{text}”不止一个日期，请只写一个。", text=_cut(text)))


def _cut(text: str) -> str:
    return printable(text[:_LONGEST])


def _read(text: str, zone: Timezone, now: DateTime | None) -> tuple[DateTime, date, bool] | None:
    """The instant, the day that is written, which 24:00 ends, and whether an hour is; None for what
    is no date or time. Raises `NoSuchInstant`."""
    written = unicodedata.normalize("NFKC", text).strip()
    if len(written) > _LONGEST:
        return None
    try:
        return _iso(written, zone) or _as_people_write(written, zone, now)
    except OverflowError as error:
        raise _no_such_day(text) from error


def _no_such_day(text: str) -> NoSuchInstant:
    return NoSuchInstant(_("没有“{text}”这一天，请核对。", text=_cut(text)))


def no_such_time(text: str) -> NoSuchInstant:
    """What to say of a time that no clock shows."""
    return NoSuchInstant(_("没有“{text}”这个时刻，请核对。", text=_cut(text)))


def _iso(text: str, zone: Timezone) -> tuple[DateTime, date, bool] | None:
    if not _ISO.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return at_wall(moment.date(), moment.time(), zone), moment.date(), True
    instant = pendulum.instance(moment.astimezone(UTC)).in_timezone(zone)
    return instant, instant.date(), True


def _as_people_write(
    text: str, zone: Timezone, now: DateTime | None
) -> tuple[DateTime, date, bool] | None:
    # Its patterns take their time: no screen waits for them before anyone writes a date.
    from store.written_date import take_apart

    try:
        written = take_apart(text)
    except ValueError as error:
        raise no_such_time(text) from error
    if written is None:
        return None
    today = now.in_timezone(zone).date() if now else None
    try:
        day = written.date_in(today.year if today else None)
    except ValueError as error:
        raise _no_such_day(text) from error
    if day is None:
        if today is None:
            return None
        if written.weekday not in (None, today.weekday()):
            raise BadInstant(_("“{text}”没有写明哪一天，请写上日期。", text=_cut(text)))
        day = today
    try:
        at, ends = written.clock()
    except ValueError as error:
        raise no_such_time(text) from error
    return at_wall(day + timedelta(days=ends), at, zone), day, written.hour is not None


def shown_minute(stored: str) -> str:
    """A stored instant, which is by the notice's clocks, as `2016-10-01 16:59`."""
    return stored[:16].replace("T", " ")


def shown_second(stored: str) -> str:
    """A stored instant as `2016-10-01 16:59:30`."""
    return stored[:19].replace("T", " ")
