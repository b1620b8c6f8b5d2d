"""Two calls at once: each has its own tip, its own clock, and gets its own words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import at
from tests.store.desks import tip_of
from tests.tui.sitting import Sitting, a_desk, sitting
from tui.entering.draft import left_drafts
from tui.widgets.tip_form import TipForm

pytestmark = pytest.mark.whole

FIRST, SECOND = "甲来电称某局收礼", "乙来电"


def form_of(desk: Sitting) -> TipForm:
    return desk.app.desk_screen.form


def told(desk: Sitting) -> dict[str, Any]:
    """What stands in the form's fields."""
    return form_of(desk).fields.values


def kept(desk: Sitting) -> set[str]:
    """The summaries of which there are drafts."""
    return {draft.values["values"]["summary"] for draft in desk.desk.drafts.all()}


async def takes_two_calls(desk: Sitting, between: str = "f2") -> None:
    """The second caller is heard while the first one is half told."""
    await desk.send("f2", *"某局", "ctrl+d", *FIRST, between, "ctrl+d", *SECOND)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_key_for_a_new_tip_sets_aside_what_is_open_and_shows_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with sitting(tmp_path / "desk", size) as desk:
        await takes_two_calls(desk)
        assert (told(desk)["summary"], told(desk)["subjects"][0]["unit"]) == (SECOND, "")
        await desk.see("Ctrl+E 到搁置的 1 件：16:59 10 字“甲来电称某局收礼 某局”")
        await desk.until(lambda: kept(desk) == {FIRST, SECOND}, "both drafts")


