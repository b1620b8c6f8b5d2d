"""Which place is meant by what names one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from store.database.address import is_address, names_desk, read_address, read_database
from store.errors import NoDesk
from store.folder.notes import FolderNotes
from store.folder.place import Folder
from store.journal.place import Notes, Place
from store.text import _

if TYPE_CHECKING:
    from store.database.place import Database

Where = Place | str | os.PathLike[str]
"""A place, or what names one: the path of a folder, or the address of a database."""


def notes_in(folder: Path) -> Notes:
    """Notes on this machine, wherever the desk is."""
    return FolderNotes(folder)


def place_at(where: Where) -> Place:
    """The place itself; whether a desk is there is not looked at. Raises `NoDesk` for what is no
    address, or where what speaks to a database is not installed."""
    if isinstance(where, Place):
        return where
    if isinstance(where, str) and is_address(where):
        address = read_address(where)
        return _database()(address)
    return Folder(Path(where))


def places_in(database: str) -> list[Place]:
    """The desk that the address of a database names, or all desks there, where it names none. Raises as
    `place_at`, or another `DeskError`."""
    if names_desk(database):
        return [place_at(database)]
    return [*_database().all_beside(read_database(database))]


def _database() -> type[Database]:
    try:
        from store.database.place import Database
    except ImportError as error:
        raise NoDesk(
            _(
                "本机没有安装访问数据库所需的 psycopg；用 pipx 装的，请在源码目录运行 "
                "pipx install --force '.[postgres]'，离线安装包、.deb 不带它，装的不能访问数据库。"
            )
        ) from error
    return Database
