"""The commands that show what is there: all of one tip, and the counters."""

from __future__ import annotations

from pathlib import Path

import click
from rich.cells import set_cell_size

from store.desk.desk import Desk
from store.duty.counts import Counts
from store.errors import NotAllowed, Sealed
from store.printable import json_text
from store.secret.seal import printed
from store.text import _
from store.tips.tip import Tip
from tui.cli.complaining import complain
from tui.cli.keys import keyed
from tui.cli.manual import command
from tui.cli.options import as_json, common, open_desk, tip_number
from tui.cli.output import say
from tui.words import disposition_words, words


@command(help=_("一件举报的全部内容，含反映人和期限"))
@common
@keyed
@as_json
@tip_number
def show(folder: Path | None, at: str | None, json_wanted: bool, number: str) -> None:
    with open_desk(folder, at) as desk:
        _say_tip(desk, _opened(desk, number), json_wanted)


def _opened(desk: Desk, number: str) -> Tip:
    """The tip with all its texts, or without them and with the reason on standard error."""
    try:
        return desk.access.open_tip(number)
    except (Sealed, NotAllowed) as reason:
        shown = desk.tip(number)
        complain(str(reason))
        return shown


@command(help=_("分类统计：总数、今日、受理范围内外、来源、问题类别、处理情况"))
@common
@as_json
def counts(folder: Path | None, at: str | None, json_wanted: bool) -> None:
    with open_desk(folder, at) as desk:
        _say_counts(desk.counts(), json_wanted)


def _say_tip(desk: Desk, found: Tip, json_wanted: bool) -> None:
    """Everything about one tip, and what is still owed on it."""
    if json_wanted:
        click.echo(json_text(printed(found.as_json())))
        return
    notice = desk.notice
    status = disposition_words.status(found)
    say("  ".join(part for part in (found.number, status, words.marks(found)) if part))
    for label, value in words.filled_fields(notice, found, disposition_words.shown_fields(found)):
        say(_("{label}：{value}", label=label, value=value))
    for label, value in disposition_words.facts(desk, found):
        say(_("{label}：{value}", label=label, value=value))
    saved = words.local_minute(notice, found.saved_at)
    say(_("登记人：{officer}，{saved}", officer=found.officer, saved=saved))


def _say_counts(found: Counts, json_wanted: bool) -> None:
    """The counters."""
    if json_wanted:
        click.echo(json_text(found.as_json()))
        return
    for label, number in (*words.counters(found), *disposition_words.counters(found)):
        say(f"{set_cell_size(label, 20)}{number:>7}")
