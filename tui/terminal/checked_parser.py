"""Reads what a terminal sends, keys and what it tells of itself, and takes no number in it on trust."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from itertools import chain
from typing import Any, Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.keys import Keys
from textual.message import Message

from store.late_pattern import late_pattern

# As most terminals send it, and as those do that tell keys by their numbers.
_ALT_KEY: Final = late_pattern("\x1b(?:([0-9=-])|\\[(4[5-9]|5[0-7]|61);3(?::1)?u)")
# In the order of a keyboard's upper row.
_FUNCTION_KEYS: Final = "1234567890-="
# With Alt these do what other keys do that a terminal may take.
_SECOND_KEY: Final = late_pattern("\x1b[alprw]")
# Two keys that came together: no key of a terminal begins so. Shift+Tab and Alt+Backspace are sent
# like the one, Alt and a character like the other as long as nothing comes behind it, and Alt+Enter, with
# which spreadsheets begin a line, is an Enter.
_ESC_AND_MORE: Final = late_pattern(r"\x1b(?:[^\t\b\r\x1b -\x7f]|[ -NP-Z\\-~].)", re.DOTALL)
_BEGINS_SEQUENCE: Final = ("\x1b[", "\x1bO")
# The key Esc where Textual would write a ^ for it.
_ESC_KEY: Final = "esc"


class CheckedParser(XTermParser):
    """Textual's parser, which a terminal cannot end the program with.

    A size without cells is passed over, and so is a key of which there is no character. Alt and a
    key of the upper row, or Esc right before it, is the function key above that, which terminals may
    take for themselves; Textual reads there what a Mac would write. An Enter typed before the program reads key
    by key, which the terminal made the end of a line of, is an Enter. Esc and what a slow line hands
    on with it are keys of their own.
    """

    _begun = ""

    def parse(self, token_callback: Any) -> Generator[Any, str, None]:
        def hand_on(token: Message) -> None:
            if isinstance(token, events.Key) and token.key == _ESC_KEY:
                token = events.Key("escape", "\x1b")
            if not isinstance(token, events.Resize) or token.size:
                token_callback(token)

        return super().parse(hand_on)

    def parse_mouse_code(self, code: str) -> Message | None:
        if not (self.terminal_size and self.terminal_pixel_size):
            # Who does not know how many pixels it has tells places in cells.
            self.terminal_pixel_size = None
        return super().parse_mouse_code(code)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if (key := _ALT_KEY.fullmatch(sequence)) and (
            number := 1 + _FUNCTION_KEYS.find(key[1] or chr(int(key[2])))
        ):
            return [events.Key(f"f{number}", None)]
        if sequence == "\x1b":
            # Another Esc came behind what began with this one, and was no key as yet.
            is_key = not self._begun.startswith(_BEGINS_SEQUENCE)
            return [events.Key(_ESC_KEY, None)] if is_key else []
        self._begun = sequence
        if _SECOND_KEY.fullmatch(sequence):
            return super()._sequence_to_key_events(sequence[1], alt=True)
        if _ESC_AND_MORE.fullmatch(sequence):
            behind = chain.from_iterable(map(self._sequence_to_key_events, sequence[1:]))
            return [events.Key("escape", "\x1b"), *behind]
        if sequence == "\n":
            sequence = "\r"
        try:
            return list(super()._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):
            return [events.Key(Keys.Ignore, sequence)]
