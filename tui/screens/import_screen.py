"""An old register, or letters, as they are read: to be looked at before anything is taken in.

Below the rows stands all that was read of the one pointed at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, Final

from textual import work
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widgets import OptionList, Static

from store.desk.desk import Desk
from store.errors import DeskError
from store.printable import printable
from store.registers.headings import NoHeadings
from store.registers.importing import Taken
from store.text import N_, _
from tui.actions.actions import bindings_at
from tui.entering.register_entry import REMOTE, RegisterEntry
from tui.entering.unit_list import take_list_in
from tui.screens.columns_screen import ColumnsScreen
from tui.terminal.key_queue import ACT
from tui.widgets.key_bar import KeyBar
from tui.widgets.messages import RegisterTakenIn
from tui.widgets.paper_text import PaperText
from tui.widgets.pointed_list import PointedList
from tui.widgets.text_field import TextField
from tui.widgets.top_line import top_line
from tui.words import import_words

_MOST: Final = 1_000
_NAME_COLUMNS: Final = N_("按 F9 指明哪一列是哪一栏。")


class ImportScreen(Screen[None]):
    """Reads the file whose path is typed, and shows each row; Ctrl+S records those that can be."""

    place = "import"
    BINDINGS = bindings_at("import")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.entry = RegisterEntry(desk)
        self._is_busy = self._is_put_away = False

    def compose(self) -> ComposeResult:
        yield top_line(self.desk)
        yield Static(Content(_("导入台账或电子邮件")), classes="title")
        yield TextField()
        yield Static(classes="said")
        yield PointedList()
        with VerticalScroll(can_focus=False):
            yield PaperText()
        yield KeyBar("import")

    def on_mount(self) -> None:
        self._list()
        self._say(_("写出文件的路径，按 Enter 读取；先看读成什么，再导入。~ 是您的主目录。"))

    @work(group=ACT)
    async def action_read_named(self) -> None:
        """Reads the file, and shows its rows."""
        typed = self.query_one(TextField).value.strip()
        if self._is_busy:
            self._say(_("正在读取或导入，请稍候再按 Enter。"))
        elif typed:
            self._say(_("正在读取 {file}…", file=typed))
            await self._do(lambda: self.entry.open(typed, self._tell))
            if self.entry.source:
                self.query_one(PointedList).focus()

    async def _do(self, act: Callable[[], None]) -> None:
        """Does it beside the screen, and shows how the rows are read then."""
        if self._is_busy:
            return
        refusal: DeskError | None = None
        self._is_busy, self._is_put_away = True, False
        try:
            await asyncio.to_thread(act)
        except DeskError as error:
            refusal = error
        finally:
            self._is_busy = False
        if self._is_put_away:
            # It was read to its end all the same, and told how far it is.
            self.hide_texts()
        elif refusal:
            self._list()
            told = [_(_NAME_COLUMNS)] if isinstance(refusal, NoHeadings) else []
            self._say("\n".join((*told, str(refusal))), is_problem=True)
        else:
            self._show_rows()

    def _show_rows(self) -> None:
        """The rows, and what is to be known of all of them."""
        self._list()
        entry = self.entry
        if entry.source:
            told = [
                *import_words.of_all(self.desk.notice, entry.rows, entry.wanted, entry.remarks())
            ]
            if entry.source.is_unclear(entry.wanted):
                # Second, since there may be more of the rest than is to be seen.
                told.insert(1, _(_NAME_COLUMNS))
            self._say("\n".join(told))

    def _tell(self, done: int, total: int) -> None:
        """How far it is. Not to be called on the screen's own thread."""
        said = _("{n} / {total} 行…", n=done, total=total)
        self.app.call_from_thread(self._say, said)

    def _list(self) -> None:
        """The rows, those with faults first."""
        notice, entry = self.desk.notice, self.entry
        several = entry.has_several_sheets
        rows = [_row(import_words.in_row(notice, one, several), one) for one in entry.rows[:_MOST]]
        options = self.query_one(PointedList)
        options.show_rows(rows)
        # Where there is nothing to point at, who clicks there types on.
        options.can_focus = bool(rows)
        if not rows:
            self.query_one(TextField).focus()
        self.query_one(VerticalScroll).display = bool(rows)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index < len(self.entry.rows):
            one = self.entry.rows[event.option_index]
            lines = import_words.lines(self.desk.notice, one, several=False)
            self.query_one(PaperText).text = printable("\n".join(lines), lines=True)

    def action_take_in(self) -> None:
        if self._is_busy:
            self._say(_("正在读取或导入，请稍候再按 Ctrl+S。"))
        elif self.entry.source:
            self._is_busy = True
            self.app.run_worker(self._record(), group=ACT)

    async def _record(self) -> None:
        try:
            said = import_words.total(
                await asyncio.to_thread(self.entry.record, self._tell), is_done=True
            )
            is_problem = False
        except DeskError as error:
            said, is_problem = str(error), True
        finally:
            self._is_busy = False
        severity: SeverityLevel = "error" if is_problem else "information"
        self.app.notify(said, severity=severity)
        # The screen may have been left: the desk shows what came all the same.
        self.app.post_message(RegisterTakenIn())
        if self.is_attached:
            self._list()
            self._say(said, is_problem=is_problem)

    @work(group=ACT)
    async def action_take_list_in(self) -> None:
        """The file as a list of units and posts, which completes what is typed of a subject."""
        typed = self.query_one(TextField).value.strip()
        if not typed or self._is_busy:
            return
        self._is_busy = True
        try:
            said = await asyncio.to_thread(take_list_in, self.desk, typed)
        except DeskError as error:
            self._say(str(error), is_problem=True)
        else:
            self._say("\n".join(said))
        finally:
            self._is_busy = False

    @work(group=ACT)
    async def action_next_group(self) -> None:
        """Another group for subjects whose row has none."""
        await self._do(lambda: self.entry.want(self.entry.with_next_group(), self._tell))

    @work(group=ACT)
    async def action_next_channel(self) -> None:
        """Another kind of line for rows that name none."""
        await self._do(lambda: self.entry.want(self.entry.with_next_channel(), self._tell))

    @work(group=ACT)
    async def action_half_done(self) -> None:
        """Whether rows that are not complete are taken half-done."""
        await self._do(lambda: self.entry.want(self.entry.with_half_done(), self._tell))

    def action_name_columns(self) -> None:
        if self.entry.headings and not self._is_busy:
            self.app.push_screen(ColumnsScreen(self.entry.headings), self._named)

    def _named(self, named: dict[str, str] | None) -> None:
        if named:
            self._read_with(named)

    @work(group=ACT)
    async def _read_with(self, named: dict[str, str]) -> None:
        await self._do(lambda: self.entry.name_columns(named, self._tell))
        if self.entry.source:
            self.query_one(PointedList).focus()

    def hide_texts(self) -> None:
        """Takes away what was read, which may be what nobody else is to see."""
        self._is_put_away = True
        self.entry.forget()
        self._list()
        self.query_one(PaperText).text = ""
        self._say(_("内容已收起，请重新读取。"), is_problem=True)

    def _say(self, sentence: str, is_problem: bool = False) -> None:
        # What goes on after one has left it says how far it is, too.
        if not self.is_attached:
            return
        said = self.query_one(".said", Static)
        said.set_class(is_problem, "problem")
        said.update(Content(printable(sentence, lines=True)))


def _row(parts: Iterable[str], one: Taken) -> Content:
    where, state, *rest = parts
    colour = "$text-error" if one.faults else "$text-muted" if not one.tip else ""
    return Content.assemble(
        (f"{printable(where)}  ", "bold"), (f"{state}  ", colour), printable("  ".join(rest))
    )


def refuse_remote(app: App[Any]) -> None:
    """Says over the screen why nothing is imported over SSH."""
    app.notify(_(REMOTE), severity="warning")
