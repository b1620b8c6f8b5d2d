"""`python -m tests.faults [PART OF A NAME]…`: which of the listed faults no test saw."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.faults.listed import ROOT, Fault, listed, without


def main() -> int:
    """Prints which test saw each fault; 1 if one was not seen."""
    parts = sys.argv[1:]
    chosen = [f for f in listed() if not parts or any(part in f.name for part in parts)]
    tests = tried(chosen)
    anyhow = fail_anyhow(tests)
    for test in anyhow:
        print(f"{test}: FAILS WITHOUT ANY FAULT")
    seen = sum(bool(test) and test not in anyhow for test in tests)
    if not parts:
        print("no fault is listed of:", *without(chosen), sep="\n    ")
    print(f"{seen} of {len(chosen)} faults seen")
    return seen < len(chosen)


def tried(faults: Iterable[Fault], at_once: int = os.cpu_count() or 2) -> list[str]:
    """The test that failed with each fault, "" for none."""
    faults = list(faults)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(at_once) as pool:
        copies = list(pool.map(Copy, (Path(folder) / str(n) for n in range(at_once))))
        free: SimpleQueue[Copy] = SimpleQueue()
        for copy in copies:
            free.put(copy)

        def seen_by(fault: Fault) -> str:
            copy = free.get()
            try:
                test = copy.first_failure(fault)
            finally:
                free.put(copy)
            print(f"{fault.name}: {test or 'NOT SEEN'}", flush=True)
            return test

        tests = list(pool.map(seen_by, faults))
        for copy in copies:
            copy.close()
    return tests


def fail_anyhow(tests: Iterable[str]) -> list[str]:
    """Those of the tests that fail without a fault, too: they see none."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(folder) / "0")
        failed = copy.failures("", sorted({test for test in tests if test}))
        copy.close()
    return failed


class Copy:
    """The project in a folder of its own, with an environment that runs it, in every process."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*"))
        python = [sys.executable, "-m", "venv", "--without-pip", folder / ".venv"]
        subprocess.run(python, check=True)
        packages = next((folder / ".venv").glob("lib/python3*/site-packages"))
        paths = [str(folder), *(path for path in sys.path if path.endswith("site-packages"))]
        (packages / "copy.pth").write_text("\n".join(paths), encoding="utf-8")
        # What a fork that just ends leaves there goes with the copy.
        (temporary := folder / ".tmp").mkdir()
        self._folder = folder
        self._forks = subprocess.Popen(
            [folder / ".venv/bin/python", "-m", "tests.faults.forks"],
            cwd=folder,
            env=os.environ | {"TMPDIR": str(temporary)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._forks.stdout
        self._forks.stdout.readline()

    def first_failure(self, fault: Fault) -> str:
        """The test of those named that fails first with the fault in its place, "" for none."""
        path = self._folder / fault.where
        whole, found = path.read_text(encoding="utf-8"), path.stat()
        try:
            path.write_text(fault.put_in(whole), encoding="utf-8")
            # Else what was compiled within the same second would pass for the file of now.
            os.utime(path, (found.st_atime, found.st_mtime + 2 + hash(fault.name) % 1_000_000))
            failed = self.failures(fault.where, fault.seen_by)
        finally:
            path.write_text(whole, encoding="utf-8")
            os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
        return failed[0] if failed else ""

    def failures(self, changed: str, tests: Sequence[str]) -> list[str]:
        """Those of the tests that fail; the first alone where a file is changed.

        Raises RuntimeError, with what was printed, where they came to no end twice."""
        if not tests:
            return []
        assert self._forks.stdin
        assert self._forks.stdout
        # A run that came to no end says nothing of the fault: neither that it was seen nor that it was not.
        for _time in range(2):
            self._forks.stdin.write(json.dumps([changed, tests, bool(changed)]) + "\n")
            self._forks.stdin.flush()
            answer: list[str] | str = json.loads(self._forks.stdout.readline())
            if isinstance(answer, list):
                return answer
            print(f"{changed}: came to no end with {tests}\n{answer}", flush=True)
        raise RuntimeError(f"{changed}: came to no end twice with {tests}\n{answer}")

    def close(self) -> None:
        """Ends its process."""
        self._forks.communicate()


if __name__ == "__main__":
    sys.exit(main())
