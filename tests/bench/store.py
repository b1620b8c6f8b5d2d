"""The store's bench: `python -m tests.bench.store` prints ratios and writes them as JSON.

Every ratio is of medians measured side by side in this run, on the disk of `--folder`.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from tinydb import TinyDB

from store.desk.desk import Desk
from tests.bench.filled import RARE, fill, open_filled, tips
from tests.bench.measure import medians, text_of

SIZES = (100, 1_000, 10_000, 100_000)
RESULTS = Path(__file__).parent / "store.json"
Row = dict[str, Any]


def bench_record(folder: Path, size: int, rounds: int) -> Row:
    """A durable tip against the same bytes appended and flushed, SQLite, and stock TinyDB."""
    desk = open_filled(folder)
    journal = folder / "journal.jsonl"
    line = journal.read_bytes().splitlines(keepends=True)[-1]
    fresh = iter(list(tips(4 * rounds + 100, seed=size)))
    # Before anything is added, since its cost goes with the number stored.
    stock_rounds = 3 if size >= 10_000 else 15
    stock_seconds = medians({"t": stock(folder.parent / "stock.json", desk)}, stock_rounds)["t"]
    floor = os.open(folder.parent / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def append() -> None:
        os.write(floor, line)
        os.fdatasync(floor)

    contenders: dict[str, Callable[[], object]] = {
        "floor": append,
        "desk": lambda: desk.record(next(fresh)),
        "sqlite": sqlite(folder.parent / "sqlite.db", desk, fresh),
    }
    medians(contenders, 20)
    seconds = medians(contenders, rounds)
    # Of a disk that many share, the processor's part is what the program has in hand.
    on_processor = medians(contenders, rounds, time.thread_time)
    seconds["tinydb"] = stock_seconds
    os.close(floor)
    desk.close()
    row: Row = {name: text_of(value) for name, value in seconds.items()}
    row |= {f"{name}, processor": text_of(value) for name, value in on_processor.items()}
    row["desk / floor"] = ratio(seconds["desk"], seconds["floor"])
    row["desk / sqlite"] = ratio(seconds["desk"], seconds["sqlite"])
    row["tinydb / floor"] = ratio(seconds["tinydb"], seconds["floor"])
    row["seconds"] = seconds
    return row


def sqlite(path: Path, desk: Desk, fresh: Any) -> Callable[[], object]:
    """Inserts a tip's JSON into a database with as many, WAL and synchronous=FULL."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE tips (id INTEGER PRIMARY KEY, document BLOB)")
    documents = ((orjson.dumps(tip.as_json()),) for tip in desk.tips())
    database.execute("BEGIN")
    database.executemany("INSERT INTO tips (document) VALUES (?)", documents)
    database.execute("COMMIT")

    def insert() -> None:
        document = orjson.dumps(next(fresh).as_json())
        database.execute("INSERT INTO tips (document) VALUES (?)", (document,))

    return insert


def stock(path: Path, desk: Desk) -> Callable[[], object]:
    """Inserts a tip into stock TinyDB with as many."""
    documents = {str(n): tip.as_json() for n, tip in enumerate(desk.tips(), 1)}
    path.write_text(json.dumps({"_default": documents}))
    database, document = TinyDB(path), documents["1"]
    return lambda: database.insert(document)


OPENING = """
import gc, resource, sys, time
from pathlib import Path
import orjson
from tests.bench.filled import open_filled
folder, how = Path(sys.argv[1]), sys.argv[2]
held = lambda: int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1024
peak = lambda: int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
before = held()
if how == "no gc":
    gc.disable()
start = time.perf_counter()
kept = open_filled(folder) if how == "desk" else orjson.loads((folder / "tips.json").read_bytes())
seconds = time.perf_counter() - start
print(seconds, held() - before, peak() - before)
"""


