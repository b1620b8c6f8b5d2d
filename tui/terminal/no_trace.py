"""Keeps what is in memory from being left elsewhere: in a core file, a debugger, a log, an error."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import sys
import threading
from typing import Final

_PR_SET_DUMPABLE: Final = 4
# With them Textual logs each key, or saves what is on the screen.
_TELLING: Final = (
    "TEXTUAL",
    "TEXTUAL_DEBUG",
    "TEXTUAL_LOG",
    "TEXTUAL_PRESS",
    "TEXTUAL_SCREENSHOT",
    "TEXTUAL_SCREENSHOT_FILENAME",
    "TEXTUAL_SCREENSHOT_LOCATION",
    "TEXTUAL_SHOW_RETURN",
)


def leave_no_trace() -> None:
    """To be called before anything of a desk is read, and before the screen is imported."""
    for name in _TELLING:
        os.environ.pop(name, None)
    _have_no_core()
    sys.excepthook = lambda _kind, error, _trace: _note(error)
    sys.unraisablehook = lambda found: _note(found.exc_value)
    threading.excepthook = lambda found: _note(found.exc_value)


def _have_no_core() -> None:
    """No core file, and no look into the memory for another process of the same account."""
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A program to which the kernel hands core files over does not heed the limit, but this.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _note(error: BaseException | None) -> None:
    """Python would print the error's message, which may quote a tip."""
    from tui.terminal.crash import note_crash

    if isinstance(error, Exception):
        note_crash(error)
