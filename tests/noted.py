"""Notes which lines of the desk run in a process, from its start to its end, and in its forks.

Imported by each Python that starts while `tests/rooms.py` measures: what runs under sshd, on a
terminal of its own or in a fork counts as what runs in a test. A process that is killed notes nothing.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from slipcover import FileMatcher, ImportManager, Slipcover

ROOT = Path(__file__).parent.parent
MEASURED = [ROOT / "store", ROOT / "tui"]
KILL = signal.SIGUSR2
"""Sent to a process that a test is done with instead of SIGKILL, before which nothing can be noted."""


def begin(place: str) -> None:
    """Has this process and its forks leave in that folder what ran of which file."""
    folder = Path(place)
    if not folder.is_dir():
        return
    lines = Slipcover()
    ImportManager(lines, FileMatcher(sources=MEASURED)).__enter__()
    os.register_at_fork(after_in_child=lines.signal_child_process)
    atexit.register(_note, lines, folder)
    os._exit = _noting_first(os._exit, lines, folder)

    def note_and_be_killed(_number: int, _frame: object) -> None:
        _note(lines, folder)
        os.kill(os.getpid(), signal.SIGKILL)

    signal.signal(KILL, note_and_be_killed)


def _noting_first(
    end: Callable[[int], NoReturn], lines: Slipcover, folder: Path
) -> Callable[[int], NoReturn]:
    def note_and_end(status: int) -> NoReturn:
        _note(lines, folder)
        end(status)

    return note_and_end


def _note(lines: Slipcover, folder: Path) -> None:
    # Its report would read every file again, at the end of each of two thousand processes.
    before, new = lines.all_seen, lines._get_newly_seen()
    ran = {file: sorted(before[file] | new[file]) for file in before.keys() | new.keys()}
    # A process whose disk is full, or that is another account's, says nothing of it.
    if ran and folder.is_dir():
        with suppress(OSError), tempfile.NamedTemporaryFile("w", dir=folder, delete=False) as file:
            json.dump(ran, file)
