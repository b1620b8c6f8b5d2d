"""The desk on terminals of all kinds and sizes, each a real pty, some inside tmux or screen."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.drivers.linux_driver import LinuxDriver

from tests.store.desks import new_desk
from tests.terminal import PATIENCE_SECONDS, Terminal, to_field
from tests.tui.seat import seated, set_size
from tui.terminal.settings import DEFAULTS
from tui.terminal.too_large import MOST

pytestmark = pytest.mark.whole

AT = "2016-10-01T10:00:00+08:00"
DRAWN = re.compile("[\u2500-\u25ff]")
AS_BEFORE = {b"7", b"25"}
"""Lines that go on below, and the cursor."""
Open = Callable[..., Terminal]
# The window is dragged on just as the app reads the size that it had.
DRAGGED_ON = """
import fcntl, shutil, struct, termios
from tui.terminal import driver
from tui.__main__ import main
def read(read=shutil.get_terminal_size):
    size = read()
    if size == (80, 24):
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 19, 60, 0, 0))
    return size
driver.shutil.get_terminal_size = read
main()
"""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    new_desk(tmp_path / "desk").close()
    return [sys.executable, "-m", "tui", "--desk", str(tmp_path / "desk"), "--at", AT]


@pytest.fixture
def open_desk(command: list[str]) -> Iterator[Open]:
    """The desk in a terminal, run by the words of `inside`, if any."""
    terminals: list[Terminal] = []

    def start(*inside: str, **options: object) -> Terminal:
        terminals.append(Terminal([*inside, *command], **options))  # type: ignore[arg-type]
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


def takes_a_tip(terminal: Terminal, paints_anew: str = "") -> None:
    """The form takes Chinese, and the officer can leave."""
    _sees(terminal, "第12天", paints_anew)
    terminal.type("F2")
    terminal.fill("reporter.name", "王某某")
    _sees(terminal, "王某某", paints_anew)
    terminal.type("Ctrl+Q")
    assert terminal.until_over() == 0
    assert b"Traceback" not in terminal.output


def _sees(terminal: Terminal, text: str, paints_anew: str) -> None:
    """Waits for the text, and has the screen painted anew each second if keys do that."""

    def is_there() -> bool:
        return text in terminal.text.replace(" ", "")

    deadline = time.monotonic() + PATIENCE_SECONDS
    while paints_anew and not is_there() and time.monotonic() < deadline:
        painted = time.monotonic() + 1
        while not is_there() and time.monotonic() < painted:
            terminal.read(0.1)
        if not is_there():
            terminal.type(paints_anew)
    terminal.until(text)


def left_on(terminal: Terminal) -> set[bytes]:
    """The modes that were last turned on and not off again."""
    last = dict(re.findall(rb"\x1b\[\?(\d+)([hl])", terminal.output))
    return {mode for mode, turned in last.items() if turned == b"h"}


@pytest.mark.parametrize(
    ("name", "columns", "rows"),
    [
        ("xterm", 60, 20),
        ("xterm-256color", 200, 60),
        ("screen", 80, 24),
        ("tmux-256color", 80, 24),
    ],
)
def test_on_terminals_that_draw(open_desk: Open, name: str, columns: int, rows: int) -> None:
    terminal = open_desk(columns=columns, rows=rows, TERM=name, COLORTERM="")
    terminal.until("第 12 天")
    assert DRAWN.search(terminal.text)
    takes_a_tip(terminal)
    assert left_on(terminal) == AS_BEFORE


@pytest.mark.parametrize("name", ["linux", "vt220"])
def test_plain_terminals_get_ascii_and_nothing_that_they_would_print(
    open_desk: Open, name: str
) -> None:
    terminal = open_desk(columns=80, rows=24, TERM=name, COLORTERM="")
    terminal.until("第 12 天")
    assert not DRAWN.search(terminal.text)
    # Eighteen days.
    assert re.search(r" _ .*\n +\|\|_\| .*\n +\|\|_\| 天", terminal.text)
    takes_a_tip(terminal)
    assert left_on(terminal) == AS_BEFORE
    # Such a terminal has no second screen.
    assert "王某某" not in terminal.text and "第 12 天" not in terminal.text
    assert not re.search(rb"\x1b\[(>|<u|\?2026\$|\?2048\$|38;[25])", terminal.output)


@pytest.mark.parametrize("inside", [("tmux", "-L", "t", "-f", "/dev/null", "new"), ("screen", "-U", "-c", "/dev/null")])  # fmt: skip
def test_inside_tmux_and_screen(open_desk: Open, inside: tuple[str, ...], tmp_path: Path) -> None:
    if not shutil.which(inside[0]):
        pytest.skip(f"needs {inside[0]}")
    screens = tmp_path / "screens"
    screens.mkdir(mode=0o700)
    terminal = open_desk(*inside, SCREENDIR=str(screens), TMUX_TMPDIR=str(tmp_path))
    # In how `screen` moves wide letters about, the emulator does not follow it each time.
    takes_a_tip(terminal, paints_anew="\x01l" if inside[0] == "screen" else "")


def test_without_color(open_desk: Open) -> None:
    terminal = open_desk(NO_COLOR="1")
    takes_a_tip(terminal)
    colors = set(re.findall(rb"\x1b\[[0-9;]*38;2;(\d+;\d+;\d+)", terminal.output))
    assert all(len(set(color.split(b";"))) == 1 for color in colors), "grey is no color"


def test_the_lines_are_drawn_in_ascii_and_back(open_desk: Open) -> None:
    terminal = open_desk()
    terminal.until("最近登记")
    terminal.type("Ctrl+]")
    terminal.until(lambda text: not DRAWN.search(text), "ASCII alone")
    terminal.type("Ctrl+]")
    terminal.until(lambda text: len(DRAWN.findall(text)) > 100, "lines")


def test_a_garbled_screen_is_painted_anew(open_desk: Open) -> None:
    terminal = open_desk()
    terminal.until("最近登记")
    terminal.screen.reset()
    terminal.type("Ctrl+\\")
    terminal.until("最近登记")
    terminal.until("第 12 天")


def test_any_size_at_any_moment(open_desk: Open) -> None:
    terminal = open_desk()
    terminal.until("最近登记")
    terminal.type("F2")
    terminal.fill("reporter.name", "王某某")
    for columns, rows in ((80, 24), (30, 8), (1, 1), (59, 20), (200, 60), (10, 3), (60, 19)):
        terminal.resize(columns, rows)
    terminal.until("窗口太小")
    assert "60×20" in terminal.text
    terminal.type("李")
    terminal.resize(80, 24)
    terminal.until("王某某李")
    takes_a_tip(terminal)


@pytest.mark.parametrize("how", ["by a signal", "in band"])
def test_of_a_window_of_any_size_no_more_is_drawn_than_screens_have(
    open_desk: Open, how: str
) -> None:
    # It is to fail by itself, before it takes the machine's memory.
    terminal = open_desk("prlimit", f"--as={4 << 30}")
    terminal.until("最近登记")
    terminal.screen.resize(MOST.height, MOST.width)
    if how == "in band":
        terminal.type("\x1b[48;60000;60000;0;0t")
    else:
        size = struct.pack("HHHH", 60_000, 60_000, 0, 0)
        fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, size)
    terminal.until(
        lambda text: any(len(line) > MOST.width // 2 for line in text.splitlines()), "it is wide"
    )
    terminal.type("Ctrl+Q")
    assert terminal.until_over() == 0
    cells = re.findall(rb"\x1b\[(\d+);(\d+)H", terminal.output)
    assert max(int(row) for row, _column in cells) <= MOST.height
    assert max(int(column) for _row, column in cells) <= MOST.width


def test_the_newest_of_two_sizes_that_come_at_once_is_taken(command: list[str]) -> None:
    terminal = Terminal([sys.executable, "-c", DRAGGED_ON, *command[3:]])
    try:
        terminal.until("最近登记")
        terminal.resize(80, 24)
        terminal.until("窗口太小")
    finally:
        terminal.close()


def test_what_is_typed_before_there_is_a_screen_comes_into_the_form(open_desk: Open) -> None:
    terminal = open_desk()
    while b"\x1b[?1049h" not in terminal.output:
        assert terminal.read(30)
    terminal.type("F2")
    terminal.fill("reporter.name", "王某某")
    terminal.until("草稿已存")
    assert "王某某" in terminal.text


def test_a_window_that_was_small_for_a_moment_is_whole_again(open_desk: Open) -> None:
    # Only a child of one's own can be waited for until it stands still.
    terminal = open_desk(anew=True)
    terminal.until("最近登记")
    terminal.type("F2")
    terminal.fill("reporter.name", "王某某")
    terminal.until("草稿已存")
    for _again in range(2):
        terminal.until("最近登记")
        os.kill(terminal.pid, signal.SIGSTOP)
        os.waitpid(terminal.pid, os.WUNTRACED)
        for columns, rows in ((40, 19), (120, 40)):
            terminal.resize(columns, rows)
        assert "最近登记" not in terminal.text
        os.kill(terminal.pid, signal.SIGCONT)
    terminal.until("最近登记")


@pytest.mark.parametrize("how", ["SIGTSTP", "SIGSTOP"])
def test_an_app_that_was_stopped_goes_on_as_before(open_desk: Open, how: str) -> None:
    terminal = open_desk(anew=True)
    terminal.until("最近登记")
    terminal.type("F2", *to_field("reporter.name"))
    # Textual throws away what is still to be read when it lets go of a terminal.
    terminal.until("匿名的留空")
    for typed in ("王", "王某", "王某某", "王某某一", "王某某一家"):
        os.kill(terminal.pid, signal.Signals[how])
        os.waitpid(terminal.pid, os.WUNTRACED)
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.screen.reset()
        terminal.until("最近登记")
        terminal.type(typed[-1])
        terminal.until(typed)
    terminal.until("草稿已存")
    terminal.type("Ctrl+Q")
    assert terminal.until_over() == 0


def test_what_is_typed_while_the_window_shrinks_leaves_nothing_behind(open_desk: Open) -> None:
    terminal = open_desk(columns=60, rows=20)
    terminal.until("第 12 天")
    terminal.type("F2")
    terminal.fill("subjects.unit", "王某某")
    terminal.until("王某某")
    whole = fields(terminal.until("草稿已存"))
    for _again in range(5):
        terminal.resize(120, 40)
        terminal.until("最近登记")
        terminal.type("李", "\x7f")
        terminal.resize(60, 20)
        terminal.until(lambda text: fields(text) == whole, whole)


def fields(text: str) -> str:
    """What stands between toasts and hint, without the bar beside it that scrolls."""
    return "\n".join(re.sub("[▁-█]", "", line).rstrip() for line in text.splitlines()[3:-4])


@pytest.mark.parametrize("locale", [{"LANG": "C"}, {"LANG": "zh_CN.GB18030"}, {"LC_ALL": "POSIX"}])
def test_without_utf8_what_to_do_is_said_in_both_languages(
    open_desk: Open, locale: dict[str, str]
) -> None:
    terminal = open_desk(**locale)
    assert terminal.until_over() == 1
    chinese, english = terminal.output.index("终端".encode()), terminal.output.index(b"terminal")
    command = f"\n    export {next(iter(locale))}=C.UTF-8"
    assert chinese < english < terminal.output.index(command.encode())
    assert b"\x1b[?1049h" not in terminal.output


@pytest.mark.parametrize(("name", "is_told"), [("xterm", True), ("linux", False), ("vt220", False)])
async def test_what_is_copied_stays_here_and_the_desktop_is_told_where_there_may_be_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, is_told: bool
) -> None:
    monkeypatch.setenv("TERM", name)
    async with seated(tmp_path / "desk") as seat:
        seat.app.settings = replace(DEFAULTS, desktop=True)
        seat.app.copy_to_clipboard("欧阳密言")
        seat.app.call_attention("甲组", "还有五分钟")
        sent = await seat.sent()
        assert seat.app.clipboard == "欧阳密言" and b"]52;" not in sent
        assert ("还有五分钟".encode() in sent) is is_told


async def test_a_window_dragged_on_as_the_desk_opens_has_its_newest_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, sizes = LinuxDriver._get_terminal_size, [(60, 20)]

    def dragged_on(driver: LinuxDriver) -> tuple[int, int]:
        before = read(driver)
        for size in sizes[:]:
            sizes.clear()
            set_size(driver.fileno, *size)
            # It is told of at once, and before the size that was just read.
            signal.raise_signal(signal.SIGWINCH)
        return before

    monkeypatch.setattr(LinuxDriver, "_get_terminal_size", dragged_on)
    async with seated(tmp_path / "desk") as seat:
        assert seat.app.size == (60, 20)
