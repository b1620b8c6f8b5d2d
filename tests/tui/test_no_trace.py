"""What was on the screen is nowhere else afterwards: not in the terminal, a clipboard, a log, a core."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest

from tests import warm
from tests.store.desks import new_desk
from tests.store.sealed import WORDS, planted, where
from tests.terminal import Terminal
from tests.tui.test_hangup import AT, typing
from tui.cli.commands import cli
from tui.cli.run import run
from tui.terminal.crash import note_crash
from tui.terminal.driver import LAST_WORDS

pytestmark = pytest.mark.whole

MAIN_SCREEN = re.compile(rb"\A(.*?)\x1b\[\?1049h.*\x1b\[\?1049l(.*)\Z", re.DOTALL)
MODES = re.compile(r"\x1b\[\?\d+[hl]|\x1b\[<u|\x1b\[0m")
# The cursor is seen and lines are broken: what a shell expects.
CURSOR_AND_WRAP = {b"25", b"7"}
# A handler that nobody foresaw to fail, with a tip in its hands and in what it says.
FAILING = """
import threading
import tui.apps.desk_app
from tui.__main__ import main
def fail(self):
    tip = self.desk.tip("1")
    raise KeyError(tip.summary + tip.reporter.name)
def hang(self):
    open("hanging", "w").close()
    threading.Event().wait()
async def fail_later(self):
    self.run_worker(in_worker(self))
async def in_worker(self):
    fail(self)
def fail_beside(self):
    thread = threading.Thread(target=fail, args=(self,))
    thread.start()
    thread.join()
    fail(self)
tui.apps.desk_app.DeskApp.action_change_theme = {how}
main()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with new_desk(tmp_path / "desk") as desk:
        desk.record(planted())
    return tmp_path / "desk"


