"""What a notice file may say, and how a bad one is refused."""

from dataclasses import replace
from datetime import date, time
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from store.errors import NoticeRefused
from store.instant import as_text
from store.notice.calendar import Holiday, WorkingCalendar
from store.notice.deadlines import DeadlineRule
from store.notice.notice import (
    ANSWERED,
    INSPECTORS,
    OTHER_SOURCES,
    Hours,
    Line,
    Notice,
    Unit,
    is_in_scope,
    is_out_of_scope,
    kind_of,
)
from store.notice.reading import notice_text as read_notice_bytes
from store.notice.reading import parse_notice, with_holidays
from store.text import use_language
from tests.builders import at, example, notice_text, read_notice

NOTICES = Path(__file__).parent / "notices"


def faults_of(text: str) -> dict[str, str]:
    with pytest.raises(NoticeRefused) as refusal:
        parse_notice(text, "gonggao.toml")
    return {fault.field: fault.sentence for fault in refusal.value.faults}


def test_the_shipped_notice_says_what_the_team_published() -> None:
    notice = example()
    assert (notice.team, notice.unit) == ("省委巡视第一组", "省长株潭两型试验区工委")
    assert (notice.first_day, notice.last_day) == (date(2016, 9, 20), date(2016, 10, 19))
    assert notice.tips_end == notice.ends_at == at("2016-10-20T00:00:00")
    assert [line.text for line in notice.lines][:3] == [
        "0731-84404233",
        "18073127519",
        "长沙市第482号邮政信箱 (410011)",
    ]
    assert notice.disciplines[2] == "廉洁纪律" and len(notice.disciplines) == 6
    assert len(notice.all_tags) == 6
    assert notice.remarks == ()


def test_a_district_notice_with_two_windows_many_lines_and_an_early_end_of_tips() -> None:
    notice = read_notice(NOTICES / "qindu-2022.toml")
    assert notice.tips_end == at("2022-08-17T00:00:00")
    assert len(notice.hours) == 2
    assert notice.channels == ("landline", "post", "email", "box")
    assert [line.value for line in notice.lines if line.about_inspectors] == ["33229182"]
    assert [line.label for line in notice.lines][1:4] == ["第二组电话", "邮政信箱", "电子邮箱"]
    one, another = notice.lines[:2]
    assert replace(notice, lines=(one, another)).has_several_of_a_kind
    assert not replace(notice, lines=(one, notice.lines[2])).has_several_of_a_kind


WHOLE = """
team = "某县委第三巡察组"
code = "县三"
unit = "甲镇各村"
units = ["甲村", { name = "乙村", note = "回头看" }]
timezone = "Asia/Urumqi"
disciplines = ["廉洁纪律", "工作纪律"]
out_of_scope = "涉法涉诉事项"
issued_on = 2016-09-18
address = "https://www.example.gov.cn/a"
[period]
first_day = 2016-09-20
last_day = 2016-10-19
in_words = "一个月左右"
tips_from = 2016-09-19T08:00:00
tips_until = 2016-10-18
[[groups]]
name = "村两委班子"
key = "leadership"
[[groups]]
name = "重要岗位领导干部"
[[groups]]
name = "包村干部"
[[groups]]
name = "一般村民"
in_scope = false
[tags]
"三务公开" = ["村务", "财务"]
"其他重点" = ["低保"]
[[hours]]
days = "working days"
from = 08:30:00
to = 18:00:00
lines = ["固定电话", "８８１"]
first_day = 2016-09-21
last_day = 2016-10-17
[[hours]]
days = ["sat", "sun"]
from = 09:00:00
to = 00:00:00
[[closed]]
day = 2016-10-05
name = "换届"
[[holidays]]
name = "开斋节"
first_day = 2016-09-22
last_day = 2016-09-23
worked = [2016-09-24]
[[lines]]
kind = "landline"
value = "880"
label = "值班电话"
area_code = "0999"
note = "长途加拨区号"
[[lines]]
kind = "手机"
value = "881"
about = "inspectors"
[[lines]]
kind = "post"
value = "482号"
postcode = "835000"
[[lines]]
kind = "微信 公众号"
value = "某县巡察"
about = "tips"
[[deadlines]]
duty = "referral"
within = 10
days = "days"
source = "本组规定"
[[deadlines]]
duty = "reporting"
within = 3
days = "working days"
"""


