"""What programs that died left unfinished at a desk in a folder: under today's names, and under those
that version 0.2 gave."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any, Final

from store import disk
from store.errors import DeskError
from store.folder.lock import LOCK_NAME
from store.folder.log import TORN_NAME
from store.journal.line import read_line
from store.journal.place import CHECKPOINT, JOURNAL, NOTICE
from store.late_pattern import late_pattern

# Version 0.2 named a file after what it was to become, so only what it wrote can have such a name here.
_OLD_FILE: Final = late_pattern(
    rf"({re.escape(NOTICE)}|{re.escape(JOURNAL)}|{re.escape(CHECKPOINT)}|ended\.json"
    rf"|{re.escape(TORN_NAME)}-\d+)\.new",
    re.ASCII,
)
_OLD_NOTE: Final = late_pattern(r"[\w-]+\.(\d+|anew)", re.ASCII)
_OLD_COPY: Final = "{name}.restoring"
_IN_COPY: Final = frozenset({NOTICE, JOURNAL, CHECKPOINT, LOCK_NAME})
_LONGEST_FIRST_LINE: Final = 64 * 1024


def sweep(desk: Path, notes: Iterable[str], lock: AbstractContextManager[Any]) -> None:
    """Removes them from the folder `desk`, its folders of `notes`, and from beside it, where a copy
    is restored. Raises nothing.

    What has a name of today tells by a lock of its own whether someone still writes it. What has one
    of version 0.2 does not: of the files it wrote under the desk's `lock`, and of a note another comes
    with the next key.
    """
    desk = desk.resolve()
    folders = [desk / name for name in notes]
    for folder in (desk, *folders, desk.parent):
        disk.sweep(folder)
    old = [(desk, _OLD_FILE), *((folder, _OLD_NOTE) for folder in folders)]
    if any(disk.left_in(*one) for one in old) or _has_old_copy(desk):
        with suppress(DeskError), lock:
            for folder, names in old:
                disk.sweep(folder, names)
            if _has_old_copy(desk):
                disk.sweep(desk.parent, re.compile(re.escape(_OLD_COPY.format(name=desk.name))))


def _has_old_copy(desk: Path) -> bool:
    """Whether a copy of this desk, and nothing else, is where version 0.2 restored it from a backup."""
    copy = desk.with_name(_OLD_COPY.format(name=desk.name))
    try:
        if not {entry.name for entry in os.scandir(copy)} <= _IN_COPY:
            return False
        said = _founding_of(copy)
        return said is None or said == _founding_of(desk)
    except OSError:
        return False


def _founding_of(folder: Path) -> tuple[Any, Any] | None:
    """When and by whom the desk was set up whose journal is there; `rekey` writes the line anew, but
    not that. None where there is no such line. Raises OSError."""
    try:
        with disk.open_file(folder / JOURNAL) as file:
            first = read_line(file.readline(_LONGEST_FIRST_LINE).rstrip(b"\n"))
    except FileNotFoundError:
        return None
    return (first.get("at"), first.get("by")) if first else None
