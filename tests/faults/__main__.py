"""`python -m tests.faults [PART OF A NAME]…`: which of the listed faults no test saw."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path
from queue import SimpleQueue

from tests.faults.listed import ROOT, Fault, listed

_LONGEST_SECONDS = 300


def main() -> int:
    """Prints which test saw each fault; 1 if one was not seen."""
    parts = sys.argv[1:]
    chosen = [f for f in listed() if not parts or any(part in f.name for part in parts)]
    seen = sum(bool(test) for test in tried(chosen))
    print(f"{seen} of {len(chosen)} faults seen")
    return seen < len(chosen)


def tried(faults: Iterable[Fault], at_once: int = os.cpu_count() or 2) -> list[str]:
    """The test that saw each fault, "" for none."""
    faults = list(faults)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(at_once) as pool:
        copies: SimpleQueue[Path] = SimpleQueue()
        for n in range(at_once):
            copies.put(copy_to(Path(folder) / str(n)))
        return list(pool.map(_seen_by, faults, repeat(copies)))


def copy_to(copy: Path) -> Path:
    """The project at `copy`, with an environment that runs this very copy, in every process."""
    kept = shutil.ignore_patterns(".*", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=kept)
    python = [sys.executable, "-m", "venv", "--without-pip", copy / ".venv"]
    subprocess.run(python, check=True)
    packages = next((copy / ".venv").glob("lib/python3*/site-packages"))
    paths = [str(copy), *(path for path in sys.path if path.endswith("site-packages"))]
    (packages / "copy.pth").write_text("\n".join(paths), encoding="utf-8")
    return copy


def _seen_by(fault: Fault, copies: SimpleQueue[Path]) -> str:
    copy = copies.get()
    try:
        test = _first_failure(fault, copy)
    finally:
        copies.put(copy)
    print(f"{fault.name}: {test or 'NOT SEEN'}", flush=True)
    return test


def _first_failure(fault: Fault, copy: Path) -> str:
    path = copy / fault.where
    whole = path.read_text(encoding="utf-8")
    path.write_text(fault.put_in(whole), encoding="utf-8")
    words = (
        "-m",
        "pytest",
        "-q",
        "-x",
        "--tb=no",
        "-rf",
        "--all",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
    )
    try:
        ended = subprocess.run(
            [copy / ".venv/bin/python", *words, *fault.seen_by],
            cwd=copy,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=_LONGEST_SECONDS,
        )
    finally:
        path.write_text(whole, encoding="utf-8")
    found = re.search(r"^FAILED (.+?)(?: - |$)", ended.stdout, re.MULTILINE)
    return found[1] if found else ""


if __name__ == "__main__":
    sys.exit(main())
