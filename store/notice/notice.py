"""The notice (公告): all that the team publishes about where, when and what it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Final

import pendulum
from pendulum import DateTime, Timezone

from store.frozen import frozen
from store.instant import in_zone, midnight
from store.notice.calendar import STATUTORY, WorkingCalendar
from store.notice.deadlines import DEFAULT_RULES, DeadlineRule
from store.text import INSPECTIONS, N_, _

EVERY_DAY: Final = "every day"
WORKING_DAYS: Final = "working days"
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LINE_KINDS: Final = {
    "landline": N_("固定电话"),
    "mobile": N_("手机"),
    "sms": N_("短信"),
    "post": N_("邮政信箱"),
    "email": N_("电子邮箱"),
    "visit": N_("来访"),
    "box": N_("意见箱"),
    "web": N_("网络平台"),
}
"""What a notice calls its lines; a line of any other kind is of the kind that it is called."""
ANSWERED: Final = frozenset({"landline", "mobile", "visit"})
"""The kinds at which somebody is there in the hours. All others are looked at when somebody is, so
that nothing comes by them outside the hours, unless the notice has hours for them."""
OTHER_SOURCES: Final = {
    "visit": N_("来访"),
    "email": N_("电子邮箱"),
    "assigned": N_("上级交办"),
    "petition_office": N_("信访部门转来"),
    "interview": N_("谈话中反映"),
    "found": N_("组内发现"),
}
"""From where tips come beside the notice's lines: a visitor or an e-mail too, where it announces
none."""
SOURCE_LABELS: Final = {**OTHER_SOURCES, **LINE_KINDS}
_KINDS: Final = {label: kind for kind, label in SOURCE_LABELS.items()}
SIX_DISCIPLINES: Final = (
    N_("政治纪律"),
    N_("组织纪律"),
    N_("廉洁纪律"),
    N_("群众纪律"),
    N_("工作纪律"),
    N_("生活纪律"),
)
OTHER: Final = "other"
"""Stands for a discipline that is none of the notice's."""
GROUP_LABELS: Final = {
    "leadership": N_("领导班子及其成员"),
    "next_level_head": N_("下一级党组织领导班子主要负责人"),
    "key_post": N_("重要岗位领导干部"),
}
OUT_OF_SCOPE: Final = "out_of_scope"
"""The group of whoever is in none of the notice's; a group that the notice says to be out of scope
is this, a colon, and its name."""
GROUP_OUT_OF_SCOPE_LABEL: Final = N_("不属受理范围")
INSPECTORS: Final = "inspectors"
"""The group of the inspectors themselves: a tip that concerns one of them is for the lead alone."""
GROUP_INSPECTORS_LABEL: Final = N_("{inspection}干部")


def kind_of(name: str) -> str:
    """The kind of source that `name` is, by its code or by what the screens call it."""
    return _KINDS.get(name, name)


def is_out_of_scope(group: str) -> bool:
    """Whether what concerns a group is referred to others."""
    return group.partition(":")[0] == OUT_OF_SCOPE


def is_in_scope(group: str) -> bool:
    """Whether the desk itself takes what concerns a group; neither for a group not yet told, nor for
    the inspectors themselves."""
    return bool(group) and group != INSPECTORS and not is_out_of_scope(group)


def out_of_scope_group(name: str) -> str:
    """The group of that name, which is out of scope."""
    return f"{OUT_OF_SCOPE}:{name}"


