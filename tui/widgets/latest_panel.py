"""The tips recorded last, newest first; one is pointed at and can be opened."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar, Final

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.reactive import var

from store.notice.notice import Notice
from store.text import _
from store.tips.tip import Tip
from tui.terminal.styled_line import StyledLine, width_of
from tui.terminal.wrapping import fitted
from tui.widgets.messages import TipChosen
from tui.widgets.sheet import Painted, Sheet
from tui.words import disposition_words, words

_COLUMNS: Final = (10, 12, 9)
# Whom a tip concerns: half of what is left, within these bounds.
_SUBJECT: Final = (18, 27)
_HEAD: Final = 1


class LatestPanel(Sheet, can_focus=True):
    """As many of `tips` as there is room for."""

    # Who clicks beside a tip types on.
    FOCUS_ON_CLICK = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "point(-1)", show=False),
        Binding("down", "point(1)", show=False),
        Binding("home", "point_at(0)", show=False),
        Binding("enter", "open_tip", show=False),
    ]

    tips: var[Sequence[Tip] | None] = var(None, init=False, always_update=True)
    pointer: Painted[int] = Painted(0)

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._notice = notice
        self.is_shown_tips = True
        self._read = asyncio.Event()

    def watch_tips(self, before: Sequence[Tip] | None, tips: Sequence[Tip] | None) -> None:
        if before and tips and self.has_focus and self.pointer < len(before):
            # Another officer's tip must not slip in under the finger on Enter.
            number = before[self.pointer].number
            found = (i for i, tip in enumerate(tips) if tip.number == number)
            self.set_reactive(LatestPanel.pointer, next(found, self.pointer))
        self.repaint()
        self._read.set()

    async def been_read(self) -> None:
        """Returns once there are tips, or it is known that there are none."""
        await self._read.wait()

    def watch_has_focus(self, _has_focus: bool) -> None:
        super().watch_has_focus(_has_focus)
        self.repaint()

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor belongs: at the tip pointed at."""
        return self.content_region.offset + Offset(0, self.pointer + _HEAD)

    def validate_pointer(self, pointer: int) -> int:
        # One presses on before it has its place on the screen.
        last = len(self.tips or ()) - 1
        if height := self.content_size.height:
            last = min(last, max(height - _HEAD, 1) - 1)
        return max(0, min(pointer, last))

    def on_resize(self, _event: events.Resize) -> None:
        # What `Sheet` does at that is done as well.
        self.action_point(0)

    def action_point(self, by: int) -> None:
        self.pointer += by

    def action_point_at(self, place: int) -> None:
        self.pointer = place

    def action_open_tip(self) -> None:
        if self.tips and self.pointer < len(self.tips):
            self.post_message(TipChosen(self.tips[self.pointer].number))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset and self.tips and 0 <= offset.y - _HEAD < len(self.tips):
            self.pointer = offset.y - _HEAD
            self.action_open_tip()

    def lines(self, width: int) -> list[StyledLine]:
        head: StyledLine = [(_("最近登记"), "title")]
        if self.tips is None:
            return [head, [(_("正在读取……"), "muted")]]
        if not self.is_shown_tips:
            return [head, [(fitted(_("统计员只看统计数字，不看举报。"), width), "muted")]]
        if not self.tips:
            return [head, [(fitted(_("还没有举报。按 F2 登记第一件。"), width), "muted")]]
        room = max(self.content_size.height - _HEAD, 1)
        return [head, *(self._row(i, tip, width) for i, tip in enumerate(self.tips[:room]))]

    def _row(self, place: int, tip: Tip, width: int) -> StyledLine:
        cells = (
            tip.number,
            words.received_in_year(self._notice, tip),
            words.channel(self._notice, tip),
            words.subjects(tip),
        )
        least, most = _SUBJECT
        coded = cell_len(self._notice.series) - len("2016")
        first = (_COLUMNS[0] + coded, *_COLUMNS[1:])
        columns = (*first, min(max((width - sum(first)) // 2, least), most))
        texts = [fitted(text, room - 1) + " " for text, room in zip(cells, columns, strict=True)]
        status, role = disposition_words.marked_status(tip)
        if disposition_words.is_plainly_registered(tip):
            status, role = disposition_words.sign_of(tip)
        room = max(width - sum(columns), 0)
        status = fitted(f"{status} ", min(width_of([(f"{status} ", "")]), room))
        rest = fitted(disposition_words.says(tip), room - width_of([(status, "")]))
        if self.has_focus and place == self.pointer:
            return [("".join((*texts, status, rest)), "selected")]
        return [
            (texts[0], "key"),
            (texts[1], "muted"),
            *((text, "") for text in texts[2:]),
            (status, role),
            (rest, ""),
        ]
