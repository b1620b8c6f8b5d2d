"""A piece of a form that the focus comes to in its turn."""

from __future__ import annotations

from textual.containers import Vertical


class Stacked(Vertical):
    """A piece of a form that stands below the one made before it."""

    @property
    def _focus_sort_key(self) -> tuple[int, int]:
        # Textual orders by where they were laid out last, and one that was just shown was not yet:
        # the focus would come to it at once, whatever stands between.
        return 0, 0