def test_whatever_a_notice_may_say_is_read_in_its_place() -> None:
    zone = "Asia/Urumqi"
    period = (date(2016, 9, 20), date(2016, 10, 19), at("2016-10-19T00:00:00", zone))
    weekdays = Hours(
        "working days",
        time(8, 30),
        time(18),
        ("landline", "881"),
        date(2016, 9, 21),
        date(2016, 10, 17),
    )
    told = Notice(
        "某县委第三巡察组",
        "甲镇各村",
        zone,
        *period,
        (weekdays, Hours(("sat", "sun"), time(9), time(0))),
        (
            Line("landline", "880", "值班电话", "0999", "", "长途加拨区号"),
            Line("mobile", "881", "手机", about_inspectors=True),
            Line("post", "482号", "邮政信箱", postcode="835000"),
            Line("微信公众号", "某县巡察", "微信公众号"),
        ),
        closed={date(2016, 10, 5): "换届"},
        groups={
            "leadership": "村两委班子",
            "key_post": "重要岗位领导干部",
            "包村干部": "包村干部",
            "out_of_scope:一般村民": "一般村民",
        },
        disciplines=("廉洁纪律", "工作纪律"),
        tags={"三务公开": ("村务", "财务"), "其他重点": ("低保",)},
        out_of_scope="涉法涉诉事项",
        deadlines=(
            DeadlineRule("referral", 10, False, "本组规定"),
            DeadlineRule("reporting", 3, True, ""),
        ),
        issued_on=date(2016, 9, 18),
        address="https://www.example.gov.cn/a",
        code="县三",
        units=(Unit("甲村"), Unit("乙村", "回头看")),
        tips_from=at("2016-09-19T08:00:00", zone),
        period_in_words="一个月左右",
        calendar=WorkingCalendar(
            (Holiday("开斋节", date(2016, 9, 22), date(2016, 9, 23), (date(2016, 9, 24),)),)
        ),
    )
    assert parse_notice(WHOLE) == told
    assert told.inspection == "巡察" and told.series == "县三-2016"
    assert told.first_open_day == date(2016, 9, 19)


KINDS = {
    "landline": "固定电话",
    "mobile": "手机",
    "sms": "短信",
    "post": "邮政信箱",
    "email": "电子邮箱",
    "visit": "来访",
    "box": "意见箱",
    "web": "网络平台",
}


def test_a_line_is_of_the_kind_that_it_is_called_and_called_as_its_kind_where_nothing_is_said() -> (
    None
):
    for kind, name in KINDS.items():
        assert (kind_of(kind), kind_of(name)) == (kind, kind)
        for written in (kind, name):
            line = f'[[lines]]\nkind = "{written}"\nvalue = "1"'
            assert parse_notice(notice_text(lines=line)).lines == (Line(kind, "1", name),)
    assert kind_of("广播") == "广播"
    assert {"landline", "mobile", "visit"} == ANSWERED


def test_tips_come_beside_the_lines_of_a_notice_from_these() -> None:
    beside = {
        "visit": "来访",
        "email": "电子邮箱",
        "assigned": "上级交办",
        "petition_office": "信访部门转来",
        "interview": "谈话中反映",
        "found": "组内发现",
    }
    assert beside == OTHER_SOURCES
    lines = "".join(f'[[lines]]\nkind = "{kind}"\nvalue = "1"\n' for kind in ("post", "visit"))
    sources = parse_notice(notice_text(lines=lines)).sources
    assert [line.kind for line in sources] == ["post", "visit", *list(beside)[1:]]
    assert [line.value for line in sources[2:]] == list(beside.values())[1:]


