"""What is read or saved while the desk is locked: nothing of it is shown after that, nor kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from store.errors import Fault, TipRefused
from store.tips.names import folded
from tests.store.desks import open_desk
from tests.store.sealed import DUTY, KEY, LEAD, planted, sealed_desk
from tests.tui.sitting import Sitting, enter_call, key_event, sitting
from tests.tui.test_forgotten_at_the_lock import OPENED, held, unlocked_by_the_lead
from tests.tui.test_sealed_screens import amend_as_lead, shown, unlock
from tui.terminal.key_queue import READ
from tui.widgets import tip_form
from tui.widgets.messages import TipSaved
from tui.widgets.tip_table import TipTable

pytestmark = pytest.mark.whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sealed desk with a tip of an officer, of which a copy goes out."""
    with sealed_desk(tmp_path / "desk", DUTY) as desk:
        subject = replace(planted().subjects[0], group="out_of_scope")
        desk.record(replace(planted(), subjects=(subject,), referred_to="区环境保护局"))
        desk.enclosures.add("1", "letter", pages=3, name="密语.pdf", kept_at="密语柜")
    with open_desk(tmp_path / "desk", LEAD) as desk:
        desk.follow_ups.assign({"2016-0001": desk.tip("1").revision}, LEAD)
    return tmp_path / "desk"


class Slowly:
    """Has what is done at the desk take longer than it does, until it is let come to its end."""

    def __init__(self, act: Callable[..., Any]) -> None:
        self._act = act
        self._go_on = threading.Event()
        self.begun, self.over = threading.Event(), threading.Event()

    def __call__(self, *args: Any, **options: Any) -> Any:
        try:
            return self._act(*args, **options)
        finally:
            self.begun.set()
            self._go_on.wait(30)
            self.over.set()

    def go_on(self) -> None:
        """Lets it come to its end."""
        self._go_on.set()

    async def end(self, at_desk: Sitting) -> None:
        """The same, and to whatever comes of that."""
        self.go_on()
        await at_desk.until(self.over.is_set, "its end")
        await at_desk.until(lambda: not [w for w in at_desk.app.workers if w.group == READ])
        for _frame in range(3):
            await at_desk.pilot.pause(0.01)


def slowly(at: object, name: str, monkeypatch: pytest.MonkeyPatch) -> Slowly:
    made = Slowly(getattr(at, name))
    monkeypatch.setattr(at, name, made)
    return made


async def lock(at_desk: Sitting) -> None:
    """As when nobody touched a key for long, then somebody does."""
    at_desk.app.secrecy.draw_curtain()
    await at_desk.see("屏幕已锁定")
    await at_desk.until(lambda: not at_desk.desk.access.is_unlocked)


async def draw_back(at_desk: Sitting) -> None:
    await at_desk.press("enter")
    await at_desk.until(lambda: "屏幕已锁定" not in at_desk.seen)


IN_LIST, ON_PAGE = ("f5",), ("f4", "home", "enter")


@pytest.mark.parametrize(
    ("way", "key", "at", "name", "is_drawn_back"),
    [
        (ON_PAGE, "r", "acts", "referral", False),
        (ON_PAGE, "r", "acts", "referral", True),
        (ON_PAGE, "e", "access", "open_tip", True),
        # Its page takes no key until it is read.
        (ON_PAGE, "v", "access", "open_tip", False),
        ((*ON_PAGE, "a"), "e", "access", "open_tip", True),
        (IN_LIST, "ctrl+d", "", "tip", True),
        (IN_LIST, "ctrl+a", "", "tip", True),
        (("ctrl+b",), "c", "figures", "closing", True),
        (("f10",), "f", "forms", "all", True),
        ((), "f12", "acts", "act_to_undo", True),
    ],
)
async def test_what_a_key_asked_for_comes_neither_over_the_curtain_nor_after_it(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: tuple[str, ...],
    key: str,
    at: str,
    name: str,
    is_drawn_back: bool,
) -> None:
    async with unlocked_by_the_lead(folder) as at_desk:
        # What is said lies over the number for half a minute.
        at_desk.app.clear_notifications()
        await at_desk.press(*way)
        await at_desk.until(lambda: "2016-0001" in at_desk.seen or "日报" in at_desk.seen)
        before = at_desk.app.screen
        reading = slowly(attrgetter(at)(at_desk.desk) if at else at_desk.desk, name, monkeypatch)
        at_desk.app.post_message(key_event(key))
        await at_desk.until(reading.begun.is_set)
        await lock(at_desk)
        if is_drawn_back:
            await draw_back(at_desk)
        await reading.end(at_desk)
        assert shown(at_desk) == []
        if not is_drawn_back:
            assert "屏幕已锁定" in at_desk.seen
            await draw_back(at_desk)
        assert at_desk.app.screen is before and shown(at_desk) == []
        assert not at_desk.app.desk_screen.form.entry.amends
        assert held(OPENED, at_desk.app) == []


