"""Has the lines that a widget drew go with it, or sooner, and weigh little until then."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any, Final

from rich.cells import cached_cell_len
from rich.segment import Segment
from textual import strip
from textual._styles_cache import StylesCache
from textual.cache import FIFOCache
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget, _RenderCache

_NOTHING_DRAWN: Final = _RenderCache(Size(0, 0), [])
_BY_WIDGET: Final = StylesCache.get_inner_outer.__wrapped__


class _KeepsNothing(FIFOCache[Any, Any]):
    """What a line is to remember of the pieces that were cut of it, and does not."""

    def __setitem__(self, key: Any, value: Any) -> None:
        pass


def let_drawn_lines_go() -> None:
    """Textual remembers two colours for each widget by all that the widget drew, and so keeps the
    lines of a thousand widgets that are gone, some 50 MB. The two go by the colours alone."""
    by_colors = lru_cache(1024)(partial(_BY_WIDGET, None))
    StylesCache.get_inner_outer = staticmethod(by_colors)  # type: ignore[assignment, method-assign]


def let_lines_remember_nothing() -> None:
    """Each line has seven memories of how it was cut, styled and measured, an object each, nearly all of
    which stay empty: of the two thousand lines behind a screen, 3 MB. To cut one again takes no time
    that could be told from the rest of a paint."""
    one_for_all = _KeepsNothing(0)
    strip.FIFOCache = lambda _most: one_for_all  # type: ignore[attr-defined, assignment]


def forget_drawn_lines(screen: Screen[Any]) -> None:
    """Lets go of what `screen` and its widgets drew last, which Textual keeps until they draw again: under
    another screen, they do not. Rich keeps the pieces into which a dialogue cut what lies under it, and each
    text of which it told how wide it is."""
    for widget in screen.walk_children(Widget, with_self=True):
        widget.refresh()
        widget._render_cache = _NOTHING_DRAWN
    Segment._split_cells.cache_clear()
    cached_cell_len.cache_clear()
