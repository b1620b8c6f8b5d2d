"""Someone at a shell: commands of `dutydesk` on one desk folder, and what they print."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest

from store.text import language, use_language
from tests import warm
from tui.cli.run import run
from tui.terminal.language import choose_language

AT = "2016-10-01T16:59:30+08:00"
Done = subprocess.CompletedProcess[bytes]


class Shell:
    """Runs `dutydesk` on one desk folder, with the program's own streams and its own exit status.

    To start a process takes ten times as long as most commands: they are run in this one, as the
    entry point runs them. What hangs on a process, its environment and the language of its help is
    run `apart`, in one of its own.
    """

    def __init__(self, folder: Path, *, apart: bool = False) -> None:
        self.folder = folder
        self._apart = apart

    def run(
        self, *arguments: str, given: bytes = b"", at: str | None = AT, **environment: str
    ) -> Done:
        """Runs one command, to which standard input says what is `given`."""
        words = [*arguments, "--desk", str(self.folder), *(["--at", at] if at else [])]
        if self._apart or environment or "--lang" in arguments:
            done = _run_apart(words, given, environment)
        else:
            done = run_here(words, given)
        assert b"Traceback" not in done.stderr + done.stdout, in_words(done)
        return done

    def say(self, *arguments: str, **options: Any) -> str:
        """What a command that must succeed prints."""
        __tracebackhide__ = True
        done = self.run(*arguments, **options)
        assert done.returncode == 0, in_words(done)
        return done.stdout.decode()

    def refuse(self, *arguments: str, status: int = 1, **options: Any) -> str:
        """What a command that must fail says on standard error."""
        __tracebackhide__ = True
        done = self.run(*arguments, **options)
        assert done.returncode == status, f"{in_words(done)}\nnot with {status}"
        return done.stderr.decode()

    def json(self, *arguments: str, **options: Any) -> Any:
        """What a command prints for scripts."""
        return json.loads(self.say(*arguments, "--json", **options))

    def add(self, *tips: Any, **options: Any) -> list[dict[str, Any]]:
        """Records tips, and returns them as they were stored."""
        given = "\n".join(json.dumps(tip, ensure_ascii=False) for tip in tips).encode()
        lines = self.say("add", "--json", "-", given=given, **options).splitlines()
        return [json.loads(line) for line in lines]


def in_words(done: Done) -> str:
    """What a command said and how it ended."""
    said = (done.stdout + done.stderr).decode("utf-8", "backslashreplace")
    return f"{' '.join(done.args)}\n{said}ended with {done.returncode}"


def _run_apart(words: Sequence[str], given: bytes, environment: dict[str, str]) -> Done:
    env = os.environ | {"LANG": "zh_CN.UTF-8", "LC_ALL": ""} | environment
    if warm.is_asked_late(environment) and words[0] != "session":
        return warm.run(words, given, env)
    return subprocess.run(
        [*warm.COMMAND, *words], input=given, capture_output=True, env=env, timeout=120
    )


def run_here(words: Sequence[str], given: bytes) -> Done:
    """Runs one command in this process, as the entry point runs it."""
    said, complained = io.BytesIO(), io.BytesIO()
    spoken = language()
    with pytest.MonkeyPatch.context() as patch:
        for name, stream in (("in", io.BytesIO(given)), ("out", said), ("err", complained)):
            patch.setattr(sys, f"std{name}", io.TextIOWrapper(stream, "utf-8"))
        outputs = (sys.stdout, sys.stderr)
        patch.setattr(sys, "argv", ["dutydesk", *words])
        patch.setenv("LANG", "zh_CN.UTF-8")
        patch.setenv("LC_ALL", "")
        patch.setenv("LANGUAGE", "")
        # An error that nobody foresaw fails the test with all that Python says of it.
        patch.setattr("tui.cli.run.note_crash", _raise)
        try:
            choose_language(words)
            status = run()
            for output in outputs:
                output.flush()
        finally:
            use_language(spoken)
        return Done(sys.argv, status, said.getvalue(), complained.getvalue())


def _raise(error: BaseException) -> NoReturn:
    raise error
