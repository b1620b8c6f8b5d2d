"""The command line, run as its users run it: on a real desk folder, by scripts and by people."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from store.notice.reading import example_text
from store.tips.fields import fields_of
from tests.builders import REFERRAL, entry_of, notice_text
from tests.store.test_notice import NOTICES
from tests.tui.shell import AT, Shell, run_here
from tui.cli.this_program import this_program
from tui.cli.who import login
from tui.web.server import DeskServer


@pytest.fixture
def empty(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "desk")


@pytest.fixture
def desk(empty: Shell) -> Shell:
    empty.say("init", "--example")
    return empty


def test_the_status_on_day_twelve(desk: Shell) -> None:
    status = desk.json("status")
    assert (status["phase"], status["day"], status["days"]) == ("running", 12, 30)
    assert status["remaining_seconds"] == 18 * 86_400 + 7 * 3600 + 30
    assert (status["service"], status["reason"]) == ("open", "open")
    assert status["changes_at"] == "2016-10-01T17:30:00+08:00"
    assert "第 12 天" in desk.say("status")


@pytest.mark.parametrize(
    "command", ["list", "due", "patterns", "drafts", "audit", "log", "similar --unit 某局"]
)
def test_where_there_is_nothing_to_list_one_sentence_says_so(desk: Shell, command: str) -> None:
    (sentence,) = desk.say(*command.split()).splitlines()
    assert "没有" in sentence and sentence.endswith("。")
    assert desk.json(*command.split()) == []


def test_who_mistypes_a_command_is_told_what_it_may_have_been(desk: Shell) -> None:
    assert "“status”" in desk.refuse("statu", status=2)


def test_what_may_have_been_meant_is_listed_as_chinese_lists_it(desk: Shell) -> None:
    refused = desk.refuse("list", "--sta", "x", status=2)
    assert refused.startswith("错误：没有选项“--sta”。（是否应为：“--sort”、“--status”、“--to”）\n")


def test_an_instant_without_a_zone_is_by_the_clocks_of_the_notice(
    desk: Shell, tmp_path: Path
) -> None:
    assert desk.json("status", at="2016-10-01 16:59:30") == desk.json("status")
    (tmp_path / "公告.toml").write_text(notice_text(timezone='timezone = "Asia/Urumqi"'))
    west = Shell(tmp_path / "west")
    west.say("init", "--notice", str(tmp_path / "公告.toml"))
    assert west.json("status", at="2016-10-01 16:59:30")["at"] == "2016-10-01T16:59:30+06:00"


@pytest.mark.parametrize("year", ["0001", "1969", "2200", "9999"])
def test_an_instant_of_which_nothing_is_known_is_refused(desk: Shell, year: str) -> None:
    told = desk.refuse("report", at=f"{year}-06-01T09:00:00+08:00", status=2)
    assert "1970 至 2199" in told


@pytest.mark.parametrize(
    "arguments",
    [
        ("status", "--json"),
        ("list",),
        ("verify",),
        ("report", "--format", "html"),
        ("add", "--json", "-"),
        ("show", "7"),
        ("list", "--from", "昨天"),
        (),
    ],
)
def test_a_process_prints_and_ends_as_the_other_tests_see_it(
    desk: Shell, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Which run their commands without one."""
    desk.add(entry_of())
    apart = Shell(tmp_path / "apart", apart=True)
    shutil.copytree(desk.folder, apart.folder)
    here, there = (shell.run(*arguments, given=b"not json") for shell in (desk, apart))
    assert (here.returncode, here.stdout) == (there.returncode, there.stdout)
    assert here.stderr == there.stderr


def test_a_tip_that_is_sent_again_under_its_reference_is_recorded_once(desk: Shell) -> None:
    sent = [entry_of(reference="A-1"), entry_of(reference="A-2"), entry_of()]
    first = desk.add(*sent)
    # What is here is here, whatever comes under its reference.
    again = desk.add(
        *sent[:2], entry_of(reference="A-1", channel="none"), entry_of(reference="A-3")
    )
    assert [tip["number"] for tip in first] == ["2016-0001", "2016-0002", "2016-0003"]
    assert again[:3] == [*first[:2], first[0]] and again[3]["number"] == "2016-0004"
    assert "reference" not in again[0]
    (shortest, longest) = desk.add(entry_of(reference="短"), entry_of(reference="长" * 200))
    assert (shortest["number"], longest["number"]) == ("2016-0005", "2016-0006")
    for wrong in (7, "", "长" * 201, ["A-1"]):
        line = json.dumps(entry_of(reference=wrong)).encode()
        assert "发来系统的编号" in desk.refuse("add", "--json", "-", given=line)


