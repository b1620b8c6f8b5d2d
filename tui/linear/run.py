"""Starts the dialogue on standard input and output, and ends it as whoever sits there does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.clock import Clock
from store.desk.desk import Desk
from tui.linear.lines import Ended, Lines


def talk_at(desk: Desk, key_file: bytes | None = None) -> int:
    """Talks at the desk and closes it; the exit status. `key_file` is what the file with a
    recipient's key holds, if one was named."""
    from tui.linear.desk_talk import DeskTalk

    lines = Lines()
    with desk, lines.open():
        return DeskTalk(desk, lines, key_file).run()


def found_desk(folder: Path, clock: Callable[[], Clock], officer: str) -> Desk | None:
    """A desk in `folder`, made of the notice and sealed to the keys that are asked for; None if there
    is to be none.

    Raises what `Desk.create` raises.
    """
    from tui.linear.founding import ask_for_desk
    from tui.linear.talk import Talk

    lines = Lines()
    with lines.open():
        try:
            found = ask_for_desk(Talk(lines), folder, clock().now())
        except Ended:
            return None
    if found is None:
        return None
    text, seal_to = found
    return Desk.create(folder, text, clock=clock(), officer=officer, seal_to=seal_to)
