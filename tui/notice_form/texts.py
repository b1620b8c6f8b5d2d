"""A value of a notice's file as text in a form, and the value that a typed text stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, Final, cast

import pendulum
from pendulum import DateTime

from store.instant import no_such_time, read_day, read_instant
from store.notice.notice import EVERY_DAY, LINE_KINDS, WORKING_DAYS, kind_of
from store.text import N_, _, listed
from store.written_date import take_apart
from tui.notice_form.fields import NoticeKind

# What is chosen for a kind of line that the notice calls by a name of its own.
OTHER_LINE: Final = "other"
_ZONE: Final = pendulum.timezone("Asia/Shanghai")
_TIME: Final = re.compile(r"(\d{1,2})[:时点.](\d{2})?分?(?::(\d{2}))?", re.ASCII)
_MIDNIGHT: Final = "24:00"
_TO: Final = re.compile(r"\s*[-~－—–～至到]+\s*")
_BETWEEN_WINDOWS: Final = re.compile(r"\s*[、，,；;]\s*|(?<=\d)\s+(?=\d)")
_BETWEEN_TEXTS: Final = "、，,"
_EXPECTED: Final[dict[NoticeKind, str]] = {
    "day": N_("请写成 {day} 这样的日期。"),
    "day_list": N_("请写成 {day} 这样的日期，几个的用顿号隔开。"),
    "until": N_("请写成 {day} 这样的日期，或 {day} 17:30 这样的时刻。"),
    "windows": N_("请写成 8:30-12:00 这样的时段，一天几段的用逗号隔开。"),
    "contact": N_("这里写号码或地址；时间请写在受理时段一栏。"),
}


def expected(kind: NoticeKind, now: DateTime) -> str:
    """What is to be written in a field of that kind."""
    return _(_EXPECTED[kind], day=now.date())


def shown(kind: NoticeKind, value: Any) -> Any:
    """A value of the file as the form shows it."""
    if kind == "days":
        days = value if isinstance(value, list) else [value]
        return [str(day) for day in days if isinstance(day, str)]
    if kind == "about":
        return value == "inspectors"
    if kind == "scope":
        return value is False
    if kind == "line_kind":
        code = kind_of(value) if isinstance(value, str) else ""
        return code if code in LINE_KINDS or not code else OTHER_LINE
    if kind == "day_list" and isinstance(value, list):
        return listed(map(str, value))
    if kind == "texts" and isinstance(value, list):
        items = [str(item) for item in value]
        if any(char in item for item in items for char in _BETWEEN_TEXTS):
            return "".join(item + _("；") for item in items).rstrip()
        return listed(items)
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return "" if value is None else str(value)


def picked(kind: NoticeKind, chosen: Any) -> Any:
    """What the file says for options that were chosen."""
    if kind == "about":
        return "inspectors"
    if kind == "scope":
        return False
    whole = [day for day in chosen if day in (EVERY_DAY, WORKING_DAYS)]
    return whole[0] if whole else list(chosen)


def value_of(kind: NoticeKind, text: str, now: DateTime) -> Any:
    """The value that a text stands for. Raises ValueError or `BadInstant`."""
    match kind:
        case "texts":
            return list(_texts(text))
        case "day_list":
            return [read_day(item, _ZONE, now) for item in _texts(text)]
        case "day":
            return read_day(text, _ZONE, now)
        case "until":
            return _until(text, now)
        case "windows":
            return [_window(one) for one in _BETWEEN_WINDOWS.split(_narrow(text)) if one]
        case "contact" if _TIME.fullmatch(_narrow(text)):
            raise ValueError(text)
    return text


def _texts(text: str) -> Iterator[str]:
    between = "[；;]" if re.search("[；;]", text) else f"[{_BETWEEN_TEXTS}]"
    return (item.strip() for item in re.split(between, text) if item.strip())


def _until(text: str, now: DateTime) -> date:
    """A day, or where an hour is written an instant by local clocks."""
    moment = read_instant(text, _ZONE, now)
    written = take_apart(text)
    if written and written.hour is None:
        return moment.date()
    return cast(datetime, moment.naive())


def shown_windows(windows: Iterable[tuple[Any, Any]]) -> str:
    """The windows of a day as they are typed, in the order of the file; each is a start and an end."""
    return _("，").join(
        f"{shown('windows', start)}-{_MIDNIGHT if until == time(0) else shown('windows', until)}"
        for start, until in windows
    )


def _narrow(text: str) -> str:
    """Digits and signs at half their width."""
    return unicodedata.normalize("NFKC", text)


def _window(text: str) -> tuple[time, time]:
    start, until = _TO.split(text)
    return _time(start), _time(until)


def _time(text: str) -> time:
    match = _TIME.fullmatch(text)
    if not match:
        raise ValueError(text)
    hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return time(0) if (hour, minute, second) == (24, 0, 0) else time(hour, minute, second)
    except ValueError as error:
        raise no_such_time(text) from error