def test_tips_from_json_lines_are_stored_in_order_and_read_back(desk: Shell) -> None:
    desk = Shell(desk.folder, apart=True)
    stored = desk.add(entry_of(), entry_of(REFERRAL), entry_of(summary="第三件"))
    assert [tip["number"] for tip in stored] == ["2016-0001", "2016-0002", "2016-0003"]
    assert desk.json("list") == stored
    assert desk.json("show", "2016-0003")["summary"] == "第三件"
    assert desk.json("show", "3")["summary"] == "第三件"
    assert len(TinyDB(desk.folder / "tips.json").table("tips")) == 3


def test_the_list_takes_filters_that_combine_and_an_order(desk: Shell) -> None:
    desk.add(
        entry_of(received_at="2016-09-30T07:00:00+08:00"),
        entry_of(REFERRAL),
        entry_of(reporter=None, disciplines=["组织纪律"], summary="另一件"),
    )

    def found(*options: str) -> list[str]:
        return [tip["number"][-1] for tip in desk.json("list", *options)]

    assert found("--discipline", "廉洁纪律") == ["1"]
    assert found("--discipline", "廉洁纪律", "--discipline", "组织纪律") == ["1", "3"]
    assert found("--channel", "landline", "--reporter", "anonymous") == ["3"]
    assert found("--group", "out_of_scope") == ["2"]
    assert found("--from", "2016-10-01") == ["2", "3"]
    assert found("--to", "9月30日") == ["1"]
    assert found("--out-of-hours") == ["1"]
    assert found("--late") == found("--officer", "无此人") == []
    assert found("--search", "zmm 转账") == found("--search", "赵某某", "--out-of-hours") == ["1"]
    assert found("--search", "赵某某", "--late") == []
    assert found("--sort", "received", "--descending") == ["2", "3", "1"]
    assert found("--discipline", "其他") == found("--mine") == []
    assert found("--channel", "上级交办") == []
    desk.say("assign", "2", "--to", login())
    assert found("--mine") == ["2"]
    assert len(desk.say("list", "--reporter", "unverified").splitlines()) == 1


RUNNING = {"phase": "running", "days": 30, "ended_seconds": None, "calendar_known": True}
OPEN = {"service": "open", "reason": "open", "changes_at": "2016-10-01T17:30:00+08:00"}
CLOSED = {"service": "closed", "changes_at": None}
BEFORE = {"service": "closed", "changes_at": "2016-09-20T08:00:00+08:00"}


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (
            "2016-10-01T08:59:30+00:00",
            RUNNING
            | OPEN
            | {"at": "2016-10-01T16:59:30+08:00", "day": 12, "remaining_seconds": 1_580_430},
        ),
        (
            "2016-09-01T09:00:00+08:00",
            RUNNING
            | BEFORE
            | {"phase": "before", "day": None, "remaining_seconds": 1_609_200}
            | {"reason": "not_started"},
        ),
        (
            "2016-10-19T23:59:59+08:00",
            RUNNING | CLOSED | {"day": 30, "remaining_seconds": 1, "reason": "after_hours"},
        ),
        (
            "2016-10-25T10:00:00+08:00",
            RUNNING
            | CLOSED
            | {"phase": "ended", "day": None, "remaining_seconds": 0, "ended_seconds": 468_000}
            | {"reason": "ended"},
        ),
    ],
)
def test_scripts_are_told_how_it_stands(desk: Shell, when: str, told: dict[str, object]) -> None:
    found = desk.json("status", at=when)
    opened = told["service"] == "open"
    assert [(line["kind"], line["value"], line["open"]) for line in found.pop("lines")] == [
        ("landline", "84404233", opened),
        ("mobile", "18073127519", opened),
        ("post", "长沙市第482号邮政信箱", None),
        ("visit", "来访", opened),
    ]
    always = {"at": when, "team": "省委巡视第一组", "unit": "省长株潭两型试验区工委"}
    assert found == always | {"period_in_words": ""} | told


