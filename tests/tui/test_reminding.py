"""Reminders on the screen, by bell and on the desktop: once a desk, and only as asked for."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pendulum import DateTime

from store.desk.desk import Desk
from store.desk.given_reminders import GivenReminders
from store.notice.reminders import of_day
from store.printable import printable
from tests.builders import StillClock, at, example, notice_text
from tests.store.desks import OFFICER, new_desk, tip_of
from tests.terminal import Terminal
from tests.tui.dialogue import dialogue
from tests.tui.shell import Shell
from tests.tui.sitting import a_desk, sitting
from tui.apps.desk_app import DeskApp
from tui.terminal.notification import desktop_notification
from tui.terminal.settings import DEFAULTS
from tui.widgets.reminder_line import ReminderLine
from tui.words.reminding import Reminding, Said

pytestmark = pytest.mark.whole

TWENTY, FIVE = "17:30 结束受理，还有 20 分钟。", "17:30 结束受理，还有 5 分钟。"
LAST_DAY, TIPS_END = "今天是巡察期最后一天。", "举报受理至 2016-10-19 17:30 截止。"


def said_at(sentence: str, until: DateTime | None) -> Said:
    """A reminder that is put alike at any time."""
    return Said(sentence, until, lambda _now: sentence)


@pytest.fixture
def sit_down(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Opens the desk in a terminal at a time of the day, with some settings."""
    new_desk(tmp_path / "desk").close()
    terminals: list[Terminal] = []

    def start(clock: str, settings: str = "") -> Terminal:
        file = tmp_path / f"{clock.replace(':', '')}.toml"
        file.write_text(settings)
        command = [sys.executable, "-m", "tui", "--desk", str(tmp_path / "desk")]
        command += ["--at", f"2016-10-01T{clock}+08:00"]
        terminals.append(Terminal(command, DUTYDESK_SETTINGS=str(file)))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


def rings(terminal: Terminal) -> int:
    """How often the bell rang; at the end of a title it does not."""
    return re.sub(rb"\x1b\][^\a\x1b]*\a", b"", terminal.output).count(b"\a")


def test_of_two_sessions_one_tells_each_reminder(sit_down: Callable[..., Terminal]) -> None:
    first = sit_down("17:10:00")
    first.until(TWENTY)
    second = sit_down("17:24:58")
    second.until(FIVE)
    assert "还有 6 分钟" not in second.text
    for terminal in (first, second):
        assert not rings(terminal) and b"\x1b]9;" not in terminal.output


def test_bell_and_desktop_come_where_asked_for_in_one_piece(
    sit_down: Callable[..., Terminal],
) -> None:
    terminal = sit_down("17:10:00", "bell = true\ndesktop = true\n")
    terminal.until(TWENTY)
    title = "省委巡视第一组值班台"
    sent = f"\a\x1b]9;{title} {TWENTY}\x1b\\\x1b]777;notify;{title};{TWENTY}\x1b\\".encode()
    terminal.until(lambda _text: sent in terminal.output, "the notification")
    assert rings(terminal) == 1
    # Nor is it amid a picture that the terminal is to show at once.
    before, _sent, _after = terminal.output.partition(sent)
    assert before.count(b"\x1b[?2026h") == before.count(b"\x1b[?2026l")


@pytest.mark.parametrize("bell", [True, False])
async def test_each_reminder_rings_once_and_only_where_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bell: bool
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(DeskApp, "bell", lambda app: rung.append(app.title))
    async with sitting(tmp_path / "desk", at=at("2016-10-01T12:00:00")) as at_desk:
        at_desk.app.settings = replace(DEFAULTS, bell=bell)
        for n, (instant, told) in enumerate((("17:10:00", TWENTY), ("17:25:00", FIVE)), start=1):
            at_desk.clock.instant = at(f"2016-10-01T{instant}")
            await at_desk.see(told)
            assert len(rung) == n * bell
        assert TWENTY not in at_desk.seen, "which is over"


