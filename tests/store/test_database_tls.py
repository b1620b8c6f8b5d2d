"""The way to the database is encrypted, and leads to no other server."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from store.database.address import read_address
from store.database.place import Database
from store.database.tables import TABLES
from store.errors import CannotRead
from tests.store import postgres
from tests.store.desks import new_desk, tip_of


def certificate(folder: Path, name: str) -> Path:
    """A certificate for 127.0.0.1 alone, its key beside it."""
    made = folder / f"{name}.crt"
    how = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1")
    names = ("-addext", "subjectAltName=IP:127.0.0.1")
    files = ("-keyout", str(made.with_suffix(".key")), "-out", str(made))
    subprocess.run(["openssl", "req", *how, *names, *files], check=True, capture_output=True)
    return made


@pytest.fixture
def server() -> Iterator[tuple[str, Path]]:
    """The address of a server that takes encrypted connections, and where its certificate is."""
    postgres.programs()
    if not shutil.which("openssl"):
        pytest.skip("needs openssl")
    folder = postgres.new_folder()
    try:
        data = postgres.make_cluster(postgres.own(folder / "one"))
        trusted, _other = certificate(folder, "server"), certificate(folder, "other")
        for name in (trusted, trusted.with_suffix(".key")):
            shutil.copy(name, data)
            if not os.geteuid():
                account = pwd.getpwnam(postgres.USER)
                os.chown(data / name.name, account.pw_uid, account.pw_gid)
            (data / name.name).chmod(0o600)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        postgres.start(
            data,
            f"-c fsync=off -c ssl=on -c ssl_cert_file=server.crt -c ssl_key_file=server.key"
            f" -c listen_addresses=127.0.0.1 -c port={port}",
        )
        with psycopg.connect(
            f"host={data.parent} port={port} user={postgres.USER} dbname=postgres", autocommit=True
        ) as link:
            link.execute(TABLES)
        yield f"postgresql://{postgres.USER}@HOST:{port}/postgres?sslmode=verify-full", folder
        postgres.stop(data)
    finally:
        postgres.remove(folder)


@pytest.mark.whole
def test_a_server_is_believed_by_its_certificate_and_its_name_alone(
    server: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, folder = server

    def place(host: str, root: str) -> Database:
        said = address.replace("HOST", host)
        return Database(read_address(f"{said}&sslrootcert={folder}/{root}.crt&desk=a"))

    trusted = place("127.0.0.1", "server")
    assert new_desk(trusted).record(tip_of()).number == "2016-0001"
    with trusted._server.link() as link:
        assert link.pgconn.ssl_in_use
    monkeypatch.setattr(psycopg.ConnectionInfo, "hostaddr", "192.0.2.1")
    assert trusted.loose() == (), "nobody on the way reads it"
    for host, root in (("127.0.0.1", "other"), ("localhost", "server"), ("127.0.0.1", "none")):
        with pytest.raises(CannotRead, match="可信的加密连接"):
            place(host, root).check_has_desk()
