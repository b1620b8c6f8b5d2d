"""A tip as it is being filled in: which fields are asked, what they hold, what is wrong with one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from store.desk.desk import Desk
from store.errors import DeskError, Fault, TipRefused
from store.text import _
from store.tips import entry
from store.tips.fields import BY_NAME, MOST_SUBJECTS, Field
from store.tips.find import Similar
from store.tips.tip import OUT_OF_SCOPE, Tip
from tui.entering.choices import asked_of
from tui.entering.values import (
    LINK_TO,
    SUBJECTS,
    Values,
    blank,
    channel_of,
    entry_of,
    instant_text,
    name_of_path,
    subject_fields,
)
from tui.linear.question import Question

_MOST_SIMILAR: Final = 5
MORE: Final = "more"
Step = tuple[str, int]
"""The name of a field and the place of its subject; or `MORE`: whether there is another subject;
or `LINK_TO`: with which earlier tip it is one matter."""

_FIRST_OF_SUBJECT, *_REST_OF_SUBJECT = (field.name for field in subject_fields())
# A subject may lack any of its names but not all: that is known after the last of them.
_LAST_NAME: Final = "subjects.post"


@dataclass
class Filling:
    """`values` as the form holds them, `amends` the tip that they are to replace, if any."""

    desk: Desk
    values: Values
    amends: Tip | None = None
    similar: list[Similar] = field(default_factory=list)

    def steps(self) -> Iterator[Step]:
        """What is asked, in the form's order; what could have but one answer is not."""
        for found in self._asked():
            if found.name == _FIRST_OF_SUBJECT:
                yield from self._subject_steps()
            elif found.name not in _REST_OF_SUBJECT and self._has_a_say(found.name):
                yield found.name, 0
        if self.similar or self.values[LINK_TO]:
            yield LINK_TO, 0

    def _asked(self) -> tuple[Field, ...]:
        return asked_of(channel_of(self.values), self.desk.notice)

    def _subject_steps(self) -> Iterator[Step]:
        for place in range(len(self.values[SUBJECTS])):
            for part in subject_fields():
                yield part.name, place
        yield MORE, 0

    def _has_a_say(self, name: str) -> bool:
        if name == "reporter.verified":
            return bool(self.values["reporter.name"].strip() or self.values[name])
        if name == "referred_to":
            outside = any(row.get("group") == OUT_OF_SCOPE for row in self.values[SUBJECTS])
            return outside or bool(self.values[name].strip())
        return True

    def question(self, step: Step) -> Question:
        """The question that asks for a field."""
        return Question.of(BY_NAME[step[0]], self.desk.notice)

    def label(self, step: Step) -> str:
        """What a step is called."""
        name, place = step
        if name == LINK_TO:
            return _("与哪件关联")
        label = _(BY_NAME[name].label)
        several = len(self.values[SUBJECTS]) > 1 and BY_NAME[name] in subject_fields()
        return _("被反映人 {place}", place=place + 1) + _("，") + label if several else label

    def get(self, step: Step) -> Any:
        """What stands in a field."""
        name, place = step
        if name in BY_NAME and BY_NAME[name] in subject_fields():
            return self.values[SUBJECTS][place].get(name.partition(".")[2], "")
        return self.values.get(name, "")

    def put(self, step: Step, value: Any) -> None:
        """Writes into a field."""
        name, place = step
        if name in BY_NAME and BY_NAME[name] in subject_fields():
            self.values[SUBJECTS][place][name.partition(".")[2]] = value
        else:
            self.values[name] = value

    def clear(self, step: Step) -> None:
        """Leaves nothing in a field."""
        self.put(step, "" if step[0] == LINK_TO else blank(BY_NAME[step[0]]))

    def add_subject(self) -> bool:
        """A further subject; False if there are as many as can be."""
        if len(self.values[SUBJECTS]) >= MOST_SUBJECTS:
            return False
        self.values[SUBJECTS].append({})
        return True

    # What it comes to

    def tip(self, *, half_done: bool = False) -> Tip:
        """The tip as it stands. Raises `TipRefused`."""
        values, _places = entry_of(self.values, self._asked())
        if self.amends and not values["received_at"].strip():
            values["received_at"] = instant_text(self.amends.received_at, self.desk.notice)
        values["to_complete"] = half_done
        return entry.read(values, self.desk.notice, self.desk.now())

    def faults_at(self, step: Step) -> list[str]:
        """What is wrong with a field, as far as that can be known once it was asked."""
        names = self._faults(half_done=step[0] == _FIRST_OF_SUBJECT)
        wanted = {step}
        if step[0] == _LAST_NAME:
            wanted.add((_FIRST_OF_SUBJECT, step[1]))
        return [fault.sentence for fault in names if self.step_of(fault) in wanted]

    def _faults(self, *, half_done: bool) -> tuple[Fault, ...]:
        try:
            self.tip(half_done=half_done)
        except TipRefused as refusal:
            return refusal.faults
        return ()

    def by_step(self, refusal: TipRefused) -> dict[Step, list[str]]:
        """The sentences of a refusal by the fields they are about, in the form's order."""
        found: dict[Step, list[str]] = {}
        for fault in refusal.faults:
            found.setdefault(self.step_of(fault), []).append(fault.sentence)
        order = list(self.steps())
        return dict(sorted(found.items(), key=lambda f: order.index(f[0]) if f[0] in order else -1))

    def step_of(self, fault: Fault) -> Step:
        """The field that a fault is about, or ("", 0)."""
        name, index = name_of_path(fault.field)
        if name in BY_NAME and BY_NAME[name] in subject_fields():
            _values, places = entry_of(self.values, ())
            return name, places[index] if index < len(places) else 0
        return name, 0

    def look_for_similar(self) -> bool:
        """Looks for earlier tips like this one; whether there are others than at the last look."""
        rows = self.values[SUBJECTS]
        persons, units = ([row.get(part, "") for row in rows] for part in ("person", "unit"))
        phone = self.values["reporter.contact"]
        but = str(self.amends.number) if self.amends else ""
        before = [found.tip.number for found in self.similar]
        self.similar = []
        if any(persons) or any(units) or phone:
            # Whoever saves will be told what is wrong with the desk.
            with contextlib.suppress(DeskError):
                self.similar = self.desk.similar(persons, units, phone, but=but, most=_MOST_SIMILAR)
        return bool(self.similar) and [found.tip.number for found in self.similar] != before
