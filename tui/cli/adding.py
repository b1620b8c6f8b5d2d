"""Takes tips from the command line: one from options, or many from JSON lines."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import click
import orjson

from store.desk.desk import Desk
from store.errors import Fault, TipRefused
from store.text import N_, _
from store.tips import entry
from store.tips.fields import FIELDS, Field
from store.tips.tip import Tip
from tui.cli import completing
from tui.cli.asking import Text
from tui.cli.output import stored
from tui.cli.run import complain

MAX_LINE_BYTES: Final = 8 << 20
_REPEATED: Final = ("disciplines", "tags")


def tip_options() -> list[click.Parameter]:
    """An option for each field of a tip."""
    options: list[click.Parameter] = [
        click.Option(
            ["--channel"],
            shell_complete=completing.channels,
            help=_("来源：公告中渠道的种类，如 landline"),
        )
    ]
    options += [_option(field) for field in FIELDS]
    half_done = _("先存半件，以后补录")
    return [*options, click.Option(["--to-complete"], is_flag=True, help=half_done)]


def _option(field: Field) -> click.Option:
    offers = {
        "line": completing.lines,
        "group": completing.groups,
        "disciplines": completing.disciplines,
        "tags": completing.tags,
    }
    flag = "--" + field.name.removeprefix("subjects.").replace(".", "-").replace("_", "-")
    hint = _("{label}：{hint}", label=_(field.label), hint=_(field.hint))
    return click.Option(
        [flag, field.name.replace(".", "__")],
        help=hint,
        type=Text(_(field.label)) if field.sealed else None,
        shell_complete=offers.get(field.kind),
        is_flag=field.kind == "flag",
        multiple=field.kind in _REPEATED,
    )


def is_given(value: object) -> bool:
    """Whether an option was used at all."""
    return value not in (None, False, ())


def add_one(desk: Desk, given: dict[str, Any]) -> Tip:
    """Records the tip that the options describe."""
    values: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {"reporter": {}, "subjects": {}}
    for name, value in given.items():
        if is_given(value):
            whole, _dot, part = name.partition("__")
            target, key = (parts[whole], part) if part else (values, whole)
            target[key] = list(value) if isinstance(value, tuple) else value
    values["reporter"] = parts["reporter"] or None
    values["subjects"] = [parts["subjects"]] if parts["subjects"] else None
    return desk.record(entry.read(values, desk.notice, desk.now()))


def add_lines(desk: Desk, source: BinaryIO) -> int:
    """Records each JSON line and prints it once it is durable; returns how many lines were bad.

    A bad line is told on standard error with its number and every fault, and does not keep the
    good ones from being recorded.
    """
    bad = 0
    for number, line in _lines(source):
        try:
            tip = desk.record(entry.read(_parsed(line), desk.notice, desk.now()))
        except TipRefused as refusal:
            bad += 1
            for fault in refusal.faults:
                told = f"{fault.field} {fault.sentence}".strip()
                complain(_("第 {line} 行：{fault}", line=number, fault=told))
        else:
            stored(desk, tip)
    return bad


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
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise _refused(N_("不是有效的 UTF-8 JSON，请改正这一行。")) from error


def _refused(sentence: str) -> TipRefused:
    return TipRefused((Fault("", _(sentence)),))
