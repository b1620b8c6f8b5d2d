"""What `dutydesk notice` changes and remembers: a corrected notice, and who corrected it when."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from store.notice.reading import read_notice_text
from store.printable import json_text
from store.text import _
from tui.cli.output import array, say
from tui.words.notice_words import corrected_sentences, correction_line

if TYPE_CHECKING:
    from store.desk.desk import Desk
    from store.duty.books import CorrectedNotice


def correct(desk: Desk, file: Path, json_wanted: bool) -> None:
    """Puts the notice in `file` in force, and says what came with it."""
    found = desk.notices.correct(read_notice_text(file), str(file))
    if json_wanted:
        renamed = [asdict(one) for one in found.renamed]
        tips = [tip.number for tip in found.tips]
        made = _without_text(desk.notices.corrections()[-1])
        click.echo(json_text(made | {"renamed": renamed, "tips": tips}))
        return
    for sentence in (*corrected_sentences(found), *found.notice.remarks):
        say(sentence)


def tell_history(desk: Desk, json_wanted: bool) -> None:
    """Each correction, oldest first."""
    made = desk.notices.corrections()
    if json_wanted:
        array(map(_without_text, made))
        return
    for one in made:
        say(correction_line(desk.notice, one))
    if not made:
        say(_("公告从设立至今没有更正过。"))


def _without_text(made: CorrectedNotice) -> dict[str, Any]:
    return {key: value for key, value in asdict(made).items() if key != "text"}
