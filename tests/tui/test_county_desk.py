"""At the desk of a county's team: what its notice says in its own words, on screen and on paper."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.builders import at, notice_text
from tests.store.test_notice import NOTICES
from tests.tui.shell import Shell
from tests.tui.sitting import sitting

DURING = "2022-07-04T09:00:00+08:00"
COMMANDS = (
    "status",
    "counts",
    "due",
    "reminders",
    "notice",
    "notice --calendar",
    "report --kind period",
    "closing",
    "handover",
    "show 1",
    "list",
)


@pytest.fixture
def county(tmp_path: Path) -> Shell:
    """A desk of the district's team of 2022, with a tip about the inspectors."""
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--notice", str(NOTICES / "qindu-2022.toml"), at=DURING)
    said = "--unit 某街道 --group leadership --disciplines other --summary 甲"
    shell.say("add", "--channel", "landline", "--line", "33229182", *said.split(), at=DURING)
    return shell


@pytest.mark.parametrize("command", COMMANDS)
def test_a_county_team_reads_its_own_word_for_the_inspection(county: Shell, command: str) -> None:
    assert "巡视" not in county.say(*command.split(), at=DURING)


def test_what_is_refused_there_is_refused_in_its_own_word(county: Shell) -> None:
    refusal = county.refuse("dispose", "1", "referred", "--to", "某局", at=DURING)
    assert "由巡察组受理" in refusal and "巡视" not in refusal
    assert "距巡察结束" in county.say("status", at=DURING)


# A county's notice of 2024

AUTUMN = "2024-10-21T13:00:00+08:00"
LATE_EVENING = "2024-10-18T20:00:00+08:00"


@pytest.fixture
def of_2024(tmp_path: Path) -> Shell:
    """A desk where telephone and text messages alone have hours, at a time outside them."""
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--notice", str(NOTICES / "county-b-2024.toml"), at=AUTUMN)
    return shell


def entered(shell: Shell, *tips: dict[str, Any]) -> list[Any]:
    """What is stored of tips, each of which says the same but for what is given."""
    subject = {"unit": "县水利局", "person": "赵某", "group": "领导班子及其成员"}
    same = {"subjects": [subject], "disciplines": ["廉洁纪律"], "summary": "甲"}
    lines = [json.dumps(same | {"received_at": LATE_EVENING} | tip) for tip in tips]
    said = shell.say("add", "--json", "-", given="\n".join(lines).encode(), at=AUTUMN)
    return [json.loads(line) for line in said.splitlines()]


def test_a_text_message_to_the_number_that_takes_calls_is_one_everywhere(of_2024: Shell) -> None:
    call, message = entered(of_2024, {"channel": "手机"}, {"channel": "短信"})
    assert (call["line"], message["line"]) == ("13900000000", "13900000000")
    assert (call["marks"], message["marks"]) == ([], ["out_of_hours"])
    assert "来源：短信" in of_2024.say("show", "2", at=AUTUMN)
    listed = of_2024.say("list", at=AUTUMN).splitlines()
    assert [row.split()[3] for row in listed] == ["手机", "短信"]


def test_what_comes_from_beside_the_notice_is_taken_and_counted_apart(of_2024: Shell) -> None:
    found = entered(of_2024, {"channel": "上级交办"}, {"channel": "visit", "visit_place": "驻地"})
    assert [(tip["channel"], tip["marks"]) for tip in found] == [("assigned", []), ("visit", [])]
    counts = of_2024.json("counts", at=AUTUMN)
    assert counts["by_other_source"] == {"visit": 1, "assigned": 1}
    assert counts["by_channel"] == dict.fromkeys(("landline", "mobile", "sms", "email", "web"), 0)
    assert "公告以外的来源" in of_2024.say("report", "--kind", "period", at=AUTUMN)
    assert "来源：上级交办" in of_2024.say("show", "1", at=AUTUMN)


def test_groups_are_asked_for_by_what_the_notice_calls_them(of_2024: Shell) -> None:
    other = {"unit": "县交通局", "group": "其他科级干部、内设机构负责人"}
    entered(of_2024, {"channel": "email"}, {"channel": "email", "subjects": [other]})
    for group, number in (("领导班子及其成员", "2024-0001"), (other["group"], "2024-0002")):
        (tip,) = of_2024.json("list", "--group", group, at=AUTUMN)
        assert tip["number"] == number
    refusal = of_2024.refuse("list", "--group", "村民", status=2, at=AUTUMN)
    assert "下属党组织主要负责人" in refusal