async def test_a_new_tip_has_no_blank_subjects_of_the_one_before(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.send("f2", "f6", "f6", "f2", *"某局")
        assert [row["unit"] for row in told(desk)["subjects"]] == ["某局"]


async def test_a_key_goes_from_one_open_tip_to_the_next_where_one_typed_in_it(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.send("f2", *"某局", "f6", *"某处", "enter", *"王")
        await desk.send("f2", "ctrl+d", *SECOND, "ctrl+e", *"五", "ctrl+e", *"，又称")
        assert told(desk)["summary"] == f"{SECOND}，又称"
        await desk.send("ctrl+e")
        assert [row["person"] for row in told(desk)["subjects"]] == ["", "王五"]
        await desk.send("f8")
        summaries = set()
        for _turn in range(3):
            await desk.send("ctrl+e")
            summaries.add(told(desk)["summary"])
        assert summaries == {"", f"{SECOND}，又称"}


async def test_each_tip_that_is_set_aside_is_named_and_gone_on_with_in_that_order(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (150, 40)) as desk:
        await takes_two_calls(desk)
        await desk.send("f2")
        await desk.see("搁置的 2 件：16:59 10 字“甲来电称某局收礼 某局”；16:59 3 字“乙来电”")
        for summary in (FIRST, SECOND, FIRST):
            await desk.send("ctrl+e")
            assert told(desk)["summary"] == summary


async def test_the_key_for_a_new_tip_leaves_one_that_is_amended_though_nothing_is_changed(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path / "desk") as made:
        made.record(tip_of())
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f4", "enter")
        await desk.see("修改记录")
        await desk.press("e")
        await desk.see("修改 2016-0001")
        await desk.press("f2")
        await desk.see("登记新举报")
        assert (told(desk)["summary"], form_of(desk).waiting) == ("", 0)


async def test_who_amends_a_stored_tip_meanwhile_finds_again_what_was_typed(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as made:
        made.record(tip_of())
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2", "ctrl+f", "4")
        await desk.type("某局")
        await desk.press("f4", "enter")
        await desk.see("修改记录")
        await desk.press("e")
        await desk.see("修改 2016-0001")
        await desk.see("Ctrl+E 到搁置的 1 件")
        (draft,) = desk.desk.drafts.all()
        assert draft.values["values"]["subjects"][0]["unit"] == "某局"
        await desk.press("f8")
        assert told(desk)["line"].startswith("visit "), "as the last that was new"
        assert told(desk)["subjects"][0]["unit"] == ""
        await desk.press("ctrl+e")
        assert told(desk)["subjects"][0]["unit"] == "某局"
        await desk.until(lambda: form_of(desk).waiting == 1, "one tip that is begun")


@pytest.mark.parametrize("key", ["escape", "f3", "f4", "f5"])
async def test_from_elsewhere_the_key_leads_back_to_the_tip_that_is_shown(
    tmp_path: Path, key: str
) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await takes_two_calls(desk)
        await desk.send(key, "ctrl+e", *"继续")
        assert told(desk)["summary"] == f"{SECOND}继续"
        await desk.send(key, "f2", *"丙县")
        assert (told(desk)["summary"], told(desk)["subjects"][0]["unit"]) == ("", "丙县")
        await desk.see("搁置的 2 件")


async def test_who_sets_a_tip_aside_types_on_in_a_blank_one(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.send("f2", "ctrl+d", *FIRST, "f8", *"丁镇")
        assert (told(desk)["summary"], told(desk)["subjects"][0]["unit"]) == ("", "丁镇")
        (left,) = left_drafts(desk.desk, form_of(desk).entry.name)
        assert left.values["summary"] == FIRST


async def test_each_call_has_a_clock_of_its_own(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.send("f2", "ctrl+d", *FIRST)
        await desk.see("草稿已存")
        desk.clock.instant = at("2016-10-01T17:02:30")
        await desk.send("f2", "ctrl+d", *SECOND)
        await desk.see("草稿已存")
        desk.clock.instant = at("2016-10-01T17:03:30")
        await desk.see("已通话 01:00")
        await desk.send("ctrl+e")
        await desk.see("已通话 04:00")
        await desk.send("ctrl+e")
        await desk.see("已通话 01:00")
        # Saved at last, it came when it was begun.
        await desk.send("ctrl+e", "ctrl+l")
        await desk.see("已暂存：2016-0001")
        assert desk.desk.tip("1").received_at == at("2016-10-01T16:59:30")


async def test_nothing_but_a_line_is_no_tip_to_be_set_aside(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.send("f2", "ctrl+f", "3", "f2", "f8", "f2")
        assert form_of(desk).waiting == 0 and desk.desk.drafts.all() == []
        assert told(desk)["line"].startswith("post ")
        await desk.send("ctrl+e")
        await desk.see("没有搁置的举报。")


@pytest.mark.parametrize(
    "with_it", ["f2", "f8", "ctrl+l", "f9 f9", "f4 enter e f8", "f4 enter e f9"]
)
async def test_whatever_becomes_of_a_tip_the_next_one_begins_on_its_line(
    tmp_path: Path, with_it: str
) -> None:
    with a_desk(tmp_path / "desk") as made:
        made.record(tip_of())
    async with sitting(tmp_path / "desk") as desk:
        await desk.send("f2", "ctrl+f", "4", *"某局")
        assert told(desk)["line"].startswith("visit ")
        for key in with_it.split():
            await desk.press(key)
        await desk.until(lambda: told(desk)["subjects"][0]["unit"] == "", "a blank form")
        assert told(desk)["line"].startswith("visit ")


@pytest.mark.parametrize(
    ("asked", "other", "question"),
    [("f9", "f7", "被反映人 1 已有内容。"), ("f7", "f9", "所填内容将无法找回。")],
)
async def test_who_says_yes_to_one_question_has_not_said_so_to_another(
    tmp_path: Path, asked: str, other: str, question: str
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.send("f2", *"某局")
        await desk.press(asked)
        await desk.see("请再按一次")
        await desk.press(other)
        await desk.see(question)
        assert told(desk)["subjects"][0]["unit"] == "某局"


async def test_what_was_set_aside_is_gone_on_with_in_one_session_alone(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk, sitting(tmp_path / "desk") as other:
        await takes_two_calls(desk)
        # By then the first is nobody's any more.
        await desk.until(lambda: kept(desk) == {FIRST, SECOND}, "both drafts")
        await other.send("ctrl+e")
        await other.until(lambda: told(other)["summary"] == FIRST)
        await desk.send("ctrl+e")
        assert told(desk)["summary"] == SECOND
        await desk.see("没有搁置的举报。")


async def test_what_the_disk_does_not_take_is_set_aside_all_the_same(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        (tmp_path / "desk" / "drafts").write_text("in the way")
        await takes_two_calls(desk)
        await desk.see("搁置的 1 件")
        await desk.send("ctrl+e")
        assert told(desk)["summary"] == FIRST
        (tmp_path / "desk" / "drafts").unlink()
        await desk.send("ctrl+q")
        assert "已留作草稿" in (desk.app.return_value or "")
    with a_desk(tmp_path / "desk") as left:
        assert {one.values["summary"] for one in left_drafts(left)} == {FIRST, SECOND}
