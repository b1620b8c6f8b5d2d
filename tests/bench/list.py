"""The list's bench: `python -m tests.bench.list` presses keys in the list of all tips, and in turn
in a bare Textual table of 100 rows, each in a terminal of its own, and prints key to painted.

Painted is when the last byte for the key came out of the program.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.filled import fill
from tests.bench.measure import text_of

RESULTS = Path(__file__).parent / "list.json"
SIZE = (120, 40)
QUIET_SECONDS = 0.08
# Each with the key that goes back, so that every one of them moves.
KEYS = {
    "down": (b"\x1b[B", b"\x1b[A"),
    "page down": (b"\x1b[6~", b"\x1b[5~"),
    "end": (b"\x1b[1;5F", b"\x1b[1;5H"),
}

BARE = """
from textual.app import App
from textual.widgets import DataTable

class Bare(App):
    def compose(self):
        yield DataTable(cursor_type="row")

    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("编号", "收到时间", "来源", "被反映单位和人", "问题类别", "反映人", "主要内容")
        for n in range(100):
            table.add_row(f"2016-{n:04}", "10-01 09:12", "固定电话", "示范区管委会 赵某某", "廉洁纪律", "待核实", "反映某局副局长工程招标收受礼金")

Bare().run()
"""


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, command: list[str]) -> None:
        self.fd, theirs = pty.openpty()
        columns, rows = SIZE
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "LANG": "zh_CN.UTF-8"}
        self.program = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
        )
        os.close(theirs)

    def start(self, seconds: float) -> None:
        """Reads what is painted while all is loaded."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                os.read(self.fd, 65536)

    def painted(self) -> float:
        """When the last byte came, once no more come."""
        last = time.perf_counter()
        while select.select([self.fd], [], [], QUIET_SECONDS)[0]:
            os.read(self.fd, 65536)
            last = time.perf_counter()
        return last

    def press(self, key: bytes) -> float:
        """Seconds until a key's effect was painted."""
        start = time.perf_counter()
        os.write(self.fd, key)
        select.select([self.fd], [], [], 2)
        return self.painted() - start

    def close(self) -> None:
        self.program.kill()
        self.program.wait()
        os.close(self.fd)


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def bench(folder: Path, size: int, rounds: int, start_seconds: float) -> dict[str, Any]:
    """Each key in both, in turn; what only the list has, by itself."""
    fill(folder, size)
    at = "2016-10-01T16:59:30+08:00"
    command = [sys.executable, "-m", "tui", "--desk", str(folder), "--at", at]
    terminals = {"list": Terminal(command), "bare": Terminal([sys.executable, "-c", BARE])}
    listing = terminals["list"]
    for terminal in terminals.values():
        terminal.start(start_seconds)
    row: dict[str, Any] = {"F5 to all tips": text_of(listing.press(b"\x1b[15~"))}
    seconds: dict[str, dict[str, float]] = {}
    for name, (there, back) in KEYS.items():
        spent: dict[str, list[float]] = {which: [] for which in terminals}
        for _round in range(rounds):
            for which, terminal in terminals.items():
                spent[which].append(terminal.press(there))
                spent[which].append(terminal.press(back))
        seconds[name] = {which: median(values) for which, values in spent.items()}
        row[name] = text_of(seconds[name]["list"])
        row[f"{name}, bare"] = text_of(seconds[name]["bare"])
        row[f"{name} / bare"] = round(seconds[name]["list"] / seconds[name]["bare"], 2)
    others: dict[str, Callable[[], float]] = {
        "a letter typed": lambda: listing.press("礼".encode()),
        "and taken back": lambda: listing.press(b"\x7f"),
        "sorted by the next column": lambda: listing.press(b"\x1b[18~"),
    }
    for name, press in others.items():
        row[name] = text_of(press())
    for terminal in terminals.values():
        terminal.close()
    row["seconds"] = seconds
    return row


def main() -> None:
    """Runs the bench as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--start", type=float, default=6, help="seconds that loading may take")
    parser.add_argument("--json", type=Path, default=RESULTS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        row = bench(Path(scratch) / "desk", asked.size, asked.rounds, asked.start)
    for name, value in row.items():
        if name != "seconds":
            print(f"{name:28}{value:>14}")
    written = {"size": asked.size, **row}
    asked.json.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
