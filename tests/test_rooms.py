"""The marks by which it is known what of a room runs, and the floor that a room may not fall below."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import noted
from tests.marks import marked
from tests.rooms import FLOORS, ROOT, Rooms

# Not those of the run that this is in.
SURROUNDINGS = {
    name: value for name, value in os.environ.items() if not name.startswith("PYTEST")
} | {"PYTHONPATH": str(ROOT)}
MODULE = '''"""A module."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@staticmethod
def told(number: int) -> str:
    """What is told of it."""
    said = "odd"
    if number % 2 == 0:
        return "even"
    for _time in range(number):
        said += "!"
    try:
        1 / (number - 1)
    except ZeroDivisionError:
        return said
    return said


class Kind:
    many: int
    """How many."""

    async def nothing(self) -> None:
        """Has nothing to say."""
'''


@pytest.mark.parametrize(
    ("asked", "not_run"),
    [
        ([], {14, 15, 16, 17, 18, 19, 20, 22, 23}),
        ([2], {17, 18, 19, 20, 22, 23}),
        ([1], {16, 23}),
        ([3, 1], {16}),
        ([4, 3, 1], set[int]()),
    ],
)
def test_of_each_block_it_is_known_whether_it_ran(
    asked: list[int], not_run: set[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path := tmp_path / "module.py").write_text(MODULE)
    monkeypatch.setattr(noted, noted.RAN, ran := bytearray(100), raising=False)
    code, blocks = marked(path, 7)
    exec(code, names := dict[str, object]())
    for number in asked:
        names["told"](number)  # type: ignore[operator]
    assert {line for n, lines in enumerate(blocks, 7) for line in lines if not ran[n]} == not_run
    assert not any(ran[:7]) and not any(ran[7 + len(blocks) :])


def test_marks_change_neither_what_a_module_says_of_itself_nor_where_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path := tmp_path / "module.py").write_text(MODULE + "\n\nraise ValueError\n")
    monkeypatch.setattr(noted, noted.RAN, bytearray(100), raising=False)
    names = dict[str, object]()
    with pytest.raises(ValueError) as failed:
        exec(marked(path, 0)[0], names)
    assert failed.traceback[-1].lineno == MODULE.count("\n") + 2
    assert names["__doc__"] == "A module."
    assert names["told"].__doc__ == "What is told of it."
    assert names["told"].__annotations__ == {"number": "int", "return": "str"}


def test_a_module_that_only_says_what_it_is_still_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path := tmp_path / "module.py").write_text(
        '"""A room."""\n\nfrom __future__ import annotations\n'
    )
    monkeypatch.setattr(noted, noted.RAN, bytearray(), raising=False)
    code, blocks = marked(path, 0)
    exec(code, names := dict[str, object]())
    assert names["__doc__"] == "A room."
    assert not blocks


ROOM = """
def one():
    first = 1
    return first

def other():
    second = 2
    return second
"""
RUN = """
import subprocess, sys
from pathlib import Path

import pytest
from tests.rooms import Rooms

HERE = Path(__file__).parent

def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        floors = {"store.room": 75}
        config.pluginmanager.register(Rooms(config.option.verbose > 0, HERE, floors, HERE))

@pytest.fixture
def python():
    def run(said):
        said = f"import site; site.addsitedir({str(HERE)!r}); from store.room.part import *; {said}"
        return subprocess.run([sys.executable, "-c", said], cwd=HERE).returncode
    return run
"""
KILLED = "import os; os.fork() and os.wait() or one(); os.kill(os.getpid(), 9)"


def run_of(folder: Path, test: str) -> subprocess.CompletedProcess[str]:
    """A run of that test alone, at whose end the room in `folder` is looked at."""
    (room := folder / "store/room").mkdir(parents=True)
    (room.parent / "__init__.py").touch()
    (room / "__init__.py").touch()
    (room / "part.py").write_text(ROOM)
    (folder / "pytest.ini").touch()
    (folder / "conftest.py").write_text(RUN)
    (folder / "test_room.py").write_text(f"def test_room(python):\n    {test}\n")
    command = [sys.executable, "-m", "pytest", "-v", "-n", "0", "-p", "no:cacheprovider"]
    return subprocess.run(command, cwd=folder, env=SURROUNDINGS, capture_output=True, text=True)


def test_a_room_below_its_floor_fails_the_run(tmp_path: Path) -> None:
    done = run_of(tmp_path, f"assert python({KILLED!r}) == -9")
    assert "1 passed" in done.stdout, done.stdout + done.stderr
    low = (
        "store.room is below its floor: 66.7 % of its statements ran and not 75 %; 2 of 6 did not:"
    )
    assert f"{low}\n    store/room/part.py: 7, 8\n" in done.stdout
    assert done.returncode == 1


def test_a_room_at_its_floor_does_not(tmp_path: Path) -> None:
    done = run_of(tmp_path, f"assert python({f'other(); {KILLED}'!r}) == -9")
    assert "store.room         100.0 % of 6 (floor 75)" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


LACKING = """

import pytest

@pytest.mark.skip
@pytest.mark.parametrize("number", range(11))
def test_what_needs_a_server(number):
    pass
"""


def test_no_floor_holds_where_what_a_machine_lacks_leaves_tests_out(tmp_path: Path) -> None:
    done = run_of(tmp_path, f"assert python('pass') == 0{LACKING}")
    assert "held to no floor: 11 tests were skipped" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


def test_of_two_runs_at_once_the_second_measures_nothing_and_leaves_the_first_alone(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    hook = tmp_path / "dutydesk_rooms.pth"
    hook.write_text("import what_a_killed_run_left\n")
    first, second = (Rooms(False, tmp_path, {}, tmp_path) for _n in range(2))
    said = hook.read_text()
    assert said.startswith(f"{ROOT}\nimport tests.noted; ") and "killed" not in said
    second.pytest_sessionfinish(request.session)
    assert hook.read_text() == said
    first.pytest_sessionfinish(request.session)
    assert not hook.exists()
    assert (len(first._told), len(second._told)) == (0, 1)


def test_no_floor_holds_where_the_environment_cannot_be_written(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    rooms = Rooms(True, tmp_path, {"store.room": 101}, tmp_path / "that is not there")
    rooms.pytest_sessionfinish(request.session)
    (told,) = rooms._told
    assert told.startswith("held to no floor: ")
    assert request.session.exitstatus == pytest.ExitCode.OK


def test_what_is_changed_while_it_is_measured_is_not_run_as_it_was(tmp_path: Path) -> None:
    changed = "open('store/room/part.py', 'w').write('other = lambda: exit(5)')"
    done = run_of(tmp_path, f"{changed}; assert python('other()') == 5")
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_each_room_has_a_floor_under_what_of_it_runs() -> None:
    files = (path for name in ("store", "tui") for path in (ROOT / name).rglob("*.py"))
    rooms = {".".join(path.parent.relative_to(ROOT).parts) for path in files}
    assert set(FLOORS) == rooms
