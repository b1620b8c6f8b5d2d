"""Lines of text, of which those that changed are painted anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final, Self, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from tui.terminal.styled_line import StyledLine

HIGH: Final = 46
"""From so many lines on a screen has room for what is not needed to understand it."""

Value = TypeVar("Value")


class Painted(var[Value]):
    """A value that the lines of a sheet are made of: whoever changes it has it painted."""

    def __init__(self, default: Value | Callable[[], Value]) -> None:
        super().__init__(default, init=False)

    def __set__(self, obj: Any, value: Value) -> None:
        before = getattr(obj, self.name)
        super().__set__(obj, value)
        if getattr(obj, self.name) != before:
            obj.repaint()


class Sheet(Widget):
    """A widget that is lines of text. A subclass says them in `lines`, and calls `repaint` when
    what they are made of changed, but for what is `Painted`."""

    ROLES: ClassVar[tuple[str, ...]] = (
        "title",
        "muted",
        "strong",
        "accent",
        "good",
        "warning",
        "bad",
        "track",
        "selected",
        "key",
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"sheet--{role}" for role in ROLES}

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[StyledLine] = []
        self._shown_width = -1
        # Made from all that lies around the widget, which takes longer than the line itself.
        self._styles: dict[str, Style] = {}

    def lines(self, width: int) -> list[StyledLine]:
        """What is to be seen in a space `width` cells wide."""
        raise NotImplementedError

    @property
    def is_high(self) -> bool:
        """Whether the screen that it is on is high."""
        return self.is_attached and self.screen.size.height >= HIGH

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines(width))

    def repaint(self) -> None:
        """Paints what differs from what is on the screen."""
        width = self.content_size.width
        if not self.is_attached or not width:
            return
        before, self._shown = self._shown, self.lines(width)
        if self._shown_width != width or len(before) != len(self._shown):
            self._shown_width = width
            is_other = len(self._shown) != self.content_size.height
            self.refresh(layout=is_other and self.styles.auto_dimensions)
            return
        for y, (old, new) in enumerate(zip(before, self._shown, strict=True)):
            if old != new:
                self.refresh(Region(0, y, width, 1))

    def on_resize(self, _event: events.Resize) -> None:
        self._shown_width = -1
        self.repaint()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()
        self.refresh()

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Whoever has all of it drawn anew may have another ground under it."""
        if repaint and not regions:
            super().notify_style_update()
            self._styles.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        if self._shown_width != width:
            self._shown, self._shown_width = self.lines(width), width
        line = self._shown[y] if y < len(self._shown) else []
        segments = [Segment(text, self._style_of(role)) for text, role in line]
        return Strip(segments).adjust_cell_length(width, self._style_of(""))

    def _style_of(self, role: str) -> Style:
        if role not in self._styles:
            self._styles[role] = (
                self.get_component_rich_style(f"sheet--{role}") if role else self.rich_style
            )
        return self._styles[role]
