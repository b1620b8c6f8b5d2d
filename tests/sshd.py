"""A real `sshd` on a loopback port, set up by what `dutydesk ssh-setup` writes."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.terminal import Terminal
from tui.cli.who import login

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""
AT = "2016-10-01T16:59:30+08:00"


def make_key(path: Path) -> Path:
    """A key pair, the public one beside it."""
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


class Sshd:
    """Lets `officers` in by keys of their own, until closed."""

    def __init__(self, folder: Path, officers: Sequence[str]) -> None:
        self.desk = folder / "desk"
        self._folder = folder
        self._keys = {name: make_key(folder / f"key{n}") for n, name in enumerate(officers)}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._write_config()
        command = [SSHD, "-D", "-e", "-f", str(folder / "sshd_config")]
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(command, stderr=self._log)
        self._until_listening()

    def _write_config(self) -> None:
        folder = self._folder
        account = pwd.getpwuid(os.getuid()).pw_name
        # The desk is of no administrator's account; what is tried here is the account of the tests.
        setup = ["ssh-setup", "--desk", str(self.desk), "--write", str(folder)]
        setup += ["--account", "zhiban"] if account == "root" else []
        keys = [f"{name}={key}.pub" for name, key in self._keys.items()]
        subprocess.run(
            [sys.executable, "-m", "tui", *setup, *keys], check=True, capture_output=True
        )
        lines = folder / "dutydesk_authorized_keys"
        # The shipped notice is of 2016.
        lines.write_text(lines.read_text().replace(" --desk ", f" --at {AT} --desk "))
        drop_in = (folder / "dutydesk.conf").read_text()
        here = [
            f"Port {self.port}",
            "ListenAddress 127.0.0.1",
            f"HostKey {make_key(folder / 'host')}",
            f"PidFile {folder / 'pid'}",
            "StrictModes no",
            "MaxStartups 100",
            "AcceptEnv LANG LC_*",
            "Subsystem sftp internal-sftp",
            drop_in.replace(f"/etc/ssh/{lines.name}", str(lines)).replace("zhiban", account),
        ]
        (folder / "sshd_config").write_text("\n".join(here))
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)

    def _until_listening(self) -> None:
        while self._process.poll() is None:
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", self.port)):
                    return
        raise AssertionError((self._folder / "log").read_text())

    def key(self, officer: str) -> Path:
        """The private key of that officer."""
        return self._keys[officer]

    def client(self, officer: str, *arguments: str, program: str = "ssh") -> list[str]:
        """The command by which that officer's client connects."""
        options = [
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "LogLevel=ERROR",
            "IdentitiesOnly=yes",
            "BatchMode=yes",
        ]
        words = [program, "-F", "none", "-i", str(self._keys[officer])]
        words += ["-P" if program in ("scp", "sftp") else "-p", str(self.port)]
        for option in options:
            words += ["-o", option]
        return [*words, *arguments]

    @property
    def host(self) -> str:
        return f"{login()}@127.0.0.1"

    def log_in(self, officer: str, *arguments: str, **options: str) -> Terminal:
        """That officer's terminal."""
        return Terminal(self.client(officer, *arguments, self.host), **options)

    def run(
        self, officer: str, *command: str, options: Sequence[str] = (), **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """`ssh host command`, without a terminal."""
        return subprocess.run(
            self.client(officer, *options, self.host, *command),
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            env=os.environ | environment,
        )

    def sessions(self) -> list[int]:
        """The processes that serve the clients now connected."""
        return _children(self._process.pid)

    def close(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait()
        self._log.close()


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            child = int(path.parent.name)
            found += [child, *_children(child)]
    return found
