"""Where a field's text is typed, on one line or on several, with what is pasted made plain."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.reactive import Reactive
from textual.widgets import Input, TextArea

from store.printable import cleaned
from store.text import _
from tui.terminal.moving import MOVES, Moving


def one_line(text: str) -> str:
    """`text` made plain, its line breaks and tabs turned into blanks."""
    return " ".join(cleaned(text, lines=True).replace("\t", "\n").strip("\n").split("\n"))


class TextField(Moving, Input):
    """One line of text."""

    # As with the keys that move on: what comes after it must not find the suggestion gone.
    BINDINGS: ClassVar[list[BindingType]] = [
        *MOVES,
        Binding("right", "cursor_right", show=False, priority=True),
    ]
    # What is typed moves no other widget: the screen need not be laid out anew for each key.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def __init__(self, value: str = "", *, placeholder: str = "", password: bool = False) -> None:
        super().__init__(value, placeholder, compact=True, select_on_focus=False, password=password)
        # A cursor that blinks would be painted, and sent down the line, twice a second.
        self.cursor_blink = False

    @property
    def how(self) -> str:
        """The key that takes over what is suggested."""
        return _("按 → 采用提示的名称") if self.suggester else ""

    @property
    def content(self) -> str:
        """The text as it stands."""
        return self.value

    @content.setter
    def content(self, text: str) -> None:
        self.value = one_line(text)
        self.cursor_position = len(self.value)
        self._scroll_to_cursor()

    @property
    def cursor_screen_offset(self) -> Offset:
        # Textual names the cell after the one that it paints when the cursor is at the end.
        x, y, _width, _height = self.content_region
        return Offset(x + cell_len(self.value[: self.cursor_position]) - self.scroll_offset.x, y)

    def forget_suggestion(self) -> None:
        """Suggests nothing until the next key."""
        self.workers.cancel_node(self)
        selection = self.selection
        # Textual forgets it with that.
        self.select_all()
        self.selection = selection

    def on_paste(self, event: events.Paste) -> None:
        # Textual would take the first line and drop the rest.
        self.write(event.text)
        event.stop()
        event.prevent_default()

    def write(self, text: str) -> None:
        """Puts `text` where the cursor is."""
        self.replace(one_line(text), *sorted(self.selection))
        self._scroll_to_cursor()

    def on_resize(self) -> None:
        self._scroll_to_cursor()

    def _scroll_to_cursor(self) -> None:
        """Textual does so for each key, before it knows how long a text is that was put there, and
        in no other window."""
        at = cell_len(self.value[: self.cursor_position])
        self.scroll_to_region(Region(at, 0, 1, 1), force=True, animate=False)


class ExactField(TextField):
    """One line for a day, an hour, a number or a path: no place for words that were written elsewhere."""


class NumberField(ExactField):
    """One line for a number. The first that is typed takes the place of the one that stands ready."""

    def __init__(self, value: str = "", *, placeholder: str = "") -> None:
        super().__init__(value, placeholder=placeholder)
        self._ready: str | None = value

    def on_focus(self, event: events.Focus) -> None:
        if not event.from_app_focus:
            self._select_what_stands_ready()

    def on_click(self) -> None:
        self._select_what_stands_ready()

    def _select_what_stands_ready(self) -> None:
        if self.value == self._ready:
            self.select_all()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value != self._ready:
            # What is typed is one's own from then on.
            self._ready = None


class LongField(TextArea):
    """Several lines of text; the arrow keys leave it where there is no further line."""

    how = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "down_or_on", show=False),
        Binding("up", "up_or_back", show=False),
        # Textual selects with them here; in the form they are for the subjects.
        Binding("f6", "add_subject", show=False),
        Binding("f7", "remove_subject", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(compact=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False

    @property
    def content(self) -> str:
        """The text as it stands."""
        return self.text

    @content.setter
    def content(self, text: str) -> None:
        self.load_text(cleaned(text, lines=True))
        self.move_cursor(self.document.end)

    def on_mount(self) -> None:
        # Textual scrolls to the cursor before it knows how high the text has become.
        self.watch(self, "virtual_size", self._show_cursor, init=False)

    def on_resize(self) -> None:
        # Textual breaks the text anew for that size, after this, and leaves what is shown of it.
        self.call_later(self._show_cursor)

    def _show_cursor(self) -> None:
        self.scroll_cursor_visible()

    def write(self, text: str) -> None:
        """Puts `text` where the cursor is."""
        self.insert(text)

    def on_paste(self, event: events.Paste) -> None:
        # Textual's own handler comes after this one.
        event.text = cleaned(event.text, lines=True)
        event.stop()

    def action_down_or_on(self) -> None:
        """A line down; from the end of the text to the next field."""
        before = self.selection
        self.action_cursor_down()
        if self.selection == before:
            self.screen.focus_next()

    def action_up_or_back(self) -> None:
        """A line up; from the start of the text to the field before."""
        before = self.selection
        self.action_cursor_up()
        if self.selection == before:
            self.screen.focus_previous()
