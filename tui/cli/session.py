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


def enter() -> None:
    """Refuses whoever has no terminal, and forgets the environment but for what shows text.

    To be called before the screen is imported: its libraries take their drivers, logs and
    development tools from variables. Raises `NoTerminal`.
    """
    for name in os.environ.keys() - _KEPT:
        del os.environ[name]
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal(
            _("此账户只用于值班台：请在终端里用 ssh 登录。不执行命令，不传送文件，不转发端口。")
        )
