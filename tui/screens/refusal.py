"""What the desk refuses, said over the screen."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.widget import Widget

from store.desk.desk import Desk
from store.errors import DeskError
from store.secret.roles import Right


def say_refusal(over: App[Any] | Widget, error: DeskError) -> None:
    """Says why something was not done."""
    over.notify(str(error), severity="warning")


def is_allowed(over: App[Any] | Widget, desk: Desk, right: Right, number: str = "") -> bool:
    """Whether the officer's role includes it, for what takes all of the tip of that `number` too; says
    the reason at once where it does not, rather than after all was answered."""
    try:
        desk.access.require(right, number)
    except DeskError as error:
        say_refusal(over, error)
        return False
    return True
