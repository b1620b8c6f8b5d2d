"""The commands for what came with tips: noted down and put away, listed, taken out, taken off."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, cast

import click

from store import disk
from store.desk.desk import Desk
from store.desk.stowing import to_be_attached
from store.errors import MaybeSaved
from store.text import N_, _
from store.tips.enclosure import ENCLOSURE_KINDS, kind_of_name, name_of_file, without_keys
from store.tips.tip import Tip
from tui.cli import output
from tui.cli.asking import ASK, Piped, Text, refuse_asked_texts
from tui.cli.complaining import complain
from tui.cli.disposing import act, shown
from tui.cli.inert import telling_of_loss
from tui.cli.keys import keyed
from tui.cli.manual import command
from tui.cli.named_choice import NamedChoice
from tui.cli.options import as_json, on_desk, tip_number
from tui.cli.papers import must_be_new, not_on_a_terminal, output_option
from tui.cli.showing import as_far_as_read
from tui.cli.who import is_over_ssh
from tui.cli.whole_input import WholeInput
from tui.cli.written import WHOLE, FilePath
from tui.words import enclosure_words

_KIND: Final = NamedChoice(ENCLOSURE_KINDS)
_which = click.argument("place", type=WHOLE, metavar="N", help=_("第几项附件，见 enclosures"))


@shown("attach", _("登记附件：种类、页数、存放处；写明文件的一并存入，几个文件即几项"))
@keyed
@tip_number
@click.argument(
    "files",
    type=FilePath(allow_dash=True),
    metavar=_("[文件…]"),
    nargs=-1,
    help=_("要存入的文件，- 为标准输入；不写即只登记"),
)
@click.option("--kind", type=_KIND, help=_("{known}；默认看文件名", known=_KIND.explained))
@click.option("--pages", type=WHOLE, help=_("页数；照片为张数，录音录像为分钟"))
@click.option("--copies", type=WHOLE, help=_("份数，默认 1"))
@click.option("--kept-at", type=Text(_("存放处")), help=_("原件存放处"))
@click.option("--file-number", type=Text(_("档案号")), help=_("档案号"))
@click.option("--name", type=Text(_("附件名称")), help=_("名称；默认为文件名，只供阅读"))
@click.option("--which", "place", type=WHOLE, help=_("不新增，更正已登记的第几项"))
def attach(
    desk: Desk,
    json_wanted: bool,
    number: str,
    files: tuple[Path | Piped, ...],
    place: int | None,
    **given: Any,
) -> None:
    if place is not None and len(files) > 1:
        raise click.UsageError(_("一项附件只存一个文件。"))
    facts = {name: value for name, value in given.items() if value is not None}
    if not (files or facts):
        raise click.UsageError(_("请写明要存入的文件，或用 --kind、--pages 等写明是什么附件。"))
    # Over SSH, None where no file is sent.
    sources, stored, refused = files or (None,), list[Tip](), N_("没有存入：{file}")
    try:
        for source in sources:
            stored.append(tip := _attach(desk, number, source, place, facts))
            if not json_wanted:
                said = [*enclosure_words.numbered(tip)][(place or len(tip.enclosures)) - 1]
                output.say(_("{number}：{enclosure}", number=tip.number, enclosure=said))
    except (MaybeSaved, KeyboardInterrupt):
        refused = N_("还不知道是否已经存入：{file}")
        raise
    finally:
        # What was put away before one was refused was put away.
        if stored and json_wanted:
            output.stored(desk, stored[-1])
        if len(stored) < len(sources) > 1:
            _say_so_far(refused, files, len(stored))


def _say_so_far(refused: str, files: Sequence[Path | Piped], count: int) -> None:
    """Which of several files was `refused`, and that those before it are not to be put away again."""
    complain(_(refused, file=files[count].name))
    if count:
        complain(_("排在它前面的 {n} 个已经存入，请勿再存。", n=count))


def _attach(
    desk: Desk, number: str, source: Path | Piped | None, place: int | None, facts: dict[str, Any]
) -> Tip:
    with _opened(source) as file:
        if place is not None:
            return desk.enclosures.correct(number, place, file=file, **facts)
        name = name_of_file(Path(source.name)) if source and source.name != ASK else ""
        named: dict[str, Any] = {"name": name} if name else {}
        kind: dict[str, Any] = {"kind": kind_of_name(name)}
        return desk.enclosures.add(number, file=file, **kind | named | facts)


@contextmanager
def _opened(source: Path | Piped | None) -> Iterator[IO[bytes] | None]:
    if source is None:
        yield None
    elif isinstance(source, Path) and str(source) != ASK:
        with to_be_attached(source) as file:
            yield file
    else:
        # What was asked for of standard input took more of it than it was.
        refuse_asked_texts()
        if sys.stdin.isatty():
            raise click.UsageError(_("标准输入是终端：请接上文件，如 < 照片.jpg。"))
        yield cast(IO[bytes], WholeInput(sys.stdin.buffer)) if is_over_ssh() else sys.stdin.buffer


@act("detach", _("去掉误登记的附件，可以撤销；已存入的文件次日起可用 files 清除"))
@keyed
@tip_number
@_which
def detach(desk: Desk, number: str, place: int) -> tuple[Tip, str]:
    tip = desk.enclosures.remove(number, place)
    return tip, _("{number}：已去掉第 {n} 项附件", number=tip.number, n=place)


@shown("enclosures", _("列出一件举报的附件"))
@keyed
@tip_number
def enclosures(desk: Desk, json_wanted: bool, number: str) -> None:
    tip = as_far_as_read(desk, number)
    if json_wanted:
        output.array(without_keys([one.as_json() for one in tip.enclosures]))
    else:
        output.lines(enclosure_words.numbered(tip), _("没有登记附件。"))


@command("enclosure", help=_("取出附件的文件；何人取出，留有记录"))
@on_desk
@keyed
@tip_number
@_which
@output_option
def enclosure(desk: Desk, number: str, place: int, target: Path | None) -> None:
    if target is None:
        if sys.stdout.isatty():
            raise not_on_a_terminal(_("附件"))
        with telling_of_loss():
            desk.enclosures.take_out(number, place, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return
    must_be_new(target, sealed=None)
    with disk.new_file(target) as fd, os.fdopen(fd, "wb", closefd=False) as file:
        desk.enclosures.take_out(number, place, file)
    click.echo(_("已写入：{path}", path=target), err=True)


@command("files", help=_("附件的文件共占多少，限额多少，哪些已无举报引用；可清除，可改限额"))
@on_desk
@keyed
@as_json
@click.option("--file-limit", type=WHOLE, metavar="MB", help=_("每个文件至多多少 MB"))
@click.option("--desk-limit", type=WHOLE, metavar="MB", help=_("全部文件合计至多多少 MB"))
@click.option("--remove-unused", is_flag=True, help=_("清除已无举报引用的；当天去掉的留到次日"))
def files(
    desk: Desk,
    json_wanted: bool,
    file_limit: int | None,
    desk_limit: int | None,
    remove_unused: bool,
) -> None:
    limits = desk.enclosures.limits
    if file_limit is not None or desk_limit is not None:
        limits = desk.enclosures.set_limits(
            limits.file_megabytes if file_limit is None else file_limit,
            limits.desk_megabytes if desk_limit is None else desk_limit,
        )
    removed = desk.enclosures.remove_unused() if remove_unused else {}
    kept, unused = desk.enclosures.kept(), desk.enclosures.unused()
    if json_wanted:
        output.value(
            {
                "files": len(kept),
                "bytes": sum(kept.values()),
                "file_megabytes": limits.file_megabytes,
                "desk_megabytes": limits.desk_megabytes,
                "unused": sorted(unused),
                "removed": sorted(removed),
            }
        )
        return
    said = enclosure_words.size(sum(kept.values()))
    output.say(
        _(
            "文件 {n} 个，共 {size}；限额：每个 {file} MB，合计 {desk} MB。",
            n=len(kept),
            size=said,
            file=limits.file_megabytes,
            desk=limits.desk_megabytes,
        )
    )
    for label, some in ((_("已清除"), removed), (_("无举报引用"), unused)):
        for file_id, size in sorted(some.items()):
            output.say(f"{label}  {file_id}  {enclosure_words.size(size)}")
