"""Dates and times as people write them, and the instants at which a zone's clocks show them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import pendulum
from pendulum import DateTime, Timezone

from store.errors import BadInstant
from store.plain import printable
from store.text import _

# `fromisoformat` takes any number of digits for the part of a second.
_LONGEST: Final = 40
_DATE: Final = r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_TIME: Final = r"(?P<hour>\d{1,2})[:时](?P<minute>\d{2})分?(?::(?P<second>\d{2}))?"
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
    `10月1日 9:05`, `9:05`); a year or day left out is that of `now`. Raises `BadInstant`.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    try:
        if len(written) > _LONGEST:
            raise ValueError(written)
        return _iso(written, zone) or _as_people_write(written, zone, now)
    except (ValueError, OverflowError) as error:
        raise BadInstant(
            _(
                "“{text}”不是可识别的时间，请写成 2016-10-01 16:59 或 2016-10-01T16:59:30+08:00。",
                text=printable(text[:40]),
            )
        ) from error


def _iso(text: str, zone: Timezone) -> DateTime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return at_wall(moment.date(), moment.time(), zone)
    return pendulum.instance(moment.astimezone(UTC)).in_timezone(zone)


def _as_people_write(text: str, zone: Timezone, now: DateTime | None) -> DateTime:
    today = now.in_timezone(zone).date() if now else None
    match = _DATE_AND_TIME.fullmatch(text) or (today and _TIME_ALONE.fullmatch(text))
    if not match:
        raise ValueError(text)
    part = {name: int(digits) for name, digits in match.groupdict().items() if digits}
    if "month" in part:
        year = part.get("year") or (today.year if today else None)
        if year is None:
            raise ValueError(text)
        day = date(year, part["month"], part["day"])
    else:
        assert today is not None
        day = today
    at = time(part.get("hour", 0), part.get("minute", 0), part.get("second", 0))
    return at_wall(day, at, zone)
