"""An officer in the dialogue: answers that are there from the start, and all that was said."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from store.tips.fields import BY_NAME, fields_of
from tests.builders import StillClock
from tests.store.desks import OFFICER
from tests.tui.sitting import a_desk
from tui.entering.values import subject_fields
from tui.linear.run import talk_at
from tui.linear.steps import MORE


@contextmanager
def standing_in(answers: str) -> Iterator[io.StringIO]:
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


def dialogue(
    folder: Path,
    *answers: str,
    clock: StillClock | None = None,
    officer: str = OFFICER,
    key_file: bytes | None = None,
    is_remote: bool = False,
) -> str:
    """What is said at the desk in `folder` while each of `answers` is given, a line each."""
    with standing_in("".join(f"{answer}\n" for answer in answers)) as said:
        assert talk_at(a_desk(folder, clock, officer), key_file, is_remote=is_remote) == 0
    return said.getvalue()


def answers(told: Mapping[str, str], first: str = "line", before: str = "") -> tuple[str, ...]:
    """What is answered from the field `first` on, to the last or up to the one `before`: what is
    `told` of a field, by its name, else nothing."""
    names = list(_asked(told))
    last = names.index(before) if before else len(names)
    given: list[str] = []
    for name in names[names.index(first) : last]:
        text = told.get(name, "")
        # A full stop ends a long text; then one is asked whether there is more to it.
        is_long = text and name in BY_NAME and BY_NAME[name].kind == "long"
        given += (text, ".", "") if is_long else (text,)
    return tuple(given)


def _asked(told: Mapping[str, str]) -> Iterator[str]:
    """The fields of a call in the order in which they are asked, as far as what is told has them
    asked, and `MORE` behind those of a subject."""
    *_others, last_of_subject = subject_fields()
    for field in fields_of("landline"):
        is_moot = {
            "reporter.verified": not told.get("reporter.name"),
            "enclosures": not told.get("enclosures"),
            "referred_to": told.get("subjects.group") != "4",
        }
        if not is_moot.get(field.name):
            yield field.name
        if field == last_of_subject:
            yield MORE
