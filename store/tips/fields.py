"""The fields of a tip as a table: the form, the command line and the faults all read it.

A new field that is a text or a date is a row here and an attribute of `store.tips.tip.Tip`; reading,
writing, rules, search and sealing go by the table.
"""

from __future__ import annotations

from functools import partial
from typing import Final, Literal

from store.frozen import frozen
from store.text import N_

Kind = Literal[
    "line",
    "instant",
    "date",
    "text",
    "long",
    "flag",
    "group",
    "disciplines",
    "tags",
    "enclosures",
]


@frozen
class Field:
    """One field: `name` is its path in the tip's JSON (`reporter.name`; `subjects.unit` repeats).

    `channels` are the kinds of line that bring it, empty for all; `limit` is in characters. On a
    sealed desk it is sealed, unless `sealed` says that counters and lists need it. It is left out
    of what is made without the reporter, unless `tells_who` says that it tells nothing of who that
    was, or no more than a mask hides. `seldom` is what is mostly left blank: Enter passes over it.
    """

    name: str
    label: str
    hint: str
    kind: Kind = "text"
    limit: int = 200
    channels: frozenset[str] = frozenset()
    sealed: bool = True
    tells_who: bool = True
    seldom: bool = False


CALLS: Final = frozenset({"landline", "mobile"})
_POST: Final = frozenset({"post"})
_MAIL: Final = frozenset({"email"})
_VISITS: Final = frozenset({"visit"})

SUMMARY_LIMIT: Final = 20_000
MOST_SUBJECTS: Final = 50

# What counters and lists need, and what else tells nothing of who reported.
_in_clear: Final = partial(Field, sealed=False, tells_who=False)
_not_of_reporter: Final = partial(Field, tells_who=False)

# In the order in which a call gives them: by which line and when, whom, what, and then by whom.
FIELDS: Final = (
    _in_clear("line", N_("来源"), N_("来电、来信、来访所用的公告渠道，或公告以外的来源"), "line"),
    _in_clear(
        "received_at",
        N_("收到时间"),
        N_("留空为开始登记时；补录的写实际时间，如 10-01 9:05"),
        "instant",
        seldom=True,
    ),
    _in_clear(
        "postmarked_on", N_("邮戳日期"), N_("信封邮戳上的日期，如 10-01"), "date", channels=_POST
    ),
    Field(
        "registration_mark",
        N_("挂号编号"),
        N_("挂号信的编号，平信留空"),
        channels=_POST,
        seldom=True,
    ),
    Field(
        "message_id",
        N_("邮件编号"),
        N_("电子邮件的 Message-ID，导入时自动记下，可留空"),
        limit=998,
        channels=_MAIL,
        seldom=True,
    ),
    Field("visit_place", N_("接访地点"), N_("在何处接待来访"), channels=_VISITS),
    Field("visit_receiver", N_("接访人"), N_("由谁接待来访"), channels=_VISITS),
    _not_of_reporter("subjects.unit", N_("被反映单位"), N_("被反映人所在单位，或被反映的单位")),
    _not_of_reporter("subjects.person", N_("被反映人"), N_("姓名；不知姓名的写职务")),
    _not_of_reporter("subjects.post", N_("职务"), N_("被反映人的职务")),
    _in_clear(
        "subjects.group",
        N_("对象类别"),
        N_("公告所列对象、不属受理范围或{inspection}干部"),
        "group",
    ),
    _not_of_reporter(
        "summary",
        N_("主要内容"),
        N_("何人、何时、何地、何事、涉及金额、有何证据和知情人"),
        "long",
        SUMMARY_LIMIT,
    ),
    _in_clear("disciplines", N_("问题类别"), N_("公告所列的问题类别，可多选"), "disciplines"),
    _in_clear("tags", N_("{inspection}重点"), N_("公告所列的{inspection}重点，可不选"), "tags"),
    _not_of_reporter(
        "referred_to", N_("转办单位"), N_("不属受理范围的，转被{inspection}单位或哪个有关部门")
    ),
    Field("reporter.name", N_("反映人姓名"), N_("匿名的留空；不得追问身份")),
    Field("reporter.contact", N_("联系方式"), N_("来电号码、通信地址等，未留的留空")),
    Field(
        "reporter.verified",
        N_("身份已核实"),
        N_("核实后即为实名举报，未核实的为待核实"),
        "flag",
        sealed=False,
    ),
    _not_of_reporter(
        "enclosures",
        N_("附件"),
        N_("随件材料，如 信件3页2份、照片5张、录音12分钟；没有的留空"),
        "enclosures",
    ),
)
# The fields that are one text of the tip itself.
TEXTS: Final = tuple(f.name for f in FIELDS if f.kind in ("text", "long") and "." not in f.name)
DATES: Final = tuple(f.name for f in FIELDS if f.kind == "date")
BY_NAME: Final = {field.name: field for field in FIELDS}
OTHER_LABEL: Final = N_("其他")


def fields_of(channel: str) -> tuple[Field, ...]:
    """The fields that a tip on `channel` (a kind of line) has, in their order."""
    return tuple(field for field in FIELDS if not field.channels or channel in field.channels)
