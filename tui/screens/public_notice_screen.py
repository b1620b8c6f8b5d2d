"""The public notice as it hangs on the wall, with its QR code and the calendar of open hours."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen

from store.desk.desk import Desk
from tui.actions.actions import bindings_at
from tui.printing.wanted import Wanted
from tui.screens.refusal import is_allowed
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice_panel import NoticePanel
from tui.widgets.open_calendar import OpenCalendar
from tui.widgets.qr_panel import QrPanel
from tui.widgets.top_line import top_line

# From here on the code has room beside the text.
_WIDTHS: Final = [(0, "-narrow"), (110, "-wide")]


class PublicNoticeScreen(Screen[None]):
    """Shows the notice of `desk`."""

    place = "public_notice"
    BINDINGS = bindings_at("public_notice")
    HORIZONTAL_BREAKPOINTS = _WIDTHS

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        yield top_line(self.desk)
        with VerticalScroll():
            yield NoticePanel(self.desk.notice)
            yield QrPanel(self.desk.notice)
            yield OpenCalendar(self.desk.notice, self.desk.now().date())
        yield KeyBar("public_notice")

    @property
    def on_paper(self) -> tuple[str, Wanted]:
        """Which paper is meant here, and of what."""
        return "notice", Wanted()

    def action_correct_notice(self) -> None:
        """To the form of the notice; only for a lead."""
        from tui.screens.correction_screen import CorrectionScreen

        if is_allowed(self, self.desk, "manage"):
            self.app.push_screen(CorrectionScreen(self.desk), self._show_anew)

    async def _show_anew(self, corrected: object) -> None:
        if corrected:
            await self.recompose()
            self.query_one(VerticalScroll).focus()

    def action_to_code(self) -> None:
        self.query_one(QrPanel).scroll_visible(animate=False)

    def action_to_calendar(self) -> None:
        """To the calendar, its first week on top if it is long."""
        self.query_one(OpenCalendar).scroll_visible(animate=False, top=True)
