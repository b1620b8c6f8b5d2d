"""The host with the database dies while officers record: the next goes on, nothing is lost or doubled."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.synchronize import Event
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

WRITERS, BEFORE, AFTER, MOST = 2, 30, 20, 2000
SAMPLE = tip_of()
Say = Callable[[str], None]
NAMES = ("one", "two", "three")
# What a killed process wrote is there all the same, and to have it on the disk took most of the time.
OPTIONS = "-c synchronous_commit=remote_apply -c shared_buffers=16MB -c fsync=off"


class Hosts:
    """A primary and standbys, of which one at least has each commit before it is answered."""

    def __init__(self, folder: Path, standbys: int) -> None:
        self.folders = [postgres.own(folder / name) for name in NAMES]
        self.data = [folder / "data" for folder in self.folders]
        self.is_up = [False, False, False]
        self._start_primary()
        with self.link(0) as link:
            link.execute(TABLES)
            # In force once there are standbys, to which it is copied.
            link.execute("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (one, two, three)'")
            for host in range(1, standbys + 1):
                self._start_standby(host)
            link.execute("SELECT pg_reload_conf()")

    def _start_primary(self) -> None:
        postgres.make_cluster(self.folders[0])
        self.start(0)

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
        self.start(host)

    def start(self, host: int) -> None:
        """Starts it, for the first time or after it was killed."""
        postgres.start(self.data[host], OPTIONS)
        self.is_up[host] = True

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
        processes = [os.pidfd_open(pid) for pid in (server, *map(int, children))]
        for process in processes:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(process, signal.SIGKILL)
        for process in processes:
            select.select([process], [], [])
            os.close(process)
        # As after a start of the host, nobody has the number of a process that is named there.
        for name in ("data/postmaster.pid", ".s.PGSQL.5432.lock"):
            (self.folders[host] / name).unlink()
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
def hosts(request: pytest.FixtureRequest) -> Iterator[Hosts]:
    postgres.programs()
    made = None
    folder = postgres.new_folder()
    try:
        made = Hosts(folder, request.param)
        yield made
    finally:
        if made:
            made.stop()
        postgres.remove(folder)


def recorded(say: Say, address: str, who: int, has_died: Event) -> None:
    """Records tips one after another, each until the desk says that it has it, as a form does; some more
    once the host has died."""
    desk = open_desk(Database(read_address(address)), officer=f"{who}")
    after = 0
    for n in range(MOST):
        tip = replace(SAMPLE, summary=f"{who} 的第 {n} 件")
        while True:
            try:
                stored = desk.record(tip, once=f"tip-{who}-{n}")
                break
            except (CannotReach, DeskBusy):
                time.sleep(0.05)
        say(f"{stored.number} {stored.summary}")
        after += has_died.is_set()
        if after == AFTER:
            break


@pytest.mark.whole
@pytest.mark.parametrize("hosts", [2], indirect=True)
def test_the_host_dies_while_officers_record_and_another_goes_on(hosts: Hosts) -> None:
    new_desk(Database(read_address(hosts.address))).close()
    has_died = multiprocessing.Event()
    children = [
        in_child(lambda say, who=who: recorded(say, hosts.address, who, has_died))
        for who in range(WRITERS)
    ]
    said: list[str] = []
    # Each of them: who only opens the desk then is told that it cannot be reached.
    begun = [threading.Event() for _child in children]

    def listen(child, has_begun: threading.Event) -> None:
        for line in child.said():
            said.append(line)
            if len(said) >= BEFORE:
                has_begun.set()
        has_begun.set()

    listeners = [
        threading.Thread(target=listen, args=pair) for pair in zip(children, begun, strict=True)
    ]
    for listener in listeners:
        listener.start()
    for has_begun in begun:
        has_begun.wait()
    hosts.kill(0)
    before = len(said)
    has_died.set()
    hosts.promote_the_one_that_has_most()
    for listener in listeners:
        listener.join()
    assert [child.wait() for child in children] == [0] * WRITERS
    assert len(said) >= before + WRITERS * AFTER
    desk = open_desk(Database(read_address(hosts.address)))
    assert sorted(f"{tip.number} {tip.summary}" for tip in desk.tips()) == sorted(said)
    assert desk.keeping.verify().is_sound and desk.repairs == ()


@contextmanager
def nobody_waits(hosts: Hosts) -> Iterator[None]:
    """Whoever waits for a standby is told by the primary to wait no longer, as an administrator does
    who wants the desk to go on."""
    is_over = threading.Event()

    def cancel() -> None:
        with hosts.link(0) as link:
            while not is_over.wait(0.02):
                link.execute(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
                )

    canceller = threading.Thread(target=cancel)
    canceller.start()
    try:
        yield
    finally:
        is_over.set()
        canceller.join()


@pytest.mark.whole
@pytest.mark.parametrize("hosts", [1], indirect=True)
def test_what_is_on_the_primary_alone_is_not_told_as_saved(
    hosts: Hosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not when it is asked for again either, by a form or under the number of another system."""
    place = Database(read_address(hosts.address))
    desk = new_desk(place)
    monkeypatch.setattr("store.database.lock._FINDING_OUT_SECONDS", 0.3)
    hosts.kill(1)
    sent = replace(SAMPLE, summary="另一系统的")
    with nobody_waits(hosts):
        for _time in range(2):
            with pytest.raises(CannotReach, match="还不知道"):
                desk.record(SAMPLE, once="tip-1")
            with pytest.raises(CannotReach, match="还不知道"):
                desk.record(sent, reference="A-1")
        with hosts.link(0) as link:
            stored = "SELECT count(*) FROM dutydesk.journal WHERE at > 0"
            assert link.execute(stored).fetchone() == (2,), "there it is"
    hosts.start(1)
    assert desk.record(SAMPLE, once="tip-1").number == "2016-0001"
    assert desk.record(sent, reference="A-1").number == "2016-0002"
    again = open_desk(place)
    assert len(again.tips()) == 2 and again.keeping.verify().is_sound
