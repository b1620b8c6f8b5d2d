"""One key after another: what is typed ahead of a slow line goes where it would have gone.

Textual hands each key to where the focus is when it comes in, though the key before, which is still
to be dealt with, may show other fields, lead to another screen or save what is in this one.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, Final

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.worker import Worker, WorkerError

from store.printable import is_printable
from tui.terminal.moving import FOCUSING, KEYS_THAT_MOVE, Moving

ACT: Final = "act"
"""The group of the workers that do what a key asks for, which the keys behind it wait for."""
READ: Final = "read"
"""The group of those that read what a key asks to see, which the keys behind it wait for too: where all
is hidden meanwhile, they are let go, and what they read is neither shown nor kept."""
SAVE: Final = "save"
"""The group of those that save what was typed: however long that takes, what is typed behind it
belongs to something else."""

# A message has another one sent, as when a choice shows other fields; few go further than that.
_MESSAGES_DEEP: Final = 5
# What takes longer, such as a slow disk, is not to take the keyboard away.
_PATIENCE_WITH_ACTS_SECONDS: Final = 3.0
# The rest waits for the processor alone: where that is busy elsewhere, every key is to wait for it.
_PATIENCE_SECONDS: Final = 20.0

HandOver = Callable[[events.Event], Awaitable[None]]


def _is_printable(key: events.Key) -> bool:
    """Whether it writes a character."""
    return key.character is not None and is_printable(key.character)


# By Textual's rule, which is Python's, a full-width blank and a joiner would not be written, though
# they are when they are pasted.
events.Key.is_printable = property(_is_printable)  # type: ignore[assignment, method-assign]


class KeyQueue:
    """Hands keys and what is pasted to `hand_over`, each once all before it are dealt with."""

    def __init__(self, app: App[Any], hand_over: HandOver) -> None:
        self._app = app
        self._hand_over = hand_over
        self._typed: asyncio.Queue[events.Event] = asyncio.Queue()
        self._went_to: dict[DOMNode, None] = {}
        self._is_at_work = False
        # Whose end was waited for in vain.
        self._slow: set[Worker[Any]] = set()

    def take(self, event: events.Key | events.Paste) -> None:
        """Takes what was typed, to be handed over in its turn."""
        self._typed.put_nowait(event)
        if not self._is_at_work:
            self._is_at_work = True
            self._app.run_worker(self._work())

    async def all_dealt_with(self) -> None:
        """Returns once everything that was taken has had its effect."""
        await self._typed.join()
        await self._settled()

    async def _work(self) -> None:
        while True:
            event = await self._typed.get()
            try:
                await self._deal_with(event)
            finally:
                self._typed.task_done()

    async def _deal_with(self, event: events.Event) -> None:
        """Hands it over, and sees that it is dealt with unless it keeps its order by itself."""
        if not self._flows(event):
            await self._settled()
        # It may go elsewhere by now.
        flows, where = self._flows(event), self._where
        self._went_to[where] = None
        if self._app.screen_stack:
            await self._hand_over(event)
        if not flows:
            # At once: the next key need not wait for it then.
            await self._settled()

    @property
    def _where(self) -> DOMNode:
        """Where keys go now: to the app itself as long as it has no screen, or none any more."""
        return (self._app.focused or self._app.screen) if self._app.screen_stack else self._app

    def _flows(self, event: events.Event) -> bool:
        """Whether it only writes in a field or leaves it: those keep their order by themselves."""
        # Not at the start: the first paint has no field yet, and they take long to import.
        from textual.widgets import Input, TextArea

        where = self._where
        if isinstance(event, events.Key) and not event.is_printable:
            return isinstance(where, Moving) and self._leaves_field(event.key)
        return isinstance(where, Input | TextArea)

    def _leaves_field(self, key: str) -> bool:
        """Whether it leads from one field to another: its screen may have it do something else."""
        of_screen = self._app.screen._bindings.key_to_bindings.get(key, ())
        leads_on = (binding.action in FOCUSING for binding in of_screen)
        return key in KEYS_THAT_MOVE and all(leads_on)

    async def _settled(self) -> None:
        """Returns once the last keys, and all that they had sent, are dealt with."""
        went_to, self._went_to = [*self._went_to], {}
        if not went_to:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS) as patience:
                for _message in range(_MESSAGES_DEEP):
                    where = self._where
                    way = [node for at in (*went_to, where) for node in at.ancestors_with_self]
                    for node in dict.fromkeys(way):
                        await has_come_to(node)
                    saved = await self._saves_done(patience)
                    acted = await self._acts_done() or saved
                    # A screen that a key led to has its pieces to make first.
                    is_there = where is self._where and not acted
                    if is_there and not any(node.message_queue_size for node in way):
                        return

    async def _saves_done(self, patience: asyncio.Timeout) -> bool:
        """Returns once what was typed is saved, or refused, for which patience never ends; whether
        there was any such."""
        saving = [worker for worker in self._app.workers if worker.group == SAVE]
        if saving:
            patience.reschedule(None)
            await asyncio.wait([asyncio.create_task(end_of(worker)) for worker in saving])
            patience.reschedule(asyncio.get_running_loop().time() + _PATIENCE_SECONDS)
        return bool(saving)

    async def _acts_done(self) -> bool:
        """Returns once what keys asked for is done, or takes too long; whether there was any such."""
        acting = {worker for worker in self._app.workers if worker.group in (ACT, READ)}
        waited_for = acting - self._slow
        if waited_for:
            # To stop waiting is not to stop what it does.
            ends = [asyncio.create_task(end_of(worker)) for worker in waited_for]
            await asyncio.wait(ends, timeout=_PATIENCE_WITH_ACTS_SECONDS)
        self._slow = {worker for worker in acting if not worker.is_finished}
        return bool(waited_for)


async def end_of(worker: Worker[Any]) -> None:
    """Returns once a worker is done; how it ended is for others."""
    with contextlib.suppress(WorkerError):
        await worker.wait()


async def has_come_to(node: DOMNode) -> None:
    """Returns once a node has dealt with all that it was sent before."""
    reached = asyncio.Event()
    # A node that was removed takes nothing more.
    if node.call_later(reached.set):
        await reached.wait()
