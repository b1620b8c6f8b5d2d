"""An officer in the dialogue: answers that are there from the start, and all that was said."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.tui.sitting import StillClock, a_desk
from tui.linear.run import talk_at


@contextmanager
def _standing_in(answers: str) -> Iterator[io.StringIO]:
    """Standard input and output, as a script's pipes are."""
    said, before = io.StringIO(), (sys.stdin, sys.stdout)
    with tempfile.TemporaryFile("w+") as given:
        given.write(answers)
        given.flush()
        given.seek(0)
        sys.stdin, sys.stdout = given, said
        try:
            yield said
        finally:
            sys.stdin, sys.stdout = before


def dialogue(folder: Path, *answers: str, clock: StillClock | None = None) -> str:
    """What is said at the desk in `folder` while each of `answers` is given, a line each."""
    with _standing_in("".join(f"{answer}\n" for answer in answers)) as said:
        assert talk_at(a_desk(folder, clock)) == 0
    return said.getvalue()


CALL = ("", "", "张三", "13900001111", "", "某县国土局", "李四", "局长", "1", "")
"""The answers of a call, up to the summary."""
