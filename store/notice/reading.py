"""Reads a notice from TOML, key by key, and tells every fault of the file at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from importlib import resources
from pathlib import Path
from typing import IO, Any, Final

import pendulum
from pendulum import DateTime, Timezone

from store import reasons
from store.errors import Fault, NoticeRefused
from store.instant import at_wall, midnight
from store.notice.deadlines import DEFAULT_RULES, DUTIES, MOST_DAYS, DeadlineRule
from store.notice.notice import (
    EVERY_DAY,
    GROUP_LABELS,
    LINE_KINDS,
    OTHER,
    SIX_DISCIPLINES,
    WEEKDAYS,
    WORKING_DAYS,
    Hours,
    Line,
    Notice,
)
from store.notice.toml_reader import YEARS, TomlReader
from store.printable import half_width, printable
from store.text import _, listed

_ONE_DAY: Final = timedelta(days=1)
MAX_BYTES: Final = 1 << 20
_ADDRESS: Final = re.compile(r"https?://[^\s/]+\.\S+")
TABLES: Final = {
    "": (
        "team",
        "unit",
        "timezone",
        "disciplines",
        "out_of_scope",
        "issued_on",
        "address",
        "period",
        "groups",
        "tags",
        "hours",
        "closed",
        "lines",
        "deadlines",
    ),
    "period": ("first_day", "last_day", "tips_until"),
    "hours": ("days", "from", "to"),
    "closed": ("day", "name"),
    "lines": ("kind", "value", "label", "area_code", "postcode", "note", "about"),
    "deadlines": ("duty", "within", "days", "source"),
}
ABOUT: Final = ("tips", "inspectors")


def example_text() -> str:
    """The shipped notice: a provincial team's of 2016, as TOML."""
    return (resources.files("store.notice") / "hunan-2016.toml").read_text("utf-8")


def read_notice_text(path: Path) -> str:
    """The text of a notice file, not yet checked. Raises `NoticeRefused` if it cannot be one."""
    return notice_text(lambda: path.open("rb"), str(path))


def notice_text(opened: Callable[[], IO[bytes]], name: str) -> str:
    """As `read_notice_text`, of what `opened` gives; `name` is how sentences name it."""
    try:
        with opened() as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = reasons.of_system(error)
        raise _unreadable(
            _("{file}：不能读取（{reason}），请检查路径和权限。", file=name, reason=reason)
        ) from error
    if len(data) > MAX_BYTES:
        raise _unreadable(_("{file}：超过 1 MB，不是公告文件。", file=name))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _unreadable(
            _("{file}：第 {line} 行不是 UTF-8 文字，请另存为 UTF-8。", file=name, line=line)
        ) from error


def _unreadable(sentence: str) -> NoticeRefused:
    return NoticeRefused((Fault("", printable(sentence)),))


def parse_notice(text: str, source: str = "notice.toml") -> Notice:
    """The notice in a TOML text; `source` names it in faults. Raises `NoticeRefused`.

    With a blank `source` each sentence says what is expected, and its key only in `field`.
    """
    return _parsed(text, source)


def _parsed(text: str, source: str) -> Notice:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unreadable(
            _("{file}：不是有效的 TOML：{reason}。", file=source, reason=reasons.of_toml(error))
        ) from error
    reader = _Reader(source)
    notice = reader.notice(table)
    if reader.faults:
        raise NoticeRefused(tuple(reader.faults))
    return notice


