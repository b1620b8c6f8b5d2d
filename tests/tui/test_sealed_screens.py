"""What of a sealed desk is on the screen, for whom, and how it goes away again."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pendulum import DateTime
from textual.events import Idle, Key, MouseScrollDown, Paste, Resize
from textual.timer import Timer

from store.errors import DeskError
from store.notice.deadlines import CALL_BACK
from store.tips.disposition import WITHDRAWN
from store.tips.tip import Tip
from tests.builders import StillClock, at, entry_of
from tests.store.desks import clock, new_desk, open_desk, tip_of
from tests.store.sealed import (
    DUTY,
    KEY,
    LEAD,
    PASSPHRASE,
    PLANTED,
    PROTECTED,
    PROTECTED_PUBLIC,
    WORDS,
    planted,
    sealed_desk,
    where,
)
from tests.store.test_sealed import lose_power
from tests.terminal import Terminal
from tests.tui.shell import AT
from tests.tui.sitting import Sitting, sitting
from tui.actions.actions import actions_at
from tui.apps.desk_app import DeskApp
from tui.screens.ask_screen import AskScreen
from tui.screens.curtain_screen import CurtainScreen
from tui.terminal.key_queue import has_come_to
from tui.terminal.settings import DEFAULTS
from tui.widgets.merge_panel import MergePanel
from tui.widgets.messages import KeyWanted, TipSaved
from tui.widgets.sheet import Sheet

pytestmark = pytest.mark.whole

SIZES = [(120, 40), (80, 24)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sealed desk with a tip of an officer."""
    with sealed_desk(tmp_path / "desk", DUTY) as desk:
        desk.record(planted())
    return tmp_path / "desk"