@pytest.fixture
def reading(folder: Path, tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """A terminal in which someone has a tip open."""
    terminals: list[Terminal] = []

    def start(*command: str) -> Terminal:
        found = {"PYTHONPATH": str(Path.cwd())} if command else {}
        terminal = Terminal(
            [*(command or warm.COMMAND), "--desk", str(folder), "--at", AT],
            cwd=tmp_path,
            HOME=str(tmp_path / "home"),
            XDG_STATE_HOME=str(tmp_path / "home/.local/state"),
            **found,
        )
        terminals.append(terminal)
        terminal.until("最近登记")
        terminal.type("F4")
        terminal.until("密县水利局")
        terminal.type("Enter")
        terminal.until("有转账记录")
        return terminal

    yield start
    for terminal in terminals:
        terminal.close()


def said_outside(terminal: Terminal) -> str:
    """What was written before and after the app had the screen, but for modes."""
    found = MAIN_SCREEN.search(terminal.output)
    assert found
    return MODES.sub("", b"".join(found.groups()).decode())


def modes_left_on(terminal: Terminal) -> set[bytes]:
    """The modes that the terminal stays in, of those that the app changed."""
    last = dict(re.findall(rb"\x1b\[\?(\d+)([hl])", terminal.output))
    return {mode for mode, how in last.items() if how == b"h"}


def test_neither_title_nor_clipboard_nor_the_main_screen_is_written(
    reading: Callable[..., Terminal],
) -> None:
    terminal = reading()
    # Drags over the tip and copies; types, marks and copies.
    terminal.type("\x1b[<0;5;5M", "\x1b[<32;60;12M", "\x1b[<0;60;12m", "Ctrl+C", "Esc")
    terminal.until("最近登记")
    typing(terminal, "欧阳密言")
    terminal.type("\x1b[1;2H", "Ctrl+C", "\x1b[F", "某")
    terminal.until("欧阳密言某")
    terminal.type("Ctrl+Q")
    assert terminal.until_over() == 0
    # Titles, clipboards, notifications, links: operating system commands and device strings.
    # The one for the shape of the mouse pointer tells nothing.
    told = re.sub(rb"\x1b\]22;[a-z]*\x07", b"", terminal.output)
    assert not re.search(rb"\x1b[\]P^_X]", told)
    assert (
        said_outside(terminal) == "没有登记完的内容已留作草稿，下次打开值班台按 Ctrl+E 续填。\r\n"
    )
    assert modes_left_on(terminal) <= CURSOR_AND_WRAP
    assert b"\x1b[2J" not in terminal.output, "some push what that erases into their scrollback"
    # The emulator has one screen only, as some terminals have.
    assert [word for word in WORDS if word in terminal.text] == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing_on_the_terminal(
    number: signal.Signals, reading: Callable[..., Terminal]
) -> None:
    terminal = reading()
    os.kill(terminal.pid, number)
    terminal.until_over()
    assert said_outside(terminal) == ""
    assert {b"25"} <= modes_left_on(terminal) <= CURSOR_AND_WRAP
    assert terminal.text.strip() == ""


@pytest.mark.parametrize("how", ["fail", "fail_later", "fail_beside"])
def test_an_error_that_nobody_foresaw_is_one_sentence_without_a_word_of_the_tip(
    how: str, reading: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = reading(sys.executable, "-c", FAILING.format(how=how))
    terminal.type("Ctrl+T")
    assert terminal.until_over() == 1
    assert re.fullmatch(r"程序内部出错，.*crash\.log\r\n", said_outside(terminal))
    log = tmp_path / "home/.local/state/dutydesk/log/crash.log"
    assert "KeyError" in log.read_text() and "fail" in log.read_text()
    assert where(tmp_path / "home", WORDS) == []


def test_each_error_is_noted_behind_those_before_and_for_the_account_alone(
    capfd: pytest.CaptureFixture[str],
) -> None:
    for _time in range(2):
        try:
            raise KeyError(WORDS[0])
        except KeyError as error:
            path = note_crash(error)
        assert path
    noted, mode = path.read_text(), path.stat().st_mode
    path.unlink()
    assert re.fullmatch(r"(KeyError\n  .*test_no_trace\.py:\d+ test_each_error\w+\n){2}", noted)
    assert capfd.readouterr() == ("", "")
    assert not mode & 0o077


def test_what_python_would_print_of_an_error_is_noted_without_what_it_says(tmp_path: Path) -> None:
    code = """
import threading
from tui.terminal.no_trace import leave_no_trace
def fail(*_of):
    raise KeyError("密语")
leave_no_trace()
type("Tip", (), {"__del__": fail})()
thread = threading.Thread(target=fail)
thread.start()
thread.join()
fail()
"""
    env = os.environ | {"XDG_STATE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=env, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    noted = (tmp_path / "dutydesk/log/crash.log").read_text()
    assert noted.count("KeyError") == 3 and "密语" not in noted


@pytest.mark.whole
def test_what_nobody_waited_for_and_failed_is_not_told_on_the_terminal() -> None:
    code = """
import asyncio
from tui.terminal.terminal_app import TerminalApp
async def fail():
    raise KeyError("密语")
class Failing(TerminalApp[None]):
    async def on_mount(self):
        asyncio.create_task(fail())
        await asyncio.sleep(0)
        self.exit()
Failing().run(headless=True)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_an_error_that_cannot_be_noted_is_no_second_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (in_the_way := tmp_path / "home").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(in_the_way))
    assert note_crash(KeyError(WORDS[0])) is None


def hanging(reading: Callable[..., Terminal], tmp_path: Path) -> Terminal:
    """A program that hears no key any more."""
    terminal = reading(sys.executable, "-c", FAILING.format(how="hang"))
    terminal.type("Ctrl+T")
    while not (tmp_path / "hanging").exists():
        assert terminal.read(0.02) or not terminal.is_over
    return terminal


def test_a_program_that_hangs_and_is_told_to_end_leaves_nothing_on_the_terminal(
    reading: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = hanging(reading, tmp_path)
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.until_over() == 128 + signal.SIGTERM
    assert said_outside(terminal) == ""
    assert {b"25"} <= modes_left_on(terminal) <= CURSOR_AND_WRAP
    assert [word for word in WORDS if word in terminal.text] == []


def test_where_the_app_cannot_do_it_any_more_each_mode_of_the_terminal_is_as_it_was() -> None:
    # The mouse, the focus, the second screen, what is pasted and the size of the window.
    for mode in (1000, 1002, 1006, 1004, 1049, 2004, 2048):
        assert b"\x1b[?%dl" % mode in LAST_WORDS, mode
    for mode in (7, 25):
        assert b"\x1b[?%dh" % mode in LAST_WORDS, mode


def test_a_program_that_hangs_and_whose_terminal_is_gone_ends(
    reading: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = hanging(reading, tmp_path)
    terminal.hang_up()
    assert terminal.until_over() == 128 + signal.SIGHUP


def test_a_killed_program_leaves_no_core(reading: Callable[..., Terminal], tmp_path: Path) -> None:
    shell = ("sh", "-c", 'ulimit -c unlimited; exec "$0" -m tui "$@"', sys.executable)
    for number in (signal.SIGABRT, signal.SIGSEGV):
        terminal = reading(*shell)
        os.kill(terminal.pid, number)
        assert terminal.until_over() == -number
    assert [path.name for path in tmp_path.iterdir()] == ["desk"]


def test_no_other_process_of_the_account_may_look_into_the_memory() -> None:
    names = "_DEBUG _LOG _PRESS _SHOW_RETURN _SCREENSHOT _SCREENSHOT_FILENAME _SCREENSHOT_LOCATION"
    telling = {f"TEXTUAL{name}": "x" for name in ("", *names.split())}
    code = (
        "import atexit, ctypes, os, resource, runpy, sys; sys.argv[1:] = ['--version'];"
        "limits = lambda: resource.getrlimit(resource.RLIMIT_CORE);"
        f"left = lambda: [name for name in {[*telling]} if name in os.environ];"
        "tell = lambda: print(ctypes.CDLL(None).prctl(3), *limits(), *left());"
        "atexit.register(tell); runpy.run_module('tui', run_name='__main__')"
    )
    env = os.environ | telling
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=env)
    assert done.stdout.splitlines()[-1] == b"0 0 0"


def test_behind_the_curtain_no_byte_tells_what_was_there_or_is_typed_on(
    reading: Callable[..., Terminal],
) -> None:
    terminal = reading()
    terminal.type("F3")
    typing(terminal, "欧阳密言")
    terminal.type("密语", "\x18")
    terminal.until("屏幕已锁定")
    terminal.until(lambda text: not [word for word in WORDS if word in text], "the whole curtain")
    before = len(terminal.output)
    # Of what goes on being typed nothing is seen, and it comes into no field.
    terminal.type("密语", "Tab", "\x1b[200~密号房间\x1b[201~")
    terminal.resize(100, 30)
    terminal.until("屏幕已锁定")
    terminal.type("Ctrl+\\")
    terminal.until(lambda _text: b"\x1b[1;1H" in terminal.output[before:], "the screen anew")
    terminal.until("屏幕已锁定")
    # Of the last character some may be on its way.
    sent = terminal.output[before:].decode(errors="ignore")
    assert [word for word in WORDS if word in sent] == []
    terminal.type("Enter")
    terminal.until("欧阳密言密语")
    assert "密号房间" not in terminal.text


def test_a_command_that_breaks_off_says_where_it_is_noted_and_nothing_of_what_it_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(**_options: object) -> int:
        raise KeyError(WORDS[0])

    noted: list[BaseException] = []

    def note(error: BaseException) -> Path:
        noted.append(error)
        return Path("/日志")

    monkeypatch.setattr(cli, "main", broken)
    monkeypatch.setattr("tui.cli.run.note_crash", note)
    monkeypatch.setattr(sys, "stdout", StringIO())
    monkeypatch.setattr(sys, "stderr", said := StringIO())
    assert run() == 1 and isinstance(noted[0], KeyError)
    assert said.getvalue().endswith("请把日志交给维护人员：/日志\n")
    assert WORDS[0] not in said.getvalue()
