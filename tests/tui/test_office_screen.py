"""The office on screen: sorted and narrowed by keys, one desk's figures beside the table or across it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from textual.containers import VerticalScroll

from store.clock import Clock
from store.desk.desk import Desk
from store.notice.deadlines import CALL_BACK
from store.office.office import Office
from store.office.row import Row
from store.office.sums import Sums, Year, sums_of, years_of
from tests.builders import DURING, StillClock, at, notice_text
from tests.store.desks import OFFICER, open_desk, opened, tip_of
from tests.store.test_office import figures_json
from tests.tui.sitting import AtScreen
from tui.apps.office_app import OfficeApp
from tui.screens.office_screen import FiguresScreen, OfficeScreen
from tui.terminal.settings import DEFAULTS, Settings
from tui.terminal.styled_line import width_of
from tui.terminal.themes import THEMES
from tui.widgets.desk_figures import DeskFigures
from tui.widgets.office_table import OfficeTable
from tui.widgets.search_field import SearchField
from tui.widgets.sheet import Sheet

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
class AtOffice(AtScreen):
    """Someone at the office."""

    app: OfficeApp

    @property
    def teams(self) -> list[str]:
        """The teams in the order of their rows."""
        return [row.team for row in self.app.screen_stack[0].table.rows]  # type: ignore[attr-defined]


@asynccontextmanager
async def at_office(
    folder: Path,
    size: tuple[int, int],
    clock: Clock | None = None,
    settings: Settings = DEFAULTS,
) -> AsyncIterator[AtOffice]:
    office = Office([folder])
    office.read_all(DURING, 60)
    app = OfficeApp(office, (clock or Clock.at(DURING)).now, settings)
    async with app.run_test(size=size, notifications=True) as pilot:
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


async def test_of_figures_the_most_is_first_and_all_else_goes_by_name_or_by_what_comes_first(
    folder: Path,
) -> None:
    async with at_office(folder, (250, 40)) as office:
        sorted_by = []
        for _column in range(8):
            await office.press("f7")
            sorted_by += re.findall(r"(\S+[▲▼])", office.seen)
        assert sorted_by == [
            "天数▲",
            "受理状态▲",
            "今日▼",
            "累计▼",
            "逾期▼",
            "最近一件▼",
            "当班▲",
            "组别和被巡视单位▲",
        ]


async def test_it_looks_as_it_is_set_and_what_is_set_wrongly_is_told(folder: Path) -> None:
    wrong = ("settings.toml：甲。", "settings.toml：乙。")
    settings = Settings(theme="light", ascii=True, faults=wrong)
    async with at_office(folder, LARGE, settings=settings) as office:
        said = [(one.message, one.severity) for one in office.app._notifications]
        assert said == [(sentence, "warning") for sentence in wrong]
        assert office.app.theme == THEMES[1].name and office.app.painter.ascii
        assert office.app.title == "各值班台汇总"
        await office.press("ctrl+t")
        assert office.app.theme == THEMES[2].name
        office.app.clear_notifications()
        await office.press("f1")
        assert "此处按键" in office.seen and "依次只列" in office.seen
        assert "录入一件新举报" not in office.seen, "which is done at a desk"
        await office.press("f1", "ctrl+p", *"配色", "enter")
        assert office.app.theme == THEMES[0].name


async def test_where_no_desk_is_found_nothing_is_said_to_be_read_still(folder: Path) -> None:
    async with at_office(folder, LARGE) as office:
        await office.press("无")
        assert "没有符合条件" in office.seen and "正在读取" not in office.seen
        await office.press("enter")
        assert isinstance(office.app.screen, OfficeScreen), "there are no figures of none"
        await office.press("f9")
        assert "问题类别" in office.seen


async def test_one_desks_figures_stand_beside_the_table_where_there_is_room(folder: Path) -> None:
    async with at_office(folder, LARGE) as office:
        await office.press("end")
        assert "各时段收件" not in office.seen, "of whom nothing came"
        await office.press("home")
        assert "问题类别" in office.seen and "各时段收件" in office.seen and OFFICER in office.seen


async def test_the_figures_of_another_desk_are_read_from_their_head(folder: Path) -> None:
    async with at_office(folder, (120, 24)) as office:
        beside = office.app.screen.query_one(VerticalScroll)
        await office.until(lambda: beside.max_scroll_y > 0)
        beside.scroll_end(animate=False)
        await office.until(lambda: beside.scroll_y > 0)
        await office.press("down")
        await office.until(lambda: beside.scroll_y == 0)


async def test_they_have_a_screen_of_their_own_and_so_has_what_all_come_to(folder: Path) -> None:
    (folder / "前年.json").write_text(figures_json(team="丁组", first_day="2015-09-20"))
    async with at_office(folder, SMALL) as office:
        assert "问题类别" not in office.seen
        assert isinstance(office.app.focused, SearchField) and "输入任何文字查找" in office.seen
        assert "F6 筛选  F7 排列" in office.seen.split("\n")[-1]
        await office.press("down", "enter")
        assert "← 前一个  → 后一个" in office.seen.split("\n")[-1]
        assert isinstance(office.app.screen, FiguresScreen) and "丙组" in office.seen
        assert "丙组某县" in office.seen
        await office.press("end")
        await office.until(lambda: "丙组某县" not in office.seen)
        await office.press("right")
        assert "乙组某县" in office.seen, "from its start"
        await office.press("escape", "f3")
        assert "共 3 个值班台" in office.seen and "今日 3 件" in office.seen
        assert "已结束的各轮，按年度" in office.seen and "2015 年已结束：1 组" in office.seen
        await office.press("escape", "f1")
        assert "依次只列" in office.seen
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


async def test_each_narrowing_says_what_is_listed_and_the_line_above_adds_that_up(
    folder: Path,
) -> None:
    with open_desk(folder / "乙组") as desk:
        desk.follow_ups.appoint("1", CALL_BACK, at("2016-10-01T18:00:00"))
    later = "[period]\nfirst_day = 2016-11-20\nlast_day = 2016-12-19"
    text = notice_text(team='team = "丁组"', period=later)
    with opened(
        Desk.create(folder / "丁组", text, clock=Clock.at(DURING), officer=OFFICER)
    ) as desk:
        desk.load()
    (folder / "甲组" / "overview.json").write_text("{")
    async with at_office(folder, LARGE) as office:
        seen = []
        for _narrowing in range(7):
            said = office.seen.split("\n")[0].split("  ")
            seen.append((office.teams, " ".join(part.strip() for part in said if part)))
            await office.press("f6")
    assert seen[0] == seen[6], "all of them again"
    assert seen[:6] == [
        (
            ["丁组", "丙组", "乙组", ""],
            "各值班台汇总 3 个值班台 受理中 2 今日 3 件 共 3 件 不全 1 16:59",
        ),
        (["丙组", "乙组"], "各值班台汇总 进行中 2 个值班台 受理中 2 今日 3 件 共 3 件 16:59"),
        (["丙组", "乙组"], "各值班台汇总 受理中 2 个值班台 受理中 2 今日 3 件 共 3 件 16:59"),
        (
            ["乙组"],
            "各值班台汇总 有逾期或今日到期 1 个值班台 受理中 1 今日 1 件 共 1 件 16:59",
        ),
        (["乙组"], "各值班台汇总 受理中而无人当班 1 个值班台 受理中 1 今日 1 件 共 1 件 16:59"),
        ([""], "各值班台汇总 数字不全 0 个值班台 受理中 0 今日 0 件 共 0 件 不全 1 16:59"),
    ]


async def test_the_one_pointed_at_stays_so_while_they_are_sorted_narrowed_and_looked_through(
    folder: Path,
) -> None:
    async with at_office(folder, LARGE) as office:
        table = office.app.screen_stack[0].table  # type: ignore[attr-defined]
        await office.press("down")
        assert table.pointed.team == "乙组"
        await office.press("f8")
        assert office.teams == ["甲组", "乙组", "丙组"] and table.pointed.team == "乙组"
        await office.press("f7", "f7", "f7")
        assert office.teams == ["丙组", "乙组", "甲组"], "what is most of stands first"
        assert "今日▼" in office.seen
        await office.press("f8")
        assert office.teams == ["甲组", "乙组", "丙组"] and "今日▲" in office.seen
        await office.press("f8")
        assert table.pointed.team == "乙组"
        await office.press("f7", "f7", "f7", "f7", "f7")
        assert office.teams == ["丙组", "乙组", "甲组"] and "▲" in office.seen, "by team once more"
        await office.press("f6", "f6", "f6", "f6", "enter", "left", "left")
        assert table.pointed.team == "乙组" and "2 个值班台" in office.seen
        assert "受理中而无人当班" in office.seen.split("\n")[0]
        await office.press("right")
        assert table.pointed.team == "甲组" and "甲组某县" in office.seen
        await office.press("left")
        assert table.pointed.team == "乙组" and "乙组某县" in office.seen
        await office.press("right")
        await office.press("escape", "f3", "left")
        assert table.pointed.team == "甲组", "of all together there is none before"
        assert "共 2 个值班台，受理中 2 个，有人当班 0 个；今日 1 件，共 1 件" in office.seen
        await office.press("escape", "f9")
        assert table.pointed.team == "甲组" and len(office.teams) == 3


@pytest.mark.whole
async def test_what_is_recorded_meanwhile_and_each_minute_appear_by_themselves(
    folder: Path,
) -> None:
    clock = StillClock()
    async with at_office(folder, LARGE, clock) as office:
        assert office.app.title == "各值班台汇总"
        await office.press("end", "enter")
        with open_desk(folder / "甲组") as desk:
            desk.record(tip_of())
        await office.until(lambda: "共 4 件" in office.seen)
        clock.instant = DURING.add(minutes=30, seconds=30)
        await office.until(lambda: "17:30" in office.seen.split("\n")[0])
        assert "累计        1" in office.seen and "受理状态    非受理 10-02" in office.seen
        await office.press("escape")
        assert "非受理 10-02" in office.seen.split("\n")[4]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_click_in_a_table_that_is_scrolled_shows_the_desk_on_that_line(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    for n in range(60):
        said = figures_json(team=f"{n:02}组", unit=f"{n:02}县")
        (tmp_path / f"{n:02}.json").write_text(said)
    async with at_office(tmp_path, size) as office:
        table = office.app.screen_stack[0].table  # type: ignore[attr-defined]
        await office.press("end", "up")
        for y in (table.region.y + 1, table.region.bottom - 1):
            line = office.seen.split("\n")[y]
            await office.pilot.click(offset=(4, y))
            await office.until(lambda: isinstance(office.app.screen, FiguresScreen))
            number = line.split("组")[0].split()[-1]
            assert table.pointed.team == f"{number}组" and f"{number}县" in office.seen
            await office.press("escape")
        top, before = table.pointer, office.seen.split("\n")[3]
        await office.pilot.click(offset=(4, table.region.y))
        await office.press("f8", "f8")
        assert isinstance(office.app.screen, OfficeScreen), "the titles are no desk"
        assert (table.pointer, office.seen.split("\n")[3]) == (top, before)


# What one desk, and all together, come to

DESK = Row(
    place="驻地一",
    state="behind",
    also_in=("驻地二", "驻地三"),
    team="甲组",
    unit="某县",
    phase="running",
    day=12,
    days=30,
    until=at("2016-10-20T00:00:00"),
    service="open",
    changes_at=at("2016-10-01T17:30:00"),
    counted_at=at("2016-10-01T09:00:00"),
    today=2,
    total=9,
    in_scope=7,
    out_of_scope=2,
    overdue=1,
    due_today=3,
    last_tip_at=at("2016-10-01T08:30:00"),
    on_duty=("赵一", "钱二"),
    by_discipline={"廉洁纪律": 9, "other": 0},
    by_channel={"landline": 5, "visit": 4},
    by_status={"registered": 8, "withdrawn": 0, "kept": 1},
    by_day={"2016-09-29": 4, "2016-10-01": 5},
    by_hour=(*(0,) * 8, 4, 5, *(0,) * 14),
)


def told(sheet: Sheet, width: int) -> list[str]:
    """What a sheet says, each piece behind what it looks like, with more than three blanks counted."""
    lines = sheet.lines(width)
    assert max(map(width_of, lines)) <= width
    said = (" ".join(f"{role}[{text}]" for text, role in line) for line in lines)
    return [re.sub(" {4,}", lambda blank: f"·{len(blank[0])}·", line) for line in said]


def of_desk(row: Row | None, sums: Sums | None = None, years: Sequence[Year] = ()) -> DeskFigures:
    figures = DeskFigures()
    for value, held in (("now", DURING), ("row", row), ("sums", sums), ("years", tuple(years))):
        figures.set_reactive(getattr(DeskFigures, value), held)
    return figures


def test_the_figures_of_a_desk_are_read_whole_in_one_column_and_beside_each_other() -> None:
    assert told(of_desk(DESK), 40) == [
        "title[甲组]",
        "strong[某县]",
        "warning[数字截至 2016-10-01 09:00，其后有变动未]",
        "warning[计入]",
        "muted[位置：驻地一]",
        "muted[也在：驻地二、驻地三]",
        "",
        "muted[天数·8·] [12/30·23·]",
        "muted[还剩·8·] [18 天 7 时·18·]",
        "muted[受理状态·4·] [受理中 17:30·16·]",
        "muted[今日·8·] [2·27·]",
        "muted[累计·8·] [9·27·]",
        "muted[受理范围内  ] [7·27·]",
        "muted[受理范围外  ] [2·27·]",
        "muted[逾期·8·] [1·27·]",
        "muted[今日到期·4·] [3·27·]",
        "muted[最近一件·4·] [10-01 08:30·17·]",
        "muted[当班·8·] [赵一、钱二·18·]",
        "",
        "title[问题类别]",
        "[  廉洁纪律·18·] strong[·7·9]",
        "[  其他·22·] muted[·7·0]",
        "",
        "title[各时段收件]",
        "muted[   5 ] accent[·8·▂█·14·]",
        "muted[·5·] accent[·8·██·14·]",
        "muted[·5·] accent[·8·██·14·]",
        "muted[·5·] accent[·8·██·14·]",
        "[·5·] muted[0   4   8   12  16  20  ]",
        "",
        "title[来源]",
        "[  固定电话·18·] strong[·7·5]",
        "[  来访·22·] strong[·7·4]",
        "",
        "title[处理情况]",
        "[  已登记·20·] strong[·7·8]",
        "[  kept·22·] strong[·7·1]",
        "",
        "title[各日收件]",
        "muted[   5 ] accent[▂▂·4·██ ]",
        "muted[·5·] accent[██·4·██ ]",
        "muted[·5·] accent[██·4·██ ]",
        "muted[·5·] accent[██·4·██ ]",
        "[·5·] muted[2016-09-29 至 2016-10-01]",
    ]
    wide = told(of_desk(DESK), 76)
    assert wide[:2] == told(of_desk(DESK), 40)[:2]
    assert wide[2:] == [
        "warning[数字截至 2016-10-01 09:00，其后有变动未计入]",
        "muted[位置：驻地一]",
        "muted[也在：驻地二、驻地三]",
        "",
        "muted[天数·8·] [12/30·59·]",
        "muted[还剩·8·] [18 天 7 时·54·]",
        "muted[受理状态·4·] [受理中 17:30·52·]",
        "muted[今日·8·] [2·63·]",
        "muted[累计·8·] [9·63·]",
        "muted[受理范围内  ] [7·63·]",
        "muted[受理范围外  ] [2·63·]",
        "muted[逾期·8·] [1·63·]",
        "muted[今日到期·4·] [3·63·]",
        "muted[最近一件·4·] [10-01 08:30·53·]",
        "muted[当班·8·] [赵一、钱二·54·]",
        "",
        "title[问题类别] [·32·] title[来源]",
        "[  廉洁纪律·18·] strong[·7·9] [·4·] [  固定电话·18·] strong[·7·5]",
        "[  其他·22·] muted[·7·0] [·4·] [  来访·22·] strong[·7·4]",
        "",
        "title[处理情况]",
        "[  已登记·20·] strong[·7·8]",
        "[  kept·22·] strong[·7·1]",
        "",
        "title[各时段收件]",
        "muted[   5 ] accent[·16·▂ █·29·]",
        "muted[·5·] accent[·16·█ █·29·]",
        "muted[·5·] accent[·16·█ █·29·]",
        "muted[·5·] accent[·16·█ █·29·]",
        "[·5·] muted[0·7·4·7·8·7·12·6·16·6·20·6·]",
        "",
        "title[各日收件]",
        "muted[   5 ] accent[▂▂·4·██ ]",
        "muted[·5·] accent[██·4·██ ]",
        "muted[·5·] accent[██·4·██ ]",
        "muted[·5·] accent[██·4·██ ]",
        "[·5·] muted[2016-09-29 至 2016-10-01]",
    ]
    widest = told(of_desk(DESK), 116)
    assert [line for line in widest if "▂" in line or "处理情况" in line] == [
        "title[问题类别] [·32·] title[来源] [·36·] title[处理情况]",
        "muted[   5 ] accent[·24·▂▂ ██·43·]",
        "muted[   5 ] accent[▂▂·4·██ ]",
    ]


def test_of_a_desk_to_which_nothing_is_known_or_came_nothing_is_drawn() -> None:
    nothing = replace(
        DESK,
        phase="before",
        on_duty=(),
        also_in=(),
        state="current",
        by_hour=(0,) * 24,
        by_day={"2016-10-01": 9},
    )
    lines = told(of_desk(nothing), 40)
    assert lines[:6] == [
        "title[甲组]",
        "strong[某县]",
        "muted[位置：驻地一]",
        "",
        "muted[天数·8·] [12/30·23·]",
        "muted[距开始·6·] [18 天 7 时·18·]",
    ]
    assert lines[14] == "muted[当班·8·] [无人·24·]"
    assert not [line for line in lines if "各时段" in line or "各日" in line or "也在" in line]
    assert told(of_desk(replace(DESK, total=None)), 40) == told(of_desk(DESK), 40)[:6]
    assert told(of_desk(None), 40) == [""]


def test_all_together_are_told_in_a_sentence_and_the_rounds_that_are_over_by_year() -> None:
    ended = replace(
        DESK, state="sent", phase="ended", first_day=at("2015-10-01").date(), today=None
    )
    together = of_desk(None, sums_of([DESK, ended]), years_of([DESK, ended]))
    lines = told(together, 76)
    assert lines[:6] == [
        "title[各值班台汇总]",
        "[共 1 个值班台，受理中 1 个，有人当班 1 个；今日 2 件，共 9 件；逾期 1 项，今]",
        "[日到期 3 项。另有 1 个数字不全或读不出。]",
        "",
        "title[已结束的各轮，按年度]",
        "[2015 年已结束：1 组，共 30 天，收到 9 件；每组每日 0.3 件；廉洁纪律 9]",
    ]
    assert lines[6:] == told(of_desk(DESK), 76)[17:]
    assert told(of_desk(None, sums_of([DESK])), 76) == [*lines[:3], *lines[6:]]


class HighTable(OfficeTable):
    """The table where there is room for all."""

    room = 9


def test_a_desk_is_a_row_of_figures_or_of_why_there_are_none() -> None:
    table = HighTable()
    table.set_reactive(OfficeTable.now, DURING)
    sent = replace(DESK, state="sent", today=None, due_today=None, last_tip_at=None, on_duty=())
    quiet = replace(DESK, service="closed", today=0, overdue=0, due_today=0)
    broken = Row("/desks/坏了", "unreadable", "/desks/坏了：已损坏")
    ended = Row("没了", "ended", counted_at=DURING)
    current = replace(DESK, state="current", unit="")
    table.put([DESK, quiet, sent, current, broken, ended], 0)
    assert told(table, 76) == [
        "key[组别和被巡视单位▲·13·] muted[天数·6·] muted[受理状态·6·] muted[ 今日 ] muted[  累计 ] muted[·4·逾期 ]",
        "selected[? 甲组 某县·19·12/30·5·受理中 17:30·6·2·6·9·8·1 ]",
        "warning[? ] [甲组 某县·19·] [12/30·5·] muted[非受理 17:30  ] muted[·4·0 ] [·5·9 ] muted[·7·0 ]",
        "warning[* ] [甲组 某县·19·] [12/30·5·] good[受理中 17:30  ] muted[·6·] [·5·9 ] bad[·7·1 ]",
        "[甲组·26·] [12/30·5·] good[受理中 17:30  ] strong[·4·2 ] [·5·9 ] bad[·7·1 ]",
        "warning[坏了  已损坏·64·]",
        "muted[没了  已于 2016-10-01 16:59 结束，值班台内容已删除·26·]",
    ]
    widths = (77, 78, 91, 92, 109, 110, 123, 124)
    assert [told(table, width)[0].count("] ") for width in widths] == [5, 6, 6, 7, 7, 8, 8, 9]
    head, row = told(table, 124)[0], told(table, 124)[4]
    assert head == (
        "key[组别和被巡视单位▲·13·] muted[天数·6·] muted[剩余·9·] muted[受理状态·6·] "
        "muted[ 今日 ] muted[  累计 ] muted[·4·逾期 ] muted[ 今日到期 ] muted[最近一件·5·] muted[当班·8·]"
    )
    assert row == (
        "[甲组·26·] [12/30·5·] muted[18 天 7 时   ] good[受理中 17:30  ] "
        "strong[·4·2 ] [·5·9 ] bad[·7·1 ] warning[·8·3 ] muted[10-01 08:30  ] [赵一、钱二  ]"
    )
    table.show([], "overdue", descending=True, is_complete=False)
    assert told(table, 76) == [
        "muted[组别和被巡视单位·14·] muted[天数·6·] muted[受理状态·6·] muted[ 今日 ] muted[  累计 ] key[   逾期▼ ]",
        "muted[正在读取……·66·]",
    ]
    table.show([], "overdue", descending=True, is_complete=True)
    assert told(table, 76)[1] == "muted[没有符合条件的值班台。·54·]"
