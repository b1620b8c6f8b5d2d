"""What in the texts of a tip would tell who reported, masked: each part of the name and of the contact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import Final

from store.late_pattern import late_pattern
from store.text import N_, _, in_all
from store.tips.beside_names import (
    BODY,
    CALLED,
    KIN,
    NAME,
    NAME_OF_FEW,
    OF_MINORITIES,
    OF_WHOM,
    PLACE,
    POST,
    REPORTING,
    ROLE,
    SEVERAL,
    THING,
    TITLE,
)
from store.tips.names import folded, folded_once, phones
from store.tips.nobody import FOLK, name_before_place, names_nobody
from store.tips.tip import Reporter, Tip

MASK: Final = N_("〔反映人〕")

SIGNED: Final = N_("发件人署名：{name}")
"""What the content of an e-mail says of its sender."""

_LEAST: Final = 2
_MOST_OF_NAME: Final = 3
_LEAST_DIGITS: Final = 5
_LEAST_LETTERS: Final = 4
_LEAST_OF_PLACE: Final = 3
_MOST_PIECES: Final = 500
# What an import wrote of whoever reported is no longer, nor is it of more lines; whoever wrote the content may
# have written such lines too.
_MOST_OF_TOLD: Final = 100
_MOST_LINES: Final = 12
_MOST_JOINTS: Final = 8
_LETTER: Final = r"[^\W\d_]"
# What stands between the parts of a name such as 阿卜杜拉·热合曼.
_DOT: Final = "·‧•・･∙⋅●"
# What is one part, as most names and numbers are.
_WHOLE: Final = late_pattern("[\u3400-\u9fff]{1,2}[\u3400-\u7b48\u7b4a-\u9fff]|1[0-9]{10}")
# What sets several persons, or ways to reach one, apart.
_BETWEEN: Final = late_pattern(r"[、，,；;/|&。：:()（）【】\[\]〔〕〖〗{}<>《》“”\"'‘’]+")
# The same, but where it leaves one character alone, as in 张和平.
_JOINED: Final = late_pattern(
    r"(?<=\w\w)(?:(?:以及|[和与及跟暨或+]|同(?![志事学]))(?=\w\w)|的|之[妻夫父母子女兄弟姐妹]?)"
)
# Characters of a name that are set apart by blanks alone, as in 王　芳.
_SPREAD: Final = late_pattern("(?<!\\S)[\u3400-\u9fff](?:\\s+[\u3400-\u9fff](?!\\S))+")
# What stands before a part and says how one is reached, or what people they are; and behind it how many more.
_A_LABEL: Final = (
    r"(?:(?:联系|本)?(?:微信|wei?xin|wechat|[vw]x|v信|qq|邮箱|电子邮[箱件]|邮件|e-?mail|mail|(?:移动|固定)?电话|"
    rf"手机|座机|固话|短号|分机|tel|phone|mobile|短信|抖音|微博|钉钉|(?:通[讯信])?[地住]址|[家现]住|方式|人|姓名|身份证|{CALLED})(?:号码?|[帐账]号|群|id)?)+"
)
_LABEL: Final = late_pattern(_A_LABEL)
_BEFORE: Final = late_pattern(
    rf"^(?:.*(?:{FOLK}|{KIN}|{ROLE}|{POST}|{TITLE})(?=..)|{OF_WHOM}(?={NAME}$))"
)
# What people they are is taken as often as it stands there: one may be told apart in very many ways.
_BEHIND: Final = late_pattern(
    rf"(?:(?:等[一二两三四五六七八九十百几数多余\d]*|\d+|[两二三四五六七八九十])[余多]?(?:[名位个户人家]|{FOLK})++(?:代表)?"
    rf"|等|本人|化名|{SEVERAL}|{REPORTING}|{FOLK}(?:代表)?|{KIN}|{ROLE}|{POST}|{TITLE})$"
)
# Where and when one is reached. 白天 and 周末 alone may be names.
_REACHED: Final = (
    r"办公室|办公|单位|宿舍|家[里中]|总机|转接|随时|[不请勿可]?(?:方便|联系|打|加?微信|发?短信)|上午|中午|下午|早上|晚上|晚间|夜间|"
    r"(?:白天|周末)(?=.)|上班|下班|工作日|节假日|时间|\d{0,2}[点时]半?[以之]?[前后]|[以之][前后]"
)
# What tells nobody from others: what kin or what post they are, a house without its street.
_ORDINARY: Final = late_pattern(
    rf"{KIN}|{ROLE}|{POST}|{TITLE}|{SEVERAL}|{REPORTING}|{THING}|(?:{_REACHED})++|[原前]?(?:退休|在职|离职)|村民?干部|"
    r"本人|自己|同[号上]|常用|代转|转交|待?核实|已核实|and|mr|mrs|ms|dr|"
    r"(?:\d{1,4}[号栋幢座单元室楼层组队户弄巷点时分年月日岁转]+)+\d{0,4}"
)
_BODY: Final = late_pattern(BODY)
_PLACE: Final = late_pattern(PLACE)
_NAME: Final = late_pattern(NAME)
_NAME_AT_END: Final = late_pattern(f"(?<=..){NAME}$")
# 路小学 is none of 成都路小学, but 刘建工 is one.
_FOLK_AT_END: Final = late_pattern(
    f"(?:[员户者]|[员职民时技女矿电焊木瓦钳帮杂短长同零护义社洁卫修料]工|{FOLK}|{THING})$"
)
_KIN: Final = late_pattern(KIN)
_WORD: Final = late_pattern(f"{THING}|{POST}")
# What is left of 村民张三, 包工头老王 or 村民阿依古丽.
_NAMING: Final = late_pattern(
    rf"{NAME}|[老小阿][\u3400-\u9fff]|[{OF_MINORITIES}]{{3,8}}|.*[^\u3400-\u9fff].*"
)
# What stands behind a name of a person or before one and beside nothing else, but for what they work at.
_BEHIND_PERSON: Final = late_pattern(
    rf"等.*|本人|化名|{TITLE}|{REPORTING}|{KIN}.*|[的之](?:{KIN}|[妻夫父母子女兄弟姐妹]).*"
)
_BEFORE_PERSON: Final = late_pattern(rf"(?:{FOLK}|{KIN}|{ROLE}|[的之][妻夫父母子女兄弟姐妹])$")
# 代建国 and 扎西; of people, 幼儿园 of 幼儿园家长 is no name, and 理事长 of 村民理事长 neither.
_SELDOM: Final = late_pattern(
    rf"[\u3400-\u9fff]{{2,3}}[^长商兵]|{NAME_OF_FEW}|[{OF_MINORITIES}]{{2}}"
)
_OF_FEW: Final = late_pattern(f"{NAME_OF_FEW}(?<=...)")
_FOLK: Final = late_pattern(f"{FOLK}(?:代表)?")
_OWN: Final = late_pattern("[的之]")
_IN_LETTERS: Final = late_pattern(r"[A-Za-z0-9][A-Za-z0-9_@.+-]*")
_OTHER_THAN_NUMBERS: Final = late_pattern("[A-Za-z_][A-Za-z0-9_@.]*")
_IN_CHARACTERS: Final = late_pattern(f"[\u3400-\u9fff{_DOT}]+")
_DOTS: Final = late_pattern(f"[{_DOT}]")
_CLUSTERS: Final = late_pattern(".[\u0300-\u036f]*", re.DOTALL)
# The heading of a column that was imported into the content.
_TOLD: Final = late_pattern(
    r"(?:反映|举报|来信|来访|来电|信访|投诉)人的?(?:真实|工作|家庭|现|户籍|联系|通[讯信]|居民|有效|移动|固定)*"
    r"(?:姓名|名字|身份证件?|证件|单位|[地住]址|电话|手机|微信|邮箱|QQ|方式)(?:号码?)?(?:[（(][^）)]*[）)])?[：:]"
)
_SENTENCES: Final = late_pattern(r"[，,。；;、（）()\s]+")
_MOST_OF_FIRST: Final = 40
_NUMBER_OF_HOUSE: Final = late_pattern(r"\d(?:单元|[号栋幢座室楼层组队户弄巷])房?$")
# What stands between the data of whoever reported and is none that tells them from others.
_BETWEEN_DATA: Final = late_pattern(
    rf"[男女]性?|(?:现年)?\d{{1,3}}岁|[\u3400-\u9fff]{{1,3}}族|\d{{4}}年[\d月日]*出?生|出?生于\d{{4}}年[\d月日]*|"
    rf"(?:系|是|为|现为|中共)?(?:\w{{1,12}}[省市县区镇乡村组道厂矿校院局所社司学中])?(?:退休|在职|离职)?(?:{FOLK}|{POST})|"
    r"(?:性别|年龄|民族|职务|职业|职称|(?:工作)?单位|籍贯|学历|文化程度|政治面貌|出生(?:年月日?|日期))[：:].*|"
    rf"{_A_LABEL}(?:同号)?[：:]?",
    re.IGNORECASE,
)
# A name, a number or a place, as it stands behind another one of whoever reported.
_DATUM: Final = late_pattern(
    r"(?:家庭|户籍|联系|通[讯信]|[家现])?[地住]址[：:].{2,40}|"
    rf"(?:{NAME}|{NAME_OF_FEW}(?<=...))(?:{TITLE}|等\w{{0,8}})?|[\u3400-\u9fff]{{1,10}}(?:[{_DOT}][\u3400-\u9fff]{{1,10}})+|[{OF_MINORITIES}]{{2,8}}|[\u3400-\u9fff]|\d+|[\u3400-\u9fff]{{0,6}}[：:]?[a-z0-9+*-][a-z0-9_+@.*-]{{3,}}|[\u3400-\u9fff]{{0,8}}\d+[号栋幢座单元室楼层组队户弄巷]+|"
    rf"(?![举反控检因向被对])[\u3400-\u9fff]{{1,9}}{PLACE}",
    re.IGNORECASE,
)
# A name by itself, which begins as another does, and what makes it that of somebody of the other's.
_WHOLE_NAME: Final = late_pattern(
    rf"[\u3400-\u9fff]{{2,4}}|{_LETTER}+(?:[{_DOT}. ]+{_LETTER}+){{1,4}}"
)
_OF_SOMEBODY: Final = late_pattern("[之的妻夫父母子女兄弟姐妹儿媳婿舅姑叔伯姨爷奶孙嫂哥家等和与]")
_NEAR: Final = late_pattern(f"{KIN}|{ROLE}|领导|上司|老板|[上下]级|[手属]下")


def masked_of(tip: Tip, text: str) -> str:
    """`text`, the reporter masked wherever it gives a part of the name or of the contact, however that is
    parted and in whichever width."""
    return mask_of(tip)(text)


def mask_of(tip: Tip) -> Callable[[str], str]:
    """The same, for the many texts of one tip.

    Whom it is about stays to be read: what is the name of that person or unit, or a place in it, tells
    nobody who reported, and 张三丰 is not 张三.
    """
    reporters = [*filter(None, [tip.reporter]), *islice(_told_in(tip.summary), _MOST_LINES)]
    if not reporters:
        return str
    about = [name for s in tip.subjects for name in (s.unit, s.person, s.post) if name]
    said = [*map(folded, about)]
    told = set[str]().union(*map(parts_of, reporters))
    parts = {part for part in told if not _is_said(part, said)}
    others = {folded(s.person) for s in tip.subjects if _is_another(s.person, parts)}
    return lambda text: _masked(text, parts, others)


def _told_in(summary: str) -> Iterator[Reporter]:
    """What an import wrote into a content of whoever reported, beside what the desk has a place for."""
    signed = tuple(in_all(SIGNED, name=""))
    for line in summary.splitlines():
        if line.startswith(signed):
            name = line.removeprefix(next(filter(line.startswith, signed)))
            yield Reporter(name=name[:_MOST_OF_TOLD])
        elif told := _TOLD.match(line):
            yield Reporter(contact=_data_at_start(line[told.end() :]))


def _data_at_start(line: str) -> str:
    """What a line begins with of names, numbers and places: the sentences behind them tell what it is about."""
    first, *rest = _SENTENCES.split(line.strip())
    if len(first) > _MOST_OF_FIRST and not _NUMBER_OF_HOUSE.search(first):
        return ""
    data = takewhile(lambda one: _BETWEEN_DATA.fullmatch(one) or _DATUM.fullmatch(one), rest)
    told = (one for one in data if not _BETWEEN_DATA.fullmatch(one))
    return " ".join((first, *told))[:_MOST_OF_TOLD]


def parts_of(reporter: Reporter) -> set[str]:
    """What tells who reported, folded: name and contact as a whole, and what each is made of."""
    found = {folded(reporter.name), folded(reporter.contact)}
    for text in (reporter.name, reporter.contact):
        if _WHOLE.fullmatch(text) or names_nobody(text):
            continue
        # The digit at the end of wang_5 begins no number.
        found.update(phones(text), phones(_OTHER_THAN_NUMBERS.sub(",", text)))
        cut = _cut(_pieces_of(unicodedata.normalize("NFKC", text).lower()))
        found.update(folded(one) for one, is_part in cut.items() if is_part)
        if text == reporter.name:
            found.update(*(name_before_place(one) for one in cut if one in text))
            found.update(map(_name_at_end, cut))
    return {
        part
        for part in found
        if len(part) >= _LEAST and not (part.endswith("等") or _is_ordinary(part))
    }


def _pieces_of(text: str) -> list[str]:
    """What others are set apart from; what blanks part may be one, or several."""
    pieces = list[str]()
    for one in _BETWEEN.split(text):
        pieces += [*one.split(), "".join(one.split())]
        for run in map(str.split, _SPREAD.findall(one)):
            step = len(run) if len(run) <= _MOST_OF_NAME else _LEAST
            pieces += ("".join(run[n : n + step]) for n in range(0, len(run), step))
    return pieces


def _cut(pieces: list[str]) -> dict[str, bool]:
    """Pieces of a name or a contact, and what is left of each without what only says what it is; with each,
    whether it is a part: 采购 of 采购经理 is none."""
    found = dict.fromkeys(pieces, True)
    while pieces and len(found) < _MOST_PIECES:
        piece = pieces.pop()
        if _is_ordinary(piece):
            continue
        left = {one: True for one in _left_of(piece) if one != piece}
        left |= {
            one: _is_name(one) or _is_seldom(one, piece) for one in _bare(piece) if one not in left
        }
        pieces += (one for one in left if one not in found)
        found |= {one: is_part or found.get(one, False) for one, is_part in left.items()}
    return found


def _left_of(piece: str) -> Iterator[str]:
    yield from (run for run in _IN_LETTERS.findall(piece) if len(run) >= _LEAST_LETTERS)
    yield from _IN_CHARACTERS.findall(piece)
    yield from _DOTS.split(piece)
    for joint in _joints(piece):
        if not _OWN.match(joint[0]):
            yield from (piece[: joint.start()], piece[joint.end() :])
    mailbox, at, _host = piece.partition("@")
    yield mailbox if at and len(mailbox) >= _LEAST_LETTERS else ""
    if label := _LABEL.match(piece):
        yield piece[label.end() :]


def _bare(piece: str) -> Iterator[str]:
    """A piece without what people they are, or whose."""
    for joint in _joints(piece):
        if _OWN.match(joint[0]):
            yield from (piece[: joint.start()], piece[joint.end() :])
    if kin := _KIN.search(piece):
        yield piece[: kin.start()]
    for pattern in (_BEFORE, _BEHIND):
        left = pattern.sub("", piece)
        yield left if len(left) >= _LEAST else ""


def _joints(piece: str) -> Iterable[re.Match[str]]:
    return islice(_JOINED.finditer(piece), _MOST_JOINTS)


def _is_name(left: str) -> bool:
    return bool(_NAMING.fullmatch(left)) and not _BODY.search(left)


def _is_seldom(left: str, piece: str) -> bool:
    """Whether what is left is a name that begins with no surname of nearly all, by what stands beside it."""
    before, _left, behind = piece.partition(left)
    if before:
        is_person = bool(_BEFORE_PERSON.search(before) and _SELDOM.fullmatch(left))
    elif _FOLK.fullmatch(behind):
        is_person = bool(_OF_FEW.fullmatch(left))
    else:
        is_person = bool(_BEHIND_PERSON.fullmatch(behind) and _SELDOM.fullmatch(left))
    others = (_PLACE, _FOLK_AT_END, _WORD)
    return is_person and not (_is_ordinary(left) or any(one.search(left) for one in others))


def _name_at_end(piece: str) -> str:
    """The last of a piece where that is a name, as in 白沙村张三; 司员工 of 公司员工 is none."""
    end = None if _NAME.fullmatch(piece) else _NAME_AT_END.search(piece)
    if not end or _BODY.search(end[0]) or _FOLK_AT_END.search(end[0]):
        return ""
    in_a_word = any(a.start() <= end.start() < a.end() for a in _WORD.finditer(piece))
    return "" if in_a_word else end[0]


def _is_ordinary(part: str) -> bool:
    """Whether a folded part names nobody."""
    label = _LABEL.match(part)
    left = part[label.end() :] if label else part
    if left.isdecimal() and len(left) < _LEAST_DIGITS:
        return True
    return not left or names_nobody(left) or bool(_ORDINARY.fullmatch(left))


def _is_said(part: str, said: Iterable[str]) -> bool:
    """Whether a paper says a part anyway, of whom it is about."""
    is_place = len(part) >= _LEAST_OF_PLACE and bool(
        _BODY.search(part) or (_PLACE.search(part) and not _NAME.fullmatch(part))
    )
    return any(part == name or (is_place and part in name) for name in said)


def _is_another(person: str, parts: Iterable[str]) -> bool:
    """Whether a person has a part of the reporter's name in a name of their own."""
    name = folded(person)
    rests = [name.replace(part, "") for part in parts if part in name]
    is_name = bool(_WHOLE_NAME.fullmatch(person))
    is_theirs = any(_OF_SOMEBODY.search(rest) or _NEAR.fullmatch(rest) for rest in rests)
    return bool(rests) and is_name and not is_theirs


