"""The curtain: what anyone may see, the countdown and the service hours, over all that they may not."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from store.desk.desk import Desk
from store.notice.hours import service_status
from store.notice.period import countdown
from store.text import _
from tui.actions.actions import bindings_at
from tui.terminal.own_thread import in_own_thread
from tui.widgets.period_panel import PeriodPanel
from tui.widgets.service_panel import ServicePanel
from tui.widgets.top_line import TopLine, away_sentence


class CurtainScreen(Screen[None]):
    """Stands until it is drawn back; shows nothing of any tip, not even how many there are."""

    place = "curtain"
    BINDINGS = bindings_at("curtain")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        notice, now = desk.notice, desk.now()
        period, status = countdown(notice, now), service_status(notice, now)
        self.top = TopLine(notice, now, period, status)
        self.period = PeriodPanel(notice, period, without_days=True)
        self.service = ServicePanel(notice, now, status)

    def compose(self) -> ComposeResult:
        yield self.top
        with Vertical(id="curtain"):
            yield self.period
            yield self.service
            yield Static(Content(_("屏幕已锁定，按 Enter 回到值班台")), id="curtain-how")

    def on_mount(self) -> None:
        self._tick_at_next_second()

    def _tick_at_next_second(self) -> None:
        self.set_timer(1 - self.desk.now().microsecond / 1_000_000 + 0.005, self._tick)

    def _tick(self) -> None:
        notice, now = self.desk.notice, self.desk.now()
        self.top.period = self.period.countdown = countdown(notice, now)
        self.top.status = self.service.status = service_status(notice, now)
        self.top.away = away_sentence(self.desk)
        self.top.now = self.service.now = now
        self._tick_at_next_second()

    async def action_draw_back(self) -> None:
        """To what was there before; a key that was being taken in meanwhile is forgotten too."""
        await in_own_thread(self.desk.access.lock)
        if self.app.screen is self:
            self.dismiss(None)
