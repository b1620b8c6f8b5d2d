"""What was said about one tip is gone where the next is typed, and comes back with the first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from store.tips.tip import Reporter
from tests.store.desks import open_desk, tip_of
from tests.tui.sitting import Sitting, a_desk, sitting
from tui.widgets.choice import Choice
from tui.widgets.merge_panel import MergePanel

pytestmark = pytest.mark.whole


def faults(desk: Sitting) -> list[str]:
    return [row.field for row in desk.app.desk_screen.form.fields.rows() if row.fault]


async def amend_the_first(desk: Sitting) -> None:
    """The form, in which the first tip is to be amended."""
    await desk.press("f4", "enter")
    await desk.see("修改记录")
    await desk.press("e")
    await desk.see("修改 2016-0001")


async def test_nothing_that_was_wrong_with_one_tip_is_said_of_the_next(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        form = desk.app.desk_screen.form
        await desk.press("f2")
        await desk.type("某局")
        await desk.fill("summary", "一句")
        await desk.press("ctrl+s")
        await desk.see("没有保存，有")
        assert faults(desk)[:1] == ["subjects.group"]
        await desk.fill("reporter.contact", "13900001111")
        await desk.fill("subjects.person", "李")
        await desk.press("f8")
        assert faults(desk) == [] and "没有保存" not in desk.seen
        assert form.fields.scroll_offset.y == 0
        await desk.type("另一局")
        await desk.until(lambda: bool(form.typed().is_kept), "its draft")
        assert faults(desk) == [], "nothing is asked of it before it is to be saved"
        # Back in the first one writes on where one wrote last.
        await desk.press("ctrl+e")
        assert form.fields.values["subjects"][0]["unit"] == "某局"
        await desk.type("四")
        assert form.fields.values["subjects"][0]["person"] == "李四"
        assert form.fields.values["summary"] == "一句"


async def test_who_comes_back_in_another_session_writes_on_behind_what_was_told_last(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f2")
        await desk.type("某局")
        await desk.fill("subjects.post", "局")
        await desk.press("f8")
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f2", "ctrl+e")
        await desk.see("收到时间已按草稿的开始时间填入")
        await desk.type("长")
        (subject,) = desk.app.desk_screen.form.fields.values["subjects"]
        assert (subject["unit"], subject["post"]) == ("某局", "局长")
        await desk.press("f9")
        await desk.see("请再按一次 F9")
        await desk.press("tab")
        assert "请再按一次" not in desk.seen
        await desk.press("f9")
        await desk.see("请再按一次 F9")
        assert len(desk.desk.drafts.all()) == 1, "it asked before one went elsewhere"
        await desk.press("f9")
        await desk.until(lambda: desk.desk.drafts.all() == [], "the end of it")
        assert desk.app.desk_screen.form.waiting == 0


async def test_what_another_made_of_a_tip_goes_with_it(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as made:
        made.record(tip_of())
    async with sitting(tmp_path / "desk") as desk:
        form = desk.app.desk_screen.form
        await amend_the_first(desk)
        await desk.fill("summary", "本人补充")
        with open_desk(tmp_path / "desk", "另一人") as other:
            other.amend(replace(other.tip("1"), summary="他人所写", referred_to=""))
        await desk.press("ctrl+s")
        await desk.see("已被他人修改")
        assert "本人补充" in form.fields.values["summary"]
        await desk.press("1")
        assert form.fields.values["summary"] == "他人所写"
        await desk.press("2")
        assert "本人补充" in form.fields.values["summary"]
        await desk.press("f8")
        await desk.until(lambda: not form.query(MergePanel), "the end of the question")
        assert form.fields.values["summary"] == "" and "他人改为" not in desk.seen


async def test_each_choice_is_of_its_own_field(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as made:
        made.record(
            replace(tip_of(), summary="原来", reporter=Reporter("王某某", "1380000", False))
        )
    async with sitting(tmp_path / "desk") as desk:
        form = desk.app.desk_screen.form
        await amend_the_first(desk)
        await desk.fill("summary", "本人补充")
        await desk.fill("reporter.contact", "9")
        theirs = Reporter("王某某", "1390000", False)
        with open_desk(tmp_path / "desk", "另一人") as other:
            other.amend(replace(other.tip("1"), summary="他人所写", reporter=theirs))
        await desk.press("ctrl+s")
        await desk.see("已被他人修改")
        choices = form.query_one(MergePanel).query(Choice).results(Choice)
        by_field = dict(
            zip([one.field for one in form.query_one(MergePanel).found], choices, strict=True)
        )
        assert [*by_field] == ["summary", "reporter.contact"]
        for field, told in (
            ("reporter.contact", ("原来本人补充", "1390000")),
            ("summary", ("他人所写", "1390000")),
        ):
            desk.app.screen.set_focus(by_field[field])
            await desk.press("1")
            assert (form.fields.values["summary"], form.fields.values["reporter.contact"]) == told
