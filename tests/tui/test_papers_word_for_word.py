"""Papers from their first word to their last: what is on them, in which order, and nothing else."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from store.duty.books import LogEntry, Paper, Shift
from store.duty.closing import Closing, LateTip
from store.duty.handover import Handover, OpenTip, Sheet, ToCome
from store.duty.report import Figures, Report, Span
from store.notice.reading import parse_notice
from store.registers.headings import columns_of
from store.registers.importing import OnDesk, Wanted
from store.registers.sheet import sheet_of
from store.registers.source import Source
from store.text import INSPECTIONS, use_inspection
from store.tips.enclosure import Enclosure, KeptFile
from store.tips.follow_up import Appointment, Note
from store.tips.tip import Subject
from tests.builders import DURING, at, example, notice_text, read_notice
from tests.store.desks import tip_of
from tests.store.test_notice import NOTICES
from tui.papers.duty_html import closing_html, handover_html
from tui.papers.duty_text import closing_text, handover_text
from tui.papers.forms_html import forms_html
from tui.papers.import_xlsx import import_xlsx
from tui.papers.notice_document import document
from tui.papers.notice_html import notice_html
from tui.papers.notice_md import notice_md
from tui.papers.notice_svg import notice_svg
from tui.papers.notice_text import notice_text as as_text
from tui.papers.open_calendar import calendar_text
from tui.papers.public_notice import public_notice
from tui.papers.referral_letter import letter_html
from tui.papers.referral_paper import referral_text
from tui.papers.report_formats import FORMATS
from tui.papers.report_html import report_html
from tui.papers.report_text import report_text
from tui.papers.report_xlsx import report_xlsx
from tui.papers.tip_sheet import receipts_html, sheets_html
from tui.papers.transfer_list import transfer_html

NOTICE = example()
ANCHOR = "7:0123456789abcdef"
AT_NINE, AT_TEN = "2016-10-01T09:00:00+08:00", "2016-10-01T10:00:00+08:00"
SIGNED_BY_HAND = "日期：　　　　年　　月　　日"
FILLED_IN_BY_HAND = """拟办意见｜签名：　　　　　　　　年　　月　　日
领导批示｜签名：　　　　　　　　年　　月　　日
办理结果｜签名：　　　　　　　　年　　月　　日"""


def words_on(page: str) -> str:
    """The words of a page, boxes that stand beside each other on one line."""
    _head, body = page.split("<body>")
    begun, ended = (Counter(re.findall(rf"<{end}([a-z]+\d?)[ >]", page)) for end in ("", "/"))
    for that_is_empty in ("meta", "col"):
        del begun[that_is_empty]
    assert begun == ended
    body = re.sub(r"</(?:h1|h2|p|tr|div|span|dd)>", "\n", body).replace("</dt>", "：")
    text = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"</t[hd]>", "｜", body)))
    return "\n".join(line.rstrip("｜") for line in text.splitlines() if line.strip())


# The papers of the duty

ON = Shift(("甲", "乙"), AT_NINE)
HANDED = replace(ON, handed_by="甲", handed_at=AT_TEN, notes="固定电话已修\n来访室上锁")
BEFORE = replace(HANDED, handed_by="丙", notes="固定电话请催修")
NOTHING = Sheet(0, "", "", {}, {}, (), 0, 0, (), ())
NOTHING_YET = """省委巡视第一组交接班单
{}【自上次交班登记】
  0 件
【来源】
  无
【问题类别】
  无
【本人未保存的草稿】
  无
【值班日志】
  无
{}【未办结（0 件）】
  无"""


def test_a_hand_over_sheet_reads_so() -> None:
    sheet = Sheet(
        received=2,
        first="2016-0001",
        last="2016-0002",
        by_channel={"landline": 2, "post": 0, "mobile": 1},
        by_discipline={"廉洁纪律": 2, "other": 1, "生活纪律": 0},
        open=(
            OpenTip("2016-0001", "urgent", False, AT_NINE, "某局 赵某"),
            OpenTip("2016-0002", "registered", True, AT_NINE, "", is_hidden=True),
        ),
        open_count=3,
        to_complete=1,
        drafts=(AT_TEN,),
        log=(LogEntry(AT_NINE, "甲", "固定电话\n中断"),),
        recipients=("ab12",),
        anchor=ANCHOR,
        appointments=(ToCome("2016-0001", "call_back", "2016-10-02T15:00:00+08:00"),),
    )
    said = f"""省委巡视第一组交接班单
值班：甲、乙，2016-10-01 09:00 接班
交班：甲，2016-10-01 10:00
接班确认：尚未确认
【上一班交来（丙 2016-10-01 10:00）】
  固定电话请催修
【自上次交班登记】
  2 件（2016-0001 – 2016-0002）
【来源】
  固定电话 2  手机 1
【问题类别】
  廉洁纪律 2  其他 1
【本人未保存的草稿】
  最后修改于 2016-10-01 10:00
【值班日志】
  2016-10-01 09:00  甲  固定电话 中断
【交班事项】
  固定电话已修
  来访室上锁
【待办的回电、约谈】
  2016-10-02 15:00  回电  2016-0001
【未办结（3 件）】
  2016-0001  ! 立行立改  2016-10-01 09:00  某局 赵某
  2016-0002  … 待补录    2016-10-01 09:00  〔密封〕
  另有 1 件未列出
【密封公钥指纹】
  ab12
