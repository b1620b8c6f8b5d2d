"""Every field of a notice as the table has them, with what is wrong beside each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from store.errors import Fault
from store.text import _
from tui.notice_form.fields import NOTICE_FIELDS, Section
from tui.notice_form.values import Values
from tui.widgets.choice import Choice
from tui.widgets.field_row import FieldRow, label_width, take_turns, write_beside
from tui.widgets.notice_controls import notice_row
from tui.widgets.repeated_rows import RepeatedRow
from tui.widgets.section_rows import SectionRows

_IN_SECTION: Final = re.compile(r"(\w+)\[(\d+)\]\.(\w+).*")


class NoticeForm(VerticalScroll, can_focus=False):
    """The fields, scrolling; what they hold is read and written as `notice_values.Values`."""

    def __init__(self) -> None:
        super().__init__()
        labels = [
            _(field.label)
            for entry in NOTICE_FIELDS
            for field in (entry.fields if isinstance(entry, Section) else (entry,))
        ]
        width = label_width(labels)
        self._fields: dict[str, FieldRow | SectionRows] = {
            entry.key: SectionRows(entry, width)
            if isinstance(entry, Section)
            else notice_row(entry, width)
            for entry in NOTICE_FIELDS
        }
        take_turns(row for row in self._fields.values() if isinstance(row, FieldRow))

    def compose(self) -> ComposeResult:
        yield from self._fields.values()

    def rows(self) -> Iterator[FieldRow]:
        """Every field in its order, each row's of each section included."""
        for shown in self._fields.values():
            yield from shown.field_rows() if isinstance(shown, SectionRows) else (shown,)

    @property
    def values(self) -> Values:
        """What was entered."""
        return {
            key: shown.values if isinstance(shown, SectionRows) else shown.value
            for key, shown in self._fields.items()
        }

    def fill(self, values: Values) -> None:
        """Shows `values`, one for each field and section."""
        for key, shown in self._fields.items():
            if isinstance(shown, SectionRows):
                shown.fill(values[key])
            else:
                shown.value = values[key]

    async def stand(self) -> None:
        """Returns once the fields of every row are there."""
        for shown in self._fields.values():
            if isinstance(shown, SectionRows):
                await shown.stand()

    def show_faults(self, faults: Iterable[Fault]) -> list[Fault]:
        """Each fault beside its field; returns those whose field is not here."""
        beside: dict[FieldRow, list[str]] = {}
        elsewhere = []
        for fault in faults:
            row = self.row_at(fault.field)
            if row is None:
                elsewhere.append(fault)
            else:
                beside.setdefault(row, []).append(fault.sentence)
        for row in self.rows():
            row.show_fault("\n".join(beside.get(row, ())))
        return elsewhere

    def on_choice_written(self, event: Choice.Written) -> None:
        # The focus may be elsewhere by now.
        above = (node for node in event.choice.ancestors if isinstance(node, RepeatedRow))
        entry = next(above, None)
        write_beside(event, entry.rows.values() if entry else self.rows())

    def row_at(self, path: str) -> FieldRow | None:
        """The field at a path such as `lines[1].value`; of several texts in a field, that field."""
        if match := _IN_SECTION.fullmatch(path):
            key, place, part = match.groups()
            section = self._fields.get(key)
            if isinstance(section, SectionRows) and int(place) < len(section.entries):
                return section.entries[int(place)].rows.get(part)
            return None
        shown = self._fields.get(re.sub(r"\[\d+\]$", "", path))
        # What is wrong with a section as a whole stands where it begins.
        return next(shown.field_rows()) if isinstance(shown, SectionRows) else shown

    def section_with_focus(self) -> tuple[SectionRows, RepeatedRow] | None:
        """The section in which the focus is, and its row."""
        for section in self._fields.values():
            if isinstance(section, SectionRows) and (entry := section.with_focus()):
                return section, entry
        return None
