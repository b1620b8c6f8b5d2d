"""The commands for what becomes of tips: disposing, linking, telling, passing through, undoing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from store.errors import BadInstant
from store.instant import read_when, shown_minute
from store.notice.notice import kind_of
from store.text import _
from tui.cli import completing
from tui.cli.asking import Text
from tui.cli.keys import keyed
from tui.cli.manual import command
from tui.cli.options import as_json, common, day_of, open_desk, tip_number
from tui.cli.status_name import StatusName

NUMBER: Final = _("编号")
_STATUS: Final = StatusName(completing.CHOSEN)

Command = Callable[..., None]


def _command(name: str, help_text: str) -> Callable[[Command], click.Command]:
    """A command with the options that all take, `--json` included."""

    def made(function: Command) -> click.Command:
        return command(name, help=help_text)(common(as_json(function)))

    return made


@_command("dispose", _("处理一件举报：交组、转办、留存、立行立改、重复件、误录撤销，或退回已登记"))
@keyed
@tip_number
@click.argument(
    "status",
    type=_STATUS,
    metavar=_("情况"),
    shell_complete=completing.statuses,
    help=_STATUS.explained,
)
@click.option("--why", type=Text(_("理由")), default="", help=_("理由；留存、撤销、退回时必填"))
@click.option(
    "--to", type=Text(_("送交何处")), default="", help=_("送交何处；转办时默认为登记的转办单位")
)
@click.option("--letter", type=Text(_("文号")), default="", help=_("文号"))
@click.option("--on", "on", metavar=_("日期"), help=_("发出日期，默认今天"))
@click.option(
    "--of",
    "duplicate_of",
    default="",
    metavar=NUMBER,
    shell_complete=completing.numbers,
    help=_("与哪一件重复"),
)
def dispose(folder: Path | None, at: str | None, json_wanted: bool, **given: Any) -> None:
    from tui.cli import output
    from tui.words.disposition_words import status

    with open_desk(folder, at) as desk:
        given["on"] = day_of(desk, "--on", given["on"] or None)
        tip = desk.acts.dispose(given.pop("number"), given.pop("status"), **given)
        output.done(
            desk, tip, _("{number}：{status}", number=tip.number, status=status(tip)), json_wanted
        )


@_command("link", _("把一件举报与另一件关联为同一事项"))
@tip_number
@click.argument("to", metavar=NUMBER, shell_complete=completing.numbers, help=_("关联到哪一件"))
def link(folder: Path | None, at: str | None, json_wanted: bool, number: str, to: str) -> None:
    from tui.cli import output
    from tui.words.disposition_words import matter

    with open_desk(folder, at) as desk:
        tip = desk.acts.link(number, to)
        said = matter(tip, desk.matters.size(tip))
        output.done(desk, tip, _("{number}：{status}", number=tip.number, status=said), json_wanted)


@_command("unlink", _("解除一件举报与其他举报的关联"))
@tip_number
def unlink(folder: Path | None, at: str | None, json_wanted: bool, number: str) -> None:
    from tui.cli import output

    with open_desk(folder, at) as desk:
        tip = desk.acts.unlink(number)
        output.done(desk, tip, _("{number}：不再与其他举报关联", number=tip.number), json_wanted)


@_command("tell", _("记下已告知实名反映人受理情况"))
@keyed
@tip_number
@click.option("--note", type=Text(_("如何告知")), default="", help=_("如何告知，如电话、当面"))
def tell(folder: Path | None, at: str | None, json_wanted: bool, number: str, note: str) -> None:
    from tui.cli import output

    with open_desk(folder, at) as desk:
        tip = desk.acts.tell(number, note)
        output.done(desk, tip, _("{number}：已记下告知反映人", number=tip.number), json_wanted)


@_command("pass-through", _("径送：反映上级领导的，只登记编号、时间、渠道和交给何人，不登记内容"))
@click.option("--channel", required=True, shell_complete=completing.channels, help=_("来源"))
@click.option("--line", default="", help=_("同一渠道有多条线路时指明一条"))
@click.option("--received-at", metavar=_("时刻"), help=_("收到时间，默认现在"))
@click.option("--to", type=Text(_("交给何人")), required=True, help=_("交给何人"))
def pass_through(folder: Path | None, at: str | None, json_wanted: bool, **given: Any) -> None:
    from tui.cli import output

    with open_desk(folder, at) as desk:
        text, received = given["received_at"], None
        try:
            received = read_when(text, desk.notice.zone, desk.now()) if text else None
        except BadInstant as error:
            raise click.BadParameter(str(error), param_hint="--received-at") from error
        tip = desk.acts.pass_through(
            kind_of(given["channel"]), given["to"], line=given["line"], received_at=received
        )
        said = _("已登记径送：{number}，交{to}", number=tip.number, to=given["to"])
        output.done(desk, tip, said, json_wanted)


@_command("undo", _("撤销本人今天的上一步操作；修改记录中都有"))
def undo(folder: Path | None, at: str | None, json_wanted: bool) -> None:
    from store.tips.undo import ACTS
    from tui.cli import output
    from tui.words.disposition_words import status

    with open_desk(folder, at) as desk:
        act = desk.acts.act_to_undo()
        what = _("{act}（{at}）", act=_(ACTS[act.what]), at=shown_minute(act.at))
        for tip in desk.acts.undo():
            how = {"number": tip.number, "status": status(tip)}
            said = _("已撤销{what}：{number} 现为{status}", what=what, **how)
            output.done(desk, tip, said, json_wanted)


@_command("due", _("办理期限：逾期、今日到期和以后到期的事项"))
def due(folder: Path | None, at: str | None, json_wanted: bool) -> None:
    from tui.cli import output
    from tui.words import disposition_words

    with open_desk(folder, at) as desk:
        dues = desk.dues.all()
        if json_wanted:
            output.array(due.as_json() for due in dues)
            return
        said = (f"{due.number}  {disposition_words.due(due)}" for due in dues)
        output.lines(said, _("没有待办事项。"))


@_command("referral", _("转办件副本：不含反映人的任何情况"))
@keyed
@tip_number
def referral(folder: Path | None, at: str | None, json_wanted: bool, number: str) -> None:
    from tui.cli import output
    from tui.cli.complaining import complain
    from tui.papers.referral_paper import READ_FIRST, referral_text

    with open_desk(folder, at) as desk:
        copy = desk.acts.referral(number)
        if json_wanted:
            output.rows([copy])
        else:
            output.say(referral_text(desk.notice, copy))
        complain(_(READ_FIRST))


@_command("patterns", _("有多件举报的被反映人：不同反映人与同一人重复分别计数"))
@keyed
def patterns(folder: Path | None, at: str | None, json_wanted: bool) -> None:
    from tui.cli import output
    from tui.words import disposition_words

    with open_desk(folder, at) as desk:
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


@_command("guide", _("一件举报还缺什么：何人、何事、何时、何地、数额、证据、知情人"))
@tip_number
def guide(folder: Path | None, at: str | None, json_wanted: bool, number: str) -> None:
    from store.tips.guide import guide as points_of
    from tui.cli import output

    with open_desk(folder, at) as desk:
        tip = desk.tip(number)
        points = points_of(tip.summary, (s.person or s.unit for s in tip.subjects))
        if json_wanted:
            output.rows([{point.key: point.is_told for point in points}])
            return
        for point in points:
            output.say(f"{'✓' if point.is_told else '○'} {point.label}  {point.ask}")
