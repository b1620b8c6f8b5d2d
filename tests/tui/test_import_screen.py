"""An old register on the screen: looked at before anything is taken in, by keyboard alone."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.tui.dialogue import dialogue
from tests.tui.sitting import Sitting, a_desk, key_event, sitting
from tui.screens.import_screen import ImportScreen
from tui.widgets.paper_text import PaperText
from tui.widgets.pointed_list import PointedList

pytestmark = pytest.mark.whole

HEAD = "收件日期,来源,被反映人,单位,对象类别,问题类别,主要内容"
ROWS = (
    "2016-09-21 9:05,来信,赵某某,某局,班子成员,廉洁纪律,收受礼金",
    "2016-09-22 9:05,来信,钱某某,某局,,廉洁纪律,公款吃喝",
    "昨天,来信,孙某某,某局,班子成员,廉洁纪律,不作为",
)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "台账.csv"
    path.write_text("\n".join((HEAD, *ROWS)), encoding="gb18030")
    return path


async def test_a_register_is_looked_at_and_then_taken_in(tmp_path: Path, register: Path) -> None:
    with a_desk(tmp_path / "desk"):
        pass
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f11")
        in_full = desk.app.screen.query_one(PaperText)
        assert not in_full.is_on_screen, "there is no row to be read in full yet"
        await desk.type(str(register))
        await desk.press("enter")
        await desk.see("可导入 1 行，已在册 0 行，有问题 2 行")
        assert in_full.is_on_screen
        assert "对象类别：请选定一类" in desk.seen
        assert desk.desk.tips() == []
        # None of the screen's own keys is left out.
        assert "F9 各列" in desk.seen and "Esc 返回" in desk.seen
        await desk.press("f6")
        await desk.see("没有对象类别的按“领导班子及其成员”")
        await desk.see("可导入 2 行，已在册 0 行，有问题 1 行")
        assert "“昨天”无法识别" in desk.seen
        await desk.press("ctrl+s")
        await desk.see("导入 2 行，已在册 0 行，有问题未导入 1 行")
        assert "收受礼金" not in desk.seen, "what was taken in is listed no more"
        assert [tip.summary for tip in desk.desk.tips()] == ["收受礼金", "公款吃喝"]
        await desk.press("ctrl+s")
        assert len(desk.desk.tips()) == 2
        assert [entry.kind for entry in desk.desk.duty_log.all()] == ["import"]
        await desk.press("escape")
        await desk.see("今日")
        await desk.see("公款吃喝")


async def test_who_clicks_where_the_rows_will_be_types_the_path_on(
    tmp_path: Path, register: Path
) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f11")
        await desk.type(str(register)[:-4])
        await desk.pilot.click(offset=(40, 15))
        await desk.type(str(register)[-4:-2])
        await desk.press("tab")
        await desk.type(str(register)[-2:])
        await desk.press("enter")
        await desk.see("公款吃喝")
        await desk.press("ctrl+x", "enter")
        await desk.see("内容已收起，请重新读取。")
        await desk.press("end", "backspace", "enter")
        await desk.until(lambda: "公款吃喝" not in desk.seen and "内容已收起" not in desk.seen)


async def test_who_has_columns_that_are_left_out_is_told_how_to_name_them_first(
    tmp_path: Path, register: Path
) -> None:
    register.write_text("\n".join((f"{HEAD},随手记", *(f"{row},无" for row in ROWS))))
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f11")
        await desk.type(str(register))
        await desk.press("enter")
        await desk.see("这些列没有导入：随手记")
        told = ("可导入 1 行", "按 F9 指明哪一列是哪一栏。", "这些列没有导入：随手记")
        assert sorted(map(desk.seen.index, told)) == [*map(desk.seen.index, told)]


async def test_rows_that_are_not_complete_are_taken_half_done(
    tmp_path: Path, register: Path
) -> None:
    with a_desk(tmp_path / "desk"):
        pass
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f11")
        await desk.type(str(register))
        await desk.press("enter", "f7")
        await desk.see("没有写全的按待补录")
        await desk.press("ctrl+s")
        await desk.see("导入 2 行")
        assert [tip.to_complete for tip in desk.desk.tips()] == [False, True]


async def test_what_was_read_is_gone_behind_the_curtain_and_taken_in_only_once_read_anew(
    tmp_path: Path, register: Path
) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f11")
        await desk.type(str(register))
        await desk.press("enter")
        await desk.see("公款吃喝")
        await desk.press("ctrl+x")
        await desk.see("屏幕已锁定")
        entry = next(
            screen.entry for screen in desk.app.screen_stack if isinstance(screen, ImportScreen)
        )
        assert (entry.source, entry.rows, entry.headings) == (None, [], ())
        await desk.press("enter")
        await desk.see("内容已收起，请重新读取。")
        await desk.press("ctrl+s", "f9", "f6")
        assert "钱某某" not in desk.seen and "公款吃喝" not in desk.seen
        assert "是哪一栏" not in desk.seen
        assert desk.desk.tips() == []
        await desk.press("enter")
        await desk.see("可导入 2 行")
        await desk.see("钱某某")


@pytest.mark.parametrize("among_the_fields", [False, True])
async def test_nor_is_it_below_the_rows_or_among_the_columns_behind_the_curtain(
    tmp_path: Path, register: Path, among_the_fields: bool
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f11")
        await desk.type(str(register))
        await desk.press("enter")
        await desk.see("公款吃喝")
        below = desk.app.screen.query_one(PaperText)
        assert "钱某某" in below.text
        await desk.press("f9", "down")
        await desk.see("赵某某")
        if among_the_fields:
            await desk.press("enter")
            await desk.see("“来源”是哪一栏")
        await desk.press("ctrl+x")
        await desk.see("屏幕已锁定")
        assert below.text == ""
        await desk.press("enter")
        if among_the_fields:
            await desk.see("“来源”是哪一栏")
            await desk.press("escape")
        await desk.see("哪一列是哪一栏")
        assert "赵某某" not in desk.seen and "收受礼金" not in desk.seen
        assert desk.app.screen.query_one(PointedList).highlighted == 1


async def begin_to_read(
    desk: Sitting, register: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[ImportScreen, threading.Event]:
    """The screen on which it is being read until the event is set."""
    await desk.press("f11")
    screen = desk.app.screen
    assert isinstance(screen, ImportScreen)
    go_on, read = threading.Event(), screen.entry.open
    monkeypatch.setattr(screen.entry, "open", lambda *what: (go_on.wait(30), read(*what)))
    await desk.type(str(register))
    desk.app.post_message(key_event("enter"))
    await desk.see("正在读取")
    return screen, go_on


@pytest.mark.parametrize("has_headings", [True, False])
async def test_nor_is_what_was_still_being_read_when_the_curtain_was_drawn(
    tmp_path: Path,
    register: Path,
    monkeypatch: pytest.MonkeyPatch,
    keys_wait_for_no_act: None,
    has_headings: bool,
) -> None:
    if not has_headings:
        register.write_text("甲,乙,丙\n赵某某,钱某某,收受礼金\n孙某某,李某某,公款吃喝\n")
    async with sitting(tmp_path / "desk") as desk:
        screen, go_on = await begin_to_read(desk, register, monkeypatch)
        desk.app.action_draw_curtain()
        await desk.see("屏幕已锁定")
        await desk.press("enter")
        await desk.see("内容已收起，请重新读取。")
        desk.app.post_message(key_event("enter"))
        await desk.see("请稍候再按 Enter")
        go_on.set()
        await desk.see("内容已收起，请重新读取。")
        assert "某某" not in desk.seen
        assert (screen.entry.source, screen.entry.rows, screen.entry.headings) == (None, [], ())
        await desk.press("enter")
        await desk.see("可导入 1 行" if has_headings else "按 F9 指明")


async def test_what_is_no_register_is_told(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk"):
        pass
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f11", "enter", "ctrl+s")
        assert "写出文件的路径" in desk.seen, "of no file nothing is read"
        await desk.type(str(tmp_path / "absent"))
        await desk.press("enter")
        await desk.see("无法读取")
        await desk.press("ctrl+s", "escape")
        await desk.see("今日")


async def test_who_leaves_while_rows_are_recorded_can_type_and_is_told_at_the_end(
    tmp_path: Path,
) -> None:
    register = tmp_path / "台账.csv"
    rows = (f"2016-09-21 9:05,来信,赵某某,某局,班子成员,廉洁纪律,第{n}件" for n in range(250))
    register.write_text("\n".join((HEAD, *rows)))
    with a_desk(tmp_path / "desk"):
        pass
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f11")
        await desk.type(str(register))
        await desk.press("enter")
        await desk.see("可导入 250 行")
        with desk.desk.ground.storage.writing:  # another writer has the desk
            await desk.press("ctrl+s", "ctrl+s")
            await desk.see("正在读取或导入")
            await desk.press("escape", "f2")
            await desk.fill("summary", "来电的内容")
            assert desk.desk.tips() == []
        await desk.see("导入 250 行")
        await desk.see("来电的内容")
        assert len(desk.desk.tips()) == 250


async def test_over_ssh_no_file_of_the_desks_machine_is_read(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk"):
        pass
    async with sitting(tmp_path / "desk", is_remote=True) as desk:
        await desk.press("f11")
        await desk.see("不读值班台所在电脑上的文件")
        assert "文件或目录" not in desk.seen
    said = dialogue(tmp_path / "desk", "导入", "0", is_remote=True)
    assert "不读值班台所在电脑上的文件" in said and "文件或目录" not in said


async def test_the_file_that_is_read_is_named_and_nothing_is_taken_in_meanwhile(
    tmp_path: Path, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_desk(tmp_path / "desk"):
        pass
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        screen, go_on = await begin_to_read(desk, register, monkeypatch)
        assert f"正在读取{register}…" in "".join(desk.seen.split())
        screen.action_take_in()
        await desk.see("请稍候再按 Ctrl+S")
        wanted = screen.entry.wanted
        screen.action_next_group()
        screen.action_half_done()
        screen.action_take_list_in()
        await desk.pilot.pause()
        assert "请稍候再按 Ctrl+S" in desk.seen
        go_on.set()
        await desk.see("可导入 1 行，已在册 0 行，有问题 2 行")
        assert screen.entry.wanted == wanted
        assert desk.desk.tips() == []
        await desk.press("shift+tab", "ctrl+u")
        await desk.type("没有.csv")
        await desk.press("enter")
        await desk.until(lambda: not screen.query_one(PointedList).option_count)
        assert "可导入" not in desk.seen and desk.desk.tips() == []
