"""A Python that has imported the desk already, forked for each terminal in which a test opens it.

To start Python and to import the desk takes twice as long as what most tests then type. The fork
does all that `python -m tui` does after its imports: the real app, in a process and on a terminal of
its own. What starting itself does is for tests that start Python anew.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

COMMAND = [sys.executable, "-m", "tui"]
_MOST_BYTES = 65_536
# What is imported in the language chosen, and what only a browser needs.
_LATER = ("tui.__main__", "tui.cli", "tui.web")


class WarmPython:
    """The Python that is forked, started on a terminal so that its streams are those of one."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        self._terminal, end = os.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm", str(its.fileno())],
            stdin=end,
            stdout=end,
            stderr=end,
            pass_fds=(its.fileno(),),
            env=environment,
        )
        its.close()
        os.close(end)
        self._ended: dict[int, int] = {}
        atexit.register(self._close)

    def _close(self) -> None:
        self._control.close()
        os.close(self._terminal)
        self._process.wait()

    def fork(
        self, arguments: Sequence[str], environment: Mapping[str, str], cwd: Path | None, end: int
    ) -> int:
        """Has a fork run the desk on the terminal whose end is `end`; its process id."""
        asked = [list(arguments), dict(environment), str(cwd or Path.cwd())]
        socket.send_fds(self._control, [json.dumps(asked).encode()], [end])
        while True:
            pid, status = self._hear()
            if status is None:
                return pid
            self._ended[pid] = status

    def status(self, pid: int) -> int | None:
        """The exit status of that fork, once it has ended."""
        while select.select([self._control], [], [], 0)[0]:
            ended, status = self._hear()
            assert status is not None
            self._ended[ended] = status
        return self._ended.pop(pid, None)

    def _hear(self) -> tuple[int, int | None]:
        said = self._control.recv(_MOST_BYTES)
        assert said, os.read(self._terminal, _MOST_BYTES).decode(errors="replace")
        pid, status = json.loads(said)
        return pid, status


@cache
def warm_python(pairs: tuple[tuple[str, str], ...]) -> WarmPython:
    """The one of this process for that environment."""
    return WarmPython(dict(pairs))


def _import_all() -> None:
    # As `tui.__main__` has it, before Textual is imported.
    os.environ["TEXTUAL_FPS"] = "1000"
    for folder in ("store", "tui"):
        package = importlib.import_module(folder)
        for module in pkgutil.walk_packages(package.__path__, f"{folder}."):
            if not module.name.startswith(_LATER):
                importlib.import_module(module.name)


def _forked(control: socket.socket) -> list[str]:
    """Forks at each request, and says what it forked and what has ended. Returns in the forks
    alone, with the arguments of the command."""
    poll, running = select.poll(), dict[int, int]()
    poll.register(control, select.POLLIN)
    while True:
        for fd, _event in poll.poll():
            if fd in running:
                pid = running.pop(fd)
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                poll.unregister(fd)
                os.close(fd)
                control.send(json.dumps([pid, status]).encode())
                continue
            asked, fds, _flags, _address = socket.recv_fds(control, _MOST_BYTES, 1)
            if not asked:
                os._exit(0)
            arguments, environment, cwd = json.loads(asked)
            pid = os.fork()
            if not pid:
                _sit_down(fds[0], environment, cwd)
                return arguments
            os.close(fds[0])
            running[opened := os.pidfd_open(pid)] = pid
            poll.register(opened, select.POLLIN)
            control.send(json.dumps([pid, None]).encode())


def _sit_down(end: int, environment: Mapping[str, str], cwd: str) -> None:
    """Makes this process one that was started on that terminal."""
    os.login_tty(end)
    os.closerange(3, 256)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    os.chdir(cwd)
    # What Python itself puts there where the locale is not installed stays.
    for name in os.environ.keys() - environment.keys() - {"LC_CTYPE"}:
        del os.environ[name]
    os.environ |= environment


if __name__ == "__main__":
    _import_all()
    gc.freeze()
    sys.argv[1:] = _forked(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("tui", run_name="__main__", alter_sys=True)
