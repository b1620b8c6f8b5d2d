"""What each kind of field in the table of a notice is entered with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.widget import Widget

from store.notice.notice import LINE_KINDS, WEEKDAYS
from store.text import _
from tui.entering.choices import Option
from tui.notice_form.fields import NoticeField, NoticeKind
from tui.notice_form.texts import OTHER_LINE
from tui.terminal.moving import SELDOM
from tui.widgets.choice import Choice, Flag
from tui.widgets.field_row import FieldRow
from tui.widgets.text_field import TextField
from tui.words.hours_words import DAY_NAMES


class DaysChoice(Choice):
    """Every day, the working days, or any days of the week: one of the first two excludes all else."""

    def __init__(self) -> None:
        options = [Option(day, _(label)) for day, label in DAY_NAMES.items()]
        super().__init__(options, multiple=True)

    def _press(self, index: int) -> None:
        pressed = self.options[index].value
        if pressed not in WEEKDAYS:
            self.choose(())
        else:
            self.choose(day for day in self.chosen if day in WEEKDAYS)
        super()._press(index)


def notice_row(field: NoticeField, width: int, *, may_be_left: bool = False) -> FieldRow:
    """The row of a form for one field of the table; `may_be_left` whatever the field says, where
    its whole section may."""
    control = _CONTROLS.get(field.kind, TextField)()
    if field.required and not may_be_left and isinstance(control, TextField):
        control.placeholder = _("必填；下面另写了的可留空") if field.unless else _("必填")
    control.set_class(field.seldom, SELDOM)
    return FieldRow(field.key, _(field.label), _(field.hint), control, width)


def _line_kinds() -> Widget:
    kinds = [Option(kind, _(label)) for kind, label in LINE_KINDS.items()]
    return Choice([*kinds, Option(OTHER_LINE, _("其他渠道"))])


# One renderer for each kind of field that is no text.
_CONTROLS: Final[dict[NoticeKind, Callable[[], Widget]]] = {
    "days": DaysChoice,
    "line_kind": _line_kinds,
    "about": lambda: Flag(_("是")),
    "scope": lambda: Flag(_("是")),
}
