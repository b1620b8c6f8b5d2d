"""What the dialogue asks of an entry, one after the other, and what stands where it asks."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from store.errors import DeskError, TipRefused
from store.notice.notice import is_out_of_scope
from store.text import _
from store.tips.fields import BY_NAME, CALLS
from store.tips.find import Similar
from store.tips.nobody import names_nobody
from tui.entering.choices import in_words
from tui.entering.tip_entry import Place, TipEntry
from tui.entering.values import LINK_TO, SUBJECTS, channel_of, subject_fields
from tui.linear.question import Question

_MOST_SIMILAR: Final = 5
MORE: Final = "more"
Step = Place
"""A field; or `MORE`: whether there is another subject; or `LINK_TO`: with which earlier tip it is
one matter."""

_FIRST_OF_SUBJECT, *_REST_OF_SUBJECT = (field.name for field in subject_fields())
# A subject may lack any of its names but not all: that is known after the last of them.
_LAST_NAME: Final = "subjects.post"
_NAMES: Final = ("subjects.unit", "subjects.person")


@dataclass
class Steps:
    """The steps of `entry`; `similar` are the earlier tips like it that were found last."""

    entry: TipEntry
    similar: list[Similar] = field(default_factory=list)

    def __iter__(self) -> Iterator[Step]:
        """What is asked, in the form's order; what could have but one answer is not."""
        for found in self.entry.asked:
            if found.name == _FIRST_OF_SUBJECT:
                yield from self._subject_steps()
            elif found.name not in _REST_OF_SUBJECT and self._has_a_say(found.name):
                yield found.name, 0
        if self.similar or self.entry.link_to:
            yield LINK_TO, 0

    def _subject_steps(self) -> Iterator[Step]:
        for place in range(len(self.entry.values[SUBJECTS])):
            for part in subject_fields():
                yield part.name, place
        yield MORE, 0

    def _has_a_say(self, name: str) -> bool:
        values = self.entry.values
        if name == "reporter.verified":
            who = values["reporter.name"].strip()
            return bool(values[name] or (who and not names_nobody(who)))
        if name == "enclosures":
            return channel_of(values) not in CALLS or bool(values[name])
        if name == "referred_to":
            outside = any(is_out_of_scope(row.get("group", "")) for row in values[SUBJECTS])
            return outside or bool(values[name].strip())
        return True

    def question(self, step: Step) -> Question:
        """The question that asks for a field."""
        return Question.of(BY_NAME[step[0]], self.entry.desk.notice)

    def label(self, step: Step) -> str:
        """What a step is called."""
        name, place = step
        if name == LINK_TO:
            return _("与哪件关联")
        label = _(BY_NAME[name].label)
        several = len(self.entry.values[SUBJECTS]) > 1 and BY_NAME[name] in subject_fields()
        return _("被反映人 {place}", place=place + 1) + _("，") + label if several else label

    def in_words(self, step: Step) -> str:
        """What stands there as a person reads it, "" for nothing."""
        if step[0] == LINK_TO:
            return self.entry.link_to
        return in_words(step[0], self.entry.get(step), self.entry.desk.notice)

    def faults_at(self, step: Step) -> list[str]:
        """What is wrong with a field, as far as that can be known once it was asked."""
        found = self.entry.faults(half_done=step[0] == _FIRST_OF_SUBJECT)
        wanted = [step, (_FIRST_OF_SUBJECT, step[1])] if step[0] == _LAST_NAME else [step]
        return [sentence for place in wanted for sentence in found.get(place, ())]

    def lacks(self, step: Step, is_half_done: bool) -> bool:
        """Whether a field lacks what is needed; of a tip that is half-done also whether nobody was
        named yet, though one of the names may do."""
        if is_half_done and step[0] in _NAMES and not self.entry.get(step):
            return True
        return bool(self.faults_at(step))

    def first_refused(self, refusal: TipRefused) -> tuple[Step, list[str]]:
        """Where the first fault is in the order of the steps, with all that is wrong there; before
        all of them what is about no field that is asked."""
        order = list(self)
        found = self.entry.by_place(refusal).items()
        return min(found, key=lambda at: order.index(at[0]) if at[0] in order else -1)

    @property
    def is_paused(self) -> bool:
        """Whether earlier tips like this one would not be found if there were any."""
        return bool(self.entry.traits) and not self.entry.desk.access.finds_repeats

    def look_for_similar(self) -> bool:
        """Looks for earlier tips like this one; whether there are others than at the last look."""
        before = [found.tip.number for found in self.similar]
        self.similar = []
        # Whoever saves will be told what is wrong with the desk.
        with contextlib.suppress(DeskError):
            self.similar = self.entry.traits.find(self.entry.desk, _MOST_SIMILAR)
        return bool(self.similar) and [found.tip.number for found in self.similar] != before
