"""What offices write for what became of a tip and for whoever reported it, word by word."""

from __future__ import annotations

from datetime import date

import pytest

from store.registers.handling import Handling, applied, handling
from store.registers.headings import columns_of
from store.registers.importing import OnDesk, Wanted, take_in
from store.registers.persons import reporter, unit_and_post
from store.registers.receipt import received
from store.registers.sheet import sheet_of
from store.registers.simplified import simplified
from store.registers.terms import disciplines, group, line, said_by_headings
from store.text import in_all, use_language
from store.tips.disposition import (
    DUPLICATE,
    HANDED,
    KEPT,
    PASSED_THROUGH,
    REFERRED,
    REGISTERED,
    URGENT,
    WITHDRAWN,
)
from tests.builders import DURING, example
from tests.store.desks import tip_of

NOTICE = example()
CAME = "2016-09-21 09:05"
STATUSES = {
    REGISTERED: "登记|已登记|登记在册|待办|未办|在办|正在办|正在办理|待办理|待处理|在处理|在办中|办理中|待办结|受理中|已受理",
    URGENT: "立行立改|已立行立改|移交立行立改|边询边改|边巡边改",
    HANDED: "交组|呈组|报组|送组|转组|移交组|已交组|交组长|呈组长|已呈组长|交本组|交组内|交组里|交巡视组|移交巡察组|交本组办理|呈组长阅",
    KEPT: "留存|已留存|存查|暂存|归档|留存备查|留存待查|存档备查|归档备查|暂存备查|办结|已办结|办结归档",
    DUPLICATE: "重复|重复件|属重复|系重复|为重复|重复信访|重复举报|重复信件|属重复件",
    PASSED_THROUGH: "径送|已径送",
    WITHDRAWN: "误录撤销|误录|作废|撤销|已撤销",
}

OF_OWN_REGISTER = {
    "line": {
        "landline": "固定电话|Landline",
        "mobile": "手机|Mobile",
        "post": "邮政信箱|P.O. box",
        "visit": "来访|Visit",
        "email": "电子邮箱|Email",
        "assigned": "上级交办|Assigned by superiors",
        "petition_office": "信访部门转来|From the petition office",
        "interview": "谈话中反映|Said in an interview",
        "found": "组内发现|Found by the team",
    },
    "group": {
        "leadership": "领导班子及其成员|Leadership team and members",
        "next_level_head": "下一级党组织领导班子主要负责人|Head of a next-level Party organisation",
        "key_post": "重要岗位领导干部|Leading cadre in an important post",
        "out_of_scope": "不属受理范围|Out of scope",
        "inspectors": "巡视干部|The inspectors",
    },
    "discipline": {
        "政治纪律": "政治纪律|Political",
        "组织纪律": "组织纪律|Organisational",
        "廉洁纪律": "廉洁纪律|Integrity",
        "群众纪律": "群众纪律|Mass work",
        "工作纪律": "工作纪律|Work",
        "生活纪律": "生活纪律|Life",
        "other": "其他|Other",
    },
    "whether it is to be completed": {
        "False": "已登记|Registered",
        "True": "已登记（待补录）|Registered (to be completed)",
    },
    "whether the reporter is verified": {
        "True": "张三丰（实名）|张三丰 (named)|〖不详〗（实名）|〖不详〗 (named) 〖同上〗",
        "False": "张三丰（待核实）|张三丰 (to verify)|〖不详〗（待核实）|〖不详〗 (to verify) 〖同上〗"
        "|仅留联系方式 〖同上〗|contact only 〖同上〗",
    },
}
"""What a cell of the desk's own register says, by the words that it has for that in each language."""


def said_by(cell: str, part: str) -> str:
    """What a cell of that part says."""
    if part == "line":
        return line(cell, NOTICE)[0]["channel"]
    if part == "group":
        return group(cell, NOTICE) or ""
    if part == "discipline":
        return "".join(disciplines(cell, NOTICE)[0])
    if part == "whether the reporter is verified":
        found = reporter(cell, "", "")[0]
        return str(found and found["verified"])
    became = handling(cell, "", "", CAME, NOTICE, DURING)
    return str(became and became.status == REGISTERED and not became.to and became.to_complete)


