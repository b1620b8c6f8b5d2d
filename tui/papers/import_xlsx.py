"""An old register with a column of remarks, to be sent back to whoever keeps it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from store.notice.notice import Notice
from store.registers.importing import Taken
from store.registers.letters import Letters
from store.registers.source import Source
from store.text import N_, _
from tui.papers.report_xlsx import BOLD, text_cell
from tui.words import import_words

_READ_AS: Final = N_("读作：{label}")
"""Before what a column was read as; an import leaves such columns out, so that the workbook can be
put right and taken in."""
_WIDTH: Final = 20
_NOT_IN_TITLE: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def import_xlsx(notice: Notice, source: Source | Letters, done: Iterable[Taken]) -> bytes:
    """A sheet for each that was read: its columns as they were, then what they were read as."""
    book = Workbook(write_only=True)
    rows = list(done)
    for title, heads in source.titles():
        headings = heads[0]
        sheet = book.create_sheet(title.translate(_NOT_IN_TITLE)[:31] or None)
        sheet.freeze_panes = f"A{len(heads) + 1}"
        read_as = [_(_READ_AS, label=_(label)) for label in import_words.LABELS.values()]
        for place in range(1, len(headings) + len(read_as) + 1):
            sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
        for row, further in zip(heads, (read_as, []), strict=False):
            sheet.append([text_cell(sheet, text, BOLD) for text in (*row, *further)])
        for one in rows:
            if one.sheet == title:
                cells = [*one.cells, *[""] * (len(headings) - len(one.cells))][: len(headings)]
                read = import_words.as_read(notice, one).values()
                sheet.append([text_cell(sheet, text) for text in (*cells, *read)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
