"""The last gate before a terminal: whatever a command writes, no character of it acts on one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from store import reasons
from store.errors import DeskError
from store.printable import printable
from store.text import _


class OutputLost(DeskError, OSError):
    """What was to be printed went nowhere; what was done before that stands."""


@contextmanager
def telling_of_loss() -> Iterator[None]:
    """What the block prints, its reader may have seen enough of; else that it is lost is told."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(
            _(
                "结果没有显示出来（{reason}）；此前登记和改动的已经保存，请用 dutydesk list 核对。",
                reason=reasons.of_system(error),
            )
        ) from error


class InertStream:
    """A text stream that writes what is not plain text by its code."""

    # To click a stream that is said to be ASCII needs replacing, which would go round the gate.
    encoding = "utf-8"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Writes `text`, and says how many of its characters that were: all."""
        with telling_of_loss():
            self._stream.write(printable(text, lines=True))
        return len(text)

    def flush(self) -> None:
        """Hands on what was written."""
        with telling_of_loss():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
