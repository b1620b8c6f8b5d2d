"""What follows on tips from the command line: notes, who deals with them, call-backs, reporting up."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from store.clock import Clock
from store.desk.desk import Desk
from tests.builders import at, entry_of, notice_text
from tests.store.desks import new_desk, open_desk
from tests.store.sealed import LEAD, WORDS, planted
from tests.tui.shell import Shell
from tui.cli.who import login
from tui.printing.asking import wanted_of
from tui.printing.wanted import Wanted


@pytest.fixture
def desk(tmp_path: Path) -> Shell:
    """A desk with two tips, and one that was passed through."""
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--example")
    shell.add(entry_of(), entry_of())
    shell.say("pass-through", "--channel", "post", "--to", "组长")
    return shell


def test_a_note_has_its_kind_and_day_and_is_changed_or_withdrawn_by_its_place(desk: Shell) -> None:
    said = desk.say("note", "1", "--kind", "领导批示", "--on", "9-30", "请第二组办理")
    assert said == "2016-0001：已加记领导批示\n"
    first, second = desk.json("note", "1", "又一条")["notes"]
    assert (first["kind"], first["on"], first["text"]) == (
        "instruction",
        "2016-09-30",
        "请第二组办理",
    )
    assert (second["kind"], second["on"]) == ("remark", "2016-10-01")
    again = ("note", "1", "--which", "2", "--kind", "补充反映", "--on", "9-29", "改过")
    (_first, changed) = desk.json(*again)["notes"]
    assert (changed["kind"], changed["on"], changed["text"]) == ("supplement", "2016-09-29", "改过")
    # What is not said stays as it was.
    (_first, again) = desk.json("note", "1", "--which", "2", "又改")["notes"]
    assert (again["kind"], again["on"], again["text"]) == ("supplement", "2016-09-29", "又改")
    for more in ("又",), ("--kind", "备注"), ("--on", "9-30"):
        refused = desk.refuse("note", "1", "--which", "2", "--withdraw", *more, status=2)
        assert "撤回请只写" in refused
    desk.refuse("note", "1", "--withdraw", status=2)
    # There is none before the first: nothing new is written down in its place.
    assert "没有第 0 条" in desk.refuse("note", "1", "--which", "0", "又改")
    assert desk.json("note", "1", "--which", "2", "--withdraw")["notes"] == [first]


def test_several_get_who_deals_with_them_at_once(desk: Shell) -> None:
    assert desk.say("assign", "1-2", "--to", "王芳").count("承办人王芳") == 2
    assert [tip["handled_by"] for tip in desk.json("list")] == ["王芳", "王芳", ""]
    assert [tip["number"] for tip in desk.json("list", "--handler", "")] == ["2016-0003"]
    assert "（空）" in desk.say("assign", "2", "--to", "")
    assert "没有编号为" in desk.refuse("assign", "、", "--to", "王芳")


def test_what_is_appointed_is_told_with_its_matter_and_done_by_its_place(desk: Shell) -> None:
    desk.say("appoint", "1", "回电", "10-03 15:00", "--about", "补充证据")
    said = desk.say("appoint", "1", "interview", "10-04 9:00")
    assert said == "2016-0001：回电 2016-10-03 15:00\n2016-0001：约谈 2016-10-04 09:00\n"
    assert "第几项" in desk.refuse("done", "1")
    call, interview = desk.json("done", "1", "--which", "2")["appointments"]
    assert (call["text"], call["done_by"]) == ("补充证据", "")
    assert interview["done_by"]
    desk.say("done", "1")
    assert {due["duty"] for due in desk.json("due")} == {"acceptance", "reporting"}
    assert "时刻" in desk.refuse("appoint", "1", "回电", "改日", status=2)


def test_how_what_was_passed_through_was_reported_up_is_kept(desk: Shell) -> None:
    assert desk.json("report-up", "3", "--note", "专人送达")["reported"]["note"] == "专人送达"
    assert "专人送达" in desk.say("show", "3")


def test_to_note_something_on_the_own_tip_is_not_to_open_it(tmp_path: Path) -> None:
    with new_desk(tmp_path / "hidden", LEAD) as desk:
        desk.access.set_role(login(), "officer")
    with open_desk(tmp_path / "hidden", login()) as desk:
        desk.record(planted())
    answered = Shell(tmp_path / "hidden").say("note", "1", "已转告", "--json")
    assert json.loads(answered)["revision"] == 2
    assert [word for word in WORDS if word in answered] == []


def test_over_new_year_a_day_without_a_year_is_that_of_the_period(tmp_path: Path) -> None:
    period = "[period]\nfirst_day = 2016-12-20\nlast_day = 2017-01-20"
    (tmp_path / "公告.toml").write_text(notice_text(period=period))
    desk, now = Shell(tmp_path / "desk"), "2017-01-10T10:00:00+08:00"
    desk.say("init", "--notice", str(tmp_path / "公告.toml"), at=now)
    desk.add(entry_of(received_at="12-25 10:00"), at=now)
    assert len(desk.json("list", "--from", "12-25", "--to", "12-25", at=now)) == 1
    assert desk.json("report", "--day", "12-25", at=now)["figures"]["received"] == 1
    (noted,) = desk.json("note", "1", "甲", "--on", "12-26", at=now)["notes"]
    assert noted["on"] == "2016-12-26"
    (made,) = desk.json("appoint", "1", "call_back", "1-3 9:30", at="2016-12-28T10:00:00+08:00")[
        "appointments"
    ]
    assert made["when"] == "2017-01-03T09:30:00+08:00"
    with Desk.open(desk.folder, clock=Clock(at("2016-12-28T10:00:00"))) as opened:
        assert wanted_of(opened, {"due": "1-20"}, Wanted()).due == date(2017, 1, 20)
    with Desk.open(desk.folder, clock=Clock(at("2017-01-10T10:00:00"))) as opened:
        assert wanted_of(opened, {"day": "12-25", "due": "12-25"}, Wanted()) == Wanted(
            day=date(2016, 12, 25), due=date(2017, 12, 25)
        )
