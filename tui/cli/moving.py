"""The command that brings a desk to another place."""

from __future__ import annotations

import click

from store.desk.moving import open_again
from store.desk.places import Where, place_at
from store.text import _
from tui.cli.complaining import complain
from tui.cli.keys import keyed
from tui.cli.manual import command
from tui.cli.options import common, open_desk
from tui.cli.output import say
from tui.cli.where import PlaceName, desk_folder
from tui.words import words


@command(help=_("把值班台原样移到另一处，目录或数据库；核对无误后关闭原处，原处留作备查"))
@common
@keyed
@click.argument("target", type=PlaceName(), metavar=_("新处"), help=_("新目录，或数据库地址"))
def move(folder: Where | None, at: str | None, target: Where) -> None:
    place, here = place_at(target), place_at(desk_folder(folder))
    open_again(here, place)
    with open_desk(here, at) as desk:
        is_sealed = desk.access.is_sealed
        found = desk.keeping.move_to(place)
    say(_("已移到：{folder}，举报 {tips} 件。", folder=place.name, tips=found.tips))
    say(words.anchor(found.anchor))
    if is_sealed:
        complain(_("密封的值班台：本班的密钥不随之移走，已从内存中清除；在新处须由组长解封一次。"))
    complain(_("原处已关闭，内容原样留在那里，核对后请自行删除：{folder}", folder=here.name))
