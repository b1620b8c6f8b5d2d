"""An old register is read row by row: what each cell says, and nothing that it does not say."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from store.errors import CannotRead
from store.notice.reading import parse_notice
from store.registers import persons, receipt
from store.registers.cells import Uncalculated
from store.registers.handling import Handling, applied, handling
from store.registers.headings import columns_of
from store.registers.importing import OnDesk, Wanted, identity
from store.registers.sheet import MOST_COLUMNS, MOST_ROWS, sheet_of
from store.registers.source import Source, open_source
from store.text import in_all
from store.tips.disposing import TEXT_LIMIT
from store.tips.disposition import PASSED_THROUGH, REGISTERED, Disposition, Earlier
from store.tips.enclosure_line import line_of
from store.tips.fields import DATES, TEXTS
from store.tips.tip import HOUR_UNKNOWN, Reporter, Subject, Tip
from tests.builders import at, full_tip, notice_text
from tests.store.memory_place import MemoryNotes
from tests.store.old_registers import (
    GOOD,
    NOTICE,
    NOW,
    PLAIN,
    faults_of,
    file,
    table,
    taken,
    tip_from,
)

HALF_DONE = Wanted(half_done=True)
ODD = ("同上", "同左", "#N/A", "不详", "4.3E+17", "赵；钱", "1、赵", "〖赵〗")
"""What stands for something else in a cell."""


def test_a_row_is_a_tip_as_an_officer_would_have_entered_it() -> None:
    tip = tip_from()
    assert (tip.channel, tip.line, tip.summary) == ("mobile", "18073127519", "收受礼金")
    assert str(tip.received_at) == "2016-09-21 09:05:00+08:00"
    assert tip.reporter == Reporter("王某某", "13800000000")
    assert tip.subjects == (Subject("某局", "赵某某", "局长", "leadership"),)
    assert tip.disciplines == ("廉洁纪律",)


# Lines, groups and disciplines


@pytest.mark.parametrize(
    ("written", "channel", "line"),
    [
        ("縣信訪局轉來", "petition_office", "信访部门转来"),
        ("县纪委转办", "assigned", "上级交办"),
        ("个别谈话", "interview", "谈话中反映"),
        ("巡察组发现", "found", "组内发现"),
        ("现场接访", "visit", "来访"),
        ("电子邮件", "email", "电子邮箱"),
        ("电话", "landline", "84404233"),
        ("群众来电", "landline", "84404233"),
        ("12388举报电话", "landline", "84404233"),
        ("信", "post", "长沙市第482号邮政信箱"),
        ("84404233", "landline", "84404233"),
        ("0731-84404233", "landline", "84404233"),
        ("固定电话", "landline", "84404233"),
        ("手机", "mobile", "18073127519"),
        ("来信", "post", "长沙市第482号邮政信箱"),
        ("匿名来信", "post", "长沙市第482号邮政信箱"),
        ("mobile", "mobile", "18073127519"),
        ("群众来访", "visit", "来访"),
        ("接访", "visit", "来访"),
    ],
)
def test_a_line_is_known_by_its_number_its_label_or_its_kind(
    written: str, channel: str, line: str
) -> None:
    tip = tip_from(来源=written)
    assert (tip.channel, tip.line) == (channel, line)


def test_of_what_is_said_once_nothing_is_guessed_and_what_is_said_twice_is_said_once() -> None:
    (found,) = taken(
        GOOD | {"来源": "来信", "巡视重点": "重点人、重点人", "问题类别": "廉洁、廉洁纪律"}
    )
    assert found.tip and found.remarks == ()
    assert (found.tip.tags, found.tip.disciplines) == (("重点人",), ("廉洁纪律",))


def test_a_call_where_the_notice_has_two_kinds_of_telephone_is_told_as_a_guess() -> None:
    (found,) = taken(GOOD | {"来源": "来电"})
    assert found.tip and "“来电”按固定电话登记" in found.remarks


def test_a_row_that_names_no_source_has_the_one_that_is_given() -> None:
    row = {head: cell for head, cell in GOOD.items() if head != "来源"}
    (found,) = taken(row)
    assert [fault.field for fault in found.faults] == ["channel"]
    (found,) = taken(row, wanted=Wanted(channel="来访"))
    assert found.tip and found.tip.channel == "visit"
    (found,) = taken(GOOD, wanted=Wanted(channel="来访"))
    assert found.tip and found.tip.channel == "mobile"
    (found,) = taken(GOOD | {"来源": "—"}, wanted=Wanted(channel="来访"))
    assert found.tip and found.tip.channel == "visit"
    # More than what the headings say, too.
    letters = {"来信日期": "2016-09-21"} | {k: v for k, v in row.items() if k != "收件日期"}
    for channel, kind in (("来访", "visit"), ("", "post")):
        (found,) = taken(letters, wanted=Wanted(channel=channel))
        assert found.tip and found.tip.channel == kind


def test_what_a_row_lacks_or_says_wrongly_is_told_with_what_it_may_say() -> None:
    assert faults_of(来源="")["channel"] == (
        "来源：这一行没有写，请补上，如来电、手机来电、来信、来访、电子邮件、上级交办、信访部门转来、"
        "谈话中反映、组内发现。"
    )
    assert faults_of(对象类别="无此类")["subjects[0].group"] == (
        "对象类别：“无此类”不在公告所列之内，应为：领导班子及其成员、下一级党组织领导班子主要负责人、"
        "重要岗位领导干部、不属受理范围、巡视干部。"
    )
    assert faults_of(收件日期="#N/A")["received_at"].startswith("收到时间：“#N/A”是表格的错误值")


def test_a_point_of_weight_that_the_notice_has_not_is_refused() -> None:
    assert faults_of(巡视重点="重点人、重点菜")["tags"].startswith("巡视重点：“重点菜”不在")


def test_what_the_desks_own_register_has_in_brackets_is_read_without_them() -> None:
    (found,) = taken(GOOD | {"主要内容": "〖同上〗", "转办单位": "〖—〗", "对象类别": "受理范围外"})
    assert found.tip and (found.tip.summary, found.tip.referred_to) == ("同上", "—")


def test_whom_a_tip_was_given_to_within_the_team_is_not_where_it_goes_on() -> None:
    given = {"对象类别": "受理范围外", "处理方式": "已呈组长 第二组"}
    assert [*faults_of(**given)] == ["referred_to"]


def test_a_column_that_has_a_field_goes_into_no_summary_besides() -> None:
    (found,) = taken(GOOD, wanted=Wanted(into_summary=frozenset({"单位"})))
    assert found.tip and found.tip.summary == "收受礼金"


@pytest.mark.parametrize(
    ("when", "who", "channel"),
    [
        ("来电时间", "来电人", "landline"),
        ("接访日期", "来访人姓名", "visit"),
        ("收信日期", "来信人", "post"),
        ("收到时间", "信访人", ""),
        ("来信来访时间", "反映人", ""),
    ],
)
def test_a_register_of_one_kind_of_line_says_by_its_headings_which(
    when: str, who: str, channel: str
) -> None:
    renamed = {"收件日期": when, "反映人": who}
    row = {renamed.get(head, head): cell for head, cell in GOOD.items() if head != "来源"}
    (found,) = taken(row)
    if channel:
        assert found.tip and found.tip.channel == channel
        assert "来源按表头或表名" in "".join(found.remarks)
    else:
        assert [fault.field for fault in found.faults] == ["channel"]
    # Where a column says it, a row that leaves it blank is of none.
    (found,) = taken({"来源": "", **row})
    assert [fault.field for fault in found.faults] == ["channel"]


def test_a_register_may_say_in_one_heading_alone_of_which_kind_it_is() -> None:
    row = {head: cell for head, cell in GOOD.items() if head not in ("来源", "反映人")}
    (found,) = taken({"来信人": "王某某"} | row)
    assert found.tip and found.tip.channel == "post"
    row = {head: cell for head, cell in GOOD.items() if head != "来源"}
    (found,) = taken({"接访时段": "9:05"} | row | {"收件日期": "2016-09-21"})
    assert found.tip and found.tip.channel == "visit", "or in that of the hour"


def test_an_hour_of_which_only_the_part_of_the_day_is_written_is_not_known() -> None:
    (found,) = taken({"接访时段": "下午"} | GOOD | {"收件日期": "2016-09-21"})
    assert found.tip and found.tip.received == date(2016, 9, 21)
    assert "收到时间只写了“下午”" in found.remarks


def test_a_group_is_not_taken_for_one_that_the_notice_does_not_have() -> None:
    notice = parse_notice(notice_text(groups='[[groups]]\nname = "县管干部"'))
    (found,) = taken(GOOD | {"来源": "来电", "对象类别": "班子成员"}, notice=notice)
    assert "对象类别：“班子成员”不在公告所列之内" in found.faults[0].sentence


def test_what_a_notice_calls_its_own_is_known_by_that_however_it_is_written() -> None:
    groups = '[[groups]]\nname = "县管 幹部"'
    notice = parse_notice(notice_text(groups=groups, team='disciplines = ["廉洁"]\nteam = "组"'))
    for group, discipline in (("县管 幹部", "廉洁"), ("县管 幹部", "违反廉洁纪律问题")):
        tip = tip_from(notice, 来源="来电", 对象类别=group, 问题类别=discipline)
        assert (tip.subjects[0].group, tip.disciplines) == ("县管 幹部", ("廉洁",))
    # What joins two words of one parts no list.
    named = 'disciplines = ["廉洁纪律", "作风与效能"]\nteam = "组"'
    notice = parse_notice(notice_text(team=named))
    for written in ("廉洁、作风与效能", "违反廉洁纪律；作风与效能问题"):
        tip = tip_from(notice, 来源="来电", 问题类别=written)
        assert tip.disciplines == ("廉洁纪律", "作风与效能"), written
    (found,) = taken(GOOD | {"问题类别": "吃喝与玩乐"})
    assert "“吃喝与玩乐”不在公告所列之内" in found.faults[0].sentence
    assert tip_from(对象类别="班子\n成员").subjects[0].group == "leadership"


def test_a_cell_that_is_an_error_is_told_once() -> None:
    (found,) = taken(
        GOOD | {"收件日期": "#VALUE!", "对象类别": "村干部", "被反映人": "赵某；钱某", "职务": ""}
    )
    assert [fault.field for fault in found.faults] == ["received_at", "subjects[0].group"]


def test_of_two_lines_with_one_label_the_label_alone_names_neither() -> None:
    lines = "".join(
        f'[[lines]]\nkind = "landline"\nvalue = "{value}"\nlabel = "{label}"\n'
        for value, label in (("1001", "值班电话"), ("1002", "值班电话"), ("1003", "监督电话"))
    )
    notice = parse_notice(notice_text(lines=lines))
    for cell, line in (("监督电话", "1003"), ("1002", "1002"), ("值班电话 1002", "1002")):
        assert tip_from(notice, 来源=cell).line == line
    unlabelled = parse_notice(notice_text(lines=re.sub("label.*值班电话.*", "", lines)))
    for cell, read_by in (("值班电话", notice), ("固定电话", unlabelled), ("Landline", unlabelled)):
        (found,) = taken(GOOD | {"来源": cell}, notice=read_by)
        assert found.tip is None and [fault.field for fault in found.faults] == ["line"]


def test_what_came_with_a_letter_is_read_or_else_stands_in_the_summary() -> None:
    assert line_of(tip_from(附件="信件3页，照片5张").enclosures) == "信件3页、照片5张"
    (found,) = taken(GOOD | {"附件": "光盘一张"})
    assert found.tip and found.tip.summary.endswith("附件：光盘一张")
    assert "附件“光盘一张”记入主要内容" in found.remarks


def test_what_is_wrong_is_told_in_the_words_of_the_register() -> None:
    said = faults_of(来源="网络举报", 对象类别="干部", 问题类别="贪污贿赂；廉洁纪律")
    assert "“网络举报”" in said["channel"] and "来电、手机来电、来信、来访" in said["channel"]
    assert "“干部”" in said["subjects[0].group"]
    assert "领导班子及其成员、下一级" in said["subjects[0].group"]
    assert "“贪污贿赂”" in said["disciplines"] and "廉洁纪律" in said["disciplines"]
    assert not any("landline" in text or "leadership" in text for text in said.values())


@pytest.mark.parametrize(
    ("written", "given", "group"),
    [
        ("领导班子及其成员", "key_post", "leadership"),
        ("班子成员", "", "leadership"),
        ("领导班子成员", "", "leadership"),
        ("下级党组织主要负责人", "", "next_level_head"),
        ("重点岗位干部", "", "key_post"),
        ("key_post", "", "key_post"),
        ("不属受理范围", "", "out_of_scope"),
        ("不属于受理范围", "", "out_of_scope"),
        ("", "next_level_head", "next_level_head"),
        ("—", "next_level_head", "next_level_head"),
    ],
)
def test_the_group_is_that_of_the_row_else_the_one_given(
    written: str, given: str, group: str
) -> None:
    referred = {"转办单位": "区信访局"} if group == "out_of_scope" else {}
    (found,) = taken(GOOD | {"对象类别": written} | referred, wanted=Wanted(group=given))
    assert found.tip, found.faults
    assert found.tip.subjects[0].group == group


@pytest.mark.parametrize(
    ("written", "disciplines"),
    [
        ("违反廉洁纪律", ("廉洁纪律",)),
        ("违反党的政治纪律问题", ("政治纪律",)),
        ("廉洁、工作", ("廉洁纪律", "工作纪律")),
        ("廉洁纪律；廉洁", ("廉洁纪律",)),
        *(
            (other, ("other",))
            for other in ("其它", "其他", "other", "其他问题", "其它问题", "其他纪律")
        ),
        ("廉洁；其他问题", ("廉洁纪律", "other")),
    ],
)
def test_a_discipline_is_known_however_it_is_written(
    written: str, disciplines: tuple[str, ...]
) -> None:
    assert tip_from(问题类别=written).disciplines == disciplines


# Who reported


@pytest.mark.parametrize(
    ("name", "contact", "verified", "reporter"),
    [
        ("王某（实名）", "138", "", Reporter("王某", "138", True)),
        ("王某 (待核实) 13900000000", "", "", Reporter("王某", "13900000000")),
        ("王某（实名）13900000000", "138", "", Reporter("王某", "138；13900000000", True)),
        ("实名：王某某", "", "", Reporter("王某某", "", True)),
        ("实名举报:王某某", "", "", Reporter("王某某", "", True)),
        ("署名：王某某", "", "", Reporter("王某某")),
        ("王某某（13800000000）", "", "", Reporter("王某某", "13800000000")),
        ("王某某 电话：13800000000", "", "", Reporter("王某某", "13800000000")),
        ("王某某，13800000000；", "", "", Reporter("王某某", "13800000000")),
        ("王某某/13800000000", "", "", Reporter("王某某", "13800000000")),
        ("13800000000：王某某", "", "", Reporter("王某某", "13800000000")),
        ("王某某（退休干部）", "", "", Reporter("王某某（退休干部）")),
        ("王某、李某（某村村民）", "", "", Reporter("王某、李某（某村村民）")),
        ("王某（署名）", "", "", Reporter("王某")),
        ("王某（实名举报）", "", "", Reporter("王某", "", True)),
        ("王某（已核实）", "", "", Reporter("王某", "", True)),
        ("王某【匿名】", "", "", Reporter("王某")),
        ("王某（群众）", "", "", Reporter("王某（群众）")),
        ("王某[wang@example.org]", "", "", Reporter("王某", "wang@example.org")),
        ("（群众）", "138", "", Reporter("", "138")),
        ("匿名（13800000000）", "", "", Reporter("", "13800000000")),
        ("王某", "", "是", Reporter("王某", "", True)),
        ("王某", "", "TRUE", Reporter("王某", "", True)),
        ("王某", "", "√", Reporter("王某", "", True)),
        ("王某", "", "否", Reporter("王某")),
        ("王某", "", "FALSE", Reporter("王某")),
        ("王某", "", "实名举报", Reporter("王某", "", True)),
        ("王某", "", "署名", Reporter("王某")),
        ("", "", "匿名举报", None),
        ("匿名", "138", "是", Reporter("", "138")),
        ("不详 13800000000", "", "", Reporter("", "13800000000")),
        ("署名：王某某", "", "是", Reporter("王某某", "", True)),
    ],
)  # fmt: skip
def test_who_reported_is_read_as_offices_write_it(
    name: str, contact: str, verified: str, reporter: Reporter | None
) -> None:
    assert tip_from(反映人=name, 联系电话=contact, 身份已核实=verified).reporter == reporter


@pytest.mark.parametrize(
    "name",
    ["", "—", "无", "不详", "匿 名", "群众来信", "保密", "一党员", "匿名", "匿名群众", "佚名", "群众", "无名氏", "（匿名）", "匿名举报", "匿名信",
     "未署名", "不愿透露姓名", "未留姓名", "热心群众", "一名村民", "部分职工", "知情人", "干部群众", "实名",
     "老百姓", "几名老党员", "某村村民", "某单位全体职工", "3名群众", "一个了解情况的人", "某某", "×××", "？"],
)  # fmt: skip
def test_words_for_nobody_are_no_name(name: str) -> None:
    assert tip_from(反映人=name, 联系电话="").reporter is None


def test_what_people_of_which_place_they_are_is_kept_and_is_nobody() -> None:
    tip = tip_from(反映人="白沙村村民", 联系电话="", 身份已核实="是")
    assert tip.reporter == Reporter("白沙村村民")
    (again,) = taken(
        GOOD | {"反映人": "白沙村村民", "联系电话": ""},
        on_desk=OnDesk([replace(tip, reporter=None, number="3")]),
    )
    assert again.known_as == "3"


def test_a_name_that_only_sounds_like_nobody_is_one() -> None:
    for name in (
        "王群",
        "匿名者联盟王某",
        "村民王某",
        "无名村王某",
        "王某（化名）",
        "老王",
        "群众代表李某",
    ):
        assert tip_from(反映人=name, 联系电话="").reporter == Reporter(name)


def test_what_would_be_read_otherwise_stands_in_brackets_in_the_desks_own_register() -> None:
    for part in ("unit", "person", "post"):
        assert persons.subject_cell("", part) == "—"
        for text, cell in (("某甲", "某甲"), *((odd, f"〖{odd}〗") for odd in ODD)):
            assert persons.subject_cell(text, part) == cell, part
    for text in ("赵、钱", "赵（某局局长）"):
        assert persons.subject_cell(text, "person") == f"〖{text}〗"
        assert persons.subject_cell(text, "unit") == text
    # What nobody closed here, the part after it would close.
    units = ["甲（乙", "丙）丁", "戊“己”"]
    for written in (units, units[::-1]):
        cell = "；".join(persons.subject_cell(unit, "unit") for unit in written)
        found, faults = persons.subjects({"unit": cell}, "leadership", NOTICE)
        assert ([one["unit"] for one in found], faults) == (written, ())


def test_whoever_reported_is_read_again_as_the_desks_own_register_has_them() -> None:
    for name in ("王某某", "王某（局长）", "王某 13800000000", "匿名", "群众", ""):
        for contact in ("13800000000", "甲；乙", "同上", "a@b.cn", ""):
            for verified in (True, False) if name[:1] == "王" else (False,):
                one = Reporter(name, contact, verified)
                kind = {"named": "实名", "unverified": "待核实"}.get(one.kind, "仅留联系方式")
                if name or contact:
                    cell = persons.reporter_cell(one, kind)
                    meant = {"name": name, "contact": contact, "verified": verified}
                    assert persons.reporter(cell, "", "")[0] == meant, cell


def test_each_number_beside_a_name_is_one_and_none_of_it() -> None:
    found, _faults, _remarks = persons.reporter("王某 13800000000、0731-84404233 a@b.cn", "", "")
    contact = "13800000000；0731-84404233；a@b.cn"
    assert found == {"name": "王某", "contact": contact, "verified": False}


def test_a_bracket_behind_a_name_tells_in_each_language_whether_it_is_verified() -> None:
    for word in in_all("实名"):
        found, _faults, _remarks = persons.reporter(f"王某（{word}）", "", "")
        assert found == {"name": "王某", "contact": "", "verified": True}
    for word in in_all("待核实"):
        found, _faults, _remarks = persons.reporter(f"王某（{word}）", "", "")
        assert found == {"name": "王某", "contact": "", "verified": False}


def test_the_same_number_beside_a_name_and_in_its_own_column_is_one() -> None:
    found, _faults, _remarks = persons.reporter("王某（13800000000）", "13800000000", "")
    assert found == {"name": "王某", "contact": "13800000000", "verified": False}


def test_a_kind_of_reporter_alone_is_known_in_each_language_and_nobody_is_none() -> None:
    for kind, said in (
        ("named", "实名"),
        ("unverified", "待核实"),
        ("number_only", "仅留联系方式"),
    ):
        assert {persons.kind_alone(f" {word} ") for word in in_all(said)} == {kind}
    for nobody in (*in_all("匿名"), "", "王某", "王某（实名）"):
        assert persons.kind_alone(nobody) == ""


def test_a_column_of_units_says_more_than_one_of_posts_too_and_a_name_may_have_brackets() -> None:
    found, _faults = persons.subjects({"person": "赵；钱", "unit": "—；乙局"}, "", NOTICE)
    assert [(one["person"], one["unit"]) for one in found] == [("赵", ""), ("钱", "乙局")]
    given = {"person": "〖赵（某局局长）〗", "unit": "甲局", "unit_and_post": "乙局局长"}
    (subject,), faults = persons.subjects(given, "key_post", NOTICE)
    assert subject == {
        "unit": "甲局",
        "person": "赵（某局局长）",
        "post": "局长",
        "group": "key_post",
    }
    both = {"person": "赵某", "post": "主任", "unit_and_post": "乙局局长"}
    (subject,), faults = persons.subjects(both, "", NOTICE)
    assert (subject["unit"], subject["post"]) == ("乙局", "主任")
    (subject,), faults = persons.subjects({"person": "〖赵（某局局长）〗"}, "", NOTICE)
    assert subject == {"unit": "", "person": "赵（某局局长）", "post": "", "group": ""}
    (subject,), faults = persons.subjects({"person": "赵某（某局局长）"}, "", NOTICE)
    assert subject == {"unit": "某局", "person": "赵某", "post": "局长", "group": ""}
    assert faults == ()


def test_a_group_that_the_notice_has_not_is_none_and_not_the_one_given_for_rows_without() -> None:
    for group, meant in (
        ("", "key_post"),
        ("—", "key_post"),
        ("无此类", ""),
        ("班子", "leadership"),
    ):
        (subject,), faults = persons.subjects(
            {"person": "赵某", "group": group}, "key_post", NOTICE
        )
        assert subject["group"] == meant
        assert bool(faults) is (group == "无此类")


def test_a_comma_parts_the_groups_of_persons_whom_semicolons_part() -> None:
    given = {"person": "赵某；钱某", "group": "领导班子成员，重要岗位干部"}
    found, faults = persons.subjects(given, "", NOTICE)
    assert [(subject["person"], subject["group"]) for subject in found] == [
        ("赵某", "leadership"),
        ("钱某", "key_post"),
    ]
    assert faults == ()


def test_verified_without_a_name_is_told() -> None:
    (found,) = taken(GOOD | {"反映人": "实名举报", "联系电话": ""})
    assert found.tip and found.tip.reporter is None
    for name in ("", "不详"):
        (found,) = taken(GOOD | {"反映人": name, "是否实名": "是"})
        assert found.remarks == ("写明实名，但没有姓名",)
    assert "身份已核实" in faults_of(是否实名="也许")["reporter.verified"]


# Whom it concerns


@pytest.mark.parametrize(
    ("persons", "units", "posts", "found"),
    [
        ("赵某；钱某", "某局", "局长;科长", [("某局", "赵某", "局长"), ("某局", "钱某", "科长")]),
        ("赵某、钱某", "甲局；乙局", "", [("甲局", "赵某", ""), ("乙局", "钱某", "")]),
        ("赵某（另名；钱某", "某局", "", [("某局", "赵某（另名", ""), ("某局", "钱某", "")]),
        ("赵某\n钱某", "某局", "局长\n科长", [("某局", "赵某", "局长"), ("某局", "钱某", "科长")]),
        ("赵某、钱某", "某局", "局长、科长", [("某局", "赵某", "局长"), ("某局", "钱某", "科长")]),
        ("赵某某", "某局", "党组书记、局长", [("某局", "赵某某", "党组书记、局长")]),
        ("赵某/钱某", "某局", "局长/科长", [("某局", "赵某", "局长"), ("某局", "钱某", "科长")]),
        ("赵某，钱某", "某局", "", [("某局", "赵某", ""), ("某局", "钱某", "")]),
        ("赵某,钱某", "某局", "", [("某局", "赵某", ""), ("某局", "钱某", "")]),
        ("1.赵某 2.钱某", "某局", "", [("某局", "赵某", ""), ("某局", "钱某", "")]),
        ("1．赵某 2．钱某", "某局", "", [("某局", "赵某", ""), ("某局", "钱某", "")]),
        ("1)赵某 2)钱某", "某局", "", [("某局", "赵某", ""), ("某局", "钱某", "")]),
        ("（1）赵某\n（2）钱某", "某局", "", [("某局", "赵某", ""), ("某局", "钱某", "")]),
        ("1、赵某，2、钱某", "某局", "", [("某局", "赵某", ""), ("某局", "钱某", "")]),
        ("1、赵某。2、钱某。", "某局", "", [("某局", "赵某", ""), ("某局", "钱某", "")]),
        (" ".join(f"{n}、{name}某" for n, name in enumerate("赵钱孙李周吴郑王冯陈", 1)), "某局", "",
         [("某局", f"{name}某", "") for name in "赵钱孙李周吴郑王冯陈"]),
        ("1、赵某；2、钱某", "某局", "1、局长；2、科长",
         [("某局", "赵某", "局长"), ("某局", "钱某", "科长")]),
        ("赵某；钱某", "某局", "党组书记、局长；副局长",
         [("某局", "赵某", "党组书记、局长"), ("某局", "钱某", "副局长")]),
        ("赵某（甲、乙）；钱某", "某局", "", [("某局", "赵某（甲、乙）", ""), ("某局", "钱某", "")]),
        ("赵某（某局党组书记、局长）", "", "", [("某局", "赵某", "党组书记、局长")]),
        ("赵某（某局，局长）", "", "", [("某局", "赵某", "局长")]),
        ("赵某（某局、局长）", "", "", [("某局", "赵某", "局长")]),
        ("赵某（某局；局长）", "", "", [("某局", "赵某", "局长")]),
        ("赵某（原局长，已退休）", "某局", "", [("某局", "赵某", "原局长，已退休")]),
        ("赵某（原局长）", "某局", "主任", [("某局", "赵某（原局长）", "主任")]),
        ("赵某（某局局长）", "", "主任", [("", "赵某（某局局长）", "主任")]),
        ("", "甲局；乙局", "", [("甲局", "", ""), ("乙局", "", "")]),
        ("不详", "某局", "无", [("某局", "", "")]),
        ("不详", "某局", "局长、副局长", [("某局", "", "局长、副局长")]),
    ],
)  # fmt: skip
def test_several_persons_in_a_cell_are_several_subjects(
    persons: str, units: str, posts: str, found: list[tuple[str, str, str]]
) -> None:
    tip = tip_from(被反映人=persons, 单位=units, 职务=posts)
    assert [(s.unit, s.person, s.post) for s in tip.subjects] == found
    assert {s.group for s in tip.subjects} == {"leadership"}


@pytest.mark.parametrize(
    ("persons", "units", "posts"),
    [
        ("赵某；钱某；孙某", "某局", "局长；副局长"),
        ("赵某；钱某", "某局", "局长"),
        ("赵某；钱某", "某局", "党组书记、局长"),
        ("赵某；钱某；孙某", "甲局；乙局", ""),
        ("赵某、钱某", "甲局；乙局；丙局", ""),
    ],
)
def test_columns_that_have_not_equally_many_parts_are_refused(
    persons: str, units: str, posts: str
) -> None:
    assert "对不上" in faults_of(被反映人=persons, 单位=units, 职务=posts)["subjects"]


def test_which_column_has_not_as_many_parts_is_told_by_what_it_is_called() -> None:
    for name, called in (("单位", "被反映单位"), ("职务", "职务"), ("对象类别", "对象类别")):
        given = {"被反映人": "赵某；钱某；孙某", "职务": "", name: "甲；乙"}
        said = faults_of(**given)["subjects"]
        assert said.startswith(f"{called}：“甲；乙”与 3 名被反映人对不上，"), name


@pytest.mark.parametrize(
    ("cell", "unit", "post"),
    [
        ("某局 局长", "某局", "局长"),
        ("市 某局 局长", "市 某局", "局长"),
        ("某队 教练", "某队", "教练"),
        ("某局", "某局", ""),
        ("某局党组书记、局长", "某局", "党组书记、局长"),
        ("某村村支书", "某村", "村支书"),
        ("某局办公室主任", "某局办公室", "主任"),
        ("某区委书记", "某区委", "书记"),
        ("某街道办副主任", "某街道办", "副主任"),
        ("副局长", "", "副局长"),
    ],
)
def test_unit_and_post_in_one_column_are_parted_where_the_post_begins(
    cell: str, unit: str, post: str
) -> None:
    row = {head: value for head, value in GOOD.items() if head not in ("单位", "职务")}
    (found,) = taken(row | {"单位职务": cell})
    assert found.tip
    assert found.tip.subjects == (Subject(unit, "赵某某", post, "leadership"),)


def test_rows_under_one_merged_summary_are_one_tip_with_several_subjects() -> None:
    heads = ["收到时间", "来源", "被反映人", "单位", "职务", "对象类别", "问题类别", "主要内容"]
    first = ["2016-09-21", "来信", "赵某", "甲局", "局长", "班子成员", "廉洁纪律", "收受礼金"]
    second = ["", "", "钱某", "乙局", "", "重要岗位", "", ""]
    third = ["2016-09-22", "来信", "孙某", "丙局", "", "班子成员", "廉洁纪律", "另一件"]
    merged = [(2, column, 3, column) for column in (0, 1, 6, 7)]
    one, other = table([heads, first, second, third], merged=merged)
    assert one.tip and [(s.person, s.unit, s.post, s.group) for s in one.tip.subjects] == [
        ("赵某", "甲局", "局长", "leadership"),
        ("钱某", "乙局", "", "key_post"),
    ]
    assert other.tip and other.row == 4
    # Where they say different things else, they are several.
    for place, said in ((0, "2016-09-23"), (1, "来访"), (6, "工作纪律")):
        says_else = [*second[:place], said, *second[place + 1 :]]
        found = table([heads, first, says_else, third], merged=merged)
        assert [one.row for one in found] == [2, 3, 4], heads[place]
    # Several posts of one of them are no further ones; and under one day there are several tips.
    posts = [*second[:4], "党组书记、局长", *second[5:]]
    one, _other = table([heads, first, posts, third], merged=merged)
    assert one.tip and [s.post for s in one.tip.subjects] == ["局长", "党组书记、局长"]
    units = [*second[:3], "乙局、丙局", *second[4:]]
    assert [one.row for one in table([heads, first, units, third], merged=merged)] == [2, 3, 4]
    # Nor are several in one cell that is merged, too, any more for it.
    two = [*first[:2], "赵某、钱某", first[3], "局长、副局长", *first[5:]]
    found = table([heads, two, second[:2], third], merged=[(2, n, 3, n) for n in range(8)])
    assert [(one.row, one.tip and len(one.tip.subjects)) for one in found] == [(2, 2), (4, 1)]
    # What goes into the summary of each is in that of all.
    for given, wanted in (
        ({"备考": "into_summary"}, PLAIN),
        ({}, Wanted(into_summary=frozenset({"备考"}))),
    ):
        rows = [[*heads, "备考"], [*first, "已复印"], [*second, "已核对"]]
        (one,) = table(rows, wanted, merged=merged, given=given)
        assert one.tip and one.tip.summary == "收受礼金\n备考：已复印；已核对"
    alike = [*second[:5], "班子成员", "廉洁纪律", "收受礼金"]
    found = table([heads, first, alike], merged=[(2, 0, 3, 0), (2, 1, 3, 1)])
    assert [one.tip and len(one.tip.subjects) for one in found] == [1, 1]


def test_rows_under_one_merged_number_are_one_tip_of_which_more_is_said_in_each() -> None:
    heads = ["序号", *GOOD, "处理方式"]
    first = ["1", *GOOD.values(), ""]
    summary, person = (heads.index(name) for name in ("主要内容", "被反映人"))

    def told(*cells: tuple[int, str], merged: int = summary) -> list[tuple[int, str, list[str]]]:
        second = [""] * len(heads)
        for place, cell in cells:
            second[place] = cell
        # All before the contents are merged, as far as nothing stands there.
        places = [n for n in range(merged) if not second[n]]
        last = ["2", *GOOD.values(), ""]
        found = table([heads, first, second, last], merged=[(2, n, 3, n) for n in places])
        assert found[-1].row == 4 and found[-1].tip
        return [
            (one.row, one.tip.summary, [s.person for s in one.tip.subjects])
            if one.tip
            else (one.row, "", [fault.field for fault in one.faults])
            for one in found[:-1]
        ]

    going_on = [(2, "收受礼金\n又收受房产", ["赵某某"])]
    assert told((summary, "又收受房产")) == going_on
    assert told((summary, "又收受房产"), merged=person) == going_on, "nor is a blank one any"
    several = (summary, "又收受房产"), (person, "钱某、孙某")
    assert told(*several) == [(2, "", ["subjects"])], "one post of two persons"
    another = (summary, "又收受房产"), (person, "钱某"), (heads.index("问题类别"), "工作纪律")
    assert told(*another) == [(2, "收受礼金\n又收受房产", ["赵某某", "钱某"])]
    first[person : person + 3] = ["赵某某、钱某", "某局", "局长、副局长"]
    assert told((summary, "续"), merged=person) == [(2, "收受礼金\n续", ["赵某某", "钱某"])]
    first[person : person + 3] = ["赵某某、钱某", "某局", "局长、副局长"]
    ahead = (summary, "续"), (person, "孙某"), (person + 2, "党组书记、主任")
    assert told(*ahead) == [(2, "收受礼金\n续", ["赵某某", "钱某", "孙某"])]
    first[person] = ""
    units = (summary, "续"), (person + 1, "乙局"), (person + 2, "党组书记、主任")
    assert told(*units) == [(2, "收受礼金\n续", ["", ""])]
    first[person] = "赵某某、钱某"
    # Nobody can tell which of two dispositions holds; and what came on another day, or from another, is another.
    disposed = told((len(heads) - 1, "留存备查"), (summary, "续"))
    assert disposed == [(2, "收受礼金\n续", ["赵某某", "钱某"])]
    first[-1] = "已呈组长"
    ((_row, kept, _persons),) = told((len(heads) - 1, "留存备查"), (summary, "续"))
    assert kept == "收受礼金\n续\n处理方式：已呈组长；留存备查"
    first[-1] = ""
    another = ((1, "2016-09-22"), (2, "来信"), (heads.index("反映人"), "李某某"))
    for place, cell in another:
        found = told((place, cell), (summary, "另一件"))
        assert [row for row, *_rest in found] == [2, 3], cell
        # Each of several under that number may have its contents over several rows.
        rows = [[*first] for _n in range(4)]
        for n, row in enumerate(rows):
            row[person : person + 3] = [f"{'甲乙丙丁'[n]}某", "某局", "局长"]
            row[place] = cell if n > 1 else row[place]
            row[summary] = ("收受礼金", "", "另一件", "")[n]
        merged = [(2, 0, 5, 0), (2, summary, 3, summary), (4, summary, 5, summary)]
        both = [one.tip for one in table([heads, *rows], merged=merged)]
        assert [tip and (tip.summary, [s.person for s in tip.subjects]) for tip in both] == [
            ("收受礼金", ["甲某", "乙某"]),
            ("另一件", ["丙某", "丁某"]),
        ]


def test_a_number_that_stands_twice_is_that_of_no_tip_of_which_another_is_a_duplicate() -> None:
    rows = [
        GOOD | {"序号": number, "主要内容": f"第{n}件", "处理方式": how}
        for n, (number, how) in enumerate(
            [("1", ""), ("2", "重复件 1"), ("1", ""), ("2", "重复件 1"), ("3", "重复件 2")]
        )
    ]
    found = [one.tip for one in taken(*rows)]
    assert [one and one.status for one in found] == [
        REGISTERED, "duplicate", REGISTERED, REGISTERED, REGISTERED,
    ]  # fmt: skip
    assert [one.summary for one in found[3:] if one] == [
        "第3件\n处理方式：重复件 1", "第4件\n处理方式：重复件 2",
    ]  # fmt: skip
    # Where one of the two is not taken in, too.
    *_first, last = taken(rows[0], rows[2] | {"来源": "电报"}, rows[1])
    assert last.tip and last.tip.status == REGISTERED


def test_a_row_that_repeats_another_of_the_file_with_its_number_is_told(tmp_path: Path) -> None:
    book = Workbook()
    heads, row = ["序号", *GOOD], ["1", *GOOD.values()]
    other = ["2", *row[1:]]
    for title, rows in (("九月", [row, other]), ("汇总", [row, other, [*row[:-1], "另一件"]])):
        sheet = book.create_sheet(title)
        for cells in (heads, *rows):
            sheet.append(cells)
    book.save(tmp_path / "x.xlsx")
    source = open_source(tmp_path / "x.xlsx", {}, MemoryNotes())

    def told(on_desk: OnDesk) -> list[tuple[str, ...]]:
        return [one.remarks for one in source.take_in(PLAIN, NOTICE, NOW, on_desk)]

    said = [(f"与“九月”第 {row} 行完全相同，另作一件",) for row in (2, 3)]
    assert told(OnDesk()) == [(), (), *said, ()]
    there = OnDesk(replace(tip_from(), number=str(n)) for n in range(4))
    assert told(there) == [()] * 5, "what the desk has so often is there"


def test_what_stands_below_two_rows_of_headings_begins_under_the_second() -> None:
    upper = ["收件日期", "来源", "被反映人", "", "", "", "主要内容"]
    lower = ["", "", "姓名", "单位", "对象类别", "问题类别", ""]
    row = ["2016-09-21", "来信", "赵某某", "某局", "班子成员", "廉洁纪律", "收受礼金"]
    (found,) = table([upper, lower, row], merged=[(1, 2, 1, 5)])
    assert found.tip and (found.row, found.tip.subjects[0].person) == (3, "赵某某")


# When it was received


@pytest.mark.parametrize(
    ("day", "hour", "received"),
    [
        ("2016-09-21", "09:05:00", "2016-09-21T09:05:00"),
        ("2016-09-21", "上午9时", "2016-09-21T09:00:00"),
        ("2016年9月21日", "0.378472222222222", "2016-09-21T09:05:00"),
        ("2016-09-21 09:05", "9:05", "2016-09-21T09:05:00"),
        ("2016-09-21", "0.378541667", "2016-09-21T09:05:06"),
        ("2016-09-21", "0.75", "2016-09-21T18:00:00"),
        ("2016-09-21", "0", "2016-09-21T00:00:00"),
        ("2016-09-21", ".75", "2016-09-21T18:00:00"),
        ("42634", "24:00", "2016-09-22T00:00:00"),
        ("20160921", "9:05", "2016-09-21T09:05:00"),
    ],
)
def test_day_and_hour_in_two_columns_are_one_time(day: str, hour: str, received: str) -> None:
    (found,) = taken({"收件时间": hour} | GOOD | {"收件日期": day})
    assert found.tip, found.faults
    assert found.tip.received_at == at(received)
    assert HOUR_UNKNOWN not in found.tip.marks


def test_an_hour_that_a_column_of_hours_says_about_is_told_as_that() -> None:
    (found,) = taken({"收件时间": "9时许"} | GOOD | {"收件日期": "2016-09-21"})
    assert found.tip and found.tip.received_at == at("2016-09-21T09:00:00")
    assert found.remarks == ("收到时间只是大概的时刻",)


def test_two_columns_that_tell_different_hours_are_refused() -> None:
    days = ("2016-09-21 09:05", "2016-09-21T09:05:00", "2016-09-21T09:05:00+08:00")
    for day in days:
        (found,) = taken({"收件时间": "10:00"} | GOOD | {"收件日期": day})
        assert "两列写的时刻不同" in found.faults[0].sentence
        (found,) = taken({"收件时间": "9:05"} | GOOD | {"收件日期": day})
        assert found.tip and found.tip.received_at == at("2016-09-21T09:05:00"), day
    (found,) = taken({"收件时间": "上午"} | GOOD | {"收件日期": days[2]})
    assert found.tip and found.tip.received_at == at("2016-09-21T09:05:00")


@pytest.mark.parametrize("hour", ["甲", "7", "9月1日"])
def test_what_is_no_hour_in_a_column_of_hours_is_refused(hour: str) -> None:
    text, (fault,), remarks = receipt.received("2016-09-21", hour, NOTICE, NOW)
    assert (text, fault.field, remarks) == ("", "received_at", [])
    assert f"“{hour}”不是时刻" in fault.sentence


@pytest.mark.parametrize(
    "day", ["", "—", "9:05", "上午九时", "16", "13.5", "20160921001", "昨天", "待定", "2月30日"]
)
def test_a_row_without_a_day_is_refused_and_is_never_now(day: str) -> None:
    assert faults_of(收件日期=day).keys() == {"received_at"}


@pytest.mark.parametrize(
    ("day", "remark"),
    [
        ("9月20日 9:05", "没有写年份，按巡视期间推定为 2016 年"),
        ("9.23", "没有写年份，按巡视期间推定为 2016 年"),
        ("7月1日", "没有写年份，又不在巡视期间，推定为 2016 年"),
        ("2016-09-20", "没有写几时，只记日期"),
        ("42633.5", "表格的日期序号，读作 2016-09-20 12:00:00"),
        ("2016年9月20日（周三）9:05", "星期与日期不符"),
        ("2016年9月20日9时许", "大概的时刻"),
        ("2016/9/20 上午", "只写了“上午”"),
    ],
)
def test_what_is_guessed_of_a_time_is_told(day: str, remark: str) -> None:
    (found,) = taken(GOOD | {"收件日期": day})
    assert found.tip and remark in "".join(found.remarks)


def test_a_day_without_a_year_is_in_the_period_whenever_it_is_read() -> None:
    period = "[period]\nfirst_day = 2016-12-01\nlast_day = 2017-02-01"
    notice = parse_notice(notice_text(period=period))
    rows = [
        GOOD | {"来源": "来访", "收件日期": day}
        for day in ("12.28 9:05", "1月3日 9:05", "11月3日 9:05", "6月1日 9:05", "6月2日 9:05")
    ]
    found = [one.tip for one in taken(*rows, notice=notice, now=at("2018-06-01T10:00:00"))]
    assert [str(tip and tip.received_at)[:10] for tip in found] == [
        "2016-12-28",
        "2017-01-03",
        "2017-11-03",
        "2018-06-01",
        "2017-06-02",
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("42633", "2016-09-20"),
        ("42633.5", "2016-09-20"),
        ("9月20日", "2016-09-20"),
        ("9.20", "2016-09-20"),
        ("2016/9/20 0:00", "2016-09-20"),
        ("2月30日", "2月30日"),
        ("2016-02-30", "2016-02-30"),
        ("9:05", "9:05"),
        ("2016-09-20 9:05", "2016-09-20 9:05"),
        ("周二", "周二"),
        ("待定", "待定"),
    ],
)
def test_a_column_of_days_is_read_as_days_and_what_is_none_stays_as_it_is_written(
    written: str, read: str
) -> None:
    assert receipt.day(written, NOTICE, NOW) == read


@pytest.mark.parametrize("day", ["2016/9/21 0:00", "2016-9-21 00:00:00", "2016-09-21 0:00:00"])
def test_a_midnight_that_a_spreadsheet_adds_to_a_day_is_none(day: str) -> None:
    (found,) = taken(GOOD | {"收件日期": day})
    assert found.tip and found.tip.received == date(2016, 9, 21)
    assert "不当作零点" in found.remarks[0]
    written = tip_from(收件日期="2016-09-21 00:00")
    assert str(written.received_at) == "2016-09-21 00:00:00+08:00"


def test_a_column_of_hours_may_say_a_part_of_the_day_alone() -> None:
    head = [name for name in GOOD if name != "收件日期"]
    rest = [GOOD[name] for name in head]
    hours = ["9:05", "下午3点半", "上午", "不详"]
    rows = [["来访日期", "来访时间", *head], *(["2016-09-21", hour, *rest] for hour in hours)]
    found = [one.tip and one.tip.received for one in table(rows)]
    day = date(2016, 9, 21)
    assert found == [at("2016-09-21T09:05:00"), at("2016-09-21T15:30:00"), day, day]


def test_a_number_is_no_day_even_where_a_text_like_it_is(tmp_path: Path) -> None:
    book = Workbook()
    for day in ("收件日期", "9.23", 9.2, "9.2"):
        book.worksheets[0].append([day, *list(GOOD.values())[1:]])
    for place, heading in enumerate(GOOD, 1):
        book.worksheets[0].cell(1, place, heading)
    book.save(tmp_path / "a.xlsx")
    text = "\n".join(",".join((day, *list(GOOD.values())[1:])) for day in ("9.23", "9.2", "9.20"))
    (tmp_path / "a.csv").write_text(f"{','.join(GOOD)}\n{text}")
    for name in ("a.xlsx", "a.csv"):
        first, second, third = file(str(tmp_path / name), tmp_path)
        assert first.tip and str(first.tip.received) == "2016-09-23"
        assert "请写成 9月2日" in second.faults[0].sentence
        assert third.tip and third.tip.received


# Cells


@pytest.mark.parametrize("mark", ["同上", "同 上", "〃", "″", '"', "如上", "-〃-"])
def test_a_cell_that_refers_to_the_one_above_says_the_same(mark: str) -> None:
    other = GOOD | {
        "反映人": mark,
        "被反映人": mark,
        "单位": mark,
        "职务": mark,
        "主要内容": "又一件",
    }
    *_first, second, third = taken(GOOD, other, other)
    for found in (second, third):
        assert found.tip and found.tip.reporter == Reporter("王某某", "13800000000")
        assert found.tip.subjects == (Subject("某局", "赵某某", "局长", "leadership"),)
    # In the last column, too, and in one that goes into the summary.
    remarked = {"备考": "已复印"} | GOOD
    wanted = Wanted(into_summary=frozenset({"备考"}))
    for found in taken(remarked, remarked | {"备考": mark, "主要内容": mark}, wanted=wanted):
        assert found.tip and found.tip.summary == "收受礼金\n备考：已复印"


def test_what_refers_to_the_one_above_means_the_last_tip_and_no_total_between() -> None:
    total = dict.fromkeys(GOOD, "") | {"反映人": "合计", "主要内容": "1件"}
    *_first, none, last = taken(GOOD, total, GOOD | {"反映人": "同上", "主要内容": "又一件"})
    assert none.is_none and last.tip and last.tip.reporter
    assert last.tip.reporter.name == "王某某"


def test_what_refers_to_nothing_above_is_refused() -> None:
    assert "上面没有可用的内容" in faults_of(主要内容="同上")["summary"]
    assert "指的是哪一格不明" in faults_of(职务="同左")["subjects.post"]


def test_a_formula_that_was_not_calculated_is_a_fault_but_where_it_counts_the_rows() -> None:
    (found,) = taken({"序号": Uncalculated("=ROW()-1")} | GOOD)
    assert found.tip and found.number == ""
    assert "公式" in faults_of(主要内容=Uncalculated("=A1"))["summary"]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "########", "Err:502"])
def test_an_error_of_the_spreadsheet_is_a_fault(error: str) -> None:
    assert "错误值" in faults_of(单位=error)["subjects.unit"]


def test_a_number_that_lost_its_digits_is_a_fault() -> None:
    assert "丢失数位" in faults_of(联系电话="1.38E+10")["reporter.contact"]


@pytest.mark.parametrize("cell", ["", "—", "无"])
def test_a_dash_for_what_a_line_does_not_bring_is_nothing(cell: str) -> None:
    assert tip_from(邮戳日期=cell, 接访人=cell).visit_receiver == ""
    assert faults_of(接访人="李某").keys() == {"visit_receiver"}
    letter = tip_from(来源="来信", 邮戳日期="2016-09-20", 挂号编号="XA12", 接访人=cell)
    assert (str(letter.postmarked_on), letter.registration_mark) == ("2016-09-20", "XA12")
    for head in ("邮戳日期", "挂号编号"):
        assert tip_from(来源="来信", **{head: cell}).registration_mark == ""


def test_two_columns_of_one_field_that_differ_are_refused_and_contacts_are_joined() -> None:
    rows = [[*GOOD, "反映内容", "手机号码"], [*GOOD.values(), "收受礼金", "13900000000"]]
    (found,) = table([[*GOOD, "主要内容", "手机号码"], rows[1]])
    assert found.tip and found.tip.reporter == Reporter("王某某", "13800000000；13900000000")
    (found,) = table([[*GOOD, "主要内容"], [*GOOD.values(), "别的"]])
    assert "几列是这一项" in found.faults[0].sentence
    (found,) = table([[*GOOD, "手机号码"], [*GOOD.values(), GOOD["联系电话"]]])
    assert found.tip and found.tip.reporter == Reporter("王某某", "13800000000")


def test_a_bad_row_is_told_with_its_number_and_every_fault_and_the_next_goes_on() -> None:
    bad = GOOD | {"收件日期": "昨天", "来源": "电报", "问题类别": "天气", "主要内容": ""}
    first, second = taken(bad, GOOD)
    assert (first.row, first.tip, second.row) == (2, None, 3)
    assert {fault.field for fault in first.faults} == {
        "received_at",
        "channel",
        "disciplines",
        "summary",
    }
    assert second.tip and not second.faults


def test_what_is_not_written_in_full_is_taken_half_done_where_that_is_wanted() -> None:
    lacking = GOOD | {"对象类别": "", "问题类别": ""}
    (found,) = taken(lacking)
    assert found.tip is None and len(found.faults) == 1
    (found,) = taken(lacking, wanted=HALF_DONE)
    assert found.tip and found.tip.to_complete
    assert found.remarks == ("未写全，按待补录导入：对象类别：请选定一类。",)
    (found,) = taken(lacking | {"来源": "电报"}, wanted=HALF_DONE)
    assert found.tip is None
    (found,) = taken(lacking | {"收件日期": ""}, wanted=HALF_DONE)
    assert found.tip is None


# Rows


def test_a_row_with_a_fault_is_not_told_to_be_taken_half_done() -> None:
    (found,) = taken(GOOD | {"巡视重点": "重点菜", "主要内容": ""}, wanted=HALF_DONE)
    assert found.faults and not found.tip and found.remarks == ()


def test_titles_totals_notes_and_repeated_headings_are_no_tips_and_are_named() -> None:
    heads, row = ["序号", *GOOD], ["1", *GOOD.values()]
    total = ["合计", "", "", "", "", "", "", "", "", "", "1件"]
    footer = ["", "填表人：李某", "", "", "", "审核人：孙某"]
    numbers = ["2"]
    found = table([["某组台账"], heads, row, heads, numbers, total, ["共 1 件"], footer])
    assert [(one.row, one.is_none) for one in found] == [
        (3, False), (4, True), (5, True), (6, True), (7, True), (8, True),
    ]  # fmt: skip
    assert found[0].tip and found[0].number == "1"
    assert [one.remarks[0] for one in found[1:4]] == ["重复的表头", "没有内容", "合计或说明"]


def test_a_tip_that_speaks_of_a_total_is_a_tip() -> None:
    for summary in ("合计", "说明：赵某某收受礼金", "共计3件", "备注：收受礼金"):
        assert tip_from(主要内容=summary).summary == summary
    # So is one of which a cell that says little reads like one.
    assert tip_from(单位="合计").subjects[0].unit == "合计"
    # And one that came on a day in figures, or on none but names somebody, which is told.
    for summary in ("负责人：某局局长赵某某收受礼金", "说明：赵某某收受\n回扣", "共3次收受礼金"):
        for day in ("20160927", "42640"):
            assert tip_from(收件日期=day, 主要内容=summary).summary == summary
            unit = {"收件日期": day, "单位": "某局", "主要内容": summary}
            assert [one.is_none for one in taken(dict.fromkeys(GOOD, "") | unit)] == [False]
        for none in ("", "20"):
            faults = faults_of(收件日期=none, 来源="", 反映人="", 主要内容=summary)
            assert [*faults] == ["received_at", "channel"]
    for head, cell in {"来源": "来信", "反映人": "王某某", "被反映人": "赵某某"}.items():
        (found,) = taken(dict.fromkeys(GOOD, "") | {head: cell, "主要内容": "共3次收受礼金"})
        assert found.faults and not found.is_none, head


@pytest.mark.parametrize(
    "cells",
    [
        {"来源": "来信", "序号": "小计", "主要内容": "共 3 件"},
        {"来源": "来信3件", "主要内容": "共 3 件"},
        {"反映人": "签字：", "主要内容": "说明：本表一式两份"},
        {"被反映人": "合计", "主要内容": "3件"},
        {"收件日期": "3", "主要内容": "共计"},
    ],
)
def test_a_total_may_count_or_be_signed_where_tips_name_somebody(cells: dict[str, str]) -> None:
    (found,) = taken({"序号": ""} | dict.fromkeys(GOOD, "") | cells)
    assert found.is_none and found.remarks == ("合计或说明",)


def test_headings_that_stand_once_more_are_those_with_their_blank_columns_too() -> None:
    heads, row = ["收件日期", "", *[*GOOD][1:]], ["2016-09-21 9:05", "", *[*GOOD.values()][1:]]
    found = table([heads, row, heads, row])
    assert [(bool(one.tip), one.remarks) for one in found] == [
        (True, ()), (False, ("重复的表头",)), (True, ()),
    ]  # fmt: skip


def test_a_row_is_known_only_if_all_it_says_is_there_as_often_as_it_stands_there() -> None:
    def there(*numbers: str) -> OnDesk:
        return OnDesk(replace(tip_from(), number=number) for number in numbers)

    assert [row.known_as for row in taken(GOOD, GOOD)] == ["", ""]
    assert [row.known_as for row in taken(GOOD, GOOD, on_desk=there("2016-0007"))] == [
        "2016-0007",
        "",
    ]
    assert [row.is_known for row in taken(GOOD, GOOD, on_desk=there("1", "2"))] == [True, True]
    nobody = tip_from(反映人="匿名", 联系电话="")
    (found,) = taken(
        GOOD | {"反映人": "匿名", "联系电话": ""}, on_desk=OnDesk([replace(nobody, number="3")])
    )
    assert nobody.reporter is None and found.known_as == "3"
    # What an earlier version recorded as a name, and no other who lives there.
    for name, known_as in (("白沙村村民", "4"), ("白沙村张三", "")):
        before = replace(tip_from(), number="4", reporter=Reporter(name, "13800000000"))
        (found,) = taken(GOOD | {"反映人": "白沙村村民"}, on_desk=OnDesk([before]))
        assert found.known_as == known_as, name
    changes = {
        "来源": "来信",
        "收件日期": "2016-09-22 09:05",
        "反映人": "李某某",
        "联系电话": "13900000000",
        "被反映人": "钱某某",
        "职务": "副局长",
        "对象类别": "重要岗位",
        "问题类别": "工作纪律",
        "主要内容": "另一件",
        "身份已核实": "是",
    }
    for head, cell in changes.items():
        (found,) = taken(GOOD | {head: cell}, on_desk=there("1"))
        assert found.tip and not found.is_known, head


def test_rows_that_are_alike_are_known_by_one_number_after_the_other() -> None:
    on_desk = OnDesk(replace(tip_from(), number=number) for number in ("7", "8"))
    found = taken(GOOD, GOOD, GOOD, on_desk=on_desk)
    assert [one.known_as for one in found] == ["7", "8", ""]


def test_two_are_one_only_if_all_is_the_same_that_a_row_can_say() -> None:
    document = full_tip().as_json()
    same = identity(document)
    assert identity(json.loads(json.dumps(document))) == same
    of_desk = ("number", "revision", "officer", "saved_at", "marks", "status", "message_id")
    for name in of_desk:
        assert identity(document | {name: "另"}) == same, name
    for name in ("channel", "line", "received_at", *TEXTS, *DATES):
        assert name == "message_id" or identity(document | {name: "另"}) != same, name
    for name in ("disciplines", "tags", "subjects"):
        assert identity(document | {name: document[name][:-1]}) != same, name
    for name in ("name", "contact", "verified"):
        reporter = document["reporter"] | {name: ""}
        assert identity(document | {"reporter": reporter}) != same, name
    for name in ("unit", "person", "post", "group"):
        subject = document["subjects"][0] | {name: "另"}
        assert identity(document | {"subjects": [subject, *document["subjects"][1:]]}) != same


def test_a_row_that_names_no_reporter_is_known_by_the_kind_and_all_else() -> None:
    row = GOOD | {"联系电话": ""}
    there = replace(tip_from(), number="7", reporter=Reporter("王某某", "138", True))
    for said, known_as in (("实名", "7"), ("待核实", ""), ("匿名", "")):
        (found,) = taken(row | {"反映人": said}, wanted=HALF_DONE, on_desk=OnDesk([there]))
        assert found.tip and found.known_as == known_as, said
    number_only = replace(there, reporter=Reporter("", "138"))
    (found,) = taken(row | {"反映人": "仅留联系方式"}, on_desk=OnDesk([number_only]))
    assert found.known_as == "7"
    nobody = replace(there, reporter=None)
    (found,) = taken(row | {"反映人": "匿名"}, on_desk=OnDesk([nobody]))
    assert found.known_as == "7"


def test_what_a_row_on_the_desk_says_and_the_desk_does_not_is_told() -> None:
    there = replace(tip_from(附件="信件3页"), number="7")
    row = GOOD | dict.fromkeys(("序号", "处理方式", "承办人", "附件", "是否重复"), "")

    def told(there: Tip, **cells: str) -> str:
        on_desk = OnDesk([there, replace(there, number="8", summary="首件")])
        first = row | {"序号": "1", "主要内容": "首件", "处理方式": "", "附件": "信件3页"}
        _first, one = taken(first, row | cells, on_desk=on_desk)
        assert one.known_as == "7"
        return "".join(one.remarks).removeprefix("在册的处理情况不变，没有记入：")

    assert told(there) == told(there, 附件="信件 3 页", 处理方式="待处理", 是否重复="否") == ""
    for cells, said in (
        ({"附件": "照片5张"}, "附件：照片5张"),
        ({"处理方式": "留存备查", "承办人": "李某"}, "处理方式：留存备查、承办人：李某"),
        ({"是否重复": "与1号重复"}, "是否重复件：与1号重复"),
        ({"处理方式": "已呈组长", "是否重复": "否"}, "处理方式：已呈组长"),
        ({"处理方式": "已电话答复", "承办人": "李某"}, "处理方式：已电话答复、承办人：李某"),
    ):
        assert told(there, **cells) == said
    # What is only in words, in the contents, too, whichever was filled in first.
    disc, answered = "附件：光盘一张", "处理方式：已电话答复"
    for already, said in (
        ((), f"{disc}、{answered}"),
        ((disc,), answered),
        ((answered,), disc),
        ((disc, answered), ""),
    ):
        noted = replace(there, summary="\n".join([there.summary, *already]), enclosures=())
        on_desk = OnDesk([noted])
        (one,) = taken(row | {"附件": "光盘一张", "处理方式": "已电话答复"}, on_desk=on_desk)
        assert one.known_as == "7"
        assert "".join(one.remarks).partition("没有记入：")[2] == said
    # What the desk has already, had before, or has in more words, is there.
    how = Disposition("李某", NOW, to="第二组", on=date(2016, 9, 30))
    handed = replace(there, status="handed_to_team", disposition=how, handled_by="李某")
    for written in ("", "待处理", "已呈组长", "已呈组长 第二组", "已呈组长 2016-09-30"):
        assert told(handed, 处理方式=written, 承办人="李 某") == ""
    kept = replace(there, status="kept_for_reference", disposition=Disposition("李某", NOW))
    kept = replace(kept, earlier=(Earlier("handed_to_team", date(2016, 9, 30)),))
    assert told(kept, 处理方式="已呈组长") == told(kept, 处理方式="留存备查") == ""
    assert told(replace(kept, disposition=None), 处理方式="留存备查") == ""
    for written in ("已呈组长 第三组", "已呈组长 2016-10-01", "已呈组长 〔2016〕1号", "立行立改"):
        assert told(handed, 处理方式=written) == f"处理方式：{written}"
    assert told(handed, 承办人="王某") == "承办人：王某"


# What became of it


@pytest.mark.parametrize(
    ("written", "group", "status", "to"),
    [
        ("留存备查", "班子成员", "kept_for_reference", ""),
        ("已交组", "班子成员", "handed_to_team", ""),
        ("立行立改", "班子成员", "urgent", ""),
        ("转办 区环保局 〔2016〕1号 2016-10-01", "受理范围外", "referred", "区环保局"),
        ("已转区信访局", "受理范围外", "referred", "区信访局"),
        ("已登记 拟转区信访局", "受理范围外", "registered", ""),
        ("待处理", "班子成员", "registered", ""),
    ],
)
def test_what_became_of_a_tip_is_taken_in_with_who_handled_it(
    written: str, group: str, status: str, to: str
) -> None:
    tip = tip_from(对象类别=group, 处理方式=written, 承办人="李某")
    assert (tip.status, tip.handled_by) == (status, "李某")
    assert (tip.disposition.to if tip.disposition else "") == to
    if group == "受理范围外":
        assert tip.referred_to in ("区环保局", "区信访局")
    if "〔" in written:
        assert tip.disposition
        assert (tip.disposition.letter, str(tip.disposition.on)) == ("〔2016〕1号", "2016-10-01")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", Handling()),
        ("转办", Handling(status="referred")),
        ("已登记（待补录）", Handling(to_complete=True)),
        ("已登记 to be referred to 区信访局", Handling(referred_to="区信访局")),
        ("已呈组长 第二组 2016-10-01 拟转〖区环保局 2号〗",
         Handling(status="handed_to_team", to="第二组", on=date(2016, 10, 1), referred_to="区环保局 2号")),
        ("转办 区环保局 2016-10-01 2016-10-02",
         Handling(status="referred", to="区环保局", on=date(2016, 10, 1), is_whole=False)),
        ("转区环保局 10月1日", Handling(status="referred", to="区环保局", on=date(2016, 10, 1))),
        ("已呈组长 9.30", Handling(status="handed_to_team", on=date(2016, 9, 30))),
        ("转办 区环保局 文号〖湘转 〔2016〕5号〗 10-1",
         Handling(status="referred", to="区环保局", letter="湘转 〔2016〕5号", on=date(2016, 10, 1))),
        ("转办 〖12345 拟转 热线〗 〔2016〕1号 to be referred to 〖—〗",
         Handling(status="referred", to="12345 拟转 热线", letter="〔2016〕1号", referred_to="—")),
        ("转办 〖第3中学〗 已反馈", Handling(status="referred", to="第3中学", is_whole=False)),
        ("已登记 拟转区公安局办理", Handling(referred_to="区公安局", is_whole=False)),
        ("已呈组长 第二组 拟转区公安局，已反馈",
         Handling(status="handed_to_team", to="第二组", referred_to="区公安局", is_whole=False)),
        ("转办 区环保局 〔2016〕1号，已反馈",
         Handling(status="referred", to="区环保局", is_whole=False)),
        ("转区环保局 12-31", Handling(status="referred", to="区环保局", is_whole=False)),
        ("转办 区环保局 9时", Handling(status="referred", to="区环保局", is_whole=False)),
        ("重复件 7 ，已答复", Handling(status="duplicate", of="7", is_whole=False)),
        ("已登记 ，已答复", Handling(is_whole=False)),
        ("转发", Handling(status="referred")),
        ("转发区公安局", Handling(status="referred", to="区公安局")),
        ("转正", None),
        ("转办中", None),
        ("重复件 7 8", Handling(status="duplicate", of="7", is_whole=False)),
        ("与1号重复", Handling(status="duplicate", of="1")),
        ("重复件（同第3件）", Handling(status="duplicate", of="3")),
        ("误录撤销（测试）", Handling(status="withdrawn")),
        ("作废（测试）", Handling(status="withdrawn")),
        ("存查（线索不具体）", Handling(status="kept_for_reference")),
        ("已登记（另有说明）", None),
        ("另行处理（线索不具体）", None),
    ],
)  # fmt: skip
def test_what_a_cell_says_of_the_handling_is_told_apart(
    written: str, meant: Handling | None
) -> None:
    found = handling(written, "李某", "", "2016-09-21", NOTICE, NOW)
    assert (found and replace(found, guessed="")) == (
        meant and replace(meant, written=written, by="李某")
    )


@pytest.mark.parametrize(("day", "year"), [("12-31", 2016), ("2.1", 2017), ("2月29日", 2020)])
def test_a_tip_went_on_after_it_came_in_the_year_that_is_guessed_and_told(
    day: str, year: int
) -> None:
    row = GOOD | {"对象类别": "受理范围外", "处理方式": f"转送至区环保局 {day}"}
    (found,) = taken(row, now=NOW.add(years=4))
    assert found.tip and found.tip.disposition and found.tip.disposition.on
    assert (found.tip.disposition.on.year, found.tip.summary) == (year, "收受礼金")
    said = f"处理方式的“{day}”没有写年份，按收到日期推定为 {year} 年"
    assert found.remarks == (said,)


@pytest.mark.parametrize(
    "behind",
    ["办理", "进行处理", "核查完毕，已答复", "，已反馈", "2016年9月30日", "10月9日", "9.30", "第5号，已反馈", "（湘转〔2016〕5号）",
     "，湘转〔2016〕5号，2016.10.9", "查处（限期办结）", " 湘转2016-05", " 党风室，已反馈"],
)  # fmt: skip
def test_what_stands_behind_a_unit_is_no_part_of_it_and_kept_in_words(behind: str) -> None:
    written = f"转送至县公安局{behind}"
    (found,) = taken(GOOD | {"对象类别": "受理范围外", "处理方式": written})
    assert found.tip and found.tip.disposition
    assert (found.tip.referred_to, found.tip.disposition.to) == ("县公安局", "县公安局")
    assert found.tip.summary == f"收受礼金\n处理方式：{written}"
    assert found.remarks == (f"处理方式“{written}”没有完全对应的，原文记入主要内容",)


@pytest.mark.parametrize(
    "unit",
    ["县政务审批办理中心", "县公安局（交警大队）", "县教育局、县财政局", "县纪委 党风室", "县处理积案办公室", "第3中学", "12345 热线"],
)  # fmt: skip
def test_a_unit_may_have_in_its_name_what_elsewhere_stands_behind_one(unit: str) -> None:
    (found,) = taken(GOOD | {"对象类别": "受理范围外", "处理方式": f"转送至{unit}"})
    assert found.tip and found.tip.referred_to == unit and found.remarks == ()


@pytest.mark.parametrize(
    ("written", "handled_by"),
    [
        ("张某\n李某", "张某、李某"),
        ("张某 李某某", "张某、李某某"),
        ("张某;李某（组长）", "张某、李某(组长)"),
        ("张 某", "张某"),
        ("张某 主任", "张某主任"),
        ("张某 同志", "张某同志"),
        ("王芳 同志", "王芳同志"),
        ("Zhang, Mou", "Zhang, Mou"),
        # A blank alone parts what are names of two, no unit and no name of another people.
        ("王芳 李明（组长）、欧阳锋", "王芳、李明(组长)、欧阳锋"),
        ("第二组 王芳", "第二组王芳"),
        ("信访室 王芳", "信访室王芳"),
        ("余村 王芳", "余村王芳"),
        ("阿卜杜拉 热合曼", "阿卜杜拉热合曼"),
    ],
)
def test_of_several_who_handled_it_each_is_named(written: str, handled_by: str) -> None:
    assert tip_from(承办人=written).handled_by == handled_by


@pytest.mark.parametrize(
    ("duplicate", "status"),
    [("是", "duplicate"), ("重复件", "duplicate"), ("否", REGISTERED), ("初件", REGISTERED), ("", REGISTERED)],
)  # fmt: skip
def test_a_column_for_duplicates_says_whether_it_is_one(duplicate: str, status: str) -> None:
    assert handling("", "", duplicate, "", NOTICE, NOW) == Handling(status=status)


@pytest.mark.parametrize(
    ("written", "duplicate", "status", "kept"),
    [
        ("", "与1号重复", "duplicate", ""),
        ("重复件 1", "是", "duplicate", ""),
        ("重复件 1", "与1号重复", "duplicate", ""),
        ("留存备查", "非重复件", "kept_for_reference", ""),
        ("", "是", REGISTERED, "是否重复件：是"),
        ("", "与9号重复", REGISTERED, "是否重复件：与9号重复"),
        ("", "疑似", REGISTERED, "是否重复件：疑似"),
        ("", "重要", REGISTERED, "是否重复件：重要"),
        ("留存备查", "是", "kept_for_reference", "是否重复件：是"),
        ("已呈组长", "与1号重复", "handed_to_team", "是否重复件：与1号重复"),
        ("重复件 1", "否", "duplicate", "是否重复件：否"),
        ("重复件 1", "与2号重复", "duplicate", "是否重复件：与2号重复"),
        ("重复件 1 已电话答复", "", "duplicate", "处理方式：重复件 1 已电话答复"),
        ("办理中 李某负责", "", REGISTERED, "处理方式：办理中 李某负责"),
        ("已登记 〔2016〕1号", "", REGISTERED, "处理方式：已登记 〔2016〕1号"),
        ("办理中 2016-10-01", "", REGISTERED, "处理方式：办理中 2016-10-01"),
        ("已呈组长 拟转区信访局", "", "handed_to_team", "处理方式：已呈组长 拟转区信访局"),
        (f"留存备查（{'长' * TEXT_LIMIT}）", "", "kept_for_reference",
         f"处理方式：留存备查（{'长' * TEXT_LIMIT}）"),
    ],
)  # fmt: skip
def test_what_a_row_says_beside_its_handling_is_kept_there_or_in_the_summary_and_told(
    written: str, duplicate: str, status: str, kept: str
) -> None:
    rows = [
        GOOD | {"序号": n, "处理方式": how, "是否重复": is_one}
        for n, how, is_one in (("1", "", ""), ("2", written, duplicate))
    ]
    _first, one = taken(*rows)
    assert one.tip and one.tip.status == status
    assert one.tip.summary == "\n".join(filter(None, ["收受礼金", kept]))
    told = f"{kept.replace('：', '“', 1)}”没有完全对应的，原文记入主要内容"
    assert one.remarks == ((told,) if kept else ())
    assert not (one.tip.disposition and one.tip.disposition.to), "it was sent to nobody"


def test_what_was_handed_on_has_the_day_that_is_said_and_no_other() -> None:
    day = date(2016, 9, 22)
    for written, to, on in (
        ("已呈组长 2016-09-22", "", day),
        ("立行立改 2016-09-22", "", day),
        ("已呈组长 第二组", "第二组", None),
        ("留存备查 无实据 2016-09-22", "", day),
    ):
        how = tip_from(处理方式=written).disposition
        assert how and (how.to, how.on) == (to, on), written
    outside = {"对象类别": "受理范围外", "转办单位": "区信访局"}
    (found,) = taken(GOOD | outside | {"处理方式": "转办 区环保局"})
    assert found.tip and found.tip.disposition and found.tip.disposition.on is None
    # Where it went counts, and where it was to go is kept in words.
    assert (found.tip.referred_to, found.tip.summary) == (
        "区环保局",
        "收受礼金\n转办单位：区信访局",
    )
    (found,) = taken(GOOD | outside | {"处理方式": "已呈组长 拟转区环保局"})
    assert found.tip and found.tip.referred_to == "区信访局"
    assert found.tip.summary.endswith("处理方式：已呈组长 拟转区环保局") and len(found.remarks) == 1


def test_of_what_was_passed_through_what_the_desk_has_no_place_for_is_told_and_left_out() -> None:
    row = dict.fromkeys(GOOD, "") | {"收件日期": "2016-09-21 09:05", "来源": "来信"}
    (found,) = taken(row | {"处理方式": "径送 〔2016〕1号", "是否重复": "是"})
    assert found.tip and found.tip.disposition == Disposition("", NOW, letter="〔2016〕1号")
    assert found.remarks == ("是否重复件“是”没有记入：径送件不登记内容",)


def test_who_handled_it_how_and_when_is_kept_as_far_as_it_is_said() -> None:
    tip = tip_from()
    assert applied(tip, Handling(), NOW) == (tip, "") and tip.disposition is None
    by, _problem = applied(tip, Handling(by="李某"), NOW)
    assert by == replace(tip, handled_by="李某")
    for written, status, why in (
        ("存查", "handed_to_team", ""),
        ("存查", "kept_for_reference", "存查"),
        ("", "kept_for_reference", "旧台账原载"),
    ):
        how = applied(tip, Handling(written, status=status), NOW)[0].disposition
        assert how and (how.why, how.at) == (why, NOW)
    passed, _problem = applied(Tip(channel="post"), Handling(status=PASSED_THROUGH, to="组长"), NOW)
    assert passed.disposition == Disposition("", NOW, to="组长"), "it went on no day that is known"


@pytest.mark.parametrize("written", ["与1号重复", "重复件（同第1件）", "和序号1内容重复"])
def test_a_duplicate_may_be_told_in_a_sentence(written: str) -> None:
    rows = [GOOD | {"序号": n, "处理方式": how} for n, how in (("1", ""), ("2", written))]
    assert [one.of for one in taken(*rows)] == ["", "1"]


def test_what_stands_in_brackets_behind_a_status_is_its_reason() -> None:
    tip = tip_from(处理方式="留存备查（无实质内容）", 承办人="汤某")
    assert tip.disposition
    assert (tip.status, tip.disposition.why) == ("kept_for_reference", "留存备查（无实质内容）")
    # As much of it as a reason may be long; a dash is nobody.
    tip = tip_from(处理方式=f"留存备查（{'长' * TEXT_LIMIT}）", 承办人="—")
    assert tip.disposition and tip.status == "kept_for_reference"
    assert (len(tip.disposition.why), tip.handled_by) == (TEXT_LIMIT, "")


def test_a_dash_says_nothing_of_what_became_of_a_tip_and_a_refusal_is_told_in_its_first_words() -> (
    None
):
    (found,) = taken(GOOD | {"处理方式": "—"})
    assert found.tip and found.remarks == () and found.tip.summary == "收受礼金"
    assert found.tip.status == "registered" and found.tip.disposition is None
    (found,) = taken(GOOD | {"处理方式": "转办"})
    assert found.tip and "记入主要内容：属受理范围的由" in "".join(found.remarks)


def test_a_row_of_which_only_what_is_left_out_says_something_is_no_tip() -> None:
    (found,) = taken(dict.fromkeys(GOOD, "") | {"备考": "以上已交接"})
    assert found.is_none and found.remarks == ("没有内容",)
    # Nor is one that has its number already, and who is to write it.
    prepared = {"序号": "5", "处理方式": "待处理", "承办人": "李某", "是否重复件": "否"}
    (found,) = taken(dict.fromkeys(GOOD, "") | prepared)
    assert found.is_none and found.remarks == ("没有内容",)


def test_a_postmark_may_be_a_day_as_a_spreadsheet_counts_it() -> None:
    tip = tip_from(来源="来信", 邮戳日期="42633")
    assert tip.postmarked_on == date(2016, 9, 20)


def test_what_the_desk_has_no_status_for_is_kept_in_the_summary_and_told() -> None:
    for written in ("已电话答复", "已转办区信访局"):
        (found,) = taken(GOOD | {"处理方式": written, "承办人": "李某"})
        assert found.tip and found.tip.status == "registered"
        assert (found.tip.handled_by, found.tip.disposition) == ("李某", None)
        assert found.tip.summary == f"收受礼金\n处理方式：{written}"
        assert "记入主要内容" in "".join(found.remarks)


@pytest.mark.parametrize("blank", ["/", "无", "—"])
def test_what_says_that_there_is_nothing_is_no_answer(blank: str) -> None:
    (found,) = taken(GOOD | {"转办单位": blank})
    assert found.tip and found.tip.referred_to == ""
    (found,) = taken(GOOD | {"主要内容": blank})
    assert found.tip is None and [fault.field for fault in found.faults] == ["summary"]


def test_a_duplicate_of_a_row_above_names_it_and_any_other_is_kept_in_words() -> None:
    first, second = (
        GOOD | {"序号": "7", "处理方式": ""},
        GOOD | {"序号": "8", "处理方式": "重复件 7"},
    )
    found = taken(first, second)[1]
    assert found.tip and found.tip.status == "duplicate" and found.of == "7"
    for of_none in ({"是否重复件": "是"}, {"处理方式": "重复件 9"}):
        (found,) = taken(GOOD | of_none)
        assert found.tip and found.tip.status == "registered" and "重复件" in found.tip.summary
    # Where rows have no numbers, a duplicate of no number is one of none of them.
    for of_none in ({"是否重复件": "是"}, {"处理方式": "重复件"}):
        _first, found = taken(GOOD | dict.fromkeys(of_none, ""), GOOD | of_none)
        assert found.tip and found.tip.status == "registered" and "重复件" in found.tip.summary
    # Nor is any one of what was withdrawn, in the register or on the desk meanwhile, itself or the first of its matter.
    _first, found = taken(first | {"处理方式": "误录撤销"}, second)
    assert found.tip and found.tip.status == "registered" and "重复件 7" in found.tip.summary
    row = taken(first)[0].tip
    assert row
    for there, status in (
        ([replace(row, number="2016-0001")], "duplicate"),
        ([replace(row, number="2016-0001", status="withdrawn")], "registered"),
        (
            [
                replace(row, number="2016-0001", status="withdrawn", summary="另一件"),
                replace(row, number="2016-0002", matter="2016-0001"),
            ],
            "registered",
        ),
    ):
        known, found = taken(first, second, on_desk=OnDesk(there))
        assert known.known_as and found.tip and found.tip.status == status
    # As far as it is half-done, it stays so.
    lacking = GOOD | {"对象类别": "", "问题类别": "", "处理方式": "重复件（待补录） 9"}
    (found,) = taken(lacking)
    assert found.tip and found.tip.to_complete and found.tip.status == "registered"
    # Nor is that of the row in the sheet one.
    _first, found = taken(GOOD | {"处理方式": ""}, GOOD | {"处理方式": "重复件 2"})
    assert found.tip and found.tip.status == "registered" and "重复件 2" in found.tip.summary


def test_what_was_passed_through_went_on_its_day_and_has_no_content() -> None:
    passed = {"收件日期": "2016-09-21 09:05", "来源": "手机", "处理方式": "径送 组长 2016-09-22"}
    (found,) = taken(passed | {"主要内容": ""})
    assert found.tip and found.tip.status == "passed_through" and found.tip.disposition
    assert (found.tip.disposition.to, str(found.tip.disposition.on)) == ("组长", "2016-09-22")
    for told in ({"主要内容": "收受礼金"}, {"被反映人": "赵某某"}, {"反映人": "王某某"}):
        (found,) = taken(passed | {"主要内容": ""} | told)
        assert found.tip is None and "不登记任何内容" in found.faults[0].sentence
    # No row is passed over in silence.
    for wrong, fields in (
        ({"收件日期": "不日"}, ["received_at"]),
        ({"收件日期": ""}, ["received_at"]),
        ({"巡视重点": "重点菜"}, ["tags"]),
        ({"收件日期": "不日", "巡视重点": "重点菜"}, ["tags", "received_at"]),
    ):
        (found,) = taken(passed | {"主要内容": ""} | wrong)
        assert (found.tip, [fault.field for fault in found.faults]) == (None, fields), wrong


def test_of_two_letters_the_first_is_that_under_which_it_went() -> None:
    tip = tip_from(对象类别="受理范围外", 处理方式="转办 区环保局 〔2016〕1号 〔2016〕2号")
    assert tip.disposition
    assert (tip.disposition.letter, tip.disposition.to) == ("〔2016〕1号", "区环保局")
    assert tip.summary.endswith("〔2016〕2号")


# Registers as offices keep them


def test_a_cell_under_a_merged_one_says_the_same(tmp_path: Path) -> None:
    first, second = file("01_blank_date.xlsx", tmp_path)
    assert first.tip and second.tip
    assert first.tip.received_at == second.tip.received_at == at("2016-09-21T09:05:00")


@pytest.mark.parametrize("areas", [MOST_ROWS + 1, 3_000])
def test_of_far_too_many_merged_cells_a_sheet_is_refused(areas: int) -> None:
    whole = [(1, 0, MOST_ROWS, MOST_COLUMNS - 1)] * areas
    with pytest.raises(CannotRead, match="内容过多"):
        sheet_of("台账", [(1, ["举报时间"]), (2, ["10-01"])], whole).top(20)


def test_what_nobody_sees_of_a_workbook_is_told(tmp_path: Path) -> None:
    book = Workbook()
    for row in (GOOD, GOOD.values()):
        book.worksheets[0].append(list(row))
    book.worksheets[0].row_dimensions[2].hidden = True
    book.worksheets[0].column_dimensions["B"].hidden = True
    draft = book.create_sheet("草稿")
    draft.append(list(GOOD))
    draft.sheet_state = "hidden"
    book.save(tmp_path / "x.xlsx")
    source = open_source(tmp_path / "x.xlsx", {}, MemoryNotes())
    (one,) = source.take_in(PLAIN, NOTICE, NOW, OnDesk())
    assert one.remarks == ("这一行在原表中是隐藏的",)
    assert list(source.remarks(PLAIN, NOTICE)) == [
        "隐藏的工作表“草稿”没有读。",
        "这些列在原表中是隐藏的，也读了：来源",
    ]


def test_of_many_columns_that_are_left_out_some_are_named() -> None:
    headings = ["举报时间", "主要内容", *(f"栏{n}" for n in range(500))]
    source = Source(((sheet := sheet_of("台账", [(1, headings)]), columns_of(sheet, {})),))
    (said,) = source.remarks(Wanted(), parse_notice(notice_text()))
    assert said.endswith("栏19等 500 列")


def test_one_person_with_two_posts_is_one_person(tmp_path: Path) -> None:
    (found,) = file("03_two_posts_one_person.xlsx", tmp_path)
    assert found.tip and [(s.person, s.post) for s in found.tip.subjects] == [
        ("赵某某", "党组书记、局长")
    ]
    (found,) = file("04_posts_shift.xlsx", tmp_path)
    assert found.tip and [(s.person, s.post) for s in found.tip.subjects] == [
        ("赵某某", "党组书记、局长"),
        ("钱某某", "副局长"),
    ]


def test_ranges_numbers_and_weeks_are_no_time_of_receipt(tmp_path: Path) -> None:
    found = file("06_date_range.xlsx", tmp_path)
    assert len(found) == 6
    assert all([f.field for f in one.faults] == ["received_at"] for one in found)


def test_date_and_time_in_two_columns_of_a_workbook(tmp_path: Path) -> None:
    (found,) = file("08_date_and_time_columns.xlsx", tmp_path)
    assert found.tip and found.tip.received_at == at("2016-09-21T09:05:00")


def test_same_as_above_in_a_workbook(tmp_path: Path) -> None:
    first, second = (one.tip for one in file("09_same_as_above.xlsx", tmp_path))
    assert first and second and first.subjects == second.subjects
    assert first.reporter == second.reporter and first.summary != second.summary


def test_a_text_full_of_commas_does_not_part_the_columns(tmp_path: Path) -> None:
    found = file("10_fullwidth_commas.csv", tmp_path)
    assert len(found) == 3 and all(one.tip and "，" in one.tip.summary for one in found)


def test_public_registers_are_taken_in_half_done(tmp_path: Path) -> None:
    (found,) = file("11_headings_a.xlsx", tmp_path, HALF_DONE)
    assert found.tip and found.tip.channel == "visit" and found.number == "1"
    assert found.tip.received_at == at("2016-09-21T09:00:00")
    assert found.tip.summary.endswith("承重墙。\n处理方式：已转办")
    (found,) = file("11_headings_b.xlsx", tmp_path, HALF_DONE)
    assert [fault.field for fault in found.faults] == ["disciplines"]
    (found,) = file("11_headings_c.xlsx", tmp_path, Wanted(group="leadership"))
    assert found.tip and found.tip.received_at == at("2016-09-21T10:26:00")


def test_all_visible_sheets_are_read(tmp_path: Path) -> None:
    assert [one.sheet for one in file("13_two_sheets.xlsx", tmp_path)] == ["9月", "10月"]


def test_ten_ways_in_which_offices_write_a_date(tmp_path: Path) -> None:
    hours = ["20T09:00", "20T15:00", "20T09:05", *["20T00:00"] * 5, "21T00:00", "20T00:00"]
    found = [one.tip.received_at for one in file("14_date_styles.xlsx", tmp_path) if one.tip]
    assert found == [at(f"2016-09-{hour}:00") for hour in hours]


def test_words_for_nobody_in_a_workbook(tmp_path: Path) -> None:
    found = [one.tip.reporter for one in file("15_anonymous_words.xlsx", tmp_path) if one.tip]
    assert found[:6] == [None] * 6
    assert found[6:] == [Reporter("王某某", "", True), Reporter("王某某", "13800000000")]


def test_the_library_warns_nobody(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    (found,) = file("17_dropdowns.xlsx", tmp_path)
    assert found.tip and not recwarn.list


def test_messages_in_the_words_of_the_register(tmp_path: Path) -> None:
    (found,) = file("20_messages.xlsx", tmp_path)
    assert [fault.field for fault in found.faults] == ["channel"]
    assert found.values["disciplines"] == ["廉洁纪律"]
    assert found.values["subjects"][0]["group"] == "leadership"
