"""`dutydesk` and its commands; each is imported when it is asked for, so that none waits for the rest."""

from __future__ import annotations

from typing import Final

import click

from store.desk.places import Where
from store.text import _
from tui.cli import manual
from tui.cli.keys import keyed
from tui.cli.lazy_group import LazyGroup
from tui.cli.options import common, linear_option

SETTINGS: Final = {"help_option_names": ["-h", "--help"]}
COMMANDS: Final = {
    "add": "tui.cli.adding.add",
    "dispose": "tui.cli.disposing.dispose",
    "link": "tui.cli.disposing.link",
    "unlink": "tui.cli.disposing.unlink",
    "tell": "tui.cli.disposing.tell",
    "pass-through": "tui.cli.disposing.pass_through",
    "note": "tui.cli.following_up.note",
    "assign": "tui.cli.following_up.assign",
    "appoint": "tui.cli.following_up.appoint",
    "done": "tui.cli.following_up.done",
    "report-up": "tui.cli.following_up.report_up",
    "undo": "tui.cli.disposing.undo",
    "attach": "tui.cli.enclosing.attach",
    "detach": "tui.cli.enclosing.detach",
    "enclosures": "tui.cli.enclosing.enclosures",
    "enclosure": "tui.cli.enclosing.enclosure",
    "files": "tui.cli.enclosing.files",
    "due": "tui.cli.disposing.due",
    "referral": "tui.cli.disposing.referral",
    "patterns": "tui.cli.disposing.patterns",
    "guide": "tui.cli.disposing.guide",
    "list": "tui.cli.finding.list_",
    "similar": "tui.cli.finding.similar",
    "init": "tui.cli.founding.init",
    "keygen": "tui.cli.guarding.keygen",
    "role": "tui.cli.guarding.role",
    "audit": "tui.cli.guarding.audit",
    "drafts": "tui.cli.guarding.drafts",
    "recipients": "tui.cli.guarding.recipients",
    "rekey": "tui.cli.guarding.rekey",
    "close": "tui.cli.guarding.close",
    "import": "tui.cli.importing.import_",
    "directory": "tui.cli.listing.directory",
    "verify": "tui.cli.keeping.verify",
    "history": "tui.cli.keeping.history",
    "backup": "tui.cli.keeping.backup",
    "move": "tui.cli.moving.move",
    "restore": "tui.cli.keeping.restore",
    "notice": "tui.cli.notice.notice",
    "demo": "tui.cli.opening.demo",
    "served": "tui.cli.opening.served",
    "session": "tui.cli.opening.session",
    "help": "tui.cli.helping.help_",
    "settings": "tui.cli.program.settings",
    "completion": "tui.cli.program.completion",
    "schema": "tui.cli.program.schema",
    "report": "tui.cli.papers.report",
    "sheet": "tui.cli.papers.sheet",
    "transfer": "tui.cli.signed_papers.transfer",
    "letter": "tui.cli.signed_papers.letter",
    "figures": "tui.cli.papers.figures",
    "office": "tui.cli.office.office",
    "closing": "tui.cli.papers.closing",
    "handover": "tui.cli.papers.handover",
    "log": "tui.cli.papers.log",
    "forms": "tui.cli.papers.forms",
    "reminders": "tui.cli.reminding.reminders",
    "serve": "tui.cli.serving.serve",
    "show": "tui.cli.showing.show",
    "counts": "tui.cli.showing.counts",
    "database-setup": "tui.cli.database.database_setup",
    "ssh-setup": "tui.cli.ssh_setup.ssh_setup",
    "status": "tui.cli.status.status",
}


class Commands(LazyGroup):
    """The commands, whose page has them by what they are for."""

    context_class = manual.Context

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        manual.write_main_page(self, context, formatter)


@click.group(
    cls=Commands,
    lazy_subcommands=COMMANDS,
    invoke_without_command=True,
    options_metavar=_("[选项]"),
    subcommand_metavar=_("[命令] [参数]…"),
    context_settings=SETTINGS,
    help=_("{inspection}组值班台：倒计时、受理时间、举报登记、分类统计。不带命令即打开值班台。"),
)
@common
@keyed
@linear_option
@click.version_option(
    None, "-V", "--version", package_name="dutydesk", message="%(prog)s %(version)s"
)
@click.pass_context
def cli(context: click.Context, folder: Where | None, at: str | None, linear: bool) -> None:
    if context.invoked_subcommand is None:
        from tui.cli.opening import run_app, run_dialogue

        context.exit(run_dialogue(folder, at) if linear else run_app(folder, at))
