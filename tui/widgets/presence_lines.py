"""Who else is at the desk, and whether the tip that one has open is open elsewhere too."""

from __future__ import annotations

from typing import Final

from store.journal.presence import Present
from store.printable import printable
from store.text import _, listed
from tui.terminal.styled_line import StyledLine, width_of
from tui.terminal.wrapping import fitted
from tui.widgets.sheet import Painted, Sheet
from tui.words.presence_words import elsewhere

_MOST: Final = 2


class PresenceLines(Sheet):
    """The names of `others`, and what they have open; nothing where one is alone."""

    others: Painted[tuple[Present, ...]] = Painted(())

    def lines(self, width: int) -> list[StyledLine]:
        if not self.others:
            return []
        idle = [other for other in self.others if not other.number]
        # Who amends a tip comes first: that is whom one may get in the way of.
        working = dict.fromkeys(other for other in self.others if other.number)
        busy = sorted(working, key=lambda other: not other.is_editing)
        names = listed(dict.fromkeys(other.officer for other in (*busy, *idle)))
        head = _("同台 {count} 人", count=len(self.others))
        rest = fitted(names, max(width - width_of([(head, "")]) - 2, 0))
        return [[(head, "title"), (f"  {rest}", "")], *(_open(o, width) for o in busy[:_MOST])]


def _open(other: Present, width: int) -> StyledLine:
    """Which tip somebody has open."""
    doing = _("正在修改 {number}") if other.is_editing else _("正在查看 {number}")
    text = f" {doing.format(number=printable(other.number))}"
    name = fitted(other.officer, max(min(width - width_of([(text, "")]), 16), 0))
    return [(name, ""), (text, "warning" if other.is_editing else "muted")]


class ElsewhereLine(Sheet):
    """Says of the tip `number` that others have it open."""

    others: Painted[tuple[Present, ...]] = Painted(())
    number: Painted[str] = Painted("")

    def lines(self, width: int) -> list[StyledLine]:
        return [
            [(fitted(said, width), "warning" if is_editing else "muted")]
            for said, is_editing in elsewhere(self.others, self.number)
        ]
