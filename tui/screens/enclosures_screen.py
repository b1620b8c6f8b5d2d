"""What came with one tip: a list, of which each can be corrected, taken out and taken off."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from store.desk.desk import Desk
from store.errors import DeskError, NotAllowed, Sealed
from store.printable import printable
from store.text import _
from store.tips.enclosure import ENCLOSURE_KINDS, Enclosure
from store.tips.tip import Tip
from tui.actions.actions import bindings_at
from tui.entering.choices import Option
from tui.entering.enclosing import attach, take_out
from tui.entering.set_aside import SetAside
from tui.screens.ask_screen import Answers, AskScreen, Question, ask
from tui.screens.refusal import is_allowed, say_refusal
from tui.terminal.key_queue import READ
from tui.widgets.choice import Choice
from tui.widgets.key_bar import KeyBar
from tui.widgets.messages import KeyWanted
from tui.widgets.pointed_list import PointedList
from tui.widgets.text_field import ExactField, NumberField, TextField
from tui.widgets.top_line import top_line
from tui.words import enclosure_words


class EnclosuresScreen(Screen[None]):
    """Shows the enclosures of a tip, `whole` with what of them is sealed. `is_remote`: whoever is here
    reaches no file, so that facts alone are noted down."""

    place = "enclosures"
    BINDINGS = bindings_at("enclosures")

    def __init__(self, desk: Desk, number: str, *, whole: bool, is_remote: bool) -> None:
        super().__init__()
        self.desk = desk
        self._number = number
        self._whole = whole
        self._is_remote = is_remote
        self._tip: Tip | None = None

    def compose(self) -> ComposeResult:
        yield top_line(self.desk)
        yield Static(classes="due-title")
        yield PointedList()
        yield Static(classes="due-reason")
        yield KeyBar("enclosures")

    async def on_screen_resume(self) -> None:
        await self._show()

    async def _show(self) -> None:
        whole = self._whole
        look = self.desk.access.open_tip if whole else self.desk.tip
        try:
            tip = await asyncio.to_thread(look, self._number)
        except (Sealed, NotAllowed):
            whole = self._whole = False
            tip = await asyncio.to_thread(self.desk.tip, self._number)
        if whole != self._whole:
            # Hidden meanwhile: what hid it shows the rest.
            return
        self._tip = tip
        n = len(tip.enclosures)
        title = _("{number} 的附件 {n} 项", number=tip.number, n=n)
        self.query_one(".due-title", Static).update(Content(printable(title)))
        about = [_("还没有登记附件，按 A 登记。")] if not n else []
        if tip.sealed and n:
            about.append(_("名称和存放处已密封，先在举报里按 V 显示。"))
        if self._is_remote:
            about.append(_("远程登录的，在此登记种类、页数；文件请用 ssh … attach 送入，见 F1。"))
        self.query_one(".due-reason", Static).update(Content("\n".join(about)))
        options = self.query_one(PointedList)
        pointed = options.highlighted or 0
        options.show_rows([*map(self._row, range(1, n + 1), tip.enclosures)], pointed)
        options.focus()

    def _row(self, place: int, one: Enclosure) -> Content:
        return Content.assemble(
            (f"{place:>3}  ", "$text-primary"), printable(enclosure_words.enclosure(one))
        )

    def hide_texts(self) -> None:
        """Forgets what was revealed."""
        if self._whole:
            self._whole = False
            self._tip = None
            self.query_one(PointedList).show_rows(())
            self.run_worker(self._show())

    @property
    def opened(self) -> str:
        """The number of the tip whose texts are shown, "" while they are hidden."""
        return self._number if self._whole else ""

    # What is done with them

    def action_attach(self) -> None:
        if self._tip and is_allowed(self, self.desk, "record", self._number):
            self._ask_facts(self._tip, Enclosure("", name=""), 0)

    def action_correct_enclosure(self) -> None:
        if (found := self._pointed("record")) and self._tip:
            self.run_worker(self._correct(found[0], self._tip.revision), group=READ)

    async def _correct(self, place: int, seen: int) -> None:
        """What is sealed of it is to be read first; by then another may stand at that place."""
        try:
            tip = await asyncio.to_thread(self.desk.access.open_tip, self._number)
        except DeskError as error:
            say_refusal(self, error)
            if isinstance(error, Sealed):
                self.post_message(KeyWanted())
            return
        if self.app.screen is not self:
            return
        if tip.revision != seen:
            said = _("{number} 已被他人修改，请核对后重新选定。", number=tip.number)
            self.notify(said, severity="warning")
            await self._show()
            return
        self._ask_facts(tip, tip.enclosures[place - 1], place)

    def _pointed(self, right: Any) -> tuple[int, Enclosure] | None:
        at = self.query_one(PointedList).highlighted
        if at is None or not self._tip or not is_allowed(self, self.desk, right, self._number):
            return None
        return at + 1, self._tip.enclosures[at]

    def _ask_facts(self, tip: Tip, one: Enclosure, place: int) -> None:
        number, revision = str(tip.number), tip.revision
        kinds = [Option(name, _(label)) for name, label in ENCLOSURE_KINDS.items()]
        pages, hint = str(one.pages or ""), _("照片为张数，录音录像为分钟")
        questions: list[Question] = [
            ("kind", _("种类"), Choice(kinds, chosen=[one.kind])),
            ("pages", _("页数"), NumberField(pages, placeholder=hint)),
            ("copies", _("份数"), NumberField(str(one.copies))),
            ("name", _("附件名称"), TextField(one.name)),
            ("kept_at", _("存放处"), TextField(one.kept_at)),
            ("file_number", _("档案号"), TextField(one.file_number)),
        ]
        if not self._is_remote:
            path = _("文件的路径，可把文件拖到窗口里；不存文件的留空")
            questions.append(("file", _("存入文件"), ExactField(placeholder=path)))

        def act(answers: Answers) -> tuple[Tip, ...]:
            return (attach(self.desk, number, answers, place, revision=revision),)

        title = (
            _("更正 {number} 的第 {n} 项附件", number=tip.number, n=place)
            if place
            else _("登记 {number} 的附件", number=tip.number)
        )
        about = [_("种类不选的，照文件名定。")] if not place else []
        screen = AskScreen(title, about, questions, act)
        screen.waiting = _("正在存入，请稍候…")
        if place:
            # To be corrected it was opened, whatever the list shows.
            screen.opened, screen.has_texts = number, True
            screen.item = sha256(repr(one).encode()).hexdigest()
        screen.aside = SetAside.of(self.desk, f"enclosure-{place}", tip)
        ask(self.app, screen)

    def action_take_out(self) -> None:
        found = self._pointed("list")
        if not (found and self._tip):
            return
        (place, one), revision = found, self._tip.revision
        if self._is_remote:
            self.notify(
                _(
                    "远程登录的，请在自己的电脑上运行 ssh … enclosure {number} {n} > 文件。",
                    number=self._number,
                    n=place,
                ),
                severity="warning",
            )
        elif not one.file:
            self.notify(_("第 {n} 项附件没有存入文件。", n=place), severity="warning")
        else:
            self._ask_folder(place, revision)

    def _ask_folder(self, place: int, revision: int) -> None:
        about = [_("取出留有记录。文件由他处送来，请勿直接打开；先查毒。")]
        if self.desk.access.is_sealed:
            about.append(_("取出的文件不再密封，用毕请删除。"))
        said = ""

        def act(answers: Answers) -> tuple[Tip, ...]:
            nonlocal said
            folder = answers["folder"]
            said = take_out(self.desk, self._number, place, folder, revision=revision)
            return ()

        def tell(done: object) -> None:
            if done is not None:
                self.app.notify(said)

        title = _("取出 {number} 的第 {n} 项附件", number=self._number, n=place)
        screen = AskScreen(title, about, [("folder", _("存入目录"), TextField("~"))], act)
        screen.waiting = _("正在写出，请稍候…")
        self.app.push_screen(screen, tell)

    def action_remove_enclosure(self) -> None:
        found = self._pointed("record")
        if not (found and self._tip):
            return
        (place, one), revision = found, self._tip.revision

        def act(_answers: Answers) -> tuple[Tip, ...]:
            return (self.desk.enclosures.remove(self._number, place, revision=revision),)

        title = _("去掉 {number} 的第 {n} 项附件", number=self._number, n=place)
        about = [enclosure_words.enclosure(one), _("误登记的才去掉；可以撤销，修改记录中保留。")]
        ask(self.app, AskScreen(title, about, [], act))
