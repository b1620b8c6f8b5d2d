"""A pattern that is compiled when it is first asked for something."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def late_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, later: one with a range of Chinese characters takes a millisecond, and the sixty
    patterns of what the first screen imports took a thirtieth of the time until it stands."""
    return cast("re.Pattern[AnyStr]", _Late(text, flags))


class _Late:
    """What stands for the pattern; each of its methods, once asked for, is the pattern's own."""

    def __init__(self, text: Any, flags: int) -> None:
        self._given = text, flags

    def __getattr__(self, name: str) -> Any:
        # Python keeps what it compiled, for the next method.
        found = getattr(re.compile(*self._given), name)
        setattr(self, name, found)
        return found
