"""A desk at a glance, for whoever sees several: figures alone, no word of any tip, and who is on duty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from store import json_bytes
from store.duty.counts import TALLY_VERSION, Tally, are_sums
from store.errors import DeskDamaged, NewerFormat
from store.frozen import frozen
from store.text import _

_MARK: Final = "dutydesk_overview"
# The first two hold the numbers of tips; by the third no more is told than by day and by discipline.
_LEFT_OUT: Final = ("matter ", "apart ", "trend ")


@frozen
class Overview:
    """What a desk's sessions put down of it, as it stood `at` an instant (ISO 8601).

    `desk` is the hash of the line with which it was set up, `journal_bytes` how much of its journal
    is counted in `tally`, which is what `Tally.as_json` gives without the numbers of tips. `notice` is
    the TOML of the notice in force, `on_duty` who took the desk over and did not hand it over yet,
    `last_tip_at` when the last tip was saved, "" before the first.
    """

    desk: str
    at: str
    journal_bytes: int
    tally: dict[str, int]
    notice: str
    on_duty: tuple[str, ...] = ()
    last_tip_at: str = ""

    def as_bytes(self) -> bytes:
        """The JSON that `read_overview` reads."""
        return json_bytes.dumps({_MARK: TALLY_VERSION, **asdict(self)})

    def counted(self) -> Tally:
        """The sums, to be counted by."""
        return Tally(sums=Counter(self.tally))


def figures_of(tally: Tally) -> dict[str, int]:
    """The sums of a tally that are no more than figures."""
    return {key: n for key, n in tally.as_json().items() if not key.startswith(_LEFT_OUT)}


def is_overview(said: object) -> bool:
    """Whether JSON that was read is an overview, of this or another version."""
    return isinstance(said, Mapping) and _MARK in said


def is_counted_alike(said: Mapping[str, Any]) -> bool:
    """Whether the sums of an overview are of the kinds that are counted now."""
    return bool(said.get(_MARK) == TALLY_VERSION)


def read_overview(said: Mapping[str, Any], name: str) -> Overview:
    """The overview in the JSON of the file that is called `name`. Raises `NewerFormat`, or `DeskDamaged`
    where it is not one as `as_bytes` makes it."""
    version, on_duty = said.get(_MARK), said.get("on_duty")
    if type(version) is int and version > TALLY_VERSION:
        raise NewerFormat(_("{file} 由更新版本的程序写成，请升级本程序后再看。", file=name))
    if not (type(version) is int and type(on_duty) is list):
        raise damaged(name)
    # What it lacks is None here, and not of its type.
    values = {field.name: said.get(field.name) for field in fields(Overview)}
    found = Overview(**values | {"on_duty": tuple(on_duty)})
    texts = (found.desk, found.at, found.notice, found.last_tip_at, *found.on_duty)
    if not (
        type(found.journal_bytes) is int
        and all(type(text) is str for text in texts)
        and are_sums(found.tally)
    ):
        raise damaged(name)
    return found


def damaged(name: str) -> DeskDamaged:
    """What to say of an overview that cannot be read."""
    return DeskDamaged(_("{file} 已损坏，在该值班台登记或处理一件后会重新写出。", file=name))
