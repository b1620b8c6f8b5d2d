"""The command that makes a desk."""

from __future__ import annotations

from pathlib import Path

import click

from store.desk.desk import Desk
from store.notice.reading import example_text, parse_notice, read_notice_text, with_holidays
from store.text import _
from tui.cli.manual import command
from tui.cli.options import clock, common, file_option
from tui.cli.where import desk_folder
from tui.cli.who import login
from tui.words.words import calendar_warnings


@command(help=_("按公告设立值班台；已有值班台的目录不作改动"))
@common
@file_option("--notice", help=_("公告的 TOML 文件"))
@click.option("--example", is_flag=True, help=_("用随附的公告（2016 年省委巡视第一组）"))
@file_option(
    "--holidays",
    help=_("本程序未收录的年份的节假日和调休（TOML，只有 [[holidays]]），写入公告"),
)
@click.option(
    "--seal-to",
    multiple=True,
    metavar=_("公钥"),
    help=_("密封：姓名和内容只有这些 age 公钥的持有人能读，可写几次；见 keygen"),
)
def init(
    folder: Path | None,
    at: str | None,
    notice: Path | None,
    example: bool,
    holidays: Path | None,
    seal_to: tuple[str, ...],
) -> None:
    if (notice is None) is not example:
        raise click.UsageError(_("请在 --notice 文件 与 --example 中选一个。"))
    chosen = desk_folder(folder)
    if notice is None:
        text, source = example_text(), "hunan-2016.toml"
    else:
        text, source = read_notice_text(notice), str(notice)
    if holidays:
        parse_notice(text, source)
        text = with_holidays(text, read_notice_text(holidays), str(holidays))
    with Desk.create(
        chosen, text, source=source, clock=clock(at), officer=login(), seal_to=seal_to
    ) as desk:
        # So that the office sees it before anything is recorded.
        desk.load()
        for sentence in (*desk.notice.remarks, *calendar_warnings(desk.notice)):
            click.echo(sentence, err=True)
        where = desk.place.name
        click.echo(_("值班台已设立：{team}，{folder}", team=desk.notice.team, folder=where))
        if seal_to:
            sentence = _(
                "已密封，{officer} 为组长；其他人请用 dutydesk role 登记。", officer=login()
            )
            click.echo(sentence, err=True)
        if len(desk.access.recipients()) == 1:
            click.echo(_("只有一把公钥：密钥一旦丢失，内容无人能读；建议至少两把。"), err=True)
