"""How what is on the screen is had as a file: by a command, which the line below it says.

The screen itself writes none: whoever is here over SSH is to reach no file of the desk's account.
"""

from __future__ import annotations

import shlex
from typing import Final

from store.desk.desk import Desk
from store.desk.places import place_at
from store.text import _
from tui.terminal.places import usual_folder
from tui.terminal.styled_line import StyledLine
from tui.terminal.wrapping import wrapped
from tui.widgets.sheet import Painted, Sheet

HEIGHTS: Final = [(0, "-low"), (30, "-high")]
"""From which height on the line stays below the paper; else it comes after it."""


def as_file(desk: Desk, command: str) -> str:
    """A sentence with the whole of a `command`, for this desk."""
    if desk.place.address != place_at(usual_folder()).address:
        command += f" --desk {shlex.quote(desk.place.name)}"
    return _("存为文件：{command}", command=f"dutydesk {command}")


class FileLine(Sheet):
    """Says the `command` for what is shown."""

    command: Painted[str] = Painted("")

    def __init__(self, desk: Desk, command: str = "") -> None:
        super().__init__()
        self._desk = desk
        self.set_reactive(FileLine.command, command)

    def lines(self, width: int) -> list[StyledLine]:
        if not self.command:
            return []
        return [[(row, "muted")] for row in wrapped(as_file(self._desk, self.command), width)]