def test_what_a_notice_says_in_words_and_what_no_calendar_says_is_told_to_scripts(
    empty: Shell, tmp_path: Path
) -> None:
    (file := tmp_path / "公告.toml").write_text(
        notice_text(period='[period]\nin_words = "约两个月"\ntips_from = 2029-09-20').replace(
            '"every day"', '"working days"'
        )
    )
    when = "2029-10-03T09:00:00+08:00"
    empty.say("init", "--notice", str(file), at=when)
    found = empty.json("status", at=when)
    assert (found["period_in_words"], found["calendar_known"]) == ("约两个月", False)
    assert empty.json("notice", at=when)["period"] == {
        "first_day": None,
        "last_day": None,
        "in_words": "约两个月",
        "tips_start": "2029-09-20T00:00:00+08:00",
        "tips_end": None,
    }


def test_of_each_line_scripts_are_told_whether_that_one_is_answered(
    empty: Shell, tmp_path: Path
) -> None:
    hours = "\n".join(
        f'[[hours]]\ndays = "every day"\nfrom = {begins}:00:00\nto = 18:00:00\nlines = ["{line}"]'
        for begins, line in (("08", "84404233"), ("17", "13100000000"))
    )
    lines = "".join(
        f'[[lines]]\nkind = "{kind}"\nvalue = "{value}"\n'
        for kind, value in (("landline", "84404233"), ("mobile", "13100000000"))
    )
    (tmp_path / "公告.toml").write_text(notice_text(hours=hours, lines=lines))
    empty.say("init", "--notice", str(tmp_path / "公告.toml"))
    assert [line["open"] for line in empty.json("status")["lines"]] == [True, False]


def test_ones_own_and_those_of_others_are_listed_and_a_day_may_be_the_whole_span(
    desk: Shell,
) -> None:
    desk.add(*[entry_of()] * 3)
    desk.say("assign", "1", "--to", login())
    desk.say("assign", "2", "--to", "王芳")

    def listed(*options: str) -> list[str]:
        return [tip["number"] for tip in desk.json("list", *options)]

    assert listed("--mine") == ["2016-0001"]
    assert listed("--mine", "--handler", "王芳") == ["2016-0001", "2016-0002"]
    assert listed("--handler", "") == ["2016-0003"]
    assert listed("--from", "10-01", "--to", "10-01", "--descending") == [
        f"2016-000{n}" for n in (3, 2, 1)
    ]
    assert listed("--from", "10-02") == listed("--to", "9-30") == []
    lines = ("--line", "18073127519", "--line", "84404233")
    assert len(listed(*lines)) == len(listed(*lines[2:])) + len(listed(*lines[:2]))
    refused = desk.refuse("list", "--line", "12345", status=2)
    assert "--line 的值无效：应为下列之一" in refused and "18073127519" in refused


def test_what_a_program_of_windows_sends_begins_with_a_mark_that_is_no_part_of_it(
    desk: Shell,
) -> None:
    line = b"\xef\xbb\xbf" + json.dumps(entry_of()).encode()
    assert json.loads(desk.say("add", "--json", "-", given=line))["number"] == "2016-0001"
    # Anywhere else it is what nobody sees in a line that is none.
    told = desk.refuse("add", "--json", "-", given=b"\n" + line)
    assert told == "第 2 行：不是有效的 UTF-8 JSON，请改正这一行。\n"


def test_what_is_cut_off_in_a_list_says_so(desk: Shell) -> None:
    long = "反映该单位多年来在采购中反复违反规定" * 3
    desk.add(entry_of(summary=long))
    assert desk.say("list").rstrip().endswith("…")


def test_a_filter_that_names_what_is_not_there_is_refused_with_what_there_is(desk: Shell) -> None:
    assert "廉洁纪律" in desk.refuse("list", "--discipline", "廉洁", status=2)
    assert "固定电话" in desk.refuse("list", "--channel", "fax", status=2)
    assert "写成 10-01 这样的日期" in desk.refuse("list", "--from", "昨天", status=2)
    assert "--to" in desk.refuse("list", "--from", "10-01", "--to", "9-30", status=2)


