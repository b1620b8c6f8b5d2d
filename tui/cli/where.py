"""Where the desk is that a command works on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from store.database.address import is_address, read_database
from store.desk.places import Where, place_at
from store.journal.place import Place
from tui.cli.written import refuse_blank
from tui.terminal.places import usual_place


class PathOrAddress(click.Path):
    """A path, which is not looked at, or the address of a database, which is no path and stays as it is
    written. Raises `NoDesk` for one that is none, or that says a password."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | str:
        refuse_blank(value, param, ctx)
        if isinstance(value, str) and is_address(value):
            read_database(value)
            return value
        return Path(os.fsdecode(value))


class PlaceName(click.Path):
    """The path of a folder, or a desk in a database by its address. Raises `NoDesk` for an address
    that names none."""

    def convert(  # type: ignore[override]  # a place is what becomes of an address
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Where:
        if isinstance(value, Place):
            return value
        refuse_blank(value, param, ctx)
        if isinstance(value, str) and is_address(value):
            return place_at(value)
        return Path(os.fsdecode(super().convert(value, param, ctx)))


def desk_folder(folder: Where | None) -> Where:
    """The place asked for, else `DUTYDESK_HOME`, else the user's data folder."""
    context = click.get_current_context().find_root()
    chosen = folder or context.params.get("folder")
    if chosen:
        return chosen
    usual = usual_place()
    return place_at(usual) if is_address(usual) else Path(usual)
