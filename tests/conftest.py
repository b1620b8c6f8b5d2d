"""What all tests share."""

import atexit
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import hypothesis.strategies
import pytest
from rich.console import RenderableType
from textual._compositor import Compositor, LayoutUpdate
from textual._context import active_app
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region
from xdist.workermanage import WorkerController

from store.notice import reading
from store.secret.keyring import Keyring
from store.text import INSPECTIONS, language, use_inspection
from tests.store.desks import let_go
from tui.release.building import make_for_tests

# Where files are kept in memory: a write that is flushed costs a tenth of what a disk takes for it.
_IN_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 512 * 1024 * 1024
_LONGEST_NAME = 150


def pytest_configure(config: pytest.Config) -> None:
    # A worker goes by what was asked of whoever started it.
    told = getattr(config, "workerinput", None)
    config.option.all |= told["all"] if told else _names_some(config)
    if not told and _runs_all(config):
        from tests.rooms import Rooms

        config.pluginmanager.register(Rooms(tells_all=config.option.rooms))
    # An example by which a fault that was put in was seen is none of the code as it is.
    hypothesis.settings.register_profile(
        "on any machine", deadline=None, max_examples=40, database=None
    )
    hypothesis.settings.load_profile("on any machine")
    make_for_tests()
    _read_each_notice_once()
    _read_each_style_sheet_once()
    _paint_only_what_somebody_sees()
    if _has_room(_IN_MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))
    # What a machine remembers of desks, and the settings of whoever runs them, are none of theirs.
    remembered = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, remembered, ignore_errors=True)
    os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = remembered
    # Nor is the terminal; a test that is about one says so.
    os.environ["TERM"] = "xterm-256color"
    for name in ("COLORTERM", "NO_COLOR", "COLUMNS", "LINES", "DUTYDESK_HOME", "DUTYDESK_SETTINGS"):
        os.environ.pop(name, None)


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    # What Hypothesis finds out of Unicode takes it seconds: once, and not in each process of the run.
    # A run in one process, as there is for each fault, reads what it needs itself.
    if not hasattr(session.config, "workerinput") and session.config.option.dist != "no":
        hypothesis.strategies.text().validate()


def pytest_configure_node(node: WorkerController) -> None:
    node.workerinput["all"] = node.config.option.all


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the longest too")
    parser.addoption(
        "--rooms", action="store_true", help="with --all: tell how much of each room runs"
    )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A long text is called by its length: the processes of a run tell each other the name of each test
    several times, and some were of four million letters."""
    if isinstance(val, str | bytes) and len(val) > _LONGEST_NAME:
        return f"{argname} of {len(val)}"
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.option.all:
        left_out = pytest.mark.skip(reason="works the whole system: pytest -q --all runs it too")
        for item in items:
            if item.get_closest_marker("whole") or _is_at_another_size(item):
                item.add_marker(left_out)
    if not _names_some(config):
        # What waits and what works goes on side by side, file by file: in the order of their names the
        # processes would all wait for terminals in the end. The longest test begins first.
        items.sort(
            key=lambda item: (item.path.name != "test_faults.py", crc32(item.path.name.encode()))
        )


def _is_at_another_size(item: pytest.Item) -> bool:
    """Whether it asks at a further size of the terminal what is asked at one already."""
    case = getattr(item, "callspec", None)
    return case is not None and bool(case.indices.get("size"))


def _names_some(config: pytest.Config) -> bool:
    return config.args_source == pytest.Config.ArgsSource.ARGS


def _runs_all(config: pytest.Config) -> bool:
    """Whether each test runs, and in processes that have imported nothing of the desk before."""
    how = config.option
    some = (how.keyword, how.markexpr, how.deselect, how.ignore, how.ignore_glob)
    chooses = any(some) or config.getoption("lf", False)
    # Else those that are named, or that are below the folder in which it was begun.
    is_whole = config.args_source == pytest.Config.ArgsSource.TESTPATHS
    return how.all and is_whole and not chooses and not how.collectonly and how.dist != "no"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    # What is imported stays, and so do the tests: to look for garbage among them would be in vain.
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    # An app makes so much that to look for it as often as Python does takes a fifteenth of its time.
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(scope="module", autouse=True)
def _garbage_goes_with_its_file() -> Iterator[None]:
    # Apps that are done with are garbage in rings: a worker grew to two gigabytes of them, and each
    # fork of it for a test cost ten times as much.
    yield
    gc.collect()


# What it found out is known to those too that are started in another folder.
os.environ.setdefault(
    "HYPOTHESIS_STORAGE_DIRECTORY", str(Path(__file__).parents[1] / ".hypothesis")
)
# Else each worker, and each of the processes that tests start, compiles everything anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def _read_each_notice_once() -> None:
    """A notice is never changed: a test that opens its desk for each byte reads it once, which took
    two fifths of the opening."""
    parsed = reading._parsed
    read = lru_cache(maxsize=64)(lambda *said: parsed(*said[:-1]))
    reading._parsed = lambda *said: read(*said, language())


def _read_each_style_sheet_once() -> None:
    """Each app reads all of them anew, which took an eighth of its start."""
    parse = Stylesheet._parse_rules
    found: dict[object, list[RuleSet]] = {}

    def read(sheet: Stylesheet, *what: Any, **how: Any) -> list[RuleSet]:
        key = (what, tuple(how.items()), tuple(sheet._variables.items()))
        if key not in found:
            found[key] = parse(sheet, *what, **how)
        return found[key]

    Stylesheet._parse_rules = read


def _paint_only_what_somebody_sees() -> None:
    """Without a terminal what is painted goes nowhere, and took a quarter of such a test's time; what
    a test looks at is drawn for it, and the tests of painting have a terminal."""
    paint = Compositor.render_update

    def paint_for_a_terminal(
        compositor: Compositor, full: bool = False, **how: Any
    ) -> RenderableType | None:
        if full or not active_app.get().is_headless:
            return paint(compositor, full, **how)
        is_any = bool(compositor._dirty_regions)
        compositor._dirty_regions.clear()
        return LayoutUpdate([], Region()) if is_any else None

    Compositor.render_update = paint_for_a_terminal


@pytest.fixture(autouse=True)
def _desks_are_closed() -> Iterator[None]:
    # As at the desk of the shipped notice, where a test makes none.
    use_inspection(INSPECTIONS[0])
    yield
    let_go()
    # The next test may have its desk in a folder of the same name.
    shutil.rmtree(Path(os.environ["XDG_STATE_HOME"], "dutydesk"), ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Function) -> None:
    if folder := item.funcargs.get("tmp_path"):
        _forget_keys_of_desks_in(folder)


@pytest.fixture(scope="session", autouse=True)
def _no_keys_are_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    yield
    _forget_keys_of_desks_in(tmp_path_factory.getbasetemp())


def _forget_keys_of_desks_in(folder: Path) -> None:
    """Else each desk that a process sealed leaves what only the next start of the machine removes."""
    for at, _folders, _files in os.walk(folder.resolve()):
        Keyring(at).forget("")


def _has_room(folder: Path) -> bool:
    """Whether tests can have their folders there, and run what they put into them."""
    if not os.access(folder, os.W_OK):
        return False
    there = os.statvfs(folder)
    return there.f_bavail * there.f_frsize > _ROOM_BYTES and not there.f_flag & os.ST_NOEXEC


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """The whole suite in several processes, a few named tests in one.

    Half of the tests wait most of their time; but a third process a core takes longer to collect them than it
    saves in waiting.
    """
    return 0 if _names_some(config) else 2 * (os.cpu_count() or 2)
