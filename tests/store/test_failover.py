"""The host with the database dies while officers record: the next goes on, nothing is lost or doubled."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from store.database.address import read_address
from store.database.place import Database
from store.database.tables import TABLES
from store.errors import CannotReach, DeskBusy
from tests.store import postgres
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.faults import in_child

WRITERS, BEFORE, AFTER = 2, 30, 20
SAMPLE = tip_of()
Say = Callable[[str], None]
NAMES = ("one", "two", "three")


class Hosts:
    """A primary and two standbys, of which one at least has each commit before it is answered."""

    def __init__(self, folder: Path) -> None:
        self.folders = [postgres.own(folder / name) for name in NAMES]
        self.data = [folder / "data" for folder in self.folders]
        self.is_up = [True, True, True]
        self._start_primary()
        with self.link(0) as link:
            link.execute(TABLES)
            # In force once there are standbys, to which it is copied.
            link.execute("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (one, two, three)'")
            for host in (1, 2):
                self._start_standby(host)
            link.execute("SELECT pg_reload_conf()")

    def _start_primary(self) -> None:
        postgres.make_cluster(self.folders[0])
        postgres.start(self.data[0], "-c synchronous_commit=remote_apply -c shared_buffers=16MB")

    def _start_standby(self, host: int) -> None:
        of_primary = f"host={self.folders[0]} user={postgres.USER} application_name={NAMES[host]}"
        how = (
            "-D",
            self.data[host],
            "-d",
            of_primary,
            "-R",
            "-c",
            "fast",
            "-X",
            "stream",
            "--no-sync",
        )
        postgres.run("pg_basebackup", *how)
        postgres.start(self.data[host], "-c synchronous_commit=remote_apply -c shared_buffers=16MB")

    @property
    def address(self) -> str:
        hosts = ",".join(map(str, self.folders))
        return (
            f"postgresql://{postgres.USER}@/postgres?host={hosts}"
            "&target_session_attrs=read-write&desk=office"
        )

    def link(self, host: int) -> psycopg.Connection:
        address = f"host={self.folders[host]} user={postgres.USER} dbname=postgres"
        return psycopg.connect(address, autocommit=True)

    def kill(self, host: int) -> None:
        """As the power goes."""
        server = int((self.data[host] / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        for pid in (server, *map(int, children)):
            os.kill(pid, signal.SIGKILL)
        self.is_up[host] = False

    def promote_the_one_that_has_most(self) -> None:
        def received(host: int) -> int:
            with self.link(host) as link:
                query = "SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')::bigint"
                return int(link.execute(query).fetchone()[0])

        new = max((1, 2), key=received)
        with self.link(new) as link:
            link.execute("SELECT pg_promote()")
        with self.link(3 - new) as link:
            of_new = f"host={self.folders[new]} user={postgres.USER} application_name="
            link.execute(f"ALTER SYSTEM SET primary_conninfo = '{of_new}{NAMES[3 - new]}'")
            link.execute("SELECT pg_reload_conf()")

    def stop(self) -> None:
        for data, is_up in zip(self.data, self.is_up, strict=True):
            if is_up:
                postgres.stop(data)


@pytest.fixture
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    postgres.programs()
    made = None
    folder = postgres.new_folder()
    try:
        made = Hosts(folder)
        yield made
    finally:
        if made:
            made.stop()
        postgres.remove(folder)


def recorded(say: Say, address: str, who: int) -> None:
    """Records tips one after another, each until the desk says that it has it, as a form does."""
    desk = open_desk(Database(read_address(address)), officer=f"{who}")
    for n in range(BEFORE + AFTER):
        tip = replace(SAMPLE, summary=f"{who} 的第 {n} 件")
        while True:
            try:
                stored = desk.record(tip, once=f"tip-{who}-{n}")
                break
            except (CannotReach, DeskBusy):
                time.sleep(0.05)
        say(f"{stored.number} {stored.summary}")


@pytest.mark.whole
def test_the_host_dies_while_officers_record_and_another_goes_on(hosts: Hosts) -> None:
    new_desk(Database(read_address(hosts.address))).close()
    children = [
        in_child(lambda say, who=who: recorded(say, hosts.address, who)) for who in range(WRITERS)
    ]
    said: list[str] = []
    has_begun = threading.Event()

    def listen(child) -> None:
        for line in child.said():
            said.append(line)
            if len(said) >= BEFORE:
                has_begun.set()

    listeners = [threading.Thread(target=listen, args=(child,)) for child in children]
    for listener in listeners:
        listener.start()
    has_begun.wait()
    hosts.kill(0)
    before = len(said)
    hosts.promote_the_one_that_has_most()
    for listener in listeners:
        listener.join()
    assert [child.wait() for child in children] == [0] * WRITERS
    assert before < len(said) == WRITERS * (BEFORE + AFTER)
    desk = open_desk(Database(read_address(hosts.address)))
    assert sorted(f"{tip.number} {tip.summary}" for tip in desk.tips()) == sorted(said)
    assert desk.keeping.verify().is_sound and desk.repairs == ()
