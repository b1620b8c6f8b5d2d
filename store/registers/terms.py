"""What offices call lines, groups and disciplines, and what the notice calls them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from typing import Final

from store.errors import Fault
from store.notice.notice import OTHER, OUT_OF_SCOPE, SOURCE_LABELS, Notice
from store.registers.cells import known, parts
from store.registers.simplified import simplified
from store.text import N_, _, in_all, listed
from store.tips.fields import BY_NAME, OTHER_LABEL

# By fullmatch, the first kind that the notice has.
_KINDS: Final = (
    (re.compile(r"(?:群众|个人|集体|联名)?(?:来访|走访|上访|接访|个访|当面|面访|访)(?:举报|反映|件|登记)?"), ("visit",)),
    (re.compile(r"(?:群众|匿名|实名|署名|联名)?(?:来信|信函|信|书信|邮寄|写信|信访件|举报信|纸质信件|邮政信箱|平信|挂号信|快递)(?:举报|反映|件)?"), ("post",)),
    (re.compile(r"(?:群众|匿名|实名)?(?:来电|(?:12388)?(?:举报|值班)?(?:电话|热线)|座机|电话来访|12388|电)(?:举报|反映|件|登记)?"), ("landline", "mobile")),
    (re.compile(r"(?:举报)?(?:手机|移动电话)(?:来电|举报)?"), ("mobile",)),
    (re.compile(r"(?:手机)?(?:短信|彩信)(?:举报|反映|平台)?"), ("sms",)),
    (re.compile(r"(?:电子)?(?:邮件|邮箱|电邮)(?:举报|来信|反映)?|e-?mail", re.IGNORECASE), ("email",)),
    (re.compile(r"(?:网络|网上|网站|线上|在线|互联网|微信|小程序|扫码|二维码|公众号)(?:平台)?(?:举报|反映|信访|投诉|来信|留言)?(?:平台)?"), ("web",)),
    (re.compile(r"(?:意见|举报|信访)箱(?:举报|来信)?"), ("box",)),
    (re.compile(r"现场(?:接访|反映)?|来访接待|信访大厅|接访大厅"), ("visit",)),
    (re.compile(r".{0,10}信访(?:局|办|部门|中心|联席办)(?:转[来办送交]?|交办|移送)件?"), ("petition_office",)),
    (re.compile(r"(?:上级|领导|(?:中央|省|市|县|区)?(?:纪委|监委|纪委监委|巡[视察]办|巡[视察](?:工作)?领导小组(?:办公室)?))?(?:机关|部门|单位)?(?:转办|交办|转来|转交|批转|移交|移送)件?"), ("assigned",)),
    (re.compile(r"(?:个别|集体)?谈话(?:中)?(?:反映|了解|发现)?"), ("interview",)),
    (re.compile(r"(?:巡[视察]组?|本组|组内|自行|主动|走访|调研|查阅资料|下沉)(?:中)?发现"), ("found",)),
)  # fmt: skip
# What an old register says for a kind of line.
_WORDS: Final = {
    "landline": N_("来电"),
    "mobile": N_("手机来电"),
    "post": N_("来信"),
    "email": N_("电子邮件"),
}
_GROUPS: Final = {
    "leadership": r"(?:党政)?(?:领导)?班子(?:及其?)?(?:成员)?|(?:党委|党组)(?:领导)?班子(?:及其?)?成员",
    "next_level_head": r"下一?级(?:党组织|单位|部门)?(?:领导班子)?(?:主要)?(?:负责人|领导|一把手)|下属单位主要负责人",
    "key_post": r"(?:重要|重点|关键)岗位(?:领导|工作)?(?:干部|人员)?",
    OUT_OF_SCOPE: r"(?:不属于?|不在|超出|非)?受理范围(?:外|以外|之外)|(?:不属于?|不在|超出|非)受理范围(?:内)?|范围外|不予?受理",
}
_OTHERS: Final = frozenset({OTHER, "其它", "其他问题", "其它问题", "其他纪律"})
_AROUND: Final = re.compile(r"^(?:涉嫌)?(?:违反|违犯)?(?:党的)?|(?:方面)?(?:的)?(?:问题|类|行为)?$")
_BETWEEN: Final = "；;、，,/\n 　"


def line(written: str, notice: Notice) -> tuple[dict[str, str], tuple[Fault, ...], str]:
    """The kind and the line that `written` names, or the fault; and, where it may be another of the
    notice's, what it was taken for."""
    for one in notice.sources:
        # A label of its own is the same in each language.
        labels = in_all(one.label) if one.label in SOURCE_LABELS.values() else [one.label]
        numbered = (f"{label} {one.value}" for label in labels)
        if written in (one.value, one.text, *labels, *numbered):
            same = [other for other in notice.sources if other.label == one.label]
            alone = written not in labels or len(same) == 1
            return {"channel": one.kind, "line": one.value if alone else ""}, (), ""
    said = simplified(written)
    kinds = {text: kind for kind, label in SOURCE_LABELS.items() for text in in_all(label)}
    kinds |= {kind: kind for kind in SOURCE_LABELS}
    meant = next((found for pattern, found in _KINDS if pattern.fullmatch(said)), ())
    meant = (kinds[said],) if said in kinds else meant
    sources = dict.fromkeys(one.kind for one in notice.sources)
    there = [kind for kind in meant if kind in sources]
    if there:
        guessed = _("“{written}”按{kind}登记", written=written, kind=_(SOURCE_LABELS[there[0]]))
        return {"channel": there[0], "line": ""}, (), guessed if len(there) > 1 else ""
    words = (_(_WORDS.get(kind, SOURCE_LABELS.get(kind, kind))) for kind in sources)
    offered = listed(words)
    sentence = (
        _(
            "来源：“{written}”不在公告的渠道之内，应为下列之一：{kinds}。",
            written=written,
            kinds=offered,
        )
        if written
        else _("来源：这一行没有写，请补上，如{kinds}。", kinds=offered)
    )
    return {"channel": "", "line": ""}, (Fault("channel", sentence),), ""


