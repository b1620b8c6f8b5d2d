"""Believable notices and tips for the tests, each changed by what a test is about."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pendulum
from pendulum import DateTime

from store.clock import Clock
from store.notice.notice import Notice
from store.notice.reading import example_text, parse_notice, read_notice_text
from store.tips.disposition import Disposition, Earlier, Told
from store.tips.enclosure import Enclosure, KeptFile
from store.tips.fields import FIELDS
from store.tips.follow_up import Appointment, Note
from store.tips.tip import Reporter, Subject, Tip

SHANGHAI = pendulum.timezone("Asia/Shanghai")


def example() -> Notice:
    """The shipped notice."""
    return parse_notice(example_text())


def read_notice(path: Path) -> Notice:
    """The notice in a file."""
    return parse_notice(read_notice_text(path), str(path))


def at(text: str, zone: str = "Asia/Shanghai") -> DateTime:
    """An instant by the clocks of `zone`, or with its own offset."""
    parsed = pendulum.parse(text, tz=zone)
    assert isinstance(parsed, DateTime)
    return parsed


DURING = at("2016-10-01T16:59:30")

CALL = {
    "channel": "landline",
    "received_at": "2016-10-01T09:12:00+08:00",
    "reporter": {"name": "王某某", "contact": "13800000000"},
    "subjects": [
        {"unit": "示范区管委会", "person": "赵某某", "post": "副主任", "group": "leadership"}
    ],
    "disciplines": ["廉洁纪律"],
    "summary": "反映赵某某在工程招标中收受好处，称有转账记录。",
}
REFERRAL = {
    "channel": "mobile",
    "received_at": "2016-10-01T10:30:00+08:00",
    "reporter": None,
    "subjects": [{"unit": "某街道办", "person": "", "post": "", "group": "out_of_scope"}],
    "summary": "反映小区噪声扰民。",
    "referred_to": "区环境保护局",
}

ONE_NAME = (
    "阿卜杜拉·热合曼",
    "阿卜杜拉・热合曼",
    "阿卜杜拉•热合曼",
    "阿卜杜拉‧热合曼",
    "阿卜杜拉.热合曼",
    "阿卜杜拉．热合曼",
    "阿卜杜拉 热合曼",
    "阿卜杜拉热合曼",
)
"""A name as people write it."""


def entry_of(base: dict[str, Any] = CALL, **changes: Any) -> dict[str, Any]:
    """A tip as `add --json` takes it, with some values changed."""
    return copy.deepcopy(base) | changes


_OF_KIND: dict[str, Any] = {
    "instant": DURING,
    "date": DURING.date(),
    "flag": True,
    "disciplines": ("廉洁纪律",),
    "tags": ("重点人",),
    "enclosures": (
        Enclosure(
            "letter", 3, 2, "甲", "甲", "甲", "甲", DURING, KeptFile("1" * 32, 9, "2" * 64), 9, "甲"
        ),
    ),
}


def full_tip() -> Tip:
    """A stored tip with something in each field and all that the desk adds, which no rule has
    looked at."""
    given = {f.name: _OF_KIND.get(f.kind, "甲") for f in FIELDS if "." not in f.name}
    subjects = (Subject("某局", "赵某某", "局长", "leadership"),) * 2
    return Tip(
        number="2016-0002",
        revision=1,
        channel="visit",
        reporter=Reporter("孙某某", "139", True),
        subjects=subjects,
        to_complete=True,
        officer="甲",
        saved_at=DURING,
        marks=("late",),
        disposition=Disposition("甲", DURING, "甲", "甲", DURING.date(), "甲"),
        matter="2016-0001",
        told=Told("甲", DURING, "甲"),
        reported=Told("甲", DURING, "甲"),
        handled_by="甲",
        notes=(Note("remark", DURING.date(), "甲", "甲", DURING),),
        appointments=(Appointment("call_back", DURING, "甲", "甲", DURING, "甲", DURING),),
        earlier=(Earlier("handed_to_team", DURING.date()),),
        **given,
    )


def notice_text(**changes: str) -> str:
    """A small notice as TOML; each keyword replaces the lines of the table or key of that name."""
    parts = {
        "team": 'team = "巡察组"',
        "unit": 'unit = "某局"',
        "timezone": 'timezone = "Asia/Shanghai"',
        "period": "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19",
        "hours": '[[hours]]\ndays = "every day"\nfrom = 08:00:00\nto = 17:30:00',
        "lines": '[[lines]]\nkind = "landline"\nvalue = "84404233"',
    } | changes
    return "\n".join(parts.values()) + "\n"


class StillClock(Clock):
    """A clock that stands until it is set."""

    def __init__(self, instant: DateTime = DURING) -> None:
        super().__init__(instant)
        self.instant = instant

    def now(self) -> DateTime:
        return self.instant
