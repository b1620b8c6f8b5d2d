"""Who else is at the desk, and whether the tip that one has open is open elsewhere too."""

from __future__ import annotations

from typing import Final

from textual.reactive import var

from store.plain import printable
from store.presence import Present
from store.text import _
from tui.widgets.sheet import Line, Sheet, fitted

_MOST: Final = 4


class PresenceLines(Sheet):
    """A line for each of `others`, with what they have open; nothing where one is alone."""

    others: var[tuple[Present, ...]] = var((), init=False)

    def watch_others(self) -> None:
        self.repaint()

    def lines(self, width: int) -> list[Line]:
        if not self.others:
            return []
        # Those with a tip open come first: they are whom one may get in the way of.
        first = sorted(self.others, key=lambda other: (not other.is_editing, not other.number))
        shown = first if len(first) <= _MOST else first[: _MOST - 1]
        head = _("同台 {count} 人", count=len(first))
        lines: list[Line] = [[(fitted(head, width), "title")]]
        lines += [self._line(other, width) for other in shown]
        if more := len(first) - len(shown):
            lines.append([(fitted(_("另有 {count} 人", count=more), width), "muted")])
        return lines

    def _line(self, other: Present, width: int) -> Line:
        name = fitted(other.officer, min(max(width - 22, 8), 16))
        if not other.number:
            return [(name, "")]
        doing = _("正在修改 {number}") if other.is_editing else _("正在查看 {number}")
        role = "warning" if other.is_editing else "muted"
        return [(name, ""), (f" {doing.format(number=printable(other.number))}", role)]


class ElsewhereLine(Sheet):
    """Says of the tip `number` that others have it open."""

    others: var[tuple[Present, ...]] = var((), init=False)
    number: var[str] = var("", init=False)

    def watch_others(self) -> None:
        self.repaint()

    def watch_number(self) -> None:
        self.repaint()

    def lines(self, width: int) -> list[Line]:
        here = [other for other in self.others if self.number and other.number == self.number]
        lines: list[Line] = []
        for wording, role, is_editing in (
            (_("{officers} 正在修改此件，请先商量，以免改动冲突。"), "warning", True),
            (_("{officers} 也在查看此件。"), "muted", False),
        ):
            names = dict.fromkeys(o.officer for o in here if o.is_editing is is_editing)
            if names:
                text = wording.format(officers=_("、").join(names))
                lines.append([(fitted(text, width), role)])
        return lines
