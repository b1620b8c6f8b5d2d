"""Completion in real shells, each in a pty: what is offered for the word that is being typed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from tests.store.desks import new_desk, open_desk, tip_of
from tests.terminal import Terminal
from tui.cli.commands import cli
from tui.cli.completing import VARIABLE
from tui.cli.who import login

BIN = Path(sys.executable).parent
READY = "ready$"
CLEAR_LINE = "\x15"
SHELLS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
# A prompt, and what each shell's users do to have the script read.
SETUP = {
    "bash": "PS1='rea''dy$ '; source <(dutydesk completion bash)",
    "zsh": "PS1='rea''dy$ '; autoload -Uz compinit; compinit -u -D; source <(dutydesk completion zsh)",
    "fish": "dutydesk completion fish | source; function fish_prompt; echo 'rea''dy$ '; end",
}
# What the shipped notice names, by where it is to be written.
NAMED = {
    "廉洁纪律": [("add", "--disciplines"), ("list", "--discipline")],
    "重点人": [("add", "--tags")],
    "key_post": [("add", "--group"), ("list", "--group"), ("import", "--group")],
    "visit": [
        ("add", "--channel"),
        ("list", "--channel"),
        ("import", "--channel"),
        ("pass-through", "--channel"),
    ],
    "18073127519": [("add", "--line"), ("list", "--line")],
}
# Others that begin with the same letter.
ALIKE = {"重点人": ("重点人", "重点事", "重点问题")}
NUMBERED = (
    *("appoint", "attach", "detach", "done", "enclosure", "enclosures", "guide", "history"),
    *("letter", "link", "link 1", "note", "referral", "report-up", "sheet", "show", "tell"),
    *("assign", "transfer", "unlink", "dispose 1 duplicate --of"),
)

pytestmark = pytest.mark.whole


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """A shell that completes `dutydesk`, on a desk with one tip."""
    name = request.param
    if not (BIN / "dutydesk").exists():
        pytest.skip("needs dutydesk installed beside the interpreter")
    if not shutil.which(name):
        pytest.skip(f"needs {name}")
    with new_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
    terminal = Terminal(
        SHELLS[name],
        HOME=str(tmp_path),
        PATH=f"{BIN}:{os.environ['PATH']}",
        DUTYDESK_HOME=str(tmp_path / "desk"),
        TERM="xterm",
        LANG="C.UTF-8",
    )
    terminal.type(SETUP[name], "Enter")
    terminal.until(READY)
    yield terminal
    terminal.close()


def test_commands_numbers_statuses_and_disciplines_are_completed(shell: Terminal) -> None:
    for typed, completed in (
        ("pass", "dutydesk pass-through"),
        ("show 20", "dutydesk show 2016-0001"),
        ("dispose 2016-0001 urg", "dutydesk dispose 2016-0001 urgent"),
        ("list --discipline 廉", "dutydesk list --discipline 廉洁纪律"),
    ):
        shell.type(f"dutydesk {typed}", "Tab")
        shell.until(completed)
        shell.type(CLEAR_LINE)


def test_without_a_desk_nothing_is_offered_and_nothing_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui"],
        env=os.environ
        | {
            "_DUTYDESK_COMPLETE": "bash_complete",
            "COMP_WORDS": "dutydesk show ",
            "COMP_CWORD": "2",
            "DUTYDESK_HOME": str(tmp_path),
        },
        capture_output=True,
    )
    assert (done.stdout.strip(), done.stderr) == (b"", b"")


def test_what_begins_as_typed_at_the_desk_that_is_named_is_offered(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
    complete = ShellComplete(cli, {}, "dutydesk", VARIABLE)

    def offered(*words: str, typed: str, desk: str = "desk") -> list[str]:
        at = ("--desk", str(tmp_path / desk))
        found = complete.get_completions([words[0], *at, *words[1:]], typed)
        return [item.value for item in found]

    assert offered("show", typed="20") == ["2016-0001"]
    assert offered("show", typed="016") == []
    assert offered("show", typed="x") == offered("show", typed="", desk="none") == []
    assert offered("add", "--disciplines", typed="o") == ["other"]
    assert offered("list", "--line", typed="18") == ["18073127519"]
    assert offered("dispose", "1", typed="已呈") == ["已呈组长"]
    for word, options in NAMED.items():
        for command, *before in options:
            named = offered(command, *before, typed=word[0])
            assert word in named and set(named) <= set(ALIKE.get(word, (word,))), (command, before)
    for command in NUMBERED:
        assert offered(*command.split(), typed="") == ["2016-0001"], command
    # Who is on the roster by this account has them, and who is not has none.
    with open_desk(tmp_path / "desk", "组长") as roster:
        roster.access.set_role("组长", "lead")
        assert offered("show", typed="") == []
        roster.access.set_role(login(), "officer")
    assert offered("show", typed="") == ["2016-0001"]
