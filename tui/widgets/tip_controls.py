"""What each kind of field in the table of a tip is entered with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.widget import Widget

from store.fields import GROUP_OUT_OF_SCOPE_LABEL, OTHER_LABEL, Field, Kind
from store.notice import Line, Notice
from store.text import _
from store.tip import GROUPS, OTHER, OUT_OF_SCOPE
from tui.form_values import line_key
from tui.widgets.choice import Choice, Flag, Option
from tui.widgets.field_row import FieldRow
from tui.widgets.text_field import LongField, TextField


def tip_row(field: Field, notice: Notice, width: int) -> FieldRow:
    """The row of a form for one field of the table."""
    control = _CONTROLS[field.kind](notice)
    return FieldRow(field.name, _(field.label), _(field.hint), control, width)


def _lines(notice: Notice) -> Widget:
    return Choice([Option(line_key(line), _line_label(notice, line)) for line in notice.lines])


def _line_label(notice: Notice, line: Line) -> str:
    """The line's label, with its value where another line has the same label."""
    label = _(line.label)
    alike = [other for other in notice.lines if other.label == line.label]
    return label if len(alike) == 1 else f"{label} {line.value}"


def _groups(notice: Notice) -> Widget:
    labels = {**notice.groups, OUT_OF_SCOPE: GROUP_OUT_OF_SCOPE_LABEL}
    return Choice([Option(group, _(labels[group])) for group in GROUPS])


def _disciplines(notice: Notice) -> Widget:
    options = [Option(name, _(name)) for name in notice.disciplines]
    return Choice([*options, Option(OTHER, _(OTHER_LABEL))], multiple=True)


def _tags(notice: Notice) -> Widget:
    tags = [(tag, heading) for heading, tags in notice.tags.items() for tag in tags]
    return Choice([Option(tag, _(tag), _(heading)) for tag, heading in tags], multiple=True)


# One renderer for each kind of field.
_CONTROLS: Final[dict[Kind, Callable[[Notice], Widget]]] = {
    "line": _lines,
    "instant": lambda _notice: TextField(),
    "date": lambda _notice: TextField(),
    "text": lambda _notice: TextField(),
    "long": lambda _notice: LongField(),
    "flag": lambda _notice: Flag(_("是")),
    "group": _groups,
    "disciplines": _disciplines,
    "tags": _tags,
}
