"""Notes which lines of the desk run in a process, from its start to its end, and in its forks.

Imported by each Python that starts while `tests/rooms.py` measures: what runs under sshd, on a
terminal of its own or in a fork counts as what runs in a test. A process that is killed notes nothing.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import marshal
import os
import signal
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn

from slipcover import FileMatcher, ImportManager, Slipcover, probe

ROOT = Path(__file__).parent.parent
MEASURED = [ROOT / "store", ROOT / "tui"]
KILL = signal.SIGUSR2
"""Sent to a process that a test is done with instead of SIGKILL, before which nothing can be noted."""


NOTES = "*.json"
"""What the notes are among the files of the folder."""
# A constant of a function is one that it had, a function in it, what a probe is given to, or a probe of a line.
_OWN, _FUNCTION, _SIGNAL, _PROBE = range(4)


class _Lines(Slipcover):
    """Keeps in a folder the code of a module with the probes in it: to put them in takes three times as long
    as all else of an import, and a run imports the same in a thousand processes."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def instrument(self, co: CodeType, parent: CodeType | None = None) -> CodeType:
        """As Slipcover's, of a module once for all processes."""
        if parent:
            return super().instrument(co, parent)
        kept = self._folder / f"{hashlib.sha256(co.co_filename.encode()).hexdigest()}.code"
        # What another account wrote a moment ago need not be for this one to read.
        with suppress(OSError):
            made = self._with_probes(*marshal.loads(kept.read_bytes()))
            self.instrumented[co.co_filename].add(made)
            return made
        made = super().instrument(co)
        with suppress(OSError):
            new = kept.with_suffix(f".{os.getpid()}")
            new.write_bytes(marshal.dumps(self._without_probes(made)))
            new.replace(kept)
        return made

    def _without_probes(self, code: CodeType) -> tuple[CodeType, list[tuple[int, Any]], list[Any]]:
        """Code as it can be kept, its constants, and where in it the probe of each line is."""
        places = self.code2index[code]
        lines = (line for _at, line in places)
        constants: list[tuple[int, Any]] = []
        for one in code.co_consts:
            if isinstance(one, CodeType):
                constants.append((_FUNCTION, self._without_probes(one)))
            elif one is probe.signal:
                constants.append((_SIGNAL, None))
            elif type(one).__name__ == "PyCapsule":
                constants.append((_PROBE, next(lines)))
            else:
                constants.append((_OWN, one))
        return code.replace(co_consts=()), constants, places

    def _with_probes(
        self, code: CodeType, constants: list[tuple[int, Any]], places: list[Any]
    ) -> CodeType:
        made = {
            _OWN: lambda one: one,
            _FUNCTION: lambda one: self._with_probes(*one),
            _SIGNAL: lambda _none: probe.signal,
            _PROBE: lambda line: probe.new(self, code.co_filename, line, self.d_miss_threshold),
        }
        whole = code.replace(co_consts=tuple(made[kind](one) for kind, one in constants))
        self.code2index[whole] = places
        return whole


def begin(place: str) -> None:
    """Has this process and its forks leave in that folder what ran of which file."""
    folder = Path(place)
    if not folder.is_dir():
        return
    lines = _Lines(folder)
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
        with (
            suppress(OSError),
            tempfile.NamedTemporaryFile("w", dir=folder, suffix=NOTES[1:], delete=False) as file,
        ):
            json.dump(ran, file)
