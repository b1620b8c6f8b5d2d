"""What a disk says that is away, for a moment or for longer: it is told from what is refused for good."""

from __future__ import annotations

import errno
from functools import partial
from pathlib import Path
from typing import Final

from store import disk
from store.errors import CannotReach, CannotRead, CannotWrite
from store.text import _

_NAMES: Final = (
    "EIO",
    "ESTALE",
    "ENODEV",
    "ENOTCONN",
    "ETIMEDOUT",
    "EHOSTDOWN",
    "EHOSTUNREACH",
    "ENETDOWN",
    "ENETUNREACH",
    "ECONNABORTED",
    "ECONNREFUSED",
    "ECONNRESET",
    "ESHUTDOWN",
    # Linux alone has them.
    "ENOMEDIUM",
    "EREMOTEIO",
)
_AWAY: Final = frozenset(getattr(errno, name) for name in _NAMES if hasattr(errno, name))


def is_away(error: OSError) -> bool:
    """Whether a disk fails so that was pulled out, or whose host is not to be reached."""
    return error.errno in _AWAY


def _is_out_of_sight(path: Path, error: OSError) -> bool:
    """Whether a disk is away, or `path` has no folder any more in which it could be."""
    is_gone = isinstance(error, FileNotFoundError | NotADirectoryError)
    return is_away(error) or (is_gone and not path.parent.is_dir())


def cannot_reach(path: Path) -> CannotReach:
    """What to say when the disk on which `path` lies is away."""
    return CannotReach(
        _("值班台所在的磁盘暂时读不到。请稍后再试，或检查磁盘和网络：{path}", path=path)
    )


def cannot_read(path: Path, error: OSError) -> CannotRead:
    """What to say when `path` cannot be read."""
    return cannot_reach(path) if _is_out_of_sight(path, error) else disk.cannot_read(path, error)


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """What to say when `path` did not take what was to be saved."""
    return cannot_reach(path) if _is_out_of_sight(path, error) else disk.cannot_write(path, error)


writing_to: Final = partial(disk.writing_to, told=cannot_write)
"""Where the block fails as a disk does, that is told as `cannot_write` has it."""
