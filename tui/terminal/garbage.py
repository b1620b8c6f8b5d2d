"""When what nothing leads to any more is looked for: rarely, and in little; and who gets what was let go of."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump

# A look at 50 000 objects holds a key up for 10 ms.
_BETWEEN_LOOKS: Final = 2_000
_LOOKS_AT_THE_YOUNG: Final = 20
# The last look, at all there is, is left to `let_go_of_what_was_left`.
_NEVER: Final = 1_000_000
_M_ARENA_MAX: Final = -8


def keep_what_there_is() -> None:
    """To be called once all stands that stays: garbage is looked for in what comes after."""
    gc.freeze()
    gc.set_threshold(_BETWEEN_LOOKS, _LOOKS_AT_THE_YOUNG, _NEVER)


def let_go_of_what_was_left(app: App[Any]) -> None:
    """Frees what a screen that was left holds, if enough was made since the last time for there to
    be one. Left to Python, a hundred such screens and 80 MB would wait for that, and what lies
    between them would stay with the process for good."""
    if gc.get_count()[2]:
        let_watchers_go(app)
        gc.collect()


def let_watchers_go(app: App[Any]) -> None:
    """Lets go of the widgets that watched the theme, or anything else of the app, and are gone: Textual keeps
    them, with their screens, until that changes."""
    watched: dict[str, list[tuple[MessagePump, object]]] = getattr(app, "__watchers", {})
    for watchers in watched.values():
        watchers[:] = [(widget, tell) for widget, tell in watchers if not widget._closing]


def have_threads_share_what_is_free() -> None:
    """To be called before there is a second thread. The C library would give each memory of its own, and
    what a thread lets go of to no other: of a session with a dozen of them, 7 MB. Python lets one run at a
    time, so that none waits for it."""
    # Other C libraries than that of GNU have no such setting.
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
