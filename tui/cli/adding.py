"""Takes tips from the command line: one from options, or many from JSON lines."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import click

from store import json_bytes
from store.desk.desk import Desk
from store.desk.sent_tips import LONGEST_REFERENCE, REFERENCE
from store.errors import Fault, TipRefused
from store.text import N_, _
from store.tips import entry
from store.tips.fields import FIELDS, Field
from store.tips.tip import Tip
from tui.cli import completing
from tui.cli.asking import Source, Text
from tui.cli.complaining import complain
from tui.cli.manual import Adding, adding, command
from tui.cli.options import common, open_desk
from tui.cli.output import say, stored
from tui.cli.written import DAY, MOMENT
from tui.words import words

MAX_LINE_BYTES: Final = 8 << 20
_TYPES: Final = {"instant": MOMENT, "date": DAY}
_REPEATED: Final = ("disciplines", "tags")


def _option(field: Field) -> Adding:
    offers = {
        "line": completing.lines,
        "group": completing.groups,
        "disciplines": completing.disciplines,
        "tags": completing.tags,
    }
    flag = "--" + field.name.removeprefix("subjects.").replace(".", "-").replace("_", "-")
    hint = _("{label}：{hint}", label=_(field.label), hint=_(field.hint))
    return click.option(
        flag,
        field.name.replace(".", "__"),
        help=hint,
        type=Text(_(field.label)) if field.sealed else _TYPES.get(field.kind),
        shell_complete=offers.get(field.kind),
        is_flag=field.kind == "flag",
        multiple=field.kind in _REPEATED,
    )


@command(help=_("登记举报：用选项登记一件，或以 --json 从文件（- 为标准输入）逐行登记"))
@common
@click.option(
    "--json",
    "source",
    type=Source(),
    metavar=_("文件"),
    help=_("JSON 行文件，每行一件，- 为标准输入；各项见 dutydesk schema tip-entry"),
)
@click.option(
    "--channel",
    shell_complete=completing.channels,
    help=_("来源：公告中渠道的种类，如 固定电话"),
)
# For each field of a tip, as the form has one for each.
@adding(*map(_option, FIELDS))
@click.option("--to-complete", is_flag=True, help=_("暂存待补录，以后补录"))
@click.pass_context
def add(
    context: click.Context, /, folder: Path | None, at: str | None, source: Any, **given: Any
) -> None:
    if (source is None) is not any(_is_given(value) for value in given.values()):
        raise click.UsageError(_("请用 --json 文件，或用 --channel、--summary 等选项写明举报。"))
    from tui.entering.hints import name_warning

    with open_desk(folder, at) as desk:
        if source is None:
            tip = _add_one(desk, given)
            say(_("已登记：{number}", number=tip.number))
            if warning := name_warning(given["reporter__name"] or ""):
                say(warning)
            if given["received_at"] and tip.received:
                # How a time that was written was read.
                said = words.in_full(desk.notice, tip.received)
                say(_("{label}：{value}", label=_("收到时间"), value=said))
        elif _add_lines(desk, source):
            context.exit(1)


def _is_given(value: object) -> bool:
    """Whether an option was used at all."""
    return value not in (None, False, ())


def _add_one(desk: Desk, given: dict[str, Any]) -> Tip:
    """Records the tip that the options describe."""
    values: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {"reporter": {}, "subjects": {}}
    for name, value in given.items():
        if _is_given(value):
            whole, _dot, part = name.partition("__")
            target, key = (parts[whole], part) if part else (values, whole)
            target[key] = list(value) if isinstance(value, tuple) else value
    values["reporter"] = parts["reporter"] or None
    values["subjects"] = [parts["subjects"]] if parts["subjects"] else None
    return desk.record(entry.read(values, desk.notice, desk.now()))


def _add_lines(desk: Desk, source: BinaryIO) -> int:
    """Records each JSON line and prints it once it is durable; returns how many lines were bad.

    A bad line is told on standard error with its number and every fault, and does not keep the
    good ones from being recorded.
    """
    bad = 0
    for number, line in _lines(source):
        try:
            tip = _recorded(desk, _parsed(line))
        except TipRefused as refusal:
            bad += 1
            for fault in refusal.faults:
                told = fault.sentence
                # What nobody calls otherwise is called by its key there already.
                if not told.startswith(fault.field):
                    told = f"{fault.field} {told}"
                complain(_("第 {line} 行：{fault}", line=number, fault=told))
        else:
            stored(desk, tip)
    return bad


def _recorded(desk: Desk, values: object) -> Tip:
    """The tip in a line, recorded unless the same was sent before. Raises `TipRefused`."""
    reference: object = None
    if isinstance(values, dict):
        reference = values.pop(REFERENCE, None)
    if reference is None:
        return desk.record(entry.read(values, desk.notice, desk.now()))
    if not (isinstance(reference, str) and 0 < len(reference) <= LONGEST_REFERENCE):
        raise _refused(N_("reference 应为 1 至 200 个字的文字，是发来系统的编号。"))
    if number := desk.sent_before(reference):
        return desk.tip(number)
    return desk.record(entry.read(values, desk.notice, desk.now()), reference=reference)


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each line that is not blank, with its number from 1; a line too long is cut after the limit."""
    number = 0
    while line := source.readline(MAX_LINE_BYTES + 1):
        number += 1
        rest = line
        while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = source.readline(MAX_LINE_BYTES + 1)
        if number == 1:
            line = line.removeprefix(BOM_UTF8)
        if line.strip():
            yield number, line


def _parsed(line: bytes) -> object:
    if len(line) > MAX_LINE_BYTES:
        raise _refused(N_("超过 8 MB，请拆开或删减。"))
    try:
        return json_bytes.loads(line)
    except json_bytes.JSONDecodeError as error:
        raise _refused(N_("不是有效的 UTF-8 JSON，请改正这一行。")) from error


def _refused(sentence: str) -> TipRefused:
    return TipRefused((Fault("", _(sentence)),))
