"""The commands that concern this program on this machine and no desk: settings, completion, schemas."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from store import disk
from store.errors import DeskExists
from store.text import _, listed
from tui.cli import completing
from tui.cli.complaining import complain
from tui.cli.manual import command
from tui.cli.options import as_json, in_language
from tui.cli.output import say, value
from tui.terminal.settings import KEYS, Settings, default_text, settings_path, written


@command(help=_("设置文件在哪里、现在按什么设置运行；--write 写出带说明的一份"))
@in_language
@as_json
@click.option("--write", is_flag=True, help=_("写出带说明的默认设置；已有的不覆盖"))
@click.pass_context
def settings(context: click.Context, json_wanted: bool, write: bool) -> None:
    path = settings_path()
    if write:
        _write_defaults(path)
    found = Settings.load()
    values: dict[str, Any] = {key.name: getattr(found, key.name) for key in KEYS}
    is_there = path.exists()
    if json_wanted:
        shown = {"file": str(path), "exists": is_there, "settings": values}
        value(shown | {"faults": list(found.faults)})
    else:
        say(str(path) if is_there else _("{file}（没有此文件，按默认）", file=path))
        for key in KEYS:
            say(f"{key.name} = {written(values[key.name])}")
        for sentence in found.faults:
            complain(sentence)
    context.exit(1 if found.faults else 0)


@command(help=_("自动补全脚本，供 bash、zsh 或 fish 读入；可补全命令、选项、编号和公告中的名称"))
@in_language
@click.argument(
    "shell", type=click.Choice(completing.SHELLS), metavar="SHELL", help=_("哪一种 shell")
)
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    click.echo(completing.script(context.find_root().command, shell), nl=False)


@command(help=_("--json 输出的 JSON Schema（2020-12）；不写名称则列出各命令用哪一个"))
@in_language
@click.argument(
    "name",
    required=False,
    metavar=_("名称"),
    help=_("哪一个，见不写名称时的列表"),
    shell_complete=completing.schemas,
)
def schema(name: str | None) -> None:
    from tui.cli.schemas import SCHEMAS
    from tui.cli.schemas import schema as schema_of

    if name is None:
        for known, (commands, _make) in SCHEMAS.items():
            click.echo(f"{known:<12}{commands}")
    elif name in SCHEMAS:
        import json

        click.echo(json.dumps(schema_of(name), ensure_ascii=False, indent=2))
    else:
        raise click.BadParameter(_("应为下列之一：{names}。", names=listed(SCHEMAS)))


def _write_defaults(path: Path) -> None:
    if os.path.lexists(path):
        raise DeskExists(_("{path} 已存在，未作改动；请直接修改它。", path=path))
    with disk.writing_to(path):
        disk.make_folder(path.parent)
    disk.write_new_file(path, default_text().encode())
