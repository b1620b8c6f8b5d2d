"""`--help` is the manual: every command, option and argument is explained, in both languages."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from functools import cache
from typing import Any

import click
import orjson
import pytest
from rich.cells import cell_len

from tests.test_catalogue import CHINESE
from tui.cli.commands import cli
from tui.cli.examples import EXAMPLES, SECTIONS
from tui.cli.manual import filled

# The help texts are made when the commands are imported, in the language chosen by then.
PAGES = """
import sys
from tui.terminal.language import choose_language
choose_language(["--lang", sys.argv[1]])
import click, orjson
from tui.cli.commands import cli
from tui.cli.man_page import man_page
from tui.cli.manual import Context
main = Context(cli, info_name="dutydesk", terminal_width=78)
pages = {"": {"page": cli.get_help(main), "helps": {}, "man": man_page(main)}}
for name in cli.list_commands(main):
    command = cli.get_command(main, name)
    if command.hidden:
        continue
    context = Context(command, info_name=name, parent=main, terminal_width=78)
    helps = {p.name: p.help or "" for p in command.get_params(context)}
    pages[name] = {"page": command.get_help(context), "helps": helps | {"": command.help or ""}}
sys.stdout.buffer.write(orjson.dumps(pages))
"""


@cache
def pages(language: str) -> dict[str, Any]:
    """The page of each command, and the help of each of its parameters."""
    done = subprocess.run([sys.executable, "-c", PAGES, language], capture_output=True, check=True)
    return dict(orjson.loads(done.stdout))


def commands() -> dict[str, click.Command]:
    context = click.Context(cli)
    found = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    return {name: command for name, command in found.items() if command and not command.hidden}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_option_and_argument_is_explained(language: str) -> None:
    for name, page in pages(language).items():
        for parameter, text in page["helps"].items():
            is_chinese = bool(CHINESE.search(re.sub("[“《].*?[”》]", "", text)))
            assert text and is_chinese == (language == "zh"), (name, parameter, text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(language: str) -> None:
    for page in pages(language).values():
        for line in page["page"].splitlines():
            assert cell_len(line) <= 80 or line.startswith("  dutydesk "), line


def test_the_list_of_commands_names_each_once_and_under_what_it_is_for() -> None:
    named = [name for names in SECTIONS.values() for name in names]
    assert sorted(named) == sorted(commands())
    for name in named:
        assert len(re.findall(rf"^  {name}\s", pages("zh")[""]["page"], re.MULTILINE)) == 1
    # What a page of the browser or sshd starts, nobody types.
    assert not re.search(r"^  (?:served|session)\s", pages("zh")[""]["page"], re.MULTILINE)


def test_every_command_has_an_example_and_its_options_exist() -> None:
    assert EXAMPLES.keys() == {"", *commands()}
    for name, command in commands().items():
        known = {opt for parameter in command.params for opt in parameter.opts}
        for line, _meaning in EXAMPLES[name]:
            words = shlex.split(line.split(" && ")[0].split(" > ")[0])
            assert f"dutydesk {name}" in line or words[-1] == "dutydesk", line
            assert {word for word in words if word.startswith("-") and word != "-"} <= known, line


@pytest.mark.parametrize(
    ("language", "called"),
    [("zh", "巡视巡察组值班台"), ("en", "The duty desk of an inspection team")],
)
def test_what_man_lists_the_program_as_ends_before_what_it_shows(
    language: str, called: str
) -> None:
    assert rf"dutydesk \- {called}" in pages(language)[""]["man"].splitlines()


def test_the_usage_of_a_command_is_in_the_language_chosen() -> None:
    command = [sys.executable, "-m", "tui", "dispose", "--help"]
    done = subprocess.run(command, env=os.environ | {"LANG": "zh_CN.UTF-8"}, capture_output=True)
    first, *_rest = done.stdout.decode().splitlines()
    assert first == "用法：dutydesk dispose [选项] 编号… 情况"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三，四", ["一二", "三，四"]),
        ("一二（三）四", ["一二", "（三）", "四"]),
        ("一二abc。", ["一二", "abc。"]),
    ],
)
def test_no_line_of_the_help_begins_with_a_mark_or_ends_with_what_opens_one(
    text: str, lines: list[str]
) -> None:
    assert filled(text, 6) == lines