@pytest.mark.parametrize("way", [ON_PAGE, IN_LIST], ids=["on its page", "beside the list"])
@pytest.mark.parametrize("locks", ["key", "curtain"])
async def test_how_many_reported_on_one_person_is_no_longer_shown(
    folder: Path, way: tuple[str, ...], locks: str
) -> None:
    with open_desk(folder, DUTY) as desk:
        desk.record(planted())
    async with sitting(folder, size=(180, 40), officer=LEAD) as at_desk:
        await unlock(at_desk)
        await at_desk.see("已解封")
        at_desk.app.clear_notifications()
        await at_desk.press(*way)
        await at_desk.see("同一对象")
        if locks == "key":
            await at_desk.press("ctrl+k")
        else:
            await lock(at_desk)
            await draw_back(at_desk)
        at_desk.app.clear_notifications()
        await at_desk.until(lambda: "同一对象" not in at_desk.seen and "2016-000" in at_desk.seen)


async def test_what_was_searched_for_is_forgotten_though_it_is_still_being_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with unlocked_by_the_lead(folder) as at_desk:
        await at_desk.press(*IN_LIST)
        await at_desk.type("".join(OPENED[0]))
        await at_desk.see("2016-0001")
        finding = slowly(at_desk.desk.finding, "filtered", monkeypatch)
        at_desk.app.post_message(key_event("f8"))
        await at_desk.until(finding.begun.is_set)
        counting = slowly(at_desk.desk, "counts", monkeypatch)
        finding.go_on()
        await at_desk.until(counting.begun.is_set)
        # Keys would wait for what is still being found.
        await at_desk.pilot.click(TipTable, offset=(4, 1))
        await at_desk.see("按 V 显示")
        await lock(at_desk)
        await counting.end(at_desk)
        assert held(OPENED, at_desk.app) == []
        await draw_back(at_desk)
        await at_desk.press("escape")
        await at_desk.see("共 1 件")
        assert shown(at_desk) == []


@pytest.mark.parametrize("is_shown", [False, True])
@pytest.mark.parametrize(
    ("typed", "name", "told"),
    [("密县水利局", "similar", "可能重复 1 件"), ("密县", "names_beginning", "密县水利局")],
)
async def test_what_others_said_like_it_is_not_told_below_what_is_typed(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    name: str,
    told: str,
    is_shown: bool,
) -> None:
    async with unlocked_by_the_lead(folder) as at_desk:
        await at_desk.press("f2")
        if not is_shown:
            finding = slowly(at_desk.desk.finding, name, monkeypatch)
        await at_desk.type(typed)
        if is_shown:
            await at_desk.see(told)
        else:
            await at_desk.until(finding.begun.is_set)
        await lock(at_desk)
        await draw_back(at_desk)
        if not is_shown:
            await finding.end(at_desk)
        assert typed in at_desk.seen and told not in at_desk.seen


async def test_who_saves_what_the_key_opens_no_more_is_asked_for_it(folder: Path) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        await unlock(at_desk)
        await at_desk.see("已解封")
        await at_desk.press(*ON_PAGE)
        await at_desk.see("按 V 显示")
        await at_desk.press("e")
        form = at_desk.app.desk_screen.form
        await at_desk.until(lambda: form.entry.number == "2016-0001")
        await at_desk.fill("visit_place", "又名")
        before = at_desk.desk.tip("1").revision
        at_desk.desk.access.lock()
        form.action_save()
        await at_desk.see("私钥")
        assert at_desk.desk.tip("1").revision == before


@pytest.mark.parametrize("is_refused", [False, True])
async def test_an_opened_tip_goes_from_the_form_though_it_is_still_being_saved(
    folder: Path, monkeypatch: pytest.MonkeyPatch, is_refused: bool
) -> None:
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press(*ON_PAGE)
        await at_desk.see("按 V 显示")
        await at_desk.press("e")
        await at_desk.see("修改 2016-0001")
        await at_desk.fill("visit_place", "又名")
        if is_refused:
            await asyncio.to_thread(amend_as_lead, folder, "密语，组长所补")
        saving = slowly(at_desk.desk, "amend", monkeypatch)
        at_desk.app.post_message(key_event("ctrl+s"))
        await at_desk.until(saving.begun.is_set)
        await lock(at_desk)
        await saving.end(at_desk)
        await draw_back(at_desk)
        await at_desk.see("已被他人修改" if is_refused else "已修改：2016-0001")
        assert shown(at_desk) == []
        if is_refused:
            await at_desk.press("ctrl+e")
            await at_desk.see("密号房间又名")
        else:
            assert at_desk.desk.access.open_tip("1").visit_place == "密号房间又名"
            assert at_desk.desk.drafts.all() == []


