"""What `dutydesk notice` changes and remembers: a corrected notice, and who corrected it when."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from store.desk.correction import Correction
from store.desk.desk import Desk
from store.duty.books import CorrectedNotice
from store.notice.reading import read_notice_text, with_holidays
from store.text import _
from tui.cli.output import array, say, value
from tui.words.notice_words import correction_line, what_follows
from tui.words.words import calendar_warnings


def correct(desk: Desk, file: Path, json_wanted: bool) -> None:
    """Puts the notice in `file` in force, and says what came with it."""
    _say(desk, desk.notices.correct(read_notice_text(file), str(file)), json_wanted)


def add_holidays(desk: Desk, file: Path, json_wanted: bool) -> None:
    """Puts the notice in force with the holidays in `file`, and says what came with it."""
    text = with_holidays(desk.notices.text(), read_notice_text(file), str(file))
    if text.strip() == desk.notices.text().strip():
        say(_("{file} 里的节假日公告中都已有，未作改动。", file=file))
        return
    _say(desk, desk.notices.correct(text, str(file)), json_wanted)


def _say(desk: Desk, found: Correction, json_wanted: bool) -> None:
    if json_wanted:
        renamed = [asdict(one) for one in found.renamed]
        tips = [tip.number for tip in found.tips]
        made = _without_text(desk.notices.corrections()[-1])
        value(made | {"renamed": renamed, "tips": tips})
        return
    say(_("公告已更正，打开着的值班台也随即按新公告。"))
    warnings = calendar_warnings(found.notice)
    for sentence in (*what_follows(found), *found.notice.remarks, *warnings):
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
