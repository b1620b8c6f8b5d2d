"""Removes what a desk kept in its folder, as far as each goes: what fails keeps nothing else there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store.errors import CannotRead, CannotWrite


class Removal:
    """One go at it: `failed` says whether anything did."""

    def __init__(self) -> None:
        self.failed: Exception | None = None

    @contextmanager
    def trying(self) -> Iterator[None]:
        """What fails in the block is noted, also where another's sweep was first, and what comes after
        it is gone on with."""
        try:
            yield
        except (OSError, CannotRead, CannotWrite) as error:
            self.failed = error

    def remove(self, path: Path) -> None:
        """A file, also where a link leads to it, or a folder with all in it, but not where a link to a
        folder leads."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, onerror=self._on_error)
            return
        if path.is_file() and path.is_symlink():
            # The link alone would go.
            self.remove_name(path.resolve())
        self.remove_name(path)

    def _on_error(self, function: Any, path: str, found: Any) -> None:
        # Of a mount point, which cannot go, what is in it can.
        if function is os.unlink:
            self.remove_name(Path(path))
        else:
            self.failed = found[1]

    def remove_name(self, path: Path) -> None:
        """A file, but not where a link leads to it."""
        with self.trying():
            try:
                path.unlink()
            except OSError:
                _empty(path)


def _empty(path: Path) -> None:
    """Of a file whose name has to stay nothing else does. Raises OSError."""
    fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        os.ftruncate(fd, 0)
        os.fsync(fd)
    finally:
        os.close(fd)


def holds_anything(path: Path) -> bool:
    """Whether there is any content by that name, or in a folder of it."""
    try:
        return (
            any(map(holds_anything, path.iterdir())) if path.is_dir() else path.stat().st_size > 0
        )
    except FileNotFoundError:
        return False
    except OSError:
        return True