def test_a_notice_that_names_none_has_the_six_disciplines_and_the_three_groups() -> None:
    notice = parse_notice(notice_text())
    assert notice.disciplines == tuple(
        f"{of}纪律" for of in ("政治", "组织", "廉洁", "群众", "工作", "生活")
    )
    usual = {
        "leadership": "领导班子及其成员",
        "next_level_head": "下一级党组织领导班子主要负责人",
        "key_post": "重要岗位领导干部",
    }
    assert notice.groups == usual
    last = {"out_of_scope": "不属受理范围", "inspectors": "{inspection}干部"}
    assert list(notice.all_groups.items()) == [*usual.items(), *last.items()]
    own = parse_notice(notice_text(groups='[groups]\nkey_post = "关键岗位"'))
    assert own.groups == usual | {"key_post": "关键岗位"}
    named = "".join(f'[[groups]]\nname = "{name}"\n' for name in usual.values())
    assert parse_notice(notice_text(groups=named)).groups == usual
    out = '[[groups]]\nname = "领导班子及其成员"\nin_scope = false\n[[groups]]\nname = "甲"'
    assert parse_notice(notice_text(groups=out)).groups == {
        "out_of_scope:领导班子及其成员": "领导班子及其成员",
        "甲": "甲",
    }


def test_an_end_with_an_offset_is_that_instant() -> None:
    period = "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19\ntips_until = {}"
    for written, ends in (
        ("2016-10-18T12:00:00", "2016-10-18T12:00:00"),
        ("2016-10-18T12:00:00Z", "2016-10-18T20:00:00"),
        ("2016-10-18T12:00:00+08:00", "2016-10-18T12:00:00"),
    ):
        found = parse_notice(notice_text(period=period.format(written))).tips_end
        # By the notice's clocks: so it is shown, and printed.
        assert found and as_text(found) == as_text(at(ends))


def test_a_notice_whose_last_day_is_not_yet_announced() -> None:
    notice = read_notice(NOTICES / "xinjiang-2020.toml")
    assert notice.last_day is None and notice.ends_at is None
    assert notice.tips_end == at("2020-12-16T00:00:00")


def test_what_is_of_no_group_is_neither_in_scope_nor_out_of_it() -> None:
    assert not (is_in_scope("") or is_out_of_scope(""))
    assert is_in_scope("leadership") and not is_out_of_scope("leadership")
    assert is_out_of_scope("out_of_scope:村干部") and not is_in_scope("out_of_scope:村干部")
    assert not (is_in_scope(INSPECTORS) or is_out_of_scope(INSPECTORS))


def test_a_group_is_named_by_its_key_by_the_notice_and_in_the_language_one_speaks() -> None:
    for language, names in (
        ("zh", {"领导班子及其成员": "leadership", "不属受理范围": "out_of_scope"}),
        ("en", {"Leadership team and members": "leadership", "Out of scope": "out_of_scope"}),
    ):
        use_language(language)
        try:
            notice = example()
            found = {name: notice.group_named(name) for name in names}
            assert found == names
            assert notice.group_named("领导班子及其成员") == "leadership"
            assert [notice.group_named(name) for name in ("key_post", "无此类")] == [
                "key_post",
                "无此类",
            ]
            called_alike = parse_notice(notice_text(groups='[groups]\nkey_post = "leadership"'))
            assert called_alike.group_named("leadership") == "leadership"
        finally:
            use_language("zh")


