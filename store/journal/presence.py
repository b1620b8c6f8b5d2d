"""Who is at the desk at this moment, and which tip they have open: nothing that outlives them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import asdict
from operator import attrgetter
from typing import Final

from store import json_bytes
from store.errors import CannotWrite
from store.frozen import frozen
from store.journal.place import Sessions

_IN_ORDER: Final = attrgetter("officer", "number", "is_editing", "draft")


@frozen
class Present:
    """A session at the desk: the tip it has open, if any, and the draft it is typing."""

    officer: str
    number: str = ""
    is_editing: bool = False
    draft: str = ""


class Presence:
    """Tells the other sessions of a desk about this one, and of them.

    It is a courtesy: where the place does not take it, nobody is told, and nothing is raised; while
    it `is_away` it is not asked. May be called from any thread.
    """

    def __init__(
        self, sessions: Sessions, officer: str, is_away: Callable[[], bool] = lambda: False
    ) -> None:
        self._sessions = sessions
        self._is_away = is_away
        self._heard: tuple[Present, ...] = ()
        self._own = Present(officer)
        self._is_told = False
        self._threads = threading.Lock()

    def show(self, number: str = "", *, is_editing: bool = False, draft: str = "") -> None:
        """Tells the others that this session is there, and what it has open."""
        shown = Present(self._own.officer, number, is_editing, draft)
        with self._threads:
            if shown == self._own and self._is_told:
                return
            if self._is_away():
                self._own, self._is_told = shown, False
                return
            with contextlib.suppress(CannotWrite):
                self._sessions.say(json_bytes.dumps(asdict(shown)))
                self._own, self._is_told = shown, True

    def show_draft(self, draft: str) -> None:
        """Tells the others in which draft this session types, and that it is there."""
        self.show(self._own.number, is_editing=self._own.is_editing, draft=draft)

    def others(self) -> tuple[Present, ...]:
        """The other sessions, by officer."""
        if not self._is_away():
            found = map(_read, self._sessions.others())
            self._heard = tuple(sorted(filter(None, found), key=_IN_ORDER))
        return self._heard

    def come_back(self) -> None:
        """Tells the others anew: the place was away, and what was said there may be gone."""
        with self._threads:
            self._sessions.close()
            self._is_told = False
        self.show(self._own.number, is_editing=self._own.is_editing, draft=self._own.draft)

    def close(self) -> None:
        """This session is there no more; where the place is away, that goes without saying."""
        with self._threads:
            if not self._is_away():
                self._sessions.close()
            self._is_told = False


def _read(data: bytes) -> Present | None:
    try:
        values = json_bytes.loads(data)
        texts = (values["officer"], values["number"], values["draft"])
        if not all(isinstance(text, str) for text in texts):
            return None
        return Present(texts[0], texts[1], values["is_editing"] is True, texts[2])
    except (ValueError, LookupError, TypeError):
        return None
