"""A real PostgreSQL for the tests: one server for all processes of a run, started for the first that asks.

Each desk is a name in it. Who stops last takes it away.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import pytest

_HERE: Final = Path("/usr/lib/postgresql")
_LEAST: Final = 15
USER: Final = "postgres"
# Whatever a test run has for its own: the server's account must get there, and a socket's name be short.
_TEMPORARY: Final = "/tmp"
WITH_PASSWORD: Final = "asked"
PASSWORD: Final = "geheim"


@cache
def programs() -> Path:
    """Where the server's programs are; the test that asks is left out where they are not."""
    found = sorted(_HERE.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found or int(found[-1].parts[-3]) < _LEAST:
        pytest.skip(f"PostgreSQL {_LEAST} is not installed: apt install postgresql")
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    return found[-1].parent


def _as_server(*words: str | Path) -> list[str]:
    """The words of a command, by an account that the server takes: it refuses root."""
    if os.geteuid():
        return [*map(str, words)]
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", *map(str, words)]


def run(program: str, *words: str | Path) -> None:
    """Has one of the server's programs do its work, silently."""
    command = _as_server(programs() / program, *words)
    done = subprocess.run(command, cwd="/", capture_output=True, check=False)
    assert not done.returncode, done


def own(folder: Path) -> Path:
    """The folder, made, and the server's own."""
    folder.mkdir(mode=0o700)
    if not os.geteuid():
        account = pwd.getpwnam(USER)
        os.chown(folder, account.pw_uid, account.pw_gid)
    return folder


def make_cluster(folder: Path) -> Path:
    """What a server keeps, new, in a folder of it; only this host's accounts get in, and `WITH_PASSWORD`
    by its password."""
    data = folder / "data"
    run("initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    rules = data / "pg_hba.conf"
    rules.write_text(f"local all {WITH_PASSWORD} scram-sha-256\n{rules.read_text()}")
    return data


def start(data: Path, options: str) -> None:
    """Starts the server of that cluster, which listens in the folder above."""
    where = f"-c unix_socket_directories={data.parent} -c listen_addresses="
    run(
        "pg_ctl", "-D", data, "-w", "-s", "-l", data.parent / f"{data.name}.log",
        "-o", f"{where} {options}", "start",
    )  # fmt: skip


def stop(data: Path) -> None:
    """Stops it at once."""
    run("pg_ctl", "-D", data, "-s", "-m", "immediate", "stop")


def new_folder() -> Path:
    """A folder for servers of one test, which has a short name: it stands in that of a socket."""
    folder = Path(tempfile.mkdtemp(prefix="dutydesk-", dir=_TEMPORARY))
    folder.chmod(0o755)
    return folder


def remove(folder: Path) -> None:
    """Removes what `new_folder` made."""
    shutil.rmtree(folder)


@cache
def server() -> str:
    """The address of the run's server, less which desk."""
    programs()
    run_of_all = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(_TEMPORARY, f"dutydesk-{run_of_all}")
    users = os.open(f"{folder}.users", os.O_RDWR | os.O_CREAT, 0o600)
    with _one_by_one(folder):
        if not folder.exists():
            data = make_cluster(own(folder))
            start(data, "-c fsync=off -c max_connections=200 -c shared_buffers=32MB")
            _make_tables(_address(folder))
            fcntl.flock(users, fcntl.LOCK_SH)
            _end_with_the_last(folder)
        else:
            fcntl.flock(users, fcntl.LOCK_SH)
    return _address(folder)


def base_apart() -> str:
    """The address of a base with the tables in that server in which nobody else is: who changes there what a
    table is, or who may do what, waits for nobody, and nobody for them."""
    import psycopg

    from store.database.tables import TABLES

    name = f"apart-{secrets.token_hex(4)}"
    with psycopg.connect(server(), autocommit=True) as link:
        # In the usual one another test may be.
        link.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    address = server().replace("/postgres?", f"/{name}?", 1)
    with psycopg.connect(address, autocommit=True) as link:
        link.execute(TABLES)
    return address


@contextmanager
def _one_by_one(folder: Path) -> Iterator[None]:
    door = os.open(f"{folder}.door", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(door, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(door)


def _address(folder: Path) -> str:
    return f"postgresql://{USER}@/postgres?host={folder}"


def _make_tables(address: str) -> None:
    import psycopg

    from store.database.tables import TABLES

    with psycopg.connect(address, autocommit=True) as link:
        link.execute(TABLES)
        link.execute(f"CREATE ROLE {WITH_PASSWORD} LOGIN PASSWORD '{PASSWORD}'")


# It outlives whoever started it, and ends with the last who has the server: also where that one is killed.
_ENDING: Final = """
while ! (
    flock --exclusive "$0.users" true
    flock --exclusive 9
    flock --exclusive --nonblock "$0.users" true && "$@" >/dev/null 2>&1
) 9>"$0.door"; do sleep 0.1; done
rm -rf "$0" "$0.users" "$0.door"
"""


def _end_with_the_last(folder: Path) -> None:
    stopping = _as_server(
        programs() / "pg_ctl", "-D", folder / "data", "-s", "-m", "immediate", "stop"
    )
    subprocess.Popen(
        ["sh", "-c", _ENDING, str(folder), *stopping],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
