"""The command that takes a list of units and posts (名录) in, or lists it."""

from __future__ import annotations

from dataclasses import asdict, astuple
from pathlib import Path

import click

from store.desk.desk import Desk
from store.text import _
from tui.cli import output
from tui.cli.manual import command
from tui.cli.options import as_json, on_desk
from tui.cli.written import FilePath
from tui.words import words


@command(
    "directory",
    help=_("名录：从表格（单位、姓名、职务、对象类别）读入，登记时据以补全；不写文件则列出"),
)
@on_desk
@as_json
@click.argument(
    "file",
    required=False,
    type=FilePath(dir_okay=False),
    metavar=_("文件"),
    help=_("xlsx、xls、ods 或 CSV；替换此前读入的"),
)
def directory(desk: Desk, json_wanted: bool, file: Path | None) -> None:
    if file:
        from tui.entering.unit_list import take_list_in

        for sentence in take_list_in(desk, file):
            output.say(sentence)
        return
    rows = desk.listing.all().rows
    if json_wanted:
        output.array(map(asdict, rows))
        return
    named = ((*astuple(row)[:3], words.group(desk.notice, row.group)) for row in rows)
    output.lines(("  ".join(filter(None, row)) for row in named), _("还没有读入名录。"))
