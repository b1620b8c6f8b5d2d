"""The command for the public notice: on the terminal, on paper, for a web site, for scripts."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any, Final

import click

from store.notice.notice import Notice
from store.printable import json_text
from store.text import _
from tui.cli import correcting
from tui.cli.manual import command
from tui.cli.options import as_json, common, file_option, open_desk
from tui.cli.papers import must_be_new, output_option, write
from tui.papers.notice_html import notice_html
from tui.papers.notice_md import notice_md
from tui.papers.notice_qr import in_blocks, notice_code, room_for
from tui.papers.notice_svg import notice_svg
from tui.papers.notice_text import notice_text
from tui.papers.public_notice import public_notice
from tui.terminal.ascii import is_ascii_terminal

_TEXT: Final = "text"
# The file that the desk was made from, to be corrected.
_TOML: Final = "toml"
# What a text file has beside each other, and the lines in which its code is looked at.
_COLUMNS, _ROWS = 80, 40


# Beside the text, which is made for the terminal that it is shown on.
_FORMATS: Final = {"md": notice_md, "html": notice_html, "svg": notice_svg}


@command(
    "notice",
    help=_(
        "对外公告：显示，或输出为 Markdown、网页（A4 打印）、SVG 招贴，均带二维码；"
        "toml 为公告文件本身，改好后以 --replace 更正公告"
    ),
)
@common
@as_json
@click.option(
    "--format",
    "form",
    type=click.Choice([_TEXT, *_FORMATS, _TOML]),
    default=_TEXT,
    help=_("格式"),
)
@click.option("--calendar", is_flag=True, help=_("受理日历：全程每一天何时受理，因何不受理"))
@file_option(
    "--replace",
    "corrected",
    help=_("以该文件（TOML）更正公告，记入日志；已登记的举报随之改正"),
)
@file_option(
    "--holidays",
    help=_("把该文件里的节假日和调休（TOML，只有 [[holidays]]）补入公告，记入日志"),
)
@click.option("--history", "past", is_flag=True, help=_("何时、何人更正过公告"))
@output_option
def notice(
    folder: Path | None,
    at: str | None,
    json_wanted: bool,
    form: str,
    calendar: bool,
    corrected: Path | None,
    holidays: Path | None,
    past: bool,
    target: Path | None,
) -> None:
    acts = (corrected is not None) + (holidays is not None) + past
    if acts + calendar + (form != _TEXT) > 1 or (json_wanted and form != _TEXT):
        raise click.UsageError(
            _(
                "--calendar、--format、--replace、--holidays、--history 一次只用一个，--format 不与 --json 同用。"
            )
        )
    if acts and target:
        raise click.UsageError(_("-o 不能与 --replace、--holidays、--history 同用。"))
    with open_desk(folder, at) as desk:
        if acts:
            if holidays:
                correcting.add_holidays(desk, holidays, json_wanted)
            elif corrected:
                correcting.correct(desk, corrected, json_wanted)
            else:
                correcting.tell_history(desk, json_wanted)
            return
        found, text = desk.notice, desk.notices.text()
        must_be_new(target)
        # Whoever is not on the roster may have the notice too, and writes nothing to the desk.
        if target and desk.access.may("count"):
            from tui.printing.kinds import Drawn
            from tui.printing.printing import FILE, record

            record(desk, "poster" if form == "svg" else "notice", Drawn("", b""), FILE)
    if json_wanted:
        from tui.papers.notice_document import document

        said = document(found)
        write(f"{json_text(said['days'] if calendar else said)}\n".encode(), target)
    elif calendar:
        from tui.papers.open_calendar import calendar_text

        write(calendar_text(found, _COLUMNS).encode(), target)
    elif form == _TOML:
        write(text.encode(), target)
    elif form == _TEXT:
        _say(found, target)
    else:
        write(_FORMATS[form](public_notice(found), notice_code(found)).encode(), target)


def _say(found: Notice, target: Path | None) -> None:
    """The notice as text. On a terminal the code is black on white and fits into the window."""
    on_terminal = target is None and sys.stdout.isatty()
    columns, rows = shutil.get_terminal_size() if on_terminal else (_COLUMNS, _ROWS)
    in_ascii = on_terminal and is_ascii_terminal()
    text = notice_text(public_notice(found), min(columns, _COLUMNS))
    code = notice_code(found, room_for(columns, rows - 2, in_ascii))
    parts: list[Any] = [text]
    if code:
        blocks = in_blocks(code, in_ascii)
        if on_terminal and not os.environ.get("NO_COLOR"):
            blocks = [_black_on_white(line) for line in blocks]
        parts += ["", *blocks, code.caption]
    write(("\n".join(parts) + "\n").encode(), target)


def _black_on_white(line: str) -> str:
    """What is ASCII is black all over, and can be told from the rest where there are no colours."""
    pieces = re.findall("#+|[^#]+", line)
    return "".join(
        click.style(piece, fg="black", bg="black" if piece[0] == "#" else "bright_white")
        for piece in pieces
    )
