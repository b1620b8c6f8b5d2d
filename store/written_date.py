"""Takes a date or time apart as people write it, without saying yet which instant it is."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from typing import Final

from store.frozen import frozen

_DIGITS: Final = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "两": "2",
}
_TENS: Final = {"十": 1, "廿": 2, "卅": 3}
# A year digit by digit, all else up to 五十九.
_IN_WORDS: Final = re.compile(r"[〇○零一二两三四五六七八九十廿卅]+(?=\s*[年月日号时点分秒])")
_WEEKDAYS: Final = "一二三四五六日"
_WEEKDAY: Final = re.compile(r"[(\[]?\s*(?:星期|礼拜|周)\s*([一二三四五六日天])\s*[)\]]?")
_ABOUT: Final = re.compile(r"(?:^|(?<=[日号午晨早上晚里间\s]))大?约|许$|左右$|前后$")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"點": "点", "時": "时", "號": "号"})
_DATE: Final = re.compile(
    r"(?:(?P<year>\d{4}|\d{2})\s*[-/.年]\s*)?(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)"
    r"(?:\s*[日号]|\.(?!\d))?",
    re.ASCII,
)
_EIGHT_DIGITS: Final = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)", re.ASCII)
_TIME: Final = re.compile(
    r"(?P<part>[上下中]午|凌晨|[清早]?晨|早上?|傍晚|晚[上间]?|夜[间里晚]|[AP]M)?\s*(?P<hour>\d{1,2})\s*"
    r"(?::\s*(?P<minute>\d{2})(?:\s*:\s*(?P<second>\d{2}))?"
    r"|[时点]\s*(?:(?P<spoken>\d{2}|\d(?=\s*分))\s*分?(?:\s*(?P<seconds>\d{1,2})\s*秒)?"
    r"|(?P<quarter>半|[一三13]刻)|整|正|钟)?)"
    r"\s*(?P<after>[AP]M)?",
    re.ASCII | re.IGNORECASE,
)
_QUARTERS: Final = {"一刻": 15, "1刻": 15, "半": 30, "三刻": 45, "3刻": 45}
_SEVERAL: Final = re.compile(r"\d.*?(?:[至到~、]|日\s*-|\d{6}\s*-|-\d+-\d+\s*-).*\d", re.ASCII)


@frozen
class WrittenDate:
    """What a text says of a date and a time; None for what it does not say.

    A year may be of two digits only. `hour` is 24 at the end of a day. `weekday` counts from Monday,
    0. `about`: it says that the time is only about right (9时许).
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    second: int = 0
    weekday: int | None = None
    about: bool = False

    def date_in(self, this_year: int | None) -> date | None:
        """The day, in `this_year` where none is written and in its century where two digits are;
        None if it says no day, or there is no year. Raises ValueError if there is no such day."""
        year = self.year if self.year is not None else this_year
        if year is None or self.month is None or self.day is None:
            return None
        if year < 100:
            year += (this_year or 2000) // 100 * 100
        return date(year, self.month, self.day)

    def clock(self) -> tuple[time, bool]:
        """What clocks show, 00:00 where no hour is written, and whether that ends the day. Raises
        ValueError if no clock shows it."""
        if (self.hour, self.minute, self.second) == (24, 0, 0):
            return time(0), True
        return time(self.hour or 0, self.minute, self.second), False


def take_apart(text: str) -> WrittenDate | None:
    """What `text` says, None for what is no one date or time. Raises ValueError for a time that no
    clock shows (上午15点)."""
    written = unicodedata.normalize("NFKC", text).translate(_DASHES).strip().rstrip("。")
    written = _IN_WORDS.sub(lambda match: _number(match[0]), written)
    weekday = None
    if found := _WEEKDAY.search(written):
        weekday = _WEEKDAYS.index(found[1].replace("天", "日"))
        written = f"{written[: found.start()]} {written[found.end() :]}".strip()
    exact = _ABOUT.sub("", written).strip()
    about = exact != written
    match = _EIGHT_DIGITS.match(exact) or _DATE.match(exact)
    if match is None:
        clock = _clock(exact)
        return WrittenDate(**clock, weekday=weekday, about=about) if clock else None
    # What no blank or word parts from the day is no hour: 10-19:05 is neither.
    rest = exact[match.end() :]
    clock = _clock(re.sub(r"^[\s,]*T?", "", rest)) if rest else {}
    if clock is None:
        return None
    day = {name: int(match[name]) for name in ("year", "month", "day") if match[name]}
    return WrittenDate(**day, **clock, weekday=weekday, about=about)


def is_several(text: str) -> bool:
    """Whether `text` looks like more than one date: a range, or a list."""
    written = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return bool(_SEVERAL.search(_IN_WORDS.sub(lambda match: _number(match[0]), written)))


def _clock(text: str) -> dict[str, int] | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour = int(match["hour"])
    minute = int(match["minute"] or match["spoken"] or _QUARTERS.get(match["quarter"], 0))
    part = match["part"] or match["after"]
    hour = _of_day(hour, minute, part.upper()) if part else hour
    return {"hour": hour, "minute": minute, "second": int(match["second"] or match["seconds"] or 0)}


def _of_day(hour: int, minute: int, part: str) -> int:
    """The hour of 24 that an hour of twelve is in a part of the day. Raises ValueError."""
    if part == "AM":
        allowed, found = hour <= 12, hour % 12
    elif part == "PM":
        allowed, found = 1 <= hour <= 23, hour if hour >= 12 else hour + 12
    elif part == "凌晨":
        allowed, found = hour <= 6 or hour == 12, hour % 12
    elif part == "中午":
        allowed, found = hour in (1, 2, 11, 12, 13, 14), hour + 12 if hour < 3 else hour
    elif part in ("下午", "傍晚"):
        allowed, found = 1 <= hour <= 20, hour if hour >= 12 else hour + 12
    elif part[0] in "晚夜":
        midnight = hour == 12 and minute == 0
        allowed = midnight or 5 <= hour <= 11 or hour >= 17
        found = 24 if midnight else hour if hour >= 17 else hour + 12
    else:
        # Early, or before noon; 上午12点 is noon to some and midnight to others.
        allowed, found = hour < 12, hour
    if not allowed:
        raise ValueError(part)
    return found


def _number(words: str) -> str:
    """The digits of a number in words."""
    at = next((i for i, char in enumerate(words) if char in _TENS), None)
    if at is None:
        return "".join(_DIGITS[char] for char in words)
    tens = int(_DIGITS[words[0]]) if at else _TENS[words[0]]
    ones = "".join(_DIGITS.get(char, "") for char in words[at + 1 :])
    return f"{tens}{ones or 0}"
