"""What comes from a terminal as text, without what it says of itself."""

from __future__ import annotations

import codecs
import time
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable, Iterator
from typing import Final

from textual import constants

from store.late_pattern import late_pattern

_ESC: Final = "\x1b"
# OSC, DCS, SOS, PM and APC: after an Esc, and in one character.
_BEGIN_AFTER_ESC: Final = frozenset("]PX^_")
_BEGIN: Final = frozenset("\x9d\x90\x98\x9e\x9f")
# BEL and ST, and CAN and SUB, which break such a string off.
_END: Final = frozenset("\x07\x9c\x18\x1a")
_PASTE_BEGINS: Final = "\x1b[200~"
_PASTE_ENDS: Final = "\x1b[201~"
_PASTE: Final = {_PASTE_BEGINS: True, _PASTE_ENDS: False}
_LONGEST: Final = max(map(len, _PASTE))
# What the key parser, which has taken the Esc by then, knows and passes over.
_NOTHING: Final = "[E"
# CSI in one character, which the key parser knows as two.
_CSI: Final = "\x9b"
# What may stand in a sequence before its last character.
_INSIDE: Final = frozenset(map(chr, range(0x20, 0x40)))
# What kind the terminal is, how large, in what state. No key sends such a sequence; what Textual asks
# for, modes and the size, ends in y or begins with 48.
_ANSWER: Final = late_pattern(r"\x1b\[(?:[?>=][^y]*|\d+(?:;\d+)*[cn]|(?!48;)\d+(?:;\d+)*t)")
# How those begin that no key begins like.
_NO_KEY: Final = late_pattern(r"\x1b\[[?>=]")
# A terminal sends such a string at once. What is typed after the key Alt+] is none.
_PATIENCE_SECONDS: Final = 0.25
# Nor is what comes later than this, however a bad line cut the string up.
_LONGEST_SECONDS: Final = 2.0
# Of what is pasted no more is held back than this, and what comes alone after a while is no more than a
# word or a click.
_MOST_HELD: Final = 32


