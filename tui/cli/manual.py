"""How `--help` looks: columns and lines by the width of what is shown, and examples at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import click
from rich.cells import cell_len

from store.text import N_, _

Adding = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What adds an option to a command."""

_FIRST_COLUMN: Final = 26
_LEAST_WIDTH: Final = 24
_OTHERS: Final = N_("其他")
# What may stand alone on a line: a word, or an ideograph with the punctuation that clings to it.
_UNIT: Final = r"(?s)\s+|[（《“「]*(?:[^\s\u2e80-\uffef“”…—]+|.)[，。；：、）》”」！？…—]*"


def filled(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, as far as its words allow."""
    lines = [""]
    # Not compiled before, since most commands are run without their help.
    for unit in re.findall(_UNIT, text):
        if unit.isspace():
            lines[-1] += " " if lines[-1] else ""
        elif lines[-1] and cell_len(lines[-1]) + cell_len(unit) > width:
            lines.append(unit)
        else:
            lines[-1] += unit
    return [line.rstrip() for line in lines]


class Formatter(click.HelpFormatter):
    """Counts an ideograph as the two cells that it takes."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        head = _("用法：{program}", program=prog)
        first, *rest = filled(args, self.width - cell_len(head) - 1)
        self.write(f"{head} {first}\n")
        for line in rest:
            self.write(f"{' ' * (cell_len(head) + 1)}{line}\n")

    def write_heading(self, heading: str) -> None:
        head = _("{heading}：", heading=heading)
        self.write(f"{' ' * self.current_indent}{head}\n")

    def write_text(self, text: str) -> None:
        for line in filled(text, self.width - self.current_indent):
            self.write(f"{' ' * self.current_indent}{line}\n")

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = _FIRST_COLUMN,
        col_spacing: int = 2,
    ) -> None:
        rows = list(rows)
        widths = [width for term, _text in rows if (width := cell_len(term)) <= col_max]
        column = max(widths, default=col_max) + col_spacing
        indent = " " * self.current_indent
        for term, text in rows:
            lines = filled(text, max(self.width - self.current_indent - column, _LEAST_WIDTH))
            if (room := column - cell_len(term)) >= col_spacing:
                self.write(f"{indent}{term}{' ' * room}{lines.pop(0)}\n")
            else:
                # The long lists of what may be chosen are broken where a choice ends.
                whole = self.width - self.current_indent
                spaced = filled(term.replace("|", "| "), whole)
                self.write("".join(f"{indent}{line.replace('| ', '|')}\n" for line in spaced))
            self.write("".join(f"{indent}{' ' * column}{line}\n" for line in lines))


class Context(click.Context):
    """Has help formatted here."""

    formatter_class = Formatter


class Command(click.Command):
    """A command that shows its examples."""

    context_class = Context

    def __init__(self, name: str | None, **options: Any) -> None:
        super().__init__(name, options_metavar=_("[选项]"), **options)

    def get_params(self, context: click.Context) -> list[click.Parameter]:
        parameters = super().get_params(context)
        for parameter in parameters:
            is_text = parameter.type is click.STRING and parameter.metavar is None
            if is_text and isinstance(parameter, click.Option) and not parameter.is_flag:
                parameter.metavar = _("文字")
            if parameter.metavar:
                parameter.metavar = parameter.metavar.upper()
        return parameters

    def format_epilog(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        from tui.cli.examples import EXAMPLES

        write_examples(EXAMPLES.get(self.name or "", ()), formatter)


def adding(*options: Adding) -> Adding:
    """What adds several options to a command, in their order."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return add


def command(name: str | None = None, **options: Any) -> Callable[[Callable[..., Any]], Command]:
    """Makes a function a command that shows its examples."""
    return click.command(name, cls=Command, **options)


def write_examples(lines: Iterable[tuple[str, str]], formatter: click.HelpFormatter) -> None:
    """Command lines as they are typed, each with what it does under it, if that needs saying."""
    lines = list(lines)
    if lines:
        with formatter.section(_("示例")):
            for line, meaning in lines:
                formatter.write(f"  {_(line)}\n")
                if meaning:
                    with formatter.indentation():
                        formatter.write_text(_(meaning))


def write_main_page(
    group: click.Group, context: click.Context, formatter: click.HelpFormatter
) -> None:
    """The commands by what they are for, and what holds for all of them."""
    from tui.cli.examples import EXAMPLES, NOTES, SECTIONS

    commands = {
        name: command
        for name in group.list_commands(context)
        if (command := group.get_command(context, name)) and not command.hidden
    }
    named = {name for names in SECTIONS.values() for name in names}
    sections = SECTIONS | {_OTHERS: tuple(name for name in commands if name not in named)}
    for heading, names in sections.items():
        rows = [(name, commands[name].help or "") for name in names if name in commands]
        if rows:
            with formatter.section(_(heading)):
                formatter.write_dl(rows)
    for heading, notes in NOTES.items():
        with formatter.section(_(heading)):
            formatter.write_dl([(term, _(text)) for term, text in notes])
    write_examples(EXAMPLES[""], formatter)
