"""What is no free text on the command line is not left blank."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.tui.shell import Shell
from tui.cli.asking import Text
from tui.cli.commands import cli
from tui.cli.named_choice import NamedChoice

BLANK = "值是空的，请写上，或去掉这一项。"
# Of these a blank one is none, or is not among those that are known.
NAMES = """
    account channel channels columns disciplines figures group groups handler handlers into_summary
    keys lead line linear_for lines name officer officers recipients seal_to sent_to
    subjects__group tags topic
"""


def parameters() -> Iterator[tuple[click.Command, click.Parameter]]:
    """Those of all commands that take a value."""
    context = click.Context(cli)
    for command in (
        cli,
        *filter(None, (cli.get_command(context, n) for n in cli.list_commands(context))),
    ):
        for parameter in command.params:
            if not (isinstance(parameter, click.Option) and parameter.is_flag):
                yield command, parameter


def kinds_of(parameter: click.Parameter) -> Iterator[click.ParamType]:
    kind = parameter.type
    yield from kind.types if isinstance(kind, click.Tuple) else [kind]


def test_whatever_is_no_text_and_no_name_is_refused_where_it_is_blank() -> None:
    seen = set()
    for command, parameter in parameters():
        for kind in kinds_of(parameter):
            if isinstance(kind, Text | NamedChoice | click.Choice):
                continue
            if kind is click.STRING:
                assert parameter.name in NAMES.split(), (command.name, parameter.name)
                continue
            for blank in ("", " "):
                with pytest.raises(click.BadParameter, match=BLANK):
                    kind.convert(blank, parameter, click.Context(command))
            seen.add(type(kind).__name__)
    assert seen == {"Written", "Whole", "FilePath", "PlaceName", "PathOrAddress", "Source"}


@pytest.mark.parametrize(
    "words",
    [
        ("report", "--day", ""),
        ("attach", "1", "--pages", ""),
        ("sheet", ""),
        ("import", ""),
        ("verify", "--since", ""),
    ],
)
def test_what_a_script_never_set_is_not_taken_for_everything_or_for_the_folder_it_runs_in(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert BLANK in Shell(tmp_path / "desk").refuse(*words, status=2)
    assert not (tmp_path / "desk").exists()
