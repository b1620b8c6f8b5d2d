"""Where the desk is that a command works on."""

from __future__ import annotations

from pathlib import Path

import click

from tui.terminal.places import usual_folder


def desk_folder(folder: Path | None) -> Path:
    """The folder asked for, else `DUTYDESK_HOME`, else the user's data folder."""
    context = click.get_current_context().find_root()
    chosen = folder or context.params.get("folder")
    return Path(chosen) if chosen else usual_folder()
