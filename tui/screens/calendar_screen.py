"""The calendar of a notice's open hours over the form in which the notice is typed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from store.notice.notice import Notice
from store.text import _
from tui.widgets.open_calendar import OpenCalendar


class CalendarScreen(ModalScreen[None]):
    """Shows the calendar of `notice`, if it has one yet, until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,f8,q", "dismiss", show=False)]

    def __init__(self, notice: Notice | None, today: date) -> None:
        super().__init__()
        self._calendar = OpenCalendar(notice, today)

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield self._calendar
            yield Static(Content(_("按 Esc 关闭")), classes="ask-how")
