"""The figures of a day, a week or the whole period, turned over by keys."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Final

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.reactive import var
from textual.screen import Screen

from store.desk.desk import Desk
from store.duty.report import Kind, Report
from store.errors import DeskError
from store.text import _
from tui.actions.actions import bindings_at
from tui.papers.duty_text import closing_text
from tui.printing.wanted import Wanted
from tui.screens.paper_screen import PaperScreen
from tui.screens.refusal import say_refusal
from tui.terminal.key_queue import READ
from tui.widgets.key_bar import KeyBar
from tui.widgets.report_panel import ReportPanel
from tui.widgets.top_line import top_line

_STEP: Final[dict[Kind, int]] = {"day": 1, "week": 7, "period": 0}


class ReportScreen(Screen[None]):
    """Shows `desk`'s report of a kind for a day; it ends with today."""

    place = "report"
    BINDINGS = bindings_at("report")

    kind: var[Kind] = var("day", init=False)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._turned_to: date | None = None
        self.panel = ReportPanel(desk.notice)

    def compose(self) -> ComposeResult:
        yield top_line(self.desk)
        with VerticalScroll():
            yield self.panel
        yield KeyBar("report")

    def on_screen_resume(self) -> None:
        self.show_report()

    def on_news(self) -> None:
        self.show_report()

    def watch_kind(self) -> None:
        self.show_report()

    @work(exclusive=True)
    async def show_report(self) -> None:
        """Counts anew and shows it."""
        try:
            found, days = await asyncio.to_thread(self._read)
        except DeskError as error:
            self.notify(str(error), severity="error")
        else:
            self.panel.days = days
            self.panel.report = found

    @property
    def day(self) -> date:
        """The day that was turned back to, or else today, whichever day that is by now."""
        return self._turned_to or self.desk.now().date()

    @property
    def on_paper(self) -> tuple[str, Wanted]:
        """Which paper is meant here, and of what."""
        return self.kind, Wanted(day=self.day, kind=self.kind)

    def _read(self) -> tuple[Report, dict[str, int]]:
        found = self.desk.figures.report(self.kind, self.day, whole=True)
        return found, self.desk.figures.report("period").figures.by_day

    def action_report_day(self) -> None:
        self.kind = "day"

    def action_report_week(self) -> None:
        self.kind = "week"

    def action_report_period(self) -> None:
        self.kind = "period"

    def action_earlier(self) -> None:
        self._turn(-_STEP[self.kind])

    def action_later(self) -> None:
        """The day or week after, up to today."""
        self._turn(_STEP[self.kind])

    def _turn(self, days: int) -> None:
        day = self.day + timedelta(days=days)
        self._turned_to = day if day < self.desk.now().date() else None
        self.show_report()

    @work(group=READ)
    async def action_show_closing(self) -> None:
        try:
            found = await asyncio.to_thread(self.desk.figures.closing)
        except DeskError as error:
            say_refusal(self, error)
        else:
            note = _("打印或存为文件：关闭后按 Ctrl+R，再按 7。")
            self.app.push_screen(PaperScreen(closing_text(self.desk.notice, found), note))