@pytest.mark.parametrize("part", OF_OWN_REGISTER)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_register_of_the_desk_is_read_whichever_language_it_is_in_and_one_speaks(
    language: str, part: str
) -> None:
    use_language(language)
    try:
        for meant, cells in OF_OWN_REGISTER[part].items():
            for cell in cells.split("|"):
                assert said_by(cell, part) == meant, cell
    finally:
        use_language("zh")


@pytest.mark.parametrize("status", STATUSES)
def test_what_became_of_a_tip_is_known_by_each_word_for_it(status: str) -> None:
    for word in STATUSES[status].split("|"):
        found = handling(word, "", "", CAME, NOTICE, DURING)
        assert found and (found.status, found.to) == (status, ""), word


def test_what_the_desk_itself_calls_a_status_is_read_in_either_language_and_by_its_key() -> None:
    labels = {
        REGISTERED: ("已登记", "Registered", "registered"),
        URGENT: ("移交立行立改", "Urgent", "urgent"),
        HANDED: ("已呈组长", "Handed to the team", "handed_to_team"),
        REFERRED: ("转办", "Referred", "referred"),
        KEPT: ("留存备查", "Kept for reference", "kept_for_reference"),
        DUPLICATE: ("重复件", "Duplicate", "duplicate"),
        PASSED_THROUGH: ("径送", "Forwarded unread", "passed_through"),
        WITHDRAWN: ("误录撤销", "Withdrawn (error)", "withdrawn"),
    }
    for status, words in labels.items():
        for word in words:
            found = handling(word, "", "", CAME, NOTICE, DURING)
            assert found and (found.status, found.to, found.of) == (status, "", ""), word
            found = handling(f"{word}  A1 县局", "", "", CAME, NOTICE, DURING)
            is_sent = status in (URGENT, HANDED, REFERRED, PASSED_THROUGH)
            told = ("A1 县局" if is_sent else "", "A1" if status == DUPLICATE else "")
            assert found and (found.status, found.to, found.of) == (status, *told), word


def test_of_a_row_without_a_status_another_column_says_whether_it_is_a_duplicate() -> None:
    for said in ("是", "重复", "重复件", "重信", "重访", "√"):
        found = handling("", "", said, CAME, NOTICE, DURING)
        assert found and found.status == DUPLICATE, said
    for said in ("", "否", "不重复", "非重复件", "初信", "初重情况不详", "×"):
        found = handling("", "", said, CAME, NOTICE, DURING)
        assert found and found.status == REGISTERED, said


def test_to_whom_a_tip_was_referred_stands_behind_each_word_for_it() -> None:
    for word in ("转办", "转送", "转交", "转往", "移送", "移交", "转至", "转给", "转", "已转办"):
        for between in ("", "至", "给", "到", "往", "由", "：", ":", "至："):
            found = handling(f"{word}{between}市水利局", "", "", CAME, NOTICE, DURING)
            assert found and (found.status, found.to) == (REFERRED, "市水利局"), word + between
    found = handling("转办 市水利局 湘转〔2016〕12号 2016-10-01", "王", "", CAME, NOTICE, DURING)
    assert found and (found.to, found.letter, str(found.on), found.by) == (
        "市水利局",
        "湘转〔2016〕12号",
        "2016-10-01",
        "王",
    )
    for unknown in ("市水利局", "请阅", "转", "同意"):
        found = handling(unknown, "", "", CAME, NOTICE, DURING)
        assert found is None or not found.to, unknown


