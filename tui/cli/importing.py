"""The command that takes an existing register in, or says row by row why it cannot."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from store.desk.desk import Desk
from store.registers.importing import Columns, Taken
from store.text import _, listed
from store.tips.tip import GROUPS
from tui.cli.complaining import complain
from tui.cli.keys import keyed
from tui.cli.manual import command
from tui.cli.options import as_json, common, open_desk


@command("import", help=_("导入已有的台账（xlsx 或 CSV）；在册的不重复导入"))
@common
@keyed
@as_json
@click.argument(
    "file", type=click.Path(path_type=Path), metavar=_("文件"), help=_("台账，xlsx 或 CSV")
)
@click.option("--dry-run", is_flag=True, help=_("只检查，列出每一行的问题，不导入"))
@click.option("--group", type=click.Choice(GROUPS), help=_("没有对象类别的行按此类别导入"))
@click.pass_context
def import_(
    context: click.Context, /, folder: Path | None, at: str | None, json_wanted: bool, **given: Any
) -> None:
    from store.registers.importing import columns_of, identity, take_in
    from store.registers.sheets import read_rows

    with open_desk(folder, at) as desk:
        columns, rows = columns_of(read_rows(given["file"]))
        tips = desk.access.open_tips(desk.tips(), _("导入")) if desk.access.hides else desk.tips()
        on_desk = {identity(tip.as_json()) for tip in tips}
        taken = take_in(rows, columns, given["group"] or "", desk.notice, desk.now(), on_desk)
        with click.progressbar(
            taken,
            length=len(rows),
            # It moves the cursor, as `sys.stderr` lets nothing do; all its words are its own.
            file=sys.__stderr__,
            label=_("导入"),
            hidden=not sys.stderr.isatty(),
        ) as shown:
            done = [_one(desk, one, given["dry_run"]) for one in shown]
        if not given["dry_run"] and (new := sum(bool(number) for _one, number in done)):
            desk.duty_log.write(
                _("导入台账 {file}：{n} 件", file=given["file"].name, n=new), "import"
            )
    _say(columns, done, given["dry_run"], json_wanted)
    if any(one.faults for one, _number in done):
        context.exit(1)


def _one(desk: Desk, one: Taken, dry_run: bool) -> tuple[Taken, str]:
    """Records a row's tip, and gives its number, "" if it was not recorded."""
    if one.tip is None or one.is_known or dry_run:
        return one, ""
    return one, desk.record(one.tip).number


def _say(
    columns: Columns, done: Sequence[tuple[Taken, str]], dry_run: bool, json_wanted: bool
) -> None:
    from tui.cli import output

    if json_wanted:
        output.array(_row_json(one, number) for one, number in done)
        return
    if columns.left_out:
        complain(_("这些列没有导入：{names}", names=listed(columns.left_out)))
    for one, _number in done:
        for fault in one.faults:
            complain(_("第 {line} 行：{fault}", line=one.row, fault=fault.sentence))
    faulty = sum(bool(one.faults) for one, _number in done)
    known = sum(one.is_known for one, _number in done)
    good = len(done) - faulty - known
    sentence = (
        _(
            "可导入 {good} 行，已在册 {known} 行，有问题 {faulty} 行；没有导入。",
            good=good,
            known=known,
            faulty=faulty,
        )
        if dry_run
        else _(
            "导入 {good} 行，已在册 {known} 行，有问题未导入 {faulty} 行。",
            good=good,
            known=known,
            faulty=faulty,
        )
    )
    output.say(sentence)


def _row_json(one: Taken, number: str) -> dict[str, Any]:
    faults = [{"field": fault.field, "sentence": fault.sentence} for fault in one.faults]
    return {"row": one.row, "number": number, "known": one.is_known, "faults": faults}
