"""How a screen leaves that acts at the desk meanwhile: with what came of it, and from the top alone."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.screen import Screen

Outcome = TypeVar("Outcome")


class Leaving(Generic[Outcome]):
    """Dismisses `screen` once nothing lies over it: not the curtain is to go.

    The screen calls `now_if_due` when it comes back to the front.
    """

    def __init__(self, screen: Screen[Outcome]) -> None:
        self._screen = screen
        self._outcome: Outcome | None = None

    def leave(self, outcome: Outcome) -> None:
        """Leaves with `outcome`, at once or as soon as it can."""
        self._outcome = outcome
        self.now_if_due()

    def now_if_due(self) -> None:
        """Leaves if it is to, and the screen is the one on top."""
        if self._outcome is not None and self._screen.app.screen is self._screen:
            self._screen.dismiss(self._outcome)