async def test_who_asks_for_the_copy_of_a_sealed_tip_is_asked_for_the_key(folder: Path) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        await at_desk.press("f4", "enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("r")
        await at_desk.see("私钥")


async def test_that_no_repeats_are_noticed_since_the_power_went_is_said_beside_the_form(
    folder: Path,
) -> None:
    said = "本机重启后尚未解封，暂不提示重复件，请组长解封一次。"
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f2")
        await at_desk.fill("subjects.person", "某某")
        await at_desk.until(lambda: at_desk.app.desk_screen.form.typed().traits)
        assert said not in at_desk.seen
        lose_power(folder)
        await at_desk.fill("subjects.unit", "某局")
        await at_desk.see(said)
        open_desk(folder, LEAD).access.unlock(KEY)
        await at_desk.fill("reporter.contact", "0")
        await at_desk.until(lambda: said not in at_desk.seen)


def shown(at_desk: Sitting) -> list[str]:
    """Which of the planted words are on the screen."""
    return at_desk.shown(WORDS)


async def unlock(at_desk: Sitting, typed: str = KEY) -> None:
    await at_desk.press("ctrl+k")
    await at_desk.see("Ctrl+S 办理")
    await at_desk.type(typed)
    await at_desk.press("ctrl+s")


@pytest.mark.parametrize("size", SIZES)
async def test_a_lead_reveals_a_tip_and_hides_it_again(folder: Path, size: tuple[int, int]) -> None:
    async with sitting(folder, size, officer=LEAD) as at_desk:
        await at_desk.press("f4")
        await at_desk.see("〔密封〕")
        await at_desk.press("enter")
        await at_desk.see("按 V 显示姓名和内容")
        assert shown(at_desk) == []
        await at_desk.press("v")
        await at_desk.see("私钥")
        await at_desk.type(KEY)
        assert KEY[-8:] not in at_desk.seen
        await at_desk.press("ctrl+s")
        await at_desk.see("已解封")
        await at_desk.press("v")
        await at_desk.see("欧阳密言")
        await at_desk.press("v")
        await at_desk.see("按 V 显示姓名和内容")
        assert shown(at_desk) == []
    looked = [access.what for access in open_desk(folder, LEAD).access.accesses()]
    assert looked == ["unlock", "open", "open"]


@pytest.mark.parametrize("size", SIZES)
async def test_who_unlocks_is_told_to_whom_is_sealed_and_how_the_journal_ended(
    folder: Path, size: tuple[int, int]
) -> None:
    async with sitting(folder, size, officer=LEAD) as at_desk:
        await unlock(at_desk)
        await at_desk.see("已解封。")
        for short in at_desk.desk.access.recipients().values():
            assert short in at_desk.seen
        await at_desk.see(at_desk.desk.keeping.anchor())


async def test_who_unlocks_is_told_what_went_backwards_since(folder: Path) -> None:
    journal, checkpoint = folder / "journal.jsonl", folder / "tips.json"
    older = journal.read_bytes(), checkpoint.read_bytes()
    async with sitting(folder, officer=LEAD) as at_desk:
        await unlock(at_desk)
        await at_desk.see("核对码：")
        at_desk.desk.record(planted())
    # Two lines more, or the first of them would be written again as it was: the clock stands still.
    journal.write_bytes(older[0])
    checkpoint.write_bytes(older[1])
    async with sitting(folder, (80, 24), officer=LEAD) as at_desk:
        await unlock(at_desk)
        await at_desk.see("曾被截短")
        # Long enough to be compared with what is on paper.
        told = {one.severity: one for one in at_desk.app._notifications}
        assert told["error"].timeout == told["information"].timeout == 30
        assert "曾被截短" in told["error"].message and "核对码" in told["information"].message


async def test_who_unlocks_is_told_what_could_not_be_compared(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> str:
        raise DeskError("核对码读不出。")

    async with sitting(folder, officer=LEAD) as at_desk:
        monkeypatch.setattr(at_desk.desk.keeping, "anchor", refuse)
        await unlock(at_desk)
        await at_desk.see("已解封")
        await at_desk.see("核对码读不出。")


async def test_who_unlocks_is_told_what_is_wrong_with_the_keys(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        monkeypatch.setattr(at_desk.desk.access, "alarms", lambda: ("公钥不符。",))
        monkeypatch.setattr(at_desk.desk.last_seen, "compare", lambda _folder: ("曾被截短。",))
        await unlock(at_desk)
        for told in ("公钥不符。", "曾被截短。"):
            await at_desk.until(
                lambda told=told: (
                    (told, "error")
                    in [(one.message, one.severity) for one in at_desk.app._notifications]
                )
            )


async def test_no_key_is_asked_for_over_the_curtain(folder: Path) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        at_desk.app.post_message(KeyWanted())
        await at_desk.pilot.pause()
        assert isinstance(at_desk.app.screen, CurtainScreen)


async def test_at_a_desk_that_is_not_sealed_no_key_is_asked_for(tmp_path: Path) -> None:
    async with sitting(tmp_path / "open") as at_desk:
        await at_desk.press("ctrl+k")
        await at_desk.see("本值班台没有密封，不需要密钥。")
        assert at_desk.app.screen is at_desk.app.desk_screen


async def test_a_wrong_key_is_told_and_what_was_typed_stays(folder: Path) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        await unlock(at_desk, "AGE-SECRET-KEY-1WRONG")
        await at_desk.see("没有读到私钥")
        assert not at_desk.desk.access.is_unlocked
        screen = at_desk.app.screen
        assert isinstance(screen, AskScreen)
        assert screen.answers == {"key": "AGE-SECRET-KEY-1WRONG"}


async def test_the_passphrase_of_the_key_at_hand_unlocks_and_its_key_hides_all_again(
    folder: Path,
) -> None:
    with open_desk(folder, LEAD) as desk:
        desk.access.unlock(KEY)
        desk.keeping.rekey([PROTECTED_PUBLIC])
    async with sitting(folder, officer=LEAD) as at_desk:
        at_desk.app.secrecy.key_file = PROTECTED
        await unlock(at_desk, PASSPHRASE)
        await at_desk.see("已解封")
        await reveal(at_desk)
        at_desk.app.copy_to_clipboard("欧阳密言")
        await at_desk.press("ctrl+k")
        assert at_desk.app.clipboard == ""
        await at_desk.see("已重新密封")
        await at_desk.see("按 V 显示姓名和内容")
        assert shown(at_desk) == []
        await at_desk.until(lambda: not at_desk.desk.access.is_unlocked)


async def test_the_curtain_hides_everything_and_forgets_the_key(folder: Path) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        await unlock(at_desk)
        await at_desk.see("已解封")
        await at_desk.press("f4", "enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("v")
        await at_desk.see("欧阳密言")
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        assert shown(at_desk) == [] and "2016-0001" not in at_desk.seen
        assert "距巡视结束" in at_desk.seen and "受理中" in at_desk.seen
        assert "已解封" not in at_desk.seen, "nothing that was said stands over it"
        await at_desk.until(lambda: not at_desk.desk.access.is_unlocked)
        await at_desk.press("enter")
        await at_desk.see("按 V 显示姓名和内容")
        assert shown(at_desk) == [] and not at_desk.desk.access.is_unlocked


async def test_what_is_being_typed_is_behind_the_curtain_and_there_again(folder: Path) -> None:
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f2")
        await at_desk.fill("reporter.name", "欧阳密言")
        await at_desk.see("欧阳密言")
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        assert shown(at_desk) == []
        # In a hurry one presses the key twice, Esc with it, or whatever is near.
        await at_desk.press("ctrl+x", "escape", "f4", "f5", "f12", "ctrl+p", "ctrl+g")
        assert "屏幕已锁定" in at_desk.seen
        everywhere = {action.id for action in actions_at("everywhere")}
        assert {name for name in everywhere if at_desk.app.check_action(name, ())} == {
            *("draw_curtain", "redraw", "draw_in_ascii", "change_theme", "quit"),
        }
        await at_desk.press("enter")
        await at_desk.see("欧阳密言")
        (draft,) = at_desk.desk.drafts.all()
        assert "欧阳密言" in str(draft.values)


async def test_what_was_copied_stays_where_nothing_is_secret(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as at_desk:
        at_desk.app.copy_to_clipboard("84404233")
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        assert at_desk.app.clipboard == "84404233"


async def test_what_a_tip_has_in_common_with_others_is_not_told_over_the_curtain(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as at_desk:
        for _time in range(2):
            tip = at_desk.desk.record(planted())
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        at_desk.app.desk_screen.post_message(TipSaved(tip))
        await has_come_to(at_desk.app.desk_screen)
        await at_desk.pilot.pause()
        assert shown(at_desk) == []


async def test_where_nothing_is_sealed_all_is_there_again_behind_the_curtain(
    tmp_path: Path,
) -> None:
    with new_desk(tmp_path / "open") as made:
        made.record(tip_of(summary="反映收礼"))
    async with sitting(tmp_path / "open") as at_desk:
        await at_desk.press("f4", "enter")
        await at_desk.see("修改记录")
        await at_desk.press("e")
        await at_desk.until(lambda: at_desk.app.desk_screen.form.entry.number == "2016-0001")
        await at_desk.press("f5")
        await at_desk.type("收礼")
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        await at_desk.press("enter")
        await at_desk.see("2016-0001")
        assert at_desk.app.focused.value == "收礼"
        assert at_desk.app.desk_screen.form.entry.number == "2016-0001"


async def test_an_opened_tip_in_the_form_goes_behind_the_curtain_for_good(folder: Path) -> None:
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f4", "enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("e")
        await at_desk.see("修改 2016-0001")
        await at_desk.fill("visit_place", "又名")
        await at_desk.see("密号房间又名")
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        await at_desk.press("enter")
        await at_desk.see("2016-0001 的修改")
        assert shown(at_desk) == []
        await at_desk.press("ctrl+e")
        await at_desk.see("密号房间又名")


async def test_a_key_that_was_taken_in_behind_the_curtain_is_forgotten_too(folder: Path) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        at_desk.desk.access.unlock(KEY)
        await at_desk.press("enter")
        await at_desk.until(lambda: "屏幕已锁定" not in at_desk.seen)
        assert not at_desk.desk.access.is_unlocked


async def test_the_clocks_go_on_behind_the_curtain(folder: Path) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        for instant, left, service in (
            ("2016-10-01T17:29:59", 18 * 24 * 3600 + 6 * 3600 + 30 * 60 + 1, "距结束 00:00:01"),
            ("2016-10-01T17:30:00", 18 * 24 * 3600 + 6 * 3600 + 30 * 60, "○ 非受理时间"),
        ):
            at_desk.clock.instant = DateTime.instance(at(instant))
            await at_desk.see(service)
            curtain = at_desk.app.screen
            assert isinstance(curtain, CurtainScreen)
            assert curtain.period.countdown.remaining_seconds == left
            assert curtain.top.now == curtain.service.now == at_desk.clock.instant
            assert curtain.top.period == curtain.period.countdown
            assert curtain.top.status == curtain.service.status


async def reveal(at_desk: Sitting) -> None:
    """Opens the page of the tip, with what is sealed of it."""
    await at_desk.press("f4", "enter")
    await at_desk.see("按 V 显示姓名和内容")
    await at_desk.press("v")
    await at_desk.see("欧阳密言")


async def test_what_was_opened_goes_from_the_screen_when_anyone_hands_over(folder: Path) -> None:
    other = open_desk(folder, "王芳")
    async with sitting(folder, officer=DUTY) as at_desk:
        other.shifts.take_over()
        await at_desk.press("f4", "enter")
        await at_desk.see("按 V 显示姓名和内容")
        await at_desk.press("e")
        await at_desk.see("欧阳密言")
        await reveal(at_desk)
        other.shifts.hand_over()
        await at_desk.see("现由组长查看")
        await at_desk.see("按 V 显示姓名和内容")
        assert shown(at_desk) == []
        await at_desk.until(lambda: not at_desk.app.desk_screen.form.entry.amends)


async def test_so_does_what_was_asked_over_it(folder: Path) -> None:
    other = open_desk(folder, "王芳")
    async with sitting(folder, officer=DUTY) as at_desk:
        other.shifts.take_over()
        await reveal(at_desk)
        await at_desk.press("n")
        await at_desk.see("加记 2016-0001")
        other.shifts.hand_over()
        await at_desk.see("按 V 显示姓名和内容")
        await at_desk.until(lambda: shown(at_desk) == [], "none of it on the screen")


async def test_so_does_what_came_with_it(folder: Path) -> None:
    with open_desk(folder, DUTY) as desk:
        desk.enclosures.add("1", "letter", pages=3, name="密语.pdf", kept_at="")
    other = open_desk(folder, "王芳")
    async with sitting(folder, officer=DUTY) as at_desk:
        other.shifts.take_over()
        await reveal(at_desk)
        await at_desk.press("a")
        await at_desk.see("密语.pdf")
        other.shifts.hand_over()
        await at_desk.until(lambda: "密语.pdf" not in at_desk.seen)


async def test_of_a_tip_that_was_never_opened_it_is_not_said_to_be_shown_no_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        access, screen = at_desk.desk.access, at_desk.app.desk_screen
        open_tip = access.open_tip

        def opened_while_one_looks(number: str) -> Tip:
            at_desk.app.call_from_thread(screen._hide_what_is_read_no_more)
            return open_tip(number)

        monkeypatch.setattr(access, "open_tip", opened_while_one_looks)
        await at_desk.press("f4", "enter")
        await at_desk.see("按 V 显示姓名和内容")
        await at_desk.press("v")
        await at_desk.see("Ctrl+S 办理")
        assert "不再显示" not in " ".join(one.message for one in at_desk.app._notifications)


@pytest.mark.parametrize(("minutes", "seconds"), [(10, [600]), (0, [])])
async def test_a_desk_starts_with_its_lock_its_key_and_what_is_to_be_known(
    folder: Path, monkeypatch: pytest.MonkeyPatch, minutes: int, seconds: list[float]
) -> None:
    begun: list[tuple[float, Any]] = []
    said: list[tuple[str, str]] = []
    begin = DeskApp.set_timer

    def note(app: DeskApp, after: float, call: Any = None, **more: Any) -> Timer:
        begun.append((after, call))
        return begin(app, after, call, **more)

    def say(_app: DeskApp, message: str, severity: str = "information", **_more: Any) -> None:
        said.append((message.split("。")[0], severity))

    monkeypatch.setattr(DeskApp, "set_timer", note)
    monkeypatch.setattr(DeskApp, "notify", say)
    told = replace(DEFAULTS, idle_minutes=minutes, theme="light", faults=("theme 不对。",))
    with open_desk(folder, LEAD) as desk:
        desk.access.unlock(KEY)
        app = DeskApp(desk, told, KEY.encode())
        async with app.run_test() as pilot:
            await Sitting(app, pilot, desk, StillClock()).until(
                lambda: {("theme 不对", "warning"), ("已解封", "information")} <= {*said}
            )
            assert [after for after, call in begun if call == app.secrecy._draw_if_idle] == seconds
            assert (app.theme, app.secrecy.key_file) == ("dutydesk-light", KEY.encode())


async def test_nobody_at_the_keys_draws_the_curtain(folder: Path) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        # So short that a minute taken for an hour outlasts the patience of the test.
        at_desk.app.settings = replace(DEFAULTS, idle_minutes=1 / 120)  # type: ignore[arg-type]
        at_desk.app.secrecy.watch_for_idleness()
        await at_desk.see("屏幕已锁定")


async def test_the_curtain_is_drawn_so_long_after_whoever_was_at_the_keys_was_there_last(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        app, now = at_desk.app, 0.0
        app.settings = replace(DEFAULTS, idle_minutes=10)
        waits: list[tuple[float, Callable[[], None]]] = []
        monkeypatch.setattr("tui.apps.secrecy.monotonic", lambda: now)
        monkeypatch.setattr(app, "set_timer", lambda *given: waits.append(given))
        app.secrecy.watch_for_idleness()

        def waited() -> float:
            """Seconds until it is looked at again, once those that were to be waited are over."""
            nonlocal now
            seconds, then = waits[-1]
            now += seconds
            then()
            return waits[-1][0]

        assert waits[-1][0] == 600, "ten minutes, in seconds"
        wheel = MouseScrollDown(None, 5, 5, 0, 1, 0, shift=False, meta=False, ctrl=False)
        # Who reads with the wheel, or pastes, is there too.
        for event in (Key("a", "a"), wheel, Paste("说到一半")):
            now += (until := waits[-1][0]) - 1
            app.post_message(event)
            await at_desk.pilot.pause()
            now -= until - 1
            assert waited() == 599
        assert not app.secrecy.is_behind_curtain
        size = app.size
        # That there is nothing to do, or a window moved, is nobody.
        for nobody in (Idle(), Resize(size, size)):
            now += 1
            app.post_message(nobody)
            await at_desk.pilot.pause()
            now -= 1
        assert waited() == 600 and app.secrecy.is_behind_curtain
        assert waited() == 600, "from then on once more"


async def test_an_officer_sees_the_own_tip_and_never_anothers(folder: Path) -> None:
    with open_desk(folder, "王芳") as desk:
        desk.record(planted())
        desk.follow_ups.appoint("2", CALL_BACK, desk.now().add(hours=1))
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f5")
        await at_desk.see("2016-0002")
        await at_desk.press("enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("v")
        await at_desk.see("本件是他人登记的，由组长查看。")
        assert shown(at_desk) == []
        # That a call-back took place, whoever is on duty says; no more than that.
        await at_desk.press("y")
        await at_desk.go_to("done")
        await at_desk.press("1", "ctrl+s")
        await at_desk.until(lambda: bool(at_desk.desk.tip("2").appointments[0].done_by))
        at_desk.app.clear_notifications()
        await at_desk.press("y")
        await at_desk.see("本件是他人登记的，由组长查看。")
        await at_desk.press("escape")
        await at_desk.see("2016-0002")
        await at_desk.press("down", "enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("v")
        await at_desk.see("欧阳密言")


async def test_an_officer_whose_own_tip_opens_no_more_is_told_so_and_asked_for_no_key(
    folder: Path,
) -> None:
    said = "内容已密封，请由持有密钥的组长解封后再办。"
    with open_desk(folder, DUTY) as desk:
        desk.enclosures.add("1", "letter", pages=3)
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f4", "enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("n")
        await at_desk.fill("text", "另有一事")
        lose_power(folder)
        await at_desk.press("ctrl+s")
        await at_desk.see(said)
        assert "另有一事" in at_desk.seen and not at_desk.app._notifications
        await at_desk.press("escape")
        at_page = at_desk.app.screen
        for keys in ("v", "e", "n", "y", "aa", "ae", "ax"):
            await at_desk.press(*keys)
            await at_desk.see(said)
            assert [one.message for one in at_desk.app._notifications] == [said], keys
            assert not isinstance(at_desk.app.screen, AskScreen), "nothing is answered in vain"
            at_desk.app.clear_notifications()
            if at_desk.app.screen is not at_page:
                await at_desk.press("escape")


async def test_amending_opens_the_own_tip_first(folder: Path) -> None:
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f4", "enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("e")
        await at_desk.see("修改 2016-0001")
        await at_desk.see("欧阳密言")
        await at_desk.press("ctrl+s")
        await at_desk.see("已修改")
    lead = open_desk(folder, LEAD)
    lead.access.unlock(KEY)
    assert lead.access.open_tip("1").reporter == planted().reporter


@pytest.mark.parametrize("size", SIZES)
async def test_no_list_and_no_paper_leaves_a_blank_for_what_is_sealed(
    folder: Path, size: tuple[int, int]
) -> None:
    with open_desk(folder, DUTY) as desk:
        desk.record(replace(planted(), to_complete=True))
    async with sitting(folder, size, officer=DUTY) as at_desk:
        for key in ("f5", "ctrl+g", "f10"):
            await at_desk.press(key)
            await at_desk.until(lambda: "2016-0002" in at_desk.seen and "〔密封〕" in at_desk.seen)
            await at_desk.press("escape")
        await at_desk.press("f4", "enter")
        await at_desk.see("〔密封〕（待核实）")


async def test_the_first_line_says_whether_the_desk_is_open(folder: Path) -> None:
    async with sitting(folder, (80, 24), officer=LEAD) as at_desk:
        await at_desk.see("已密封")
        await unlock(at_desk)
        await at_desk.until(lambda: at_desk.desk.access.is_unlocked)
        await at_desk.see("已解封。")
        at_desk.app.clear_notifications()
        await at_desk.see("已解封 ● 受理中")
        await at_desk.press("ctrl+k")
        await at_desk.see("已重新密封。")
        at_desk.app.clear_notifications()
        await at_desk.see("已密封 ● 受理中")


async def test_who_disposes_of_a_sealed_tip_is_asked_for_the_key_and_keeps_the_answers(
    folder: Path,
) -> None:
    async with sitting(folder, officer=LEAD) as at_desk:
        await at_desk.press("f4", "enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("d", "1", "ctrl+s")
        await at_desk.see("私钥")
        await at_desk.type(KEY)
        await at_desk.press("ctrl+s")
        await at_desk.see("处理 2016-0001")
        await at_desk.press("ctrl+s")
        await at_desk.see("2016-0001：")
        assert at_desk.desk.tip("1").status == "handed_to_team"
        assert shown(at_desk) == []


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_offered_that_the_role_does_not_include(
    folder: Path, size: tuple[int, int]
) -> None:
    async with sitting(folder, size, officer="统计") as at_desk:
        await at_desk.until(lambda: "F1 帮助" in at_desk.seen and "F2 登记" not in at_desk.seen)
        await at_desk.press("ctrl+p")
        await at_desk.type("dengji")
        await at_desk.see("没有这样的命令")
    async with sitting(folder, size, officer=DUTY) as at_desk:
        await at_desk.see("F2 登记")
        await at_desk.press("f4", "enter")
        await at_desk.see("E 修改")
        assert "D 处理" not in at_desk.seen and "R 转办" not in at_desk.seen
        await at_desk.press("f1")
        await at_desk.see("此处按键")
        assert "D 处理" not in at_desk.seen.replace("       ", " ")


async def test_an_officer_learns_of_a_repeat_and_links_nothing(folder: Path) -> None:
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f2")
        await at_desk.fill("subjects.unit", "密县水利局")
        await at_desk.see("可能重复 1 件")
        await at_desk.press("ctrl+r")
        await at_desk.see("处理举报由组长办理。")


async def test_the_list_closes_on_one_who_may_no_longer_see_it(folder: Path) -> None:
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f5")
        await at_desk.see("共 1 件")
        open_desk(folder, LEAD).access.set_role(DUTY, "viewer")
        # On the desk below it stands, too.
        await at_desk.until(
            lambda: (
                "统计员只看统计数字，不看举报。"
                in [one.message for one in at_desk.app._notifications]
            )
        )
        await at_desk.until(lambda: "2016-0001" not in at_desk.seen)


async def test_a_paper_that_was_read_is_gone_behind_the_curtain(folder: Path) -> None:
    out = planted().subjects[0]
    with open_desk(folder, DUTY) as desk:
        subject = replace(out, group="out_of_scope")
        desk.record(replace(planted(), subjects=(subject,), referred_to="区环境保护局"))
    async with sitting(folder, officer=LEAD) as at_desk:
        await unlock(at_desk)
        await at_desk.see("已解封")
        await at_desk.press("f4", "home", "enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("r")
        await at_desk.see("密县水利局")
        await at_desk.press("ctrl+x")
        await at_desk.see("屏幕已锁定")
        await at_desk.press("enter")
        await at_desk.see("内容已收起")
        assert shown(at_desk) == []


async def test_what_ends_behind_the_curtain_does_not_draw_it_back(
    folder: Path, keys_wait_for_no_act: None
) -> None:
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f4", "enter")
        await at_desk.see("按 V 显示")
        with at_desk.desk.ground.storage.state:
            # Opening waits for whoever has the store.
            await at_desk.press("e")
            at_desk.app.secrecy.draw_curtain()
            await at_desk.see("屏幕已锁定")
        await at_desk.until(lambda: not [w for w in at_desk.app.workers if w.is_running][2:])
        await at_desk.pilot.pause()
        assert "屏幕已锁定" in at_desk.seen and shown(at_desk) == []


async def test_a_question_that_is_done_behind_the_curtain_goes_once_it_is_drawn_back(
    folder: Path, keys_wait_for_no_act: None
) -> None:
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f12")
        await at_desk.see("撤销本人的上一步")
        with at_desk.desk.ground.storage.state:
            # Undoing waits for whoever has the store.
            await at_desk.press("ctrl+s")
            at_desk.app.secrecy.draw_curtain()
            await at_desk.see("屏幕已锁定")
        await at_desk.until(lambda: at_desk.desk.tip("1").status == WITHDRAWN)
        await at_desk.pilot.pause()
        assert "屏幕已锁定" in at_desk.seen
        await at_desk.press("enter")
        await at_desk.see("误录撤销")
        assert "撤销本人的上一步" not in at_desk.seen


async def test_an_amendment_left_half_way_comes_back(folder: Path) -> None:
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f4", "enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("e")
        await at_desk.see("修改 2016-0001")
        await at_desk.fill("visit_place", "又名")
        await at_desk.see("密号房间又名")
        await at_desk.press("f8")
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("ctrl+e")
        await at_desk.see("修改 2016-0001")
        await at_desk.see("密号房间又名")
        await at_desk.press("ctrl+s")
        await at_desk.see("已修改")


def amend_as_lead(folder: Path, summary: str) -> None:
    """A lead amends the tip in a process of its own, as from another terminal."""
    program = (
        "import sys; from dataclasses import replace; from pathlib import Path\n"
        "from tests.store.desks import open_desk\n"
        "folder, lead, key, summary = sys.argv[1:]\n"
        "with open_desk(Path(folder), lead) as desk:\n"
        "    desk.access.unlock(key)\n"
        "    desk.amend(replace(desk.access.open_tip('1'), summary=summary, tags=('重点人',)))\n"
    )
    command = [sys.executable, "-c", program, str(folder), LEAD, KEY, summary]
    subprocess.run(command, check=True)


@pytest.mark.parametrize("goes_away", [False, True])
async def test_what_a_lead_amends_meanwhile_is_merged_and_stays_sealed(
    folder: Path, goes_away: bool
) -> None:
    """Also if the curtain is drawn before it was settled."""
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f4", "enter")
        await at_desk.see("按 V 显示")
        await at_desk.press("e")
        await at_desk.see("修改 2016-0001")
        form = at_desk.app.desk_screen.form
        form.fields.put("summary", "密语，本人所补")
        await asyncio.to_thread(amend_as_lead, folder, "密语，组长所补")
        await at_desk.press("ctrl+s")
        await at_desk.see("他人改为：密语，组长所补")
        if goes_away:
            await at_desk.press("ctrl+x")
            await at_desk.see("屏幕已锁定")
            assert shown(at_desk) == []
            await at_desk.press("enter")
            await at_desk.until(lambda: "屏幕已锁定" not in at_desk.seen)
            assert shown(at_desk) == []
            await at_desk.press("ctrl+e")
            await at_desk.see("密语，本人所补")
            await at_desk.press("ctrl+s")
            await at_desk.see("他人改为：密语，组长所补")
        await at_desk.until(
            lambda: any(isinstance(n, MergePanel) for n in at_desk.app.focused.ancestors),
            "the choice",
        )
        await at_desk.press("1")
        await at_desk.until(lambda: form.fields.values["summary"] == "密语，组长所补")
        await at_desk.press("2")
        await at_desk.until(lambda: form.fields.values["summary"] == "密语，本人所补")
        await at_desk.press("ctrl+s")
        await at_desk.see("已修改：2016-0001")
        tip = at_desk.desk.access.open_tip("1")
        assert (tip.summary, tip.tags, tip.revision) == ("密语，本人所补", ("重点人",), 3)
    assert where(folder) == []


async def test_repeats_pause_where_nobody_unlocked_since_the_start(folder: Path) -> None:
    from store.secret.keyring import Keyring

    Keyring(str(folder)).forget("desk")
    async with sitting(folder, officer=DUTY) as at_desk:
        await at_desk.press("f2")
        await at_desk.fill("subjects.unit", "密县水利局")
        await at_desk.see("暂不提示重复件")


async def test_a_viewer_sees_figures_alone(folder: Path) -> None:
    async with sitting(folder, officer="统计") as at_desk:
        await at_desk.see("统计员只看统计数字，不看举报")
        await at_desk.until(lambda: "登记新举报" not in at_desk.seen)
        assert "2016-0001" not in at_desk.seen
        for key, told in {"f2": "不登记举报", "f4": "不看举报", "f5": "不看举报"}.items():
            at_desk.app.clear_notifications()
            await at_desk.press(key)
            await at_desk.see(told)
            assert "2016-0001" not in at_desk.seen
        await at_desk.press("ctrl+b")
        await at_desk.see("日报")


_NOT_RECORDED, _NOT_SEEN = "不登记举报。", "不看举报。"
_A_LEADS = "导入和结束巡视由组长办理。"


@pytest.mark.parametrize(
    ("officer", "ways"),
    [
        (
            "统计",
            {
                "new_tip": _NOT_RECORDED,
                "open_tip_on": _NOT_RECORDED,
                "overview": "DeskScreen",
                "latest": _NOT_SEEN,
                "all_tips": _NOT_SEEN,
                "show_dues": _NOT_SEEN,
                "show_report": "ReportScreen",
                "show_duty": _NOT_SEEN,
                "import_register": _A_LEADS,
                "show_notice": "PublicNoticeScreen",
                "pass_through": _NOT_RECORDED,
                "undo_last": _NOT_RECORDED,
            },
        ),
        (
            DUTY,
            {
                "new_tip": "DeskScreen",
                "open_tip_on": "DeskScreen",
                "latest": "DeskScreen",
                "all_tips": "TipsScreen",
                "show_dues": "DueScreen",
                "show_report": "ReportScreen",
                "show_duty": "DutyScreen",
                "import_register": _A_LEADS,
                "show_notice": "PublicNoticeScreen",
                "pass_through": "AskScreen",
                "undo_last": "AskScreen",
            },
        ),
    ],
)
async def test_each_way_is_open_to_whom_it_is_for(
    folder: Path, officer: str, ways: dict[str, str]
) -> None:
    async with sitting(folder, officer=officer) as at_desk:
        app, desk_screen = at_desk.app, at_desk.app.desk_screen
        for action, leads_to in ways.items():
            app.clear_notifications()
            await app.run_action(action)
            await at_desk.until(
                lambda to=leads_to: (
                    type(app.screen).__name__ == to
                    or any(one.message.endswith(to) for one in app._notifications)
                ),
                action,
            )
            if leads_to.endswith("。"):
                assert app.screen is desk_screen, action
            await at_desk.pilot.pause()
            while app.screen is not desk_screen:
                app.pop_screen()


async def test_the_help_of_a_viewer_has_no_keys_that_are_not_for_them(folder: Path) -> None:
    async with sitting(folder, officer="统计") as at_desk:
        await at_desk.press("f1")
        keys = at_desk.app.screen.query(Sheet).first()
        told = "".join(text for line in keys.lines(76) for text, _role in line)
        assert "各处按键" in told
        for what in ("登记表的按键", "最近登记的按键", "F2", "F5"):
            assert what not in told


def test_who_is_not_on_the_roster_is_told_so_and_nothing_is_painted_of_any_tip(
    folder: Path,
) -> None:
    command = ["session", "--officer", "外人", "--desk", str(folder), "--at", AT]
    terminal = Terminal([sys.executable, "-m", "tui", *command])
    assert terminal.until_over() == 1
    assert "名册上没有“外人”" in terminal.output.decode()
    assert "2016-0001" not in terminal.output.decode()
    terminal.hang_up()


def test_of_a_sealed_tip_nothing_is_sent_that_was_not_asked_for(tmp_path: Path) -> None:
    from store.desk.desk import Desk
    from store.notice.reading import example_text
    from tests.store.sealed import FIRST
    from tui.cli.who import login

    folder = tmp_path / "desk"
    with Desk.create(
        folder, example_text(), clock=clock(), officer=login(), seal_to=[str(FIRST.to_public())]
    ) as desk:
        desk.record(tip_of(entry_of(PLANTED)))
    terminal = Terminal([sys.executable, "-m", "tui", "--desk", str(folder), "--at", AT])
    terminal.until("〔密封〕")
    terminal.type("F4", "Enter")
    terminal.until("按 V 显示姓名和内容")
    sent = terminal.output.decode(errors="replace")
    assert [word for word in WORDS if word in sent] == []
    for hiding, instead in (("v", "按 V 显示姓名和内容"), ("\x18", "屏幕已锁定")):
        terminal.type("v")
        terminal.until("欧阳密言")
        terminal.type(hiding)
        terminal.until(instead)
        assert [word for word in WORDS if word in terminal.text] == []
    terminal.type("Enter")
    terminal.until("按 V 显示姓名和内容")
    assert [word for word in WORDS if word in terminal.text] == []
    terminal.close()
