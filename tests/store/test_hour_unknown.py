"""A tip of which only the day of receipt is known is never shown, counted or sorted as of 00:00."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from store.duty.closing import closing
from store.duty.counts import Tally
from store.duty.report import Span, figures
from store.instant import read_when
from store.notice.reading import example_text, parse_notice
from store.secret.seal import printed
from store.tips import entry
from store.tips.find import Filter, Order
from store.tips.shape import is_tip
from store.tips.tip import HOUR_UNKNOWN, Tip
from tests.builders import DURING, SHANGHAI, at, entry_of, example, notice_text
from tests.store.desks import new_desk, open_desk

NOTICE = example()
DAY = date(2016, 9, 21)
LATER = at("2016-11-05T10:00:00")


def tip_of(received: str, **changes: Any) -> Tip:
    return entry.read(entry_of(received_at=received, **changes), NOTICE, LATER)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2016-09-21", DAY),
        ("9月21日", DAY),
        ("二〇一六年九月二十一日", DAY),
        ("2016-09-21 00:00", at("2016-09-21T00:00:00")),
        ("2016-09-21T00:00:00+08:00", at("2016-09-21T00:00:00")),
        ("9月20日24时", at("2016-09-21T00:00:00")),
        ("9月21日零时", at("2016-09-21T00:00:00")),
    ],
)
def test_a_time_without_an_hour_is_a_day_and_midnight_is_an_hour(written: str, meant: date) -> None:
    found = read_when(written, SHANGHAI, DURING)
    assert found == meant and type(found) is type(meant)


@pytest.mark.parametrize(
    ("changes", "format_"),
    [
        ({"received_at": "2016-09-21"}, 2),
        ({"channel": "email", "message_id": "<1@example.com>"}, 2),
        ({}, 1),
    ],
)
def test_a_desk_with_what_an_older_program_would_lose_says_so_in_both_files(
    tmp_path: Path, changes: dict[str, Any], format_: int
) -> None:
    given = entry_of(**{"received_at": "2016-09-21T09:05:00"} | changes)
    with new_desk(tmp_path / "desk") as desk:
        desk.record(entry.read(given, NOTICE, LATER))
    lines = (tmp_path / "desk" / "journal.jsonl").read_bytes().splitlines()
    assert max(orjson.loads(line).get("format", 1) for line in lines) == format_
    head = orjson.loads((tmp_path / "desk" / "tips.json").read_bytes())["desk"]["1"]
    assert head["format"] == format_
    assert len(open_desk(tmp_path / "desk").tips()) == 1


def test_a_day_alone_is_stored_so_that_an_older_version_reads_it_and_told_as_a_day() -> None:
    tip = tip_of("2016-09-21")
    assert tip.received == DAY
    document = tip.as_json() | {"number": "2016-0001", "officer": "李建国"}
    assert is_tip(document)
    assert document["received_at"] == "2016-09-21T00:00:00+08:00"
    assert document["marks"] == [HOUR_UNKNOWN]
    assert Tip.from_json(document).received == DAY
    assert printed(document)["received_at"] == "2016-09-21"


def test_what_an_older_version_stored_at_midnight_stays_at_midnight() -> None:
    document = tip_of("2016-09-21T00:00:00+08:00").as_json()
    assert HOUR_UNKNOWN not in document["marks"]
    assert Tip.from_json(document).received == at("2016-09-21T00:00:00")


def test_what_is_told_of_a_tip_reads_as_the_same_tip() -> None:
    for written in ("2016-09-21", "2016-09-21 00:00"):
        tip = tip_of(written)
        assert entry.read(printed(tip.as_json()), NOTICE, LATER) == tip


@pytest.mark.parametrize(
    ("day", "channel", "marks"),
    [
        ("2016-09-21", "landline", ()),
        ("2016-09-19", "landline", ("early", "out_of_hours")),
        ("2016-09-20", "landline", ()),
        ("2016-10-19", "landline", ()),
        ("2016-10-20", "landline", ("late", "out_of_hours")),
        ("2016-10-20", "post", ("late",)),
    ],
)
def test_a_day_alone_is_outside_only_if_the_whole_of_it_is(
    day: str, channel: str, marks: tuple[str, ...]
) -> None:
    assert tip_of(day, channel=channel).marks == (*marks, HOUR_UNKNOWN)


def test_a_day_in_which_tips_begin_or_end_is_neither_early_nor_late() -> None:
    period = """
        [period]
        first_day = 2016-09-20
        last_day = 2016-10-19
        tips_from = 2016-09-21T12:00:00
        tips_until = 2016-09-23T12:00:00
        """
    notice = parse_notice(notice_text(period=period))
    for day, marks in (
        ("2016-09-20", ("early", "out_of_hours")),
        ("2016-09-21", ()),
        ("2016-09-23", ()),
        ("2016-09-24", ("late", "out_of_hours")),
    ):
        tip = entry.read(entry_of(received_at=day), notice, LATER)
        assert tip.marks == (*marks, HOUR_UNKNOWN)


def test_a_day_on_which_no_line_is_answered_is_out_of_hours_whatever_the_hour() -> None:
    hours = '[[hours]]\ndays = ["mon", "tue"]\nfrom = 08:00:00\nto = 17:30:00'
    notice = parse_notice(notice_text(hours=hours))
    for day, marks in (("2016-09-21", ("out_of_hours",)), ("2016-09-20", ())):
        tip = entry.read(entry_of(received_at=day), notice, LATER)
        assert tip.marks == (*marks, HOUR_UNKNOWN)


def test_an_hour_that_is_not_known_is_no_hour_in_the_figures() -> None:
    tips = [
        tip_of(text).as_json() for text in ("2016-09-21", "2016-09-21 00:10", "2016-09-21 9:05")
    ]
    found = figures(tips, NOTICE, Span(DAY, DAY), DAY)
    assert (found.received, found.by_day["2016-09-21"], found.hour_unknown) == (3, 3, 1)
    assert [(hour, n) for hour, n in enumerate(found.by_hour) if n] == [(0, 1), (9, 1)]
    assert found.out_of_hours == 1
    tally = Tally()
    for tip in tips:
        tally.add(tip)
    assert tally.by_hour() == found.by_hour


def test_days_alone_stand_behind_what_came_at_an_hour_of_that_day(tmp_path: Path) -> None:
    written = ("2016-09-21", "2016-09-21 9:05", "2016-09-22 00:00", "2016-09-20 23:00")
    with new_desk(tmp_path / "desk") as desk:
        for text in written:
            desk.record(tip_of(text))
        found = desk.finding.filtered(Filter(), Order("received", descending=False))
        numbers = [tip.number[-1] for tip in found]
        assert numbers == ["4", "2", "1", "3"]


def test_what_came_too_late_on_a_day_alone_is_listed_by_its_day() -> None:
    document = tip_of("2016-10-21").as_json() | {"number": "2016-0001"}
    (late,) = closing([document], NOTICE, LATER).late
    assert late.received_at == "2016-10-21"


def test_an_hour_that_becomes_known_is_one_and_one_that_is_left_out_of_an_amendment_stays(
    tmp_path: Path,
) -> None:
    with new_desk(tmp_path / "desk") as desk:
        tip = desk.record(tip_of("2016-09-21"))
        given = entry_of(summary="又说")
        del given["received_at"]
        changed = entry.read(given, NOTICE, LATER)
        again = desk.amend(
            replace(changed, received_at=None, number=tip.number, revision=tip.revision)
        )
        assert again.received == DAY
        known = replace(again, received_at=at("2016-09-21T09:05:00"))
        assert desk.amend(known).marks == ()
        *_first, last = desk.history(tip.number)
        assert {field.field for field in last.fields} >= {"received_at", "marks"}


def test_a_corrected_notice_leaves_a_day_alone_as_it_is(tmp_path: Path) -> None:
    hours = "from = 08:00:00"
    with new_desk(tmp_path / "desk") as desk:
        for day in ("2016-09-21", "2016-10-01"):
            desk.record(tip_of(day))
        changed = example_text().replace("84404233", "84404234").replace(hours, "from = 09:00:00")
        found = desk.notices.correct(changed)
        assert (len(found.tips), found.marked) == (2, 0)
        assert [tip.received for tip in desk.tips()] == [DAY, date(2016, 10, 1)]
        assert {tip.marks for tip in desk.tips()} == {(HOUR_UNKNOWN,)}


def test_what_is_passed_through_may_have_come_on_a_day_alone(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        tip = desk.acts.pass_through("post", "省委组织部", received_at=DAY)
        assert tip.received == DAY
