"""A mark of how a journal ended, short enough to be noted on paper: it shows later what was changed."""

from __future__ import annotations

import re
from typing import Final

from store.late_pattern import late_pattern

_LENGTH: Final = 16
_ANCHOR: Final = late_pattern(r"[1-9]\d{0,8}:[0-9a-f]{16}", re.ASCII)


def anchor_of(lines: int, line_hash: str) -> str:
    """How many lines a journal has and how the hash of its last begins: noted outside the desk, it
    shows later whether lines up to there were cut off or rewritten."""
    return f"{lines}:{line_hash[:_LENGTH]}"


def is_anchor(text: str) -> bool:
    """Whether a text can be what `anchor_of` made."""
    return _ANCHOR.fullmatch(text) is not None
