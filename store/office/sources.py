"""What an office looks at: desks in their places, and files of figures that they sent."""

from __future__ import annotations

import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pendulum import DateTime

from store import disk, json_bytes, reasons
from store.desk.places import place_at, places_in
from store.duty.overview import Overview, damaged, is_overview, read_overview
from store.errors import DeskError
from store.frozen import frozen
from store.instant import stored_instant
from store.journal.place import CHECKPOINT, ENDED, JOURNAL, OVERVIEW, Place
from store.notice.notice import Notice
from store.notice.reading import parse_notice
from store.office.sent import Sent, no_figures, read_sent
from store.text import _


@frozen
class Within:
    """A folder in one that was named. It is looked into by itself: whatever hangs there, its neighbours
    do not."""

    folder: Path

    def __str__(self) -> str:
        return str(self.folder)


Named = Path | str | Within
"""A path, or the address of a database or of a desk in it."""
Source = Place | Path
"""A place in which a desk is or was, or a file."""

_LONGEST: Final = 16 * 1024 * 1024
_MOST: Final = 2000
# By any of these a folder is known as that of a desk, or of one that was ended.
_OF_DESK: Final = frozenset({JOURNAL, CHECKPOINT, OVERVIEW, ENDED})


@frozen
class Seen:
    """What was found at a source: an `overview` with its `notice`, or figures that were `sent`, or that a
    desk `ended_at` an instant, or why there is nothing. `is_behind`: the desk has changed since it put
    down its overview. `mark` tells whether it is to be read again."""

    name: str
    overview: Overview | None = None
    notice: Notice | None = None
    sent: Sent | None = None
    ended_at: DateTime | None = None
    is_behind: bool = False
    problem: str = ""
    mark: object = None


def sources_in(named: Named) -> list[tuple[str, Source | Within]] | str:
    """What is there, each with its name: a desk, a file, or what lies in a folder, of which one that is
    no desk is looked into for files; the desks of a database; or why nothing is found."""
    if isinstance(named, Within):
        return _sources_within(named.folder)
    try:
        if isinstance(named, str):
            return [(place.name, place) for place in places_in(named)]
        if not named.is_dir():
            # Whether it is there is seen when it is read.
            return [(str(named), named)]
        if _is_desk(named):
            return [(str(named), place_at(named))]
        found = _in_folder(named)
    except OSError as error:
        return _unreadable(str(named), error)
    except DeskError as error:
        return str(error)
    return found or nothing_in(named)


def nothing_in(folder: Path) -> str:
    """What to say of a folder without any of what is looked for."""
    return _("{folder} 里没有值班台，也没有统计数字的文件（JSON）。", folder=folder)


def _in_folder(folder: Path) -> list[tuple[str, Source | Within]]:
    found: list[tuple[str, Source | Within]] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if path.suffix == ".json":
                found.append((str(path), path))
            elif entry.is_symlink() or entry.is_dir():
                found.append((str(path), Within(path)))
    return found[:_MOST]


def _sources_within(folder: Path) -> list[tuple[str, Source | Within]]:
    try:
        if not folder.is_dir():
            return []
        if not _is_desk(folder):
            return [(str(one), one) for one in sorted(folder.iterdir()) if one.suffix == ".json"]
    except OSError:
        # It may be a desk: its row says why it cannot be read.
        pass
    return [(str(folder), place_at(folder))]


def _is_desk(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return any(entry.name in _OF_DESK for entry in entries)


def seen_at(name: str, source: Source, before: Seen | None) -> Seen:
    """What is there now; `before` itself where nothing changed since. Raises nothing."""
    try:
        size, mark = source.glance() if isinstance(source, Place) else (0, _mark_of(source))
        if before and mark == before.mark:
            return before
        if isinstance(source, Place):
            return _seen_in(source, name, size, mark)
        said = json_bytes.loads(_in_utf8(disk.read_file(source, _LONGEST)))
        if is_overview(said):
            return _of_overview(said, name, mark)
        return Seen(name, sent=read_sent(said, name), mark=mark)
    except FileNotFoundError:
        return Seen(name, problem=_("找不到 {file}。", file=name))
    except OSError as error:
        return Seen(name, problem=_unreadable(name, error))
    except (ValueError, TypeError, AttributeError, LookupError):
        wrong = damaged if isinstance(source, Place) else no_figures
        return Seen(name, problem=str(wrong(name)))
    except DeskError as error:
        return Seen(name, problem=str(error))


def _in_utf8(data: bytes) -> bytes:
    """What a file says that was written down elsewhere: a shell of Windows puts a mark before it, and
    its own encoding."""
    is_wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    return data.decode("utf-16" if is_wide else "utf-8-sig").encode()


def _unreadable(name: str, error: OSError) -> str:
    return _("无法读取（{reason}）：{path}", reason=reasons.of_system(error), path=name)


def _mark_of(file: Path) -> object:
    found = file.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _seen_in(place: Place, name: str, size: int, mark: object) -> Seen:
    if ended := place.ended():
        return Seen(name, ended_at=stored_instant(ended.ended_at), mark=mark)
    try:
        with place.overview.open() as file:
            said = json_bytes.loads(file.read(_LONGEST))
    except FileNotFoundError:
        problem = _("还没有概况：请用本版本的程序打开一次该值班台。")
        return Seen(name, problem=problem, mark=mark)
    seen = _of_overview(said, name, mark)
    return replace(seen, is_behind=bool(seen.overview and seen.overview.journal_bytes != size))


def _of_overview(said: Any, name: str, mark: object) -> Seen:
    found = read_overview(said, name)
    # What is no day among its sums is found before it is counted by.
    found.counted().open_by_day()
    for key in found.tally:
        if key.startswith("day "):
            date.fromisoformat(key.removeprefix("day "))
    return Seen(name, found, _notice(found.notice, name), mark=mark)


@lru_cache(maxsize=1024)
def _notice(text: str, name: str) -> Notice:
    return parse_notice(text, name, is_in_force=True)
