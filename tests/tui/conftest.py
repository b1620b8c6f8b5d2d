"""What the tests of the screens share."""

from __future__ import annotations

import asyncio
import gc
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import pytest
from textual import pilot, timer
from textual.css import parse, stylesheet, tokenize
from textual.css.model import RuleSet
from textual.pilot import Pilot
from textual.screen import Screen
from textual.timer import Timer

from store.text import use_language
from tui.terminal import key_queue, parsed_sheets, part_styles
from tui.terminal.part_styles import DeskStylesheet

# How often it is looked whether all is done, before each widget is asked.
_ROUNDS = 200
_AT_ONCE_SECONDS = 0.02
_A_MOMENT_SECONDS = 0.001
# By what it does: the others wait for something to do.
_OWN_THREAD = re.compile(r"\((work|write|_hash_beside)\)$")


@pytest.fixture(autouse=True)
def _garbage_waits() -> Iterator[None]:
    """What an app leaves is looked for between tests, where it has the app itself to take."""
    gc.disable()
    yield
    gc.set_threshold(500_000)
    gc.enable()


@pytest.fixture
def english() -> Iterator[None]:
    """The screens speak English as long as the test runs."""
    use_language("en")
    yield
    use_language("zh")


@pytest.fixture
def keys_wait_for_no_act(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test has an act wait, the keys behind it do not wait for three seconds first."""
    monkeypatch.setattr(key_queue, "_PATIENCE_WITH_ACTS_SECONDS", 0)


class _Tokens(dict[str, Any]):
    """The variables of a theme, to be known again by who they are."""

    __hash__ = object.__hash__  # type: ignore[assignment]


def pytest_configure() -> None:
    """Has each style sheet parsed once for all apps, which took a fifth of the start of each."""
    parsed = cache(lambda *told, **how: list(parse.parse(*told, **how)))
    tokens = cache(lambda variables: _Tokens(tokenize.tokenize_values(dict(variables))))
    stylesheet.parse = parsed  # type: ignore[assignment]
    stylesheet.tokenize_values = lambda variables: tokens(tuple(variables.items()))
    # What its own `__hash__` says, which each look for the rules of a widget asks for hundreds of times.
    RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]
    _find_out_once_how_widgets_look()
    _frames_come_once_nothing_else_is_to_be_done()
    _look_whether_anything_is_to_be_done()
    _look_whether_any_thread_is_at_work()


def _find_out_once_how_widgets_look() -> None:
    """An app finds out anew which rules there are and how widgets look by them, which is always the
    same: a sixth of its start."""
    rules: dict[Any, tuple[list[RuleSet], dict[str, list[RuleSet]]]] = {}
    parse_all, shipped = DeskStylesheet.parse, parsed_sheets.FOLDER

    def parse_once(sheet: DeskStylesheet) -> None:
        key = (tuple(sheet.source.items()), tuple(sheet._variables.items()))
        # Not where a test is about the parsing.
        if key not in rules or shipped != parsed_sheets.FOLDER:
            parse_all(sheet)
            rules[key] = sheet._rules, sheet.rules_map
        sheet._require_parse = False
        sheet._rules, sheet._rules_map = rules[key]

    def by_name(sheet: DeskStylesheet) -> dict[str, list[RuleSet]]:
        if sheet._require_parse:
            # Else Textual would make a map of its own, and by that nobody knows what was found out.
            sheet.parse()
        return rules_map.__get__(sheet)

    DeskStylesheet.parse = parse_once  # type: ignore[method-assign]
    rules_map: Any = DeskStylesheet.rules_map
    DeskStylesheet.rules_map = property(by_name)  # type: ignore[method-assign]
    meanings = part_styles._Meanings
    known: dict[int, part_styles._Meanings] = {}

    def find_out_once(rules: list[RuleSet], by_name: Any, looks: Any) -> part_styles._Meanings:
        found = known.get(id(by_name))
        if found is None:
            found = meanings(rules, by_name, looks)
            if rules:
                known[id(by_name)] = found
        return found

    part_styles._Meanings = find_out_once  # type: ignore[assignment, misc]


class _Lookers:
    """Those who look round after round whether anybody else of their loop has something to do."""

    def __init__(self) -> None:
        self._waiting = WeakKeyDictionary[asyncio.AbstractEventLoop, int]()

    async def is_to_be_done(self) -> bool:
        """Whether others had something to do one round later."""
        loop = asyncio.get_running_loop()
        self._waiting[loop] = self._waiting.get(loop, 0) + 1
        try:
            await asyncio.sleep(0)
        finally:
            self._waiting[loop] -= 1
        return len(loop._ready) > self._waiting[loop]  # type: ignore[attr-defined]

    async def until_nothing_is_to_be_done(self) -> None:
        """Returns once nobody has, but to look."""
        while await self.is_to_be_done():
            pass

    @property
    def are_others(self) -> bool:
        """Whether another one looks, to do something then."""
        return self._waiting[asyncio.get_running_loop()] > 0


_lookers = _Lookers()


def _frames_come_once_nothing_else_is_to_be_done() -> None:
    """By the clock, where they come between two messages would be a matter of the moment, and so would
    what is reckoned from where things stand on the screen. So does what waits as long as for a frame."""
    resume = Timer.resume
    coming = dict[Timer, asyncio.Task[None]]()

    def resumed(frame: Timer) -> None:
        at = frame._target()
        # At a terminal it is looked at what comes in between.
        if frame.name != "screen_update" or not isinstance(at, Screen) or not at.app.is_headless:
            resume(frame)
        elif frame not in coming:
            coming[frame] = asyncio.create_task(comes(frame, at))

    async def comes(frame: Timer, screen: Screen[Any]) -> None:
        try:
            await _lookers.until_nothing_is_to_be_done()
        finally:
            del coming[frame]
        if frame._task:
            with screen._context():
                screen._on_timer_update()

    async def slept(seconds: float) -> None:
        if seconds > _AT_ONCE_SECONDS:
            await asyncio.sleep(seconds)
        else:
            await _lookers.until_nothing_is_to_be_done()

    Timer.resume = resumed  # type: ignore[method-assign]
    timer.sleep = slept  # type: ignore[assignment]


def _look_whether_anything_is_to_be_done() -> None:
    """A pilot sends each widget a message before it goes on, and waits until all are dealt with: a
    fifth of what such a test takes. After a few rounds mostly nothing is to be done but to wait for
    a thread, a file or the clock."""
    ask_each = Pilot._wait_for_screen

    async def wait(at: Pilot[Any], timeout: float = 30.0) -> bool:
        app = at.app
        for _round in range(_ROUNDS):
            is_to_be_done = await _lookers.is_to_be_done()
            if not app.screen_stack or app._exception_event.is_set():
                break
            if not is_to_be_done and not _lookers.are_others:
                return True
        return await ask_each(at, timeout)

    Pilot._wait_for_screen = wait  # type: ignore[method-assign]


def _look_whether_any_thread_is_at_work() -> None:
    """A pilot that has nothing else to wait for sleeps as long as two thousand keys take, more than once
    where the process is busy: what it waits for is threads."""
    submit, sleep_until_idle = ThreadPoolExecutor.submit, pilot.wait_for_idle
    at_work = WeakSet[Future[Any]]()

    def submitted(pool: ThreadPoolExecutor, /, *what: Any, **how: Any) -> Future[Any]:
        future = submit(pool, *what, **how)
        at_work.add(future)
        future.add_done_callback(at_work.discard)
        return future

    async def wait(*seconds: float) -> None:
        deadline = time.monotonic() + _AT_ONCE_SECONDS
        while time.monotonic() < deadline:
            await _lookers.until_nothing_is_to_be_done()
            if not at_work and not any(
                map(_OWN_THREAD.search, (t.name for t in threading.enumerate()))
            ):
                return
            await asyncio.sleep(_A_MOMENT_SECONDS)
        await sleep_until_idle(*seconds)

    ThreadPoolExecutor.submit = submitted  # type: ignore[method-assign]
    pilot.wait_for_idle = wait  # type: ignore[assignment]
