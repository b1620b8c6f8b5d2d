"""What stands beside the form while the phone is at the ear: similar tips, completion, the timer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from store.desk.desk import Desk
from store.errors import CannotReach
from store.tips.tip import Subject
from tests.store.desks import new_desk, open_desk, tip_of
from tests.tui.test_all_tips import SMALL, WIDE, typed, until
from tui.apps.desk_app import DeskApp
from tui.widgets.similar_panel import SimilarPanel
from tui.widgets.text_field import TextField
from tui.widgets.tip_form import TipForm


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = new_desk(tmp_path / "desk")
    for unit, person in (("示范区管委会", "赵某某"), ("某街道办", "赵某某"), ("某街道办", "钱五")):
        subject = Subject(unit, person, "副主任", "leadership")
        desk.record(replace(tip_of(), subjects=(subject,), reporter=None))
    return desk


@asynccontextmanager
async def taking_a_call(desk: Desk, size: tuple[int, int] = SMALL) -> AsyncIterator[Pilot[str]]:
    """The app with the form for a new tip open."""
    async with DeskApp(desk).run_test(size=size) as pilot:
        await pilot.press("f2")
        yield pilot


def panel(pilot: Pilot[str]) -> SimilarPanel:
    return pilot.app.screen.query_one(SimilarPanel)


def field(pilot: Pilot[str], name: str, place: int = 0) -> TextField:
    form = pilot.app.screen.query_one(TipForm)
    rows = [row for row in form.fields.rows() if row.field == name]
    control = rows[place].control
    assert isinstance(control, TextField)
    return control


async def write(pilot: Pilot[str], name: str, text: str, place: int = 0) -> None:
    pilot.app.screen.set_focus(field(pilot, name, place))
    await typed(pilot, text)


async def finds(pilot: Pilot[str], *numbers: int) -> None:
    """Goes on once the panel shows exactly these tips."""
    wanted = [f"2016-{n:04}" for n in numbers]
    await until(pilot, lambda: [row.number for row in panel(pilot).rows] == wanted)


@pytest.mark.whole
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_earlier_tips_on_the_person_appear_while_the_name_is_typed(
    desk: Desk, size: tuple[int, int]
) -> None:
    async with taking_a_call(desk, size) as pilot:
        assert not panel(pilot).display
        await write(pilot, "subjects.person", "赵某")
        await finds(pilot, 2, 1)
        await write(pilot, "subjects.unit", "示范区")
        await finds(pilot, 1, 2)
        await until(pilot, lambda: panel(pilot).size.height == 3)
        lines = [panel(pilot).render_line(y).text for y in range(3)]
        assert "同一人、单位相近" in lines[1] and "2016-0001" in lines[1]
        assert {cell_len(line) for line in lines} == {panel(pilot).content_size.width}
        await pilot.press(*["backspace"] * 3)
        await write(pilot, "subjects.person", "")
        await pilot.press("backspace", "backspace")
        await until(pilot, lambda: not panel(pilot).display)


@pytest.mark.whole
async def test_one_key_links_the_new_tip_and_pressed_again_another_or_none(desk: Desk) -> None:
    async with taking_a_call(desk) as pilot:
        await write(pilot, "subjects.person", "赵某某")
        await finds(pilot, 2, 1)
        for linked in ("2016-0002", "2016-0001", "", "2016-0002"):
            await pilot.press("ctrl+r")
            await until(pilot, lambda linked=linked: panel(pilot).linked == linked)
        form = pilot.app.screen.query_one(TipForm)
        form.fields.put("summary", "又一次反映")
        form.fields.subjects.subjects[0].rows["group"].value = "leadership"
        form.fields.put("disciplines", ["廉洁纪律"])
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(desk.tips()) == 4 and desk.tip("4").matter != "")
        assert [tip.number for tip in desk.matters.of("4")] == ["2016-0002", "2016-0004"]
        await until(pilot, lambda: panel(pilot).linked == "" and not panel(pilot).display)


@pytest.mark.whole
async def test_that_a_tip_is_to_be_linked_is_said_though_nothing_typed_is_like_it_any_more(
    desk: Desk,
) -> None:
    async with taking_a_call(desk) as pilot:
        await write(pilot, "subjects.person", "赵某某")
        await finds(pilot, 2, 1)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: panel(pilot).linked == "2016-0002")
        await pilot.press(*["backspace"] * 3)
        await finds(pilot)
        line = panel(pilot).render_line(0).text.rstrip()
        assert panel(pilot).display
        assert line == "保存后关联到 2016-0002，Ctrl+R 换一件或不关联"
        await pilot.press("ctrl+r")
        await until(pilot, lambda: panel(pilot).linked == "" and not panel(pilot).display)


@pytest.mark.whole
async def test_only_what_stands_on_the_screen_is_linked_by_the_key(desk: Desk) -> None:
    subject = Subject("某街道办", "赵某某", "副主任", "leadership")
    for _more in range(3):
        desk.record(replace(tip_of(), subjects=(subject,), reporter=None))
    async with taking_a_call(desk) as pilot:
        await write(pilot, "subjects.person", "赵某某")
        await finds(pilot, 6, 5, 4, 2, 1)
        for linked in ("2016-0006", "2016-0005", "2016-0004", "", "2016-0006"):
            await pilot.press("ctrl+r")
            await until(pilot, lambda linked=linked: panel(pilot).linked == linked)


@pytest.mark.whole
async def test_while_the_desk_cannot_tell_what_is_similar_none_stands_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_of: object) -> NoReturn:
        raise CannotReach("")

    async with taking_a_call(desk) as pilot:
        await write(pilot, "subjects.person", "赵某某")
        await finds(pilot, 2, 1)
        with monkeypatch.context() as away:
            away.setattr(desk.matters, "size", refuse)
            await write(pilot, "subjects.unit", "某街")
            await finds(pilot)
            assert not panel(pilot).display
        await typed(pilot, "道办")
        await until(pilot, lambda: panel(pilot).display)


@pytest.mark.whole
@pytest.mark.parametrize(("tips", "said"), [(19, "19"), (20, "20+"), (21, "20+")])
async def test_of_more_than_twenty_that_are_similar_it_is_said_that_there_are_more(
    tmp_path: Path, tips: int, said: str
) -> None:
    desk = new_desk(tmp_path / "desk")
    alike = replace(tip_of(), subjects=(Subject("某街道办", "赵某某", "", "leadership"),))
    for _each in range(tips):
        desk.record(alike)
    async with taking_a_call(desk) as pilot:
        await write(pilot, "subjects.person", "赵某某")
        await until(pilot, lambda: len(panel(pilot).rows) == min(tips, 20))
        (count, *_role), *_more = panel(pilot).lines(80)[0]
        assert count.rstrip() == f"可能重复 {said} 件，Ctrl+R 关联"


@pytest.mark.whole
async def test_what_is_to_be_linked_is_in_the_draft(desk: Desk) -> None:
    async with taking_a_call(desk) as pilot:
        await write(pilot, "subjects.person", "赵某某")
        await finds(pilot, 2, 1)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: panel(pilot).linked == "2016-0002")
        # Also for whom the power goes before anything else is typed.
        await until(pilot, lambda: "2016-0002" in str(desk.drafts.all()))
        await pilot.press("f8", "ctrl+e")
        await until(pilot, lambda: panel(pilot).linked == "2016-0002")
        assert field(pilot, "subjects.person").value == "赵某某"


async def test_a_tip_being_amended_is_not_similar_to_itself(desk: Desk) -> None:
    async with taking_a_call(desk) as pilot:
        pilot.app.screen.query_one(TipForm).edit(desk.tip("2"))
        await finds(pilot, 1, 3)


@pytest.mark.whole
async def test_units_and_posts_complete_themselves_in_every_subject(desk: Desk) -> None:
    async with taking_a_call(desk) as pilot:
        await write(pilot, "subjects.unit", "示范")
        await until(pilot, lambda: field(pilot, "subjects.unit")._suggestion == "示范区管委会")
        await pilot.press("right", "down")
        assert field(pilot, "subjects.unit").value == "示范区管委会"
        with open_desk(desk.place) as other:
            subject = Subject("新设机构", "王新", "科长", "key_post")
            other.record(replace(tip_of(), subjects=(subject,)))
        await pilot.press("f6")
        await until(
            pilot, lambda: len(pilot.app.screen.query_one(TipForm).fields.subjects.subjects) == 2
        )
        await until(pilot, lambda: field(pilot, "subjects.post", 1).suggester is not None)
        await write(pilot, "subjects.post", "科", 1)
        await until(pilot, lambda: field(pilot, "subjects.post", 1)._suggestion == "科长")
        assert await field(pilot, "subjects.person").suggester.get_suggestion("王") is None


@pytest.mark.whole
async def test_the_call_is_timed_from_when_the_form_is_opened_until_it_is_saved(desk: Desk) -> None:
    async with taking_a_call(desk) as pilot:
        timer = pilot.app.screen.query_one(TipForm).timer
        assert timer.began is not None
        timer.now = timer.began.add(minutes=3, seconds=7)
        assert timer.render_line(0).text.strip() == "已通话 03:07"
        timer.now = timer.began.add(hours=1, seconds=7)
        assert timer.render_line(0).text.strip() == "已通话 01:00:07"
        await pilot.press("f8")
        assert timer.began is None
        await write(pilot, "subjects.person", "赵")
        await until(pilot, lambda: timer.began is not None)
        pilot.app.screen.query_one(TipForm).edit(desk.tip("2"))
        await pilot.pause()
        assert timer.began is None


@pytest.mark.whole
async def test_a_key_writes_the_time_into_the_summary_where_typing_goes_on(desk: Desk) -> None:
    async with taking_a_call(desk) as pilot:
        form = pilot.app.screen.query_one(TipForm)
        form.fields.put("summary", "来电人称")
        await write(pilot, "subjects.person", "赵")
        await pilot.press("ctrl+n")
        await until(pilot, lambda: form.fields.values["summary"] == "来电人称[16:59] ")
        await typed(pilot, "补充")
        await until(pilot, lambda: form.fields.values["summary"] == "来电人称[16:59] 补充")
        assert field(pilot, "subjects.person").value == "赵"


async def test_a_blank_form_left_and_opened_again_times_the_new_call(desk: Desk) -> None:
    async with taking_a_call(desk) as pilot:
        timer = pilot.app.screen.query_one(TipForm).timer
        before = timer.began = desk.now().subtract(minutes=3)
        await pilot.press("escape", "f2")
        await until(pilot, lambda: timer.began is not None and timer.began > before)
