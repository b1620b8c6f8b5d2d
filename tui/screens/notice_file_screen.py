"""Asks for the path of a notice file."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from store.errors import NoticeRefused
from store.printable import printable
from store.text import _
from tui.actions.actions import bindings_at
from tui.notice_form.entry import NoticeEntry
from tui.widgets.key_bar import KeyBar
from tui.widgets.text_field import TextField


class NoticeFileScreen(Screen[NoticeEntry | None]):
    """Dismissed with what `open_file` makes of the path; while it refuses, the screen stays."""

    place = "notice_file"
    BINDINGS = bindings_at("notice_file")

    def __init__(self, open_file: Callable[[str], NoticeEntry]) -> None:
        super().__init__()
        self._open_file = open_file

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False), Vertical():
            yield Static(_("打开公告文件"), classes="title")
            said = _("写出文件的路径，按 Enter；内容会填入表单，可再修改。~ 是您的主目录。")
            yield Static(said, classes="said")
            yield TextField()
            yield Static(classes="problem")
        yield KeyBar("notice_file", "setup")

    def on_mount(self) -> None:
        self.query_one(TextField).focus()

    def action_open_named(self) -> None:
        """Reads the file, whose notice then stands in the form."""
        try:
            entry = self._open_file(self.query_one(TextField).value)
        except NoticeRefused as refusal:
            self._say(str(refusal))
        else:
            self.dismiss(entry)

    def _say(self, sentence: str) -> None:
        self.query_one(".problem", Static).update(Content(printable(sentence, lines=True)))

    def action_back(self) -> None:
        self.dismiss(None)
