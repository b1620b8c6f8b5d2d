"""Which field each column of a register holds, by what stands over it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from store.errors import CannotRead
from store.frozen import frozen
from store.registers import terms
from store.registers.cells import is_same_as_above
from store.registers.sheet import Sheet
from store.registers.simplified import simplified
from store.text import N_, _, in_all, in_each_word, listed
from store.tips.fields import BY_NAME, FIELDS
from store.written_date import take_apart

NUMBER: Final = "number"
UNIT_AND_POST: Final = "subjects.unit_and_post"
"""Two fields in one cell."""
DISPOSITION: Final = "disposition"
OFFICER: Final = "officer"
DUPLICATE: Final = "duplicate"
RECEIVED: Final = "received_at"
TIME: Final = "time"
"""The hour of receipt, where it stands in a column of its own."""
INTO_SUMMARY: Final = "into_summary"
LEFT_OUT: Final = "left_out"
"""What only somebody who names a column says of it."""

REGISTER: Final = {
    NUMBER: N_("序号"),
    RECEIVED: N_("收件日期"),
    "line": N_("来源"),
    "reporter.name": N_("反映人"),
    "subjects.person": N_("被反映人"),
    "subjects.unit": N_("单位"),
    "subjects.post": N_("职务"),
    "subjects.group": N_("对象类别"),
    "disciplines": N_("问题类别"),
    "summary": N_("主要内容"),
    DISPOSITION: N_("处理方式"),
    OFFICER: N_("承办人"),
}
"""What the desk's own register (台账) has over the columns that are read in again, by the field that
each is read as."""

JOINED: Final = frozenset({"reporter.contact"})
"""Fields that several columns may make together."""

_LABELS: Final = {
    **REGISTER,
    **{field.name: field.label for field in FIELDS},
    UNIT_AND_POST: N_("单位及职务"),
    TIME: N_("收到时刻"),
    DUPLICATE: N_("是否重复件"),
    INTO_SUMMARY: N_("并入主要内容"),
    LEFT_OUT: N_("不导入"),
}
COLUMN_FIELDS: Final = tuple(_LABELS)
"""What a column can be."""

_WHO: Final = "(?:(?:反映|写信|寄信|举报|信访|来访|来信|来电|来函|来件|投诉|检举|控告|上访|申诉|署名|实名)[、/和与及]?){1,3}"
_WHOM: Final = "被(?:反映|举报|检举|控告|检举控告|投诉|信访|调查|核查)"
_SUBJECT: Final = f"(?:{_WHOM}(?:人|对象|者|单位|干部|人员)?的?|涉及(?:对象|人员?|干部)的?)?"
_DATE: Final = "的?(?:登记)?(?:日期|时间|时刻|年月日)"
_WITH: Final = (
    "(?:[及和、与/或](?:其他?)?(?:相关|联系|有关)?(?:信息|方式|电话|情况|地址|单位|名称))"
)
# The rank of a column of which somebody named the field.
_NAMED: Final = -2
# By fullmatch, blanks and marks taken away. Of several columns of one field that of the lowest rank
# is it: when something came in is the time of receipt, when it was accepted only if that is missing.
_MEANINGS: Final[tuple[tuple[str, int, str], ...]] = (
    ("postmarked_on", 0, r"(?:邮戳|寄出|寄信|投递|发信)(?:日期|时间)"),
    (RECEIVED, 0, rf"(?:收到?|接受|[来接受]到?)(?:件|信|电|访|函|文|案|举报|反映|材料|信访件?|信件|问题线索|线索)?{_DATE}"),
    (RECEIVED, 0, rf"[收来接](?:信|电|访|函|件)(?:[、/和与及]?[收来接]?(?:信|电|访|函|件)){{0,2}}{_DATE}"),
    (RECEIVED, 1, rf"(?:{_WHO}|接收|接待|接谈|通话|收阅|收悉|(?:电话)?接听|接报|线索(?:接收|获取)|信件(?:接收|收到)|接收(?:信件|线索|举报))(?:件)?{_DATE}"),
    (RECEIVED, 2, rf"(?:{_WHO}|问题线索|线索)?件?(?:受理|承接|收文)(?:举报|信访件?|线索)?{_DATE}"),
    (RECEIVED, 3, r"(?:登记|录入|记录)?(?:日期|时间|年月日)"),
    (TIME, 0, r"(?:来电|来访|接访|接谈|收件)?时段|具体(?:时间|时刻|时段)|几时|上/?下午"),
    ("line", 0, rf"(?:{_WHO}|问题线索|线索|问题|信件|受理|收件|来件|接件|接收|登记|案件)件?的?(?:渠道|途径|来源)(?:渠道|途径|类型|方式)?|来源(?:渠道|方式|类型)?|渠道|途径|件别"),
    ("line", 1, rf"(?:{_WHO}|来信来访|(?:[收来接][信访电件][、/]?){{1,3}}|受理|收件|来件|接件|接收)件?的?(?:方式|形式|类型|种类)|(?:信访|来件|收件|信件)类别|来[信访电](?:[/、]来[信访电])+"),
    ("reporter.name", 0, rf"{_WHO}(?:人|者|群众|人员)的?(?:(?:姓名|名称|名字|身份){_WITH}?|(?:相关|基本)?(?:信息|情况)|{_WITH})?"),
    ("reporter.name", 1, "署名"),
    ("reporter.contact", 0, rf"(?:{_WHO}(?:人员?|者|群众)?|本人|联系人)?的?(?:(?:联系|手机|固定|来电|主叫)?(?:显示)?(?:电话|号码|手机|手机号码?|电话号码)|(?:联系|联络|通[讯信])方式|(?:联系|通[讯信]|家庭|详细)?(?:地址|住址)|(?:电子)?邮箱)(?:[/、及和与或](?:地址|住址|邮箱|微信|电话))?"),
    ("reporter.verified", 0, r"(?:是否|有无)?(?:署?实名|署名|具名)(?:举报|反映)?(?:情况|方式|与否|[/或]?匿名)|(?:是否|有无)(?:署?实名|署名|具名)(?:举报|反映)?|(?:署?实名|具名)(?:举报|反映)?|(?:实|匿名)/(?:匿|实)名|身份(?:是否)?已?核实(?:情况)?"),
    ("subjects.person", 0, rf"{_WHOM}(?:人|对象|者|干部|人员|党员干部|领导干部|领导)的?(?:姓名|名称|名字)?"),
    ("subjects.person", 1, r"(?:问题|线索|反映|举报)?(?:涉及|涉案|涉嫌|涉事|反映|举报)(?:的)?(?:人员|对象|干部|领导干部|领导|人)(?:姓名)?|当事人(?:姓名)?"),
    ("subjects.person", 2, r"(?:涉嫌)?(?:违[纪法规]){1,2}的?(?:人员?|对象|党员|(?:党员)?(?:领导)?干部)(?:姓名)?|问题(?:人员|干部)(?:姓名)?|(?:党员)?(?:领导)?干部的?姓名"),
    (UNIT_AND_POST, 0, rf"{_SUBJECT}(?:所在|工作|任职|现任)?(?:单位|部门)(?:名称)?[及和与、/+]?(?:现任|所任|其)?(?:职务|职位)(?:职级|情况)?|{_SUBJECT}(?:工作|任职)单位[及和与、/+](?:现任)?职[务级]"),
    ("subjects.unit", 0, rf"{_SUBJECT}(?:所在|工作|服务|所属|任职|涉及|涉事|问题发生)?(?:单位|部门)(?:名称|部门|地址|住址)?|{_WHOM}(?:单位|部门)(?:名称)?|被巡[视察]单位|所?(?:反映|举报)的(?:单位|部门)|(?:反映|举报|涉及)?对象(?:所在|工作)?(?:单位|部门)|{_SUBJECT}所[在属](?:乡镇|镇|街道|村|社区|乡镇街道|村社区|县区|科室)"),
    ("subjects.post", 0, rf"{_SUBJECT}(?:现任|所任|时任|原任|担任|行政|党内)?(?:职务|职位|职称|岗位)(?:名称|[及和、/]?职级)?"),
    ("subjects.group", 0, rf"(?:{_WHOM}(?:人|对象)的?)?(?:对象|人员|干部)(?:身份)?(?:类别|类型|范围|分类)|{_WHOM}(?:人|对象)的?(?:身份)?(?:类别|类型)"),
    ("disciplines", 0, r"(?:主要|所)?(?:反映|举报|涉嫌|信访|检举|检举控告|涉及)?的?(?:主要)?(?:问题|违纪|违纪问题|违规违纪|违纪违法|线索|信访问题)的?(?:性质|类别|类型|分类|归类|种类|属性)|(?:涉嫌)?违反(?:何种|的)?纪律(?:情况|类别|类型)?|涉嫌违纪(?:问题)?|纪律类别|(?:主要)?涉嫌(?:问题)?性质|(?:六项)?纪律"),
    ("tags", 0, r"巡[视察](?:关注)?重点"),
    ("summary", 0, rf"(?:{_WHO}|来信来访|接访|接谈|通话|谈话|线索|问题|主要|诉求|举报信|信件|材料|来件)件?的?(?:主要|具体|基本|简要)?(?:内容|事项|事由|问题|诉求|摘要)的?(?:及诉求|摘要|概要|概况|简述|概述|内容|描述)?|(?:主要)?反映(?:的)?(?:主要|具体|基本)?(?:情况|问题)(?:摘要|简述|概述|及诉求)?|(?:内容|问题|问题线索|线索|案情|情况)(?:摘要|概要|概况|简述|概述|描述|内容)|(?:举报|反映|信访|线索)?(?:要点|主要事实)|内容|摘要|事由|诉求|具体(?:问题|内容|事项)|问题线索|问题简要情况|反映问题(?:简要|主要)?情况"),
    (DISPOSITION, 0, r"(?:处理|处置|办理|分流)的?(?:方式|情况|结果|去向|状态|措施)"),
    (DISPOSITION, 1, r"(?:处理|处置|办理|拟办|承办|批办|批示|分办)(?:意见|建议)|去向|办结情况|移交情况"),
    (OFFICER, 0, r"(?:承办|经办|主办)(?:人|人员|干部)(?:签[名字]|姓名)?"),
    (OFFICER, 1, r"(?:登记|记录|受理|接待|接听|接访|接谈|接电|收件|收信|办理|值班|经手|录入|填表)(?:人员?|员|干部)(?:签[名字]|姓名)?"),
    (DUPLICATE, 0, r"(?:是否)?(?:为|属|是)?(?:重复|初重)(?:件|信访?|访|举报|反映)?(?:情况)?|初[信访件]?[/、或]?重[信访件]?|是否重[信访件]"),
    (NUMBER, 0, r"(?:序|编)号|(?:案件|信访|举报|登记|来信|受理|收文|线索|件)(?:件)?(?:编号|号|序号)|(?:流水|顺序)号|No\.?|№"),
    ("referred_to", 0, r"转[办送交往](?:至|给)?(?:单位|部门|何处|去向)"),
    ("registration_mark", 0, r"挂号(?:信)?(?:编号|号码?)"),
    ("visit_place", 0, r"(?:接[访待]|来访)(?:地点|场所)"),
    ("enclosures", 0, r"(?:随件|所附)?附件(?:材料)?(?:情况|清单)?"),
)  # fmt: skip
_COMPILED: Final = tuple((field, rank, re.compile(pattern)) for field, rank, pattern in _MEANINGS)
_BLANKS_AND_MARKS: Final = re.compile(r"[\s*＊:：]")
# What a heading over several columns says besides whose they are.
_OF_WHOM: Final = re.compile(r"(?:的)?(?:基本|有关|相关)?(?:情况|信息|资料)$")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_BRACKETS: Final = re.compile(r"[()]")
# What is of whoever stands before it, unless the heading says of whom.
_OF_SUBJECTS: Final = frozenset({"subjects.post", "subjects.unit", UNIT_AND_POST})
_OF_A_PERSON: Final = _OF_SUBJECTS | {"reporter.contact"}
_SAYS_OF_WHOM: Final = re.compile(rf"{_WHO}|涉[及事案嫌]|对象|巡[视察]|问题|主叫|显示|[.]")
# Others than those of whom a register has fields: 接访领导, 承办单位, 知情人. What is asked of somebody
# (领导干部, 公职人员) is none.
_BODIES: Final = ("单位", "部门", "科室")
_NOT_ASIDE: Final = "(?!是否|有无|.*联系人|.*本人)"
_ANOTHER: Final = re.compile(
    rf"{_NOT_ASIDE}(?:.*(?<!责任)(?<!相关)(?<!有关)人"
    "|.*(?:接[访待谈]|值班|带班|[分主协]管|包[案保联]|责任|联系|证明|知情|[随同]行|陪同|代表|[承主协督交经]办|办案|工作).*"
    rf"(?:(?<!责任)人员|领导|干部)|.*组长|.*(?:{'|'.join(_BODIES)}))"
)
# Whoever that is: perhaps the reporter's, but more likely not.
_SOMEBODY: Final = re.compile(rf"{_NOT_ASIDE}.*(?:人员?|领导|干部|姓名)")
# What may be said of several things: what stands below decides.
_VAGUE: Final = re.compile(r"(?:类别|类型|分类|性质|方式|形式|种类|类)")
# Looked through for headings, below the titles.
_MOST_ROWS_ABOVE: Final = 20
_MOST_SHOWN: Final = 6
_CONTENTS: Final = frozenset(BY_NAME) | {UNIT_AND_POST}
_REPORTER: Final = "reporter"
_SUBJECTS: Final = "subjects"
_OTHERS: Final = "others"
# What a tip is about, and from whom.
_TOLD: Final = frozenset({_REPORTER, _SUBJECTS, "summary", "disciplines"})


@frozen
class Heading:
    """What stands over a column, the field as which that is read (`LEFT_OUT` for none), and the
    first that stands below."""

    text: str
    field: str
    example: str = ""


class NoHeadings(CannotRead):
    """A sheet has no headings that are understood; `headings` are those of the row most like one."""

    def __init__(self, sentence: str, headings: tuple[Heading, ...] = ()) -> None:
        super().__init__(sentence)
        self.headings = headings


@frozen
class Columns:
    """The headings as written, the field of each column ("" for one that is left out), and the
    numbers of the rows in which they stand; `parts` are what each heading says in either row."""

    headings: tuple[str, ...]
    fields: tuple[str, ...]
    rows: tuple[int, ...]
    parts: tuple[tuple[str, str], ...]

    @property
    def written(self) -> tuple[tuple[str, ...], ...]:
        """The rows of headings as they are read again."""
        rows = tuple(zip(*self.parts, strict=True))
        return rows if any(rows[1]) else rows[:1]

    @property
    def left_out(self) -> tuple[str, ...]:
        """The headings of columns that mean nothing here, or less than another."""
        named = zip(self.headings, self.fields, strict=True)
        return tuple(heading for heading, field in named if heading and not field)

    def over(self, sheet: Sheet) -> tuple[Heading, ...]:
        """Each heading with what it was read as."""
        below = [cells for n, cells in sheet.rows if n > self.rows[-1]]
        named = enumerate(zip(self.headings, self.fields, strict=True))
        return tuple(
            Heading(heading, field or LEFT_OUT, next(iter(_column(below, place)), ""))
            for place, (heading, field) in named
            if heading
        )

    def places(self, field: str) -> list[int]:
        """The columns that hold it."""
        return [place for place, name in enumerate(self.fields) if name == field]

    @property
    def doubled(self) -> bool:
        """Whether several columns are one field, of which only one can be."""
        named = [name for name in self.fields if name and name not in (*JOINED, INTO_SUMMARY)]
        return len(named) > len({*named})

    @property
    def shape(self) -> str:
        """What registers of this shape have in common."""
        return "\n".join(self.headings)


def label(field: str) -> str:
    """What a column of the field is called."""
    return _(_LABELS[field])


def field_named(text: str) -> str:
    """The field that a person calls so; "" for none."""
    found = _meaning(text)
    return found[0] if found else ""


def recognised(sheet: Sheet) -> int:
    """How many columns of a sheet are understood."""
    found = _best(sheet, {})
    return len({name for name in found.fields if name}) if found else 0


def columns_of(sheet: Sheet, given: Mapping[str, str]) -> Columns:
    """The columns of a sheet; `given` are fields by headings that somebody named. Raises
    `NoHeadings`, which says which rows looked like some."""
    found = _best(sheet, {_normal(heading): field for heading, field in given.items()})
    if found is None:
        raise _no_headings(sheet)
    if RECEIVED not in found.fields:
        raise NoHeadings(
            _(
                "“{sheet}”第 {row} 行是表头，但没有“收到时间”一列，请指明是哪一列。",
                sheet=sheet.name,
                row=found.rows[0],
            ),
            found.over(sheet),
        )
    return found


def _no_headings(sheet: Sheet) -> NoHeadings:
    said = _(
        "“{sheet}”没有找到表头：须有“收到时间”（或“收件日期”）和“主要内容”等列。", sheet=sheet.name
    )
    rows = [(n, [cell for cell in cells if cell]) for n, cells in sheet.rows[:_MOST_ROWS_ABOVE]]
    like = [(n, cells) for n, cells in rows if len(cells) > 1 and all(map(_is_like_heading, cells))]
    for n, cells in like[:3]:
        shown = listed(cell[:12] for cell in cells[:_MOST_SHOWN])
        said += _("第 {row} 行像是表头：{cells}。", row=n, cells=shown)
    if like:
        said += _("请指明哪一列是收到时间、哪一列是主要内容。")
    else:
        said += _("请在表的最上面加一行列名。")
    first = next((cells for n, cells in sheet.rows if like and n == like[0][0]), [])
    texts = _told_apart([_in_one_line(cell) for cell in first])
    return NoHeadings(said, tuple(Heading(text, LEFT_OUT) for text in texts if text))


def _is_like_heading(cell: str) -> bool:
    return len(cell) <= 20 and not any(char.isdigit() for char in cell)


def _best(sheet: Sheet, given: Mapping[str, str]) -> Columns | None:
    """The first row, or two rows, of which most is understood."""
    best, most, has_title = None, 1, False
    top = [(n, [_in_one_line(cell) for cell in cells]) for n, cells in sheet.top(_MOST_ROWS_ABOVE)]
    for (n, upper), (below, lower) in pairwise([*top, (0, [])]):
        one = _columns([(cell, "") for cell in upper], (n,), given, sheet)
        # A row above may be headings too, or a title, which is left out of them.
        under_title = has_title and best is not None and best.rows[-1] == n
        if _is_enough(one) and _understood(one) + under_title > most:
            best, most, has_title = one, _understood(one), False
        if below != n + 1:
            continue
        two = _columns([*_in_two_rows(upper, lower)], (n, below), given, sheet)
        if _is_enough(two) and _understood(two) > most:
            best, most = two, _understood(two)
            has_title = not any(_meaning(cell, given) for cell in upper)
    return best


def _understood(columns: Columns) -> int:
    return len({*columns.fields} - {""})


def _is_enough(columns: Columns) -> bool:
    named = {name for name in columns.fields if name in _CONTENTS}
    return len(named) >= 3 or (len(named) == 2 and bool(named & {RECEIVED, "summary"}))


def _in_two_rows(upper: list[str], lower: list[str]) -> Iterator[tuple[str, str]]:
    """What stands over each column in both rows; "" below where it is one heading for both."""
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    above = ""
    for top, bottom in zip(upper, lower, strict=True):
        above = top or above if bottom else top
        yield (above, "" if bottom == above else bottom) if above else (bottom, "")


def _meaning_of_two(above: str, bottom: str, given: Mapping[str, str]) -> tuple[str, int] | None:
    """The field of a heading under another: what stands below alone, too, unless it is of somebody
    else's than is meant there (单位 below 反映人, 电话 below 被反映人 or 承办人)."""
    if not bottom:
        return _meaning(above, given)
    of = _OF_WHOM.sub("", above)
    for text in (above + bottom, of + bottom):
        if found := _meaning(text, given):
            return found
    found, whose = _meaning(bottom, given), _whose_are_below(above)
    if not (found and whose) or found[0].startswith(f"{whose}."):
        return found
    is_of_one = found[0].startswith((f"{_REPORTER}.", f"{_SUBJECTS}."))
    return None if is_of_one else found


