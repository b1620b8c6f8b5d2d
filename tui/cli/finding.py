"""The commands that list tips: those that are asked for, in what order, and those like another."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import click
from rich.cells import cell_len

from store.desk.desk import Desk
from store.errors import Sealed
from store.notice.notice import OTHER, SOURCE_LABELS, Notice, kind_of
from store.secret.seal import printed
from store.text import N_, _, listed, spoken
from store.tips.disposition import STATUSES
from store.tips.find import Filter, Order, Similar
from store.tips.tip import Tip
from tui.cli import completing
from tui.cli.asking import Text
from tui.cli.keys import keyed
from tui.cli.manual import adding, command
from tui.cli.named_choice import NamedChoice, status_named
from tui.cli.options import as_json, common, day_of, groups_named, on_desk, open_desk
from tui.cli.output import array, lines, value
from tui.cli.written import DAY
from tui.terminal.wrapping import fitted
from tui.words import disposition_words, words

_several = functools.partial(click.option, multiple=True)
_COLUMN: Final = NamedChoice(
    {
        "number": N_("举报编号"),
        "received": N_("收到时间"),
        "channel": N_("来源"),
        "subject": N_("被反映单位和人"),
        "group": N_("对象类别"),
        "discipline": N_("问题类别"),
        "reporter": N_("反映人"),
        "status": N_("处理情况"),
        "officer": N_("登记人"),
        "handler": N_("承办人"),
        "enclosures": N_("附件"),
    },
    {"number": ("编号",), "subject": ("被反映人", "姓名"), "received": ("时间",)},
)
# For each part of a `Filter`, and for an `Order`.
_filter_options = adding(
    _several(
        "--discipline",
        "disciplines",
        shell_complete=completing.disciplines,
        help=_("问题类别，可写几次"),
    ),
    _several(
        "--channel",
        "channels",
        shell_complete=completing.channels,
        help=_("来源：公告中渠道的种类，如 固定电话"),
    ),
    _several(
        "--line",
        "lines",
        shell_complete=completing.lines,
        help=_("公告中的哪一条线路，如其号码，可写几次"),
    ),
    _several(
        "--group",
        "groups",
        shell_complete=completing.groups,
        help=_("对象类别，可写几次"),
    ),
    click.option("--from", "since", type=DAY, help=_("自哪天收到，如 2016-10-01")),
    click.option("--to", "until", type=DAY, help=_("到哪天收到，含当天")),
    _several("--officer", "officers", help=_("登记人")),
    _several("--handler", "handlers", help=_('承办人；写 "" 即还没有承办人的')),
    click.option("--mine", is_flag=True, help=_("只列本人承办的")),
    _several(
        "--reporter",
        "reporters",
        type=NamedChoice(words.REPORTERS),
        help=_("匿名、实名、待核实或仅留联系方式的"),
    ),
    _several(
        "--status",
        "statuses",
        type=status_named(STATUSES),
        help=_("处理情况，可写几次"),
    ),
    click.option("--late", is_flag=True, help=_("只列截止后收到的")),
    click.option("--out-of-hours", is_flag=True, help=_("只列受理时间外收到的")),
    click.option("--to-complete", is_flag=True, help=_("只列待补录的")),
    click.option(
        "--search",
        "text",
        type=Text(_("文字")),
        default="",
        help=_("任何一项中的文字，或姓名、单位的拼音首字母"),
    ),
    click.option("--sort", "column", type=_COLUMN, help=_("按哪一项排列")),
    click.option("--descending", is_flag=True, help=_("倒着排列")),
)


def _filter_of(desk: Desk, given: dict[str, Any]) -> tuple[Filter, Order]:
    """What the options ask for. Raises `click.BadParameter` for what the desk does not know."""
    counts = desk.counts()
    named = (OTHER if name in ("其他", "其它") else name for name in given["disciplines"])
    disciplines = _known("--discipline", named, counts.by_discipline)
    kinds = {**counts.by_channel, **counts.by_other_source, **SOURCE_LABELS}
    channels = _known("--channel", map(kind_of, given["channels"]), kinds)
    lines = _known("--line", given["lines"], [line.value for line in desk.notice.lines])
    groups = groups_named(desk, given["groups"])
    since, until = day_of(desk, "--from", given["since"]), day_of(desk, "--to", given["until"])
    if since and until and until < since:
        raise click.BadParameter(_("不能早于 --from 的日期。"), param_hint="--to")
    order = Order(given["column"] or "number", given["descending"])
    found = {"disciplines": disciplines, "channels": channels, "lines": lines, "groups": groups}
    if given["mine"]:
        given["handlers"] = (*given["handlers"], desk.officer)
    as_given = {field.name: given[field.name] for field in fields(Filter)}
    return Filter(**as_given | found | {"since": since, "until": until}), order


def _known(option: str, given: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """`given`, if all of it is among what the notice or a tip on the desk names."""
    wanted = tuple(given)
    if any(name not in known for name in wanted):
        names = listed(spoken({name: SOURCE_LABELS.get(name, name) for name in known}))
        raise click.BadParameter(_("应为下列之一：{names}。", names=names), param_hint=option)
    return wanted


@command("list", help=_("列出举报，每件一行，不含反映人；各项条件须同时符合，--json 为全部内容"))
@on_desk
@keyed
@as_json
@_filter_options
def list_(desk: Desk, json_wanted: bool, **given: Any) -> None:
    found: Sequence[Tip] = desk.finding.filtered(*_filter_of(desk, given))
    if desk.access.is_unlocked:
        found = desk.access.open_tips(found, "list")
    if json_wanted:
        array(printed(tip.as_json()) for tip in found)
        return
    lines((_row(desk.notice, tip) for tip in found), _("没有符合条件的举报。"))


@command(help=_("查找可能反映同一问题的在册举报（重复件）"))
@common
@keyed
@as_json
@click.option(
    "--person", "persons", type=Text(_("被反映人")), multiple=True, help=_("被反映人姓名")
)
@click.option("--unit", "units", type=Text(_("被反映单位")), multiple=True, help=_("被反映单位"))
@click.option("--phone", type=Text(_("联系方式")), default="", help=_("反映人的电话号码"))
def similar(folder: Path | None, at: str | None, json_wanted: bool, **given: Any) -> None:
    if not any(given.values()):
        raise click.UsageError(_("请用 --person、--unit 或 --phone 写明要找什么。"))
    with open_desk(folder, at) as desk:
        if not desk.access.finds_repeats:
            raise Sealed(_(words.NO_REPEATS))
        _say_similar(desk.notice, desk.finding.similar(**given), json_wanted)


def _say_similar(notice: Notice, found: Iterable[Similar], json_wanted: bool) -> None:
    """A line for each earlier tip, what it has in common before it; as JSON, one array."""
    if json_wanted:
        tips = ((one.in_common, printed(one.tip.as_json())) for one in found)
        value([{"in_common": list(parts), "tip": tip} for parts, tip in tips])
        return
    listed = (f"{fitted(words.in_common(one), 26)} {_row(notice, one.tip)}" for one in found)
    lines(listed, _("没有可能反映同一问题的在册举报。"))


def _row(notice: Notice, tip: Tip) -> str:
    cells = (
        (tip.number, 10 + cell_len(notice.series) - 4),
        (words.received(notice, tip), 17),
        (words.channel(notice, tip), 10),
        (words.subjects(tip), 24),
        (words.disciplines(tip), 18),
    )
    summary = disposition_words.in_row(tip)
    row = " ".join(fitted(text, width) for text, width in cells)
    room = 100 - cell_len(row)
    return f"{row} {summary if cell_len(summary) <= room else fitted(summary, room)}"
