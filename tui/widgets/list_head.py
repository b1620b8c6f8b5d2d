"""The line over the list of tips: its name, and how many of them there are."""

from __future__ import annotations

from typing import Final

from store.text import _
from tui.terminal.styled_line import StyledLine, spread
from tui.widgets.sheet import Painted, Sheet

MARK: Final = "●"
"""What stands beside a tip that is marked."""


class ListHead(Sheet):
    """`numbers` are how many tips are shown, and how many there are; `marked`, how many are marked."""

    numbers: Painted[tuple[int, int] | None] = Painted(None)
    marked: Painted[int] = Painted(0)

    def lines(self, width: int) -> list[StyledLine]:
        title: StyledLine = [(_("全部举报"), "title")]
        if self.numbers is None:
            return [title]
        if self.marked:
            title.append((f"  {MARK} ", "accent"))
            title.append((_("已标记 {n} 件", n=self.marked), "accent"))
        found, total = self.numbers
        counted = (
            _("共 {total} 件", total=f"{total:,}")
            if found == total
            else _("符合条件 {found} 件，共 {total} 件", found=f"{found:,}", total=f"{total:,}")
        )
        return [spread(title, [(counted, "strong")], width)]
