"""The notice (公告): all that the team publishes about where, when and what it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Final

import pendulum
from pendulum import DateTime, Timezone

from store.instant import midnight
from store.notice.deadlines import DEFAULT_RULES, DeadlineRule
from store.text import INSPECTIONS, N_

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
}
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


@dataclass(frozen=True, slots=True)
class Hours:
    """A daily window in which the lines are answered, on the days named.

    `days` is `EVERY_DAY`, `WORKING_DAYS` or a tuple of `WEEKDAYS`. The window includes its first
    second and excludes its last; `until` 00:00 means 24:00.
    """

    days: str | tuple[str, ...]
    start: time
    until: time


@dataclass(frozen=True, slots=True)
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
    def text(self) -> str:
        """The line as a notice prints it: number with area code, address with postcode."""
        number = f"{self.area_code}-{self.value}" if self.area_code else self.value
        return f"{number} ({self.postcode})" if self.postcode else number


@dataclass(frozen=True)
class Notice:
    """What a team's notice says. Dates and windows are wall-clock in `timezone`, both days included.

    `last_day` is None while it is not yet announced. `tips_end` is the first instant at which tips
    are no longer taken: the notice's `tips_until`, else the end of the last day, else None.
    `groups` and `tags` map a key or heading to its wording; `deadlines` are by when the desk owes
    what; `issued_on` is the date under the notice, by default the first day, and `address` where
    it stands on the web, "" for nowhere; `remarks` are sentences on keys in the file that this
    program does not know.
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
    remarks: tuple[str, ...] = ()

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
    def ends_at(self) -> DateTime | None:
        """The instant at which the last day is over (24:00), None if not yet announced."""
        if self.last_day is None:
            return None
        return midnight(self.last_day + pendulum.duration(days=1), self.zone)

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The kinds of line the notice has, in its order, each once."""
        return tuple(dict.fromkeys(line.kind for line in self.lines))

    @cached_property
    def inspector_lines(self) -> frozenset[str]:
        """The lines on the inspectors themselves."""
        return frozenset(line.value for line in self.lines if line.about_inspectors)

    @cached_property
    def all_tags(self) -> tuple[str, ...]:
        """Every tag of every heading."""
        return tuple(tag for tags in self.tags.values() for tag in tags)
