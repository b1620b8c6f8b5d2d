"""The call guide beside the form: what the summary tells already, and what could be asked next."""

from __future__ import annotations

from store.text import _
from store.tips.guide import Point
from tui.terminal.styled_line import StyledLine, width_of
from tui.widgets.sheet import Painted, Sheet


class GuideLine(Sheet):
    """Each of `points` ticked or not, and how to ask for the one `asked` for, if any is."""

    points: Painted[tuple[Point, ...]] = Painted(())
    asked: Painted[Point | None] = Painted(None)

    def lines(self, width: int) -> list[StyledLine]:
        ticks = self._ticks("  ")
        if width_of(ticks) > width:
            ticks = self._ticks(" ")
        ask = _("可问：{question}", question=self.asked.ask) if self.asked else ""
        if all(point.is_told for point in self.points):
            ask = _("要素齐全。")
        return [ticks, [(ask, "accent")]] if self.points else []

    def _ticks(self, between: str) -> StyledLine:
        ticks: StyledLine = []
        for point in self.points:
            mark, role = ("✓", "good") if point.is_told else ("○", "muted")
            ticks += [(f"{mark}{point.label}", role), (between, "")]
        return ticks[:-1]
