"""The paths of files as people give them at a terminal: typed, pasted, or dropped on its window."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from store.errors import step_refused
from store.text import _

_URL: Final = "file://"
_QUOTES: Final = "'\"“”‘’"


def typed_path(text: str) -> Path:
    """The path that is meant: `~` is one's own folder; a file dropped on a terminal comes in quotation
    marks, with backslashes before its blanks, or as an address. Raises ValueError or RuntimeError."""
    written = text.strip()
    if written.lower().startswith(_URL):
        return _named(unquote(urlsplit(written).path))
    found = _named(written.strip(_QUOTES))
    if os.path.exists(found) or not ("\\" in written or written[:1] in ("'", '"')):
        return found
    # As a shell would have read what was dropped; a name with an odd quotation mark is as it is.
    try:
        words = shlex.split(written)
    except ValueError:
        return found
    return _named(words[0]) if len(words) == 1 else found


def _named(text: str) -> Path:
    if not text:
        raise ValueError(text)
    return Path(text).expanduser()


def typed_folder(text: str) -> Path:
    """The folder that is meant, one's own where nothing is written. Raises `StepRefused`."""
    try:
        found = typed_path(text.strip() or "~")
        is_there = os.path.isdir(found)
    except (ValueError, RuntimeError):
        is_there = False
    if not is_there:
        raise step_refused("folder", _("没有这个目录：{folder}", folder=text.strip()))
    return found


def typed_file(text: str) -> Path:
    """The file that is meant. Raises `StepRefused` where there is none."""
    try:
        found = typed_path(text)
        is_there = os.path.isfile(found)
    except (ValueError, RuntimeError):
        is_there = False
    if not is_there:
        said = _("没有这个文件，请核对路径：{path}", path=text.strip())
        raise step_refused("file", said)
    return found
