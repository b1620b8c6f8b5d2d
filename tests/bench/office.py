"""The office's bench: `python -m tests.bench.office` makes 200 desks and one, and prints what the first
paint and an idle second of the office cost beside those of the one desk."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.filled import NOTICE, fill
from tests.bench.session import at_rest, cpu_seconds, desk_command, ratio, running
from tests.terminal import Terminal

RESULTS = Path(__file__).parent / "office.json"
_QUIET_SECONDS = 0.9
AT = "2016-10-01T10:00:00+08:00"
Row = dict[str, Any]


def office_command(folder: Path) -> list[str]:
    """What somebody at the office types."""
    return [sys.executable, "-I", "-X", "utf8", "-m", "tui", "office", str(folder), "--at", AT]


def fill_many(folder: Path, one: Path, desks: int) -> None:
    """Copies of one desk, each of another team and another unit, as far as an office can tell."""
    for n in range(desks):
        place = folder / f"desk-{n:03}"
        place.mkdir(parents=True)
        # As large as the desk, and no more is looked at there than that.
        (place / "journal.jsonl").hardlink_to(one / "journal.jsonl")
        (place / "tips.json").hardlink_to(one / "tips.json")
        said = json.loads((one / "overview.json").read_bytes())
        said["desk"] = f"{n:064}"
        said["notice"] = said["notice"].replace(NOTICE.team, f"第{n:03}组")
        (place / "overview.json").write_text(json.dumps(said, ensure_ascii=False))


def bench_first_paint(commands: dict[str, tuple[list[str], str, bool]], rounds: int) -> Row:
    """From the start of the process to the bytes of the mark, or to the last before it is quiet, medians,
    in turn."""
    spent: dict[str, list[float]] = {name: [] for name in commands}
    for _round in range(rounds):
        for name, (command, mark, to_the_end) in commands.items():
            start = time.perf_counter()
            terminal = Terminal(command, LANG="C.UTF-8")
            while mark.encode() not in terminal.output and terminal.read(30):
                pass
            last = time.perf_counter()
            while to_the_end and terminal.read(_QUIET_SECONDS):
                last = time.perf_counter()
            spent[name].append(last - start)
            terminal.close()
    seconds = {name: statistics.median(times) for name, times in spent.items()}
    return {"seconds": seconds} | {
        f"{name} / desk": ratio(seconds[name], seconds["desk"]) for name in commands
    }


def bench_idle(commands: dict[str, list[str]], seconds: float) -> Row:
    """Processor time of an idle minute, side by side."""
    with running(list(commands.values())) as terminals:
        before = [cpu_seconds(terminal.pid) for terminal in terminals]
        start = time.monotonic()
        at_rest(terminals, seconds)
        spent = time.monotonic() - start
        after = [cpu_seconds(terminal.pid) for terminal in terminals]
    return {
        f"{name}, % of a core": round(100 * (new - old) / spent, 2)
        for name, old, new in zip(commands, before, after, strict=True)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=200)
    parser.add_argument("--tips", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--idle", type=float, default=30)
    parser.add_argument("--json", type=Path, default=RESULTS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dutydesk-bench-") as temporary:
        one, many = Path(temporary) / "one", Path(temporary) / "many"
        fill(one, given.tips)
        fill_many(many, one, given.desks)
        desk, office = desk_command(one), office_command(many)
        found: Row = {
            "desks": given.desks,
            "tips of each": given.tips,
            "first paint": bench_first_paint(
                {
                    "desk": (desk, "第 12 天", False),
                    "office, first rows": (office, "12/30", False),
                    "office, all rows": (office, "12/30", True),
                },
                given.rounds,
            ),
            "idle": bench_idle({"desk": desk, "office": office}, given.idle),
        }
    print(json.dumps(found, ensure_ascii=False, indent=2))
    given.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