def test_all_faults_of_a_file_are_told_at_once_with_file_key_and_expectation() -> None:
    faults = faults_of(
        'team = 1\nunitt = "x"\ntimezone = "Asia/Changsha"\n[period]\nfirst_day = "2016-09-20"\n'
        '[[hours]]\ndays = "weekdays"\nfrom = 18:00:00\nto = 08:00:00\n'
        '[[lines]]\nkind = "fax"\nvalue = 84404233\n'
    )
    assert faults.keys() == {
        "team",
        "unitt",
        "unit",
        "timezone",
        "period.first_day",
        "hours[0].days",
        "hours[0].to",
        "lines[0].kind",
        "lines[0].value",
    }
    assert faults["period.first_day"] == (
        "gonggao.toml：period.first_day：应为不加引号的日期，如 2016-09-20。"
    )


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"team": 'team = " "'}, "team"),
        ({"team": ""}, "team"),
        ({"team": 'team = "a\\u001b[31m"'}, "team"),
        ({"unit": f'unit = "{"长" * 501}"'}, "unit"),
        ({"timezone": 'timezone = "../etc/passwd"'}, "timezone"),
        ({"timezone": 'timezone = "Asia"'}, "timezone"),
        ({"period": ""}, "period"),
        ({"period": "period = 3"}, "period"),
        ({"team": 'groups = 3\nteam = "组"'}, "groups"),
        ({"period": "[period]"}, "period.first_day"),
        (
            {"period": "[period]\nfirst_day = 2016-09-20\nlast_dey = 2016-10-19"},
            "period.last_dey",
        ),
        ({"period": "[period]\nfirst_day = 2016-09-20\nlast_day = 9999-12-31"}, "period.last_day"),
        ({"period": "[period]\nfirst_day = 2016-09-20T08:00:00"}, "period.first_day"),
        (
            {"period": "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-09-19"},
            "period.last_day",
        ),
        (
            {"period": "[period]\nfirst_day = 2016-09-20\ntips_until = 2016-09-19"},
            "period.tips_until",
        ),
        (
            {
                "period": "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-09-30\n"
                "tips_until = 2016-10-01"
            },
            "period.tips_until",
        ),
        ({"period": "[period]", "team": 'issued_on = 2016-09-19\nteam = "组"'}, "period.first_day"),
        ({"period": '[period]\nin_words = "九月下旬"'}, "period.first_day"),
        ({"hours": ""}, "hours"),
        ({"hours": "", "more": '[[lines]]\nkind = "post"\nvalue = "1"'}, "hours"),
        (
            {"hours": '[[hours]]\ndays = ["mon", "x"]\nfrom = 08:00:00\nto = 09:00:00'},
            "hours[0].days",
        ),
        ({"hours": "[[hours]]\ndays = []\nfrom = 08:00:00\nto = 09:00:00"}, "hours[0].days"),
        (
            {"hours": "[[hours]]\ndays = { mon = 1 }\nfrom = 08:00:00\nto = 09:00:00"},
            "hours[0].days",
        ),
        ({"hours": '[[hours]]\ndays = "every day"\nfrom = 08:00:00'}, "hours[0].to"),
        ({"hours": '[[hours]]\ndays = "every day"\nfrom = "8"\nto = 09:00:00'}, "hours[0].from"),
        ({"lines": ""}, "lines"),
        ({"lines": '[lines]\nkind = "post"'}, "lines"),
        ({"lines": '[[lines]]\nkind = "post"'}, "lines[0].value"),
        ({"lines": '[[lines]]\nkind = "post"\nvalue = "1"\n' * 2}, "lines[1].value"),
        ({"closed": '[[closed]]\nday = "National Day"'}, "closed[0].day"),
        ({"groups": '[groups]\nfriends = "朋友"'}, "groups.friends"),
        ({"tags": '[tags]\n"三大问题" = "一"'}, "tags.三大问题"),
        ({"team": 'disciplines = ["a", "a"]\nteam = "x"'}, "disciplines"),
        ({"team": 'disciplines = []\nteam = "x"'}, "disciplines"),
        ({"team": 'disciplines = ["other"]\nteam = "x"'}, "disciplines"),
        ({"team": 'disciplines = ["工作纪律", "其他"]\nteam = "x"'}, "disciplines"),
        ({"team": 'disciplines = ["a", " a"]\nteam = "x"'}, "disciplines"),
        ({"tags": '[tags]\n"\\u202e" = ["一"]'}, "tags.\u202e"),
        ({"tags": '[tags]\n" " = ["一"]'}, "tags. "),
        (
            {"unit": 'units = ["甲村", { name = "甲村", note = "回头看" }]'},
            "units",
        ),
        (
            {
                "groups": '[[groups]]\nname = "甲"\nkey = "key_post"\n[[groups]]\nname = "乙"\nkey = "key_post"'
            },
            "groups[1].name",
        ),
        (
            {"groups": '[[groups]]\nname = "甲"\n[[groups]]\nname = "甲"\nin_scope = false'},
            "groups[1].name",
        ),
        (
            {"period": "[period]\nfirst_day = 2016-09-20\ntips_until = 3000-01-01T00:00:00"},
            "period.tips_until",
        ),
    ],
)
def test_each_fault_names_its_key(changes: dict[str, str], key: str) -> None:
    assert list(faults_of(notice_text(**changes))) == [key]


