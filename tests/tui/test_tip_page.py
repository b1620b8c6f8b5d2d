"""The page of a tip where nothing is sealed: how it is set out, who else has it open, and what of it can
be amended or asked about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.desks import open_desk, tip_of
from tests.tui.sitting import a_desk, press_while_another_screen_comes, sitting
from tui.screens.ask_screen import AskScreen
from tui.screens.tip_screen import TipScreen

TOLD = "甲乙丙丁戊己庚辛壬癸" * 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk with a tip that says much, and one that was passed through unread."""
    with a_desk(tmp_path / "desk") as desk:
        desk.record(replace(tip_of(), summary=TOLD))
        desk.acts.pass_through("post", "组长")
    return tmp_path / "desk"


@pytest.mark.parametrize(("columns", "lines"), [(109, 3), (110, 7), (111, 7)])
async def test_a_long_text_stays_beside_its_label_where_the_page_is_halved_and_where_it_is_not(
    folder: Path, columns: int, lines: int
) -> None:
    async with sitting(folder, (columns, 40)) as desk:
        await desk.press("f5", "end", "enter")
        await desk.see("修改记录")
        seen = desk.seen.splitlines()
        first, behind = (
            next(at for at, line in enumerate(seen) if line.startswith(f"  {label}"))
            for label in ("主要内容", "问题类别")
        )
        assert behind - first == lines
        more = seen[first + 1 : behind]
        assert all(line.startswith(" " * 14) and line[14] in TOLD for line in more)
        assert seen[first].split()[1] + "".join(line.split()[0] for line in more) == TOLD


async def test_who_has_it_open_already_is_told_as_soon_as_one_opens_it(folder: Path) -> None:
    with open_desk(folder, "值班员乙") as other:
        other.presence.show("2016-0001", is_editing=False, draft="")
        async with sitting(folder) as desk:
            await desk.until(lambda: len(desk.app.desk_screen.others.others) == 1)
            await desk.press("f5", "end", "enter")
            await desk.see("修改记录")
            assert "值班员乙 也在查看此件。" in desk.seen


async def test_what_was_passed_through_or_withdrawn_is_not_opened_to_be_amended(
    folder: Path,
) -> None:
    with open_desk(folder) as before:
        before.acts.dispose("1", "withdrawn", why="误录")
    async with sitting(folder) as desk:
        await desk.press("f5", "home", "enter")
        await desk.see("2016-0002  ↑ 径送")
        await desk.press("e")
        await desk.see("径送件没有登记内容，不能修改。")
        await desk.press("escape", "end", "enter")
        await desk.see("修改记录")
        for key in "entcy":
            await desk.press(key)
            await desk.see("2016-0001 已误录撤销，不再办理")
            desk.app.clear_notifications()
        assert isinstance(desk.app.screen, TipScreen)
        assert not desk.app.desk_screen.form.entry.amends


async def test_what_was_typed_in_a_dialogue_is_there_again_after_the_form_and_after_the_end(
    folder: Path,
) -> None:
    note = ("f5", "end", "enter", "n")
    async with sitting(folder) as desk:
        desk.desk.shifts.take_over()
        await desk.press(*note)
        await desk.see("加记 2016-0001")
        await desk.fill("text", "请二组核实")
        await desk.press("f2")
        assert desk.app.screen is desk.app.desk_screen
        await desk.see("再次打开该对话框即可续填")
        await desk.press(*note)
        await desk.see("这是此前所填")
        assert "请二组核实" in desk.seen
        await desk.press("escape", "n")
        await desk.see("加记 2016-0001")
        assert "请二组核实" not in desk.seen
        await desk.press("f10", "h")
        await desk.type("来电未接")
        await desk.press("f1", "ctrl+q")
        assert "再次打开该对话框即可续填" in (desk.app.return_value or "")
    async with sitting(folder) as desk:
        await desk.press("f10", "h")
        await desk.see("来电未接")
        desk.app.end(1)
    with a_desk(folder) as left:
        assert [one.values["answers"] for one in left.drafts.all()] == [{"notes": "来电未接"}]


async def test_what_is_asked_about_a_tip_that_nothing_hides_is_there_again_behind_the_curtain(
    folder: Path,
) -> None:
    async with sitting(folder) as desk:
        await desk.press("f5", "end", "enter")
        await desk.see("修改记录")
        assert isinstance(desk.app.screen, TipScreen) and desk.app.screen.opened == ""
        await desk.press("n")
        await desk.see("加记 2016-0001")
        await desk.press("ctrl+x")
        await desk.see("屏幕已锁定")
        await desk.press("enter")
        await desk.see("加记 2016-0001")
        assert isinstance(desk.app.screen, AskScreen)


async def test_a_screen_that_came_while_a_tip_was_opened_to_be_amended_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(folder) as desk:
        await desk.press("f5", "end", "enter")
        await desk.see("修改记录")
        page = desk.app.screen
        over = await press_while_another_screen_comes(desk, "e", monkeypatch)
        assert desk.app.screen_stack[-2:] == [page, over]
        assert not desk.app.desk_screen.form.entry.amends
