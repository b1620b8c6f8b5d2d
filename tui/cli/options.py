"""The options that commands have in common, and the desk and the day they name."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

import click
import pendulum
from pendulum import Timezone

from store.clock import Clock
from store.database.address import FORM
from store.desk.desk import Desk
from store.desk.notice_book import text_in
from store.desk.places import Where, place_at
from store.errors import BadInstant, NoticeRefused
from store.instant import read_instant
from store.notice.reading import parse_notice
from store.notice.receipt_day import day_to_come, read_day_dealt_with
from store.text import LANGUAGES, _, listed
from tui.cli import completing
from tui.cli.asking import refuse_given_texts
from tui.cli.complaining import complain
from tui.cli.keys import given_key
from tui.cli.manual import adding
from tui.cli.where import PlaceName, desk_folder
from tui.cli.who import who_acts
from tui.cli.written import MOMENT, TIP, FilePath
from tui.terminal.debugging import VARIABLE, is_debugging
from tui.terminal.places import remembered_folder
from tui.words.unlocking import told_on_unlocking

# Of others nothing is known: which days are holidays, where a zone's clocks stand, how many days back.
_YEARS: Final = range(1970, 2200)
in_language = click.option(
    "--lang",
    type=click.Choice([*LANGUAGES]),
    expose_value=False,
    help=_("界面语言；默认按设置，再随系统，再默认中文"),
)
at_option = click.option(
    "--at", type=MOMENT, help=_("以此时刻为现在，如 2016-10-01T16:59:30+08:00")
)
common = adding(
    click.option(
        "--desk",
        "folder",
        type=PlaceName(),
        metavar=_("目录"),
        help=_(
            "值班台所在目录，或数据库地址 {form}；默认取 DUTYDESK_HOME，再取本用户的数据目录",
            form=FORM,
        ),
    ),
    at_option,
    in_language,
)
file_option = functools.partial(click.option, type=FilePath())
file_argument = functools.partial(click.argument, "file", type=FilePath(), metavar=_("文件"))
as_json = click.option("--json", "json_wanted", is_flag=True, help=_("输出 JSON，供脚本使用"))
linear_option = click.option(
    "--plain", "linear", is_flag=True, help=_("逐行问答，不画屏幕，供读屏软件或盲文显示器使用")
)
NUMBER: Final = _("编号").upper()
"""What the help calls the place of a tip's or a paper's number; its English word is a column's too."""
tip_number = click.argument(
    "number",
    type=TIP,
    metavar=NUMBER,
    shell_complete=completing.numbers,
    help=_("举报编号，如 2016-0042，也可只写 42"),
)
tip_numbers = click.argument(
    "numbers",
    type=TIP,
    metavar=_("编号…"),
    nargs=-1,
    shell_complete=completing.numbers,
    help=_("举报编号，如 2016-0042 或 42；几件的，如 2 3 5-9"),
)


def on_desk(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the desk that its options name, as `open_desk` opens it, while it runs; adds
    those options."""

    @functools.wraps(command)
    def run(folder: Where | None, at: str | None, **given: Any) -> None:
        with open_desk(folder, at) as desk:
            command(desk, **given)

    return common(run)


def clock(at: str | None, folder: Where | None = None) -> Clock:
    """The clock of the whole program; an instant without a zone is taken in the notice's."""
    at = at or click.get_current_context().find_root().params.get("at")
    if at is None:
        return Clock.system()
    try:
        found = read_instant(at, _zone(folder))
    except BadInstant as error:
        raise click.BadParameter(str(error), param_hint="--at") from error
    if found.year not in _YEARS:
        raise click.BadParameter(
            _("年份须在 {first} 至 {last} 之间。", first=_YEARS[0], last=_YEARS[-1]),
            param_hint="--at",
        )
    return Clock.at(found)


def _zone(folder: Where | None) -> Timezone:
    """The zone of an instant given without one: the notice's, where it can be read."""
    try:
        notice = place_at(folder or Path()).notice
        return parse_notice(text_in(notice), notice.name).zone
    except NoticeRefused:
        return pendulum.timezone("Asia/Shanghai")


def named_desk(folder: Where | None, at: str | None, officer: str | None = None) -> Desk:
    """The desk that the options name, unlocked if they name a key, else with nothing of what is
    stored read yet. Raises `click.UsageError` where it is sealed and a developer is debugging."""
    chosen = desk_folder(folder)
    desk = Desk.open(chosen, clock=clock(at, chosen), officer=officer or who_acts())
    refuse_debugging(desk)
    if key := given_key():
        told: tuple[str, ...] = ()
        if desk.access.is_sealed:
            desk.access.unlock(key)
            told = told_on_unlocking(desk)
        if desk.access.may("open"):
            told = (*told, *desk.last_seen.compare(remembered_folder()))
        for sentence in told:
            complain(sentence)
    return desk


def refuse_debugging(desk: Desk) -> None:
    """Closes a sealed desk that was opened while debugging, and raises `click.UsageError`."""
    # Whether it is sealed is read out of all that is stored: not before the screen stands.
    if is_debugging() and desk.access.is_sealed:
        desk.close()
        raise click.UsageError(
            _(
                "密封的值班台不能在调试时打开：屏幕内容和按键会被记下。请先取消环境变量 {name}。",
                name=VARIABLE,
            )
        )


def open_desk(folder: Where | None, at: str | None) -> Desk:
    """The desk that the options name, its repairs said on standard error. Raises `click.UsageError`
    where it is sealed and a text stands on the command line."""
    desk = named_desk(folder, at)
    if desk.access.is_sealed:
        refuse_given_texts()
    for sentence in (*desk.repairs, *desk.notice.remarks):
        complain(sentence)
    return desk


def day_of(desk: Desk, option: str, text: str | None, *, is_ahead: bool = False) -> date | None:
    """The day that an option names, if it is given; `is_ahead`: one that is to come."""
    if text is None:
        return None
    try:
        if is_ahead:
            return day_to_come(text, desk.notice, desk.now())
        return read_day_dealt_with(text, desk.notice, desk.now())
    except BadInstant as error:
        raise click.BadParameter(str(error), param_hint=option) from error


def groups_named(desk: Desk, given: Iterable[str]) -> tuple[str, ...]:
    """The keys of the notice's groups that `--group` names, by key or by what the notice calls them."""
    groups = desk.notice.all_groups
    named = tuple(map(desk.notice.group_named, given))
    if any(key not in groups for key in named):
        names = listed(map(_, groups.values()))
        raise click.BadParameter(_("应为下列之一：{names}。", names=names), param_hint="--group")
    return named
