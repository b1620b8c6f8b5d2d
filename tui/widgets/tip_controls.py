"""What each kind of field in the table of a tip is entered with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.widget import Widget

from store.notice.notice import Notice
from store.text import _
from store.tips.fields import Field, Kind
from tui.entering.choices import options_of
from tui.terminal.moving import SELDOM
from tui.widgets.choice import Choice, Flag
from tui.widgets.field_row import FieldRow
from tui.widgets.text_field import LongField, TextField


def tip_row(field: Field, notice: Notice, width: int) -> FieldRow:
    """The row of a form for one field of the table."""
    control = _CONTROLS[field.kind](field, notice)
    control.set_class(field.seldom, SELDOM)
    return FieldRow(field.name, _(field.label), _(field.hint), control, width)


def _one(field: Field, notice: Notice) -> Widget:
    return Choice(options_of(field, notice))


def _several(field: Field, notice: Notice) -> Widget:
    return Choice(options_of(field, notice), multiple=True)


# One renderer for each kind of field.
_CONTROLS: Final[dict[Kind, Callable[[Field, Notice], Widget]]] = {
    "line": _one,
    "instant": lambda _field, _notice: TextField(),
    "date": lambda _field, _notice: TextField(),
    "text": lambda _field, _notice: TextField(),
    "long": lambda _field, _notice: LongField(),
    "flag": lambda _field, _notice: Flag(_("是")),
    "group": _one,
    "disciplines": _several,
    "tags": _several,
    "enclosures": lambda _field, _notice: TextField(),
}
