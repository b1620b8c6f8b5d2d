"""Earlier tips that may concern what is being typed (重复件), of which one can be linked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from textual.message import Message
from textual.reactive import var

from store.desk.desk import Desk
from store.errors import DeskError
from store.frozen import frozen
from store.instant import in_zone
from store.text import _
from store.tips.find import Similar
from tui.entering.similar import Traits
from tui.terminal.styled_line import StyledLine
from tui.terminal.wrapping import fitted
from tui.widgets.sheet import Sheet
from tui.words import words
from tui.words.disposition_words import sign_of

_MOST: Final = 20
_SHOWN: Final = 3
_SHOWN_WITH_ROOM: Final = 5
_ROOM: Final = 34
_COLUMNS: Final = (12, 2, 7)
_MOST_IN_COMMON: Final = 24


@frozen
class _Row:
    """An earlier tip, and how many are one matter with it, itself included."""

    similar: Similar
    matter_size: int

    @property
    def number(self) -> str:
        return str(self.similar.tip.number)


class SimilarPanel(Sheet):
    """The tips found for what stands in the form; not there while there are none.

    `linked` is the number of the tip to link to, "" for none.
    """

    @dataclass
    class Linked(Message):
        """Another tip is to be linked, or none any more."""

        number: str

    rows: var[Sequence[_Row]] = var((), init=False)
    linked: var[str] = var("", init=False)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.display = False
        self._traits = Traits()
        self._is_paused = False

    def look_for(self, traits: Traits) -> None:
        """Looks for tips like the one in a form."""
        if traits != self._traits:
            self._traits = traits
            if traits:
                self.run_worker(self._find(traits), exclusive=True)
            else:
                self.rows = ()

    def forget(self) -> None:
        """Shows none until it is told to look again."""
        self._traits = Traits()
        self.rows = ()

    async def _find(self, traits: Traits) -> None:
        def find() -> list[_Row]:
            self._is_paused = not self.desk.access.finds_repeats
            found = traits.find(self.desk, _MOST)
            return [_Row(one, self.desk.matters.size(one.tip)) for one in found]

        try:
            rows = await asyncio.to_thread(find)
        except DeskError:
            # Whoever saves will be told.
            rows = []
        if traits == self._traits:
            self.rows = rows
            self._show_anew()

    def link_next(self) -> None:
        """Links the first of them, or the one after that which is linked; after the last, none."""
        numbers = ["", *dict.fromkeys((*(row.number for row in self._listed), self.linked))]
        numbers = list(dict.fromkeys(numbers))
        place = numbers.index(self.linked)
        self.post_message(self.Linked(numbers[(place + 1) % len(numbers)]))

    def watch_rows(self) -> None:
        self._show_anew()

    def watch_linked(self) -> None:
        self._show_anew()

    def _show_anew(self) -> None:
        self.display = bool(self.rows or self.linked or self._is_paused)
        self.repaint()

    @property
    def _listed(self) -> Sequence[_Row]:
        most = _SHOWN_WITH_ROOM if self.screen.size.height >= _ROOM else _SHOWN
        return self.rows[:most]

    def lines(self, width: int) -> list[StyledLine]:
        if not (self.rows or self.linked):
            return [[(fitted(_(words.NO_REPEATS), width), "warning")]] if self._is_paused else []
        count = f"{len(self.rows)}{'+' if len(self.rows) == _MOST else ''}"
        head = _("可能重复 {count} 件，Ctrl+R 关联", count=count)
        if self.linked:
            head = _("保存后关联到 {number}，Ctrl+R 换一件或不关联", number=self.linked)
        return [
            [(fitted(head, width), "good" if self.linked else "warning")],
            *(self._line(row, width) for row in self._listed),
        ]

    def _line(self, row: _Row, width: int) -> StyledLine:
        tip = row.similar.tip
        received = in_zone(tip.received_at, self.desk.notice.zone) if tip.received_at else None
        is_linked = row.number == self.linked
        sign, sign_role = sign_of(tip)
        cells = (
            f"{'●' if is_linked else ' '}{row.number}",
            sign,
            received.strftime("%m-%d") if received else "",
            words.in_common(row.similar),
        )
        widest = max(cell_len(words.in_common(row.similar)) for row in self._listed)
        columns = (*_COLUMNS, min(widest + 1, _MOST_IN_COMMON))
        texts = [fitted(text, room - 1) + " " for text, room in zip(cells, columns, strict=True)]
        size = words.matter_size(row.matter_size)
        summary = f"{words.subjects(tip)} {size}{words.summary(tip)}"
        rest = fitted(summary, max(width - sum(columns), 0))
        roles = ("good" if is_linked else "key", sign_role, "muted", "accent")
        return [*zip(texts, roles, strict=True), (rest, "strong" if is_linked else "")]
