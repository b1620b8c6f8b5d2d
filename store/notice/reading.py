"""Reads a notice from TOML, key by key, and tells every fault of the file at once."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any, Final

import pendulum
from pendulum import DateTime, Timezone

from store import reasons
from store.errors import Fault, NoticeRefused
from store.instant import at_wall, in_zone, midnight
from store.late_pattern import late_pattern
from store.notice.calendar import Holiday, WorkingCalendar
from store.notice.deadlines import DEFAULT_RULES, DUTIES, MOST_DAYS, DeadlineRule
from store.notice.notice import (
    ANSWERED,
    EVERY_DAY,
    GROUP_LABELS,
    GROUP_OUT_OF_SCOPE_LABEL,
    LINE_KINDS,
    OTHER,
    SIX_DISCIPLINES,
    WEEKDAYS,
    WORKING_DAYS,
    Hours,
    Line,
    Notice,
    Unit,
    is_in_scope,
    kind_of,
    out_of_scope_group,
)
from store.notice.toml_reader import A_LIST, A_TABLE, YEARS, TomlReader
from store.printable import half_width, printable
from store.text import _, listed

_ONE_DAY: Final = timedelta(days=1)
MAX_BYTES: Final = 1 << 20
# No dash, which stands behind it; no digit first, which would be a number.
_CODE: Final = late_pattern(r"[^\W\d_]\w{0,3}")
_ADDRESS: Final = late_pattern(r"https?://[^\s/]+\.\S+")
TABLES: Final = {
    "": (
        "team",
        "code",
        "unit",
        "units",
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
        "holidays",
        "lines",
        "deadlines",
    ),
    "period": ("first_day", "last_day", "in_words", "tips_from", "tips_until"),
    "units": ("name", "note"),
    "groups": ("name", "in_scope", "key"),
    "hours": ("days", "from", "to", "lines", "first_day", "last_day"),
    "closed": ("day", "name"),
    "holidays": ("name", "first_day", "last_day", "worked"),
    "lines": ("kind", "value", "label", "area_code", "postcode", "note", "about"),
    "deadlines": ("duty", "within", "days", "source"),
}
MOST_DAYS_OFF: Final = 31
_USUAL_GROUPS: Final = {label: key for key, label in GROUP_LABELS.items()}
# As many units are named where the notice has no words for all of them together.
_UNITS_NAMED: Final = 3
ABOUT: Final = ("tips", "inspectors")


def example_text() -> str:
    """The shipped notice: a provincial team's of 2016, as TOML."""
    return Path(__file__).with_name("hunan-2016.toml").read_text("utf-8")


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
        # As by "utf-8-sig", which is a module more to import at each start.
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _unreadable(
            _("{file}：第 {line} 行不是 UTF-8 文字，请另存为 UTF-8。", file=name, line=line)
        ) from error


def _together(units: tuple[Unit, ...]) -> str:
    """What several units are called together."""
    first = listed(unit.name for unit in units[:_UNITS_NAMED])
    if len(units) <= _UNITS_NAMED:
        return first
    return _("{names}等{count}个单位", names=first, count=len(units))


def _unreadable(sentence: str) -> NoticeRefused:
    return NoticeRefused((Fault("", printable(sentence)),))


def parse_notice(text: str, source: str = "notice.toml", *, is_in_force: bool = False) -> Notice:
    """The notice in a TOML text; `source` names it in faults. Raises `NoticeRefused`.

    With a blank `source` each sentence says what is expected, and its key only in `field`. One that
    `is_in_force` was taken before by an earlier version, which may have asked for less.
    """
    return _parsed(text, source, is_in_force)


def _parsed(text: str, source: str, is_in_force: bool) -> Notice:
    reader = _Reader(source)
    reader.is_in_force = is_in_force
    notice = reader.notice(_table(text, source))
    if reader.faults:
        raise NoticeRefused(tuple(reader.faults))
    return notice


