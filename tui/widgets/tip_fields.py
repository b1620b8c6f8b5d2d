"""Every field of a tip as the table has them, those of the chosen channel shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import ascii_lowercase
from typing import Any, Final
from unicodedata import normalize

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Offset, Size

from store.desk.desk import Desk
from store.notice.notice import Notice, is_out_of_scope
from store.text import _
from store.tips.fields import BY_NAME, CALLS, FIELDS, Field
from store.tips.names import NameKind
from tui.entering.choices import asked_of
from tui.entering.tip_entry import Place
from tui.entering.values import (
    SUBJECTS,
    Values,
    blank,
    channel_of,
    subject_fields,
)
from tui.terminal.moving import SELDOM
from tui.widgets.choice import Choice
from tui.widgets.field_row import FieldRow, label_width, take_turns
from tui.widgets.merge_panel import DifferenceRows
from tui.widgets.name_suggester import NameSuggester
from tui.widgets.subject_rows import SubjectRows
from tui.widgets.text_field import LongField, TextField
from tui.widgets.tip_controls import tip_row

_COMPLETED: Final[dict[str, NameKind]] = {
    "subjects.unit": "unit",
    "subjects.person": "person",
    "subjects.post": "post",
    "referred_to": "unit",
}


class TipFields(VerticalScroll, can_focus=False):
    """The fields, scrolling; what they hold is read and written as `values.Values`."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        # Few windows have room for all fields: without it they would be laid out twice at first.
        self.set_reactive(VerticalScroll.show_vertical_scrollbar, True)
        self._notice = notice
        width = label_width([_(field.label) for field in FIELDS])
        self.subjects = SubjectRows(notice, width)
        self._rows = {
            field.name: tip_row(field, notice, width)
            for field in FIELDS
            if field not in subject_fields()
        }
        self._warnings: dict[str, str] = {}
        self._left_at: tuple[FieldRow | DifferenceRows, Offset, Size] | None = None
        self._lettered: dict[str, FieldRow] = {}
        self.show_channel()

    def compose(self) -> ComposeResult:
        rows = (self._rows.get(field.name, self.subjects) for field in FIELDS)
        yield from dict.fromkeys(rows)

    # Where one types is on the screen

    def on_mount(self) -> None:
        """A reminder's row, what is found similar, a window's edge or what is typed itself moves or
        covers where one types: it is looked at whenever anything came to stand elsewhere."""
        self.screen.screen_layout_refresh_signal.subscribe(
            self, lambda _screen: self._keep_cursor_in_sight(), immediate=True
        )

    def on_descendant_focus(self) -> None:
        """What is wrong with a field is said below the line that Textual scrolls to."""
        self._keep_cursor_in_sight()

    def on_text_area_selection_changed(self) -> None:
        self._keep_cursor_in_sight()

    def on_input_changed(self) -> None:
        self._keep_cursor_in_sight()

    def _keep_cursor_in_sight(self) -> None:
        """Scrolls to the field that is typed in; of one without room for all of it, to its label and
        the line with the cursor, or to that line alone."""
        row, window = self._row_typed_in(), self.scrollable_content_region
        if row is None or not window or self._cursor_place == self._left_at:
            return
        self._left_at = None
        top, bottom = row.region.y, row.region.bottom
        if bottom - top > window.height:
            line = row.cursor.y
            top, bottom = top if line - top < window.height else line, line + 1
        if top < window.y or bottom > window.bottom:
            by = top - window.y if top < window.y else bottom - window.bottom
            self.scroll_relative(y=by, animate=False, immediate=True)

    def _row_typed_in(self) -> FieldRow | DifferenceRows | None:
        focused = self.screen.focused
        above = focused.ancestors if focused else []
        row = next((node for node in above if isinstance(node, FieldRow | DifferenceRows)), None)
        return row if row is not None and self in above else None

    @property
    def _cursor_place(self) -> tuple[FieldRow | DifferenceRows, Offset, Size] | None:
        """Which field is typed in, and where in it; another one in a window of another size."""
        row = self._row_typed_in()
        if row is None:
            return None
        return row, row.cursor - row.region.offset, self.size

    def _look_elsewhere(self) -> None:
        """Who scrolls with the mouse reads elsewhere, until the next key or another size."""
        self._left_at = self._cursor_place

    on_mouse_scroll_down = on_mouse_scroll_up = _look_elsewhere
    on_scroll_to = on_scroll_down = on_scroll_up = _look_elsewhere

    def rows(self) -> Iterator[FieldRow]:
        """Every field in its order, each subject's included."""
        for child in dict.fromkeys(self._rows.get(field.name, self.subjects) for field in FIELDS):
            yield from child.field_rows() if isinstance(child, SubjectRows) else (child,)

    @property
    def is_subject_in_sight(self) -> bool:
        """Whether one sees at least the first of whom the tip is about."""
        return self.subjects.virtual_region.y >= self.scroll_offset.y

    # What they hold

    @property
    def values(self) -> Values:
        """What was entered, in fields that are not shown too."""
        values = {name: row.value for name, row in self._rows.items()}
        values[SUBJECTS] = self.subjects.values
        return values

    def fill(self, values: Values) -> None:
        """Shows `values`; what they do not name becomes blank."""
        for field in FIELDS:
            if field.name in self._rows:
                self._rows[field.name].value = values.get(field.name, blank(field))
        self.subjects.fill(values.get(SUBJECTS) or [{}])
        self.show_channel()

    def put(self, name: str, value: Any) -> None:
        """Shows another value in one field; the subjects are one."""
        if name == SUBJECTS:
            self.subjects.fill(value)
        else:
            self._rows[name].value = value

    def complete_names(self, desk: Desk) -> None:
        """Has the names of units and posts complete themselves, in subjects added since too."""
        for row in self.rows():
            kind = _COMPLETED.get(row.field)
            if kind and isinstance(row.control, TextField) and row.control.suggester is None:
                row.control.suggester = NameSuggester(desk, kind)

    def forget_suggestions(self) -> None:
        """Suggests nothing until the next key."""
        for row in self.rows():
            if isinstance(row.control, TextField):
                row.control.forget_suggestion()

    def complete_subject(self, place: int, found: Mapping[str, str]) -> None:
        """Writes what is not blank in `found` into the fields of the subject at `place`."""
        for name, value in found.items():
            row = self.subjects.row_of(f"subjects.{name}", place)
            if row is not None:
                row.value = value

    def write(self, text: str) -> None:
        """Writes `text` into the summary, where its cursor is, and goes on there."""
        control = self._rows["summary"].control
        if isinstance(control, LongField):
            control.write(text)
            self.screen.set_focus(control)

    # Going to one

    def place_of(self, row: FieldRow) -> Place:
        """Where a field's value stands in an entry."""
        for place, subject in enumerate(self.subjects.subjects):
            if row in subject.rows.values():
                return row.field, place
        return row.field, 0

    @property
    def told_last(self) -> Place | None:
        """The last field that holds anything told, None if none does."""
        rows = [row for row in self.rows() if row.display and row.value]
        told = [row for row in rows if row.field not in ("line", "received_at")]
        return self.place_of(told[-1]) if told else None

    def go_to(self, place: Place) -> None:
        """The focus to that field."""
        row = next((row for row in self.rows() if self.place_of(row) == place), None)
        if row is not None and row.display:
            self.screen.set_focus(row.control)

    def show_letters(self) -> None:
        """Gives each field a letter: always the same to those of the first subject and of every tip,
        of the further subjects to those that are to be seen."""
        others = {row for subject in self.subjects.subjects[1:] for row in subject.rows.values()}
        rows = [row for row in self.rows() if row.display and row not in others]
        rows.sort(key=lambda row: bool(BY_NAME[row.field].channels))
        rows += [row for row in self.rows() if row in others and self.region.overlaps(row.region)]
        self._lettered = dict(zip(ascii_lowercase, rows, strict=False))
        for letter, row in self._lettered.items():
            row.show_letter(letter)

    def jump(self, character: str) -> bool:
        """Takes the letters away; whether `character` led to a field, or chose a line."""
        lettered, self._lettered = self._lettered, {}
        for row in lettered.values():
            row.show_letter("")
        typed = normalize("NFKC", character).lower()
        line = self._rows["line"].control
        if typed in lettered:
            self.screen.set_focus(lettered[typed].control)
            return True
        return typed.isdecimal() and isinstance(line, Choice) and line.take(typed)

    # How they look

    def _asked(self) -> tuple[Field, ...]:
        return asked_of(channel_of({"line": self._rows["line"].value}), self._notice)

    def show_channel(self) -> None:
        """Shows the fields that the chosen channel has."""
        shown = self._asked()
        for field in FIELDS:
            if field.name in self._rows:
                self._rows[field.name].display = field in shown
        # With a call comes nothing.
        is_call = channel_of({"line": self._rows["line"].value}) in CALLS
        self._rows["enclosures"].control.set_class(is_call, SELDOM)
        take_turns(self._rows.values())
        self._pass_over_referral()

    def _pass_over_referral(self) -> None:
        """Only what is out of scope is referred to others."""
        groups = (row.get("group", "") for row in self.subjects.values)
        is_outside = any(map(is_out_of_scope, groups))
        self._rows["referred_to"].control.set_class(not is_outside, SELDOM)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        if event.choice is self._rows["line"].control:
            self.show_channel()
        self._keep_cursor_in_sight()
        self._pass_over_referral()

    def show_faults(self, faults: Mapping[Place, list[str]]) -> list[str]:
        """Each fault beside its field; the sentences of those whose field is not here."""
        beside: dict[FieldRow, list[str]] = {}
        elsewhere: list[str] = []
        for (name, place), sentences in faults.items():
            row = self._rows.get(name) or self.subjects.row_of(name, place)
            if row is None or not row.display:
                elsewhere += sentences
            else:
                beside[row] = sentences
        for row in self.rows():
            row.show_fault("\n".join(beside.get(row, ())))
        return elsewhere

    def warn(self, name: str, sentence: str) -> None:
        """Says beside a field what is to be looked at there, though the tip can be recorded so."""
        row, before = self._rows[name], self._warnings.get(name, "")
        if sentence or row.fault == before:
            row.show_fault(sentence)
            if sentence != before:
                row.call_after_refresh(row.scroll_visible, animate=False)
        self._warnings[name] = sentence

    def is_typed_in(self, name: str) -> bool:
        """Whether the focus is in that field."""
        return self._rows[name].control.has_focus

    def first_faulty(self) -> FieldRow | None:
        """The uppermost field with a fault."""
        return next((row for row in self.rows() if row.fault), None)
