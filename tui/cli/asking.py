"""Texts on the command line: `-` in the place of one asks for it, since others see the command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

import click

from store.disk import cannot_read
from store.frozen import frozen
from store.text import _
from tui.cli.written import refuse_blank

ASK: Final = "-"
_META: Final = "dutydesk.text_given"
_ASKED: Final = "dutydesk.text_asked"


class Text(click.ParamType[str, Any]):
    """A text of a tip or a record; `label` is what it is asked for as.

    Of standard input that is no terminal it is the next line, or with `lines` all that is left.
    """

    name = "text"

    def __init__(self, label: str, *, lines: bool = False) -> None:
        self._label = label
        self._lines = lines

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What stands for it in the help."""
        return _("文字|-")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text, asked for if it is `ASK`."""
        text = str(value)
        if ctx is None or ctx.resilient_parsing:
            return text
        if text != ASK:
            ctx.meta[_META] = ctx.meta.get(_META) or bool(text)
            return text
        if sys.stdin.isatty():
            return str(click.prompt(self._label, default="", show_default=False, err=True))
        ctx.meta[_ASKED] = True
        try:
            line = sys.stdin.read() if self._lines else sys.stdin.readline()
        except UnicodeDecodeError as error:
            raise click.BadParameter(_("标准输入不是 UTF-8 文字。"), ctx, param) from error
        if not line:
            raise click.BadParameter(_("标准输入中没有这一行。"), ctx, param)
        return line.rstrip("\r\n")


class Source(click.File):
    """A file that is read, or standard input as `-`. Raises `CannotRead`, in our own words."""

    def __init__(self) -> None:
        super().__init__("rb")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The open file."""
        refuse_blank(value, param, ctx)
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            if isinstance(error.__context__, OSError):
                raise cannot_read(Path(value), error.__context__) from error
            raise


@frozen
class Piped:
    """Standard input, under the name that the file has where it comes from."""

    name: str


def refuse_given_texts() -> None:
    """Refuses a command that was given a text as it stands, on a desk where texts are sealed."""
    if click.get_current_context().meta.get(_META):
        raise click.UsageError(
            _(
                "密封的值班台不在命令行上写内容（其他账户可在进程表中看到），"
                "请写 - 后输入，或用 add --json -。"
            )
        )


def refuse_asked_texts() -> None:
    """Refuses a command that is to read a file from standard input and took a text from there."""
    if click.get_current_context().meta.get(_ASKED):
        raise click.UsageError(_("标准输入只接一样：文件写 - 的，其他各项不写 -。"))
