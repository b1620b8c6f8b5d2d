"""What may be asked of the desk over SSH besides the screen: one table of commands and their options."""

from __future__ import annotations

import copy
import shlex
from contextlib import suppress
from typing import Any, Final, NoReturn

import click

from store.desk.places import Where
from store.errors import DeskError
from store.printable import first_unprintable, printable
from store.text import N_, _
from tui.cli.asking import ASK, Piped, Source
from tui.cli.manual import Command, Context
from tui.cli.options import in_language, named_desk
from tui.cli.who import OFFICER, login

LONGEST: Final = 4096
"""How many bytes a command may have; its texts and files come through standard input."""
# By the names of the commands: the options, and of the arguments the names, that are taken. Whatever is
# not listed does not exist there, what is added to a command later neither: nothing may be listed that
# names a file, a folder, a time, a desk, a key or a printer.
TAKEN: Final = {
    "status": "--json",
    "list": "--json --discipline --channel --line --group --from --to --officer --handler --mine"
    " --reporter --status --late --out-of-hours --to-complete --search --sort --descending",
    "show": "--json number",
    "similar": "--json --person --unit --phone",
    "patterns": "--json",
    "guide": "--json number",
    "history": "--json number",
    "counts": "--json",
    "due": "--json",
    "referral": "--json number",
    "reminders": "--json",
    "log": "--json",
    "directory": "--json",
    "notice": "--json --format --calendar --history",
    "report": "--json --kind --day --format --with-reporter",
    "sheet": "numbers --day --with-reporter --receipt",
    "transfer": "--json --again",
    "letter": "--json --again",
    "handover": "--json --back",
    "forms": "--json --pages",
    "closing": "--json",
    "figures": "",
    "verify": "--json --since",
    "audit": "--json",
    "role": "--json",
    "recipients": "--json",
    "add": "--json",
    "enclosures": "--json number",
    "enclosure": "number place",
    "attach": "--json number files --kind --pages --copies --kept-at --file-number --which",
    "files": "--json",
}
_EVERYWHERE: Final = ("--lang",)
# What is said of those of which less is there than at the desk.
_HELP: Final = {
    "log": N_("值班日志：列出全部"),
    "directory": N_("名录：列出"),
    "notice": N_("对外公告：显示，或输出为 Markdown、网页（A4 打印）、SVG 招贴、toml"),
    "transfer": N_("移交清单：列出已有的；--again 再打印一份（HTML）"),
    "letter": N_("转办函：列出已有的；--again 再打印一份（HTML）"),
    "handover": N_("交接班单：本班此刻的；--back 为此前几班的"),
    "forms": N_("停电断网时用的纸质登记表：列出，或打印空白的"),
    "role": N_("名册：谁是组长、值班员、统计员"),
    "add": N_("登记举报：标准输入每行一件 JSON；写明 reference 的，重送不会重复登记"),
    "attach": N_("登记附件：种类、页数、存放处；写明文件名的，标准输入即是那个文件"),
    "files": N_("附件的文件共占多少，限额多少，哪些已无举报引用"),
}


class Refused(click.ClickException):
    """What was asked for is not taken, in one sentence."""

    exit_code = 2


def words_of(asked: str) -> list[str]:
    """The words of what was asked for, as a shell would part them, nothing in them being replaced.
    Raises `Refused`."""
    if len(asked.encode("utf-8", "surrogateescape")) > LONGEST:
        raise Refused(_("命令太长，最多 {most} 字节；内容请从标准输入送来。", most=LONGEST))
    if first_unprintable(asked) is not None:
        raise Refused(_("命令中有看不见的字符或换行，请删去；内容请从标准输入送来。"))
    try:
        return shlex.split(asked)
    except ValueError as error:
        raise Refused(_("命令中的引号或反斜杠没有写全，请改正。")) from error


