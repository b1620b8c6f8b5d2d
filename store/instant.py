"""Dates and times as people write them, and the instants at which a zone's clocks show them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import pendulum
from pendulum import DateTime, Timezone

from store.errors import BadInstant, NoSuchInstant
from store.printable import printable
from store.text import _

# `fromisoformat` takes any number of digits for the part of a second.
_LONGEST: Final = 40
_DATE: Final = r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_TIME: Final = (
    r"(?P<hour>\d{1,2})(?:[:时点](?P<minute>\d{2})分?(?::(?P<second>\d{2}))?|[时点][半整]?)"
)
_DATE_AND_TIME: Final = re.compile(rf"{_DATE}(?:[ T]*{_TIME})?", re.ASCII)
_TIME_ALONE: Final = re.compile(_TIME, re.ASCII)


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
    `10月1日 9:05`, `9点半`); a year or day left out is that of `now`. Raises `BadInstant`, or
    `NoSuchInstant` for one that there is not.
    """
    if found := _read(text, zone, now):
        return found
    example = f"{_short(now)} 9:05" if now else "2016-10-01T16:59:30+08:00"
    sentence = _(
        "“{text}”无法识别，请写成 {example} 这样的时间。", text=_cut(text), example=example
    )
    raise BadInstant(sentence)


def read_day(text: str, zone: Timezone, now: DateTime) -> date:
    """The day that `text` names, alone or with a time. Raises as `read_instant` does."""
    if found := _read(text, zone, now):
        return found.date()
    sentence = _("“{text}”无法识别，请写成 {day} 这样的日期。", text=_cut(text), day=_short(now))
    raise BadInstant(sentence)


def _short(now: DateTime) -> str:
    """Today as one writes it down."""
    return f"{now:MM-DD}"


def _cut(text: str) -> str:
    return printable(text[:_LONGEST])


def _read(text: str, zone: Timezone, now: DateTime | None) -> DateTime | None:
    """None for what is no date or time. Raises `NoSuchInstant`."""
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


def _iso(text: str, zone: Timezone) -> DateTime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return at_wall(moment.date(), moment.time(), zone)
    return pendulum.instance(moment.astimezone(UTC)).in_timezone(zone)


def _as_people_write(text: str, zone: Timezone, now: DateTime | None) -> DateTime | None:
    today = now.in_timezone(zone).date() if now else None
    match = _DATE_AND_TIME.fullmatch(text) or (today and _TIME_ALONE.fullmatch(text))
    if not match:
        return None
    part = {name: int(digits) for name, digits in match.groupdict().items() if digits}
    day: date | None = today
    if "month" in part:
        year = part.get("year") or (today.year if today else None)
        if year is None:
            return None
        try:
            day = date(year, part["month"], part["day"])
        except ValueError as error:
            raise _no_such_day(text) from error
    assert day is not None
    minute = part.get("minute", 30 if "半" in text else 0)
    try:
        at = time(part.get("hour", 0), minute, part.get("second", 0))
    except ValueError as error:
        raise no_such_time(text) from error
    return at_wall(day, at, zone)
