"""The search line over a list: what stands before its text can be taken away with Backspace."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from tui.widgets.text_field import TextField


class SearchField(TextField):
    """One line of text to search for."""

    @dataclass
    class WentBack(Message):
        """Backspace was pressed at the start of an empty line."""

    def action_delete_left(self) -> None:
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.WentBack())
