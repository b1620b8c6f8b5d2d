"""Standard input over SSH: its end is an end only as long as somebody waits for the answer."""

from __future__ import annotations

import select
import sys
from typing import IO, Final

from store.errors import CannotRead
from store.text import _

# Where a line drops, `sshd` closes what is read and what is written, the one a moment after the other.
_A_MOMENT_MS: Final = 100


class WholeInput:
    """What is read from `source`, or nothing of it. A line that drops ends it as its sender would have,
    and half a file would be kept for a whole one."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source

    def read(self, most: int = -1) -> bytes:
        """As `source` does. Raises `CannotRead` at its end where nobody is there any more."""
        data = self._source.read(most)
        if not data and _is_cut():
            raise CannotRead(_("连接中途断开，没有存入；请重新送来。"))
        return data


def _is_cut() -> bool:
    """Whether whatever is said now reaches nobody."""
    answers = select.poll()
    try:
        # No event is asked for: that nobody reads is told in any case.
        answers.register(sys.stdout.fileno(), 0)
    except OSError:
        return False
    return bool(answers.poll(_A_MOMENT_MS))