def _columns(
    texts: Sequence[tuple[str, str]],
    rows: tuple[int, ...],
    given: Mapping[str, str],
    sheet: Sheet,
) -> Columns:
    headings = _told_apart([above + bottom for above, bottom in texts])
    meanings = [
        (given[_normal(heading)], _NAMED)
        if heading and _normal(heading) in given
        else _meaning_of_two(above, bottom, given)
        for heading, (above, bottom) in zip(headings, texts, strict=True)
    ]
    fields = [*map(_field, meanings)]
    ranks = [99 if meaning is None else meaning[1] for meaning in meanings]
    below = [cells for n, cells in sheet.rows if n > rows[-1]]
    for place, (above, bottom) in enumerate(texts):
        heading = bottom or above
        if not fields[place] and _VAGUE.fullmatch(_normal(heading)):
            # On each page of a printed register the headings stand once more.
            cells = [cell for cell in _column(below, place) if _in_one_line(cell) != heading]
            fields[place], ranks[place] = terms.field_of(cells), 5
    _part_date_and_time(fields, ranks, below)
    _leave_to_whom_they_are_of(fields, ranks, texts)
    for field in {*fields} - {""}:
        best = min(rank for rank, name in zip(ranks, fields, strict=True) if name == field)
        for place, name in enumerate(fields):
            if name == field and ranks[place] > best:
                fields[place] = ""
    fields = ["" if field == LEFT_OUT else field for field in fields]
    return Columns(headings, tuple(fields), rows, tuple(texts))