核对码：{ANCHOR}"""
    assert handover_text(NOTICE, Handover(HANDED, BEFORE, sheet)) == said
    page = words_on(handover_html(NOTICE, Handover(HANDED, BEFORE, sheet)))
    renamed = replace(NOTICE, team="某组")
    found = Handover(replace(HANDED, team=NOTICE.team), replace(BEFORE, team="前组"), sheet)
    assert handover_text(renamed, found) == said
    assert words_on(handover_html(renamed, found)) == page
    assert page == f"{said}\n交班人：\n接班人：\n{SIGNED_BY_HAND}"


@pytest.mark.parametrize(
    ("shift", "said", "more"),
    [
        (None, "当前无人值班。\n", ""),
        (ON, "值班：甲、乙，2016-10-01 09:00 接班\n", ""),
        (
            replace(HANDED, notes=""),
            "值班：甲、乙，2016-10-01 09:00 接班\n交班：甲，2016-10-01 10:00\n接班确认：尚未确认\n",
            "【交班事项】\n  无\n",
        ),
    ],
    ids=["nobody", "is on", "handed over"],
)
def test_a_sheet_on_which_nothing_is_yet_says_so_under_each_head(
    shift: Shift | None, said: str, more: str
) -> None:
    found = Handover(shift, None, NOTHING)
    assert handover_text(NOTICE, found) == NOTHING_YET.format(said, more)


def test_of_one_tip_the_sheet_names_its_number_once_and_who_took_over() -> None:
    one = replace(NOTHING, received=1, first="2016-0001", last="2016-0001")
    shift = replace(HANDED, received_by="丁", received_at="2016-10-01T10:05:00+08:00")
    said = handover_text(NOTICE, Handover(shift, None, one))
    assert "\n  1 件（2016-0001）\n" in said
    assert "\n接班确认：丁，2016-10-01 10:05\n" in said and "尚未确认" not in said


def test_the_reconciliation_reads_so() -> None:
    late = (
        LateTip(
            "2016-0003", "post", "2016-10-20T09:00:00+08:00", "2016-10-17", "挂号1", "registered"
        ),
        LateTip("2016-0004", "landline", "2016-10-20T10:00:00+08:00", None, "", "handed_to_team"),
    )
    left = tuple(f"2016-{n:04}" for n in range(1, 9))
    found = Closing(DURING, NOTICE.tips_end, 20, 5, 3, 2, 1, 4, 6, left, late, ANCHOR)
    head = "省委巡视第一组收件核对单\n受理截止：{}\n核对时间：2016-10-01 16:59\n"
    beside = "留存备查中重复件 1 件；误录撤销 6 件，不计入收到。\n"
    told = "呈组长 5 + 转办 3 + 留存备查 2 + 径送 4"
    assert closing_text(NOTICE, found) == (
        f"{head.format('2016-10-19 24:00')}收到 20 ≠ {told}，尚有 8 件未办结\n{beside}"
        f"""【未办结（8 件）】
  2016-0001  2016-0002  2016-0003  2016-0004  2016-0005  2016-0006
  2016-0007  2016-0008
【截止后收件登记（2 件）】
  2016-0003  2016-10-20 09:00  邮政信箱  邮戳 2016-10-17  挂号1  已登记
  2016-0004  2016-10-20 10:00  固定电话  已呈组长
核对码：{ANCHOR}"""
    )
    comes_out = replace(found, received=14, open=(), late=(), cut_off=None)
    assert words_on(closing_html(NOTICE, comes_out)) == (
        f"{head.format('尚未公布')}收到 14 = {told}\n{beside}"
        f"""【未办结（0 件）】
  无
【截止后收件登记（0 件）】
  无
核对码：{ANCHOR}
制表人：
核对人：
{SIGNED_BY_HAND}"""
    )


# What goes to others

REFERRED: dict[str, Any] = {
    "number": "2016-0002",
    "received_on": "2016-09-30",
    "subjects": [
        {"unit": "=某街道办", "person": "钱某", "post": "科长", "group": "leadership"},
        {"unit": "", "person": "", "post": "", "group": "out_of_scope"},
    ],
    "disciplines": [],
    "content": "=夜间<b>施工",
    "referred_to": "=区环保局",
    "letter": "=5号",
    "referred_on": "2016-10-02",
    "due": "2016-10-20",
    "reporter": {"name": "=王某", "contact": "+139"},
    "team": NOTICE.team,
}


def test_a_letter_of_referral_reads_so_and_none_of_it_is_a_formula() -> None:
    paper = Paper("letter", 2, AT_NINE, "甲", ("2016-0002",), REFERRED)
    assert (
        words_on(letter_html(NOTICE, paper))
        == """转办函
文号：'=5号
'=区环保局：
现将我组收到的反映（编号 2016-0002，2016-09-30 收到）转给你单位，请按规定办理。
被反映人：'=某街道办 钱某 科长
反映事项：'=夜间<b>施工
反映人姓名（本人同意转告）：'=王某
联系方式（本人同意转告）：'+139
请于 2016 年 10 月 20 日 前办结，并将回执退回我组。
省委巡视第一组
2016 年 10 月 2 日
转办函回执
文号：'=5号　编号：2016-0002
收到日期：　　　　年　　月　　日　　　承办人：
办理结果：
'=区环保局（章）　　　　　　　　　　年　　月　　日"""
    )


