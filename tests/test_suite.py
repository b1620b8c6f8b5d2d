"""How the tests are run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONG = """
import pytest

@pytest.mark.whole
def test_a_long_one():
    pass

@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_at_two_sizes(size):
    pass
"""


@pytest.mark.whole
@pytest.mark.parametrize(("named", "told"), [(True, "3 passed"), (False, "1 passed, 2 skipped")])
def test_the_longest_and_further_sizes_run_where_they_are_named_in_several_processes_too(
    tmp_path: Path, named: bool, told: str
) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = whole\n")
    (tmp_path / "test_long.py").write_text(LONG)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "tests.conftest"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", *["test_long.py"] * named],
        cwd=tmp_path,
        env={n: v for n, v in os.environ.items() if not n.startswith("PYTEST")}
        | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert told in done.stdout, done.stdout + done.stderr
