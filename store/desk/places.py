"""Which place is meant by what names one."""

from __future__ import annotations

import os
from pathlib import Path

from store.folder.notes import FolderNotes
from store.folder.place import Folder
from store.journal.place import Notes, Place

Where = Place | str | os.PathLike[str]
"""A place, or what names one: the path of a folder."""


def notes_in(folder: Path) -> Notes:
    """Notes on this machine, wherever the desk is."""
    return FolderNotes(folder)


def place_at(where: Where) -> Place:
    """The place itself; whether a desk is there is not looked at."""
    return where if isinstance(where, Place) else Folder(Path(where))
