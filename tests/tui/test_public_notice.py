"""The public notice on paper: what it says, in every format, and what its QR code says."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from store.notice.notice import Notice
from store.notice.reading import parse_notice
from store.printable import printable
from tests import qr
from tests.builders import example, notice_text, read_notice
from tests.store.test_notice import NOTICES
from tests.tui.test_in_words import OWN_HOURS
from tui.papers.notice_html import notice_html
from tui.papers.notice_md import notice_md
from tui.papers.notice_qr import Code, as_path, in_blocks, notice_code, room_for
from tui.papers.notice_svg import HEIGHT, WIDTH, body_size, code_side, notice_svg
from tui.papers.notice_text import notice_text as as_text
from tui.papers.public_notice import PublicNotice, Section, public_notice

ADDRESS = "https://www.example.gov.cn/gonggao"
ALL = [*sorted(NOTICES.glob("*.toml")), None]
HOSTILE = "<script>alert(1)</script>[x](http://x)*"


@pytest.fixture(params=ALL, ids=lambda path: path.stem if path else "hunan-2016")
def notice(request: pytest.FixtureRequest) -> Notice:
    path: Path | None = request.param
    return read_notice(path) if path else example()


def plain(**changes: str) -> str:
    return public_notice(parse_notice(notice_text(**changes))).as_text


def code_of(notice: Notice, most: int = 125) -> Code:
    code = notice_code(notice, most)
    assert code
    return code


# What it says


def test_the_shipped_notice_reads_as_the_team_published_it() -> None:
    text = public_notice(example()).as_text
    assert text.startswith("省委巡视第一组巡视公告\n省委巡视第一组自2016年9月20日起对")
    assert "2016年9月20日至10月19日，共30天。" in text
    assert (
        "领导班子及其成员、下一级党组织领导班子主要负责人和重要岗位领导干部问题的来信、来电、来访，"
        "重点是关于违反政治纪律、组织纪律、廉洁纪律、群众纪律、工作纪律和生活纪律等方面的举报和反映。"
    ) in text
    assert "邮政信箱：长沙市第482号邮政信箱（邮政编码：410011）" in text
    assert "四、受理时间\n每天 8:00至17:30。" in text
    assert text.endswith("特此公告。\n省委巡视第一组\n2016年9月20日")


def test_a_district_team_says_its_own_word_and_keeps_the_line_about_inspectors_apart() -> None:
    text = public_notice(read_notice(NOTICES / "qindu-2022.toml")).as_text
    assert "巡视" not in text
    assert "受理举报截至2022年8月16日。" in text
    assert "工作日 8:30至12:00、14:30至18:00。" in text
    ways, supervision = text.split("三、举报方式")[1].split("六、监督")
    assert "029-33229182" in supervision and "029-33229182" not in ways
    assert "电子邮箱：xunchazu@example.org" in ways


def test_who_may_only_send_text_messages_reads_that_they_are_taken() -> None:
    lines = '[[lines]]\nkind = "post"\nvalue = "1号信箱"\n\n[[lines]]\nkind = "sms"\nvalue = "13900000000"'
    assert "问题的来信、来电，" in plain(lines=lines)


def test_an_end_that_is_not_announced_is_said_to_follow() -> None:
    text = public_notice(read_notice(NOTICES / "xinjiang-2020.toml")).as_text
    assert "自2020年10月13日起，结束时间另行公布。\n受理举报截至2020年12月15日。" in text


def test_days_hours_and_what_closes_them_are_said_as_one_says_them() -> None:
    text = plain(
        timezone='timezone = "Asia/Urumqi"',
        period="[period]\nfirst_day = 2016-12-20\nlast_day = 2017-01-19\ntips_until = 2017-01-10T17:30:00",
        hours='[[hours]]\ndays = ["mon", "tue", "wed"]\nfrom = 08:00:00\nto = 00:00:00\n'
        '[[hours]]\ndays = ["sat", "mon"]\nfrom = 09:00:00\nto = 11:30:00\n'
        '[[hours]]\ndays = ["mon", "wed", "fri"]\nfrom = 18:30:00\nto = 19:00:00',
        closed='[[closed]]\nday = 2017-01-01\nname = "元旦"\n[[closed]]\nday = 2017-01-02\nname = "元旦"\n'
        "[[closed]]\nday = 2017-01-09",
    )
    assert "2016年12月20日至2017年1月19日，共31天。" in text
    assert "受理举报截至2017年1月10日17:30。" in text
    assert "周一至周三 8:00至24:00；周一、周六 9:00至11:30；周一、周三、周五 18:30至19:00。" in text
    assert "1月1日至2日（元旦）、1月9日不受理。" in text
    assert "以上均为 Asia/Urumqi 时间。" in text


def test_that_other_lines_have_no_hours_stands_behind_what_is_said_of_days() -> None:
    text = plain(
        hours='[[hours]]\ndays = "working days"\nfrom = 08:00:00\nto = 12:00:00\nlines = ["landline"]',
        lines='[[lines]]\nkind = "landline"\nvalue = "1"\n[[lines]]\nkind = "post"\nvalue = "2"',
    )
    at = text.index("法定节假日和休息日不受理")
    assert text[at:].split("\n")[1] == "其他渠道不限受理时间。"


@pytest.mark.parametrize(
    ("team", "lines"),
    [
        ("市委第五巡察组", ["市委第五巡察组巡察公告"]),
        ("中共青山新区党委第二巡察组", ["中共青山新区党委第二巡察组", "巡察公告"]),
        (
            "中共某市青山新区委员会第十二巡察组",
            ["中共某市青山新区委", "员会第十二巡察组", "巡察公告"],
        ),
    ],
)
def test_a_title_too_long_for_a_line_breaks_behind_the_team(team: str, lines: list[str]) -> None:
    notice = parse_notice(notice_text(team=f'team = "{team}"'))
    found, code = public_notice(notice), notice_code(notice)
    poster = notice_svg(found, code)
    assert re.findall(r"<text[^>]*letter-spacing[^>]*>([^<]*)", poster) == lines
    below = re.findall(r'<text [^>]*y="([\d.]+)"[^>]*letter-spacing', poster)
    rule, _second = re.findall(r'<path d="M24 ([\d.]+)H186" stroke', poster)
    assert 5 < float(rule) - float(below[-1]) < 10, "right below the last line of the title"
    head, what = found.title_parts
    assert f"<h1><span>{head}</span><span>{what}</span></h1>" in notice_html(found, code)


def test_a_title_in_english_breaks_behind_its_colon(english: None) -> None:
    notice = parse_notice(notice_text(team='team = "中共青山新区党委第二巡察组"'))
    found, code = public_notice(notice), notice_code(notice)
    assert found.title_parts == ("中共青山新区党委第二巡察组:", "notice of inspection")
    assert "组:</span> <span>notice" in notice_html(found, code)
    assert "组: notice" in found.title


def test_who_is_out_of_scope_is_not_among_those_who_are_in_it() -> None:
    groups = '[[groups]]\nname = "县管干部"\n[[groups]]\nname = "一般干部"\nin_scope = false'
    text = plain(groups=groups)
    assert "主要受理反映某局县管干部问题的" in text and "一般干部不属受理范围。" in text


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        ("post", "来信"),
        ("email", "来信"),
        ("box", "来信"),
        ("landline", "来电"),
        ("mobile", "来电"),
        ("sms", "来电"),
        ("web", "网上反映"),
        ("visit", "来访"),
        ("微信公众号", "举报"),
    ],
)
def test_what_is_taken_is_told_of_each_kind_of_line_that_is_the_only_one(
    kind: str, way: str
) -> None:
    value = {"email": "a@b.cn", "web": "https://b.cn"}.get(kind, "84404233")
    text = plain(lines=f'[[lines]]\nkind = "{kind}"\nvalue = "{value}"')
    assert f"问题的{way}，重点是" in text


def test_an_inspection_whose_first_day_is_not_announced_is_to_begin() -> None:
    text = plain(period='[period]\nin_words = "10月下旬开始"\ntips_from = 2016-10-20')
    assert "巡察组将对某局开展巡察。" in text
    assert "10月下旬开始。\n自2016年10月20日起受理举报。" in text


PERIOD = "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19\n"
LANDLINE = '[[lines]]\nkind = "landline"\nvalue = "84404233"\n'


@pytest.mark.parametrize(
    ("changes", "said", "is_said"),
    [
        ({"period": PERIOD}, "受理举报", False),
        ({"period": PERIOD + "tips_until = 2016-10-19"}, "受理举报", False),
        ({"period": PERIOD + "tips_until = 2016-10-18"}, "受理举报截至2016年10月18日。", True),
        ({"period": PERIOD + "tips_from = 2016-09-18"}, "自2016年9月18日起受理举报。", True),
        (
            {"period": PERIOD + "tips_from = 2016-09-18T08:30:00"},
            "自2016年9月18日8:30起受理举报。",
            True,
        ),
        (
            {"period": PERIOD + "tips_from = 2016-09-17T23:30:00Z"},
            "自2016年9月18日7:30起受理举报。",
            True,
        ),
        (
            {"period": PERIOD + "tips_until = 2016-10-18T16:00:00Z"},
            "受理举报截至2016年10月18日。",
            True,
        ),
        ({"team": 'team = "某组"\nout_of_scope = "信访诉求请找信访局"'}, "找信访局。\n", True),
        ({"team": 'team = "某组"\nout_of_scope = "请找信访局！"'}, "\n请找信访局！\n", True),
        ({"team": 'team = "某组"\nout_of_scope = "Ask them."'}, "\nAsk them.\n", True),
        ({"team": 'team = "某组"\ndisciplines = ["政治纪律", "选人用人"]'}, "违反", False),
        (
            {"team": 'team = "某组"\ndisciplines = ["政治纪律", "工作纪律"]'},
            "关于违反政治纪律和工作纪律等方面的",
            True,
        ),
        (
            {"lines": LANDLINE + 'note = "值班室"\narea_code = "0731"'},
            "：0731-84404233（值班室）\n",
            True,
        ),
        (
            {"lines": LANDLINE.replace("landline", "传真") + 'area_code = "0731"'},
            "传真：0731-84404233\n",
            True,
        ),
        (
            {
                "lines": LANDLINE.replace("landline", "post")
                + 'postcode = "410011"\nnote = "组长收"'
            },
            "：84404233（邮政编码：410011）（组长收）\n",
            True,
        ),
        (
            {
                "lines": LANDLINE
                + LANDLINE.replace("landline", "web").replace("84404233", "jjjc.example.cn")
                + 'about = "inspectors"'
            },
            "问题的来电，重点",
            True,
        ),
        (
            {"lines": LANDLINE + LANDLINE.replace("landline", "sms")},
            "固定电话、短信：84404233\n",
            True,
        ),
        ({"lines": LANDLINE + '[[lines]]\nkind = "post"\nvalue = "2"'}, "其他渠道", False),
        ({}, " 时间。", False),
        ({}, "不属受理范围。", False),
    ],
)
def test_what_a_notice_says_is_said_and_nothing_that_it_does_not(
    changes: dict[str, str], said: str, is_said: bool
) -> None:
    assert (said in plain(**changes)) is is_said


@pytest.mark.parametrize("others", ['"every day"', '["sat", "sun"]'])
def test_what_is_answered_on_other_days_than_working_days_closes_on_no_holiday(others: str) -> None:
    hours = "".join(
        f"[[hours]]\ndays = {days}\nfrom = {first}:00:00\nto = {last}:00:00\n"
        for days, first, last in (('"working days"', "08", "17"), (others, "18", "20"))
    )
    assert "\n以上工作日含调休上班日，不含法定节假日。\n" in plain(hours=hours)
    assert "不受理" not in plain(hours=hours)


@pytest.mark.parametrize("end", [*"。！？.!?", ""])
def test_what_the_file_says_of_the_rest_ends_as_one_sentence(end: str) -> None:
    text = plain(team=f'team = "某组"\nout_of_scope = "其他问题转有关部门处理{end}"')
    assert f"转有关部门处理{end or '。'}\n" in text


@pytest.mark.parametrize(
    ("label", "value"), [("接待室", "来访"), ("接待室", "接待室"), ("来访", "来访")]
)
def test_where_visitors_are_received_without_an_address_it_is_said_when(
    label: str, value: str
) -> None:
    text = plain(lines=f'[[lines]]\nkind = "visit"\nlabel = "{label}"\nvalue = "{value}"')
    assert "受理时间内接待来访" in text
    elsewhere = plain(lines=f'[[lines]]\nkind = "visit"\nlabel = "{label}"\nvalue = "一楼"')
    assert "受理时间内接待来访" not in elsewhere and "一楼" in elsewhere


def test_a_notice_with_lines_about_the_inspectors_alone_has_no_empty_part() -> None:
    text = plain(lines='[[lines]]\nkind = "landline"\nvalue = "1"\nabout = "inspectors"')
    assert "举报方式" not in text and "三、受理时间" in text and "四、监督" in text


def test_date_address_and_other_categories_come_from_the_file() -> None:
    text = plain(
        team=f'team = "某组"\nissued_on = 2016-09-18\naddress = "{ADDRESS}"\ndisciplines = ["选人用人"]'
    )
    assert "重点是关于选人用人等方面的" in text
    assert text.endswith(f"公告网址：{ADDRESS}\n特此公告。\n某组\n2016年9月18日")


@pytest.mark.parametrize("width", [60, 72])
def test_no_line_is_too_wide_or_begins_with_a_closing_mark(notice: Notice, width: int) -> None:
    from rich.cells import cell_len

    lines = as_text(public_notice(notice), width).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert not [line for line in lines if line.strip("　 ")[:1] in set("、，。；：）”")]


# Its code


def test_the_code_says_the_whole_notice_on_paper(notice: Notice) -> None:
    code = code_of(notice)
    assert qr.decoded(code.squares) == public_notice(notice).as_text


def test_with_less_room_the_code_says_how_to_reach_the_team_then_the_numbers_then_one() -> None:
    assert (
        qr.decoded(code_of(example(), 60).squares)
        == """省委巡视第一组巡视公告
