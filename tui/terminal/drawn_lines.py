"""Has the lines that a widget drew go with it."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Final

from textual._styles_cache import StylesCache

_BY_WIDGET: Final = StylesCache.get_inner_outer.__wrapped__


def let_drawn_lines_go() -> None:
    """Textual remembers two colours for each widget by all that the widget drew, and so keeps the
    lines of a thousand widgets that are gone, some 50 MB. The two go by the colours alone."""
    by_colors = lru_cache(1024)(partial(_BY_WIDGET, None))
    StylesCache.get_inner_outer = staticmethod(by_colors)  # type: ignore[assignment, method-assign]
