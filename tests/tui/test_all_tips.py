"""The list of all tips, used as an officer uses it: everything from the keyboard."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from store.desk.desk import Desk
from store.journal.lines import Lines
from store.notice.notice import OUT_OF_SCOPE
from store.text import use_language
from store.tips.tip import Reporter, Subject, Tip
from store.tips.tip_list import TipList
from tests.bench.filled import RARE, fill, open_filled
from tests.builders import at
from tests.store.desks import new_desk, open_desk, tip_of
from tests.tui.sitting import key_event, sitting
from tui.apps.desk_app import DeskApp
from tui.screens.dispose_screen import DisposeScreen
from tui.screens.filter_screen import FilterScreen
from tui.screens.tip_screen import TipScreen
from tui.screens.tips_screen import TipsScreen
from tui.terminal.key_queue import has_come_to
from tui.widgets.tip_table import TipTable, around
from tui.words import words
from tui.words.disposition_words import status_label

WIDE, SMALL = (120, 40), (80, 24)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a few tips that differ in what one looks for."""
    desk = new_desk(tmp_path / "desk")
    people = (
        ("财政局", "曾令明"),
        ("管委会", "单玉霞"),
        ("财政局", "王小川"),
        ("水利局", "赵某某"),
    )
    for n, (unit, person) in enumerate(people):
        desk.record(
            replace(
                tip_of(),
                received_at=at(f"2016-09-{28 - n}T0{7 + n % 2}:30:00"),
                subjects=(Subject(unit, person, "局长", "key_post"),),
                reporter=Reporter("钱二", "13800000000", True) if n == 2 else None,
                disciplines=("廉洁纪律",) if n % 2 else ("组织纪律", "工作纪律"),
                summary=f"第{n + 1}件",
            )
        )
    return desk


@asynccontextmanager
async def listing(desk: Desk, size: tuple[int, int] = WIDE) -> AsyncIterator[Pilot[str]]:
    """The app with the list open and its tips in it."""
    async with DeskApp(desk).run_test(size=size) as pilot:
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, TipsScreen))
        await until(pilot, lambda: screen(pilot).head.numbers is not None)
        yield pilot


def screen(pilot: Pilot[str]) -> TipsScreen:
    found = pilot.app.screen
    assert isinstance(found, TipsScreen)
    return found


async def until(pilot: Pilot[str], is_so: Callable[[], bool]) -> None:
    """Goes on once `is_so`; fails where it never becomes so."""
    async with asyncio.timeout(20):
        while not is_so():
            await pilot.pause()


async def shows(pilot: Pilot[str], *numbers: int) -> None:
    """Goes on once the list shows exactly these tips, in this order."""
    wanted = [f"2016-{n:04}" for n in numbers]
    await until(pilot, lambda: [tip.number for tip in screen(pilot).table.rows] == wanted)


def lines(pilot: Pilot[str]) -> list[str]:
    """What stands in the table, a line each."""
    table = screen(pilot).table
    return [table.render_line(y).text for y in range(table.content_size.height)]


def lines_pointed_at(table: TipTable) -> list[str]:
    """The lines that look as if they were pointed at."""
    found = [line for line in table.lines(table.content_size.width) if line[0][1] == "selected"]
    return ["".join(text for text, _role in line) for line in found]


async def typed(pilot: Pilot[str], text: str) -> None:
    for character in text:
        await pilot.press(character)


@pytest.mark.whole
async def test_typing_narrows_the_list_and_backspace_widens_it_again(desk: Desk) -> None:
    async with listing(desk) as pilot:
        await shows(pilot, 4, 3, 2, 1)
        await typed(pilot, "财政")
        await shows(pilot, 3, 1)
        await typed(pilot, " clm")
        await shows(pilot, 1)
        await pilot.press(*["backspace"] * 6)
        await shows(pilot, 4, 3, 2, 1)
        assert screen(pilot).head.numbers == (4, 4)


@pytest.mark.whole
async def test_filters_are_set_with_digits_and_taken_away_as_tokens(desk: Desk) -> None:
    async with listing(desk) as pilot:
        await pilot.press("f6", "2", "3", "f6")
        await shows(pilot, 4, 3, 2, 1)
        labels = [token.label for token in screen(pilot).tokens.tokens]
        assert labels == ["组织纪律", "廉洁纪律"]
        await pilot.press("backspace")
        await shows(pilot, 3, 1)
        await typed(pilot, "wxc")
        await shows(pilot, 3)
        await pilot.press("tab", "1")
        assert not screen(pilot).tokens.display
        assert pilot.app.focused is screen(pilot).search
        await pilot.press("f9")
        await shows(pilot, 4, 3, 2, 1)
        assert screen(pilot).search.value == ""


