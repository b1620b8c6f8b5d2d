"""What came with a tip being attached, corrected and taken out, by whichever face."""

from __future__ import annotations

import os
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

from store import disk
from store.desk.desk import Desk
from store.desk.stowing import to_be_attached
from store.errors import step_refused
from store.text import _
from store.tips.enclosure import kind_of_name, name_of_file
from store.tips.tip import Tip
from store.typed_path import typed_file, typed_folder

_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")
_COUNTS: Final = ("pages", "copies")
_TEXTS: Final = ("name", "kept_at", "file_number")
_MOST_DIGITS: Final = 6


def attach(
    desk: Desk, number: str, answers: dict[str, Any], place: int = 0, *, revision: int
) -> Tip:
    """Notes down what was answered as a further enclosure of the tip of that number, seen at that
    revision, or of the one at `place`, with the file whose path was written. What is blank is as the
    file's name has it, or as it was. Raises `DeskError`."""
    written = answers.get("file", "")
    path = typed_file(written) if written.strip() else None
    facts: dict[str, Any] = {name: _count(answers, name) for name in _COUNTS}
    facts |= {name: answers[name].strip() for name in _TEXTS}
    facts["name"] = facts["name"] or (name_of_file(path) if path else "")
    facts["kind"] = answers["kind"] or kind_of_name(facts["name"])
    with to_be_attached(path) if path else nullcontext() as file:
        if place:
            return desk.enclosures.correct(number, place, file=file, revision=revision, **facts)
        return desk.enclosures.add(number, file=file, revision=revision, **facts)


def _count(answers: dict[str, Any], name: str) -> int:
    written = answers[name].strip()
    if not written:
        return int(name == "copies")
    if not (written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS):
        raise step_refused(name, _("请填数字，不写单位。"))
    return int(written)


def take_out(desk: Desk, number: str, place: int, folder: str, *, revision: int) -> str:
    """Writes the file of an enclosure of the tip, seen at that revision, into a new file of the folder,
    and says where. What it was called gives no more than the ending. Raises `DeskError`."""
    where = typed_folder(folder)
    tip = desk.access.open_tip(number)
    name = tip.enclosures[place - 1].name if place <= len(tip.enclosures) else ""
    suffix = Path(name).suffix
    stem = _("{number} 附件{n}", number=tip.number, n=place)
    target = disk.unused(where, stem, suffix if _SUFFIX.fullmatch(suffix) else "")
    with disk.new_file(target) as fd, os.fdopen(fd, "wb", closefd=False) as file:
        desk.enclosures.take_out(number, place, file, revision=revision)
    return _("已写入：{path}", path=target)
