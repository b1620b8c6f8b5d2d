"""An officer sitting at the desk: the app on a real folder, its keys, and what is on the screen."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from pendulum import DateTime
from textual._context import visible_screen_stack
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.strip import Strip

from store.clock import Clock
from store.desk.desk import Desk
from store.notice.reading import example_text
from store.tips.tip import Tip
from tests.builders import DURING, StillClock
from tests.store.desks import OFFICER, opened
from tests.tui.changes import last_change
from tui.apps.desk_app import DeskApp
from tui.terminal.key_queue import READ, has_come_to
from tui.terminal.terminal_app import TerminalApp
from tui.widgets.field_row import FieldRow

_PATIENCE_SECONDS = 30.0
# Where the machine is busy elsewhere, nothing comes of the seconds alone.
_LEAST_LOOKS = 1000
# What is said goes away after five seconds, before a test on a busy machine has looked.
_SAID_SECONDS = 60.0
_NAMED_KEYS = {"\n": "enter", "\t": "tab"}


def key_event(name: str) -> Key:
    """What the terminal says when that key is pressed."""
    name = _NAMED_KEYS.get(name, name)
    if len(name) > 1:
        return Key(name, " " if name == "space" else None)
    return Key(name if name.isalnum() else _character_to_key(name), name)


async def all_dealt_with(app: TerminalApp[str]) -> None:
    """Returns once everything that was typed has had its effect."""
    await has_come_to(app)
    await app.key_queue.all_dealt_with()


@dataclass
class AtScreen:
    """Someone at an app under a pilot: their keys, and what is on the screen."""

    app: TerminalApp[Any]
    pilot: Pilot[Any]

    def __post_init__(self) -> None:
        # When one looked last, and what was seen: kept only while one waits, for it may be a secret later.
        self._looked: tuple[object, str] | None = None

    async def press(self, *keys: str) -> None:
        """Keys, each once the one before has been dealt with."""
        for key in keys:
            await self.send(key)
        await self.pilot.pause()

    async def send(self, *keys: str) -> None:
        """Keys all at once, as a slow line delivers them."""
        for key in keys:
            self.app.post_message(key_event(key))
        await all_dealt_with(self.app)

    async def type(self, text: str) -> None:
        """A text, as fast as a line or an input method brings it."""
        await self.send(*text)
        await self.pilot.pause()

    @property
    def strips(self) -> list[Strip]:
        """What is on the screen, a strip a row."""
        visible_screen_stack.set(self.app._background_screens)
        return self.app.screen._compositor.render_strips()

    @property
    def seen(self) -> str:
        """The text on the screen, a line a row."""
        now = last_change(self.app)
        if self._looked and self._looked[0] == now:
            return self._looked[1]
        text = "\n".join(strip.text.rstrip() for strip in self.strips)
        if self._looked:
            self._looked = now, text
        return text

    def shown(self, words: Iterable[str]) -> list[str]:
        """Which of the words are on the screen."""
        seen = self.seen
        return [word for word in words if word in seen]

    async def until(self, holds: Callable[[], bool], what: str = "what the test waits for") -> None:
        """Goes on looking until `holds`; says what was on the screen if it never does."""
        __tracebackhide__ = True
        deadline, looks = time.monotonic() + _PATIENCE_SECONDS, 0
        self._looked = None, ""
        try:
            while time.monotonic() < deadline or looks < _LEAST_LOOKS:
                if holds():
                    return
                looks += 1
                await self.pilot.pause(0.01)
        finally:
            self._looked = None
        raise AssertionError(f"{what} did not come; the screen is\n{self.seen.rstrip()}")

    async def see(self, text: str) -> None:
        """Waits until `text` is on the screen."""
        __tracebackhide__ = True
        await self.until(lambda: text in self.seen, text)


@dataclass
class Sitting(AtScreen):
    """The app of a desk under a pilot, and the desk."""

    app: DeskApp
    desk: Desk
    clock: StillClock

    async def go_to(self, field: str, place: int = 0) -> None:
        """To the field of that name in the form on the screen; of several subjects to that at `place`.
        Which keys lead there is for the walks."""
        __tracebackhide__ = True
        await self.until(lambda: len(self._rows_of(field)) > place, f"the field {field}")
        self.app.screen.set_focus(self._rows_of(field)[place].control)
        await self.pilot.pause(0)

    def _rows_of(self, field: str) -> list[FieldRow]:
        rows = self.app.screen.query(FieldRow).results(FieldRow)
        return [row for row in rows if row.field == field and row.display]

    async def fill(self, field: str, text: str, place: int = 0) -> None:
        """Types into a field by its name, wherever it stands: `fill("summary", "…")`."""
        __tracebackhide__ = True
        await self.go_to(field, place)
        await self.type(text)


def a_desk(folder: Path, clock: Clock | None = None, officer: str = OFFICER) -> Desk:
    """The desk in `folder`, made from the shipped notice if it is not there yet."""
    clock = clock or StillClock()
    if not folder.exists():
        Desk.create(folder, example_text(), clock=clock, officer=officer).close()
    return opened(Desk.open(folder, clock=clock, officer=officer))


@asynccontextmanager
async def sitting(
    folder: Path,
    size: tuple[int, int] = (120, 40),
    at: DateTime = DURING,
    officer: str = OFFICER,
    *,
    is_remote: bool = False,
) -> AsyncIterator[Sitting]:
    """An officer at the desk in `folder`."""
    clock = StillClock(at)
    with a_desk(folder, clock, officer) as desk:
        app = DeskApp(desk, is_remote=is_remote)
        app.NOTIFICATION_TIMEOUT = _SAID_SECONDS  # type: ignore[misc]
        async with app.run_test(size=size, notifications=True) as pilot:
            found = Sitting(app, pilot, desk, clock)
            await found.until(lambda: app.desk_screen.latest.tips is not None)
            yield found


CALL: Final = {
    "line": "1",
    "subjects.unit": "某县国土局",
    "subjects.person": "李四",
    "subjects.post": "局长",
    "subjects.group": "1",
    "reporter.name": "张三",
    "reporter.contact": "13900001111",
}
"""What a caller tells before the matter itself, as it is typed."""


async def enter_call(at_desk: Sitting, summary: str = "收受开发商礼金三万元") -> None:
    """Enters a whole call with the keyboard, as it would be taken, without saving it."""
    await at_desk.press("f2")
    for field, told in CALL.items():
        await at_desk.fill(field, told)
    await at_desk.fill("summary", summary)
    await at_desk.fill("disciplines", "3")


async def press_while_another_screen_comes(
    desk: Sitting, key: str, monkeypatch: pytest.MonkeyPatch
) -> ModalScreen[None]:
    """Presses `key`, by which a tip is opened; while that is read another screen comes over all. Which
    one, once nothing is read any more."""
    open_tip, over = desk.desk.access.open_tip, ModalScreen[None]()

    async def come() -> None:
        await desk.app.push_screen(over)

    def opened_while_another_comes(number: str) -> Tip:
        desk.app.call_from_thread(come)
        return open_tip(number)

    monkeypatch.setattr(desk.desk.access, "open_tip", opened_while_another_comes)
    await desk.press(key)
    await desk.until(lambda: over in desk.app.screen_stack)
    await desk.until(lambda: not [one for one in desk.app.workers if one.group == READ])
    await desk.pilot.pause()
    return over
