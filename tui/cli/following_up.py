"""The commands for what follows on tips: notes, who deals with them, call-backs, reporting up."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import click

from store.desk.desk import Desk
from store.errors import BadInstant
from store.notice.receipt_day import read_to_come
from store.text import _
from store.tips.follow_up import APPOINTMENT_KINDS, NOTE_KINDS
from store.tips.numbering import no_such_tip
from store.tips.tip import Tip
from tui.cli import completing, output
from tui.cli.asking import Text
from tui.cli.disposing import act, shown
from tui.cli.keys import keyed
from tui.cli.named_choice import NamedChoice
from tui.cli.options import day_of, tip_number
from tui.cli.written import DAY, MOMENT, TIP, WHOLE
from tui.words import follow_up_words

_NOTE: Final = NamedChoice(NOTE_KINDS)
_APPOINTMENT: Final = NamedChoice(APPOINTMENT_KINDS)


@act("note", _("在一件举报上加记：补充反映、领导批示、备注或回访，附日期；本人所记的可更改、撤回"))
@keyed
@tip_number
@click.argument(
    "text", type=Text(_("内容"), lines=True), required=False, help=_("内容；写 - 即另行输入")
)
@click.option("--kind", type=_NOTE, help=_("{known}；默认备注", known=_NOTE.explained))
@click.option("--on", type=DAY, help=_("哪一天的，默认今天"))
@click.option("--which", "place", type=WHOLE, help=_("不新增，更改已记的第几条"))
@click.option("--withdraw", is_flag=True, help=_("撤回 --which 那一条"))
def note(
    desk: Desk,
    number: str,
    text: str | None,
    kind: str | None,
    on: str | None,
    place: int | None,
    withdraw: bool,
) -> tuple[Tip, str]:
    day = day_of(desk, "--on", on)
    if withdraw:
        if place is None or text or kind or on:
            raise click.UsageError(_("撤回请只写 --which 第几条 --withdraw。"))
        tip = desk.follow_ups.withdraw_note(number, place)
        return tip, _("{number}：已撤回第 {n} 条加记", number=tip.number, n=place)
    if place is not None:
        tip = desk.follow_ups.correct_note(number, place, text or "", kind or "", on=day)
        return tip, _("{number}：已更改第 {n} 条加记", number=tip.number, n=place)
    kind = kind or "remark"
    tip = desk.follow_ups.note(number, text or "", kind, on=day)
    return tip, _("{number}：已加记{kind}", number=tip.number, kind=_(NOTE_KINDS[kind]))


@shown("assign", _("写明承办人；几件一并改的，一起成功或都不改动"))
@click.argument(
    "numbers",
    type=TIP,
    metavar=_("编号…"),
    nargs=-1,
    required=True,
    shell_complete=completing.numbers,
    help=_("举报编号，如 2016-0042 或 42；几件一并的，如 2 3 5-9"),
)
@click.option("--to", "handler", required=True, metavar=_("姓名"), help=_('承办人；写 "" 即取消'))
def assign(desk: Desk, json_wanted: bool, numbers: tuple[str, ...], handler: str) -> None:
    tips = desk.finding.numbered(" ".join(numbers))
    if not tips:
        raise no_such_tip(" ".join(numbers))
    done = desk.follow_ups.assign({tip.number: tip.revision for tip in tips}, handler)
    for tip in done:
        output.done(desk, tip, follow_up_words.assigned([tip]), json_wanted)


@act("appoint", _("约定回电或约谈：哪一天几点；到时提醒，交班时列出"))
@keyed
@tip_number
@click.argument("kind", type=_APPOINTMENT, metavar=_("种类"), help=_APPOINTMENT.explained)
@click.argument("when", type=MOMENT, metavar=_("时刻"), help=_("哪一天几点，如 10-03 15:00"))
@click.option("--about", "text", type=Text(_("事由")), default="", help=_("事由，可不写"))
def appoint(desk: Desk, number: str, kind: str, when: str, text: str) -> tuple[Tip, str]:
    tip = desk.follow_ups.appoint(number, kind, _instant(desk, when), text)
    return tip, "\n".join(
        _("{number}：{appointment}", number=tip.number, appointment=said)
        for said in follow_up_words.to_come(desk.notice, tip)
    )


def _instant(desk: Desk, when: str) -> date:
    try:
        return read_to_come(when, desk.notice, desk.now())
    except BadInstant as error:
        raise click.BadParameter(str(error), param_hint=_("时刻")) from error


@act("done", _("记下约定的回电或约谈已办"))
@tip_number
@click.option("--which", "place", type=WHOLE, help=_("待办的第几项；只有一项的不写"))
def done(desk: Desk, **given: Any) -> tuple[Tip, str]:
    tip = desk.follow_ups.done(given["number"], given["place"])
    return tip, _("{number}：已记下回电、约谈已办", number=tip.number)


@act("report-up", _("记下径送件已经报送"))
@keyed
@tip_number
@click.option("--note", type=Text(_("如何报送")), default="", help=_("如何报送"))
def report_up(desk: Desk, number: str, note: str) -> tuple[Tip, str]:
    tip = desk.follow_ups.report_up(number, note)
    return tip, _("{number}：已记下报送", number=tip.number)
