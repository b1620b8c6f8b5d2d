"""What starts this very program, however it is installed, for whoever starts it alone: `sshd`, a page."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from zipimport import zipimporter

from store.errors import DeskError
from store.printable import printable
from store.text import _

# Written by what installs the program for many versions to come: the one command that outlives them.
_RECORD = "started-by"
_LONGEST_SECONDS = 60


class CannotStart(DeskError):
    """The program would not start by itself as it is installed."""


def this_program() -> tuple[str, ...]:
    """The words that start it, to which those of a command are added."""
    record = Path(sys.prefix, _RECORD)
    if record.is_file():
        return (record.read_text("utf-8").rstrip("\n"),)
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    # -I: no PYTHON… variable and no module of the account's own is looked at.
    python = (sys.executable, "-I", "-X", "utf8")
    loader = getattr(sys.modules["__main__"], "__loader__", None)
    if isinstance(loader, zipimporter):
        return (*python, str(Path(loader.archive).absolute()))
    return (*python, "-m", "tui")


@cache
def check_that_it_starts(program: tuple[str, ...]) -> None:
    """Starts it once, with nothing of where it is asked from. Raises `CannotStart`."""
    try:
        done = subprocess.run(  # noqa: S603 - it is what runs already
            [*program, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd="/",
            env={},
            timeout=_LONGEST_SECONDS,
        )
        said = (done.stdout + done.stderr).decode(errors="replace").strip()
    except (OSError, subprocess.TimeoutExpired) as error:
        said = str(error)
    if said.split()[-1:] != [version("dutydesk")]:
        raise CannotStart(
            _(
                "{program} 单独启动不了本程序（{reason}），没有生成配置；请先安装 dutydesk，再用装好的命令生成。",
                program=" ".join(program),
                reason=printable(said.splitlines()[-1][:200]) if said else "—",
            )
        )
