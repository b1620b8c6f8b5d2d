"""Waits over the form for the letter of the field that is to be gone to."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen


class JumpScreen(ModalScreen[events.Key]):
    """Shows nothing of its own; gives the key that was pressed, None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", show=False)]

    def on_key(self, event: events.Key) -> None:
        if event.key != "escape":
            event.stop()
            self.dismiss(event)
