"""How much of each room runs in the tests, in whatever process: `pytest --all --rooms`.

A room that falls below its floor fails the run. A floor is lifted when a room has come to stand well
above it; a new room begins with what its own tests reach.
"""

from __future__ import annotations

import json
import shutil
import sysconfig
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest
from slipcover import Slipcover

from tests.noted import MEASURED, NOTES, ROOT

FLOORS: Final[dict[str, int]] = {
    "store": 97,
    "store.locale": 70,
    "store.database": 92,
    "store.desk": 98,
    "store.duty": 99,
    "store.folder": 96,
    "store.journal": 97,
    "store.notice": 98,
    "store.office": 96,
    "store.registers": 96,
    "store.secret": 97,
    "store.tips": 98,
    "tui": 95,
    "tui.actions": 99,
    "tui.apps": 97,
    "tui.cli": 97,
    "tui.entering": 96,
    "tui.linear": 88,
    "tui.manual": 97,
    "tui.notice_form": 97,
    "tui.papers": 97,
    "tui.printing": 94,
    # `.ci/kit` works the rest.
    "tui.release": 20,
    "tui.screens": 96,
    "tui.terminal": 97,
    "tui.web": 99,
    "tui.widgets": 97,
    "tui.words": 96,
}
"""In hundredths of a room's lines."""


class Rooms:
    """Measures from the start of the run to its end."""

    def __init__(self) -> None:
        self._noted = Path(tempfile.mkdtemp())
        self._noted.chmod(0o1777)
        # Read by each Python of this environment that starts, whatever its surroundings are.
        self._hook = Path(sysconfig.get_path("purelib"), "dutydesk_rooms.pth")
        self._hook.write_text(
            f"{ROOT}\nimport tests.noted; tests.noted.begin({str(self._noted)!r})\n"
        )
        self._told: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self._hook.unlink()
        found = _share_of_each_room(self._noted)
        shutil.rmtree(self._noted)
        self._told = [
            f"{room:<18}{share:6.1f} %  (floor {FLOORS[room]})" for room, share in found.items()
        ]
        low = [room for room, share in found.items() if share < FLOORS[room]]
        if low:
            self._told.append(f"below their floor: {', '.join(low)}")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("rooms")
        for line in self._told:
            terminalreporter.line(line)


def _share_of_each_room(noted: Path) -> dict[str, float]:
    ran = defaultdict[str, set[int]](set)
    for note in noted.glob(NOTES):
        # One that was killed while it noted left the half.
        with suppress(ValueError):
            for file, lines in json.loads(note.read_bytes()).items():
                ran[file].update(lines)
    of, in_all = Counter[str](), Counter[str]()
    for file, lines in _lines_of_files():
        room = ".".join(file.relative_to(ROOT).parent.parts)
        in_all[room] += len(lines)
        of[room] += len(lines & ran[str(file)])
    return {room: 100 * of[room] / in_all[room] for room in sorted(in_all)}


def _lines_of_files() -> Iterator[tuple[Path, set[int]]]:
    files = Slipcover(source=MEASURED).get_coverage()["files"]
    for file, lines in files.items():
        yield ROOT / file, set(lines["missing_lines"])
