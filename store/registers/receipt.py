"""When a row was received, out of a cell of days and perhaps one of hours."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from pendulum import DateTime

from store.errors import Fault
from store.notice.notice import Notice
from store.notice.receipt_day import day_in_period
from store.registers.cells import Figure, known
from store.registers.headings import is_hour
from store.text import _
from store.written_date import WrittenDate, take_apart

# Days as spreadsheets count them, from 1954 to 2118; what is less or more is no date in a register.
_SERIAL: Final = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_EIGHT_DIGITS: Final = re.compile(r"(?:19|20)\d{6}")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_MONTH_AND_DAY: Final = re.compile(r"(0?[1-9]|1[0-2])\.(\d{1,2})")
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # as the spreadsheet's clocks show it
# Behind a day, or in a column of hours, without an hour.
_PART_ALONE: Final = re.compile(
    r"(?:(?<=[\d日号])|(?<=\s)|^)\s*(?:上午|中午|下午|傍晚|晚上|夜间|早上|早晨|凌晨)$"
)
# What a spreadsheet makes of a day where it saves its cells as texts.
_NO_HOUR: Final = re.compile(r"(?<=\d) 0?0:00:00$|(?<=\d) 0:00$")
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\dT.*")
_ZONE: Final = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")


def received(
    day: str, hour: str, notice: Notice, now: DateTime
) -> tuple[str, tuple[Fault, ...], list[str]]:
    """The time of receipt as a text that `store.instant` reads; "" and the fault if it cannot be
    known; and what was guessed. It is never now, and no day is filled in for an hour."""
    is_figure, remarks = isinstance(day, Figure), list[str]()
    day, hour = known(day), known(hour)
    for text in (day, hour):
        if match := _PART_ALONE.search(text):
            remarks.append(_("收到时间只写了“{part}”", part=match[0].strip()))
    day, hour = (_PART_ALONE.sub("", text).strip() for text in (day, hour))
    if not day:
        return "", _fault(_("收到时间：这一行没有写，请补上。")), []
    if match := _NO_HOUR.search(day):
        remarks.append(_("收到时间的“{hour}”是表格给日期补的，不当作零点", hour=match[0].strip()))
        day = _NO_HOUR.sub("", day)
    if _SERIAL.fullmatch(day):
        read = _of_serial(float(day))
        remarks.append(_("收到时间“{serial}”是表格的日期序号，读作 {day}", serial=day, day=read))
        day = read
    elif match := _MONTH_AND_DAY.fullmatch(day):
        if is_figure:
            return "", _fault(_figure(day, match)), []
    elif _NUMBER.fullmatch(day) and not _EIGHT_DIGITS.fullmatch(day):
        return "", _fault(_("收到时间：“{text}”是一个数字，不是日期，请核对。", text=day[:40])), []
    shown = day
    if _ISO.fullmatch(day):
        if not hour:
            return day, (), remarks
        shown = _ZONE.sub("", day)
    try:
        written, clock = take_apart(shown), _hour(hour)
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
    if shown != day:
        return day, (), remarks
    return _told(written, clock, notice, now, remarks)


def is_day_in_figures(cell: str) -> bool:
    """Whether a number is a day: 20160927, or as spreadsheets count it."""
    return bool(_SERIAL.fullmatch(cell) or _EIGHT_DIGITS.fullmatch(cell))


def _figure(day: str, match: re.Match[str]) -> str:
    """What to say of a number that may have been meant as a day, and have lost a zero."""
    return _(
        "收到时间：“{text}”是一个数字，不是日期；如为 {month} 月某日，请写成 {month}月{day}日 这样。",
        text=day,
        month=match[1],
        day=match[2],
    )


def _told(
    written: WrittenDate,
    clock: WrittenDate | None,
    notice: Notice,
    now: DateTime,
    remarks: list[str],
) -> tuple[str, tuple[Fault, ...], list[str]]:
    whole = written
    if clock:
        whole = replace(written, hour=clock.hour, minute=clock.minute, second=clock.second)
    day, said = _date(whole, notice, now)
    if day is None:
        text = f"{whole.year or now.year}-{whole.month}-{whole.day}"
        return text, (), remarks
    if said:
        remarks.append(said)
    if written.weekday is not None and written.weekday != day.weekday():
        remarks.append(_("收到时间写的星期与日期不符，按日期"))
    if written.about or (clock and clock.about):
        remarks.append(_("收到时间只是大概的时刻"))
    if whole.hour is None:
        remarks.append(_("收到时间没有写几时，只记日期"))
        return day.isoformat(), (), remarks
    return f"{day.isoformat()} {_clock_text(whole)}", (), remarks


def _date(written: WrittenDate, notice: Notice, now: DateTime) -> tuple[date | None, str]:
    """The day, of which no year may be written: that of the period in which it lies, else the last
    in which it has been; and what is to be told of that. None for a day that there is not."""
    days = dict[int, date]()
    for year in (now.year, now.year - 1):
        with contextlib.suppress(ValueError):
            if found := written.date_in(year):
                days[year] = found
    if written.year is not None:
        return days.get(now.year), ""
    if day := day_in_period(written, notice, now):
        return day, _("收到时间没有写年份，按{inspection}期间推定为 {year} 年", year=day.year)
    been = [year for year, day in days.items() if day <= now.date()]
    year = max(been or days, default=0)
    said = _("收到时间没有写年份，又不在{inspection}期间，推定为 {year} 年", year=year)
    return days.get(year), said


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


def day(text: str, notice: Notice, now: DateTime) -> str:
    """A cell of a day alone, as a text that `store.instant` reads."""
    if _SERIAL.fullmatch(text):
        return _of_serial(float(text))[:10]
    text = _NO_HOUR.sub("", text)
    with contextlib.suppress(ValueError):
        written = take_apart(text)
        if written and written.hour is None and written.month is not None:
            found, _said = _date(written, notice, now)
            return found.isoformat() if found else text
    return text


def _fault(sentence: str) -> tuple[Fault, ...]:
    return (Fault("received_at", sentence),)
