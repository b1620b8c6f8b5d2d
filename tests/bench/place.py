"""The places side by side: `python -m tests.bench.place` prints what a tip and an opening cost in each.

A folder, a database, and a bare INSERT of the same bytes by psycopg under the same commit setting, on one disk.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from pathlib import Path

import psycopg

from store.database.address import read_address
from store.database.place import Database
from store.database.tables import TABLES
from store.desk.desk import Desk
from store.desk.keeping import restore
from store.folder.place import Folder
from store.journal.place import Place
from tests.bench.filled import fill, open_filled, tips
from tests.bench.measure import medians, text_of
from tests.store import postgres
from tests.store.desks import clock, journal_in


def opened(place: Place) -> Desk:
    desk = Desk.open(place, clock=clock(), officer="值班员甲")
    desk.load()
    return desk


def bench(folder: Path, address: str, size: int, rounds: int) -> dict[str, float]:
    """Medians of seconds, by what was done."""
    here = folder / f"desk-{size}"
    fill(here, size)
    archive = folder / f"{size}.zip"
    with open_filled(here) as desk:
        desk.keeping.backup(archive)
    there = Database(read_address(f"{address}&desk={size}"))
    restore(archive, there)
    opened(there).checkpoint()
    in_folder, in_database = opened(Folder(here)), opened(there)
    line = journal_in(Folder(here)).splitlines(keepends=True)[-1]
    fresh = iter(list(tips(2 * rounds + 60, seed=size)))
    bare = psycopg.connect(address, autocommit=True)
    bare.execute("CREATE TABLE IF NOT EXISTS bare (n bigserial PRIMARY KEY, line bytea)")
    contenders = {
        "record: folder": lambda: in_folder.record(next(fresh)),
        "record: database": lambda: in_database.record(next(fresh)),
        "record: bare insert": lambda: bare.execute("INSERT INTO bare (line) VALUES (%s)", (line,)),
    }
    medians(contenders, 20)
    found = medians(contenders, rounds)
    found |= medians(
        {
            "open: folder": lambda: opened(Folder(here)).close(),
            "open: database": lambda: opened(there).close(),
        },
        5,
    )
    bare.close()
    return found


def recorded(place: Place, n: int) -> None:
    desk = opened(place)
    for tip in tips(n, seed=n):
        desk.record(tip)
    desk.close()


def inserted(address: str, line: bytes, n: int) -> None:
    with psycopg.connect(address, autocommit=True) as bare:
        for _n in range(n):
            bare.execute("INSERT INTO bare (line) VALUES (%s)", (line,))


def bench_writers(
    folder: Path, address: str, size: int, writers: int, each: int
) -> dict[str, float]:
    """Seconds a tip takes with several who write at once."""
    here, there = Folder(folder / f"desk-{size}"), Database(read_address(f"{address}&desk={size}"))
    line = journal_in(here).splitlines(keepends=True)[-1]
    processes = multiprocessing.get_context("fork")
    found = {}
    for name, work, given in (
        ("folder", recorded, (here, each)),
        ("database", recorded, (there, each)),
        ("bare insert", inserted, (address, line, each)),
    ):
        running = [processes.Process(target=work, args=given) for _n in range(writers)]
        start = time.perf_counter()
        for one in running:
            one.start()
        for one in running:
            one.join()
        found[f"record, {writers} writers: {name}"] = (time.perf_counter() - start) / writers / each
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    folder = postgres.new_folder()
    data = postgres.make_cluster(postgres.own(folder / "server"))
    postgres.start(data, "-c fsync=on")
    address = f"postgresql://{postgres.USER}@/postgres?host={data.parent}"
    with psycopg.connect(address, autocommit=True) as link:
        link.execute(TABLES)
    table = {}
    try:
        for size in args.sizes:
            found = bench(folder, address, size, args.rounds)
            found |= bench_writers(folder, address, size, 8, args.rounds // 8)
            table[size] = {name: text_of(seconds) for name, seconds in found.items()}
            table[size]["database / bare insert"] = (
                f"{found['record: database'] / found['record: bare insert']:.2f}"
            )
            for name, said in table[size].items():
                print(f"{size:>8} {name:<36} {said}")
    finally:
        postgres.stop(data)
        postgres.remove(folder)
    if args.json:
        args.json.write_text(json.dumps(table, indent=1))


if __name__ == "__main__":
    main()
