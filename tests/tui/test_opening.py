"""What the commands open that end on a screen or in the dialogue: which desk, as of when, in whose name."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import click
import pytest
from pendulum import DateTime

from store.desk.desk import Desk
from store.errors import NoTerminal
from tests.builders import DURING, at
from tests.store.desks import new_desk, open_desk
from tests.store.sealed import KEY
from tui.cli import opening
from tui.cli.commands import cli
from tui.cli.options import named_desk
from tui.cli.who import login
from tui.terminal.settings import Settings

Opened = tuple[str, DateTime, set[str]]
LATER = "2016-10-02T09:00:00+08:00"
Ask = Callable[..., list[Opened]]


class Stream(StringIO):
    """An end of a line, at a terminal or not."""

    def __init__(self, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    with new_desk(tmp_path / "desk") as desk:
        desk.access.set_role(desk.officer, "lead")
        desk.access.set_role("李明", "officer")
        desk.access.set_role(login(), "officer")
    return tmp_path / "desk"


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Runs a command up to where the screen or the dialogue would begin; what was to be opened: by
    whom, as of when, and how."""
    before = dict(os.environ)

    def asked(*words: str, at_terminal: bool = True, wants: str = "") -> list[Opened]:
        found: list[Opened] = []

        def shown(desk: Desk, **how: Any) -> int:
            with desk:
                found.append((desk.officer, desk.now(), {name for name in how if how[name]}))
            return 3

        with monkeypatch.context() as patch:
            patch.setattr(opening, "_show", shown)
            patch.setattr(sys, "stdin", Stream(at_terminal))
            patch.setattr(sys, "stdout", out := Stream(at_terminal))
            patch.setenv("SSH_ORIGINAL_COMMAND", wants)
            status = cli.main(list(words), standalone_mode=False)
            assert status == (3 if found else None)
            said = out.getvalue()
        return found or [(said, DURING, set())]

    yield asked
    os.environ.clear()
    os.environ |= before


def test_a_session_is_the_officers_whose_key_it_was_and_comes_from_afar(
    desk: Path, ask: Ask
) -> None:
    words = ("session", "--officer", "李明", "--desk", str(desk), "--at", LATER)
    assert ask(*words) == [("李明", at(LATER), {"is_remote"})]
    assert ask(*words, "--plain") == [("李明", at(LATER), {"is_remote", "linear"})]
    # One that asks for a command has that and no screen.
    ((said, _when, _how),) = ask(*words, wants="log --json", at_terminal=False)
    assert said.startswith("[")
    with pytest.raises(NoTerminal):
        ask(*words, at_terminal=False)
    with pytest.raises(click.BadParameter):
        ask("session", "--officer", "李\u202e明", "--desk", str(desk))


def test_a_page_of_the_browser_has_a_terminal_with_all_colours(desk: Path, ask: Ask) -> None:
    os.environ |= {"TERM": "dumb", "COLORTERM": ""}
    said = ask("served", "--desk", str(desk), "--at", LATER, at_terminal=False)
    assert said == [(login(), at(LATER), {"is_served"})]
    assert (os.environ["TERM"], os.environ["COLORTERM"]) == ("xterm-256color", "truecolor")


def test_the_demo_is_where_and_when_it_always_is(desk: Path, ask: Ask) -> None:
    for word, given in (("--desk", str(desk)), ("--at", LATER)):
        with pytest.raises(click.UsageError, match="不接受"):
            ask("demo", word, given)
    with pytest.raises(click.UsageError, match="终端"):
        ask("demo", at_terminal=False)
    ((officer, when, how),) = ask("demo", "--plain", at_terminal=False)
    assert (officer, str(when.date()), how) == (login(), "2016-10-01", {"linear", "is_demo"})
    assert [how for _who, _when, how in ask("demo")] == [{"is_demo"}]


def test_the_key_that_was_named_and_where_one_sits_come_to_the_screen_and_the_dialogue(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[object, ...]] = []

    class Screen:
        """What is begun of the app, and how it ends."""

        told_to_end, return_code = staticmethod(lambda _number: None), 4

        def __init__(
            self, desk: Desk, settings: Settings, key: bytes | None, *, is_remote: bool
        ) -> None:
            begun.append((desk.officer, settings.theme, key, is_remote))

        def run(self) -> str:
            return "由他处结束。"

    def talk_at(desk: Desk, key: bytes | None, *, is_remote: bool) -> int:
        begun.append((desk.officer, key, is_remote))
        return 5

    (file := tmp_path / "组长.key").write_text("a key")
    (settings := tmp_path / "settings.toml").write_text('theme = "light"\n')
    monkeypatch.setenv("DUTYDESK_SETTINGS", str(settings))
    monkeypatch.setattr("tui.apps.desk_app.DeskApp", Screen)
    monkeypatch.setattr("tui.linear.run.talk_at", talk_at)
    monkeypatch.setattr(sys, "stderr", told := StringIO())
    with click.Context(cli) as context:
        context.meta["dutydesk.key"] = file
        for is_remote in (False, True):
            with open_desk(desk, "李明") as opened:
                assert opening._show(opened, is_remote=is_remote) == 4
                assert opening._show(opened, linear=True, is_remote=is_remote) == 5
    assert begun == [
        *(("李明", "light", b"a key", False), ("李明", b"a key", False)),
        *(("李明", "light", b"a key", True), ("李明", b"a key", True)),
    ]
    assert told.getvalue() == "由他处结束。\n" * 2
    # Where no Chinese can be shown, neither is begun.
    monkeypatch.setenv("LC_ALL", "POSIX")
    with open_desk(desk, "李明") as opened:
        for linear in (False, True):
            with pytest.raises(NoTerminal, match="UTF-8"):
                opening._show(opened, linear=linear)
    assert len(begun) == 4


def test_who_may_not_unlock_is_told_nothing_of_how_the_desk_was_last_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", told := StringIO())
    (file := tmp_path / "a.key").write_text(KEY)
    with new_desk(tmp_path / "desk") as desk:
        desk.access.set_role(desk.officer, "lead")
        desk.access.set_role("李明", "officer")
    with click.Context(cli) as context:
        context.meta["dutydesk.key"] = file
        named_desk(tmp_path / "desk", LATER, "李明").close()
    assert told.getvalue() == ""