async def test_who_else_reported_on_someone_is_not_told_once_the_desk_is_locked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with unlocked_by_the_lead(folder) as at_desk:
        tip = at_desk.desk.record(planted())
        looking = slowly(at_desk.desk.matters, "pattern", monkeypatch)
        at_desk.app.desk_screen.post_message(TipSaved(tip))
        await at_desk.until(looking.begun.is_set)
        await lock(at_desk)
        await draw_back(at_desk)
        await looking.end(at_desk)
        assert shown(at_desk) == []


async def test_what_came_with_an_opened_tip_is_forgotten_before_the_rest_is_read_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with unlocked_by_the_lead(folder) as at_desk:
        await at_desk.press(*ON_PAGE, "v")
        await at_desk.see("欧阳密言")
        await at_desk.press("a")
        await at_desk.see("密语.pdf")
        reading = slowly(at_desk.desk, "tip", monkeypatch)
        await lock(at_desk)
        assert held(OPENED, at_desk.app) == []
        await reading.end(at_desk)


async def test_all_of_an_opened_tip_goes_from_its_page_before_the_rest_is_read_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with unlocked_by_the_lead(folder) as at_desk:
        await at_desk.press(*ON_PAGE, "v", "end")
        await at_desk.see("密语.pdf")
        page = at_desk.app.screen
        reading = slowly(at_desk.desk, "history", monkeypatch)
        await lock(at_desk)
        await at_desk.until(reading.begun.is_set)
        said = [str(part.content) for part in page.query(Static)]
        assert [text for text in said if "密语" in text] == []
        await reading.end(at_desk)


async def test_what_came_with_a_tip_is_not_shown_opened_once_the_desk_is_locked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with unlocked_by_the_lead(folder) as at_desk:
        await at_desk.press(*ON_PAGE, "v")
        await at_desk.see("欧阳密言")
        reading = slowly(at_desk.desk.access, "open_tip", monkeypatch)
        at_desk.app.post_message(key_event("a"))
        await at_desk.until(reading.begun.is_set)
        await lock(at_desk)
        await reading.end(at_desk)
        assert held(OPENED, at_desk.app) == []
        await draw_back(at_desk)
        await at_desk.see("名称和存放处已密封")
        assert shown(at_desk) == []


async def test_what_was_read_is_forgotten_though_much_else_waits_for_a_disk(folder: Path) -> None:
    async with unlocked_by_the_lead(folder) as at_desk:
        folded("欧阳密言")
        disk = threading.Event()
        # More than there are threads for.
        waiting = [asyncio.create_task(asyncio.to_thread(disk.wait)) for _call in range(40)]
        try:
            await lock(at_desk)
            await at_desk.until(lambda: not folded.cache_info().currsize)
            assert not any(one.done() for one in waiting)
        finally:
            disk.set()
            await asyncio.gather(*waiting)


async def test_a_desk_that_is_locked_again_is_not_said_to_be_unlocked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        telling = slowly(at_desk.desk.keeping, "anchor", monkeypatch)
        await unlock(at_desk)
        await at_desk.until(telling.begun.is_set)
        await lock(at_desk)
        await telling.end(at_desk)
        await at_desk.until(
            lambda: not [w for w in at_desk.app.workers if w.node is at_desk.app][1:]
        )
        assert "已解封" not in at_desk.seen


async def test_a_paper_that_was_read_is_kept_nowhere_behind_the_curtain(folder: Path) -> None:
    async with unlocked_by_the_lead(folder) as at_desk:
        await at_desk.press(*ON_PAGE, "r")
        await at_desk.see("密县水利局")
        await lock(at_desk)
        assert held(OPENED, at_desk.app) == []