@pytest.mark.whole
async def test_what_is_searched_for_is_still_looked_for_among_what_is_filtered(desk: Desk) -> None:
    async with listing(desk) as pilot:
        await typed(pilot, "财政")
        await shows(pilot, 3, 1)
        await pilot.press("f6", *["down"] * 7)
        await typed(pilot, "9-27")
        await pilot.press("f6")
        await shows(pilot, 1)


async def test_two_days_in_the_wrong_order_are_put_right_by_either(desk: Desk) -> None:
    async with listing(desk) as pilot:
        await pilot.press("f6", *["down"] * 7)
        await typed(pilot, "9-27")
        await pilot.press("down")
        await typed(pilot, "9-26")
        await pilot.press("f6")
        assert isinstance(pilot.app.screen, FilterScreen)
        await pilot.press("up", "ctrl+u")
        await typed(pilot, "9-25")
        await pilot.press("f6")
        await shows(pilot, 4, 3)


async def test_enter_opens_the_tip_pointed_at_and_escape_comes_back_to_it(desk: Desk) -> None:
    async with listing(desk) as pilot:
        await typed(pilot, "财政")
        await shows(pilot, 3, 1)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TipScreen))
        assert pilot.app.screen.number == "2016-0001"  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, TipsScreen))
        assert screen(pilot).table.pointer == 1
        await pilot.press("escape", "f5")
        await shows(pilot, 3, 1)


async def test_what_others_record_comes_in_and_the_pointer_stays_on_its_tip(desk: Desk) -> None:
    async with listing(desk) as pilot:
        await shows(pilot, 4, 3, 2, 1)
        await pilot.press("down", "down")
        with open_desk(desk.place) as other:
            other.record(tip_of())
            other.amend(replace(other.tip("2"), summary="改了"))
            await shows(pilot, 5, 4, 3, 2, 1)
        pointed = screen(pilot).table.pointed
        assert pointed and (pointed.number, pointed.summary) == ("2016-0002", "改了")
        assert screen(pilot).head.numbers == (5, 5)


async def test_what_comes_in_above_leaves_the_lines_where_they_are_read(desk: Desk) -> None:
    for _n in range(40):
        desk.record(tip_of())
    async with listing(desk, SMALL) as pilot:
        table = screen(pilot).table
        await until(pilot, lambda: len(table.rows) == 44)
        await pilot.press("pagedown", "pagedown", *["up"] * 3)
        read = lines(pilot)
        assert not read[1].startswith("2016-0044")
        with open_desk(desk.place) as other:
            other.record(tip_of())
        await until(pilot, lambda: len(table.rows) == 45)
        assert lines(pilot) == read


async def test_linked_tips_show_how_many_are_one_matter(desk: Desk) -> None:
    async with listing(desk) as pilot:
        await shows(pilot, 4, 3, 2, 1)
        desk.acts.link("3", "1")
        await until(pilot, lambda: sum("同一事项2件" in line for line in lines(pilot)) == 2)
        assert "同一事项2件" in lines(pilot)[2] and "同一事项2件" in lines(pilot)[4]


async def test_a_click_opens_the_tip_it_is_on_and_the_wheel_goes_where_the_finger_goes(
    desk: Desk,
) -> None:
    async with listing(desk) as pilot:
        await shows(pilot, 4, 3, 2, 1)
        table = screen(pilot).table
        for turned, pointed in ((MouseScrollDown, 3), (MouseScrollUp, 0)):
            table.post_message(turned(table, 1, 1, 0, 1, 0, False, False, False))
            await until(pilot, lambda pointed=pointed: table.pointer == pointed)
        # The row below the heads is the first.
        await pilot.click(table, offset=(2, 2))
        await until(pilot, lambda: isinstance(pilot.app.screen, TipScreen))
        assert pilot.app.screen.number == "2016-0003"


async def test_the_reporters_name_is_not_in_the_list(desk: Desk) -> None:
    async with listing(desk, (200, 40)) as pilot:
        await shows(pilot, 4, 3, 2, 1)
        assert "实名" in "".join(lines(pilot))
        assert "钱二" not in "".join(lines(pilot))


