"""A choice whose options all stand on the screen at once, set by digit, arrow key or mouse."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from store.frozen import frozen
from store.printable import cleaned
from store.text import _
from tui.entering.choices import Option
from tui.terminal.moving import MOVES, Moving
from tui.terminal.wrapping import fitted, wrapped

KEYS: Final = "1234567890abcdefghijklmnopqrstuvwxyz"
# What tells that the digits before it were a number and no choice: "3月以来", "2016年", "1.5", "1、".
_AFTER_A_NUMBER: Final = frozenset(
    "0123456789.,、:)-~/%年月日号点时周岁万亿千百余多几元次名个位件份条套辆栋间笔亩吨倍至"
)
# The most that is said of these: of what is more, the digit before was a choice.
_MOST: Final = {"年": 9999, "月": 12, "日": 31, "号": 31, "点": 24, "时": 24}
# Who chooses and then begins to write takes longer; the digits of a number come sooner, and what an
# input method makes of the letters behind them.
_BETWEEN_DIGITS_SECONDS: Final = 0.5
_AFTER_DIGITS_SECONDS: Final = 3.0
_GAP: Final = 1


@frozen
class _Chip:
    """A piece of a row: an option (its index) or a heading (-1), `start` cells from the left."""

    index: int
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + cell_len(self.text)


class Choice(Moving, Widget, can_focus=True):
    """Options laid out in rows; one is chosen, or with `multiple` any number of them.

    Text that is no choice is handed on in a `Written`: whoever holds the choice writes it where it
    belongs, or has it told that it is kept nowhere.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *MOVES,
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "choice--option",
        "choice--chosen",
        "choice--pointer",
        "choice--heading",
    }

    chosen: reactive[tuple[str, ...]] = reactive((), init=False)
    pointer: reactive[int] = reactive(0, init=False)

    @dataclass
    class Changed(Message):
        """Another option was chosen."""

        choice: Choice

        @property
        def control(self) -> Choice:
            return self.choice

    @dataclass
    class Written(Message):
        """Text that is no choice was typed or pasted."""

        choice: Choice
        text: str

        @property
        def control(self) -> Choice:
            return self.choice

    def __init__(
        self,
        options: Sequence[Option],
        *,
        multiple: bool = False,
        chosen: Iterable[str] = (),
    ) -> None:
        super().__init__()
        self.options = tuple(options)
        self.multiple = multiple
        self._layout: tuple[int, list[list[_Chip]]] = (-1, [])
        self._has_said_how = False
        # The keys that chose, without another or a pause between them, and what was chosen before each.
        self._run: list[tuple[str, tuple[str, ...]]] = []
        self._last_at = 0.0
        self.choose(chosen)

    # What is chosen

    @property
    def content(self) -> Any:
        """The values chosen as a list, or the one value, "" for none."""
        return list(self.chosen) if self.multiple else "".join(self.chosen)

    @content.setter
    def content(self, content: Any) -> None:
        self.choose(content if self.multiple else [content])
        self.post_message(self.Changed(self))

    @property
    def how(self) -> str:
        """The keys that choose."""
        if self.multiple:
            return _("数字键选或不选，← → 移动，空格选定")
        return _("数字键或 ← → 选一项")

    def choose(self, values: Iterable[str]) -> None:
        """Chooses exactly `values`, in the order of the options; unknown ones are passed over."""
        wanted = set(values)
        known = tuple(option.value for option in self.options if option.value in wanted)
        self.chosen = known if self.multiple else known[:1]
        # What was pointed at in another tip is not to be chosen in this one.
        self.pointer = next((i for i, o in enumerate(self.options) if o.value in known[:1]), 0)

    def _press(self, index: int) -> None:
        """What a digit or a click on an option does."""
        self.pointer = index
        value = self.options[index].value
        if not self.multiple:
            self.choose((value,))
        elif value in self.chosen:
            self.choose(other for other in self.chosen if other != value)
        else:
            self.choose((*self.chosen, value))
        self.pointer = index
        self.post_message(self.Changed(self))

    def action_step(self, by: int) -> None:
        """To the option beside; where only one can be chosen, that chooses it."""
        if not self.options:
            return
        if self.multiple:
            self.pointer = (self.pointer + by) % len(self.options)
        elif self.chosen:
            self._press((self.pointer + by) % len(self.options))
        else:
            self._press(0 if by > 0 else len(self.options) - 1)

    def _press_pointed_at(self) -> None:
        if self.options:
            self._press(self.pointer)

    def _key_of(self, character: str | None) -> str:
        """The key of an option that was typed, "" if it is none. An input method in full-width mode
        sends full-width ones."""
        typed = unicodedata.normalize("NFKC", character or "").lower()
        return typed if len(typed) == 1 and typed in KEYS[: len(self.options)] else ""

    def take(self, character: str) -> bool:
        """Does what that key does here; whether it chooses anything."""
        if key := self._key_of(character):
            self._press(KEYS.index(key))
        return bool(key)

    def on_key(self, event: events.Key) -> None:
        if not event.is_printable:
            self._run = []
            return
        event.stop()
        event.prevent_default()
        character = event.character or ""
        before = self.chosen
        if self.take(character):
            if event.time - self._last_at > _BETWEEN_DIGITS_SECONDS:
                self._run = []
            self._run.append((character, before))
            self._last_at = event.time
        elif not character.strip():
            # An input method in full-width mode sends another blank.
            self._press_pointed_at()
        else:
            if event.time - self._last_at > _AFTER_DIGITS_SECONDS:
                self._run = []
            number = self._number_before(character)
            self.post_message(self.Written(self, number + character))

    def _number_before(self, character: str) -> str:
        """The digits that seemed to choose, if they or `character` tell that they begin a number."""
        number, self._run = self._run, []
        goes_on = unicodedata.normalize("NFKC", character)
        if not all(key.isdecimal() for key, _before in number):
            return ""
        # Where one is chosen, several at once choose nothing.
        if goes_on not in _AFTER_A_NUMBER and (self.multiple or len(number) < 2):
            return ""
        while number and goes_on in _MOST and int(_keys_of(number)) > _MOST[goes_on]:
            number = number[1:]
        if number:
            self.choose(number[0][1])
            self.post_message(self.Changed(self))
        return _keys_of(number)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        text = cleaned(event.text, lines=True)
        if not self.take(text.strip()) and text.strip():
            self.post_message(self.Written(self, text))

    def tell_how(self) -> None:
        """Says, once as long as one is here, that nothing is written here and which keys choose."""
        if not self._has_said_how:
            # Whoever looks at the telephone would go on writing what nobody keeps.
            self._has_said_how = True
            self.app.bell()
            said = _("这一项不写文字。{keys}。", keys=self.how)
            self.notify(said, severity="warning", markup=False)

    def on_blur(self) -> None:
        self._has_said_how = False
        self._run = []

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for chip in self._rows()[offset.y] if offset.y < len(self._rows()) else ():
            if chip.index >= 0 and chip.start <= offset.x < chip.end:
                self._press(chip.index)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return bool(self._key_of(character))

    # How it looks

    def watch_chosen(self) -> None:
        self._layout = (-1, [])

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor belongs: at the option pointed at."""
        for y, row in enumerate(self._rows()):
            for chip in row:
                if chip.index == self.pointer:
                    return self.content_region.offset + Offset(chip.start, y)
        return self.content_region.offset

    def _rows(self) -> list[list[_Chip]]:
        width = self.content_size.width
        if self._layout[0] != width:
            self._layout = (width, self._laid_out(width))
        return self._layout[1]

    def _laid_out(self, width: int) -> list[list[_Chip]]:
        """The rows of a space `width` cells wide; each heading starts a row, and has it for itself
        where it would leave the options little room."""
        rows: list[list[_Chip]] = [[]]
        heading, indent = "", 0
        headings = [cell_len(option.heading) for option in self.options]
        beside = max((n for n in headings if n <= width // 3), default=0)
        for index, option in enumerate(self.options):
            if option.heading != heading:
                heading = option.heading
                is_long = cell_len(heading) > beside
                indent = beside + _GAP
                if rows[-1]:
                    rows.append([])
                rows[-1].append(_Chip(-1, 0, fitted(heading, width if is_long else beside)))
                if is_long:
                    rows.append([])
            mark = "✓" if option.value in self.chosen else " "
            key = KEYS[index] if index < len(KEYS) else " "
            before = f"{mark}{key} "
            # One that is longer than a row goes on below.
            first, *more = wrapped(option.label, width - indent - len(before) - _GAP)
            text = f"{before}{first} "
            start = rows[-1][-1].end + _GAP if rows[-1] else indent
            if start + cell_len(text) > width and rows[-1] and rows[-1][-1].index >= 0:
                rows.append([])
                start = indent
            rows[-1].append(_Chip(index, start, text))
            blank = " " * len(before)
            rows += ([_Chip(index, start, f"{blank}{line} ")] for line in more)
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._laid_out(width))

    def render_line(self, y: int) -> Strip:
        rows = self._rows()
        width = self.content_size.width
        if y >= len(rows):
            return Strip.blank(width, self.rich_style)
        segments: list[Segment] = []
        at = 0
        for chip in rows[y]:
            segments.append(Segment(" " * (chip.start - at), self.rich_style))
            segments.append(Segment(chip.text, self._style_of(chip)))
            at = chip.end
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _style_of(self, chip: _Chip) -> Style:
        if chip.index < 0:
            return self.get_component_rich_style("choice--heading")
        is_chosen = self.options[chip.index].value in self.chosen
        style = self.get_component_rich_style("choice--chosen" if is_chosen else "choice--option")
        if self.has_focus and chip.index == self.pointer:
            style += self.get_component_rich_style("choice--pointer", partial=True)
        return style


def _keys_of(run: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    return "".join(key for key, _before in run)


class Flag(Choice):
    """A single thing that is so or not."""

    def __init__(self, label: str) -> None:
        super().__init__([Option("yes", label)], multiple=True)

    @property
    def content(self) -> Any:
        return bool(self.chosen)

    @content.setter
    def content(self, content: Any) -> None:
        self.choose(["yes"] if content else [])
        self.post_message(self.Changed(self))

    @property
    def how(self) -> str:
        return _("按 1 或空格")