def _lines(n: int) -> str:
    return "".join(f'[[lines]]\nkind = "landline"\nvalue = "{k}"\n' for k in range(n))


def _section(name: str, *rows: str) -> str:
    return "\n".join((f"\n[[{name}]]", *rows))


@pytest.mark.parametrize(
    ("key", "taken", "refused"),
    [
        ("team", {"team": f'team = "{"长" * 500}"'}, {"team": f'team = "{"长" * 501}"'}),
        ("lines", {"lines": _lines(500)}, {"lines": _lines(501)}),
        (
            "disciplines",
            *(
                {"unit": f'unit = "局"\ndisciplines = {[str(k) for k in range(n)]}'}
                for n in (500, 501)
            ),
        ),
        *(
            ("issued_on", *({"unit": f'unit = "局"\nissued_on = {day}'} for day in days))
            for days in (("1949-01-01", "1948-12-31"), ("2999-12-31", "3000-01-01"))
        ),
        *(
            (
                "deadlines[0].within",
                *(
                    {
                        "more": _section(
                            "deadlines", 'duty = "referral"', 'days = "days"', f"within = {n}"
                        )
                    }
                    for n in within
                ),
            )
            for within in ((1, 0), (366, 367))
        ),
        (
            "holidays[0].last_day",
            *(
                {
                    "more": _section(
                        "holidays",
                        'name = "国庆节"',
                        "first_day = 2016-10-01",
                        f"last_day = {last}",
                    )
                }
                for last in ("2016-10-31", "2016-11-01")
            ),
        ),
        *(
            (f"period.{key}", *({"period": f"[period]\n{line}"} for line in lines))
            for key, *lines in (
                (
                    "last_day",
                    "first_day = 2016-09-20\nlast_day = 2016-09-20",
                    "first_day = 2016-09-20\nlast_day = 2016-09-19",
                ),
                (
                    "tips_until",
                    "first_day = 2016-09-20\ntips_until = 2016-09-20T00:00:01",
                    "first_day = 2016-09-20\ntips_until = 2016-09-20T00:00:00",
                ),
                (
                    "tips_until",
                    "first_day = 2016-09-20\nlast_day = 2016-09-20\ntips_until = 2016-09-21T00:00:00",
                    "first_day = 2016-09-20\nlast_day = 2016-09-20\ntips_until = 2016-09-21T00:00:01",
                ),
                (
                    "tips_from",
                    "first_day = 2016-09-20\ntips_until = 2016-09-20\ntips_from = 2016-09-20T23:59:59",
                    "first_day = 2016-09-20\ntips_until = 2016-09-20\ntips_from = 2016-09-21T00:00:00",
                ),
            )
        ),
        *(
            (
                f"hours[0].{key}",
                *({"hours": _section("hours", 'days = "every day"', *rows)} for rows in two),
            )
            for key, *two in (
                (
                    "to",
                    ("from = 08:00:00", "to = 08:00:01"),
                    ("from = 08:00:00", "to = 08:00:00"),
                ),
                (
                    "last_day",
                    (
                        "from = 00:00:00",
                        "to = 00:00:00",
                        "first_day = 2016-10-01",
                        "last_day = 2016-10-01",
                    ),
                    (
                        "from = 00:00:00",
                        "to = 00:00:00",
                        "first_day = 2016-10-01",
                        "last_day = 2016-09-30",
                    ),
                ),
            )
        ),
    ],
)
def test_what_a_notice_says_is_taken_up_to_its_limit_and_refused_beyond_it(
    key: str, taken: dict[str, str], refused: dict[str, str]
) -> None:
    assert parse_notice(notice_text(**taken))
    assert list(faults_of(notice_text(**refused))) == [key]


