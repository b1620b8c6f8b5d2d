"""A day's work on a sealed desk in real processes, some of them killed: nothing of it is left lying."""

from __future__ import annotations

import os
import resource
import signal
import sys
from pathlib import Path

import pytest

from tests.builders import entry_of
from tests.store.sealed import PLANTED, WORDS, where
from tests.terminal import Terminal
from tests.tui.shell import AT, Shell
from tests.tui.test_guarding import KEY

pytestmark = pytest.mark.whole
SIGNALS = (signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture
def cores_wanted() -> None:
    """The processes of the test may leave core files, as far as the machine lets them."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def test_no_planted_word_outlives_the_processes_of_a_day(
    tmp_path: Path, cores_wanted: None
) -> None:
    work = tmp_path / "work"
    places = {name: work / name for name in ("home", "tmp", "run")}
    for place in places.values():
        place.mkdir(parents=True)
    environment = {
        "HOME": str(places["home"]),
        "TMPDIR": str(places["tmp"]),
        "XDG_RUNTIME_DIR": str(places["run"]),
        "XDG_STATE_HOME": str(places["home"] / "state"),
        "XDG_CACHE_HOME": str(places["home"] / "cache"),
    }
    desk = Shell(work / "desk")
    desk.run("init", "--example", "--seal-to", str(KEY.to_public()), **environment)
    for n, number in enumerate(SIGNALS):
        desk.add(entry_of(PLANTED), **environment)
        command = [sys.executable, "-m", "tui", "--desk", str(desk.folder), "--at", AT]
        before = drafts(desk.folder)
        app = Terminal(command, cwd=work, **environment)
        app.until("距结束")
        app.type("F2")
        app.fill("reporter.name", f"密语{n}打到一半")
        app.until(f"密语{n}打到一半")
        app.until(lambda _text, before=before: drafts(desk.folder) != before, "a draft")
        os.kill(app.pid, number)
        assert app.until_over()
        app.hang_up()
    (work / "bad.jsonl").write_bytes(b"{")
    desk.run("add", "--json", str(work / "bad.jsonl"), **environment)
    desk.say("backup", str(work / "backup.zip"), **environment)
    assert desk.json("counts", **environment)["total"] == len(SIGNALS)
    assert where(work, (*WORDS, "打到一半")) == []
    assert where(work, ("2016-0001",)), "the search itself must be able to find"


def drafts(folder: Path) -> set[bytes]:
    """What is in the drafts."""
    return {path.read_bytes() for path in folder.glob("drafts/*.json")}
