"""The table of tips."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from rich.cells import cell_len

from store.frozen import frozen
from store.notice.notice import Notice
from store.text import N_, _, listed
from store.tips.disposition import STATUSES
from store.tips.find import Column, Order
from store.tips.texts import fold
from store.tips.tip import Tip
from store.tips.tip_list import TipList
from tui.terminal.styled_line import StyledLine
from tui.terminal.wrapping import fitted
from tui.widgets.list_head import MARK
from tui.widgets.messages import TipChosen
from tui.widgets.pointed_sheet import PointedSheet
from tui.widgets.sheet import Painted
from tui.words import words
from tui.words.disposition_words import brief_status, marked_status, says, short_label

_LEAST_OF_SUMMARY: Final = 23
_LONG_SUBJECT: Final = "示范区某某管理委员会某某某"
_ROWS_KEPT: Final = 500


@frozen
class TableColumn:
    """A column: its title, its cells, from how wide a table on it is shown, and what stands in it.

    `whole` are texts that it makes room for, where the table has more than it needs; `brief` is what
    stands in it where there is less.
    """

    by: Column
    title: str
    width: int
    shown_from: int
    text: Callable[[Notice, Tip], str]
    whole: Callable[[Notice], Iterable[str]] = lambda _notice: ()
    brief: Callable[[Tip], str] | None = None

    def cell(self, notice: Notice, tip: Tip) -> str:
        """What stands in it for that tip, filled up to its width."""
        room = self.width - 1
        text = self.text(notice, tip)
        if self.brief and cell_len(text) > room:
            text = self.brief(tip)
        return fitted(text, room) + " "


def _received(notice: Notice, tip: Tip) -> str:
    return f"{words.received_in_year(notice, tip)} {words.mark_sign(tip)}"


def _groups(notice: Notice) -> Iterable[str]:
    return (words.group(notice, key) for key in notice.all_groups)


def _two_disciplines(notice: Notice) -> Iterable[str]:
    """Two of them, as far as they are short."""
    names = sorted(map(words.discipline, notice.disciplines), key=cell_len)
    return (listed(names[:2]),)


def _statuses(_notice: Notice) -> Iterable[str]:
    return (f"◦ {short_label(name)}" for name in STATUSES)


COLUMNS: Final = (
    TableColumn(
        "number",
        N_("举报编号"),
        11,
        0,
        lambda _notice, tip: tip.number,
        lambda notice: (f"{notice.series}-0000",),
    ),
    TableColumn("received", N_("收到时间"), 19, 0, _received),
    TableColumn("channel", N_("来源"), 10, 100, words.channel),
    TableColumn(
        "subject",
        N_("被反映单位和人"),
        21,
        0,
        lambda _notice, tip: words.subjects(tip),
        lambda _notice: (_LONG_SUBJECT,),
    ),
    TableColumn("group", N_("对象类别"), 18, 160, words.groups, _groups),
    TableColumn(
        "discipline",
        N_("问题类别"),
        15,
        94,
        lambda _notice, tip: words.disciplines(tip),
        _two_disciplines,
    ),
    TableColumn(
        "reporter", N_("反映人"), 13, 124, lambda _notice, tip: words.reporter_kind_of(tip)
    ),
    TableColumn(
        "status",
        N_("处理情况"),
        12,
        0,
        lambda _notice, tip: marked_status(tip)[0],
        _statuses,
        brief_status,
    ),
    TableColumn("officer", N_("登记人"), 11, 140, lambda _notice, tip: tip.officer),
    TableColumn("handler", N_("承办人"), 11, 132, lambda _notice, tip: tip.handled_by),
    TableColumn(
        "enclosures", N_("附件"), 5, 150, lambda _notice, tip: str(len(tip.enclosures) or "")
    ),
)
# Which column is given room before which.
_FIRST: Final[dict[Column, int]] = {
    "number": -1,
    "status": 0,
    "subject": 1,
    "discipline": 2,
    "group": 3,
}
_ORDER: Final = {column.by: place for place, column in enumerate(COLUMNS)}


class TipTable(PointedSheet[Tip]):
    """The tips in their order. `marked` are the numbers of those to be dealt with together;
    `matter_size` tells how many tips are one matter with one."""

    marked: Painted[frozenset[str]] = Painted(frozenset())

    def __init__(self, notice: Notice, matter_size: Callable[[Tip], int]) -> None:
        super().__init__()
        self._notice = notice
        self._matter_size = matter_size
        self._is_read = False
        self._order = Order()
        self._searched = ""
        self.is_narrowed = False
        self._kept: dict[str, StyledLine] = {}
        self._kept_for_width = 0

    # What it shows

    def show(self, tips: TipList, order: Order, searched: str, *, from_start: bool) -> None:
        """Shows `tips`, found by the text `searched`; the one pointed at stays so wherever it went,
        unless `from_start`."""
        pointed = None if from_start else self.pointed
        place = tips.place_of(pointed.number) if pointed else None
        moved = 0 if place is None else place - self.pointer
        self._is_read, self._order, self._searched = True, order, searched
        self._kept.clear()
        if self._top:
            # What comes in above must not push away what is being read.
            self._top += moved
        self.put(tips, 0 if from_start else self.pointer + moved)

    def forget(self) -> None:
        """Forgets by what they were found."""
        self._searched = ""
        self._kept.clear()

    def open_pointed(self) -> None:
        if self.pointed:
            self.post_message(TipChosen(self.pointed.number))

    @property
    def sorts_by(self) -> list[Column]:
        return [c.by for c in COLUMNS if c.shown_from <= self.content_size.width]

    # How it looks

    def columns(self, width: int) -> list[TableColumn]:
        """The columns that a table `width` cells wide has; the one that it is sorted by always."""
        return [c for c in COLUMNS if c.shown_from <= width or c.by == self._order.column]

    def _fitting(self, columns: list[TableColumn], width: int) -> list[TableColumn]:
        """The columns with room for what they often cut, as far as the summary can spare it."""
        spare = self._room_for_summary(columns, width) - _LEAST_OF_SUMMARY
        found = []
        for column in sorted(columns, key=lambda column: _FIRST.get(column.by, len(_FIRST))):
            wanted = max(map(cell_len, column.whole(self._notice)), default=0) + 1
            more = max(min(wanted - column.width, spare), 0)
            spare -= more
            found.append(replace(column, width=column.width + more))
        return sorted(found, key=lambda column: _ORDER[column.by])

    def lines(self, width: int) -> list[StyledLine]:
        if not self._is_read:
            return [[(_("正在读取……"), "muted")]]
        columns = self._fitting(self.columns(width), width)
        head = self._head(columns, width)
        if not self.rows:
            none = (
                _("没有符合条件的举报。")
                if self.is_narrowed
                else _("还没有举报。按 F2 登记第一件。")
            )
            return [head, [(fitted(none, width), "muted")]]
        if self._kept_for_width != width or len(self._kept) > _ROWS_KEPT:
            self._kept_for_width = width
            self._kept.clear()
        rows = [self._marked(tip, self._row(tip, columns, width)) for tip in self.on_screen]
        return [head, *self.pointed_out(rows)]

    def _head(self, columns: list[TableColumn], width: int) -> StyledLine:
        line: StyledLine = []
        arrow = "▼" if self._order.descending else "▲"
        for column in columns:
            is_sorted = column.by == self._order.column
            title = f"{_(column.title)}{arrow}" if is_sorted else _(column.title)
            line.append((fitted(title, column.width - 1) + " ", "key" if is_sorted else "muted"))
        return [*line, (fitted(_("主要内容"), self._room_for_summary(columns, width)), "muted")]

    def _room_for_summary(self, columns: list[TableColumn], width: int) -> int:
        return max(width - sum(column.width for column in columns), 0)

    def _marked(self, tip: Tip, row: StyledLine) -> StyledLine:
        """The row with the mark in the blank behind its number, if the tip is marked."""
        if tip.number not in self.marked:
            return row
        (number, role), *rest = row
        return [(number[:-1], role), (MARK, "accent"), *rest]

    def _row(self, tip: Tip, columns: list[TableColumn], width: int) -> StyledLine:
        if tip.number not in self._kept:
            line = [(column.cell(self._notice, tip), _role(column, tip)) for column in columns]
            room = self._room_for_summary(columns, width)
            summary = around(says(tip), self._searched, room)
            line.append((fitted(words.matter_size(self._matter_size(tip)) + summary, room), ""))
            self._kept[tip.number] = line
        return self._kept[tip.number]


def around(summary: str, searched: str, room: int) -> str:
    """What of a summary is shown in `room` cells on one line: its start, or if a word searched for
    stands further on, what is around that."""
    text = " ".join(summary.split())
    folded = fold(text)
    places = (folded.find(word) for word in fold(searched).split())
    first = min((place for place in places if place >= 0), default=0)
    start = first - room // 8 if first * 2 > room - 4 else 0
    return f"…{text[start : start + room]}" if start > 0 else text[:room]


def _role(column: TableColumn, tip: Tip) -> str:
    if column.by == "number":
        return "key"
    if column.by == "received":
        return "warning" if words.mark_sign(tip) else "muted"
    if column.by == "status":
        return marked_status(tip)[1]
    return ""
