"""Texts are asked for where `-` stands for them, and a sealed desk takes none from the command line."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click import Command, Context

from tests.builders import entry_of
from tests.store.desks import new_desk, tip_of
from tests.store.sealed import FIRST, KEY
from tests.terminal import Terminal
from tests.tui.shell import AT, Shell
from tui.cli.asking import Text
from tui.cli.disposing import _make_sure

COMMANDS = (
    ("add", "--channel", "landline", "--summary", "{}", "--unit", "{}", "--to-complete"),
    ("similar", "--person", "{}"),
    ("similar", "--unit", "{}"),
    ("similar", "--phone", "{}"),
    ("list", "--search", "{}"),
    ("dispose", "1", "kept_for_reference", "--why", "{}"),
    ("dispose", "1", "referred", "--to", "{}", "--letter", "{}"),
    ("tell", "1", "--note", "{}"),
    ("note", "1", "{}"),
    ("transfer", "1", "--to", "{}"),
    ("letter", "1", "--matter", "{}"),
    ("appoint", "1", "call_back", "2030-10-03 15:00", "--about", "{}"),
    ("report-up", "1", "--note", "{}"),
    ("pass-through", "--channel", "post", "--to", "{}"),
    ("handover", "--give", "--notes", "{}"),
    ("log", "{}"),
    ("forms", "--void", "1", "{}"),
)


@pytest.fixture
def desk(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--example")
    return shell


@pytest.fixture
def sealed(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "sealed")
    shell.run("init", "--example", "--seal-to", str(FIRST.to_public()))
    return shell


@pytest.fixture
def ask(desk: Shell) -> Iterator[Callable[..., Terminal]]:
    """Runs a command in a terminal."""
    terminals: list[Terminal] = []

    def start(*command: str) -> Terminal:
        whole = [sys.executable, "-m", "tui", *command, "--desk", str(desk.folder), "--at", AT]
        terminals.append(Terminal(whole))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


def test_what_nobody_is_to_see_is_not_seen_while_it_is_typed() -> None:
    asks = "from tui.cli.keys import ask_hidden; print(len(ask_hidden('口令')))"
    terminal = Terminal([sys.executable, "-c", asks])
    terminal.until("口令")
    terminal.type("geheim-2016", "Enter")
    assert "11" in (said := terminal.until("11")) and "geheim" not in said
    terminal.close()


def test_what_nobody_sees_is_typed_twice_where_nobody_could_tell_a_slip() -> None:
    asks = "from tui.cli.keys import ask_hidden; print(len(ask_hidden('口令', again=True)))"
    terminal = Terminal([sys.executable, "-c", asks])
    terminal.until("口令")
    terminal.type("geheim-2016", "Enter")
    assert "11" not in terminal.until(lambda text: "Repeat" in text or "11" in text)
    terminal.type("geheim-2016", "Enter")
    terminal.until("11")
    terminal.close()


def test_each_dash_takes_the_next_line_of_standard_input(desk: Shell) -> None:
    command = [word.format("-") for word in COMMANDS[0]]
    desk.say(*command, given="收受礼金\n某县水利局\n".encode())
    (tip,) = desk.json("list", "--search", "-", given="水利局\r\n".encode())
    assert (tip["summary"], tip["subjects"][0]["unit"]) == ("收受礼金", "某县水利局")
    assert "没有这一行" in desk.refuse("log", "-", status=2)
    # What is asked for took its line of what would be put away as a file.
    said = desk.refuse(
        "attach", "1", "-", "--kept-at", "-", given="二号柜\n内容".encode(), status=2
    )
    assert "只接一样" in said and desk.json("enclosures", "1") == []


@pytest.mark.parametrize(
    ("lines", "given", "text"),
    [
        (False, "  甲 \r\n乙\n", "  甲 "),
        (False, "甲\n", "甲"),
        (True, "甲\r\n\r\n乙\r\n\n", "甲\n\n乙"),
        (False, "\n甲", ""),
    ],
)
def test_of_standard_input_a_text_is_its_line_or_all_of_it(
    lines: bool, given: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), "utf-8"))
    assert Text("内容", lines=lines).convert("-", None, Context(Command("x"))) == text


def test_a_shell_that_completes_a_command_takes_nothing_of_what_is_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", typed := io.StringIO("一行\n"))
    completing = Context(Command("x"), resilient_parsing=True)
    assert Text("内容").convert("-", None, completing) == "-" and typed.read() == "一行\n"


def test_what_asks_for_a_text_does_not_go_where_the_answer_goes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("甲\n"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert Text("交班事项").convert("-", None, Context(Command("x"))) == "甲"
    said = capsys.readouterr()
    assert "交班事项" in said.err and said.out.strip() == ""


def test_a_file_that_cannot_be_read_is_told_as_everywhere(desk: Shell, tmp_path: Path) -> None:
    for path, why in ((tmp_path / "none", "没有这个文件或目录"), (tmp_path, "是目录，不是文件")):
        told = desk.refuse("add", "--json", str(path))
        assert told == f"无法读取（{why}）：{path}\n"


def test_at_a_terminal_the_text_is_asked_for_by_its_name(
    desk: Shell, ask: Callable[..., Terminal]
) -> None:
    terminal = ask("handover", "--give", "--notes", "-")
    terminal.until("交班事项")
    assert "两件待补录" not in Path(f"/proc/{terminal.pid}/cmdline").read_text()
    desk.say("handover", "--take")
    terminal.type("两件待补录", "Enter")
    assert terminal.until_over() == 0
    assert "两件待补录" in desk.say("handover", "--back", "1")


def test_at_a_terminal_several_are_disposed_of_once_one_saw_which_and_agreed(
    desk: Shell, ask: Callable[..., Terminal]
) -> None:
    desk.add(entry_of(), entry_of())
    terminal = ask("dispose", "1-2", "呈组长")
    terminal.until("以上 2 件一并处理为")
    assert "2016-0001" in terminal.text and "2016-0002" in terminal.text
    terminal.type("n", "Enter")
    assert terminal.until_over() != 0
    assert {tip["status"] for tip in desk.json("list")} == {"registered"}


def test_what_one_agrees_to_does_not_go_where_the_answer_goes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    with new_desk(tmp_path / "other") as other:
        _make_sure([other.record(tip_of()), other.record(tip_of())], "handed_to_team")
    said = capsys.readouterr()
    assert "2016-0001" in said.err and "2016-0002" in said.err and said.out.strip() == ""


def test_a_sealed_desk_refuses_a_text_that_others_see_in_the_process_list(sealed: Shell) -> None:
    for command in COMMANDS:
        said = sealed.refuse(*(word.format("密语") for word in command), status=2)
        assert "密封的值班台不在命令行上写内容" in said and "密语" not in said
    with_key = ("note", "1", "密语", "--identity", str(sealed.folder.with_name("key")))
    sealed.folder.with_name("key").write_text(KEY)
    assert "密封的值班台不在命令行上写内容" in sealed.refuse(*with_key, status=2)
    sealed.say("log", "-", given="密语".encode())
    assert "密语" in sealed.say("log")
