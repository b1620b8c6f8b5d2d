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


def test_the_name_of_a_test_is_not_longer_than_what_it_tries(
    request: pytest.FixtureRequest,
) -> None:
    assert max(len(item.name) for item in request.session.items) < 2000


@pytest.mark.whole
@pytest.mark.parametrize(("named", "told"), [(True, "3 passed"), (False, "1 passed, 2 skipped")])
def test_the_longest_and_further_sizes_run_where_they_are_named_in_several_processes_too(
    tmp_path: Path, named: bool, told: str
) -> None:
    done = run_in(tmp_path, "", *["test_long.py"] * named)
    assert told in done.stdout, done.stdout + done.stderr


@pytest.mark.whole
@pytest.mark.parametrize(
    ("setting", "left_out", "told"),
    [
        ("", [], "3 passed"),
        ("testpaths = test_long.py", ["--deselect", "test_long.py::test_a_long_one"], "2 passed"),
    ],
    ids=["begun below", "some left out"],
)
def test_a_run_of_some_holds_no_floor(
    tmp_path: Path, setting: str, left_out: list[str], told: str
) -> None:
    done = run_in(tmp_path, setting, "--all", *left_out)
    assert told in done.stdout, done.stdout + done.stderr
    assert "floor" not in done.stdout


def run_in(folder: Path, setting: str, *asked: str) -> subprocess.CompletedProcess[str]:
    (folder / "pytest.ini").write_text(f"[pytest]\nmarkers = whole\n{setting}\n")
    (folder / "test_long.py").write_text(LONG)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "tests.conftest"]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", *asked],
        cwd=folder,
        env={n: v for n, v in os.environ.items() if not n.startswith("PYTEST")}
        | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
