"""Markdown laid out as text for a terminal: without colours, and with lines broken as in print."""

from __future__ import annotations

import io
import re
from typing import Final

import rich.text
from rich.console import Console
from rich.markdown import Markdown

from tui.terminal.wrapping import line_ends

_TABLE: Final = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)


def laid_out(markdown: str, width: int) -> str:
    """The text, in lines of at most `width` cells."""
    # Rich knows of blanks alone, and would begin a line with the comma that did not fit.
    rich.text.divide_line = line_ends  # type: ignore[attr-defined]
    said = io.StringIO()
    console = Console(file=said, width=width, color_system=None, force_terminal=False)
    console.print(Markdown(markdown, hyperlinks=False))
    return "".join(f"{line.rstrip()}\n" for line in said.getvalue().splitlines())


def with_tables_laid_out(markdown: str, width: int) -> str:
    """The same Markdown with its tables as text, which Textual draws with a widget for each cell."""

    def block(table: re.Match[str]) -> str:
        text = laid_out(table[0], width).strip("\n")
        return f"```text\n{text}\n```\n"

    return _TABLE.sub(block, markdown)