固定电话 0731-84404233
手机 18073127519
邮政信箱 长沙市第482号邮政信箱（邮政编码：410011）
来访接待 受理时间内接待来访
每天 8:00至17:30"""
    )
    own = parse_notice(notice_text(**OWN_HOURS))
    assert code_of(own, 49).text.endswith("\n固定电话 工作日 8:00至12:00\n来访 周六 9:00至11:30")
    assert (
        qr.decoded(code_of(example(), 29).squares) == "省委巡视第一组\n0731-84404233\n18073127519"
    )
    assert qr.decoded(code_of(example(), 28).squares) == "tel:0731-84404233"
    assert notice_code(example(), 20) is None


def test_nobody_dials_the_line_about_the_inspectors_by_the_code() -> None:
    line = '[[lines]]\nkind = "landline"\nvalue = "{}"\n'
    lines = line.format("84404233") + line.format("84404299") + 'about = "inspectors"'
    code = code_of(parse_notice(notice_text(lines=lines)), 25)
    assert code.text == "巡察组\n84404233"


def test_where_there_is_no_number_the_code_has_the_ways_and_what_is_no_number_is_not_dialled() -> (
    None
):
    post = '[[lines]]\nkind = "post"\nvalue = "某市1号信箱"\n'
    short = code_of(parse_notice(notice_text(lines=post)), 29)
    assert short.text == "巡察组\n邮政信箱 某市1号信箱"
    text = '[[lines]]\nkind = "sms"\nvalue = "13900000000"\n'
    assert code_of(parse_notice(notice_text(lines=text)), 25).text == "巡察组\n13900000000"
    mail = '[[lines]]\nkind = "email"\nvalue = "84404233@example.cn"\n'
    phone = '[[lines]]\nkind = "landline"\nvalue = "84404233"\n'
    assert code_of(parse_notice(notice_text(lines=mail + phone)), 22).text == "tel:84404233"
    assert notice_code(parse_notice(notice_text(lines=mail)), 22) is None


def test_a_notice_that_is_on_the_web_has_its_address_for_a_code() -> None:
    notice = parse_notice(notice_text(team=f'team = "某组"\naddress = "{ADDRESS}"'))
    assert qr.decoded(code_of(notice).squares) == ADDRESS
    latin = "https://example.cn/café"
    notice_there = parse_notice(notice_text(team=f'team = "某组"\naddress = "{latin}"'))
    assert len(latin.encode()) == 24 and qr.decoded(code_of(notice_there).squares) == latin
    assert notice_code(notice, code_of(notice).size - 1) is None, "nothing else in its place"


def test_a_notice_longer_than_any_code_has_a_shorter_one() -> None:
    many = "".join(f'[[lines]]\nkind = "landline"\nvalue = "{n:08}"\n' for n in range(300))
    found = code_of(parse_notice(notice_text(lines=many)), 200)
    assert found.text.startswith("巡察组\n00000000\n00000001\n")
    lines = "".join(f'[[lines]]\nkind = "landline"\nvalue = "{n:08}"\n' for n in range(60))
    notice = parse_notice(notice_text(lines=lines))
    assert "00000059" in qr.decoded(code_of(notice).squares)


def test_the_code_is_read_from_a_terminal_drawn_or_in_ascii() -> None:
    code = code_of(example(), room_for(80, 30))
    lines = in_blocks(code)
    assert len(lines) <= 30 and max(map(len, lines)) <= 80
    assert qr.decoded(qr.from_blocks(lines)) == code.text
    # No reader finds a code without a light margin all round, for which there must be room.
    assert not (lines[0] + lines[-1]).strip() and not [
        n for n in lines if n.strip() and n[:2] != "  "
    ]
    assert (room_for(80, 30), room_for(50, 30)) == (56, 46)
    assert (room_for(80, 30, in_ascii=True), room_for(50, 30, in_ascii=True)) == (26, 21)
    code = code_of(example(), room_for(80, 40, in_ascii=True))
    lines = in_blocks(code, in_ascii=True)
    assert len(lines) <= 40 and max(map(len, lines)) <= 80
    assert qr.decoded(qr.from_ascii(lines)) == code.text


def test_the_squares_of_a_code_are_drawn_run_by_run_and_as_a_picture_four_points_each() -> None:
    code = Code("x", "", ((True, False, False), (False, True, True), (True, True, True)))
    assert as_path(code) == "M0 0h1v1h-1zM1 1h2v1h-2zM0 2h3v1h-3z"
    assert in_blocks(code) == ["       ", "  ▀▄▄  ", "  ▀▀▀  ", "       "]
    assert in_blocks(code, in_ascii=True)[2:5] == [
        f"    {row}    " for row in ("##    ", "  ####", "######")
    ]
    # With the four light squares all round that the standard asks for.
    made = code_of(example())
    _head, _comma, picture = made.png_address.partition("data:image/png;base64,")
    across = int.from_bytes(base64.b64decode(picture)[16:20], "big")
    assert across == (made.size + 8) * 4


# Its formats


def test_each_format_ends_with_who_signs_it_and_when(notice: Notice) -> None:
    found = public_notice(notice)
    page, svg = notice_html(found, None), notice_svg(found, None)
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    for content in (page, notice_md(found, None), as_text(found, 80)):
        said = re.sub(r"<[^>]*>|[\s\\]", "", content)
        assert said.endswith(f"特此公告。{found.signed}{found.dated}")
    at_the_right = r'y="([^"]*)"[^>]*text-anchor="end">([^<]*)<'
    down = {text: float(y) for y, text in re.findall(at_the_right, svg)}
    assert down[found.signed] < down[found.dated]


def test_the_poster_is_one_page_whose_code_can_be_read(notice: Notice) -> None:
    svg = notice_svg(public_notice(notice), code_of(notice))
    root = ElementTree.fromstring(svg)
    assert root.attrib["viewBox"] == f"0 0 {WIDTH} {HEIGHT}.0"
    texts = list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert all(0 < float(text.attrib["y"]) < HEIGHT for text in texts)
    assert notice.team in "".join(text.text or "" for text in texts)
    assert "扫码保存公告全文" in {text.text for text in texts}
    side = code_side(code_of(notice))
    assert side == max(code_of(notice).size * 0.42, 32)
    (path,) = (p for p in root.iter("{http://www.w3.org/2000/svg}path") if "transform" in p.attrib)
    assert qr.decoded(qr.from_path(path.attrib["d"])) == public_notice(notice).as_text


def test_the_page_loads_nothing_and_its_code_can_be_read(notice: Notice) -> None:
    found, code = public_notice(notice), code_of(notice)
    page = notice_html(found, code)
    assert "default-src 'none'" in page and "size: A4 portrait" in page
    assert f"font: {body_size(found, code) * 0.98:.2f}mm/" in page
    assert not re.search(r"(src|href)=|url\(|@import", page)
    (path,) = re.findall(r'<path d="([^"]+)"', page)
    assert qr.decoded(qr.from_path(path)) == public_notice(notice).as_text
    for line in notice.lines:
        assert line.value in page or line.kind == "visit"


def test_many_ways_to_reach_the_team_stand_two_beside_each_other() -> None:
    lines = "".join(f'[[lines]]\nkind = "landline"\nvalue = "{n:08}"\n' for n in range(14))
    notice = parse_notice(notice_text(lines=lines))
    svg = notice_svg(public_notice(notice), notice_code(notice))
    root = ElementTree.fromstring(svg)
    at = {t.text: t.attrib for t in root.iter("{http://www.w3.org/2000/svg}text")}
    first, second, third = (at[f"{n:08}"] for n in range(3))
    assert first["y"] == second["y"] != third["y"]
    assert first["x"] == third["x"] != second["x"]
    assert 'class="pairs"' in notice_html(public_notice(notice), notice_code(notice))
    assert 'class="pairs"' not in notice_html(public_notice(example()), None)


def test_no_line_of_a_poster_leaves_the_page_or_runs_into_the_code() -> None:
    team = "中共某某自治区某某市委员会巡察工作领导小组办公室派驻某某街道第一巡察组"
    quoted = "“甲”、" * 40
    text = notice_text(team=f'team = "{team}"', unit=f'unit = "{quoted}"')
    found = public_notice(parse_notice(text))
    code = notice_code(example())
    assert code
    room = WIDTH - 2 * 24
    for line in ElementTree.fromstring(notice_svg(found, code)).iter():
        if line.tag.endswith("}text") and line.attrib.get("text-anchor") != "middle":
            said = line.text or ""
            # A terminal shows quotation marks in one cell, Chinese print in two.
            cells = cell_len(said) + sum(said.count(mark) for mark in "“”")
            is_signed = line.attrib.get("text-anchor") == "end"
            assert cells * float(line.attrib["font-size"]) / 2 <= room - is_signed * code_side(code)


def test_a_notice_too_long_for_a_page_loses_nothing() -> None:
    many = "".join(f'[[lines]]\nkind = "landline"\nvalue = "{n:08}"\n' for n in range(200))
    notice = parse_notice(notice_text(lines=many))
    root = ElementTree.fromstring(notice_svg(public_notice(notice), notice_code(notice)))
    height = float(root.attrib["viewBox"].split()[3])
    ys = [float(t.attrib["y"]) for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert HEIGHT < max(ys) < height
    code = notice_code(notice)
    *_body, last, _caption, _dated, _signed = ys
    assert code and last < height - 20 - code_side(code) - 2 * 3.6, "nor does it run into the code"
    sizes = {t.attrib["font-size"] for t in root.iter("{http://www.w3.org/2000/svg}text")}
    assert sizes == {"10.5", "2.6", "3.6"}, "the smallest print, beside title and caption"


class _Texts(HTMLParser):
    """What an HTML page shows, and the tags it has."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_nothing_in_a_notice_is_markup() -> None:
    notice = parse_notice(notice_text(unit=f'unit = "{HOSTILE}"', team='team = "# 组"'))
    found, code = public_notice(notice), None
    page = _Texts()
    page.feed(notice_html(found, code))
    assert "script" not in page.tags and HOSTILE in page.text
    root = ElementTree.fromstring(notice_svg(found, code))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        "svg",
        "title",
        "rect",
        "text",
        "path",
    }
    markdown = notice_md(found, code)
    assert r"\<script\>alert(1)\</script\>\[x\](http://x)\*" in markdown
    assert r"\# 组自" in markdown


