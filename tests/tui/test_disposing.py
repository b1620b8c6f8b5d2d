"""What becomes of tips, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import REFERRAL, entry_of
from tests.tui.shell import Shell

NAMED = {"name": "王某某", "contact": "13800000000", "verified": True}


@pytest.fixture
def desk(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--example")
    shell.add(entry_of(reporter=NAMED), entry_of(REFERRAL), entry_of(reporter=NAMED))
    return shell


def test_a_referral_from_its_recording_to_the_copy(desk: Shell) -> None:
    assert [due["number"] for due in desk.json("due")] == ["2016-0002", "2016-0001", "2016-0003"]
    told = [line.partition("  ")[0] for line in desk.say("due").splitlines()]
    assert told == ["2016-0002", "2016-0001", "2016-0003"]
    tip = desk.json("dispose", "2", "referred", "--letter", "〔2016〕1 号", "--on", "9-30")
    assert (tip["status"], tip["disposition"]["to"]) == ("referred", "区环境保护局")
    copy = desk.json("referral", "2")
    assert (copy["letter"], copy["referred_on"]) == ("〔2016〕1 号", "2016-09-30")
    said = desk.say("referral", "2")
    assert "〔2016〕1 号" in said and "受理范围" not in said
    shown = desk.say("show", "2")
    assert "转办" in shown and "〔2016〕1 号" in shown
    assert "2016-0002" not in desk.say("due")


def test_the_referral_guard_is_one_sentence(desk: Shell) -> None:
    said = desk.refuse("dispose", "2", "referred", "--to", "某街道办综治办")
    assert "第四十七条" in said and len(said.splitlines()) == 1
    assert desk.json("show", "2")["status"] == "registered"


def test_a_repeat_is_linked_and_kept_apart(desk: Shell) -> None:
    assert desk.json("dispose", "3", "duplicate", "--of", "1")["matter"] == "2016-0001"
    (pattern,) = desk.json("patterns")
    assert (pattern["tips"], pattern["reporters"], pattern["repeats"]) == (2, 1, 1)
    assert desk.json("counts")["by_status"]["duplicate"] == 1
    assert "赵某某" in desk.say("patterns")


def test_several_are_disposed_of_with_one_act_and_taken_back_with_one(desk: Shell) -> None:
    desk.add(entry_of(), entry_of())
    command = ("dispose", "1", "3-4", "2016-0003", "呈组长", "--to", "第二组", "--on", "9-30")
    said = desk.say(*command)
    assert desk.json("show", "4")["disposition"]["on"] == "2016-09-30"
    assert [line[:9] for line in said.splitlines()] == ["2016-0001", "2016-0003", "2016-0004"]
    assert {tip["status"] for tip in desk.json("list")} == {"handed_to_team", "registered"}
    assert desk.say("undo").count("已撤销") == 3
    assert {tip["status"] for tip in desk.json("list")} == {"registered"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("1-3", "referred", "--to", "某局"), "2016-0001"),
        (("1", "8", "呈组长"), "2016-0008"),
        (("1-999999999", "呈组长"), "2016-0004"),
        (("、", "呈组长"), "没有编号为"),
        (("1", "3", "duplicate"), "一件一件"),
        (("1", "3", "呈组长", "--of", "2"), "一件一件"),
    ],
)
def test_of_several_none_is_disposed_of_where_one_cannot_be(
    desk: Shell, arguments: tuple[str, ...], said: str
) -> None:
    status = 2 if said == "一件一件" else 1
    assert said in desk.refuse("dispose", *arguments, status=status)
    assert {tip["status"] for tip in desk.json("list")} == {"registered"}


def test_a_note_that_is_piped_in_keeps_all_its_lines(desk: Shell) -> None:
    done = desk.say("note", "1", "-", "--json", given="第一行\n第二行\n".encode())
    assert "第一行\\n第二行" in done


def test_the_history_tells_of_each_note_what_was_added_and_no_more(desk: Shell) -> None:
    for text in ("请第二组办理", "已谈话"):
        desk.say("note", "1", text)
    said = desk.say("history", "1")
    assert said.count("请第二组办理") == said.count("已谈话") == 1


def test_linking_telling_and_undoing(desk: Shell) -> None:
    assert desk.json("link", "3", "1")["matter"] == "2016-0001"
    assert "2" in desk.say("link", "3", "1")
    assert desk.json("unlink", "3")["matter"] == ""
    assert desk.json("tell", "1", "--note", "电话")["told"]["note"] == "电话"
    assert "已撤销告知反映人（2016-10-01 16:59）：2016-0001 现为" in desk.say("undo")
    assert desk.json("show", "1")["told"] is None
    assert len(desk.refuse("undo").splitlines()) == 1


def test_what_is_passed_through_has_no_content(desk: Shell) -> None:
    tip = desk.json("pass-through", "--channel", "post", "--to", "组长", "--received-at", "9:05")
    assert (tip["status"], tip["summary"], tip["subjects"]) == ("passed_through", "", [])
    assert tip["received_at"] == "2016-10-01T09:05:00+08:00"
    assert "径送" in desk.say("show", "4")
    elsewhere = ("pass-through", "--channel", "box", "--to", "组长")
    for command in (elsewhere, (*elsewhere[:2], "post", "--line", "18073127519", *elsewhere[3:])):
        assert len(desk.refuse(*command).splitlines()) == 1
    assert len(desk.json("list")) == 4


def test_a_half_done_tip_from_options(desk: Shell) -> None:
    desk.say("add", "--channel", "landline", "--summary", "电话断了", "--to-complete")
    assert desk.json("show", "4")["to_complete"] is True
    counts = desk.json("counts")
    assert (counts["total"], counts["to_complete"]) == (4, 1)
    assert "待补录" in desk.say("show", "4") and "待补录" in desk.say("counts")


def test_what_a_tip_still_lacks(desk: Shell) -> None:
    told = desk.json("guide", "1")
    assert told["what"] and told["evidence"] and not told["witnesses"]
    assert "○ 知情人" in desk.say("guide", "1")
    # Whom it is about is known by a name alone, of a person or of a unit.
    for named, known in ({"person": "赵四"}, True), ({"unit": "甲局"}, True), ({"post": ""}, False):
        subject = {"group": "leadership", **named}
        desk.add(entry_of(subjects=[subject], summary="收受礼金", to_complete=True))
        assert desk.json("guide", desk.json("list")[-1]["number"])["who"] is known


@pytest.mark.parametrize(
    "arguments",
    [
        ("dispose", "9", "handed_to_team"),
        ("link", "1", "x"),
        ("unlink", "1"),
        ("tell", "2"),
    ],
)
def test_what_cannot_be_is_one_sentence(desk: Shell, arguments: tuple[str, ...]) -> None:
    assert len(desk.refuse(*arguments).splitlines()) == 1


def test_a_day_that_is_none_is_wrong_usage(desk: Shell) -> None:
    assert "--on" in desk.refuse("dispose", "2", "referred", "--on", "昨日", status=2)
