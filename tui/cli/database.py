"""What a database's administrator runs before there are desks in it."""

from __future__ import annotations

import click

from store.database.tables import TABLES
from store.text import _
from tui.cli.manual import command
from tui.cli.options import in_language


@command("database-setup", help=_("输出建表和授权的 SQL，供数据库管理员先看后用"))
@in_language
def database_setup() -> None:
    click.echo(TABLES, nl=False)
