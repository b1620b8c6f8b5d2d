"""The sequences by which a terminal has the desktop show a notification."""

from __future__ import annotations

from typing import Final

from store.printable import printable

_OSC: Final = "\x1b]"
_ST: Final = "\x1b\\"


def desktop_notification(title: str, sentence: str) -> str:
    """What a terminal is sent to have the desktop show a notification: OSC 9 (iTerm2 and others)
    and OSC 777 (urxvt and others)."""
    title = printable(title).replace(";", "；")
    text = printable(sentence)
    return f"{_OSC}9;{title} {text}{_ST}{_OSC}777;notify;{title};{text}{_ST}"
