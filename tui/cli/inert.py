"""The last gate before a terminal: whatever a command writes, no character of it acts on one."""

from __future__ import annotations

from typing import Any, TextIO

from store.printable import printable


class InertStream:
    """A text stream that writes what is not plain text by its code."""

    # To click a stream that is said to be ASCII needs replacing, which would go round the gate.
    encoding = "utf-8"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Writes `text`, and says how many of its characters that were: all."""
        self._stream.write(printable(text, lines=True))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