@frozen
class Hours:
    """A daily window in which the lines are answered, on the days named.

    `days` is `EVERY_DAY`, `WORKING_DAYS` or a tuple of `WEEKDAYS`. The window includes its first
    second and excludes its last; `until` 00:00 means 24:00. It holds for the `lines` named by kind,
    number or label, for all that are `ANSWERED` where none is, and from `first_day` to `last_day`,
    both included, where the notice says so.
    """

    days: str | tuple[str, ...]
    start: time
    until: time
    lines: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None

    def is_in_season(self, day: date) -> bool:
        """Whether it holds at that time of the year."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


@frozen
class Line:
    """One way to reach the desk. `about_inspectors`: tips on the inspectors themselves, counted apart."""

    kind: str
    value: str
    label: str
    area_code: str = ""
    postcode: str = ""
    note: str = ""
    about_inspectors: bool = False

    @property
    def names(self) -> frozenset[str]:
        """By what hours may name it."""
        return frozenset({self.kind, self.value, self.text, self.label})

    @property
    def text(self) -> str:
        """The line as a notice prints it: number with area code, address with postcode."""
        number = f"{self.area_code}-{self.value}" if self.area_code else self.value
        return f"{number} ({self.postcode})" if self.postcode else number


@frozen
class Unit:
    """An inspected unit; `note` is what the notice says of it alone, as that it is looked at again."""

    name: str
    note: str = ""

    @property
    def text(self) -> str:
        """The unit as a notice prints it."""
        return _("{name}（{note}）", name=self.name, note=self.note) if self.note else self.name


@dataclass(frozen=True)
class Notice:
    """What a team's notice says. Dates and windows are wall-clock in `timezone`, both days included.

    `unit` is what all `units` are called together; those are () where the notice does not list
    them. `last_day` is None while it is not yet announced, and `first_day` is a stand-in, by which
    tips are numbered and counted, while `is_first_day_announced` is False; `period_in_words` is
    what the notice says in place of exact days. `tips_from` is from when on tips are taken where
    that is not the first day. `tips_end` is the first instant at which tips are no longer taken:
    the notice's `tips_until`, else the end of the last day, else None. `groups` and `tags` map a key
    or heading to its wording; `deadlines` are by when the desk owes what, and `calendar` is what
    working days go by; `issued_on` is the date under the notice, by default the first day, and
    `code` is the short code of the team, which its numbers begin with, "" for none; `address` where it
    stands on the web, "" for nowhere; `remarks` are sentences on keys in the file
    that this program does not know.
    """

    team: str
    unit: str
    timezone: str
    first_day: date
    last_day: date | None
    tips_end: DateTime | None
    hours: tuple[Hours, ...]
    lines: tuple[Line, ...]
    closed: dict[date, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=lambda: dict(GROUP_LABELS))
    disciplines: tuple[str, ...] = SIX_DISCIPLINES
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    out_of_scope: str = ""
    deadlines: tuple[DeadlineRule, ...] = DEFAULT_RULES
    issued_on: date | None = None
    address: str = ""
    code: str = ""
    remarks: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    tips_from: DateTime | None = None
    is_first_day_announced: bool = True
    period_in_words: str = ""
    calendar: WorkingCalendar = STATUTORY

    @property
    def inspection(self) -> str:
        """What it is called: a district's or a county's team calls it otherwise than all others."""
        provincial, county = INSPECTIONS
        return county if county in self.team else provincial

    @cached_property
    def zone(self) -> Timezone:
        """The notice's time zone."""
        return pendulum.timezone(self.timezone)

    @cached_property
    def starts_at(self) -> DateTime:
        """The first instant of the first day."""
        return midnight(self.first_day, self.zone)

    @cached_property
    def tips_start(self) -> DateTime:
        """The first instant at which tips are taken."""
        return self.tips_from or self.starts_at

    @cached_property
    def first_open_day(self) -> date:
        """The first day of the period, or on which tips are taken before it."""
        start = in_zone(self.tips_start, self.zone)
        return min(self.first_day, date(start.year, start.month, start.day))

    @cached_property
    def ends_at(self) -> DateTime | None:
        """The instant at which the last day is over (24:00), None if not yet announced."""
        if self.last_day is None:
            return None
        return midnight(self.last_day + pendulum.duration(days=1), self.zone)

    @cached_property
    def series(self) -> str:
        """What the numbers of its tips begin with: the team's code, if it has one, and the year."""
        year = str(self.first_day.year)
        return f"{self.code}-{year}" if self.code else year

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The kinds of line the notice has, in its order, each once."""
        return tuple(dict.fromkeys(line.kind for line in self.lines))

    @property
    def has_several_of_a_kind(self) -> bool:
        """Whether it has several lines of one kind, as two numbers to call."""
        return len(self.lines) > len(self.channels)

    @cached_property
    def sources(self) -> tuple[Line, ...]:
        """From where a tip may come: the notice's lines, then what there is beside them."""
        beside = {k: label for k, label in OTHER_SOURCES.items() if k not in self.channels}
        return (*self.lines, *(Line(kind, label, label) for kind, label in beside.items()))

    @cached_property
    def sources_by_kind(self) -> dict[str, tuple[Line, ...]]:
        """As `sources`, those of each kind together."""
        kinds = dict.fromkeys(line.kind for line in self.sources)
        return {kind: tuple(one for one in self.sources if one.kind == kind) for kind in kinds}

    def line(self, kind: str, value: str) -> Line | None:
        """The line of that kind and value, None if the notice has none."""
        return next((one for one in self.sources if (one.kind, one.value) == (kind, value)), None)

    def hours_of(self, line: Line) -> tuple[Hours, ...]:
        """The windows that hold for a line; () for one that has no hours."""
        return self._hours_by_line.get(line, ())

    @cached_property
    def _hours_by_line(self) -> dict[Line, tuple[Hours, ...]]:
        return {line: self._hours_of(line) for line in self.lines}

    def _hours_of(self, line: Line) -> tuple[Hours, ...]:
        if named := tuple(one for one in self.hours if line.names.intersection(one.lines)):
            return named
        if line.kind not in ANSWERED:
            return ()
        return tuple(one for one in self.hours if not one.lines)

    @cached_property
    def have_lines_hours_of_their_own(self) -> bool:
        """Whether the notice says of some hours for which lines they are."""
        return any(window.lines for window in self.hours)

    @cached_property
    def all_groups(self) -> dict[str, str]:
        """Every group by its key, the one for all others and that of the inspectors last."""
        beside = {OUT_OF_SCOPE: GROUP_OUT_OF_SCOPE_LABEL, INSPECTORS: GROUP_INSPECTORS_LABEL}
        return self.groups | beside

    @cached_property
    def _groups_by_name(self) -> dict[str, str]:
        found = self.all_groups.items()
        return {name: key for key, label in found for name in (_(label), label)}

    def group_named(self, name: str) -> str:
        """The key of a group that is given by it or by what the notice calls it; `name` itself where
        there is none."""
        return name if name in self.all_groups else self._groups_by_name.get(name, name)

    @cached_property
    def inspector_lines(self) -> frozenset[str]:
        """The lines on the inspectors themselves."""
        return frozenset(line.value for line in self.lines if line.about_inspectors)

    @cached_property
    def all_tags(self) -> tuple[str, ...]:
        """Every tag of every heading."""
        return tuple(tag for tags in self.tags.values() for tag in tags)
