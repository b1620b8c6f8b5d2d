"""What may be entered as a tip, and how a bad one is told, every fault at once."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import TipRefused
from store.notice.notice import INSPECTORS, Notice
from store.notice.reading import parse_notice
from store.notice.receipt_day import day_to_come, read_day_dealt_with, read_to_come
from store.printable import first_unprintable
from store.text import LANGUAGES
from store.tips import entry
from store.tips.disposing import TEXT_LIMIT
from store.tips.disposition import (
    DUPLICATE,
    PASSED_THROUGH,
    REFERRED,
    REGISTERED,
    STATUSES,
    WITHDRAWN,
    Disposition,
)
from store.tips.enclosure import (
    ENCLOSURE_KINDS,
    MOST_COPIES,
    MOST_ENCLOSURES,
    MOST_PAGES,
    NAME_LIMIT,
    Enclosure,
)
from store.tips.fields import (
    BY_NAME,
    CALLS,
    DATES,
    FIELDS,
    MOST_SUBJECTS,
    SUMMARY_LIMIT,
    TEXTS,
    Field,
    fields_of,
)
from store.tips.follow_up import APPOINTMENT_KINDS, MOST_NOTES, NOTE_KINDS, NOTE_LIMIT
from store.tips.rules import check
from store.tips.shape import is_tip
from store.tips.tip import HOUR_UNKNOWN, Reporter, SealedPart, Subject, Tip
from tests.builders import CALL, DURING, REFERRAL, at, entry_of, example, notice_text, read_notice
from tests.store.test_notice import NOTICES


def read(base: dict[str, Any] = CALL, **changes: Any) -> Tip:
    return entry.read(entry_of(base, **changes), example(), DURING)


def faults_of(values: object, notice: Notice | None = None) -> list[str]:
    with pytest.raises(TipRefused) as refusal:
        entry.read(values, notice or example(), DURING)
    # What a sentence was not told would stand there in braces.
    assert "{" not in str(refusal.value)
    return [fault.field for fault in refusal.value.faults]


def said_of(values: dict[str, Any], notice: Notice | None = None) -> str:
    with pytest.raises(TipRefused) as refusal:
        entry.read(values, notice or example(), DURING)
    (fault,) = refusal.value.faults
    return fault.sentence


def test_a_call_is_read_and_its_line_named() -> None:
    tip = read()
    assert (tip.channel, tip.line) == ("landline", "84404233")
    assert tip.in_scope and tip.marks == ()
    assert tip.reporter is not None and tip.reporter.kind == "unverified"


def test_a_tip_survives_its_json() -> None:
    tip = read(
        channel="post",
        reporter={"name": "王某某", "contact": "138", "verified": True},
        tags=["重点人"],
        received_at="2016-09-28T10:00:00+08:00",
        # On the day on which it came.
        postmarked_on="2016-09-28",
    )
    assert Tip.from_json(tip.as_json()) == tip
    sealed = replace(read(reporter=None), sealed=SealedPart("age", ("phone:1",)))
    not_shown = replace(sealed, sealed=SealedPart())
    for one in (sealed, not_shown):
        assert Tip.from_json(one.as_json()) == one
    for reporter in (Reporter(), Reporter("", "139"), Reporter("王"), Reporter("王", "", True)):
        hidden = replace(sealed, reporter=Reporter(sealed_as=reporter.kind))
        assert Tip.from_json(hidden.as_json()) == hidden
    assert Reporter().kind == "anonymous"


def test_a_reporter_of_whom_no_more_is_stored_is_not_verified() -> None:
    stored = read().as_json() | {"reporter": {"kind": "unverified", "name": "王某某"}}
    assert Tip.from_json(stored).reporter == Reporter("王某某")


def test_the_same_tip_with_other_values_has_those_and_no_others() -> None:
    tip = read()
    other = tip.but({"number": "2016-0007", "tags": ("选人用人",)})
    assert other == replace(tip, number="2016-0007", tags=("选人用人",)) and other != tip
    assert [*other.as_json()] == [*tip.as_json()]
    with pytest.raises(TypeError, match="sumary"):
        tip.but({"sumary": ""})


def test_without_a_time_it_was_received_now() -> None:
    assert read(received_at=None).received_at == DURING


def test_when_it_came_is_kept_to_the_second_by_the_notices_clocks() -> None:
    elsewhere = replace(read(), received_at=DURING.in_timezone("UTC").set(microsecond=5))
    assert check(elsewhere, example(), DURING).as_json()["received_at"] == DURING.isoformat()


@pytest.mark.parametrize(
    ("received", "now", "faults"),
    [
        ("02:50:00+02:00", "02:10:00+01:00", []),
        ("02:10:00+01:00", "02:50:00+02:00", ["received_at"]),
        ("02:10:01+01:00", "02:10:00+01:00", ["received_at"]),
    ],
    ids=["before it", "in the hour to come", "a second later"],
)
def test_of_an_hour_that_comes_twice_the_second_is_later(
    received: str, now: str, faults: list[str]
) -> None:
    notice = parse_notice(notice_text(timezone='timezone = "Europe/Berlin"'))
    values = entry_of(received_at=f"2016-10-30T{received}")
    found: list[str] = []
    try:
        tip = entry.read(values, notice, at(f"2016-10-30T{now}").in_timezone(notice.zone))
        assert tip.as_json()["received_at"] == values["received_at"]
    except TipRefused as refusal:
        found = [fault.field for fault in refusal.faults]
    assert found == faults


@pytest.mark.parametrize(
    ("reporter", "kind"),
    [
        (None, None),
        ({"name": "", "contact": " "}, None),
        ({"name": "", "contact": "139"}, "number_only"),
        ({"name": "王某某"}, "unverified"),
        ({"name": "王某某", "verified": True}, "named"),
    ],
)
def test_who_reported(reporter: Any, kind: str | None) -> None:
    found = read(reporter=reporter).reporter
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("received_at", "marks"),
    [
        ("2016-09-19T10:00:00+08:00", ("early", "out_of_hours")),
        ("2016-09-19T23:59:59+08:00", ("early", "out_of_hours")),
        ("2016-09-20T00:00:00+08:00", ("out_of_hours",)),
        ("2016-09-20T08:00:00+08:00", ()),
        ("2016-10-01T07:59:59+08:00", ("out_of_hours",)),
    ],
)
def test_outside_the_period_or_hours_it_is_kept_and_marked(
    received_at: str, marks: tuple[str, ...]
) -> None:
    assert read(received_at=received_at).marks == marks


def test_a_letter_after_the_last_day_is_kept_and_marked_late() -> None:
    letter = entry_of(channel="post", received_at="2016-10-20T00:00:00+08:00")
    tip = entry.read(letter, example(), at("2016-10-25T09:00:00"))
    assert tip.marks[0] == "late"


def test_where_no_end_is_announced_nothing_comes_too_late() -> None:
    notice = parse_notice(notice_text(period="[period]\nfirst_day = 2016-09-20"))
    for received, marks in (("2018-10-20T09:00:00+08:00", ()), ("2018-10-20", (HOUR_UNKNOWN,))):
        tip = entry.read(entry_of(received_at=received), notice, at("2018-10-21T09:00:00"))
        assert tip.marks == marks


@pytest.mark.parametrize(
    "written", ["2016-10-01 9:05", "10-1 9:05", "10月1日 9:05", "9：05", "2016/10/01 09:05"]
)
def test_times_as_people_write_them(written: str) -> None:
    assert read(received_at=written).received_at == at("2016-10-01T09:05:00")


@pytest.mark.parametrize("written", ["now", "P1D", "25:00", "2016-13-01", "昨天", "9" * 5000, "W1"])
def test_a_time_that_cannot_be_read_is_a_fault(written: str) -> None:
    assert faults_of(entry_of(received_at=written)) == ["received_at"]


def test_a_day_without_a_year_is_that_of_the_period_whenever_it_is_entered() -> None:
    values = entry_of(received_at="9.23 9:05")
    later = entry.read(values, example(), at("2018-02-01T09:00:00"))
    assert later.received_at == at("2016-09-23T09:05:00")


def test_a_day_on_which_tips_are_dealt_with_is_that_of_the_period_or_of_since() -> None:
    period = "[period]\nfirst_day = 2016-12-20\nlast_day = 2017-01-20\n"
    notice = parse_notice(notice_text(period=period))
    for now, written, day in (
        ("2017-01-10", "12-25", date(2016, 12, 25)),
        ("2017-01-10", "2016-12-25", date(2016, 12, 25)),
        ("2017-01-10", "1-10", date(2017, 1, 10)),
        ("2016-12-25", "1-20", date(2017, 1, 20)),
        ("2018-02-01", "12-25", date(2016, 12, 25)),
        # It came round again.
        ("2017-12-25", "12-25", date(2017, 12, 25)),
        ("2018-01-20", "1-20", date(2018, 1, 20)),
        ("2018-01-20", "2017-1-20", date(2017, 1, 20)),
        ("2017-03-01", "2-20", date(2017, 2, 20)),
    ):
        found = read_day_dealt_with(written, notice, at(f"{now}T09:00:00"))
        assert found == day, (now, written)


def test_over_new_year_what_the_period_has_not_is_the_nearest_day_behind_or_ahead() -> None:
    notice = parse_notice(notice_text(period="[period]\nfirst_day = 2019-12-08\n"))
    for now, written, behind, ahead in (
        ("2020-01-22", "12-7", date(2019, 12, 7), date(2020, 12, 7)),
        ("2020-01-22", "10-1", date(2019, 10, 1), date(2020, 10, 1)),
        ("2019-12-07", "1-3", date(2019, 1, 3), date(2020, 1, 3)),
        ("2019-12-07", "2019-1-3", date(2019, 1, 3), date(2019, 1, 3)),
        # What is off by days is told to be, and not taken for one of another year.
        ("2020-01-22", "1-25", date(2020, 1, 25), date(2020, 1, 25)),
        ("2019-12-07", "12-5", date(2019, 12, 5), date(2019, 12, 5)),
        ("2019-09-01", "2-28", date(2019, 2, 28), date(2020, 2, 28)),
        ("2019-08-01", "2-28", date(2019, 2, 28), date(2019, 2, 28)),
    ):
        moment = at(f"{now}T09:00:00")
        assert read_day_dealt_with(written, notice, moment) == behind, (now, written)
        assert day_to_come(written, notice, moment) == ahead, (now, written)
        assert read_to_come(f"{written} 9:30", notice, moment) == at(f"{ahead}T09:30:00")
    letter = entry_of(channel="post", line="", received_at="", postmarked_on="12-29")
    tip = entry.read(letter, example(), at("2017-01-03T09:00:00"))
    assert tip.postmarked_on == date(2016, 12, 29)


def test_a_day_without_a_year_is_of_the_year_in_which_the_period_has_it() -> None:
    period = "[period]\nfirst_day = 2018-11-20\n"
    ends = {"last_day = 2019-03-01\n": at("2020-02-29T09:00:00"), "": at("2019-03-01T09:00:00")}
    for last_day, now in ends.items():
        notice = parse_notice(notice_text(period=f"{period}tips_from = 2018-11-10\n{last_day}"))
        for written, day in (
            ("11-10", date(2018, 11, 10)),
            ("11-19", date(2018, 11, 19)),
            ("12-31", date(2018, 12, 31)),
            ("1-1", date(2019, 1, 1)),
            ("3-1", date(2019, 3, 1)),
        ):
            tip = entry.read(entry_of(received_at=written), notice, now)
            assert tip.received == day, (written, last_day)
    # Tips may be taken before the period, and in the year before it.
    early = notice_text(period="[period]\nfirst_day = 2019-01-05\ntips_from = 2018-12-20\n")
    for written, day in (
        ("12-19", date(2019, 12, 19)),
        ("12-20", date(2018, 12, 20)),
        ("12-31", date(2018, 12, 31)),
        ("1-4", date(2019, 1, 4)),
    ):
        tip = entry.read(
            entry_of(received_at=written), parse_notice(early), at("2019-12-19T09:00:00")
        )
        assert tip.received == day, written
    # A day that is still to come is refused, not taken for one of the year before.
    ahead = parse_notice(early.replace("tips_from", "last_day = 2019-03-01\ntips_from"))
    with pytest.raises(TipRefused):
        entry.read(entry_of(received_at="1-5"), ahead, at("2018-12-21T09:00:00"))
    # What the period has not is of this year.
    outside = entry.read(entry_of(received_at="1-2"), example(), at("2018-02-01T09:00:00"))
    assert outside.received == date(2018, 1, 2)


def test_the_form_has_these_fields_in_this_order() -> None:
    # What it is called, of which kind, how long, by which lines, and what of it is special.
    assert [
        " ".join(
            [
                *(field.name, field.label, field.kind, str(field.limit), *sorted(field.channels)),
                *["clear"] * (not field.sealed),
                *["not_of_reporter"] * (not field.tells_who),
                *["seldom"] * field.seldom,
            ]
        )
        for field in FIELDS
    ] == [
        "line 来源 line 200 clear not_of_reporter",
        "received_at 收到时间 instant 200 clear not_of_reporter seldom",
        "postmarked_on 邮戳日期 date 200 post clear not_of_reporter",
        "registration_mark 挂号编号 text 200 post seldom",
        "message_id 邮件编号 text 998 email seldom",
        "visit_place 接访地点 text 200 visit",
        "visit_receiver 接访人 text 200 visit",
        "subjects.unit 被反映单位 text 200 not_of_reporter",
        "subjects.person 被反映人 text 200 not_of_reporter",
        "subjects.post 职务 text 200 not_of_reporter",
        "subjects.group 对象类别 group 200 clear not_of_reporter",
        "summary 主要内容 long 20000 not_of_reporter",
        "disciplines 问题类别 disciplines 200 clear not_of_reporter",
        "tags {inspection}重点 tags 200 clear not_of_reporter",
        "referred_to 转办单位 text 200 not_of_reporter",
        "reporter.name 反映人姓名 text 200",
        "reporter.contact 联系方式 text 200",
        "reporter.verified 身份已核实 flag 200 clear",
        "enclosures 附件 enclosures 200 not_of_reporter",
    ]
    assert {"landline", "mobile"} == CALLS
    assert [*TEXTS, *DATES] == [
        *("registration_mark", "message_id", "visit_place", "visit_receiver", "summary"),
        *("referred_to", "postmarked_on"),
    ]


def test_so_much_of_each_may_be_written_and_its_kinds_are_called_so() -> None:
    # All else that asks how much goes by these names.
    assert (MOST_SUBJECTS, MOST_ENCLOSURES, MOST_PAGES, MOST_COPIES) == (50, 100, 99_999, 999)
    assert (NAME_LIMIT, NOTE_LIMIT, MOST_NOTES, TEXT_LIMIT) == (200, 2_000, 100, 200)
    assert ENCLOSURE_KINDS == {
        "letter": "信件",
        "photographs": "照片",
        "recording": "录音录像",
        "statement": "银行流水",
        "other": "其他材料",
    }
    assert NOTE_KINDS == {
        "supplement": "补充反映",
        "instruction": "领导批示",
        "remark": "备注",
        "follow_up": "回访",
    }
    assert APPOINTMENT_KINDS == {"call_back": "回电", "interview": "约谈"}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"channel": "fax"}, ["channel"]),
        ({"channel": None}, ["channel"]),
        ({"channel": 7}, ["channel"]),
        ({"line": "12345"}, ["line"]),
        ({"received_at": "2016-10-01T16:59:31+08:00"}, ["received_at"]),
        (
            {
                "channel": "post",
                "received_at": "2016-09-28T10:00:00+08:00",
                "postmarked_on": "2016-09-29",
            },
            ["postmarked_on"],
        ),
        ({"visit_place": "甲室", "channel": "fax"}, ["channel"]),
        ({"reporter": "王某某"}, ["reporter"]),
        ({"reporter": {"name": "", "contact": "139", "verified": True}}, ["reporter.verified"]),
        ({"reporter": {"name": "王", "age": 3}}, ["reporter.age"]),
        ({"reporter": {"name": 3}}, ["reporter.name"]),
        ({"reporter": {"name": "王", "contact": 138}}, ["reporter.contact"]),
        ({"reporter": {"name": "王", "verified": "no"}}, ["reporter.verified"]),
        ({"to_complete": "no"}, ["to_complete"]),
        ({"enclosures": "光盘"}, ["enclosures"]),
        ({"subjects": [{"unit": 3, "group": "leadership"}]}, ["subjects[0].unit"]),
        ({"subjects": [{"unit": "某局"}]}, ["subjects[0].group"]),
        (
            {"subjects": [*CALL["subjects"], {"unit": ""}]},
            ["subjects[1].unit", "subjects[1].group"],
        ),
        (
            {"subjects": [{"unit": "某局", "group": "boss"}], "disciplines": []},
            ["subjects[0].group"],
        ),
        (
            {"subjects": [*CALL["subjects"], {"unit": "某局", "group": "boss"}], "disciplines": []},
            ["subjects[1].group", "disciplines"],
        ),
        ({"tags": "重点人"}, ["tags"]),
        ({"tags": ["重点人", 3]}, ["tags"]),
        ({"summary": 3}, ["summary"]),
        ({"enclosures": [{"kind": "letter", "copies": 0}]}, ["enclosures[0].copies"]),
        ({"subjects": []}, ["subjects"]),
        ({"subjects": {}}, ["subjects"]),
        ({"subjects": [3]}, ["subjects[0]"]),
        ({"subjects": [3] * 51}, [f"subjects[{n}]" for n in range(51)]),
        ({"subjects": [{"group": "leadership"}]}, ["subjects[0].unit"]),
        ({"subjects": [{"unit": "某局", "group": "boss"}]}, ["subjects[0].group"]),
        ({"subjects": [{"unit": "某局", "group": "key_post"}] * 51}, ["subjects"]),
        ({"disciplines": []}, ["disciplines"]),
        ({"disciplines": ["经济纪律"]}, ["disciplines"]),
        ({"disciplines": "廉洁纪律"}, ["disciplines"]),
        ({"disciplines": ["廉洁纪律", "廉洁"]}, ["disciplines"]),
        ({"tags": ["重点菜"]}, ["tags"]),
        ({"tags": ["重点人", "重点人"]}, ["tags"]),
        ({"summary": " \n"}, ["summary"]),
        ({"summary": "甲" * (SUMMARY_LIMIT + 1)}, ["summary"]),
        ({"summary": "甲\x00乙"}, ["summary"]),
        ({"summary": "甲\u202e乙"}, ["summary"]),
        ({"summary": "甲\ud800乙"}, ["summary"]),
        ({"summary": "甲\ufffd乙"}, ["summary"]),
        ({"reporter": {"name": "王\ufffd", "contact": ""}}, ["reporter.name"]),
        ({"referred_to": "区教育局"}, ["referred_to"]),
        ({"enclosures": [{"kind": "letter", "file": "a.pdf"}]}, ["enclosures[0].file"]),
        ({"urgent": True, "also": 1}, ["also", "urgent"]),
        ({"sealed": {"age": "", "prints": []}}, ["sealed"]),
        ({"enclosures": [{"kind": "letter", "key": "钥"}]}, ["enclosures[0].key"]),
        # What is no text is none though it is as little.
        ({"referred_to": False, "registration_mark": 0}, ["registration_mark", "referred_to"]),
        ({"tags": "", "disciplines": {}}, ["disciplines", "tags"]),
        # A key that begins as another says nothing of that.
        ({"sum": 1, "summary": ""}, ["sum", "summary"]),
    ],
)
def test_each_fault_names_its_field(changes: dict[str, Any], fields: list[str]) -> None:
    assert faults_of(entry_of(**changes)) == fields


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"summary": 3}, "主要内容：应为文字。"),
        ({"reporter": {"name": 3}}, "反映人姓名：应为文字。"),
        ({"reporter": 3}, "reporter：应为 JSON 对象。"),
        ({"reporter": {"name": "王", "verified": 1}}, "身份已核实：应为 true 或 false。"),
        ({"reporter": {"name": "王", "age": 3}}, "reporter.age：没有这一项，请删去或改正。"),
        ({"年\x1b": 3}, r"\u5e74\x1b：没有这一项，请删去或改正。"),
        ({"k" * 41: 3}, "k" * 40 + "：没有这一项，请删去或改正。"),
        ({"to_complete": 1}, "to_complete：应为 true 或 false。"),
        ({"subjects": [3]}, "subjects[0]：应为 JSON 对象。"),
        ({"tags": 3}, "巡视重点：应为文字清单。"),
        ({"summary": "甲\x00乙"}, "主要内容：第 2 个字是不可见字符 U+0000，请删去。"),
        (
            {"summary": "甲\ufffd乙"},
            "主要内容：第 2 个字没有认出，终端或文件的字符集可能不是 UTF-8；请改为 UTF-8 后重新填写此处。",
        ),
        (
            {"disciplines": ["经济"]},
            "问题类别：应在公告所列之内：政治纪律、组织纪律、廉洁纪律、群众纪律、工作纪律、生活纪律、其他。",
        ),
        ({"enclosures": [{"kind": "letter", "pages": "3"}]}, "enclosures[0].pages：应为整数。"),
        (
            {"channel": "fax"},
            "来源：公告没有这种渠道，应为下列之一：固定电话、手机、邮政信箱、来访、电子邮箱、上级交办、"
            "信访部门转来、谈话中反映、组内发现。",
        ),
        ({"enclosures": [{"kind": "letter", "pages": -1}]}, "附件页数：应为 0 至 99999。"),
        ({"enclosures": [{"kind": "letter", "copies": 0}]}, "附件份数：应为 1 至 999。"),
        ({"line": "1"}, "来源：公告没有这条线路，应为下列之一：84404233。"),
        ({"visit_place": "甲室"}, "接访地点：“固定电话”没有这一项，请清空。"),
        (
            {"subjects": [{"unit": "某局", "group": "boss"}]},
            "对象类别：应为下列之一：领导班子及其成员、下一级党组织领导班子主要负责人、重要岗位领导干部、"
            "不属受理范围、巡视干部。",
        ),
        (
            {"enclosures": [{"kind": "disk"}]},
            "附件种类：应为下列之一：信件、照片、录音录像、银行流水、其他材料。",
        ),
        *(
            (
                {"enclosures": [{"kind": "letter", name: "长" * 201}]},
                f"{label}：最多 200 个字，现有 201 个，请删减。",
            )
            for name, label in (
                ("kept_at", "存放处"),
                ("file_number", "档案号"),
                ("name", "附件名称"),
            )
        ),
        (
            {"channel": "post", "postmarked_on": "2016-10-01", "received_at": "2016-09-28"},
            "邮戳日期：不能晚于收到信件的日期（2016-09-28），请改正。",
        ),
    ],
)
def test_what_is_wrong_is_said_of_what_it_is_called(changes: dict[str, Any], sentence: str) -> None:
    assert said_of(entry_of(**changes)) == sentence


@pytest.mark.parametrize("part", ["unit", "person", "post"])
def test_one_thing_that_is_known_of_whom_it_concerns_is_enough(part: str) -> None:
    (subject,) = read(subjects=[{part: "某", "group": "leadership"}]).subjects
    assert getattr(subject, part) == "某"


@pytest.mark.parametrize(
    "known",
    [
        {"summary": "电话断了"},
        {"reporter": {"name": "王某某"}},
        {"subjects": [{"unit": "某局"}]},
        {"subjects": [{"post": "局长"}]},
        {"summary": "转走", "referred_to": "区信访局"},
    ],
)
def test_one_thing_that_is_known_is_enough_for_a_tip_that_is_half_done(
    known: dict[str, Any],
) -> None:
    nothing = {"to_complete": True, "summary": "", "reporter": None, "disciplines": []}
    blank = {"unit": "", "person": "", "post": "", "group": ""}
    tip = read(**nothing | {"subjects": [blank]} | known)
    assert tip.to_complete and len(tip.subjects) == ("subjects" in known)
    assert faults_of(entry_of(**nothing | {"subjects": [blank]})) == ["summary"]
    with pytest.raises(TipRefused, match="主要内容"):
        check(replace(tip, summary=" \n", subjects=(), reporter=None), example(), DURING)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"enclosures": [{"kind": "disk"}]}, "enclosures[0].kind"),
        ({"referred_to": "区教育局"}, "referred_to"),
        ({"disciplines": ["经济纪律"]}, "disciplines"),
        ({"tags": ["重点菜"]}, "tags"),
        ({"visit_place": "甲室"}, "visit_place"),
        ({"subjects": [{"unit": "某局", "group": "boss"}]}, "subjects[0].group"),
        ({"received_at": "2016-10-01T16:59:31+08:00"}, "received_at"),
        ({"reporter": {"name": "王\n某"}}, "reporter.name"),
        ({"line": "12345"}, "line"),
    ],
)
def test_what_is_said_of_a_tip_that_is_half_done_keeps_the_rules(
    changes: dict[str, Any], field: str
) -> None:
    assert faults_of(entry_of(to_complete=True, **changes)) == [field]


def test_a_text_of_one_line_has_no_other_and_a_summary_may_have_many() -> None:
    line_in_a_name = {"reporter": {"name": "王\n某"}}
    assert faults_of(entry_of(**line_in_a_name)) == ["reporter.name"]
    # A closer look at the others finds nothing wrong with them.
    longest = "甲\n" + "长" * (SUMMARY_LIMIT - 2)
    assert faults_of(entry_of(summary=longest, **line_in_a_name)) == ["reporter.name"]
    for part in ("unit", "person", "post"):
        subjects = [*CALL["subjects"], {"unit": "某局", "group": "leadership", part: "某\n某"}]
        assert faults_of(entry_of(subjects=subjects)) == [f"subjects[1].{part}"]


@pytest.mark.parametrize("status", STATUSES)
def test_what_is_half_done_is_with_the_desk_a_duplicate_or_withdrawn(status: str) -> None:
    tip = replace(read(to_complete=True), status=status)
    if status in (REGISTERED, DUPLICATE, WITHDRAWN):
        assert check(tip, example(), DURING).to_complete
    else:
        with pytest.raises(TipRefused) as refusal:
            check(tip, example(), DURING)
        fields = [fault.field for fault in refusal.value.faults]
        assert ("to_complete" in fields) == (status != PASSED_THROUGH)


def test_what_is_written_around_a_value_and_what_a_notice_calls_it_make_no_difference() -> None:
    around = dict.fromkeys(("unit", "person", "post"), " 甲\n") | {"group": "领导班子及其成员"}
    tip = read(
        channel="邮政信箱",
        postmarked_on=" 2016-09-28 ",
        received_at=" 2016-09-28T10:00:00+08:00 ",
        registration_mark=" 甲 ",
        subjects=[around],
        disciplines=[" 廉洁 ", "其他"],
        tags=[" 重点人 "],
        summary=" 甲 ",
        reporter={"name": " 王 ", "contact": " 139 "},
        enclosures="3页",
    )
    assert (tip.channel, tip.postmarked_on, tip.registration_mark) == (
        "post",
        date(2016, 9, 28),
        "甲",
    )
    assert tip.received_at == at("2016-09-28T10:00:00")
    assert tip.subjects == (Subject("甲", "甲", "甲", "leadership"),)
    assert (tip.disciplines, tip.tags) == (("廉洁纪律", "other"), ("重点人",))
    assert (tip.summary, tip.reporter) == ("甲", Reporter("王", "139"))
    # What came with a letter is one, with a call it is not.
    assert [one.kind for one in tip.enclosures] == ["letter"]
    assert [one.kind for one in read(enclosures="3页").enclosures] == ["other"]


def test_what_is_said_of_enclosures_is_within_what_is_kept_of_them() -> None:
    longest = "长" * NAME_LIMIT
    given = {"kept_at": longest, "file_number": longest, "name": longest}
    most = {"kind": "recording", "pages": MOST_PAGES, "copies": MOST_COPIES, **given}
    assert read(enclosures=[most, {"kind": "letter"}]).enclosures == (
        Enclosure(**most),
        Enclosure("letter", 0, 1),
    )
    for wrong in (
        *({"pages": pages} for pages in (-1, MOST_PAGES + 1, "3", True)),
        *({"copies": copies} for copies in (0, MOST_COPIES + 1, "3", True)),
        *({name: text} for name in given for text in (longest + "长", "甲\x00", "甲\n乙", 3)),
        *({"kind": kind} for kind in ("", "fax", 3)),
    ):
        (name,) = wrong
        assert faults_of(entry_of(enclosures=[most, most | wrong])) == [f"enclosures[1].{name}"]
    assert len(read(enclosures=[most] * MOST_ENCLOSURES).enclosures) == MOST_ENCLOSURES
    assert faults_of(entry_of(enclosures=[most] * (MOST_ENCLOSURES + 1))) == ["enclosures"]
    subjects = [{"unit": "某局", "group": "key_post"}] * MOST_SUBJECTS
    assert len(read(subjects=subjects).subjects) == MOST_SUBJECTS


def test_what_concerns_the_inspectors_goes_to_whom_they_answer() -> None:
    inspectors = {"unit": "巡视组", "group": INSPECTORS}
    for subjects in ([inspectors], [*CALL["subjects"], inspectors]):
        tip = read(subjects=subjects, referred_to="省委组织部")
        assert tip.about_inspectors and tip.referred_to == "省委组织部"
    assert not read().about_inspectors


def test_where_a_tip_went_is_written_over_only_once_it_is_back() -> None:
    gone = Disposition("李建国", DURING, "", "区信访局")
    tip = read(REFERRAL, referred_to="区信访局").but({"status": REFERRED, "disposition": gone})
    assert check(tip, example(), DURING) == tip
    elsewhere = replace(tip, referred_to="区教育局")
    with pytest.raises(TipRefused, match="已转往区信访局；"):
        check(elsewhere, example(), DURING)
    for back in (replace(elsewhere, status=WITHDRAWN), replace(elsewhere, disposition=None)):
        assert check(back, example(), DURING) == back


def test_what_a_terminal_of_another_charset_sent_is_refused_with_what_to_do() -> None:
    with pytest.raises(TipRefused) as refusal:
        read(summary="甲\ufffd乙")
    assert "UTF-8" in str(refusal.value)


def test_every_fault_is_told_at_once() -> None:
    values = {"channel": "fax", "summary": "", "subjects": [{"unit": "\x1b]0;", "group": "x"}]}
    assert faults_of(values) == ["channel", "subjects[0].unit", "subjects[0].group", "summary"]


def test_out_of_scope_says_to_whom_it_is_referred_and_needs_no_discipline() -> None:
    assert read(REFERRAL).referred_to == "区环境保护局"
    assert faults_of(entry_of(REFERRAL, referred_to="")) == ["referred_to"]


def test_the_longest_summary_is_fine_and_short_discipline_names_are_known() -> None:
    tip = read(summary="甲" * SUMMARY_LIMIT, disciplines=["廉洁", "other"])
    assert tip.disciplines == ("廉洁纪律", "other")
    assert read(disciplines=["其它"]).disciplines == read(disciplines=["其他"]).disciplines


@pytest.mark.parametrize("name", ["作风(四风)纪律", "作风（四风）纪律", "四风"])
def test_a_discipline_is_the_notices_own_in_either_width(name: str) -> None:
    notice = parse_notice(notice_text(team=f'team = "组"\ndisciplines = ["廉洁纪律", "{name}"]'))
    for written in {name, name.replace("（", "(").replace("）", ")"), name.removesuffix("纪律")}:
        for wide in (written, written.replace("(", "（").replace(")", "）")):
            values = entry_of(disciplines=[wide, "廉洁"], tags=[])
            assert entry.read(values, notice, DURING).disciplines == (name, "廉洁纪律")


def test_markup_formulas_and_emoji_are_kept_as_they_were_said() -> None:
    said = "[red]=HYPERLINK(1)[/red] <b>👮🏽\u200d♂️</b>\n第二行\t完"
    assert read(summary=said).summary == said


def test_one_subject_in_scope_is_enough_for_the_desk_to_take_it_itself() -> None:
    subjects = [*CALL["subjects"], {"unit": "某街道办", "group": "out_of_scope"}]
    tip = entry.read(entry_of(subjects=subjects), example(), DURING)
    assert tip.in_scope and not tip.referred_to
    # What concerns the other may go on to others.
    assert read(subjects=subjects, referred_to="区信访局").is_to_be_referred


def test_a_text_may_be_as_long_as_is_said_and_not_longer() -> None:
    assert entry.read(entry_of(summary="长" * 20_000), example(), DURING)
    assert faults_of(entry_of(summary="长" * 20_001)) == ["summary"]


def test_each_kind_of_line_has_its_own_fields_and_those_of_all() -> None:
    def own(channel: str) -> set[str]:
        names = {field.name for field in fields_of(channel)}
        assert names > {"summary", "reporter.name", "subjects.person"}
        post, visit = {"postmarked_on", "registration_mark"}, {"visit_place", "visit_receiver"}
        return names & (post | visit | {"message_id"})

    assert own("email") == {"message_id"}
    assert own("post") == {"postmarked_on", "registration_mark"}
    assert own("visit") == {"visit_place", "visit_receiver"}
    assert own("landline") == set()


@pytest.mark.parametrize("field", [field for field in FIELDS if field.channels], ids=str)
def test_what_a_kind_of_line_does_not_bring_is_refused_and_what_was_stored_stays(
    field: Field,
) -> None:
    value = "2016-09-28" if field.kind == "date" else "甲"
    for channel in example().channels:
        values = entry_of(channel=channel, **{field.name: value})
        if channel in field.channels:
            assert str(getattr(entry.read(values, example(), DURING), field.name)) == value
        else:
            assert faults_of(values) == [field.name]
    stored = read().as_json() | {field.name: value}
    assert Tip.from_json(stored).as_json() == stored


def test_a_tip_that_was_stored_without_a_text_at_all_is_as_one_in_which_that_is_blank() -> None:
    stored = read().as_json() | {"number": "2016-0001", "message_id": None}
    assert is_tip(stored)
    for summary, faults in (("另有转账记录。", []), ("\x00", ["summary"])):
        tip = Tip.from_json(stored | {"summary": summary})
        found: list[str] = []
        try:
            assert check(tip, example(), DURING).summary == summary
        except TipRefused as refusal:
            found = [fault.field for fault in refusal.faults]
        assert found == faults


_OF_REPORTER = [f.name for f in FIELDS if f.name.startswith("reporter.") and f.kind == "text"]
_OF_SUBJECT = [f.name for f in FIELDS if f.name.startswith("subjects.") and f.kind == "text"]


@pytest.mark.parametrize("name", [*TEXTS, *_OF_REPORTER, *_OF_SUBJECT])
def test_each_text_has_its_own_limit_and_one_fault_beyond_it(name: str) -> None:
    field = BY_NAME[name]
    mail = notice_text(lines='[[lines]]\nkind = "email"\nvalue = "a@example.org"')
    notice = parse_notice(mail) if "email" in field.channels else example()
    channel = next((c for c in notice.channels if c in field.channels), "landline")
    whole, _dot, part = name.partition(".")
    for length, faults in ((field.limit, 0), (field.limit + 1, 1)):
        values = entry_of(REFERRAL, channel=channel)
        text = "长" * length
        if whole == "subjects":
            values["subjects"][0][part] = text
        else:
            values[whole] = {part: text} if part else text
        if faults:
            assert faults_of(values, notice) == [name.replace("subjects", "subjects[0]")]
        else:
            assert entry.read(values, notice, DURING)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manual_tells_each_key_that_may_be_given(language: str) -> None:
    page = (Path(__file__).parents[2] / "tui" / "manual" / language / "formats.md").read_text()
    table = page.partition("tip-entry")[2].partition("| --- | --- |\n")[2].partition("\n\n")[0]
    rows = [row.split("|")[1:3] for row in table.splitlines()]
    told = [name for keys, _meaning in rows for name in re.findall(r"`(\w+)`", keys)]
    assert {*told} == {*entry.GIVEN, "reference"}
    parts = {keys.strip(" `"): re.findall(r'"(\w+)"', meaning) for keys, meaning in rows}
    for whole in ("reporter", "subjects"):
        names = (field.name.partition(".") for field in FIELDS)
        assert parts[whole] == [part for name, _dot, part in names if name == whole]


def test_a_kind_with_several_lines_needs_the_line() -> None:
    notice = read_notice(NOTICES / "qindu-2022.toml")
    now = at("2022-07-01T09:00:00")
    values = entry_of(received_at=None)
    with pytest.raises(TipRefused) as refusal:
        entry.read(values, notice, now)
    assert [fault.field for fault in refusal.value.faults] == ["line"]
    assert "请指明一条：" in str(refusal.value) and "33210002" in str(refusal.value)
    assert entry.read(values | {"line": "33210002"}, notice, now).line == "33210002"


@pytest.mark.parametrize(
    ("line", "channel"),
    [
        ("上级交办", "assigned"),
        ("固定电话", "landline"),
        ("mobile", "mobile"),
        ("84404233", "landline"),
    ],
)
def test_a_line_that_is_given_alone_tells_its_kind(line: str, channel: str) -> None:
    assert read(channel=None, line=line).channel == channel


@pytest.mark.parametrize("values", [None, 3, "x", [], [CALL]])
def test_what_is_no_object_is_one_fault(values: object) -> None:
    assert faults_of(values) == [""]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(entry.GIVEN)) | st.text(), JSON))
@settings(max_examples=100)
def test_any_json_is_a_tip_or_refused_in_plain_words(values: dict[str, Any]) -> None:
    for given_values in (values, entry_of() | values):
        try:
            tip = entry.read(given_values, example(), DURING)
        except TipRefused as refusal:
            for fault in refusal.faults:
                assert first_unprintable(fault.sentence) is None
        else:
            assert Tip.from_json(tip.as_json()) == tip


def test_how_to_reach_the_reporter_is_kept_half_width() -> None:
    found = read(reporter={"name": "王某某", "contact": "１３８００１３（晚上）"}).reporter
    assert found is not None and found.contact == "1380013（晚上）"


def test_a_line_is_the_notices_own_in_either_width_and_with_its_area_code() -> None:
    lines = 'lines = [{kind = "landline", value = "84404233", area_code = "0731"}, {kind = "landline", value = "84404234"}]'
    notice = parse_notice(lines + "\n" + notice_text(lines=""))
    for written in ("84404233", "８４４０４２３３", "0731-84404233"):
        assert entry.read(entry_of(line=written), notice, DURING).line == "84404233"
    assert faults_of(entry_of(line="4404233"), notice) == ["line"]


def test_a_tip_is_out_of_hours_by_those_of_the_line_on_which_it_came() -> None:
    hours = """
        [[hours]]
        days = "every day"
        from = 08:00:00
        to = 12:00:00
        [[hours]]
        days = "every day"
        from = 14:00:00
        to = 18:00:00
        lines = ["mobile"]
        """
    lines = "".join(
        f'[[lines]]\nkind = "{kind}"\nvalue = "{value}"\n'
        for kind, value in (
            ("landline", "84404233"),
            ("mobile", "13900000000"),
            ("visit", "甲室"),
            *((kind, "甲") for kind in ("post", "sms", "email", "box", "web", "公众号")),
        )
    )
    notice = parse_notice(notice_text(hours=hours, lines=lines))
    for channel, morning, afternoon in (
        ("landline", (), ("out_of_hours",)),
        ("mobile", ("out_of_hours",), ()),
        ("visit", (), ("out_of_hours",)),
        # Nobody has to be there when one of these comes.
        *((kind, (), ()) for kind in ("post", "sms", "email", "box", "web", "公众号")),
    ):
        for hour, marks in ((9, morning), (15, afternoon)):
            values = entry_of(channel=channel, received_at=f"2016-10-01 {hour}:00")
            assert entry.read(values, notice, at("2016-10-01T16:00:00")).marks == marks


def test_of_a_day_whose_hour_is_not_known_it_counts_whether_that_line_is_answered_then() -> None:
    hours = """
        [[hours]]
        days = "every day"
        from = 08:00:00
        to = 12:00:00
        [[hours]]
        days = ["mon"]
        from = 08:00:00
        to = 12:00:00
        lines = ["mobile"]
        """
    lines = "".join(
        f'[[lines]]\nkind = "{kind}"\nvalue = "{value}"\n'
        for kind, value in (("landline", "84404233"), ("mobile", "13900000000"), ("post", "甲"))
    )
    notice = parse_notice(notice_text(hours=hours, lines=lines))
    outside = ("out_of_hours", HOUR_UNKNOWN)
    for channel, on_saturday in (("landline", ()), ("mobile", outside), ("post", ())):
        for day, marks in (("2016-10-01", on_saturday), ("2016-10-03", ())):
            values = entry_of(channel=channel, received_at=day)
            tip = entry.read(values, notice, at("2016-10-04T16:00:00"))
            assert tip.marks == (marks or (HOUR_UNKNOWN,)), (channel, day)