def test_no_part_of_a_notice_is_markup_in_any_format() -> None:
    part = Section("*h<b>", ("1. s&amp;<b>", "# s"), (("*l<b>", "*v<b>"),))
    found = PublicNotice("*t\x07<b>", "+ o<b>", (part,), ("*e<b>", "- f"), "*g<b>", "*d<b>")
    code = Code("x", "*c<b>]", notice_code(example(), 40).squares)  # type: ignore[union-attr]
    bell = printable("\x07").replace("\\", "\\\\")
    assert notice_md(found, code).split("\n\n") == [
        rf"# \*t{bell}\<b\>",
        r"\+ o\<b\>",
        r"## 一、\*h\<b\>",
        r"1\. s\&amp;\<b\>",
        r"\# s",
        r"- \*l\<b\>：**\*v\<b\>**",
        r"\*e\<b\>",
        r"\- f",
        rf"![\*c\<b\>\]]({code.png_address})",
        "\\*g\\<b\\>  \n\\*d\\<b\\>\n",
    ]
    for content in (notice_html(found, code), notice_svg(found, code)):
        assert "<b>" not in content and content.count("&lt;b&gt;") >= 9
        assert "\x07" not in content


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("1) 来信", r"1\) 来信"),
        ("12. 来信", r"12\. 来信"),
        ("= 来信", r"\= 来信"),
        ("## 来信", r"\## 来信"),
        ("#", r"\#"),
        ("---", r"\---"),
        ("2016-09-20 来信", "2016-09-20 来信"),
        ("_来信_|~x~", r"\_来信\_\|\~x\~"),
    ],
)
def test_no_sentence_is_markup_however_it_begins(said: str, written: str) -> None:
    found = replace(public_notice(example()), opening=said)
    assert notice_md(found, None).split("\n\n")[1] == written