def test_a_tip_about_the_inspectors_is_marked_by_its_group_and_for_the_lead_alone(
    of_2024: Shell,
) -> None:
    subject = {"person": "周某", "group": "巡察干部"}
    (tip,) = entered(of_2024, {"channel": "email", "subjects": [subject]})
    assert tip["subjects"][0]["group"] == "inspectors"
    said = ["--channel", "手机", "--person", "周某", "--group", "巡察干部", "--summary", "甲"]
    of_2024.say("add", *said, at=AUTUMN)
    of_2024.say("role", "李明", "officer", at=AUTUMN)
    assert of_2024.json("counts", at=AUTUMN)["about_inspectors"] == 2
    assert "周某" in of_2024.say("show", "1", at=AUTUMN)


def test_the_status_says_which_lines_are_answered(of_2024: Shell) -> None:
    said = of_2024.say("status", at=AUTUMN)
    assert "固定电话 0000-5550102（非受理时间）" in said and "手机 13900000000\n" in said
    found = of_2024.json("status", at=AUTUMN)["lines"]
    assert [line["open"] for line in found] == [False, None, False, None, None]


def test_a_group_that_the_notice_says_to_be_out_of_scope_is_referred(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--notice", str(NOTICES / "county-a-2024.toml"), at=AUTUMN)
    claim = {"unit": "某村", "group": "个人诉求、涉法涉诉"}
    (tip,) = entered(
        shell, {"channel": "微信公众号", "subjects": [claim], "referred_to": "县信访局"}
    )
    assert tip["subjects"][0]["group"] == "out_of_scope:个人诉求、涉法涉诉"
    counts = shell.json("counts", at=AUTUMN)
    assert (counts["out_of_scope"], counts["referred"]) == (1, 0)
    assert "对象类别：个人诉求、涉法涉诉" in shell.say("show", "1", at=AUTUMN)
    assert [due["duty"] for due in shell.json("due", at=AUTUMN)] == ["referral"]
    assert shell.json("dispose", "1", "转办", at=AUTUMN)["status"] == "referred"
    assert shell.json("counts", at=AUTUMN)["referred"] == 1


def test_the_public_notice_says_what_the_notice_says(of_2024: Shell) -> None:
    said = of_2024.say("notice", at=AUTUMN).replace("\n", "")
    for sentence in (
        "自2024年9月13日起受理举报。",
        "固定电话、短信：工作日 8:00至12:00、14:30至17:30。",
        "其他渠道不限受理时间。",
        "手机、短信  13900000000",
        "被巡察单位：县水利局、县交通局、县医保局、县林业局、甲镇、乙镇、丙镇。",
    ):
        assert sentence in said


# A year whose holidays are not known

OF_2031 = "[period]\nfirst_day = 2031-09-20\nlast_day = 2031-10-29"
EVE = "2031-09-30T18:00:00+08:00"
UNKNOWN = "暂计"
NATIONAL_DAY = (
    '[[holidays]]\nname = "国庆节"\nfirst_day = 2031-10-01\nlast_day = 2031-10-07\n'
    "worked = [2031-09-28, 2031-10-11]\n"
)


@pytest.fixture
def of_2031(tmp_path: Path) -> Shell:
    """A desk by working days, with one named report, on the eve of the National Day."""
    shell, file = Shell(tmp_path / "desk"), tmp_path / "gonggao.toml"
    hours = '[[hours]]\ndays = "working days"\nfrom = 08:00:00\nto = 17:30:00'
    file.write_text(notice_text(period=OF_2031, hours=hours))
    done = shell.run("init", "--notice", str(file), at=EVE)
    assert "2031年法定节假日安排未收录" in done.stderr.decode()
    said = "--unit 某局 --group leadership --disciplines 廉洁纪律 --summary 甲 --reporter-name 王某"
    shell.say("add", "--channel", "landline", *said.split(), at=EVE)
    (tmp_path / "holidays.toml").write_text(NATIONAL_DAY)
    return shell


@pytest.mark.parametrize("command", ["status", "due", "show 1", "notice --calendar"])
def test_beside_each_date_that_goes_by_an_unknown_calendar_that_is_said(
    of_2031: Shell, command: str
) -> None:
    assert UNKNOWN in of_2031.say(*command.split(), at=EVE)


async def test_the_screens_say_it_beside_the_dates_that_they_show(of_2031: Shell) -> None:
    async with sitting(of_2031.folder, (80, 24), at=at(EVE)) as desk:
        # What is said of it at the start lies over the first lines for some seconds.
        await desk.see("法定节假日安排未收录")
        desk.app.clear_notifications()
        await desk.see("08:00 开始受理（暂计）")
        await desk.press("ctrl+g")
        await desk.see("2031-10-21?")
        await desk.see("暂计：当年节")
        await desk.see("假日安排未收录，按周一至周五计，待写入公告")


async def test_a_number_of_dues_that_goes_by_an_unknown_calendar_is_provisional(
    of_2031: Shell,
) -> None:
    due = "2031-10-21T09:00:00+08:00"
    said = of_2031.say("reminders", at=due)
    assert "今日到期 1 项（暂计）" in said
    async with sitting(of_2031.folder, at=at(due)) as desk:
        await desk.see("今日到期 1  暂计")
    of_2031.say("notice", "--holidays", str(of_2031.folder.parent / "holidays.toml"), at=EVE)
    assert "暂计" not in of_2031.say("reminders", at="2031-10-27T09:00:00+08:00")


def test_scripts_are_told_too_that_a_calendar_is_not_known(of_2031: Shell) -> None:
    assert of_2031.json("status", at=EVE)["calendar_known"] is False
    assert of_2031.json("due", at=EVE)[0]["calendar_known"] is False
    days = of_2031.json("notice", at=EVE)["days"]
    assert {day["calendar_known"] for day in days} == {False}


def test_holidays_from_a_file_are_added_to_the_notice_on_record(
    of_2031: Shell, tmp_path: Path
) -> None:
    file = str(tmp_path / "holidays.toml")
    (before,) = of_2031.json("due", at=EVE)
    assert "公告已更正" in of_2031.say("notice", "--holidays", file, at=EVE)
    (after,) = of_2031.json("due", at=EVE)
    assert (before["due_on"], after["due_on"]) == ("2031-10-21", "2031-10-27")
    assert after["calendar_known"] is True
    said = of_2031.say("status", at=EVE)
    assert "10月8日 星期三 08:00 开始受理。" in said and UNKNOWN not in said
    assert "都已有" in of_2031.say("notice", "--holidays", file, at=EVE)
    assert len(of_2031.json("notice", "--history", at=EVE)) == 1


def test_a_desk_is_founded_with_holidays_from_a_file(tmp_path: Path) -> None:
    shell, file = Shell(tmp_path / "desk"), tmp_path / "holidays.toml"
    file.write_text(NATIONAL_DAY)
    given = ("--notice", str(tmp_path / "gonggao.toml"), "--holidays", str(file))
    (tmp_path / "gonggao.toml").write_text(notice_text(period=OF_2031, unit=""))
    told = shell.refuse("init", *given, at=EVE)
    assert "gonggao.toml：unit：" in told and "holidays.toml" not in told, "which one is wrong"
    (tmp_path / "gonggao.toml").write_text(notice_text(period=OF_2031))
    shell.say("init", *given, at=EVE)
    assert shell.json("notice", at=EVE)["holidays"][0]["worked"] == ["2031-09-28", "2031-10-11"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "应为一节或多节，如 [[holidays]]"),
        ('team = "组"', "节假日文件只写"),
        ("[[holidays]]\nfirst_day = 2031-10-01", "holidays[0].name"),
        ("[[", "不是有效的 TOML"),
    ],
)
def test_a_file_of_holidays_that_is_none_is_refused(
    of_2031: Shell, tmp_path: Path, text: str, told: str
) -> None:
    (tmp_path / "holidays.toml").write_text(text)
    assert told in of_2031.refuse("notice", "--holidays", str(tmp_path / "holidays.toml"), at=EVE)


@pytest.mark.whole
@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_of_many_sources_each_number_is_seen(tmp_path: Path, size: tuple[int, int]) -> None:
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--notice", str(NOTICES / "county-a-2024.toml"), at=AUTUMN)
    sources = ("固定电话", "邮政信箱", "电子邮箱", "意见箱", "网络平台", "微信公众号")
    of_town = {"unit": "某镇", "group": "镇领导班子及其成员"}
    beside = ("来访", "上级交办", "信访部门转来", "谈话中反映", "组内发现")
    for n, source in enumerate((*sources, *beside), start=1):
        entered(shell, *[{"channel": source, "subjects": [of_town]}] * n)
    async with sitting(tmp_path / "desk", size, at(AUTUMN)) as desk:
        await desk.see("组内发现")
        for n, source in enumerate((*sources, *beside), start=1):
            assert re.search(rf"{source} +{n}\b", desk.seen), source
