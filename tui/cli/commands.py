"""The commands of `dutydesk`; each imports what it alone needs, so that none waits for the rest."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from store.errors import NoDesk, NotAllowed, NoTerminal, Sealed
from store.text import _
from tui.cli import manual
from tui.cli.asking import Source, Text
from tui.cli.finding import filter_of, filter_options
from tui.cli.keys import key_file, keyed
from tui.cli.options import (
    as_json,
    clock,
    common,
    desk_folder,
    in_lines,
    named_desk,
    open_desk,
    tip_number,
)
from tui.cli.run import complain
from tui.cli.who import login, officer_name
from tui.terminal.language import charset_problem

if TYPE_CHECKING:
    from store.desk.desk import Desk
    from store.tips.tip import Tip
    from tui.apps.desk_app import DeskApp

SETTINGS = {"help_option_names": ["-h", "--help"]}


class Commands(click.Group):
    """The commands. Those that have a module of their own, and the options of `add`, are imported
    when one of them or the list is asked for: opening the desk need not wait for them."""

    context_class = manual.Context
    command_class = manual.Command
    _has_all = False

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.commands or name == "add":
            self._import_others()
        return super().get_command(context, name)

    def list_commands(self, context: click.Context) -> list[str]:
        self._import_others()
        return super().list_commands(context)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        manual.write_main_page(self, context, formatter)

    def _import_others(self) -> None:
        if self._has_all:
            return
        self._has_all = True
        from tui.cli import (
            adding,
            disposing,
            guarding,
            importing,
            keeping,
            notice,
            own,
            papers,
            reminding,
            serving,
        )

        # As the form's, the options of `add` come from the table of fields.
        add.params.extend(adding.tip_options())
        for module in (
            disposing,
            keeping,
            papers,
            notice,
            importing,
            own,
            guarding,
            reminding,
            serving,
        ):
            for command in module.COMMANDS:
                self.add_command(command)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    options_metavar=_("[选项]"),
    subcommand_metavar=_("[命令] [参数]…"),
    context_settings=SETTINGS,
    help=_("巡视组值班台：倒计时、接访时间、举报登记、分类统计。不带命令即打开值班台。"),
)
@common
@keyed
@in_lines
@click.version_option(package_name="dutydesk", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context, folder: Path | None, at: str | None, plain: bool) -> None:
    if context.invoked_subcommand is None:
        context.exit(_run_in_lines(folder, at) if plain else _run_app(folder, at))


def _run_in_lines(folder: Path | None, at: str | None) -> int:
    """The dialogue, which needs no terminal."""
    from tui.linear.run import found_desk

    try:
        desk = named_desk(folder, at)
    except NoDesk:
        chosen = desk_folder(folder)
        made = found_desk(chosen, lambda: clock(at, chosen), login())
        if made is None:
            raise
        desk = made
    return _show(desk, plain=True)


def _run_app(folder: Path | None, at: str | None) -> int:
    chosen = desk_folder(folder)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        named_desk(folder, at).close()
        raise click.UsageError(_("值班台界面要在终端里运行；脚本请用 dutydesk status 等命令。"))
    try:
        desk = named_desk(folder, at)
    except NoDesk:
        from tui.apps.first_start import SetupApp
        from tui.terminal.driver import LAST_WORDS
        from tui.terminal.hangup import ending_when_told
        from tui.terminal.settings import Settings

        setup = SetupApp(chosen, clock(at), Settings.load())
        with ending_when_told(setup.told_to_end, LAST_WORDS):
            notice_text = setup.run()
        if notice_text is None:
            raise
        from store.desk.desk import Desk

        desk = Desk.create(
            chosen,
            notice_text,
            clock=clock(at, chosen),
            officer=login(),
            seal_to=setup.seal_to,
        )
    return _show(desk)


def _show(
    desk: Desk, *, plain: bool = False, is_demo: bool = False, is_served: bool = False
) -> int:
    """Runs the app, or the dialogue; what ended the app, if not the officer, is said once the
    terminal is as it was."""
    if problem := charset_problem():
        raise NoTerminal(problem)
    if plain:
        from tui.linear.run import talk_at

        return talk_at(desk, key_file())
    from tui.apps.desk_app import DeskApp
    from tui.terminal.driver import LAST_WORDS
    from tui.terminal.hangup import ending_when_told
    from tui.terminal.settings import Settings

    with desk:
        app = _demo_app(desk) if is_demo else DeskApp(desk, Settings.load(), key_file())
        if is_served:
            from textual.drivers.web_driver import WebDriver

            app.driver_class = WebDriver
        with ending_when_told(app.told_to_end, LAST_WORDS):
            sentence = app.run()
    if sentence:
        complain(sentence)
    return app.return_code or 0


def _demo_app(desk: Desk) -> DeskApp:
    from tui.apps.demo_app import DemoApp
    from tui.terminal.settings import Settings

    return DemoApp(desk, Settings.load())


@cli.command(help=_("按公告设立值班台；已有值班台的目录不作改动"))
@common
@click.option(
    "--notice", type=click.Path(path_type=Path), metavar=_("文件"), help=_("公告的 TOML 文件")
)
@click.option("--example", is_flag=True, help=_("用随附的公告（2016 年省委巡视第一组）"))
@click.option(
    "--seal-to",
    multiple=True,
    metavar=_("公钥"),
    help=_("密封：姓名和内容只有这些 age 公钥的持有人能读，可写几次；见 keygen"),
)
def init(
    folder: Path | None,
    at: str | None,
    notice: Path | None,
    example: bool,
    seal_to: tuple[str, ...],
) -> None:
    from store.desk.desk import Desk
    from store.notice.reading import example_text, read_notice_text

    if (notice is None) is not example:
        raise click.UsageError(_("请在 --notice 文件 与 --example 中选一个。"))
    chosen = desk_folder(folder)
    if notice is None:
        text, source = example_text(), "hunan-2016.toml"
    else:
        text, source = read_notice_text(notice), str(notice)
    with Desk.create(
        chosen, text, source=source, clock=clock(at), officer=login(), seal_to=seal_to
    ) as desk:
        for sentence in desk.notice.remarks:
            click.echo(sentence, err=True)
        click.echo(_("值班台已设立：{team}，{folder}", team=desk.notice.team, folder=chosen))
        if seal_to:
            sentence = _(
                "已密封，{officer} 为组长；其他人请用 dutydesk role 登记。", officer=login()
            )
            click.echo(sentence, err=True)
        if len(seal_to) == 1:
            click.echo(_("只有一把公钥：密钥一旦丢失，内容无人能读；建议至少两把。"), err=True)


@cli.command(help=_("试用：随附公告的第 12 天，虚构的举报，退出后即删除"))
@common
@in_lines
def demo(folder: Path | None, at: str | None, plain: bool) -> None:
    if folder or at:
        raise click.UsageError(_("试用总在临时目录、公告第 12 天进行，不接受 --desk 和 --at。"))
    if not (plain or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise click.UsageError(_("试用要在终端里运行。"))
    import tempfile

    from tui.apps.demo import demo_desk

    with tempfile.TemporaryDirectory(prefix="dutydesk-demo-") as temporary:
        status = _show(demo_desk(Path(temporary) / "desk"), plain=plain, is_demo=True)
    click.get_current_context().exit(status)


@cli.command(
    "ssh-setup", help=_("生成远程值守所需的 OpenSSH 配置：每把公钥对应一名值班人员，只能打开值班台")
)
@common
@click.option("--account", metavar=_("账户"), help=_("值班台所用的系统账户；默认当前账户"))
@click.option(
    "--write",
    "target",
    type=click.Path(path_type=Path),
    metavar=_("目录"),
    help=_("写成该目录中的文件，而不显示"),
)
@click.option(
    "--plain",
    "in_lines",
    multiple=True,
    metavar=_("姓名"),
    help=_("此人登录后用逐行问答，可写几次"),
)
@click.argument(
    "keys",
    nargs=-1,
    required=True,
    metavar=_("姓名=公钥文件…"),
    help=_("值班人员及其公钥（.pub）文件，每人一项"),
)
def ssh_setup(
    folder: Path | None,
    at: str | None,
    account: str | None,
    target: Path | None,
    in_lines: tuple[str, ...],
    keys: tuple[str, ...],
) -> None:
    from tui.cli import ssh_setup

    with named_desk(folder, at) as desk:
        texts = ssh_setup.texts(account or login(), desk.folder.resolve(), keys, in_lines)
    if target is None:
        click.echo("\n".join(texts.values()), nl=False)
        return
    ssh_setup.write(target, texts)
    for name in texts:
        click.echo(_("已写入：{path}", path=target / name))


@cli.command(help=_("由 serve 为浏览器的一页启动"), hidden=True)
@common
def served(folder: Path | None, at: str | None) -> None:
    # The browser's page is a terminal with all colours, whatever the server was started in.
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    click.get_current_context().exit(_show(named_desk(folder, at), is_served=True))


@cli.command(help=_("由 sshd 为值班人员的公钥启动（见 ssh-setup）"), hidden=True)
@common
@click.option(
    "--officer", required=True, callback=lambda _context, _option, name: officer_name(name)
)
@in_lines
def session(folder: Path | None, at: str | None, officer: str, plain: bool) -> None:
    from tui.cli.session import enter

    enter()
    click.get_current_context().exit(_show(named_desk(folder, at, officer), plain=plain))


@cli.command(help=_("巡视期还剩多久，此刻是否接访，何时改变"))
@common
@as_json
def status(folder: Path | None, at: str | None, json_wanted: bool) -> None:
    from tui.cli import output

    with open_desk(folder, at) as desk:
        output.status(desk.notice, desk.now(), json_wanted)


@cli.command(help=_("登记举报：用选项登记一件，或以 --json 从文件（- 为标准输入）逐行登记"))
@common
@click.option(
    "--json",
    "source",
    type=Source(),
    metavar=_("文件"),
    help=_("JSON 行文件，每行一件，- 为标准输入；各项见 dutydesk schema tip-entry"),
)
@click.pass_context
def add(
    context: click.Context, /, folder: Path | None, at: str | None, source: Any, **given: Any
) -> None:
    from tui.cli import adding, output

    if (source is None) is not any(adding.is_given(value) for value in given.values()):
        raise click.UsageError(_("请用 --json 文件，或用 --channel、--summary 等选项写明举报。"))
    with open_desk(folder, at) as desk:
        if source is None:
            tip = adding.add_one(desk, given)
            output.tip_saved(tip)
            if given["received_at"] and tip.received_at:
                output.received(desk.notice, tip.received_at)
        elif adding.add_lines(desk, source):
            context.exit(1)


@cli.command(
    "list", help=_("列出举报，每件一行，不含反映人；各项条件须同时符合，--json 为全部内容")
)
@common
@keyed
@as_json
@filter_options
def list_(folder: Path | None, at: str | None, json_wanted: bool, **given: Any) -> None:
    from tui.cli import output

    with open_desk(folder, at) as desk:
        found: Sequence[Tip] = desk.filtered(*filter_of(desk, given))
        if desk.is_unlocked:
            found = desk.open_tips(found, "list")
        output.tips(desk.notice, found, json_wanted)


@cli.command(help=_("查找可能反映同一问题的在册举报（重复件）"))
@common
@as_json
@click.option(
    "--person", "persons", type=Text(_("被反映人")), multiple=True, help=_("被反映人姓名")
)
@click.option("--unit", "units", type=Text(_("被反映单位")), multiple=True, help=_("被反映单位"))
@click.option("--phone", type=Text(_("联系方式")), default="", help=_("反映人的电话号码"))
def similar(folder: Path | None, at: str | None, json_wanted: bool, **given: Any) -> None:
    from tui.cli import output

    if not any(given.values()):
        raise click.UsageError(_("请用 --person、--unit 或 --phone 写明要找什么。"))
    with open_desk(folder, at) as desk:
        output.similar(desk.notice, desk.similar(**given), json_wanted)


@cli.command(help=_("一件举报的全部内容，含反映人和期限"))
@common
@keyed
@as_json
@tip_number
def show(folder: Path | None, at: str | None, json_wanted: bool, number: str) -> None:
    from tui.cli import output

    with open_desk(folder, at) as desk:
        output.tip(desk, _opened(desk, number), json_wanted)


def _opened(desk: Desk, number: str) -> Tip:
    """The tip with all its texts, or without them and with the reason on standard error."""
    try:
        return desk.open_tip(number)
    except (Sealed, NotAllowed) as reason:
        shown = desk.tip(number)
        complain(str(reason))
        return shown


@cli.command(help=_("分类统计：总数、今日、受理范围内外、来源、问题类别、处理情况"))
@common
@as_json
def counts(folder: Path | None, at: str | None, json_wanted: bool) -> None:
    from tui.cli import output

    with open_desk(folder, at) as desk:
        output.counts(desk.counts(), json_wanted)
