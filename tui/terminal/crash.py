"""Keeps the cause of an unforeseen error in a log that holds no word of any tip."""

import os
import traceback
from pathlib import Path

import platformdirs

from tui.terminal.debugging import is_debugging


def note_crash(error: BaseException) -> Path | None:
    """Appends where `error` happened and its kind to the log; its message may quote a tip and is
    left out, but for a developer who is debugging, to whom all is printed. Returns the log's path,
    or None if it cannot be written."""
    if is_debugging():
        traceback.print_exception(error)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {frame.filename}:{frame.lineno} {frame.name}\n" for frame in frames]
    path = platformdirs.user_log_path("dutydesk") / "crash.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK, 0o600)
        with open(handle, "a", encoding="utf-8") as log:  # noqa: PTH123
            log.write(f"{type(error).__name__}\n{''.join(lines)}")
    except OSError:
        return None
    return path
