"""The bench runs; what it measures is for people to read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.calls import shift
from tests.calls import SHIFT

pytestmark = pytest.mark.whole


def test_the_store_bench_prints_its_table_and_writes_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.store", "--sizes", "20", "40", "--rounds", "1"]
    where = ["--folder", str(tmp_path), "--json", str(tmp_path / "out.json")]
    done = subprocess.run([*command, *where], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "out.json").read_text())
    assert written["sizes"]["40"]["record"]["desk / floor"] > 0
    assert "desk / sqlite" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_the_list_bench_presses_keys_in_both_and_compares(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.list", "--size", "50", "--rounds", "1"]
    done = subprocess.run(
        [*command, "--start", "2", "--json", str(tmp_path / "out.json")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "out.json").read_text())["down / bare"] > 0


def test_the_session_bench_measures_the_desk_beside_bare_apps(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.session", "--tips", "20", "--sessions", "2"]
    few = ["--idle", "2", "--keys", "3", "--rounds", "1", "--json", str(tmp_path / "out.json")]
    done = subprocess.run([*command, *few], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "out.json").read_text())
    assert 0 < written["idle"]["desk"]["bytes a second"] < written["full redraw"]["bytes"]
    assert written["sessions"]["2, MB"] > 0


def test_the_bench_of_calls_finds_every_letter_where_it_belongs() -> None:
    found = shift((80, 24), is_pasted=False, pause=0)
    assert found["not stored where they belong"] == []
    assert found["tips"] == sum(len(call.stored) for call in SHIFT)
