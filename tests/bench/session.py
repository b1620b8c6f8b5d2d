"""What a session costs: `python -m tests.bench.session` prints figures and writes them as JSON.

The desk holds 10 000 tips. It and the least that Textual does run in ptys of 120x40, in turn or
side by side in this run; an idle minute is scaled up from `--idle` seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bench import apps
from tests.bench.filled import fill
from tests.terminal import Terminal, to_field

RESULTS = Path(__file__).parent / "session.json"
TIPS = 10_000
SESSIONS = 20
AT = "2016-10-01T10:00:00+08:00"
Row = dict[str, Any]


def desk_command(folder: Path) -> list[str]:
    """What sshd runs for an officer."""
    words = ("-I", "-X", "utf8", "-m", "tui", "session", "--officer", "值班员")
    return [sys.executable, *words, "--desk", str(folder), "--at", AT]


def app_command(name: str) -> list[str]:
    """One of the apps to measure against."""
    return [sys.executable, "-m", "tests.bench.apps", name]


@contextlib.contextmanager
def running(commands: Sequence[Sequence[str]]) -> Iterator[list[Terminal]]:
    """The programs in terminals, once each has painted and is at rest."""
    terminals = [Terminal(command, LANG="C.UTF-8") for command in commands]
    try:
        for terminal in terminals:
            terminal.read(30)
        at_rest(terminals, 3)
        yield terminals
    finally:
        for terminal in terminals:
            terminal.close()


def at_rest(terminals: Sequence[Terminal], seconds: float) -> None:
    """Takes in all that they send for so long."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        for terminal in terminals:
            terminal.read(min(left, 0.2) / len(terminals))


def bench_first_paint(desk: list[str], rounds: int) -> Row:
    """From the start of the process to the first bytes of the first screen, medians."""
    contenders = {
        "hello": (app_command("hello"), apps.READY),
        "dashboard": (app_command("dashboard"), "summary"),
        "desk": (desk, "第 12 天"),
    }
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for _round in range(rounds):
        for name, (command, mark) in contenders.items():
            start = time.perf_counter()
            terminal = Terminal(command, LANG="C.UTF-8")
            while mark.encode() not in terminal.output:
                terminal.read(30)
            spent[name].append(time.perf_counter() - start)
            terminal.close()
    seconds = {name: statistics.median(times) for name, times in spent.items()}
    return {
        "seconds": seconds,
        "dashboard / hello": ratio(seconds["dashboard"], seconds["hello"]),
        "desk / dashboard": ratio(seconds["desk"], seconds["dashboard"]),
    }


def bench_idle(desk: list[str], seconds: float) -> Row:
    """Bytes and processor time of an idle minute; all run side by side."""
    commands = {"clock": app_command("clock"), "dashboard": app_command("dashboard"), "desk": desk}
    if shutil.which("htop"):
        commands["htop -d 10"] = ["htop", "-d", "10"]
    with running(list(commands.values())) as terminals:
        before = [(len(t.output), cpu_seconds(t.pid)) for t in terminals]
        start = time.monotonic()
        at_rest(terminals, seconds)
        scale = 60 / (time.monotonic() - start)
        after = [(len(t.output), cpu_seconds(t.pid)) for t in terminals]
    return {
        name: {
            "bytes a minute": round((new[0] - old[0]) * scale),
            "bytes a second": round((new[0] - old[0]) * scale / 60),
            "% of a core": round(100 * (new[1] - old[1]) * scale / 60, 2),
        }
        for name, old, new in zip(commands, before, after, strict=True)
    } | {"measured seconds": seconds}


def cpu_seconds(pid: int) -> float:
    """What the process has used of the processors, to the nanosecond, all its threads."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def bench_echo(desk: list[str], keys: int) -> Row:
    """From a key to its character on the terminal, in the form and in a bare `Input`."""
    with running([app_command("field"), desk]) as (field, form):
        form.type("F2", *to_field("reporter.name"))
        at_rest([form], 1)
        return compare(echoes([field, form], keys))


def echoes(terminals: Sequence[Terminal], keys: int) -> list[list[float]]:
    """Seconds from key to echo in each, in turn; each character is taken back again."""
    spent: list[list[float]] = [[] for _terminal in terminals]
    for n in range(keys):
        char = chr(0x4E00 + n)
        for terminal, times in zip(terminals, spent, strict=True):
            seen = len(terminal.output)
            start = time.perf_counter()
            terminal.type(char)
            while char.encode() not in terminal.output[seen:]:
                assert terminal.read(30)
            times.append(time.perf_counter() - start)
            terminal.type("\x7f")
            at_rest([terminal], 0.05)
    return spent


def compare(spent: Sequence[list[float]]) -> Row:
    """Median and 99th percentile of field and form, as milliseconds and as ratios."""
    field, form = (
        (statistics.median(times), statistics.quantiles(times, n=100)[98]) for times in spent
    )
    return {
        "field, ms": [round(1000 * value, 2) for value in field],
        "form, ms": [round(1000 * value, 2) for value in form],
        "form / field": [ratio(mine, bare) for mine, bare in zip(form, field, strict=True)],
    }


def bench_many(desk: list[str], sessions: int, keys: int) -> Row:
    """Memory of one session and of many, and typing in one while the others are there."""
    with running([desk]) as (alone,):
        one = memory_mb([alone.pid])
    with running([app_command("field"), *[desk] * sessions]) as (field, *many):
        at_rest(many, sessions)
        all_together = memory_mb([terminal.pid for terminal in many])
        many[0].type("F2", *to_field("reporter.name"))
        at_rest(many, 1)
        typed = compare(echoes([field, many[0]], keys))
    return {"one, MB": one, f"{sessions}, MB": all_together, f"typing beside {sessions - 1}": typed}


def memory_mb(pids: Sequence[int]) -> int:
    """What the processes hold, pages that they share counted once."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return round(sum(int(re.search(r"^Pss:\s+(\d+)", t, re.M)[1]) for t in rollups) / 1024)  # type: ignore[index]


def bench_redraw(desk: list[str]) -> Row:
    """Bytes of the whole screen painted anew."""
    with running([desk]) as (terminal,):
        before = len(terminal.output)
        terminal.type("Ctrl+\\")
        terminal.read(5)
        at_rest([terminal], 0.2)
        return {"bytes": len(terminal.output) - before}


def ratio(mine: float, other: float) -> float:
    """Two decimals are all that such a ratio means."""
    return round(mine / other, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--idle", type=float, default=30, help="seconds of an idle minute measured")
    parser.add_argument("--keys", type=int, default=800, help="keys pressed for each figure")
    parser.add_argument("--rounds", type=int, default=7, help="starts of each program")
    parser.add_argument("--tips", type=int, default=TIPS, help="tips stored")
    parser.add_argument("--sessions", type=int, default=SESSIONS, help="sessions at once")
    parser.add_argument("--json", type=Path, default=RESULTS, help="where the figures go")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dutydesk-bench-") as temporary:
        folder = Path(temporary) / "desk"
        fill(folder, given.tips)
        desk = desk_command(folder)
        found: Row = {"tips": given.tips, "cores": os.cpu_count()}
        for name, bench in {
            "first paint": lambda: bench_first_paint(desk, given.rounds),
            "idle": lambda: bench_idle(desk, given.idle),
            "full redraw": lambda: bench_redraw(desk),
            "key to echo (median, p99)": lambda: bench_echo(desk, given.keys),
            "sessions": lambda: bench_many(desk, given.sessions, given.keys),
        }.items():
            found[name] = bench()
            print(f"{name}: {json.dumps(found[name], ensure_ascii=False, indent=2)}")
    given.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
