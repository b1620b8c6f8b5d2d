"""Once a sealed desk is locked again, nothing in the program holds what was opened."""

from __future__ import annotations

import asyncio
import gc
import types
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from store.tips.tip import Tip
from tests.kept import functions_that_keep, kept_by
from tests.store.sealed import DUTY, KEY, LEAD, PLANTED, WORDS, planted, sealed_desk
from tests.tui.sitting import Sitting, sitting
from tests.tui.test_sealed_screens import unlock
from tui.apps.desk_app import DeskApp
from tui.screens.ask_screen import AskScreen
from tui.screens.dispose_screen import DisposeScreen

pytestmark = pytest.mark.whole

# Said here in parts, so that the test holds none of them itself.
OPENED = (("欧阳", "密言"), ("密县", "水利局"), ("司徒", "某某"), ("有转账", "记录"))

NOTED = (("来电", "补充"),)

# What is known everywhere, and the tests themselves, which run in the app's loop.
_NOT_THE_APPS = (
    types.ModuleType,
    type,
    types.FunctionType,
    types.CodeType,
    types.FrameType,
    types.CoroutineType,
    types.GeneratorType,
    types.AsyncGeneratorType,
)


def held(words: tuple[tuple[str, str], ...], app: DeskApp) -> list[str]:
    """What holds one of the words, of all that the program can still come to."""
    gc.collect()
    texts = ["".join(parts) for parts in words]
    parts = [text.encode() for text in texts]
    found = []
    # What the tests themselves plant is no secret to them.
    seen = {id(PLANTED), id(texts), id(parts)}
    for one in (*gc.get_objects(), *kept_by(functions_that_keep()), *reached_from(app)):
        if id(one) in seen:
            continue
        for text in _texts_in(one, seen):
            is_said = any(
                word in text if isinstance(text, str) else part in text
                for word, part in zip(texts, parts, strict=True)
            )
            if is_said:
                found.append(f"{type(one).__module__}.{type(one).__qualname__} {str(one)[:300]}")
                break
    return found


def reached_from(app: DeskApp) -> list[object]:
    """What the app holds that was there when the desk was read, since when the collector looks no
    more at it."""
    found: dict[int, object] = {}
    todo: list[object] = [app]
    while todo:
        one = todo.pop()
        if id(one) not in found and not isinstance(one, _NOT_THE_APPS):
            found[id(one)] = one
            todo += gc.get_referents(one)
    return [*found.values()]


def _texts_in(one: object, seen: set[int]) -> Iterator[str | bytes]:
    for part in gc.get_referents(one):
        if isinstance(part, str | bytes):
            yield part
        elif isinstance(part, dict | tuple) and not gc.is_tracked(part) and id(part) not in seen:
            # The collector passes over those that hold nothing but texts and numbers.
            yield from _texts_in(part, seen)


@asynccontextmanager
async def unlocked_by_the_lead(folder: Path) -> AsyncIterator[Sitting]:
    """At a sealed desk that the lead has opened; of one tip, if there is none yet."""
    if not folder.exists():
        with sealed_desk(folder, DUTY) as desk:
            desk.record(planted())
    async with sitting(folder, officer=LEAD) as at_desk:
        await unlock(at_desk)
        await at_desk.see("已解封")
        yield at_desk


def referred_to(receiver: str) -> Tip:
    """A tip that others are to deal with."""
    subject = replace(planted().subjects[0], group="out_of_scope")
    return replace(planted(), subjects=(subject,), referred_to=receiver)


async def show_the_name(at_desk: Sitting) -> None:
    """The page of the tip, with the name of who reported."""
    await at_desk.press("f4", "home", "enter")
    await at_desk.see("按 V 显示")
    await at_desk.press("v")
    await at_desk.see("".join(OPENED[2]))


