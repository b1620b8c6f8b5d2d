"""One field of a form: its label, the control it is entered with, and the fault found in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Protocol, cast

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Static

from store.printable import printable
from store.text import _
from tui.terminal.stacked import Stacked
from tui.widgets.choice import Choice
from tui.widgets.text_field import ExactField, LongField, TextField

WIDEST_LABEL: Final = 18
"""Of a longer one the end is not seen."""


class Control(Protocol):
    """What a field is entered with: `content` is its value as plain JSON, `how` the keys to know."""

    content: Any
    how: str

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor belongs."""


def label_width(labels: list[str]) -> int:
    """The cells that a column of labels needs, a blank between them and the fields' edges included."""
    return min(max(map(cell_len, labels), default=0), WIDEST_LABEL) + 1


class Label(Static):
    """A field's name."""


class HintLine(Static):
    """What belongs into a field, in as many lines as that takes."""

    def say(self, sentence: str) -> None:
        """Says that. The screen is laid out anew for it only where it takes other lines than what
        stood there, since it is said whenever the focus moves on."""
        self.update(Content(sentence), layout=False)
        self.clear_cached_dimensions()
        width, height = self.content_size
        if not width or height != self.get_content_height(self.size, self.app.size, width):
            self.refresh(layout=True)


class FieldRow(Stacked):
    """A label beside a control, and below it what is wrong with what was entered. A click anywhere
    in it goes to the field."""

    def __init__(self, field: str, label: str, hint: str, control: Widget, width: int) -> None:
        super().__init__()
        self.field = field
        self.label = label
        self.hint = hint
        self.control = control
        self.fault = ""
        self._label_width = width

    def compose(self) -> ComposeResult:
        label = Label(Content(self.label), classes="label")
        label.styles.width = self._label_width
        yield label
        yield self.control

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _show_focus(self) -> None:
        """Sets the label off while the control has the focus. `:focus-within` is not seen anew
        where it is asked of an ancestor of what it colours."""
        self.set_class(self.screen.focused is self.control, "-current")

    def on_click(self) -> None:
        self.control.focus()

    @property
    def hint_and_keys(self) -> str:
        """What belongs in the field, and the keys that its control knows."""
        return _("。").join(filter(None, (self.hint, cast(Control, self.control).how)))

    @property
    def cursor(self) -> Offset:
        """Where on the screen the cursor of the control is."""
        return cast(Control, self.control).cursor_screen_offset

    @property
    def value(self) -> Any:
        """What was entered."""
        return cast(Control, self.control).content

    @value.setter
    def value(self, value: Any) -> None:
        if value != self.value:
            cast(Control, self.control).content = value

    def show_letter(self, letter: str) -> None:
        """Shows before the label the letter that leads here; "" takes it away."""
        for shown in self.query(Label).results(Label):
            shown.update(Content.assemble((letter, "reverse"), self.label), layout=False)

    def show_fault(self, sentence: str) -> None:
        """Shows what is wrong below the control; "" takes it away."""
        if sentence == self.fault:
            return
        self.fault = sentence
        self.set_class(bool(sentence), "-faulty")
        # Most fields never have a fault, and each widget costs start-up.
        for shown in self.query(".fault").results(Static):
            shown.update(Content(printable(sentence)))
            shown.display = bool(sentence)
            return
        if sentence:
            self.mount(Static(Content(printable(sentence)), classes="fault"))


def take_turns(rows: Iterable[FieldRow]) -> None:
    """Gives those of `rows` that are shown, under each other, the two grounds in turn. Whoever holds
    rows says so when it makes them, and again when it shows or hides one."""
    for place, row in enumerate(row for row in rows if row.display):
        row.set_class(bool(place % 2), "-turn", update=row.is_mounted)


def write_beside(written: Choice.Written, rows: Iterable[FieldRow]) -> None:
    """Writes what is no choice into the next field of `rows` that takes words, or one before, and
    goes there; says which keys choose where there is none."""
    controls = [row.control for row in rows if row.display]
    at = controls.index(written.choice)
    fields = [c for c in (*controls[at:], *controls[:at]) if isinstance(c, TextField | LongField)]
    for_words = [field for field in fields if not isinstance(field, ExactField)]
    if not fields:
        written.choice.tell_how()
        return
    field = (*for_words, *fields)[0]
    field.write(written.text)
    field.focus()
