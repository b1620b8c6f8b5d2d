"""Where the desk is that a command works on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from store.database.address import is_address
from store.desk.places import Where, place_at
from store.journal.place import Place
from tui.terminal.places import usual_place


class PlaceName(click.Path):
    """The path of a folder, or the address of a desk in a database, which is no path. Raises `NoDesk`
    for what is neither."""

    def convert(  # type: ignore[override]  # a place is what becomes of it
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Where:
        if isinstance(value, Place) or (isinstance(value, str) and is_address(value)):
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
