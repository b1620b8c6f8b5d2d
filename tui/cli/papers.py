"""The commands for shifts, duty log, reports, paper forms and the closing day."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click

from store import disk
from store.desk.desk import Desk
from store.duty.books import is_form_number
from store.printable import json_text, printable
from store.text import N_, _, listed
from tui.cli import output
from tui.cli.asking import Text
from tui.cli.inert import telling_of_loss
from tui.cli.keys import keyed
from tui.cli.manual import command
from tui.cli.named_choice import NamedChoice
from tui.cli.options import as_json, day_of, on_desk, tip_numbers
from tui.cli.who import is_over_ssh
from tui.cli.written import DAY, TIP, WHOLE, FilePath, Written
from tui.papers import duty_text, report_words
from tui.papers.report_formats import FIGURES_ONLY, FORMATS, WITH_REGISTER
from tui.printing.kinds import PAPERS, Drawn, names_reporters
from tui.printing.printing import (
    FILE,
    LINE,
    as_it_leaves,
    draw,
    log_reporters,
    record,
    telling_what_stands,
    to_file,
)
from tui.printing.wanted import Wanted

_FORM: Final = Written(N_("表号"))
_KIND: Final = NamedChoice(
    {"day": N_("日报"), "week": N_("周报"), "period": N_("全程报表")},
    {"day": ("日",), "week": ("周",), "period": ("全程",)},
)

output_option = click.option(
    "-o",
    "--output",
    "target",
    type=FilePath(dir_okay=False),
    help=_("写入文件，只有本人可读；已有的不覆盖"),
)


@command("report", help=_("日报、周报、全程报表，附台账；默认为今日的日报"))
@on_desk
@keyed
@as_json
@click.option("--kind", type=_KIND, default="day", help=_("日、周或全程"))
@click.option("--day", type=DAY, help=_("哪一天的，周报为到哪一天；默认今天"))
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS]),
    default="text",
    help=_("格式；{forms} 只有统计数字，其余附台账", forms=listed(FIGURES_ONLY)),
)
@click.option("--with-reporter", is_flag=True, help=_("台账写明反映人；此举记入值班日志，请慎用"))
@output_option
def report(
    desk: Desk,
    json_wanted: bool,
    kind: Any,
    day: str | None,
    form: str,
    with_reporter: bool,
    target: Path | None,
) -> None:
    if json_wanted and form not in ("text", "json"):
        raise click.UsageError(_("--json 与 --format {form} 不能同用。", form=form))
    form = "json" if json_wanted else form
    chosen = FORMATS[form]
    if not chosen.is_readable and target is None and sys.stdout.isatty():
        raise not_on_a_terminal(form)
    if with_reporter and not chosen.has_register:
        others = listed(WITH_REGISTER)
        raise click.UsageError(
            _("{form} 只有统计数字，没有反映人；请用 {others}。", form=form, others=others)
        )
    found = desk.figures.report(kind, day_of(desk, "--day", day))
    must_be_new(target, sealed=desk.access.is_unlocked and chosen.has_register)
    about = listed((report_words.days(found), form))

    def make() -> Drawn:
        if not chosen.has_register:
            return Drawn(about, chosen.make(desk.notice, found, ()))
        tips = desk.figures.register(found.figures.span, with_reporter)
        content, told = chosen.make(desk.notice, found, tips), names_reporters(tips, with_reporter)
        drawn = Drawn(about, content, with_reporter=told)
        log_reporters(desk, "register", drawn)
        return drawn

    put_out(desk, "register" if chosen.has_register else kind, make, target)


@command("sheet", help=_("登记单：每件一张 A4，供签批；默认不写反映人（HTML）"))
@on_desk
@keyed
@tip_numbers
@click.option("--day", type=DAY, help=_("这一天收到的全部"))
@click.option("--with-reporter", is_flag=True, help=_("写明反映人；此举记入值班日志，请慎用"))
@click.option("--receipt", is_flag=True, help=_("改为给来访人的回执，不写内容"))
@output_option
def sheet(
    desk: Desk,
    numbers: tuple[str, ...],
    day: str | None,
    with_reporter: bool,
    receipt: bool,
    target: Path | None,
) -> None:
    if bool(numbers) == bool(day):
        raise click.UsageError(_("请写明编号，或用 --day 写明哪一天，二者用一个。"))
    if receipt and with_reporter:
        raise click.UsageError(_("回执不写反映人，--receipt 与 --with-reporter 不能同用。"))
    name = "receipt" if receipt else "sheet"
    must_be_new(target, sealed=PAPERS[name].tells and desk.access.is_unlocked)
    wanted = Wanted(
        " ".join(numbers),
        day_of(desk, "--day", day),
        with_reporter=with_reporter,
    )
    put_out(desk, name, lambda: draw(desk, name, wanted), target)


def put_out(desk: Desk, name: str, make: Callable[[], Drawn], target: Path | None) -> None:
    """A paper that goes out, which is left on record; what is shown of figures alone goes nowhere.
    `make` draws it up, and does what is done by that."""
    # Whoever asks over SSH has it, be it shown there or put into a file.
    over_ssh = is_over_ssh()
    where = LINE if over_ssh else FILE
    if target:
        to_file(desk, name, make, target.parent, target, where)
        tell_written(target)
        return
    drawn = make()
    with telling_what_stands(drawn):
        if PAPERS[name].tells or over_ssh or name == "receipt":
            record(desk, name, drawn, where)
        content, _ending = as_it_leaves(desk, name, drawn)
    write(content, None)


def not_on_a_terminal(what: str) -> click.UsageError:
    """What is no text, and no file was named for it."""
    how = N_("{form} 不能显示在终端上，请用 -o 写明文件。")
    if is_over_ssh():
        how = N_("{form} 不能显示在终端上，请不用 ssh -t，并写入文件。")
    return click.UsageError(_(how, form=what))


def must_be_new(target: Path | None, option: str = "-o", *, sealed: bool | None = False) -> None:
    """Refuses a file that is there already, and one whose name does not end as what is `sealed` does,
    or ends so though it is not; None leaves that open. What is opened to be exported leaves the desk
    sealed again."""
    ends_so = target is not None and target.suffix == ".age"
    if sealed and not ends_so:
        raise click.BadParameter(
            _("密封的内容只导出为密封文件，请用 -o 写明以 .age 结尾的文件名。"), param_hint=option
        )
    if target is not None and _is_there(target):
        raise click.BadParameter(
            _("{path} 已存在，未作改动；请换一个文件名。", path=target), param_hint=option
        )
    if ends_so and sealed is False:
        raise click.BadParameter(
            _("{path}：以 .age 结尾的是密封文件，本件不密封，请换一个文件名。", path=target),
            param_hint=option,
        )


def _is_there(target: Path) -> bool:
    with disk.writing_to(target):
        try:
            target.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
    return True


def write(content: bytes, target: Path | None) -> None:
    """Puts a paper into the new file `target`, or out if there is none. Raises `CannotWrite`."""
    if target is None:
        with telling_of_loss():
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        return
    must_be_new(target, sealed=None)
    disk.write_new_file(target, content)
    tell_written(target)


def tell_written(target: Path) -> None:
    """Says that the new file is there."""
    click.echo(_("已写入：{path}", path=target), err=True)


@command("figures", help=_("全程的统计数字，供汇总各组：JSON，没有姓名，没有举报内容"))
@on_desk
@output_option
def figures(desk: Desk, target: Path | None) -> None:
    must_be_new(target)
    put_out(desk, "figures", lambda: draw(desk, "figures", Wanted()), target)


@command("closing", help=_("收件核对：收到 = 呈组长 + 转办 + 留存备查 + 径送，及截止后收件登记"))
@on_desk
@as_json
@output_option
def closing(desk: Desk, json_wanted: bool, target: Path | None) -> None:
    must_be_new(target)
    found = desk.figures.closing()
    paper = found.as_json() if json_wanted else duty_text.closing_text(desk.notice, found)
    put_out(desk, "closing", lambda: Drawn(str(found.at.date()), _as_text(paper)), target)


def _as_text(paper: str | dict[str, Any]) -> bytes:
    """A paper as text, or what it holds as JSON."""
    text = printable(paper, lines=True) if isinstance(paper, str) else json_text(paper)
    return f"{text}\n".encode()


@command("handover", help=_("交接班单：不带选项为本班此刻的；--take 接班，--give 交班"))
@on_desk
@as_json
@click.option("--take", is_flag=True, help=_("接班，并确认上一班交来的事项"))
@click.option("--give", is_flag=True, help=_("交班，并留存此刻的交接班单"))
@click.option("--notes", type=Text(_("交班事项")), default="", help=_("交班时写给下一班的事项"))
@click.option("--back", type=WHOLE, default=0, help=_("往前数第几班的交接班单"))
@output_option
def handover(
    desk: Desk,
    json_wanted: bool,
    take: bool,
    give: bool,
    notes: str,
    back: int,
    target: Path | None,
) -> None:
    if (take and give) or (notes and not give):
        raise click.UsageError(_("--take 与 --give 只能用一个；--notes 与 --give 同用。"))
    must_be_new(target)

    def make() -> Drawn:
        stands = ""
        if back:
            # Whether there is one is asked before anything is done.
            desk.shifts.handover(back)
        if take:
            desk.shifts.take_over()
            stands = _("已经接班，交接班单请用 dutydesk handover 再取。")
        if give:
            desk.shifts.hand_over(notes)
            stands = _("已经交班，交接班单请用 dutydesk handover --back 1 再取。")
        found = desk.shifts.handover(back + give)
        paper = found.as_json() if json_wanted else duty_text.handover_text(desk.notice, found)
        return Drawn("", _as_text(paper), stands=stands)

    put_out(desk, "handover", make, target)


@command("log", help=_("值班日志：写一条；不写事项则列出全部"))
@on_desk
@as_json
@click.argument(
    "text", nargs=-1, type=Text(_("事项")), metavar=_("事项"), help=_("写入日志的一句话")
)
def log(desk: Desk, json_wanted: bool, text: tuple[str, ...]) -> None:
    entries = [desk.duty_log.write(" ".join(text))] if text else desk.duty_log.all()
    if json_wanted:
        output.array(map(asdict, entries))
        return
    output.lines(map(duty_text.log_line, entries), _("值班日志中还没有记录。"))


@command("forms", help=_("停电断网时用的纸质登记表：打印、列出、核销"))
@on_desk
@as_json
@click.option("--pages", type=WHOLE, help=_("打印 N 张编号的空白登记表（HTML，A4）"))
@click.option(
    "--entered",
    type=(_FORM, TIP),
    metavar=_("表号 编号"),
    help=_("表号已补录为哪一件，收到时间写表上的"),
)
@click.option(
    "--void", type=(_FORM, Text(_("理由"))), metavar=_("表号 理由"), help=_("表号作废及理由")
)
@output_option
def forms(
    desk: Desk,
    json_wanted: bool,
    pages: int | None,
    entered: tuple[str, str] | None,
    void: tuple[str, str] | None,
    target: Path | None,
) -> None:
    if sum(given is not None for given in (pages, entered, void)) > 1:
        raise click.UsageError(_("--pages、--entered、--void 一次只用一个。"))
    if pages is not None:
        must_be_new(target)
        put_out(desk, "forms", lambda: draw(desk, "forms", Wanted(pages=pages)), target)
        return
    if entered:
        desk.forms.settle(_form(entered[0]), tip=entered[1])
    if void:
        desk.forms.settle(_form(void[0]), void=void[1])
    found = desk.forms.all()
    if json_wanted:
        output.array({"form": n, **asdict(form)} for n, form in found.items())
        return
    for number, form in found.items():
        output.say(duty_text.form_line(number, form))
    output.say(duty_text.forms_sentence(found))


def _form(text: str) -> int:
    if not is_form_number(text):
        raise click.BadParameter(_("“{text}”不是表号，表号为数字。", text=text[:40]))
    return int(text)