def test_as_many_as_may_be_are_all_there() -> None:
    disciplines = f'unit = "局"\ndisciplines = {[str(k) for k in range(500)]}'
    notice = parse_notice(notice_text(unit=disciplines, lines=_lines(500)))
    assert (len(notice.lines), len(notice.disciplines)) == (500, 500)


def test_of_what_is_far_too_long_each_is_one_fault() -> None:
    line = '[[lines]]\nkind = "post"\nvalue = "{0}"\n'
    many = "".join(map(line.format, range(10_000)))
    assert faults_of(notice_text(lines=many)) == {"lines": "gonggao.toml：lines：最多 500 项。"}
    unknown = "".join(f"k{n} = 1\n" for n in range(20_000))
    assert len(faults_of(f"{unknown}{notice_text()}")) == 1
    items = ", ".join(f'"{n}"' for n in range(20_000))
    assert list(faults_of(notice_text(team=f'team = "组"\ndisciplines = [{items}]'))) == [
        "disciplines"
    ]
    for table in ("tags", "groups"):
        rows = "".join(f"x{n} = 1\n" for n in range(20_000))
        assert list(faults_of(notice_text(tags=f"[{table}]\n{rows}"))) == [table]


def test_a_number_of_thousands_of_digits_is_one_sentence() -> None:
    (sentence,) = faults_of(f"team = {'9' * 5000}").values()
    assert "数字过长" in sentence


def test_a_character_that_was_not_made_out_is_refused() -> None:
    faults = faults_of(notice_text(team='team = "巡\ufffd组"'))
    assert faults == {
        "team": "gonggao.toml：team：第 2 个字没有认出，请将文件另存为 UTF-8 后改正。"
    }
    faults = faults_of(notice_text(team='team = "巡查\\u200b组"'))
    assert faults == {"team": "gonggao.toml：team：第 3 个字是不可见字符 U+200B，请删去。"}


def test_an_unknown_key_is_remarked_and_not_refused() -> None:
    notice = parse_notice(notice_text(lines='[[lines]]\nkind = "post"\nvalue = "1"\ncolour = "红"'))
    assert len(notice.remarks) == 1 and "lines[0].colour" in notice.remarks[0]


