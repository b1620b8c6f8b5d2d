"""The tip pointed at in a list, read beside the list."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.notice.notice import Notice
from store.tips.tip import Tip
from tui.widgets import tip_text
from tui.widgets.tip_text import Facts

# Of its width, what padding and scrollbar take.
_AROUND: Final = 5


class TipPreview(VerticalScroll, can_focus=False):
    """Shows a tip without the history of its changes, which its own page has."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._notice = notice
        self._said = Static()
        self._shown: tuple[Tip, Facts] | None = None

    def compose(self) -> ComposeResult:
        yield self._said

    def show(self, tip: Tip | None, facts: Facts = ()) -> None:
        """That tip, with what became of it; nothing for none."""
        shown = (tip, facts) if tip else None
        if shown != self._shown:
            self._shown = shown
            self.scroll_home(animate=False)
            self._set_out()

    def on_resize(self) -> None:
        self._set_out()

    def _set_out(self) -> None:
        if self._shown is None:
            self._said.update("")
            return
        tip, facts = self._shown
        width = self.size.width - _AROUND
        self._said.update(tip_text.said(self._notice, tip, facts, width, below=facts))
