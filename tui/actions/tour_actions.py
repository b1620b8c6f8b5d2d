"""What can be done in the tour of the demo: on, back and out of it, with keys that no text is typed with."""

from __future__ import annotations

from typing import Final

from store.text import N_
from tui.actions.action import Action

TOUR_ACTIONS: Final = (
    Action("tour", "tour_on", "pagedown", N_("下一步"), N_("导览的下一步")),
    Action("tour", "tour_back", "pageup", N_("上一步"), N_("导览的上一步")),
    Action("tour", "leave_tour", "escape", N_("离开"), N_("离开导览，演示照常使用")),
    Action(
        "demo",
        "start_tour",
        "",
        N_("导览"),
        N_("从头再看一遍导览"),
        "daolan dl tour guide",
        in_footer=False,
    ),
)