@pytest.mark.parametrize("size", [WIDE, SMALL, (200, 50), (40, 12)])
async def test_every_line_is_as_wide_as_the_table_whatever_is_in_it(
    desk: Desk, size: tuple[int, int]
) -> None:
    desk.record(
        replace(
            tip_of(),
            summary="e\u0301 👨‍👩‍👧 ｶﾞ " * 40,
            subjects=(Subject("𠮷野家" * 9, group="key_post"),),
        )
    )
    async with listing(desk, size) as pilot:
        await shows(pilot, 5, 4, 3, 2, 1)
        width = screen(pilot).table.content_size.width
        assert {cell_len(line) for line in lines(pilot)} == {width}


@pytest.mark.whole
async def test_moving_through_some_thousands_by_the_screenful(tmp_path: Path) -> None:
    fill(tmp_path / "desk", 3000)
    with open_filled(tmp_path / "desk") as desk:
        async with listing(desk, SMALL) as pilot:
            table = screen(pilot).table
            await pilot.press("pagedown", "pagedown", "down")
            assert table.pointer == 2 * table.room + 1
            assert lines(pilot)[-1].startswith(f"2016-{3000 - table.pointer:04}")
            bottom = lines(pilot)[-1]
            assert lines_pointed_at(table) == [bottom]
            await pilot.press("up")
            assert lines(pilot)[-1] == bottom
            await pilot.press("end")
            assert lines(pilot)[-1].startswith("2016-0001")
            await pilot.press("up", "up")
            for y, number in ((table.room, "2016-0001"), (1, f"2016-{table.room:04}")):
                await pilot.click(table, offset=(2, y))
                await until(pilot, lambda: isinstance(pilot.app.screen, TipScreen))
                assert pilot.app.screen.number == number
                await pilot.press("escape")
            await pilot.press("home", "up")
            assert lines(pilot)[1].startswith("2016-3000")
            await typed(pilot, RARE)
            await until(pilot, lambda: len(table.rows) == 1)
            assert RARE in lines(pilot)[1]


async def test_in_english_the_list_is_english(desk: Desk) -> None:
    from store.text import use_language

    use_language("en")
    try:
        async with listing(desk) as pilot:
            await shows(pilot, 4, 3, 2, 1)
            assert lines(pilot)[0].startswith("Number▼")
    finally:
        use_language("zh")


@pytest.mark.parametrize(
    ("searched", "shown"),
    [
        ("", "甲乙丙丁"),
        ("甲", "甲乙丙丁"),
        # Of eight cells the last is the ellipsis's: the third character is seen whole, no fourth.
        ("丙", "甲乙丙丁"),
        ("丁", "…丙丁戊"),
        ("壬", "…辛壬癸"),
        ("壬 乙", "甲乙丙丁"),
        ("xyz", "甲乙丙丁"),
    ],
)
def test_a_long_summary_is_shown_around_what_was_searched_for(searched: str, shown: str) -> None:
    assert around("甲乙丙丁戊己庚辛壬癸", searched, 8).startswith(shown)


def test_a_list_of_tips_tells_where_a_number_stands() -> None:
    tips: list[Tip] = [replace(tip_of(), number=f"2016-{n:04}") for n in (3, 1, 2)]
    found = TipList([tip.as_json() for tip in tips], view=dict)
    assert [found.place_of(f"2016-{n:04}") for n in (3, 1, 2, 4)] == [0, 1, 2, None]


def test_a_number_of_five_digits_is_found_where_it_stands() -> None:
    stored = Lines()
    for n in (9, 9999, 10009, 20009):
        stored[str(n)] = replace(tip_of(), number=f"甲-2016-{n:04}").as_json()
    found = TipList(stored.documents(), view=dict)
    assert [found.place_of(f"甲-2016-{n:04}") for n in (20009, 10009, 9999, 9, 19)] == [
        *(3, 2, 1, 0),
        None,
    ]


