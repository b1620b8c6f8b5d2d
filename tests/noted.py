"""Notes which blocks of the desk run, in each Python that starts while `tests/rooms.py` measures.

All of them write into one memory: what runs under sshd, on a terminal of its own, in a fork or in a
process that is killed counts as what runs in a test.
"""

from __future__ import annotations

import mmap
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from marshal import loads
from types import CodeType, ModuleType

RAN = "ran"
"""The name of the memory, a byte for each mark, here and in the folder."""


def begin(folder: str, root: str) -> None:
    """Has this process and its forks note what runs of the modules of the project in `root` whose
    code with marks is in that folder."""
    # Else the run is over, or this process may not look into it.
    with suppress(OSError):
        file = os.open(f"{folder}/{RAN}", os.O_RDWR)
        ran = mmap.mmap(file, 0)
        os.close(file)
        # In a ring, as what is frozen and never goes: a fork of the warm Python has closed whatever was
        # open, and to close this again when it ends would be to close another's.
        ring: list[object] = [ran]
        ring.append(ring)
        globals()[RAN] = ran
        sys.meta_path.insert(0, _Finder(folder, root))


class _Finder:
    def __init__(self, folder: str, root: str) -> None:
        self._folder = folder
        self._root = root

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where Python finds that module; None for one that has no marks."""
        if not name.startswith(("store", "tui")):
            return None
        spec = PathFinder.find_spec(name, path, target)
        # A copy of the project elsewhere is another.
        if not spec or not spec.origin or not spec.origin.startswith(f"{self._root}/"):
            return None
        kept = f"{self._folder}/{kept_as(name, spec.origin)}"
        if os.path.exists(kept):
            spec.loader = _Loader(name, spec.origin, kept)
        return spec


def kept_as(module: str, path: str) -> str:
    """What its code with marks is called: what was changed since, perhaps after a run that was
    killed, is none of it."""
    # Without pathlib, which some of them never import.
    return f"{module}.{os.stat(path).st_mtime_ns}.code"  # noqa: PTH116


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, kept: str) -> None:
        super().__init__(name, path)
        self._kept = kept

    def get_code(self, fullname: str) -> CodeType:
        """The code with its marks."""
        code: CodeType = loads(self.get_data(self._kept))
        return code
