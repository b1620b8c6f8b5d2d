"""A section of a notice: the same few fields any number of times, such as each of its lines."""

from __future__ import annotations

from store.text import _
from tui.notice_form.fields import Section
from tui.widgets.field_row import FieldRow
from tui.widgets.notice_controls import notice_row
from tui.widgets.repeated_rows import RepeatedRows


class SectionRows(RepeatedRows):
    """Every row of a section."""

    def __init__(self, section: Section, width: int) -> None:
        label = _(section.label)

        def make() -> dict[str, FieldRow]:
            may_be_left = not section.required
            return {
                field.key: notice_row(field, width, may_be_left=may_be_left)
                for field in section.fields
            }

        def headed(place: int, several: bool) -> str:
            numbered = _("{section} {place}（F7 删除）", section=label, place=place)
            return numbered if several else label

        super().__init__(make, headed, _("＋ 增加{section}（F6）", section=label))
