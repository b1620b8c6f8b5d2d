"""Markdown laid out as text for a terminal: without colours, and with lines broken as in print."""

from __future__ import annotations

import io
import re
from typing import Final

import rich.text
from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding

from tui.terminal.lazy_import import empty, import_without
from tui.terminal.wrapping import line_ends

# What gives code its colours knows five hundred languages, of which no page has one: 1 MB.
import_without("rich.syntax", "rich.markdown", empty("rich.syntax", "Syntax"))
from rich.markdown import CodeBlock, Markdown  # noqa: E402

_TABLE: Final = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)


class _Block(CodeBlock):
    """A block as it is written."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Padding(rich.text.Text(str(self.text).rstrip()), 1)


class _Page(Markdown):
    elements = Markdown.elements | {"fence": _Block, "code_block": _Block}


def laid_out(markdown: str, width: int) -> str:
    """The text, in lines of at most `width` cells."""
    # Rich knows of blanks alone, and would begin a line with the comma that did not fit.
    rich.text.divide_line = line_ends  # type: ignore[attr-defined]
    said = io.StringIO()
    console = Console(file=said, width=width, color_system=None, force_terminal=False)
    console.print(_Page(markdown, hyperlinks=False))
    return "".join(f"{line.rstrip()}\n" for line in said.getvalue().splitlines())


def with_tables_laid_out(markdown: str, width: int) -> str:
    """The same Markdown with its tables as text, which Textual draws with a widget for each cell."""

    def block(table: re.Match[str]) -> str:
        text = laid_out(table[0], width).strip("\n")
        return f"```text\n{text}\n```\n"

    return _TABLE.sub(block, markdown)
