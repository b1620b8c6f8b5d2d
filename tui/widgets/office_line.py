"""The line above all desks: how many there are, what is shown of them, the time."""

from __future__ import annotations

from pendulum import DateTime

from store.office.sums import Sums
from store.text import _
from tui.terminal.styled_line import StyledLine, spread, width_of
from tui.widgets.sheet import Painted, Sheet


class OfficeLine(Sheet):
    """Shows the `sums` of the rows that are listed, and which these are (`narrowed_to`)."""

    now: Painted[DateTime | None] = Painted(None)
    sums: Painted[Sums | None] = Painted(None)
    narrowed_to: Painted[str] = Painted("")

    def lines(self, width: int) -> list[StyledLine]:
        left: StyledLine = [(_("各值班台汇总"), "title")]
        if self.narrowed_to:
            left.append((f"  {self.narrowed_to}", "accent"))
        clock = self.now.strftime("%H:%M") if self.now else ""
        right: StyledLine = [(f"  {clock}", "strong")]
        # What there is no room for goes, the least needed first.
        for part in reversed(self._parts()):
            if width_of([*left, *part, *right]) <= width:
                right = [*part, *right]
        return [spread(left, right, width)]

    def _parts(self) -> list[StyledLine]:
        found = self.sums
        if found is None:
            return []
        parts: list[StyledLine] = [
            [(_("{n} 个值班台", n=found.desks), "")],
            [("  " + _("受理中 {n}", n=found.open), "good")],
            [("  " + _("今日 {n} 件", n=found.today), "strong")],
            [("  " + _("共 {n} 件", n=found.total), "")],
        ]
        if found.overdue:
            parts.append([("  " + _("逾期 {n} 项", n=found.overdue), "bad")])
        if found.unsure:
            parts.append([("  " + _("不全 {n}", n=found.unsure), "warning")])
        return parts
