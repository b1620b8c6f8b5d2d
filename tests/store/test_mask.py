"""Whoever reported, with others or by several ways to be reached: no part of it is in papers without."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.tips.mask import MASK, masked_of, parts_of
from store.tips.referral import referral_copy, without_reporter
from store.tips.tip import Reporter
from tests.builders import REFERRAL
from tests.store.desks import NOTICE, tip_of
from tui.linear.tip_words import row
from tui.words import words
from tui.words.disposition_words import in_row

_NAMES = st.sampled_from(
    [
        "张三",
        "李四",
        "欧阳锋",
        "张和平",
        "王和谐",
        "阿卜杜拉·热合曼",
        "John",
        "王女士",
        "钱多多",
        "王　芳",
    ]
)
_WAYS = st.sampled_from(
    [
        "13800001111",
        "139 0000 2222",
        "0731-84401234",
        "zs@qq.com",
        "微信号zhangsan88",
        "微信：wang_5",
        "QQ 123456",
        "梅溪湖路12号",
    ]
)
_BETWEEN = st.sampled_from(
    ["、", "，", ",", "；", ";", "/", "／", " ", "　", " 和 ", "和", "与", "及", "以及", "（", "【", "|", "+"]
)  # fmt: skip
_BEHIND = st.sampled_from(["", "等", "等5人", "等十二名村民", "二人", "（村民）", "（化名）"])


def _joined(parts: list[str], between: str) -> str:
    return between.join(parts) + {"（": "）", "【": "】"}.get(between, "") * (len(parts) > 1)


@settings(max_examples=20)
@given(
    st.lists(_NAMES, min_size=1, max_size=4, unique=True),
    st.lists(_WAYS, min_size=1, max_size=3, unique=True),
    _BETWEEN,
    _BETWEEN,
    _BEHIND,
)
def test_no_part_of_a_name_or_a_contact_is_in_any_paper(
    names: list[str], ways: list[str], between: str, among: str, behind: str
) -> None:
    reporter = {"name": _joined(names, between) + behind, "contact": _joined(ways, among)}
    told = [*names, *(way.removeprefix("微信号").removeprefix("微信：").removeprefix("QQ ") for way in ways)]  # fmt: skip
    summary = "。".join(f"反映人{one}称排污" for one in reversed(told))
    subjects = [
        {"unit": f"{one}的邻居", "person": f"赵某（{one}之夫）", "post": f"与{one}同村", "group": "out_of_scope"}
        for one in told
    ]  # fmt: skip
    tip = tip_of(REFERRAL, reporter=reporter, summary=summary, subjects=subjects)
    papers: list[Any] = [referral_copy(tip), without_reporter(tip).as_json()]
    for paper in papers:
        said = json.dumps(paper, ensure_ascii=False)
        assert not [one for one in told if one in said]
        assert "称排污" in said and "赵某" in said


TITLES = ("女士", "先生", "小姐", "太太", "同志", "师傅", "老师傅")


@pytest.mark.parametrize(
    ("name", "contact", "said", "left"),
    [
        ("村民张三", "", "张三反映", "{}反映"),
        ("教育局职工张三、李四夫妇", "", "李四和张三住", "{}和{}住"),
        ("张三之妻李四", "", "张三、李四", "{}、{}"),
        ("张三的儿子张四", "", "张三与儿子张四", "{}与儿子{}"),
        ("张三父亲张大山", "", "张三和张大山称父亲节", "{}和{}称父亲节"),
        ("白沙村刘建工、成都路小学", "", "刘建工见路小学", "{}见路小学"),
        (
            "白沙村会计李小红、县一中教师刘红",
            "",
            "白沙村账目，李小红和教师刘红",
            "白沙村账目，{}和教师{}",
        ),
        ("退休教师欧阳建国，林场场长林山", "", "欧阳建国称林场修山路", "{}称林场修山路"),
        ("司机阿依古丽、包工头老王", "", "老王和阿依古丽", "{}和{}"),
        ("出租车司机刘师傅", "", "司机刘某见刘师傅", "司机刘某见{}"),
        ("张三 13800001111", "", "13800001111", "{}"),
        ("", "张三13800001111转12（微信同号）", "12人见张三微信", "12人见{}微信"),
        ("", "13800001111@139.com", "１３８ ００００ １１１１", "{}"),
        ("", "a+b@qq.com", "A+B@QQ.COM", "{}"),
        ("", "wang@example.com", "网名 wang", "网名 {}"),
        ("张三（科长）", "长沙市梅溪湖路12号 3栋", "科长12日在3栋", "科长12日在3栋"),
        ("Al Lee and Mr Smith", "", "Also and smith, Al LEE", "Also and {}, {} {}"),
        ("张三", "办公室 0731-84404233", "办公室主任，0731-84404233", "办公室主任，{}"),
        (
            "张三",
            "单位、家里、宿舍，晚上8点后联系",
            "晚上8点后在单位、家里和宿舍，点后联系",
            "晚上8点后在单位、家里和宿舍，点后联系",
        ),
        (
            "张三，原副局长",
            "随时可打、可加微信、下午打",
            "原副局长随时可打张三",
            "原副局长随时可打{}",
        ),
        ("张三（受害人）", "退休", "受害人张三反映退休金", "受害人{}反映退休金"),
        ("当事人张三、承包人李四", "", "证人张三和李四", "证人{}和{}"),
        ("张三等5名村民代表", "", "村民代表张三", "村民代表{}"),
        ("白天", "13800001111", "白天反映", "{}反映"),
        ("José", "", "Jose\u0301住", "{}住"),
        ("王 芳 李 明 欧 阳", "", "王芳和李明、欧阳", "{}和{}、{}"),
        ("村民 王　芳 女士、欧 阳 锋", "", "王芳和欧阳锋", "{}和{}"),
        *((f"王芳{title}", "", "王芳反映", "{}反映") for title in TITLES),
        ("", "138 - 0000 - 1111（微信同号）", "13800001111", "{}"),
        ("", "138  0000  1111 李先生、QQ 1234 5678 常用", "13800001111，12345678", "{}，{}"),
        ("古丽·买买提、J·Smith", "", "古丽和买买提、Smith", "{}和{}、{}"),
        ("村民张文明", "", "张文明见文明街", "{}见文明街"),
        ("欧阳文明（教师）", "", "欧阳文明见文明街", "{}见文明街"),
        ("公司员工、工程 老板、医院患者", "", "老板在公司和医院的工程", "老板在公司和医院的工程"),
        (
            "施工方、白沙村支书、律师事务所",
            "",
            "施工方和支书在白沙村事务所",
            "施工方和支书在白沙村事务所",
        ),
        ("项目施工方", "身份证430102198001011234", "施工方用身份证", "施工方用身份证"),
        ("高新区白沙镇", "长沙市天心区文化路", "文化路和白沙镇", "文化路和白沙镇"),
    ],
)
def test_what_only_says_who_they_are_is_no_part(
    name: str, contact: str, said: str, left: str
) -> None:
    tip = tip_of(reporter={"name": name, "contact": contact})
    assert masked_of(tip, said) == left.replace("{}", MASK)


@pytest.mark.parametrize(
    ("trade", "said"),
    [
        ("村民小组长", "村民小组会议"),
        ("人大主席", "县人大代表贿选"),
        ("工会主席", "县总工会经费"),
        ("采购经理", "政府采购不公开"),
        ("白沙小学老师", "白沙小学校长"),
        ("急诊科护士、低保对象", "急诊科主任，低保股长"),
        ("合作社社长、砂场老板", "合作社的砂场"),
        ("石油公司员工", "公司员工奖金"),
        ("安置房住户", "安置房名单"),
        ("白沙小学的老师", "白沙小学校长"),
        ("公路收费员、安全科长、单位临时工", "收费员和临时工，安全事故"),
        ("康复科护士、纪检委员、林业站长", "康复科主任、纪检组和林业局"),
        ("幼儿园家长、公租房的住户、幼儿园等", "幼儿园园长和公租房名单"),
        ("代课教师、计生干部、信用社的职工", "代课费、计生股和信用社"),
        ("村民理事长、村民监督员、职工食堂承包商", "理事长、监督员和食堂"),
        ("小学校等5人、五保户家属、养猪户等", "小学校的五保户和养猪户"),
        ("村民会计师、受害人家属、农民工工资", "会计师、家属和工资"),
    ],
)
def test_of_a_trade_no_word_is_masked_that_names_nobody(trade: str, said: str) -> None:
    assert masked_of(tip_of(reporter={"name": trade}), said) == said


@pytest.mark.parametrize(
    "beside",
    [
        "白沙村{} 湘乡县白沙镇白沙村3组{} 岳麓区{} 教育局{} 会计{} 原副局长{} 村支书{} 包工头{} 保安{} 退役军人{} 供应商{} 妻{}",
        "{}会计 {}老师 {}副局长 {}村长 {}大哥 {}阿姨 {}爸爸 {}一家三口 {}兄妹 {}来电 {}实名举报 {}代笔 白沙村{}老师",
        "{}本村村民 {}等本村村民 {}小区业主 {}　白沙村村民 {}　村干部",
        "署名{} 实名{} 曾用名{} 小名{} 我叫{} {}暨李四 {}同李四 李四或{} 某厂车间下料工{}",
    ],
)  # fmt: skip
def test_a_name_is_masked_whatever_stands_right_beside_it(beside: str) -> None:
    for name in beside.split(" "):
        tip = tip_of(reporter={"name": name.format("张大山")})
        assert masked_of(tip, "张大山称张大") == f"{MASK}称张大", name


@pytest.mark.parametrize(
    ("name", "contact", "subject", "left"),
    [
        ("张三", "", {"person": "张三丰"}, "张三丰收礼，{}看见"),
        ("阿卜杜拉 热合曼", "", {"person": "阿卜杜拉·买买提"}, "阿卜杜拉·买买提收礼，{}看见"),
        ("张三", "", {"person": "张三妻子"}, "{}妻子收礼，{}看见"),
        ("张三（白沙镇）", "", {"unit": "白沙镇政府"}, "白沙镇政府收礼，{}看见"),
        ("张三", "县教育局 13800001111", {"unit": "县教育局"}, "县教育局收礼，{}看见"),
        ("张三", "", {"person": "张三"}, "张三收礼，张三看见"),
        ("李四、张三", "", {"unit": "张三家具店"}, "{}家具店收礼，{}看见"),
        ("李四、刘红旗", "", {"person": "刘红旗之夫"}, "{}之夫收礼，{}看见"),
        (
            "张三（白沙乡）",
            "",
            {"unit": "湘乡县白沙乡人民政府"},
            "湘乡县白沙乡人民政府收礼，{}看见",
        ),
        (
            "张三（文化馆）",
            "向阳科学园",
            {"unit": "县文化馆向阳科学园"},
            "县文化馆向阳科学园收礼，{}看见",
        ),
        ("白沙小学老师张三", "", {"unit": "湘乡县白沙小学"}, "湘乡县白沙小学收礼，{}看见"),
        ("李园园", "中国银行", {"unit": "中国银行李园园家电"}, "中国银行{}家电收礼，{}看见"),
        ("张三", "", {"person": "张三领导"}, "{}领导收礼，{}看见"),
        ("张三", "", {"person": "张三邻居"}, "{}邻居收礼，{}看见"),
        ("张三", "", {"person": "张三局长"}, "张三局长收礼，{}看见"),
    ],
)
def test_whom_it_is_about_stays_to_be_read(
    name: str, contact: str, subject: dict[str, str], left: str
) -> None:
    blank = {"unit": "", "person": "", "post": "", "group": "leadership"}
    about = "".join(subject.get(part, "") for part in ("unit", "person"))
    seen = name.partition("（")[0].rpartition("、")[2]
    tip = tip_of(
        reporter={"name": name, "contact": contact},
        subjects=[blank | subject],
        summary=f"{about}收礼，{seen}看见",
    )
    found = without_reporter(tip)
    assert found.summary == left.replace("{}", MASK)
    assert found.subjects[0].person + found.subjects[0].unit in found.summary


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("代建国", "村民{} 举报人{} 受害人{} 妻子{} 村民代表{} {}等5人 {}本人 {}女士 {}的妻子 {}妻子 {}来电 {}村民 敬大林之子{}"),
        ("易烊千玺", "教师{} {}先生 {}之妻"),
        ("仲伟", "村民{} {}等5人"),
        ("扎西", "村民{} {}本人"),
        ("呼延庆", "村民{} {}老师 司机{}"),
    ],
)  # fmt: skip
def test_a_name_that_few_have_is_masked_beside_what_only_persons_are_called(
    name: str, beside: str
) -> None:
    for written in beside.split(" "):
        tip = tip_of(reporter={"name": written.format(name)})
        assert masked_of(tip, f"村里{name}称") == f"村里{MASK}称", written


def test_a_name_right_before_a_village_is_masked_whether_of_two_letters_or_three() -> None:
    for name in ("李大山", "李大", "彭大山", "代建国"):
        tip = tip_of(reporter={"name": f"{name}白沙村村民"})
        assert masked_of(tip, f"白沙村{name}称") == f"白沙村{MASK}称"
    own = tip_of(reporter={"name": "代建国本村村民"})
    assert masked_of(own, "本村代建国称") == f"本村{MASK}称"
    place = tip_of(reporter={"name": "石门楼子村村民"})
    assert masked_of(place, "石门镇收费") == "石门镇收费"


def test_no_list_has_a_part_of_it_either() -> None:
    subject = {"unit": "某局", "person": "", "post": "李四之夫", "group": "leadership"}
    reporter = {"name": "张三、李四", "contact": "13800001111"}
    tip = tip_of(reporter=reporter, subjects=[subject], summary="张三\n李四来电，13800001111")
    assert words.summary(tip) == f"{MASK} {MASK}来电，{MASK}"
    for said in (words.subjects(tip), in_row(tip), row(NOTICE, tip)):
        assert MASK in said and not any(one in said for one in ("张三", "李四", "1380"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("发件人署名：王　芳", "王芳"),
        ("Sender’s name: Wang Fang, Li Na", "Wang"),
        ("反映人身份证号：430102198001011234", "430102198001011234"),
        ("举报人工作单位（全称）：白沙小学", "白沙小学"),
    ],
)
def test_what_was_imported_into_the_content_of_a_reporter_is_masked(line: str, told: str) -> None:
    said = f"主题：噪声\n{line}\n{told}称夜间施工\n反映人称：{told}见赵大收礼"
    for contact in ("", "wf@qq.com"):
        found = without_reporter(tip_of(reporter={"contact": contact}, summary=said)).summary
        assert told not in found and found.endswith(f"{MASK}称夜间施工\n反映人称：{MASK}见赵大收礼")
    plain = tip_of(reporter=None, summary="反映人称：赵大收礼\n反映人单位领导：赵大")
    assert without_reporter(plain).summary == plain.summary


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("举报人姓名：张三，电话13800001111，现举报村主任赵大收礼。", "举报人姓名：{}，{}，现举报村主任赵大收礼。"),
        ("反映人单位：白沙小学。反映食堂赵大收礼，有证据", "反映人单位：{}。反映食堂赵大收礼，有证据"),
        ("举报人电话：13800001111 举报赵大在白沙镇建房", "举报人电话：{} 举报赵大在白沙镇建房"),
        ("投诉人地址：湘乡县 白沙小区 3栋 因施工反映，白沙小区停工", "投诉人地址：{} 因施工反映，{}停工"),
        ("信访人电话：已核实，能打通", "信访人电话：已核实，能打通"),
        ("反映人姓名：张 三 反映张三丰", "反映人姓名：{} 反映{}丰"),
        ("反映人姓名：张三、李四等5人，反映李四光", "反映人姓名：{}、{}，反映{}光"),
        ("反映人姓名：阿卜杜拉 热合曼，反映热合曼书店", "反映人姓名：{}，反映{}书店"),
        ("举报人手机：138 00 00 11 11，举报13800001111欠费", "举报人手机：{}，举报{}欠费"),
        ("举报人姓名：张三，男，45岁，白沙村3组村民，电话13800001111", "举报人姓名：{}，男，45岁，白沙村3组村民，{}"),
        ("举报人姓名：张三，女性，土家族，1980年5月生，电话：13800001111，收受礼金", "举报人姓名：{}，女性，土家族，1980年5月生，电话：{}，收受礼金"),
        ("举报人姓名：张三（出生于1980年5月，住白沙村3组，电话13800001111）", "举报人姓名：{}（出生于1980年5月，{}，{}）"),
        ("举报人姓名：张三，县一中退休教师，李四，科员，王五", "举报人姓名：{}，县一中退休教师，{}，科员，{}"),
        ("举报人姓名：张三；工作单位：县教育局；职务：科员；电话：13800001111", "举报人姓名：{}；工作单位：县教育局；职务：科员；电话：{}"),
        ("举报人姓名：张三，住址：白沙市梅溪湖街道梅溪湖路12号，手机 13800001111", "举报人姓名：{}，住址：{}，手机 {}"),
        ("反映人姓名：张三，敬大林，阿不都·热合曼，tel 13800001111", "反映人姓名：{}，{}，{}，tel {}"),
        ("举报人地址：" + "白沙社区" * 10 + "12栋1803号房，举报赵大收礼", "举报人地址：{}，举报赵大收礼"),
        ("举报人姓名：张三，男，45岁。被反映人：赵大，职务：局长，赵大收礼", "举报人姓名：{}，男，45岁。被反映人：赵大，职务：局长，赵大收礼"),
        ("举报人姓名：张三，村民，2016年9月，赵大，收礼", "举报人姓名：{}，村民，2016年9月，赵大，收礼"),
        ("举报人姓名：张三，教师。姓名：赵大，违建地址：白沙镇", "举报人姓名：{}，教师。姓名：赵大，违建地址：白沙镇"),
        ("举报人地址：" + "某局长收受礼金" * 6, "举报人地址：" + "某局长收受礼金" * 6),
    ],
)  # fmt: skip
def test_what_stands_behind_the_data_of_a_reporter_stays(line: str, left: str) -> None:
    found = without_reporter(tip_of(reporter=None, summary=line)).summary
    assert found == left.replace("{}", MASK)


def test_of_what_a_content_says_of_the_reporter_no_more_is_masked_than_an_import_writes() -> None:
    long = f"发件人署名：{'，' * 98}张三李四"
    assert masked_of(tip_of(reporter=None, summary=long), "张三和李四") == f"{MASK}和李四"
    many = "\n".join(f"反映人姓名：张三{chr(0x4E00 + n)}" for n in range(13))
    assert without_reporter(tip_of(reporter=None, summary=many)).summary.count(MASK) == 12
    assert len(parts_of(Reporter("的和" * 100))) < 150


def test_a_long_name_is_taken_apart_soon() -> None:
    hostile = Reporter("电话村民" * 50, "一1等" * 60)
    assert len(parts_of(hostile)) < 1000
    # This would never end.
    folk = Reporter("张三等" + "农民工人" * 45)
    assert "张三" in parts_of(folk)
    assert len(parts_of(Reporter(folk.name + "某"))) < 10
