"""The fields of a notice as a table: the form of a notice is made from it."""

from __future__ import annotations

from functools import partial
from typing import Final, Literal

from store.frozen import frozen
from store.text import N_

NoticeKind = Literal[
    "text",
    "texts",
    "day",
    "day_list",
    "until",
    "windows",
    "days",
    "line_kind",
    "about",
    "scope",
    "contact",
]


@frozen
class NoticeField:
    """One field: `key` is its path in the file (`period.first_day`), or within a row of a section.

    A `required` one may be blank where what is named by `unless` is not. Enter passes over one that is
    `seldom` filled in."""

    key: str
    label: str
    hint: str
    kind: NoticeKind = "text"
    required: bool = False
    unless: str = ""
    seldom: bool = False


@frozen
class Section:
    """Fields that the file has any number of times: the tables `[[key]]`, for `tags` the table's keys."""

    key: str
    label: str
    fields: tuple[NoticeField, ...]
    required: bool = False


_needed: Final = partial(NoticeField, required=True)
_seldom: Final = partial(NoticeField, seldom=True)

UNITS: Final = Section(
    "units",
    N_("各被{inspection}单位"),
    (
        _needed(
            "name",
            N_("单位名称"),
            N_("一份公告有几个单位的，各写一条；只有一个的留空"),
            seldom=True,
        ),
        _seldom("note", N_("单位说明"), N_("公告单独说到的，如 回头看；没有的留空")),
    ),
)
HOURS: Final = Section(
    "hours",
    N_("受理时间"),
    (
        _needed("days", N_("受理日"), N_("法定工作日含调休上班、不含法定节假日"), "days"),
        _needed(
            "windows",
            N_("受理时段"),
            N_("如 8:30-12:00，14:30-18:00；到午夜的写 24:00"),
            "windows",
        ),
        _seldom(
            "lines",
            N_("适用渠道"),
            N_("只适用于某些渠道的，写种类、名称或号码，如 固定电话、短信；留空即电话和来访"),
            "texts",
        ),
        _seldom("first_day", N_("此时段自"), N_("中途改时间的，写从哪天起；不改的留空"), "day"),
        _seldom("last_day", N_("此时段至"), N_("中途改时间的，写到哪天止；不改的留空"), "day"),
    ),
    required=True,
)
LINES: Final = Section(
    "lines",
    N_("举报渠道"),
    (
        _needed("kind", N_("渠道种类"), N_("公告公布的每一条渠道各写一条"), "line_kind"),
        _needed("value", N_("号码或地址"), N_("如 84404233，或 某市第1号邮政信箱"), "contact"),
        NoticeField(
            "label",
            N_("名称"),
            N_(
                "登记表上的称呼，如 第一组电话；留空即用种类名。种类为“其他渠道”的须填，如 微信公众号"
            ),
        ),
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
        _needed("day", N_("非受理日期"), N_("受理时间之内但不受理的日子，没有的留空"), "day"),
        NoticeField("name", N_("事由"), N_("如 国庆节")),
    ),
)
HOLIDAYS: Final = Section(
    "holidays",
    N_("节假日"),
    (
        _needed(
            "name", N_("节日"), N_("程序未收录的年份，或本地另有的节日；没有的留空"), seldom=True
        ),
        _needed("first_day", N_("放假自"), N_("放假第一天，如 2027-10-01"), "day", seldom=True),
        _seldom("last_day", N_("放假至"), N_("放假最后一天；只放一天的留空"), "day"),
        _seldom(
            "worked", N_("调休上班"), N_("因此上班的周末，用顿号隔开，如 2027-09-26"), "day_list"
        ),
    ),
)
GROUPS: Final = Section(
    "groups",
    N_("对象类别"),
    (
        _needed("name", N_("这类对象"), N_("公告对各类对象的说法，各写一条；留空即为通行的三类")),
        NoticeField(
            "in_scope", N_("不属受理范围"), N_("公告说明不受理、要转办的，选“是”"), "scope"
        ),
    ),
)
TAGS: Final = Section(
    "tags",
    N_("{inspection}重点"),
    (
        _needed("heading", N_("总称"), N_("如 三个重点；没有的留空")),
        _needed("items", N_("各项"), N_("用顿号隔开，如 重点人、重点事、重点问题"), "texts"),
    ),
)

# In the order in which a notice says them.
NOTICE_FIELDS: Final[tuple[NoticeField | Section, ...]] = (
    _needed("team", N_("{inspection}组"), N_("公告落款的组名，如 省委巡视第一组")),
    _needed(
        "unit",
        N_("被{inspection}单位"),
        N_("被{inspection}的地区、部门或单位，可写几个；下面逐个写了的，可留空"),
        unless="units",
    ),
    UNITS,
    _needed(
        "period.first_day",
        N_("首日"),
        N_("{inspection}第一天，如 2016-09-20；未公布的留空，写下面的公告原话"),
        "day",
        unless="period.in_words",
    ),
    NoticeField("period.last_day", N_("末日"), N_("{inspection}最后一天；尚未公布的留空"), "day"),
    _seldom(
        "period.in_words",
        N_("时间原话"),
        N_("没有公布确切日期的，照公告写，如 10月中旬至12月下旬；公布了的留空"),
    ),
    _seldom(
        "period.tips_from",
        N_("受理开始"),
        N_("早于首日即开始受理的，写从哪天起，或 2016-09-18 8:00 这样的时刻；与首日相同的留空"),
        "until",
    ),
    NoticeField(
        "period.tips_until",
        N_("受理截止"),
        N_("受理举报的最后一天，或 2016-10-19 17:30 这样的时刻；与末日相同的留空"),
        "until",
    ),
    HOURS,
    LINES,
    CLOSED,
    HOLIDAYS,
    NoticeField("out_of_scope", N_("范围以外"), N_("公告对不属受理范围的怎样说，可不填")),
    NoticeField("disciplines", N_("问题类别"), N_("用顿号隔开；留空即为六项纪律"), "texts"),
    GROUPS,
    TAGS,
    NoticeField("issued_on", N_("落款日期"), N_("公告落款的日期；与首日相同的留空"), "day"),
    NoticeField(
        "code", N_("短代号"), N_("写在编号前，使各组编号不重，如 湘一；登记后不能改，可不填")
    ),
    NoticeField("address", N_("公告网址"), N_("网上公布公告的地址，二维码即用此网址；没有的留空")),
    _needed("timezone", N_("时区"), N_("钟点所用的时区，全国都是 Asia/Shanghai")),
)
