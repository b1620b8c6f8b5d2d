"""The call guide beside the form: what the summary tells already, and what could be asked next."""

from __future__ import annotations

from store.text import _
from store.tips.guide import Point
from tui.terminal.styled_line import StyledLine
from tui.widgets.sheet import Painted, Sheet


class GuideLine(Sheet):
    """Each of `points` ticked or not, and how to ask for the first that is not told."""

    points: Painted[tuple[Point, ...]] = Painted(())

    def lines(self, width: int) -> list[StyledLine]:
        ticks: StyledLine = []
        for point in self.points:
            mark, role = ("✓", "good") if point.is_told else ("○", "muted")
            ticks += [(f"{mark}{point.label}", role), ("  ", "")]
        missing = next((point for point in self.points if not point.is_told), None)
        ask = _("可问：{question}", question=missing.ask) if missing else _("要素齐全。")
        return [ticks, [(ask, "accent")]] if self.points else []
