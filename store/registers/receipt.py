"""When a row was received, out of a cell of days and perhaps one of hours."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from pendulum import DateTime

from store.errors import Fault
from store.registers.cells import known
from store.registers.headings import is_hour
from store.text import _
from store.written_date import WrittenDate, take_apart

# Days as spreadsheets count them, from 1954 to 2118; what is less or more is no date in a register.
_SERIAL: Final = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_EIGHT_DIGITS: Final = re.compile(r"(?:19|20)\d{6}")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # as the spreadsheet's clocks show it
# Behind a day, or in a column of hours, without an hour.
_PART_ALONE: Final = re.compile(
    r"(?:(?<=[\d日号])|(?<=\s)|^)\s*(?:上午|中午|下午|傍晚|晚上|夜间|早上|早晨|凌晨)$"
)
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\dT.*")


def received(day: str, hour: str, now: DateTime) -> tuple[str, tuple[Fault, ...], list[str]]:
    """The time of receipt as a text that `store.instant` reads; "" and the fault if it cannot be
    known; and what was guessed. It is never now, and no day is filled in for an hour."""
    day, hour, remarks = known(day), known(hour), list[str]()
    for text in (day, hour):
        if match := _PART_ALONE.search(text):
            remarks.append(_("收到时间只写了“{part}”", part=match[0].strip()))
    day, hour = (_PART_ALONE.sub("", text).strip() for text in (day, hour))
    if not day:
        return "", _fault(_("收到时间：这一行没有写，请补上。")), []
    if _SERIAL.fullmatch(day):
        read = _of_serial(float(day))
        remarks.append(_("收到时间“{serial}”是表格的日期序号，读作 {day}", serial=day, day=read))
        day = read
    elif _NUMBER.fullmatch(day) and not _EIGHT_DIGITS.fullmatch(day):
        return "", _fault(_("收到时间：“{text}”是一个数字，不是日期，请核对。", text=day[:40])), []
    if _ISO.fullmatch(day) and not hour:
        return day, (), remarks
    try:
        written, clock = take_apart(day), _hour(hour)
    except ValueError:
        # The one reader of dates says what is wrong.
        return f"{day} {hour}".strip(), (), remarks
    if written is None:
        return day, (), remarks
    if written.month is None:
        return "", _fault(_("收到时间：“{text}”没有写明哪一天，请补上。", text=day[:40])), []
    if hour and clock is None:
        return "", _fault(_("收到时间：“{text}”不是时刻，请核对。", text=hour[:40])), []
    if clock and written.hour is not None and _clock_text(written) != _clock_text(clock):
        return (
            "",
            _fault(_("收到时间：两列写的时刻不同（{day}、{hour}），请核对。", day=day, hour=hour)),
            [],
        )
    return _told(written, clock, now, remarks)


def _told(
    written: WrittenDate, clock: WrittenDate | None, now: DateTime, remarks: list[str]
) -> tuple[str, tuple[Fault, ...], list[str]]:
    whole = written
    if clock:
        whole = replace(written, hour=clock.hour, minute=clock.minute, second=clock.second)
    try:
        day = whole.date_in(now.year)
    except ValueError:
        day = None
    if day is None:
        text = f"{whole.year or now.year}-{whole.month}-{whole.day}"
        return text, (), remarks
    if written.year is None:
        remarks.append(_("收到时间没有写年份，按 {year} 年", year=day.year))
    if written.weekday is not None and written.weekday != day.weekday():
        remarks.append(_("收到时间写的星期与日期不符，按日期"))
    if written.about or (clock and clock.about):
        remarks.append(_("收到时间只是大概的时刻"))
    if whole.hour is None:
        remarks.append(_("收到时间没有写几时，只记日期"))
        return day.isoformat(), (), remarks
    return f"{day.isoformat()} {_clock_text(whole)}", (), remarks


def _clock_text(written: WrittenDate) -> str:
    return f"{written.hour or 0:02}:{written.minute:02}:{written.second:02}"


def _hour(text: str) -> WrittenDate | None:
    """What a cell of hours says. Raises ValueError for a time that no clock shows."""
    if re.fullmatch(r"0?\.\d+|0", text):
        moment = _DAY_ZERO + timedelta(seconds=round(float(text) * 86_400))
        return WrittenDate(hour=moment.hour, minute=moment.minute, second=moment.second)
    return take_apart(text) if is_hour(text) else None


def _of_serial(serial: float) -> str:
    moment = _DAY_ZERO + timedelta(seconds=round(serial * 86_400))
    text = moment.isoformat(" ", "seconds")
    return text.removesuffix(" 00:00:00")


def day(text: str) -> str:
    """A cell of a day alone, as a text that `store.instant` reads."""
    return _of_serial(float(text))[:10] if _SERIAL.fullmatch(text) else text


def _fault(sentence: str) -> tuple[Fault, ...]:
    return (Fault("received_at", sentence),)
