"""A word to click, for what a key does too."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Static


class Link(Static):
    """A word to click; whoever has no mouse has a key for the same."""

    @dataclass
    class Clicked(Message):
        """It was clicked."""

        link: Link

        @property
        def control(self) -> Link:
            return self.link

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Clicked(self))