@pytest.mark.parametrize(
    "data", [b"team = ", b"\xff\xfe", b"team = \x00", b"a" * (1 << 21), b"[" * 5000]
)
def test_a_file_that_is_no_toml_is_one_sentence(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "gonggao.toml"
    path.write_bytes(data)
    with pytest.raises(NoticeRefused) as refusal:
        read_notice(path)
    assert str(path) in str(refusal.value)


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(NoticeRefused, match="不能读取"):
            read_notice(path)


def test_a_file_from_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gonggao.toml"
    path.write_bytes(b"\xef\xbb\xbf" + notice_text().replace("\n", "\r\n").encode())
    assert read_notice(path).team == "巡察组"


def test_a_date_and_an_address_under_the_notice_are_taken_and_checked() -> None:
    given = 'issued_on = 2016-09-18\naddress = "https://www.example.gov.cn/a?b=1"'
    notice = parse_notice(notice_text(team=f'team = "组"\n{given}'))
    assert (notice.issued_on, notice.address) == (
        date(2016, 9, 18),
        "https://www.example.gov.cn/a?b=1",
    )
    faults = faults_of(notice_text(team='team = "组"\nissued_on = "x"\naddress = "javascript:x"'))
    assert faults.keys() == {"issued_on", "address"} and "网址" in faults["address"]


def test_the_code_of_a_team_is_short_and_begins_with_a_letter() -> None:
    def code(written: str) -> str:
        return parse_notice(notice_text(team=f'team = "组"\ncode = "{written}"')).code

    assert [code(one) for one in ("湘", "湘一2组", "Ａ１", "x_1")] == ["湘", "湘一2组", "A1", "x_1"]
    for wrong in ("湘一二三四", "1组", "_组", "-组", "湘-一", "湘 一"):
        assert list(faults_of(notice_text(team=f'team = "组"\ncode = "{wrong}"'))) == ["code"]


def test_an_address_is_one_of_the_web() -> None:
    def with_address(written: str) -> str:
        return notice_text(team=f'team = "组"\naddress = "{written}"')

    for right in ("http://a.cn", "https://a.gov.cn:8443/b/c.html?d=e"):
        assert parse_notice(with_address(right)).address == right
    for wrong in ("ftp://a.cn", "https://localhost", "https:///a.cn", "https://a b.cn", "a.cn"):
        assert list(faults_of(with_address(wrong))) == ["address"]
    assert list(faults_of(with_address("https://a.cn/b c"))) == ["address"]


@pytest.mark.parametrize(
    ("days", "key"),
    [
        ("first_day = 2016-09-22", ""),
        ("first_day = 2016-09-01\nlast_day = 2016-10-01", ""),
        ("first_day = 2016-09-01\nlast_day = 2016-10-02", "last_day"),
        ("first_day = 2016-09-22\nlast_day = 2016-09-21", "last_day"),
        ("last_day = 2016-09-21", "first_day"),
        ("first_day = 2016-09-22\nworked = [2016-09-21, 2016-09-23]", ""),
        ("first_day = 2016-09-22\nworked = [2016-09-24, 2016-09-22]", "worked"),
        ("first_day = 2016-09-22\nlast_day = 2016-09-23\nworked = [2016-09-23]", "worked"),
        ("first_day = 2016-09-22\nworked = 2016-09-23", "worked"),
    ],
)
def test_a_holiday_is_a_month_at_most_and_what_is_worked_for_it_lies_outside(
    days: str, key: str
) -> None:
    text = notice_text(holidays=f'[[holidays]]\nname = "开斋节"\n{days}')
    if key:
        assert list(faults_of(text)) == [f"holidays[0].{key}"]
    else:
        (given,) = parse_notice(text).calendar.given
        assert given.last_day == date(2016, 9, 22) or len(given.days) == 31


def test_numbers_of_a_line_typed_full_width_are_read_half_width() -> None:
    line = '[[lines]]\nkind = "{}"\nvalue = "{}"\narea_code = "０５９９"\npostcode = "３５３０００"'
    phone = parse_notice(notice_text(lines=line.format("landline", "８８２３１２０"))).lines[0]
    assert (phone.value, phone.area_code, phone.postcode) == ("8823120", "0599", "353000")
    box = parse_notice(notice_text(lines=line.format("post", "某市第４８２号邮政信箱（信访）")))
    assert box.lines[0].value == "某市第482号邮政信箱（信访）"


OCTOBER = """[[holidays]]
name = "国庆\\"节\\""
first_day = 2031-10-01
last_day = 2031-10-07
worked = [2031-09-28, 2031-10-11]
"""


def test_the_holidays_of_a_file_come_behind_what_a_notice_says_each_once() -> None:
    made = with_holidays(f"{notice_text()}\n\n", OCTOBER, "jiari.toml")
    assert made == f"{notice_text()}\n{OCTOBER}"
    worked = (date(2031, 9, 28), date(2031, 10, 11))
    national_day = Holiday('国庆"节"', date(2031, 10, 1), date(2031, 10, 7), worked)
    assert parse_notice(made).calendar.given == (national_day,)
    assert with_holidays(made, OCTOBER, "jiari.toml") == made
    another = '[[holidays]]\nname = "元旦"\nfirst_day = 2032-01-01\n'
    both = with_holidays(made, f"{OCTOBER}\n{another}", "jiari.toml")
    new_year = Holiday("元旦", date(2032, 1, 1), date(2032, 1, 1))
    assert parse_notice(both).calendar.given == (national_day, new_year)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (f'team = "组"\n{OCTOBER}', ["jiari.toml：team：节假日文件只写 [[holidays]]。"]),
        ("", ["jiari.toml：holidays：应为一节或多节，如 [[holidays]]。"]),
        ("holidays = 1", ["jiari.toml：holidays：应为一节或多节，如 [[holidays]]。"]),
        (
            OCTOBER.replace("10-07", "09-30"),
            ["jiari.toml：holidays[0].last_day：不得早于 first_day（2031-10-01）。"],
        ),
    ],
)
def test_a_file_of_holidays_that_is_none_is_told_by_its_own_name(
    text: str, sentences: list[str]
) -> None:
    with pytest.raises(NoticeRefused) as told:
        with_holidays(notice_text(), text, "jiari.toml")
    assert [fault.sentence for fault in told.value.faults] == sentences


