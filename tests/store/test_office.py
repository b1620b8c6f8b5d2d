"""What the office sees of many desks: their figures, right by each one's clocks, whatever becomes of one."""

from __future__ import annotations

import errno
import itertools
import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pendulum
import pytest
from pendulum import DateTime

from store.clock import Clock
from store.desk.desk import Desk
from store.desk.places import place_at
from store.duty.overview import Overview
from store.folder.place import Folder
from store.journal.place import Place
from store.office import office
from store.office.office import Office
from store.office.readers import Readers
from store.office.row import (
    Row,
    inspection_of,
    narrowed,
    one_of_each,
    ordered,
    row_of,
    stands_until,
)
from store.office.sent import read_sent
from store.office.sources import Named, Seen, Source, Within, _is_desk, seen_at, sources_in
from store.office.sums import Sums, sums_of, years_of
from tests.builders import DURING, REFERRAL, at, notice_text
from tests.store import postgres
from tests.store.desks import NOTICE, OFFICER, opened, tip_of
from tests.store.memory_place import MemoryPlace
from tui.printing import kinds

PATIENCE = 60.0


def desk_at(folder: Path, team: str, now: DateTime = DURING, **notice: str) -> Desk:
    text = notice_text(team=f'team = "{team}"', **notice)
    desk = opened(Desk.create(folder, text, clock=Clock.at(now), officer=OFFICER))
    desk.load()
    return desk


def rows_of(*named: Path, now: DateTime = DURING) -> list[Row]:
    return ordered(Office(named).read_all(now, PATIENCE), "team", descending=False)


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def test_each_desk_of_a_folder_is_a_row_with_the_figures_of_the_desk_itself(tmp_path: Path) -> None:
    with desk_at(tmp_path / "a", "甲组") as desk:
        desk.record(tip_of())
        desk.record(tip_of())
        desk.shifts.take_over()
        counts, dues = desk.counts(), desk.dues.counts()
    desk_at(tmp_path / "b", "乙组").close()
    before = everything(tmp_path)
    empty, full = sorted(rows_of(tmp_path), key=lambda row: row.total or 0)
    assert everything(tmp_path) == before, "the office writes nothing"
    assert (full.team, full.state, full.on_duty) == ("甲组", "current", (OFFICER,))
    assert (full.total, full.today, full.day, full.days) == (counts.total, counts.today, 12, 30)
    assert (full.overdue, full.due_today) == (dues.overdue, dues.today)
    assert full.by_discipline == counts.by_discipline and full.by_day == counts.by_day
    assert (full.service, full.phase) == ("open", "running")
    assert (empty.team, empty.total, empty.last_tip_at) == ("乙组", 0, None)
    found = sums_of([empty, full])
    assert (found.desks, found.open, found.on_duty, found.total) == (2, 2, 1, 2)
    assert sum(found.by_hour) == 2


def test_a_row_says_all_that_is_known_of_a_desk(tmp_path: Path) -> None:
    desk = desk_at(
        tmp_path / "a", "甲组", now=at("2016-11-20T16:59:30"), unit='unit = "某局"\ncode = "湘"'
    )
    late = "2016-10-01T09:12:00"
    for channel in ("landline", "assigned"):
        desk.record(tip_of(channel=channel, received_at=late))
    referred = tip_of(REFERRAL, channel="landline")
    desk.record(replace(referred, received_at=at("2016-11-05T10:00:00")))
    desk.shifts.take_over()
    counts = desk.counts()
    desk.close()
    now = at("2016-11-20T17:00:00")
    (row,) = rows_of(tmp_path / "a", now=now)
    expected = Row(
        place=str(tmp_path / "a"),
        state="current",
        team="甲组",
        code="湘",
        unit="某局",
        first_day=date(2016, 9, 20),
        last_day=date(2016, 10, 19),
        phase="ended",
        days=30,
        remaining_seconds=0,
        service="closed",
        counted_at=at("2016-11-20T16:59:30"),
        today=0,
        total=3,
        in_scope=2,
        out_of_scope=1,
        overdue=2,
        due_today=1,
        last_tip_at=at("2016-11-20T16:59:30"),
        on_duty=(OFFICER,),
        by_discipline=counts.by_discipline,
        by_channel={"landline": 2, "assigned": 1},
        by_status=counts.by_status,
        by_day={"2016-10-01": 2, "2016-11-05": 1},
        by_hour=(*[0] * 9, 2, 1, *[0] * 13),
    )
    assert row == expected
    told = row.as_json()
    assert (told["first_day"], told["counted_at"]) == ("2016-09-20", "2016-11-20T16:59:30+08:00")
    assert (told["on_duty"], told["by_hour"], told["until"]) == ([OFFICER], [*row.by_hour], None)


def test_where_the_holidays_of_a_year_are_not_known_that_is_told_with_what_is_owed(
    tmp_path: Path,
) -> None:
    period = "[period]\nfirst_day = 2090-09-20\nlast_day = 2090-10-19"
    with desk_at(tmp_path / "a", "甲组", at("2090-10-01T10:00:00"), period=period) as desk:
        named = {"name": "王某某", "contact": "13800000000"}
        desk.record(replace(tip_of(reporter=named), received_at=at("2090-10-01T09:00:00")))
    (row,) = rows_of(tmp_path / "a", now=at("2090-10-01T10:00:00"))
    assert not row.calendar_known


def test_a_row_says_all_that_was_sent_of_a_desk(tmp_path: Path) -> None:
    figures = json.loads(figures_json("2016-09-20"))["figures"] | {
        "told": {"overdue": 2},
        "by_channel": {"post": 58},
        "by_other_source": {"assigned": 2},
        "by_status": {"registered": 60},
        "by_day": {"2016-09-30": 55, "2016-10-01": 5},
    }
    (tmp_path / "a.json").write_text(
        figures_json(at="2016-10-01", code="01", figures=figures, overdue=3)
    )
    (row,) = rows_of(tmp_path / "a.json")
    assert row == Row(
        place=str(tmp_path / "a.json"),
        state="sent",
        team="甲组",
        code="01",
        unit="某局",
        first_day=date(2016, 9, 20),
        last_day=date(2016, 10, 19),
        phase="running",
        day=12,
        days=30,
        until=at("2016-10-20T00:00:00"),
        remaining_seconds=18 * 86_400 + 7 * 3600 + 30,
        counted_at=at("2016-10-01T09:00:00"),
        today=5,
        total=60,
        in_scope=40,
        out_of_scope=20,
        overdue=3,
        by_discipline={"廉洁纪律": 30},
        by_channel={"post": 58, "assigned": 2},
        by_status={"registered": 60},
        by_day={"2016-09-30": 55, "2016-10-01": 5},
        by_hour=(*[0] * 9, 60, *[0] * 14),
    )


