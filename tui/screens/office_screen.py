"""The office: a row for each desk, and beside them, where there is room, the figures of the one pointed at."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from pendulum import DateTime
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input

from store.office.office import Office
from store.office.row import Column, Row, Which, inspection_of, narrowed, ordered
from store.office.sums import sums_of, years_of
from store.text import N_, _, use_inspection
from tui.actions.actions import bindings_at
from tui.widgets.desk_figures import DeskFigures
from tui.widgets.key_bar import KeyBar
from tui.widgets.office_line import OfficeLine
from tui.widgets.office_table import OfficeTable
from tui.widgets.pointed_sheet import POINTING
from tui.widgets.search_field import SearchField

_LOOK_EVERY_SECONDS: Final = 1.0
_FIRST_LOOKS_SECONDS: Final = 0.05
# From here on there is room for one desk's figures beside the table.
_WIDTHS: Final = [(0, "-narrow"), (120, "-wide"), (190, "-widest")]
NARROWED: Final[dict[Which, str]] = {
    "all": "",
    "running": N_("进行中"),
    "open": N_("受理中"),
    "owing": N_("有逾期或今日到期"),
    "nobody": N_("受理中而无人当班"),
    "unsure": N_("数字不全"),
}
_FALLS: Final = ("today", "total", "overdue", "last_tip")


class OfficeScreen(Screen[None]):
    """The table. The focus stays in the search line, where an input method draws its candidates."""

    place = "desks"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_at("desks"),
        *POINTING,
        Binding("enter", "show_figures", show=False, priority=True),
        Binding("escape", "clear_filters", show=False),
    ]

    def __init__(self, office: Office, now: Callable[[], DateTime]) -> None:
        super().__init__()
        self._office = office
        self._now = now
        self._which: Which = "all"
        self._column: Column = "team"
        self._descending = False
        self._rows: list[Row] = []
        self._minute: DateTime | None = None
        self._is_complete = False
        self._shown_place = ""
        self.line = OfficeLine()
        self.search = SearchField(placeholder=_("输入任何文字查找：组别、单位、位置"))
        self.table = OfficeTable()
        self.figures = DeskFigures()

    def compose(self) -> ComposeResult:
        self._take_time()
        yield self.line
        yield self.search
        with Horizontal():
            yield self.table
            with VerticalScroll(can_focus=False):
                yield self.figures
        yield KeyBar("desks", "office")

    def on_mount(self) -> None:
        self.set_focus(self.search)
        self.watch(self.table, "pointer", self._show_pointed, init=False)
        self._look_on()

    # What is looked at, and what time changes

    def _look_on(self) -> None:
        """Takes in what the threads found; each look costs one glance at each desk, in theirs."""
        self._office.look()
        is_news = self._office.take_in()
        is_another_minute = self._take_time()
        was_complete, self._is_complete = self._is_complete, self._office.is_complete
        if (
            is_news
            or is_another_minute
            or was_complete != self._is_complete
            or self._office.is_outdated(self._now())
        ):
            self._read()
        pause = _LOOK_EVERY_SECONDS if self._is_complete else _FIRST_LOOKS_SECONDS
        self.set_timer(pause, self._look_on)

    def _take_time(self) -> bool:
        """Whether another minute began."""
        minute = self._now().start_of("minute")
        if minute == self._minute:
            return False
        self._minute = self.line.now = self.table.now = self.figures.now = minute
        return True

    def _read(self) -> None:
        self._rows = self._office.rows(self._now())
        use_inspection(inspection_of(self._rows))
        self._show()

    def _show(self) -> None:
        shown = ordered(
            narrowed(self._rows, self._which, self.search.value),
            self._column,
            descending=self._descending,
        )
        self.line.sums = sums_of(shown)
        self.line.narrowed_to = _(NARROWED[self._which]) if NARROWED[self._which] else ""
        self.table.show(
            shown,
            self._column,
            descending=self._descending,
            is_complete=self._is_complete,
        )
        self._show_pointed()

    def _show_pointed(self) -> None:
        pointed = self.table.pointed
        self.figures.row = pointed
        place = pointed.place if pointed else ""
        if place != self._shown_place:
            self._shown_place = place
            self.query_one(VerticalScroll).scroll_home(animate=False)
        for screen in self.app.screen_stack:
            if isinstance(screen, FiguresScreen):
                screen.show(self)

    # Searching, narrowing, sorting

    def on_input_changed(self, _event: Input.Changed) -> None:
        self._show()

    def action_narrow_by_next(self) -> None:
        kinds = [*NARROWED]
        self._which = kinds[(kinds.index(self._which) + 1) % len(kinds)]
        self._show()

    def action_clear_filters(self) -> None:
        self.search.value, self._which = "", "all"
        self._show()

    def action_sort_by_next(self) -> None:
        self._column = self.table.column_after(self._column)
        # What is most of is looked for first.
        self._descending = self._column in _FALLS
        self._show()

    def action_turn_round(self) -> None:
        self._descending = not self._descending
        self._show()

    # Moving

    def action_point(self, key: str) -> None:
        self.table.point(key)

    # Figures

    def on_office_table_chosen(self) -> None:
        self.action_show_figures()

    def action_show_figures(self) -> None:
        """Those of the desk pointed at, across the screen."""
        if self.table.pointed:
            self.app.push_screen(FiguresScreen(self))

    def action_show_sums(self) -> None:
        """Those of all that are listed together."""
        self.app.push_screen(FiguresScreen(self, together=True))

    def show_in(self, figures: DeskFigures, *, together: bool) -> None:
        """What is to be shown of one desk, or of all that are listed."""
        figures.now = self._minute
        figures.row = None if together else self.table.pointed
        figures.sums = sums_of(self.table.rows)
        figures.years = tuple(years_of(self.table.rows))


class FiguresScreen(Screen[None]):
    """The figures of the desk pointed at in the table below, or of all together."""

    place = "desk_figures"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at("desk_figures")]

    def __init__(self, table: OfficeScreen, *, together: bool = False) -> None:
        super().__init__()
        self._table = table
        self._together = together
        self.figures = DeskFigures()
        self.line = OfficeLine()

    def compose(self) -> ComposeResult:
        self.show(self._table)
        yield self.line
        with VerticalScroll():
            yield self.figures
        yield KeyBar("desk_figures", "office")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def show(self, table: OfficeScreen) -> None:
        """What is there by now."""
        table.show_in(self.figures, together=self._together)
        self.line.now, self.line.sums = table.line.now, table.line.sums
        self.line.narrowed_to = table.line.narrowed_to

    def action_previous_desk(self) -> None:
        self._go_on("up")

    def action_next_desk(self) -> None:
        self._go_on("down")

    def _go_on(self, key: str) -> None:
        if not self._together:
            self._table.action_point(key)
            self.query_one(VerticalScroll).scroll_home(animate=False)