def run(asked: str, folder: Where | None, at: str | None, officer: str) -> None:
    """Does what was asked for at the desk in `folder`, in the officer's name; what is not done over SSH
    is noted there. Raises `Refused`, or as the command does."""
    session = click.get_current_context()
    root = session.find_root().command
    assert isinstance(root, click.Group)
    group = _Taken(
        root,
        options_metavar="",
        subcommand_metavar=_("命令 [参数]…"),
        context_settings=root.context_settings,
        help=_("经 SSH 查看、取走和交来；结果写到标准输出，办事的人是公钥所属的值班人员。"),
    )
    in_language(group)
    words = []
    try:
        words = words_of(asked)
        if words[:1] == ["help"]:
            # What begins with a hyphen, right after the host, `ssh` takes for its own.
            words = [*words[1:], "--help"]
        # A program of its own, of whose commands none knows how `sshd` called the session.
        with group.make_context(_how(), words) as context:
            context.params |= {"folder": folder, "at": at, OFFICER: officer}
            group.invoke(context)
    except (Refused, click.NoSuchOption) as refused:
        # What else was typed may be anything, and the note stands in clear.
        name = words[0] if words and words[0] in root.list_commands(session) else ""
        if isinstance(refused, Refused) or refused.option_name in _options(root, session, name):
            with suppress(DeskError), named_desk(folder, at, officer) as desk:
                desk.access.note_refused(name)
        raise


def _options(root: click.Group, context: click.Context, name: str) -> set[str]:
    """Those that there are at the desk, for all commands or for that one: another is a slip of the pen."""
    command = root.get_command(context, name) if name else None
    return {opt for one in (*root.params, *(command.params if command else ())) for opt in one.opts}


def _how() -> str:
    """What a client types before the command."""
    return f"ssh {login()}@" + _("主机")


class _Taken(click.Group):
    """Of the commands in `whole` those of the table, each with its options there alone."""

    context_class = Context

    def __init__(self, whole: click.Group, **options: Any) -> None:
        super().__init__(**options)
        self._whole = whole

    def list_commands(self, context: click.Context) -> list[str]:
        return list(TAKEN)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("命令")):
            known = {name: self.get_command(context, name) for name in TAKEN}
            formatter.write_dl((name, command.help or "") for name, command in known.items())

    def get_command(self, context: click.Context, name: str) -> click.Command:
        if name not in TAKEN:
            _refuse(name)
        command = self._whole.get_command(context, name)
        assert command, name
        return Limited(command, TAKEN[name])


def _refuse(name: str) -> NoReturn:
    raise Refused(
        _(
            "此账户只用于值班台，不执行“{name}”；可用的命令见 {ssh} help。",
            name=printable(name[:40]),
            ssh=_how(),
        )
    )


class Limited(Command):
    """The command `whole` that knows those of its parameters alone that are `taken`, a cell of the
    table."""

    def __init__(self, whole: click.Command, taken: str) -> None:
        names = {*taken.split(), *_EVERYWHERE}
        kept = [one for one in whole.params if names & {one.name, *one.opts}]
        self._left_out = [one for one in whole.params if one not in kept]
        name = whole.name or ""
        told = _(_HELP[name]) if name in _HELP else whole.help
        super().__init__(name, params=[*map(_inert, kept)], callback=whole.callback, help=told)

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        for one in self._left_out:
            # As where it is not given.
            one.handle_parse_result(context, {}, [])
        return super().parse_args(context, args)

    def format_epilog(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """No examples: those of the command write files."""


def _inert(parameter: click.Parameter) -> click.Parameter:
    """The parameter, which reads standard input where it would read a file."""
    made = copy.copy(parameter)
    if isinstance(parameter.type, Source):
        made.type, made.required = _StandardInput(), True
    elif isinstance(parameter.type, click.Path):
        made.type, made.nargs, made.metavar = _Name(), 1, _("[文件名]")
    return made


class _StandardInput(Source):
    """Standard input, as `-`, and no file."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value != ASK:
            raise Refused(_("经 SSH 只读标准输入，请写 -。"))
        return super().convert(value, param, ctx)


class _Name(click.ParamType[tuple[Piped], Any]):
    """What the file on standard input is called; nothing is looked for under that name."""

    name = "name"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Piped]:
        return (value,) if isinstance(value, Piped) else (Piped(str(value)),)