@pytest.mark.parametrize(
    "words",
    [
        "匿名|匿名群众|匿名举报|匿名反映|匿名信|匿名信访|匿名信件|匿名来信|匿名来电|匿名来访|匿名电话|匿名件|匿名人|匿名者|匿名举报人|匿名反映人|匿名人员|匿名人士",
        "佚名|无名氏|未署名|不具名|没留姓名|无署名|未透露身份|不愿透露姓名|未提供真实姓名|未注明姓名|未说明身份|不便告知姓名|未署真实姓名|没有署名|没有留姓名|未提供实名|未留姓名信息",
        "群众|百姓|老百姓|职工|员工|工人|农民|农民工|干部|党员|老党员|退休人员|网友|网民|住户|商户|患者|了解情况的人|知情的人|市民|村民|居民|业主",
        "家长|学生|教师|知情人|知情人士|知情者|举报人|举报者|反映人|信访人|来电人|来信人|来访人|热心人|热心人士",
        "一群众|几名群众|三位村民|两名职工|十几名村民|12名业主|一些职工|某村村民|该局职工|各单位干部|本单位职工|若干群众|全体业主|退休职工|老村民|部分村民|热心市民|知情群众|广大党员|普通群众",
        "基层干部|当地群众|附近居民|周边商户|多名村民|多位家长|单位职工|匿名群众来信|村民代表|群众来电|群众来访|群众举报|群众反映",
        "保密|姓名保密|身份保密|要求保密|须保密|需保密|请保密|某某|××|xx|XX|*|＊|?|？？",
        "实名|实名举报|待核实|未核实|署名|署名举报|只留号码|仅留电话|只留地址|仅留联系方式|仅留号码|只留联系方式|by number|无|不详|—",
    ],
)
def test_each_word_for_nobody_names_nobody(words: str) -> None:
    for word in words.split("|"):
        found, faults, _remarks = reporter(word, "", "")
        assert (found, faults) == (None, ()), word
        found, faults, _remarks = reporter(word, "13800000000", "否")
        assert found == {"name": "", "contact": "13800000000", "verified": False}, word


def test_behind_the_kind_of_whoever_gave_no_name_stands_how_to_reach_them() -> None:
    kinds = (*in_all("匿名"), *in_all("仅留联系方式"), "只留号码", "by number")
    for kind in kinds:
        for contact in ("13800000000", "zhang@example.org", "长沙市某路1号", "WeChat zhang_1"):
            found, faults, _remarks = reporter(f"{kind} {contact}", "", "")
            assert found == {"name": "", "contact": contact, "verified": False}, (kind, contact)
            assert faults == ()


def test_what_stands_beside_a_name_says_whether_it_is_known_and_how_to_reach_whose_it_is() -> None:
    for bracket in ("实名", "实名举报", "实名反映", "实名信访", "已核实"):
        found = reporter(f"张三丰（{bracket}）", "", "")[0]
        assert found == {"name": "张三丰", "contact": "", "verified": True}, bracket
    for bracket in (
        *("匿名", "匿名群众", "匿名举报人", "匿名反映人"),
        *("待核实", "未核实", "署名", "署名举报", "具名", "化名不详"),
    ):
        found = reporter(f"张三丰（{bracket}）", "", "")[0]
        assert found == {"name": "张三丰", "contact": "", "verified": False}, bracket
    for before, is_known in (("实名", True), ("署名", False), ("具名", False), ("待核实", False)):
        for text in (f"{before}：张三丰", f"{before}举报人, 张三丰", f"{before}反映:张三丰"):
            found = reporter(text, "", "")[0]
            assert found == {"name": "张三丰", "contact": "", "verified": is_known}, text
    for said, is_known in (
        ("实名举报", True),
        ("已核实", True),
        ("署名反映", False),
        ("化名", False),
        ("假名信", False),
        ("冒名反映", False),
        ("联名举报", False),
    ):
        found = reporter("张三丰", "", said)[0]
        assert found == {"name": "张三丰", "contact": "", "verified": is_known}, said
    assert [fault.field for fault in reporter("张三丰", "", "大概")[1]] == ["reporter.verified"]
    for number in (
        *(f"1{network}812345678" for network in "3456789"),
        *(f"{exchange}4404233" for exchange in "2345678"),
        "+8613812345678",
        "86-13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 13812345678",
        "19912345678",
        "0731-84404233",
        "0731-2440423",
        "073184404233",
        "0991 8440423",
        "010 12345678",
        "8440423",
        "2440423",
        "zhang.san+1@a-b.gov.cn",
    ):
        for text in (f"张三丰 {number}", f"张三丰（{number}）", f"{number} 张三丰"):
            found = reporter(text, "", "")[0]
            assert found and (found["name"], found["contact"]) == ("张三丰", number), text
    for label in ("电话", "联系电话：", "手机", "联系方式:", "电话号码 ", "tel:", "TEL "):
        found = reporter(f"张三丰 {label}84404233", "", "")[0]
        assert found and (found["name"], found["contact"]) == ("张三丰", "84404233"), label


