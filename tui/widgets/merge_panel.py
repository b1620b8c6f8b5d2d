"""What someone else made of the tip meanwhile, with the choice of theirs or mine for each field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Static

from store.notice.notice import Notice
from store.printable import printable
from store.text import _
from tui.entering.choices import Option, in_words
from tui.entering.merging import Difference
from tui.terminal.stacked import Stacked
from tui.widgets.choice import Choice

_THEIRS: Final = "theirs"
_MINE: Final = "mine"
_LEAD: Final = 12
_MOST: Final = 160


class DifferenceRows(Stacked):
    """What one chooses between, and the choice below it."""

    def __init__(self, *texts: Static, choice: Choice) -> None:
        super().__init__(*texts, choice)
        self.choice = choice

    @property
    def cursor(self) -> Offset:
        """Where on the screen the cursor of the choice is."""
        return self.choice.cursor_screen_offset


class MergePanel(Vertical):
    """The differences, each with its choice: what only they changed starts as theirs."""

    @dataclass
    class Picked(Message):
        """One of the two is to stand in the form."""

        difference: Difference
        theirs: bool

    def __init__(self, number: str, found: list[Difference], notice: Notice) -> None:
        super().__init__()
        self.found = found
        self._number = number
        self._notice = notice

    def compose(self) -> ComposeResult:
        sentence = _("{number} 已被他人修改。请逐项选定，再按 Ctrl+S 保存。", number=self._number)
        yield Static(Content(sentence), classes="merge-head")
        for difference in self.found:
            theirs, mine = (
                in_words(difference.field, value, self._notice)
                for value in (difference.theirs, difference.mine)
            )
            theirs, mine = from_first_difference(theirs, mine)
            said, own, chosen = _("本人所填：{text}", text=mine), _("用本人的"), _MINE
            if not difference.is_contested:
                said, own, chosen = _("本人未改，原为：{text}", text=mine), _("用原来的"), _THEIRS
            yield DifferenceRows(
                Static(Content(difference.label), classes="merge-label"),
                Static(Content(_("他人改为：{text}", text=theirs))),
                Static(Content(said)),
                choice=Choice(
                    [Option(_THEIRS, _("用他人的")), Option(_MINE, own)], chosen=[chosen]
                ),
            )

    def focus_first(self) -> None:
        """To the first choice, if there is any."""
        for choice in self.query(Choice):
            choice.focus()
            return

    def on_choice_changed(self, event: Choice.Changed) -> None:
        event.stop()
        difference = self.found[list(self.query(Choice)).index(event.choice)]
        self.post_message(self.Picked(difference, theirs=event.choice.content == _THEIRS))


def from_first_difference(one: str, other: str) -> tuple[str, str]:
    """Two texts, printable, cut to where they begin to differ if they are long."""
    same = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    start = max(0, same - _LEAD) if max(len(one), len(other)) > _MOST else 0

    def cut(text: str) -> str:
        shown = printable(text[start : start + _MOST], lines=True)
        before, after = "…" if start else "", "…" if len(text) > start + _MOST else ""
        return f"{before}{shown}{after}" if shown else _("（空）")

    return cut(one), cut(other)
