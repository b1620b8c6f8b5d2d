"""The table of desks: a row for each, as much of it as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pendulum import DateTime
from rich.cells import cell_len
from textual.message import Message

from store.frozen import frozen
from store.office.row import Column, Row
from store.printable import printable
from store.text import N_, _
from tui.terminal.styled_line import StyledLine
from tui.terminal.wrapping import fitted
from tui.widgets.pointed_sheet import PointedSheet
from tui.widgets.sheet import Painted
from tui.words import office_words

_LEAST_OF_NAME: Final = 16


@frozen
class OfficeColumn:
    """A column: its title, its cells and their role, from how wide a table on it is shown. `by` is what
    sorts by it, None for what nothing sorts by. Figures stand at its right."""

    by: Column | None
    title: str
    width: int
    shown_from: int
    text: Callable[[Row, DateTime], str]
    role: Callable[[Row], str] = lambda _row: ""
    is_number: bool = False

    def cell(self, text: str) -> str:
        """That, as wide as the column."""
        room = self.width - 1
        if self.is_number:
            text = " " * (room - cell_len(text)) + text
        return fitted(text, room) + " "


COLUMNS: Final = (
    OfficeColumn("left", N_("天数"), 10, 0, lambda row, _now: office_words.day(row)),
    OfficeColumn(None, N_("剩余"), 13, 92, office_words.left, lambda _row: "muted"),
    OfficeColumn(
        "service",
        N_("受理状态"),
        14,
        0,
        office_words.service,
        lambda row: "good" if row.service == "open" else "muted",
    ),
    OfficeColumn(
        "today",
        N_("今日"),
        6,
        0,
        lambda row, _now: office_words.number(row.today),
        lambda row: "strong" if row.today else "muted",
        is_number=True,
    ),
    OfficeColumn(
        "total", N_("累计"), 7, 0, lambda row, _now: office_words.number(row.total), is_number=True
    ),
    OfficeColumn(
        "overdue",
        N_("逾期"),
        9,
        0,
        lambda row, _now: office_words.number(row.overdue),
        lambda row: "bad" if row.overdue else "muted",
        is_number=True,
    ),
    OfficeColumn(
        None,
        N_("今日到期"),
        10,
        110,
        lambda row, _now: office_words.number(row.due_today),
        lambda row: "warning" if row.due_today else "muted",
        is_number=True,
    ),
    OfficeColumn(
        "last_tip",
        N_("最近一件"),
        13,
        124,
        lambda row, _now: office_words.minute(row.last_tip_at),
        lambda _row: "muted",
    ),
    OfficeColumn("duty", N_("当班"), 12, 78, lambda row, _now: office_words.duty(row)),
)
_NAME: Final = OfficeColumn(
    "team", N_("组别和被{inspection}单位"), 0, 0, lambda row, _now: office_words.name(row)
)


class OfficeTable(PointedSheet[Row]):
    """The desks in their order."""

    @dataclass
    class Chosen(Message):
        """The row pointed at is to be looked at."""

    now: Painted[DateTime | None] = Painted(None)

    def __init__(self) -> None:
        super().__init__()
        self._column: Column = "team"
        self._descending = False
        self._is_complete = False

    def show(
        self, rows: Sequence[Row], column: Column, *, descending: bool, is_complete: bool
    ) -> None:
        """Shows those; the one pointed at stays so wherever it went."""
        pointed = self.pointed
        self._column, self._descending, self._is_complete = column, descending, is_complete
        found = (n for n, row in enumerate(rows) if pointed and row.place == pointed.place)
        self.put(rows, next(found, self.pointer))

    def open_pointed(self) -> None:
        self.post_message(self.Chosen())

    @property
    def sorts_by(self) -> list[Column]:
        columns = (_NAME, *_shown(self.content_size.width))
        return [column.by for column in columns if column.by]

    def lines(self, width: int) -> list[StyledLine]:
        columns = _shown(width)
        room = max(width - sum(column.width for column in columns), _LEAST_OF_NAME)
        head = self._head(columns, room)
        if not self.rows:
            none = _("没有符合条件的值班台。") if self._is_complete else _("正在读取……")
            return [head, [(fitted(none, width), "muted")]]
        lines = [self._row(row, columns, room, width) for row in self.on_screen]
        return [head, *self.pointed_out(lines)]

    def _head(self, columns: Sequence[OfficeColumn], room: int) -> StyledLine:
        line: StyledLine = []
        for column in (replace(_NAME, width=room), *columns):
            is_sorted = column.by == self._column
            arrow = ("▼" if self._descending else "▲") if is_sorted else ""
            title = _(column.title)
            head = column.cell(f"{title[:1].upper()}{title[1:]}{arrow}")
            line.append((head, "key" if is_sorted else "muted"))
        return line

    def _row(self, row: Row, columns: Sequence[OfficeColumn], room: int, width: int) -> StyledLine:
        assert self.now is not None
        name = office_words.name(row)
        if row.state in ("unreadable", "ended"):
            said = f"{name}  {office_words.remark_beside_name(row)}"
            role = "warning" if row.state == "unreadable" else "muted"
            return [(fitted(said, width), role)]
        sign = {"behind": "? ", "sent": "* "}.get(row.state, "")
        line: StyledLine = [(sign, "warning")] if sign else []
        whole = f"{name} {printable(row.unit)}" if row.unit else name
        line.append((fitted(whole, room - 1 - len(sign)) + " ", ""))
        now = self.now
        return [*line, *((c.cell(c.text(row, now)), c.role(row)) for c in columns)]


def _shown(width: int) -> list[OfficeColumn]:
    return [column for column in COLUMNS if column.shown_from <= width]
