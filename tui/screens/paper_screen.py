"""A text that is to go on paper, to be read before it goes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from store.printable import printable
from store.text import _
from tui.widgets.paper_text import PaperText


class PaperScreen(ModalScreen[None]):
    """Shows a text until it is closed; `note` stands below it and is not part of the paper."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", show=False)]

    def __init__(self, text: str, note: str = "") -> None:
        super().__init__()
        self._paper = PaperText(printable(text, lines=True))
        self._note = note

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield self._paper
            if self._note:
                yield Static(Content(self._note), classes="ask-how")
            yield Static(Content(_("按 Esc 关闭")), classes="ask-how")

    def hide_texts(self) -> None:
        """Takes the text away, which may be what nobody else is to read."""
        self._paper.text = _("内容已收起，请重新打开。")