def test_a_number_of_another_series_stands_nowhere(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
        found = desk.tips()
        assert isinstance(found, TipList)
        assert [found.place_of(n) for n in ("2016-0001", "2015-0001", "甲-2016-0001")] == [
            0,
            None,
            None,
        ]


async def test_a_tip_passed_through_says_so_in_the_list_and_among_the_latest(desk: Desk) -> None:
    desk.acts.pass_through("post", "组长")
    async with listing(desk, SMALL) as pilot:
        await shows(pilot, 5, 4, 3, 2, 1)
        assert "↑ 径送" in lines(pilot)[1] and "已交组长" in lines(pilot)[1]
        await pilot.press("f4")
        latest = pilot.app.screen.latest  # type: ignore[attr-defined]
        await until(pilot, lambda: "↑ 径送 已交组长" in latest.render_line(1).text)


async def test_the_person_stands_in_the_list_of_a_usual_window(desk: Desk) -> None:
    whom = Subject("青柳示范片区管委会", "谭某林", "主任", "leadership")
    desk.record(replace(tip_of(), subjects=(whom,), disciplines=("廉洁纪律", "生活纪律")))
    async with listing(desk, WIDE) as pilot:
        await shows(pilot, 5, 4, 3, 2, 1)
        assert "青柳示范片区管委会 谭某林 " in lines(pilot)[1]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_where_there_is_room_no_group_and_no_status_is_cut(desk: Desk, language: str) -> None:
    for key in desk.notice.all_groups:
        to = "某部门" if key == OUT_OF_SCOPE else ""
        desk.record(replace(tip_of(), subjects=(Subject("某局", group=key),), referred_to=to))
    desk.acts.dispose("1", "withdrawn", why="误录")
    desk.acts.dispose("2", "kept_for_reference", why="笼统")
    use_language(language)
    try:
        async with listing(desk, (280, 40)) as pilot:
            await shows(pilot, *range(9, 0, -1))
            shown = "\n".join(lines(pilot))
            if language == "zh":
                assert "组织纪律、工作纪律" in shown
            for text in (
                *(words.group(desk.notice, key) for key in desk.notice.all_groups),
                status_label("withdrawn"),
                status_label("kept_for_reference"),
            ):
                assert text in shown
    finally:
        use_language("zh")


async def test_what_is_typed_on_coming_back_is_looked_for_alone(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f5", *"abcd", "escape", "f5", *"xy")
        assert desk.app.focused.content == "xy"


async def test_a_tip_is_opened_once_however_fast_enter_comes_again(tmp_path: Path) -> None:
    new_desk(tmp_path / "desk").record(tip_of())
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f5")
        await desk.see("2016-0001")
        await desk.send("enter", "enter")
        assert [type(screen) for screen in desk.app.screen_stack[1:]] == [TipsScreen, TipScreen]


@pytest.mark.parametrize(
    ("before", "typed", "number"),
    [
        ((), ("f5", "enter"), "2016-0004"),
        (("f5",), (*"0002", "enter"), "2016-0002"),
        (("f5",), (*"戊", "down", "enter"), "2016-0001"),
        (("f5", "戊"), ("f8", "down", "enter"), "2016-0003"),
        (("f5", "f6", "3"), ("f6", "enter"), "2016-0003"),
    ],
)
async def test_a_key_behind_what_is_looked_for_is_meant_for_what_is_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    before: tuple[str, ...],
    typed: tuple[str, ...],
    number: str,
) -> None:
    told = (("戊", "廉洁纪律"), ("甲", "工作纪律"), ("戊", "廉洁纪律"), ("乙", "工作纪律"))
    with new_desk(tmp_path / "desk") as made:
        for summary, discipline in told:
            made.record(replace(tip_of(summary=summary), disciplines=(discipline,)))
    async with sitting(tmp_path / "desk") as desk:
        await desk.send(*before)
        begun, go_on, found = threading.Event(), threading.Event(), desk.desk.finding.filtered

        def held(*wanted: Any) -> TipList:
            begun.set()
            go_on.wait(30)
            return found(*wanted)

        monkeypatch.setattr(desk.desk.finding, "filtered", held)
        desk.app.post_message(key_event(typed[0]))
        await desk.until(begun.is_set)
        for key in typed[1:]:
            desk.app.post_message(key_event(key))
        for _frame in range(3):
            await desk.pilot.pause(0.01)
        go_on.set()
        await desk.app.key_queue.all_dealt_with()
        assert isinstance(desk.app.screen, TipScreen)
        assert desk.app.screen.number == number


async def test_several_are_marked_with_one_key_and_disposed_of_with_one_question(
    tmp_path: Path,
) -> None:
    with new_desk(tmp_path / "desk") as made:
        for _ in range(5):
            made.record(tip_of())
    async with sitting(tmp_path / "desk", SMALL) as desk:
        await desk.press("f5")
        await desk.see("2016-0005")
        await desk.send("ctrl+l", "down", "ctrl+l", "insert")
        await desk.see("已标记 3 件")
        assert "2016-0003 ●" in desk.seen and "2016-0004 ●" not in desk.seen
        await desk.press("ctrl+d")
        await desk.see("处理所标记的 3 件")
        assert "重复件" not in desk.seen
        await desk.press("1")
        await desk.fill("to", "第二组")
        await desk.press("ctrl+s")
        await desk.see("✓ 已呈组长")
        assert [tip.status[:4] for tip in desk.desk.tips()] == [
            "regi", "hand", "hand", "regi", "hand",
        ]  # fmt: skip
        await desk.until(lambda: "已标记" not in desk.seen)
        await desk.press("f12", "ctrl+s")
        await desk.until(lambda: {tip.status for tip in desk.desk.tips()} == {"registered"})


async def test_what_is_typed_before_a_question_is_there_answers_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_desk(tmp_path / "desk") as made:
        made.record(tip_of())
    async with sitting(tmp_path / "desk", SMALL) as desk:
        await desk.press("f5")
        await desk.see("2016-0001")
        go_on, read = threading.Event(), desk.desk.tip
        monkeypatch.setattr(desk.desk, "tip", lambda number: (go_on.wait(30), read(number))[1])
        for key in ("ctrl+d", "1"):
            desk.app.post_message(key_event(key))
        await has_come_to(desk.app)
        for _frame in range(3):
            await desk.pilot.pause(0.01)
        go_on.set()
        await desk.see("送交何处")
        assert isinstance(desk.app.screen, DisposeScreen)
        assert desk.app.screen.answers["status"] == "handed_to_team"


async def test_without_a_mark_the_tip_pointed_at_is_disposed_of(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as made:
        made.record(tip_of())
        made.record(tip_of())
    async with sitting(tmp_path / "desk", SMALL) as desk:
        await desk.press("f5")
        await desk.see("2016-0002")
        await desk.press("down", "ctrl+d")
        await desk.see("处理 2016-0001：现为已登记")


async def test_what_cannot_go_the_same_way_is_not_asked_about(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as made:
        made.record(tip_of())
        made.record(tip_of())
        made.acts.dispose("1", "withdrawn", why="误录")
    async with sitting(tmp_path / "desk", SMALL) as desk:
        await desk.press("f5")
        await desk.see("2016-0002")
        # What was entered by mistake stands here, too.
        await desk.see("共 2 件")
        await desk.press("ctrl+l", "ctrl+l", "ctrl+d")
        await desk.see("没有一种共同的处理方式")
        assert isinstance(desk.app.screen, TipsScreen)
        await desk.press("escape")
        await desk.until(lambda: "已标记" not in desk.seen)
        assert isinstance(desk.app.screen, TipsScreen)
        await desk.press("ctrl+d")
        await desk.see("处理 2016-0001：现为误录撤销")
        await desk.press("escape", "escape")
        assert not isinstance(desk.app.screen, TipsScreen)


async def test_of_one_alone_it_is_said_how_it_stands_though_no_step_is_left(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as made:
        made.acts.pass_through("post", "组长")
        made.acts.dispose("1", "withdrawn", why="误录")
    async with sitting(tmp_path / "desk", SMALL) as desk:
        await desk.press("f5")
        await desk.see("2016-0001")
        await desk.press("ctrl+d")
        await desk.see("处理 2016-0001：现为误录撤销")
        assert "共同的处理方式" not in desk.seen


async def test_the_marked_go_together_in_the_order_of_their_numbers(desk: Desk) -> None:
    async with listing(desk) as pilot:
        screen(pilot).table.marked = frozenset(("2016-10000", "2016-9999", "2016-0012"))
        assert screen(pilot).on_paper[1].numbers == "2016-0012 2016-9999 2016-10000"


@pytest.mark.whole
async def test_while_a_token_is_left_the_keys_stay_with_the_tokens(desk: Desk) -> None:
    async with listing(desk) as pilot:
        await pilot.press("f6", "1", "2", "3", "f6")
        await shows(pilot, 4, 3, 2, 1)
        tokens = screen(pilot).tokens
        await pilot.press("tab", "3", "right", "space")
        assert [token.label for token in tokens.tokens] == ["政治纪律"]
        assert pilot.app.focused is tokens
        await shows(pilot)
        await pilot.click(tokens, offset=(3, 0))
        await shows(pilot, 4, 3, 2, 1)
        assert pilot.app.focused is screen(pilot).search and not tokens.display
