"""How a wrong call is refused: in a sentence and with where to read more, in the punctuation of the language in use."""

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
    (re.compile("(?<=：)\n\t"), ""),
    (re.compile(",\n\t"), "、"),
)


def refuse(error: click.ClickException) -> None:
    """Says on standard error what was wrong."""
    said = io.StringIO()
    error.show(said)
    usage, gap, sentence = said.getvalue().partition("\n\n")
    # What was wrong comes first; how the command is called stands where one is then told to look.
    text = f"{sentence}{usage.splitlines()[-1]}\n" if gap else usage
    if language() == ORIGINAL:
        for wrong, right in _IN_CHINESE:
            text = wrong.sub(right, text)
    click.echo(text, nl=False, err=True)
