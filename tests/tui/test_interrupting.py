"""Ctrl+C, at whatever moment: no file is left half-written, and a sentence says so."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pyrage
import pytest

from tests.store.desks import NOTICE, new_desk, tip_of
from tests.store.faults import FLUSHES, NAMES, WRITES, Boundary, in_child
from tests.store.sealed import FIRST, KEY
from tests.tui.shell import Shell

pytestmark = pytest.mark.whole

AMONG = (*WRITES, *FLUSHES, *NAMES, "pread", "link", "rmdir")


@pytest.fixture
def template(tmp_path: Path) -> Path:
    with new_desk(tmp_path / "template") as desk:
        desk.record(tip_of())
    return tmp_path / "template"


def interrupted_everywhere(template: Path, words: list[str], given: bytes = b"") -> list[set[str]]:
    """Runs the command again and again, on a desk like `template` each time, interrupted at each thing
    it does to a file, until there is nothing left to interrupt. Returns which files were there then.
    """
    found: list[set[str]] = []
    desk, out = template.with_name("desk"), template.with_name("out")

    def run() -> tuple[int, str]:
        done = Shell(desk).run(*words, given=given)
        return done.returncode, done.stderr.decode()

    def interrupted(say: Callable[[str], None]) -> None:
        Boundary("interrupt", nth, among=AMONG).install()
        say(json.dumps(run()))

    for nth in count():
        shutil.copytree(template, desk)
        out.mkdir(0o700)
        if nth:
            child = in_child(interrupted)
            ((status, said),) = map(json.loads, child.said())
            assert child.wait() == 0
        else:
            # What the command needs is imported here and not in each child.
            assert run()[0] == 0
        for path in (path for path in out.rglob("*") if path.is_file()):
            assert is_whole(path), f"{path.name}, interrupted at {nth}"
        assert not [path for path in desk.rglob("*") if path.name.startswith(".")], nth
        found.append({path.name for path in out.iterdir()})
        shutil.rmtree(desk)
        shutil.rmtree(out)
        if nth and status == 0:
            break
        assert not nth or (status, "已中断" in said) == (130, True), said
    return found[1:]


def is_whole(path: Path) -> bool:
    """Whether all is there that such a file has."""
    data = path.read_bytes()
    if path.suffix == ".age":
        data = pyrage.decrypt(data, [FIRST])
        (path := path.with_suffix("")).write_bytes(data)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None and "manifest.json" in archive.namelist()
    if path.suffix == ".json":
        return "figures" in json.loads(data)
    return path.suffix == ".html" and data.rstrip().endswith(b"</html>")


def test_a_program_that_is_interrupted_while_it_starts_says_nothing() -> None:
    # Once for each first import of ours that Ctrl+C may come upon.
    interrupted = (
        "import os, signal, sys\n"
        "class Interrupted:\n"
        "    def find_spec(name, *rest):\n"
        "        if name == sys.argv[1]: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupted)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from tui.__main__ import main\n"
        "main()"
    )
    for name in ("tui.terminal.debugging", "tui.cli.run"):
        done = subprocess.run(
            [sys.executable, "-c", interrupted, name], capture_output=True, check=False
        )
        assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b""), name


def test_a_backup_that_is_interrupted_leaves_no_part_of_a_file(template: Path) -> None:
    found = interrupted_everywhere(template, ["backup", str(template.with_name("out") / "b.zip")])
    assert len(found) > 5 and found[0] == set() and found[-1] == {"b.zip"}


def test_a_report_that_is_interrupted_leaves_no_part_of_a_file(template: Path) -> None:
    file = str(template.with_name("out") / "r.html")
    found = interrupted_everywhere(template, ["report", "--format", "html", "-o", file])
    assert len(found) > 3 and found[0] == set() and found[-1] == {"r.html"}


def test_an_end_that_is_interrupted_leaves_no_part_of_an_archive(template: Path) -> None:
    key = template.with_name("key.txt")
    key.write_text(KEY)
    out, to = str(template.with_name("out")), str(FIRST.to_public())
    words = ["close", out, "--identity", str(key), "--seal-to", to]
    found = interrupted_everywhere(template, words, f"{NOTICE.unit}\n".encode())
    assert len(found) > 10 and found[-1] >= {"档案.zip.age", "全程报表.html", "统计.json"}