def _whose(heading: str, field: str) -> str:
    """Whom a heading speaks of that has that field: the reporter, the subjects, others, or "" for
    nobody."""
    if field == "reporter.name":
        return _REPORTER
    written = _IN_BRACKETS.sub("", _normal(heading))
    if field == "subjects.person" or (field in _OF_SUBJECTS and _SAYS_OF_WHOM.search(written)):
        return _SUBJECTS
    is_another = not field and _ANOTHER.fullmatch(written)
    return _OTHERS if is_another or field in (OFFICER, "referred_to", "visit_receiver") else ""


def _whose_are_below(above: str) -> str:
    """The same of a heading over several."""
    of = _OF_WHOM.sub("", above)
    return _whose(of, _field(_meaning(of)))


def _leave_to_whom_they_are_of(
    fields: list[str], ranks: Sequence[int], texts: Sequence[tuple[str, str]]
) -> None:
    """Of columns whose headings say nothing of whom (电话, 单位), each is of whoever stands nearest
    before it, with nothing else of the tip between: where that is not whom its field is about, it
    is left out. Of two that are called the same, one that is of somebody goes before one that is
    of nobody."""
    whose = called = ""
    names_reporter = "reporter.name" in fields
    of_somebody, of_nobody = set[str](), list[tuple[int, str]]()
    for place, (above, bottom) in enumerate(texts):
        field, heading = fields[place], _normal(bottom or above)
        below = _whose_are_below(above) if bottom else ""
        if one := below or _whose(above + bottom, field):
            # A body that others are of (承办单位) may be called, and has no post.
            is_body = one == _OTHERS and heading.endswith(_BODIES)
            whose = whose if is_body else one
            # Where no reporter is named, the number behind whoever took the call is the caller's.
            is_first = not {name.partition(".")[0] for name in fields[:place]} & _TOLD
            took_it = one == _OTHERS and is_first and not (is_body or names_reporter)
            called = called if took_it else one
        elif field == "subjects.group":
            whose = _SUBJECTS
        elif not field and _SOMEBODY.fullmatch(_IN_BRACKETS.sub("", heading)):
            whose = whose if whose == _SUBJECTS else ""
            called = _OTHERS if called == _REPORTER else called
        elif field not in _OF_A_PERSON:
            if field and not field.startswith((f"{_REPORTER}.", f"{_SUBJECTS}.")):
                whose = called = ""
        elif ranks[place] != _NAMED and not _SAYS_OF_WHOM.search(heading):
            of = called if field == "reporter.contact" else whose
            if of and not field.startswith(f"{of}."):
                fields[place] = ""
            elif of:
                of_somebody.add(heading)
            else:
                of_nobody.append((place, heading))
    for place, heading in of_nobody:
        if heading in of_somebody:
            fields[place] = ""


