"""A monkey at the keys of a real terminal: no cell is wrong, no cursor out of sight, no word lost or in
another field or tip than it was typed into, whatever was pressed before and whoever else records."""

from __future__ import annotations

import os
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import pytest

from store.desk.desk import Desk
from tests.store.desks import tip_of
from tests.terminal import FIRST_FIELD, KEYS, to_field
from tests.tui.seat import Seat, seated
from tests.tui.sitting import CALL, a_desk
from tests.tui.test_never_blind import unseen
from tui.entering.draft import left_drafts
from tui.entering.tip_entry import TipEntry
from tui.widgets.text_field import LongField, TextField

# With 5000 these are ten thousand steps, for which an hour is needed.
STEPS: Final = int(os.environ.get("DUTYDESK_MONKEY_STEPS", "25"))
SIZES: Final = ((60, 20), (80, 24), (100, 24), (110, 34), (120, 40))
MOVES: Final = ("Tab", "Tab", "Tab", "Shift+Tab", "Up", "Down", "Enter", "F6", "F7")
SCREENS: Final = ("F1", "F3", "F4", "F5", "Ctrl+P")


class Monkey:
    """Presses keys, and remembers each word that it wrote and the field that it was in then."""

    def __init__(self, seat: Seat, other: Desk, seed: int) -> None:
        self.seat = seat
        self.other = other
        self.random = random.Random(seed)
        self.written: dict[str, str] = {}
        self.done: list[str] = []

    def word(self) -> str:
        return f"词{len(self.written)}句"

    async def step(self) -> None:
        """Does one thing, and looks at the terminal."""
        moves: tuple[tuple[int, Callable[[], Awaitable[None]]], ...] = (
            (8, self.write),
            (6, self.move),
            (2, self.paste),
            (2, self.look_elsewhere),
            (1, self.set_aside),
            (1, self.save),
            (1, self.resize),
            (1, self.other_records),
            (1, self.two_calls_in_one_write),
        )
        weights, acts = zip(*moves, strict=True)
        (act,) = self.random.choices(acts, weights)
        self.done.append(act.__name__)
        await act()
        assert await self.seat.wrong_rows() == [], self.done[-9:]
        assert unseen(self.seat.app) == "", f"{self.done[-9:]}\n{self.seat.seen}"

    async def press(self, *keys: str) -> None:
        self.seat.type(*keys)
        await self.seat.settled()

    async def to_form(self) -> None:
        if self.seat.field is None:
            await self.press("F2")

    async def write(self) -> None:
        await self.to_form()
        field = self.seat.field
        if field is not None and isinstance(field.control, TextField | LongField):
            word = self.word()
            self.written[word] = field.field
            await self.press(word)
            assert word in field.value, (word, field.field, self.done[-9:])

    async def paste(self) -> None:
        await self.to_form()
        field = self.seat.field
        if field is not None and isinstance(field.control, LongField):
            word = self.word()
            self.written[word] = field.field
            self.seat.paste(f"贴{word}\n" + "长句" * self.random.randrange(200))

    async def move(self) -> None:
        await self.to_form()
        await self.press(self.random.choice(MOVES[:7]))

    async def look_elsewhere(self) -> None:
        await self.press(self.random.choice(SCREENS))
        await self.press("Esc")

    async def set_aside(self) -> None:
        await self.to_form()
        await self.press("F8")

    async def save(self) -> None:
        await self.to_form()
        await self.press("Ctrl+S")

    async def resize(self) -> None:
        await self.seat.resize(*self.random.choice(SIZES))

    async def other_records(self) -> None:
        self.other.record(tip_of(summary="另一位的"))

    async def two_calls_in_one_write(self) -> None:
        await self.press("F2")
        before = {tip.number for tip in self.seat.desk.tips()}
        first, second = (f"{self.word()}{which}" for which in "甲乙")
        between = self.random.choice([("F8",), ("F2",), ()])
        keys = (*call(first), "Ctrl+S", *between, *call(second), "Ctrl+S")
        if self.random.random() < 0.5:
            # Another session has the desk meanwhile.
            with self.seat.desk.ground.storage.writing:
                self.seat.type(*keys)
                await self.seat.until(lambda: self.seat.entry.is_saving, "the saving")
        else:
            self.seat.type(*keys)
        await self.seat.settled()
        new = [tip for tip in self.seat.desk.tips() if tip.number not in before]
        new = [tip for tip in new if tip.summary != "另一位的"]
        assert [(tip.summary, tip.revision) for tip in reversed(new)] in (
            [(first, 1), (second, 1)],
            [(second, 1), (first, 1)],
        ), (between, self.done[-9:])
        self.written |= {first: "summary", second: "summary"}

    def where(self, word: str) -> list[str]:
        """The fields, of all that is stored, set aside or in the form, in which the word stands."""
        desk, entry = self.seat.desk, self.seat.entry
        drafts = [TipEntry.of_draft(desk, left).values for left in left_drafts(desk, entry.name)]
        values = [value for held in (entry.values, *drafts) for value in held.items()]
        return [name for name, value in values if word in repr(value)] + [
            "stored" for tip in desk.tips() if word in repr(tip)
        ]


def call(summary: str) -> list[str]:
    """The keys of a whole call, from its first field."""
    keys, last = [], FIRST_FIELD
    for field, told in (CALL | {"summary": summary, "disciplines": "3"}).items():
        keys += [*to_field(field, last), told]
        last = field
    return keys


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_monkey_finds_nothing(tmp_path: Path, seed: int) -> None:
    assert {*SCREENS} <= {*KEYS}
    async with seated(tmp_path / "desk", SIZES[seed % len(SIZES)]) as seat:
        with a_desk(tmp_path / "desk", seat.clock, "王五") as other:
            monkey = Monkey(seat, other, seed)
            await monkey.press("F2")
            for _step in range(STEPS):
                await monkey.step()
            for word, field in monkey.written.items():
                places = monkey.where(word)
                assert len(places) == 1, (word, field, places)