def test_as_much_is_overdue_in_the_figures_that_are_sent_as_at_the_desk() -> None:
    now, late = at("2016-11-20T16:59:30"), at("2016-10-01T09:12:00")
    desk = opened(
        Desk.create(MemoryPlace("a"), notice_text(), clock=Clock.at(now), officer=OFFICER)
    )
    for tip in (tip_of(), tip_of(REFERRAL, channel="landline")):
        desk.record(replace(tip, received_at=late))
    desk.acts.pass_through("landline", "组长", received_at=late)
    said = json.loads(kinds.figures_json(desk))
    assert read_sent(said, "a").overdue == desk.dues.counts().overdue == 3
    assert said["figures"]["told"]["overdue"] == 1
    del said["overdue"]
    assert read_sent(said, "a").overdue is None


def test_each_figure_of_the_sums_is_that_of_all_desks() -> None:
    row = Row(
        "a", "current", service="open", on_duty=("李明",), today=1, total=7, in_scope=4, out_of_scope=2,
        overdue=3, due_today=5, by_discipline={"廉洁纪律": 4}, by_channel={"post": 7},
        by_status={"registered": 6}, by_day={"2016-10-01": 7}, by_hour=(7, *[0] * 23),
    )  # fmt: skip
    other = replace(row, service="closed", on_duty=(), state="behind", by_day={"2016-09-30": 7})
    told = sums_of([row, other, Row("b", "unreadable")])
    assert told == Sums(
        desks=2, open=1, on_duty=1, unsure=2, today=2, total=14, in_scope=8, out_of_scope=4,
        overdue=6, due_today=10, by_discipline={"廉洁纪律": 8}, by_channel={"post": 14},
        by_status={"registered": 12}, by_day={"2016-09-30": 7, "2016-10-01": 7},
        by_hour=(14, *[0] * 23),
    )  # fmt: skip
    assert [*told.by_day] == ["2016-09-30", "2016-10-01"]
    assert sums_of([replace(row, state="sent", phase="running")]).total == 7
    for phase in ("ended", "closed"):
        over = replace(row, phase=phase, first_day=date(2016, 9, 20))
        assert (sums_of([over]).total, sums_of([replace(over, state="sent")]).total) == (7, 0)
        (year,) = years_of([over])
        assert year.received == 7
        # What is in no year, since nobody knows when it began, is in the sums.
        unknown = replace(over, state="sent", first_day=None)
        assert (sums_of([unknown]).total, years_of([unknown])) == (7, [])
    assert told.as_json()["by_hour"] == [14, *[0] * 23]


def test_today_is_another_day_after_midnight_though_nobody_wrote(tmp_path: Path) -> None:
    with desk_at(tmp_path / "a", "甲组") as desk:
        desk.record(tip_of())
    seen = Office([tmp_path / "a"])
    assert not seen.is_outdated(DURING), "nothing was found yet"
    (before,) = seen.read_all(DURING, PATIENCE)
    assert (before.today, before.day, before.service) == (1, 12, "open")
    closing = at("2016-10-01T17:30:00")
    assert [seen.is_outdated(now) for now in (closing.subtract(seconds=1), closing)] == [
        False,
        True,
    ]
    (closed,) = seen.rows(closing)
    assert (closed.today, closed.service) == (1, "closed")
    seen.look()
    assert seen.is_complete, "it was looked at just now"
    (after,) = seen.rows(pendulum.datetime(2016, 10, 2, 0, 0, tz="Asia/Shanghai"))
    assert (after.today, after.total, after.day, after.service) == (0, 1, 13, "closed")


def test_rows_are_made_anew_once_the_first_of_them_is_another(tmp_path: Path) -> None:
    desk_at(tmp_path / "a", "甲组").close()
    hours = '[[hours]]\ndays = "every day"\nfrom = 08:00:00\nto = 20:00:00'
    desk_at(tmp_path / "b", "乙组", hours=hours).close()
    seen, first = Office([tmp_path]), at("2016-10-01T17:30:00")
    seen.read_all(DURING, PATIENCE)
    assert not seen.is_outdated(first.subtract(seconds=1)) and seen.is_outdated(first)
    rows = ordered(seen.rows(first), "team", descending=False)
    assert [row.service for row in rows] == ["open", "closed"]
    assert not seen.is_outdated(first) and seen.is_outdated(at("2016-10-01T20:00:00"))


def test_a_desk_in_another_zone_has_its_own_today(tmp_path: Path) -> None:
    begun = pendulum.datetime(2016, 10, 1, 19, tz="UTC")
    for team, zone in (("甲组", "Asia/Shanghai"), ("乙组", "America/New_York")):
        where = f'timezone = "{zone}"'
        with desk_at(tmp_path / team, team, begun, timezone=where) as desk:
            desk.record(replace(tip_of(), line="84404233", channel="landline", received_at=None))
    there, here = rows_of(tmp_path, now=pendulum.datetime(2016, 10, 1, 20, tz="UTC"))
    assert (there.team, there.day, here.day) == ("乙组", 12, 13)
    assert (there.today, here.today) == (1, 1) and there.by_day == {"2016-10-01": 1}
    assert here.by_day == {"2016-10-02": 1}, "it is four in the morning of the next day there"


def test_a_desk_that_nobody_wrote_the_figures_of_says_so(tmp_path: Path) -> None:
    with desk_at(tmp_path / "a", "甲组") as desk:
        desk.record(tip_of())
    files = [tmp_path / "a" / name for name in ("overview.json", "journal.jsonl")]
    kept = [file.read_bytes() for file in files]
    with opened(Desk.open(tmp_path / "a", clock=Clock.at(DURING))) as desk:
        desk.record(tip_of())
    # So, too, where the journal was put back.
    for file, was, total in zip(files, kept, (1, 2), strict=True):
        newer = file.read_bytes()
        file.write_bytes(was)
        (row,) = rows_of(tmp_path / "a")
        assert (row.state, row.total) == ("behind", total)
        file.write_bytes(newer)