def test_earlier_tips_on_the_same_matter_with_what_they_have_in_common(desk: Shell) -> None:
    stored = desk.add(entry_of(), entry_of(REFERRAL))
    found = desk.json("similar", "--person", "赵 某某", "--phone", "138-0000-0000")
    assert found == [{"in_common": ["phone", "person"], "tip": stored[0]}]
    said = desk.say("similar", "--unit", "街道办")
    assert "单位相近" in said and "2016-0002" in said
    assert desk.json("similar", "--person", "李四") == []
    assert "--person" in desk.refuse("similar", status=2)


def test_the_counters(desk: Shell) -> None:
    desk.add(entry_of(), entry_of(REFERRAL), entry_of(received_at="2016-09-30T09:00:00+08:00"))
    counts = desk.json("counts")
    assert (counts["total"], counts["today"]) == (3, 2)
    assert (counts["in_scope"], counts["out_of_scope"], counts["referred"]) == (2, 1, 0)
    assert counts["by_discipline"]["廉洁纪律"] == 2
    trend = {"2016-09-30": 1, "2016-10-01": 1}
    assert counts["by_discipline_and_day"]["廉洁纪律"] == trend
    assert counts["by_channel"] == {"landline": 2, "mobile": 1, "post": 0, "visit": 0}
    assert "廉洁纪律" in desk.say("counts")


def test_a_bad_line_is_told_with_its_number_and_the_good_ones_are_kept(desk: Shell) -> None:
    lines = [
        json.dumps(entry_of(), ensure_ascii=False).encode(),
        b'{"channel": "fax", "summary": 3, "memo": 1, "reporter": 1, "enclosures": [{"pages": ""}]}',
        b"not json",
        b"",
        b"\xff\xfe\x00",
        json.dumps(entry_of(summary="甲\x00\x1b[31m")).encode(),
        json.dumps(entry_of(summary="很长" * 2_500_000)).encode(),
        b'{"a":' * 5000,
        json.dumps(entry_of(summary="[red]=1+1[/red]"), ensure_ascii=False).encode(),
    ]
    done = desk.run("add", "--json", "-", given=b"\n".join(lines))
    assert done.returncode == 1
    stored = [json.loads(line) for line in done.stdout.splitlines()]
    assert [tip["number"] for tip in stored] == ["2016-0001", "2016-0002"]
    told = done.stderr.decode()
    for number in (2, 3, 5, 6, 7, 8):
        assert f"第 {number} 行" in told
    assert "第 2 行：channel 来源" in told
    for key in ("memo", "reporter", "enclosures[0].pages"):
        (said,) = (line for line in told.splitlines() if key in line)
        assert said.startswith(f"第 2 行：{key}：") and said.count(key) == 1
    for number in (3, 5, 8):
        assert f"第 {number} 行：不是有效的 UTF-8 JSON，请改正这一行。\n" in told
    assert "第 7 行：超过 8 MB，请拆开或删减。\n" in told
    for number in (1, 4, 9):
        assert f"第 {number} 行" not in told
    assert told.count("第 2 行") > 2
    assert "\x1b" not in told and "\x00" not in told


EIGHT_MB = 8_388_608


def test_a_line_of_eight_megabytes_is_taken_and_of_one_byte_more_is_not(desk: Shell) -> None:
    line = json.dumps(entry_of()).encode().ljust(EIGHT_MB - 1) + b"\n"
    done = desk.run("add", "--json", "-", given=line + b" " + line + line[:-1] + b" ")
    assert done.stderr.decode() == "第 2 行：超过 8 MB，请拆开或删减。\n"
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize("length", [EIGHT_MB, 2 * EIGHT_MB + 1])
def test_a_line_too_long_takes_nothing_of_the_one_after_it(desk: Shell, length: int) -> None:
    lines = (b"x" * length, json.dumps(entry_of()).encode())
    done = desk.run("add", "--json", "-", given=b"\n".join(lines))
    assert "第 1 行：超过 8 MB" in done.stderr.decode()
    assert json.loads(done.stdout)["number"] == "2016-0001"


