"""A section of a notice: the same few fields any number of times, such as each of its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import AwaitMount

from store.text import _
from tui.notice_form.fields import Section
from tui.notice_form.values import ORIGIN, Values, is_blank
from tui.terminal.stacked import Stacked
from tui.widgets.field_row import FieldRow, take_turns
from tui.widgets.notice_controls import notice_row
from tui.widgets.subject_rows import Link


class SectionRow(Stacked):
    """The fields once."""

    def __init__(self, section: Section, width: int) -> None:
        super().__init__()
        self.rows = {
            field.key: notice_row(field, width, may_be_left=not section.required)
            for field in section.fields
        }
        take_turns(self.rows.values())
        self.head = Link(classes="section-head")
        self._origin: int | None = None

    def compose(self) -> ComposeResult:
        yield self.head
        yield from self.rows.values()

    @property
    def values(self) -> Values:
        """What was entered, by the field's key, and where in the opened file it came from."""
        return {key: row.value for key, row in self.rows.items()} | {ORIGIN: self._origin}

    def fill(self, values: Values) -> None:
        """Shows `values`; what they do not name becomes blank."""
        self._origin = values.get(ORIGIN)
        for key, row in self.rows.items():
            row.value = values.get(key, [] if isinstance(row.value, list) else "")

    def focus_first(self) -> None:
        """The focus to the first field."""
        self.screen.set_focus(next(iter(self.rows.values())).control)


class SectionRows(Stacked):
    """Every row of a section, at least one, which may be blank."""

    @dataclass
    class Changed(Message):
        """A row was added or taken away."""

        section: SectionRows

    def __init__(self, section: Section, width: int) -> None:
        super().__init__()
        self.section = section
        self._width = width
        self.entries = [SectionRow(section, width)]
        more = _("＋ 增加{section}（F6）", section=_(section.label))
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
        """Shows as many rows as there are `rows`."""
        while len(self.entries) > max(len(rows), 1):
            self.entries.pop().remove()
        while len(self.entries) < len(rows):
            self._put(self.entries[-1])
        for entry, values in zip(self.entries, rows, strict=True):
            entry.fill(values)
        self._number()

    async def add(self, after: SectionRow | None = None) -> None:
        """A further row, with the focus on its first field."""
        after = after or self.entries[-1]
        await self._put(after)
        self.entries[self.entries.index(after) + 1].focus_first()
        self._number()
        self.post_message(self.Changed(self))

    def take_away(self, entry: SectionRow) -> None:
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

    def is_blank(self, entry: SectionRow) -> bool:
        """Whether nothing was entered in that row."""
        return is_blank(entry.values)

    def _put(self, after: SectionRow) -> AwaitMount:
        entry = SectionRow(self.section, self._width)
        self.entries.insert(self.entries.index(after) + 1, entry)
        return self.mount(entry, after=after)

    def _number(self) -> None:
        label = _(self.section.label)
        for place, entry in enumerate(self.entries, start=1):
            several = len(self.entries) > 1
            entry.set_class(place > 1, "-further", update=entry.is_mounted)
            head = _("{section} {place}（F7 删除）", section=label, place=place)
            entry.head.update(Content(head if several else label))