def test_what_a_letter_does_not_know_is_written_in_by_hand() -> None:
    unknown = {"letter": "", "referred_on": None, "due": None, "reporter": {}, "subjects": []}
    paper = Paper("letter", 2, AT_NINE, "甲", ("2016-0002",), REFERRED | unknown)
    assert (
        words_on(letter_html(NOTICE, paper))
        == """转办函
文号：〔　　　　〕　　　号
'=区环保局：
现将我组收到的反映（编号 2016-0002，2016-09-30 收到）转给你单位，请按规定办理。
反映事项：'=夜间<b>施工
请于 　　　　年　　月　　日 前办结，并将回执退回我组。
反映人情况按规定不予提供；请勿追查。
省委巡视第一组
2016 年 10 月 1 日
转办函回执
文号：〔　　　　〕　　　号　编号：2016-0002
收到日期：　　　　年　　月　　日　　　承办人：
办理结果：
'=区环保局（章）　　　　　　　　　　年　　月　　日"""
    )


def test_a_referral_as_text_reads_so_with_no_line_for_whom_nobody_knows() -> None:
    said = """转办件 2016-0002
转往：=区环保局
文号：{letter}
转出日期：{day}
收件日期：2016-09-30
{subject}主要内容：=夜间<b>施工
转出单位：省委巡视第一组
反映人情况按规定不予提供；请勿追查。"""
    # That somebody is out of scope here is nothing to whoever has the matter now.
    subject = "被反映人：=某街道办，钱某，科长，领导班子及其成员\n"
    known = said.format(letter="=5号", day="2016-10-02", subject=subject)
    assert referral_text(NOTICE, REFERRED) == known
    unknown = REFERRED | {"letter": "", "referred_on": None, "subjects": []}
    assert referral_text(NOTICE, unknown) == said.format(letter="—", day="—", subject="")
    other = {"unit": "", "person": "孙某", "post": "", "group": "out_of_scope"}
    two = REFERRED | {"subjects": [*REFERRED["subjects"], other]}
    subjects = f"{subject}被反映人：孙某\n"
    assert referral_text(NOTICE, two) == said.format(
        letter="=5号", day="2016-10-02", subject=subjects
    )
    letter = words_on(letter_html(NOTICE, Paper("letter", 2, AT_NINE, "甲", ("2016-0002",), two)))
    assert "被反映人：'=某街道办 钱某 科长\n被反映人：孙某\n" in letter


def test_a_hand_over_list_reads_so() -> None:
    rows: list[dict[str, Any]] = [
        {
            "number": "2016-0001",
            "received": AT_NINE,
            "channel": "post",
            "status": "handed_to_team",
            "subjects": [
                {"unit": "=甲局", "person": "=钱某", "post": "局长"},
                {"unit": "=甲局", "person": "", "post": "局长"},
                {"unit": "", "person": "孙某", "post": ""},
            ],
            "disciplines": ["廉洁纪律", "other"],
            "enclosures": [
                {"kind": "letter", "pages": 3, "copies": 2},
                {"kind": "photographs", "pages": 4, "copies": 1},
            ],
            "problem": "收受礼金",
            "is_hidden": False,
        },
        {
            "number": "2016-0002",
            "received": "2016-10-01",
            "channel": "landline",
            "status": "registered",
            "subjects": [],
            "disciplines": [],
            "problem": "+夜间施工",
            "is_hidden": False,
        },
        # A list of version 0.2 has no enclosures.
        {
            "number": "2016-0003",
            "received": "2016-10-01",
            "channel": "landline",
            "status": "registered",
            "subjects": [],
            "disciplines": ["廉洁纪律"],
            "problem": "",
            "is_hidden": True,
        },
    ]
    said = f"""移交清单
移交〔2016〕3 号　移交单位：省委巡视第一组　接收单位（人）：'=第二组
序号｜举报编号｜收到时间｜被反映人｜单位职务｜主要问题｜页数｜附件｜处理情况
1｜2016-0001｜2016-10-01｜'=钱某、孙某｜'=甲局 局长｜〔廉洁纪律、其他〕收受礼金｜3｜信件3页2份、照片4张｜已呈组长
2｜2016-0002｜2016-10-01｜｜｜'+夜间施工｜｜｜已登记
3｜2016-0003｜2016-10-01｜｜｜〔密封〕｜｜｜已登记
共 3 件（大写：叁），附件 2 项，共 3 页
移交人（签名）：
{SIGNED_BY_HAND}
接收人（签名）：
{SIGNED_BY_HAND}
监交人（签名）：
{SIGNED_BY_HAND}
甲 2016-10-01 09:00 制表"""
    content = {"receiver": "=第二组", "rows": rows}
    paper = Paper("transfer", 3, AT_NINE, "甲", (), content)
    assert words_on(transfer_html(NOTICE, paper)) == said
    alone = replace(paper, content=content | {"rows": rows[1:]})
    assert "共 2 件（大写：贰）" in words_on(transfer_html(NOTICE, alone)).split("\n")


# A tip on a page

SEVERAL = (
    Subject("甲局", "钱某", "局长", "leadership"),
    Subject("=乙局", "孙某", "", "out_of_scope"),
)
LETTER = replace(
    tip_of(channel="post", postmarked_on="2016-09-30", registration_mark="=挂号1"),
    number="2016-0001",
    officer="=李某",
    saved_at=at("2016-10-01T09:20:00"),
    subjects=SEVERAL,
    tags=("重点人",),
    disciplines=("廉洁纪律", "other"),
    to_complete=True,
    notes=(Note("instruction", DURING.date(), "请办", "甲", DURING),),
    appointments=(Appointment("call_back", at("2016-10-02T15:00:00"), "核对", "甲", DURING),),
    enclosures=(
        Enclosure(
            "letter",
            3,
            2,
            "柜一",
            "档3",
            "信.pdf",
            "甲",
            DURING,
            KeptFile("1" * 32, 2048, "2" * 64),
        ),
        Enclosure("recording", 5),
    ),
)


