"""What papers that are signed and the lines on the screen say of a tip, asked of what makes them."""

from __future__ import annotations

import html
from dataclasses import asdict, replace
from datetime import date, time
from pathlib import Path

import pytest

from store.clock import Clock
from store.desk.desk import Desk
from store.duty.report import Kind, report
from store.notice.notice import EVERY_DAY, Hours
from store.notice.reading import parse_notice
from store.notice.reminders import Reminder
from store.tips.enclosure import Enclosure
from store.tips.history import Change
from store.tips.patterns import Pattern
from store.tips.revision import FieldChange
from store.tips.tip import Subject
from tests.builders import CALL, REFERRAL, example, notice_text
from tests.builders import at as instant
from tests.store.desks import OFFICER, new_desk, open_desk, tip_of
from tui.papers import report_words
from tui.papers.notice_document import document
from tui.papers.open_calendar import calendar_text
from tui.papers.referral_letter import letter_html
from tui.papers.tip_sheet import sheets_html
from tui.papers.transfer_list import transfer_html
from tui.words import disposition_words, enclosure_words, follow_up_words, hours_words, words
from tui.words.history_words import history_lines
from tui.words.reminder_words import reminder

NAME = CALL["reporter"]["name"]
RECEIVER = REFERRAL["referred_to"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a tip that was referred, by somebody with a name, and begins as a formula does."""
    made = new_desk(tmp_path / "desk")
    made.record(tip_of(REFERRAL, summary="=夜间施工", reporter={"name": NAME, "contact": ""}))
    made.acts.dispose("1", "referred")
    return made


def test_a_letter_goes_to_the_receiver_and_tells_nothing_of_who_reported(desk: Desk) -> None:
    page = html.unescape(letter_html(desk.notice, desk.papers.letter("1")))
    assert f"{RECEIVER}：" in page and f"{RECEIVER}（章）" in page
    assert "反映人情况按规定不予提供；请勿追查。" in page and NAME not in page
    assert "反映事项：'=夜间施工" in page
    sheet = html.unescape(sheets_html(desk.notice, desk.tips()))
    assert "'=夜间施工" in sheet and ">=夜间施工" not in sheet


def test_a_letter_that_names_the_reporter_does_not_say_that_it_names_nobody(desk: Desk) -> None:
    page = letter_html(desk.notice, desk.papers.letter("1", agreed=("name",)))
    assert f"（本人同意转告）：{NAME}" in page
    assert "不予提供" not in page


def test_a_letter_bears_the_day_of_the_referral_whenever_it_is_drawn_up(desk: Desk) -> None:
    desk.ground.clock = Clock.at(instant("2016-10-03T09:00:00"))
    page = letter_html(desk.notice, desk.papers.letter("1"))
    assert "2016 年 10 月 1 日" in page and "2016 年 10 月 3 日" not in page


def test_a_paper_printed_again_names_the_team_as_it_was_called_then(desk: Desk) -> None:
    later = replace(desk.notice, team="更名组")
    for paper, page in (
        (desk.papers.letter("1"), letter_html),
        (desk.papers.transfer(desk.tips(), "第二组"), transfer_html),
    ):
        assert page(later, paper) == page(desk.notice, paper)
        content = {name: said for name, said in (paper.content or {}).items() if name != "team"}
        assert "更名组" in page(later, replace(paper, content=content)), "one of an earlier version"


def test_a_sheet_names_each_of_several_subjects() -> None:
    both = (Subject("甲局", "钱某", "局长", ""), Subject("乙局", "孙某", "科长", ""))
    page = sheets_html(example(), [replace(tip_of(), number="2016-0001", subjects=both)])
    assert all(f"被反映人 {n}" in page for n in (1, 2))
    assert all(word in page for word in ("甲局", "钱某", "乙局", "孙某"))


def test_a_list_says_of_what_is_hidden_nothing_but_that(desk: Desk) -> None:
    paper = desk.papers.transfer(desk.tips(), "第二组")
    assert "夜间施工" in transfer_html(desk.notice, paper)
    assert paper.content
    (row,) = paper.content["rows"]
    hidden = replace(
        paper, content={**paper.content, "rows": [row | {"is_hidden": True, "is_sealed": True}]}
    )
    page = transfer_html(desk.notice, hidden)
    assert "夜间施工" not in page and words.hidden_word() in page


@pytest.mark.parametrize(
    ("rows", "came", "said"),
    [
        (1, [], "共 1 件（大写：壹）"),
        (1, [Enclosure("letter")], "共 1 件（大写：壹），附件 1 项"),
        (1, [Enclosure("letter", 3)], "共 1 件（大写：壹），附件 1 项，共 3 页"),
        (11, [Enclosure("letter", 3)], "共 11 件（大写：壹拾壹），附件 11 项，共 33 页"),
    ],
)
def test_a_list_counts_what_is_signed_for(
    desk: Desk, rows: int, came: list[Enclosure], said: str
) -> None:
    paper = desk.papers.transfer(desk.tips(), "第二组")
    assert paper.content
    (row,) = paper.content["rows"]
    held = row | {"enclosures": [asdict(one) for one in came]}
    many = replace(paper, content={**paper.content, "rows": [held] * rows})
    assert f"<h2>{said}</h2>" in transfer_html(desk.notice, many)
    withdrawn = replace(
        many, content={**(many.content or {}), "withdrawn": ["2016-0002", "2016-0007"]}
    )
    told = f"<h2>{said}；误录撤销 2 件，不移交：2016-0002、2016-0007</h2>"
    assert told in transfer_html(desk.notice, withdrawn)


@pytest.mark.parametrize(
    ("kind", "said"), [("letter", "3 页"), ("photographs", "3 张"), ("recording", "3 分钟")]
)
def test_what_is_counted_of_an_enclosure_is_called_by_its_kind(kind: str, said: str) -> None:
    assert enclosure_words.pages(Enclosure(kind, 3)) == said


def test_of_the_notes_on_a_tip_each_officer_is_offered_the_own(desk: Desk) -> None:
    desk.follow_ups.note("1", "甲记的")
    with open_desk(desk.place, "王芳") as other:
        tip = other.follow_ups.note("1", "王芳记的")
    assert [*follow_up_words.own_notes(tip, OFFICER)] == [1]
    assert [*follow_up_words.own_notes(tip, "王芳")] == [2]


def test_who_deals_with_a_tip_is_told_where_nothing_else_followed_on_it(desk: Desk) -> None:
    assert [*follow_up_words.facts(desk.notice, desk.tip("1"))] == []
    (tip,) = desk.follow_ups.assign({"2016-0001": desk.tip("1").revision}, "王芳")
    assert [*follow_up_words.facts(desk.notice, tip)] == [("承办人", "王芳")]


def test_what_took_place_is_not_to_come(desk: Desk) -> None:
    for hour in (18, 19):
        desk.follow_ups.appoint("1", "call_back", instant(f"2016-10-01T{hour}:00:00"))
    (said,) = follow_up_words.to_come(desk.notice, desk.follow_ups.done("1", 1))
    assert "19:00" in said


def test_of_several_tips_on_one_person_each_number_is_what_it_says() -> None:
    found = Pattern("某局", "赵某", "", tuple(f"2016-{n:04}" for n in range(1, 9)), 5, 2, 1)
    said = disposition_words.pattern(found)
    assert said.startswith("共 8 件，不同反映人 5 人，同一人重复 2 件，匿名 1 件")
    some_sealed = replace(found, reporters=0, repeats=0, sealed=7)
    assert disposition_words.pattern(some_sealed).startswith("共 8 件，匿名 1 件（2016-0001、")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (None, None, ""),
        (date(2016, 10, 8), None, "10月8日起，"),
        (None, date(2016, 10, 31), "11月1日前，"),
        (date(2016, 10, 1), date(2016, 10, 7), "10月1日至7日，"),
    ],
)
def test_hours_hold_on_the_days_that_are_said(
    first: date | None, last: date | None, said: str
) -> None:
    assert hours_words.season(Hours(EVERY_DAY, time(8), time(12), (), first, last)) == said


def test_a_history_tells_that_what_is_sealed_was_changed_and_no_more() -> None:
    stands = tip_of().as_json() | {"sealed": {"age": "now", "prints": ["person:1"]}}
    was = {"age": "before", "prints": ["person:1"]}
    changed, same = (
        Change(1, "", OFFICER, "amend", (FieldChange("sealed", one, stands["sealed"]),), stands)
        for one in (was, stands["sealed"])
    )
    assert history_lines(example(), changed) == ["密封的姓名、内容有改动"]
    assert history_lines(example(), same) == []
    opened = tip_of().as_json()
    change = Change(1, "", OFFICER, "amend", (FieldChange("sealed", was, None),), opened)
    assert history_lines(example(), change) == ["反映人姓名：〔密封〕（待核实） → 王某某（待核实）"]


@pytest.mark.parametrize(("day", "said"), [(17, "还剩 3 天"), (18, "还剩 2 天"), (19, "最后一天")])
def test_the_last_day_is_one_of_those_that_are_left(desk: Desk, day: int, said: str) -> None:
    begins = instant(f"2016-10-{day}T00:00:00")
    found = Reminder("last_days", begins, begins.add(days=1), begins)
    assert said in reminder(desk.notice, found, begins, desk.dues.counts())


def test_in_a_calendar_hours_beyond_the_tenth_of_their_own_share_a_mark_and_each_mark_is_told() -> (
    None
):
    days = [f"2016-09-{day}" for day in range(20, 31)] + ["2016-10-01", "2016-10-02"]
    hours = "\n".join(
        f'[[hours]]\ndays = "every day"\nfrom = 08:{place:02}:00\nto = 17:30:00\n'
        f"first_day = {day}\nlast_day = {day}"
        for place, day in enumerate(days)
    )
    lines = calendar_text(parse_notice(notice_text(hours=hours)), 60).splitlines()
    assert lines[0] == "受理日历：30 天中受理 13 天"
    assert lines[3] == "10月   26F 27G 28H 29I 30J  1J  2J"
    assert lines[7:9] == ["● 8:00至17:30", "A 8:01至17:30"]
    assert lines[-3:] == ["J 8:11至17:30", "J 8:12至17:30", "○ 不受理"]


def test_of_a_period_that_is_told_in_words_no_day_is_made_up_for_scripts_or_the_calendar() -> None:
    period = '[period]\nin_words = "10月中旬"\ntips_from = 2016-10-08'
    notice = parse_notice(notice_text(period=period))
    found = document(notice)
    assert (found["period"]["first_day"], found["period"]["last_day"]) == (None, None)
    assert found["period"]["in_words"] == "10月中旬"
    assert [(one["first_day"], one["last_day"]) for one in found["hours"]] == [(None, None)]
    assert calendar_text(notice, 60).splitlines()[-1].strip() == "列至2016年12月6日"


def test_what_came_in_the_last_hour_of_a_day_came_until_24_oclock() -> None:
    came = [replace(tip_of(), received_at=instant("2016-09-30T23:30:00")).as_json()]
    of_day = report(came, example(), "period", date(2016, 10, 1), instant("2016-10-01T12:00:00"))
    (hours,) = (one for one in report_words.tables(example(), of_day) if one.title == "按时段")
    assert hours.rows[-1] == ("23:00–24:00（非受理时间）", (1,))


@pytest.mark.parametrize(
    ("kind", "day", "said"),
    [
        ("day", 26, "2016-09-26"),
        ("week", 26, "2016-09-26"),
        ("week", 27, "2016-09-26 至 2016-09-27"),
        ("period", 20, "2016-09-20"),
        ("period", 21, "2016-09-20 至 2016-09-21"),
    ],
)
def test_of_what_a_report_is_about_one_day_is_said_once(kind: Kind, day: int, said: str) -> None:
    found = report([], example(), kind, date(2016, 9, day), instant("2016-10-01T12:00:00"))
    assert report_words.days(found) == said


def test_one_tip_of_which_nobody_knows_the_hour_is_counted_below_the_hours() -> None:
    came = [tip_of().as_json() | {"received_at": "2016-09-30", "marks": ["hour_unknown"]}]
    of_day = report(came, example(), "day", date(2016, 9, 30), instant("2016-10-01T12:00:00"))
    (hours,) = (one for one in report_words.tables(example(), of_day) if one.title == "按时段")
    assert hours.rows[-1] == ("未写几时", (1,))
