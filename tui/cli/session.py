"""What `sshd` starts for an officer's key: whatever the client asked, the desk on screen or one of
the few commands that `over_ssh` takes, and nothing else."""

from __future__ import annotations

import os
import sys
from typing import Final

from store.errors import NoTerminal
from store.text import _

_ASKED: Final = "SSH_ORIGINAL_COMMAND"
# How the client's terminal shows text, and what the client asked for; HOME is where a crash is noted.
_KEPT: Final = frozenset(
    {"HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TERM", "COLORTERM", "NO_COLOR", _ASKED}
)


def forget_environment() -> None:
    """Forgets the environment but for what shows text and what was asked for.

    To be called before anything is looked up by it: a client may have sent what names a file of
    settings, and the screen's libraries take their drivers, logs and tools from variables.
    """
    for name in os.environ.keys() - _KEPT:
        del os.environ[name]


def asked_for() -> str:
    """What the client asked `sshd` to run, as it was sent; "" where it asked for no command."""
    return os.environ.get(_ASKED, "").strip()


def enter() -> None:
    """Refuses whoever asked for the screen and has no terminal. Raises `NoTerminal`."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal(
            _(
                "此账户只用于值班台：请在终端里用 ssh 登录，或写明值班台的命令（help 列出）。"
                "不执行其他命令，不传送文件，不转发端口。"
            )
        )
