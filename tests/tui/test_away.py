"""What an officer sees while the desk's place cannot be reached: the form goes on, and nothing is lost."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from store.desk.desk import Desk
from store.desk.reach import Reach
from store.duty.counts import Counts
from store.errors import CannotReach, CannotWrite, MaybeSaved
from store.folder.log import FileLog
from tests.builders import at
from tests.store.desks import tip_of
from tests.tui.shell import Shell
from tests.tui.sitting import Sitting, a_desk, enter_call, sitting
from tui.entering.draft import left_drafts
from tui.entering.tip_entry import TipEntry
from tui.screens import reaching
from tui.widgets import tip_form
from tui.widgets.tip_form import TipForm

AWAY = "磁盘暂时读不到，已填内容留在本机，正在重连"


async def back(desk: Sitting, aside: Path, folder: Path) -> None:
    """Puts the folder back, and has it asked for at once."""
    aside.rename(folder)
    await desk.press("alt+r")


@pytest.mark.whole
async def test_a_call_goes_on_while_the_folder_is_away_and_is_saved_once_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    store, saving = TipForm._store, list[str]()

    async def noted(form: TipForm, entry: TipEntry, *, half_done: bool) -> None:
        saving.append("begun")
        await store(form, entry, half_done=half_done)
        saving.append("over")

    async with sitting(folder) as desk:
        await enter_call(desk, "收受开发商")
        await desk.see("草稿已存")
        folder.rename(aside)
        await desk.see(f"{AWAY}（Alt+R 立即重连）")
        await desk.see("草稿在本机")
        assert "草稿已存" not in desk.seen, "as what is typed from now on is not"
        await desk.fill("summary", "礼金三万元")
        await desk.press("f8", "ctrl+e")
        await desk.see("草稿在本机")
        await desk.press("ctrl+s")
        await desk.see("还没有保存，连上后自动保存")
        assert desk.app.desk_screen.form.waiting == 1, "which is not done with yet"
        await desk.type("第二件")
        await desk.press("ctrl+l")
        await desk.type("下一件")
        for key in ("f3", "f5", "ctrl+g", "ctrl+e"):
            await desk.press(key)
            await desk.see(AWAY)
        with a_desk(aside) as other:
            assert not list(other.tips())
            other.duty_log.write("他人所记")
        monkeypatch.setattr(TipForm, "_store", noted)
        await back(desk, aside, folder)
        await desk.see("已登记：2016-0001")
        await desk.see("已暂存：2016-0002")
        await desk.until(lambda: AWAY not in desk.seen and "还没有保存" not in desk.seen)
        assert saving == ["begun", "over"] * 2, "or the second might get the first number"
    with a_desk(folder) as later:
        first, second = sorted(later.tips(), key=lambda tip: tip.number)
        assert first.summary == "收受开发商礼金三万元"
        assert second.subjects[0].unit == "第二件"
        (draft,) = later.drafts.all()
        assert draft.values["values"]["subjects"][0]["unit"] == "下一件"


async def test_a_draft_is_where_it_was_once_the_folder_is_back(tmp_path: Path) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    async with sitting(folder) as desk:
        await enter_call(desk, "收受开发商")
        await desk.see("草稿已存 16:59")
        folder.rename(aside)
        await desk.see("草稿在本机")
        desk.clock.instant = at("2016-10-01T17:05:00")
        await back(desk, aside, folder)
        await desk.see("草稿已存 16:59")


async def test_what_others_record_is_shown_though_the_desk_was_away_while_it_was_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.see("总计 0")
        gone, counts = [CannotReach(""), CannotReach("")], desk.desk.counts

        def counted() -> Counts:
            if gone:
                raise gone.pop()
            return counts()

        monkeypatch.setattr(desk.desk, "counts", counted)
        with a_desk(tmp_path / "desk") as other:
            other.record(tip_of())
        await desk.see("总计 1")
        assert not gone


async def test_who_has_the_screen_drawn_anew_waits_for_no_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "_FIRST_PAUSE_SECONDS", 3600.0)
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    async with sitting(folder) as desk:
        folder.rename(aside)
        await desk.see(AWAY)
        await back(desk, aside, folder)
        await desk.until(lambda: AWAY not in desk.seen)


@pytest.mark.whole
async def test_behind_the_curtain_too_one_sees_that_the_folder_is_away(tmp_path: Path) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    async with sitting(folder) as desk:
        await desk.press("ctrl+x")
        await desk.see("屏幕已锁定")
        folder.rename(aside)
        await desk.see(AWAY)
        aside.rename(folder)
        await desk.until(lambda: AWAY not in desk.seen)


async def test_who_leaves_while_the_disk_hangs_waits_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "_ANSWERS_WITHIN_SECONDS", 0.05)
    looking, answers = set[threading.Thread](), threading.Event()
    look, size = Reach.look, FileLog.size

    def look_in_vain(reach: Reach) -> None:
        looking.add(threading.current_thread())
        look(reach)

    def hang(log: FileLog) -> int:
        if threading.current_thread() in looking:
            answers.wait()
            raise CannotReach(AWAY)
        return size(log)

    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.type("某局")
        await desk.until(lambda: bool(desk.desk.drafts.all()), "the draft")
        monkeypatch.setattr(Reach, "look", look_in_vain)
        monkeypatch.setattr(FileLog, "size", hang)
        await desk.see(AWAY)
        await desk.type("长")
        await desk.press("ctrl+q")
        assert not desk.app.is_running
        (thread,) = looking
        assert thread.is_alive() and thread.daemon, "for which no program waits when it ends"
        answers.set()
    monkeypatch.undo()
    async with sitting(tmp_path / "desk") as later:
        drafts = later.desk.drafts
        await later.until(
            lambda: (
                [draft.values["values"]["subjects"][0]["unit"] for draft in drafts.all()]
                == ["某局长"]
            ),
            "the draft as it was typed while the disk hung",
        )


@asynccontextmanager
async def saving_takes_long(desk: Sitting) -> AsyncIterator[None]:
    """While a first tip is saved, and the form is blank already."""
    await desk.press("f2")
    await desk.type("第一件")
    with desk.desk.ground.storage.writing:
        await desk.press("ctrl+l")
        await desk.see("刚才一件还在保存")
        yield


async def test_a_tip_that_is_on_its_way_to_the_disk_is_not_saved_once_more(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.type("第一件")
        form = desk.app.desk_screen.form
        with desk.desk.ground.storage.writing:
            form.action_save_half_done()
            await desk.until(lambda: form.entry.is_saving)
            form.action_save_half_done()
            await desk.pilot.pause()
        await desk.see("已暂存：2016-0001")
        assert len(desk.desk.tips()) == 1 and not form.is_saving


async def test_what_was_discarded_and_stays_on_the_disk_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f2")
        await desk.type("某局")
        await desk.until(lambda: bool(desk.desk.drafts.all()), "the draft")

        def refuse(*_of: object) -> NoReturn:
            raise CannotWrite("磁盘写不进去。")

        monkeypatch.setattr(desk.desk.drafts, "outcome", refuse)
        await desk.press("f9", "f9")
        await desk.see("磁盘写不进去。")


async def test_while_a_disk_takes_long_to_save_the_next_call_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tip_form, "_SAVES_WITHIN_SECONDS", 0.05)
    async with sitting(tmp_path / "desk") as desk:
        async with saving_takes_long(desk):
            await desk.type("第二件")
        await desk.see("已暂存：2016-0001")
        await desk.until(lambda: "还在保存" not in desk.seen)
        assert desk.app.desk_screen.form.typed().values["subjects"][0]["unit"] == "第二件"
        assert [tip.subjects[0].unit for tip in desk.desk.tips()] == ["第一件"]
        # What is saved is not offered once more.
        own = desk.app.desk_screen.form.entry.name
        assert left_drafts(desk.desk, own) == []


async def test_what_a_slow_disk_does_not_take_is_told_while_the_next_call_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tip_form, "_SAVES_WITHIN_SECONDS", 0.05)
    with a_desk(tmp_path / "desk") as other:
        tip = other.record(tip_of())
    async with sitting(tmp_path / "desk") as desk:
        await desk.app.desk_screen.edit(desk.desk.tip(tip.number))
        await desk.fill("summary", "另有一事")
        with a_desk(tmp_path / "desk", officer="另一人") as other:
            other.amend(replace(other.tip(tip.number), summary="改过的"))
        with desk.desk.ground.storage.writing:
            await desk.press("ctrl+s")
            await desk.see("刚才一件还在保存")
            await desk.type("第二件")
        await desk.see("已被他人修改")
        assert desk.app.desk_screen.form.typed().values["subjects"][0]["unit"] == "第二件"


async def test_to_leave_while_a_slow_disk_saves_is_no_error_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tip_form, "_SAVES_WITHIN_SECONDS", 0.05)
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, what: told.append(what))
    async with sitting(tmp_path / "desk") as desk:
        async with saving_takes_long(desk):
            desk.app.workers.cancel_all()
            await desk.pilot.pause()
            gc.collect()
        assert not told


def test_a_command_that_cannot_reach_the_desk_says_so_by_a_status_of_its_own(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    a_desk(folder).close()
    journal = folder / "journal.jsonl"
    journal.rename(tmp_path / "aside")
    # Of which nothing can be read, as of a disk that was pulled out.
    journal.symlink_to("/proc/self/mem")
    said = Shell(folder).refuse("list", "--json", status=75)
    assert "磁盘暂时读不到" in said and said.count("\n") == 1
    assert "75" in Shell(folder).say("--help")


def test_a_command_that_may_have_saved_does_not_ask_to_be_run_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_desk(tmp_path / "desk").close()

    def no_answer(*_of: object, **_how: object) -> NoReturn:
        raise MaybeSaved("请再保存一次，不会登记两次。")

    monkeypatch.setattr(Desk, "record", no_answer)
    said = Shell(tmp_path / "desk").refuse(
        *("add", "--channel", "landline", "--unit", "某局", "--group", "leadership"),
        *("--disciplines", "廉洁纪律", "--summary", "收受礼金"),
        status=75,
    )
    assert "请先查看" in said
    assert "请再保存一次" not in said