def test_nothing_in_a_notification_ends_it_before_its_time() -> None:
    title, told = "甲;乙\a", "丙\x1b\\\a;丁"
    called, said = f"甲；乙{printable(chr(7))}", printable(told)
    assert "\a" not in called + said and "\x1b" not in said
    assert desktop_notification(title, told) == (
        f"\x1b]9;{called} {said}\x1b\\\x1b]777;notify;{called};{said}\x1b\\"
    )


def test_reminders_that_are_not_wanted_are_left_to_others(
    sit_down: Callable[..., Terminal], tmp_path: Path
) -> None:
    past_five_minutes = re.compile("17:25:0[1-9]|17:25:[1-5]|17:2[6-9]")
    sit_down("17:24:58", "reminders = false\n").until(past_five_minutes.search)
    assert not (tmp_path / "desk" / "reminders").exists()


async def test_a_reminder_stays_on_the_screen_as_long_as_it_holds(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", at=at("2016-10-01T17:10:00")) as at_desk:
        line = at_desk.app.desk_screen.reminders

        def told() -> str:
            return " ".join(strip.text for strip in line.render_lines(line.size.region)).strip()

        await at_desk.see(TWENTY)
        await at_desk.until(lambda: told() == f"提醒  {TWENTY}")
        at_desk.clock.instant = at("2016-10-01T17:11:01")
        await at_desk.until(lambda: told() == "提醒  17:30 结束受理，还有 19 分钟。")
        at_desk.clock.instant = at("2016-10-01T17:25:00")
        await at_desk.until(lambda: told() == f"提醒  {FIVE}")
        at_desk.clock.instant = at("2016-10-01T17:30:00")
        await at_desk.until(lambda: not line.display)


async def test_a_reminder_that_is_over_goes_while_another_still_holds(tmp_path: Path) -> None:
    now = at("2016-10-01T09:00:00")
    async with sitting(tmp_path / "desk", at=now) as at_desk:
        line = at_desk.app.desk_screen.reminders
        for said, minutes in (("后过的。", 9), ("先过的。", 5), ("新说的。", 9)):
            at_desk.app.desk_screen._give(said_at(said, now.add(minutes=minutes)))
        after = "新说的。 后过的。"
        for minutes, left in ((4, f"提醒  先过的。 {after}"), (5, f"提醒  {after}")):
            line.now = now.add(minutes=minutes)
            assert "".join(text for text, _role in line.lines(60)[0]).rstrip() == left
        line.now = now.add(minutes=9)
        assert not line.display


def test_each_reminder_is_said_once_the_nearest_first_and_none_by_half(tmp_path: Path) -> None:
    period = (
        "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19\ntips_until = 2016-10-19T17:30:00"
    )
    clock = StillClock(at("2016-10-19T17:10:00"))
    given, line = list[Said](), ReminderLine()

    def seen(width: int) -> str:
        return "".join(text for text, _role in line.lines(width)[0]).rstrip().removeprefix("提醒  ")

    with Desk.create(tmp_path / "desk", notice_text(period=period), clock=clock) as desk:
        Reminding(desk).give(given.append)
        line.now = clock.instant
        assert sorted(one.sentence for one in given) == sorted([LAST_DAY, TIPS_END, TWENTY])
        line.set_reactive(ReminderLine.said, [*given, given[0]])
    assert seen(120) == f"{TWENTY} {TIPS_END} {LAST_DAY}"
    assert seen(80) == f"{TWENTY} {TIPS_END}"
    assert seen(60) == f"{TWENTY} {LAST_DAY}"
    assert seen(20) == "17:30 结束受…"


async def test_a_reminder_is_said_once_on_a_screen_also_where_its_line_is_not(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", at=at("2016-10-01T17:10:00")) as at_desk:
        await at_desk.see(TWENTY)
        assert at_desk.seen.count(TWENTY) == 1
        await at_desk.press("f5")
        at_desk.clock.instant = at("2016-10-01T17:25:00")
        await at_desk.see(f"提醒：{FIVE}")
        assert at_desk.seen.count(FIVE) == 1


async def test_the_row_of_a_reminder_hides_nothing_that_one_types_in(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (80, 24), at("2016-10-01T16:59:00")) as at_desk:
        # The last of the form's fields, at the lower edge.
        await at_desk.press("f2")
        await at_desk.go_to("reporter.verified")
        focused, form = at_desk.app.focused, at_desk.app.desk_screen.form.fields
        assert focused
        await at_desk.until(lambda: focused.region in form.region)
        at_desk.clock.instant = at("2016-10-01T17:00:00")
        await at_desk.until(lambda: form.region.y == 3)
        await at_desk.until(lambda: focused.region in form.region)


async def test_between_two_reminders_the_clock_touches_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[object] = []
    monkeypatch.setattr(GivenReminders, "clear", lambda _given, now: looks.append(now))
    async with sitting(tmp_path / "desk", at=at("2016-10-01T12:00:00")) as at_desk:
        await at_desk.until(lambda: bool(looks))
        for clock in ("16:59:59", "17:00:00"):
            assert len(looks) == 1
            at_desk.clock.instant = at(f"2016-10-01T{clock}")
            await at_desk.see(clock)
        await at_desk.until(lambda: len(looks) == 2)


def test_the_dialogue_tells_them_before_the_next_question(tmp_path: Path) -> None:
    clock = StillClock(at("2016-10-01T17:10:00"))
    said = dialogue(tmp_path / "desk", "0", clock=clock).splitlines()
    assert said.index(TWENTY) < said.index("请选：")
    assert TWENTY not in dialogue(tmp_path / "desk", "0", clock=clock)


def test_who_is_not_to_know_what_is_due_is_reminded_of_nothing(tmp_path: Path) -> None:
    clock, given = StillClock(at("2016-10-01T17:10:00")), list[Said]()
    with a_desk(tmp_path / "desk", clock) as desk:
        desk.access.set_role("李明", "officer")
    for name, said in (("外人", []), ("李明", [TWENTY])):
        with a_desk(tmp_path / "desk", clock, name) as desk:
            reminding = Reminding(desk)
            reminding.look_ahead()
            reminding.give(given.append)
        assert [one.sentence for one in given] == said


def test_a_reminder_that_no_terminal_took_is_still_to_be_given(tmp_path: Path) -> None:
    def dropped(_said: Said) -> None:
        raise BrokenPipeError

    with a_desk(tmp_path / "desk", StillClock(at("2016-10-01T17:10:00"))) as desk:
        with pytest.raises(BrokenPipeError):
            Reminding(desk).give(dropped)
        given = list[Said]()
        Reminding(desk).give(given.append)
    assert [one.sentence for one in given] == [TWENTY]


def test_the_days_reminders_are_listed_with_whom_they_were_given_to(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of(received_at="2016-09-20T09:00:00+08:00"))
        opening, *_later = of_day(example(), at("2016-10-18").date())
        with desk.given_reminders.giving(opening, opening.at):
            pass
    shell = Shell(tmp_path / "desk")
    noon = "2016-10-18T12:00:00+08:00"
    listed = shell.json("reminders", at=noon)
    assert [one["kind"] for one in listed] == ["opening", "dues", "last_days", "closing", "closing"]
    assert listed[0]["given"] == {"by": OFFICER, "at": "2016-10-18T07:50:00+08:00"}
    first, dues, *_rest, last = shell.say("reminders", at=noon).splitlines()
    assert f"已提醒 {OFFICER}" in first and first.startswith("07:50")
    assert "逾期 1 项" in dues and dues.endswith("未提醒") and last.endswith("未到时间")


def test_of_what_was_said_that_holds_by_the_corrected_notice_which_a_clock_ends(
    tmp_path: Path,
) -> None:
    clock = StillClock(at("2016-10-01T17:10:00"))
    with a_desk(tmp_path / "desk", clock) as desk:
        holds = said_at("还有 20 分钟。", at("2016-10-01T17:25:00"))
        over, dues = said_at("已过。", at("2016-10-01T17:24:00")), said_at("逾期 1 项。", None)
        assert Reminding(desk).holding([dues, holds, over]) == [holds]
