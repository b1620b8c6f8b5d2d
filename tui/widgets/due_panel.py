"""What is due, late and to be completed, as numbers; nothing where there is nothing to do."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events

from store.notice.deadlines import DueCounts
from store.text import _
from tui.terminal.styled_line import StyledLine, width_of
from tui.widgets.sheet import Painted, Sheet
from tui.words.disposition_words import TO_COMPLETE
from tui.words.words import UNCERTAIN


class DuePanel(Sheet):
    """Shows `dues`, how many tips are `to_complete`, and how many `drafts` are not saved yet; a
    click does what the key beside it does. `is_to_be_listed`: whoever sits here may see which they are."""

    dues: Painted[DueCounts] = Painted(DueCounts())
    to_complete: Painted[int] = Painted(0)
    drafts: Painted[int] = Painted(0)
    is_to_be_listed: Painted[bool] = Painted(True)

    def lines(self, width: int) -> list[StyledLine]:
        numbers = (
            (_("逾期"), self.dues.overdue, "bad"),
            (_("今日到期"), self.dues.today, "warning"),
            (_("结束前"), self.dues.before_end, "strong"),
            (_(TO_COMPLETE), self.to_complete, "strong"),
        )
        pieces: list[StyledLine] = [
            [(f" {label} ", "muted"), (f"{number} ", role)]
            for label, number, role in numbers
            if number
        ]
        if pieces and not self.dues.calendar_known:
            pieces.append([(f" {_(UNCERTAIN)} ", "warning")])
        lines: list[StyledLine] = []
        if pieces:
            title = _("待办")
            lines.append([(title, "title")])
            for piece in pieces:
                if width_of([*lines[-1], *piece]) > width:
                    lines.append([(" " * cell_len(title), "")])
                lines[-1] += piece
            # The bottom line names it too.
            key = (" Ctrl+G", "key")
            has_room = width_of([*lines[-1], key]) <= width
            lines[-1] += [key] if has_room and self.is_to_be_listed else []
        if self.drafts:
            said = _("未登记完 {count} 件", count=self.drafts)
            lines.append([(_("草稿"), "title"), (f" {said} ", "warning"), (" Ctrl+E", "key")])
        return lines

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        is_on_drafts = offset and self.drafts and offset.y == self.content_size.height - 1
        self.app.simulate_key("ctrl+e" if is_on_drafts else "ctrl+g")
