"""An old register, or letters, as they are read: to be looked at before anything is taken in.

Below the rows stands all that was read of the one pointed at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from store.desk.desk import Desk
from store.errors import DeskError
from store.printable import printable
from store.registers.importing import Taken, Wanted
from store.registers.letters import Letters
from store.registers.source import Source, open_source
from store.text import _
from tui.actions.actions import bindings_at
from tui.entering.intake import Intake
from tui.terminal.key_queue import ACT
from tui.widgets.key_bar import KeyBar
from tui.widgets.paper_text import PaperText
from tui.widgets.pointed_list import PointedList
from tui.widgets.text_field import TextField
from tui.words import import_words, words

_MOST: Final = 1_000
_TOLD_EVERY: Final = 200


class ImportScreen(Screen[None]):
    """Reads the file whose path is typed, and shows each row; Ctrl+S records those that can be."""

    place = "import"
    BINDINGS = bindings_at("import")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._path = Path()
        self._source: Source | Letters | None = None
        self._rows: list[Taken] = []
        self._wanted = Wanted()
        self._is_recording = False

    def compose(self) -> ComposeResult:
        yield Static(Content(_("导入台账或电子邮件")), classes="title")
        yield TextField()
        yield Static(classes="said")
        yield PointedList()
        with VerticalScroll(can_focus=False):
            yield PaperText()
        yield KeyBar("import")

    def on_mount(self) -> None:
        self._say(_("写出文件的路径，按 Enter 读取；先看读成什么，再导入。~ 是您的主目录。"))
        self.query_one(TextField).focus()

    def action_read_named(self) -> None:
        """Reads the file, once all that was typed before has reached the field."""
        self.query_one(TextField).call_later(self._read_named)

    @work(group=ACT)
    async def _read_named(self) -> None:
        typed = self.query_one(TextField).value.strip().strip("'\"")
        if not typed or self._is_recording:
            return
        self._say(_("正在读取 {file}…", file=typed))
        try:
            self._path = Path(typed).expanduser()
            self._source = await asyncio.to_thread(
                open_source, self._path, {}, self.desk.place.columns
            )
            await self._show()
        except DeskError as error:
            self._forget(str(error))
        except (OSError, ValueError, RuntimeError):
            self._forget(_("没有这个文件，请核对路径：{path}", path=typed))
        else:
            self.query_one(PointedList).focus()

    def _forget(self, sentence: str) -> None:
        """Nothing is to be taken in, and why."""
        self._source, self._rows = None, []
        self._list()
        self._say(sentence, is_problem=True)

    async def _show(self) -> None:
        """Each row as it is read with what is wanted."""
        if self._source is None:
            return
        source, wanted = self._source, self._wanted
        self._rows = await asyncio.to_thread(self._each, source, wanted, lambda _intake, _one: "")
        self._list()
        told = [import_words.total(self._rows, is_done=False), *source.remarks(wanted)]
        if wanted.group:
            group = words.group(self.desk.notice, wanted.group)
            told.append(_("没有对象类别的按“{group}”。", group=group))
        if wanted.channel:
            channel = words.channel_label(wanted.channel)
            told.append(_("没有写来源的按“{channel}”。", channel=channel))
        if wanted.half_done:
            told.append(_("没有写全的按待补录。"))
        self._say("\n".join(told))

    def _each(
        self, source: Source | Letters, wanted: Wanted, act: Callable[[Intake, Taken], str]
    ) -> list[Taken]:
        """Every row, with `act` done to it, and from time to time how far that is. Not to be called
        on the screen's own thread."""
        desk, done = self.desk, list[Taken]()
        intake, recorded = Intake(desk), 0
        try:
            for one in source.take_in(wanted, desk.notice, desk.now(), intake.on_desk):
                recorded += bool(act(intake, one))
                done.append(one)
                if len(done) % _TOLD_EVERY == 0:
                    said = _("{n} / {total} 行…", n=len(done), total=source.length)
                    self.app.call_from_thread(self._say, said)
        finally:
            # What was recorded before the disk was full was recorded.
            intake.end(self._path.name, recorded)
        return done

    def _list(self) -> None:
        """The rows, those with faults first."""
        self._rows.sort(key=lambda one: (not one.faults, one.is_none))
        several = len(self._source.titles()) > 1 if self._source else False
        notice = self.desk.notice
        rows = [_row(import_words.in_row(notice, one, several), one) for one in self._rows[:_MOST]]
        self.query_one(PointedList).show_rows(rows)
        if not rows:
            self.query_one(PaperText).text = ""

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index < len(self._rows):
            one = self._rows[event.option_index]
            lines = import_words.lines(self.desk.notice, one, several=False)
            self.query_one(PaperText).text = printable("\n".join(lines), lines=True)

    def action_take_in(self) -> None:
        if self._source is not None and not self._is_recording:
            self._is_recording = True
            self._record(self._source)

    @work(group=ACT)
    async def _record(self, source: Source | Letters) -> None:
        try:
            done = await asyncio.to_thread(self._each, source, self._wanted, Intake.record)
        except DeskError as error:
            self._say(str(error), is_problem=True)
        else:
            said = import_words.total(done, is_done=True)
            self.notify(said)
            self._rows = [one for one in done if one.faults]
            self._list()
            self._say(said)
            self._source = None
        finally:
            self._is_recording = False

    @work(group=ACT)
    async def action_next_group(self) -> None:
        """Another group for subjects whose row has none."""
        groups = ("", *self.desk.notice.all_groups)
        after = groups[(groups.index(self._wanted.group) + 1) % len(groups)]
        self._wanted = replace(self._wanted, group=after)
        await self._show()

    @work(group=ACT)
    async def action_next_channel(self) -> None:
        """Another kind of line for rows that name none."""
        channels = ("", *self.desk.notice.channels)
        after = channels[(channels.index(self._wanted.channel) + 1) % len(channels)]
        self._wanted = replace(self._wanted, channel=after)
        await self._show()

    @work(group=ACT)
    async def action_half_done(self) -> None:
        """Whether rows that are not complete are taken half-done."""
        self._wanted = replace(self._wanted, half_done=not self._wanted.half_done)
        await self._show()

    def hide_texts(self) -> None:
        """Takes away what was read, which may be what nobody else is to see."""
        self._forget(_("内容已收起，请重新读取。"))

    def _say(self, sentence: str, is_problem: bool = False) -> None:
        said = self.query_one(".said", Static)
        said.set_class(is_problem, "problem")
        said.update(Content(printable(sentence, lines=True)))


def _row(parts: Iterable[str], one: Taken) -> Content:
    where, state, *rest = parts
    colour = "$text-error" if one.faults else "$text-muted" if not one.tip else ""
    return Content.assemble(
        (f"{printable(where)}  ", "bold"), (f"{state}  ", colour), printable("  ".join(rest))
    )
