"""Reads a list of units and posts (名录) from a spreadsheet, by what stands over its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.errors import CannotRead
from store.printable import as_one_name
from store.registers.cells import is_same_as_above, known, not_a_value
from store.registers.reading import read_book
from store.registers.sheet import Sheet
from store.text import _
from store.tips.directory import Listed

MOST: Final = 20_000
_LONGEST: Final = 200
_ROWS_ABOVE: Final = 20
# By fullmatch, blanks taken away.
_HEADINGS: Final = {
    "unit": re.compile(
        r"(?:所在|工作|现|任职)?(?:单位|部门|处室|机构)(?:名称|全称)?|unit", re.IGNORECASE
    ),
    "person": re.compile(r"(?:干部|人员|领导)?(?:姓名|名字)|name|person", re.IGNORECASE),
    "post": re.compile(
        r"(?:现任|担任|工作)?(?:职务|岗位|职位)(?:名称)?|post|position", re.IGNORECASE
    ),
    "group": re.compile(r"(?:对象|干部|人员|监督对象)?(?:类别|类型)|group", re.IGNORECASE),
}


def read_directory(path: Path) -> list[Listed]:
    """The rows of all sheets that have such columns. Raises `CannotRead`."""
    found = [row for sheet in read_book(path).sheets for row in _rows(sheet)]
    if not found:
        raise CannotRead(
            _("{path} 里没有名录：表头须有“单位”“姓名”“职务”中的两栏，其下有内容。", path=path)
        )
    if len(found) > MOST:
        raise CannotRead(_("{path} 超过 {most} 行，不像名录。", path=path, most=MOST))
    return found


def _rows(sheet: Sheet) -> Iterator[Listed]:
    places: dict[str, int] = {}
    above: dict[str, str] = {}
    for n, (number, cells) in enumerate(sheet.under_merged()):
        here = _places(cells) if places or n < _ROWS_ABOVE else {}
        if not places or here == places:
            # On each page of a printed list the headings stand once more.
            places = here
            continue
        said = {part: cells[at] if at < len(cells) else "" for part, at in places.items()}
        said = {
            part: above.get(part, cell) if is_same_as_above(cell) else known(cell)
            for part, cell in said.items()
        }
        for problem in filter(None, map(not_a_value, said.values())):
            raise CannotRead(
                _("“{sheet}”第 {row} 行：{problem}", sheet=sheet.name, row=number, problem=problem)
            )
        values = {part: as_one_name(cell)[:_LONGEST] for part, cell in said.items()}
        if any(values[part] for part in values if part != "group"):
            above = said
            yield Listed(**values)


def _places(cells: list[str]) -> dict[str, int]:
    """Where which column stands; none where fewer than two of them do."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        heading = "".join(cell.split())
        for part, pattern in _HEADINGS.items():
            if pattern.fullmatch(heading):
                found.setdefault(part, at)
    return found if len(found.keys() - {"group"}) > 1 else {}
