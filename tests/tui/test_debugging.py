"""The switch for a developer's machine: what it lets be told, and where it is refused."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests import warm
from tests.store.desks import new_desk
from tests.store.sealed import FIRST, planted, sealed_desk
from tests.terminal import Terminal
from tests.tui.shell import Shell
from tests.tui.test_hangup import AT
from tests.tui.test_no_trace import FAILING, said_outside
from tui.terminal.debugging import VARIABLE, is_debugging

pytestmark = pytest.mark.whole

REFUSED = "密封的值班台不能在调试时打开"
FAILS = (sys.executable, "-c", FAILING.format(how="fail"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with new_desk(tmp_path / "desk") as desk:
        desk.record(planted())
    return tmp_path / "desk"


@contextmanager
def debugged(*command: str, folder: Path) -> Iterator[Terminal]:
    terminal = Terminal(
        [*command, "--desk", str(folder), "--at", AT],
        cwd=folder.parent,
        anew=True,
        HOME=str(folder.parent / "home"),
        PYTHONPATH=str(Path.cwd()),
        **{VARIABLE: "1"},
    )
    with ExitStack() as stack:
        stack.callback(terminal.close)
        yield terminal


def test_a_developer_is_told_the_whole_error(folder: Path) -> None:
    with debugged(*FAILS, folder=folder) as terminal:
        terminal.until("最近登记")
        terminal.type("Ctrl+T")
        assert terminal.until_over() == 1
        assert re.search("Traceback.*KeyError: '密语：收受好处", said_outside(terminal), re.DOTALL)


def test_an_officer_over_ssh_cannot_ask_for_it(folder: Path) -> None:
    with debugged(*FAILS, "session", "--officer", "李明", folder=folder) as terminal:
        terminal.until("最近登记")
        limits = Path(f"/proc/{terminal.pid}/limits").read_text()
        assert re.search(r"core file size +0 +0", limits)
        terminal.type("Ctrl+T")
        assert terminal.until_over() == 1
        assert re.fullmatch(r"程序内部出错，.*crash\.log\r\n", said_outside(terminal))


def test_to_leave_the_switch_blank_is_not_to_throw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for value, throws in (("", False), ("1", True)):
        monkeypatch.setenv(VARIABLE, value)
        assert is_debugging() is throws


@pytest.mark.parametrize("words", [(), ("--plain",)])
def test_no_sealed_desk_is_shown_while_debugging(words: tuple[str, ...], tmp_path: Path) -> None:
    sealed_desk(tmp_path / "desk").close()
    with debugged(*warm.COMMAND, *words, folder=tmp_path / "desk") as terminal:
        assert terminal.until_over() == 2
        assert REFUSED in terminal.text.replace("\n", "")


def test_no_command_opens_a_sealed_desk_while_debugging(tmp_path: Path) -> None:
    sealed_desk(tmp_path / "desk").close()
    desk = Shell(tmp_path / "desk")
    assert REFUSED in desk.refuse("list", status=2, **{VARIABLE: "1"})
    assert REFUSED not in desk.refuse("list")
    new, key = Shell(tmp_path / "new"), FIRST.to_public()
    told = new.refuse("--plain", given=f"1\n{key}\n\n".encode(), status=2, **{VARIABLE: "1"})
    assert REFUSED in told, "one that was made just now neither"
