"""The app of the demo: the desk, and a tour of it."""

from __future__ import annotations

from typing import ClassVar

from tui.apps.desk_app import DeskApp
from tui.screens.demo_screen import DemoScreen


class DemoApp(DeskApp):
    """The desk on screen, with the tour that the palette starts anew."""

    anywhere: ClassVar[tuple[str, ...]] = ("everywhere", "demo")

    def get_default_screen(self) -> DemoScreen:
        return DemoScreen(self.desk)

    @property
    def last_word(self) -> str:
        """Nothing: nothing stays."""
        return ""

    async def action_start_tour(self) -> None:
        """Back to the desk, and to the first step."""
        screen = self._to_desk()
        assert isinstance(screen, DemoScreen)
        await screen.action_start_tour()