def test_markdown_has_headings_ways_in_bold_and_the_code_as_a_picture() -> None:
    lines = notice_md(public_notice(example()), notice_code(example())).splitlines()
    assert lines[0] == "# 省委巡视第一组巡视公告"
    assert "- 固定电话：**0731-84404233**" in lines
    assert [line for line in lines if line.startswith("![扫码保存公告全文](data:image/png;base64,")]


def test_the_notice_speaks_english(english: None) -> None:
    text = public_notice(example()).as_text
    assert "The lines are answered: every day 8:00 to 17:30." in text
    assert "head of a next-level Party organisation" in text
    assert "20 Sep to 19 Oct 2016, 30 days." in text


def test_a_notice_says_what_was_announced_in_its_own_words_and_each_thing_once() -> None:
    found = public_notice(
        parse_notice(
            notice_text(
                period='[period]\nfirst_day = 2016-09-20\nin_words = "9月下旬至10月中旬"',
                lines='[[lines]]\nkind = "landline"\nvalue = "84404233"\nlabel = "举报电话"\n'
                '[[lines]]\nkind = "sms"\nvalue = "84404233"\nlabel = "举报电话"\n'
                '[[lines]]\nkind = "post"\nvalue = "某信箱"\npostcode = "410011"\nnote = "请写明姓名"',
                tags='[tags]\n"三个重点" = ["重点人"]',
                groups='[[groups]]\nname = "IT部门负责人"',
            )
        )
    )
    period, scope, ways, *_others = found.sections
    assert "自2016年9月20日起" in found.opening and period.sentences == ("9月下旬至10月中旬。",)
    assert "IT部门负责人" in scope.sentences[0], "which has no translation"
    assert scope.sentences[1].endswith("聚焦“三个重点”（重点人）。")
    assert ways.rows == (
        ("举报电话", "84404233"),
        ("邮政信箱", "某信箱（邮政编码：410011）（请写明姓名）"),
    )
