"""A Python that has imported the desk already, forked for each process that a test starts of it.

To start Python and to import the desk takes longer than most of what it is then asked for. The fork
does all that `python -m tui` does after its imports: the real program, in a process of its own, on a
terminal or between files. What starting itself does is for tests that start Python anew.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import re
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NoReturn

Done = subprocess.CompletedProcess[bytes]
COMMAND = [sys.executable, "-m", "tui"]
PATIENCE_SECONDS = 60
_MOST_BYTES = 1 << 20
# What is imported in the language chosen, and what only a browser needs.
_LATER = ("tui.__main__", "tui.cli", "tui.web")
_ASKED_LATE = re.compile("(DUTYDESK|XDG)_.*|HOME|LOGNAME|USER|TMPDIR|TERM|COLORTERM|NO_COLOR")
"""What in the environment is asked for when it is needed, by nothing that is imported."""


def is_asked_late(environment: Iterable[str]) -> bool:
    """Whether all these variables are."""
    return all(map(_ASKED_LATE.fullmatch, environment))


class WarmPython:
    """The Python that is forked."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm", str(its.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(its.fileno(),),
            env=environment,
        )
        its.close()
        self._ended: dict[int, int] = {}
        atexit.register(self._close)

    def _close(self) -> None:
        self._control.close()
        self._process.wait()

    def fork(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        cwd: Path | None,
        *ends: int,
    ) -> int:
        """Has a fork run the program on the terminal whose end is given, or with the three files
        as standard input, output and error; its process id."""
        asked = [list(arguments), dict(environment), str(cwd or Path.cwd())]
        socket.send_fds(self._control, [json.dumps(asked).encode()], ends)
        while True:
            pid, status = self._hear()
            if status is None:
                return pid
            self._ended[pid] = status

    def status(self, pid: int, seconds: float = 0) -> int | None:
        """The exit status of that fork, once it has ended, waiting up to `seconds`."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        while pid not in self._ended and poll.poll(1000 * seconds):
            ended, status = self._hear()
            assert status is not None
            self._ended[ended] = status
        return self._ended.pop(pid, None)

    def _hear(self) -> tuple[int, int | None]:
        said = self._control.recv(_MOST_BYTES)
        assert said, "the warm Python is gone"
        pid, status = json.loads(said)
        return pid, status


@cache
def _warm_python(pairs: tuple[tuple[str, str], ...]) -> WarmPython:
    return WarmPython(dict(pairs))


def warm_python() -> WarmPython:
    """The one of this process."""
    return _warm_python(tuple(basic_environment().items()))


def basic_environment() -> dict[str, str]:
    """That of someone at a terminal in China."""
    kept = ("PATH", "HOME", "VIRTUAL_ENV", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    here = {name: value for name, value in os.environ.items() if name in kept}
    return here | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "zh_CN.UTF-8"}


def run(arguments: Sequence[str], given: bytes, environment: Mapping[str, str]) -> Done:
    """The program as from a script: its exit status, and what it said."""
    files = [os.memfd_create(name) for name in ("given", "said", "complained")]
    try:
        os.write(files[0], given)
        os.lseek(files[0], 0, os.SEEK_SET)
        python = warm_python()
        pid = python.fork(arguments, environment, None, *files)
        status = python.status(pid, PATIENCE_SECONDS)
        assert status is not None, f"{arguments} goes on"
        said, complained = (os.pread(file, _MOST_BYTES, 0) for file in files[1:])
    finally:
        for file in files:
            os.close(file)
    return Done(list(arguments), status, said, complained)


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
            asked, fds, _flags, _address = socket.recv_fds(control, _MOST_BYTES, 3)
            if not asked:
                os._exit(0)
            arguments, environment, cwd = json.loads(asked)
            pid = os.fork()
            if not pid:
                _become(fds, environment, cwd)
                return arguments
            for end in fds:
                os.close(end)
            running[opened := os.pidfd_open(pid)] = pid
            poll.register(opened, select.POLLIN)
            control.send(json.dumps([pid, None]).encode())


def _become(ends: Sequence[int], environment: Mapping[str, str], cwd: str) -> None:
    """Makes this process one that was started on that terminal, or with those files."""
    if len(ends) == 1:
        os.login_tty(ends[0])
    else:
        for fd, end in enumerate(ends):
            os.dup2(end, fd)
    os.closerange(3, 256)
    for fd, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        made = getattr(sys, name)
        stream = open(  # noqa: SIM115 - as Python itself does when it starts
            fd, mode, 1 if fd == 2 else -1, made.encoding, made.errors, closefd=False
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    os.chdir(cwd)
    # What Python itself puts there where the locale is not installed stays.
    for name in os.environ.keys() - environment.keys() - {"LC_CTYPE"}:
        del os.environ[name]
    os.environ |= environment


def _end(status: int) -> NoReturn:
    """Ends this process as Python does, but for taking apart what was imported, a module after the
    other: that took twice as long as a command, for none of it is the fork's own until then."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    # What is left over complains now, if ever.
    gc.collect()
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, ValueError):
        # Python has words of its own for that.
        sys.exit(status)
    os._exit(status)


if __name__ == "__main__":
    _import_all()
    gc.freeze()
    sys.argv[1:] = _forked(socket.socket(fileno=int(sys.argv[1])))
    status = 0
    try:
        runpy.run_module("tui", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if not isinstance(ended.code, int):
            raise
        status = ended.code
    _end(status)
