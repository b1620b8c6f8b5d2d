"""What is written where a name would stand and names nobody: 匿名, 群众, 不愿留名."""

from __future__ import annotations

import unicodedata
from typing import Final

from store.late_pattern import late_pattern
from store.tips.beside_names import BODY, NAME, NAME_OF_FEW, NAME_OF_MANY, OF_MINORITIES

FOLK: Final = "(?:群众|老?百姓|职工|员工|工人|农民工?|干部|老?党员|退休人员|网友|网民|住户|商户|患者|了解情况的人|知情的人|市民|村民|居民|业主|家长|学生|教师|知情人士?|知情者|举报[人者]|反映[人者]|信访人|来电人|来信人|来访人|热心人士?|好心人|路人|老同志|内部人[士员])"
"""What people are whom nobody names, as a pattern."""
_WHAT: Final = "(?:(?:真实|任何)?(?:姓名(?:信息)?|名字?|身份|实名|落款|(?:联系)?(?:电话|手机|方式)|(?:电话|手机)?号码?))"
_NO_NAME_GIVEN: Final = (
    r"匿名(?:群众|举报|反映|信访?|信件|来信|来电|来访|电话|件|[人者]|举报人|反映人|人员|人士)?"
    r"|佚名|无名氏?|暂[无缺]|(?:[未不没无]有?|拒绝)(?:愿意?|方?便|肯|想)?"
    rf"(?:署|具|留下?|透露|提供|注明|说明?|讲|报|问到?|填写?|写明?|告知|公开){_WHAT}?"
    rf"|(?:没有?|无|未知|不知道?){_WHAT}|{_WHAT}:?(?:不[详明]|未知|不清楚?)"
)
NAMELESS: Final = late_pattern(_NO_NAME_GIVEN)
"""That no name was given."""
# No more words stand before one of them than six: as many as one likes would be sought in very many ways.
_PEOPLE: Final = rf"(?:[一二两三四五六七八九十几数\d]++[名位个些群]?|[某各本该全][村镇乡县市区局厂校院处科单位公司学校机关部门小区社区街道]{{0,4}}|若干|全体|老|退休|部分|热心|知情|广大|普通|基层|当地|附近|本单位|单位|匿名|周边|内部|多[名位]){{0,6}}{FOLK}{{1,2}}(?:代表|来信|来电|来访|举报|反映)?"
ANONYMOUS: Final = late_pattern(
    rf"{_NO_NAME_GIVEN}|(?:要求|希望|请求|申请|选择)匿名|匿名[(,]?[男女][性士声子]?|某(?:先生|[男女][士子])"
    rf"|{_PEOPLE}|(?:要求|须|需|请)?(?:姓名|身份)?保密|[某×xX*＊?？]+",
)
"""The same, or no more than what people they are."""
_OF_A_PLACE: Final = late_pattern(rf"[\u3400-\u9fff]{{2,12}}(?:[村镇乡厂]|街道|[社小]区){_PEOPLE}")
# What stands by itself, right before where its bearer lives: 代建国 and 扎西 are such names too.
_NAME: Final = late_pattern(rf"{NAME}|[\u3400-\u9fff]{{2,3}}|[{OF_MINORITIES}]{{4,8}}")
_BODY: Final = late_pattern(BODY)
_UP_TO: Final = "[^省市县区镇乡村厂]{2,9}"
_OF_SOMEBODY: Final = f"(?:{NAME}|{NAME_OF_FEW})(?<!等)"
_PLACE_OF_THEIRS: Final = "等?[本该全][村镇乡县市区厂单街社小]"
_BEFORE_PLACE: Final = late_pattern(
    # 李家村, 高桥社区, 金沙滩街道 and 江华瑶族自治县 are places, and so is 阳光花园小区.
    rf"(?!.家|..?[桥岭庄湾塘坪冲口路街镇乡村区县市厂]|...街道|.{{2,4}}族)(?:(?=({NAME_OF_MANY})(?<!等)等?[小社]区|({_OF_SOMEBODY}){_PLACE_OF_THEIRS})|(?=({NAME_OF_MANY}){_UP_TO}[省市县区镇乡村])|"
    rf"{_OF_SOMEBODY}{_UP_TO}[省市县镇乡村]|{_OF_SOMEBODY}(?<=...){_UP_TO}(?:[小社]|(?<![小社]))区)"
)
"""A name, and right behind it where they live: 李大山白沙村村民."""
NOT_KNOWN: Final = frozenset(
    {"不详", "不明", "未知", "匿名", "不知", "某", "某某", "某人", "某单位"}
)
"""What stands where a name is not known."""
_NOTHING: Final = frozenset(
    {"无", "没有", "空", "不知道", "不清楚", "不认识", "-", "—", "——", "/", "none", "n/a", "unknown", "anonymous", "notgiven", "noname", "withheld", "namewithheld"}
)  # fmt: skip
_BRACKETS: Final = "()【】[]〔〕“”\"'"


def names_nobody(text: str) -> bool:
    """Whether `text` is no name of anyone, though it is written where that of the reporter would stand."""
    plain = _plain(text)
    if is_anonymous(text):
        return True
    return bool(_OF_A_PLACE.fullmatch(plain)) and not (
        _BEFORE_PLACE.match(plain) or any(map(_is_name, text.split()[:-1]))
    )


def is_anonymous(text: str) -> bool:
    """Whether it says no more than that nobody is named, or what people they are, but not from where."""
    return says_nothing(text) or bool(ANONYMOUS.fullmatch(_plain(text)))


def name_before_place(text: str) -> set[str]:
    """The name with which `text` begins, right before where its bearer lives; as two letters and as three
    where nothing tells."""
    found = _BEFORE_PLACE.match(text)
    if not found:
        return set()
    if name := found[1] or found[2]:
        return {name}
    # Of two letters, a surname of few begins as many places: 石门 of 石门楼子村 is in units.
    return {text[:2], text[:3]} if found[3] else {text[:3]}


def _is_name(piece: str) -> bool:
    # 全体 and 部分 stand before what people they are.
    is_name = bool(_NAME.fullmatch(piece)) and not _BODY.search(piece)
    return is_name and not is_anonymous(f"{piece}群众")


def says_nothing(text: str) -> bool:
    """Whether it says no more than that there is none, which a blank says as well."""
    plain = _plain(text)
    return plain in NOT_KNOWN or plain in _NOTHING or bool(NAMELESS.fullmatch(plain))


def _plain(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return plain.strip(_BRACKETS).casefold()
