"""Registers for the tests: rows as texts, and what is taken in of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pendulum import DateTime

from store.folder.notes import FolderNotes
from store.notice.notice import Notice
from store.registers.headings import columns_of
from store.registers.importing import OnDesk, Taken, Wanted, take_in
from store.registers.sheet import Area, sheet_of
from store.registers.source import open_source
from store.tips.tip import Tip
from tests.builders import at, example

FOLDER = Path(__file__).parent / "registers"
NOW = at("2016-10-05T10:00:00")
NOTICE = example()
PLAIN = Wanted()
GOOD = {
    "收件日期": "2016-09-21 09:05",
    "来源": "手机",
    "反映人": "王某某",
    "联系电话": "13800000000",
    "被反映人": "赵某某",
    "单位": "某局",
    "职务": "局长",
    "对象类别": "领导班子及其成员",
    "问题类别": "廉洁纪律",
    "主要内容": "收受礼金",
}


def table(
    rows: Sequence[Sequence[str]],
    wanted: Wanted = PLAIN,
    *,
    merged: Sequence[Area] = (),
    notice: Notice = NOTICE,
    given: Mapping[str, str] | None = None,
    on_desk: OnDesk | None = None,
    now: DateTime = NOW,
) -> list[Taken]:
    """What is taken in of a sheet with these rows, headings and all."""
    sheet = sheet_of("台账", ((n, list(cells)) for n, cells in enumerate(rows, 1)), merged)
    there = OnDesk() if on_desk is None else on_desk
    found = list(take_in(sheet, columns_of(sheet, given or {}), wanted, notice, now, there))
    told = [text for one in found for text in (*one.remarks, *(f.sentence for f in one.faults))]
    # What a sentence was not told would stand there in braces.
    assert not [text for text in told if "{" in text]
    return found


def taken(*rows: dict[str, str], wanted: Wanted = PLAIN, **options: Any) -> list[Taken]:
    """What is taken in of a register whose headings are the keys of its first row."""
    return table([list(rows[0]), *(list(row.values()) for row in rows)], wanted, **options)


def tip_from(notice: Notice = NOTICE, **cells: str) -> Tip:
    """The tip that one row makes; each keyword is a heading and its cell."""
    (found,) = taken(GOOD | cells, notice=notice)
    assert found.tip, found.faults
    return found.tip


def faults_of(**cells: str) -> dict[str, str]:
    """What is wrong with one row, by field."""
    (found,) = taken(GOOD | cells)
    assert not found.tip
    return {fault.field: fault.sentence for fault in found.faults}


def file(name: str, folder: Path, wanted: Wanted = PLAIN, notice: Notice = NOTICE) -> list[Taken]:
    """What is taken in of one of the registers kept beside the tests; `folder` is the desk's."""
    return list(
        open_source(FOLDER / name, {}, FolderNotes(folder / "columns")).take_in(
            wanted, notice, NOW, OnDesk()
        )
    )
