"""What offices call lines, groups and disciplines, word by word."""

from __future__ import annotations

import pytest

from store.notice.reading import parse_notice
from store.registers.terms import disciplines, field_of, group, line, said_by_headings
from tests.builders import notice_text

LINES = ("landline", "mobile", "sms", "post", "email", "box", "web")
NOTICE = parse_notice(
    notice_text(lines="".join(f'[[lines]]\nkind = "{kind}"\nvalue = "1"\n' for kind in LINES))
)
KINDS = {
    "visit": "来访|走访|上访|接访|个访|集体访|当面反映|当面举报|当面|面访|访|群众来访|个人来访|集体来访|联名来访|来访举报|来访反映|"
    "来访件|来访登记|现场|现场接访|现场反映|来访接待|信访大厅|接访大厅",
    "post": "来信|信件|信函|信|书信|邮寄|写信|信访件|举报信|纸质信件|邮政信箱|平信|挂号信|快递|群众来信|匿名来信|实名来信|署名来信|联名来信|"
    "来信举报|来信反映|来信件",
    "landline": "来电|电话|热线|举报电话|举报热线|值班电话|12388|12388举报电话|座机|电话来访|电|群众来电|匿名来电|实名来电|来电举报|来电反映|"
    "来电件|来电登记",
    "mobile": "手机|移动电话|举报手机|手机来电|手机举报",
    "sms": "短信|彩信|手机短信|短信举报|短信反映|短信平台",
    "email": "邮件|邮箱|电邮|电子邮件|电子邮箱|邮箱举报|邮件来信|邮件反映|email|e-mail|E-mail",
    "web": "网络|网上|网站|线上|在线|互联网|微信|小程序|扫码|二维码|公众号|网络平台|网络举报|网上反映|网上信访|网上投诉|网络来信|网上留言|网上信访平台|网络平台举报",
    "box": "意见箱|举报箱|信访箱|意见箱举报|意见箱来信",
    "petition_office": "信访局转来|县信访办转办|信访部门转送|信访中心转交件|市信访联席办交办|信访局移送件|信访局转|湖南省长沙市岳麓区委信访局转来件",
    "assigned": "转办|交办|转来|转交|批转|移交|移送|上级转办|上级交办|领导批转|纪委转办|省纪委交办|市监委移送|县纪委监委转办件|区纪委交办|中央纪委转办|巡视办转办|"
    "巡察办交办|巡视领导小组交办|巡察工作领导小组办公室转来|上级机关转办|上级部门转办|上级单位转办",
    "interview": "谈话|个别谈话|集体谈话|谈话中反映|谈话反映|谈话了解|谈话发现",
    "found": "巡视发现|巡察组发现|本组发现|组内发现|自行发现|主动发现|走访发现|调研发现|查阅资料发现|下沉发现|走访中发现",
}
GROUPS = {
    "leadership": "班子|领导班子|党政领导班子|班子成员|班子及成员|班子及其成员|党委班子成员|党组领导班子成员|党委班子及成员|党组领导班子及其成员",
    "next_level_head": "下级负责人|下一级负责人|下级党组织负责人|下级单位领导|下级部门一把手|下一级党组织领导班子主要负责人|下属单位主要负责人",
    "key_post": "重要岗位|重点岗位|关键岗位|重要岗位干部|重要岗位人员|重要岗位领导干部|重要岗位工作人员",
    "out_of_scope": "受理范围外|受理范围以外|受理范围之外|不属受理范围外|不在受理范围外|超出受理范围之外|非受理范围以外|不属受理范围|不属于受理范围外|不属于受理范围|不在受理范围|超出受理范围|非受理范围|不在受理范围内|"
    "范围外|不予受理|不受理",
}
# What stands beside such words, without that which makes it one.
OF_NO_KIND = (
    "群众|匿名|实名|个人|集体|联名|信访局|县信访办|上级|领导|纪委|巡察办|上级机关|谈|谈论|发现|组内|箱|手|平台|"
    "举报|反映|件|举报件|登记|信访|问题|重复"
)
OF_NO_GROUP = (
    "受理范围|受理范围内|在受理范围|在受理范围内|属于受理范围|属受理范围内|范围内|受理|予以受理|成员|党委|党组|"
    "党委成员|下级|下一级党组织|负责人|主要负责人|重要|岗位|岗位干部|重要干部|干部"
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_line_is_known_by_each_word_for_it(kind: str) -> None:
    for word in KINDS[kind].split("|"):
        assert line(word, NOTICE)[0]["channel"] == kind, word
        # By such words a column is known, too, whose heading may mean several.
        assert field_of([word, "—", word]) == "line", word


@pytest.mark.parametrize("key", GROUPS)
def test_a_group_is_known_by_each_word_for_it(key: str) -> None:
    for word in GROUPS[key].split("|"):
        assert group(word, NOTICE) == key, word
        assert field_of([word]) == "subjects.group", word


def test_what_says_no_kind_and_no_group_is_taken_for_none() -> None:
    for word in OF_NO_KIND.split("|"):
        assert line(word, NOTICE)[0]["channel"] == "", word
    for word in OF_NO_GROUP.split("|"):
        assert group(word, NOTICE) is None, word
        assert field_of([word]) != "subjects.group", word


def test_a_discipline_is_known_with_and_without_the_words_around_it() -> None:
    for of in ("政治", "组织", "廉洁", "群众", "工作", "生活"):
        name = f"{of}纪律"
        words = (of, name, f"违反{name}", f"违犯{name}", f"涉嫌违反{name}", f"违反党的{name}")
        words += (f"涉嫌{name}", f"党的{name}", f"涉嫌{name}的问题")
        words += (f"{name}方面", f"{name}问题", f"{of}类", f"{name}方面的问题", f"违反{name}行为")
        for word in words:
            assert disciplines(word, NOTICE) == ([name], ()), word
        assert field_of([of, f"违反党的{name}", f"{of}方面问题", "其他"]) == "disciplines"
        assert field_of([f"涉嫌违反{name}", f"违犯{name}", f"{of}类"]) == "disciplines"
    for other in ("其他", "其它", "其他问题", "其它问题", "其他纪律", "other"):
        assert disciplines(other, NOTICE) == (["other"], ()), other
    for between in "；;、，,/\n 　和及与":
        both = disciplines(f"廉洁纪律{between}工作纪律", NOTICE)
        assert both == (["廉洁纪律", "工作纪律"], ()), between


def test_headings_say_of_which_kind_a_whole_register_is() -> None:
    said = {
        "来电": ("来电时间", "电话", "接听人", "通话记录"),
        "来信": ("来信人", "信件登记", "收信日期", "写信人", "邮戳日期"),
        "来访": ("来访人", "接访时间", "接谈人", "走访记录"),
        "短信": ("短信内容",),
        "电子邮件": ("邮件主题", "邮箱"),
    }
    for word, headings in said.items():
        for heading in headings:
            assert said_by_headings([heading, "序号"], "台账") == word, heading
            assert said_by_headings(["序号"], heading) == word, heading
    assert said_by_headings(["来电时间", "来信人"], "来访") == said_by_headings([], "台账") == ""


def test_what_a_register_may_say_for_a_source_is_offered_where_it_says_none() -> None:
    words = "来电、手机来电、短信、来信、电子邮件、意见箱、网络平台、来访、上级交办、信访部门转来、谈话中反映、组内发现"
    assert line("", NOTICE)[1][0].sentence == f"来源：这一行没有写，请补上，如{words}。"
    assert line("来电", NOTICE)[2] == "“来电”按固定电话登记", (
        "where there are two kinds of telephone"
    )
    without = parse_notice(notice_text(lines='[[lines]]\nkind = "mobile"\nvalue = "1"'))
    assert line("来电", without) == ({"channel": "mobile", "line": ""}, (), "")