def test_a_tip_from_options(desk: Shell) -> None:
    said = desk.say(
        "add",
        *("--channel", "visit", "--reporter-name", "王某某", "--reporter-verified"),
        *("--unit", "某局", "--person", "赵某某", "--group", "key_post"),
        *("--disciplines", "廉洁", "--disciplines", "生活纪律"),
        *("--summary", "王某某\n反映接受宴请"),
    )
    assert "2016-0001" in said
    tip = desk.json("show", "1")
    assert tip["disciplines"] == ["廉洁纪律", "生活纪律"]
    assert tip["reporter"]["kind"] == "named"
    for lists in (["list"], ["similar", "--person", "赵某某"], ["list", "--search", "王某某"]):
        assert "赵某某" in desk.say(*lists) and "〔反映人〕 反映" in desk.say(*lists)
        assert "王某某" not in desk.say(*lists)
    given = ("--unit", "某局", "--group", "leadership", "--disciplines", "其他", "--summary", "甲")
    said = desk.say("add", "--channel", "visit", "--reporter-name", "匿名", *given)
    assert "“匿名”不是姓名，按未署名登记。" in said
    assert "2016-0002" in desk.say("list", "--reporter", "anonymous")
    assert "2016-0002" not in desk.say("due")
    assert "王某某" in desk.say("show", "1")


WRITTEN: dict[str, Any] = {
    "text": "某甲",
    "long": "接受宴请",
    "instant": "2016-10-01 09:05",
    "date": "2016-09-30",
    "flag": True,
    "group": "out_of_scope",
    "disciplines": ["廉洁纪律", "生活纪律"],
    "tags": ["重点人", "重点事"],
    "enclosures": "信件3页2份、照片5张",
}


@pytest.mark.parametrize(
    ("channel", "line"),
    [
        ("landline", "84404233"),
        ("post", "长沙市第482号邮政信箱"),
        ("visit", "来访"),
        ("email", ""),
    ],
)
def test_each_field_is_taken_from_an_option_as_it_is_from_json(
    desk: Shell, channel: str, line: str
) -> None:
    values: dict[str, Any] = {"channel": channel, "subjects": [{}], "reporter": {}}
    options = ["--channel", channel]
    for field in fields_of(channel):
        value = line if field.kind == "line" else WRITTEN[field.kind]
        whole, _dot, part = field.name.partition(".")
        holder = values["subjects"][0] if whole == "subjects" else values.get(whole, values)
        holder[part or whole] = value
        option = "--" + field.name.removeprefix("subjects.").replace(".", "-").replace("_", "-")
        for one in value if isinstance(value, list) else [value]:
            options += [option] if one is True else [option, one]
    desk.add(values)
    desk.say("add", *options)
    sent, given = ({**tip, "number": ""} for tip in desk.json("list"))
    assert given == sent and given["tags"] == WRITTEN["tags"]


def test_a_time_of_receipt_is_told_back_in_full_and_a_range_is_refused(desk: Shell) -> None:
    given = ("add", "--channel", "landline", "--unit", "某局", "--group", "leadership")
    given += ("--disciplines", "廉洁纪律", "--summary", "收受礼金", "--received-at")
    assert "收到时间：2016-09-20 星期二 15:00" in desk.say(*given, "2016年9月20日下午3点")
    for text in ("2016-09-20至22", "2016-09-20~22", "20160920-22", "2016-W38", "2016-09-20 22"):
        assert text in desk.refuse(*given, text)
    assert len(desk.json("list")) == 1


def test_a_tip_refused_from_options_tells_every_fault(desk: Shell) -> None:
    told = desk.refuse("add", "--channel", "fax", "--group", "x")
    assert "来源" in told and "对象类别" in told and "主要内容" in told


def test_a_command_on_a_folder_without_a_desk_says_what_to_run(empty: Shell) -> None:
    for command in (["status"], ["list"], ["counts"], ["add", "--json", "-"], ["show", "1"], []):
        told = empty.refuse(*command)
        assert "dutydesk init --example" in told and "dutydesk init --notice" in told


def test_a_notice_that_lies_where_a_desk_is_to_be_is_not_overwritten(empty: Shell) -> None:
    file = empty.folder / "notice.toml"
    empty.folder.mkdir(0o700)
    own = example_text().replace("省长株潭两型试验区工委", "某县")
    file.write_text(own, "utf-8-sig")
    assert f"{file} 已存在，与所用的公告不同" in empty.refuse("init", "--example")
    assert file.read_text("utf-8-sig") == own and not (empty.folder / "journal.jsonl").exists()
    # A line that merely begins alike is another.
    cut = own.rstrip()[:-1]
    file.write_text(cut)
    (given := empty.folder.parent / "gonggao.toml").write_text(own)
    assert "与所用的公告不同" in empty.refuse("init", "--notice", str(given))
    # What is in the new one is not lost: also where holidays are added to it.
    file.write_text(f"{own}\n\n", "utf-8-sig")
    holidays = empty.folder.parent / "节假日.toml"
    holidays.write_text('[[holidays]]\nname = "本市放假"\nfirst_day = 2016-10-12\n')
    empty.say("init", "--notice", str(file), "--holidays", str(holidays))
    assert empty.json("status")["unit"] == "某县" and "本市放假" in file.read_text()


