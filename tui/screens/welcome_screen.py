"""The first start: asks from which notice the desk is to be set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static

from store.printable import printable
from store.text import _
from tui.actions.actions import actions_at, bindings_at
from tui.notice_form.founding import Founding
from tui.notice_form.meaning import meaning
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice_preview import NoticePreview

Way = Literal["use_example", "own_notice", "open_file", "seal"]


class WelcomeScreen(Screen[None]):
    """Lists the ways to set up the desk; says in a message which was chosen."""

    place = "welcome"
    BINDINGS = bindings_at("welcome")

    @dataclass
    class Chosen(Message):
        """A way was chosen."""

        way: Way

    def __init__(self, founding: Founding) -> None:
        super().__init__()
        self._founding = founding

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False), Vertical():
            yield Static(_("设立值班台"), classes="title")
            folder = _("{folder} 还没有值班台。", folder=self._founding.place.name)
            ask = _(
                "值班台按{inspection}组的公告设立。请选一种办法，按数字，或 ↑↓ 移动、Enter 选定："
            )
            yield Static(Content(f"{printable(folder)}\n{ask}"), classes="said")
            ways = actions_at("welcome")
            widest = max(cell_len(_(way.label)) for way in ways)
            yield OptionList(
                *(
                    Content(
                        f" {way.key_label}  {_(way.label)}"
                        f"{' ' * (widest - cell_len(_(way.label)) + 2)}{_(way.help)} "
                    )
                    for way in ways
                ),
                compact=True,
                markup=False,
            )
            yield Static(classes="left")
            yield Static(classes="seal")
            yield Static(classes="problem")
            yield Static(_("随附公告"), classes="preview-head")
            yield NoticePreview()
        yield KeyBar("welcome", "setup")

    def on_mount(self) -> None:
        self.say("")
        self.say_seal()
        example = self._founding.example_notice()
        self.query_one(NoticePreview).show(meaning(example, self._founding.now()))
        self.query_one(OptionList).focus()

    def on_screen_resume(self) -> None:
        """Says what was typed and is to be gone on with."""
        sentence = self._founding.left_words
        left = self.query_one(".left", Static)
        left.update(Content(sentence))
        left.display = bool(sentence)

    def say(self, sentence: str) -> None:
        """Says why no desk can be set up here; "" takes it away."""
        problem = self.query_one(".problem", Static)
        problem.update(Content(printable(sentence)))
        problem.display = bool(sentence)

    def say_seal(self) -> None:
        """Says to whom the desk is going to be sealed, if it is."""
        sentence = self._founding.sealing.sentence
        seal = self.query_one(".seal", Static)
        seal.update(Content(sentence))
        seal.display = bool(sentence)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        await self.run_action(actions_at("welcome")[event.option_index].id)

    def action_use_example(self) -> None:
        """The shipped notice; asks first where it is none for a desk of today."""
        if warning := self._founding.warning():
            self.say(warning + _("确要用它设立，请再按一次 1。"))
        else:
            self.post_message(self.Chosen("use_example"))

    def action_own_notice(self) -> None:
        self.post_message(self.Chosen("own_notice"))

    def action_open_file(self) -> None:
        self.post_message(self.Chosen("open_file"))

    def action_seal(self) -> None:
        self.post_message(self.Chosen("seal"))
