"""The options that say which tips `dutydesk list` lists, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, get_args

import click

from store.desk.desk import Desk
from store.notice.notice import OTHER
from store.text import _
from store.tips.disposition import STATUSES
from store.tips.find import COLUMNS, Filter, Order
from store.tips.tip import GROUPS, ReporterKind
from tui.cli import completing
from tui.cli.asking import Text
from tui.cli.options import day_of
from tui.cli.status_name import StatusName


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds an option for each part of a `Filter`, and those for an `Order`."""
    options = (
        click.option(
            "--discipline",
            "disciplines",
            shell_complete=completing.disciplines,
            multiple=True,
            help=_("问题类别，可写几次"),
        ),
        click.option(
            "--channel",
            "channels",
            shell_complete=completing.channels,
            multiple=True,
            help=_("来源：公告中渠道的种类，如 landline"),
        ),
        click.option(
            "--group",
            "groups",
            type=click.Choice(GROUPS),
            multiple=True,
            help=_("对象类别，可写几次"),
        ),
        click.option("--from", "since", metavar=_("日期"), help=_("自哪天收到，如 2016-10-01")),
        click.option("--to", "until", metavar=_("日期"), help=_("到哪天收到，含当天")),
        click.option("--officer", "officers", multiple=True, help=_("登记人")),
        click.option(
            "--reporter",
            "reporters",
            type=click.Choice(get_args(ReporterKind)),
            multiple=True,
            help=_("匿名、实名、待核实或只留号码的"),
        ),
        click.option(
            "--status",
            "statuses",
            type=StatusName(STATUSES),
            shell_complete=completing.statuses,
            multiple=True,
            help=_("处理情况，可写几次"),
        ),
        click.option("--late", is_flag=True, help=_("只列截止后收到的")),
        click.option("--out-of-hours", is_flag=True, help=_("只列接访时间外收到的")),
        click.option("--to-complete", is_flag=True, help=_("只列待补录的")),
        click.option(
            "--search",
            "text",
            type=Text(_("文字")),
            default="",
            help=_("任何一项中的文字，或姓名、单位的拼音首字母"),
        ),
        click.option("--sort", "column", type=click.Choice(COLUMNS), help=_("按哪一项排列")),
        click.option("--descending", is_flag=True, help=_("倒着排列")),
    )
    for option in reversed(options):
        command = option(command)
    return command


def filter_of(desk: Desk, given: dict[str, Any]) -> tuple[Filter, Order]:
    """What the options ask for. Raises `click.BadParameter` for what the desk does not know."""
    counts = desk.counts()
    disciplines = _known(
        "--discipline", map(_discipline, given["disciplines"]), counts.by_discipline
    )
    channels = _known("--channel", given["channels"], counts.by_channel)
    since, until = day_of(desk, "--from", given["since"]), day_of(desk, "--to", given["until"])
    if since and until and until < since:
        raise click.BadParameter(_("不能早于 --from 的日期。"), param_hint="--to")
    order = Order(given["column"] or "number", given["descending"])
    as_given = {key: given[key] for key in _AS_GIVEN}
    return Filter(disciplines, channels, since=since, until=until, **as_given), order


_AS_GIVEN: Final = (
    "groups",
    "reporters",
    "officers",
    "statuses",
    "late",
    "out_of_hours",
    "to_complete",
    "text",
)


def _discipline(name: str) -> str:
    return OTHER if name in ("其他", "其它") else name


def _known(option: str, given: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """`given`, if all of it is among what the notice or a tip on the desk names."""
    wanted = tuple(given)
    if any(name not in known for name in wanted):
        names = _("、").join(known)
        raise click.BadParameter(_("应为下列之一：{names}。", names=names), param_hint=option)
    return wanted