async def test_what_a_lead_opened_is_nowhere_in_memory_once_the_curtain_is_drawn(
    tmp_path: Path,
) -> None:
    async with unlocked_by_the_lead(tmp_path / "desk") as at_desk:
        await at_desk.press("f5")
        await at_desk.type("".join(OPENED[0]))
        await at_desk.see("2016-0001")
        await at_desk.press("enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("v")
        await at_desk.see("".join(OPENED[2]))
        await at_desk.press("e")
        await at_desk.until(lambda: at_desk.app.desk_screen.form.entry.number == "2016-0001")
        await at_desk.type("添")
        await show_the_name(at_desk)
        at_desk.app.copy_to_clipboard("".join(OPENED[1]))
        await at_desk.press("n", "ctrl+x")
        await at_desk.until(lambda: not at_desk.desk.access.is_unlocked)
        await at_desk.pilot.pause()
        assert held(OPENED, at_desk.app) == []


@pytest.mark.parametrize(
    ("way", "title"),
    [
        (("f4", "home", "enter", "v", "ctrl+r", "1"), "登记单"),
        (("f5", *OPENED[0], "f6"), "筛选举报"),
    ],
)
async def test_nor_does_a_dialogue_that_stays_hold_what_is_under_it(
    tmp_path: Path, way: tuple[str, ...], title: str
) -> None:
    with sealed_desk(tmp_path / "desk", DUTY) as desk:
        desk.record(planted())
    async with sitting(tmp_path / "desk", officer=LEAD) as at_desk:
        await unlock(at_desk)
        await at_desk.see("已解封")
        for key in way:
            await (at_desk.type(key) if key in OPENED[0] else at_desk.press(key))
            # Each screen is to be drawn.
            await at_desk.pilot.pause(0.05)
        await at_desk.see(title)
        await at_desk.press("ctrl+x")
        await at_desk.until(lambda: not at_desk.desk.access.is_unlocked)
        await at_desk.pilot.pause()
        assert held(OPENED, at_desk.app) == []


@pytest.mark.parametrize("written", ["另有一事", ""])
async def test_a_dialogue_in_which_something_was_written_stays_without_the_name_it_said(
    tmp_path: Path, written: str
) -> None:
    async with unlocked_by_the_lead(tmp_path / "desk") as at_desk:
        await show_the_name(at_desk)
        await at_desk.press("n")
        await at_desk.fill("text", written)
        assert "".join(OPENED[2]) in at_desk.seen
        await at_desk.press("ctrl+p", "ctrl+x")
        await at_desk.see("屏幕已锁定")
        # What lay over it is over it still.
        await at_desk.press("enter", "escape")
        await at_desk.see("Ctrl+S 办理")
        assert at_desk.app.screen.answers["text"] == written  # type: ignore[attr-defined]
        assert "".join(OPENED[2]) not in at_desk.seen


@pytest.mark.parametrize(
    ("key", "field", "written"),
    [
        ("n", "text", "另有一事"),
        ("d", "status", "4"),
        ("l", "of", "2"),
        ("t", "note", "电话"),
        ("c", "handler", "王芳"),
        ("y", "text", "另有一事"),
    ],
)
async def test_nor_does_it_hold_the_tip_that_it_is_about(
    tmp_path: Path, key: str, field: str, written: str
) -> None:
    async with unlocked_by_the_lead(tmp_path / "desk") as at_desk:
        await show_the_name(at_desk)
        await at_desk.press(key)
        await at_desk.fill(field, written)
        await at_desk.press("ctrl+x")
        await at_desk.until(lambda: not at_desk.desk.access.is_unlocked)
        assert held(OPENED, at_desk.app) == []
        await at_desk.press("enter")
        await at_desk.see("Ctrl+S 办理")


async def test_nor_does_it_say_whom_the_tip_is_about_as_where_it_may_not_go(
    tmp_path: Path,
) -> None:
    person = "".join(OPENED[2])
    async with unlocked_by_the_lead(tmp_path / "desk") as at_desk:
        await show_the_name(at_desk)
        await at_desk.press("d", "3")
        await at_desk.fill("to", "".join(OPENED[1]))
        await at_desk.see("就是本件反映的")
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        await at_desk.press("enter")
        await at_desk.see("Ctrl+S 办理")
        assert person not in at_desk.seen
        await at_desk.type("办公室")
        assert person not in at_desk.seen


async def test_what_one_noted_before_is_not_to_be_chosen_there_any_more(tmp_path: Path) -> None:
    with sealed_desk(tmp_path / "desk", DUTY) as desk:
        desk.record(planted())
        desk.follow_ups.note("1", f"密语：{''.join(NOTED[0])}", "supplement")
    async with sitting(tmp_path / "desk", officer=DUTY) as at_desk:
        await at_desk.press("f4", "enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("v")
        await at_desk.see("欧阳密言")
        await at_desk.press("n")
        # What the note says stands in the field for a moment.
        await at_desk.go_to("own")
        await at_desk.press("1")
        assert "".join(NOTED[0]) in at_desk.app.screen.answers["text"]  # type: ignore[attr-defined]
        await at_desk.press("2")
        await at_desk.fill("text", "另有一事")
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        assert held(NOTED, at_desk.app) == []
        await at_desk.press("enter")
        await at_desk.see("另有一事")
        assert "".join(NOTED[0]) not in at_desk.seen
        await at_desk.press("ctrl+s")
        await at_desk.until(lambda: not isinstance(at_desk.app.screen, AskScreen), "it to be saved")
        notes = at_desk.desk.access.open_tip("1").notes
        assert [note.text for note in notes] == [f"密语：{''.join(NOTED[0])}", "另有一事"]


async def test_to_lock_while_it_is_asked_who_reads_what_is_open_does_not_end_the_app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with unlocked_by_the_lead(tmp_path / "desk") as at_desk:
        await show_the_name(at_desk)
        await at_desk.press("n")
        await at_desk.fill("text", "另有一事")
        reads = at_desk.desk.access.reads

        async def lock() -> None:
            at_desk.app.action_draw_curtain()

        def read_while_it_is_locked(number: str) -> bool:
            known = reads(number)
            at_desk.app.call_from_thread(lock)
            return known

        monkeypatch.setattr(at_desk.desk.access, "reads", read_while_it_is_locked)
        await at_desk.see("屏幕已锁定")
        await at_desk.until(lambda: not at_desk.desk.access.is_unlocked)
        await at_desk.press("enter")
        await at_desk.see("另有一事")


async def test_what_was_searched_for_is_not_kept_where_the_list_is_being_filtered(
    tmp_path: Path,
) -> None:
    async with unlocked_by_the_lead(tmp_path / "desk") as at_desk:
        await at_desk.press("f5")
        await at_desk.type("".join(OPENED[0]))
        await at_desk.see("2016-0001")
        await at_desk.press("f6")
        await at_desk.see("筛选举报")
        await at_desk.press("ctrl+x")
        await at_desk.until(lambda: not at_desk.desk.access.is_unlocked)
        await at_desk.pilot.pause()
        assert held(OPENED, at_desk.app) == []


async def test_what_an_opened_tip_said_in_a_field_goes_and_what_was_written_there_comes_back(
    tmp_path: Path,
) -> None:
    note, kept_at = ("密语", "电话"), ("密语", "柜")
    with sealed_desk(tmp_path / "desk") as desk:
        desk.record(referred_to("".join(OPENED[1])))
        desk.access.unlock(KEY)
        desk.acts.tell("1", "".join(note))
        desk.follow_ups.note("1", "".join(NOTED[0]), "supplement")
        desk.enclosures.add("1", "letter", kept_at="".join(kept_at))
        desk.access.lock()
    async with sitting(tmp_path / "desk", officer=LEAD) as at_desk:

        async def asked(*way: str) -> AskScreen:
            """The dialogue about the tip, which is opened to that."""
            await asyncio.to_thread(at_desk.desk.access.unlock, KEY)
            await at_desk.press("f4", "enter")
            await at_desk.see("按 V 显示")
            for key in ("v", *way):
                await (at_desk.go_to(key) if key == "own" else at_desk.press(key))
            await at_desk.until(lambda: isinstance(at_desk.app.screen, AskScreen))
            assert isinstance(at_desk.app.screen, AskScreen)
            return at_desk.app.screen

        async def lock() -> None:
            at_desk.app.secrecy.draw_curtain()
            await at_desk.until(lambda: not at_desk.desk.access.is_unlocked)
            await at_desk.pilot.pause()

        for key, field, told in (("t", "note", note), ("n", "text", NOTED[0])):
            dialogue = await asked(*((key, "own", "1") if key == "n" else (key,)))
            assert dialogue.answers[field] == "".join(told)
            await at_desk.go_to(field)
            await at_desk.press("end", "添")
            await lock()
            assert dialogue.answers[field] == "" and "草稿" not in at_desk.seen
            await at_desk.press("enter")
            await at_desk.see("所填内容已留作草稿")
            at_desk.app.clear_notifications()
            dialogue = await asked(key)
            assert dialogue.answers[field] == "".join((*told, "添"))
            assert "这是此前所填，尚未办理。" in at_desk.seen
            await at_desk.press("ctrl+s")
            await at_desk.until(lambda: not isinstance(at_desk.app.screen, AskScreen), "it done")
        tip = at_desk.desk.access.open_tip("1")
        assert tip.told and tip.told.note == "".join((*note, "添"))
        assert [one.text for one in tip.notes] == ["".join((*NOTED[0], "添"))]
        assert DisposeScreen(at_desk.desk, (tip,)).aside
        del tip
        # Nothing is kept where nothing was written, though another screen lies over it.
        dialogue = await asked("a", "e")
        await at_desk.press("ctrl+p")
        await lock()
        assert held((note, NOTED[0], kept_at), at_desk.app) == []
        await at_desk.press("enter", "escape")
        await at_desk.until(lambda: not isinstance(at_desk.app.screen, AskScreen))
        assert at_desk.desk.drafts.left() == []


async def test_a_key_that_was_typed_and_not_taken_opens_nothing_for_who_draws_the_curtain_back(
    tmp_path: Path,
) -> None:
    sealed_desk(tmp_path / "desk").close()
    async with sitting(tmp_path / "desk", officer=LEAD) as at_desk:
        await at_desk.press("ctrl+k")
        await at_desk.type(KEY)
        await at_desk.press("ctrl+x", "enter")
        await at_desk.see("Ctrl+S 办理")
        assert at_desk.app.screen.answers["key"] == ""  # type: ignore[attr-defined]


async def test_what_was_said_goes_from_under_a_dialogue_that_stays(tmp_path: Path) -> None:
    with sealed_desk(tmp_path / "desk", DUTY) as desk:
        desk.record(planted())
    async with unlocked_by_the_lead(tmp_path / "desk") as at_desk:
        await at_desk.press("f4", "home", "enter")
        await at_desk.see("按 V 显示")
        at_desk.app.notify("司徒某某已有 3 件", timeout=600)
        await at_desk.see("司徒某某")
        await at_desk.press("n", "甲")
        await at_desk.see("加记 2016-0001")
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        await at_desk.press("enter")
        await at_desk.see("加记 2016-0001")
        assert at_desk.shown(WORDS) == []


async def test_what_was_said_of_an_opened_tip_goes_when_the_desk_is_locked_by_key(
    tmp_path: Path,
) -> None:
    with sealed_desk(tmp_path / "desk", DUTY) as desk:
        desk.record(referred_to("".join(OPENED[1])))
    async with unlocked_by_the_lead(tmp_path / "desk") as at_desk:
        await at_desk.press("f4", "home", "enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("r")
        await at_desk.see("就是本件反映的")
        await at_desk.press("ctrl+k")
        await at_desk.see("已重新密封")
        assert at_desk.shown(WORDS) == []
