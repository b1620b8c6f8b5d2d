"""What starts this very program, however it is installed."""

from __future__ import annotations

import re
import subprocess
import sys
import zipapp
from pathlib import Path

import pytest

from tests.tui.shell import Shell
from tui.cli import this_program as this_program_module
from tui.cli.this_program import CannotStart, check_that_it_starts, this_program

ALONE = (sys.executable, "-I", "-X", "utf8")


def test_what_is_installed_in_an_environment_is_started_by_its_python() -> None:
    assert this_program() == (*ALONE, "-m", "tui")
    check_that_it_starts(this_program())


def test_a_kit_is_started_by_the_command_that_the_next_version_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (tmp_path / "started-by").write_text("/opt/值班 台/bin/dutydesk\n")
    assert this_program() == ("/opt/值班 台/bin/dutydesk",)


def test_a_zip_file_is_started_by_its_path(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "__main__.py").write_text(
        f"import sys; sys.path[:] = {sys.path}\n"
        "from tui.cli.this_program import this_program; print(*this_program(), sep='\\n')\n"
    )
    zipapp.create_archive(source, tmp_path / "desk.pyz")
    done = subprocess.run(
        [sys.executable, "desk.pyz"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert tuple(done.stdout.splitlines()) == (*ALONE, str(tmp_path / "desk.pyz"))


def test_nothing_is_set_up_for_a_program_that_does_not_start_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CannotStart, match="No such file"):
        check_that_it_starts((str(tmp_path / "none"),))
    # Of many lines the last says why, as it does for a Python that breaks off.
    for script, why in (
        ("echo Traceback; printf 'no module\\033'", "（no module\\u001b），"),
        ('echo "$(pwd)|$HOME|$USER"', "（/||），"),
    ):
        with pytest.raises(CannotStart, match=re.escape(why)):
            check_that_it_starts(("/bin/sh", "-c", script))
    with monkeypatch.context() as patch:
        patch.setattr(this_program_module, "_LONGEST_SECONDS", 0.05)
        with pytest.raises(CannotStart, match="timed out"):
            check_that_it_starts(("/bin/sh", "-c", "exec sleep 9"))
    (tmp_path / "started-by").write_text("/bin/false\n")
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    (tmp_path / "li.pub").write_text(KEY)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    told = desk.refuse(
        *("ssh-setup", "--account", "zhiban", "--write", str(tmp_path / "ssh")),
        f"李明={tmp_path / 'li.pub'}",
    )
    assert "/bin/false 单独启动不了本程序" in told and not (tmp_path / "ssh").exists()


KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMWcPmh3vhLJ5GoLQ4nzAWd6WNSQeZ0iV4sBkQXcxT4v li@desk\n"
