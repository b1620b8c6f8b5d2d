"""A monkey at the keys and the mouse of a real terminal: no cell is wrong, no cursor out of sight, no
word lost or in another field or tip than it was typed into, whatever was pressed or clicked before and
whoever else records."""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import pytest
from textual.errors import NoWidget

from store.text import LANGUAGES, ORIGINAL, use_language
from tests.store.desks import tip_of
from tests.terminal import FIRST_FIELD, KEYS, to_field
from tests.tui.seat import Seat, seated
from tests.tui.sitting import CALL, a_desk
from tests.tui.test_never_blind import unseen
from tui.entering.draft import left_drafts
from tui.entering.tip_entry import TipEntry
from tui.entering.values import channel_of
from tui.widgets.choice import Choice
from tui.widgets.field_row import FieldRow
from tui.widgets.text_field import LongField, TextField

pytestmark = pytest.mark.whole

# With 10000 these are ten thousand steps, for which an hour is needed.
STEPS: Final = int(os.environ.get("DUTYDESK_MONKEY_STEPS", "25"))
SEEDS: Final = [int(seed) for seed in os.environ.get("DUTYDESK_MONKEY_SEEDS", "1").split()]
SIZES: Final = ((60, 20), (80, 24), (100, 24), (110, 34), (120, 40), (200, 60))
MOVES: Final = ("Tab", "Tab", "Tab", "Shift+Tab", "Up", "Down", "Enter")
_TOLD: Final = 12
OF_THE_OTHER: Final = "另一位的"
SCREENS: Final = ("F1", "F3", "F4", "F5", "Ctrl+P")


def _record_when_asked(folder: Path, asked: Connection) -> None:
    with a_desk(folder, officer="王五") as desk:
        asked.send("ready")
        while asked.recv():
            desk.record(tip_of(summary=OF_THE_OTHER))


@contextmanager
def another_officer(folder: Path) -> Iterator[Connection]:
    """A process in which another officer records a tip whenever something true is sent there. It is
    to be begun before the app is, whose threads no process could take along."""
    a_desk(folder).close()
    forked = multiprocessing.get_context("fork")
    ours, theirs = forked.Pipe()
    other = forked.Process(target=_record_when_asked, args=(folder, theirs))
    other.start()
    assert ours.recv() == "ready"
    try:
        yield ours
    finally:
        # Else whoever runs the tests would wait for it at their end.
        ours.send(False)
        other.join()
    assert other.exitcode == 0