def test_a_sheet_of_a_letter_reads_so() -> None:
    page = sheets_html(NOTICE, [LETTER])
    assert (
        words_on(page)
        == f"""来信登记单
编号 2016-0001　省委巡视第一组
来源｜邮政信箱｜收到时间｜2016-10-01 09:12
邮戳日期｜2016-09-30｜挂号编号｜'=挂号1
联系方式｜13800000000｜反映人｜王某某（待核实）
被反映人 1｜甲局，钱某，局长，领导班子及其成员
被反映人 2｜'=乙局，孙某，不属受理范围
问题类别｜廉洁纪律、其他
巡视重点｜重点人
主要内容｜反映赵某某在工程招标中收受好处，称有转账记录。
附件｜信件，3 页，2 份，信.pdf，存于柜一，档案号 档3，文件 2 KB
录音录像，5 分钟
处理情况｜已登记（待补录）
领导批示｜2016-10-01　请办（甲 2016-10-01 16:59 记）
回电｜2016-10-02 15:00，核对
登记人｜'=李某｜登记时间｜2016-10-01 09:20
{FILLED_IN_BY_HAND}"""
    )
    # What stands alone in its row is as wide as the page, and what is long keeps its lines.
    assert '<td colspan="3" class="content">' in page and '<td class="">邮政信箱<' in page
    assert '<tr class="long">' in page and page.count('<tr class="sign">') == 3


def test_a_sheet_of_a_call_reads_so() -> None:
    call = replace(tip_of(), number="2016-0002", officer="乙", saved_at=DURING)
    assert (
        words_on(sheets_html(NOTICE, [call]))
        == f"""来电登记单
编号 2016-0002　省委巡视第一组
来源｜固定电话｜收到时间｜2016-10-01 09:12
被反映单位｜示范区管委会｜被反映人｜赵某某
职务｜副主任｜联系方式｜13800000000
反映人｜王某某（待核实）
对象类别｜领导班子及其成员
问题类别｜廉洁纪律
主要内容｜反映赵某某在工程招标中收受好处，称有转账记录。
附件｜　　　件　　　页｜处理情况｜已登记
登记人｜乙｜登记时间｜2016-10-01 16:59
{FILLED_IN_BY_HAND}"""
    )


def test_a_receipt_reads_so() -> None:
    said = """登记回执
省委巡视第一组
编号｜2016-0001｜收到时间｜2016-10-01 09:12
来源｜邮政信箱｜登记人｜'=李某
{}说明｜您反映的情况已经登记，请保存本回执。再次联系时，请告知编号。
登记单位（章）：
日期：　　　　年　　月　　日"""
    assert words_on(receipts_html(NOTICE, [LETTER])) == said.format(
        "附件｜信件3页2份、录音录像5分钟\n"
    )
    assert words_on(receipts_html(NOTICE, [replace(LETTER, enclosures=())])) == said.format("")


def test_a_blank_form_reads_so() -> None:
    page = forms_html(NOTICE, [7])
    assert (
        words_on(page)
        == f"""举报登记表 0007 号
省委巡视第一组
来源｜□ 固定电话 84404233　□ 手机 18073127519　□ 邮政信箱 长沙市第482号邮政信箱　□ 来访接待 来访　□ 电子邮箱　□ 上级交办　□ 信访部门转来　□ 谈话中反映　□ 组内发现
收到时间｜　　　　年　　月　　日　　时　　分
邮戳日期｜｜挂号编号
接访地点｜｜接访人
被反映单位｜｜被反映人
职务｜｜转办单位
反映人姓名｜｜联系方式
附件
问题类别｜□ 政治纪律　□ 组织纪律　□ 廉洁纪律　□ 群众纪律　□ 工作纪律　□ 生活纪律　□ 其他
巡视重点｜□ 党的领导弱化　□ 党的建设缺失　□ 全面从严治党不力　□ 重点人　□ 重点事　□ 重点问题
对象类别｜□ 领导班子及其成员　□ 下一级党组织领导班子主要负责人　□ 重要岗位领导干部　□ 不属受理范围　□ 巡视干部
主要内容｜何人、何时、何地、何事、涉及金额、有何证据和知情人
{FILLED_IN_BY_HAND}
登记人：
补录人：{"　" * 4}
补录编号：{"　" * 6}"""
    )
    assert page.count('class="blank"') > 10 and '<tr class="content">' in page


# What was read in, sent back


def test_what_was_read_of_a_register_goes_back_beside_what_stood_there() -> None:
    heads = ["收件日期", "来源", "单位", "主要内容"]
    stood = ["2016-09-21 09:05", "手机", "某局"]
    sheet = sheet_of(
        "九:月", enumerate([heads, [*stood, "收礼"], stood, [*stood, "收礼", "多的"]], 1)
    )
    source = Source(((sheet, columns_of(sheet, {})),))
    rows = list(source.take_in(Wanted(group="leadership"), NOTICE, DURING, OnDesk()))
    book = load_workbook(BytesIO(import_xlsx(NOTICE, source, rows)))
    (made,) = book.worksheets
    assert (made.title, made.freeze_panes) == ("九_月", "A2")
    assert [cell.font.b for cell in made["A"]] == [True, False, False, False]
    assert {made.column_dimensions[letter].width for letter in "ADM"} == {20}
    titles, first, second, third = (
        ["" if one is None else one for one in row] for row in made.values
    )
    labels = [
        "序号",
        "收到时间",
        "来源",
        "反映人",
        "被反映人",
        "问题类别",
        "主要内容",
        "处理方式",
        "说明",
    ]
    assert titles == heads + [f"读作：{label}" for label in labels]
    read = ["", "2016-09-21 09:05", "手机", "匿名", "—  某局  —  领导班子及其成员", ""]
    none = "问题类别：至少选一项，都不是的选“其他”。"
    assert first == [*stood, "收礼", *read, "收礼", "", none]
    assert third == first, "what stands under no heading was not read"
    assert second == [*stood, "", *read, "", "", f"{none}\n主要内容：不能为空，请写明反映的问题。"]


