"""What becomes of a desk whose terminal goes away, in a real pty."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.desk.desk import Desk
from tests.store.desks import clock, new_desk, tip_of
from tests.terminal import Terminal
from tests.tui.seat import Emulator
from tests.tui.sitting import key_event, sitting
from tui.cli.who import login
from tui.screens.duty_asking import ask_log
from tui.terminal import terminal_app
from tui.terminal.driver import LAST_WORDS, Output
from tui.terminal.key_queue import READ

pytestmark = pytest.mark.whole

AT = "2016-10-01T16:59:30+08:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_desk(tmp_path / "desk").close()
    return tmp_path / "desk"


@pytest.fixture
def sit_down(folder: Path) -> Iterator[Callable[..., Terminal]]:
    """Opens the desk in a terminal."""
    terminals: list[Terminal] = []

    def start(**options: str) -> Terminal:
        command = [sys.executable, "-m", "tui", "--desk", str(folder), "--at", AT]
        terminals.append(Terminal(command, **options))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


def drafts(folder: Path) -> list[str]:
    """The names that the officer has typed into the drafts left."""
    with Desk.open(folder, clock=clock(), officer=login()) as desk:
        return [str(draft.values["values"]) for draft in desk.drafts.all()]


def typing(terminal: Terminal, text: str) -> Terminal:
    terminal.until("最近登记")
    terminal.type("F2")
    terminal.until("收到时间")
    terminal.fill("reporter.name", text)
    terminal.until(text)
    return terminal


@pytest.mark.parametrize("how", ["closed", "SIGHUP", "SIGTERM"])
def test_a_dropped_line_ends_the_desk_and_leaves_the_draft(
    how: str, folder: Path, sit_down: Callable[..., Terminal]
) -> None:
    terminal = typing(sit_down(), "王某某")
    if how == "closed":
        terminal.hang_up()
    else:
        os.kill(terminal.pid, signal.Signals[how])
    assert terminal.until_over() == 128 + (signal.SIGTERM if how == "SIGTERM" else signal.SIGHUP)
    assert "王某某" in drafts(folder)[0]
    assert b"Traceback" not in terminal.output


async def test_the_last_keys_before_the_line_dropped_are_in_the_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = "两分钟前说的一句话" * 2
    # Else a machine with much to do leaves some out, as it may.
    monkeypatch.setattr(terminal_app, "_LAST_KEYS_SECONDS", 60.0)
    async with sitting(tmp_path / "office") as desk:
        await desk.press("f2")
        await desk.go_to("summary")
        # For what a key has read all behind it wait.
        is_read = asyncio.Event()
        desk.app.run_worker(is_read.wait(), group=READ)
        for key in ("ctrl+t", *last):
            desk.app.post_message(key_event(key))
        desk.app.told_to_end(signal.SIGHUP)
        await desk.pilot.pause()
        is_read.set()
        while desk.app.is_running:
            await asyncio.sleep(0.001)
        (draft,) = desk.desk.drafts.all()
        assert draft.values["values"]["summary"] == last


async def test_what_was_answered_in_a_dialogue_as_the_line_dropped_is_there_again(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.app.push_screen(asked := ask_log(desk.desk))
        asked.rows["text"].value = "线路中断"
        await desk.press("f1")
        assert desk.app.screen is not asked
        desk.app.told_to_end(signal.SIGHUP)
        while desk.app.is_running:
            await asyncio.sleep(0.001)
        aside = ask_log(desk.desk).aside
        assert aside and aside.take() == ({"text": "线路中断"}, False)


def test_the_last_words_to_a_terminal_leave_nothing_of_what_it_showed() -> None:
    # As one without a second screen shows it.
    terminal = Emulator(20, 3)
    for said in ("密语\r\n密语\r\n密语".encode(), b"\x1b[1;1H\x1b[7m", LAST_WORDS):
        terminal.feed(said)
    assert terminal.lines == [" " * 20] * 3
    assert {cell for row in terminal.cells for cell in row} == {(" ", "default")}


def stalled(terminal: Terminal) -> Terminal:
    """A line that takes no more bytes, with far more to be painted than it can hold."""
    terminal.until("最近登记")
    for _time in range(10):
        terminal.type("Ctrl+T", "Ctrl+\\")
    terminal.type("F2")
    terminal.fill("reporter.name", "王某某")
    return terminal


def until_a_draft_is_kept(terminal: Terminal, folder: Path) -> None:
    while not [*folder.glob("drafts/*.json")]:
        assert not terminal.is_over
        # To look all the time takes from the desk what it needs to get there.
        time.sleep(0.01)


def test_a_stalled_line_keeps_the_desk_neither_from_working_nor_from_ending(
    folder: Path, sit_down: Callable[..., Terminal]
) -> None:
    terminal = stalled(sit_down())
    until_a_draft_is_kept(terminal, folder)
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.until_over(reads=False) == 128 + signal.SIGTERM
    assert "王某某" in drafts(folder)[0]


def test_what_a_stalled_line_missed_is_left_out_and_whoever_paints_hears_of_it() -> None:
    reading, writing = os.pipe()
    heard, told = threading.Event(), list[bytes]()

    def hear() -> None:
        told.append(b"once")
        heard.set()

    output = Output(writing, hear)

    def takes(count: int) -> bytes:
        taken = b""
        while len(taken) < count and select.select([reading], [], [], 10)[0]:
            taken += os.read(reading, count - len(taken))
        return taken

    output.start()
    full = 1_000_000
    output.write("a" * full)
    assert takes(1) == b"a" and not heard.is_set()
    output.write("b" * 100_000)
    output.write("")
    output.write("汉\ud800")
    assert takes(full - 1) == b"a" * (full - 1)
    assert takes(4).decode() == "汉?" and heard.wait(10)
    for _screen in range(50):
        output.write("c")
        assert takes(1) == b"c"
    output.close()
    assert not output.is_alive() and told == [b"once"]
    for end in (reading, writing):
        os.close(end)


def test_a_line_that_takes_a_few_bytes_at_a_time_gets_all(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, bytes(data[:5])))
    output = Output(writing, threading.Event().set)
    output.start()
    output.write("省委巡视第一组")
    output.close()
    assert os.read(reading, 100).decode() == "省委巡视第一组"
    for end in (reading, writing):
        os.close(end)


def test_a_line_that_goes_on_after_a_stall_shows_the_newest_screen(
    folder: Path, sit_down: Callable[..., Terminal]
) -> None:
    terminal = stalled(sit_down())
    until_a_draft_is_kept(terminal, folder)
    before = len(terminal.output)
    terminal.until("王某某")
    terminal.until("草稿已存")
    terminal.until("第 12 天")
    # Each of the twenty screens painted meanwhile is more than ten thousand bytes.
    assert len(terminal.output) - before < 10 * 10_000


def test_after_a_killed_session_the_next_one_writes_at_once(
    folder: Path, sit_down: Callable[..., Terminal]
) -> None:
    terminal = typing(sit_down(), "王某某")
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.until_over()
    with Desk.open(folder, clock=clock(), officer=login()) as desk:
        desk.record(tip_of())
        assert not desk.presence.others()
