"""The columns of a register are found by what stands over them, and what is not understood is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from store.errors import CannotRead
from store.folder.notes import FolderNotes
from store.registers.headings import (
    COLUMN_FIELDS,
    REGISTER,
    NoHeadings,
    columns_of,
    field_named,
    label,
    recognised,
)
from store.registers.importing import OnDesk, Wanted
from store.registers.sheet import Area, Sheet, sheet_of
from store.registers.source import open_source
from tests.store.old_registers import FOLDER, NOTICE, NOW


def sheet(*rows: list[str], merged: tuple[Area, ...] = ()) -> Sheet:
    return sheet_of("台账", enumerate(map(list, rows), 1), merged)


MEANINGS = {
    "received_at": "收到时间|收件日期|接件时间|来件时间|来信日期|来电时间|来访时间|接访时间|信访日期|举报时间|受理日期|登记时间|日期|"
    "收 到 时 间*|收件时间（年月日）|收信(访)日期|收信/访时间|来信来访日期|信访登记时间|举报受理时间|来函日期|接谈时间|线索获取时间|"
    "来信（电、访）时间|接到举报时间|接受举报时间|电话接听时间",
    "line": "来源|举报方式|信访类型|线索来源|信访渠道|举报途径|受理方式|来信来访方式|线索来源渠道|件别|收信收访方式|信访类别|"
    "来信/来访/来电",
    "reporter.name": "反映人|写信人|信访人|举报人|来访人|来信人|投诉人姓名|信访人姓名和相关信息|检举控告人|"
    "来信来访人姓名|来件人|举报（反映）人|来信（访）人|举报人及联系方式|实名举报人|署名",
    "reporter.contact": "联系电话|电话|手机号码|联系方式|举报人电话|反映人联系方式|信访人地址|来信来访人联系电话|通讯方式|举报人联系方式/地址",
    "reporter.verified": "身份已核实|是否实名|署名情况|实名/匿名|署实名情况|实/匿名|实名（是/否）",
    "subjects.person": "被反映人|被举报人|被举报人姓名|被检举控告人|被反映人（姓名）|反映对象|涉及人员|涉及领导|问题涉及对象|被反映领导干部",
    "subjects.unit": "单位|所属单位|单位住址|工作单位|被反映单位|被反映人所在单位|问题发生单位|所在乡镇|被巡察单位|对象单位|服務單位",
    "subjects.post": "职务|现任职务|職稱|被反映人职务|职务（职级）",
    "subjects.unit_and_post": "单位及职务|单位职务|工作单位及职务|被反映人单位职务|单位、职务|涉及对象单位及职务",
    "subjects.group": "对象类别|人员类别|对象分类|被举报人身份类别",
    "disciplines": "问题类别|问题性质|反映问题性质|主要涉嫌性质|违纪类型|涉嫌违纪|违反纪律情况|问题归类|检举问题类别",
    "summary": "主要内容|信访内容|反映问题摘要|主要问题|举报内容|来访事由|内容|反映事项|主要诉求|问题线索|反映情况简述|"
    "主要反映问题|来信来访内容|接访内容|问题线索描述|反映问题及诉求|问题线索内容|线索概况|举报要点|主要事实",
    "disposition": "处理方式|处理意见|办理情况|处置方式|处理结果|分办意见",
    "officer": "承办人|经办人|登记人|接谈人|接电人|值班员",
    "time": "接访时段|具体时间",
    "postmarked_on": "邮戳日期|寄信时间|发信日期",
    "duplicate": "是否重复件|是否为重复件|初信/重信|初件/重件",
    "number": "序号|编号|案件编号|收文编号|流水号",
    "": "职级|密级|来访人数|存档号|案件地点|处理日期|办结时间|备注|承办单位|性别|领导批示|是否匿名|发生时间|转办时间|承办部门|页数|落款日期",
}


# And so each word of which such a heading is made.
MORE = {
    "referred_to": ("转送单位|转办部门|转往单位|转办去向|转办何处|转交单位|转办至单位|转办给单位"),
    "visit_place": ("来访地点|接访场所|接待地点"),
    "registration_mark": ("挂号信号码|挂号编号|挂号号码"),
    "enclosures": ("随件附件|附件清单|附件情况|所附附件|附件材料"),
    "tags": ("巡视关注重点|巡察重点|巡视重点|巡视巡察重点"),
    "officer": (
        "承办人签字|登记人签字|记录人|经手人|收信人|收件人|接待人|接听人|录入人|填表人|受理人|"
        "办理人|主办人|登记干部|承办干部|承办人员|登记人签名|登记人姓名|承办人签名|承办人姓名"
    ),
    "subjects.unit": (
        "反映的部门|所属镇|举报的单位|部门|所在村|涉及单位|涉事单位|所在街道|所在科室|"
        "所在社区|所在县区|对象部门|单位部门|单位地址|单位名称|任职单位|被巡视单位|所在村社区|"
        "所在乡镇街道|对象所在单位|对象工作单位|反映对象单位|举报对象单位|被反映人单位部门|"
        "服务部门|问题发生部门"
    ),
    "subjects.unit_and_post": (
        "工作单位及职级|部门职务|单位职位|单位和职务|单位与职务|单位/职务|单位+职务|"
        "单位及其职务|现任单位职务|所在单位职务|工作单位职务|单位职务职级|单位职务情况|"
        "单位现任职务|单位所任职务|任职单位职务|任职单位和职级|工作单位与现任职务|"
        "工作单位、职级|工作单位/职务|工作单位+职务"
    ),
    "number": ("件号|№|No.|顺序号|线索号|登记号|来信号|受理号|信访号|件序号|举报号|案件序号"),
    "subjects.person": (
        "涉案人|涉嫌人|涉事人|被检举人|被核查人|被控告人|被投诉人|被反映者|被信访人|涉及干部|"
        "被反映领导|被反映干部|被反映对象|被反映人员|线索涉及人|反映涉及人|举报涉及人|"
        "被反映人名称|被反映人名字|涉及领导干部|被反映党员干部|当事人"
    ),
    "received_at": (
        "收件时刻|来信收信日期|接收线索日期|信件收到日期|来案日期|受案日期|年月日|通话日期|"
        "记录日期|收阅日期|收案日期|收悉日期|收件年月日|接收日期|接报日期|接待日期|承接日期|"
        "录入日期|收线索日期|收材料日期|收反映日期|收信电日期|收信函日期|线索接收日期|"
        "线索受理日期|来信收访日期|来信接访日期|来信和来访日期|来访及来电日期|来信与来访日期|"
        "来信、来访日期|接收信件日期|接收举报日期|受理线索日期|受理信访日期|受理举报日期|"
        "信件接收日期|收问题线索日期|问题线索受理日期|收文日期|收访日期|收电日期|收函日期|收信件日期|"
        "收信访件日期|来信、电、访时间|来信和电时间|来信与访时间|来信及函时间|来件来访时间|接电接访日期|"
        "收信收电收访时间|来信收件日期|来信、来件时间|信件收到的日期|收到函日期|收到文日期|收到案日期"
    ),
    "reporter.contact": (
        "通讯地址|邮箱|手机|号码|住址|手机号|通信方式|通信地址|详细地址|联络方式|联系地址|"
        "电话号码|本人电话|手机电话|家庭地址|固定电话|主叫电话|联系人电话|电话或地址|"
        "电话和地址|电话及地址|电话与地址|电话、地址|电子邮箱|电话/邮箱|手机/电话|电话/微信|电话/住址|"
        "反映者电话|反映群众电话|来电显示号码"
    ),
    "summary": (
        "案情摘要|内容简述|具体问题|诉求|摘要|事由|通话内容|谈话内容|诉求内容|线索要点|"
        "材料内容|接谈内容|情况摘要|反映要点|反映摘要|内容概述|内容概要|具体内容|具体事项|"
        "信访要点|信件内容|举报信内容|问题简要情况|反映简要内容|反映情况概述|反映情况摘要|"
        "反映基本情况|反映基本内容|反映内容简述|反映内容概述|反映内容概要|反映内容概况|"
        "反映内容摘要|反映内容描述|反映具体情况|反映具体内容|反映主要情况|反映主要内容|"
        "反映情况及诉求|反映内容及诉求|反映问题简要情况|反映问题主要情况"
    ),
    "line": (
        "来源类型|来访/来信|途径|渠道|问题渠道|登记渠道|案件渠道|来源渠道|来源方式|来件类别|"
        "收电方式|收件类别|收件渠道|接收渠道|接收方式|接信方式|接件渠道|受理渠道|反映种类|"
        "反映形式|信件类别|信件渠道|来电/来信|来信、来访|收信、收访方式|收信/收访方式|"
        "问题线索渠道|反映渠道途径|反映渠道类型|反映渠道方式"
    ),
    "subjects.post": (
        "职务和职级|职位|岗位|行政职务|职务名称|时任职务|担任职务|所任职务|原任职务|党内职务|"
        "职务及职级|职务、职级|职务/职级|涉及人职务|被反映者职务|涉及干部职务|被反映干部职务|"
        "被反映对象职务|被反映人员职务|被反映单位的职务|涉及人员的职务|涉及对象的职务"
    ),
    "reporter.name": (
        "反映人相关信息|署名人|申诉人|来电人|来函人|寄信人|反映者|上访人|反映群众|"
        "反映和举报人|反映及举报人|反映与举报人|反映、举报人|反映/举报人|反映人身份|"
        "反映人名称|反映人名字|反映人或信息|反映人及电话|反映人及情况|反映人及地址|"
        "反映人及名称|反映人及单位|反映人与信息|反映人、信息|反映人/信息|反映人基本信息|"
        "反映人及有关信息|反映人及其他信息|反映人及其信息|反映人及其他联系方式|来信来电来访人姓名|"
        "举报、反映和信访人"
    ),
    "subjects.group": (
        "被调查人对象类别|干部类别|对象范围|对象类型|被反映人类型|被反映对象类别|"
        "被反映对象的人员类别"
    ),
    "disposition": (
        "去向|拟办意见|承办意见|批示意见|批办意见|处置意见|处理状态|处理措施|处理建议|"
        "处理去向|办结情况|办理意见|分流方式|移交情况"
    ),
    "time": ("几时|来访时段|来电时段|收件时段|接谈时段|具体时段|具体时刻"),
    "reporter.verified": (
        "具名|有无实名|是否署名|是否具名|实名反映|实名举报|实名与否|匿名/实名|具名情况|"
        "实名或匿名|有无实名情况|是否实名情况|是否实名反映|是否实名举报|实名反映情况|"
        "实名举报情况|身份核实情况"
    ),
    "duplicate": (
        "重复访|重复信|是重复|属重复|初访重访|初信或重信|初信、重信|重复反映|重复举报|"
        "是否重访|是否重信|是否重件|初重件"
    ),
    "disciplines": (
        "问题种类|问题属性|问题分类|线索性质|纪律类别|违反的纪律|所反映问题性质|违规违纪性质|"
        "违纪问题性质|违纪违法性质|违反纪律类型|违反纪律类别|违反何种纪律|涉及问题性质|"
        "举报问题性质|检举控告问题性质|六项纪律"
    ),
    "postmarked_on": ("邮戳时间|投递日期|寄出日期"),
}


@pytest.mark.parametrize("field", {**MEANINGS, **MORE})
def test_a_column_is_known_by_its_meaning(field: str) -> None:
    for heading in f"{MEANINGS.get(field, '')}|{MORE.get(field, '')}".strip("|").split("|"):
        assert field_named(heading) == field, heading


@pytest.mark.parametrize(
    ("heading", "other", "field"),
    [
        ("收到时间", "举报时间", "received_at"),
        ("举报时间", "受理时间", "received_at"),
        ("受理时间", "登记时间", "received_at"),
        ("来信日期", "日期", "received_at"),
        ("信访渠道", "举报方式", "line"),
        ("举报人", "署名", "reporter.name"),
        ("被反映人", "涉及人员", "subjects.person"),
        ("处理方式", "处理意见", "disposition"),
        ("承办人", "登记人", "officer"),
        # Neither is what the desk itself calls such a column, which goes before all others.
        ("来件时间", "通话时间", "received_at"),
        ("通话时间", "承接日期", "received_at"),
        ("承接日期", "录入日期", "received_at"),
        ("被举报人", "涉案人员", "subjects.person"),
        ("处置方式", "拟办意见", "disposition"),
        ("经办人", "登记人", "officer"),
    ],
)
def test_of_two_columns_that_may_be_one_field_the_surer_is_taken_and_the_other_named(
    heading: str, other: str, field: str
) -> None:
    rest = ["收件时间", "主要内容", "问题类别"][field == "received_at" :]
    for heads in ([heading, other], [other, heading]):
        found = columns_of(sheet([*heads, *rest]), {})
        assert found.left_out == (other,) and found.places(field) == [heads.index(heading)]


def test_a_column_that_somebody_names_goes_before_one_that_is_surely_of_that_field() -> None:
    heads = sheet(["收件时间", "主要内容", "举报人", "备注"])
    assert columns_of(heads, {}).fields == ("received_at", "summary", "reporter.name", "")
    named = columns_of(heads, {"备注": "reporter.name"})
    assert named.fields == ("received_at", "summary", "", "reporter.name")
    assert named.left_out == ("举报人",)


def test_of_two_times_that_of_receipt_is_taken_and_the_other_named() -> None:
    found = columns_of(sheet(["受理时间", "来件时间", "信访内容", "密级"]), {})
    assert found.fields == ("", "received_at", "summary", "")
    assert found.left_out == ("受理时间", "密级")
    found = columns_of(sheet(["登记日期", "来件时间", "信访内容"]), {})
    assert found.fields == ("", "received_at", "summary")


def test_headings_that_are_alike_are_told_apart_by_letters_beyond_the_alphabet_too() -> None:
    between = [f"第{n}项" for n in range(25)]
    found = columns_of(sheet(["收到时间", "姓名", *between, "姓名", "主要内容"]), {})
    assert [heading for heading in found.headings if "姓名" in heading] == [
        "姓名（B）",
        "姓名（AB）",
    ]


def test_headings_may_stand_below_titles() -> None:
    rows = sheet(
        ["某组信访台账"],
        ["填报单位：某组", "", "2016年"],
        ["收 到 时 间*", "备考", "", "主要\n内容"],
    )
    found = columns_of(rows, {})
    assert found.fields == ("received_at", "", "", "summary")
    assert (found.rows, found.left_out) == ((3,), ("备考",))


MERGED = [
    ["某组信访台账", "", "", "", "", "", ""],
    ["序号", "收到时间", "反映人", "", "被反映人", "", "主要内容"],
    ["", "", "姓名", "电话", "姓名", "单位及职务", ""],
    ["1", "2016-09-21", "王某", "138", "赵某", "某局 局长", "收受礼金"],
]
AREAS = ((1, 0, 1, 6), (2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5), (2, 6, 3, 6))


@pytest.mark.parametrize("merged", [AREAS, ()])
def test_headings_may_stand_in_two_rows(merged: tuple[Area, ...]) -> None:
    found = columns_of(sheet(*MERGED, merged=merged), {})
    assert found.rows == (2, 3)
    assert found.fields == (
        "number",
        "received_at",
        "reporter.name",
        "reporter.contact",
        "subjects.person",
        "subjects.unit_and_post",
        "summary",
    )


@pytest.mark.parametrize(
    "above",
    [
        "被反映人",
        "被反映人情况",
        "被反映人的信息",
        "被反映人资料",
        "被反映人基本情况",
        "被反映人有关情况",
        "被反映人的相关资料",
    ],
)
def test_what_stands_below_whom_it_is_about_is_of_them(above: str) -> None:
    upper = ["来访时间", above, "", "", "", "主要内容"]
    lower = ["", "姓名", "单位", "职务", "类别", ""]
    found = columns_of(sheet(upper, lower, ["2016-09-21", "赵某", "某局"]), {})
    of_subjects = [f"subjects.{name}" for name in ("person", "unit", "post", "group")]
    assert [*found.fields] == ["received_at", *of_subjects, "summary"]


def test_blanks_marks_and_brackets_in_a_heading_say_nothing() -> None:
    for heading in (
        "收到时间:",
        "*收到时间",
        "收 到\n时间：",
        "收到（时间）",
        "收到时间(日)",
        "＊收到时间",
    ):
        assert field_named(heading) == "received_at", heading


def test_a_column_is_called_as_the_register_calls_it() -> None:
    register = {
        "number": "序号",
        "received_at": "收件日期",
        "line": "来源",
        "reporter.name": "反映人",
        "subjects.person": "被反映人",
        "subjects.unit": "单位",
        "subjects.post": "职务",
        "subjects.group": "对象类别",
        "disciplines": "问题类别",
        "summary": "主要内容",
        "disposition": "处理方式",
        "officer": "承办人",
    }
    assert register == REGISTER
    called = register | {
        "received_at": "收到时间",
        "reporter.name": "反映人姓名",
        "subjects.unit": "被反映单位",
        "subjects.unit_and_post": "单位及职务",
        "time": "收到时刻",
        "duplicate": "是否重复件",
        "into_summary": "并入主要内容",
        "left_out": "不导入",
    }
    assert {field: label(field) for field in called} == called
    assert {*called} < {*COLUMN_FIELDS}


def test_what_stands_below_the_reporter_is_not_of_whom_it_is_about() -> None:
    upper = ["序号", "来访时间", "来访人员情况", "", "", "被反映人情况", "", "", "反映主要问题"]
    lower = ["", "", "姓名", "单位", "联系方式", "姓名", "单位及职务", "类别", ""]
    data = ["1", "2016-09-21", "王某", "某厂", "138", "赵某", "某局", "班子成员", "收受礼金"]
    found = columns_of(sheet(["来访登记表"], upper, lower, data), {})
    assert found.fields == (
        "number",
        "received_at",
        "reporter.name",
        "",
        "reporter.contact",
        "subjects.person",
        "subjects.unit_and_post",
        "subjects.group",
        "summary",
    )
    assert found.left_out == ("来访人员情况单位",)


def test_a_heading_below_somebody_elses_is_of_them_and_neither_the_reporters_nor_the_subjects() -> (
    None
):
    upper = ["收件时间", "反映人情况", "", "被反映人情况", "", "承办单位", "", "", "主要内容"]
    lower = ["", "姓名", "电话", "姓名", "电话", "职务", "联系方式", "处理方式", ""]
    found = columns_of(sheet(upper, lower), {})
    of_reporter = ["reporter.name", "reporter.contact"]
    assert [*found.fields] == [
        "received_at", *of_reporter, "subjects.person", "", "", "", "disposition", "summary",
    ]  # fmt: skip
    assert found.left_out == ("被反映人情况电话", "承办单位职务", "承办单位联系方式")


@pytest.mark.parametrize(
    ("heads", "left_out"),
    [
        ("反映人 联系电话 被反映人 单位 联系电话", "联系电话（F）"),
        ("舉報人 地址 被舉報人 地址", "地址（E）"),
        ("反映人 被反映人 联系电话 单位", "联系电话"),
        ("反映人 单位 电话 被反映人 单位 职务", "单位（C）"),
        ("反映人 单位及职务 被反映人 工作单位 职务", "单位及职务"),
        ("反映人 被反映单位 电话 职务", "电话"),
        ("反映人 问题类别 接访领导 职务 承办人 联系电话", "接访领导 职务 联系电话"),
        ("反映人 被反映人 承办人 职务", "职务"),
        ("反映人 被反映人 对象类别 电话", "电话"),
        ("反映人 被反映人 证明人 职务", "证明人 职务"),
        ("反映人 问题类别 转办单位 联系人 联系电话", "联系人 联系电话"),
        ("反映人 被反映人 主管部门 职务 电话", "主管部门 电话"),
        ("被反映人 单位 问题类别 单位", "单位（E）"),
        ("反映人 电话 被反映人 问题类别 电话", "电话（F）"),
        # But for what says of whom it is, stands behind something else, or before all of them.
        ("反映人 被反映人 举报人电话 职务", ""),
        ("被反映人 主叫号码 单位", ""),
        ("反映人 联系人 电话 手机 被反映人 单位", "联系人"),
        ("反映人 被反映人 是否领导干部 职务 单位", "是否领导干部"),
        ("反映人 被反映人 县管干部 职务 对象类别 单位", "县管干部"),
        ("反映人 被反映人 单位 问题类别 联系电话", ""),
        ("反映人 来源 单位 电话", ""),
        ("电话 单位 反映人 被反映人", ""),
        # What somebody asks of the accused, or calls them, is not of the reporter any more.
        ("反映人 联系电话 对象类别 单位 职务", ""),
        ("反映人 被反映人类别 电话 单位 职务", ""),
        ("反映人 被反映人 领导干部 单位 职务", "领导干部"),
        ("反映人 被反映人 公职人员 职务 电话", "公职人员 电话"),
        ("反映人 违纪人员 单位 职务 电话", "电话"),
        ("反映人 领导干部姓名 单位 职务", ""),
        ("反映人 被反映人 违纪人员 单位 职务", "违纪人员"),
        ("反映人 姓名（必填） 单位 职务 电话", "姓名（必填） 电话"),
        ("反映人 责任人 单位", "责任人"),
        ("登记人 相关人员 单位 职务", "相关人员"),
        ("反映人 其他联系人姓名 电话 单位", "其他联系人姓名 单位"),
        ("反映人 是否领导 电话 职务", "是否领导 职务"),
        ("反映人 被反映人 包案县领导 职务 电话", "包案县领导 职务 电话"),
        ("反映人 被反映人 证明人员 职务", "证明人员 职务"),
        ("反映人 被反映人 见证人 职务", "见证人 职务"),
        # Of whoever took the call there is no number, where no reporter has a name.
        ("值班人员 电话", ""),
        ("接访地点 接访人 职务 联系电话 被反映人", "职务"),
        ("来电号码 值班人员 电话", "电话"),
        ("被反映人 值班人员 电话", "电话"),
        ("值班人员 电话 反映人", "电话"),
        ("承办单位 电话", "承办单位 电话"),
    ],
)
def test_what_a_heading_leaves_open_is_of_whoever_stands_before_it_and_of_nobody_else(
    heads: str, left_out: str
) -> None:
    found = columns_of(sheet(["收件时间", *heads.split(), "主要内容"]), {})
    assert found.left_out == tuple(left_out.split())


def test_who_names_the_columns_says_of_whom_they_are() -> None:
    heads = sheet(["收件时间", "反映人", "被反映人", "电话", "主要内容"])
    assert columns_of(heads, {"电话": "reporter.contact"}).fields[3] == "reporter.contact"
    heads = sheet(["收件时间", "甲", "电话", "乙", "电话", "主要内容"])
    named = {"甲": "reporter.name", "乙": "subjects.person"}
    assert columns_of(heads, named).left_out == ("电话（E）",)


@pytest.mark.parametrize("above", [19, 20])
def test_headings_are_looked_for_in_the_first_twenty_rows(above: int) -> None:
    rows = sheet(*[["—"]] * above, ["received_at", "summary"])
    if above < 20:
        assert columns_of(rows, {}).fields == ("received_at", "summary")
    else:
        with pytest.raises(CannotRead, match="没有找到表头"):
            columns_of(rows, {})


@pytest.mark.parametrize("heads", [["收到时间"], ["主要内容"], ["甲", "乙"]])
def test_without_headings_the_rows_that_look_like_some_are_named(heads: list[str]) -> None:
    with pytest.raises(CannotRead, match="没有找到表头"):
        columns_of(sheet(heads), {})
    with pytest.raises(CannotRead, match="第 2 行像是表头：何时、何事、何人"):
        columns_of(
            sheet(["台账"], ["何时", "何事", "何人"], ["2016-09-21", "收受礼金", "赵某"]), {}
        )


def test_three_rows_that_look_like_headings_are_named_and_none_of_figures() -> None:
    with pytest.raises(CannotRead) as refusal:
        columns_of(sheet(*([f"何{n}", "何人"] for n in "甲乙丙丁")), {})
    assert "第 3 行像是表头" in str(refusal.value) and "第 4 行" not in str(refusal.value)
    with pytest.raises(CannotRead, match="没有找到表头"):
        columns_of(sheet(["单位", "职务"], ["某局", "局长"]), {})


def test_of_what_looks_like_headings_as_much_is_shown_as_tells_which_they_are() -> None:
    with pytest.raises(CannotRead) as refusal:
        columns_of(sheet(["何" * 20, *"甲乙丙丁戊己"], ["何" * 21, "乙"]), {})
    assert f"第 1 行像是表头：{'何' * 12}、甲、乙、丙、丁、戊。" in str(refusal.value)
    assert "第 2 行" not in str(refusal.value)


def test_what_a_column_is_called_goes_before_what_stands_in_one_that_may_be_called_anything() -> (
    None
):
    heads = ["收件日期", "主要内容", "类别", "对象类别"]
    data = ["2016-09-21", "收受礼金", "班子成员", "重要岗位"]
    found = columns_of(sheet(heads, data), {})
    assert found.fields == ("received_at", "summary", "", "subjects.group")
    assert recognised(sheet([*heads, "备考"], data)) == 3


def test_an_hour_alone_is_no_day_of_receipt() -> None:
    with pytest.raises(CannotRead, match="第 1 行是表头，但没有“收到时间”一列"):
        columns_of(sheet(["接访时段", "反映人", "主要内容"], ["9:30", "王某", "收受礼金"]), {})
    upper, lower = ["反映人", "", "主要内容"], ["姓名", "电话", ""]
    with pytest.raises(CannotRead, match="第 1 行是表头，但没有“收到时间”一列"):
        columns_of(sheet(upper, lower), {})


def test_of_columns_of_receipt_one_of_hours_alone_is_the_hour() -> None:
    heads = ["收件日期", "接访时间", "登记时间", "主要内容"]
    for times, fields in (
        (("9:30", "2016-09-21"), ("received_at", "time", "", "summary")),
        (("9:30", "10:30"), ("received_at", "", "", "summary")),
        (("2016-09-21 9:30", "2016-09-21"), ("received_at", "", "", "summary")),
    ):
        rows = [["2016-09-21", *times, "收受礼金"], ["2016-09-22", "9:40", times[1], "占地"]]
        assert columns_of(sheet(heads, *rows), {}).fields == fields, times


def test_headings_in_two_rows_stand_one_right_above_the_other() -> None:
    heads, cells = ["收件日期", "主要内容", "被反映人", ""], ["", "", "", "单位"]
    apart = sheet_of("台账", [(1, heads), (3, cells)], ())
    assert columns_of(apart, {}).rows == (1,)
    assert columns_of(sheet(heads, cells), {}).rows == (1, 2)


def test_nothing_stands_over_a_column_beside_those_of_which_a_heading_speaks() -> None:
    upper = ["收件日期", "被反映人", "", "", "主要内容"]
    lower = ["", "姓名", "单位", "", ""]
    data = ["2016-09-21", "赵某", "某局", "甲", "收受礼金"]
    found = columns_of(sheet(upper, lower, data), {})
    assert found.headings == ("收件日期", "被反映人姓名", "被反映人单位", "", "主要内容")
    assert [heading.example for heading in found.over(sheet(upper, lower, data))] == [
        "2016-09-21",
        "赵某",
        "某局",
        "收受礼金",
    ], "below both rows"


def test_what_goes_into_the_summary_may_stand_in_several_columns() -> None:
    heads = sheet(["收件日期", "主要内容", "甲", "乙"])
    given = {"甲": "into_summary", "乙": "into_summary"}
    assert not columns_of(heads, given).doubled
    assert columns_of(heads, {"甲": "line", "乙": "line"}).doubled


def test_a_heading_in_english_keeps_the_blanks_between_its_words() -> None:
    found = columns_of(sheet(["received_at", "line", "What  it\nsays", "summary"]), {})
    assert found.headings[2] == "What it says"


def test_two_names_in_a_row_look_like_headings_and_one_does_not() -> None:
    with pytest.raises(CannotRead, match="第 2 行像是表头：何时、何事。请指明"):
        columns_of(sheet(["台账"], ["何时", "何事"], ["2016-09-21", "收受礼金"]), {})


def test_a_missing_column_is_called_missing() -> None:
    with pytest.raises(CannotRead, match="第 1 行是表头，但没有“收到时间”一列"):
        columns_of(sheet(["何时", "反映人", "主要内容"]), {})
    found = open_source(FOLDER / "11_headings_b.xlsx", {}, FolderNotes(Path("/nowhere")))
    said = "".join(found.remarks(Wanted(), NOTICE))
    assert "没有“主要内容”一列" in said and "处理日期、职级" in said


def test_of_a_workbook_each_sheet_that_says_something_is_told(tmp_path: Path) -> None:
    book = Workbook()
    (first,) = book.worksheets
    first.append(["何时", "何事"])
    book.create_sheet("乙").append(["何人", "何地"])
    book.create_sheet("丙")
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(NoHeadings) as refusal:
        open_source(tmp_path / "x.xlsx", {}, FolderNotes(tmp_path))
    assert [one.text for one in refusal.value.headings] == ["何时", "何事", "何人", "何地"]
    assert "“丙”" not in str(refusal.value)


def test_a_column_that_is_named_is_that_and_so_it_is_in_the_next_file_of_that_shape(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("何时,来源,何事,被反映人\n2016-09-21,来信,收受礼金,赵某\n", encoding="utf-8")
    given = {"何时": "received_at", "何事": "summary"}
    with pytest.raises(CannotRead):
        open_source(path, {}, FolderNotes(tmp_path))
    for named in (given, {}):
        ((_sheet, columns),) = open_source(path, named, FolderNotes(tmp_path)).sheets
        assert columns.fields == ("received_at", "line", "summary", "subjects.person")
    # What is named now goes before what was named then.
    otherwise = open_source(path, {"何事": "into_summary"}, FolderNotes(tmp_path))
    ((_sheet, columns),) = otherwise.sheets
    assert columns.fields[2] == "into_summary"
    path.write_text("何时,何事\n2016-09-21,收受礼金\n", encoding="utf-8")
    with pytest.raises(CannotRead):
        open_source(path, {}, FolderNotes(tmp_path))
    for note in tmp_path.iterdir():
        note.write_text("[broken")
    with pytest.raises(CannotRead):
        open_source(path, {}, FolderNotes(tmp_path))


def test_a_column_that_means_nothing_goes_into_the_summary_where_that_is_wanted(
    tmp_path: Path,
) -> None:
    wanted = Wanted(into_summary=frozenset({"职级"}), group="leadership", half_done=True)
    found = open_source(FOLDER / "11_headings_b.xlsx", {}, FolderNotes(tmp_path))
    (one,) = found.take_in(wanted, NOTICE, NOW, OnDesk())
    assert one.values["summary"] == "职级：县处级副职"
    assert "处理日期" in "".join(found.remarks(wanted, NOTICE))
    assert "职级" not in "".join(found.remarks(wanted, NOTICE))


VAGUE = ("类别", "类型", "分类", "性质", "方式", "形式", "种类", "类")


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("方式", ("来信", "来电", "群众来访"), "line"),
        ("类别", ("班子成员", "重要岗位"), "subjects.group"),
        ("类型", ("廉洁纪律", "工作；违反群众纪律"), "disciplines"),
        ("类型", ("廉洁纪律", "其他"), "disciplines"),
        ("类型", ("其他", "其它"), ""),
        ("类别", ("来信", "班子成员"), ""),
        ("性质", ("一般", "急件"), ""),
        *((word, ("来信", "来电"), "line") for word in VAGUE),
    ],
)
def test_what_a_vague_heading_means_is_seen_by_what_stands_below(
    heading: str, cells: tuple[str, ...], field: str
) -> None:
    rows = [["收到时间", "被反映人", heading, "主要内容"]]
    rows += [["2016-09-21", "赵某", cell, "收受礼金"] for cell in cells]
    assert columns_of(sheet(*rows), {}).fields[2] == field


def test_the_day_on_which_a_letter_was_sent_is_not_that_of_its_receipt() -> None:
    found = columns_of(sheet(["寄信时间", "登记时间", "来信人", "主要内容"]), {})
    assert found.fields == ("postmarked_on", "received_at", "reporter.name", "summary")


def test_of_each_column_the_first_that_is_said_below_is_its_example() -> None:
    rows = [["收到时间", "类别", "主要内容"], ["2016-09-21", "", ""], ["同上", "同上", "收受礼金"]]
    rows.append(["2016-09-22", "班子成员", "又一件"])
    found = columns_of(table := sheet(*rows), {})
    assert [one.example for one in found.over(table)] == ["2016-09-21", "班子成员", "收受礼金"]
    assert found.fields[1] == "subjects.group"


def test_headings_that_stand_once_more_below_are_no_reason_to_begin_there() -> None:
    head = ["收到时间", "被反映人", "类别", "主要内容"]
    row = ["2016-09-21", "赵某", "班子成员", "收受礼金"]
    found = columns_of(sheet(head, row, head, row), {})
    assert (found.rows, found.fields[2]) == ((1,), "subjects.group")


def test_headings_in_traditional_characters_are_the_same() -> None:
    upper = ["收件時間", "來源", "舉報人", "被舉報人", "單位", "職務", "問題類別", "主要內容"]
    assert columns_of(sheet_of("台账", [(1, upper)]), {}).left_out == ()
