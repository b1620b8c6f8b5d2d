"""How much of each room runs in the tests, in whatever process: `pytest --all`.

A room that falls below its floor fails the run. A floor is lifted when a room has come to stand well
above it; a new room begins with what its own tests reach. `--rooms` tells how each of them stands.
"""

from __future__ import annotations

import fcntl
import marshal
import os
import shutil
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Final, NamedTuple

import pytest

from tests.marks import marked
from tests.noted import RAN, kept_as

ROOT = Path(__file__).parent.parent
FLOORS: Final[dict[str, int]] = {
    "store": 98,
    "store.locale": 57,
    "store.database": 95,
    "store.desk": 98,
    "store.duty": 99,
    "store.folder": 97,
    "store.journal": 97,
    "store.notice": 98,
    "store.office": 98,
    "store.registers": 97,
    "store.secret": 98,
    "store.tips": 99,
    "tui": 99,
    "tui.actions": 99,
    "tui.apps": 98,
    "tui.cli": 97,
    "tui.entering": 97,
    "tui.linear": 90,
    "tui.manual": 99,
    "tui.notice_form": 98,
    "tui.papers": 99,
    "tui.printing": 95,
    # `.ci/kit` works the rest.
    "tui.release": 54,
    "tui.screens": 97,
    "tui.terminal": 98,
    "tui.web": 99,
    "tui.widgets": 97,
    "tui.words": 96,
}
"""In hundredths of a room's statements."""


# What a machine lacks has many skipped, and leaves rooms without the tests that are theirs.
_MOST_SKIPPED = 10
# A file there is read by each Python of this environment that starts, whatever its surroundings are.
_PACKAGES = Path(sysconfig.get_path("purelib"))


class _Block(NamedTuple):
    room: str
    file: str
    lines: list[int]


class Rooms:
    """Measures from the start of the run to its end the rooms that have floors in the project in `root`."""

    def __init__(
        self,
        tells_all: bool,
        root: Path = ROOT,
        floors: Mapping[str, int] = FLOORS,
        packages: Path = _PACKAGES,
    ) -> None:
        self._tells_all = tells_all
        self._floors = floors
        self._told: list[str] = []
        self._skipped = 0
        self._hook = packages / "dutydesk_rooms.pth"
        self._held = _held(self._hook)
        if not self._held:
            self._told.append(
                f"held to no floor: {self._hook} is another run's, or not to be written"
            )
            return
        self._folder = Path(tempfile.mkdtemp())
        self._folder.chmod(0o755)
        self._blocks: list[_Block] = []
        for room in floors:
            for path in sorted(root.joinpath(*room.split(".")).glob("*.py")):
                code, blocks = marked(path, len(self._blocks))
                file = str(path.relative_to(root))
                self._blocks += (_Block(room, file, lines) for lines in blocks)
                module = f"{room}.{path.stem}".removesuffix(".__init__")
                (self._folder / kept_as(module, str(path))).write_bytes(marshal.dumps(code))
        self._ran = self._folder / RAN
        self._ran.write_bytes(bytes(len(self._blocks)))
        # Other accounts' processes run it too.
        self._ran.chmod(0o666)
        begin = f"import tests.noted; tests.noted.begin({str(self._folder)!r}, {str(root)!r})"
        # In place of what a run that was killed left there.
        self._held.truncate(0)
        self._held.write(f"{ROOT}\n{begin}\n")
        self._held.flush()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What pytest tells of each step of each test."""
        self._skipped += report.skipped

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fails the run where a room is below its floor; of one that failed or broke off it says nothing."""
        if not self._held:
            return
        self._hook.unlink()
        self._held.close()
        ran = self._ran.read_bytes()
        shutil.rmtree(self._folder)
        if session.exitstatus != pytest.ExitCode.OK:
            return
        if self._skipped > _MOST_SKIPPED:
            self._told.append(f"held to no floor: {self._skipped} tests were skipped")
            return
        for room, floor in self._floors.items():
            of_room = [
                (block, did)
                for block, did in zip(self._blocks, ran, strict=True)
                if block.room == room
            ]
            in_all = sum(len(block.lines) for block, _did in of_room)
            missed = [block for block, did in of_room if not did]
            lacking = sum(len(block.lines) for block in missed)
            share = 100 * (1 - lacking / max(in_all, 1))
            if share < floor:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED
                self._told += _what_is_low(room, floor, share, lacking, in_all, missed)
            elif self._tells_all:
                self._told.append(f"{room:<18}{share:6.1f} % of {in_all} (floor {floor})")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """What pytest prints at the end."""
        if self._told:
            terminalreporter.section("rooms")
        for line in self._told:
            terminalreporter.line(line)


def _held(path: Path) -> IO[str] | None:
    """The file of that path, which no other run has as long as this one lives; None where it cannot be had."""
    try:
        file = path.open("a", encoding="utf-8")
    except OSError:
        return None
    with suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Whoever had it may have removed it just before that.
        if os.fstat(file.fileno()).st_nlink:
            return file
    file.close()
    return None


def _what_is_low(
    room: str, floor: int, share: float, lacking: int, in_all: int, missed: list[_Block]
) -> Iterator[str]:
    yield (
        f"{room} is below its floor: {share:.1f} % of its statements ran and not {floor} %;"
        f" {lacking} of {in_all} did not:"
    )
    for file in dict.fromkeys(block.file for block in missed):
        lines = (line for block in missed if block.file == file for line in block.lines)
        yield f"    {file}: {', '.join(map(str, sorted(lines)))}"
