"""Whom a tip concerns: the fields of one subject, repeated for each."""

from __future__ import annotations

from store.notice.notice import Notice
from store.text import _
from store.tips.fields import MOST_SUBJECTS
from tui.entering.values import subject_fields
from tui.widgets.field_row import FieldRow
from tui.widgets.repeated_rows import RepeatedRow, RepeatedRows
from tui.widgets.tip_controls import tip_row


class SubjectRows(RepeatedRows):
    """Every subject of a tip."""

    class Changed(RepeatedRows.Changed):
        """A subject was added or removed."""

    def __init__(self, notice: Notice, width: int) -> None:
        super().__init__(
            lambda: {
                field.name.partition(".")[2]: tip_row(field, notice, width)
                for field in subject_fields()
            },
            lambda place, _several: _("被反映人 {place}（F7 删除）", place=place),
            _("＋ 增加被反映人（F6）"),
        )

    @property
    def subjects(self) -> list[RepeatedRow]:
        """Each subject's fields."""
        return self.entries

    def row_of(self, name: str, place: int) -> FieldRow | None:
        """The field of that name (`subjects.unit`) in the subject at `place`."""
        if place < len(self.entries):
            return self.entries[place].rows.get(name.partition(".")[2])
        return None

    @property
    def is_full(self) -> bool:
        """Whether there are as many as a tip may have."""
        return len(self.entries) >= MOST_SUBJECTS
