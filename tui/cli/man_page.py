"""The page that `man dutydesk` shows: made of the commands' own help, in the language in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

import click

from store.text import _
from tui.cli.examples import EXAMPLES, NOTES, SECTIONS
from tui.cli.manual import Context

_NAME_ENDS: Final = re.compile("[：:]")
# After an ideograph a line may end, which troff does not know, but for before a closing mark.
_BREAKABLE: Final = re.compile("([、。，；：！？）》”\u4e00-\u9fff])(?=[^ 、。，；：！？）》”…—])")


def man_page(root: click.Context) -> str:
    """The page in roff, for section 1."""
    return "\n".join((*_lines(root), ""))


def _lines(root: click.Context) -> Iterator[str]:
    group = root.command
    assert isinstance(group, click.Group)
    yield f'.TH DUTYDESK 1 "" "dutydesk {version("dutydesk")}"'
    yield ".ad l"
    # `apropos` reads the line below this heading, and no troff.
    yield from _section("NAME")
    yield rf"dutydesk \- {_NAME_ENDS.split(group.help or '')[0]}"
    yield from _section(_("用法"))
    yield from _synopsis(root)
    yield from (".PP", _roff(group.help or ""))
    yield from _section(_("选项"))
    yield from _parameters(root)
    for title, names in SECTIONS.items():
        yield from _section(_(title))
        for name in names:
            found = group.get_command(root, name)
            assert found, name
            context = Context(found, info_name=name, parent=root)
            yield f".SS dutydesk {_roff(name)}"
            yield _roff(found.help or "")
            yield ".PP"
            yield from _synopsis(context)
            yield from _parameters(context)
            yield from _examples(name)
    for title, notes in NOTES.items():
        yield from _section(_(title))
        for term, said in notes:
            yield from (".TP", rf"\fB{_roff(term)}\fR", _roff(_(said)))
    yield from _section(_("示例"))
    yield from _examples("")
    yield from _section(_("参见"))
    yield _roff(_("dutydesk help 列出使用手册的各页；age(1)，sshd_config(5)。"))


def _section(title: str) -> Iterator[str]:
    yield f'.SH "{_roff(title)}"'


def _synopsis(context: click.Context) -> Iterator[str]:
    words = " ".join(context.command.collect_usage_pieces(context))
    yield rf"\fB{_roff(context.command_path)}\fR {_roff(words)}"


def _parameters(context: click.Context) -> Iterator[str]:
    for parameter in context.command.get_params(context):
        if record := parameter.get_help_record(context):
            term, said = record
            yield from (".TP", rf"\fB{_roff(term)}\fR", _roff(said))


def _examples(name: str) -> Iterator[str]:
    for line, meaning in EXAMPLES[name]:
        yield from (".PP", ".EX", _roff(_(line)), ".EE")
        if meaning:
            yield _roff(_(meaning))


def _roff(text: str) -> str:
    """A text that means nothing to troff."""
    text = " ".join(text.split()).replace("\\", r"\e").replace("-", r"\-")
    text = _BREAKABLE.sub(r"\1\\:", text)
    return rf"\&{text}" if text.startswith((".", "'")) else text