def _told_apart(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings, those that stand over several columns each with the letter of its column, as
    spreadsheets have it (姓名（C）)."""
    normal = [_normal(heading) for heading in headings]
    return tuple(
        f"{heading}（{_letters(place)}）" if heading and normal.count(name) > 1 else heading
        for place, (heading, name) in enumerate(zip(headings, normal, strict=True))
    )


def _letters(place: int) -> str:
    before, letter = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)


def _part_date_and_time(fields: list[str], ranks: list[int], below: Sequence[list[str]]) -> None:
    """Of columns of receipt, one that has hours alone beside one that has days is its hour."""
    places = [place for place, field in enumerate(fields) if field == RECEIVED]
    hours = [place for place in places if _are_hours(_column(below, place))]
    days = [place for place in places if place not in hours]
    if len(hours) == 1 and days:
        fields[hours[0]], ranks[hours[0]] = TIME, 0


def _column(below: Iterable[list[str]], place: int) -> list[str]:
    cells = (cells[place] for cells in below if place < len(cells))
    return [cell for cell in cells if cell and not is_same_as_above(cell)]


def _are_hours(cells: Sequence[str]) -> bool:
    # One that says no day and no figure (上午, 不详) takes the hours of the others from none.
    return any(map(is_hour, cells)) and all(
        is_hour(cell) or not any(map(str.isnumeric, cell)) for cell in cells
    )


def is_hour(cell: str) -> bool:
    """Whether it says an hour and no day; a part of a day as spreadsheets count it does, too."""
    if re.fullmatch(r"0?\.\d+|0", cell):
        return True
    try:
        written = take_apart(cell)
    except ValueError:
        return False
    return written is not None and written.month is None


def _field(meaning: tuple[str, int] | None) -> str:
    return meaning[0] if meaning else ""


def _meaning(text: str, given: Mapping[str, str] = {}) -> tuple[str, int] | None:
    """The field of a heading, and how sure that is: 0 for the surest."""
    normal = _normal(text)
    if not normal:
        return None
    if normal in given:
        return given[normal], _NAMED
    known = _known_labels()
    for written in dict.fromkeys((normal, _IN_BRACKETS.sub("", normal), _BRACKETS.sub("", normal))):
        if written in known:
            return known[written], -1
        for field, rank, pattern in _COMPILED:
            if pattern.fullmatch(written):
                return field, rank
    return None


@cache
def _known_labels() -> dict[str, str]:
    """What the fields and the desk's own register call them, in each language, and their own names."""
    said = {name: name for name in _LABELS}
    for labels in (_LABELS, REGISTER):
        for name, label in labels.items():
            told = (*in_each_word(label), *in_all(label))
            said |= {_normal(text): name for text in told}
    return said


def _normal(text: str) -> str:
    return simplified(_BLANKS_AND_MARKS.sub("", unicodedata.normalize("NFKC", text)))


def _in_one_line(text: str) -> str:
    return "".join(text.split()) if not text.isascii() else " ".join(text.split())