def _table(text: str, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(
            _("{file}：不是有效的 TOML：{reason}。", file=source, reason=reasons.of_toml(error))
        ) from error


def with_holidays(text: str, holidays: str, source: str) -> str:
    """A notice's TOML with the holidays of another text, which has those sections alone; `source`
    names that in faults. One that the notice has already is not added again. Raises `NoticeRefused`.
    """
    reader = _Reader(source)
    table = _table(holidays, source)
    given = reader.holidays(table)
    for key in table.keys() - {"holidays"}:
        reader.fault(key, _("节假日文件只写 [[holidays]]"))
    if not (given or reader.faults):
        reader.fault("holidays", _(A_LIST).replace("lines", "holidays"))
    if reader.faults:
        raise NoticeRefused(tuple(reader.faults))
    known = parse_notice(text).calendar.given
    return text.rstrip("\n") + "\n" + "".join(_section(day) for day in given if day not in known)


def _section(holiday: Holiday) -> str:
    """A holiday as TOML, whose basic strings are those of JSON."""
    return (
        f"\n[[holidays]]\nname = {json.dumps(holiday.name, ensure_ascii=False)}\n"
        f"first_day = {holiday.first_day}\nlast_day = {holiday.last_day}\n"
        f"worked = [{', '.join(map(str, holiday.worked))}]\n"
    )


class _Reader(TomlReader):
    """Reads a notice's tables."""

    known = TABLES
    is_in_force = False

    def notice(self, table: dict[str, Any]) -> Notice:
        self.unknown_keys("", table, "")
        zone = self.zone(table)
        units = self.units(table)
        lines = self.lines(table)
        issued_on = self.day(table, "issued_on") if "issued_on" in table else None
        period = self.period(table, zone, issued_on)
        return Notice(
            team=self.text(table, "team", required=True),
            unit=self.text(table, "unit", required=not units) or _together(units),
            timezone=zone.name,
            **period,
            hours=self.all_hours(table, lines),
            lines=lines,
            closed=dict(self.closed(*row) for row in self.rows(table, "closed")),
            groups=self.groups(table),
            disciplines=self.disciplines(table),
            tags=self.tags(table),
            out_of_scope=self.text(table, "out_of_scope"),
            deadlines=self.deadlines(table),
            issued_on=issued_on,
            address=self.address(table),
            code=self.code(table),
            units=units,
            calendar=WorkingCalendar(self.holidays(table)),
            remarks=tuple(self.remarks),
        )

    def units(self, table: dict[str, Any]) -> tuple[Unit, ...]:
        """Each a text, or a table where something is said of it alone."""
        found = table.get("units", [])
        if isinstance(found, list):
            found = [{"name": unit} if isinstance(unit, str) else unit for unit in found]
        units = [
            Unit(self.text(row, "name", at, required=True), self.text(row, "note", at))
            for row, at in self.rows({"units": found}, "units")
        ]
        if len({unit.name for unit in units}) < len(units):
            self.fault("units", _("各项不得重复"))
        return tuple(units)

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
        self, table: dict[str, Any], zone: Timezone, issued_on: date | None
    ) -> dict[str, Any]:
        """What the notice's fields about its period are. Its words stand in where no exact first
        day is published; then tips are numbered and counted from the day on which they are taken,
        or else from the date under the notice."""
        period = self.table(table, "period", required=True)
        if not isinstance(table.get("period"), dict):
            return {"first_day": date.min, "last_day": None, "tips_end": None}
        in_words = self.text(period, "in_words", "period.")
        since = self.moment(period, "tips_from", zone, ends=False)
        is_announced = "first_day" in period or not in_words
        first = self.day(period, "first_day", "period.") if is_announced else None
        if not is_announced:
            first = in_zone(since, zone).date() if since else issued_on
            if first is None:
                self.fault(
                    "period.first_day",
                    _("未公布首日的，请写明 tips_from（开始受理的日期）或 issued_on（落款日期）"),
                )
        last = self.day(period, "last_day", "period.") if "last_day" in period else None
        if first and last and last < first:
            self.fault("period.last_day", _("不得早于 first_day（{day}）", day=first))
            last = None
        end = midnight(last + _ONE_DAY, zone) if last else None
        until = self.moment(period, "tips_until", zone, ends=True) or end
        if until and first and until <= midnight(first, zone):
            self.fault("period.tips_until", _("不得早于 first_day（{day}）", day=first))
        if until and end and until > end:
            self.fault("period.tips_until", _("不得晚于 last_day（{day}）", day=last))
        if since and until and since >= until:
            self.fault("period.tips_from", _("应早于受理截止"))
        return {
            "first_day": first or date.min,
            "last_day": last,
            "tips_end": until,
            "tips_from": since,
            "is_first_day_announced": is_announced,
            "period_in_words": in_words,
        }

    def moment(
        self, period: dict[str, Any], key: str, zone: Timezone, *, ends: bool
    ) -> DateTime | None:
        """A day, which begins or `ends` then, or a time of a day; None if it is not said."""
        value = period.get(key)
        if isinstance(value, datetime) and value.year in YEARS:
            if value.tzinfo:
                return pendulum.instance(value).in_timezone(zone)
            return at_wall(value.date(), value.time(), zone)
        if isinstance(value, date):
            day = self.day(period, key, "period.")
            return midnight(day + _ONE_DAY * ends, zone) if day else None
        if value is not None:
            self.fault(
                f"period.{key}", _("应为日期或当地时间，如 2016-10-19 或 2016-10-19T17:30:00")
            )
        return None

    def all_hours(self, table: dict[str, Any], lines: tuple[Line, ...]) -> tuple[Hours, ...]:
        """The windows. A notice without a line at which somebody is there needs none."""
        is_answered = any(line.kind in ANSWERED for line in lines)
        rows = self.rows(table, "hours", required=is_answered)
        return tuple(self.hours(row, at, lines) for row, at in rows)

    def hours(self, row: dict[str, Any], at: str, lines: tuple[Line, ...]) -> Hours:
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
        first, last = self.span(row, at)
        return Hours(
            days, start or time(0), until or time(0), self.named_lines(row, at, lines), first, last
        )

    def span(self, row: dict[str, Any], at: str) -> tuple[date | None, date | None]:
        """The first and the last day that a section is about, None for what it does not say."""
        first, last = (
            self.day(row, key, at) if key in row else None for key in ("first_day", "last_day")
        )
        if first and last and last < first:
            self.fault(f"{at}last_day", _("不得早于 first_day（{day}）", day=first))
        return first, last

    def named_lines(self, row: dict[str, Any], at: str, lines: tuple[Line, ...]) -> tuple[str, ...]:
        """The lines for which hours hold, each a kind of line, a number or a label of the notice."""
        if "lines" not in row:
            return ()
        known = frozenset().union(*(line.names for line in lines))
        written = self.texts(row, "lines", at)
        named = tuple(kind_of(half_width(name)) for name in written)
        # As they are written: a kind of line is known by a code.
        if unknown := [
            name for name, kind in zip(written, named, strict=True) if kind not in known
        ]:
            names = listed(unknown)
            self.fault(f"{at}lines", _("公告没有这样的渠道：{names}", names=names))
        return named

    def holidays(self, table: dict[str, Any]) -> tuple[Holiday, ...]:
        return tuple(self.holiday(row, at) for row, at in self.rows(table, "holidays"))

    def holiday(self, row: dict[str, Any], at: str) -> Holiday:
        name = self.text(row, "name", at, required=True)
        first = self.day(row, "first_day", at)
        _first, last = self.span(row, at)
        if first and last and (last - first).days >= MOST_DAYS_OFF:
            self.fault(f"{at}last_day", _("一个假期最多 {most} 天", most=MOST_DAYS_OFF))
            last = None
        worked = self.days(row, "worked", at)
        if first and any(first <= day <= (last or first) for day in worked):
            self.fault(f"{at}worked", _("调休上班的日子不在放假的日子之内"))
        return Holiday(name, first or date.min, last or first or date.min, worked)

    def closed(self, row: dict[str, Any], at: str) -> tuple[date, str]:
        return self.day(row, "day", at) or date.min, self.text(row, "name", at)

    def lines(self, table: dict[str, Any]) -> tuple[Line, ...]:
        lines: list[Line] = []
        for row, at in self.rows(table, "lines", required=True):
            line = self.line(row, at)
            same = [other for other in lines if other.value == line.value]
            if any(other.kind == line.kind for other in same):
                self.fault(f"{at}value", _("与前面的一节重复"))
            # By the number is told what is for a lead alone.
            is_else = any(other.about_inspectors != line.about_inspectors for other in same)
            if is_else and not self.is_in_force:
                self.fault(
                    f"{at}about",
                    _("与前面一节的号码（地址）相同，两节须同为监督渠道，或者都不是"),
                )
            lines.append(line)
        return tuple(lines)

    def line(self, row: dict[str, Any], at: str) -> Line:
        kind = self.kind(row, at)
        about = self.one_of(row, "about", at, ABOUT) if "about" in row else "tips"
        return Line(
            kind=kind,
            value=half_width(self.text(row, "value", at, required=True)),
            label=self.text(row, "label", at) or LINE_KINDS.get(kind, kind),
            area_code=half_width(self.text(row, "area_code", at)),
            postcode=half_width(self.text(row, "postcode", at)),
            note=self.text(row, "note", at),
            about_inspectors=about == "inspectors",
        )

    def kind(self, row: dict[str, Any], at: str) -> str:
        """One of `LINE_KINDS`, or what else the notice calls it."""
        # In the form a line is named by its kind and, after a blank, its value.
        kind = kind_of("".join(self.text(row, "kind", at, required=True).split()))
        if kind in LINE_KINDS or not kind.isascii():
            return kind
        if kind:
            self.fault(
                f"{at}kind",
                _(
                    '应为下列之一：{choices}；此外的渠道直接写它的名称，如 "微信公众号"',
                    choices=listed(LINE_KINDS),
                ),
            )
        return "landline"

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

    def code(self, table: dict[str, Any]) -> str:
        code = unicodedata.normalize("NFKC", self.text(table, "code"))
        if code and not _CODE.fullmatch(code):
            self.fault("code", _('应为 1 至 4 个汉字、字母或数字，以汉字或字母开头，如 "湘一"'))
        return code

    def address(self, table: dict[str, Any]) -> str:
        address = self.text(table, "address")
        if address and not _ADDRESS.fullmatch(address):
            self.fault("address", _('应为网址，如 "https://www.example.gov.cn/gonggao"'))
        return address

    def groups(self, table: dict[str, Any]) -> dict[str, str]:
        """The groups by key: a table words the three that most notices have, a list of tables says
        all that this one has."""
        if isinstance(table.get("groups"), list):
            return self.own_groups(table)
        groups = table.get("groups", {})
        if not isinstance(groups, dict):
            self.fault("groups", _(A_TABLE))
            groups = {}
        if self.is_too_long("groups", groups):
            return dict(GROUP_LABELS)
        for key in groups.keys() - GROUP_LABELS.keys():
            self.fault(f"groups.{key}", _("应为下列之一：{choices}", choices=listed(GROUP_LABELS)))
        given = {key: self.text(groups, key, "groups.") for key in groups if key in GROUP_LABELS}
        return GROUP_LABELS | given

    def own_groups(self, table: dict[str, Any]) -> dict[str, str]:
        found: dict[str, str] = {}
        for row, at in self.rows(table, "groups", required=True):
            name = self.text(row, "name", at, required=True)
            in_scope = row.get("in_scope", True)
            if not isinstance(in_scope, bool):
                self.fault(f"{at}in_scope", _("应为 true 或 false"))
            key = _USUAL_GROUPS.get(name, name) if in_scope else out_of_scope_group(name)
            if "key" in row:
                key = self.one_of(row, "key", at, tuple(GROUP_LABELS))
            if key in found or name in found.values():
                self.fault(f"{at}name", _("与前面的一节重复"))
            if name == GROUP_OUT_OF_SCOPE_LABEL:
                self.fault(f"{at}name", _("“不属受理范围”总是有的，不必写入"))
            found[key] = name
        if found and not any(map(is_in_scope, found)):
            self.fault("groups", _("至少有一类属受理范围"))
        return found

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
