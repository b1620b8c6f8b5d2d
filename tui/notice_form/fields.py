"""The fields of a notice as a table: the form of a notice is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from store.text import N_

NoticeKind = Literal["text", "texts", "day", "until", "time", "days", "line_kind", "about"]


@dataclass(frozen=True, slots=True)
class NoticeField:
    """One field: `key` is its path in the file (`period.first_day`), or within a row of a section."""

    key: str
    label: str
    hint: str
    kind: NoticeKind = "text"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that the file has any number of times: the tables `[[key]]`, for `tags` the table's keys."""

    key: str
    label: str
    fields: tuple[NoticeField, ...]
    required: bool = False


HOURS: Final = Section(
    "hours",
    N_("受理时间"),
    (
        NoticeField(
            "days",
            N_("受理日"),
            N_("法定工作日含调休上班、不含法定节假日"),
            "days",
            required=True,
        ),
        NoticeField(
            "from",
            N_("开始"),
            N_("如 8:30；上下午分开受理的，各写一段"),
            "time",
            required=True,
        ),
        NoticeField("to", N_("结束"), N_("如 17:30；午夜写 24:00"), "time", required=True),
    ),
    required=True,
)
LINES: Final = Section(
    "lines",
    N_("举报渠道"),
    (
        NoticeField("kind", N_("渠道种类"), N_("公告公布的每一条渠道各写一条"), "line_kind", True),
        NoticeField(
            "value", N_("号码或地址"), N_("如 84404233，或 某市第1号邮政信箱"), "text", True
        ),
        NoticeField("label", N_("名称"), N_("登记表上的称呼，如 第一组电话；留空即用种类名")),
        NoticeField("area_code", N_("区号"), N_("固定电话的区号，如 0731")),
        NoticeField("postcode", N_("邮政编码"), N_("信箱的邮政编码，如 410011")),
        NoticeField("note", N_("说明"), N_("公告对这条渠道的说明，可不填")),
        NoticeField(
            "about", N_("监督渠道"), N_("专门反映{inspection}干部问题的渠道，单独计数"), "about"
        ),
    ),
    required=True,
)
CLOSED: Final = Section(
    "closed",
    N_("非受理日"),
    (
        NoticeField(
            "day", N_("非受理日期"), N_("受理时间之内但不受理的日子，没有的留空"), "day", True
        ),
        NoticeField("name", N_("事由"), N_("如 国庆节")),
    ),
)
TAGS: Final = Section(
    "tags",
    N_("{inspection}重点"),
    (
        NoticeField("heading", N_("总称"), N_("如 三个重点；没有的留空"), "text", True),
        NoticeField(
            "items", N_("各项"), N_("用顿号隔开，如 重点人、重点事、重点问题"), "texts", True
        ),
    ),
)

_GROUP_HINT: Final = N_("公告对这类对象的说法；与通行说法相同的留空")

# In the order in which a notice says them.
NOTICE_FIELDS: Final[tuple[NoticeField | Section, ...]] = (
    NoticeField(
        "team", N_("{inspection}组"), N_("公告落款的组名，如 省委巡视第一组"), required=True
    ),
    NoticeField(
        "unit",
        N_("被{inspection}单位"),
        N_("被{inspection}的地区、部门或单位，可写几个"),
        required=True,
    ),
    NoticeField(
        "period.first_day",
        N_("首日"),
        N_("{inspection}第一天，如 2016-09-20"),
        "day",
        required=True,
    ),
    NoticeField("period.last_day", N_("末日"), N_("{inspection}最后一天；尚未公布的留空"), "day"),
    NoticeField(
        "period.tips_until",
        N_("受理截止"),
        N_("受理举报的最后一天，或 2016-10-19 17:30 这样的时刻；与末日相同的留空"),
        "until",
    ),
    HOURS,
    LINES,
    CLOSED,
    NoticeField("out_of_scope", N_("范围以外"), N_("公告对不属受理范围的怎样说，可不填")),
    NoticeField(
        "disciplines",
        N_("问题类别"),
        N_("用顿号隔开；留空即为六项纪律"),
        "texts",
    ),
    NoticeField("groups.leadership", N_("领导班子"), _GROUP_HINT),
    NoticeField("groups.next_level_head", N_("下级主要负责人"), _GROUP_HINT),
    NoticeField("groups.key_post", N_("重要岗位干部"), _GROUP_HINT),
    TAGS,
    NoticeField("issued_on", N_("落款日期"), N_("公告落款的日期；与首日相同的留空"), "day"),
    NoticeField("address", N_("公告网址"), N_("网上公布公告的地址，二维码即用此网址；没有的留空")),
    NoticeField(
        "timezone", N_("时区"), N_("钟点所用的时区，全国都是 Asia/Shanghai"), required=True
    ),
)