def test_a_unit_ends_where_its_first_post_begins() -> None:
    units = "某局|某委|某委员会|某办公室|某厅|某处|某部|某院|某校|某中心|某公司|某集团|某镇|某乡|某街道|某社区|某村|某所|某站|某队|某会|县政府|某中学|某厂|某科|某室|某银行|某幼儿园|某村民小组|某县|某区|某市|某省"
    for unit in units.split("|"):
        assert unit_and_post(f"{unit}局长") == (unit, "局长"), unit
    posts = (
        "书记|局长|主任|处长|科长|院长|校长|厅长|部长|县长|区长|市长|乡长|镇长|村长|主席|董事长|总经理|经理|所长|站长|队长|会计|出纳|组长|秘书长|"
        "委员|干事|科员|主管|厂长|行长|巡视员|调研员|园长|支书|常委|法人|村医|教师|党委书记|党组书记|党工委书记|党总支书记|党支部书记|副局长|原局长|"
        "时任局长|现任局长|常务副县长|第一书记|机关党委书记|行政主管|"
        "村支书|村主任|村会计|村出纳|村文书|村委|村支委|村党支部书记|村党总支书记|村委主任|村委会主任|村委会副主任|村委会委员"
    )
    for post in posts.split("|"):
        assert unit_and_post(f"某局{post}") == ("某局", post), post
        assert unit_and_post(f"甲 {post}") == ("甲", post), post
    for post in ("书记", "副局长", "原局长", "董事长"):
        assert unit_and_post(post) == ("", post), post


def test_a_part_of_the_day_alone_is_told_and_is_no_hour() -> None:
    for part in ("上午", "中午", "下午", "傍晚", "晚上", "夜间", "早上", "早晨", "凌晨"):
        said = [f"收到时间只写了“{part}”", "收到时间没有写几时，只记日期"]
        for day, hour in (
            ("2016-09-21", part),
            (f"2016年9月21日{part}", ""),
            (f"2016-9-21 {part}", ""),
        ):
            assert received(day, hour, NOTICE, DURING) == ("2016-09-21", (), said), (day, hour)


def test_what_stands_below_a_register_is_no_tip_and_is_named() -> None:
    below = (
        "合计|总计|小计|累计|共计|合计3件|本页合计|本月合计|本年合计|本周合计|本日合计|全年合计|全月合计|以上合计|共3件|共 3 条|共3行|共3封|共3次|"
        "共3件来信|以下空白|以下为空白|填表人：王|制表：王|审核：王|报表：王|统计人：王|负责人：王|经办人：王|填报单位：某局|填表日期：9月30日|备注：略|注：略|说明：略"
    )
    words = below.split("|")
    rows = [["收到时间", "序号", "主要内容"]]
    rows += [[word, "", ""] for word in words] + [["", word, "3件"] for word in words]
    rows += [["", "12", word] for word in words]
    rows += [
        ["2016-09-21", "合计", "合计收受礼金三万元"],
        ["", "", "总计三万元是收受的礼金，来信要求尽快查处并答复举报人"],
    ]
    sheet = sheet_of("台账", enumerate(rows, 1))
    found = [*take_in(sheet, columns_of(sheet, {}), Wanted(), NOTICE, DURING, OnDesk())]
    assert [one.row for one in found if not one.is_none] == [len(rows) - 1, len(rows)]
    assert {one.remarks for one in found if one.is_none} == {("合计或说明",)}


