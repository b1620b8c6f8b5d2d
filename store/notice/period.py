"""Where an instant lies in the inspection's period, and how long until it starts or ends."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

from pendulum import DateTime

from store.frozen import frozen
from store.notice.notice import Notice

Phase = Literal["before", "unannounced", "running", "closed", "ended"]


@frozen
class Countdown:
    """The period as seen from one instant.

    "unannounced" is while no exact first day is published, `in_words` what the notice says instead.
    `day` of `days` is counted from 1 while the period runs (`days` is None while the last day is
    not announced). "closed" is when tips are no longer taken and no last day is announced: nobody
    knows which day it is then. `target` is what is counted towards, the end of taking tips where
    no last day is announced; `remaining_seconds` the whole seconds until then, rounded up; both
    None where there is nothing to count to. `ended_seconds` is how long ago it ended. `share` is the part of the period gone, 0.0 to 1.0.
    """

    phase: Phase
    day: int | None
    days: int | None
    target: DateTime | None
    remaining_seconds: int | None
    ended_seconds: int | None
    share: float | None
    in_words: str = ""


def phase(notice: Notice, at: DateTime) -> Phase:
    """Which phase it is. Source: the notice's period, first and last day both included."""
    if notice.is_first_day_announced and at < notice.starts_at:
        return "before"
    under_way: Phase = "running" if notice.is_first_day_announced else "unannounced"
    if notice.ends_at:
        return "ended" if at >= notice.ends_at else under_way
    return "closed" if notice.tips_end and at >= notice.tips_end else under_way


def countdown(notice: Notice, at: DateTime) -> Countdown:
    """To the first instant of the first day, then to 24:00 of the last, then how long since."""
    return replace(_countdown(notice, at), in_words=notice.period_in_words)


def _countdown(notice: Notice, at: DateTime) -> Countdown:
    now_in = phase(notice, at)
    if now_in == "unannounced":
        target = notice.ends_at or notice.tips_end
        left = _seconds(at, target) if target else None
        return Countdown("unannounced", None, None, target, left, None, None)
    days = _days(notice)
    if now_in == "before":
        return Countdown(
            "before", None, days, notice.starts_at, _seconds(at, notice.starts_at), None, 0.0
        )
    if now_in == "ended":
        assert notice.ends_at is not None
        return Countdown(
            "ended", None, days, None, 0, int((at - notice.ends_at).total_seconds()), 1.0
        )
    if now_in == "closed":
        return Countdown("closed", None, None, None, None, None, None)
    day = at.in_timezone(notice.zone).toordinal() - notice.first_day.toordinal() + 1
    end = notice.ends_at
    if end is None:
        left = _seconds(at, notice.tips_end) if notice.tips_end else None
        return Countdown("running", day, None, notice.tips_end, left, None, None)
    share = (at - notice.starts_at).total_seconds() / (end - notice.starts_at).total_seconds()
    return Countdown("running", day, days, end, _seconds(at, end), None, share)


def _days(notice: Notice) -> int | None:
    """How many days the period has, as far as that is announced."""
    if notice.last_day is None or not notice.is_first_day_announced:
        return None
    return (notice.last_day - notice.first_day).days + 1


def _seconds(start: DateTime, end: DateTime) -> int:
    return math.ceil((end - start).total_seconds())