def unreadable(tmp_path: Path, how: str) -> Path:
    folder = tmp_path / how
    desk_at(folder, how).close()
    overview = folder / "overview.json"
    match how:
        case "gone":
            shutil.rmtree(folder)
        case "without":
            overview.unlink()
        case "damaged":
            overview.write_bytes(overview.read_bytes()[:-9])
        case "newer":
            overview.write_text('{"dutydesk_overview": 99999}')
        case "no day":
            said = json.loads(overview.read_bytes())
            said["tally"]["open acceptance yesterday"] = 1
            overview.write_text(json.dumps(said))
        case "no day of receipt":
            said = json.loads(overview.read_bytes())
            said["tally"]["day yesterday"] = 1
            overview.write_text(json.dumps(said))
        case "no notice":
            said = json.loads(overview.read_bytes())
            overview.write_text(json.dumps(said | {"notice": "team = 1"}))
        case "folder":
            overview.unlink()
            overview.mkdir()
        case "hole":
            overview.write_bytes(bytes(9000))
        case "empty":
            overview.write_text("{}")
        case "figures":
            overview.write_text(figures_json())
    return folder


@pytest.mark.parametrize(
    "how",
    [
        "gone",
        "without",
        "damaged",
        "newer",
        "no day",
        "no day of receipt",
        "no notice",
        "folder",
        "hole",
    ],
)
def test_what_cannot_be_read_is_a_row_that_says_why_and_the_others_live_on(
    tmp_path: Path, how: str
) -> None:
    desk_at(tmp_path / "whole", "好组").close()
    whole, other = rows_of(tmp_path / "whole", unreadable(tmp_path, how))
    assert (whole.team, whole.state) == ("好组", "current")
    assert other.state == "unreadable" and other.problem
    assert "没有回应" not in other.problem
    assert sums_of([whole, other]).unsure == 1


def test_of_two_that_cannot_be_read_each_is_told(tmp_path: Path) -> None:
    named = [unreadable(tmp_path, how) for how in ("gone", "without", "damaged")]
    assert [row.place for row in rows_of(*named)] == sorted(map(str, named))


# Figures that were sent are none that a desk put down itself.
DAMAGED = ("hole", "empty", "figures")


def test_why_a_desk_has_no_figures_is_told_by_what_it_lacks(tmp_path: Path) -> None:
    for how, said in (
        ("gone", "找不到 "),
        ("without", "还没有概况：请用本版本的程序打开一次该值班台。"),
        *((how, "已损坏，在该值班台登记或处理一件后会重新写出。") for how in DAMAGED),
    ):
        (row,) = rows_of(unreadable(tmp_path, how))
        assert said in row.problem, how


def test_a_desk_that_a_link_in_a_folder_leads_to_is_there(tmp_path: Path) -> None:
    desk_at(tmp_path / "elsewhere" / "甲", "甲组").close()
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "甲").symlink_to(tmp_path / "elsewhere" / "甲")
    assert [row.team for row in rows_of(tmp_path / "all")] == ["甲组"]