# A report

DISTRICT = read_notice(NOTICES / "qindu-2022.toml")
OF_THE_WEEK = Figures(
    span=Span(date(2022, 7, 4), date(2022, 7, 5)),
    received=11,
    in_scope=2,
    out_of_scope=3,
    about_inspectors=4,
    to_complete=5,
    passed_through=6,
    withdrawn=7,
    late=8,
    out_of_hours=9,
    by_discipline={"政治纪律": 1, "other": 2},
    by_channel={"landline": 3},
    by_other_source={"assigned": 1},
    by_group={"leadership": 2, "甲类": 4},
    by_status={"registered": 3, "urgent": 1},
    by_day={"2022-07-04": 4, "2022-07-05": 7},
    by_hour=(*[0] * 6, 1, 0, 0, 2, *[0] * 14),
    hour_unknown=5,
    by_line={DISTRICT.lines[0].value: 6},
    with_enclosures=10,
    by_enclosure={"letter": 2},
    told={"in_time": 1, "owed": 2},
    done={"handed_to_team": 3, "told": 4, "entered_later": 5},
)
WEEK_BEFORE = replace(OF_THE_WEEK, received=12, late=14, by_other_source={}, told={"late": 5})
SO_FAR = replace(OF_THE_WEEK, received=99, by_discipline={"other": 3, "生活纪律": 1})
WEEK = Report(
    "week",
    at("2022-07-05T16:59:00"),
    OF_THE_WEEK,
    {"week_before": WEEK_BEFORE, "so_far": SO_FAR},
    (9, 10),
    ANCHOR,
)
WEEK_READS = f"""秦都区委巡察组值班周报
2022-07-04 至 2022-07-05｜统计截至 2022-07-05 16:59
【收件】｜本周｜上周同期｜累计
收到｜11｜12｜99
受理范围内｜2｜2｜2
受理范围外｜3｜3｜3
反映巡察干部｜4｜4｜4
待补录｜5｜5｜5
径送｜6｜6｜6
截止后收到｜8｜14｜8
受理时间外｜9｜9｜9
有附件的｜10｜10｜10
误录撤销｜7｜7｜7
【问题类别】｜本周｜上周同期｜累计
政治纪律｜1｜1｜0
其他｜2｜2｜3
生活纪律｜0｜0｜1
【来源】｜本周｜上周同期｜累计
固定电话｜3｜3｜3
【各条线路】｜本周｜上周同期｜累计
第一组电话 029-33210001｜6｜6｜6
第二组电话 029-33210002｜0｜0｜0
邮政信箱 咸阳市A001号邮政信箱｜0｜0｜0
电子邮箱 xunchazu@example.org｜0｜0｜0
意见箱 各被巡察单位意见箱｜0｜0｜0
监督电话（反映巡察干部问题） 029-33229182｜0｜0｜0
【公告以外的来源】｜本周｜上周同期｜累计
上级交办｜1｜0｜1
【对象类别】｜本周｜上周同期｜累计
领导班子及其成员｜2｜2｜2
下一级党组织领导班子主要负责人｜0｜0｜0
重要岗位领导干部｜0｜0｜0
不属受理范围｜0｜0｜0
甲类｜4｜4｜4
【附件】｜本周｜上周同期｜累计
信件（项）｜2｜2｜2
照片（项）｜0｜0｜0
录音录像（项）｜0｜0｜0
银行流水（项）｜0｜0｜0
其他材料（项）｜0｜0｜0
【处理方式】｜本周｜上周同期｜累计
已登记｜3｜3｜3
移交立行立改｜1｜1｜1
已呈组长｜0｜0｜0
转办｜0｜0｜0
留存备查｜0｜0｜0
重复件｜0｜0｜0
径送｜0｜0｜0
误录撤销｜0｜0｜0
【按办理日期】｜本周｜上周同期｜累计
已呈组长｜3｜3｜3
移交立行立改｜0｜0｜0
转办｜0｜0｜0
留存备查｜0｜0｜0
重复件｜0｜0｜0
径送｜0｜0｜0
告知受理情况｜4｜4｜4
补登此前收到的｜5｜5｜5
【告知实名反映人】｜本周｜上周同期｜累计
按期告知｜1｜0｜1
逾期告知｜0｜5｜0
待告知｜2｜0｜2
逾期未告知｜0｜0｜0
【按时段】｜本周
06:00–07:00（非受理时间）｜1
09:00–10:00｜2
10:00–11:00｜0
未写几时｜5
【按日】｜本周
2022-07-04｜4
2022-07-05｜7
核对码：{ANCHOR}"""


def test_a_report_of_a_week_reads_so_and_its_numbers_stand_under_each_other() -> None:
    use_inspection(INSPECTIONS[1])
    said = report_text(DISTRICT, WEEK)
    assert FORMATS["text"].make(DISTRICT, WEEK, ()).decode() == f"{said}\n"
    short = (re.sub(r" {2,}", "｜", line.strip()) for line in said.split("\n") if line)
    assert "\n".join(short) == WEEK_READS
    lines = [line for line in said.split("\n") if line.endswith(("累计", " 99", " 14"))]
    assert len({cell_len(line) for line in lines}) == 1


