"""What shells and people look up: completion, the manual, the man page, each said by the program itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tui.release.wheels import ROOT

MANUALS: Final = "doc/dutydesk"
# Below `share`, where Linux looks for it, and the command that says it.
_LOOKED_UP: Final[Mapping[str, tuple[str, ...]]] = {
    "bash-completion/completions/dutydesk": ("completion", "bash"),
    "zsh/site-functions/_dutydesk": ("completion", "zsh"),
    "fish/vendor_completions.d/dutydesk.fish": ("completion", "fish"),
    "man/man1/dutydesk.1": ("help", "--format", "man", "--lang", "en"),
    "man/zh_CN/man1/dutydesk.1": ("help", "--format", "man", "--lang", "zh"),
    f"{MANUALS}/手册.html": ("help", "--format", "html", "--lang", "zh"),
    f"{MANUALS}/manual.html": ("help", "--format", "html", "--lang", "en"),
}


def write(share: Path) -> None:
    """Writes all of it into the new folder `share`."""
    for name, words in _LOOKED_UP.items():
        path = share / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(said(*words))


def said(*words: str) -> bytes:
    """What the program says to a command."""
    command = [sys.executable, "-m", "tui", *words]
    return subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout
