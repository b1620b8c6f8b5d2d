"""What the desk is reminded of, when, and that each comes once."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from store.desk.given_reminders import GivenReminders
from store.folder.notes import FolderNotes
from store.notice.deadlines import DueCounts
from store.notice.notice import Notice
from store.notice.reading import parse_notice
from store.notice.reminders import Kind, Reminder, current, next_at, of_day
from tests.builders import at, example, notice_text
from tests.store.desks import OFFICER

NOTHING = DueCounts()
NOTICE = example()


def kinds(instant: str, dues: DueCounts = NOTHING, notice: Notice = NOTICE) -> list[str]:
    return [reminder.kind for reminder in current(notice, at(instant), dues)]


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2016-10-01T07:49:59", []),
        ("2016-10-01T07:50:00", ["opening"]),
        ("2016-10-01T07:59:59", ["opening"]),
        ("2016-10-01T08:00:00", []),
        ("2016-10-01T16:59:59", []),
        ("2016-10-01T17:00:00", ["closing"]),
        ("2016-10-01T17:25:00", ["closing"]),
        ("2016-10-01T17:30:00", []),
        ("2016-10-16T09:00:00", []),
        ("2016-10-17T07:59:00", ["opening"]),
        ("2016-10-17T08:00:00", ["last_days"]),
        ("2016-10-19T23:59:59", ["last_days"]),
        ("2016-10-20T08:00:00", []),
        ("2016-09-20T07:50:00", ["opening"]),
        ("2016-09-19T17:10:00", []),
    ],
)
def test_what_is_current_at_an_instant(instant: str, expected: list[str]) -> None:
    assert kinds(instant) == expected


def test_at_one_closing_the_half_hour_and_the_five_minutes_are_two() -> None:
    half, five = (r for r in of_day(NOTICE, at("2016-10-01").date()) if r.kind == "closing")
    assert (half.at, half.until) == (at("2016-10-01T17:00"), five.at)
    assert (five.at, five.until) == (at("2016-10-01T17:25"), at("2016-10-01T17:30"))


def test_what_is_owed_is_told_from_the_beginning_of_the_service_day() -> None:
    assert kinds("2016-10-01T07:59:59", DueCounts(today=1)) == ["opening"]
    assert kinds("2016-10-01T08:00:00", DueCounts(today=1)) == ["dues"]
    assert kinds("2016-10-01T20:00:00", DueCounts(overdue=2)) == ["dues"]
    assert kinds("2016-10-01T20:00:00", DueCounts(before_end=2)) == []


def test_a_window_too_short_for_the_half_hour_has_but_the_five_minutes() -> None:
    hours = '[[hours]]\ndays = "every day"\nfrom = 08:00:00\nto = 08:20:00'
    notice = parse_notice(notice_text(hours=hours))
    assert kinds("2016-10-01T08:14:59", notice=notice) == []
    assert kinds("2016-10-01T08:15:00", notice=notice) == ["closing"]


def test_the_last_days_are_told_of_no_day_before_the_first() -> None:
    period = "[period]\nfirst_day = 2016-10-18\nlast_day = 2016-10-19"
    notice = parse_notice(notice_text(period=period))
    assert kinds("2016-10-17T12:00:00", notice=notice) == []
    assert kinds("2016-10-18T12:00:00", notice=notice) == ["last_days"]


def test_a_reminder_is_of_one_day_also_at_midnight() -> None:
    hours = '[[hours]]\ndays = "every day"\nfrom = 00:10:00\nto = 12:00:00'
    notice = parse_notice(notice_text(hours=hours))
    days = [date(2016, 10, n) for n in (1, 2, 3)]
    found = [reminder for day in days for reminder in of_day(notice, day)]
    assert [r.at for r in found if r.kind == "opening"] == [at(str(day)) for day in days]


def test_on_a_day_without_service_nothing_owed_is_told() -> None:
    notice = parse_notice(notice_text(closed="[[closed]]\nday = 2016-10-01"))
    assert kinds("2016-10-01T09:00:00", DueCounts(today=1), notice) == []
    assert of_day(notice, date(2016, 10, 1)) == []
    notice = parse_notice(notice_text(closed="[[closed]]\nday = 2016-10-18"))
    assert kinds("2016-10-18T09:00:00", notice=notice) == ["last_days"]


def test_a_reminder_is_plain_json_with_its_instants() -> None:
    told = closing().as_json()
    assert told["kind"] == "closing"
    assert (told["at"], told["until"], told["about"]) == (
        "2016-10-01T17:00:00+08:00",
        "2016-10-01T17:25:00+08:00",
        "2016-10-01T17:30:00+08:00",
    )


def test_the_end_of_taking_tips_is_told_on_its_day_and_an_hour_before() -> None:
    period = (
        "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19\ntips_until = 2016-10-10T16:00"
    )
    notice = parse_notice(notice_text(period=f"{period}:00"))
    day = [r for r in of_day(notice, at("2016-10-10").date()) if r.kind == "tips_end"]
    assert [r.at for r in day] == [at("2016-10-10T08:00"), at("2016-10-10T15:00")]
    assert kinds("2016-10-10T16:00:00", notice=notice) == []


def test_tips_that_end_with_a_day_before_the_last_end_on_that_day() -> None:
    period = "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19\ntips_until = 2016-10-10"
    notice = parse_notice(notice_text(period=period))
    told = {
        day: [
            r.at.format("HH:mm")
            for r in of_day(notice, date(2016, 10, day))
            if r.kind == "tips_end"
        ]
        for day in (9, 10, 11)
    }
    assert told == {9: [], 10: ["08:00"], 11: []}


def test_all_of_a_day_stand_by_when_they_are_to_be_given() -> None:
    appointed = [at("2016-10-17T17:20:00"), at("2016-10-17T08:30:00")]
    found = of_day(NOTICE, date(2016, 10, 17), appointed)
    assert [(r.key, r.kind) for r in found] == [
        ("20161016T235000Z-opening", "opening"),
        *((f"20161017T000000Z-{kind}", kind) for kind in ("dues", "last_days")),
        ("20161017T001500Z-appointment", "appointment"),
        ("20161017T090000Z-closing", "closing"),
        ("20161017T090500Z-appointment", "appointment"),
        ("20161017T092500Z-closing", "closing"),
    ]


def test_where_the_last_hour_begins_with_the_service_its_end_is_told_once() -> None:
    for tips_until, told in (("09:00:00", ["08:00"]), ("09:01:00", ["08:00", "08:01"])):
        period = (
            "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19\n"
            f"tips_until = 2016-10-10T{tips_until}"
        )
        found = of_day(parse_notice(notice_text(period=period)), date(2016, 10, 10))
        assert [r.at.format("HH:mm") for r in found if r.kind == "tips_end"] == told


def test_an_opening_just_after_midnight_is_told_the_evening_before() -> None:
    hours = '[[hours]]\ndays = "every day"\nfrom = 00:05:00\nto = 12:00:00'
    notice = parse_notice(notice_text(hours=hours))
    assert kinds("2016-10-01T23:56:00", notice=notice) == ["opening"]
    assert kinds("2016-10-02T00:04:00", notice=notice) == ["opening"]


def test_the_next_instant_to_look_is_known_and_after_the_end_there_is_none() -> None:
    instant, found = at("2016-10-18T12:00"), []
    while instant := next_at(NOTICE, instant):  # type: ignore[assignment]
        found.append(instant.format("DD HH:mm"))
    hours = ["07:50", "08:00", "17:00", "17:25"]
    assert found == ["18 17:00", "18 17:25", *(f"19 {clock}" for clock in hours)]


def test_what_is_appointed_is_told_in_time_the_earliest_first() -> None:
    nine, later = at("2016-10-01T09:00:00"), at("2016-10-01T09:10:00")
    for instant, told in (
        ("2016-10-01T08:44:59", []),
        ("2016-10-01T08:45:00", [nine]),
        ("2016-10-01T08:55:00", [nine, later]),
        ("2016-10-01T09:00:00", [later]),
        ("2016-10-01T09:10:00", []),
    ):
        found = current(NOTICE, at(instant), NOTHING, [later, nine, later])
        assert [one.about for one in found if one.kind == "appointment"] == told, instant


def test_one_looks_again_when_what_is_appointed_is_to_be_told() -> None:
    nine, later = at("2016-10-01T09:00:00"), at("2016-10-09T09:10:00")
    for instant, again in (
        ("2016-10-01T08:00:00", "2016-10-01T08:45:00"),
        ("2016-10-01T08:45:00", "2016-10-01T17:00:00"),
        ("2016-10-09T08:00:00", "2016-10-09T08:55:00"),
    ):
        assert next_at(NOTICE, at(instant), (later, nine)) == at(again), instant


def test_what_is_told_of_a_whole_day_holds_until_its_end_and_is_about_it() -> None:
    start, end = at("2016-10-19T00:00:00"), at("2016-10-20T00:00:00")
    opens = at("2016-10-19T08:00:00")
    for kind in ("dues", "last_days"):
        assert Reminder(kind, opens, end, start) in of_day(NOTICE, start.date())  # type: ignore[arg-type]
    day_and_night = '[[hours]]\ndays = "every day"\nfrom = 00:00:00\nto = 00:00:00'
    found = of_day(parse_notice(notice_text(hours=day_and_night)), start.date())
    assert [(one.kind, one.at) for one in found[:2]] == [("dues", start), ("last_days", start)]


def test_where_no_last_day_is_announced_no_day_is_one_of_the_last() -> None:
    notice = parse_notice(notice_text(period="[period]\nfirst_day = 2016-09-20"))
    for day in (date(2016, 9, 20), date(2026, 9, 20)):
        assert {one.kind for one in of_day(notice, day)} == {"opening", "closing", "dues"}


def test_while_the_lines_stay_closed_for_weeks_one_looks_again_later() -> None:
    closed = "".join(f"[[closed]]\nday = 2016-09-{day}\n" for day in range(21, 31))
    closed += "".join(f"[[closed]]\nday = 2016-10-{day:02}\n" for day in range(1, 20))
    for last_day in ("last_day = 2016-11-19", ""):
        period = f"[period]\nfirst_day = 2016-09-20\n{last_day}"
        notice = parse_notice(notice_text(period=period, closed=closed))
        again = next_at(notice, at("2016-09-21T12:00:00"))
        assert again and at("2016-09-21T12:00:00") < again < at("2016-10-20T00:00:00")
        assert next_at(notice, again)


def test_before_a_period_far_ahead_one_looks_again_later() -> None:
    first = next_at(NOTICE, at("2016-01-01T12:00"))
    assert first and at("2016-01-02") < first < at("2016-09-20")


# Once


def reminders_in(folder: Path, officer: str) -> GivenReminders:
    return GivenReminders(FolderNotes(folder), officer)


def closing() -> Reminder:
    return next(r for r in of_day(NOTICE, at("2016-10-01").date()) if r.kind == "closing")


def test_of_two_sessions_one_gives_it_and_no_later_one_does(tmp_path: Path) -> None:
    now = closing().at
    one, other = (reminders_in(tmp_path / "reminders", name) for name in (OFFICER, "乙"))
    with one.giving(closing(), now) as is_ours, other.giving(closing(), now) as is_theirs:
        assert (is_ours, is_theirs) == (True, False)
    with other.giving(closing(), now) as is_theirs:
        assert not is_theirs
    given = other.of(closing())
    assert given and (given.by, given.at) == (OFFICER, "2016-10-01T17:00:00+08:00")
    notes = FolderNotes(tmp_path / "reminders")
    for said, by in (
        (b'{"by":1,"at":2}', "1"),
        (b'{"by":"x"}', None),
        (b"[]", None),
        (b"\xff", None),
    ):
        notes.keep(closing().key, said)
        found = other.of(closing())
        assert (found and found.by) == by


def test_what_a_dying_session_did_not_give_is_given_by_the_next(tmp_path: Path) -> None:
    if not (child := os.fork()):
        giving = reminders_in(tmp_path / "reminders", "乙").giving(closing(), closing().at)
        os._exit(0 if giving.__enter__() else 1)
    assert os.waitpid(child, 0)[1] == 0
    reminders = reminders_in(tmp_path / "reminders", OFFICER)
    assert reminders.of(closing()) is None
    with reminders.giving(closing(), closing().at) as is_ours:
        assert is_ours


KINDS: tuple[Kind, ...] = (
    "opening",
    "closing",
    "dues",
    "last_days",
    "tips_end",
    "appointment",
)


def test_old_ones_are_cleared_and_nothing_else(tmp_path: Path) -> None:
    folder, given_at = tmp_path / "reminders", at("2016-10-01T17:00")
    reminders = reminders_in(folder, OFFICER)
    all_kinds = [Reminder(kind, given_at, given_at, given_at) for kind in KINDS]
    for one in all_kinds:
        with reminders.giving(one, given_at):
            pass
    others = {"notes.txt", "20160101.txt", "20160101T000000Z-旧.json"}
    for name in others:
        (folder / name).touch()
    # Two days by the clocks by which a note is named, which are behind those of the desk.
    for now in ("2016-10-02T08:00", "2016-10-04T07:59"):
        reminders.clear(at(now))
        assert all(map(reminders.of, all_kinds))
    reminders.clear(at("2016-10-04T08:00"))
    assert {path.name for path in folder.iterdir()} == others


@pytest.mark.parametrize("said", [b"", b"{", b"\xff", b"[]", b"1", b"{}", b'{"by":"a"}'])
def test_a_note_that_tells_nobody_is_of_no_reminder(tmp_path: Path, said: bytes) -> None:
    reminders = reminders_in(tmp_path, OFFICER)
    assert reminders.of(closing()) is None
    (tmp_path / "20161001T090000Z-closing").write_bytes(said)
    assert reminders.of(closing()) is None


def test_where_the_folder_takes_nothing_it_is_given_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "reminders").touch()
    with reminders_in(tmp_path / "reminders", OFFICER).giving(closing(), closing().at) as ours:
        assert ours
