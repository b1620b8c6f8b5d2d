"""What `sshd` starts for an officer's key: the desk and nothing else, whatever the client asked."""

from __future__ import annotations

import os
import sys
from typing import Final

from store.errors import NoTerminal
from store.text import _

# How the client's terminal shows text; HOME is where a crash is noted.
_KEPT: Final = frozenset(
    {"HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TERM", "COLORTERM", "NO_COLOR"}
)


def forget_environment() -> None:
    """Forgets the environment but for what shows text.

    To be called before anything is looked up by it: a client may have sent what names a file of
    settings, and the screen's libraries take their drivers, logs and tools from variables.
    """
    for name in os.environ.keys() - _KEPT:
        del os.environ[name]


def enter() -> None:
    """Refuses whoever has no terminal. Raises `NoTerminal`."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal(
            _("此账户只用于值班台：请在终端里用 ssh 登录。不执行命令，不传送文件，不转发端口。")
        )
