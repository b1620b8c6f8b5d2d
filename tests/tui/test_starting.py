"""What starting costs, as far as it can be told without a clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.store.desks import new_desk
from tui.cli.commands import COMMANDS, cli
from tui.cli.options import named_desk

pytestmark = pytest.mark.whole

LATER = (
    "tui.widgets.tip_form",
    "tui.screens.palette_screen",
    "tui.screens.tip_screen",
    "tui.cli.disposing",
    "store.duty.report",
    "store.desk.archive",
    "openpyxl",
    "hypothesis",
    "ssl",
    "textual.command",
    "textual.widgets._input",
    "textual.widgets._text_area",
)
# What the form needs not even once it is there.
AFTER_THE_FORM = ("zipfile", "shlex")


def imported_by(code: str) -> set[str]:
    """What is there of modules once that has run in a Python of its own."""
    said = [sys.executable, "-c", f"import sys; {code}; print(*sys.modules)"]
    return set(subprocess.run(said, capture_output=True, check=True, text=True).stdout.split())


def test_the_first_screen_imports_nothing_that_it_does_not_need() -> None:
    code = "import tui.cli.commands, tui.cli.opening, tui.apps.desk_app"
    assert not set(LATER) & imported_by(code)


def test_the_form_imports_nothing_that_reads_spreadsheets() -> None:
    code = "import tui.apps.desk_app, tui.widgets.tip_form"
    assert not set(AFTER_THE_FORM) & imported_by(code)


def test_the_time_is_written_without_what_names_the_months_in_every_language() -> None:
    code = "import pendulum; from tui.words import words; at = pendulum.now(); words.day_and_minute(at, at)"
    assert not {"pendulum.locales.en", "zipfile"} & imported_by(code)


def test_a_code_of_the_notice_loads_nothing_that_reaches_other_hosts() -> None:
    code = "import tui.apps.desk_app, tui.widgets.qr_panel"
    assert not {"urllib.request", "http.client", "email", "ssl"} & imported_by(code)


def test_screens_with_papers_import_nothing_that_draws_one() -> None:
    code = "import tui.apps.desk_app, tui.screens.tips_screen, tui.screens.papers_screen"
    assert not {"segno", "tui.papers.notice_qr", "tui.papers.tip_sheet"} & imported_by(code)


def test_a_page_of_the_manual_is_shown_without_what_gives_code_its_colours() -> None:
    code = "import tui.screens.help_screen, tui.widgets.manual_page"
    assert not {"pygments", "rich.syntax", "textual.highlight"} & imported_by(code)


def test_who_needs_encryption_once_the_app_is_there_has_it() -> None:
    code = "import tui.apps.desk_app, tui.papers.notice_qr, ssl, urllib.request; assert urllib.request.urlopen; print(ssl.create_default_context().verify_mode)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "2"


def test_nothing_of_what_is_stored_is_read_before_the_screen_stands(tmp_path: Path) -> None:
    new_desk(tmp_path / "desk").close()
    with click.Context(cli), named_desk(tmp_path / "desk", None) as desk:
        assert not desk.is_loaded


@pytest.mark.parametrize("name", ["status", "add", "list", "undo"])
def test_a_command_imports_no_module_of_another(name: str) -> None:
    code = f"import click; from tui.cli.commands import cli; cli.get_command(click.Context(cli), '{name}')"
    modules = {path.rpartition(".")[0] for path in COMMANDS.values()}
    assert modules & imported_by(code) == {COMMANDS[name].rpartition(".")[0]}


def test_each_command_is_found_under_its_own_name() -> None:
    context = click.Context(cli)
    found = {name: cli.get_command(context, name) for name in COMMANDS}
    assert {name: command and command.name for name, command in found.items()} == {
        name: name for name in COMMANDS
    }
