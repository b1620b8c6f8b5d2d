"""The figures of a day, a week or the whole period, turned over by keys."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.reactive import var
from textual.screen import Screen

from store.desk.desk import Desk
from store.duty.report import Kind, Report
from store.errors import DeskError
from store.text import N_, _
from tui.actions.actions import bindings_at
from tui.papers.duty_text import closing_text
from tui.screens.paper_screen import PaperScreen
from tui.terminal.key_queue import ACT
from tui.widgets.file_line import HEIGHTS, FileLine, as_file
from tui.widgets.key_bar import KeyBar
from tui.widgets.report_panel import ReportPanel
from tui.widgets.top_line import top_line

_STEP: Final[dict[Kind, int]] = {"day": 1, "week": 7, "period": 1}
_FILES: Final[dict[Kind, str]] = {
    "day": N_("日报.html"),
    "week": N_("周报.html"),
    "period": N_("全程报表.html"),
}


class ReportScreen(Screen[None]):
    """Shows `desk`'s report of a kind for a day; it ends with today."""

    place = "report"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS = bindings_at("report")

    kind: var[Kind] = var("day", init=False)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.day: date = desk.now().date()
        self.panel = ReportPanel(desk.notice)
        self._file = FileLine(desk)

    def compose(self) -> ComposeResult:
        yield top_line(self.desk)
        with VerticalScroll():
            yield self.panel
            yield self._file
        yield KeyBar("report")

    def on_screen_resume(self) -> None:
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
            self._file.command = self._command

    @property
    def _command(self) -> str:
        """What writes this report, with the register where the role may export it."""
        is_today = self.day == self.desk.now().date()
        day = "" if is_today or self.kind == "period" else f" --day {self.day}"
        name = _(_FILES[self.kind])
        how = f" --format html -o {name}"
        if not self.desk.access.may("export"):
            how = f" -o {Path(name).with_suffix('.txt')}"
        return f"report --kind {self.kind}{day}{how}"

    def _read(self) -> tuple[Report, dict[str, int]]:
        found = self.desk.figures.report(self.kind, self.day)
        return found, self.desk.figures.report("period").figures.by_day

    def action_report_day(self) -> None:
        self.kind = "day"

    def action_report_week(self) -> None:
        self.kind = "week"

    def action_report_period(self) -> None:
        self.kind = "period"

    def action_earlier(self) -> None:
        self.day -= timedelta(days=_STEP[self.kind])
        self.show_report()

    def action_later(self) -> None:
        """The day or week after, up to today."""
        self.day = min(self.day + timedelta(days=_STEP[self.kind]), self.desk.now().date())
        self.show_report()

    @work(group=ACT)
    async def action_show_closing(self) -> None:
        try:
            found = await asyncio.to_thread(self.desk.figures.closing)
        except DeskError as error:
            self.notify(str(error), severity="error")
        else:
            note = as_file(self.desk, "closing -o " + _("收件核对.txt"))
            self.app.push_screen(PaperScreen(closing_text(self.desk.notice, found), note))
