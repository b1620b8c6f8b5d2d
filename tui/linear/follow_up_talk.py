"""What follows on a tip, asked a line at a time: notes, who deals with it, call-backs, reporting up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from store.desk.desk import Desk
from store.notice.receipt_day import read_day_dealt_with, read_to_come
from store.text import _
from store.tips.follow_up import APPOINTMENT_KINDS, NOTE_KINDS
from store.tips.tip import Tip
from tui.entering.choices import Option
from tui.linear.talk import Talk
from tui.words import follow_up_words
from tui.words.disposition_words import replaced, reported


def _note(talk: Talk, desk: Desk, tip: Tip) -> None:
    """Those of one's own are offered first, to be said otherwise or withdrawn."""
    own = follow_up_words.own_notes(tip, desk.officer)
    for place, said in own.items():
        if talk.confirm(_("本人所记“{note}”，要更改或撤回吗？", note=said), ""):
            _change(talk, desk, tip, place)
            return
    kind = talk.one_of(_("种类"), _options(NOTE_KINDS))
    on = talk.ask_or(_("日期（回车为今天）"))
    day = read_day_dealt_with(on, desk.notice, desk.now()) if on else None
    text = talk.ask_text(_("内容"), list)
    noted = desk.follow_ups.note(tip.number, text, kind, on=day, revision=tip.revision)
    talk.say(follow_up_words.note(desk.notice, noted.notes[-1]))


def _change(talk: Talk, desk: Desk, tip: Tip, place: int) -> None:
    if text := talk.ask_text(_("改为（不更改的直接回车）"), list):
        desk.follow_ups.correct_note(tip.number, place, text, revision=tip.revision)
        talk.say(_("{number}：已更改第 {n} 条加记", number=tip.number, n=place))
    elif talk.confirm(_("撤回这一条吗？"), ""):
        desk.follow_ups.withdraw_note(tip.number, place, revision=tip.revision)
        talk.say(_("{number}：已撤回第 {n} 条加记", number=tip.number, n=place))


def _assign(talk: Talk, desk: Desk, tip: Tip) -> None:
    name = talk.ask_or(_("承办人"), tip.handled_by)
    desk.follow_ups.assign({tip.number: tip.revision}, name)
    talk.say(follow_up_words.assigned([desk.tip(tip.number)]))


def _appoint(talk: Talk, desk: Desk, tip: Tip) -> None:
    """Those to come are asked for one by one; where none took place, another one is made."""
    for place, said in enumerate(follow_up_words.to_come(desk.notice, tip), 1):
        if talk.confirm(_("{appointment}，已经办了吗？", appointment=said), ""):
            desk.follow_ups.done(tip.number, place, revision=tip.revision)
            talk.say(_("{number}：已记下回电、约谈已办", number=tip.number))
            return
    kind = talk.one_of(_("种类"), _options(APPOINTMENT_KINDS))
    written = talk.ask_or(_("时间（哪一天几点）"))
    when = read_to_come(written or "0:00", desk.notice, desk.now())
    text = talk.ask_or(_("事由"))
    made = desk.follow_ups.appoint(tip.number, kind, when, text, revision=tip.revision)
    talk.say(*follow_up_words.to_come(desk.notice, made))


def _report_up(talk: Talk, desk: Desk, tip: Tip) -> None:
    before = replaced(reported(desk.notice, tip))
    talk.say(_("径送件已经报送的，在此记下；不得写报送的内容。"), before)
    note = talk.ask_or(_("如何报送"))
    desk.follow_ups.report_up(tip.number, note, revision=tip.revision)
    talk.say(_("{number}：已记下报送", number=tip.number))


def _options(labels: dict[str, str]) -> list[Option]:
    return [Option(name, _(label)) for name, label in labels.items()]


FOLLOW_UPS: Final[dict[str, Callable[[Talk, Desk, Tip], None]]] = {
    "add_note": _note,
    "assign_tip": _assign,
    "appoint": _appoint,
    "report_up": _report_up,
}
"""By the names of the actions; each raises `Back`, `Ended` and `DeskError`."""