def _masked(text: str, parts: Iterable[str], others: Iterable[str]) -> str:
    """`text` with each of `parts` masked, but where it stands in one of `others`, and all else as it was."""
    as_a_whole = folded_once(text)
    if not any(part in as_a_whole for part in parts):
        return text
    written = _CLUSTERS.findall(text)
    plain, places = "", list[int]()
    for place, cluster in enumerate(written):
        alike = cluster if "\u3400" <= cluster <= "\u9fff" else folded(cluster)
        plain += alike
        places += [place] * len(alike)
    kept = [span for name in others for span in _spans(name, plain)]
    hidden = set[int]()
    for part in parts:
        done = 0
        for start, end in _spans(part, plain):
            first, last = places[start], places[end - 1]
            if any(a <= start and end <= b for a, b in kept) or _is_in_a_word(
                part, written, first, last
            ):
                continue
            # Of 的和的和的和 nothing is hidden twice.
            hidden.update(range(max(first, done), last + 1))
            done = last
    return "".join(
        cluster if place not in hidden else "" if place - 1 in hidden else _(MASK)
        for place, cluster in enumerate(written)
    )


def _spans(part: str, plain: str) -> Iterator[tuple[int, int]]:
    start = plain.find(part)
    while start >= 0:
        yield start, start + len(part)
        start = plain.find(part, start + 1)


def _is_in_a_word(part: str, written: Sequence[str], first: int, last: int) -> bool:
    """Whether it is no more than two or three letters of a word: Al in Also."""
    if len(part) >= _LEAST_LETTERS or not (part.isascii() and part.isalpha()):
        return False
    beside = "".join((*written[:first][-1:], *written[last + 1 :][:1]))
    return any(one.isascii() and one.isalpha() for one in beside)