class _Reader(TomlReader):
    """Reads a notice's tables."""

    known = TABLES

    def notice(self, table: dict[str, Any]) -> Notice:
        self.unknown_keys("", table, "")
        zone = self.zone(table)
        first, last, tips_end = self.period(table, zone)
        return Notice(
            team=self.text(table, "team", required=True),
            unit=self.text(table, "unit", required=True),
            timezone=zone.name,
            first_day=first,
            last_day=last,
            tips_end=tips_end,
            hours=tuple(self.hours(*row) for row in self.rows(table, "hours", required=True)),
            lines=self.lines(table),
            closed=dict(self.closed(*row) for row in self.rows(table, "closed")),
            groups=GROUP_LABELS | self.groups(table),
            disciplines=self.disciplines(table),
            tags=self.tags(table),
            out_of_scope=self.text(table, "out_of_scope"),
            deadlines=self.deadlines(table),
            issued_on=self.day(table, "issued_on") if "issued_on" in table else None,
            address=self.address(table),
            remarks=tuple(self.remarks),
        )

    def zone(self, table: dict[str, Any]) -> Timezone:
        name = table.get("timezone")
        try:
            if isinstance(name, str):
                return pendulum.timezone(name)
        except (ValueError, OSError):
            pass
        self.fault("timezone", _('应为时区名称，如 "Asia/Shanghai"'))
        return pendulum.timezone("Asia/Shanghai")

    def period(
        self, table: dict[str, Any], zone: Timezone
    ) -> tuple[date, date | None, DateTime | None]:
        period = self.table(table, "period", required=True)
        if not isinstance(table.get("period"), dict):
            return date.min, None, None
        first = self.day(period, "first_day", "period.")
        last = self.day(period, "last_day", "period.") if "last_day" in period else None
        if first and last and last < first:
            self.fault("period.last_day", _("不得早于 first_day（{day}）", day=first))
            last = None
        end = midnight(last + _ONE_DAY, zone) if last else None
        until = self.tips_until(period, zone) if "tips_until" in period else end
        if until and first and until <= midnight(first, zone):
            self.fault("period.tips_until", _("不得早于 first_day（{day}）", day=first))
        if until and end and until > end:
            self.fault("period.tips_until", _("不得晚于 last_day（{day}）", day=last))
        return first or date.min, last, until

    def tips_until(self, period: dict[str, Any], zone: Timezone) -> DateTime | None:
        value = period["tips_until"]
        if isinstance(value, datetime) and value.year in YEARS:
            if value.tzinfo:
                return pendulum.instance(value).in_timezone(zone)
            return at_wall(value.date(), value.time(), zone)
        if isinstance(value, date):
            day = self.day(period, "tips_until", "period.")
            return midnight(day + _ONE_DAY, zone) if day else None
        self.fault(
            "period.tips_until", _("应为日期或当地时间，如 2016-10-19 或 2016-10-19T17:30:00")
        )
        return None

    def hours(self, row: dict[str, Any], at: str) -> Hours:
        days = row.get("days")
        if isinstance(days, list) and days and all(day in WEEKDAYS for day in days):
            days = tuple(days)
        elif days not in (EVERY_DAY, WORKING_DAYS):
            self.fault(
                f"{at}days", _('应为 "every day"、"working days" 或 ["mon", "sat"] 这样的清单')
            )
            days = EVERY_DAY
        start, until = self.time(row, "from", at), self.time(row, "to", at)
        if start and until and until <= start and until != time(0):
            self.fault(f"{at}to", _("应晚于 from（{time}）；过夜的请写成两节", time=start))
        return Hours(days, start or time(0), until or time(0))

    def closed(self, row: dict[str, Any], at: str) -> tuple[date, str]:
        return self.day(row, "day", at) or date.min, self.text(row, "name", at)

    def lines(self, table: dict[str, Any]) -> tuple[Line, ...]:
        lines: list[Line] = []
        for row, at in self.rows(table, "lines", required=True):
            line = self.line(row, at)
            if any((line.kind, line.value) == (other.kind, other.value) for other in lines):
                self.fault(f"{at}value", _("与前面的一节重复"))
            lines.append(line)
        return tuple(lines)

    def line(self, row: dict[str, Any], at: str) -> Line:
        kind = self.one_of(row, "kind", at, tuple(LINE_KINDS))
        about = self.one_of(row, "about", at, ABOUT) if "about" in row else "tips"
        return Line(
            kind=kind,
            value=half_width(self.text(row, "value", at, required=True)),
            label=self.text(row, "label", at) or LINE_KINDS[kind],
            area_code=half_width(self.text(row, "area_code", at)),
            postcode=half_width(self.text(row, "postcode", at)),
            note=self.text(row, "note", at),
            about_inspectors=about == "inspectors",
        )

    def deadlines(self, table: dict[str, Any]) -> tuple[DeadlineRule, ...]:
        if "deadlines" not in table:
            return DEFAULT_RULES
        rules = tuple(self.deadline(row, at) for row, at in self.rows(table, "deadlines"))
        if len({rule.duty for rule in rules}) < len(rules):
            self.fault("deadlines", _("各项不得重复"))
        return rules

    def deadline(self, row: dict[str, Any], at: str) -> DeadlineRule:
        duty = self.one_of(row, "duty", at, tuple(DUTIES))
        days = self.one_of(row, "days", at, (WORKING_DAYS, "days"))
        within = row.get("within")
        if type(within) is not int or within not in range(1, MOST_DAYS + 1):
            self.fault(f"{at}within", _("应为天数，1 至 {most}", most=MOST_DAYS))
            within = 1
        return DeadlineRule(duty, within, days == WORKING_DAYS, self.text(row, "source", at))

    def address(self, table: dict[str, Any]) -> str:
        address = self.text(table, "address")
        if address and not _ADDRESS.fullmatch(address):
            self.fault("address", _('应为网址，如 "https://www.example.gov.cn/gonggao"'))
        return address

    def groups(self, table: dict[str, Any]) -> dict[str, str]:
        groups = self.table(table, "groups")
        for key in groups.keys() - GROUP_LABELS.keys():
            self.fault(f"groups.{key}", _("应为下列之一：{choices}", choices=listed(GROUP_LABELS)))
        return {key: self.text(groups, key, "groups.") for key in groups if key in GROUP_LABELS}

    def disciplines(self, table: dict[str, Any]) -> tuple[str, ...]:
        if "disciplines" not in table:
            return SIX_DISCIPLINES
        names = self.texts(table, "disciplines")
        if OTHER in names or "其他" in names:
            self.fault("disciplines", _("“其他”总是有的，不必写入"))
        return names

    def tags(self, table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        tags = self.table(table, "tags")
        for heading in tags:
            self.check_text(f"tags.{heading}", heading)
        return {heading: self.texts(tags, heading, "tags.") for heading in tags}