class TypedText:
    """Decodes what a terminal sends. Bytes that are no characters are marked, where Textual's
    decoder ends the program.

    A title, a colour or a clipboard that some program asked the terminal for comes in as a string
    with a mark before and behind (OSC, DCS): that was not typed and is left out, mark and all. So are
    the sequences by which it says what kind it is.
    What is pasted stays as it is, but for colours and the like, and any other Esc: Textual's parser
    would take that, and all behind it, for keys.
    """

    def __init__(
        self, decoder: IncrementalDecoder, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._decoder = decoder
        self._now = now
        self._heard_at = now()
        self._before = ""
        self._is_answering = False
        self._began_at = self._ends_by = now()
        self._is_pasting = False
        self._sequence = ""
        self._tail = ""
        self._held_of_paste = ""
        self._may_still_be_pasted = False

    def decode(self, data: bytes, final: bool = False) -> str:
        """As of an incremental decoder."""
        now = self._now()
        quiet, self._heard_at = now - self._heard_at, now
        if quiet > _PATIENCE_SECONDS and now > self._ends_by:
            self._is_answering = False
        if quiet > constants.ESCAPE_DELAY:
            # It was the key, and is dealt with by now.
            self._before = ""
        if quiet > _LONGEST_SECONDS:
            self._sequence = ""
        text = self._decoder.decode(data, final)
        if quiet > _LONGEST_SECONDS and self._is_past_paste(text):
            text = _PASTE_ENDS + text
            self._may_still_be_pasted = True
        elif self._may_still_be_pasted:
            goes_on = quiet <= _PATIENCE_SECONDS
            is_pasted = goes_on and (_PASTE_ENDS in text or _has_line_end(text))
            text = _PASTE_BEGINS * is_pasted + text
            self._may_still_be_pasted = goes_on and not is_pasted
        return "".join(self._typed(text))

    def _is_past_paste(self, text: str) -> bool:
        """Whether something is typed by now, and the line dropped before the end of what was pasted."""
        goes_on = self._held_of_paste + text
        is_end = _PASTE_ENDS.startswith(goes_on) or _PASTE_ENDS in goes_on
        is_short = 0 < len(text) <= _MOST_HELD
        return self._is_pasting and is_short and not (is_end or _has_line_end(text))

    def _pasted(self, char: str) -> str:
        """What of that goes on; what begins with an Esc once it is known not to be the end."""
        held, self._held_of_paste = self._held_of_paste + char, ""
        if held[0] != _ESC:
            return held
        if held == _PASTE_ENDS:
            return self._seen(held)
        if char == _ESC:
            self._held_of_paste = _ESC
            return held[1:-1]
        is_sequence = held.startswith(_ESC + "[")
        if is_sequence and len(held) < _MOST_HELD and (held == _ESC + "[" or char in _INSIDE):
            self._held_of_paste = held
            return ""
        return "" if is_sequence and "@" <= char <= "~" and len(held) > 2 else held[1:]

    def _typed(self, text: str) -> Iterator[str]:
        held_back = ""
        for char in text:
            before, self._before = self._before, char
            if self._is_pasting:
                yield self._pasted(char)
                continue
            if self._sequence:
                if char in _INSIDE:
                    self._sequence += char
                    continue
                sequence, self._sequence = self._sequence, ""
                if "@" <= char <= "~":
                    is_answer = _ANSWER.fullmatch(sequence + char)
                    yield "" if is_answer else self._seen(sequence + char)
                    continue
                # It was broken off.
                yield "" if _NO_KEY.match(sequence) else self._seen(sequence)
            if self._is_answering:
                if self._heard_at == self._began_at:
                    # With its text right behind it the mark was no key.
                    self._ends_by = self._began_at + _LONGEST_SECONDS
                if char in _END or (before == _ESC and char == "\\"):
                    self._is_answering = False
                elif before == _ESC and char not in _BEGIN_AFTER_ESC | {_ESC}:
                    # Another sequence begins: the string was broken off.
                    self._is_answering = False
                    yield self._seen(_ESC + char)
                continue
            if char in _BEGIN:
                self._begin()
                continue
            if before == _ESC and char in _BEGIN_AFTER_ESC:
                self._begin()
                # Of what came in two pieces the parser has the Esc already.
                yield "" if held_back else self._seen(_NOTHING)
                held_back = ""
                continue
            if char == _CSI or (held_back and char == "["):
                self._sequence, held_back = _ESC + "[", ""
                continue
            yield self._seen(held_back)
            held_back = ""
            if char == _ESC:
                held_back = char
            else:
                yield self._seen(char)
        if not _NO_KEY.match(self._sequence):
            held_back, self._sequence = held_back + self._sequence, ""
        yield self._seen(held_back)

    def _begin(self) -> None:
        self._is_answering = True
        self._began_at = self._ends_by = self._heard_at

    def _seen(self, typed: str) -> str:
        for char in typed:
            self._tail = (self._tail + char)[-_LONGEST:]
            self._is_pasting = _PASTE.get(self._tail, self._is_pasting)
        return typed


def _has_line_end(text: str) -> bool:
    """The Enter key comes alone; in what a slow line still brings of a paste it would save half a tip."""
    return len(text) > 1 and ("\r" in text or "\n" in text)


def _mark_of_one_byte(error: UnicodeError) -> tuple[str, int]:
    """Of bytes that are no characters those that a terminal of eight bits marks such strings with."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end].decode("latin-1")
    is_mark = wrong in _BEGIN or wrong in ("\x9c", _CSI)
    return wrong if is_mark else "\ufffd", error.end


codecs.register_error("dutydesk-typed", _mark_of_one_byte)


def typed_text(encoding: str) -> Callable[[], TypedText]:
    """What makes a decoder of that encoding, as `codecs.getincrementaldecoder` has it."""
    return lambda: TypedText(getincrementaldecoder(encoding)(errors="dutydesk-typed"))
