"""Desks on real folders for the tests of the store, and tips to put into them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from store.clock import Clock
from store.desk.desk import Desk
from store.notice.reading import example_text
from store.tips import entry
from store.tips.tip import Tip
from tests.builders import CALL, DURING, entry_of, example

OFFICER = "值班员甲"
NOTICE = example()
_OPENED: list[Desk] = []


def opened(desk: Desk) -> Desk:
    """That desk, whose files are let go when the test is over, closed by then or not."""
    _OPENED.append(desk)
    return desk


def let_go() -> None:
    """Lets go of the files of every desk `opened`: to the collector they are lost, as the store has
    it look at nothing that was there when a desk was read."""
    while _OPENED:
        desk = _OPENED.pop()
        desk.ground.storage.close()
        desk.presence.close()


def clock() -> Clock:
    """A clock during the period of the shipped notice."""
    return Clock.at(DURING)


def new_desk(folder: Path, officer: str = OFFICER) -> Desk:
    """A desk made in `folder`, with the shipped notice."""
    return opened(Desk.create(folder, example_text(), clock=clock(), officer=officer))


def open_desk(folder: Path, officer: str = OFFICER) -> Desk:
    """The desk in `folder`, opened and read."""
    desk = opened(Desk.open(folder, clock=clock(), officer=officer))
    desk.load()
    return desk


def tip_of(base: dict[str, Any] = CALL, **changes: Any) -> Tip:
    """A tip as an officer enters it."""
    return entry.read(entry_of(base, **changes), NOTICE, DURING)


def summaries(desk: Desk) -> list[str]:
    """The summaries of all tips on the desk, by number."""
    return [tip.summary for tip in desk.tips()]
