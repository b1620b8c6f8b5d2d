"""The demo: a desk with the shipped notice, twelve days old, and invented tips."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pendulum

from store import json_bytes
from store.clock import Clock
from store.desk.desk import Desk
from store.instant import read_instant
from store.notice.reading import example_text
from store.tips import entry

TIPS: Final = Path(__file__).with_name("demo_tips.jsonl")
DAY_TWELVE: Final = pendulum.datetime(2016, 10, 1, 9, 52, 10, tz="Asia/Shanghai")
_CHARACTERS_A_MINUTE: Final = 20


def demo_tips() -> list[dict[str, Any]]:
    """The invented tips, as `add --json` takes them, in the order in which they came in."""
    return [json_bytes.loads(line) for line in TIPS.read_bytes().splitlines()]


def demo_desk(folder: Path, officer: str) -> Desk:
    """A new desk of `officer` in `folder`, opened on the twelfth day of its period; its clock runs on
    from there.

    Raises what `Desk.create` and `Desk.record` raise.
    """
    opened = Clock.at(DAY_TWELVE.set(day=20, month=9, hour=7, minute=0))
    desk = Desk.create(folder, example_text(), clock=opened, officer=officer)
    for values in demo_tips():
        received = read_instant(values["received_at"], desk.notice.zone)
        minutes = 2 + len(values["summary"]) // _CHARACTERS_A_MINUTE
        desk.ground.clock = Clock.at(received + timedelta(minutes=minutes))
        desk.record(entry.read(values, desk.notice, desk.now()))
    desk.ground.clock = Clock.at(DAY_TWELVE)
    return desk
