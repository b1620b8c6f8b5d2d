"""The commands for what becomes of tips: disposing, linking, telling, passing through, undoing."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from store.desk.desk import Desk
from store.errors import BadInstant
from store.instant import shown_minute
from store.notice.notice import kind_of
from store.notice.receipt_day import read_received
from store.printable import printable
from store.text import _, listed
from store.tips.disposition import DUPLICATE, PASSED_THROUGH, STATUSES
from store.tips.numbering import no_such_tip
from store.tips.tip import Tip
from tui.cli import completing, output
from tui.cli.asking import Text
from tui.cli.complaining import complain
from tui.cli.keys import keyed
from tui.cli.manual import command
from tui.cli.named_choice import status_named
from tui.cli.options import NUMBER, as_json, day_of, on_desk, tip_number
from tui.cli.who import is_over_ssh
from tui.cli.written import DAY, MOMENT, TIP
from tui.words import disposition_words

_STATUS: Final = status_named(n for n in STATUSES if n != PASSED_THROUGH)

Command = Callable[..., Any]


def _numbers_or_status(
    context: click.Context, parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """What a shell offers where numbers may go on or the status comes."""
    numbers = map(CompletionItem, completing.numbers(context, parameter, typed))
    return [*numbers, *_STATUS.shell_complete(context, parameter, typed)]


def shown(name: str, help_text: str) -> Callable[[Command], click.Command]:
    """A command that shows something of a desk, as JSON too."""
    return lambda function: command(name, help=help_text)(on_desk(as_json(function)))


def act(name: str, help_text: str) -> Callable[[Command], click.Command]:
    """A command that does something with a tip, made of what does it: that returns the tip as it is
    then stored, and what is said of it."""

    def made(function: Callable[..., tuple[Tip, str]]) -> click.Command:
        @functools.wraps(function)
        def run(desk: Desk, json_wanted: bool, **given: Any) -> None:
            output.done(desk, *function(desk, **given), json_wanted)

        return shown(name, help_text)(run)

    return made


def _stands(tip: Tip, how: str) -> tuple[Tip, str]:
    return tip, _("{number}：{status}", number=tip.number, status=how)


@shown(
    "dispose", _("处理举报：呈组长、转办、留存备查、移交立行立改、重复件、误录撤销，或退回已登记")
)
@keyed
@click.argument(
    "numbers",
    type=TIP,
    metavar=_("编号…"),
    nargs=-1,
    required=True,
    shell_complete=_numbers_or_status,
    help=_("举报编号，如 2016-0042 或 42；几件一并处理的，如 2 3 5-9，一起成功或都不改动"),
)
@click.argument(
    "status",
    type=_STATUS,
    metavar=_("情况"),
    help=_STATUS.explained,
)
@click.option("--why", type=Text(_("理由")), default="", help=_("理由；留存备查、撤销、退回时必填"))
@click.option(
    "--to", type=Text(_("送交何处")), default="", help=_("送交何处；转办时默认为登记的转办单位")
)
@click.option("--letter", type=Text(_("文号")), default="", help=_("文号"))
@click.option("--on", "on", type=DAY, help=_("发出日期，默认今天"))
@click.option(
    "--of",
    "duplicate_of",
    type=TIP,
    shell_complete=completing.numbers,
    help=_("与哪一件重复"),
)
def dispose(
    desk: Desk,
    json_wanted: bool,
    numbers: tuple[str, ...],
    status: str,
    on: str | None,
    duplicate_of: str | None,
    **given: Any,
) -> None:
    day = day_of(desk, "--on", on)
    tips = desk.finding.numbered(" ".join(numbers))
    if not tips:
        raise no_such_tip(" ".join(numbers))
    first, *more = tips
    if not more:
        given["duplicate_of"] = duplicate_of or ""
        done = [desk.acts.dispose(first.number, status, on=day, **given)]
    elif duplicate_of or status == DUPLICATE:
        raise click.UsageError(_("重复件各与哪一件重复，要一件一件写明。"))
    else:
        _make_sure(tips, status)
        seen = {tip.number: tip.revision for tip in tips}
        done = [*desk.acts.dispose_several(seen, status, on=day, **given)]
    for tip in done:
        output.done(desk, tip, disposition_words.how_they_stand([tip]), json_wanted)


def _make_sure(tips: Sequence[Tip], status: str) -> None:
    """Shows who sits at a terminal whom it concerns, and asks once. Raises `Abort`."""
    if sys.stdin.isatty():
        for row in disposition_words.rows_of(tips):
            click.echo(printable(row), err=True)
        label = disposition_words.status_label(status)
        click.confirm(
            _("以上 {n} 件一并处理为“{status}”，确定吗？", n=len(tips), status=label),
            abort=True,
            err=True,
        )


@act("link", _("把一件举报与另一件关联为同一事项"))
@tip_number
@click.argument(
    "to", type=TIP, metavar=NUMBER, shell_complete=completing.numbers, help=_("关联到哪一件")
)
def link(desk: Desk, number: str, to: str) -> tuple[Tip, str]:
    tip = desk.acts.link(number, to)
    return _stands(tip, disposition_words.matter(tip, desk.matters.size(tip)))


@act("unlink", _("解除一件举报与其他举报的关联"))
@tip_number
def unlink(desk: Desk, number: str) -> tuple[Tip, str]:
    tip = desk.acts.unlink(number)
    return tip, _("{number}：不再与其他举报关联", number=tip.number)


@act("tell", _("记下已告知实名反映人受理情况"))
@keyed
@tip_number
@click.option("--note", type=Text(_("如何告知")), default="", help=_("如何告知，如电话、当面"))
def tell(desk: Desk, number: str, note: str) -> tuple[Tip, str]:
    tip = desk.acts.tell(number, note)
    return tip, _("{number}：已记下告知反映人", number=tip.number)


@act("pass-through", _("径送：属上级受理的，只登记编号、时间、渠道和交给何人，不登记内容"))
@click.option("--channel", required=True, shell_complete=completing.channels, help=_("来源"))
@click.option("--line", default="", help=_("同一渠道有多条线路时指明一条"))
@click.option("--received-at", type=MOMENT, help=_("收到时间，默认现在"))
@click.option("--to", type=Text(_("交给何人")), required=True, help=_("交给何人"))
def pass_through(
    desk: Desk, channel: str, line: str, received_at: str | None, to: str
) -> tuple[Tip, str]:
    received = None
    try:
        if received_at:
            received = read_received(received_at, desk.notice, desk.now())
    except BadInstant as error:
        raise click.BadParameter(str(error), param_hint="--received-at") from error
    tip = desk.acts.pass_through(kind_of(channel), to, line=line, received_at=received)
    return tip, _("已登记径送：{number}，交{to}", number=tip.number, to=to)


@shown("undo", _("撤销本人今天对举报的最后一次操作；修改记录中都有"))
def undo(desk: Desk, json_wanted: bool) -> None:
    from store.tips.undo import ACTS

    last = desk.acts.act_to_undo()
    what = _("{act}（{at}）", act=_(ACTS[last.what]), at=shown_minute(last.at))
    for tip in desk.acts.undo():
        how = {"number": tip.number, "status": disposition_words.status(tip)}
        said = _("已撤销{what}：{number} 现为{status}", what=what, **how)
        output.done(desk, tip, said, json_wanted)


@shown("due", _("办理期限：逾期、今日到期和以后到期的事项"))
def due(desk: Desk, json_wanted: bool) -> None:
    dues = desk.dues.all()
    if json_wanted:
        output.array(due.as_json() for due in dues)
        return
    said = (f"{due.number}  {disposition_words.due(due)}" for due in dues)
    output.lines(said, _("没有待办事项。"))


@shown("referral", _("转办件副本：不含反映人的任何情况"))
@keyed
@tip_number
def referral(desk: Desk, json_wanted: bool, number: str) -> None:
    from tui.papers.referral_paper import READ_FIRST, referral_text

    copy = desk.acts.referral(number)
    if is_over_ssh():
        from tui.printing.printing import LINE

        said = listed((_("转办件副本"), _(LINE)))
        desk.access.note("print", (copy["number"],), said)
    if json_wanted:
        output.value(copy)
    else:
        output.say(referral_text(desk.notice, copy))
    complain(_(READ_FIRST))


@shown("patterns", _("有多件举报的被反映人：不同反映人与同一人重复分别计数"))
@keyed
def patterns(desk: Desk, json_wanted: bool) -> None:
    found = desk.matters.patterns()
    if json_wanted:
        output.array(pattern.as_json() for pattern in found)
        return
    named = ((f"{one.unit} {one.person}".strip(), one) for one in found)
    said = (
        _("{label}：{value}", label=name, value=disposition_words.pattern(one))
        for name, one in named
    )
    output.lines(said, _("没有多件举报反映同一人。"))


@shown("guide", _("一件举报还缺什么：何人、何事、何时、何地、数额、证据、知情人"))
@keyed
@tip_number
def guide(desk: Desk, json_wanted: bool, number: str) -> None:
    from store.tips.guide import guide as points_of

    tip = desk.access.open_tip(number)
    points = points_of(tip.summary, (s.person or s.unit for s in tip.subjects))
    if json_wanted:
        output.value({point.key: point.is_told for point in points})
        return
    for point in points:
        output.say(f"{'✓' if point.is_told else '○'} {point.label}  {point.ask}")
