"""What comes from a terminal as text, without what it says of itself."""

from __future__ import annotations

import time
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable, Iterator
from typing import Final

from textual import constants

_ESC: Final = "\x1b"
# OSC, DCS, SOS, PM and APC: after an Esc, and in one character.
_BEGIN_AFTER_ESC: Final = frozenset("]PX^_")
_BEGIN: Final = frozenset("\x9d\x90\x98\x9e\x9f")
# BEL and ST, and CAN and SUB, which break such a string off.
_END: Final = frozenset("\x07\x9c\x18\x1a")
_PASTE: Final = {"\x1b[200~": True, "\x1b[201~": False}
_LONGEST: Final = max(map(len, _PASTE))
# What the key parser, which has taken the Esc by then, knows and passes over.
_NOTHING: Final = "[E"
# A terminal sends such a string at once. What is typed after the key Alt+] is none.
_PATIENCE_SECONDS: Final = 0.25


class TypedText:
    """Decodes what a terminal sends. Bytes that are no characters are marked, where Textual's
    decoder ends the program.

    A title, a colour or a clipboard that some program asked the terminal for comes in as a string
    with a mark before and behind (OSC, DCS): that was not typed and is left out, mark and all.
    What is pasted stays as it is.
    """

    def __init__(
        self, decoder: IncrementalDecoder, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._decoder = decoder
        self._now = now
        self._heard_at = now()
        self._before = ""
        self._is_answering = False
        self._is_pasting = False
        self._tail = ""

    def decode(self, data: bytes, final: bool = False) -> str:
        """As of an incremental decoder."""
        now = self._now()
        quiet, self._heard_at = now - self._heard_at, now
        if quiet > _PATIENCE_SECONDS:
            self._is_answering = False
        if quiet > constants.ESCAPE_DELAY:
            # It was the key, and is dealt with by now.
            self._before = ""
        return "".join(self._typed(self._decoder.decode(data, final)))

    def _typed(self, text: str) -> Iterator[str]:
        held_back = ""
        for char in text:
            before, self._before = self._before, char
            if self._is_answering:
                if char in _END or (before == _ESC and char == "\\"):
                    self._is_answering = False
                elif before == _ESC and char not in _BEGIN_AFTER_ESC | {_ESC}:
                    # Another sequence begins: the string was broken off.
                    self._is_answering = False
                    yield self._seen(_ESC + char)
                continue
            if not self._is_pasting:
                if char in _BEGIN:
                    self._is_answering = True
                    continue
                if before == _ESC and char in _BEGIN_AFTER_ESC:
                    self._is_answering = True
                    # Of what came in two pieces the parser has the Esc already.
                    yield "" if held_back else self._seen(_NOTHING)
                    held_back = ""
                    continue
            yield self._seen(held_back)
            held_back = ""
            if char == _ESC:
                held_back = char
            else:
                yield self._seen(char)
        yield self._seen(held_back)

    def _seen(self, typed: str) -> str:
        for char in typed:
            self._tail = (self._tail + char)[-_LONGEST:]
            self._is_pasting = _PASTE.get(self._tail, self._is_pasting)
        return typed


def typed_text(encoding: str) -> Callable[[], TypedText]:
    """What makes a decoder of that encoding, as `codecs.getincrementaldecoder` has it."""
    return lambda: TypedText(getincrementaldecoder(encoding)(errors="replace"))
