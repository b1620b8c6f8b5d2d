"""The same few fields of a form any number of times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import AwaitMount

from tui.terminal.stacked import Stacked
from tui.widgets.field_row import FieldRow, take_turns
from tui.widgets.link import Link

Values = dict[str, Any]


class RepeatedRow(Stacked):
    """The fields once; `rows` are by the keys of their values."""

    def __init__(self, rows: dict[str, FieldRow]) -> None:
        super().__init__()
        self.rows = rows
        self.head = Link(classes="head")
        # What came with the values and no field shows.
        self._rest: Values = {}
        take_turns(rows.values())

    def compose(self) -> ComposeResult:
        yield self.head
        yield from self.rows.values()

    @property
    def values(self) -> Values:
        """What was entered, with what came with it and no field shows."""
        return {key: row.value for key, row in self.rows.items()} | self._rest

    def fill(self, values: Values) -> None:
        """Shows `values`; what they do not name becomes blank."""
        self._rest = {key: value for key, value in values.items() if key not in self.rows}
        for key, row in self.rows.items():
            row.value = values.get(key, [] if isinstance(row.value, list) else "")

    def focus_first(self) -> None:
        """The focus to the first field."""
        self.screen.set_focus(next(iter(self.rows.values())).control)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered."""
        return not any(row.value for row in self.rows.values())


class RepeatedRows(Stacked):
    """Every row, at least one, which may be blank. `make` makes the fields of one, `headed` gives
    what stands over the one at a place, from 1, if there are several of them, and `more` is what
    one clicks for a further one."""

    @dataclass
    class Changed(Message):
        """A row was added or taken away."""

        rows: RepeatedRows

    def __init__(
        self,
        make: Callable[[], dict[str, FieldRow]],
        headed: Callable[[int, bool], str],
        more: str,
    ) -> None:
        super().__init__()
        self._make = make
        self._headed = headed
        self.entries = [RepeatedRow(make())]
        self._coming: list[AwaitMount] = []
        self.more = Link(Content(more), classes="more")

    def compose(self) -> ComposeResult:
        yield from self.entries
        yield self.more

    def on_mount(self) -> None:
        self._number()

    def field_rows(self) -> Iterator[FieldRow]:
        """Every field of every row, in their order."""
        for entry in self.entries:
            yield from entry.rows.values()

    @property
    def values(self) -> list[Values]:
        """What was entered in each row."""
        return [entry.values for entry in self.entries]

    def fill(self, rows: list[Values]) -> None:
        """Shows as many rows as there are `rows`, one at least."""
        rows = rows or [{}]
        while len(self.entries) > len(rows):
            self.entries.pop().remove()
        while len(self.entries) < len(rows):
            self._put(self.entries[-1])
        for entry, values in zip(self.entries, rows, strict=True):
            entry.fill(values)
        self._number()

    async def add(self, after: RepeatedRow | None = None) -> None:
        """A further row, with the focus on its first field."""
        after = after or self.entries[-1]
        self._put(after)
        await self.stand()
        self.entries[self.entries.index(after) + 1].focus_first()
        self._number()
        self.post_message(self.Changed(self))

    async def stand(self) -> None:
        """Returns once the fields of every row are there to be gone to."""
        while self._coming:
            await self._coming.pop()

    def take_away(self, entry: RepeatedRow) -> None:
        """Takes a row away; the only one is made blank instead."""
        if len(self.entries) == 1:
            entry.fill({})
        else:
            place = self.entries.index(entry)
            self.entries.remove(entry)
            self.entries[min(place, len(self.entries) - 1)].focus_first()
            entry.remove()
        self._number()
        self.post_message(self.Changed(self))

    def with_focus(self) -> RepeatedRow | None:
        """The row in which the focus is."""
        focused = self.screen.focused
        above = focused.ancestors_with_self if focused else ()
        return next((entry for entry in self.entries if entry in above), None)

    def _put(self, after: RepeatedRow) -> None:
        entry = RepeatedRow(self._make())
        self.entries.insert(self.entries.index(after) + 1, entry)
        self._coming.append(self.mount(entry, after=after))

    def _number(self) -> None:
        several = len(self.entries) > 1
        self.set_class(several, "-several")
        for place, entry in enumerate(self.entries, start=1):
            entry.set_class(place > 1, "-further", update=entry.is_mounted)
            entry.head.update(Content(self._headed(place, several)))