def test_a_desk_is_never_overwritten(desk: Shell) -> None:
    desk.add(entry_of())
    assert desk.refuse("init", "--example")
    assert len(desk.json("list")) == 1


def test_a_desk_with_ones_own_notice(empty: Shell) -> None:
    empty.say("init", "--notice", str(NOTICES / "qindu-2022.toml"), at="2022-06-09T12:30:00+08:00")
    status = empty.json("status", at="2022-06-09T12:30:00+08:00")
    assert (status["reason"], status["changes_at"]) == ("break", "2022-06-09T14:30:00+08:00")


def test_who_makes_a_desk_is_told_of_years_whose_holidays_are_not_known(
    empty: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "gonggao.toml"
    path.write_text(notice_text(period="[period]\nfirst_day = 2031-05-08\nlast_day = 2031-06-08"))
    told = empty.run("init", "--notice", str(path)).stderr.decode()
    assert "2031年法定节假日安排未收录" in told


def test_who_makes_a_desk_is_told_what_its_notice_has_that_is_not_known(
    empty: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "公告.toml"
    path.write_text(notice_text(team='team = "某组"\nmascot = "獬豸"'))
    told = empty.run("init", "--notice", str(path)).stderr.decode()
    assert told.splitlines()[0].endswith("notice.toml：mascot：本程序不认识这个键，未采用。")


def test_the_holidays_of_a_file_come_to_the_shipped_notice_too(
    empty: Shell, tmp_path: Path
) -> None:
    (file := tmp_path / "节假日.toml").write_text(
        '[[holidays]]\nname = "本市放假"\nfirst_day = 2016-10-12\n'
    )
    empty.say("init", "--example", "--holidays", str(file))
    assert "本市放假" in [one["name"] for one in empty.json("notice")["holidays"]]
    (first, *_later) = (empty.folder / "journal.jsonl").read_text().splitlines()
    assert json.loads(first)["at"].startswith("2016-10-01T16:59:30"), "as of when it was asked"


def test_a_bad_notice_is_refused_with_all_its_faults_and_leaves_nothing(
    empty: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "gonggao.toml"
    path.write_text(notice_text(team="team = 3", lines=""))
    told = empty.refuse("init", "--notice", str(path))
    assert f"{path}：team" in told and f"{path}：lines" in told
    assert not empty.folder.exists()


def test_each_port_that_there_is_may_be_asked_for_and_no_other(empty: Shell) -> None:
    for port in ("1", "65535"):
        assert "dutydesk init" in empty.refuse("serve", "--port", port)
    for port in ("-1", "0", "65536"):
        assert "应为 1 至 65535 的数" in empty.refuse("serve", "--port", port, status=2)


def test_a_page_of_the_browser_shows_the_desk_as_it_was_asked_for(
    desk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[DeskServer] = []
    monkeypatch.setattr(DeskServer, "serve", lambda it: served.append(it))
    asked = ("--desk", str(desk.folder), "--lang", "en")
    for more in ((), ("--at", AT)):
        run_here(["serve", *asked, *more, "--port", "8123"], b"")
        words = [*this_program(), "served", *asked, *more]
        assert shlex.split(served[-1].command) == words
        assert (served[-1].title, served[-1].port) == ("省委巡视第一组", 8123)


def test_a_bad_instant_is_one_sentence(desk: Shell) -> None:
    assert "2016-10-01T16:59:30+08:00" in desk.refuse("status", at="tomorrow", status=2)


def test_the_folder_that_stands_behind_the_command_is_the_one(desk: Shell, tmp_path: Path) -> None:
    other = Shell(tmp_path / "other")
    other.say("init", "--example")
    desk.add(entry_of())
    before = ["--desk", str(other.folder), "counts", "--json", "--desk", str(desk.folder)]
    assert json.loads(run_here(before, b"").stdout)["total"] == 1
    assert json.loads(run_here(before[:4], b"").stdout)["total"] == 0


def test_the_time_that_stands_before_the_command_is_the_one_unless_another_stands_behind_it(
    desk: Shell,
) -> None:
    words = [
        "pass-through",
        "--channel",
        "post",
        "--to",
        "组长",
        "--desk",
        str(desk.folder),
        "--json",
    ]
    before = ["--at", "2016-10-02T09:00"]
    for more, time in (
        ([], "2016-10-02T09:00"),
        (["--at", "2016-10-03T10:00"], "2016-10-03T10:00"),
    ):
        tip = json.loads(run_here([*before, *words, *more], b"").stdout)
        assert tip["received_at"].startswith(time)


def test_the_folder_may_come_from_the_environment(desk: Shell) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", "counts", "--json"],
        env=os.environ | {"DUTYDESK_HOME": str(desk.folder)},
        capture_output=True,
    )
    assert json.loads(done.stdout)["total"] == 0


@pytest.mark.parametrize(
    ("arguments", "environment", "word"),
    [
        (["--help"], {}, "值班台"),
        (["--help"], {"LANG": "en_US.UTF-8"}, "duty desk"),
        (["--help"], {"LC_MESSAGES": "en_US.UTF-8"}, "duty desk"),
        (["--help"], {"LC_ALL": "C"}, "值班台"),
        (["--help", "--lang", "en"], {}, "duty desk"),
        (["--help", "--lang=zh"], {"LANG": "en_GB"}, "用法"),
    ],
)
def test_the_language(arguments: list[str], environment: dict[str, str], word: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        env=os.environ | {"LANG": "zh_CN.UTF-8", "LC_ALL": ""} | environment,
        capture_output=True,
    )
    assert word in done.stdout.decode()


def test_a_terminal_that_cannot_show_chinese_gets_codes_and_no_traceback(desk: Shell) -> None:
    desk.add(entry_of())
    desk.say("list", PYTHONIOENCODING="ascii")
    assert desk.json("list", PYTHONIOENCODING="ascii")[0]["number"] == "2016-0001"


def test_a_reader_that_stops_early_is_no_error(desk: Shell) -> None:
    desk.add(*[entry_of(summary="甲" * 9000) for _ in range(20)])
    command = f"{sys.executable} -m tui list --json --desk {desk.folder}"
    done = subprocess.run(
        ("bash", "-o", "pipefail", "-c", f"{command} | head -c 10"), capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_was_tampered_with_on_disk_cannot_steer_a_terminal(desk: Shell) -> None:
    desk.add(entry_of())
    for path in (desk.folder / "tips.json", desk.folder / "journal.jsonl"):
        data = path.read_bytes()
        path.write_bytes(data.replace("招标".encode(), b"\\u009b\\u202e"))
    for arguments in (["list"], ["show", "1"], ["list", "--json"]):
        done = desk.run(*arguments)
        said = (done.stdout + done.stderr).decode()
        assert "\x9b" not in said and "\u202e" not in said


@pytest.mark.parametrize("command", ["status", "counts", "list"])
def test_a_folder_of_someone_else_is_one_sentence(empty: Shell, command: str) -> None:
    empty.folder.write_text("a file, no folder")
    assert empty.refuse(command)


def test_without_a_terminal_the_desk_says_so(desk: Shell) -> None:
    assert "dutydesk status" in desk.refuse(status=2)


# A device that is always full stands in for the reader's full disk.
def test_output_to_a_full_disk_is_one_sentence(desk: Shell) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tui", "status", "--desk", str(desk.folder)],
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == 1 and b"Traceback" not in done.stderr
    assert (
        "结果没有显示出来（磁盘已满）" in done.stderr.decode()
        and len(done.stderr.splitlines()) == 1
    )


def test_a_tip_whose_answer_is_lost_is_saved_and_that_is_said(desk: Shell) -> None:
    command = [sys.executable, "-m", "tui", "add", "--json", "-", "--desk", str(desk.folder)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command, input=json.dumps(entry_of()).encode(), stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 1 and "已经保存" in done.stderr.decode()
    assert len(desk.json("list")) == 1
