"""What the desk is to be reminded of and when: pure functions of a notice, an instant and what is owed
or appointed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final, Literal

from pendulum import DateTime

from store.frozen import frozen
from store.instant import in_zone, midnight
from store.notice.deadlines import DueCounts
from store.notice.hours import is_open_at, service_status
from store.notice.notice import Notice

Kind = Literal["opening", "closing", "dues", "last_days", "tips_end", "appointment"]

BEFORE_OPENING: Final = timedelta(minutes=10)
BEFORE_CLOSING: Final = (timedelta(minutes=30), timedelta(minutes=5))
BEFORE_TIPS_END: Final = timedelta(hours=1)
BEFORE_APPOINTMENT: Final = timedelta(minutes=15)
LAST_DAYS: Final = 3
_ONE_DAY: Final = timedelta(days=1)
# How far ahead the next one is looked for; a screen looks again then.
_HORIZON_DAYS: Final = 14


@frozen
class Reminder:
    """To be given from `at` on, and no longer once it is `until`; `about` is the opening, the
    closing, the end or the appointment that it speaks of, or the first instant of the day. All in
    the notice's zone."""

    kind: Kind
    at: DateTime
    until: DateTime
    about: DateTime

    @property
    def key(self) -> str:
        """Its name among all of a desk: by day, so that they sort, without a character that a file's
        name may not have."""
        return f"{self.at.in_timezone('UTC').strftime('%Y%m%dT%H%M%SZ')}-{self.kind}"

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        instants = {name: getattr(self, name).isoformat() for name in ("at", "until", "about")}
        return {"kind": self.kind, **instants}


def current(
    notice: Notice, at: DateTime, dues: DueCounts, appointments: Iterable[DateTime] = ()
) -> list[Reminder]:
    """Those that are to be given at `at` if they were not, the earliest first; `appointments` are
    when call-backs and appointments are to take place."""
    day = in_zone(at, notice.zone).date()
    # A day's last one may still hold after midnight.
    days = (*of_day(notice, day - _ONE_DAY), *of_day(notice, day), *_of(notice, appointments))
    return [r for r in days if r.at <= at < r.until and (r.kind != "dues" or is_owed(dues))]


def is_owed(dues: DueCounts) -> bool:
    """Whether there is something to be reminded of."""
    return bool(dues.overdue or dues.today)


def next_at(
    notice: Notice, at: DateTime, appointments: Collection[DateTime] = ()
) -> DateTime | None:
    """The first instant after `at` at which there may be another, or at which to look again; None
    if there is none any more."""
    day = in_zone(at, notice.zone).date()
    for ahead in range(_HORIZON_DAYS):
        if later := [
            r.at for r in of_day(notice, day + ahead * _ONE_DAY, appointments) if r.at > at
        ]:
            return min(later)
    horizon = midnight(day + _HORIZON_DAYS * _ONE_DAY, notice.zone)
    return None if notice.tips_end and horizon >= notice.tips_end else horizon


def of_day(notice: Notice, day: date, appointments: Iterable[DateTime] = ()) -> list[Reminder]:
    """Every reminder that may be given from some time of `day` on, the earliest first; whether
    anything is owed is not asked."""
    start, end = midnight(day, notice.zone), midnight(day + _ONE_DAY, notice.zone)
    found = (
        *_of_hours(notice, start, end),
        *_of_the_day(notice, start, end),
        *_of(notice, appointments),
    )
    return sorted((r for r in found if start <= r.at < end), key=lambda r: r.at)


def _of(notice: Notice, appointments: Iterable[DateTime]) -> Iterator[Reminder]:
    """A little before each call-back and appointment; one for those of the same instant."""
    for when in sorted({in_zone(when, notice.zone) for when in appointments}):
        yield Reminder("appointment", when - BEFORE_APPOINTMENT, when, when)


def _of_hours(notice: Notice, start: DateTime, end: DateTime) -> Iterator[Reminder]:
    """Before each opening and closing of the day, and of the beginning of the next."""
    changes_at = service_status(notice, start).changes_at
    while changes_at and changes_at < end + _ONE_DAY:
        change = in_zone(changes_at, notice.zone)
        changes_at = service_status(notice, change).changes_at
        if is_open_at(notice, change):
            yield Reminder("opening", change - BEFORE_OPENING, change, change)
            continue
        ends = (*(change - before for before in BEFORE_CLOSING[1:]), change)
        for before, until in zip(BEFORE_CLOSING, ends, strict=True):
            if is_open_at(notice, change - before):
                yield Reminder("closing", change - before, until, change)


def _of_the_day(notice: Notice, start: DateTime, end: DateTime) -> Iterator[Reminder]:
    """As the day's service begins: what is due, and that the end comes near. Before the end of
    taking tips once more."""
    opens = _first_opening(notice, start, end)
    if opens:
        yield Reminder("dues", opens, end, start)
    begins = opens or start
    if notice.last_day and notice.starts_at <= start:
        left = (notice.last_day - start.date()).days
        if 0 <= left < LAST_DAYS:
            yield Reminder("last_days", begins, end, start)
    tips_end = notice.tips_end
    if tips_end and start < tips_end <= end:
        if tips_end != notice.ends_at:
            yield Reminder("tips_end", min(begins, tips_end), tips_end, tips_end)
        last_hour = tips_end - BEFORE_TIPS_END
        if is_open_at(notice, last_hour) and begins < last_hour:
            yield Reminder("tips_end", last_hour, tips_end, tips_end)


def _first_opening(notice: Notice, start: DateTime, end: DateTime) -> DateTime | None:
    """When the lines are first answered on a day, None if they are not."""
    if is_open_at(notice, start):
        return start
    change = service_status(notice, start).changes_at
    return in_zone(change, notice.zone) if change and change < end else None
