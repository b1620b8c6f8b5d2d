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


def test_each_room_has_a_floor_under_what_of_it_runs() -> None:
    # In a process of its own: a run that has this in it is taken for one that measures.
    said = "from tests.rooms import FLOORS; print(*FLOORS)"
    command = [sys.executable, "-c", said]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    files = (path for name in ("store", "tui") for path in (ROOT / name).rglob("*.py"))
    rooms = {".".join(path.parent.relative_to(ROOT).parts) for path in files}
    assert set(done.stdout.split()) == rooms
