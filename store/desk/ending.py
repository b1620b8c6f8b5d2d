"""The end of an inspection: the sealed archive for the office."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from store import disk
from store.errors import DeskExists
from store.secret.seal import recipient_of
from store.text import _


@dataclass(frozen=True, slots=True)
class Archive:
    """A sealed archive that was found to hold the whole desk: its hash, and how many tips."""

    file: Path
    sha256: str
    tips: int


def write_sealed(file: Path, data: bytes, recipients: Sequence[str]) -> None:
    """`data` as an age file at the new path `file`. Raises `BadKey`, `DeskExists`, `CannotWrite`."""
    import pyrage

    to = [recipient_of(key) for key in recipients]
    if os.path.lexists(file):
        raise DeskExists(_("{file} 已存在，未作改动；请换一个文件名。", file=file))
    with disk.writing_to(file):
        disk.replace_file(file, [pyrage.encrypt(data, to)])
