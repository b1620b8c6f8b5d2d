"""Where a notice is typed, checked as one types, with what it means below: a face of `NoticeEntry`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from store.errors import Fault
from store.notice.notice import Notice
from store.notice.open_days import open_days
from store.printable import printable
from store.text import _
from tui.actions.actions import bindings_at
from tui.notice_form.entry import NoticeEntry
from tui.notice_form.values import Reading
from tui.papers.open_calendar import summary
from tui.screens.calendar_screen import CalendarScreen
from tui.terminal.moving import TABS
from tui.widgets.choice import Choice
from tui.widgets.field_row import FieldRow
from tui.widgets.key_bar import KeyBar
from tui.widgets.link import Link
from tui.widgets.notice_form import NoticeForm
from tui.widgets.notice_preview import NoticePreview
from tui.widgets.open_calendar import OpenCalendar
from tui.widgets.repeated_rows import RepeatedRow, RepeatedRows

# From here on the calendar has room beside the form.
_WIDTHS: Final = [(0, "-narrow"), (104, "-wide")]


class NoticeScreen(Screen[bool]):
    """The form of `entry`, which keeps what was typed when the officer goes back."""

    place = "notice"
    everywhere = "setup"
    AUTO_FOCUS = "TextField"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at("notice"), *TABS]

    @dataclass
    class Found(Message):
        """The notice is without fault, and its TOML text is to be put in force."""

        text: str

    def __init__(self, entry: NoticeEntry) -> None:
        super().__init__()
        self._entry = entry
        self._seen: set[FieldRow] = set()
        self._asked_about: object = None
        self._is_checking = False
        self._was_asked = False
        self.form = NoticeForm()
        self.calendar = OpenCalendar()

    def compose(self) -> ComposeResult:
        yield Static(Content(printable(self._entry.title)), classes="title")
        with Horizontal():
            yield self.form
            with VerticalScroll(classes="calendar", can_focus=False):
                yield self.calendar
        yield Static(classes="problem")
        yield Static(classes="hint")
        yield NoticePreview()
        yield KeyBar(self.place, self.everywhere)

    async def on_mount(self) -> None:
        self.form.fill(self._entry.values)
        # What is wrong is shown in rows that stand.
        await self.form.stand()
        self.say("")
        self.check()

    # Checking

    @on(Input.Changed)
    @on(Choice.Changed)
    @on(RepeatedRows.Changed)
    def _changed(self) -> None:
        """Checks once what was typed is on the screen, once for many keys at a time. What was asked
        was asked about less."""
        self._asked_about = None
        if not self._is_checking:
            self._is_checking = True
            self.call_after_refresh(self._check_if_due)

    def _check_if_due(self) -> None:
        # Unless that was done meanwhile: what was said since would go.
        if self._is_checking:
            self.check()

    def check(self) -> Reading:
        """Shows what is wrong with what was typed, and what it means."""
        self._is_checking = False
        entry, reading = self._entry, self._read()
        elsewhere = self.form.show_faults(f for f in reading.faults if self._is_due(f, reading))
        said = [*map(entry.outside_form, elsewhere), entry.question(reading.text)]
        self.say("\n".join(filter(None, said)))
        hours = entry.hours(reading)
        self.calendar.show(hours, entry.today(hours))
        preview = [*entry.preview(reading), *self._on_the_calendar(reading.notice)]
        self.query_one(NoticePreview).show(preview)
        # A fault that came or went above, or a longer preview, may have moved it out of sight.
        self.call_after_refresh(self._keep_in_sight)
        return reading

    def _read(self) -> Reading:
        self.take_in()
        return self._entry.read()

    def take_in(self) -> None:
        """Puts what was typed into the entry."""
        self._entry.values = self.form.values

    def _on_the_calendar(self, notice: Notice | None) -> Iterator[str]:
        """What the calendar comes to, where there is no room for it."""
        if notice and not self.has_class("-wide"):
            yield _("{summary}，按 F8 逐日核对。", summary=summary(list(open_days(notice))))

    def _keep_in_sight(self) -> None:
        if self.focused:
            self.focused.scroll_visible(animate=False)

    def _is_due(self, fault: Fault, reading: Reading) -> bool:
        """A field that is still blank is no fault until one has been there and left it so."""
        row = self.form.row_at(fault.field)
        return self._was_asked or fault.field not in reading.blank or row in self._seen

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if self._asked_about:
            self.check()
        row = _row_of(event.widget)
        self.query_one(".hint", Static).update(Content(row.hint_and_keys if row else ""))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        row = _row_of(event.widget)
        if row and row not in self._seen:
            self._seen.add(row)
            self._changed()

    def say(self, sentence: str) -> None:
        """Says what is wrong as a whole, or why the desk cannot be set up; "" takes it away. What was
        asked there is asked no more."""
        self._asked_about = None
        problem = self.query_one(".problem", Static)
        problem.update(Content(printable(sentence, lines=True)))
        problem.display = bool(sentence)

    def ask(self, question: str, about: object = None) -> None:
        """Says it once what was typed is checked, which would take it away a moment later; asked once
        more `about` the same while that stands, it is agreed to."""
        self.check()
        self.say(question)
        self._asked_about = about

    # What the keys do

    def action_found(self) -> None:
        """Says that the notice is to be put in force, or shows everything that is wrong with it."""
        self._was_asked = True
        reading = self.check()
        if reading.notice:
            self.post_message(self.Found(reading.text))
        else:
            self.to_first_fault()

    def to_first_fault(self) -> None:
        """Puts the focus where something is wrong."""
        row = next((row for row in self.form.rows() if row.fault), None)
        if row:
            self.set_focus(row.control)
            row.call_after_refresh(row.scroll_visible, animate=False)

    async def action_add_row(self) -> None:
        """A further row in the section with the focus."""
        if found := self.form.section_with_focus():
            section, entry = found
            await section.add(entry)
        else:
            self.ask(_("光标不在可增加的一节里：请先移到受理时间、举报渠道等处。"))

    def action_remove_row(self) -> None:
        """Takes away the row with the focus; asks first if anything was entered there."""
        if found := self.form.section_with_focus():
            self._remove(*found)

    def _remove(self, section: RepeatedRows, entry: RepeatedRow) -> None:
        if not entry.is_blank and self._asked_about is not entry:
            self.ask(_("这一节已有内容。确要删除，请再按一次 F7。"), entry)
            return
        section.take_away(entry)

    async def on_link_clicked(self, event: Link.Clicked) -> None:
        link = event.link
        section = next((n for n in link.ancestors if isinstance(n, RepeatedRows)), None)
        entry = next((n for n in link.ancestors if isinstance(n, RepeatedRow)), None)
        if section and entry:
            self._remove(section, entry)
        elif section:
            await section.add()

    def action_show_calendar(self) -> None:
        """The calendar on a screen of its own, for windows in which it has no room beside the form."""
        hours = self._entry.hours(self._read())
        self.app.push_screen(CalendarScreen(hours, self._entry.today(hours)))

    def action_back(self) -> None:
        """Back to the choice; what was typed is kept."""
        self._read()
        self.dismiss(False)


def _row_of(widget: object) -> FieldRow | None:
    parent = getattr(widget, "parent", None)
    return parent if isinstance(parent, FieldRow) else None
