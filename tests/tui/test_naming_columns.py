"""A register in words of its own: whoever looks at it says which column is which, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.dialogue import dialogue
from tests.tui.sitting import Sitting, a_desk, sitting
from tui.widgets.pointed_list import PointedList

pytestmark = pytest.mark.whole

HEAD = "何时,怎么来的,说谁,在哪,哪一类人,哪方面,说什么,怎么办"
ROW = "2016-09-21 9:05,来信,赵某某,某局,班子成员,廉洁纪律,{},交组长"
OTHERS = ("来源", "被反映人", "被反映单位", "对象类别", "问题类别", "主要内容")
NAMED = ("收到时间", *OTHERS, "并入主要内容")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with a_desk(tmp_path / "desk"):
        pass
    for n, what in enumerate(("收受礼金", "公款吃喝"), 1):
        text = f"{HEAD}\n{ROW.format(what)}\n"
        (tmp_path / f"{n}.csv").write_text(text, encoding="gb18030")
    return tmp_path


async def go_to_the_columns(desk: Sitting, folder: Path) -> None:
    """Has the first register read, and goes to its columns."""
    await desk.press("f11")
    await desk.type(str(folder / "1.csv"))
    await desk.press("enter", "f9")


async def choose(desk: Sitting, wanted: str) -> None:
    """Goes to the row that says so, and chooses it."""
    options = desk.app.screen.query_one(PointedList)
    for _row in range(options.option_count):
        at = options.highlighted
        if at is not None and str(options.get_option_at_index(at).prompt).startswith(wanted):
            break
        await desk.press("down")
    await desk.press("enter")


async def test_on_the_screen_and_the_next_file_of_that_shape_is_understood(folder: Path) -> None:
    async with sitting(folder / "desk") as desk:
        await desk.press("f11")
        await desk.type(str(folder / "1.csv"))
        await desk.press("enter")
        await desk.see("按 F9 指明哪一列是哪一栏")
        await desk.press("f9")
        for heading, field in zip(HEAD.split(","), NAMED, strict=True):
            await choose(desk, heading)
            await desk.see(f"“{heading}”是哪一栏")
            await choose(desk, field)
        await desk.press("escape")
        await desk.see("可导入 1 行")
        await desk.press("ctrl+s")
        await desk.see("导入 1 行")
        await desk.press("escape", "f11")
        await desk.type(str(folder / "2.csv"))
        await desk.press("enter")
        await desk.see("可导入 1 行")
        await desk.press("ctrl+s")
        await desk.see("导入 1 行")
        summaries = [tip.summary for tip in desk.desk.tips()]
    assert summaries == ["收受礼金\n怎么办：交组长", "公款吃喝\n怎么办：交组长"]


async def test_a_column_looked_at_again_is_pointed_at_as_what_it_was_named(folder: Path) -> None:
    async with sitting(folder / "desk") as desk:
        await go_to_the_columns(desk, folder)
        await choose(desk, "说谁")
        await choose(desk, "被反映人")
        await choose(desk, "说谁")
        await desk.see("“说谁”是哪一栏")
        options = desk.app.screen.query_one(PointedList)
        assert options.highlighted is not None
        assert str(options.get_option_at_index(options.highlighted).prompt) == "被反映人"


async def test_going_back_from_the_columns_changes_nothing(folder: Path) -> None:
    async with sitting(folder / "desk") as desk:
        await go_to_the_columns(desk, folder)
        await choose(desk, "何时")
        await desk.see("“何时”是哪一栏")
        await desk.press("escape")
        await desk.see("表中哪一列是哪一栏")
        await desk.press("escape")
        await desk.see("按 F9 指明哪一列是哪一栏")


def test_line_by_line_and_only_once(folder: Path) -> None:
    named = [answer for pair in zip(HEAD.split(","), NAMED, strict=True) for answer in pair]
    said = dialogue(
        folder / "desk",
        *("导入", str(folder / "1.csv"), "各列", *named, "", "逐行", "导入"),
        *("导入", str(folder / "2.csv"), "对象类别", "导入", "0"),
    )
    assert "第 1 行像是表头：何时、怎么来的" in said
    assert "1 何时：收到时间" in said and "8 怎么办：并入主要内容" in said
    assert "第 2 行  可导入  2016-09-21 星期三 09:05  邮政信箱" in said
    assert said.count("有问题未导入 0 行") == 2
    with a_desk(folder / "desk") as desk:
        assert len(desk.tips()) == 2


def test_line_by_line_what_is_no_register_is_told(folder: Path) -> None:
    said = dialogue(folder / "desk", "导入", str(folder / "absent"), "导入", "", "0")
    assert "无法读取" in said
