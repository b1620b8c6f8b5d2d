"""Whom a tip concerns: the fields of one subject, repeated for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import AwaitMount
from textual.widgets import Static

from store.notice.notice import Notice
from store.text import _
from store.tips.fields import MOST_SUBJECTS
from tui.entering.values import subject_fields
from tui.terminal.stacked import Stacked
from tui.widgets.field_row import FieldRow, take_turns
from tui.widgets.tip_controls import tip_row


class Link(Static):
    """A word to click; whoever has no mouse has a key for the same."""

    @dataclass
    class Clicked(Message):
        """It was clicked."""

        link: Link

        @property
        def control(self) -> Link:
            return self.link

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Clicked(self))


class SubjectRow(Stacked):
    """One subject."""

    def __init__(self, notice: Notice, width: int) -> None:
        super().__init__()
        self.rows = {
            field.name.partition(".")[2]: tip_row(field, notice, width)
            for field in subject_fields()
        }
        take_turns(self.rows.values())
        self.head = Link(classes="subject-head")

    def compose(self) -> ComposeResult:
        yield self.head
        yield from self.rows.values()

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, by the last part of the field's name."""
        return {part: row.value for part, row in self.rows.items()}

    def fill(self, values: dict[str, Any]) -> None:
        """Shows `values`; what they do not name becomes blank."""
        for part, row in self.rows.items():
            row.value = values.get(part, "")

    def focus_first(self) -> None:
        """The focus to the first field."""
        self.screen.set_focus(next(iter(self.rows.values())).control)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered."""
        return not any(self.values.values())


class SubjectRows(Stacked):
    """Every subject of a tip, at least one."""

    @dataclass
    class Changed(Message):
        """A subject was added or removed."""

        subjects: SubjectRows

    def __init__(self, notice: Notice, width: int) -> None:
        super().__init__()
        self._notice = notice
        self._width = width
        self.subjects = [SubjectRow(notice, width)]
        self.more = Link(Content(_("＋ 增加被反映人（F6）")), classes="more")

    def compose(self) -> ComposeResult:
        yield from self.subjects
        yield self.more

    def field_rows(self) -> Iterator[FieldRow]:
        """Every field of every subject, in their order."""
        for subject in self.subjects:
            yield from subject.rows.values()

    def row_of(self, name: str, place: int) -> FieldRow | None:
        """The field of that name (`subjects.unit`) in the subject at `place`."""
        if place < len(self.subjects):
            return self.subjects[place].rows.get(name.partition(".")[2])
        return None

    @property
    def values(self) -> list[dict[str, Any]]:
        """What was entered for each subject."""
        return [subject.values for subject in self.subjects]

    def fill(self, rows: list[dict[str, Any]]) -> None:
        """Shows as many subjects as there are `rows`."""
        rows = rows or [{}]
        while len(self.subjects) > len(rows):
            self._take_away(self.subjects[-1])
        while len(self.subjects) < len(rows):
            self._put()
        for subject, values in zip(self.subjects, rows, strict=True):
            subject.fill(values)

    @property
    def is_full(self) -> bool:
        """Whether there are as many as a tip may have."""
        return len(self.subjects) >= MOST_SUBJECTS

    async def add(self) -> None:
        """A further subject, with the focus on its first field."""
        await self._put()
        self.subjects[-1].focus_first()
        self.post_message(self.Changed(self))

    def with_focus(self) -> SubjectRow | None:
        """The subject in which the focus is."""
        focused = self.screen.focused
        ancestors = focused.ancestors_with_self if focused else ()
        return next((node for node in ancestors if isinstance(node, SubjectRow)), None)

    def take_away(self, subject: SubjectRow) -> None:
        """Takes a subject away; the only one is made blank instead."""
        if len(self.subjects) == 1:
            subject.fill({})
        else:
            place = self.subjects.index(subject)
            self._take_away(subject)
            nearest = self.subjects[min(place, len(self.subjects) - 1)]
            nearest.focus_first()
        self.post_message(self.Changed(self))

    def _put(self) -> AwaitMount:
        last, subject = self.subjects[-1], SubjectRow(self._notice, self._width)
        self.subjects.append(subject)
        self._number()
        return self.mount(subject, after=last)

    def _take_away(self, subject: SubjectRow) -> None:
        self.subjects.remove(subject)
        subject.remove()
        self._number()

    def _number(self) -> None:
        """Heads with numbers, where there is more than one subject."""
        self.set_class(len(self.subjects) > 1, "-several")
        for place, subject in enumerate(self.subjects, start=1):
            subject.head.update(Content(_("被反映人 {place}（F7 删除）", place=place)))
