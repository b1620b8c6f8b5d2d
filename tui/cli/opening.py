"""Opens the desk on screen or line by line: by itself, as the demo, for a browser, for `sshd`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.desk.places import Where
from store.errors import DeskEnded, NoDesk, NoTerminal
from store.text import _
from tui.cli.complaining import complain
from tui.cli.keys import key_file
from tui.cli.manual import command
from tui.cli.options import clock, common, linear_option, named_desk, refuse_debugging
from tui.cli.where import desk_folder
from tui.cli.who import login, officer_given
from tui.terminal.language import charset_problem
from tui.terminal.settings import Settings

if TYPE_CHECKING:
    from store.desk.desk import Desk
    from tui.apps.desk_app import DeskApp
    from tui.notice_form.founding import Founding


def run_dialogue(folder: Where | None, at: str | None) -> int:
    """The dialogue, which needs no terminal."""
    return _show(_desk_or_new(folder, at, _talk_of_founding), linear=True)


def run_app(folder: Where | None, at: str | None) -> int:
    """The desk on screen; where there is none yet, what it takes to make one first."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        named_desk(folder, at).close()
        raise click.UsageError(_("值班台界面要在终端里运行；脚本请用 dutydesk status 等命令。"))
    return _show(_desk_or_new(folder, at, _show_first_start))


def _desk_or_new(
    folder: Where | None, at: str | None, ask: Callable[[Founding], str | None]
) -> Desk:
    """The desk that the options name; where there is none, a new one of the notice whose text `ask`
    gives, unless it gives none."""
    try:
        return named_desk(folder, at)
    except DeskEnded:
        raise
    except NoDesk:
        from tui.notice_form.founding import Founding

        chosen = desk_folder(folder)
        founding = Founding(chosen, clock(at, chosen).now)
        notice_text = ask(founding)
        if notice_text is None:
            raise
        desk = founding.found(notice_text, clock(at, chosen), login())
        refuse_debugging(desk)
        return desk


def _talk_of_founding(founding: Founding) -> str | None:
    from tui.linear.run import talk_of_founding

    return talk_of_founding(founding)


def _show_first_start(founding: Founding) -> str | None:
    from tui.apps.first_start import SetupApp
    from tui.terminal.driver import LAST_WORDS
    from tui.terminal.hangup import ending_when_told

    setup = SetupApp(founding, Settings.load())
    with ending_when_told(setup.told_to_end, LAST_WORDS):
        return setup.run()


def _show(
    desk: Desk,
    *,
    linear: bool = False,
    is_demo: bool = False,
    is_served: bool = False,
    is_remote: bool = False,
) -> int:
    """Runs the app, or the dialogue; what ended the app, if not the officer, is said once the
    terminal is as it was."""
    if problem := charset_problem():
        raise NoTerminal(problem)
    if linear:
        from tui.linear.run import talk_at

        return talk_at(desk, key_file(), is_remote=is_remote)
    from tui.apps.desk_app import DeskApp
    from tui.terminal.driver import LAST_WORDS
    from tui.terminal.hangup import ending_when_told

    with desk:
        app = (
            _demo_app(desk)
            if is_demo
            else DeskApp(desk, Settings.load(), key_file(), is_remote=is_remote)
        )
        if is_served:
            from textual.drivers.web_driver import WebDriver

            app.driver_class = WebDriver
        with ending_when_told(app.told_to_end, LAST_WORDS):
            sentence = app.run()
    if sentence:
        complain(sentence)
    if desk.reach.hangs:
        # What waits for a disk that does not answer would keep the program from ending.
        sys.stderr.flush()
        os._exit(app.return_code or 0)
    return app.return_code or 0


def _demo_app(desk: Desk) -> DeskApp:
    from tui.apps.demo_app import DemoApp

    return DemoApp(desk, Settings.load())


@command(help=_("试用：随附公告的第 12 天，虚构的举报，退出后即删除"))
@common
@linear_option
def demo(folder: Where | None, at: str | None, linear: bool) -> None:
    if folder or at:
        raise click.UsageError(_("试用总在临时目录、公告第 12 天进行，不接受 --desk 和 --at。"))
    if not (linear or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise click.UsageError(_("试用要在终端里运行。"))
    import tempfile

    from tui.apps.demo import demo_desk

    with tempfile.TemporaryDirectory(prefix="dutydesk-demo-") as temporary:
        status = _show(demo_desk(Path(temporary) / "desk", login()), linear=linear, is_demo=True)
    click.get_current_context().exit(status)


@command(help=_("由 serve 为浏览器的一页启动"), hidden=True)
@common
def served(folder: Where | None, at: str | None) -> None:
    # The browser's page is a terminal with all colours, whatever the server was started in.
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    click.get_current_context().exit(_show(named_desk(folder, at), is_served=True))


@command(help=_("由 sshd 为值班人员的公钥启动（见 ssh-setup）"), hidden=True)
@common
@click.option(
    "--officer", required=True, callback=lambda _context, _option, name: officer_given(name)
)
@linear_option
def session(folder: Where | None, at: str | None, officer: str, linear: bool) -> None:
    from tui.cli.session import asked_for, enter

    if asked := asked_for():
        from tui.cli import over_ssh

        over_ssh.run(asked, folder, at, officer)
        return
    enter()
    click.get_current_context().exit(
        _show(named_desk(folder, at, officer), linear=linear, is_remote=True)
    )
