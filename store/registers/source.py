"""What is to be taken in: a register's sheets with their columns, whatever file they come in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pendulum import DateTime

from store.errors import CannotRead
from store.frozen import frozen
from store.notice.notice import Notice
from store.registers.headings import (
    INTO_SUMMARY,
    LEFT_OUT,
    Columns,
    Heading,
    NoHeadings,
    columns_of,
)
from store.registers.importing import OnDesk, Taken, Wanted, identity, take_in
from store.registers.letters import Letters, is_letter, open_letters
from store.registers.reading import read_book, read_bytes
from store.registers.remembered import Shapes, remember, remembered
from store.registers.sheet import Sheet
from store.text import _, listed

_MOST_NAMED: Final = 20


@frozen
class Source:
    """The sheets that are read; `unread` says of the others why not, in a sentence each, and
    `not_understood` are the headings of those of which too few are."""

    sheets: tuple[tuple[Sheet, Columns], ...]
    unread: tuple[str, ...] = ()
    not_understood: tuple[Heading, ...] = ()

    @property
    def length(self) -> int:
        """About how many rows there are."""
        return sum(len(sheet.rows) for sheet, _columns in self.sheets)

    def titles(self) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
        """The name of each sheet, and its rows of headings."""
        return [(sheet.name, columns.written) for sheet, columns in self.sheets]

    def headings(self) -> tuple[Heading, ...]:
        """The headings of all sheets, each once."""
        found = [heading for sheet, columns in self.sheets for heading in columns.over(sheet)]
        return tuple({one.text: one for one in (*self.not_understood, *found)}.values())

    def remarks(self, wanted: Wanted, _notice: Notice) -> Iterator[str]:
        """What is to be known of the whole: the sheets, and the columns that are not taken in."""
        yield from self.unread
        several = len(self.sheets) > 1
        for sheet, columns in self.sheets:
            of = _("“{sheet}”：", sheet=sheet.name) if several else ""
            if several:
                below = sum(n > columns.rows[-1] for n, _cells in sheet.rows)
                yield of + _("表头以下 {n} 行", n=below)
            left_out = [name for name in columns.left_out if name not in wanted.into_summary]
            if left_out:
                yield of + _("这些列没有导入：{names}", names=_some(left_out))
            named = zip(columns.headings, columns.fields, strict=True)
            unseen = [
                heading
                for place, (heading, field) in enumerate(named)
                if field and heading and place in sheet.unseen_columns
            ]
            if unseen:
                yield of + _("这些列在原表中是隐藏的，也读了：{names}", names=_some(unseen))
            if not _has_summary(columns, wanted):
                yield of + _("没有“主要内容”一列；请指明是哪一列，或把有关的列并入主要内容。")

    def is_unclear(self, wanted: Wanted) -> bool:
        """Whether somebody may have to say which column is which."""
        return any(
            columns.left_out or columns.doubled or not _has_summary(columns, wanted)
            for _sheet, columns in self.sheets
        )

    def take_in(
        self, wanted: Wanted, notice: Notice, now: DateTime, on_desk: OnDesk
    ) -> Iterator[Taken]:
        """Each row of each sheet; one that says all that another said before, by the same number, is
        told, as a sheet may have those of the others once more."""
        before = dict[tuple[Any, ...], Taken]()
        for sheet, columns in self.sheets:
            for one in take_in(sheet, columns, wanted, notice, now, on_desk):
                first = one
                if one.tip and not one.is_known:
                    first = before.setdefault((one.number, *identity(one.tip.as_json())), one)
                if first is one:
                    yield one
                else:
                    said = _(
                        "与“{sheet}”第 {row} 行完全相同，另作一件", sheet=first.sheet, row=first.row
                    )
                    yield replace(one, remarks=(*one.remarks, said))


def _some(names: Sequence[str]) -> str:
    """A few names whole; of many the first, and how many they are."""
    if len(names) <= _MOST_NAMED:
        return listed(names)
    return _("{names}等 {n} 列", names=listed(names[:_MOST_NAMED]), n=len(names))


def _has_summary(columns: Columns, wanted: Wanted) -> bool:
    has_one = bool({"summary", INTO_SUMMARY} & {*columns.fields})
    return has_one or bool(wanted.into_summary & {*columns.left_out})


def open_source(path: Path, given: Mapping[str, str], notes: Shapes) -> Source | Letters:
    """The letters of a file or folder of e-mails, or else the visible sheets of a register that have
    headings. `given` are fields by headings, which are remembered in `notes` for the next file of
    that shape. Raises `CannotRead` if there is nothing to take in, `NoHeadings` if there might be."""
    if os.path.isdir(path) or is_letter(read_bytes(path)):
        return open_letters(path)
    return _register(path, given, notes)


def _register(path: Path, given: Mapping[str, str], notes: Shapes) -> Source:
    book = read_book(path)
    found, unread = list[tuple[Sheet, Columns]](), list[str]()
    headings: dict[str, Heading] = {}
    for sheet in book.sheets:
        if not sheet.rows:
            continue
        try:
            columns, known = _columns(sheet, given, notes)
        except NoHeadings as error:
            unread.append(str(error))
            headings |= {heading.text: heading for heading in error.headings}
            continue
        found.append((sheet, columns))
        taken = {*columns.fields, LEFT_OUT}
        if named := {heading: field for heading, field in given.items() if field in taken}:
            remember(notes, columns, known | named)
    unread += [_("隐藏的工作表“{sheet}”没有读。", sheet=name) for name in book.hidden]
    if not found:
        sentence = "\n".join(unread) or _("{path} 是空的。", path=path)
        raise NoHeadings(sentence, tuple(headings.values()))
    return Source(tuple(found), tuple(unread), tuple(headings.values()))


def _columns(
    sheet: Sheet, given: Mapping[str, str], notes: Shapes
) -> tuple[Columns, dict[str, str]]:
    """Its columns, as they were named before for registers of its shape unless they are named now;
    and how they were named before."""
    for shape, columns in remembered(notes):
        try:
            found = columns_of(sheet, {**columns, **given})
        except CannotRead:
            continue
        if found.shape == shape:
            return found, columns
    return columns_of(sheet, given), {}
