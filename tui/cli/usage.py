"""How a wrong call is refused: as click does, in the punctuation of the language in use."""

from __future__ import annotations

import io
import re
from typing import Final

import click

from store.text import ORIGINAL, language

# click quotes, lists and ends a sentence as English does, whatever language its words are in.
_IN_CHINESE: Final = (
    (re.compile(r"'([^'\n]*)'"), "“\\1”"),
    (re.compile("”, (?=“)"), "”、"),
    (re.compile(r"(?<=[”\u4e00-\u9fff])\.(?= |$)", re.MULTILINE), "。"),
    (re.compile("(?<=[。，：；）”]) +(?=[（“\u4e00-\u9fff])"), ""),
    (re.compile("(?<=[\u4e00-\u9fff]) +(?=“)"), ""),
)


def refuse(error: click.ClickException) -> None:
    """Says on standard error what was wrong."""
    said = io.StringIO()
    error.show(said)
    text = said.getvalue()
    if language() == ORIGINAL:
        for wrong, right in _IN_CHINESE:
            text = wrong.sub(right, text)
    click.echo(text, nl=False, err=True)