class Monkey:
    """Presses keys and clicks, and remembers each word that it wrote and the field that it was in
    then."""

    def __init__(self, seat: Seat, other: Connection, seed: int) -> None:
        self.seat = seat
        self.other = other
        self.random = random.Random(seed)
        self.written: dict[str, str] = {}
        self.words = count(1)
        self.done: list[str] = []
        # By which key it was asked whether to throw something away, and of what.
        self.asked: tuple[object, ...] = ()

    def word(self) -> str:
        """One that was never written before, whatever was thrown away since."""
        return f"词{next(self.words)}句"

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
            (3, self.click),
            (1, self.add_subject),
            (2, self.throw_away),
        )
        weights, acts = zip(*moves, strict=True)
        (act,) = self.random.choices(acts, weights)
        self.done.append(act.__name__)
        await act()
        assert await self.seat.wrong_rows() == [], self.before
        assert unseen(self.seat.app) == "", f"{self.before}\n{self.seat.seen}"

    @property
    def before(self) -> str:
        """What was done last."""
        return "; ".join(self.done[-_TOLD:])

    def chose(self, detail: object) -> None:
        """What of several things it did just then."""
        self.done[-1] += f" {detail}"

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
            self.chose(field.field)
            before = field.value
            await self.press(word)
            self.stands(word, before, field)

    async def paste(self) -> None:
        await self.to_form()
        field = self.seat.field
        if field is not None and isinstance(field.control, LongField):
            word = self.word()
            self.written[word] = field.field
            before, pasted = field.value, f"贴{word}\n" + "长句" * self.random.randrange(200)
            self.seat.paste(pasted)
            await self.seat.settled()
            self.stands(pasted, before, field)

    def stands(self, text: str, before: str, field: FieldRow) -> None:
        """Sees that nothing but that `text` came to what stood in the field before. It may have come
        into the middle of a word, which is none any more."""
        assert field.value.replace(text, "", 1) == before, (text, field.field, self.before)
        for word in [word for word in self.written if word in before and word not in field.value]:
            del self.written[word]

    async def move(self) -> None:
        await self.to_form()
        key = self.random.choice(MOVES)
        self.chose(key)
        await self.press(key)

    async def click(self) -> None:
        """Anywhere in the form but on what saves, sets aside or throws away."""
        await self.to_form()
        x, y = (self.random.randrange(room) for room in self.seat.app.size)
        try:
            hit = self.seat.app.screen.get_widget_at(x, y)[0]
        except NoWidget:
            return
        if not any(isinstance(node, FieldRow) for node in hit.ancestors_with_self):
            return
        self.chose((x, y))
        self.seat.click(x, y)
        await self.seat.settled()
        if not isinstance(hit, Choice):
            row = next(node for node in hit.ancestors_with_self if isinstance(node, FieldRow))
            assert self.seat.field is row, (row.field, (x, y), self.before)

    async def add_subject(self) -> None:
        await self.to_form()
        await self.press("F6")

    async def throw_away(self) -> None:
        """A subject or the whole, which takes the same key twice."""
        await self.to_form()
        key = self.random.choice(("F7", "F9"))
        self.chose(key)
        before, asks = self.in_form(), (key, self.seat.field, repr(self.seat.entry.values))
        await self.press(key)
        gone = before - self.in_form()
        assert not gone or self.asked == asks, (key, gone, self.before)
        self.asked = () if gone else asks
        for word in gone:
            field = self.written.pop(word)
            assert key == "F9" or field.startswith("subjects."), (word, field)
            assert self.where(word) == [], (word, self.before)

    def in_form(self) -> set[str]:
        """The words that stand in the form."""
        values = repr(self.seat.entry.values)
        return {word for word in self.written if word in values}

    async def look_elsewhere(self) -> None:
        key = self.random.choice(SCREENS)
        self.chose(key)
        await self.press(key)
        await self.press("Esc")

    async def set_aside(self) -> None:
        await self.to_form()
        await self.press("F8")

    async def save(self) -> None:
        await self.to_form()
        await self.press("Ctrl+S")

    async def resize(self) -> None:
        size = self.random.choice(SIZES)
        self.chose(size)
        await self.seat.resize(*size)

    async def other_records(self) -> None:
        # Nobody waits for it.
        self.other.send(True)

    async def two_calls_in_one_write(self) -> None:
        await self.press("F2")
        before = {tip.number for tip in self.seat.desk.tips()}
        first, second = self.word(), self.word()
        between = self.random.choice([("F8",), ("F2",), ()])
        # It is on the line of the one before, whose fields are others than those of a call.
        channel = channel_of(self.seat.entry.values)
        keys = (*call(first, channel), "Ctrl+S", *between, *call(second), "Ctrl+S")
        self.chose(between)
        if self.random.random() < 0.5:
            # Another session has the desk meanwhile.
            with self.seat.desk.ground.storage.writing:
                self.seat.type(*keys)
                await self.seat.until(lambda: self.seat.entry.is_saving, "the saving")
        else:
            self.seat.type(*keys)
        await self.seat.settled()
        new = [tip for tip in self.seat.desk.tips() if tip.number not in before]
        new = [tip for tip in new if tip.summary != OF_THE_OTHER]
        assert [(tip.summary, tip.revision) for tip in reversed(new)] in (
            [(first, 1), (second, 1)],
            [(second, 1), (first, 1)],
        ), f"{between} {self.before} {self.where(first)}\n{self.seat.seen}"
        self.written |= {first: "summary", second: "summary"}

    def where(self, word: str) -> list[str]:
        """The fields, of all that is stored, set aside or in the form, in which the word stands."""
        desk, entry = self.seat.desk, self.seat.entry
        drafts = [TipEntry.of_draft(desk, left).values for left in left_drafts(desk, entry.name)]
        values = [value for held in (entry.values, *drafts) for value in held.items()]
        return [name for name, value in values if word in repr(value)] + [
            "stored" for tip in desk.tips() if word in repr(tip)
        ]


def call(summary: str, channel: str = "landline") -> list[str]:
    """The keys of a whole call, from its first field in a form on a line of that `channel`."""
    keys, last = [], FIRST_FIELD
    for field, told in (CALL | {"summary": summary, "disciplines": "3"}).items():
        keys += [*to_field(field, last, channel), told]
        # The line is the first that is told.
        last, channel = field, "landline"
    return keys


@pytest.fixture
def spoken(seed: int) -> Iterator[None]:
    """The screens speak the one language and the other in turn, at each size."""
    use_language([*LANGUAGES][seed // len(SIZES) % len(LANGUAGES)])
    yield
    use_language(ORIGINAL)


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("seed", SEEDS)
async def test_a_monkey_finds_nothing(tmp_path: Path, seed: int) -> None:
    assert {*SCREENS} <= {*KEYS}
    folder = tmp_path / "desk"
    with another_officer(folder) as other:
        async with seated(folder, SIZES[seed % len(SIZES)]) as seat:
            monkey = Monkey(seat, other, seed)
            await monkey.press("F2")
            for _step in range(STEPS):
                await monkey.step()
            for word, field in monkey.written.items():
                places = monkey.where(word)
                assert len(places) == 1, (word, field, places)
