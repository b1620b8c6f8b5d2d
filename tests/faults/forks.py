"""The process that runs the tests for one copy of the project: `python -m tests.faults.forks`.

It imports the program once and forks for each run. Where a fault was put into a file, the fork
forgets that module, and all that import it, before it runs the tests: to import the rest anew took
longer than most tests do.
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import io
import json
import os
import pkgutil
import re
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout, suppress
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

from tests.faults.listed import ROOT

# For a test.
_LONGEST_SECONDS = 120
_PROGRAM = ("store", "tui")
# What starts the program, in the language of whoever starts it.
_STARTS = ("tui.__main__", "tui.web")
_IMPORT = re.compile(r"^ *from ((?:store|tui)[\w.]*) import (\([^)]+\)|.+)$", re.MULTILINE)
_QUIETLY = ("-n", "0", "--tb=no", "-p", "no:cacheprovider")


def main() -> None:
    """A line asks for a run, as JSON: the changed file, "" for none, the tests, and whether the first
    that fails is enough. A line answers, with the names of those that failed, or with what was
    printed where the run came to no end. An empty line says that a file may be changed."""
    _import_all()
    _needs()
    gc.freeze()
    print(flush=True)
    for line in sys.stdin:
        changed, tests, stops = json.loads(line)
        print(json.dumps(failed(changed, tests, stops)), flush=True)


def _import_all() -> None:
    importlib.import_module("hypothesis")
    # What pytest imports to say anything at all is the same for each run.
    with redirect_stdout(io.StringIO()):
        pytest.main([*_QUIETLY, "--noconftest", "--markers"])
    for folder in _PROGRAM:
        package = importlib.import_module(folder)
        for module in pkgutil.walk_packages(package.__path__, f"{folder}."):
            if not module.name.startswith(_STARTS):
                importlib.import_module(module.name)


def failed(changed: str, tests: Sequence[str], stops: bool) -> list[str] | str:
    """What is answered to whoever asks for that run."""
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as printed:
        if not (pid := os.fork()):
            os.close(reading)
            _run(changed, tests, stops, writing, printed.fileno())
        os.close(writing)
        _pid, status = os.waitpid(pid, 0)
        # What a test forked may outlive it, and would hold the other end.
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        with os.fdopen(reading, encoding="utf-8") as said:
            names = said.read().splitlines()
        code = os.waitstatus_to_exitcode(status)
        if code == pytest.ExitCode.OK or (
            names and (stops or code == pytest.ExitCode.TESTS_FAILED)
        ):
            return names
        printed.seek(0)
        return f"{status=}\n{printed.read().decode(errors='replace')}"


def _run(changed: str, tests: Sequence[str], stops: bool, writing: int, printed: int) -> NoReturn:
    os.setsid()
    for fd, to in enumerate((os.open(os.devnull, os.O_RDONLY), printed, printed)):
        os.dup2(to, fd)
    # Not faulthandler's own clock: pytest stops that at the first failure.
    faulthandler.register(signal.SIGALRM, file=printed, chain=True)
    signal.alarm(_LONGEST_SECONDS)
    if changed:
        _forget(changed)
    os._exit(
        pytest.main([*_QUIETLY, "--all", *["-x"] * stops, *tests], plugins=[_Failures(writing)])
    )


class _Failures:
    """Says which tests failed, to whoever reads the other end."""

    def __init__(self, writing: int) -> None:
        self._writing = writing

    def pytest_runtest_logstart(self) -> None:
        """What pytest tells of each test."""
        signal.alarm(_LONGEST_SECONDS)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What pytest tells of each step of each test."""
        if report.failed:
            os.write(self._writing, f"{report.nodeid}\n".encode())


def _forget(changed: str) -> None:
    """Has the module of that file, and all that import it, imported anew."""
    for name in _that_need(_name(Path(changed))):
        if sys.modules.pop(name, None):
            folder, _dot, last = name.rpartition(".")
            # Else `from folder import last` would find it there.
            if package := sys.modules.get(folder):
                vars(package).pop(last, None)


def _that_need(module: str) -> set[str]:
    found, new = set[str](), {module}
    while new:
        found |= new
        new = {name for name, needs in _needs().items() if needs & new} - found
    return found


@cache
def _needs() -> dict[str, set[str]]:
    """The modules of the program, and of each those that it imports, wherever it does."""
    return {
        _name(path.relative_to(ROOT)): set(_imported(path.read_text(encoding="utf-8")))
        for folder in _PROGRAM
        for path in (ROOT / folder).rglob("*.py")
    }


def _imported(text: str) -> Iterator[str]:
    for module, names in _IMPORT.findall(text):
        yield module
        yield from (f"{module}.{name}" for name in re.findall(r"\w+", names))


def _name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


if __name__ == "__main__":
    main()
