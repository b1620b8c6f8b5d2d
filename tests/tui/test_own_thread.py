"""What is done in a thread of its own, for which nobody waits when the program ends."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from tui.terminal.own_thread import in_own_thread


async def test_what_it_found_and_what_it_raised_comes_to_who_waits() -> None:
    def fail() -> None:
        raise SystemExit("密语")

    assert await in_own_thread(lambda: 3) == 3
    with pytest.raises(SystemExit, match="密语"):
        await in_own_thread(fail)


async def test_who_waits_no_more_is_told_nothing_and_nobody_else_is() -> None:
    told: list[dict[str, Any]] = []
    go_on, loop = threading.Event(), asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: told.append(context))
    waiting = asyncio.create_task(in_own_thread(go_on.wait))
    before = {*threading.enumerate()}
    await asyncio.sleep(0)
    (thread,) = {*threading.enumerate()} - before
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    go_on.set()
    await asyncio.to_thread(thread.join)
    await asyncio.sleep(0)
    assert told == []
    assert thread.daemon
