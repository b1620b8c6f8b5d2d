"""The commands that show the desk in a browser on this machine."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Final

import click

from store import reasons
from store.errors import CannotWrite, NoTerminal
from store.text import _, language
from tui.cli.manual import command
from tui.cli.options import common, named_desk
from tui.cli.output import say
from tui.cli.this_program import this_program
from tui.cli.written import WHOLE

_PORT: Final = 8000
_LAST_PORT: Final = 65535


def _is_port(_context: click.Context, _option: click.Parameter, port: int) -> int:
    if not 1 <= port <= _LAST_PORT:
        raise click.BadParameter(_("应为 1 至 {most} 的数。", most=_LAST_PORT))
    return port


@command(help=_("在本机的浏览器里打开值班台，同一界面；只听 127.0.0.1，Ctrl+C 结束"))
@common
@click.option(
    "--port",
    type=WHOLE,
    callback=_is_port,
    default=_PORT,
    help=_("端口，默认 8000"),
)
def serve(folder: Path | None, at: str | None, port: int) -> None:
    try:
        from tui.web.server import DeskServer
    except ModuleNotFoundError as error:
        raise NoTerminal(
            _(
                "浏览器界面未安装；用 pipx 装的，请在源码目录运行 pipx install --force '.[browser]'，用离线安装包装的，请换带有它的安装包。"
            )
        ) from error
    with named_desk(folder, at) as desk:
        title, where = desk.notice.team, desk.place.address
    words = [*this_program(), "served", "--desk", where, "--lang", language()]
    server = DeskServer(
        shlex.join([*words, "--at", at] if at else words),
        port,
        title,
        lambda address: say(_("请在本机浏览器中打开（Ctrl+C 结束）：{url}", url=address)),
    )
    try:
        server.serve()
    except OSError as error:
        raise CannotWrite(
            _(
                "端口 {port} 不能使用（{reason}）；请用 --port 换一个。",
                port=port,
                reason=reasons.of_system(error),
            )
        ) from error