def test_a_duplicate_is_of_the_number_that_stands_beside_the_word() -> None:
    for written in (
        "与1号重复",
        "同1件重复",
        "和序号1内容重复",
        "与编号1重复",
        "同第1号来信内容重复",
        "与1号来电重复件",
        "与1号来访属重复",
        "与1号来件重复",
        "同1号信系重复",
        "和1号电为重复件",
        "重复件（同第1件）",
        "重复(与1号重复)",
        "属重复信件（见1号）",
        "系重复举报（同1号）",
        "为重复（与1件）",
        "重复信访(和序号1)",
    ):
        found = handling(written, "", "", CAME, NOTICE, DURING)
        assert found and (found.status, found.of) == (DUPLICATE, "1"), written
    found = handling("与A-1号重复", "", "", CAME, NOTICE, DURING)
    assert found and found.of == "A-1"


def test_a_letter_and_to_whom_a_tip_is_to_be_referred_are_told_apart() -> None:
    for letter in ("湘转〔2016〕12号", "[2016]12号", "（2016）12", "(2016)12号", "转2016012号"):
        found = handling(f"转办 市水利局 {letter}", "", "", CAME, NOTICE, DURING)
        assert found and (found.to, found.letter) == ("市水利局", letter), letter
    for word in ("拟转", "拟转办", "拟转送：", "拟转往:", "to be referred to "):
        found = handling(f"登记 {word}市水利局", "", "", CAME, NOTICE, DURING)
        assert found and (found.status, found.referred_to) == (REGISTERED, "市水利局"), word
        assert found.to == "" and found.is_whole
    for day, to, on in (
        ("2016-10-01", "市水利局", date(2016, 10, 1)),
        # What ends as a number of letters do may be a day.
        ("2016年10月1号", "市水利局", date(2016, 10, 1)),
        ("2016012号", "市水利局", None),
        ("10-1", "市水利局", date(2016, 10, 1)),
        ("13-1", "市水利局", None),
        # Without a year it is the first since the tip came, and none to come.
        ("9-21", "市水利局", date(2016, 9, 21)),
        ("9-20", "市水利局", None),
        ("12-31", "市水利局", None),
    ):
        found = handling(f"转办 市水利局 {day}", "", "", CAME, NOTICE, DURING)
        assert found and (found.to, found.on) == (to, on), day
    repeat = Handling("重复件 3", DUPLICATE, of="3")
    assert applied(tip_of(), repeat, DURING)[0].matter == "3"


def test_headings_or_else_the_name_of_a_sheet_say_of_which_kind_of_line_it_is() -> None:
    for word, kind in (
        *((word, "来电") for word in ("来电", "电话", "接听", "通话")),
        *((word, "来信") for word in ("来信", "信件", "收信", "写信", "邮戳")),
        *((word, "来访") for word in ("来访", "接访", "接谈", "走访")),
        *(("短信", "短信"), ("邮件", "电子邮件"), ("邮箱", "电子邮件")),
    ):
        assert said_by_headings([f"{word}时间", "内容"], "台账") == kind, word
        assert said_by_headings(["时间", "内容"], f"{word}台账") == kind, word
        assert line(kind, NOTICE)[0]["channel"] or kind == "短信", kind
    assert said_by_headings(["来电时间", "来信时间"], "来访") == "", "several"
    assert said_by_headings(["来电时间"], "来信") == "来电" and said_by_headings([], "") == ""


def test_days_as_a_spreadsheet_counts_them_are_days() -> None:
    for day, hour, meant in (
        ("42634", "", "2016-09-21"),
        ("42634.5", "", "2016-09-21 12:00:00"),
        ("42634.378472222", "", "2016-09-21 09:05:00"),
        ("42634", "0.375", "2016-09-21 09:00:00"),
        ("20160921", "", "2016-09-21"),
        ("19990921", "", "1999-09-21"),
        ("2016-09-21T09:00:00+08:00", "", "2016-09-21T09:00:00+08:00"),
        ("2016-09-21T09:00:00Z", "9:00", "2016-09-21T09:00:00Z"),
        ("2016-09-21T09:00:00-0330", "9:00", "2016-09-21T09:00:00-0330"),
    ):
        found, faults, remarks = received(day, hour, NOTICE, DURING)
        assert (found, faults) == (meant, ()), (day, hour)
        assert "收到时间只是大概的时刻" not in remarks
    for number in ("2016", "12345678", "81234", "21160921"):
        (fault,) = received(number, "", NOTICE, DURING)[1]
        assert "是一个数字，不是日期" in fault.sentence, number


