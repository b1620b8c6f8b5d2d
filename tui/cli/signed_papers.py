"""The commands for papers that are signed and kept: lists of what is handed over, letters of referral."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import click

from store.desk.desk import Desk
from store.duty.books import Paper, PaperKind
from store.instant import shown_minute
from store.printable import json_text
from store.text import N_, _, listed
from store.tips.disposition import STATUSES
from store.tips.find import Filter, Order
from store.tips.tip import Tip
from tui.cli import completing, output
from tui.cli.asking import Text
from tui.cli.complaining import complain
from tui.cli.keys import keyed
from tui.cli.manual import command
from tui.cli.named_choice import NamedChoice, status_named
from tui.cli.options import NUMBER, as_json, day_of, on_desk, tip_numbers
from tui.cli.papers import must_be_new, output_option, put_out
from tui.cli.written import DAY, TIP, WHOLE
from tui.papers.referral_paper import READ_FIRST
from tui.printing.kinds import PAPERS, Drawn, drawn

_AGREED: Final = NamedChoice({"name": N_("反映人姓名"), "contact": N_("联系方式")})
_MOST_TOLD: Final = 6
_again = click.option("--again", type=WHOLE, help=_("再打印第几号，与当时的一样"))


@command("transfer", help=_("移交清单：交给何人的哪些件，供三方签名（HTML）；不带选项列出已有的"))
@on_desk
@keyed
@as_json
@tip_numbers
@click.option("--to", "receiver", type=Text(_("接收人")), default="", help=_("移交给谁"))
@click.option("--status", type=status_named(STATUSES), help=_("只列这样处理的"))
@click.option("--sent-to", default="", metavar=_("单位"), help=_("只列送交此处的"))
@click.option("--day", type=DAY, help=_("只列这一天收到的"))
@click.option("--all", "is_all", is_flag=True, help=_("全程的各件"))
@_again
@output_option
def transfer(
    desk: Desk,
    json_wanted: bool,
    numbers: tuple[str, ...],
    receiver: str,
    again: int | None,
    target: Path | None,
    **given: Any,
) -> None:
    is_chosen = bool(numbers) or any(given.values())
    if not _is_again(again, is_chosen, receiver) and not is_chosen:
        if receiver:
            raise click.UsageError(
                _("请写明移交哪些件：编号、--status、--sent-to、--day 或 --all。")
            )
        _list(desk, "transfer", json_wanted)
        return
    must_be_new(target, sealed=desk.access.is_unlocked)
    if again is not None:
        _print(desk, "transfer", lambda: desk.papers.again("transfer", again), json_wanted, target)
        return
    tips = _chosen(desk, numbers, **given)
    _print(desk, "transfer", lambda: desk.papers.transfer(tips, receiver), json_wanted, target)


def _is_again(again: int | None, *chosen: object) -> bool:
    """Whether one is to be printed as it was, for which nothing else can be chosen."""
    if again is not None and any(chosen):
        raise click.UsageError(_("--again 所打印的与当时一样，不与编号和其他选择同用。"))
    return again is not None


def _chosen(
    desk: Desk,
    numbers: tuple[str, ...],
    *,
    status: str | None,
    sent_to: str,
    day: str | None,
    is_all: bool,
) -> Sequence[Tip]:
    """The tips of these numbers, or of the whole period, of which each option leaves some."""
    on = day_of(desk, "--day", day)
    wanted = Filter(statuses=(status,) if status else (), since=on, until=on)
    found: Sequence[Tip] = desk.finding.filtered(wanted, Order("number", descending=False))
    if numbers:
        if is_all:
            raise click.UsageError(_("--all 与编号不能同用。"))
        named = {tip.number for tip in desk.finding.numbered(" ".join(numbers))}
        found = [tip for tip in found if tip.number in named]
    if sent_to:
        opened = desk.access.open_tips(found, _("移交清单")) if desk.access.is_unlocked else found
        found = [tip for tip in opened if tip.disposition and tip.disposition.to == sent_to]
    if not found:
        raise click.UsageError(_("没有这样的举报可以移交。"))
    return found


@command("letter", help=_("转办函：一件转给何处，附回执（HTML）；不带编号列出已有的"))
@on_desk
@keyed
@as_json
@click.argument(
    "number",
    type=TIP,
    metavar=NUMBER,
    required=False,
    shell_complete=completing.numbers,
    help=_("举报编号，如 2016-0042 或 42"),
)
@click.option("--due", type=DAY, help=_("请于哪天前办结；不写的留待手填"))
@click.option(
    "--matter",
    type=Text(_("事项"), lines=True),
    default="",
    help=_("反映人同意转告的事项；默认为主要内容"),
)
@click.option(
    "--agreed",
    type=_AGREED,
    multiple=True,
    help=_("反映人同意转告的：{known}；此举记入值班日志", known=_AGREED.explained),
)
@_again
@output_option
def letter(
    desk: Desk,
    json_wanted: bool,
    number: str | None,
    due: str | None,
    again: int | None,
    target: Path | None,
    **given: Any,
) -> None:
    if not _is_again(again, number, due, *given.values()) and not number:
        if due or any(given.values()):
            raise click.UsageError(_("请写明转办哪一件的编号。"))
        _list(desk, "letter", json_wanted)
        return
    must_be_new(target, sealed=desk.access.is_unlocked)
    until = day_of(desk, "--due", due, is_ahead=True)

    def make() -> Paper:
        if again is not None:
            return desk.papers.again("letter", again)
        return desk.papers.letter(number or "", due=until, **given)

    _print(desk, "letter", make, json_wanted, target)
    complain(_(READ_FIRST))


def _print(
    desk: Desk, kind: PaperKind, of: Callable[[], Paper], json_wanted: bool, target: Path | None
) -> None:
    def make() -> Drawn:
        paper = of()
        made = drawn(desk, paper)
        if json_wanted:
            return replace(made, content=f"{json_text(asdict(paper))}\n".encode())
        return made

    put_out(desk, kind, make, target)


def _list(desk: Desk, kind: str, json_wanted: bool) -> None:
    found = [paper for paper in desk.papers.all() if paper.kind == kind]
    if json_wanted:
        output.array(map(asdict, found))
        return
    said = (
        _(
            "第 {serial} 号  {at}  {by}  {numbers}",
            serial=paper.serial,
            at=shown_minute(paper.at),
            by=paper.by,
            numbers=_which(paper.numbers),
        )
        for paper in found
    )
    output.lines(said, _("还没有{kind}。", kind=_(PAPERS[kind].label)))


def _which(numbers: Sequence[str]) -> str:
    """A few numbers, of many the first, the last and how many they are."""
    if len(numbers) <= _MOST_TOLD:
        return listed(numbers)
    return _("{first} 至 {last}，{n} 件", first=numbers[0], last=numbers[-1], n=len(numbers))
