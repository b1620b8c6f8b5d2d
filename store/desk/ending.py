"""The end of an inspection: the sealed archive for the office, and the mark that the desk is no more."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from store import disk
from store.errors import DeskExists
from store.secret.seal import recipient_of
from store.text import _

NAME: Final = "ended.json"


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
    try:
        disk.replace_file(file, [pyrage.encrypt(data, to)])
    except OSError as error:
        raise disk.cannot_write(file, error) from error


def mark_ended(folder: Path, archive: Archive, at: str, by: str) -> None:
    """From now on the folder is that of a desk that was ended. Raises OSError."""
    said = {
        "ended_at": at,
        "by": by,
        "archive": archive.file.name,
        "sha256": archive.sha256,
        "tips": archive.tips,
    }
    disk.replace_file(folder / NAME, [orjson.dumps(said, option=orjson.OPT_INDENT_2)])


def ended(folder: Path) -> dict[str, str] | None:
    """When the desk in `folder` was ended and where its archive went, None if it was not."""
    try:
        found = orjson.loads((folder / NAME).read_bytes())
        return {"at": str(found["ended_at"]), "archive": str(found["archive"])}
    except (OSError, ValueError, LookupError, TypeError):
        return None
