"""The commands that look after what is stored: verify, history, backup, restore."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from store.desk.desk import Desk
from store.desk.places import place_at
from store.journal.anchor import is_anchor
from store.journal.place import part_of_file
from store.secret.seal import printed
from store.text import N_, _, listed
from store.tips.enclosure import without_keys
from store.tips.tip import received_text
from tui.cli.complaining import complain
from tui.cli.keys import given_key, keyed
from tui.cli.manual import command
from tui.cli.options import (
    as_json,
    common,
    file_argument,
    file_option,
    named_desk,
    on_desk,
    tip_number,
)
from tui.cli.output import array, say, value
from tui.cli.where import desk_folder
from tui.cli.written import Written
from tui.words import words

if TYPE_CHECKING:
    from store.tips.history import Change

_FILE: Final = file_argument(help=_("备份文件，zip"))


@command(help=_("逐行核查日志与检查点、附件文件，指出每一处与写入时不同的地方"))
@common
@keyed
@as_json
@click.option(
    "--since",
    type=Written(N_("核对码")),
    help=_("从前核查、备份时所显示的，或交接班单、报表上的核对码：那时的日志是否原样还在"),
)
@file_option(
    "--against",
    help=_("从前的备份：其中每一行是否原样还在；其后换过密钥的，用 --identity 写明密钥"),
)
@click.pass_context
def verify(
    context: click.Context,
    folder: Path | None,
    at: str | None,
    json_wanted: bool,
    since: str | None,
    against: Path | None,
) -> None:
    if since and not is_anchor(since):
        raise click.BadParameter(
            _("“{text}”不是核对码，核对码形如 120:0123456789abcdef。", text=since[:40])
        )
    with named_desk(folder, at) as desk:
        found = desk.keeping.verify(since or "", against, given_key())
    is_right = found.is_sound and not (found.notice or found.alarms)
    if json_wanted:
        value({"sound": found.is_sound, **asdict(found)})
    elif is_right:
        say(_("完好：日志 {lines} 行，举报 {tips} 件。", lines=found.lines, tips=found.tips))
        if found.files:
            say(_("附件文件 {n} 个，均与存入时相同。", n=found.files))
        say(words.anchor(found.anchor))
    else:
        for damage in found.damages:
            say(damage.sentence)
        for sentence in (*found.alarms, found.notice):
            if sentence:
                say(sentence)
    if not json_wanted:
        for file_id in found.unused:
            say(_("无举报引用的附件文件：{file}", file=part_of_file(file_id)))
    context.exit(0 if is_right else 1)


@command(help=_("一件举报的全部改动：何时、何人、改了什么"))
@on_desk
@keyed
@as_json
@tip_number
def history(desk: Desk, json_wanted: bool, number: str) -> None:
    from tui.words.history_words import history_head, history_lines

    changes = desk.history(number, whole=desk.access.is_unlocked)
    if json_wanted:
        array(map(_change_json, changes))
        return
    for change in changes:
        say(history_head(desk.notice, change))
        for line in history_lines(desk.notice, change):
            say(f"  {line}")


def _change_json(change: Change) -> dict[str, Any]:
    fields = {field.field: asdict(field) for field in change.fields}
    if received := fields.get("received_at"):
        before = {name: field["before"] for name, field in fields.items()}
        received["before"] = received_text(change.document | before)
        received["after"] = received_text(change.document)
    if enclosures := fields.get("enclosures"):
        for when in ("before", "after"):
            enclosures[when] = without_keys(enclosures[when] or ())
    return {
        "line": change.line,
        "at": change.at,
        "by": change.by,
        "what": change.what,
        "fields": [*fields.values()],
        "tip": printed(change.document),
    }


@command(help=_("把值班台此刻的全部内容（草稿除外）备份为一个新文件，他人可继续登记"))
@on_desk
@_FILE
@click.pass_context
def backup(context: click.Context, /, desk: Desk, file: Path) -> None:
    found = desk.keeping.backup(file)
    say(_("已备份：{file}", file=file))
    say(words.anchor(found.anchor))
    if found.incomplete:
        complain(
            _(
                "备份不全：{numbers} 的附件文件缺失或无法读取，请运行 dutydesk verify 核查。",
                numbers=listed(dict.fromkeys(found.incomplete)),
            )
        )
        context.exit(1)


@command(help=_("核对备份文件或密封档案，恢复到 --desk 所指的新目录"))
@common
@keyed
@_FILE
def restore(folder: Path | None, at: str | None, file: Path) -> None:
    from store.desk.keeping import restore as restored

    place = place_at(desk_folder(folder))
    found = restored(file, place, given_key())
    for damage in found.damages:
        complain(damage.sentence)
    if found.notice:
        complain(found.notice)
    say(_("已恢复：{folder}，举报 {tips} 件。", folder=place.name, tips=found.tips))