def test_where_a_file_is_no_text_and_up_to_which_size_it_is_read() -> None:
    whole = b"#" * (1 << 20)
    assert read_notice_bytes(partial(BytesIO, whole), "gonggao.toml") == whole.decode()
    for data, sentence in (
        (b"#" * ((1 << 20) + 1), "gonggao.toml：超过 1 MB，不是公告文件。"),
        (b"team = 1\n#\n\xff\n\xff", "gonggao.toml：第 3 行不是 UTF-8 文字，请另存为 UTF-8。"),
        (b"\xff\n#", "gonggao.toml：第 1 行不是 UTF-8 文字，请另存为 UTF-8。"),
    ):
        with pytest.raises(NoticeRefused) as told:
            read_notice_bytes(partial(BytesIO, data), "gonggao.toml")
        assert [fault.sentence for fault in told.value.faults] == [sentence]


def test_a_first_day_that_is_not_published_is_that_of_the_notices_clocks() -> None:
    period = '[period]\nin_words = "九月下旬"\ntips_from = 2016-09-20T23:30:00Z'
    issued = 'unit = "局"\nissued_on = 2016-09-18'
    for unit in ('unit = "局"', issued):
        notice = parse_notice(notice_text(unit=unit, period=period))
        assert (notice.first_day, notice.is_first_day_announced) == (date(2016, 9, 21), False)
    # Where it is not said from when on tips are taken, by the date under the notice.
    dated = parse_notice(notice_text(unit=issued, period='[period]\nin_words = "九月下旬"'))
    assert (dated.first_day, dated.is_first_day_announced) == (date(2016, 9, 18), False)


def test_units_without_a_word_for_all_are_called_by_the_first_and_how_many_there_are() -> None:
    for n, called in ((1, "甲局"), (3, "甲局、乙局、丙局"), (4, "甲局、乙局、丙局等4个单位")):
        units = ", ".join(f'"{name}局"' for name in "甲乙丙丁"[:n])
        assert parse_notice(notice_text(unit=f"units = [{units}]")).unit == called


def test_hours_are_for_a_line_by_its_kind_its_number_as_printed_or_not_and_its_name() -> None:
    lines = '[[lines]]\nkind = "landline"\nvalue = "880"\nlabel = "值班电话"\narea_code = "0999"'
    for name in ("landline", "固定电话", "880", "0999-880", "０９９９-８８０", "值班电话"):
        hours = f'[[hours]]\ndays = "every day"\nfrom = 08:00:00\nto = 09:00:00\nlines = ["{name}"]'
        notice = parse_notice(notice_text(hours=hours, lines=lines))
        assert [one.until for one in notice.hours_of(notice.lines[0])] == [time(9)], name


def test_one_number_for_calls_and_messages_is_on_the_inspectors_for_both_or_for_neither() -> None:
    """Which tips are for a lead alone is told by the number; what is in force was taken before."""
    mobile, message, about = (
        f'[[lines]]\nkind = "{kind}"\nvalue = "180"\n' for kind in ("mobile", "sms", "box")
    )
    about += 'about = "inspectors"\n'
    assert parse_notice(notice_text(lines=mobile + message)).channels == ("mobile", "sms")
    text = notice_text(lines=mobile + about)
    assert faults_of(text) == {
        "lines[1].about": "gonggao.toml：lines[1].about：与前面一节的号码（地址）相同，"
        "两节须同为监督渠道，或者都不是。"
    }
    assert parse_notice(text, is_in_force=True).inspector_lines == {"180"}
