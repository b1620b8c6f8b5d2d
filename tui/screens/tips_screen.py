"""All tips: found by typing, narrowed by filters, sorted, and kept as they are stored now."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar, Final

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Input

from store.desk.desk import Desk
from store.errors import DeskError, NotAllowed
from store.text import _
from store.tips.disposing import common_steps
from store.tips.disposition import WITHDRAWN
from store.tips.find import Filter, Order
from store.tips.numbering import order_of
from tui.actions.actions import bindings_at
from tui.printing.wanted import Wanted
from tui.screens.ask_screen import ask
from tui.screens.asking import ask_assign
from tui.screens.dispose_screen import DisposeScreen
from tui.screens.filter_screen import FilterScreen
from tui.screens.refusal import is_allowed, say_refusal
from tui.terminal.key_queue import READ
from tui.widgets.filter_tokens import FilterTokens
from tui.widgets.key_bar import KeyBar
from tui.widgets.list_head import ListHead
from tui.widgets.pointed_sheet import POINTING
from tui.widgets.search_field import SearchField
from tui.widgets.tip_preview import TipPreview
from tui.widgets.tip_table import TipTable
from tui.widgets.tip_text import Facts
from tui.widgets.top_line import top_line
from tui.words import disposition_words
from tui.words.filter_words import tokens, without

_LOOK_EVERY_SECONDS: Final = 0.5
_NAME: Final = "tips"
# From here on there is room to read the tip pointed at beside the list.
_WIDTHS: Final = [(0, "-narrow"), (170, "-wide")]


async def list_of_all(app: App[Any], desk: Desk) -> TipsScreen:
    """The list as it was left; made anew once the notice is corrected."""
    if app.is_screen_installed(_NAME):
        found = app.get_screen(_NAME, TipsScreen)
        if found.notice is desk.notice:
            return found
        app.uninstall_screen(_NAME)
        await found.remove()
    made = TipsScreen(desk)
    app.install_screen(made, _NAME)
    return made


class TipsScreen(Screen[None]):
    """The list. The focus stays in the search line, where an input method draws its candidates;
    the keys that move and open work from there."""

    place = "list"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_at("list"),
        *POINTING,
        Binding("enter", "open_tip", show=False, priority=True),
        Binding("insert,ctrl+l", "mark_tip", show=False, priority=True),
        # In the search line they would take away the letter at the cursor, and go to its start.
        Binding("ctrl+d", "dispose_marked", show=False, priority=True),
        Binding("ctrl+a", "assign_marked", show=False, priority=True),
    ]

    wanted: var[Filter] = var(Filter(), init=False)
    order: var[Order] = var(Order(), init=False)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.head = ListHead()
        self.search = SearchField(placeholder=_("输入任何文字查找；姓名、单位可用拼音首字母"))
        self.tokens = FilterTokens()
        self.notice = desk.notice
        self.table = TipTable(self.notice, desk.matters.size)
        self.preview = TipPreview(self.notice)
        self._asked = asyncio.Event()
        self._is_found = asyncio.Event()
        self._is_found.set()
        self._shown: tuple[object, ...] = ()
        self._times_hidden = 0

    def compose(self) -> ComposeResult:
        yield top_line(self.desk)
        yield self.head
        yield self.search
        yield self.tokens
        with Horizontal():
            yield self.table
            yield self.preview
        yield KeyBar("list")

    def on_mount(self) -> None:
        self.set_focus(self.search)
        self.watch(self.table, "pointer", self._point_elsewhere, init=False)
        self.run_worker(self._follow())

    # What is shown

    async def _follow(self) -> None:
        """Shows what is asked for whenever that, or anything stored, changes; not while another
        screen lies over it."""
        while True:
            self._asked.clear()
            try:
                if self.is_current:
                    await self._show_news()
            except NotAllowed as error:
                # The role was changed meanwhile: what stands here is no longer for this officer.
                say_refusal(self, error)
                self.dismiss(None)
            except DeskError as error:
                self.notify(str(error), severity="error")
            if not self._asked.is_set():
                self._is_found.set()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), _LOOK_EVERY_SECONDS)

    async def _show_news(self) -> None:
        asked, times_hidden = (self.wanted, self.order), self._times_hidden
        position = await asyncio.to_thread(self.desk.finding.position)
        if (asked, position) == self._shown:
            return
        found = await asyncio.to_thread(self.desk.finding.filtered, *asked)
        counts = await asyncio.to_thread(self.desk.counts)
        if times_hidden != self._times_hidden:
            # What was searched for is to be forgotten, and by what these were found.
            return
        # Those entered by mistake count nowhere else, but stand here.
        total = counts.total + counts.by_status.get(WITHDRAWN, 0)
        is_asked_anew = self._shown[:1] != (asked,)
        self.table.is_narrowed = asked[0] != Filter()
        self.table.show(found, asked[1], asked[0].text, from_start=is_asked_anew)
        self.head.numbers = (len(found), total)
        self._shown = (asked, position)
        self._show_pointed()

    def on_resize(self) -> None:
        self._show_pointed()

    def _point_elsewhere(self) -> None:
        self._show_pointed()

    @work(exclusive=True, group="preview")
    async def _show_pointed(self) -> None:
        """Shows the tip pointed at beside the list, where there is room for it."""
        if not self.preview.display:
            return
        tip = self.table.pointed
        facts: Facts = ()
        if tip:
            facts = await asyncio.to_thread(disposition_words.facts_and_pattern, self.desk, tip)
        self.preview.show(tip, facts)

    def on_screen_resume(self) -> None:
        self._ask_anew()

    def hide_texts(self) -> None:
        """Forgets what was searched for, which may be what an opened tip says."""
        if self.desk.access.hides:
            self.search.value = ""
            self.wanted = replace(self.wanted, text="")
            self._shown = ()
            self._times_hidden += 1
            self.table.forget()

    def watch_wanted(self) -> None:
        self.tokens.show(tokens(self.wanted, self.desk.notice))
        self._ask_anew()

    def watch_order(self) -> None:
        self._ask_anew()

    def _ask_anew(self) -> None:
        """Has the list shown as it is asked for. Keys that point, open and mark wait for it: they
        are meant for what is found."""
        self._asked.set()
        if self._is_found.is_set():
            self._is_found.clear()
            self.run_worker(self._is_found.wait(), group=READ)

    # Searching and filtering

    def on_input_changed(self, event: Input.Changed) -> None:
        self.wanted = replace(self.wanted, text=event.value)

    def on_search_field_went_back(self) -> None:
        """Takes the last token away."""
        for token in self.tokens.tokens[-1:]:
            self.wanted = without(self.wanted, token)

    def on_filter_tokens_removed(self, event: FilterTokens.Removed) -> None:
        self.wanted = without(self.wanted, event.token)

    def on_choice_written(self, event: FilterTokens.Written) -> None:
        """What is typed among the tokens and takes none away is searched for."""
        self.search.write(event.text)
        self.set_focus(self.search)

    def action_filter_tips(self) -> None:
        def narrow(chosen: Filter | None) -> None:
            if chosen:
                self.wanted = replace(chosen, text=self.search.value)

        # What is searched for stays here alone, where it can be forgotten.
        self.app.push_screen(FilterScreen(self.desk, replace(self.wanted, text="")), narrow)

    def action_clear_filters(self) -> None:
        self.search.value = ""
        self.wanted = Filter()

    # Sorting

    def action_sort_by_next(self) -> None:
        column = self.table.column_after(self.order.column)
        self.order = replace(self.order, column=column)

    def action_turn_round(self) -> None:
        self.order = replace(self.order, descending=not self.order.descending)

    # Moving

    def action_point(self, key: str) -> None:
        self.table.point(key)

    def action_open_tip(self) -> None:
        self.table.open_pointed()

    # Several together

    def action_mark_tip(self) -> None:
        """Marks the one pointed at, or takes its mark away, and goes on to the next."""
        tip = self.table.pointed
        if tip and is_allowed(self, self.desk, "dispose"):
            self._mark(self.table.marked ^ {tip.number})
            self.table.pointer += 1

    def unmark(self, numbers: Iterable[str]) -> None:
        """Takes the marks of those away."""
        self._mark(self.table.marked - set(numbers))

    @property
    def on_paper(self) -> tuple[str, Wanted]:
        """Which paper is meant here, and of what."""
        return "sheet", Wanted(numbers=" ".join(self._chosen))

    def _mark(self, numbers: frozenset[str]) -> None:
        self.table.marked = numbers
        self.head.marked = len(numbers)

    @property
    def _chosen(self) -> list[str]:
        """The numbers of those marked, or else of the one pointed at."""
        pointed = self.table.pointed
        marked = self.table.marked or ({pointed.number} if pointed else ())
        return sorted(marked, key=order_of)

    @work(group=READ)
    async def action_dispose_marked(self) -> None:
        """Asks what is to become of those marked, or else of the one pointed at."""
        numbers = self._chosen
        if not (numbers and is_allowed(self, self.desk, "dispose")):
            return
        tips = [await asyncio.to_thread(self.desk.tip, number) for number in numbers]
        if common_steps(tips) or len(tips) == 1:
            ask(self.app, DisposeScreen(self.desk, tips))
        else:
            said = _("所标记的 {n} 件没有一种共同的处理方式，请分开处理。", n=len(tips))
            self.notify(said, severity="warning")

    @work(group=READ)
    async def action_assign_marked(self) -> None:
        """Asks who deals with those marked, or else with the one pointed at."""
        numbers = self._chosen
        if numbers and is_allowed(self, self.desk, "dispose"):
            tips = [await asyncio.to_thread(self.desk.tip, number) for number in numbers]
            ask(self.app, ask_assign(self.desk, tips))

    def action_list_mine(self) -> None:
        """Only what the officer who acts deals with, or all of it again."""
        mine = (self.desk.officer,)
        is_mine = self.wanted.handlers == mine
        self.wanted = replace(self.wanted, handlers=() if is_mine else mine)

    async def action_dismiss(self, result: None = None) -> None:
        """Takes the marks away, and without any goes back to the desk."""
        if self.table.marked:
            self._mark(frozenset())
        else:
            await super().action_dismiss(result)
