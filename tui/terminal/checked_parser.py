"""Reads what a terminal sends, keys and what it tells of itself, and takes no number in it on trust."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.keys import Keys
from textual.message import Message


class CheckedParser(XTermParser):
    """Textual's parser, which a terminal cannot end the program with.

    A size without cells is passed over, and so is a key of which there is no character.
    """

    def parse(self, token_callback: Any) -> Generator[Any, str, None]:
        def hand_on(token: Message) -> None:
            if not isinstance(token, events.Resize) or token.size:
                token_callback(token)

        return super().parse(hand_on)

    def parse_mouse_code(self, code: str) -> Message | None:
        if not (self.terminal_size and self.terminal_pixel_size and all(self.terminal_pixel_size)):
            # Who does not know how many pixels it has tells places in cells.
            self.terminal_pixel_size = None
        return super().parse_mouse_code(code)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        try:
            return list(super()._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):
            return [events.Key(Keys.Ignore, sequence)]
