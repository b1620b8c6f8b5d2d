"""The desk of the demo: it is shown round by a tour, which one may leave and come back to."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset

from store.text import _
from tui.actions.actions import bindings_at
from tui.screens.desk_screen import DeskScreen
from tui.widgets.messages import TipSaved
from tui.widgets.tour_panel import TourPanel
from tui.words.tour import STEPS

_MARGIN: Final = 2


class DemoScreen(DeskScreen):
    """The main screen, with the tour over it as long as it lasts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_at("tour"),
        # Else Esc would be that of the tour alone.
        Binding("escape", "leave_form", show=False),
    ]

    def _make_pieces(self) -> None:
        super()._make_pieces()
        self.tour = TourPanel()

    async def take_notice(self) -> None:
        await super().take_notice()
        self.action_leave_tour()

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield self.tour

    def on_mount(self) -> None:
        self.call_after_refresh(self._go_to, 0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("tour_on", "tour_back", "leave_tour"):
            return self.tour.display
        return super().check_action(action, parameters)

    async def action_start_tour(self) -> None:
        self.tour.display = True
        await self._go_to(0)

    async def action_tour_on(self) -> None:
        """Shows the next step; after the last there is none."""
        if self.tour.at + 1 < len(STEPS):
            await self._go_to(self.tour.at + 1)
        else:
            self.action_leave_tour()

    async def action_tour_back(self) -> None:
        await self._go_to(max(self.tour.at - 1, 0))

    def action_leave_tour(self) -> None:
        """Takes the tour away; what one was doing goes on."""
        self.tour.display = False
        self.query(".-toured").remove_class("-toured")

    async def _go_to(self, place: int) -> None:
        step = STEPS[place]
        if step.view == "form":
            await self.show_form()
        elif step.view == "latest":
            self.show_latest()
        else:
            self.show_overview()
        self.tour.at = place
        self._point()

    def _point(self) -> None:
        """Puts the panel beside what it is about, once both have their sizes."""
        if self.tour.display:
            self.query(".-toured").remove_class("-toured")
            self.query_one(STEPS[self.tour.at].at).add_class("-toured")
            self.tour.remove_class("-below")
            self.tour.visible = False
            self.call_after_refresh(self._put_beside)

    @property
    def _column(self) -> int:
        """How wide a column of the overview is: a panel over two would have wide characters cut
        between them."""
        if self.has_class("-all"):
            return self.query_one("#overview").size.width
        return self.size.width // 2

    def _put_beside(self) -> None:
        target = self.query_one(STEPS[self.tour.at].at)
        self.tour.visible = True
        room = self.query_one("#overview").region
        if not self.tour.point_at(target.region, room, self._column - _MARGIN):
            self.tour.styles.offset, self.tour.styles.width = Offset(0, 0), "1fr"
            self.tour.border_title = "↑"
            self.tour.add_class("-below")

    def on_resize(self, _event: events.Resize) -> None:
        self._point()

    async def on_tip_saved(self, _message: TipSaved) -> None:
        if self.tour.display and self.tour.at == len(STEPS) - 1:
            self.action_leave_tour()
            self.notify(
                _("导览结束。演示可随意试用，退出后不留内容；正式使用请运行 dutydesk。"),
                timeout=10,
            )