def test_page_and_workbook_have_the_same_figures_as_the_text() -> None:
    use_inspection(INSPECTIONS[1])
    title, days, *tables, anchor = WEEK_READS.split("\n")
    rows = [line.strip("【】").replace("】", "").split("｜") for line in tables]
    span, as_of = days.split("｜")
    html = report_html(DISTRICT, WEEK, None)
    page = words_on(html).split("\n")
    assert page == [title, f"{span}　{as_of}", *map("｜".join, rows), anchor]
    last_columns = re.findall(r'width: ([\d.]+)%"></colgroup>', html)
    assert {*last_columns} == {"18.18"}, "the figures of all tables stand below each other"
    book = load_workbook(BytesIO(report_xlsx(DISTRICT, WEEK, [])))
    register, figures = book.worksheets
    got = [[str(one) for one in row if one is not None] for row in figures.values]
    assert [row for row in got if row] == [[title], [span], [as_of], *rows, [anchor]]
    assert got.count([]) == WEEK_READS.count("【") + 1, "a blank row before each table"
    assert {type(row[1]) for row in figures.iter_rows(6, 10, values_only=True)} == {int}
    assert figures["A5"].border.left.style and figures["B6"].border.left.style
    widths = [figures.column_dimensions[letter].width for letter in "ABCD"]
    assert widths == [40, 14, 14, 14]
    assert [cell.value for cell in register["A"]] == [
        "秦都区委巡察组 台账",
        f"{span}　{as_of}",
        "序号",
    ]


# The public notice

MANY_RULES = parse_notice(
    notice_text(
        team="""team = "市委第五巡察组"
issued_on = 2016-12-18
address = "https://www.example.gov.cn/gonggao"
disciplines = ["选人用人", "政治纪律"]
out_of_scope = "涉法涉诉事项不予受理"
""",
        timezone='timezone = "Asia/Urumqi"',
        period="""[period]
first_day = 2016-12-20
last_day = 2017-01-19
tips_from = 2016-12-21T09:00:00
tips_until = 2017-01-10T17:30:00""",
        groups="""[[groups]]
name = "县管干部"
[[groups]]
name = "一般干部"
in_scope = false""",
        hours="""[[hours]]
days = "working days"
from = 08:00:00
to = 12:00:00
lines = ["landline"]
[[hours]]
days = ["sat", "mon"]
from = 09:00:00
to = 11:30:00
lines = ["visit"]""",
        closed="""[[closed]]
day = 2017-01-09
name = "停电\"""",
        lines="""[[lines]]
kind = "landline"
value = "84404233"
area_code = "0731"
note = "工作日"
[[lines]]
kind = "visit"
value = "来访"
[[lines]]
kind = "post"
value = "某市1号信箱"
postcode = "410011"
[[lines]]
kind = "landline"
value = "84404299"
about = "inspectors"
[[lines]]
kind = "sms"
value = "13900000000"
[[lines]]
kind = "mobile"
value = "13900000000\"""",
    )
)
ON_THE_WALL = """市委第五巡察组巡察公告
市委第五巡察组自2016年12月20日起对某局开展巡察。现将有关事项公告如下：
一、巡察时间
2016年12月20日至2017年1月19日，共31天。
自2016年12月21日9:00起受理举报。
受理举报截至2017年1月10日17:30。
二、受理范围
巡察组主要受理反映某局县管干部问题的来信、来电、来访，重点是关于选人用人和政治纪律等方面的举报和反映。
三、举报方式
固定电话：0731-84404233（工作日）
来访：受理时间内接待来访
邮政信箱：某市1号信箱（邮政编码：410011）
短信、手机：13900000000
四、受理时间
固定电话：工作日 8:00至12:00。
来访：周一、周六 9:00至11:30。
以上工作日含调休上班日，不含法定节假日。
其他渠道不限受理时间。
1月9日（停电）不受理。
以上均为 Asia/Urumqi 时间。
五、受理范围以外的事项
一般干部不属受理范围。
涉法涉诉事项不予受理。
六、监督
反映巡察干部自身问题的，请通过下列渠道：
固定电话：84404299
公告网址：https://www.example.gov.cn/gonggao
特此公告。
市委第五巡察组
2016年12月18日"""


def test_the_public_notice_has_the_same_words_in_each_form() -> None:
    found = public_notice(MANY_RULES)
    assert found.as_text == ON_THE_WALL
    page = words_on(notice_html(found, None))
    assert page.replace("巡察组\n巡察公告", "巡察组巡察公告") == ON_THE_WALL
    marked = notice_md(found, None)
    blocks = marked.strip().replace("  \n", "\n").replace("\n\n", "\n")
    assert re.sub(r"(?m)^(?:#+|-) |\*\*", "", blocks) == ON_THE_WALL
    # Of which the headings are headings, and what one dials is in bold.
    assert re.findall(r"(?m)^#+ .", marked) == ["# 市", *(f"## {n}" for n in "一二三四五六")]
    assert re.findall(r"(?m)^- \S+：\*\*(\S+)\*\*$", marked) == [
        "0731-84404233（工作日）",
        "受理时间内接待来访",
        "某市1号信箱（邮政编码：410011）",
        "13900000000",
        "84404299",
    ]


