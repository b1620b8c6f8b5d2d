"""What may never come back is done in a thread for which the program does not wait when it ends."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Found = TypeVar("Found")


async def in_own_thread(call: Callable[[], Found]) -> Found:
    """As `asyncio.to_thread`, for a `call` that waits for a disk or a host, maybe for ever."""
    loop = asyncio.get_running_loop()
    coming: asyncio.Future[Found] = loop.create_future()

    def tell(found: Found | None, error: BaseException | None) -> None:
        if coming.done():
            return
        if error:
            coming.set_exception(error)
        else:
            coming.set_result(found)  # type: ignore[arg-type]

    def work() -> None:
        found, error = None, None
        try:
            found = call()
        except BaseException as raised:
            error = raised
        # The loop may have ended meanwhile.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(tell, found, error)

    threading.Thread(target=work, daemon=True).start()
    return await coming
