"""The command for the manual: a page, a command's options, what is said of something; all of it as a file."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from store.text import _, listed
from tui.cli.manual import Context, command
from tui.cli.options import in_language
from tui.cli.papers import must_be_new, output_option, write
from tui.manual.pages import PAGES, find, page_named, text_of, title_of

_TEXT: Final = "text"
_WIDEST: Final = 100
_PLAIN_WIDTH: Final = 80
_MOST_FOUND: Final = 40


@command("help", help=_("使用手册：一页、一个命令的全部选项，或哪里写到某个词；不写则列出各页"))
@in_language
@click.argument(
    "topic",
    required=False,
    nargs=-1,
    metavar=_("页名、命令或词"),
    help=_("手册的一页、一个命令，或要找的词"),
)
@click.option(
    "--format",
    "form",
    type=click.Choice([_TEXT, "html", "man"]),
    default=_TEXT,
    help=_("html 为整本手册，一个文件，可用 A4 打印；man 为 man 手册页"),
)
@output_option
@click.pass_context
def help_(context: click.Context, topic: tuple[str, ...], form: str, target: Path | None) -> None:
    if topic and form != _TEXT:
        raise click.UsageError(_("html 和 man 是整本的，不与页名同用。"))
    must_be_new(target)
    if form == "html":
        from tui.manual.book import book

        write(book(_("Dutydesk 值班台使用手册"), _helps(context)).encode(), target)
        return
    if form == "man":
        from tui.cli.man_page import man_page

        write(man_page(context.find_root()).encode(), target)
        return
    text = _answer(context, " ".join(topic))
    if target or not sys.stdout.isatty():
        write(text.encode(), target)
    else:
        click.echo_via_pager(text, color=False)


def _answer(context: click.Context, asked: str) -> str:
    """What is asked for. Raises `click.UsageError` where nothing is said of it."""
    group = context.find_root().command
    assert isinstance(group, click.Group)
    if not asked:
        return _contents()
    found = group.get_command(context, asked)
    if page := page_named(asked):
        options = _("这个命令的选项：dutydesk {command} --help", command=asked)
        return _page(text_of(page)) + (f"\n{options}\n" if found else "")
    if found:
        return f"{_help_of(found, context.find_root())}\n"
    lines = find(asked)
    if not lines:
        raise click.UsageError(
            _("手册里没有“{asked}”。各页：{pages}。", asked=asked, pages=listed(PAGES))
        )
    said = [f"{title_of(f.page)} ({f.page}) · {f.heading}\n    {f.line}\n" for f in lines]
    more = len(said) - _MOST_FOUND
    if more > 0:
        said[_MOST_FOUND:] = [_("还有 {more} 处，请多写几个词。", more=more) + "\n"]
    return "".join(said)


def _contents() -> str:
    """The pages by name and title."""
    head = _("使用手册：")
    width = max(map(len, PAGES)) + 2
    rows = "".join(f"  dutydesk help {page:{width}}{title_of(page)}\n" for page in PAGES)
    more = _(
        "dutydesk help 后写命令名，为其全部选项；写一个词，为手册里写到它的各处。\n"
        "dutydesk help --format html -o 手册.html 写出整本，可打印。"
    )
    return f"{head}\n{rows}{more}\n"


def _page(markdown: str) -> str:
    """As it is written where it goes elsewhere than to a terminal."""
    if not sys.stdout.isatty():
        return markdown
    from tui.terminal.laid_out import laid_out

    return laid_out(markdown, min(shutil.get_terminal_size().columns, _WIDEST))


def _help_of(found: click.Command, root: click.Context) -> str:
    return found.get_help(
        Context(found, info_name=found.name, parent=root, terminal_width=_PLAIN_WIDTH - 2)
    )


def _helps(context: click.Context) -> Iterator[tuple[str, str]]:
    """Each command with its help."""
    root = context.find_root()
    group = root.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(root):
        found = group.get_command(root, name)
        if found and not found.hidden:
            yield f"dutydesk {name}", _help_of(found, root)
