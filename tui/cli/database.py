"""What a database's administrator runs before there are desks in it."""

from __future__ import annotations

import click

from store.database.rights import rights
from store.database.tables import TABLES
from store.printable import first_unprintable
from store.text import _
from tui.cli.manual import command
from tui.cli.options import in_language


def _checked(_context: click.Context, _option: click.Parameter, text: str) -> str:
    if first_unprintable(text) is not None:
        raise click.BadParameter(_("名称中有看不见的字符，请删去。"))
    return text


@command("database-setup", help=_("输出建表和授权的 SQL，供数据库管理员先看后用"))
@in_language
@click.option(
    "--name",
    default="",
    callback=_checked,
    metavar=_("名称"),
    help=_("值班台名称，即地址中 desk= 所写的；写明的另输出授权"),
)
@click.option(
    "--officers",
    default="",
    callback=_checked,
    metavar=_("角色"),
    help=_("值班员用的数据库角色：日志和附件只能读和添，不能改和删"),
)
@click.option(
    "--lead",
    default="",
    callback=_checked,
    metavar=_("角色"),
    help=_("设立、换密钥、移走、结束用的数据库角色"),
)
@click.option(
    "--figures",
    default="",
    callback=_checked,
    metavar=_("角色"),
    help=_("只看统计数字的数据库角色"),
)
def database_setup(name: str, officers: str, lead: str, figures: str) -> None:
    if bool(name) is not bool(officers or lead or figures):
        raise click.UsageError(_("授权要写明 --name 和至少一个角色。"))
    click.echo(TABLES, nl=False)
    if name:
        click.echo("\n" + rights(name, officers, lead, figures), nl=False)