def test_what_is_wrong_with_a_day_or_an_hour_is_told_with_what_was_written() -> None:
    for day, hour, sentence in (
        ("2016", "", "“2016”是一个数字，不是日期，请核对。"),
        ("9" * 41, "8:00", f"“{'9' * 40}”是一个数字，不是日期，请核对。"),
        ("9:05", "10:05", "“9:05”没有写明哪一天，请补上。"),
        ("2016-09-21", "不是", "“不是”不是时刻，请核对。"),
        ("2016-09-21", "不" * 41, f"“{'不' * 40}”不是时刻，请核对。"),
        ("2016-09-21", "上午15点", "“上午15点”不是时刻，请核对。"),
        (
            "2016-09-21 9:05",
            "10:05",
            "两列写的时刻不同（2016-09-21 9:05、10:05），请核对。",
        ),
    ):
        (fault,) = received(day, hour, NOTICE, DURING)[1]
        assert fault.sentence.removeprefix("收到时间：") == sentence, (day, hour)


def test_what_cannot_be_a_day_is_handed_on_as_it_is_written_for_the_reader_of_dates_to_refuse() -> (
    None
):
    for day, hour, text in (
        ("上午15点", "", "上午15点"),
        ("上午15点", "9:05", "上午15点 9:05"),
        ("2月30日", "", "2016-2-30"),
        ("2017年2月29日", "9:05", "2017-2-29"),
        ("周三", "", "周三"),
    ):
        assert received(day, hour, NOTICE, DURING) == (text, (), []), (day, hour)


def test_what_is_guessed_of_a_day_is_told_word_for_word() -> None:
    day_alone = "收到时间没有写几时，只记日期"
    for day, text, remarks in (
        (
            "2016/9/21 0:00:00",
            "2016-09-21",
            ["收到时间的“0:00:00”是表格给日期补的，不当作零点", day_alone],
        ),
        ("42634", "2016-09-21", ["收到时间“42634”是表格的日期序号，读作 2016-09-21", day_alone]),
        ("2016-09-21 下午", "2016-09-21", ["收到时间只写了“下午”", day_alone]),
    ):
        assert received(day, "", NOTICE, DURING) == (text, (), remarks), day


# Each character that is written otherwise today, in a word of a register.
IN_TRADITIONAL_CHARACTERS = (
    "稱呼称呼|時間时间|來電来电|來訪来访|電話电话|訪談访谈|號碼号码|舉報举报|檢舉检举|"
    "對象对象|類別类别|單位单位|職務职务|職級职级|問題问题|內容内容|簡況简况|處理处理|"
    "辦結办结|轉辦转办|編號编号|人員人员|黨組党组|領導领导|組織组织|廉潔廉洁|紀律纪律|"
    "違規违规|嚴重严重|範圍范围|所屬所属|關係关系|聯繫联系|聯絡联络|途徑途径|線索线索|"
    "經辦经办|實名实名|證件证件|顯示显示|機構机构|鄉鎮乡镇|縣區县区|局長局长|會議会议|"
    "書記书记|事項事项|要點要点|評議评议|集體集体|參與参与|說明说明|寫信写信|回應回应|"
    "無名无名|現任现任|擬辦拟办|過程过程|進展进展|歸檔归档|備註备注|狀態状态|依據依据|"
    "式樣式样|專項专项|作風作风|貪賄贪贿|羣眾群众|發現发现|錄入录入|答復答复|重複重复|"
    "意見意见|選擇选择|頁碼页码|資訊资讯|郵件邮件|網絡网络|掛號挂号|國家国家|監視监视|"
    "詢問询问|負責负责|開始开始"
)


def test_a_word_in_traditional_characters_is_the_same_word_today() -> None:
    for pair in IN_TRADITIONAL_CHARACTERS.split("|"):
        assert simplified(pair[:2]) == simplified(pair[2:]) == pair[2:]
