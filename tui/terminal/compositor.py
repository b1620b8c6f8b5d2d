"""Has painted whatever stands elsewhere than it was last painted."""

from __future__ import annotations

from textual._compositor import Compositor, ReflowResult
from textual.geometry import Region, Size
from textual.widget import Widget


class DeskCompositor(Compositor):
    """Textual compares a new layout with the one that was last worked out. Whoever asks where a
    widget is, between a scroll and the paint that follows it, has that worked out for the new
    position already: nothing would seem to have moved then, and the old position would stay on the
    terminal. This one compares with what it last gave to be painted."""

    def __init__(self) -> None:
        super().__init__()
        self._given: dict[Widget, tuple[Region, Region]] = {}

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        result = super().reflow(parent, size)
        self._mark_moved()
        return result

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        exposed = super().reflow_visible(parent, size)
        self._mark_moved()
        return exposed

    def _mark_moved(self) -> None:
        before, self._given = self._given, self.visible_widgets
        if self.size.region not in self._dirty_regions:
            moved = before.items() ^ self._given.items()
            regions = (clip.intersection(region) for _widget, (region, clip) in moved)
            self._dirty_regions.update(filter(None, regions))

    def clear(self) -> None:
        super().clear()
        self._given = {}
