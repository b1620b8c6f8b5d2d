"""The command that takes an existing register in, or shows row by row how it is read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from store import disk
from store.errors import CannotRead, DeskError
from store.secret.seal import printed
from store.text import N_, _
from tui.cli import completing, output
from tui.cli.complaining import complain
from tui.cli.keys import keyed
from tui.cli.manual import command
from tui.cli.options import as_json, common, file_argument, groups_named, open_desk
from tui.cli.written import FilePath

if TYPE_CHECKING:
    from store.notice.notice import Notice
    from store.registers.importing import Taken
    from store.registers.letters import Letters
    from store.registers.source import Source

Done = list[tuple["Taken", str]]
"""Each row with the number it was recorded under, "" if it was not."""
_NAME_COLUMNS: Final = N_(
    "指明各列：--column 收到时间=列名，可写几次；并入主要内容：--into-summary 列名。"
)


def _columns(
    _context: click.Context, _option: click.Parameter, given: Sequence[str]
) -> dict[str, str]:
    """Fields by the headings that are to be read as them."""
    from store.registers.headings import field_named

    found = {}
    for text in given:
        name, equals, heading = text.partition("=")
        field = field_named(name)
        if not (equals and field and heading.strip()):
            raise click.BadParameter(
                _(
                    "“{text}”应写成 收到时间=接件时间 这样，等号前为本程序的栏目，后为表中的列名。",
                    text=text,
                )
            )
        found[heading.strip()] = field
    return found


@command(
    "import", help=_("导入已有的台账或来信（xlsx、xls、ods、CSV、eml、mbox）；在册的不重复导入")
)
@common
@keyed
@as_json
@file_argument(help=_("台账，或电子邮件，或存放电子邮件的目录"))
@click.option("--dry-run", is_flag=True, help=_("只检查，列出每一行读成了什么、有何问题，不导入"))
@click.option(
    "--group", default="", shell_complete=completing.groups, help=_("没有对象类别的行按此类别导入")
)
@click.option(
    "--channel",
    default="",
    shell_complete=completing.channels,
    help=_("没有写来源的行按此来源导入，如 来访"),
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    callback=_columns,
    metavar=_("栏目=列名"),
    help=_("表中哪一列是哪一栏，如 收到时间=接件时间；下次同样的表照用"),
)
@click.option(
    "--into-summary",
    multiple=True,
    metavar=_("列名"),
    help=_("没有对应栏目的列，并入主要内容"),
)
@click.option("--half-done", is_flag=True, help=_("没有写全的行按待补录导入"))
@click.option(
    "--remarks",
    "target",
    type=FilePath(dir_okay=False),
    help=_("另写一份 xlsx：原表各列，读成了什么，有何问题；可退回填报人"),
)
@click.pass_context
def import_(
    context: click.Context, /, folder: Path | None, at: str | None, json_wanted: bool, **given: Any
) -> None:
    from store.registers.headings import NoHeadings
    from store.registers.importing import Wanted
    from store.registers.source import open_source
    from tui.entering.intake import Intake

    with open_desk(folder, at) as desk, _remarks_kept(given["target"]) as keep:
        (group,) = groups_named(desk, [given["group"]]) if given["group"] else ("",)
        into_summary = frozenset(given["into_summary"])
        wanted = Wanted(group, given["channel"], into_summary, given["half_done"])
        if sys.stderr.isatty():
            complain(_("正在读取 {file}…", file=given["file"].name))
        try:
            source = open_source(given["file"], given["columns"], desk.columns)
        except NoHeadings as error:
            if not error.headings:
                raise
            raise CannotRead(f"{error} {_(_NAME_COLUMNS)}") from error
        intake = Intake(desk)
        taken = source.take_in(wanted, desk.notice, desk.now(), intake.on_desk)
        done: Done = []
        with intake.logged(given["file"].name):
            try:
                with click.progressbar(
                    taken,
                    length=source.length,
                    # It moves the cursor, as `sys.stderr` lets nothing do; all its words are its own.
                    file=sys.__stderr__,
                    label=_("导入"),
                    hidden=not sys.stderr.isatty(),
                ) as shown:
                    for one in shown:
                        done.append((one, "") if given["dry_run"] else intake.record(one))
            except (DeskError, KeyboardInterrupt):
                _say_so_far(done, json_wanted)
                raise
            for sentence in (*source.remarks(wanted, desk.notice), *intake.left_out):
                complain(sentence)
            if source.is_unclear(wanted):
                complain(_(_NAME_COLUMNS))
            _say(desk.notice, source, done, given["dry_run"], json_wanted)
            keep(desk.notice, source, [one for one, _number in done])
    if any(one.faults for one, _number in done):
        context.exit(1)


@contextmanager
def _remarks_kept(
    target: Path | None,
) -> Iterator[Callable[[Notice, Source | Letters, Sequence[Taken]], None]]:
    """Room for the workbook with remarks, before anything is recorded, and what puts it there."""
    from tui.cli.papers import must_be_new, tell_written

    must_be_new(target, "--remarks")
    with ExitStack() as stack:
        if target:
            with disk.writing_to(target):
                put = stack.enter_context(disk.room_in(target.parent))

        def keep(notice: Notice, source: Source | Letters, rows: Sequence[Taken]) -> None:
            if target:
                from tui.papers.import_xlsx import import_xlsx

                with disk.writing_to(target):
                    put(target, import_xlsx(notice, source, rows))
                tell_written(target)

        yield keep


def _recorded(done: Done) -> int:
    return sum(bool(number) for _one, number in done)


def _say_so_far(done: Done, json_wanted: bool) -> None:
    """What was recorded before the rest could not be."""
    if n := _recorded(done):
        complain(_("没有全部导入：已导入 {n} 行。可再次导入，在册的不重复导入。", n=n))
        if json_wanted:
            output.array(_row_json(one, number) for one, number in done)


def _say(
    notice: Notice, source: Source | Letters, done: Done, dry_run: bool, json_wanted: bool
) -> None:
    from tui.words import import_words

    if json_wanted:
        output.array(_row_json(one, number) for one, number in done)
        return
    several = len(source.titles()) > 1
    for one, _number in done:
        if dry_run:
            for line in import_words.lines(notice, one, several):
                output.say(line)
    # What is to be put right once more, together, below what may be many rows.
    for one, _number in done:
        for fault in one.faults:
            where = import_words.where(one, several)
            complain(_("{where}：{fault}", where=where, fault=fault.sentence))
    if not dry_run:
        for sentence in import_words.remarks_together((one for one, _number in done), several):
            complain(sentence)
    output.say(import_words.total((one for one, _number in done), not dry_run))


def _row_json(one: Taken, number: str) -> dict[str, Any]:
    return {
        "sheet": one.sheet,
        "row": one.row,
        "number": number,
        "number_there": one.number,
        "known": one.is_known,
        "known_as": one.known_as,
        "is_tip": not one.is_none,
        "tip": one.tip and printed(one.tip.as_json()),
        "read": one.values,
        "faults": [{"field": fault.field, "sentence": fault.sentence} for fault in one.faults],
        "remarks": list(one.remarks),
    }
