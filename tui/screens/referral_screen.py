"""The copy of a referral, to be read before it goes out."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from store.plain import printable
from store.text import _
from tui.referral_paper import READ_FIRST


class ReferralScreen(ModalScreen[None]):
    """Shows the copy until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", show=False)]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(Content(printable(self._text, lines=True)))
            yield Static(Content(_(READ_FIRST)), classes="ask-how")
            yield Static(Content(_("按 Esc 关闭")), classes="ask-how")
