"""An officer sitting at the desk: the app on a real folder, its keys, and what is on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from pendulum import DateTime
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot

from store.clock import Clock
from store.desk.desk import Desk
from store.notice.reading import example_text
from tests.builders import DURING
from tests.store.desks import OFFICER, opened
from tui.apps.desk_app import DeskApp
from tui.terminal.key_queue import has_come_to
from tui.terminal.terminal_app import TerminalApp

_MOST_LOOKS = 300
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


class StillClock(Clock):
    """A clock that stands until it is set."""

    def __init__(self, instant: DateTime = DURING) -> None:
        super().__init__(instant)
        self.instant = instant

    def now(self) -> DateTime:
        return self.instant


@dataclass
class Sitting:
    """The app under a pilot, and its desk."""

    app: DeskApp
    pilot: Pilot[str]
    desk: Desk
    clock: StillClock

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
    def seen(self) -> str:
        """The text on the screen, a line a row."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def until(self, holds: Callable[[], bool], what: str = "what the test waits for") -> None:
        """Goes on looking until `holds`; says what was on the screen if it never does."""
        __tracebackhide__ = True
        for _look in range(_MOST_LOOKS):
            if holds():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"{what} did not come; the screen is\n{self.seen.rstrip()}")

    async def see(self, text: str) -> None:
        """Waits until `text` is on the screen."""
        __tracebackhide__ = True
        await self.until(lambda: text in self.seen, text)


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
) -> AsyncIterator[Sitting]:
    """An officer at the desk in `folder`."""
    clock = StillClock(at)
    with a_desk(folder, clock, officer) as desk:
        app = DeskApp(desk)
        async with app.run_test(size=size, notifications=True) as pilot:
            found = Sitting(app, pilot, desk, clock)
            await found.until(lambda: app.desk_screen.latest.tips is not None)
            yield found


async def enter_call(at_desk: Sitting, summary: str = "收受开发商礼金三万元") -> None:
    """Enters a whole call with the keyboard, as it would be taken, without saving it."""
    await at_desk.press("f2", "1", "enter", "enter")
    await at_desk.type("张三\n13900001111\n\n某县国土局\n李四\n局长\n1\n")
    await at_desk.type(summary)
    await at_desk.press("tab", "3")