@pytest.mark.parametrize(
    ("key", "field", "written", "at", "name", "told"),
    [
        ("n", "text", "另有一事", "follow_ups", "note", "2016-0001：已登记"),
        ("d", "status", "2", "acts", "dispose", "2016-0001：转办"),
        # To which nothing was written.
        ("t", "note", "", "acts", "tell", "2016-0001：已登记"),
    ],
)
async def test_what_was_done_with_an_opened_tip_meanwhile_is_told_after_it_and_holds_no_tip(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    field: str,
    written: str,
    at: str,
    name: str,
    told: str,
) -> None:
    async with unlocked_by_the_lead(folder) as at_desk:
        await at_desk.press(*ON_PAGE, "v")
        await at_desk.see("欧阳密言")
        await at_desk.press(key)
        await at_desk.fill(field, written)
        acting = slowly(attrgetter(at)(at_desk.desk), name, monkeypatch)
        at_desk.app.post_message(key_event("ctrl+s"))
        await at_desk.until(acting.begun.is_set)
        await lock(at_desk)
        await acting.end(at_desk)
        assert held(OPENED, at_desk.app) == []
        await draw_back(at_desk)
        await at_desk.see(told)
        assert shown(at_desk) == [] and at_desk.desk.drafts.left() == []


async def test_a_tip_that_is_on_its_way_to_the_form_does_not_draw_the_curtain_back(
    folder: Path,
) -> None:
    async with unlocked_by_the_lead(folder) as at_desk:
        await at_desk.press(*ON_PAGE)
        await at_desk.see("按 V 显示")
        at_desk.app.screen.dismiss(at_desk.desk.access.open_tip("1"))
        await lock(at_desk)
        for _frame in range(3):
            await at_desk.pilot.pause(0.01)
        assert "屏幕已锁定" in at_desk.seen
        assert not at_desk.app.desk_screen.form.entry.amends


async def test_whom_a_tip_is_about_is_not_told_by_a_refusal_that_comes_after_the_lock(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        # Asked of a tip that is not shown, and refused once the key was given.
        await at_desk.press(*ON_PAGE)
        await at_desk.see("按 V 显示")
        await asyncio.to_thread(at_desk.desk.access.unlock, KEY)
        await at_desk.press("d", "2")
        await at_desk.fill("to", "密县")
        await at_desk.fill("to", "水利局、司徒某某")
        disposing = slowly(at_desk.desk.acts, "dispose", monkeypatch)
        at_desk.app.post_message(key_event("ctrl+s"))
        await at_desk.until(disposing.begun.is_set)
        await lock(at_desk)
        await disposing.end(at_desk)
        await draw_back(at_desk)
        await at_desk.see("锁屏以后不显示原因")
        assert "就是本件" not in at_desk.seen
        await asyncio.to_thread(at_desk.desk.access.unlock, KEY)
        await at_desk.press("ctrl+s")
        await at_desk.see("就是本件反映的")
        await lock(at_desk)
        await draw_back(at_desk)
        await at_desk.see("Ctrl+S 办理")
        assert "就是本件" not in at_desk.seen


async def test_an_opened_tip_that_waits_to_be_saved_until_the_desk_is_there_is_a_draft_at_the_lock(
    folder: Path, tmp_path: Path
) -> None:
    aside = tmp_path / "aside"
    async with unlocked_by_the_lead(folder) as at_desk:
        await at_desk.press(*ON_PAGE, "e")
        await at_desk.see("密号房间")
        await at_desk.fill("visit_place", "又名")
        folder.rename(aside)
        await at_desk.press("ctrl+s")
        await at_desk.see("连上后自动保存")
        await lock(at_desk)
        await at_desk.pilot.pause()
        assert held(OPENED, at_desk.app) == []
        await draw_back(at_desk)
        await at_desk.see("已留作草稿")
        aside.rename(folder)
        await at_desk.press("alt+r")
        await at_desk.until(lambda: not at_desk.desk.reach.is_away)
        await asyncio.to_thread(at_desk.desk.access.unlock, KEY)
        await at_desk.press("ctrl+e")
        await at_desk.see("密号房间又名")
        await at_desk.press("ctrl+s")
        await at_desk.see("已修改：2016-0001")
        assert at_desk.desk.drafts.left() == []


async def test_what_was_typed_is_not_said_of_a_tip_that_is_refused_behind_what_came_after_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tip_form, "_SAVES_WITHIN_SECONDS", 0.05)
    go_on = threading.Event()

    def refuse(*_tip: object, **_how: object) -> None:
        go_on.wait()
        raise TipRefused((Fault("reporter.name", "反映人姓名：欧阳密言，过长。"),))

    async with sitting(folder, officer=DUTY) as at_desk:
        await enter_call(at_desk)
        monkeypatch.setattr(at_desk.desk, "record", refuse)
        await at_desk.press("ctrl+s")
        await at_desk.see("刚才一件还在保存")
        go_on.set()
        await at_desk.see("没有保存，有 1 处要改正。")
        assert shown(at_desk) == []
