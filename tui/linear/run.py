"""Starts the dialogue on standard input and output, and ends it as whoever sits there does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.desk.desk import Desk
from tui.linear.lines import Ended, Lines

if TYPE_CHECKING:
    from tui.notice_form.founding import Founding


def talk_at(desk: Desk, key_file: bytes | None = None, *, is_remote: bool = False) -> int:
    """Talks at the desk and closes it; the exit status. `key_file` is what the file with a
    recipient's key holds, if one was named; `is_remote`: whoever talks reaches no file of the desk's
    account."""
    from tui.linear.desk_talk import DeskTalk

    lines = Lines()
    with desk, lines.open():
        return DeskTalk(desk, lines, key_file, is_remote=is_remote).run()


def talk_of_founding(founding: Founding) -> str | None:
    """Asks what is to be known for `founding` a desk: the text of its notice, or None if there is to
    be none."""
    from tui.linear.founding import ask_for_desk
    from tui.linear.talk import Talk

    lines = Lines()
    with lines.open():
        try:
            return ask_for_desk(Talk(lines), founding)
        except Ended:
            return None