def bench_open(folder: Path, rounds: int) -> Row:
    """Opening and reading a desk against orjson on the same bytes, each in a fresh process."""
    found: dict[str, list[tuple[float, ...]]] = {"desk": [], "orjson": [], "no gc": []}
    for _round in range(rounds):
        for how, results in found.items():
            command = [sys.executable, "-c", OPENING, str(folder), how]
            said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
            results.append(tuple(map(float, said.split())))
    desk, bare, no_gc = (middle(results) for results in found.values())
    return {
        "open": text_of(desk[0]),
        "orjson": text_of(bare[0]),
        "orjson, no gc": text_of(no_gc[0]),
        "open / orjson": ratio(desk[0], bare[0]),
        "open / orjson, no gc": ratio(desk[0], no_gc[0]),
        "held, MB": round(desk[1] / 1024),
        "held by orjson, MB": round(bare[1] / 1024),
        "peak, MB": round(desk[2] / 1024),
        "peak of orjson, MB": round(bare[2] / 1024),
        "seconds": {"open": desk[0], "orjson": bare[0], "orjson, no gc": no_gc[0]},
    }


def middle(rows: list[tuple[float, ...]]) -> tuple[float, ...]:
    """The median of each column."""
    return tuple(statistics.median(column) for column in zip(*rows, strict=True))


def bench_use(folder: Path, size: int, rounds: int) -> Row:
    """What a screen does all day: look for news, take in a tip, count, search, show the latest."""
    desk, other = open_filled(folder), open_filled(folder)
    fresh = iter(list(tips(rounds, seed=-size)))
    start = time.perf_counter()
    desk.finding.search(RARE)
    first_search = time.perf_counter() - start
    summaries = [tip.summary for tip in desk.tips()]
    calls: dict[str, Callable[[], object]] = {
        "refresh, no news": other.refresh,
        "counts": desk.counts,
        "latest 20": lambda: list(desk.finding.latest(20)),
        "tip by number": lambda: desk.tip("7"),
    }
    seconds = medians(calls, rounds)
    searches: dict[str, Callable[[], object]] = {
        "bare scan": lambda: [k for k, text in enumerate(summaries) if RARE in text],
        "search, one hit": lambda: list(desk.finding.search(RARE)),
        "search, newest 50 of many": lambda: list(desk.finding.search("礼金", most=50)),
    }
    seconds |= medians(searches, 7)
    seconds["first search"] = first_search

    def take_in() -> None:
        start = time.perf_counter()
        other.refresh()
        spent.append(time.perf_counter() - start)

    spent: list[float] = []
    for _round in range(rounds):
        desk.record(next(fresh))
        take_in()
    seconds["take in a tip"] = sorted(spent)[len(spent) // 2]
    desk.close()
    other.close()
    row: Row = {name: text_of(value) for name, value in seconds.items()}
    row["search / scan"] = ratio(seconds["search, one hit"], seconds["bare scan"])
    row["seconds"] = seconds
    return row


def ratio(value: float, base: float) -> float:
    """To two places."""
    return round(value / base, 2)


def bench(size: int, parent: Path, rounds: int) -> Row:
    """All of it at one size."""
    with tempfile.TemporaryDirectory(dir=parent) as scratch:
        folder = Path(scratch) / "desk"
        fill(folder, size)
        opened = bench_open(folder, min(rounds, 5))
        used = bench_use(folder, size, min(rounds, 200))
        return {"open": opened, "use": used, "record": bench_record(folder, size, rounds)}


def show(results: dict[str, Row]) -> None:
    """The table, a part for each kind and a column for each size."""
    for part in ("record", "open", "use"):
        print(f"\n{part:28}" + "".join(f"{int(size):>14,}" for size in results))
        for name in next(iter(results.values()))[part]:
            if name != "seconds":
                cells = (str(row[part][name]) for row in results.values())
                print(f"{name:28}" + "".join(f"{cell:>14}" for cell in cells))


def main() -> None:
    """Runs the bench as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--folder", type=Path, default=Path.cwd(), help="on which disk")
    parser.add_argument("--json", type=Path, default=RESULTS)
    asked = parser.parse_args()
    results = {str(size): bench(size, asked.folder, asked.rounds) for size in asked.sizes}
    least, most = (
        results[str(size)]["record"]["seconds"] for size in (asked.sizes[0], asked.sizes[-1])
    )
    growth = ratio(most["desk"] / most["floor"], least["desk"] / least["floor"])
    show(results)
    print(f"\nrecord / floor, largest against smallest: {growth}")
    written = {"sizes": results, "record growth": growth}
    asked.json.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
