"""The first line of the form: what is being done, how long the call lasts, when it was kept."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from store.printable import printable
from store.text import _
from tui.entering.tip_entry import TipEntry
from tui.widgets.call_timer import CallTimer


class FormHead(Horizontal):
    """Shows an entry's title, whom it is about while that is scrolled out of sight, its call's timer,
    and that there is a draft of it."""

    def __init__(self) -> None:
        super().__init__(classes="form-head")
        self.timer = CallTimer()
        self._title = Static(classes="form-title")
        self._state = Static(classes="form-state")
        self._kept_at = self._kept = ""
        self._entry_title = self._about = ""

    def compose(self) -> ComposeResult:
        yield self._title
        yield self.timer
        yield self._state

    def show(self, entry: TipEntry) -> None:
        """Another entry."""
        self._entry_title = printable(entry.title)
        self._show_title()
        self.show_call(entry)
        self.show_kept(entry)

    def show_about(self, about: str) -> None:
        """Whom the tip is about, "" while that is to be seen in the fields."""
        if about != self._about:
            self._about = about
            self._show_title()

    def _show_title(self) -> None:
        title = f"{self._about} · {self._entry_title}" if self._about else self._entry_title
        # It comes and goes as one scrolls, for which the screen is not to be laid out anew.
        self._title.update(Content(title), layout=False)

    def show_call(self, entry: TipEntry) -> None:
        """Since when its call is timed."""
        if self.timer.began != entry.called_at:
            self.timer.began = self.timer.now = entry.called_at

    def show_kept(self, entry: TipEntry) -> None:
        """That what is typed was kept just now, if there is a draft of it."""
        self._kept_at = entry.desk.now().strftime("%H:%M") if entry.is_kept else ""
        self.show_reach(is_away=entry.desk.reach.is_away)

    def show_reach(self, *, is_away: bool) -> None:
        """Whether the draft is where it is to be, or on this machine while the desk's place is away."""
        kept = _("草稿已存 {time}", time=self._kept_at) if self._kept_at else ""
        if kept and is_away:
            kept = _("草稿在本机")
        if kept != self._kept:
            # It comes and goes with a key, for which the screen is not to be laid out anew.
            self._kept = kept
            self._state.update(Content(kept), layout=False)
