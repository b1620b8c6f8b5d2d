"""The commands that show what is there: all of one tip, and the counters."""

from __future__ import annotations

from rich.cells import set_cell_size

from store.desk.desk import Desk
from store.errors import NotAllowed, Sealed
from store.secret.seal import printed
from store.text import _
from store.tips.tip import Tip
from tui.cli.complaining import complain
from tui.cli.keys import keyed
from tui.cli.manual import command
from tui.cli.options import as_json, on_desk, tip_number
from tui.cli.output import say, value
from tui.words import disposition_words, words


@command(help=_("一件举报的全部内容，含反映人和期限"))
@on_desk
@keyed
@as_json
@tip_number
def show(desk: Desk, json_wanted: bool, number: str) -> None:
    _say_tip(desk, as_far_as_read(desk, number), json_wanted)


def as_far_as_read(desk: Desk, number: str) -> Tip:
    """The tip with all its texts, or without them and with the reason on standard error."""
    try:
        return desk.access.open_tip(number)
    except (Sealed, NotAllowed) as reason:
        shown = desk.tip(number)
        complain(str(reason))
        return shown


@command(help=_("分类统计：总数、今日、受理范围内外、来源、问题类别、处理情况"))
@on_desk
@as_json
def counts(desk: Desk, json_wanted: bool) -> None:
    found = desk.counts()
    if json_wanted:
        value(found.as_json())
        return
    for label, number in (*words.counters(found), *disposition_words.counters(found)):
        say(f"{set_cell_size(label, 20)}{number:>7}")


def _say_tip(desk: Desk, found: Tip, json_wanted: bool) -> None:
    """Everything about one tip, and what is still owed on it."""
    if json_wanted:
        value(printed(found.as_json()))
        return
    notice = desk.notice
    status = disposition_words.status(found)
    say("  ".join(part for part in (found.number, status, words.marks(found)) if part))
    fields = words.filled_fields(notice, found, disposition_words.shown_fields(found))
    for label, text in (*fields, *disposition_words.facts(desk, found)):
        say(_("{label}：{value}", label=label, value=text))
    saved = words.local_minute(notice, found.saved_at)
    say(_("登记人：{officer}，{saved}", officer=found.officer, saved=saved))