def test_a_folder_that_goes_before_it_is_looked_into_was_never_there(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    ((_name, within),) = sources_in(tmp_path)
    (tmp_path / "甲").rmdir()
    assert sources_in(within) == []


def test_a_folder_that_goes_while_it_is_looked_into_is_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk_at(tmp_path / "乙", "乙组").close()
    (tmp_path / "甲").mkdir()

    def is_desk(folder: Path) -> bool:
        if folder.name == "甲":
            folder.rmdir()
        return _is_desk(folder)

    monkeypatch.setattr("store.office.sources._is_desk", is_desk)
    there, gone = rows_of(tmp_path)
    assert (there.team, there.state) == ("乙组", "current")
    assert (gone.state, gone.problem) == ("unreadable", f"找不到 {tmp_path / '甲'}。")


def test_a_desk_that_was_moved_away_goes_with_the_next_look(tmp_path: Path) -> None:
    seen = Office([tmp_path])
    desk_at(tmp_path / "a", "甲组").close()
    assert [row.state for row in seen.read_all(DURING, PATIENCE)] == ["current"]
    (tmp_path / "a").rename(tmp_path / ".elsewhere")
    seen._looked = seen._searched = float("-inf")
    (row,) = seen.read_all(DURING, PATIENCE)
    assert row.state == "unreadable" and row.problem


@pytest.mark.parametrize("name", ["journal.jsonl", "tips.json", "overview.json", "ended.json"])
def test_a_folder_is_known_as_that_of_a_desk_by_any_of_its_files(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{}")
    for named in (tmp_path, Within(tmp_path)):
        ((found, source),) = sources_in(named)
        assert (found, isinstance(source, Place)) == (str(tmp_path), True)


def test_an_ended_desk_says_when(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    mark = {"ended_at": "2016-11-01T09:00:00+08:00", "by": "组长", "archive": "a", "sha256": ""}
    (folder / "ended.json").write_text(json.dumps(mark | {"tips": 7}))
    (row,) = rows_of(folder)
    assert (row.state, row.total) == ("ended", None)
    assert row.counted_at == pendulum.datetime(2016, 11, 1, 9, tz="Asia/Shanghai")


def test_two_places_that_are_the_same_desk_are_one_row(tmp_path: Path) -> None:
    with desk_at(tmp_path / "a", "甲组") as desk:
        desk.record(tip_of())
    shutil.copytree(tmp_path / "a", tmp_path / "copy")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with opened(Desk.open(tmp_path / "a", clock=Clock.at(DURING))) as desk:
        desk.record(tip_of())
    (row,) = rows_of(tmp_path / "copy", tmp_path / "link", tmp_path / "a")
    assert row.total == 2 and str(tmp_path / "copy") in row.also_in
    names = [str(tmp_path / name) for name in ("copy", "a")]
    found = [seen_at(name, Folder(Path(name)), None) for name in names]
    pairs = [(seen, row_of(seen, DURING)) for seen in found]
    for one in (pairs, pairs[::-1]):
        (row,) = one_of_each(one)
        assert (row.place, row.also_in, row.total) == (names[1], (names[0],), 2)


def test_figures_are_of_the_first_day_that_was_announced_else_of_when_tips_were_taken() -> None:
    said = json.loads(figures_json())
    said["period"]["tips_start"] = "2016-09-18T00:00:00+08:00"
    for announced, first_day in (("2016-09-20", date(2016, 9, 20)), (None, date(2016, 9, 18))):
        said["period"]["first_day"] = announced
        notice = read_sent(said, "a").notice
        assert notice.first_day == first_day
        assert notice.is_first_day_announced is (announced is not None)


def of_desk(place: str, desk: str, journal_bytes: int, at: DateTime) -> tuple[Seen, Row]:
    overview = Overview(desk, "", journal_bytes, {}, "")
    return Seen(place, overview), Row(place, "current", counted_at=at)


def test_of_a_desk_in_several_places_that_which_knows_most_names_each_other_once() -> None:
    three = [of_desk(place, "甲", n, DURING) for place, n in (("a", 10), ("b", 30), ("c", 20))]
    for found in itertools.permutations(three):
        (row,) = one_of_each(found)
        assert (row.place, sorted(row.also_in)) == ("b", ["a", "c"])
    # Of as long a journal that which was counted last, by whichever clocks.
    later = DURING.add(minutes=1).in_timezone("UTC")
    two = [of_desk("a", "甲", 10, DURING), of_desk("b", "甲", 10, later)]
    for found in itertools.permutations(two):
        assert [(row.place, row.also_in) for row in one_of_each(found)] == [("b", ("a",))]
    assert [row.also_in for row in one_of_each([three[0], three[0]])] == [()], "it is one place"
    assert len(one_of_each([three[0], of_desk("b", "乙", 10, DURING)])) == 2


@pytest.mark.parametrize("is_announced", [True, False])
def test_a_first_day_that_was_not_announced_is_not_told(is_announced: bool) -> None:
    notice = replace(NOTICE, is_first_day_announced=is_announced)
    row = row_of(Seen("a", Overview("甲", "", 10, {}, ""), notice), DURING)
    assert row.first_day == (NOTICE.first_day if is_announced else None)
    assert (row.last_day, row.counted_at, row.last_tip_at) == (NOTICE.last_day, None, None)


def test_figures_that_were_sent_stand_where_no_figures_of_that_very_desk_are() -> None:
    seen = Seen("sent", sent=read_sent(json.loads(figures_json()), "sent"))
    sent = row_of(seen, DURING)
    for changes, stands in (
        ({"state": "current"}, False),
        ({"state": "behind"}, False),
        ({"state": "ended"}, True),
        ({"state": "unreadable"}, True),
        ({"team": "乙组"}, True),
        ({"unit": "某县"}, True),
        ({"first_day": date(2016, 9, 21)}, False),
        ({"first_day": date(2016, 9, 19)}, False),
        ({"first_day": date(2016, 9, 19), "last_day": date(2016, 9, 20)}, False),
        ({"first_day": date(2016, 9, 18), "last_day": date(2016, 9, 19)}, True),
        ({"first_day": date(2016, 10, 19), "last_day": None}, False),
        ({"first_day": date(2016, 10, 20), "last_day": None}, True),
        ({"first_day": date(2015, 12, 31), "last_day": None}, True),
    ):
        said: dict[str, Any] = {"state": "current"} | changes
        there = Seen("a", Overview("甲", "", 10, {}, "")), replace(sent, place="a", **said)
        found = one_of_each([(seen, sent), there])
        assert [row.place for row in found] == (["sent", "a"] if stands else ["a"]), changes
    newer = replace(sent, place="newer", counted_at=DURING.add(months=2))
    assert one_of_each([(seen, sent), (Seen("c"), Row("c", "ended"))]) == [sent, Row("c", "ended")]
    both = [(seen, sent), (replace(seen, name="newer"), newer)]
    for pairs in itertools.permutations(both):
        assert [row.place for row in one_of_each(pairs)] == ["newer"]


def test_figures_sent_before_and_after_the_first_day_was_announced_are_of_one_desk() -> None:
    said = json.loads(figures_json())
    announced = Seen("b", sent=read_sent(said, "b"))
    said["period"] |= {"first_day": None, "last_day": None}
    said["period"]["tips_start"], said["at"] = (
        "2016-09-18T08:00:00+08:00",
        "2016-09-19T09:00:00+08:00",
    )
    before = Seen("a", sent=read_sent(said, "a"))
    pairs = [(seen, row_of(seen, DURING)) for seen in (before, announced)]
    for found in itertools.permutations(pairs):
        (row,) = one_of_each(found)
        assert (row.place, row.also_in, row.first_day) == ("b", ("a",), date(2016, 9, 20))
    # Nor where it is that of the desk itself which was put down before.
    desk = Seen("desk", Overview("甲", "", 10, {}, ""), before.sent and before.sent.notice)
    there = desk, replace(pairs[0][1], place="desk", state="behind")
    assert [row.place for row in one_of_each([*pairs, there])] == ["desk"]


def figures_json(first_day: str = "2016-09-20", at: str = "2016-11-01", **changes: Any) -> str:
    last_day = f"{first_day[:4]}-10-19"
    counted = {
        "received": 60,
        "in_scope": 40,
        "out_of_scope": 20,
        "by_hour": [0] * 9 + [60] + [0] * 14,
    }
    kinds: dict[str, Any] = {"by_channel": {}, "by_other_source": {}, "by_status": {}}
    by_discipline = {"廉洁纪律": 30}
    return json.dumps(
        {
            "team": "甲组",
            "code": "",
            "unit": "某局",
            "period": {
                "first_day": first_day,
                "last_day": last_day,
                "in_words": "",
                "tips_start": f"{first_day}T00:00:00+08:00",
                "tips_end": None,
            },
            "at": f"{at}T09:00:00+08:00",
            "figures": {
                **counted,
                **kinds,
                "by_discipline": by_discipline,
                "by_day": {first_day: 60},
            },
            "anchor": "",
        }
        | changes
    )


def test_rounds_that_are_over_are_compared_by_year_from_the_figures_that_were_sent(
    tmp_path: Path,
) -> None:
    for year, received in ((2014, 60), (2015, 60)):
        folder = tmp_path / str(year)
        folder.mkdir()
        said = figures_json(f"{year}-09-20", f"{year}-11-01")
        (folder / "统计.json").write_text(said.replace(": 60", f": {received}"))
    (tmp_path / "2015 again.json").write_text(figures_json("2015-09-20", "2015-11-02"))
    (tmp_path / "notes.json").write_text("{}")
    desk_at(tmp_path / "now", "甲组").close()
    rows = rows_of(tmp_path)
    assert sorted(row.state for row in rows) == ["current", "sent", "sent", "unreadable"]
    assert (sums_of(rows).desks, sums_of(rows).total) == (1, 0)
    last, first = years_of(rows)
    assert (last.year, last.teams, last.days, last.received) == (2015, 1, 30, 60)
    assert (first.per_day, first.by_discipline) == (2.0, {"廉洁纪律": 30})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_figures_are_read_as_a_shell_of_windows_wrote_them_down(
    tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "a.json").write_text(figures_json(), encoding=encoding)
    (row,) = rows_of(tmp_path / "a.json")
    assert not row.problem and row.unit


@pytest.mark.parametrize("offset", ["+14:00", "-12:00", "+05:45", "+15:00"])
def test_figures_are_read_by_whichever_clocks_they_were_sent(tmp_path: Path, offset: str) -> None:
    said = figures_json(at="2016-10-01").replace("+08:00", offset)
    (tmp_path / "a.json").write_text(said)
    (row,) = rows_of(tmp_path)
    assert (row.state, row.counted_at) == ("sent", at(f"2016-10-01T09:00:00{offset}"))


@pytest.mark.parametrize(
    ("offset", "zone"),
    [
        ("+08:00", "Etc/GMT-8"),
        ("+14:00", "Etc/GMT-14"),
        ("-12:00", "Etc/GMT+12"),
        ("+00:00", "Etc/GMT+0"),
        ("+05:45", "UTC"),
        ("+15:00", "UTC"),
    ],
)
def test_a_day_of_what_was_sent_is_one_by_the_clocks_of_the_sender(offset: str, zone: str) -> None:
    said = json.loads(figures_json(at="2016-10-01").replace("+08:00", offset))
    assert read_sent(said, "a.json").notice.timezone == zone


@pytest.mark.parametrize(
    ("year", "is_read"), [(1969, False), (1970, True), (2199, True), (2200, False)]
)
def test_figures_are_read_of_years_that_can_be_reckoned_with(
    tmp_path: Path, year: int, is_read: bool
) -> None:
    period = json.loads(figures_json())["period"]
    period |= {"first_day": f"{year}-01-01", "last_day": f"{year}-12-31"}
    (tmp_path / "a.json").write_text(figures_json(period=period))
    (row,) = rows_of(tmp_path / "a.json")
    assert (row.state == "sent") is is_read


def test_of_what_was_sent_before_nobody_knows_what_came_today(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(figures_json(at="2016-09-30"))
    (before,) = rows_of(tmp_path)
    assert (before.state, before.total, before.today) == ("sent", 60, None)
    (tmp_path / "a.json").write_text(figures_json(at="2016-10-01"))
    (todays,) = rows_of(tmp_path)
    assert (todays.total, todays.today) == (60, 0)
    # By the clocks of who sent them it is that day still.
    (tmp_path / "a.json").write_text(figures_json(at="2016-10-01").replace("+08:00", "-04:00"))
    (elsewhere,) = rows_of(tmp_path, now=at("2016-10-02T08:00:00"))
    assert elsewhere.today == 0


def test_figures_that_were_sent_tell_until_when_tips_are_taken(tmp_path: Path) -> None:
    said = json.loads(figures_json())
    end = "2016-10-09T12:00:00+08:00"
    said["period"] |= {"last_day": None, "tips_end": end}
    (tmp_path / "a.json").write_text(json.dumps(said))
    (before,) = rows_of(tmp_path / "a.json", now=at("2016-10-09T11:59:00"))
    (after,) = rows_of(tmp_path / "a.json", now=at("2016-10-09T12:00:00"))
    assert (before.phase, before.until) == ("running", at("2016-10-09T12:00:00"))
    assert after.phase == "closed"


def test_what_came_in_on_no_known_days_is_in_no_average(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(figures_json("2015-09-20", "2015-11-01"))
    (known,) = rows_of(tmp_path)
    unknown = replace(known, place="b", team="乙组", days=None)
    (year,) = years_of([known, unknown])
    assert (year.teams, year.received, year.days, year.per_day) == (2, 120, 30, 2.0)
    assert years_of([unknown])[0].per_day is None


def test_figures_that_were_sent_of_a_desk_that_is_there_are_not_counted_twice(
    tmp_path: Path,
) -> None:
    desk_at(tmp_path / "a", "甲组").close()
    (tmp_path / "a.json").write_text(figures_json())
    (row,) = rows_of(tmp_path)
    assert row.state == "current"
    sent = seen_at("a.json", tmp_path / "a.json", None)
    behind = replace(row, state="behind")
    assert one_of_each([(Seen("a"), behind), (sent, row_of(sent, DURING))]) == [behind]


@pytest.mark.parametrize(
    "changes",
    [
        {"at": "yesterday"},
        {"team": 1},
        {"figures": {}},
        {"figures": json.loads(figures_json())["figures"] | {"by_hour": [0] * 23}},
        {"period": None},
        {"period": json.loads(figures_json())["period"] | {"last_day": "9999-12-31"}},
        {"figures": json.loads(figures_json())["figures"] | {"by_day": {"yesterday": 60}}},
        {"figures": json.loads(figures_json())["figures"] | {"by_day": {"2016-10-01": 1.5}}},
        {"figures": json.loads(figures_json())["figures"] | {"by_day": 1}},
        {"figures": json.loads(figures_json())["figures"] | {"received": True}},
        {"overdue": "1"},
        {"figures": 1},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "9999-12-31T23:59:59-12:00"},
    ],
)
def test_a_file_that_says_something_else_is_told(tmp_path: Path, changes: dict[str, Any]) -> None:
    (tmp_path / "a.json").write_text(figures_json(**changes))
    (row,) = rows_of(tmp_path / "a.json")
    assert row.state == "unreadable"
    assert row.problem.startswith(f"{tmp_path / 'a.json'} 不是统计数字")


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"1",
        b"null",
        b'"a"',
        b"{}",
        b'{"dutydesk_overview":1}',
        b'{"dutydesk_overview":1,"tally":1}',
        b'{"dutydesk_overview":"a","tally":[]}',
        b'{"dutydesk_overview":1,"at":1,"desk":1,"journal_bytes":1,"tally":[1],"notice":"",'
        b'"on_duty":[],"last_tip_at":""}',
    ],
)
def test_whatever_stands_in_a_file_or_for_an_overview_is_told_and_nothing_raised(
    tmp_path: Path, said: bytes
) -> None:
    (tmp_path / "a.json").write_bytes(said)
    desk_at(tmp_path / "desk", "甲组").close()
    (tmp_path / "desk" / "overview.json").write_bytes(said)
    for named in ("a.json", "desk"):
        (row,) = rows_of(tmp_path / named)
        assert row.state == "unreadable" and str(tmp_path / named) in row.problem
        if named == "a.json" and b"dutydesk_overview" not in said:
            assert "不是统计数字" in row.problem


def _first_found(readers: Readers[Any]) -> list[Any]:
    found: list[Any] = []
    deadline = time.monotonic() + PATIENCE
    while not found and time.monotonic() < deadline:
        found = readers.found(0.1)
    return found


def test_what_hangs_is_told_and_keeps_no_other_waiting() -> None:
    until, readers = threading.Event(), Readers[str](patience_seconds=0.0)
    for n in range(6):
        readers.ask(f"hangs {n}", lambda: str(until.wait()))
    readers.ask("lives", lambda: "here")
    found = _first_found(readers)
    assert found == [("lives", "here")]
    assert len(readers.hanging()) == 6
    until.set()


def test_what_is_asked_for_again_before_it_is_done_is_done_once() -> None:
    """Else each look at a disk that hangs would take one thread more, until none is left for others."""
    until, readers, times = (
        threading.Event(),
        Readers[str](patience_seconds=0.0),
        itertools.count(1),
    )

    def work() -> str:
        until.wait()
        return f"{next(times)}"

    for _time in range(3):
        readers.ask("hangs", work)
    readers.ask("lives", lambda: "here")
    assert _first_found(readers) == [("lives", "here")]
    until.set()
    assert _first_found(readers) == [("hangs", "1")]
    readers.ask("hangs", work)
    assert _first_found(readers) == [("hangs", "2")]


def test_what_was_asked_for_before_anything_hung_is_done_once_that_is_known() -> None:
    until, readers = threading.Event(), Readers[str](patience_seconds=0.05)
    for n in range(4):
        readers.ask(f"hangs {n}", lambda: str(until.wait()))
    readers.ask("lives", lambda: "here")
    found = _first_found(readers)
    until.set()
    assert found == [("lives", "here")]


def test_a_desk_whose_disk_hangs_is_a_row_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = threading.Event()

    class Hanging(MemoryPlace):
        def glance(self) -> tuple[int, object]:
            until.wait()
            return super().glance()

    desk_at(tmp_path / "a", "甲组").close()
    real = office.sources_in

    def sources_in(named: Named) -> list[tuple[str, Source | Within]] | str:
        return [(str(named), Hanging(named))] if "office-hangs" in str(named) else real(named)

    monkeypatch.setattr(office, "sources_in", sources_in)
    seen = Office([tmp_path / "a", tmp_path / "office-hangs"], patience_seconds=0.0)
    try:
        _here, hanging = rows_once_hanging(seen)
        assert seen.is_complete, "nobody waits for what hangs"
    finally:
        until.set()
    assert "没有回应" in hanging.problem


def test_figures_of_a_desk_whose_disk_hangs_since_are_told_as_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until, real = threading.Event(), Folder.glance
    hangs: list[bool] = []

    def glance(place: Folder) -> tuple[int, object]:
        if hangs:
            until.wait()
        return real(place)

    monkeypatch.setattr(Folder, "glance", glance)
    monkeypatch.setattr(office, "LOOKED_AT_EACH_SECONDS", 0.0)
    desk_at(tmp_path / "a", "甲组").close()
    seen = Office([tmp_path / "a"], patience_seconds=0.0)
    deadline, rows = time.monotonic() + PATIENCE, seen.read_all(DURING, PATIENCE)
    while [row.state for row in rows] != ["current"]:
        # With so little patience, what was only just begun hangs.
        assert time.monotonic() < deadline, rows
        seen.take_in(0.1)
        rows = seen.rows(DURING)
    hangs.append(True)
    try:
        while rows[0].state != "behind":
            assert time.monotonic() < deadline, rows
            seen.look()
            seen.take_in(0.1)
            rows = seen.rows(DURING)
    finally:
        until.set()
    assert "没有回应" in rows[0].problem and rows[0].total == 0


def rows_once_hanging(seen: Office) -> list[Row]:
    """Its rows, once one is there and one hangs."""
    seen.look()
    deadline, states = time.monotonic() + PATIENCE, [""]
    while states != ["current", "unreadable"]:
        assert time.monotonic() < deadline, states
        seen.take_in(0.1)
        rows = ordered(seen.rows(DURING), "team", descending=False)
        states = [row.state for row in rows]
    return rows


def test_a_folder_that_hangs_in_the_one_that_was_named_keeps_no_other_in_it_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until, real = threading.Event(), os.scandir

    def scandir(path: str | Path) -> Any:
        if Path(path).name == "a-hangs":
            until.wait()
        return real(path)

    desk_at(tmp_path / "b", "乙组").close()
    (tmp_path / "a-hangs").mkdir()
    monkeypatch.setattr(os, "scandir", scandir)
    try:
        here, hanging = rows_once_hanging(Office([tmp_path], patience_seconds=0.0))
    finally:
        until.set()
    assert (here.team, hanging.place) == ("乙组", str(tmp_path / "a-hangs"))


def test_nobody_says_that_nothing_is_in_a_folder_of_which_a_part_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until, real = threading.Event(), Path.is_dir

    def is_dir(path: Path) -> bool:
        if path.name == "hangs" and threading.current_thread() is not threading.main_thread():
            until.wait()
        return real(path)

    for name in ("empty", "hangs"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(Path, "is_dir", is_dir)
    seen, deadline, rows = Office([tmp_path], patience_seconds=0.0), time.monotonic() + PATIENCE, []
    seen.look()
    try:
        while Within(tmp_path / "empty") not in seen._sources or len(rows) != 1:
            assert time.monotonic() < deadline, rows
            seen.take_in(0.1)
            rows = seen.rows(DURING)
    finally:
        until.set()
    assert [row.place for row in rows] == [str(tmp_path / "hangs")]


def test_a_folder_with_empty_folders_alone_says_that_nothing_is_there(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (row,) = rows_of(tmp_path)
    assert row.place == str(tmp_path) and "没有值班台" in row.problem
    (tmp_path / "c" / "d").mkdir(parents=True)
    none, news = Office([tmp_path / "c" / "d"]), False
    none.look()
    while not none.is_complete:
        news |= none.take_in(0.1)
    assert news, "that nothing is there is news"
    desk_at(tmp_path / "a", "甲组").close()
    (row,) = rows_of(tmp_path)
    assert row.team == "甲组"


def test_a_database_is_all_desks_in_it_and_one_of_them_by_its_name() -> None:
    server, team = postgres.server(), f"组 {secrets.token_hex(4)}"
    one = f"{server}&desk={secrets.token_hex(8)}"
    with opened(
        Desk.create(one, notice_text(team=f'team = "{team}"'), clock=Clock.at(DURING))
    ) as desk:
        desk.record(tip_of())
    for named in (one, server):
        rows = Office([named]).read_all(DURING, PATIENCE)
        (row,) = (row for row in rows if row.team == team)
        assert (row.state, row.total, row.place) == ("current", 1, desk.place.name)


def test_a_database_that_is_away_is_named_as_it_was_asked_for() -> None:
    (row,) = Office(["postgresql:///office?host=/none"]).read_all(DURING, PATIENCE)
    assert row.problem.endswith("：postgresql:///office?host=/none")


def test_rows_are_ordered_and_narrowed() -> None:
    base = Row("a", "current", team="甲组", unit="某县", total=1, overdue=0, service="open")
    rows: Sequence[Row] = [
        base,
        replace(base, place="b", team="乙组", total=9, overdue=2, on_duty=("李明",)),
        replace(base, place="c", team="", state="unreadable", total=None, overdue=None, service=""),
    ]
    places = lambda found: [row.place for row in found]  # noqa: E731
    assert places(ordered(rows, "total", descending=True)) == ["b", "a", "c"]
    assert places(ordered(rows, "total", descending=False)) == ["a", "b", "c"]
    more = [*rows, replace(rows[1], place="d", due_today=1)]
    assert places(ordered(more, "overdue", descending=True)) == ["d", "b", "a", "c"]
    times = {"a": DURING, "b": DURING.add(days=1), "c": None}
    by_time = [
        replace(row, until=times[row.place], last_tip_at=times[row.place], phase="running")
        for row in rows
    ]
    by_time[1] = replace(by_time[1], today=1)
    by_time[0] = replace(by_time[0], service="closed", today=2)
    for column, up in (
        ("team", ["b", "a", "c"]),
        ("left", ["a", "b", "c"]),
        ("service", ["a", "b", "c"]),
        ("today", ["b", "a", "c"]),
        ("last_tip", ["a", "b", "c"]),
        ("duty", ["b", "c", "a"]),
    ):
        found = places(ordered(by_time, column, descending=False))  # type: ignore[arg-type]
        assert found == up, column
        known = 1 if column == "duty" else 2
        found = places(ordered(by_time, column, descending=True))  # type: ignore[arg-type]
        assert found == [*reversed(up[:known]), *up[known:]], column
    ended = [replace(row, phase="ended") for row in by_time]
    assert places(ordered(ended, "left", descending=True)) == ["c", "b", "a"], "by team alone"
    assert places(narrowed(ended, "running")) == [] and len(narrowed(by_time, "running")) == 3
    open_end = [replace(base, phase="unannounced", until=DURING), base]
    assert places(narrowed(open_end, "running")) == ["a"]
    sooner = replace(open_end[0], place="e", until=DURING.subtract(days=1))
    assert places(ordered([*by_time, sooner], "left", descending=False))[0] == "e"
    alike = [
        replace(base, place=place, unit=unit) for place, unit in (("a", "乙县"), ("b", "丙县"))
    ]
    assert places(ordered(alike, "total", descending=True)) == ["b", "a"], "by unit before place"
    assert places(narrowed(by_time, "open")) == ["b"]
    assert places(narrowed(rows, "owing")) == ["b"]
    assert places(narrowed([replace(base, due_today=1)], "owing")) == ["a"]
    assert places(narrowed([replace(base, state="behind")], "unsure")) == ["a"]
    assert places(narrowed(rows, "nobody")) == ["a"]
    assert places(narrowed(rows, "unsure")) == ["c"]
    certain = [replace(base, state="sent"), replace(base, state="ended")]
    assert places(narrowed(certain, "unsure")) == []
    assert places(narrowed(rows, "all", "乙 某县")) == ["b"]
    assert places(narrowed([replace(base, code="jc2016")], "all", "JC2016 甲组")) == ["a"]


def test_desks_of_several_ranks_are_told_in_the_word_of_the_higher() -> None:
    county, province = (Row("a", "current", team=team) for team in ("某县巡察组", "省委巡视组"))
    assert [inspection_of(rows) for rows in ([county], [county, province], [])] == [
        "巡察",
        "巡视",
        "巡视",
    ]


def test_a_row_stands_until_the_lines_open_or_close_or_a_day_is_over() -> None:
    seen, row = Seen("a"), Row("a", "current", until=at("2016-10-03T00:00:00"))
    assert stands_until(row, seen, DURING) == at("2016-10-02T00:00:00")
    closing = replace(row, changes_at=at("2016-10-01T17:30:00"))
    assert stands_until(closing, seen, DURING) == at("2016-10-01T17:30:00")
    ending = replace(closing, until=at("2016-10-01T17:00:00"))
    assert stands_until(ending, seen, DURING) == at("2016-10-01T17:00:00")


def test_a_day_is_over_by_the_clocks_of_the_desk_or_of_who_sent_its_figures(
    tmp_path: Path,
) -> None:
    there = 'timezone = "America/New_York"'
    desk_at(tmp_path / "a", "甲组", timezone=there).close()
    (tmp_path / "a.json").write_text(figures_json().replace("+08:00", "-04:00"))
    for path in (tmp_path / "a", tmp_path / "a.json"):
        seen = seen_at(str(path), place_at(path) if path.is_dir() else path, None)
        row = replace(row_of(seen, DURING), changes_at=None, until=None)
        assert stands_until(row, seen, DURING) == at("2016-10-02T00:00:00", "America/New_York")


def test_figures_count_what_came_from_beside_the_lines_and_are_read_again_once_they_change(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.json"
    figures = json.loads(figures_json())["figures"]
    file.write_text(figures_json(figures=figures | {"by_other_source": {"assigned": 3}}))
    first = seen_at("a", file, None)
    assert first.sent and first.sent.by_channel == {"assigned": 3}
    assert seen_at("a", file, first) is first
    file.write_text(figures_json(figures=figures | {"received": 100}))
    again = seen_at("a", file, first)
    assert again.sent and again.sent.received == 100


def test_a_file_is_read_again_where_anything_tells_that_it_is_another(tmp_path: Path) -> None:
    file, other = tmp_path / "a.json", tmp_path / "b"

    def received(n: int) -> str:
        return figures_json(figures=json.loads(figures_json())["figures"] | {"received": n})

    def put(text: str, when: int, *, is_new: bool = False) -> None:
        (other if is_new else file).write_text(text)
        if is_new:
            other.replace(file)
        os.utime(file, ns=(when, when))

    put(received(60), 1)
    seen = seen_at("a", file, None)
    for n, when, is_new in ((61, 2, False), (62, 2, True), (100, 2, False)):
        put(received(n), when, is_new=is_new)
        seen = seen_at("a", file, seen)
        assert seen.sent and seen.sent.received == n


def test_what_changed_at_a_desk_is_news_and_what_did_not_is_none(tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "a", "甲组")
    desk.ground.overview.keep()
    seen = Office([tmp_path / "a"])

    def is_news() -> bool:
        seen._looked = seen._searched = float("-inf")
        seen.look()
        found = False
        while not seen.is_complete:
            found |= seen.take_in(0.1)
        return found

    assert [is_news(), is_news()] == [True, False]
    desk.record(tip_of())
    desk.ground.overview.keep()
    assert [is_news(), is_news()] == [True, False]


def test_in_a_folder_that_was_named_files_of_figures_and_what_cannot_be_listed_are_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "统计.json").write_text(figures_json())
    (tmp_path / "a" / "备注.txt").write_text("与统计无关")
    desk_at(tmp_path / "b", "乙组").close()
    real = os.scandir

    def refused(path: str | Path) -> Any:
        if Path(path) == tmp_path / "b":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert [row.place for row in rows_of(tmp_path)] == [
        str(tmp_path / "b"),
        str(tmp_path / "a" / "统计.json"),
    ]


def test_a_desk_that_comes_into_a_folder_is_found_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_SEARCHED_EACH_SECONDS", 0.0)
    desk_at(tmp_path / "a", "甲组").close()
    seen = Office([tmp_path])
    assert len(seen.read_all(DURING, PATIENCE)) == 1
    desk_at(tmp_path / "b", "乙组").close()
    assert [row.team for row in seen.read_all(DURING, PATIENCE)] == ["甲组", "乙组"]
    (tmp_path / "b").rename(tmp_path / ".elsewhere")
    seen.look()
    news = seen.take_in(PATIENCE)
    while not seen.is_complete:
        news |= seen.take_in(0.1)
    assert news and [row.team for row in seen.rows(DURING)] == ["甲组"], "that it went is news"


def test_where_no_desk_has_figures_yet_each_sum_is_none_and_each_hour_is_there() -> None:
    for rows in ([], [Row("甲", "unreadable", "没有回应")]):
        found = sums_of(rows)
        assert (found.desks, found.total, found.unsure) == (0, 0, len(rows))
        assert found.by_hour == (0,) * 24 and found.by_day == {} and years_of(rows) == []


def test_a_round_over_the_end_of_a_year_is_of_the_year_in_which_it_began() -> None:
    began, over = date(2016, 11, 20), date(2017, 1, 19)
    row = Row("甲", "sent", first_day=began, last_day=over, phase="closed", days=61, total=122)
    (year,) = years_of([replace(row, by_hour=(0,) * 24)])
    assert (year.year, year.teams, year.days, year.per_day) == (2016, 1, 61, 2.0)


def test_a_desk_that_changed_is_news_though_the_one_looked_at_after_it_did_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "LOOKED_AT_EACH_SECONDS", 0.0)
    desk_at(tmp_path / "b", "乙组").close()
    with desk_at(tmp_path / "a", "甲组") as desk:
        seen = Office([tmp_path / "a", tmp_path / "b"])
        seen.read_all(DURING, PATIENCE)
        desk.record(tip_of())
    found = Readers.found

    def both(readers: Readers[Any], _seconds: float = 0.0) -> list[tuple[Any, Any]]:
        at_once: list[tuple[Any, Any]] = []
        while len(at_once) < 2:
            at_once += found(readers, 0.1)
        return sorted(at_once, key=lambda one: str(one[0]))

    monkeypatch.setattr(Readers, "found", both)
    seen.look()
    assert seen.take_in()
    seen.look()
    assert not seen.take_in(), "nothing changed since"


def test_a_desk_that_was_away_for_a_moment_is_there_again_though_nothing_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk_at(tmp_path / "a", "甲组").close()
    place = place_at(tmp_path / "a")
    before = seen_at("甲", place, None)

    def glance(_place: Folder) -> tuple[int, object]:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as away:
        away.setattr(Folder, "glance", glance)
        gone = seen_at("甲", place, before)
    assert gone.problem == "无法读取（磁盘读写出错）：甲"
    assert seen_at("甲", place, gone) == before and before.overview


def test_each_desk_is_looked_at_again_after_three_seconds_and_new_ones_searched_after_thirty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk_at(tmp_path / "a", "甲组").close()
    seen, done, later = Office([tmp_path / "a"]), list[str](), 0.0
    real_sources, real_seen = office.sources_in, office.seen_at

    def searched(named: Named) -> list[tuple[str, Source | Within]] | str:
        done.append("searched")
        return real_sources(named)

    def looked_at(name: str, source: Source, before: Seen | None) -> Seen:
        done.append("looked at")
        return real_seen(name, source, before)

    monkeypatch.setattr(office, "sources_in", searched)
    monkeypatch.setattr(office, "seen_at", looked_at)
    monkeypatch.setattr(office, "time", SimpleNamespace(monotonic=lambda: 1000.0 + later))
    for later, expected in (
        (0.0, ["searched", "looked at"]),
        (2.5, []),
        (3.0, ["looked at"]),
        (5.5, []),
        (29.5, ["looked at"]),
        (30.0, ["searched"]),
        (33.0, ["looked at"]),
        (59.5, ["looked at"]),
        (60.0, ["searched"]),
    ):
        done.clear()
        seen.look()
        while not seen.is_complete:
            seen.take_in(0.1)
        assert done == expected, later


def test_once_something_is_in_a_folder_nobody_says_any_more_that_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_SEARCHED_EACH_SECONDS", 0.0)
    seen = Office([tmp_path])
    assert [row.state for row in seen.read_all(DURING, PATIENCE)] == ["unreadable"]
    desk_at(tmp_path / "a", "甲组").close()
    assert [row.team for row in seen.read_all(DURING, PATIENCE)] == ["甲组"]
