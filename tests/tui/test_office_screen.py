"""The office on screen: sorted and narrowed by keys, one desk's figures beside the table or across it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual._context import visible_screen_stack
from textual.pilot import Pilot

from store.clock import Clock
from store.desk.desk import Desk
from store.office.office import Office
from tests.builders import DURING, notice_text
from tests.store.desks import OFFICER, opened, tip_of
from tests.store.test_office import figures_json
from tests.tui.sitting import all_dealt_with, key_event
from tui.apps.office_app import OfficeApp
from tui.screens.office_screen import FiguresScreen, OfficeScreen

SMALL, LARGE = (80, 24), (120, 40)
TEAMS = ("甲组", "乙组", "丙组")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three desks, of which each has one tip more than the one before; somebody is on duty at the last."""
    for n, team in enumerate(TEAMS):
        text = notice_text(team=f'team = "{team}"', unit=f'unit = "{team}某县"')
        desk = opened(Desk.create(tmp_path / team, text, clock=Clock.at(DURING), officer=OFFICER))
        with desk:
            desk.load()
            for _tip in range(n):
                desk.record(tip_of())
            if n == 2:
                desk.shifts.take_over()
    return tmp_path


@dataclass
class AtOffice:
    """Someone at the office."""

    app: OfficeApp
    pilot: Pilot[Any]

    @property
    def seen(self) -> str:
        visible_screen_stack.set(self.app._background_screens)
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def teams(self) -> list[str]:
        """The teams in the order of their rows."""
        return [row.team for row in self.app.screen_stack[0].table.rows]  # type: ignore[attr-defined]

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.app.post_message(key_event(key))
            await all_dealt_with(self.app)
        await self.pilot.pause()


@asynccontextmanager
async def at_office(folder: Path, size: tuple[int, int]) -> AsyncIterator[AtOffice]:
    office = Office([folder])
    office.read_all(DURING, 60)
    app = OfficeApp(office, Clock.at(DURING).now)
    async with app.run_test(size=size) as pilot:
        screen = app.screen_stack[0]
        assert isinstance(screen, OfficeScreen)
        screen._read()
        await pilot.pause()
        yield AtOffice(app, pilot)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_each_desk_is_a_row_and_keys_sort_and_narrow_them(
    folder: Path, size: tuple[int, int]
) -> None:
    async with at_office(folder, size) as office:
        assert office.teams == sorted(TEAMS)
        assert all(team in office.seen for team in TEAMS) and "12/30" in office.seen
        assert "受理中 17:30" in office.seen
        await office.press("f7", "f7", "f7", "f7")
        assert office.teams == ["丙组", "乙组", "甲组"]
        await office.press("f8")
        assert office.teams == ["甲组", "乙组", "丙组"]
        await office.press("f6", "f6", "f6", "f6")
        assert office.teams == ["甲组", "乙组"] and "无人当班" in office.seen
        await office.press("f9", "乙")
        assert office.teams == ["乙组"]


async def test_what_the_rows_are_sorted_by_is_always_seen(folder: Path) -> None:
    async with at_office(folder, SMALL) as office:
        for _column in range(8):
            await office.press("f7")
            assert "▲" in office.seen or "▼" in office.seen


async def test_where_no_desk_is_found_nothing_is_said_to_be_read_still(folder: Path) -> None:
    async with at_office(folder, LARGE) as office:
        await office.press("无")
        assert "没有符合条件" in office.seen and "正在读取" not in office.seen
        await office.press("f9")
        assert "问题类别" in office.seen


async def test_one_desks_figures_stand_beside_the_table_where_there_is_room(folder: Path) -> None:
    async with at_office(folder, LARGE) as office:
        await office.press("end")
        assert "各时段收件" not in office.seen, "of whom nothing came"
        await office.press("home")
        assert "问题类别" in office.seen and "各时段收件" in office.seen and OFFICER in office.seen


async def test_they_have_a_screen_of_their_own_and_so_has_what_all_come_to(folder: Path) -> None:
    async with at_office(folder, SMALL) as office:
        assert "问题类别" not in office.seen
        await office.press("enter")
        assert isinstance(office.app.screen, FiguresScreen) and "丙组" in office.seen
        await office.press("right")
        assert "乙组某县" in office.seen
        await office.press("escape", "f3")
        assert "共 3 个值班台" in office.seen and "今日 3 件" in office.seen
        await office.press("escape", "f1")
        assert "筛选" in office.seen
        await office.press("escape", "ctrl+p")
        await office.press("h", "u", "i", "z", "o", "n", "g")
        await office.press("enter")
        assert "共 3 个值班台" in office.seen


async def test_a_file_that_was_sent_does_nothing_to_the_terminal(folder: Path) -> None:
    said = figures_json(team="\x1b]0;甲\x07组", unit="\x1b[2J\u202e某县")
    (folder / "统计.json").write_text(said)
    async with at_office(folder, LARGE) as office:
        assert "某县" in office.seen
        await office.press("end", "enter")
        assert not {"\x1b", "\x07", "\u202e"} & {*office.seen}


async def test_what_cannot_be_read_stands_among_the_others(folder: Path) -> None:
    (folder / "甲组" / "overview.json").write_text("{")
    async with at_office(folder, SMALL) as office:
        assert "已损坏" in office.seen and "乙组" in office.seen