def test_the_public_notice_as_text_is_set_so() -> None:
    lines = as_text(public_notice(MANY_RULES), 60).split("\n")
    assert lines[:7] == [
        "                   市委第五巡察组巡察公告",
        "",
        "　　市委第五巡察组自2016年12月20日起对某局开展巡察。现将有关",
        "事项公告如下：",
        "",
        "一、巡察时间",
        "　　2016年12月20日至2017年1月19日，共31天。",
    ]
    at = lines.index("三、举报方式")
    assert lines[at - 1 : at + 6] == [
        "",
        "三、举报方式",
        "　　固定电话    0731-84404233（工作日）",
        "　　来访        受理时间内接待来访",
        "　　邮政信箱    某市1号信箱（邮政编码：410011）",
        "　　短信、手机  13900000000",
        "",
    ]
    assert lines[-7:] == [
        "　　固定电话  84404299",
        "",
        "　　公告网址：https://www.example.gov.cn/gonggao",
        "　　特此公告。",
        "",
        "                                              市委第五巡察组",
        "                                              2016年12月18日",
    ]


def laid_out(svg: str) -> list[str]:
    """Each line of a poster but its title and its end: how many cells in, how many lines down, its text."""
    found = re.findall(
        r'<text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"(?! text)[^>]*>([^<]*)', svg
    )
    size, before, lines = float(found[0][2]), float(found[0][1]), []
    for x, y, _size, text in found:
        cells, down = (float(x) - 24) / size * 2, (float(y) - before) / size / 1.6
        lines.append(f"{cells:.0f} {down:.2f} {text}")
        before = float(y)
    return lines


def test_the_poster_is_set_so() -> None:
    poster = notice_svg(public_notice(MANY_RULES), None)
    words = [line.split(" ", 2)[2] for line in laid_out(poster)]
    assert "".join(words) == "".join(re.split(r"\n|(?<=[话访箱机])：(?!工|周)", ON_THE_WALL)[1:-2])
    assert laid_out(poster)[5:19] == [
        "0 1.35 二、受理范围",
        "4 1.00 巡察组主要受理反映某局县管干部问题的来信、来电、来访，重点是关于选人用人和",
        "0 1.00 政治纪律等方面的举报和反映。",
        "0 1.35 三、举报方式",
        "4 1.00 固定电话",
        "17 0.00 0731-84404233（工作日）",
        "4 1.00 来访",
        "17 0.00 受理时间内接待来访",
        "4 1.00 邮政信箱",
        "17 0.00 某市1号信箱（邮政编码：410011）",
        "4 1.00 短信、手机",
        "17 0.00 13900000000",
        "0 1.35 四、受理时间",
        "4 1.00 固定电话：工作日 8:00至12:00。",
    ]
    assert laid_out(poster)[-2:] == [
        "4 1.35 公告网址：https://www.example.gov.cn/gonggao",
        "4 1.00 特此公告。",
    ]
    # Below the title a double line, at the foot who signs it and when.
    assert re.findall(r'text-anchor="end">([^<]*)', poster) == ["2016年12月18日", "市委第五巡察组"]
    (below,) = (float(y) for y in re.findall(r'y="([\d.]+)"[^>]*text-anchor="middle"', poster))
    rule = [float(y) for y in re.findall(r'<path d="M24 ([\d.]+)H186"', poster)]
    first = float(re.findall(r'y="([\d.]+)" font-size="[\d.]+">', poster)[0])
    assert below < rule[0] < rule[1] < first - 14


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        (8, ["4 1.00 固定电话", "17 0.00 00000000", "4 1.00 固定电话", "17 0.00 00000001"]),
        (9, ["4 1.00 固定电话", "15 0.00 00000000", "30 0.00 固定电话", "41 0.00 00000001"]),
    ],
)
def test_more_ways_than_eight_stand_two_beside_each_other(ways: int, said: list[str]) -> None:
    lines = "".join(f'[[lines]]\nkind = "landline"\nvalue = "{n:08}"\n' for n in range(ways))
    poster = laid_out(notice_svg(public_notice(parse_notice(notice_text(lines=lines))), None))
    at_ways = poster.index("0 1.35 三、举报方式") + 1
    told = poster[at_ways : at_ways + 4]
    assert [line.split(" ", 1)[1] for line in told] == [line.split(" ", 1)[1] for line in said]
    assert (told[2].split()[0] == "4") is (ways == 8)


def test_a_long_way_on_a_poster_goes_on_below_itself() -> None:
    lines = (
        '[[lines]]\nkind = "post"\npostcode = "410011"\n'
        'value = "某省某市某区某街道某路一百二十三号某大厦十二层一千二百三十四室某某某某某某某某"\n'
        'label = "被巡察单位党组织书记信箱（只收实名举报信件）"\n'
        '[[lines]]\nkind = "landline"\nvalue = "1"'
    )
    poster = laid_out(notice_svg(public_notice(parse_notice(notice_text(lines=lines))), None))
    assert poster[poster.index("0 1.35 三、举报方式") + 1 : -3] == [
        "4 1.00 被巡察单位党组织书记信",
        "28 0.00 某省某市某区某街道某路一百二",
        "4 1.00 箱（只收实名举报信件）",
        "28 0.00 十三号某大厦十二层一千二百三",
        "28 1.00 十四室某某某某某某某某（邮政",
        "28 1.00 编码：410011）",
        "4 1.00 固定电话",
        "28 0.00 1",
    ]


