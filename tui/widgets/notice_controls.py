"""What each kind of field in the table of a notice is entered with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.widget import Widget

from store.notice import EVERY_DAY, LINE_KINDS, WEEKDAYS, WORKING_DAYS
from store.text import N_, _
from tui.notice_fields import NoticeField, NoticeKind
from tui.widgets.choice import Choice, Flag, Option
from tui.widgets.field_row import FieldRow
from tui.widgets.text_field import TextField

_WHOLE: Final = {EVERY_DAY: N_("每天"), WORKING_DAYS: N_("工作日")}
_SHORT_WEEKDAYS: Final = (
    N_("周一"),
    N_("周二"),
    N_("周三"),
    N_("周四"),
    N_("周五"),
    N_("周六"),
    N_("周日"),
)


class DaysChoice(Choice):
    """Every day, the working days, or any days of the week: one of the first two excludes all else."""

    def __init__(self) -> None:
        labels = _WHOLE | dict(zip(WEEKDAYS, _SHORT_WEEKDAYS, strict=True))
        options = [Option(day, _(label)) for day, label in labels.items()]
        super().__init__(options, multiple=True)

    def _press(self, index: int) -> None:
        pressed = self.options[index].value
        if pressed in _WHOLE:
            self.choose(())
        else:
            self.choose(day for day in self.chosen if day not in _WHOLE)
        super()._press(index)


def notice_row(field: NoticeField, width: int) -> FieldRow:
    """The row of a form for one field of the table."""
    control = _CONTROLS.get(field.kind, TextField)()
    return FieldRow(field.key, _(field.label), _(field.hint), control, width)


def _line_kinds() -> Widget:
    return Choice([Option(kind, _(label)) for kind, label in LINE_KINDS.items()])


# One renderer for each kind of field that is no text.
_CONTROLS: Final[dict[NoticeKind, Callable[[], Widget]]] = {
    "days": DaysChoice,
    "line_kind": _line_kinds,
    "about": lambda: Flag(_("是")),
}