# What the headings of a register of one kind of line alone say of when and from whom it came.
_SAID_BY_HEADINGS: Final = (
    (re.compile("来电|电话|接听|通话"), "来电"),
    (re.compile("来信|信件|收信|写信|邮戳"), "来信"),
    (re.compile("来访|接访|接谈|走访"), "来访"),
    (re.compile("短信"), "短信"),
    (re.compile("邮件|邮箱"), "电子邮件"),
)
_DISCIPLINE: Final = re.compile(
    r"(?:违反|违犯|涉嫌)*(?:党的)?(?:政治|组织|廉洁|群众|工作|生活)(?:纪律)?(?:方面)?(?:类|问题)?"
)


def field_of(cells: Sequence[str]) -> str:
    """The field of a column by what stands in it, where its heading may mean several; "" if that is
    not one and the same of all."""
    said = [simplified(known(cell)) for cell in cells if known(cell)]

    def are_all(*patterns: re.Pattern[str]) -> bool:
        found = (
            any(one.fullmatch(part) for one in patterns)
            for cell in said
            for part in parts(cell, _BETWEEN)
        )
        return bool(said) and all(found)

    if are_all(*(pattern for pattern, _kinds in _KINDS)):
        return "line"
    if are_all(*(re.compile(pattern) for pattern in _GROUPS.values())):
        return "subjects.group"
    others = re.compile("|".join(_OTHERS | {"其他"}))
    are_others = all(others.fullmatch(cell) for cell in said)
    return "disciplines" if are_all(_DISCIPLINE, others) and not are_others else ""


def said_by_headings(headings: Iterable[str], sheet: str) -> str:
    """The one kind of line of which a whole sheet is, as its headings say it, or else its name; ""
    if they say none or several."""
    for texts in ([*headings], [sheet]):
        said = {
            word for text in texts for pattern, word in _SAID_BY_HEADINGS if pattern.search(text)
        }
        if said:
            return said.pop() if len(said) == 1 else ""
    return ""


def group(written: str, notice: Notice) -> str | None:
    """The key of the group that `written` names, "" for none; None for one that the notice has not."""
    if not known(written):
        return ""
    labels = {text: key for key, label in notice.all_groups.items() for text in in_all(label)}
    labels |= {key: key for key in notice.all_groups}
    plain = simplified(re.sub(r"\s", "", written))
    if found := labels.get(written) or labels.get(plain):
        return found
    said = (key for key, pattern in _GROUPS.items() if re.fullmatch(pattern, plain))
    return next((key for key in said if key in notice.all_groups), None)


def group_names(notice: Notice) -> str:
    """All that a register may say."""
    return listed(map(_, notice.all_groups.values()))


def disciplines(written: str, notice: Notice) -> tuple[list[str], tuple[Fault, ...]]:
    """The notice's disciplines that `written` names, and the fault if it names others."""
    names = [*notice.disciplines]
    short = {name.removesuffix("纪律"): name for name in names} | {name: name for name in names}
    short |= {text: name for name in names for text in in_all(name)}
    others = _OTHERS | {*in_all(OTHER_LABEL)}
    found, unknown = list[str](), list[str]()
    for part in _disciplines_in(written, short):
        plain = _AROUND.sub("", part) or part
        if part in others:
            found.append(OTHER)
        elif name := short.get(part) or short.get(plain) or short.get(plain.removesuffix("纪律")):
            found.append(name)
        else:
            unknown.append(part)
    if not unknown:
        return list(dict.fromkeys(found)), ()
    return found, (
        Fault(
            "disciplines",
            _not_in_notice("disciplines", unknown, (*names, _(OTHER_LABEL))),
        ),
    )


def _disciplines_in(written: str, short: Container[str]) -> list[str]:
    """What a cell names, parted where "and" stands only if that leads to what is known."""
    whole = written if written in short else simplified(known(written))
    found = list[str]()
    for part in [whole] if whole in short else parts(whole, _BETWEEN):
        several = [_AROUND.sub("", one) for one in re.split("[和及与]", part)]
        names = {name.removesuffix("纪律") for name in several}
        found += several if len(several) > 1 and all(name in short for name in names) else [part]
    return found


def tags(written: str, notice: Notice) -> tuple[list[str], tuple[Fault, ...]]:
    """The notice's points of weight that `written` names, and the fault if it names others."""
    short = {text: name for name in notice.all_tags for text in in_all(name)}
    said = parts(known(written), _BETWEEN)
    unknown = [part for part in said if part not in short]
    if not unknown:
        return list(dict.fromkeys(short[part] for part in said)), ()
    return [], (Fault("tags", _not_in_notice("tags", unknown, notice.all_tags)),)


def _not_in_notice(name: str, unknown: Iterable[str], names: Iterable[str]) -> str:
    return _(
        "{label}：“{unknown}”不在公告所列之内，应为：{names}。",
        label=_(BY_NAME[name].label),
        unknown=listed(unknown),
        names=listed(map(_, names)),
    )