def test_a_long_name_leaves_the_greater_part_of_a_line_to_what_one_dials() -> None:
    lines = (
        '[[lines]]\nkind = "post"\nvalue = "某省某市某区某街道某路一百二十三号某大厦十二层一千二百三十四室"\n'
        'label = "被巡察单位党组织书记信箱（只收实名举报信件）"\n'
        '[[lines]]\nkind = "landline"\nvalue = "1"'
    )
    found = public_notice(parse_notice(notice_text(lines=lines)))
    said = as_text(found, 40).split("\n")
    assert said[said.index("三、举报方式") + 1 : said.index("四、受理时间") - 1] == [
        "　　被巡察单位党组织  某省某市某区某街道",
        "　　书记信箱（只收实  某路一百二十三号某",
        "　　名举报信件）      大厦十二层一千二百",
        "　　                  三十四室",
        "　　固定电话          1",
    ]


def test_a_calendar_without_an_end_says_up_to_which_day_it_goes() -> None:
    found = parse_notice(notice_text(period="[period]\nfirst_day = 2016-09-20"))
    assert calendar_text(found, 60).endswith("\n● 8:00至17:30\n  列至2016年11月18日\n")


def test_scripts_get_each_value_of_a_notice() -> None:
    found = document(MANY_RULES)
    days, lines = found.pop("days"), found.pop("lines")
    assert found == {
        "team": "市委第五巡察组",
        "code": "",
        "unit": "某局",
        "units": [],
        "timezone": "Asia/Urumqi",
        "issued_on": "2016-12-18",
        "address": "https://www.example.gov.cn/gonggao",
        "period": {
            "first_day": "2016-12-20",
            "last_day": "2017-01-19",
            "in_words": "",
            "tips_start": "2016-12-21T09:00:00+06:00",
            "tips_end": "2017-01-10T17:30:00+06:00",
        },
        "groups": {"县管干部": "县管干部", "out_of_scope:一般干部": "一般干部"},
        "disciplines": ("选人用人", "政治纪律"),
        "tags": {},
        "out_of_scope": "涉法涉诉事项不予受理",
        "hours": [
            {
                "days": "working days",
                "from": "08:00:00",
                "to": "12:00:00",
                "lines": ("landline",),
                "first_day": None,
                "last_day": None,
            },
            {
                "days": ("sat", "mon"),
                "from": "09:00:00",
                "to": "11:30:00",
                "lines": ("visit",),
                "first_day": None,
                "last_day": None,
            },
        ],
        "holidays": [],
        "closed": [{"day": "2017-01-09", "name": "停电"}],
    }
    assert lines[0] == {
        "kind": "landline",
        "value": "84404233",
        "label": "固定电话",
        "area_code": "0731",
        "postcode": "",
        "note": "工作日",
        "about": "tips",
    }
    assert [line["about"] for line in lines] == [*["tips"] * 3, "inspectors", "tips", "tips"]
    assert (len(days), days[0]["closed"], days[-1]["closed"]) == (31, "not_started", "ended")
    more = {
        "hours": '[[hours]]\ndays = "every day"\nfrom = 08:00:00\nto = 12:00:00\n'
        "first_day = 2016-09-25\nlast_day = 2016-10-02",
        "closed": '[[holidays]]\nname = "校庆"\nfirst_day = 2031-01-01\nlast_day = 2031-01-03\n'
        "worked = [2031-01-04]",
    }
    other = document(parse_notice(notice_text(**more)))
    assert (other["hours"][0]["first_day"], other["hours"][0]["last_day"]) == (
        "2016-09-25",
        "2016-10-02",
    )
    assert other["holidays"] == [
        {
            "name": "校庆",
            "first_day": "2031-01-01",
            "last_day": "2031-01-03",
            "worked": ["2031-01-04"],
        }
    ]
    assert other["issued_on"] == "2016-09-20", "the first day where no other is given"


def test_units_and_what_the_team_looks_at_are_named() -> None:
    unit = 'units = ["甲镇", {name = "乙镇", note = "回头看"}]'
    tags = '[tags]\n"三个聚焦" = ["一", "二"]\n"两项重点" = ["三"]'
    visit = (
        '[[lines]]\nkind = "visit"\nvalue = "一楼大厅"\n[[lines]]\nkind = "visit"\nvalue = "来访"'
    )
    said = public_notice(parse_notice(notice_text(unit=unit, closed=tags, lines=visit))).as_text
    assert "\n被巡察单位：甲镇、乙镇（回头看）。\n" in said
    assert "\n巡察聚焦“三个聚焦”（一、二）、“两项重点”（三）。\n" in said
    assert "：一楼大厅\n" in said and "：受理时间内接待来访\n" in said


def test_the_calendar_of_open_hours_reads_so() -> None:
    assert (
        calendar_text(MANY_RULES, 60)
        == """受理日历：31 天中受理 17 天
       一  二  三  四  五  六  日
12月       20· 21B 22● 23● 24A 25○
2017年 26● 27● 28● 29● 30● 31A  1×
        2A  3●  4●  5●  6●  7A  8○
        9× 10● 11– 12– 13– 14– 15–
       16– 17– 18– 19–
● 8:00至12:00
A 9:00至11:30
B 9:00至12:00
○ 不受理
× 1月1日（元旦）、1月9日（停电）不受理
· 12月20日及以前尚未开始受理
– 1月11日起受理已截止
  固定电话：工作日 8:00至12:00。
  来访：周一、周六 9:00至11:30。
"""
    )
    assert (
        calendar_text(NOTICE, 42)
        == """受理日历：30 天中受理 30 天
       一  二  三  四  五  六  日
9月        20● 21● 22● 23● 24● 25●
10月   26● 27● 28● 29● 30●  1●  2●
        3●  4●  5●  6●  7●  8●  9●
       10● 11● 12● 13● 14● 15● 16●
       17● 18● 19●
● 8:00至17:30
"""
    )
